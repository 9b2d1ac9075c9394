"""Entries as curators write them -> competencies and roles as the other floors use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.lexicon._keys import fold_alias
from ats_audit.lexicon._lexicon import TierMeaning
from ats_audit.model import (
    Alias,
    AliasOrigin,
    Competency,
    CompetencyId,
    GenericPhrase,
    HeadingParser,
    Issuer,
    Occupation,
    Pathway,
    Policy,
    Requirement,
    Role,
    RoleId,
    Source,
    WeakOpener,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ats_audit.lexicon._entries import (
        AliasEntry,
        CompetencyEntry,
        IssuerEntry,
        OccupationEntry,
        OpenerEntry,
        ParserEntry,
        PathwayEntry,
        PhraseEntry,
        RoleEntry,
        TierEntry,
    )
    from ats_audit.model import Kind

SHORT_ACRONYM = 4
"""Acronyms of fewer letters are matched in their own letter case: 109 pairs of 151 lie one edit apart."""


def compile_competency(kind: Kind, entry: CompetencyEntry) -> Competency:
    """The competency with the full list of its aliases."""
    return Competency(
        id=CompetencyId(entry.id),
        name=entry.name,
        kind=kind,
        tier=entry.tier,
        acronym=entry.acronym,
        expansion=entry.expansion,
        aliases=tuple(_aliases(entry)),
        never=_lower(entry.context.never),
        implies=_ids(implied.id for implied in entry.implies),
        supersedes=_ids(entry.supersedes),
        distinct_from=_ids(entry.distinct_from),
        ask=entry.ask,
        done=entry.done,
        source=Source(title=entry.source.title, url=entry.source.url, year=entry.source.year),
    )


def _aliases(entry: CompetencyEntry) -> Iterable[Alias]:
    """Name, acronym, expansion, aliases, former names; an entry of `aliases` sets the policy of its twin."""
    written = {fold_alias(alias.text): alias for alias in entry.aliases}
    seen: set[tuple[str, ...]] = set()
    given = (
        (AliasOrigin.ACRONYM, entry.acronym),
        (AliasOrigin.EXPANSION, entry.expansion),
        (AliasOrigin.NAME, entry.name),
        *((AliasOrigin.FORMER, text) for text in entry.formerly),
        *((AliasOrigin.MISSPELLING, text) for text in entry.misspellings),
    )
    for origin, text in given:
        if text is None or fold_alias(text) in seen:
            continue
        seen.add(fold_alias(text))
        twin = written.get(fold_alias(text))
        if twin is not None:
            yield _alias(entry, twin, origin)
        else:
            short = origin is AliasOrigin.ACRONYM and len(text) < SHORT_ACRONYM
            yield Alias(text=text, policy=Policy.CASE if short else Policy.ANY, origin=origin)
    for alias in entry.aliases:
        if fold_alias(alias.text) not in seen or written[fold_alias(alias.text)] is not alias:
            yield _alias(entry, alias, AliasOrigin.ALIAS)


def _alias(entry: CompetencyEntry, alias: AliasEntry, origin: AliasOrigin) -> Alias:
    near = (alias.near or entry.context.near) if alias.policy is Policy.CONTEXT else ()
    return Alias(text=alias.text, policy=alias.policy, origin=origin, near=_lower(near))


def compile_role(entry: RoleEntry, pathways: Mapping[str, Pathway], names: Mapping[str, str]) -> Role:
    """The role with its pathway; *names* gives the name of each competency id."""
    return Role(
        id=RoleId(entry.id),
        title=entry.title,
        titles=entry.titles,
        domain=entry.domain,
        onet=_occupations(entry.onet),
        esco=_occupations(entry.esco),
        pathway=pathways[entry.pathway],
        requirements=tuple(
            Requirement(
                name=requirement.name or names[requirement.any_of[0]],
                any_of=_ids(requirement.any_of),
                weight=requirement.weight,
                why=requirement.why,
            )
            for requirement in entry.requirements
        ),
    )


def compile_pathway(entry: PathwayEntry) -> Pathway:
    """The domain of study."""
    return Pathway(id=entry.id, domain=entry.domain, study_time=entry.study_time, core=_ids(entry.core))


def compile_tier(entry: TierEntry) -> TierMeaning:
    """What the tier stands for."""
    return TierMeaning(id=entry.id, name=entry.name, meaning=entry.meaning)


def compile_phrase(entry: PhraseEntry) -> GenericPhrase:
    """The phrase to avoid."""
    return GenericPhrase(text=entry.text, instead=entry.instead)


def compile_opener(entry: OpenerEntry) -> WeakOpener:
    """The weak opening of a bullet."""
    return WeakOpener(text=entry.text, stronger=entry.stronger)


def compile_issuer(entry: IssuerEntry) -> Issuer:
    """The issuer, its own name first among its names."""
    return Issuer(name=entry.name, names=(entry.name, *entry.names), domains=entry.domains, gives=_ids(entry.gives))


def compile_parser(entry: ParserEntry) -> HeadingParser:
    """The parser with what it accepts."""
    source = Source(title=entry.source.title, url=entry.source.url, year=entry.source.year)
    return HeadingParser(name=entry.name, source=source, accepts=entry.accepts.items())


def _occupations(entries: Iterable[OccupationEntry]) -> tuple[Occupation, ...]:
    return tuple(Occupation(code=entry.code, title=entry.title, nearest=entry.nearest) for entry in entries)


def _ids(ids: Iterable[str]) -> tuple[CompetencyId, ...]:
    return tuple(CompetencyId(item) for item in ids)


def _lower(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word.casefold() for word in words}))
