"""Names that share a part with a neighbour: "ICD-10-CM/PCS", "Phase I-III", "on-site and remote monitoring"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ats_audit.match.candidates import Candidate
from ats_audit.match.guards import admits
from ats_audit.match.keys import numeral
from ats_audit.model import Policy

if TYPE_CHECKING:
    from ats_audit.match.keys import Units
    from ats_audit.match.patterns import Patterns
    from ats_audit.match.vocabulary import Vocabulary

_COORDINATORS = frozenset(("and", "or"))
_BETWEEN = re.compile(r"\s?[/,&-]\s?|\s")
_SLASH = re.compile(r"\s?/\s?")
_MOST_UNITS = 3


def expand_coordinations(
    chosen: list[Candidate], units: Units, vocabulary: Vocabulary, patterns: Patterns
) -> list[Candidate]:
    """*chosen* with what is named by its last part alone: PCS after "ICD-10-CM/" is ICD-10-PCS.

    The head is every key of the earlier name but its last ones; the part must stand right behind a slash, comma,
    hyphen, "and" or "or", and must be no name that was found on its own. Likewise the other way round:
    "inpatient" before "and outpatient coding" is inpatient coding.
    """
    taken = {unit for candidate in chosen for unit in range(candidate.first, candidate.last)}
    added: list[Candidate] = []
    for candidate in chosen:
        current: Candidate | None = candidate
        while current is not None and len(candidate.pattern.keys) > 1:
            current = _next(candidate.pattern.keys, current.last, taken, units, vocabulary, patterns)
            if current is not None:
                added.append(current)
                taken.update(range(current.first, current.last))
    for candidate in chosen:
        part = _before(candidate, taken, units, vocabulary, patterns) if len(candidate.pattern.keys) > 1 else None
        if part is not None:
            added.append(part)
            taken.update(range(part.first, part.last))
    return sorted([*chosen, *added], key=lambda candidate: candidate.first)


def _next(
    keys: tuple[str, ...],
    at: int,
    taken: set[int],
    units: Units,
    vocabulary: Vocabulary,
    patterns: Patterns,
) -> Candidate | None:
    if at >= len(units) or not _BETWEEN.fullmatch(units.gaps[at]):
        return None
    surface = units.surfaces[at]
    worded = surface.lower() in _COORDINATORS or surface == "&"
    if not worded and units.gaps[at].isspace():
        return None
    first = at + worded
    for size in range(_MOST_UNITS, 0, -1):
        last = first + size
        if last > len(units) or not taken.isdisjoint(range(first, last)):
            continue
        tail = _keys(units.surfaces[first:last], keys, vocabulary)
        for shared in range(len(keys) - 1, 0, -1) if tail else ():
            for pattern in patterns.at((*keys[:shared], *tail)):
                part = Candidate(pattern, first, last, 0, split=False)
                if pattern.policy is Policy.CONTEXT and pattern.alias.islower():
                    continue  # plain words that need a context: "quality limits, and review ..."
                if _fits(part, slice(shared, None), units):
                    return part
    return None


def _before(
    candidate: Candidate, taken: set[int], units: Units, vocabulary: Vocabulary, patterns: Patterns
) -> Candidate | None:
    """What stands before "and" and shares the last words of *candidate*."""
    keys, last = candidate.pattern.keys, candidate.first
    if last == 0 or candidate.last - candidate.first != len(keys):
        return None
    surface = units.surfaces[last - 1]
    if surface.lower() in _COORDINATORS or surface == "&":
        last -= 1
        if last == 0 or not units.gaps[last].isspace():
            return None
    elif not _SLASH.fullmatch(units.gaps[last]):
        return None
    for size in range(min(_MOST_UNITS, last), 0, -1):
        first = last - size
        head = _keys(units.surfaces[first:last], keys, vocabulary) if taken.isdisjoint(range(first, last)) else ()
        for shared in range(len(keys) - 1, 0, -1) if head else ():
            for pattern in patterns.at((*head, *keys[-shared:])):
                part = Candidate(pattern, first, last, 0, split=False)
                plain = pattern.policy is Policy.CONTEXT and pattern.alias.islower()
                if not plain and pattern.competency != candidate.pattern.competency and _fits(part, slice(size), units):
                    return part
    return None


def _keys(span: list[str], keys: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    found: list[str] = []
    for surface in span:
        key = numeral(surface.lower(), keys[0]) or vocabulary.read(surface).key
        if key is None:
            return ()
        found.append(key)
    return tuple(found)


def _fits(part: Candidate, written: slice, units: Units) -> bool:
    """The guards, for the part of the alias that is written out."""
    pattern = part.pattern
    rest = replace(pattern, surfaces=pattern.surfaces[written], keys=pattern.keys[written])
    return len(rest.surfaces) == part.last - part.first and admits(part._replace(pattern=rest), units)
