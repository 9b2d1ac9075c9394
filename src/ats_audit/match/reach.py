"""What an edit of the lexicon can reach: which texts read the same before and after, told without matching them.

The argument, for a text whose units, and pairs of neighbouring units written as one, are known:

1. A mention can only come, go or change where an alias of a changed competency can stand, or where a unit of the text
   is read otherwise than before. Of a competency that changed in other ways to write it alone, the aliases that came,
   went or changed: what else matching reads of the rest is what they say together, which is asked for where the text
   explains a short form that the competency goes by.
2. An alias can stand only where each of its units is met: by a unit of the text that is the same word or within two
   edits of it, by two units of the text written apart, or by one unit that several of the alias are written as.
3. A unit is read otherwise only if a word entered or left the vocabulary, or the list of denied corrections, that is
   the same word or within two edits of it.

So a text is untouched if no changed alias is met in all its units and no unit is near to a changed word. Whatever is
not understood counts as met: digits, numerals, signs. `tests/properties/test_reach.py` holds this against matching.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ats_audit.match.abbreviations import list_short_forms
from ats_audit.match.clean import clean_text
from ats_audit.match.hyphens import list_cut_words
from ats_audit.match.keys import split_surfaces
from ats_audit.match.patterns import alias_keys, context_words, is_name, meaning_of
from ats_audit.match.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ats_audit.match.patterns import Catalogue
    from ats_audit.model import Alias, Competency, CompetencyId

_SHORTEST_CORRECTED = 4
_TWO_EDITS = 8
"""Letters from which two edits are reckoned with; matching tolerates them from nine, of the word as it is spelt."""
_ANY = re.compile(r"\d+|[ivx]+|[+#&]|and")
"""Units that a text may write in another way, or leave out."""


class Trace(NamedTuple):
    """What of a text decides whether an edit reaches it."""

    words: frozenset[str]
    """Its units in lower case, and the words that units cut at the ends of lines can make."""
    joined: frozenset[str]
    """Every two neighbouring units, every run of single letters, and what was cut, as one word in lower case."""
    short: frozenset[str]
    """Short forms that it may explain, and what was cut, in lower case."""


def trace_texts(texts: Iterable[str]) -> Trace:
    """The trace of some texts together."""
    words: set[str] = set()
    joined: set[str] = set()
    short: set[str] = set()
    for text in texts:
        cleaned = clean_text(text).text
        units = [surface.lower() for surface in split_surfaces(cleaned)]
        cut = list_cut_words(cleaned)
        words.update(units, cut)
        joined.update(cut)
        short.update(cut, list_short_forms(cleaned))
        joined.update((left + right for left, right in pairwise(units)))
        run = ""
        for unit in [*units, ""]:
            if len(unit) == 1:
                run += unit
            else:
                joined.add(run)
                run = ""
    joined.discard("")
    return Trace(frozenset(words), frozenset(joined), frozenset(short))


def find_changed(old: Catalogue, new: Catalogue) -> frozenset[CompetencyId]:
    """Competencies that came, went or changed in anything."""
    before = {one.id: one for one in old.competencies}
    after = {one.id: one for one in new.competencies}
    return frozenset(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def find_reworded(old: Catalogue, new: Catalogue) -> frozenset[CompetencyId]:
    """Those of the changed that differ in other ways to write them alone: not in name, acronym or expansion."""
    after = {one.id: one for one in new.competencies}
    return frozenset(one.id for one in old.competencies if one.id in after and _is_reworded(one, after[one.id]))


def _is_reworded(one: Competency, other: Competency) -> bool:
    if one == other or replace(one, aliases=()) != replace(other, aliases=()):
        return False
    if {alias.text for alias in _differing(one, other)} & {one.name, one.acronym, one.expansion}:
        return False
    return [alias for alias in one.aliases if alias in other.aliases] == [
        alias for alias in other.aliases if alias in one.aliases
    ]


def _differing(one: Competency, other: Competency) -> frozenset[Alias]:
    return frozenset(one.aliases) ^ frozenset(other.aliases)


class Reach:
    """What the edit from one lexicon to another can reach. Holds what it learnt of words; not safe to share."""

    def __init__(self, old: Catalogue, new: Catalogue, *, concerned: Iterable[CompetencyId] = ()) -> None:
        """Compare the two; a text in which one of *concerned* may stand counts as touched too."""
        before = {one.id: one for one in old.competencies}
        after = {one.id: one for one in new.competencies}
        watched = {*concerned, *(find_changed(old, new) - find_reworded(old, new))}
        reworded = find_reworded(old, new) - watched
        whole = {
            alias
            for catalogue in (before, after)
            for key in watched & catalogue.keys()
            for alias in catalogue[key].aliases
        }
        aliases = {
            tuple(split_surfaces(clean_text(alias.text).text))
            for alias in whole.union(*(_differing(before[key], after[key]) for key in reworded))
        }
        self._short = frozenset(
            keys[0]
            for key in reworded
            for alias in (*before[key].aliases, *after[key].aliases)
            if len(keys := alias_keys(tuple(split_surfaces(clean_text(alias.text).text)))) == 1
            and meaning_of(before[key], keys[0]) != meaning_of(after[key], keys[0])
        )
        """Short forms by which something goes whose other aliases say something else now."""
        self._aliases = [_Alias(units) for units in sorted(aliases) if units]
        vocabulary, later = _vocabulary(before), _vocabulary(after)
        self._entered = frozenset(form for word, *_ in vocabulary ^ later for form in _forms(word))
        """Forms of words that one vocabulary has and the other has not, or has otherwise."""
        self._contexts = context_words(before.values()) ^ context_words(after.values())
        """Words near which something counts or not: whether a word cut at a line end is closed depends on them."""
        self._denied = frozenset(old.deny) ^ frozenset(new.deny)
        known = {word for word, sort in vocabulary & later if isinstance(sort, bool)}
        self._never_corrected = known.union(frozenset(old.deny) & frozenset(new.deny))
        """Words that both lexicons know, or both deny to be misspelt: they are read as they stand."""
        self.is_bounded = _longest(before) == _longest(after)
        """False where the edit changes how far matching looks around a word: it reaches every text."""
        self._relevant = self._entered.union(*(alias.forms for alias in self._aliases))
        self._near: dict[str, frozenset[str]] = {}

    def touches(self, trace: Trace) -> bool:
        """Whether a text with that trace may read otherwise than before; False only if it does not."""
        if not self.is_bounded or not self._short.isdisjoint(trace.short):
            return True
        met: set[str] = set()
        for word in trace.words:
            near = self._near.get(word)
            if near is None:
                near = self._near[word] = self._find_near(word)
            met |= near
        for word in trace.joined:
            if word in self._relevant:
                met.add(word)
            elif (spelt := spell(word)) in self._relevant:
                met.add(spelt)
        if not self._entered.isdisjoint(met):
            return True
        if self._contexts and any(spell(word) in self._contexts for word in trace.joined):
            return True
        if self._denied and any(
            word in self._denied or spell(word) in self._denied for word in (*trace.words, *trace.joined)
        ):
            return True
        return any(alias.is_met(met) for alias in self._aliases)

    def _find_near(self, word: str) -> frozenset[str]:
        """The relevant forms that *word* may stand for."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        forms = _forms(word)
        found = forms & self._relevant
        if len(word) >= _SHORTEST_CORRECTED and self._never_corrected.isdisjoint((word, spell(word))):
            most = 2 if len(word) >= _TWO_EDITS else 1
            for form in forms:
                found |= {
                    other
                    for other, _, _ in extract(form, self._relevant, scorer=OSA.distance, score_cutoff=most, limit=None)
                    if len(other) >= _SHORTEST_CORRECTED
                }
        return frozenset(found)


class _Alias:
    """The units of an alias, and by which words of a text each is met."""

    def __init__(self, units: tuple[str, ...]) -> None:
        lower = [unit.lower() for unit in units]
        self._needed: list[frozenset[str]] = []
        for at, unit in enumerate(lower):
            if _ANY.fullmatch(unit):
                continue
            # The unit itself, or any run of units around it that a text may write as one word.
            runs = {"".join(lower[first:last]) for first in range(at + 1) for last in range(at + 1, len(lower) + 1)}
            self._needed.append(frozenset(form for run in runs for form in _forms(run)))
        self.forms: frozenset[str] = frozenset().union(*self._needed)

    def is_met(self, met: Collection[str]) -> bool:
        """Whether every unit is met; an alias of numbers and signs alone always is."""
        return all(not needed.isdisjoint(met) for needed in self._needed)


def _forms(lower: str) -> frozenset[str]:
    """The ways in which matching may look at a word in lower case."""
    return frozenset({lower, spell(lower), lower.removesuffix("s") or lower})


def _vocabulary(competencies: Mapping[CompetencyId, Competency]) -> set[tuple[Any, ...]]:
    """Every word of the vocabulary with what it is: a name or a word, or several words written as one."""
    found: set[tuple[Any, ...]] = set()
    for text in {alias.text for one in competencies.values() for alias in one.aliases}:
        surfaces = tuple(split_surfaces(clean_text(text).text))
        keys = alias_keys(surfaces)
        found.update((key, is_name(surface)) for key, surface in zip(keys, surfaces, strict=True))
        lower = [surface.lower() for surface in surfaces]
        for first, last in {*((at, at + 2) for at in range(len(keys) - 1)), *_runs(surfaces)}:
            found.add(("".join(lower[first:last]), keys[first:last]))
    return found


def _runs(surfaces: tuple[str, ...]) -> list[tuple[int, int]]:
    """The longest runs of units that are letters, as half-open spans; only those of several units."""
    edges = [-1, *(at for at, surface in enumerate(surfaces) if not surface.isalpha()), len(surfaces)]
    return [(left + 1, right) for left, right in pairwise(edges) if right - left > 2]  # noqa: PLR2004 - two units


def _longest(competencies: Mapping[CompetencyId, Competency]) -> int:
    return max(
        (len(split_surfaces(clean_text(alias.text).text)) for one in competencies.values() for alias in one.aliases),
        default=0,
    )
