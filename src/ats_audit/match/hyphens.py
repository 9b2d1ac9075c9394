"""Words that a line end cut in two: "Medi-" and "data". They are closed where the lexicon knows the whole word.

Both forms are looked for: a hyphen that belongs to a name ("risk-" and "based monitoring") stays as it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.match.assertion import is_cue
from ats_audit.match.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.match.clean import CleanText
    from ats_audit.match.patterns import Patterns

_LETTER = r"[^\W\d_]"
_CUT = re.compile(rf"-(?<={_LETTER}-)[ \t]*(?:\r\n|[\n\r])(?:[ \t]*(?:\r\n|[\n\r]))?[ \t]*(?={_LETTER})")
"""A hyphen at the end of a line; a page may end there as well, which leaves an empty line."""
_BEFORE = re.compile(rf"{_LETTER}+\Z")
_BEHIND = re.compile(rf"{_LETTER}+")
_LONGEST = 40
"""Letters of a piece beyond which it is no word."""
_SHORTEST_PIECE = 2
"""No hyphenation leaves a letter alone."""
_SHORTEST_WORD = 5
_MOST_PIECES = 4
"""A narrow column may cut a long word more than once."""


class Hyphens:
    """Which words cut at a line end are words of a lexicon, of its contexts, or of what a writer says about either."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns

    def close(self, text: CleanText) -> CleanText:
        """*text* with the words closed that are known as wholes and not as two; offsets lead back as before."""
        cuts = [cut for chain in _iter_chains(text.text) for cut in self._iter_closed(chain)]
        return text.without(cuts) if cuts else text

    def _iter_closed(self, chain: _Chain) -> Iterator[tuple[int, int]]:
        """Yield the cuts of a chain that are closed: the longest known word first, from the left."""
        at = 0
        while at < len(chain.cuts):
            for more in range(min(len(chain.cuts) - at, _MOST_PIECES - 1), 0, -1):
                if self._is_one(chain.pieces[at : at + more + 1]):
                    yield from chain.cuts[at : at + more]
                    at += more
                    break
            else:
                at += 1

    def _is_one(self, pieces: list[str]) -> bool:
        if len(min(pieces, key=len)) < _SHORTEST_PIECE:
            return False
        word = "".join(pieces)
        lower = word.lower()
        patterns = self._patterns
        if lower in patterns.joined or lower in patterns.apart:
            # An alias has this as two words. Where the line ends between them they say so as they stand.
            return not all(self._is_known(piece.lower()) for piece in pieces)
        if lower in patterns.names:
            return True
        if len(word) < _SHORTEST_WORD or not (word.isupper() or all(piece[0].islower() for piece in pieces[1:])):
            return False
        return self._is_known(lower) or is_cue(lower) or spell(lower) in patterns.contexts

    def _is_known(self, lower: str) -> bool:
        spelt = spell(lower)
        patterns = self._patterns
        return lower in patterns.names or spelt in patterns.words or spelt in patterns.names or spelt in patterns.joined


class _Chain(NamedTuple):
    """Words one after the other with nothing but cuts between them."""

    pieces: list[str]
    cuts: list[tuple[int, int]]
    """What stands between one piece and the next, as half-open spans."""


def list_cut_words(text: str) -> set[str]:
    """Every word that the pieces cut at the line ends of a cleaned text could make, in lower case."""
    return {
        "".join(chain.pieces[first : last + 1]).lower()
        for chain in _iter_chains(text)
        for first in range(len(chain.cuts))
        for last in range(first + 1, min(len(chain.cuts), first + _MOST_PIECES - 1) + 1)
    }


def _iter_chains(text: str) -> Iterator[_Chain]:
    chain: _Chain | None = None
    for cut in _CUT.finditer(text):
        start, end = cut.span()
        behind = _BEHIND.match(text, end, end + _LONGEST)
        piece = behind.group() if behind else ""
        if chain is None or chain.cuts[-1][1] + len(chain.pieces[-1]) != start:
            if chain is not None:
                yield chain
            before = _BEFORE.search(text, max(0, start - _LONGEST), start)
            chain = _Chain([before.group() if before else ""], [])
        chain.pieces.append(piece)
        chain.cuts.append((start, end))
    if chain is not None:
        yield chain
