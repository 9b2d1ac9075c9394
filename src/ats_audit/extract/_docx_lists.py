"""List labels as a person sees them: "1.", "b)", "•"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._clean import BULLET, clean_text
from ats_audit.extract._docx_xml import attribute, child, children, is_on, value_of, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from ats_audit.extract._docx_styles import Styles

_PLACE: Final = re.compile(r"%([1-9])")
_MAX_LABEL: Final = 24
_MAX_NUMBER: Final = 100_000
_MAX_LINKS: Final = 4
"""A list may take its levels from a style, which names another list."""
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ALPHABET: Final = 26
_TEENS: Final = range(11, 14)


class _Level(NamedTuple):
    kind: str
    pattern: str
    start: int
    restart: int
    """The outer level, counted from 1, whose next item starts this one again; 0: never. Default: any outer level."""
    legal: bool
    """Outer numbers are written in digits whatever their own kind."""
    pictured: bool
    style: str
    """Id of the paragraph style that is tied to this level."""


class _List(NamedTuple):
    family: str
    levels: Mapping[int, _Level]
    overrides: Mapping[int, int]
    """By level: the number from which this list starts anew on its family's count."""


class ListLabels:
    """Counts the lists of one document; ask in the order of the text."""

    def __init__(self, numbering: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._numbers: dict[str, _Element] = {}
        self._families: dict[str, _Element] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._families = {attribute(one, "abstractNumId"): one for one in children(numbering, "abstractNum")}
            self._numbers = {attribute(one, "numId"): one for one in children(numbering, "num")}

    def _find_list(self, number: str) -> _List:
        """Return the list *number*; most files define far more lists than they use."""
        found = self._lists.get(number)
        if found is None:
            element = self._numbers.get(number)
            family = value_of(child(element, "abstractNumId"))
            levels = dict(_list_levels(self._find_family(family)))
            overrides: dict[int, int] = {}
            for override in () if element is None else children(element, "lvlOverride"):
                levels.update(_list_levels(override))
                start = child(override, "startOverride")
                if start is not None:
                    overrides[whole_number(attribute(override, "ilvl"))] = whole_number(value_of(start))
            found = self._lists[number] = _List(family, levels, overrides)
        return found

    def _find_family(self, family: str) -> _Element | None:
        """Return the definition of *family*, through the list styles that stand between."""
        element = self._families.get(family)
        for _ in range(_MAX_LINKS):
            link = value_of(child(element, "numStyleLink"))
            properties = child(child(self._styles.element(link), "pPr"), "numPr") if link else None
            number = self._numbers.get(value_of(child(properties, "numId")))
            if number is None:
                break
            element = self._families.get(value_of(child(number, "abstractNumId")))
        return element

    def next_label(self, number: str, level: int, style: str = "") -> str:
        """Return the label of the next item of list *number* at *level* (0 is outermost); "" without one.

        A level that is tied to the paragraph style with the id *style* goes before *level*.
        """
        family, levels, overrides = self._find_list(number)
        if style:
            level = next((place for place, one in levels.items() if one.style == style), level)
        own = levels.get(level)
        if own is None or own.kind == "none":
            return ""
        if own.kind == "bullet":
            return BULLET if own.pattern.strip() or own.pictured else ""
        if level in overrides and (number, level) not in self._begun:
            self._begun.add((number, level))
            self._counts.pop((family, level), None)
            count = overrides[level]
        else:
            count = self._counts.get((family, level), own.start - 1) + 1
        self._counts[family, level] = min(count, _MAX_NUMBER)
        for key in [key for key in self._counts if key[0] == family and key[1] > level]:
            restart = levels[key[1]].restart if key[1] in levels else -1
            if restart < 0 or 0 < level + 1 <= restart:
                del self._counts[key]

        def write(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            outer = levels.get(place, own)
            kind = "decimal" if own.legal and place < level else outer.kind
            return _write_number(self._counts.get((family, place), outer.start), kind)

        return clean_text(_PLACE.sub(write, own.pattern)).strip()[:_MAX_LABEL]


def _list_levels(parent: _Element | None) -> Iterator[tuple[int, _Level]]:
    for level in () if parent is None else children(parent, "lvl"):
        restart = child(level, "lvlRestart")
        yield (
            whole_number(attribute(level, "ilvl")),
            _Level(
                kind=value_of(child(level, "numFmt")) or "decimal",
                pattern=value_of(child(level, "lvlText"))[: 4 * _MAX_LABEL],
                start=max(0, whole_number(value_of(child(level, "start")), default=1)),
                restart=-1 if restart is None else whole_number(value_of(restart)),
                legal=bool(is_on(child(level, "isLgl"))),
                pictured=child(level, "lvlPicBulletId") is not None,
                style=value_of(child(level, "pStyle")),
            ),
        )


def _write_number(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % _ALPHABET) * min((number - 1) // _ALPHABET + 1, _MAX_LABEL)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _write_roman(number % 4000)
        return roman.upper() if kind == "upperRoman" else roman
    if kind == "ordinal":
        last = 0 if number % 100 in _TEENS else number % 10
        return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _write_roman(number: int) -> str:
    parts: list[str] = []
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        parts.append(letters * times)
    return "".join(parts)
