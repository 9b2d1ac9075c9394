"""A lexicon as lines of JSON and back: what the wheel carries, and what the content hash is taken of.

The first line holds all but competencies and roles; each further line is one of these, and is decoded when it is first
asked for. Decoding all takes five times as long as loading, and most commands need a few of them only.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ats_audit.lexicon._lexicon import Lexicon, TierMeaning
from ats_audit.model import (
    Alias,
    AliasOrigin,
    Competency,
    CompetencyId,
    GenericPhrase,
    HeadingParser,
    Issuer,
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
    WeakOpener,
    Weight,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


LAYOUT = 3
"""Number of the layout of these lines: a checkout compiles again what was written in another."""


def encode_lexicon(  # noqa: PLR0913 - the parts of a lexicon
    *,
    version: str,
    competencies: Iterable[Competency],
    roles: Iterable[Role],
    pathways: Iterable[Pathway],
    tiers: Iterable[TierMeaning],
    phrases: Iterable[GenericPhrase],
    openers: Iterable[WeakOpener],
    issuers: Iterable[Issuer],
    held: Iterable[str],
    headings: Iterable[tuple[str, SectionKind]],
    parsers: Iterable[HeadingParser],
    deny: Iterable[str],
) -> str:
    """Compact JSON in a fixed order, a line each: the same content gives the same bytes."""
    entries = sorted(competencies, key=lambda entry: entry.id)
    asked = sorted(roles, key=lambda role: role.id)
    content: dict[str, Any] = {
        "version": version,
        "pathways": [
            [item.id, item.domain, item.study_time, list(item.core)] for item in sorted(pathways, key=lambda p: p.id)
        ],
        "tiers": [[item.id, item.name, item.meaning] for item in sorted(tiers, key=lambda tier: tier.id)],
        "competencies": [item.id for item in entries],
        "roles": [item.id for item in asked],
        "phrases": [[item.text, item.instead] for item in sorted(phrases, key=lambda phrase: phrase.text)],
        "openers": [[item.text, list(item.stronger)] for item in sorted(openers, key=lambda opener: opener.text)],
        "issuers": [_encode_issuer(item) for item in sorted(issuers, key=_by_name)],
        "held": sorted(held),
        "headings": _encode_headings(headings),
        "parsers": [_encode_parser(item) for item in sorted(parsers, key=lambda parser: parser.name)],
        "deny": " ".join(sorted(deny)),
    }
    return "\n".join(map(_dump, [content, *map(_encode_competency, entries), *map(_encode_role, asked)]))


class StoredEntries:
    """The lines of competencies and roles, decoded one by one. Immutable; safe to share between threads."""

    __slots__ = ("_competencies", "_pathways", "_roles")

    def __init__(
        self, competencies: Mapping[str, bytes], roles: Mapping[str, bytes], pathways: Iterable[Pathway]
    ) -> None:
        self._competencies = competencies
        self._roles = roles
        self._pathways = {pathway.id: pathway for pathway in pathways}

    @property
    def competency_ids(self) -> Collection[str]:
        """Sorted."""
        return self._competencies.keys()

    @property
    def role_ids(self) -> Collection[str]:
        """Sorted."""
        return self._roles.keys()

    def read_competency(self, competency_id: str) -> Competency:
        """The competency of that id, which is one of `competency_ids`."""
        return _decode_competency(json.loads(self._competencies[competency_id]))

    def read_role(self, role_id: str) -> Role:
        """The role of that id, which is one of `role_ids`."""
        return _decode_role(json.loads(self._roles[role_id]), self._pathways)


def decode_lexicon(head: bytes, lines: Sequence[bytes], *, sha256: str) -> Lexicon:
    """The lexicon that `encode_lexicon` wrote, from its first and its further lines; *sha256* is their digest."""
    raw = json.loads(head)
    pathways = tuple(
        Pathway(id=key, domain=domain, study_time=study_time, core=tuple(core))
        for key, domain, study_time, core in raw["pathways"]
    )
    lexicon = Lexicon(
        version=raw["version"],
        sha256=sha256,
        competencies=(),
        roles=(),
        pathways=pathways,
        tiers=tuple(TierMeaning(id=key, name=name, meaning=meaning) for key, name, meaning in raw["tiers"]),
        phrases=tuple(GenericPhrase(text=text, instead=instead) for text, instead in raw["phrases"]),
        openers=tuple(WeakOpener(text=text, stronger=tuple(stronger)) for text, stronger in raw["openers"]),
        issuers=tuple(
            Issuer(name=name, names=tuple(names), domains=tuple(domains), gives=tuple(gives))
            for name, names, domains, gives in raw["issuers"]
        ),
        held=tuple(raw["held"]),
        headings=_decode_headings(raw["headings"]),
        parsers=tuple(
            HeadingParser(name=name, source=Source(title=title, url=url, year=year), accepts=_decode_headings(accepts))
            for name, (title, url, year), accepts in raw["parsers"]
        ),
        deny=tuple(raw["deny"].split()),
    )
    competencies, roles = raw["competencies"], raw["roles"]
    stored = StoredEntries(
        dict(zip(competencies, lines[: len(competencies)], strict=True)),
        dict(zip(roles, lines[len(competencies) :], strict=True)),
        pathways,
    )
    return lexicon.reading(stored)


def read_headings(head: bytes) -> tuple[tuple[str, SectionKind], ...]:
    """The headings alone, from the first line of what `encode_lexicon` wrote."""
    return _decode_headings(json.loads(head)["headings"])


def _encode_headings(headings: Iterable[tuple[str, SectionKind]]) -> dict[str, list[str]]:
    """Headings by kind: few containers, each of which the garbage collector would count while loading."""
    found: dict[str, list[str]] = {}
    for text, kind in sorted(headings):
        found.setdefault(kind.value, []).append(text)
    return dict(sorted(found.items()))


def _decode_headings(rows: Mapping[str, list[str]]) -> tuple[tuple[str, SectionKind], ...]:
    return tuple(sorted((text, _SECTION[kind]) for kind, texts in rows.items() for text in texts))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _by_name(issuer: Issuer) -> str:
    return issuer.name


def _encode_issuer(item: Issuer) -> list[Any]:
    return [item.name, list(item.names), list(item.domains), list(item.gives)]


def _encode_parser(item: HeadingParser) -> list[Any]:
    source = [item.source.title, item.source.url, item.source.year]
    return [item.name, source, _encode_headings(item.accepts)]


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
        item.done,
        [item.source.title, item.source.url, item.source.year],
    ]


_POLICY = {policy.value: policy for policy in Policy}
_ORIGIN = {origin.value: origin for origin in AliasOrigin}
_KIND = {kind.value: kind for kind in Kind}
_TIER = {tier.value: tier for tier in Tier}
_SECTION = {section.value: section for section in SectionKind}


def _decode_competency(row: list[Any]) -> Competency:
    key, name, kind, tier, acronym, expansion, aliases, never, implies, supersedes, distinct, ask, done, source = row
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
        distinct_from=tuple(distinct),
        ask=ask,
        done=done,
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
