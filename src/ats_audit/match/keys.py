"""Text as units: runs of letters, runs of digits, and the signs that names are made of."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNIT = re.compile(
    r"([A-Za-z]+(?:[^\W\d_\x00-\x7f][^\W\d_]*)?|[^\W\d_\x00-\x7f][^\W\d_]*|\d+|[+#&])"  # [^\W\d_]+, but faster
)
_ASCII_UNIT = re.compile(r"([A-Za-z]+|[0-9]+|[+#&])")
_POSSESSIVE = re.compile(r"^'[sS]?(?![^\W\d_])")
_POSSESSIVE_S = re.compile(r"'[sS]")
_MOST_POSSESSIVES = 64
"""Up to so many are taken out one by one, which a text made to cost its square must not ask for."""
_SPACE = re.compile(r"[ ]{1,3}")
_MARK = re.compile(r"[ ]?[-/_'][ ]?|\.")
_LINE_END = r"[ \t]*(?:\r\n|[\n\r])[ \t]*"
_WRAP = re.compile(rf"[ \t]*[-/]?{_LINE_END}[-/]?|-{_LINE_END}{_LINE_END}")
"""Behind a hyphen a page may end as well as a line, which leaves an empty line."""
_BRACKET = re.compile(r"(?=[^(\[)\]]*[(\[)\]])[ ()\[\]/-]{1,4}")
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
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


class Units:
    """All units of a cleaned text, in order, as parallel lists; a `Unit` is made when one is asked for."""

    __slots__ = ("ends", "gaps", "starts", "surfaces", "text")

    def __init__(self, text: str) -> None:
        """Cut *text*; a possessive s is no unit."""
        self.text = text
        pieces = (_ASCII_UNIT if text.isascii() else _UNIT).split(text)
        places = list(accumulate(map(len, pieces)))
        self.surfaces: list[str] = pieces[1::2]
        self.gaps: list[str] = pieces[::2]
        """What stands before each unit, and behind the last."""
        self.starts: list[int] = places[:-1:2]
        self.ends: list[int] = places[1::2]
        if "'s" in text or "'S" in text:
            self._drop_possessives()

    def _drop_possessives(self) -> None:
        surfaces, gaps = self.surfaces, self.gaps
        dropped = [
            at
            for at in (bisect_left(self.starts, match.end() - 1) for match in _POSSESSIVE_S.finditer(self.text))
            if at < len(surfaces) and surfaces[at] in {"s", "S"} and gaps[at][-1:] == "'"
        ]
        if len(dropped) > _MOST_POSSESSIVES:
            kept = sorted(set(range(len(surfaces))).difference(dropped))
            self.surfaces = [surfaces[at] for at in kept]
            self.starts = [self.starts[at] for at in kept]
            self.ends = [self.ends[at] for at in kept]
            edges = zip([0, *self.ends], [*self.starts, len(self.text)], strict=True)
            self.gaps = [self.text[end:start] for end, start in edges]
            return
        for at in reversed(dropped):
            gaps[at : at + 2] = [gaps[at] + surfaces[at] + gaps[at + 1]]
            del surfaces[at], self.starts[at], self.ends[at]

    def __len__(self) -> int:
        return len(self.surfaces)

    def __getitem__(self, at: int) -> Unit:
        return Unit(self.starts[at], self.ends[at], self.surfaces[at])

    def __iter__(self) -> Iterator[Unit]:
        return map(Unit, self.starts, self.ends, self.surfaces)

    def span(self, first: int, last: int) -> list[Unit]:
        """The units `[first, last)`."""
        return list(map(Unit, self.starts[first:last], self.ends[first:last], self.surfaces[first:last]))


def split_units(text: str) -> Units:
    """All units of a cleaned text."""
    return Units(text)


def split_surfaces(text: str) -> list[str]:
    """The surfaces of all units of a cleaned text, without their places."""
    if "'" in text:
        return Units(text).surfaces
    return (_ASCII_UNIT if text.isascii() else _UNIT).findall(text)


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
    return ROMAN.get(lower) if before in _NUMBERED else None
