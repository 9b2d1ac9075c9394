"""Which of the candidates mean what they look like: policies, context words, lists and explained abbreviations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from ats_audit.match.abbreviations import iter_definitions
from ats_audit.match.patterns import word_keys
from ats_audit.model import Kind, Policy

if TYPE_CHECKING:
    from ats_audit.match.candidates import Candidate
    from ats_audit.match.lines import Lines
    from ats_audit.match.patterns import Pattern, Patterns
    from ats_audit.model import CompetencyId

    Explained = dict[str, dict[CompetencyId, bool]]

_EXPLAINED = 100
"""Weight of an abbreviation that the text itself explains, against one context word."""
_IN_SECTION = 2
"""Context words that a whole section needs to stand for one on the line."""
_IN_TEXT = 3
"""Context words that the whole text needs."""
_LONGEST_CHAIN = 12
"""Steps in which one admission makes the next possible; a list that needs more is no list of a résumé."""
_SEPARATORS = re.compile(r"(?:[\s,;/|&•·▪●○◦*+-]|\b(?:and|or|und)\b)+")
_ITEM_END = re.compile(r"[,;|•·▪●○◦\n]")
_FUNCTION_WORDS = frozenset(("and", "of", "for", "the", "in", "on", "to", "a", "an", "with", "by"))


class Senses:
    """What the aliases of each competency say in words, so that an explained abbreviation can be judged."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self._meanings: dict[tuple[CompetencyId, str], frozenset[str]] = {}

    def explained(self, text: str) -> Explained:
        """For each short form that the text explains and competency that goes by it: whether it is what is meant."""
        found: Explained = {}
        for short, long in iter_definitions(text):
            words = set(word_keys(long)) - _FUNCTION_WORDS
            for pattern in self._patterns.at((short,)):
                meaning = self._meaning(pattern.competency, short)
                shared = len(words & meaning)
                # a certification is told from another by its last word: Certified Professional Coder or Controller
                strange = shared * 2 < len(words) or (
                    pattern.kind is Kind.CERTIFICATION and word_keys(long)[-1] not in meaning
                )
                if meaning:
                    told = found.setdefault(short, {})
                    told[pattern.competency] = not strange or told.get(pattern.competency, False)
        return found

    def _meaning(self, competency: CompetencyId, short: str) -> frozenset[str]:
        place = (competency, short)
        if place not in self._meanings:
            self._meanings[place] = self._patterns.meaning(competency, short) - _FUNCTION_WORDS
        return self._meanings[place]


def select_candidates(
    candidates: list[Candidate], lines: Lines, senses: Senses, sections: tuple[tuple[int, int], ...]
) -> list[Candidate]:
    """The candidates that count, in the order of the text; none overlaps another.

    *sections* are half-open spans of units. The longest candidate wins over shorter ones that it touches; of two that
    share a span, the exact one, then the one whose context fits best.
    """
    explained = senses.explained(lines.text) if candidates else {}
    free: list[Candidate] = []
    bound: list[tuple[Candidate, int]] = []
    said = lines.said if any(one.pattern.near or one.pattern.never for one in candidates) else frozenset()
    for candidate in candidates:
        pattern, first, last = candidate.pattern, candidate.first, candidate.last
        meant = _meant(pattern, explained[pattern.keys[0]]) if pattern.keys[0] in explained else None
        # most context words stand nowhere in the text
        never, near = not said.isdisjoint(pattern.never.heads), not said.isdisjoint(pattern.near.heads)
        span = lines.scope(first, last) if never or near else (0, 0)
        if meant is False or (meant is None and never and _forbidden(pattern, lines, span, first, last)):
            continue
        if pattern.policy is not Policy.CONTEXT:
            free.append(candidate)
            continue
        fit = (lines.count(pattern.near, span, first, last) if near else 0) + (_EXPLAINED if meant else 0)
        bound.append((candidate, fit))
    return _settle(free, bound, lines, sections)


def _forbidden(pattern: Pattern, lines: Lines, span: tuple[int, int], first: int, last: int) -> bool:
    """Whether a word that the name never stands near is near enough to count.

    The lines around say nothing where the own line speaks for the name; and in a list what is meant by a plain
    phrase is told by the items beside it: "coding, claims, billing software".
    """
    if not lines.forbids(pattern.never, span, first, last):
        return False
    low, high = lines.between(*lines.span(lines.units.starts[first]))
    own = max(span[0], low), min(span[1], high)
    if pattern.near and lines.count(pattern.near, own, first, last):
        span = own
    if pattern.alias.islower():
        told = bool(pattern.near) and span == own
        span = _items(lines, span, first, last, beside=not told)
    return lines.forbids(pattern.never, span, first, last)


def _items(lines: Lines, span: tuple[int, int], first: int, last: int, *, beside: bool) -> tuple[int, int]:
    """The part of *span* that is the item of a list at `[first, last)`, and the ones *beside* it."""
    gaps = lines.units.gaps
    left, right, most = first, last, int(beside)
    ends = 0
    while left > span[0] and ends <= most:
        ends += _ITEM_END.search(gaps[left]) is not None
        left -= ends <= most
    ends = 0
    while right < span[1] and ends <= most:
        ends += _ITEM_END.search(gaps[right]) is not None
        right += ends <= most
    return left, right


def _meant(pattern: Pattern, told: dict[CompetencyId, bool]) -> bool | None:
    """Whether the text explains the name, or the first word of it, as what is looked for; None where it does not.

    *told* says for the competencies that go by the first word whether they are meant.
    """
    if len(pattern.keys) == 1:
        return told.get(pattern.competency)
    strange = not all(told.values()) and not told.get(pattern.competency)
    return False if strange else None


def _settle(
    free: list[Candidate], bound: list[tuple[Candidate, int]], lines: Lines, sections: tuple[tuple[int, int], ...]
) -> list[Candidate]:
    """Admit what depends on its context, as long as one admission makes another possible."""
    fits = {candidate: fit for candidate, fit in bound if fit}
    waiting = [candidate for candidate, fit in bound if not fit]
    chosen = _longest(free, fits)
    unread = True
    for _ in range(_LONGEST_CHAIN):
        starts = {candidate.first: candidate for candidate in chosen}
        ends = {candidate.last: candidate for candidate in chosen}
        new = [candidate for candidate in waiting if _in_list(candidate, starts, ends, lines)]
        new = [candidate for candidate in new if not _undecided(candidate, waiting)]
        if not new and unread:
            unread = False  # what the text speaks of does not change
            spoken = _Spoken(lines)
            new = [candidate for candidate in waiting if _in_section(candidate, spoken, sections)]
        new = new or _known_elsewhere(waiting, chosen)
        if not new:
            break
        fits |= dict.fromkeys(new, 1)
        waiting = [candidate for candidate in waiting if candidate not in fits]
        chosen = _longest(free, fits)
    return chosen


def _undecided(candidate: Candidate, waiting: list[Candidate]) -> bool:
    """Whether a plain word has another sense of the same kind, which a neighbour does not tell apart: "queries"."""
    one = candidate.pattern
    return one.alias.islower() and any(
        other.first == candidate.first
        and other.last == candidate.last
        and other.pattern.competency != one.competency
        and other.pattern.kind == one.kind
        for other in waiting
    )


def _known_elsewhere(waiting: list[Candidate], chosen: list[Candidate]) -> list[Candidate]:
    """Those whose competency the text names beyond doubt: a text uses a name in one sense.

    Source: Gale, Church and Yarowsky, "One sense per discourse", Speech and Natural Language Workshop 1992.
    """
    sure = {candidate.pattern.competency for candidate in chosen}
    named = [
        one
        for one in waiting
        if one.pattern.competency in sure
        and one.pattern.letters > 1
        and not one.pattern.alias.islower()  # a name, not a phrase of plain words
    ]
    senses = Counter((one.first, one.last) for one in named)
    return [one for one in named if senses[one.first, one.last] == 1]


def _longest(free: list[Candidate], fits: dict[Candidate, int]) -> list[Candidate]:
    def rank(candidate: Candidate) -> tuple[int, int, int, int, str, str]:
        pattern, first, last, edits, _ = candidate
        return first - last, edits, first, -fits.get(candidate, 0), pattern.competency, pattern.alias

    taken: set[int] = set()
    chosen: list[Candidate] = []
    for candidate in sorted([*free, *fits], key=rank):
        units = range(candidate.first, candidate.last)
        if taken.isdisjoint(units):
            taken.update(units)
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate.first)


def _in_list(candidate: Candidate, starts: dict[int, Candidate], ends: dict[int, Candidate], lines: Lines) -> bool:
    """Whether a neighbour in the same list is something of the same kind that was found."""
    text, units = lines.text, lines.units
    for step in (0, 1):  # a bare "and" between the two is a unit
        before, after = ends.get(candidate.first - step), starts.get(candidate.last + step)
        if (
            before is not None
            and _beside(before.pattern, candidate.pattern)
            and _SEPARATORS.fullmatch(text, units.ends[before.last - 1], units.starts[candidate.first])
        ):
            return True
        if (
            after is not None
            and _beside(after.pattern, candidate.pattern)
            and _SEPARATORS.fullmatch(text, units.ends[candidate.last - 1], units.starts[after.first])
        ):
            return True
    return False


def _beside(neighbour: Pattern, pattern: Pattern) -> bool:
    """Whether one name speaks for another beside it."""
    return neighbour.kind == pattern.kind and neighbour.competency != pattern.competency


def _in_section(candidate: Candidate, spoken: _Spoken, sections: tuple[tuple[int, int], ...]) -> bool:
    """Whether the section, or the text as a whole, speaks of the same matter."""
    whole = (0, len(spoken.lines.units))
    if spoken.count(candidate, whole) >= _IN_TEXT:
        return True
    at = bisect_right(sections, candidate.first, key=lambda span: span[0]) - 1
    return at >= 0 and candidate.first < sections[at][1] and spoken.count(candidate, sections[at]) >= _IN_SECTION


class _Spoken:
    """How often words stand in the long spans of a text, counted once for all candidates of a span."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._words: dict[tuple[int, int], Counter[str]] = {}
        self._phrases: dict[tuple[tuple[int, int], tuple[tuple[str, ...], ...]], int] = {}

    def count(self, candidate: Candidate, span: tuple[int, int]) -> int:
        """How many of the near words of *candidate* stand in *span*, its own words left out."""
        near = candidate.pattern.near
        words = self._words.get(span)
        if words is None:
            words = self._words[span] = Counter(self.lines.words[span[0] : span[1]])
        own = self.lines.words[candidate.first : candidate.last]
        found = sum(words[word] > own.count(word) for word in near.single & words.keys())
        if near.phrases and (span, near.phrases) not in self._phrases:
            self._phrases[span, near.phrases] = self.lines.count_phrases(near.phrases, span)
        return found + (self._phrases[span, near.phrases] if near.phrases else 0)
