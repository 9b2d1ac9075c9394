"""The score: how much of what is asked for a text shows.

Every constant of this module is explained in docs/scoring.md.
"""

from __future__ import annotations

import math
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import ABSENT, Claim
from ats_audit.model import Evidence, Judgement, Rung, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ats_audit.judge.ladder import Ladder, Strongest
    from ats_audit.judge.passages import Passages
    from ats_audit.judge.target import Target
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Competency, CompetencyId, Mention, Requirement

WEIGHTS: Mapping[Weight, int] = MappingProxyType({Weight.CORE: 3, Weight.IMPORTANT: 2, Weight.NICE: 1})
"""How much a requirement counts; the nice ones count on top of 100 and are bounded by `NICE_POINTS`."""
NICE_POINTS = 5.0
"""Most points that all nice requirements together can add."""
DECIMALS = 1
"""Scores are told to a tenth of a point; more would claim a precision that no measure of a résumé has."""

_UNMET = Claim(ABSENT, None, 1.0)
Claims = dict["CompetencyId", Claim]
"""The best claim on every competency that a reading earns."""


def possible_points(requirements: Sequence[Requirement]) -> tuple[float, ...]:
    """What each of *requirements* adds at full credit, in points of 100, in their order.

    Core and important ones share 100 points by weight. A nice one is worth its weight on the same scale, less where
    all nice ones together would pass `NICE_POINTS`. Where only nice things are asked for, they share 100 points.
    """
    base = sum(WEIGHTS[asked.weight] for asked in requirements if asked.weight is not Weight.NICE)
    nice = sum(asked.weight is Weight.NICE for asked in requirements)
    if base == 0:
        return tuple(100.0 / nice for _ in requirements)
    each_nice = min(100.0 * WEIGHTS[Weight.NICE] / base, NICE_POINTS / nice) if nice else 0.0
    return tuple(
        each_nice if asked.weight is Weight.NICE else 100.0 * WEIGHTS[asked.weight] / base for asked in requirements
    )


def best_alternative(requirement: Requirement, claims: Claims) -> tuple[CompetencyId, Claim]:
    """The alternative that satisfies *requirement* best; of equal ones, the one that the requirement names first."""
    earned = [(one, claims[one]) for one in requirement.any_of if one in claims]
    if not earned:
        return requirement.any_of[0], _UNMET
    # Whatever stands in the text, a denial included, goes before what does not.
    return earned[0] if len(earned) == 1 else min(earned, key=lambda pair: pair[1].order[:-1])


def total(points: Iterable[float]) -> float:
    """The score that *points* add up to: 0.0 to 100.0, to `DECIMALS`, whatever their order."""
    return round(min(100.0, math.fsum(points)), DECIMALS)


def judge_credits(requirements: Iterable[Requirement], claims: Claims) -> tuple[float, ...]:
    """What *claims* earn of each of *requirements*, 0.0 to 1.0, in their order."""
    return tuple(best_alternative(requirement, claims)[1].credit for requirement in requirements)


def judge_points(requirements: Sequence[Requirement], claims: Claims) -> tuple[float, ...]:
    """What each of *requirements* adds to the score, unrounded, in their order."""
    earned = judge_credits(requirements, claims)
    return tuple(worth * credit for worth, credit in zip(possible_points(requirements), earned, strict=True))


def judge_requirements(target: Target, claims: Claims, evidence: Iterable[Evidence]) -> tuple[Judgement, ...]:
    """Each requirement of *target* against the text, in their order; *evidence* has all that they ask for."""
    known = {one.competency.id: one for one in evidence}
    judgements: list[Judgement] = []
    for requirement, worth in zip(target.requirements, possible_points(target.requirements), strict=True):
        competency, claim = best_alternative(requirement, claims)
        judgements.append(
            Judgement(
                requirement=requirement,
                evidence=known[competency],
                points=worth * claim.credit,
                possible=worth,
                asked=target.asks.get(requirement.id),
            )
        )
    return tuple(judgements)


def _evidence_of(
    competency: Competency, claim: Claim, mentions: Sequence[Mention], strongest: Strongest, passages: Passages
) -> Evidence:
    """*claim* as a report shows it, with the competency's own *mentions* in order of the text."""
    standing = claim.standing
    shown = mentions[0] if mentions else None
    if shown is not None and strongest[competency.id][0] is standing:
        shown = strongest[competency.id][1][0]
    return Evidence(
        competency=competency,
        rung=standing.rung,
        near=standing.near,
        credit=claim.credit,
        mentions=tuple(mentions),
        via=claim.via,
        quote=passages.quote_at(shown) if shown else None,
    )


def judge_evidence(
    requirements: Iterable[Requirement],
    claims: Claims,
    mentions: Mapping[CompetencyId, Sequence[Mention]],
    strongest: Strongest,
    passages: Passages,
    ladder: Ladder,
) -> tuple[Evidence, ...]:
    """Every competency that stands in the text of *passages* or belongs to one of *requirements*; sorted by id."""
    lexicon = ladder.lexicon
    wanted = set(mentions).union(*(asked.any_of for asked in requirements))
    return tuple(
        _evidence_of(lexicon.competency(one), claims[one], mentions.get(one, ()), strongest, passages)
        if one in claims
        else ladder.remember(("absent", one), partial(_absent, one, lexicon))
        for one in sorted(wanted)
    )


def _absent(competency: CompetencyId, lexicon: Lexicon) -> Evidence:
    """The evidence of what no text speaks of."""
    return Evidence(
        competency=lexicon.competency(competency),
        rung=Rung.ABSENT,
        near=False,
        credit=0.0,
        mentions=(),
        via=None,
        quote=None,
    )
