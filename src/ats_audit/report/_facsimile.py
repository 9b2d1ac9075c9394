"""The résumé beside its report: pictures of its pages, or its text set in type, with marks and numbers on it."""

from __future__ import annotations

import base64
import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ats_audit.model import BlockKind, Box
from ats_audit.report._marks import Tone, describe_tone
from ats_audit.report._neutral import mask_controls
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ats_audit.model import Block, Document, PagePicture, Severity, Word
    from ats_audit.report._marks import Flag, Mark, Marking

GUTTER: Final = 30.0
"""Points on each side of a page on which numbers of findings stand."""
_FLAG: Final = 18.0
"""Points from one number in the gutter to the next, at least."""
_SAME: Final = 45.0
"""Points within which a number is not said again."""
_TOP: Final = 16.0
_RIGHT: Final = 0.3
"""Share of the page's width from which a line is one of a right column, whose numbers stand at the right."""
_GAP: Final = 24.0
"""Points between two words from which they are no longer of one column."""
_SPOT: Final = 60
"""Characters up to which the place of a finding is outlined; what is longer is no place to point at."""
_PAD: Final = 1.0
"""Points by which a mark is larger than the word."""
_BULLET: Final = re.compile(r"^[ \t]*(?:[•●○◦▪■‣⁃∙·–—*-]|\ufffd)[ \t]+")
_HASHES: Final = re.compile(r"^#{1,6}[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMark:
    """A mark on a page: one rectangle for each line that it stands on, in points from the page's corner."""

    mark: Mark
    id: str
    """Id of the mark on the page where it begins, else empty."""
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFlag:
    """A number in the gutter of a page."""

    flag: Flag
    x: float
    y: float
    """Middle of the number, in points from the corner of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The outline of what a finding is about."""

    severity: Severity
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page as a picture with what lies on it."""

    number: int
    left: float
    """Points of gutter at the left."""
    right: float
    wide: float
    high: float
    address: str
    """The picture as a data: address."""
    marks: tuple[PlacedMark, ...]
    spots: tuple[Spot, ...]
    flags: tuple[PlacedFlag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a line, marked or not."""

    text: str
    mark: Mark | None
    id: str = ""
    """Id of the mark where it begins, so that a mark over two lines has it once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of the text; `role` is the CSS class: name, heading, bullet or plain."""

    role: str
    pieces: tuple[Piece, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """Lines that stand together; `label` says where, if a parser may not look there."""

    label: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facsimile:
    """The résumé, either as pages or as blocks of text."""

    pages: tuple[PageView, ...]
    blocks: tuple[BlockView, ...]
    anchors: Mapping[str, str]
    """The id to link to for each mark and flag that stands on it; of equal numbers close together the first stands."""
    legend: tuple[tuple[Tone, str], ...]


def show_resume(document: Document | None, pictures: Sequence[PagePicture], marking: Marking) -> Facsimile:
    """The résumé with its marks: as *pictures* where there are any, else as the text of *document*, else nothing."""
    if document is None:
        return Facsimile(pages=(), blocks=(), anchors={}, legend=())
    pages: tuple[PageView, ...] = ()
    blocks: tuple[BlockView, ...] = ()
    anchors: dict[str, str] = {}
    if pictures:
        pages = tuple(_page(picture, document, marking, anchors) for picture in pictures)
        marks = [placed.mark for page in pages for placed in page.marks if placed.id]
    else:
        blocks = tuple(_iter_blocks(document, marking, anchors))
        lines = [line for block in blocks for line in block.lines]
        marks = [piece.mark for line in lines for piece in line.pieces if piece.mark and piece.id]
    anchors.update((mark.id, mark.id) for mark in marks)
    tones = {mark.tone for mark in marks}
    return Facsimile(
        pages=pages,
        blocks=blocks,
        anchors=anchors,
        legend=tuple((tone, describe_tone(tone)) for tone in Tone if tone in tones),
    )


# Pages


def _page(picture: PagePicture, document: Document, marking: Marking, anchors: dict[str, str]) -> PageView:
    ours = [word for word in document.words if word.page == picture.page]
    marks = []
    for mark in marking.marks:
        boxes = tuple(_boxes_of(ours, mark.start, mark.end))
        if boxes:
            is_begun = ours[0].start <= mark.start
            marks.append(PlacedMark(mark=mark, id=mark.id if is_begun else "", boxes=boxes))
    encoded = base64.b64encode(picture.content).decode("ascii")
    flags = tuple(_place_flags(marking.flags, ours, picture, anchors))
    return PageView(
        number=picture.page,
        left=GUTTER,
        right=GUTTER if any(placed.x > 0 for placed in flags) else 1.0,
        wide=round(picture.points_wide, 2),
        high=round(picture.points_high, 2),
        address=f"data:{picture.media_type};base64,{encoded}",
        marks=tuple(marks),
        spots=tuple(_spots(marking.flags, ours, picture.page)),
        flags=flags,
    )


def _boxes_of(words_of_page: Sequence[Word], start: int, end: int, pad: float = _PAD) -> Iterator[Box]:
    """The rectangles of a span, one for each line; parts of a word take their share of its width."""
    line: Box | None = None
    at = bisect.bisect_right(words_of_page, start, key=lambda word: word.end)
    while at < len(words_of_page) and words_of_page[at].start < end:
        box = _share(words_of_page[at], start, end)
        at += 1
        if line is not None and _is_beside(line, box):
            line = Box(min(line.x0, box.x0), min(line.y0, box.y0), max(line.x1, box.x1), max(line.y1, box.y1))
            continue
        if line is not None:
            yield _pad(line, pad)
        line = box
    if line is not None:
        yield _pad(line, pad)


def _share(word: Word, start: int, end: int) -> Box:
    box = word.box
    width = (box.x1 - box.x0) / max(word.end - word.start, 1)
    return Box(
        box.x0 + width * (max(start, word.start) - word.start),
        box.y0,
        box.x1 - width * (word.end - min(end, word.end)),
        box.y1,
    )


def _is_beside(line: Box, box: Box) -> bool:
    """Whether two boxes share a line: the middle of the second lies within the first, and it does not start anew."""
    return line.y0 <= (box.y0 + box.y1) / 2 <= line.y1 and box.x0 >= line.x0


def _pad(box: Box, by: float) -> Box:
    return Box(round(box.x0 - by, 1), round(box.y0 - by, 1), round(box.x1 + by, 1), round(box.y1 + by, 1))


def _place_flags(
    flags: Iterable[Flag], words_of_page: Sequence[Word], picture: PagePicture, anchors: dict[str, str]
) -> Iterator[PlacedFlag]:
    """The flags of a page from top to bottom on either side, none over another; *anchors* learns where each stands."""
    wanted: list[tuple[float, bool, Flag]] = []
    for flag in flags:
        if flag.page == picture.page:
            y, is_right = _find_line(flag, words_of_page, picture)
            wanted.append((y, is_right, flag))
    wanted.sort(key=lambda one: (one[0], one[2].number))
    said: dict[tuple[int, bool], tuple[float, str]] = {}
    columns: dict[bool, list[tuple[float, Flag]]] = {False: [], True: []}
    for y, is_right, flag in wanted:
        before, anchor = said.get((flag.number, is_right), (-_SAME, flag.id))
        if y - before >= _SAME:
            columns[is_right].append((y, flag))
            anchor = flag.id
        anchors[flag.id] = anchor
        said[flag.number, is_right] = y, anchor
    for is_right, column in columns.items():
        x = round(picture.points_wide + GUTTER / 2, 1) if is_right else -GUTTER / 2
        ys = _spread([y for y, _ in column], picture.points_high - _FLAG / 2)
        for y, (_, flag) in zip(ys, column, strict=True):
            yield PlacedFlag(flag=flag, x=x, y=round(y, 1))


def _spread(wanted: Sequence[float], lowest: float) -> list[float]:
    """Heights as near to those *wanted*, which are in order, as they can be without one over another."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + _FLAG) if placed else y)
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], lowest)
        lowest = placed[at] - _FLAG
    return placed


def _spots(flags: Iterable[Flag], words_of_page: Sequence[Word], page: int) -> Iterator[Spot]:
    """The outlines of what the findings of a page are about, where that is short enough to be pointed at."""
    for flag in flags:
        if flag.page == page and flag.span is not None and flag.span[1] - flag.span[0] <= _SPOT:
            yield Spot(severity=flag.severity, boxes=tuple(_boxes_of(words_of_page, *flag.span, pad=_PAD / 4)))


def _find_line(flag: Flag, words_of_page: Sequence[Word], picture: PagePicture) -> tuple[float, bool]:
    """The height at which a flag belongs, and whether its line begins in a right column."""
    if flag.span is None:
        return _TOP, False
    at = bisect.bisect_right(words_of_page, flag.span[0], key=lambda word: word.end)
    if at == len(words_of_page):
        return _TOP, False
    box = words_of_page[at].box
    y, x = (box.y0 + box.y1) / 2, box.x0
    for word in reversed(words_of_page[:at]):
        if not word.box.y0 <= y <= word.box.y1 or not -_GAP < x - word.box.x1 < _GAP:
            break
        x = word.box.x0
    return y, x > picture.points_wide * _RIGHT


# Text


def _iter_blocks(document: Document, marking: Marking, anchors: dict[str, str]) -> Iterator[BlockView]:
    text = mask_controls(document.text)
    heads = {section.heading_start: section.heading_end for section in document.full.sections}
    kind: BlockKind | None = None
    lines: list[LineView] = []
    flags = sorted(marking.flags, key=lambda flag: (_start(flag), flag.number))
    is_first = True
    for block in document.blocks:
        if block.kind is not kind and lines:
            yield BlockView(label=_label(kind), lines=tuple(lines))
            lines = []
        kind = block.kind
        for start, end, is_heading in _spans(text, block, heads):
            role = "name" if is_first else "heading" if is_heading else "plain"
            lines.append(_line(text, start, end, role, marking, _take(flags, end, anchors)))
            is_first = False
    if lines:
        yield BlockView(label=_label(kind), lines=tuple(lines))


def _take(flags: list[Flag], end: int, anchors: dict[str, str]) -> tuple[Flag, ...]:
    """The flags that stand before *end*, taken off the list, each number once; *anchors* learns where each stands."""
    taken: dict[int, Flag] = {}
    while flags and _start(flags[0]) < end:
        flag = flags.pop(0)
        anchors[flag.id] = taken.setdefault(flag.number, flag).id
    return tuple(taken.values())


def _start(flag: Flag) -> int:
    return flag.span[0] if flag.span else 0


def _label(kind: BlockKind | None) -> str:
    return words.BLOCKS.get(kind, "") if kind else ""


def _spans(text: str, block: Block, heads: Mapping[int, int]) -> Iterator[tuple[int, int, bool]]:
    """The lines of a block that hold anything, and whether each is a heading, which is parted from what follows it."""
    start = block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        end = start + len(line.rstrip())
        head = min(heads.get(start, start), end)
        if head > start:
            yield start, head, True
        rest = head + len(text[head:end]) - len(text[head:end].lstrip(" \t:|"))
        if end > rest:
            yield (rest if head > start else start), end, False
        start += len(line)


def _line(text: str, start: int, end: int, role: str, marking: Marking, flags: tuple[Flag, ...]) -> LineView:
    bullet = _BULLET.match(text[start:end])
    hashes = _HASHES.match(text[start:end])
    if bullet and role == "plain":
        role = "bullet"
        start += bullet.end()
    elif hashes:
        role = role if role == "name" else "heading" if role == "heading" else "entry"
        start += hashes.end()
    return LineView(role=role, pieces=tuple(_pieces(text, start, end, marking)), flags=flags)


def _pieces(text: str, start: int, end: int, marking: Marking) -> Iterator[Piece]:
    marks = marking.marks
    at = bisect.bisect_right(marks, start, key=lambda mark: mark.end)
    while at < len(marks) and marks[at].start < end:
        mark = marks[at]
        at += 1
        if mark.start > start:
            yield Piece(text=text[start : mark.start], mark=None)
            start = mark.start
        until = min(mark.end, end)
        yield Piece(text=text[start:until], mark=mark, id=mark.id if start == mark.start else "")
        start = until
    if start < end:
        yield Piece(text=text[start:end], mark=None)
