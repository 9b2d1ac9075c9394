"""The one way from a result to text: a table from format to renderer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ats_audit.lexicon import Lexicon
from ats_audit.model import AuditReport, Comparison
from ats_audit.report._comparison import render_comparison_markdown, render_comparison_plain
from ats_audit.report._display import PLAIN, Display, Format
from ats_audit.report._github import render_github
from ats_audit.report._json import serialise_comparison, serialise_ranking, serialise_report, serialise_scan
from ats_audit.report._listings import render_ranking_plain, render_scan_plain
from ats_audit.report._markdown import render_markdown
from ats_audit.report._plain import render_plain
from ats_audit.report._sarif import serialise_sarif
from ats_audit.report._section import render_section, render_section_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ats_audit.model import Document, PagePicture, ScanReport

_INDENT: Final = 2


def render(
    result: AuditReport | ScanReport | Comparison,
    *,
    format: Format | str = Format.TEXT,  # noqa: A002 # as --format
    display: Display = PLAIN,
    lexicon: Lexicon | None = None,
    document: Document | None = None,
    pages: Sequence[PagePicture] = (),
    address: str | None = None,
) -> str:
    """An audit, a scan or a comparison in one form, ending in a line feed; the same result gives the same characters.

    Args:
        result: What an `Auditor` found.
        format: A `Format`, or its name, such as "html"; a scan is "text", "json" or "jsonl", a comparison may be
            "markdown" too.
        display: Where text is shown.
        lexicon: The one that a scan was made with, which names its competencies; None for the built-in one.
        document: What was audited. HTML shows the résumé beside the report, and annotations tell lines and sections.
        pages: Pictures of the document's pages, as `Auditor.draw` gives them, for HTML.
        address: The path by which annotations name the file; None for the document's name.

    Raises:
        ValueError: No such format, another lexicon than that of the scan, or another document than that of the audit.
    """
    form = Format(format)
    if isinstance(result, AuditReport):
        return render_report(result, format=form, display=display, document=document, pages=pages, address=address)
    if isinstance(result, Comparison):
        return render_comparison(result, format=form, display=display)
    catalogue = lexicon or Lexicon.load()
    if catalogue.sha256 != result.engine.lexicon_sha256:
        raise ValueError("the scan was made with another lexicon: hand it over as lexicon=")
    return render_scan(result, lexicon=catalogue, format=form, display=display)


def render_report(  # as `render`
    report: AuditReport,
    *,
    format: Format,  # noqa: A002 # as --format
    display: Display = PLAIN,
    document: Document | None = None,
    pages: Sequence[PagePicture] = (),
    address: str | None = None,
) -> str:
    """The audit in one form, ending in a line feed; the same report gives the same characters.

    *display* says where text is shown; the other formats look the same everywhere. Résumé text in the result can
    steer neither a terminal nor a viewer of Markdown or HTML.

    Raises:
        ValueError: *document* is not the one that was audited.
    """
    if document is not None and document.sha256 != report.document.sha256:
        raise ValueError("the document is not the one that was audited")
    order = _Order(report=report, display=display, document=document, pages=pages, address=address)
    return _REPORTS[format](order)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What a renderer may need besides the report."""

    report: AuditReport
    display: Display
    document: Document | None
    pages: Sequence[PagePicture]
    address: str | None


def _text(order: _Order) -> str:
    if not order.display.terminal:
        return render_plain(order.report, order.display.width)
    from ats_audit.report._terminal import render_terminal  # rich costs 50 ms, and a pipe does not need it

    return render_terminal(order.report, order.display)


def _html(order: _Order) -> str:
    from ats_audit.report._html import render_html  # the template's libraries cost 40 ms, and only HTML needs them

    return render_html(order.report, order.document, order.pages)


_REPORTS: Final[Mapping[Format, Callable[[_Order], str]]] = {
    Format.TEXT: _text,
    Format.MARKDOWN: lambda order: render_markdown(order.report),
    Format.JSON: lambda order: serialise_report(order.report, indent=_INDENT),
    Format.JSONL: lambda order: serialise_report(order.report, indent=None),
    Format.HTML: _html,
    Format.SARIF: lambda order: serialise_sarif([(order.report, order.document, order.address)]),
    Format.GITHUB: lambda order: render_github(order.report, order.document, order.address),
    Format.SECTION: lambda order: render_section(order.report),
    Format.SECTION_MARKDOWN: lambda order: render_section_markdown(order.report),
}
