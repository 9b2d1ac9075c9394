"""Every place where an alias may stand: exact, joined, split, or misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from ats_audit.match.keys import ROMAN, Gap, classify_gap, numeral

if TYPE_CHECKING:
    from ats_audit.match.keys import Units
    from ats_audit.match.patterns import Pattern, Patterns
    from ats_audit.match.phrases import Phrasebook
    from ats_audit.match.vocabulary import Correction, Reading, Vocabulary

_SHORTEST_PLAIN_SPLIT = 9
"""Letters from which a word split by a hyphen counts in lower case too ("tele-health")."""


_COORDINATED = 3
_NEVER_SPLIT = frozenset(("", " ", ", ", ". ", "  ", "; ", ": ", ",", "\n", "\n\n"))
"""Most gaps, told apart quickly; words that a line break parts are joined only over a hyphen."""
_MAY_SPLIT = frozenset("-/_.'\n\r")


class Candidate(NamedTuple):
    """A run of units that spells an alias."""

    pattern: Pattern
    first: int
    """Half-open span of units."""
    last: int
    edits: int
    """Letters that had to be corrected; 0 for an exact candidate."""
    split: bool
    """A word of the alias stands as two in the text."""


class _Step(NamedTuple):
    """One key of a stream, and the units that it stands for."""

    key: str | None
    first: int
    last: int
    edits: int = 0
    split: bool = False


_UNKNOWN = _Step(None, -1, -1)


def find_candidates(
    units: Units, readings: list[Reading], vocabulary: Vocabulary, phrasebook: Phrasebook, patterns: Patterns
) -> list[Candidate]:
    """All candidates, unguarded and overlapping, in no particular order; each pattern at a span once.

    *readings* are those of the units.
    """
    odd = [at for at, reading in enumerate(readings) if reading.odd]
    base = _base(units, readings, odd)
    found = [
        Candidate(pattern, start, end, 0, split=False)
        for start, end in phrasebook.find(base)
        for pattern in patterns.at(_known(base[start:end]))
    ]
    found = [one for one in found if not _shares_head(one, base, readings, patterns)]
    stream: list[_Step] = []
    for focus, last, correction in _iter_variants(units, readings, odd, vocabulary):
        window = _window(base, readings, focus, last, correction, patterns.longest)
        if len(window) > 1 or phrasebook.has(correction.keys):
            stream += (_UNKNOWN, *window)
    if not stream:
        return found
    best = {(id(one.pattern), one.first, one.last): one for one in found}
    keys = [step.key for step in stream]
    for start, end in phrasebook.find(keys):
        if _cuts(stream, start, end):
            continue
        steps = stream[start:end]
        first, last = steps[0].first, steps[-1].last
        edits = sum(step.edits for step in steps)
        split = any(step.split for step in steps)
        for pattern in patterns.at(_known(keys[start:end])):
            place = (id(pattern), first, last)
            if place not in best or edits < best[place].edits:
                best[place] = Candidate(pattern, first, last, edits, split)
    return list(best.values())


def _shares_head(candidate: Candidate, base: list[str | None], readings: list[Reading], patterns: Patterns) -> bool:
    """Whether a name with "and" is only the end of two that share their head: "medical coding and billing"."""
    keys, before = candidate.pattern.keys, candidate.first - 1
    if len(keys) != _COORDINATED or keys[1] != "and" or before < 0:
        return False
    heads = [base[before], *(correction.keys[0] for correction in readings[before].corrections)]
    return any(head and patterns.at((head, keys[0])) and patterns.at((head, keys[2])) for head in heads)


def _known(keys: list[str | None]) -> tuple[str, ...]:
    """The keys of a phrase that was found: none of its words is unknown."""
    return cast("tuple[str, ...]", tuple(keys))


def _base(units: Units, readings: list[Reading], odd: list[int]) -> list[str | None]:
    """The key of every unit as it stands."""
    keys = [reading.key for reading in readings]
    surfaces = units.surfaces
    for at in odd:
        if at and (lower := surfaces[at].lower()) in ROMAN:
            keys[at] = numeral(lower, surfaces[at - 1].lower()) or keys[at]
    return keys


def _iter_variants(
    units: Units, readings: list[Reading], odd: list[int], vocabulary: Vocabulary
) -> list[tuple[int, int, Correction]]:
    """Spans of units that may be read otherwise: one unit corrected or taken apart, or two units joined."""
    surfaces, gaps, last = units.surfaces, units.gaps, len(units) - 1
    found: list[tuple[int, int, Correction]] = []
    for at in odd:
        if readings[at].corrections:
            found += [(at, at + 1, correction) for correction in readings[at].corrections]
        # most pairs are two words with a blank between, and only a capital may open a split name
        if at < last and gaps[at + 1][:1] == " " and surfaces[at][0].isupper():
            found += _joined(at, units, readings, vocabulary)
    initials = False
    for at in [at for at, gap in enumerate(gaps) if gap not in _NEVER_SPLIT]:
        gap = gaps[at]
        if gap[0] in _MAY_SPLIT and 0 < at <= last:
            if readings[at - 1].opens:
                found += _joined(at - 1, units, readings, vocabulary)
            initials |= gap == "." and len(surfaces[at - 1]) == 1 == len(surfaces[at])
    if initials:
        found += _initials(units, vocabulary)
    return found


def _joined(
    at: int, units: Units, readings: list[Reading], vocabulary: Vocabulary
) -> list[tuple[int, int, Correction]]:
    """The unit at *at* and the next one as one word, if the lexicon has it."""
    left, right = units.surfaces[at], units.surfaces[at + 1]
    if right[0].lower() in readings[at].opens:
        joined = vocabulary.join(left, right)
        if joined is not None and _may_join(left, units.gaps[at + 1], right):
            return [(at, at + 2, joined)]
    return []


def _may_join(left: str, between: str, right: str) -> bool:
    if not (left.isalpha() and right.isalpha()):
        return False
    gap = classify_gap(between)
    if gap is Gap.WRAP:
        return between.startswith("-") and len(left) > 1 < len(right)
    if gap is Gap.MARK:
        return left[0].isupper() or len(left) + len(right) >= _SHORTEST_PLAIN_SPLIT or left == "e"
    if gap is Gap.SPACE and left[0].isupper():
        # "Share Point", "Smart sheet", but not "I CF" or "Share points"
        return len(left) > 1 and len(right) > 1
    return False


def _initials(units: Units, vocabulary: Vocabulary) -> list[tuple[int, int, Correction]]:
    """Acronyms written with full stops: "E.H.R."."""
    surfaces, size = units.surfaces, len(units)
    joints = [
        at
        for at, gap in enumerate(units.gaps)
        if gap == "." and 0 < at < size and len(surfaces[at - 1]) == len(surfaces[at]) == 1
    ]
    found: list[tuple[int, int, Correction]] = []
    while joints:
        run = 1
        while run < len(joints) and joints[run] == joints[0] + run:
            run += 1
        first, last = joints[0] - 1, joints[0] + run
        joints = joints[run:]
        joined = vocabulary.join(*surfaces[first:last]) if run > 1 else None
        if joined is not None:
            found.append((first, last, joined))
    return found


def _window(
    base: list[str | None], readings: list[Reading], first: int, last: int, correction: Correction, longest: int
) -> list[_Step]:
    """The stream around a variant, as far as an alias may reach; every other misspelling at its best."""
    steps = _variant(first, last, correction)
    left = first
    while left > 0 and len(steps) < longest * 2:
        more = _best(base, readings, left - 1)
        if not more:
            break
        steps = more + steps
        left -= 1
    right, end = last, len(steps) + longest
    while right < len(base) and len(steps) < end:
        more = _best(base, readings, right)
        if not more:
            break
        steps += more
        right += 1
    return steps


def _best(base: list[str | None], readings: list[Reading], at: int) -> list[_Step]:
    key = base[at]
    if key is not None:
        return [_Step(key, at, at + 1)]
    corrections = readings[at].corrections
    return _variant(at, at + 1, corrections[0]) if corrections else []


def _variant(first: int, last: int, correction: Correction) -> list[_Step]:
    edits = correction.edits
    steps = [_Step(key, first, last, 0, last - first > 1) for key in correction.keys]
    steps[0] = steps[0]._replace(edits=edits)
    return steps


def _cuts(stream: list[_Step], start: int, end: int) -> bool:
    """Whether a span takes only some of the keys that one written word stands for."""
    return (start > 0 and stream[start - 1].last > stream[start].first and stream[start - 1].key is not None) or (
        end < len(stream) and stream[end].key is not None and stream[end].first < stream[end - 1].last
    )
