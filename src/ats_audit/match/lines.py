"""The lines of a résumé as its writer meant them: wrapped lines joined, sentences and list items apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ats_audit.match.keys import Units
    from ats_audit.match.patterns import Words

_FULL_LINE = 60
"""A printed line of at least so many characters was broken by the page, not by the writer."""
_SHORT_ITEM = 7
"""Units up to which a line may be an item of a list that runs downwards."""
_REACH = 3
"""Neighbouring items that belong to the context of one in such a list."""
_FAR = 30
"""Units beyond which a word of the same sentence is no longer near."""
_BULLET = re.compile(r"[ \t]*(?:[•·▪●○◦‣■□►➢➤✓*§>\uf0b7\uf0a7]|[-–](?=\s|$)|\d{1,2}[.)](?=\s|$))")
_SENTENCE = re.compile(r"[.!?]['\")]?(?=[ \t]+[A-Z\"'(])")
_NO_SENTENCE = re.compile(r"(?<![^.\s])[A-Za-z]$|\b(?:Dr|Mr|Ms|vs|St|No|Inc)$|e\.g$|i\.e$")
"""What stands before a full stop that ends no sentence: an initial or an abbreviation."""
_LONGEST_BEFORE = 5
_CARRIES_ON = frozenset(
    ("and", "or", "of", "the", "with", "for", "in", "to", "a", "an", "by", "on", "including", "using")
)
_LONGEST_CARRIER = 10
_LAST_WORD = re.compile(r"[^\W_]+$")


class Lines:
    """Where the lines of a cleaned text lie, and which words stand on them."""

    def __init__(self, units: Units, words: list[str]) -> None:
        """Lay out the lines of a text; *words* are its units as plain words: lower case, spelt."""
        self.text = units.text
        self.units = units
        self.words = words
        self.starts = _line_starts(units.text)

    @cached_property
    def said(self) -> frozenset[str]:
        """The words of the whole text."""
        return frozenset(self.words)

    def span(self, offset: int) -> tuple[int, int]:
        """The half-open span of characters of the line that holds *offset*."""
        at = bisect_right(self.starts, offset)
        return self.starts[at - 1], self.starts[at] if at < len(self.starts) else len(self.text)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of units that begin within `[start, end)` characters."""
        return bisect_left(self.units.starts, start), bisect_left(self.units.starts, end)

    def scope(self, first: int, last: int) -> tuple[int, int]:
        """The span of units that is the near context of the units `[first, last)`.

        That is their line; in a list that runs downwards, short lines above and below as well.
        """
        at = bisect_right(self.starts, self.units.starts[first]) - 1
        left, right = self._units_of(at)
        if right - left <= _SHORT_ITEM:
            for step in (-1, 1):
                for other in range(at + step, at + step * (_REACH + 1), step):
                    if not 0 <= other < len(self.starts):
                        break
                    low, high = self._units_of(other)
                    if high - low > _SHORT_ITEM:
                        break
                    left, right = min(left, low), max(right, high)
        return max(left, first - _FAR), min(right, last + _FAR)

    def count(self, wanted: Words, span: tuple[int, int], first: int, last: int) -> int:
        """How many of the wanted words stand in a span of units, those at `[first, last)` left out."""
        left, right = span
        before, after = self.words[left:first], self.words[last:right]
        found = len(wanted.single.intersection(before + after))
        return found + sum(_holds(before, phrase) or _holds(after, phrase) for phrase in wanted.phrases)

    def forbids(self, unwanted: Words, span: tuple[int, int], first: int, last: int) -> bool:
        """Whether one of the unwanted words stands beside `[first, last)`, or a phrase, which may run over it."""
        left, right = span
        words = self.words[left:right]
        if any(_holds(words, phrase) for phrase in unwanted.phrases):
            return True
        return not unwanted.single.isdisjoint(words[: first - left] + words[last - left :])

    def count_phrases(self, phrases: tuple[tuple[str, ...], ...], span: tuple[int, int]) -> int:
        """How many of *phrases* stand in a span of units."""
        part = self.words[span[0] : span[1]]
        return sum(_holds(part, phrase) for phrase in phrases)

    def _units_of(self, at: int) -> tuple[int, int]:
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        return self.between(self.starts[at], end)


def _holds(part: list[str], phrase: tuple[str, ...]) -> bool:
    at = -1
    for _ in range(part.count(phrase[0])):
        at = part.index(phrase[0], at + 1)
        if tuple(part[at : at + len(phrase)]) == phrase:
            return True
    return False


def _line_starts(text: str) -> list[int]:
    starts = [
        match.end()
        for match in _SENTENCE.finditer(text)
        if not _NO_SENTENCE.search(text, max(0, match.start() - _LONGEST_BEFORE), match.start())
    ]
    offset = 0
    above = ""
    for line in text.splitlines(keepends=True):
        here = line.strip()
        if not (offset and _continues(above, here)):
            starts.append(offset)
        above = here
        offset += len(line)
    return sorted(starts) if starts else [0]


def _continues(above: str, here: str) -> bool:
    """Whether a printed line goes on with the sentence of the one before it; both without white space around."""
    if not above or not here or _BULLET.match(here):
        return False
    if above[-1] in ",/&-":
        return True
    if above[-1] in ".:;!?":
        return False
    if here[0].islower() or len(above) >= _FULL_LINE:
        return True
    last = _LAST_WORD.search(above, max(0, len(above) - _LONGEST_CARRIER))
    return last is not None and last.group() in _CARRIES_ON
