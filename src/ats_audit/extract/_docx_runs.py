"""What the runs of a paragraph say: text as a person sees it, boxes apart, codes of fields and hidden text left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._clean import SOFT_HYPHEN, clean_text, is_icon, name_symbol
from ats_audit.extract._docx_marks import choose_alternate, is_behind, read_choice
from ats_audit.extract._docx_xml import Names, attribute
from ats_audit.extract._lines import LineLink, Look, keep_target
from ats_audit.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._docx_parts import Parts
    from ats_audit.extract._docx_styles import Style, Styles

_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "delText", "delInstrText", "Fallback", "rt", "sectPr", "tblGrid", "annotationRef"}
)
"""Deleted text, field codes, the second copy of alternate content, reading aids; properties are told by their names."""
_PROPERTIES: Final = re.compile(r"(?:tbl|tr|tc|sdt|sdtEnd|tblEx|rPr|numPr|cNv|nv|sp|body|ruby|ctrl)Pr(?:Ex)?\Z")
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": SOFT_HYPHEN}
_FIGURES: Final = {"relIds": "dm", "chart": "id"}
"""What stands for a diagram or a chart, and the attribute that names its part."""
_LINKS: Final = frozenset({"hyperlink", "fldSimple", "hlinkClick"})
_HYPERLINK: Final = re.compile(r'\s*HYPERLINK\s+(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s\\"]+))', re.IGNORECASE)
_MOST_LINKS: Final = 1_000
"""Links of one document; no résumé has a hundred."""
_MOST_NESTED: Final = 4
"""Links within links."""
_SPECIAL: Final = frozenset({"sym", "textpath", *_NOTES, *_FIGURES})
_CODE: Final = re.compile("[0-9A-Fa-f]{1,5}")


class Place(NamedTuple):
    """Where in the document the walk is."""

    part: str
    """Name of the part, whose relations count."""
    kind: BlockKind = BlockKind.BODY
    direct: bool = False
    """Straight in the body, where every parser looks."""
    shaded: bool = False
    """Something may be painted behind the text."""


@dataclass(slots=True)
class Paragraph:
    """What has been read of one paragraph."""

    texts: list[str] = field(default_factory=list)
    boxes: list[tuple[_Element, str]] = field(default_factory=list)
    """What stands apart from its text, with the part in which it lies."""
    looks: list[tuple[int, Style]] = field(default_factory=list)
    links: list[LineLink] = field(default_factory=list)
    """Links on spans of its texts together."""

    counted: tuple[int, int] = (0, 0)
    """How many of its texts have been counted, and their code points."""

    @property
    def size(self) -> int:
        """Code points of its texts together."""
        known, size = self.counted
        self.counted = len(self.texts), size + sum(map(len, self.texts[known:]))
        return self.counted[1]


class Tags(Names):
    """Names of tags; "" for what is not walked into."""

    def __missing__(self, tag: object) -> str:
        name = super().__missing__(tag)
        if name in _SKIPPED or _PROPERTIES.match(name):
            name = self[tag] = ""
        return name


class Runs:
    """Reads the runs of one document, paragraph by paragraph; notes, figures and counts gather in it."""

    def __init__(
        self,
        parts: Parts,
        styles: Styles,
        tags: Tags,
        budget: Budget,
        *,
        backdrops: Iterable[_Element],
        fields: bool,
    ) -> None:
        """Prepare to read; *backdrops* are the roots in which something may lie behind the text, looked at when asked.

        Without *fields* nothing between the marks of a field is taken for its code.
        """
        self._parts = parts
        self._styles = styles
        self._tags = tags
        self._nesting = budget.limits.nesting
        self._budget = budget
        self._backdrops = backdrops
        self._trust = fields
        self._fields: list[bool] = []
        self._coded = 0
        self._codes: list[str] = []
        """The codes of the open fields, as far as they were read."""
        self._linked: dict[int, tuple[int, str]] = {}
        """For open fields by depth, where they are links: from which place in the paragraph on, and the address."""
        self._links = 0
        self._backdrop: bool | None = None
        self._shown: set[str] = set()
        """Figures met so far: one may hold itself, and each is told once."""
        self.notes: list[tuple[str, str]] = []
        """Kinds and ids of the foot- and endnotes that are referred to, in order."""
        self.hidden = 0
        self.icons = 0
        self.loose: dict[str, None] = {}
        """Links on pictures."""

    def end_paragraph(self, read: Paragraph) -> None:
        """Close the links of fields that go on in the next paragraph, and open them there anew."""
        for depth, (start, address) in self._linked.items():
            self._add_link(address, start, read)
            self._linked[depth] = (0, address)

    def _add_link(self, address: str, start: int, read: Paragraph) -> None:
        self._links += 1
        if self._links > _MOST_LINKS:
            return
        if read.size > start:
            read.links.append(LineLink(start, read.size, address))
        else:
            self.loose[address] = None

    def end_part(self) -> bool:
        """Close what fields are open at the end of a part; tell whether one never came to its result."""
        unclosed = self._coded > 0
        self._fields.clear()
        self._codes.clear()
        self._linked.clear()
        self._coded = 0
        return unclosed

    def read(  # noqa: C901, PLR0912 - the innermost loop: a branch for each element, the commonest first
        self, parent: _Element, style: Style, place: Place, read: Paragraph, depth: int
    ) -> None:
        """Read what *parent*, a paragraph or a part of one, says into *read*."""
        if depth > self._nesting:
            self._budget.check_nesting(depth)
        tags = self._tags
        for element in parent:
            name = tags[element.tag]
            if name == "r":
                self.read(element, style, place, read, depth + 1)
            elif name == "t":
                if element.text:
                    self.add_text(element.text, style, place, read)
            elif name == "rPr":
                style = self._styles.of_run(style, element)
            elif not name or name == "pPr":
                continue
            elif name in _BREAKS:
                if not self._coded:
                    read.texts.append(_BREAKS[name])
            elif name == "fldChar":
                self._step_field(element, style, place, read)
            elif name in {"txbxContent", "txBody"}:
                read.boxes.append((element, place.part))
            elif name == "AlternateContent":
                self.read(choose_alternate(element), style, place, read, depth + 2)
            elif name == "instrText":
                if self._codes:
                    self._codes[-1] += element.text or ""
            elif name in _LINKS:
                self._read_link(element, name, style, place, read, depth)
            else:
                if name in _SPECIAL:
                    self._walk_special(element, name, style, place, read)
                if len(element):
                    self.read(element, style, place, read, depth + 1)

    def _read_link(self, element: _Element, name: str, style: Style, place: Place, read: Paragraph, depth: int) -> None:
        """Read what stands in a link, and note where it leads."""
        if name == "fldSimple":
            address = _address_in(attribute(element, "instr"))
        else:
            address = self._parts.find_address(place.part, attribute(element, "id"))
        start = read.size
        self.read(element, style, place, read, depth + 1)
        if address is not None and not self._coded:
            self._add_link(address, start, read)

    def _walk_special(self, element: _Element, name: str, style: Style, place: Place, read: Paragraph) -> None:
        if name == "sym":
            char = attribute(element, "char")
            if _CODE.fullmatch(char):
                symbol = name_symbol(chr(int(char, 16)), attribute(element, "font"))
                self.add_text(symbol, style, place, read)
        elif name in _NOTES:
            self.notes.append((_NOTES[name], attribute(element, "id")))
        elif name in _FIGURES:
            figure = self._parts.find(place.part, attribute(element, _FIGURES[name]))
            if figure is not None and figure.name not in self._shown:
                self._shown.add(figure.name)
                read.boxes.append((figure.root, figure.name))
        elif name == "textpath":
            self.add_text(attribute(element, "string"), style, place, read)

    def add_text(self, written: str, style: Style, place: Place, read: Paragraph) -> None:
        """Add what a run says. Text that nobody sees is counted, and goes no further."""
        if self._coded:
            return
        text = written if written.isascii() and written.isprintable() else clean_text(written)
        if style.is_hidden or (style.is_pale and not place.shaded and not self._has_backdrop()):
            self.hidden += len(text.strip())
            return
        if text is not written:
            self.icons += is_icon(written)
        read.texts.append(text)
        if text and not text.isspace():
            read.looks.append((len(text), style))

    def _has_backdrop(self) -> bool:
        """Tell whether a picture or shape lies behind the text somewhere: white letters may stand on it."""
        if self._backdrop is None:
            self._backdrop = any(
                is_behind(anchor)
                for root in self._backdrops
                for anchor in root.iter("{*}anchor", "{*}shape", "{*}rect", "{*}group")
            )
        return self._backdrop

    def _step_field(self, mark: _Element, style: Style, place: Place, read: Paragraph) -> None:
        """Follow a field: between `begin` and `separate` stands its code, which nobody sees."""
        if not self._trust:
            return
        step = attribute(mark, "fldCharType")
        if step == "begin":
            self.add_text(read_choice(mark), style, place, read)
            self._fields.append(True)
            self._codes.append("")
            self._coded += 1
        elif self._fields and step in {"separate", "end"}:
            self._coded -= self._fields[-1]
            self._fields[-1] = False
            if step == "end":
                self._fields.pop()
                self._codes.pop()
                linked = self._linked.pop(len(self._fields), None)
                if linked is not None:
                    self._add_link(linked[1], linked[0], read)
            elif len(self._linked) < _MOST_NESTED and (address := _address_in(self._codes[-1])) is not None:
                self._linked[len(self._fields) - 1] = (read.size, address)


def _address_in(code: str) -> str | None:
    """Return where the code of a field leads: `HYPERLINK "mailto:jane@example.com"`."""
    found = _HYPERLINK.match(code)
    return None if found is None else keep_target(found["quoted"] or found["bare"] or "")


def look_of(read: Paragraph, style: Style) -> Look:
    sizes = [size for size, _ in read.looks]
    styles = [one for _, one in read.looks]
    main = styles[sizes.index(max(sizes))] if styles else style
    caps = "caps" if main.caps else ""
    return Look(
        size=main.half_points / 2,
        bold=all(one.bold for one in styles),
        style=f"{style.name}/{main.color}/{caps}",
    )
