"""The findings as GitHub's workflow commands: each becomes an annotation of the file in a pull request.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import MediaType, Severity, TextPlace
from ats_audit.report._neutral import neutralise
from ats_audit.report._outline import format_points
from ats_audit.report._places import Lines, address_of
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ats_audit.model import AuditReport, Document, Finding

_COMMANDS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}
_PLAIN: Final = frozenset({MediaType.TEXT, MediaType.MARKDOWN})


def render_github(report: AuditReport, document: Document | None, address: str | None) -> str:
    """One line for each finding and one for the score, each ending in a line feed.

    Args:
        report: The audit.
        document: Its document, so that findings of text files tell their lines.
        address: Path of the file from the root of the repository; None for the document's name.
    """
    file = address_of(report, address).replace("\\", "/")
    lines = Lines(document.text) if document is not None and document.media_type in _PLAIN else None
    said = [_command(finding, file, lines) for finding in report.findings]
    score = words.GITHUB_SCORE.format(score=format_points(report.score.full), worst=format_points(report.score.worst))
    said.append(f"::notice file={_property(file)},title={_property(words.SCORE_HEADING)}::{_message(score)}")
    return "".join(f"{line}\n" for line in said)


def _command(finding: Finding, file: str, lines: Lines | None) -> str:
    title = words.FINDING_TITLE.format(code=finding.code, title=neutralise(finding.title))
    properties = [("file", file), *_region(finding, lines), ("title", title)]
    message = neutralise(finding.message)
    if finding.fix:
        message = words.SARIF_MESSAGE.format(message=message, fix=neutralise(finding.fix))
    told = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{_COMMANDS[finding.severity]} {told}::{_message(message)}"


def _region(finding: Finding, lines: Lines | None) -> Iterator[tuple[str, str]]:
    place = finding.place
    if lines is None or not isinstance(place, TextPlace):
        return
    line, column = lines.find(place.start)
    end_line, end_column = lines.find(place.end)
    yield "line", str(line)
    yield "endLine", str(end_line)
    if line == end_line:  # columns are taken for those of one line only
        yield "col", str(column)
        yield "endColumn", str(end_column)


def _message(text: str) -> str:
    return neutralise(text).replace("%", "%25")


def _property(text: str) -> str:
    return neutralise(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
