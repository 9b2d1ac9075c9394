"""A lexicon as one JSON text and back: what the wheel carries, and what the content hash is taken of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ats_audit.lexicon._lexicon import Lexicon, TierMeaning, digest
from ats_audit.model import (
    Alias,
    AliasOrigin,
    Competency,
    CompetencyId,
    GenericPhrase,
    Kind,
    Occupation,
    Pathway,
    Policy,
    Requirement,
    Role,
    RoleId,
    SectionKind,
    Source,
    Tier,
    Weight,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def encode_lexicon(  # noqa: PLR0913 - the parts of a lexicon
    *,
    version: str,
    competencies: Iterable[Competency],
    roles: Iterable[Role],
    pathways: Iterable[Pathway],
    tiers: Iterable[TierMeaning],
    phrases: Iterable[GenericPhrase],
    headings: Iterable[tuple[str, SectionKind]],
    deny: Iterable[str],
) -> str:
    """Compact JSON in a fixed order: the same content gives the same bytes."""
    content: dict[str, Any] = {
        "version": version,
        "pathways": [
            [item.id, item.domain, item.study_time, list(item.core)] for item in sorted(pathways, key=lambda p: p.id)
        ],
        "tiers": [[item.id, item.name, item.meaning] for item in sorted(tiers, key=lambda tier: tier.id)],
        "competencies": [_encode_competency(item) for item in sorted(competencies, key=lambda entry: entry.id)],
        "roles": [_encode_role(item) for item in sorted(roles, key=lambda role: role.id)],
        "phrases": [[item.text, item.instead] for item in sorted(phrases, key=lambda phrase: phrase.text)],
        "headings": [[text, kind.value] for text, kind in sorted(headings)],
        "deny": sorted(deny),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def decode_lexicon(content: str) -> Lexicon:
    """The lexicon that `encode_lexicon` wrote."""
    raw = json.loads(content)
    pathways = tuple(
        Pathway(id=key, domain=domain, study_time=study_time, core=tuple(core))
        for key, domain, study_time, core in raw["pathways"]
    )
    by_id = {pathway.id: pathway for pathway in pathways}
    return Lexicon(
        version=raw["version"],
        sha256=digest(content),
        competencies=tuple(map(_decode_competency, raw["competencies"])),
        roles=tuple(_decode_role(row, by_id) for row in raw["roles"]),
        pathways=pathways,
        tiers=tuple(TierMeaning(id=key, name=name, meaning=meaning) for key, name, meaning in raw["tiers"]),
        phrases=tuple(GenericPhrase(text=text, instead=instead) for text, instead in raw["phrases"]),
        headings=decode_headings(raw["headings"]),
        deny=tuple(raw["deny"]),
    )


def decode_headings(rows: Iterable[list[str]]) -> tuple[tuple[str, SectionKind], ...]:
    """Headings and their kinds."""
    return tuple((text, SectionKind(kind)) for text, kind in rows)


def _encode_competency(item: Competency) -> list[Any]:
    return [
        item.id,
        item.name,
        item.kind.value,
        item.tier.value,
        item.acronym,
        item.expansion,
        [[alias.text, alias.policy.value, alias.origin.value, list(alias.near)] for alias in item.aliases],
        list(item.never),
        list(item.implies),
        list(item.supersedes),
        list(item.distinct_from),
        item.ask,
        [item.source.title, item.source.url, item.source.year],
    ]


_POLICY = {policy.value: policy for policy in Policy}
_ORIGIN = {origin.value: origin for origin in AliasOrigin}
_KIND = {kind.value: kind for kind in Kind}
_TIER = {tier.value: tier for tier in Tier}


def _decode_competency(row: list[Any]) -> Competency:
    key, name, kind, tier, acronym, expansion, aliases, never, implies, supersedes, distinct_from, ask, source = row
    return Competency(
        id=CompetencyId(key),
        name=name,
        kind=_KIND[kind],
        tier=_TIER[tier],
        acronym=acronym,
        expansion=expansion,
        aliases=tuple(
            [
                Alias(text=text, policy=_POLICY[policy], origin=_ORIGIN[origin], near=tuple(near))
                for text, policy, origin, near in aliases
            ]
        ),
        never=tuple(never),
        implies=tuple(implies),
        supersedes=tuple(supersedes),
        distinct_from=tuple(distinct_from),
        ask=ask,
        source=Source(title=source[0], url=source[1], year=source[2]),
    )


def _encode_role(item: Role) -> list[Any]:
    return [
        item.id,
        item.title,
        list(item.titles),
        item.domain,
        [[row.code, row.title, row.nearest] for row in item.onet],
        [[row.code, row.title, row.nearest] for row in item.esco],
        item.pathway.id,
        [[row.name, list(row.any_of), row.weight.value, row.why] for row in item.requirements],
    ]


def _decode_role(row: list[Any], pathways: dict[str, Pathway]) -> Role:
    key, title, titles, domain, onet, esco, pathway, requirements = row
    return Role(
        id=RoleId(key),
        title=title,
        titles=tuple(titles),
        domain=domain,
        onet=tuple(Occupation(code=code, title=name, nearest=nearest) for code, name, nearest in onet),
        esco=tuple(Occupation(code=code, title=name, nearest=nearest) for code, name, nearest in esco),
        pathway=pathways[pathway],
        requirements=tuple(
            Requirement(name=name, any_of=tuple(any_of), weight=Weight(weight), why=why)
            for name, any_of, weight, why in requirements
        ),
    )
