"""Lines: what every reader of a format makes, and what every reading of a document is rendered from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.model import Block, BlockKind, Box, Fact, Link, MediaType, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_TARGET: Final = 2_000
_SCHEME: Final = re.compile(r"(?:https?://|mailto:|tel:)[^/]", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:page|pg|p|seite|página|pagina)?\W*(?:\d{1,3}|[ivx]{1,5})(?:\W*(?:[/|]|of|von|de|sur|di)\W*\d{1,3})?\W*",
    re.IGNORECASE,
)
_BLANK: Final = re.compile(r"\s")


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


class LineLink(NamedTuple):
    """A link on words of a line."""

    start: int
    """First code point, into the line's text."""
    end: int
    target: str
    """As `keep_target` gives it."""


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
    links: tuple[LineLink, ...] = ()
    """Links on words of this line, in order."""


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
    links: tuple[Link, ...] = ()
    """Those that lie on no words; the others stand in the lines of `full`."""
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


def list_links(rendering: Rendering) -> tuple[Link, ...]:
    """Return the links on words of *rendering*; what goes on in the next line with the same target is one link."""
    links: list[Link] = []
    before = 0
    for start, end, line in rendering.placed:
        for link in line.links:
            last = links[-1] if links else None
            if last is not None and last.target == link.target and last.end == before and not link.start:
                links[-1] = replace(last, end=start + link.end)
            else:
                links.append(Link(target=link.target, page=line.page, start=start + link.start, end=start + link.end))
        before = end
    return tuple(links)


def keep_target(target: str) -> str | None:
    """Return *target* where it can serve as a contact; None for any other scheme, and for what is no address at all.

    Files are hostile: `javascript:` and the like never get further than this.
    """
    target = target.strip()
    fits = len(target) <= _LONGEST_TARGET and target.isprintable() and not _BLANK.search(target)
    return target if fits and _SCHEME.match(target) else None


def is_page_number(text: str) -> bool:
    """Tell whether *text* is nothing but a page number: "2", "- ii -", "Page 1 of 3"."""
    return _PAGE_NUMBER.fullmatch(text) is not None


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
