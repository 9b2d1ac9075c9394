"""What is left of the lexicon beneath an overlay, once the overlay has taken competencies away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from ats_audit.model import Competency, CompetencyId, Issuer, Pathway, Role


def keep_competency(entry: Competency, retired: AbstractSet[str]) -> Competency:
    """The competency without its references to what is *retired*."""
    return replace(
        entry,
        implies=_left(entry.implies, retired),
        supersedes=_left(entry.supersedes, retired),
        distinct_from=_left(entry.distinct_from, retired),
    )


def keep_role(role: Role, retired: AbstractSet[str]) -> Role:
    """The role without what is *retired*: an alternative goes, and a requirement that has no other goes with it."""
    requirements = (replace(asked, any_of=_left(asked.any_of, retired)) for asked in role.requirements)
    return replace(
        role,
        pathway=keep_pathway(role.pathway, retired),
        requirements=tuple(asked for asked in requirements if asked.any_of),
    )


def keep_pathway(pathway: Pathway, retired: AbstractSet[str]) -> Pathway:
    """The pathway whose core has nothing that is *retired*."""
    return replace(pathway, core=_left(pathway.core, retired))


def keep_issuer(issuer: Issuer, retired: AbstractSet[str]) -> Issuer:
    """The issuer that gives nothing that is *retired*."""
    return replace(issuer, gives=_left(issuer.gives, retired))


def _left(ids: Iterable[CompetencyId], retired: AbstractSet[str]) -> tuple[CompetencyId, ...]:
    return tuple(one for one in ids if one not in retired)
