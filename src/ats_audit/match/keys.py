"""Text as units: runs of letters, runs of digits, and the signs that names are made of."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

_UNIT = re.compile(r"[^\W\d_]+|\d+|[+#&]")
_POSSESSIVE = re.compile(r"^'[sS]?(?![^\W\d_])")
_SPACE = re.compile(r"[ ]{1,3}")
_MARK = re.compile(r"[ ]?[-/_'][ ]?|\.")
_WRAP = re.compile(r"[ \t]*[-/]?[ \t]*(?:\r\n|[\n\r])[ \t]*[-/]?")
_BRACKET = re.compile(r"(?=[^(\[)\]]*[(\[)\]])[ ()\[\]/-]{1,4}")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NUMBERED = frozenset(("phase", "phases", "part", "annex", "class", "module", "level"))


class Unit(NamedTuple):
    """A run of letters, a run of digits, or one of the signs + # &."""

    start: int
    """Half-open span of the cleaned text."""
    end: int
    surface: str


class Gap(IntEnum):
    """What stands between two neighbouring units, from nothing to a break of the phrase."""

    NONE = 0
    SPACE = 1
    MARK = 2
    """A hyphen, slash, underscore, apostrophe, or a full stop without a space."""
    WRAP = 3
    """One line break, with a hyphen or without."""
    BRACKET = 4
    BREAK = 5
    """Anything else: a comma, a bullet, the end of a sentence, a tab, an empty line."""


def split_units(text: str) -> list[Unit]:
    """All units of a cleaned text, in order; a possessive s is no unit."""
    new = tuple.__new__  # half the time of Unit(...), in the one place where that shows
    units = [new(Unit, (*match.span(), match.group())) for match in _UNIT.finditer(text)]
    if "'" in text:
        return [unit for unit in units if not (unit.surface in "sS" and text[unit.start - 1 : unit.start] == "'")]
    return units


def split_surfaces(text: str) -> list[str]:
    """The surfaces of all units of a cleaned text, without their places."""
    return [unit.surface for unit in split_units(text)] if "'" in text else _UNIT.findall(text)


@lru_cache(maxsize=4_096)
def classify_gap(between: str) -> Gap:
    """The kind of gap that the characters between two units make."""
    between = _POSSESSIVE.sub("", between)
    if not between:
        return Gap.NONE
    if _SPACE.fullmatch(between):
        return Gap.SPACE
    if _MARK.fullmatch(between):
        return Gap.MARK
    if _WRAP.fullmatch(between):
        return Gap.WRAP
    if _BRACKET.fullmatch(between):
        return Gap.BRACKET
    return Gap.BREAK


def numeral(lower: str, before: str) -> str | None:
    """The digit that a roman numeral stands for, where the word *before* it takes a number; both in lower case."""
    return _ROMAN.get(lower) if before in _NUMBERED else None
