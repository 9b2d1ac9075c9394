"""From the lines of pages to the three readings, their flow, and what the layout does to parsers."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from ats_audit.extract._lines import (
    Flow,
    Layout,
    Line,
    LineLink,
    Look,
    Piece,
    Split,
    render_lines,
)
from ats_audit.extract._pdf_asides import find_asides, seat_asides, seat_in_flow
from ats_audit.extract._pdf_columns import LineBox, count_gutters, divide_page, list_columns, order_lines
from ats_audit.extract._pdf_facts import list_facts
from ats_audit.model import BlockKind, Box, Link, MediaType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.extract._pdf_geometry import Area
    from ats_audit.extract._pdf_notes import PdfLink
    from ats_audit.extract._pdf_words import PdfLine, PdfWord

READER: Final = "pdfminer.six"
ONLY: Final = "Only the first {} pages were read."
STOPPED: Final = "{} Reading stopped on page {} of {}: what follows was not read."
_GAP: Final = 1.35
"""Distance of two baselines over the usual one from which a reader sees a gap."""
_EDGE: Final = 0.1
"""Share of the page's height at top and bottom in which lines that repeat count as header and footer."""
_RETURNS: Final = 3
"""Times that the content stream may go back, to a column it has left or up to a line above the last one, before its
order counts as shuffled and the page's own is taken."""
_OVER: Final = 0.3
_TIGHTEST, _LOOSEST = 0.8, 3.0
"""What can be the leading of a paragraph, over font size."""
_SAME_ROW: Final = 0.5
_ALIGNED: Final = 3.0
_BULLET: Final = re.compile(r"[•·▪‣◦●○■□➢✓*–—-]\s?")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What was read from one page."""

    number: int
    area: Area
    lines: tuple[PdfLine, ...]
    """In the order of the content stream."""
    hidden: int
    unmapped: int
    icons: int
    pictured: bool
    """A picture covers much of the page."""
    rules: tuple[Area, ...]
    """Filled areas, among them the rules of tables."""
    links: tuple[PdfLink, ...] = ()
    recognised: bool = False
    """Its words were recognised in a picture: a parser that reads text finds none of them."""
    cut: tuple[str, ...] = ()
    """Runs among the hidden that the page's end may have cut."""


def lay_out(
    pages: Sequence[PageText], *, total: int, unread: bool, skipped: tuple[str, ...], reader: str = READER
) -> Layout:
    """Return the layout of a PDF of *total* pages from the *pages* that *reader* could read."""
    kinds = _tell_kinds(pages)
    columned = [_order_page(page, kinds) for page in pages]
    full = render_lines(line for page in columned for line in page.ordered())
    texts = [(page, columns.lines) for page, columns in zip(pages, columned, strict=True) if not page.recognised]
    stream = render_lines(line for _, lines in texts for line in lines)
    strict = render_lines(line for page, lines in texts for line in _list_rows(page, lines))
    flow = _join_flows(columned)
    return Layout(
        media_type=MediaType.PDF,
        reader=reader,
        pages=total,
        full=full,
        flow=flow,
        stream=stream,
        strict=strict,
        facts=tuple(list_facts(pages, [page.gutters for page in columned], full, unread=unread)),
        links=tuple(
            Link(target=link.target, page=page.number)
            for page in pages
            for link in page.links
            if not any(_lies_on(link, word) for line in page.lines if _is_near(link, line) for word in line.words)
        ),
        skipped=skipped,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnedPage:
    """The lines of a page, and how it divides."""

    lines: tuple[Line, ...]
    """In the order of the content stream."""
    order: tuple[int, ...]
    """The same by number, as a person reads them."""
    flow: Flow
    """Over the numbers of `lines`."""
    gutters: int

    def ordered(self) -> list[Line]:
        return [self.lines[number] for number in self.order]


def _tell_kinds(pages: Sequence[PageText]) -> dict[tuple[int, int], BlockKind]:
    """Return the lines (page, number) that are header or footer: marked so, or repeated on the pages' edges."""
    kinds: dict[tuple[int, int], BlockKind] = {}
    edges: defaultdict[tuple[str, int], list[tuple[PageText, int]]] = defaultdict(list)
    for page in pages:
        height = max(page.area.y1, 1.0)
        for number, line in enumerate(page.lines):
            place = line.area.y0 / height
            kind = _marginal_kind(line, page)
            if line.is_artifact:
                kinds[page.number, number] = kind
            elif place > 1 - _EDGE or place < _EDGE:
                edges[_DIGITS.sub("#", line.text), round(line.baseline)].append((page, number))
    for places in edges.values():
        if len({page.number for page, _ in places}) > 1:
            for page, number in places:
                kinds[page.number, number] = _marginal_kind(page.lines[number], page)
    return kinds


def _marginal_kind(line: PdfLine, page: PageText) -> BlockKind:
    return BlockKind.HEADER if line.area.y0 > page.area.y1 / 2 else BlockKind.FOOTER


def _order_page(page: PageText, kinds: dict[tuple[int, int], BlockKind]) -> _ColumnedPage:
    numbers = range(len(page.lines))
    body = [number for number in numbers if (page.number, number) not in kinds and page.lines[number].upright]
    asides = find_asides(page.lines, body)
    divided = divide_page([LineBox(number, page.lines[number].area) for number in body if number not in asides])
    flow = seat_in_flow(divided, asides)
    parts = list_columns(flow)
    column_of = {number: place for place, part in enumerate(parts) for number in part}
    in_flow = set(column_of)
    areas = {number: page.lines[number].area for number in body}
    order = seat_asides(order_lines(numbers, divided, areas), asides)
    stream = [number for number in order if number in in_flow]
    if (
        _count_returns([column_of[number] for number in stream])
        + _count_rises(page.lines, {number: column_of[number] for number in stream if number not in asides})
        > _RETURNS
    ):
        heads = [number for number in numbers if kinds.get((page.number, number)) is BlockKind.HEADER]
        rest = [number for number in numbers if number not in in_flow and number not in heads]
        order = (*heads, *(number for part in parts for number in part), *rest)
    has_columns = any(isinstance(part, Split) for part in flow)
    # A single column is ruled in the order in which it is read, not by height: rows of a table stay together.
    body_flow = flow if has_columns else tuple(number for number in order if number in in_flow)
    marginal = Split(parts=tuple((number,) for number in numbers if number not in in_flow), main=None)
    return _ColumnedPage(
        lines=_make_lines(page, kinds, order, column_of),
        order=order,
        flow=(*body_flow, marginal) if marginal.parts else body_flow,
        gutters=count_gutters(divided),
    )


def _count_returns(columns: Sequence[int]) -> int:
    """Return how often the stream goes back to a column that it has left."""
    left: set[int] = set()
    returns = 0
    for before, after in itertools.pairwise(columns):
        if before != after:
            left.add(before)
            returns += after in left
    return returns


def _count_rises(lines: Sequence[PdfLine], column_of: dict[int, int]) -> int:
    """Return how often the stream goes up to a line above the last one of the same column."""
    last: dict[int, PdfLine] = {}
    rises = 0
    for number, line in enumerate(lines):
        column = column_of.get(number)
        if column is None:
            continue
        before = last.get(column)
        if before is not None and line.baseline > before.baseline + _SAME_ROW * line.size:
            shared = min(line.area.x1, before.area.x1) - max(line.area.x0, before.area.x0)
            narrower = min(line.area.x1 - line.area.x0, before.area.x1 - before.area.x0)
            # The next cell of a table row stands higher too, but beside the last one.
            rises += shared > _OVER * narrower
        last[column] = line
    return rises


def _make_lines(
    page: PageText, kinds: dict[tuple[int, int], BlockKind], order: Sequence[int], column_of: dict[int, int]
) -> tuple[Line, ...]:
    usual = _usual_leading(page.lines)
    made: dict[int, Line] = {}
    block = page.number * 100_000
    before: int | None = None
    for number in order:
        line = page.lines[number]
        gap = (
            before is None
            or _has_gap(page.lines[before], line, usual)
            or column_of.get(before) != column_of.get(number)
        )
        if before is None and page.number > 1:
            # A paragraph that runs over the page's end goes on.
            gap = line.text.isupper() or bool(_BULLET.match(line.text))
        block += gap or before is None
        made[number] = _convert(page, line, kinds.get((page.number, number), BlockKind.BODY), block=block, gap=gap)
        before = number
    return tuple(made[number] for number in range(len(page.lines)))


def _convert(page: PageText, line: PdfLine, kind: BlockKind, *, block: int, gap: bool) -> Line:
    pieces: list[Piece] = []
    links: dict[PdfLink, LineLink] = {}
    near = [link for link in page.links if _is_near(link, line)]
    at = 0
    for word in line.words:
        at += bool(pieces)
        area = word.area
        box = Box(
            round(area.x0 - page.area.x0, 2),
            round(page.area.y1 - area.y1, 2),
            round(area.x1 - page.area.x0, 2),
            round(page.area.y1 - area.y0, 2),
        )
        pieces.append(Piece(at, at + len(word.text), box))
        for link in near:
            if _lies_on(link, word):
                start = links[link].start if link in links else at
                links[link] = LineLink(start, at + len(word.text), link.target)
        at += len(word.text)
    color = "" if line.color is None else ",".join(f"{part:.1f}" for part in line.color)
    return Line(
        text=line.text,
        kind=kind,
        page=page.number,
        block=block,
        gap=gap,
        pieces=tuple(pieces),
        links=tuple(sorted(links.values())),
        look=Look(size=round(line.size * 2) / 2, bold=line.bold, style=f"{line.font}/{color}"),
    )


def _is_near(link: PdfLink, line: PdfLine) -> bool:
    return link.area.y0 <= line.area.y1 and line.area.y0 <= link.area.y1


def _lies_on(link: PdfLink, word: PdfWord) -> bool:
    area, over = word.area, link.area
    x, y = (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2
    return over.x0 <= x <= over.x1 and over.y0 <= y <= over.y1


def _usual_leading(lines: Sequence[PdfLine]) -> float:
    """Return the commonest distance of baselines over font size."""
    steps = [
        (before.baseline - after.baseline) / max(before.size, after.size, 1.0)
        for before, after in itertools.pairwise(lines)
        if before.upright and after.upright
    ]
    near = [step for step in steps if _TIGHTEST < step < _LOOSEST]
    return median(near) if near else 1.2


def _has_gap(before: PdfLine, after: PdfLine, usual: float) -> bool:
    if before.upright != after.upright:
        return True
    step = (before.baseline - after.baseline) / max(before.size, after.size, 1.0)
    return step > _GAP * usual or step < -_SAME_ROW


def _list_rows(page: PageText, lines: Sequence[Line]) -> list[Line]:
    """Return the lines as a parser sees them that goes straight across columns, without header and footer."""
    upright = [
        (line, lines[number])
        for number, line in enumerate(page.lines)
        if line.upright and lines[number].kind is BlockKind.BODY
    ]
    upright.sort(key=lambda pair: -pair[0].baseline)
    rows: list[list[tuple[PdfLine, Line]]] = []
    for pair in upright:
        if rows and rows[-1][0][0].baseline - pair[0].baseline < _SAME_ROW * min(rows[-1][0][0].size, pair[0].size):
            rows[-1].append(pair)
        else:
            rows.append([pair])
    usual = _usual_leading([row[0][0] for row in rows])
    made: list[Line] = []
    for number, row in enumerate(rows):
        row.sort(key=lambda pair: pair[0].area.x0)
        text = " ".join(_naive_text(line) for line, _ in row)
        gap = not number or _has_gap(rows[number - 1][0][0], row[0][0], usual)
        made.append(replace(row[0][1], text=text, gap=gap, pieces=()))
    return made


def _naive_text(line: PdfLine) -> str:
    words = (" ".join(word.text) if line.letter_spaced else word.text for word in line.words)
    return " ".join(words)


def _join_flows(pages: Sequence[_ColumnedPage]) -> Flow:
    """Return one flow over the lines of the full reading; columns that go on over pages go on by themselves."""
    joined: list[int | Split] = []
    edges: tuple[float, ...] = ()
    base = 0
    for page in pages:
        place = {number: base + at for at, number in enumerate(page.order)}
        flow = _renumber(page.flow, place)
        base += len(page.order)
        first, last = flow[0] if flow else None, joined[-1] if joined else None
        starts = _left_edges(page, page.flow[0]) if page.flow else ()
        if isinstance(first, Split) and isinstance(last, Split) and _is_continued(edges, starts):
            parts = tuple(before + after for before, after in zip(last.parts, first.parts, strict=True))
            joined[-1] = Split(parts=parts, main=last.main)
            flow = flow[1:]
        joined += flow
        edges = _left_edges(page, page.flow[-1]) if page.flow else ()
    return tuple(joined)


def _is_continued(edges: Sequence[float], starts: Sequence[float]) -> bool:
    return len(edges) == len(starts) > 1 and all(
        abs(one - two) <= _ALIGNED for one, two in zip(edges, starts, strict=True)
    )


def _left_edges(page: _ColumnedPage, part: int | Split) -> tuple[float, ...]:
    if not isinstance(part, Split) or part.main is None:
        return ()
    columns = [[page.lines[number] for column in list_columns(inner) for number in column] for inner in part.parts]
    return tuple(min(line.pieces[0].box.x0 for line in column) for column in columns if column)


def _renumber(flow: Flow, place: dict[int, int]) -> Flow:
    return tuple(
        Split(parts=tuple(_renumber(inner, place) for inner in part.parts), main=part.main)
        if isinstance(part, Split)
        else place[part]
        for part in flow
    )
