"""Styles of a DOCX, as far as they decide what is a heading and what is hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._docx_xml import attribute, child, children, is_on, local, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CHAIN: Final = 24
_HEADING_NAME: Final = re.compile(r"heading (\d)$", re.IGNORECASE)
_OUTLINE_LEVELS: Final = 9
_RUN_LOOKS: Final = frozenset({"b", "caps", "vanish", "sz", "color", "shd", "highlight", "w", "rStyle"})
_PARAGRAPH_LOOKS: Final = frozenset({"spacing", "numPr", "outlineLvl", "contextualSpacing", "shd", "pStyle"})
_WHITE: Final = "FFFFFF"
_COLOR: Final = re.compile("[0-9A-Fa-f]{6}")
_PALE: Final = 0xF5
"""From this much of red, green and blue each, letters on white paper are not seen."""
_TINY: Final = 4
"""Half-points: nobody reads text below two points."""
_SQUEEZED: Final = 15
"""Percent of a letter's width below which nobody reads it."""


class Style(NamedTuple):
    """What a paragraph or a run inherits."""

    name: str = ""
    bold: bool = False
    caps: bool = False
    vanish: bool = False
    half_points: int = 0
    color: str = ""
    shaded: bool = False
    scale: int = 100
    """Width of the letters in percent."""
    outline: int | None = None
    number: str = ""
    level: int = 0
    linked: str = ""
    """Id of the style that gives `number`: a level of the list may be tied to it."""
    before: int = 0
    """Twentieths of a point above the paragraph."""
    after: int = 0
    contextual: bool = False
    """No space between paragraphs of this style."""

    @property
    def is_pale(self) -> bool:
        """White, or as good as white, with nothing behind it that is told here."""
        color = self.color
        if self.shaded or not _COLOR.fullmatch(color):
            return False
        return color.upper() == _WHITE or all(int(color[at : at + 2], 16) >= _PALE for at in (0, 2, 4))

    @property
    def is_hidden(self) -> bool:
        """Text so set is not seen whatever stands behind it: hidden, tiny, or squeezed to a line."""
        return self.vanish or 0 < self.half_points < _TINY or self.scale < _SQUEEZED


class Styles:
    """The style sheet of one document."""

    def __init__(self, sheet: _Element | None) -> None:
        self._elements = {} if sheet is None else {attribute(one, "styleId"): one for one in children(sheet, "style")}
        self._resolved: dict[str, Style] = {}
        self._runs: dict[tuple[int, str], Style] = {}
        defaults = child(sheet, "docDefaults")
        base = self._apply_paragraph(Style(), child(child(defaults, "pPrDefault"), "pPr"))
        self._base = apply_run(base, child(child(defaults, "rPrDefault"), "rPr"))
        self.default = self._base
        for key, element in self._elements.items():
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true"}:
                self.default = self.find(key)

    def element(self, key: str) -> _Element | None:
        """Return the definition of the style with that id."""
        return self._elements.get(key)

    def find(self, key: str) -> Style:
        """Return the style with that id, with what it is based on; the default without one."""
        if key not in self._elements:
            return self.default
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve(key)
        return found

    def _resolve(self, key: str) -> Style:
        chain: list[tuple[str, _Element]] = []
        while key in self._elements and len(chain) < _MAX_CHAIN:
            element = self._elements[key]
            chain.append((key, element))
            key = value_of(child(element, "basedOn"))
        style = self._base
        for own, element in reversed(chain):
            style = apply_run(self._apply_paragraph(style, child(element, "pPr"), own), child(element, "rPr"))
        name = value_of(child(chain[0][1], "name"))
        heading = _HEADING_NAME.search(name)
        if heading and style.outline is None:
            style = style._replace(outline=int(heading[1]))
        return style._replace(name=name)

    def of_paragraph(self, properties: _Element | None) -> Style:
        """Return the style of a paragraph, with what its `w:pPr` changes."""
        if properties is None:
            return self.default
        return self._apply_paragraph(self.find(value_of(child(properties, "pStyle"))), properties)

    def of_run(self, style: Style, properties: _Element) -> Style:
        """Return *style* under a run's `w:rPr`, its character style first."""
        found = {local(one): one for one in properties}
        if not _RUN_LOOKS & found.keys():
            return style
        named = self._elements.get(value_of(found.get("rStyle")))
        if named is not None:
            below = style
            style = apply_run(style, child(named, "rPr"))
            # Toggles of a character style turn those of the paragraph's style round. Source: ECMA-376 part 1, 17.7.3.
            if below.vanish and style.vanish and is_on(child(child(named, "rPr"), "vanish")):
                style = style._replace(vanish=False)
        return _apply_found(style, found)

    def _apply_paragraph(self, style: Style, properties: _Element | None, key: str = "") -> Style:
        """Return *style* with what `w:pPr` changes; *key* is the id of the style that says so."""
        if properties is None:
            return style
        found = {local(one): one for one in properties}
        if not _PARAGRAPH_LOOKS & found.keys():
            return style
        spacing, numbering, outline = (found.get(name) for name in ("spacing", "numPr", "outlineLvl"))
        contextual = is_on(found.get("contextualSpacing"))
        number, level = child(numbering, "numId"), child(numbering, "ilvl")
        before, after = attribute(spacing, "before"), attribute(spacing, "after")
        rank = whole_number(value_of(outline), default=_OUTLINE_LEVELS)
        return style._replace(
            before=whole_number(before) if before else style.before,
            after=whole_number(after) if after else style.after,
            contextual=style.contextual if contextual is None else contextual,
            number=style.number if number is None else value_of(number),
            level=style.level if level is None else whole_number(value_of(level)),
            linked=style.linked if numbering is None else key,
            outline=rank + 1 if rank < _OUTLINE_LEVELS else style.outline,
            shaded=style.shaded or is_shaded(found.get("shd")),
        )


def apply_run(style: Style, properties: _Element | None) -> Style:
    """Return *style* with what `w:rPr` changes."""
    return style if properties is None else _apply_found(style, {local(one): one for one in properties})


def _apply_found(style: Style, found: dict[str, _Element]) -> Style:
    if not _RUN_LOOKS & found.keys():
        return style
    bold, caps, vanish = (is_on(found.get(name)) for name in ("b", "caps", "vanish"))
    size, color, shading, scale = (found.get(name) for name in ("sz", "color", "shd", "w"))
    return style._replace(
        bold=style.bold if bold is None else bold,
        caps=style.caps if caps is None else caps,
        vanish=style.vanish if vanish is None else vanish,
        half_points=style.half_points if size is None else whole_number(value_of(size)),
        color=style.color if color is None else value_of(color),
        shaded=style.shaded or is_shaded(shading) or value_of(found.get("highlight")) not in {"", "none", "white"},
        scale=style.scale if scale is None else whole_number(value_of(scale).rstrip("%"), default=100),
    )


def is_shaded(shading: _Element | None) -> bool:
    """Tell whether `w:shd` paints anything but white."""
    if shading is None:
        return False
    fill, pattern = attribute(shading, "fill").upper(), value_of(shading)
    themed = any(str(key).endswith("}themeFill") for key in shading.keys())  # noqa: SIM118 - no mapping
    return themed or fill not in {"", "AUTO", _WHITE} or pattern not in {"", "clear", "nil"}
