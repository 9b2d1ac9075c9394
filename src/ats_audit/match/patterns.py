"""The lexicon, compiled for matching: every alias as a sequence of keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from ats_audit.match.clean import clean_text
from ats_audit.match.keys import Gap, classify_gap, numeral, split_surfaces, split_units
from ats_audit.match.spelling import spell
from ats_audit.model import AliasOrigin, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ats_audit.model import Alias, Competency, CompetencyId, Policy

_SHORT = 3
"""Lone letter runs up to this length are names as they stand, never words with an ending."""
_SHORTEST_JOINED = 5
_COURSE = re.compile(r"\b(?:training|trained|course)\b", re.IGNORECASE)
_PLURAL_ACRONYM = re.compile(r"[A-Za-z]*[A-Z]{2,}s")


class Catalogue(Protocol):
    """What matching needs of a lexicon."""

    @property
    def competencies(self) -> tuple[Competency, ...]:
        """Everything that may be found."""
        ...

    @property
    def deny(self) -> tuple[str, ...]:
        """Lower-case English words that are never taken for a misspelling."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words and phrases to look for near a mention, as keys."""

    single: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    heads: frozenset[str]
    """The words, and the first words of the phrases."""

    def __bool__(self) -> bool:
        return bool(self.heads)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pattern:
    """One alias of one competency, compiled."""

    competency: CompetencyId
    kind: Kind
    alias: str
    policy: Policy
    keys: tuple[str, ...]
    surfaces: tuple[str, ...]
    """The units of the alias as the lexicon writes them."""
    letters: int
    """Letters and digits of the alias."""
    misspelt: bool
    """The lexicon lists it as a known wrong spelling."""
    acronym: bool
    """A lone run of letters that is written with capitals inside, or is too short to be a word."""
    breaks: bool
    """The alias itself has a comma or the like inside."""
    brackets: bool
    is_course: bool
    """A certificate that training alone earns: one of its names says so."""
    near: Words
    never: Words


class Patterns:
    """All aliases by their keys, and the words that occur in them.

    A pattern is compiled when its keys are first found: a résumé meets a few dozen of several thousand.
    """

    def __init__(self, lexicon: Catalogue) -> None:
        """Index every alias of *lexicon*; aliases without a letter or digit are left out."""
        self._named: dict[tuple[str, ...], list[tuple[Competency, Alias]]] = {}
        self._compiled: dict[tuple[str, ...], tuple[Pattern, ...]] = {}
        self._competencies = {competency.id: competency for competency in lexicon.competencies}
        self.joined: dict[str, tuple[str, ...]] = {}
        """Neighbouring words of an alias written as one, and the keys that they stand for."""
        names: set[str] = set()
        words: set[str] = set()
        for competency in lexicon.competencies:
            for alias in competency.aliases:
                surfaces = tuple(split_surfaces(alias.text if alias.text.isascii() else clean_text(alias.text).text))
                keys = alias_keys(surfaces)
                if not any(map(str.isalnum, keys)):
                    continue
                for key, surface in zip(keys, surfaces, strict=True):
                    (names if is_name(surface) else words).add(key)
                if len(keys) > 1:
                    _join(keys, surfaces, self.joined)
                self._named.setdefault(keys, []).append((competency, alias))
        self.names = frozenset(names)
        """Keys that are kept as written: acronyms, product names, short words."""
        self.words = frozenset(words - names)
        """Keys that are spelt: plural and British endings removed."""
        self.apart = frozenset((names | words) & self.joined.keys())
        """Words that aliases have both as one and as two."""
        for word in self.apart:
            del self.joined[word]
        self.longest = max(map(len, self._named), default=1)
        """Keys of the longest alias."""

    @cached_property
    def contexts(self) -> frozenset[str]:
        """The words of all contexts, as keys."""
        return context_words(self._competencies.values())

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Yield the keys of every alias, each run of keys once."""
        return iter(self._named)

    def at(self, keys: tuple[str, ...]) -> tuple[Pattern, ...]:
        """The aliases that *keys* spell; empty where there is none."""
        found = self._compiled.get(keys)
        if found is None:
            found = tuple(_compile(competency, alias, keys) for competency, alias in self._named.get(keys, ()))
            if found:
                self._compiled[keys] = found
        return found

    def meaning(self, competency: CompetencyId, short: str) -> frozenset[str]:
        """The words of all aliases of *competency* that say more than *short* and do not hold it, as keys."""
        return meaning_of(self._competencies[competency], short)


def meaning_of(competency: Competency, short: str) -> frozenset[str]:
    """What `Patterns.meaning` says of one of its competencies."""
    texts = (clean_text(alias.text).text for alias in competency.aliases)
    return frozenset(word for keys in map(word_keys, texts) if short not in keys for word in keys)


def _compile(competency: Competency, alias: Alias, keys: tuple[str, ...]) -> Pattern:
    text = clean_text(alias.text).text
    units = split_units(text)
    surfaces = tuple(unit.surface for unit in units)
    misspelt = alias.origin is AliasOrigin.MISSPELLING
    gaps = [classify_gap(text[left.end : right.start]) for left, right in pairwise(units)]
    return Pattern(
        competency=competency.id,
        kind=competency.kind,
        alias=(competency.acronym or competency.name) if misspelt else alias.text,
        misspelt=misspelt,
        policy=alias.policy,
        keys=keys,
        surfaces=surfaces,
        letters=sum(map(len, surfaces)),
        acronym=len(units) == 1 and is_name(surfaces[0]),
        breaks=Gap.BREAK in gaps,
        brackets=Gap.BRACKET in gaps,
        is_course=competency.kind is Kind.CERTIFICATION and any(_COURSE.search(one.text) for one in competency.aliases),
        near=compile_words(alias.near),
        never=compile_words(competency.never),
    )


def compile_words(texts: Iterable[str]) -> Words:
    """Words and phrases as the keys under which `line_keys` finds them."""
    found = [word_keys(clean_text(text).text) for text in texts]
    return Words(
        single=frozenset(keys[0] for keys in found if len(keys) == 1),
        phrases=tuple(sorted(keys for keys in found if len(keys) > 1)),
        heads=frozenset(keys[0] for keys in found if keys),
    )


def context_words(competencies: Iterable[Competency]) -> frozenset[str]:
    """The words of all contexts of *competencies*, those that must and those that must not stand near, as keys."""
    texts = {
        text for one in competencies for text in (*one.never, *(near for alias in one.aliases for near in alias.near))
    }
    return frozenset(word for text in texts for word in word_keys(clean_text(text).text))


def word_keys(text: str) -> tuple[str, ...]:
    """Every unit of a cleaned text as a plain word: lower case, spelt."""
    return tuple(spell(unit.surface.lower()) for unit in split_units(text))


def alias_keys(surfaces: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of an alias, from its units."""
    keys: list[str] = []
    before = ""
    for surface in surfaces:
        lower = surface.lower()
        keys.append(numeral(lower, before) or _alias_key(surface, lower))
        before = lower
    return tuple(keys)


def is_name(surface: str) -> bool:
    """Whether a unit of an alias is a name as it stands: capitals inside (SAS, ADaM, eCRF), or very short."""
    return len(surface) <= _SHORT or surface[1:] != surface[1:].lower()


def _alias_key(surface: str, lower: str) -> str:
    if surface == "&":
        return "and"
    if not is_name(surface):
        return spell(lower)
    return lower[:-1] if _PLURAL_ACRONYM.fullmatch(surface) else lower


def _join(keys: tuple[str, ...], surfaces: tuple[str, ...], joined: dict[str, tuple[str, ...]]) -> None:
    """Note every run of letters of an alias as one word: the whole run, and its pairs."""
    start = 0
    while start < len(keys):
        end = start
        while end < len(keys) and surfaces[end].isalpha():
            end += 1
        if end - start > 1:
            spans = {(start, end), *((at, at + 2) for at in range(start, end - 1))}
            for left, right in spans:
                word = "".join(surfaces[left:right]).lower()
                if len(word) >= _SHORTEST_JOINED:
                    joined.setdefault(word, keys[left:right])
        start = end + 1
