"""What a résumé is judged against: a role, a job advert, or both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ats_audit.model import Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ats_audit.judge.ladder import Ladder
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Advert, Ask, CompetencyId, Pathway, Requirement, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The requirements to judge against, and where they come from."""

    requirements: tuple[Requirement, ...]
    """Their ids are unique."""
    asks: Mapping[CompetencyId, Ask]
    """For the requirements of an advert, by id: where it asks for them."""
    pathway: Pathway | None
    """Of the role; of an advert alone that of the role which it resembles most, None where it resembles none."""


def target_of(role: Role) -> Target:
    """A role by itself."""
    return Target(requirements=role.requirements, asks={}, pathway=role.pathway)


def make_target(role: Role | None, advert: Advert, lexicon: Lexicon, ladder: Ladder) -> Target:
    """An advert, and the core of *role* behind it.

    The advert is what is being applied for: it decides what is core. Core requirements of the role that it leaves
    unsaid count as important; the lesser ones are left out. An advert that asks for nothing leaves the role as it is.
    """
    asks = {asked.id: ask for asked, ask in zip(advert.requirements, advert.asks, strict=True)}
    if role is not None and not advert.requirements:
        return target_of(role)
    rest: tuple[Requirement, ...] = ()
    if role is not None:
        said = {
            earned
            for asked in advert.requirements
            for one in asked.any_of
            for earned in (one, *(known for known, share in ladder.reached_from(one).items() if share == 1.0))
        }
        rest = tuple(
            replace(asked, weight=Weight.IMPORTANT)
            for asked in role.requirements
            if asked.weight is Weight.CORE and said.isdisjoint(asked.any_of)
        )
    return Target(
        requirements=(*advert.requirements, *rest),
        asks=asks,
        pathway=role.pathway if role else _nearest_pathway(advert.requirements, lexicon),
    )


def _nearest_pathway(requirements: Iterable[Requirement], lexicon: Lexicon) -> Pathway | None:
    """That of the role which asks for most of the same; of equal ones the first id."""
    wanted = {one for asked in requirements for one in asked.any_of}
    shared = Counter(
        {
            role.id: sum(not wanted.isdisjoint(asked.any_of) for asked in role.requirements)
            for role in sorted(lexicon.roles, key=lambda role: role.id)
        }
    )
    nearest = shared.most_common(1)
    return lexicon.role(nearest[0][0]).pathway if nearest and nearest[0][1] else None
