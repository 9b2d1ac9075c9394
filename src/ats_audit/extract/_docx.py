"""DOCX: parts opened, tree walked, readings laid out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ats_audit.errors import LimitExceededError, NoTextLayerError
from ats_audit.extract._docx_parts import Parts
from ats_audit.extract._docx_walk import Walker
from ats_audit.extract._docx_xml import attribute, children, whole_number
from ats_audit.extract._lines import Layout, is_page_number, render_lines
from ats_audit.model import BlockKind, Fact, FactKind, Link, MediaType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.errors import DocumentError
    from ats_audit.extract._budget import Budget
    from ats_audit.extract._docx_walk import Walked
    from ats_audit.extract._lines import Line, Rendering

_GAP: Final = 60
"""Twentieths of a point above the usual space from which a reader sees a gap: three points."""
_BODY: Final = frozenset({BlockKind.BODY, BlockKind.TABLE})


def read_docx(content: bytes, budget: Budget) -> Layout:
    """Return the Word document in *content*.

    Raises:
        DocumentError: another kind of zip archive, encrypted, corrupt, without text, or beyond a limit.
    """
    parts = Parts(content, budget)
    try:
        walker = Walker(parts, budget)
        flow = walker.walk()
        if walker.unclosed:
            # A field that never ends would swallow the rest of the document: read again without trust in its marks.
            budget.restart_characters()
            walker = Walker(parts, budget, fields=False)
            flow = walker.walk()
    except RecursionError:
        raise LimitExceededError(
            "The DOCX is nested deeper than any Word file.", hint="Open it in Word and save it again as DOCX."
        ) from None
    stopped = [*parts.stopped, *walker.stopped]
    if not walker.lines:
        raise stopped[0] if stopped else _has_no_text(walker, parts)
    lines = _set_gaps(walker.lines)
    full = render_lines(lines)
    direct = [line for line, walked in zip(lines, walker.lines, strict=True) if walked.direct]
    return Layout(
        media_type=MediaType.DOCX,
        reader="lxml",
        pages=None,
        full=full,
        flow=flow,
        stream=render_lines(line for line in lines if line.kind in _BODY),
        strict=render_lines(line for line in direct if line.kind is BlockKind.BODY),
        facts=tuple(_list_facts(walker, parts, full)),
        links=tuple(Link(target=target) for target in walker.loose),
        skipped=tuple(dict.fromkeys(_list_skipped(parts, stopped))),
    )


def _has_no_text(walker: Walker, parts: Parts) -> NoTextLayerError:
    if walker.chunks or parts.unread:
        return NoTextLayerError(
            "The DOCX holds no text of its own: what a person sees is an embedded document, which is not read.",
            hint="Open it in Word, paste the résumé in as text, and save it again as DOCX.",
        )
    if walker.hidden:
        return NoTextLayerError(
            "All text of the DOCX is hidden, or white on white.", hint="Set the résumé in a colour that shows."
        )
    return NoTextLayerError(
        "The DOCX holds no text that a person sees: it is empty, or a picture.",
        hint="Write the résumé as text instead of pasting a picture of it.",
    )


def _list_skipped(parts: Parts, stopped: Sequence[DocumentError]) -> Iterator[str]:
    if parts.damaged:
        yield "Damaged parts of the DOCX were not read."
    for error in stopped:
        yield f"{error.message} What follows was not read."
    for error in parts.left_out:
        yield f"{error.message} A part of the DOCX was left out."


def _set_gaps(walked: Sequence[Walked]) -> list[Line]:
    spaces = Counter(one.space for one in walked if one.space >= 0)
    usual = spaces.most_common(1)[0][0] if spaces else 0
    return [replace(one.line, gap=one.space < 0 or one.space >= usual + _GAP) for one in walked]


def _list_facts(walker: Walker, parts: Parts, full: Rendering) -> Iterable[Fact]:
    columns = _count_columns(parts)
    for kind, count in (
        (FactKind.COLUMNS, (columns if columns > 1 else 0) + walker.beside),
        (FactKind.TABLE, walker.tables),
        (FactKind.HIDDEN_TEXT, walker.hidden),
        (FactKind.ICON_FONT, walker.icons),
        (FactKind.UNREAD_PART, max(parts.unread, walker.chunks) + parts.damaged),
    ):
        if count:
            yield Fact(kind=kind, count=count)
    for kind, kinds, count in (
        (FactKind.TEXTBOX, {BlockKind.TEXTBOX}, walker.boxes),
        (FactKind.HEADER_TEXT, {BlockKind.HEADER, BlockKind.FOOTER}, 0),
    ):
        found = [
            placed
            for placed in full.placed
            if placed.line.kind in kinds and not (kind is FactKind.HEADER_TEXT and is_page_number(placed.line.text))
        ]
        if found:
            yield Fact(kind=kind, count=count or len(found), start=found[0].start, end=found[0].end)


def _count_columns(parts: Parts) -> int:
    """Return the greatest number of columns that a section of the document is set in."""
    counts = [
        whole_number(attribute(columns, "num"), default=1)
        for section in parts.main.root.iter("{*}sectPr")
        for columns in children(section, "cols")
    ]
    return max(counts, default=1)
