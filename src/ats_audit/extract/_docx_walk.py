"""The walk over a Word document's element tree: every line that a person sees, in order, once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ats_audit.extract._clean import SOFT_HYPHEN, clean_text, is_icon, name_private
from ats_audit.extract._docx_lists import ListLabels
from ats_audit.extract._docx_styles import Style, Styles, apply_paragraph, is_shaded
from ats_audit.extract._docx_xml import attribute, child, children, is_on, local, value_of
from ats_audit.extract._lines import Flow, Line, Look, Split
from ats_audit.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._docx_parts import Parts

_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "rt", "sectPr", "tblGrid", "annotationRef"}
)
"""Deleted text, field codes, the second copy of alternate content, reading aids; properties are told by their names."""
_PROPERTIES: Final = re.compile(r"(?:p|r|tbl|tr|tc|sdt|sdtEnd|tblEx|rPr|numPr|cNv|nv|sp|body|ruby|ctrl)Pr(?:Ex)?\Z")
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": SOFT_HYPHEN}
_WIDE_BLANKS: Final = re.compile(r"[ ]*\t[ \t]*|[ ]{3,}")
_BLANKS: Final = re.compile(r" {2,}")
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the document the walk is."""

    kind: BlockKind
    direct: bool = False
    """Straight in the body, where every parser looks."""
    shaded: bool = False
    """Something may be painted behind the text."""
    related: Mapping[str, _Element] = field(default_factory=dict)


@dataclass(slots=True)
class _Paragraph:
    """What has been read of one paragraph."""

    texts: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    looks: list[tuple[int, Style]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """A line, and who else would see it."""

    line: Line
    direct: bool
    space: int
    """Twentieths of a point above it; -1 after an empty paragraph."""


class Walker:
    """Walks the parts of one document; lines and counts gather in it."""

    def __init__(self, parts: Parts, budget: Budget) -> None:
        self._parts = parts
        self._budget = budget
        self._styles = Styles(parts.named.get("styles"))
        self._labels = ListLabels(parts.named.get("numbering"))
        self._fields: list[bool] = []
        self._notes: list[tuple[str, str]] = []
        self._block = 0
        self._after = 0
        self._blank = False
        self._before_style = ""
        self.lines: list[Walked] = []
        self.hidden = 0
        self.icons = 0
        self.tables = 0
        self.boxes = 0
        self.unread = parts.unread

    def walk(self) -> Flow:
        """Walk headers, body, notes and footers; return the flow over `lines`."""
        body = child(self._parts.main, "body")
        root = self._parts.main if body is None else body
        shaded = child(self._parts.main, "background") is not None
        headers, footers = self._list_marginals()
        flow: list[int | Split] = [*self._walk_marginals(headers, BlockKind.HEADER)]
        place = _Place(kind=BlockKind.BODY, direct=True, shaded=shaded, related=self._parts.related)
        flow += self._walk_blocks(root, place)
        flow += self._walk_notes()
        flow += self._walk_marginals(footers, BlockKind.FOOTER)
        return tuple(flow)

    def _list_marginals(self) -> tuple[list[str], list[str]]:
        """Return the relation ids of the headers and footers that show on some page."""
        found: dict[str, list[str]] = {"headerReference": [], "footerReference": []}
        settings = self._parts.named.get("settings")
        even = bool(is_on(child(settings, "evenAndOddHeaders")))
        for section in self._parts.main.iter("{*}sectPr"):
            first = bool(is_on(child(section, "titlePg")))
            shown = {"default", ""} | ({"first"} if first else set()) | ({"even"} if even else set())
            for reference in section:
                names = found.get(local(reference))
                key = attribute(reference, "id")
                if names is not None and attribute(reference, "type") in shown and key not in names:
                    names.append(key)
        return found["headerReference"], found["footerReference"]

    def _walk_marginals(self, keys: Sequence[str], kind: BlockKind) -> Iterator[Split]:
        seen: set[str] = set()
        for key in keys:
            element = self._parts.related.get(key)
            if element is None:
                continue
            first = len(self.lines)
            self._blank = True
            place = _Place(kind=kind, related=self._parts.inner.get(key, {}))
            flow = self._walk_blocks(element, place)
            text = "\n".join(walked.line.text for walked in self.lines[first:])
            if text in seen:
                # The same words in the header of the first page and of the others stand there once for a reader.
                del self.lines[first:]
                continue
            seen.add(text)
            yield Split(parts=(tuple(flow),), main=None)
        self._blank = True

    def _walk_notes(self) -> Iterator[Split]:
        place = _Place(kind=BlockKind.FOOTNOTE)
        for kind, key in dict.fromkeys(self._notes):
            notes = self._parts.named.get(kind)
            for note in () if notes is None else notes:
                if attribute(note, "id") == key and attribute(note, "type") not in _SEPARATORS:
                    self._blank = True
                    yield Split(parts=(tuple(self._walk_blocks(note, place)),), main=None)

    def _walk_blocks(self, container: _Element, place: _Place) -> list[int | Split]:
        flow: list[int | Split] = []
        for element in container:
            name = local(element)
            if name == "p":
                flow += self._walk_paragraph(element, place)
            elif name == "tbl":
                flow += self._walk_table(element, place)
            elif name == "altChunk":
                self.unread += not self._parts.unread
            elif name == "AlternateContent":
                flow += self._walk_blocks(_choose(element), place)
            elif name and name not in _SKIPPED and not _PROPERTIES.match(name):
                # Content controls and the like: a weaker parser does not look into them.
                flow += self._walk_blocks(element, replace(place, direct=False))
        return flow

    def _walk_table(self, table: _Element, place: _Place) -> list[int | Split]:
        self.tables += 1
        kind = BlockKind.TABLE if place.kind is BlockKind.BODY else place.kind
        properties = child(table, "tblPr")
        shaded = place.shaded or child(properties, "tblStyle") is not None or is_shaded(child(properties, "shd"))
        flow: list[int | Split] = []
        self._start_block(gap=True)
        for row in _find_inside(table, "tr"):
            self._budget.check_time()
            cells: list[tuple[int, list[int | Split]]] = []
            for cell in _find_inside(row, "tc"):
                inner = replace(
                    place, kind=kind, direct=False, shaded=shaded or is_shaded(child(child(cell, "tcPr"), "shd"))
                )
                cells.append((len(self.lines), self._walk_blocks(cell, inner)))
            flow += self._close_row(cells)
        self._start_block(gap=True)
        return flow

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
            self.lines[first:] = [replace(head, line=replace(head.line, text=text))]
            return [first]
        label = filled[0][1]
        if len(filled) == 1 or (len(filled) == 2 and len(label) == 1 and isinstance(label[0], int)):  # noqa: PLR2004
            # A label in front of its row, heading or dates, rules what stands beside it.
            return [part for _, flow in filled for part in flow]
        ends = [first for first, _ in filled[1:]] + [len(self.lines)]
        sizes = [
            sum(len(walked.line.text) for walked in self.lines[first:end])
            for (first, _), end in zip(filled, ends, strict=True)
        ]
        return [Split(parts=tuple(tuple(flow) for _, flow in filled), main=sizes.index(max(sizes)))]

    def _walk_paragraph(self, element: _Element, place: _Place) -> list[int | Split]:
        self._budget.check_time()
        properties = child(element, "pPr")
        style = apply_paragraph(self._styles.find(value_of(child(properties, "pStyle"))), properties)
        read = _Paragraph()
        self._walk_inline(element, replace(style, shaded=style.shaded or place.shaded), place, read)
        flow: list[int | Split] = list(self._add_lines(read, style, place))
        for box in read.boxes:
            inner = replace(
                place,
                kind=BlockKind.TEXTBOX if place.kind in {BlockKind.BODY, BlockKind.TABLE} else place.kind,
                direct=False,
                shaded=True,
            )
            self._start_block(gap=True)
            boxed = self._walk_blocks(box, inner)
            self._start_block(gap=True)
            if boxed:
                self.boxes += 1
                flow.append(Split(parts=(tuple(boxed),), main=None))
        return flow

    def _add_lines(self, read: _Paragraph, style: Style, place: _Place) -> Iterator[int]:
        text = "".join(read.texts)
        if not text.strip():
            self._blank = self._blank or not read.boxes
            return
        label = self._labels.next_label(style.number, style.level) if style.number not in {"", "0"} else ""
        look = _look_of(read, style)
        space = -1 if self._blank else max(self._after, style.before)
        if style.contextual and style.name == self._before_style and not self._blank:
            space = 0
        self._block += 1
        self._blank, self._after, self._before_style = False, style.after, style.name
        for number, part in enumerate(part for part in text.split("\n") if part.strip()):
            written = _BLANKS.sub(" ", _WIDE_BLANKS.sub("\t", part)).strip().replace(SOFT_HYPHEN, "")
            if label and not number:
                written = f"{label} {written}"
            line = Line(text=written, kind=place.kind, block=self._block, look=look, level=style.outline)
            yield len(self.lines)
            self.lines.append(Walked(line=line, direct=place.direct, space=0 if number else space))

    def _start_block(self, *, gap: bool) -> None:
        self._blank = self._blank or gap

    def _walk_inline(self, parent: _Element, style: Style, place: _Place, read: _Paragraph) -> None:
        for element in parent:
            name = local(element)
            if name == "t":
                self._add_text(clean_text(element.text or ""), element.text or "", style, read)
            elif name == "r":
                run_style = self._styles.apply_character(style, child(element, "rPr"))
                self._walk_inline(element, run_style, place, read)
            elif name in _BREAKS:
                read.texts.append(_BREAKS[name])
            elif name == "fldChar":
                self._step_field(attribute(element, "fldCharType"))
            elif name in {"txbxContent", "txBody"}:
                read.boxes.append(element)
            elif name == "AlternateContent":
                self._walk_inline(_choose(element), style, place, read)
            elif name and name not in _SKIPPED and not _PROPERTIES.match(name):
                self._walk_special(element, name, style, place, read)

    def _walk_special(self, element: _Element, name: str, style: Style, place: _Place, read: _Paragraph) -> None:
        if name == "sym":
            char = attribute(element, "char")
            text = chr(int(char, 16)) if re.fullmatch("[0-9A-Fa-f]{1,5}", char) else ""
            self._add_text(name_private(text) if text else "", text, style, read)
        elif name in _NOTES:
            self._notes.append((_NOTES[name], attribute(element, "id")))
        elif name == "relIds":
            diagram = place.related.get(attribute(element, "dm"))
            if diagram is not None:
                read.boxes.append(diagram)
        elif name == "textpath":
            text = attribute(element, "string")
            self._add_text(clean_text(text), text, style, read)
        self._walk_inline(element, style, place, read)

    def _add_text(self, text: str, written: str, style: Style, read: _Paragraph) -> None:
        if any(self._fields):
            return
        self._budget.spend_characters(len(text))
        if style.is_hidden:
            self.hidden += len(text.strip())
            return
        self.icons += is_icon(written)
        read.texts.append(text)
        if text.strip():
            read.looks.append((len(text), style))

    def _step_field(self, step: str) -> None:
        """Follow a field: between `begin` and `separate` stands its code, which nobody sees."""
        if step == "begin":
            self._fields.append(True)
        elif self._fields and step == "separate":
            self._fields[-1] = False
        elif self._fields and step == "end":
            self._fields.pop()


def _look_of(read: _Paragraph, style: Style) -> Look:
    sizes = [size for size, _ in read.looks]
    styles = [one for _, one in read.looks]
    main = styles[sizes.index(max(sizes))] if styles else style
    caps = "caps" if main.caps else ""
    return Look(
        size=main.half_points / 2,
        bold=all(one.bold for one in styles),
        style=f"{style.name}/{main.color}/{caps}",
    )


def _find_inside(parent: _Element, name: str) -> Iterator[_Element]:
    """Yield the rows of a table, or the cells of a row, through content controls and marks of insertion."""
    for element in parent:
        found = local(element)
        if found == name:
            yield element
        elif found in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _find_inside(element, name)


def _choose(alternate: _Element) -> _Element:
    """Return the choice of an AlternateContent that holds text, else its fallback, else the first."""
    options = [*children(alternate, "Choice"), *children(alternate, "Fallback")]
    for option in options:
        if next(option.iter("{*}t", "{*}textpath"), None) is not None:
            return option
    return options[0] if options else alternate
