"""List labels as a person sees them: "1.", "b)", "•"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ats_audit.extract._clean import BULLET, clean_text
from ats_audit.extract._docx_xml import attribute, child, children, value_of, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_PLACE: Final = re.compile(r"%([1-9])")
_MAX_LABEL: Final = 24
_MAX_NUMBER: Final = 100_000
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ALPHABET: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    kind: str
    pattern: str
    start: int


class ListLabels:
    """Counts the lists of one document; ask in the order of the text."""

    def __init__(self, numbering: _Element | None) -> None:
        self._numbers: dict[str, _Element] = {}
        self._families: dict[str, _Element] = {}
        self._levels: dict[str, Mapping[int, _Level]] = {}
        self._family: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if numbering is not None:
            self._families = {attribute(one, "abstractNumId"): one for one in children(numbering, "abstractNum")}
            self._numbers = {attribute(one, "numId"): one for one in children(numbering, "num")}

    def _find_levels(self, number: str) -> Mapping[int, _Level]:
        """Return the levels of list *number*; most files define far more lists than they use."""
        levels = self._levels.get(number)
        if levels is None:
            element = self._numbers.get(number)
            self._family[number] = value_of(child(element, "abstractNumId"))
            family = self._families.get(self._family[number])
            found = {} if family is None else dict(_list_levels(family))
            for override in () if element is None else children(element, "lvlOverride"):
                found.update(_list_levels(override))
            levels = self._levels[number] = found
        return levels

    def next_label(self, number: str, level: int) -> str:
        """Return the label of the next item of list *number* at *level* (0 is outermost); "" without one."""
        levels = self._find_levels(number)
        if level not in levels:
            return ""
        own = levels[level]
        if own.kind == "bullet":
            return BULLET
        if own.kind == "none":
            return ""
        family = self._family[number]
        self._counts[family, level] = min(self._counts.get((family, level), own.start - 1) + 1, _MAX_NUMBER)
        for key in [key for key in self._counts if key[0] == family and key[1] > level]:
            del self._counts[key]

        def write(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            outer = levels.get(place, own)
            return _write_number(self._counts.get((family, place), outer.start), outer.kind)

        return clean_text(_PLACE.sub(write, own.pattern)).strip()[:_MAX_LABEL]


def _list_levels(parent: _Element) -> Iterator[tuple[int, _Level]]:
    for level in children(parent, "lvl"):
        place = whole_number(attribute(level, "ilvl"))
        yield (
            place,
            _Level(
                kind=value_of(child(level, "numFmt")) or "decimal",
                pattern=value_of(child(level, "lvlText")),
                start=max(0, whole_number(value_of(child(level, "start")), default=1)),
            ),
        )


def _write_number(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % _ALPHABET) * min((number - 1) // _ALPHABET + 1, _MAX_LABEL)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _write_roman(number % 4000)
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _write_roman(number: int) -> str:
    parts: list[str] = []
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        parts.append(letters * times)
    return "".join(parts)
