"""The score: how much of what a role asks for a text shows.

Every constant of this module is explained in docs/scoring.md.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import ABSENT, Claim, rung_of
from ats_audit.judge.passages import quote_at
from ats_audit.model import Evidence, Judgement, Method, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import CompetencyId, Mention, Requirement, Role

WEIGHTS: Mapping[Weight, int] = MappingProxyType({Weight.CORE: 3, Weight.IMPORTANT: 2, Weight.NICE: 1})
"""How much a requirement counts; the nice ones count on top of 100 and are bounded by `NICE_POINTS`."""
NICE_POINTS = 5.0
"""Most points that all nice requirements together can add."""
DECIMALS = 1
"""Scores are told to a tenth of a point; more would claim a precision that no measure of a résumé has."""

_UNMET = Claim(ABSENT, None, 1.0)
Claims = dict["CompetencyId", Claim]
"""The best claim on every competency that a reading earns."""


def possible_points(role: Role) -> tuple[float, ...]:
    """What each requirement of *role* adds at full credit, in points of 100, in the order of the role.

    Core and important ones share 100 points by weight. A nice one is worth its weight on the same scale, less where
    all nice ones together would pass `NICE_POINTS`. A role that asks for nice things alone shares 100 among them.
    """
    base = sum(WEIGHTS[asked.weight] for asked in role.requirements if asked.weight is not Weight.NICE)
    nice = sum(asked.weight is Weight.NICE for asked in role.requirements)
    if base == 0:
        return tuple(100.0 / nice for _ in role.requirements)
    each_nice = min(100.0 * WEIGHTS[Weight.NICE] / base, NICE_POINTS / nice) if nice else 0.0
    return tuple(
        each_nice if asked.weight is Weight.NICE else 100.0 * WEIGHTS[asked.weight] / base
        for asked in role.requirements
    )


def best_alternative(requirement: Requirement, claims: Claims) -> tuple[CompetencyId, Claim]:
    """The alternative that satisfies *requirement* best; of equal ones, the one that the requirement names first."""
    return min(
        ((competency, claims.get(competency, _UNMET)) for competency in requirement.any_of),
        key=lambda pair: pair[1].order[:-1],
    )


def total(points: Iterable[float]) -> float:
    """The score that *points* add up to: 0.0 to 100.0, to `DECIMALS`, whatever their order."""
    return round(min(100.0, math.fsum(points)), DECIMALS)


def judge_points(role: Role, claims: Claims) -> tuple[float, ...]:
    """What each requirement of *role* adds to the score, unrounded, in the order of the role."""
    return tuple(
        worth * best_alternative(requirement, claims)[1].credit
        for requirement, worth in zip(role.requirements, possible_points(role), strict=True)
    )


def judge_requirements(role: Role, claims: Claims, evidence: Iterable[Evidence]) -> tuple[Judgement, ...]:
    """Each requirement of *role* against the text, in the order of the role; *evidence* has all that it asks for."""
    known = {one.competency.id: one for one in evidence}
    judgements: list[Judgement] = []
    for requirement, worth in zip(role.requirements, possible_points(role), strict=True):
        competency, claim = best_alternative(requirement, claims)
        judgements.append(
            Judgement(
                requirement=requirement,
                evidence=known[competency],
                points=worth * claim.credit,
                possible=worth,
            )
        )
    return tuple(judgements)


def evidence_of(
    competency: CompetencyId, claim: Claim, mentions: Sequence[Mention], lexicon: Lexicon, text: str
) -> Evidence:
    """*claim* as a report shows it, with the competency's own *mentions* in order of *text*."""
    standing = claim.standing
    strongest = (
        mention
        for mention in mentions
        if rung_of(mention, lexicon, text) is standing.rung and (mention.method is Method.FUZZY) == standing.near
    )
    shown = next(strongest, mentions[0] if mentions else None)
    return Evidence(
        competency=lexicon.competency(competency),
        rung=standing.rung,
        near=standing.near,
        credit=claim.credit,
        mentions=tuple(mentions),
        via=claim.via,
        quote=quote_at(text, shown) if shown else None,
    )


def judge_evidence(
    role: Role, claims: Claims, mentions: Mapping[CompetencyId, Sequence[Mention]], lexicon: Lexicon, text: str
) -> tuple[Evidence, ...]:
    """Every competency that stands in *text* or belongs to a requirement of *role*; sorted by id."""
    wanted = set(mentions) | {competency for asked in role.requirements for competency in asked.any_of}
    return tuple(
        evidence_of(one, claims.get(one, _UNMET), mentions.get(one, ()), lexicon, text) for one in sorted(wanted)
    )
