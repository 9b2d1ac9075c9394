"""Styles of a DOCX, as far as they decide what is a heading and what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ats_audit.extract._docx_xml import attribute, child, children, is_on, local, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CHAIN: Final = 24
_HEADING_NAME: Final = re.compile(r"heading (\d)$", re.IGNORECASE)
_OUTLINE_LEVELS: Final = 9
_LOOKS: Final = frozenset({"b", "caps", "vanish", "sz", "color", "shd"})
_WHITE: Final = "FFFFFF"
_TINY: Final = 4
"""Half-points: nobody reads text below two points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph or a run inherits."""

    name: str = ""
    bold: bool = False
    caps: bool = False
    vanish: bool = False
    half_points: int = 0
    color: str = ""
    shaded: bool = False
    outline: int | None = None
    number: str = ""
    level: int = 0
    before: int = 0
    """Twentieths of a point above the paragraph."""
    after: int = 0
    contextual: bool = False
    """No space between paragraphs of this style."""

    @property
    def is_hidden(self) -> bool:
        """Text so set is not seen: hidden, tiny, or white with nothing behind it."""
        return self.vanish or 0 < self.half_points < _TINY or (self.color.upper() == _WHITE and not self.shaded)


class Styles:
    """The style sheet of one document."""

    def __init__(self, sheet: _Element | None) -> None:
        self._elements = {} if sheet is None else {attribute(one, "styleId"): one for one in children(sheet, "style")}
        self._resolved: dict[str, Style] = {}
        defaults = child(sheet, "docDefaults")
        base = apply_paragraph(Style(), child(child(defaults, "pPrDefault"), "pPr"))
        self._base = apply_run(base, child(child(defaults, "rPrDefault"), "rPr"))
        self.default = self._base
        for key, element in self._elements.items():
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in {"1", "true"}:
                self.default = self.find(key)

    def find(self, key: str) -> Style:
        """Return the style with that id, with what it is based on; the default without one."""
        if key not in self._elements:
            return self.default
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve(key)
        return found

    def _resolve(self, key: str) -> Style:
        chain: list[_Element] = []
        while key in self._elements and len(chain) < _MAX_CHAIN:
            element = self._elements[key]
            chain.append(element)
            key = value_of(child(element, "basedOn"))
        style = self._base
        for element in reversed(chain):
            style = apply_run(apply_paragraph(style, child(element, "pPr")), child(element, "rPr"))
        name = value_of(child(chain[0], "name"))
        heading = _HEADING_NAME.search(name)
        if heading and style.outline is None:
            style = replace(style, outline=int(heading[1]))
        return replace(style, name=name)

    def apply_character(self, style: Style, properties: _Element | None) -> Style:
        """Return *style* under a run's properties, its character style first."""
        if properties is None:
            return style
        key = value_of(child(properties, "rStyle"))
        if key in self._elements:
            style = apply_run(style, child(self._elements[key], "rPr"))
        return apply_run(style, properties)


def apply_run(style: Style, properties: _Element | None) -> Style:
    """Return *style* with what `w:rPr` changes."""
    if properties is None:
        return style
    found = {local(one): one for one in properties}
    if not _LOOKS & found.keys():
        return style
    bold, caps, vanish = (is_on(found.get(name)) for name in ("b", "caps", "vanish"))
    size, color, shading = (found.get(name) for name in ("sz", "color", "shd"))
    return replace(
        style,
        bold=style.bold if bold is None else bold,
        caps=style.caps if caps is None else caps,
        vanish=style.vanish if vanish is None else vanish,
        half_points=style.half_points if size is None else whole_number(value_of(size)),
        color=style.color if color is None else value_of(color),
        shaded=style.shaded or is_shaded(shading),
    )


def apply_paragraph(style: Style, properties: _Element | None) -> Style:
    """Return *style* with what `w:pPr` changes."""
    if properties is None:
        return style
    found = {local(one): one for one in properties}
    spacing, numbering, outline = (found.get(name) for name in ("spacing", "numPr", "outlineLvl"))
    contextual = is_on(found.get("contextualSpacing"))
    number, level = child(numbering, "numId"), child(numbering, "ilvl")
    before, after = attribute(spacing, "before"), attribute(spacing, "after")
    rank = whole_number(value_of(outline), default=_OUTLINE_LEVELS)
    return replace(
        style,
        before=whole_number(before) if before else style.before,
        after=whole_number(after) if after else style.after,
        contextual=style.contextual if contextual is None else contextual,
        number=style.number if number is None else value_of(number),
        level=style.level if level is None else whole_number(value_of(level)),
        outline=rank + 1 if rank < _OUTLINE_LEVELS else style.outline,
        shaded=style.shaded or is_shaded(found.get("shd")),
    )


def is_shaded(shading: _Element | None) -> bool:
    """Tell whether `w:shd` paints anything but white."""
    if shading is None:
        return False
    fill, pattern = attribute(shading, "fill").upper(), value_of(shading)
    themed = any(local_name == "themeFill" for local_name in map(_local_key, shading.keys()))
    return themed or fill not in {"", "AUTO", _WHITE} or pattern not in {"", "clear", "nil"}


def _local_key(key: object) -> str:
    return str(key).rpartition("}")[2]
