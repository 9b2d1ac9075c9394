"""Lines: what every reader of a format makes, and what every reading of a document is rendered from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.model import Block, BlockKind, Box, Fact, MediaType, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Look(NamedTuple):
    """How a line is set: enough to tell a heading from the text under it."""

    size: float
    """Font size in points, rounded to half points; 0 where the format does not tell."""
    bold: bool
    style: str
    """Name of the font, colour or paragraph style: lines of equal look have equal names."""


class Piece(NamedTuple):
    """A word of a line and where it stands on the page."""

    start: int
    """First code point, into the line's text."""
    end: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One visual line: what a person reads without moving down."""

    text: str
    kind: BlockKind = BlockKind.BODY
    page: int | None = None
    block: int = 0
    """Lines that stand together have equal numbers."""
    gap: bool = False
    """There is visibly more room above this line than between lines of a paragraph."""
    pieces: tuple[Piece, ...] = ()
    look: Look | None = None
    level: int | None = None
    """Outline level where the file names one (heading style, Markdown #)."""


class Placed(NamedTuple):
    """A line and its half-open span in the text of a reading."""

    start: int
    end: int
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A text and the lines that it is made of, in order."""

    text: str
    placed: tuple[Placed, ...]

    def __len__(self) -> int:
        return len(self.placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A place where the page divides: columns side by side, cells of a row, a text box."""

    parts: tuple[Flow, ...]
    main: int | None
    """The part after which reading goes on; None where it goes on as if the parts were not there."""


Flow = tuple["int | Split", ...]
"""Line numbers and splits in the order in which headings rule: a heading rules what follows it in its own part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A file as its reader saw it, before sections are found."""

    media_type: MediaType
    reader: str
    pages: int | None
    full: Rendering
    flow: Flow
    """Over the lines of `full`."""
    stream: Rendering
    strict: Rendering
    facts: tuple[Fact, ...] = ()
    skipped: tuple[str, ...] = ()


def render_lines(lines: Iterable[Line]) -> Rendering:
    """Write *lines* one under the other, with a blank line where there is a gap; empty lines vanish."""
    parts: list[str] = []
    placed: list[Placed] = []
    offset = 0
    for line in lines:
        if not line.text:
            continue
        if parts:
            separator = "\n\n" if line.gap else "\n"
            parts.append(separator)
            offset += len(separator)
        placed.append(Placed(offset, offset + len(line.text), line))
        parts.append(line.text)
        offset += len(line.text)
    return Rendering(text="".join(parts), placed=tuple(placed))


def flow_through(rendering: Rendering) -> Flow:
    """Return the plain flow: every line in order."""
    return tuple(range(len(rendering)))


def list_words(rendering: Rendering) -> tuple[Word, ...]:
    """Return the words of *rendering* that have a place on a page."""
    return tuple(
        Word(start + piece.start, start + piece.end, line.page, piece.box)
        for start, _, line in rendering.placed
        if line.page is not None
        for piece in line.pieces
    )


def list_blocks(rendering: Rendering) -> tuple[Block, ...]:
    """Return the blocks of *rendering*: runs of lines of one block number, kind and page."""
    runs = groupby(rendering.placed, key=lambda placed: (placed.line.block, placed.line.kind, placed.line.page))
    return tuple(_block_of(tuple(run)) for _, run in runs)


def _block_of(run: Sequence[Placed]) -> Block:
    first = run[0].line
    boxes = [piece.box for placed in run for piece in placed.line.pieces]
    return Block(
        start=run[0].start,
        end=run[-1].end,
        kind=first.kind,
        page=first.page,
        box=enclose(boxes) if boxes else None,
    )


def enclose(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around *boxes*, of which there is at least one."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
