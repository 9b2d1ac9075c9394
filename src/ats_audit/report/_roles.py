"""The roles as plain text: all of them by pathway, or one with what it asks for and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.model import Weight
from ats_audit.report._plain import underline, wrap
from ats_audit.words import listings
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import CompetencyId, Occupation, Pathway, Requirement, Role

_TITLES = 3
"""Other titles that the list of roles names for each."""
_INDENT = "  "


def render_roles(lexicon: Lexicon, *, width: int) -> str:
    """The roles by pathway, each pathway with its study time and core: id, title, other titles."""
    column = max((len(role.id) for role in lexicon.roles), default=0) + 2
    lines: list[str] = []
    for pathway in sorted({role.pathway.id: role.pathway for role in lexicon.roles}.values(), key=_domain):
        lines += underline(pathway.domain)
        lines += wrap(_study(pathway, lexicon), width)
        for role in lexicon.roles:
            if role.pathway.id == pathway.id:
                lines += ["", *wrap(role.title, width, first=f"{role.id:<{column}}")]
                lines += wrap(_also(role), width, first=" " * column)
    return "\n".join([*lines[1:], "", *wrap(listings.ROLES_ASK, width)]) + "\n"


def render_role(role: Role, *, lexicon: Lexicon, width: int) -> str:
    """One role: its names, its study, each requirement with reason and tier, the tiers, and the phrases to avoid."""
    lines = [
        *wrap(words.ROLE.format(title=role.title, id=role.id), width),
        "",
        *wrap(listings.ROLE_ALSO.format(titles=", ".join(role.titles)), width),
        *wrap(listings.ROLE_DOMAIN.format(domain=role.domain), width),
        *wrap(_study(role.pathway, lexicon), width),
    ]
    beside = [other.title for other in lexicon.roles if other.pathway.id == role.pathway.id and other.id != role.id]
    if beside:
        lines += wrap(listings.ROLE_BESIDE.format(titles=", ".join(beside)), width)
    for scheme, occupations in (("O*NET", role.onet), ("ESCO", role.esco)):
        for occupation in occupations:
            lines += wrap(_occupation(scheme, occupation), width)
    for weight in Weight:
        ours = [requirement for requirement in role.requirements if requirement.weight is weight]
        if ours:
            lines += underline(f"{words.WEIGHTS[weight]} ({len(ours)})")
            lines += wrap(words.WEIGHT_MEANS[weight], width)
        for requirement in ours:
            lines += _requirement(requirement, lexicon, width)
    lines += _tiers(role, lexicon, width)
    lines += underline(listings.ROLE_PHRASES)
    lines += wrap(listings.ROLE_PHRASES_NOTE, width)
    lines += wrap(f"{', '.join(phrase.text for phrase in lexicon.phrases)}.", width, first=_INDENT)
    return "\n".join(lines) + "\n"


def _domain(pathway: Pathway) -> str:
    return pathway.domain


def _also(role: Role) -> str:
    shown = ", ".join(role.titles[:_TITLES])
    if len(role.titles) <= _TITLES:
        return listings.ROLE_ALSO.format(titles=shown)
    return listings.ROLE_ALSO_MORE.format(titles=shown, n=len(role.titles) - _TITLES)


def _study(pathway: Pathway, lexicon: Lexicon) -> str:
    core = ", ".join(lexicon.competency(each).name for each in pathway.core)
    return listings.ROLE_PATHWAY.format(domain=pathway.domain, time=pathway.study_time, core=core)


def _occupation(scheme: str, occupation: Occupation) -> str:
    line = listings.ROLE_OCCUPATION.format(scheme=scheme, code=occupation.code, title=occupation.title)
    return listings.ROLE_NEAREST.format(occupation=line) if occupation.nearest else line


def _requirement(requirement: Requirement, lexicon: Lexicon, width: int) -> Iterator[str]:
    tiers = ", ".join(_tiers_of(requirement.any_of, lexicon))
    yield from wrap(listings.REQUIREMENT.format(name=requirement.name, tiers=tiers), width, rest=_INDENT)
    if len(requirement.any_of) > 1:
        names = ", ".join(lexicon.competency(each).name for each in requirement.any_of)
        yield from wrap(words.ANY_OF.format(names=names), width, first=_INDENT)
    yield from wrap(requirement.why, width, first=_INDENT)


def _tiers_of(competencies: Iterable[CompetencyId], lexicon: Lexicon) -> list[str]:
    return sorted({lexicon.competency(each).tier.value for each in competencies})


def _tiers(role: Role, lexicon: Lexicon, width: int) -> Iterator[str]:
    yield from underline(listings.ROLE_TIERS)
    for tier in lexicon.tiers:
        asked = sum(tier.id in _tiers_of(requirement.any_of, lexicon) for requirement in role.requirements)
        count = words.count(asked, listings.REQUIREMENTS)
        yield from wrap(listings.ROLE_TIER.format(id=tier.id, name=tier.name, count=count), width, rest=_INDENT)
        yield from wrap(tier.meaning, width, first=_INDENT)
