"""The walk over a Word document's element tree: every line that a person sees, in order, once."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.errors import DocumentError, ExtractionTimeoutError, LimitExceededError
from ats_audit.extract._clean import SOFT_HYPHEN
from ats_audit.extract._docx_lists import ListLabels
from ats_audit.extract._docx_marks import choose_alternate, is_beside
from ats_audit.extract._docx_runs import Paragraph, Place, Runs, Tags, look_of
from ats_audit.extract._docx_styles import Style, Styles, is_shaded
from ats_audit.extract._docx_xml import attribute, child, is_on
from ats_audit.extract._lines import Flow, Line, LineLink, Split
from ats_audit.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._docx_parts import Part, Parts

_ROWS: Final = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
"""What may stand between a table and its rows, and a row and its cells."""
_WIDE_BLANKS: Final = re.compile(r"[ ]*\t[ \t]*|[ ]{3,}")
_BLANKS: Final = re.compile(r" {2,}")
_COLUMN_LINES: Final = 3
"""Paragraphs from which what stands beside others is read downwards, as a column is."""
_CELL_LINES: Final = 5
"""The same for the cells of a row, which hold a few lines each in tables of every kind."""
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Walked(NamedTuple):
    """A line, and who else would see it."""

    line: Line
    direct: bool
    space: int
    """Twentieths of a point above it; -1 after an empty paragraph."""


class Walker:
    """Walks the parts of one document; lines and counts gather in it."""

    def __init__(self, parts: Parts, budget: Budget, *, fields: bool = True) -> None:
        """Prepare the walk; without *fields* nothing between the marks of a field is taken for its code."""
        self._parts = parts
        self._budget = budget
        self._nesting = budget.limits.nesting
        self._tags = Tags()
        self._styles = Styles(_root_of(parts.find_kind("styles")))
        self._labels = ListLabels(_root_of(parts.find_kind("numbering")), self._styles)
        self._runs = Runs(parts, self._styles, self._tags, budget, backdrops=self._iter_backdrops(), fields=fields)
        self._labelled: set[str] = set()
        self._block = 0
        self._after = 0
        self._blank = False
        self._before_style = ""
        self.lines: list[Walked] = []
        self.tables = 0
        self.boxes = 0
        self.beside = 0
        """Rows and boxes that stand side by side as columns do."""
        self.chunks = 0
        """Embedded documents that stand in the text itself."""
        self.unclosed = False
        """A field began and never came to its result: what followed was taken for its code."""
        self.stopped: list[DocumentError] = []
        """The limits at which reading stopped, where what was read until then is wanted."""

    @property
    def hidden(self) -> int:
        """Code points of text that nobody sees."""
        return self._runs.hidden

    @property
    def icons(self) -> int:
        """Runs that hold an icon."""
        return self._runs.icons

    @property
    def loose(self) -> Iterable[str]:
        """Addresses of links on pictures."""
        return self._runs.loose

    def walk(self) -> Flow:
        """Walk headers, body, notes and footers; return the flow over `lines`."""
        main = self._parts.main
        body = child(main.root, "body")
        background = attribute(child(main.root, "background"), "color").upper()
        headers, footers = self._list_marginals()
        flow: list[int | Split] = []
        self._walk_marginals(headers, BlockKind.HEADER, flow)
        place = Place(part=main.name, direct=True, shaded=background not in {"", "AUTO", "FFFFFF"})
        self._walk_part(main.root if body is None else body, place, flow)
        self._walk_notes(flow)
        self._walk_marginals(footers, BlockKind.FOOTER, flow)
        return tuple(flow)

    def _walk_part(self, root: _Element, place: Place, flow: list[int | Split]) -> None:
        """Walk one part, and go on with the next where a limit is met in it and a part of the whole is enough."""
        if any(isinstance(error, ExtractionTimeoutError) for error in self.stopped):
            return
        first = len(self.lines)
        try:
            self._walk_blocks(root, place, 1, flow)
        except (LimitExceededError, ExtractionTimeoutError) as error:
            if not self._budget.partial:
                raise
            self.stopped.append(error)
            self._runs.end_part()
            # What was read of the innermost paragraphs, cells and boxes is in no flow yet.
            known = set(_iter_numbers(flow))
            flow += (number for number in range(first, len(self.lines)) if number not in known)
        else:
            self.unclosed = self._runs.end_part() or self.unclosed

    def _iter_backdrops(self) -> Iterator[_Element]:
        """Yield the roots in which something may lie behind the text of the body."""
        yield self._parts.main.root
        headers, footers = self._list_marginals()
        for key in (*headers, *footers):
            part = self._parts.find(self._parts.main.name, key)
            if part is not None:
                yield part.root

    def _list_marginals(self) -> tuple[list[str], list[str]]:
        """Return the relation ids of the headers and footers that show on some page."""
        found: dict[str, list[str]] = {"headerReference": [], "footerReference": []}
        even = bool(is_on(child(_root_of(self._parts.find_kind("settings")), "evenAndOddHeaders")))
        sections = list(self._parts.main.root.iter("{*}sectPr"))
        titled = [bool(is_on(child(section, "titlePg"))) for section in sections]
        for number, section in enumerate(sections):
            # A section takes over the first page's header of the one before.
            shown = {"default", ""} | ({"first"} if any(titled[number:]) else set()) | ({"even"} if even else set())
            for reference in section:
                names = found.get(self._tags[reference.tag])
                key = attribute(reference, "id")
                if names is not None and attribute(reference, "type") in shown and key not in names:
                    names.append(key)
        return found["headerReference"], found["footerReference"]

    def _walk_marginals(self, keys: Sequence[str], kind: BlockKind, flow: list[int | Split]) -> None:
        seen: set[str] = set()
        for key in keys:
            part = self._parts.find(self._parts.main.name, key)
            if part is None:
                continue
            first = len(self.lines)
            self._blank = True
            inner: list[int | Split] = []
            self._walk_part(part.root, Place(part=part.name, kind=kind), inner)
            text = "\n".join(walked.line.text for walked in self.lines[first:])
            if text in seen:
                # The same words in the header of the first page and of the others stand there once for a reader.
                del self.lines[first:]
                continue
            seen.add(text)
            flow.append(Split(parts=(tuple(inner),), main=None))
        self._blank = True

    def _walk_notes(self, flow: list[int | Split]) -> None:
        referred = dict.fromkeys(self._runs.notes)
        for kind in dict.fromkeys(kind for kind, _ in referred):
            part = self._parts.find_kind(kind)
            if part is None:
                continue
            place = Place(part=part.name, kind=BlockKind.FOOTNOTE)
            notes = {(attribute(note, "type") in _SEPARATORS, attribute(note, "id")): note for note in part.root}
            # Most separators are a rule; some authors write a title there.
            wanted = [note for (apart, _), note in notes.items() if apart and attribute(note, "type") == "separator"]
            wanted += [notes[False, key] for name, key in referred if name == kind and (False, key) in notes]
            for note in wanted:
                self._blank = True
                first = len(self.lines)
                inner: list[int | Split] = []
                self._walk_part(note, place, inner)
                if any(char.isalnum() for walked in self.lines[first:] for char in walked.line.text):
                    flow.append(Split(parts=(tuple(inner),), main=None))
                else:
                    del self.lines[first:]

    def _walk_blocks(
        self, container: _Element, place: Place, depth: int, flow: list[int | Split] | None = None
    ) -> list[int | Split]:
        """Walk what *container* holds, and return its flow: *flow* with what comes behind it."""
        if depth > self._nesting:
            self._budget.check_nesting(depth)
        flow = [] if flow is None else flow
        for element in container:
            name = self._tags[element.tag]
            if name == "p":
                flow += self._walk_paragraph(element, place, depth + 1)
            elif name == "tbl":
                flow += self._walk_table(element, place, depth + 1)
            elif name == "altChunk":
                self.chunks += 1
            elif name == "strCache":
                flow += self._walk_labels(element, place)
            elif name == "AlternateContent":
                flow += self._walk_blocks(choose_alternate(element), place, depth + 2)
            elif name and len(element):
                # Content controls and the like: a weaker parser does not look into them.
                flow += self._walk_blocks(element, place._replace(direct=False), depth + 1)
        return flow

    def _walk_labels(self, cache: _Element, place: Place) -> Iterator[int]:
        """Walk the categories or names of a chart; each series repeats them, and a reader sees them once."""
        for value in cache.iter("{*}v"):
            text = value.text or ""
            if text not in self._labelled:
                self._labelled.add(text)
                read = Paragraph()
                self._runs.add_text(text, self._styles.default, place, read)
                yield from self._add_lines(read, Style(), place)

    def _walk_table(self, table: _Element, place: Place, depth: int) -> list[int | Split]:
        self.tables += 1
        kind = BlockKind.TABLE if place.kind is BlockKind.BODY else place.kind
        properties = child(table, "tblPr")
        shaded = place.shaded or child(properties, "tblStyle") is not None or is_shaded(child(properties, "shd"))
        flow: list[int | Split] = []
        self._start_block()
        for row in self._find_inside(table, "tr", depth):
            self._budget.check_time()
            cells: list[tuple[int, list[int | Split]]] = []
            for cell in self._find_inside(row, "tc", depth + 1):
                painted = shaded or is_shaded(child(child(cell, "tcPr"), "shd"))
                inner = place._replace(kind=kind, direct=False, shaded=painted)
                cells.append((len(self.lines), self._walk_blocks(cell, inner, depth + 2)))
            flow += self._close_row(cells)
        self._start_block()
        return flow

    def _find_inside(self, parent: _Element, name: str, depth: int) -> Iterator[_Element]:
        """Yield the rows of a table, or the cells of a row, through content controls and marks of insertion."""
        if depth > self._nesting:
            self._budget.check_nesting(depth)
        for element in parent:
            found = self._tags[element.tag]
            if found == name:
                yield element
            elif found in _ROWS:
                yield from self._find_inside(element, name, depth + 1)
            elif found == "AlternateContent":
                yield from self._find_inside(choose_alternate(element), name, depth + 2)

    def _close_row(self, cells: Sequence[tuple[int, list[int | Split]]]) -> list[int | Split]:
        """Write a row of single lines as one line; longer cells stand one after the other."""
        filled = [(first, flow) for first, flow in cells if flow]
        if not filled:
            return []
        if all(len(flow) == 1 and isinstance(flow[0], int) for _, flow in filled):
            first = filled[0][0]
            parts = self.lines[first:]
            head = parts[0]
            text = "\t".join(walked.line.text for walked in parts)
            links = tuple(_iter_shifted(parts)) if any(walked.line.links for walked in parts) else ()
            self.lines[first:] = [head._replace(line=replace(head.line, text=text, links=links))]
            return [first]
        label = filled[0][1]
        if len(filled) == 1 or (len(filled) == 2 and len(label) == 1 and isinstance(label[0], int)):  # noqa: PLR2004
            # A label in front of its row, heading or dates, rules what stands beside it.
            return [part for _, flow in filled for part in flow]
        ends = [first for first, _ in filled[1:]] + [len(self.lines)]
        self.beside += sum(end - first >= _CELL_LINES for (first, _), end in zip(filled, ends, strict=True)) > 1
        sizes = [
            sum(len(walked.line.text) for walked in self.lines[first:end])
            for (first, _), end in zip(filled, ends, strict=True)
        ]
        return [Split(parts=tuple(tuple(flow) for _, flow in filled), main=sizes.index(max(sizes)))]

    def _walk_paragraph(self, element: _Element, place: Place, depth: int) -> list[int | Split]:
        self._budget.check_time()
        first = next(iter(element), None)
        if first is None:
            self._blank = True
            return []
        properties = first if self._tags[first.tag] == "pPr" else None
        style = self._styles.of_paragraph(properties)
        read = Paragraph()
        self._runs.read(element, style, place, read, depth)
        self._runs.end_paragraph(read)
        if read.texts:
            flow: list[int | Split] = list(self._add_lines(read, style, place))
        else:
            flow = []
            self._blank = self._blank or not read.boxes
        if not read.boxes:
            return flow
        kind = BlockKind.TEXTBOX if place.kind in {BlockKind.BODY, BlockKind.TABLE} else place.kind
        for box, part in read.boxes:
            self._labelled.clear()
            self._start_block()
            boxed = self._walk_blocks(box, Place(part=part, kind=kind, shaded=True), depth + 1)
            self._start_block()
            if boxed:
                self.boxes += 1
                self.beside += len(boxed) >= _COLUMN_LINES and is_beside(box)
                flow.append(Split(parts=(tuple(boxed),), main=None))
        return flow

    def _add_lines(self, read: Paragraph, style: Style, place: Place) -> Iterator[int]:
        text = "".join(read.texts)
        if not text or text.isspace():
            self._blank = self._blank or not read.boxes
            return
        size, left = len(text), self._budget.characters_left
        if size > left and self._budget.partial:
            text = text[:left]
        else:
            self._budget.spend_characters(size)
        label = ""
        if style.number not in {"", "0"}:
            label = self._labels.next_label(style.number, style.level, style.linked)
        look = look_of(read, style)
        space = -1 if self._blank else max(self._after, style.before)
        if style.contextual and style.name == self._before_style and not self._blank:
            space = 0
        self._block += 1
        self._blank, self._after, self._before_style = False, style.after, style.name
        at = number = 0
        for part in text.split("\n"):
            start, at = at, at + len(part) + 1
            if not part or part.isspace():
                continue
            written = (
                _BLANKS.sub(" ", _WIDE_BLANKS.sub("\t", part)).strip() if "  " in part or "\t" in part else part.strip()
            )
            if SOFT_HYPHEN in written:
                written = written.replace(SOFT_HYPHEN, "")
            front = f"{label} " if label and not number else ""
            written = front + written
            links = tuple(_place_links(read.links, part, start, written, len(front))) if read.links else ()
            line = Line(text=written, kind=place.kind, block=self._block, look=look, level=style.outline, links=links)
            yield len(self.lines)
            self.lines.append(Walked(line, place.direct, 0 if number else space))
            number += 1
        if size > left:
            self._budget.spend_characters(size)

    def _start_block(self) -> None:
        self._blank = True


def _root_of(part: Part | None) -> _Element | None:
    return None if part is None else part.root


def _iter_shifted(row: Sequence[Walked]) -> Iterator[LineLink]:
    """Yield the links of the cells of a row as they stand in its one line."""
    at = 0
    for walked in row:
        yield from (LineLink(link.start + at, link.end + at, link.target) for link in walked.line.links)
        at += len(walked.line.text) + 1


def _place_links(links: Sequence[LineLink], text: str, start: int, written: str, label: int) -> Iterator[LineLink]:
    """Yield the parts of *links* that lie on one line of a paragraph.

    Args:
        links: As they lie on the paragraph.
        text: The line as the paragraph has it, from *start* on.
        start: Where that is in the paragraph.
        written: The line as it is written: blanks closed, with a label of *label* characters in front.
        label: Characters before the line itself.
    """
    places = [at for at in range(label, len(written)) if not written[at].isspace()]
    seen = [0, *accumulate(char != SOFT_HYPHEN and not char.isspace() for char in text)]
    for link in links:
        first, last = (seen[max(0, min(len(text), at - start))] for at in (link.start, link.end))
        if first < last <= len(places):
            yield LineLink(places[first], places[last - 1] + 1, link.target)


def _iter_numbers(flow: Flow | list[int | Split]) -> Iterator[int]:
    for part in flow:
        if isinstance(part, Split):
            for inner in part.parts:
                yield from _iter_numbers(inner)
        else:
            yield part
