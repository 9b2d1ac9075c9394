"""The evidence ladder: what mentions are worth, and which competencies earn which others.

Every constant of this module is explained in docs/scoring.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from ats_audit.judge.passages import has_serial, has_year, line_at
from ats_audit.model import Assertion, Kind, Method, Rung, SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Competency, CompetencyId, Mention, Reading

Made = TypeVar("Made")

CREDITS: Mapping[Rung, float] = MappingProxyType(
    {
        Rung.DEMONSTRATED: 1.0,
        Rung.CREDENTIALED: 1.0,
        Rung.LISTED: 0.7,
        Rung.LEARNING: 0.3,
        Rung.LAPSED: 0.2,
        Rung.NEGATED: 0.0,
        Rung.ABSENT: 0.0,
    }
)
"""Share of a requirement that each rung earns, 0.0 to 1.0; the rungs stand in order, best first."""
NEAR_SHARE = 0.5
"""What a probable misspelling earns of the credit that the right spelling would earn."""
SUPERSEDED_SHARE = 0.5
"""What an older version earns of the credit that its successor would earn."""
HELD = frozenset({Rung.DEMONSTRATED, Rung.CREDENTIALED, Rung.LISTED})
"""The rungs of what the writer says to have now."""

DEMONSTRATING = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})
"""Sections that tell of work done."""
_CREDENTIALING = frozenset(
    {SectionKind.CERTIFICATIONS, SectionKind.EDUCATION, SectionKind.TRAINING, SectionKind.CONTACT}
)
_ASIDE: Mapping[SectionKind | None, Rung] = MappingProxyType(
    {SectionKind.REFERENCES: Rung.NEGATED, SectionKind.INTERESTS: Rung.LEARNING}
)
"""What a referee can, and what somebody likes, are no competencies of the writer."""
_WORD = re.compile(r"[^\W_]+")
_SHORT_NAME = 4
_NOT_ASSERTED = MappingProxyType(
    {Assertion.LEARNING: Rung.LEARNING, Assertion.LAPSED: Rung.LAPSED, Assertion.NEGATED: Rung.NEGATED}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the mentions of one competency are worth at their best."""

    rung: Rung
    near: bool
    """True where only a probable misspelling stands at that rung."""
    credit: float
    """0.0 to 1.0."""
    order: tuple[float, int]
    """Sorts the better standing first."""


_STANDINGS: Mapping[tuple[Rung, bool], Standing] = MappingProxyType(
    {
        (rung, near): Standing(rung, near, credit, (-credit, index))
        for index, rung in enumerate(CREDITS)
        for near, credit in ((False, CREDITS[rung]), (True, CREDITS[rung] * NEAR_SHARE))
    }
)


def standing_on(rung: Rung, *, near: bool = False) -> Standing:
    """The standing of a competency whose best mention stands on *rung*, *near* where that one is misspelt."""
    return _STANDINGS[rung, near]


ABSENT = standing_on(Rung.ABSENT)
Standings = dict["CompetencyId", Standing]
"""The standing of every competency that a reading mentions."""


def rung_of(mention: Mention, lexicon: Lexicon, text: str) -> Rung:
    """The rung on which one mention stands; *text* is the one that it points into.

    Work shows a competency: a mention in an entry of experience, projects or volunteering demonstrates it. No work
    shows a certification: it is credentialed where certifications, education, training or the lines under the name
    hold it, or where a year, a number, its issuer or a word of holding ("certified since") stands on the line. Under a
    certifications heading everything is credentialed. What referees have is somebody else's, and an interest is a wish.
    """
    competency = lexicon.competency(mention.competency)
    if mention.assertion is not Assertion.ASSERTED:
        return _NOT_ASSERTED[mention.assertion]
    if mention.section in _ASIDE:
        return _ASIDE[mention.section]
    if competency.kind is Kind.CERTIFICATION:
        if mention.section in _CREDENTIALING or is_said_to_be_held(mention, lexicon, text):
            return Rung.CREDENTIALED
        return Rung.LISTED
    if mention.section in DEMONSTRATING:
        return Rung.DEMONSTRATED
    return Rung.CREDENTIALED if mention.section is SectionKind.CERTIFICATIONS else Rung.LISTED


def is_said_to_be_held(mention: Mention, lexicon: Lexicon, text: str) -> bool:
    """Whether a year, a certificate number, the issuer or a word of holding stands on the line of *mention*."""
    start, end = line_at(text, mention.start)
    line = text[start:end]
    if has_year(line) or has_serial(line) or names_issuer(line, lexicon.competency(mention.competency), lexicon):
        return True
    words = f" {' '.join(_WORD.findall(line.casefold()))} "
    return any(f" {phrase} " in words for phrase in lexicon.held)


def names_issuer(line: str, competency: Competency, lexicon: Lexicon) -> bool:
    """Whether *line* names the body that gives *competency*, as the lexicon knows it.

    A name of up to four letters counts in its own letter case alone: "Epic" is a vendor, "epic" is not.
    """
    line = " ".join(line.split())
    return any(_pattern_of(name).search(line) for issuer in lexicon.issuers_of(competency) for name in issuer.names)


@lru_cache(maxsize=1_024)
def _pattern_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", 0 if len(name) <= _SHORT_NAME else re.IGNORECASE)


Strongest = dict["CompetencyId", tuple[Standing, list["Mention"]]]
"""The best standing of every competency that a reading mentions, and the mentions that stand so, in their order."""


def judge_strongest(reading: Reading, mentions: Iterable[Mention], lexicon: Lexicon) -> Strongest:
    """Which of *mentions* show each competency best in *reading*; more mentions never lower a standing."""
    strongest: Strongest = {}
    for mention in mentions:
        standing = standing_on(rung_of(mention, lexicon, reading.text), near=mention.method is Method.FUZZY)
        best = strongest.get(mention.competency)
        if best is None or standing.order < best[0].order:
            strongest[mention.competency] = (standing, [mention])
        elif standing is best[0]:
            best[1].append(mention)
    return strongest


@dataclass(frozen=True, slots=True)
class Claim:
    """One way in which a competency is earned: by itself, or through another one."""

    standing: Standing
    via: CompetencyId | None
    share: float
    """1.0, or `SUPERSEDED_SHARE` where an older version stands for its successor."""

    @property
    def credit(self) -> float:
        """0.0 to 1.0."""
        return self.standing.credit * self.share

    @property
    def order(self) -> tuple[float, int, bool, bool, str]:
        """Sorts the better claim first: credit, rung, own mentions, right spelling, then by id."""
        standing = self.standing
        return -self.credit, standing.order[1], self.via is not None, standing.near, self.via or ""


class Ladder:
    """Who earns what: the implications of a lexicon, looked up and remembered, with what else depends on it alone."""

    __slots__ = ("_newer", "_reached", "_remembered", "lexicon")

    def __init__(self, lexicon: Lexicon) -> None:
        """Index which competency supersedes which; *lexicon* may list them in any order."""
        self.lexicon = lexicon
        self._newer: dict[CompetencyId, list[CompetencyId]] = {}
        self._reached: dict[CompetencyId, dict[CompetencyId, float]] = {}
        self._remembered: dict[tuple[object, ...], object] = {}
        for competency in lexicon.competencies:
            for older in competency.supersedes:
                self._newer.setdefault(older, []).append(competency.id)

    def remember(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What *make* makes of the lexicon alone, made once for each *key*; nothing of a résumé may be in it."""
        known = self._remembered.get(key)
        if known is None:
            known = self._remembered[key] = make()
        return cast("Made", known)

    def reached_from(self, competency: CompetencyId) -> Mapping[CompetencyId, float]:
        """What having *competency* earns besides itself, each with its share.

        Implications are followed to their end. An older version also earns its successors, and what those imply, at
        `SUPERSEDED_SHARE` however many versions lie between. What is distinct from the start or from the step before
        is never earned; but where the more general one says so of the one that implies it, it means that it does not
        show that one: knowing a product is no certificate, and a certificate shows the product.
        """
        known = self._reached.get(competency)
        if known is None:
            whole = self._follow(competency, renewed=False)
            known = dict.fromkeys(self._follow(competency, renewed=True), SUPERSEDED_SHARE) | dict.fromkeys(whole, 1.0)
            del known[competency]
            self._reached[competency] = known
        return known

    def successors_of(self, older: CompetencyId) -> tuple[CompetencyId, ...]:
        """All that supersede *older*, step by step, in the order in which they came; empty where it is current."""
        if older not in self._newer:
            return ()
        found: list[CompetencyId] = []
        steps = [older]
        while steps:
            steps = sorted({new for step in steps for new in self._newer.get(step, ())} - {older, *found})
            found += steps
        return tuple(found)

    def claims(self, standings: Standings) -> dict[CompetencyId, Claim]:
        """The best claim on every competency that *standings* hold or earn."""
        best = {competency: Claim(standing, None, 1.0) for competency, standing in standings.items()}
        for competency, standing in standings.items():
            if standing.credit > 0:
                for earned, share in self.reached_from(competency).items():
                    claim = Claim(standing, competency, share)
                    if earned not in best or claim.order < best[earned].order:
                        best[earned] = claim
        return best

    def _follow(self, origin: CompetencyId, *, renewed: bool) -> set[CompetencyId]:
        """*origin* and all that it implies, step by step; with *renewed* also what supersedes any of it."""
        found = {origin}
        open_ones = [origin]
        while open_ones:
            current = open_ones.pop()
            newer = self._newer.get(current, ()) if renewed else ()
            for earned in (*self.lexicon.competency(current).implies, *newer):
                if earned not in found and not self._apart(current, earned) and not self._apart(origin, earned):
                    found.add(earned)
                    open_ones.append(earned)
        return found

    def _apart(self, one: CompetencyId, other: CompetencyId) -> bool:
        """Whether *one* is never evidence of *other*: the one says so, or the other does of one that implies it not."""
        here, there = self.lexicon.competency(one), self.lexicon.competency(other)
        return other in here.distinct_from or (one in there.distinct_from and other not in here.implies)
