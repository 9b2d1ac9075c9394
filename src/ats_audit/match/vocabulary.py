"""From a word of the text to the keys of the lexicon that it may stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.match.assertion import is_cue
from ats_audit.match.keys import ROMAN
from ats_audit.match.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.match.patterns import Patterns

_PLURAL_NAME = re.compile(r"[A-Za-z]*[A-Z]s")
_SHORTEST_CORRECTED = 4
_SHORTEST_CAPITALS = 6
"""All-capital words below this length are acronyms: of 151 measured, 109 pairs are one letter apart."""
_SHORTEST_NAME = 3
_SHORTEST_WORD = 6
"""Letters of a word that may stand as two in a text."""
_TWO_EDITS = 9
"""Letters from which two edits are tolerated."""
_MOST_CORRECTIONS = 4
_CACHE = 20_000
_AFTER_ALL = chr(0x10FFFF)


class Correction(NamedTuple):
    """Keys of the lexicon that a misspelt or joined word may stand for."""

    keys: tuple[str, ...]
    edits: int


class Reading(NamedTuple):
    """What a word of the text is, as far as the lexicon and the rules of assertion know words."""

    key: str | None
    """The word itself, apart from case, number and British spelling."""
    corrections: tuple[Correction, ...]
    """What it may be meant for, best first; empty where it is known, short, or a plain English word."""
    plain: str
    """The word in lower case, spelt."""
    opens: frozenset[str]
    """Letters with which what follows may go on to a word of the lexicon ("Red Cap"); empty where none begins so."""
    odd: bool
    """It may be read in another way than as its key, whatever follows: corrected, as a numeral, or before a blank."""
    cue: bool
    """It may tell that something is denied, wanted, being learnt or lapsed."""


class Vocabulary:
    """The words of all aliases. Read-only but for a bounded cache; safe to share between threads."""

    def __init__(self, patterns: Patterns, deny: frozenset[str]) -> None:
        self._names = patterns.names
        self._words = patterns.words
        self._joined = patterns.joined
        self._deny = deny
        self._buckets: dict[tuple[str, int], list[str]] = {}
        self._sorted = sorted(patterns.names | patterns.words)
        for word in self._sorted:
            if len(word) >= _SHORTEST_CORRECTED and word.isalpha():
                self._buckets.setdefault((word[0], len(word)), []).append(word)
        self._cache: dict[str, Reading] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._names or key in self._words

    def read(self, surface: str) -> Reading:
        """What one unit of a text may stand for."""
        return self._cache.get(surface) or self._keep(surface)

    def read_all(self, surfaces: list[str]) -> list[Reading]:
        """What each unit of a text may stand for."""
        known = self._cache.get
        return [known(surface) or self._keep(surface) for surface in surfaces]

    def _keep(self, surface: str) -> Reading:
        found = self._read(surface)
        if len(self._cache) >= _CACHE:
            self._cache.clear()
        self._cache[surface] = found
        return found

    def join(self, *parts: str) -> Correction | None:
        """The key that *parts* make when written as one word; None where the lexicon has no such word."""
        word = "".join(parts).lower()
        if len(word) >= _SHORTEST_NAME and word in self._names:
            return Correction((word,), 0)
        if len(word) >= _SHORTEST_WORD and (key := spell(word)) in self._words and word[-1] != "s":
            return Correction((key,), 0)
        return None

    def _read(self, surface: str) -> Reading:
        lower = surface.lower()
        key, corrections = self._known(surface, lower)
        opens = self._opens(lower)
        odd = bool(corrections or lower in ROMAN or (opens and surface[0].isupper()))
        return Reading(key, corrections, spell(lower), opens, odd, is_cue(lower))

    def _opens(self, lower: str) -> frozenset[str]:
        words = self._sorted
        # a word of the lexicon may be kept without its ending: "monitoring" begins as "monitors" does
        return frozenset(
            word[len(start)]
            for start in {lower, spell(lower)}
            for word in words[bisect_right(words, start) : bisect_right(words, start + _AFTER_ALL)]
        )

    def _known(self, surface: str, lower: str) -> tuple[str | None, tuple[Correction, ...]]:
        if surface == "&":
            return "and", ()
        key = self._key(surface, lower)
        if key is not None:
            return key, ()
        if not lower.isalpha():
            return None, ()
        keys = self._joined.get(lower) or self._joined.get(lower.removesuffix("s"))
        if keys is not None:
            return None, (Correction(keys, 0),)
        return None, self._correct(surface, lower)

    def _key(self, surface: str, lower: str) -> str | None:
        if _PLURAL_NAME.fullmatch(surface) and lower[:-1] in self._names:
            return lower[:-1]
        if lower in self._names:
            return lower
        word = spell(lower)
        if word in self._words or word in self._names:
            return word
        if lower[-1] == "s" and len(lower) > _SHORTEST_CORRECTED - 1 and lower[:-1] in self._names:
            return lower[:-1]
        return None

    def _correct(self, surface: str, lower: str) -> tuple[Correction, ...]:
        size = len(lower)
        if size < _SHORTEST_CORRECTED or (size < _SHORTEST_CAPITALS and surface.isupper()):
            return ()
        word = spell(lower)
        if lower in self._deny or word in self._deny:
            return ()
        most = 2 if size >= _TWO_EDITS else 1
        found: dict[str, int] = {}
        for spelt in dict.fromkeys((word, lower)):
            for other, edits in self._near(spelt, most):
                found[other] = min(edits, found.get(other, most))
        best = sorted((edits, other) for other, edits in found.items())
        return tuple(Correction((other,), edits) for edits, other in best[:_MOST_CORRECTIONS])

    def _near(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        """Words of the lexicon within *most* edits of a word, neighbours swapped being one edit."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        near: list[str] = []
        for length in range(len(word) - most, len(word) + most + 1):
            near += self._buckets.get((word[0], length), ())
            if word[1] != word[0] and length == len(word):
                # the first two letters swapped
                near += [other for other in self._buckets.get((word[1], length), ()) if other[1] == word[0]]
        for other, edits, _ in extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=None):
            if edits:
                yield other, int(edits)
