"""What a report has to write into the candidate's own file: the section, and remarks for its margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.model import Remark, SectionLines, TextPlace
from ats_audit.report._neutral import neutralise
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from ats_audit.model import AuditReport, Finding


def list_section(report: AuditReport) -> SectionLines:
    """The suggested section with a line for each group; without lines where there is nothing to suggest."""
    suggestion = report.suggestion
    return SectionLines(
        heading=neutralise(suggestion.heading),
        lines=tuple(
            (neutralise(group.name), ", ".join(neutralise(item.text) for item in group.items))
            for group in suggestion.groups
        ),
    )


def list_remarks(report: AuditReport) -> tuple[Remark, ...]:
    """A remark for each finding, in their order: code and title, what is there, what to do, and the source."""
    return tuple(_remark(finding) for finding in report.findings)


def _remark(finding: Finding) -> Remark:
    place = finding.place
    lines = [
        words.FINDING_TITLE.format(code=finding.code, title=neutralise(finding.title)),
        neutralise(finding.message),
        neutralise(finding.fix),
        words.SOURCE.format(source=neutralise(finding.source)) if finding.source else "",
    ]
    return Remark(
        text="\n".join(line for line in lines if line),
        span=(place.start, place.end) if isinstance(place, TextPlace) else None,
    )
