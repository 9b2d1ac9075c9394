"""The one way from a result to text: a table from format to renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.lexicon import Lexicon
from ats_audit.model import AuditReport, Comparison
from ats_audit.report._comparison import render_comparison_markdown, render_comparison_plain
from ats_audit.report._display import PLAIN, Display, Format
from ats_audit.report._json import serialise_comparison, serialise_ranking, serialise_report, serialise_scan
from ats_audit.report._listings import render_ranking_plain, render_scan_plain
from ats_audit.report._markdown import render_markdown
from ats_audit.report._plain import render_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ats_audit.model import ScanReport

_INDENT: Final = 2


def render(
    result: AuditReport | ScanReport | Comparison,
    *,
    format: Format | str = Format.TEXT,  # noqa: A002 # as --format
    display: Display = PLAIN,
    lexicon: Lexicon | None = None,
) -> str:
    """An audit, a scan or a comparison in one form, ending in a line feed; the same result gives the same characters.

    Args:
        result: What an `Auditor` found.
        format: A `Format`, or its name; a scan is "text", "json" or "jsonl", a comparison may be "markdown" too.
        display: Where text is shown.
        lexicon: The one that a scan was made with, which names its competencies; None for the built-in one.

    Raises:
        ValueError: No such format, or another lexicon than that of the scan.
    """
    form = Format(format)
    if isinstance(result, AuditReport):
        return render_report(result, format=form, display=display)
    if isinstance(result, Comparison):
        return render_comparison(result, format=form, display=display)
    catalogue = lexicon or Lexicon.load()
    if catalogue.sha256 != result.engine.lexicon_sha256:
        raise ValueError("the scan was made with another lexicon: hand it over as lexicon=")
    return render_scan(result, lexicon=catalogue, format=form, display=display)


def render_report(report: AuditReport, *, format: Format, display: Display = PLAIN) -> str:  # noqa: A002 # as --format
    """The audit in one form, ending in a line feed; the same report gives the same characters.

    *display* says where text is shown; the other formats look the same everywhere. Résumé text in the result can
    steer neither a terminal nor a Markdown viewer.
    """
    return _REPORTS[format](report, display)


def render_scan(scan: ScanReport, *, lexicon: Lexicon, format: Format, display: Display = PLAIN) -> str:  # noqa: A002
    """The scan in one form, ending in a line feed; *lexicon* is the one that was scanned with.

    Raises:
        ValueError: *format* is none of `SCAN_FORMATS`.
    """
    match format:
        case Format.JSON:
            return serialise_scan(scan, lexicon=lexicon, indent=_INDENT)
        case Format.JSONL:
            return serialise_scan(scan, lexicon=lexicon, indent=None)
        case Format.TEXT:
            return render_scan_plain(scan, lexicon=lexicon, width=display.width)
        case _:
            raise ValueError(f"a scan cannot be written as {format.value}")


def render_ranking(reports: Sequence[AuditReport], *, format: Format, display: Display = PLAIN) -> str:  # noqa: A002
    """The roles of one résumé, in the order given, in one form, ending in a line feed; at least one.

    Raises:
        ValueError: *format* is none of `SCAN_FORMATS`, or there are no *reports*.
    """
    if not reports:
        raise ValueError("a ranking needs at least one role")
    match format:
        case Format.JSON:
            return serialise_ranking(reports, indent=_INDENT)
        case Format.JSONL:
            return serialise_ranking(reports, indent=None)
        case Format.TEXT:
            return render_ranking_plain(reports, width=display.width)
        case _:
            raise ValueError(f"a ranking cannot be written as {format.value}")


def render_comparison(comparison: Comparison, *, format: Format, display: Display = PLAIN) -> str:  # noqa: A002
    """What an edit won and lost, in one form, ending in a line feed.

    Raises:
        ValueError: *format* is none of `COMPARISON_FORMATS`.
    """
    match format:
        case Format.JSON:
            return serialise_comparison(comparison, indent=_INDENT)
        case Format.JSONL:
            return serialise_comparison(comparison, indent=None)
        case Format.MARKDOWN:
            return render_comparison_markdown(comparison)
        case Format.TEXT:
            return render_comparison_plain(comparison, width=display.width)
        case _:
            raise ValueError(f"a comparison cannot be written as {format.value}")


COMPARISON_FORMATS: Final[tuple[Format, ...]] = (Format.TEXT, Format.MARKDOWN, Format.JSON, Format.JSONL)
"""The forms that a comparison can take."""
SCAN_FORMATS: Final[tuple[Format, ...]] = (Format.TEXT, Format.JSON, Format.JSONL)
"""The forms that a scan and a ranking can take."""


def _text(report: AuditReport, display: Display) -> str:
    if not display.terminal:
        return render_plain(report, display.width)
    from ats_audit.report._terminal import render_terminal  # rich costs 50 ms, and a pipe does not need it

    return render_terminal(report, display)


_REPORTS: Final[Mapping[Format, Callable[[AuditReport, Display], str]]] = {
    Format.TEXT: _text,
    Format.MARKDOWN: lambda report, _: render_markdown(report),
    Format.JSON: lambda report, _: serialise_report(report, indent=_INDENT),
    Format.JSONL: lambda report, _: serialise_report(report, indent=None),
}
