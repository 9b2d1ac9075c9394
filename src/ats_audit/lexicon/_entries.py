"""The shape of the files that curators write, as pydantic models: the one place where it is said."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ats_audit.model import Policy, SectionKind, Tier, Weight

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^\S(.*\S)?$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")]
Deed = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[a-z](.*[^\s.?,])?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=300)]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=100)]
Year = Annotated[int, Field(ge=1964, le=2100)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AliasEntry(_File):
    """A further way to write a competency."""

    text: Word
    policy: Policy = Policy.ANY
    near: tuple[Word, ...] = ()
    because: Text | None = None
    """Why a plain phrase names this very thing; for readers and one law, never used when matching."""


class ImplicationEntry(_File):
    """What whoever has the competency has as well."""

    id: Id
    because: Text | None = None
    """Why nobody has the one without the other, where the name does not say so; for readers and one law."""


class ContextEntry(_File):
    """Words that must, or must not, stand near an alias."""

    near: tuple[Word, ...] = ()
    never: tuple[Word, ...] = ()


class SourceEntry(_File):
    """Where a reader can check the entry."""

    title: Text
    url: Url
    year: Year


class ExamplesEntry(_File):
    """Lines of a résumé in which the entry is found, with its places marked, and lines in which it is not."""

    match: Annotated[tuple[Text, ...], Field(min_length=2)]
    no_match: Annotated[tuple[Text, ...], Field(min_length=1)]


class CompetencyEntry(_File):
    """A competency, written once."""

    id: Id
    name: Word
    tier: Tier
    acronym: Word | None = None
    expansion: Text | None = None
    aliases: tuple[AliasEntry, ...] = ()
    formerly: tuple[Word, ...] = ()
    misspellings: tuple[Word, ...] = ()
    implies: tuple[ImplicationEntry, ...] = ()
    supersedes: tuple[Id, ...] = ()
    distinct_from: tuple[Id, ...] = ()
    context: ContextEntry = ContextEntry()
    done: Deed | None = None
    ask: Text | None = None
    catalogue_only: bool = False
    source: SourceEntry
    examples: ExamplesEntry

    @model_validator(mode="before")
    @classmethod
    def _plain_strings_are_entries(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        for field, key in (("aliases", "text"), ("implies", "id")):
            if isinstance(value.get(field), list):
                entries = [{key: plain} if isinstance(plain, str) else plain for plain in value[field]]
                value = {**value, field: entries}
        return value


class OccupationEntry(_File):
    """A row of O*NET or ESCO."""

    code: Text
    title: Text
    nearest: bool = False


class RequirementEntry(_File):
    """One competency, or any of several, that a role asks for."""

    name: Text | None = None
    any_of: Annotated[tuple[Id, ...], Field(min_length=1)]
    weight: Weight
    why: Text


class RoleEntry(_File):
    """A role and what it asks for."""

    id: Id
    title: Text
    titles: Annotated[tuple[Text, ...], Field(min_length=1)]
    domain: Text
    onet: tuple[OccupationEntry, ...] = ()
    esco: tuple[OccupationEntry, ...] = ()
    pathway: Id
    requirements: Annotated[tuple[RequirementEntry, ...], Field(min_length=1)]


class TierEntry(_File):
    """One of the mission's three tiers."""

    id: Literal["A", "B", "C"]
    name: Text
    meaning: Text


class PathwayEntry(_File):
    """A domain of study."""

    id: Id
    domain: Text
    study_time: Text
    core: tuple[Id, ...]


class PathwaysFile(_File):
    """`pathways.yaml`."""

    tiers: Annotated[tuple[TierEntry, ...], Field(min_length=3, max_length=3)]
    pathways: Annotated[tuple[PathwayEntry, ...], Field(min_length=1)]


class PhraseEntry(_File):
    """A generic phrase, and what to write instead."""

    text: Text
    instead: Text


class OpenerEntry(_File):
    """Words that open a bullet weakly, and verbs that say more."""

    text: Word
    stronger: Annotated[tuple[Word, ...], Field(min_length=1, max_length=6)]


class IssuerEntry(_File):
    """A body that certifies people, the ways to name it, and where its pages stand."""

    name: Word
    names: tuple[Text, ...] = ()
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    gives: tuple[Id, ...] = ()


class IssuersFile(_File):
    """`prose/issuers.yaml`: words that say that a credential is held, and the issuers."""

    held: Annotated[tuple[Word, ...], Field(min_length=1)]
    issuers: Annotated[tuple[IssuerEntry, ...], Field(min_length=1)]


class ConfusableEntry(_File):
    """Two competencies that look alike, and are told apart."""

    one: Id
    other: Id
    why: Text


class HeadingsFile(_File):
    """`prose/headings.yaml`: headings by kind of section."""

    contact: tuple[Word, ...] = ()
    summary: tuple[Word, ...] = ()
    skills: tuple[Word, ...] = ()
    experience: tuple[Word, ...] = ()
    projects: tuple[Word, ...] = ()
    education: tuple[Word, ...] = ()
    certifications: tuple[Word, ...] = ()
    training: tuple[Word, ...] = ()
    publications: tuple[Word, ...] = ()
    awards: tuple[Word, ...] = ()
    languages: tuple[Word, ...] = ()
    volunteering: tuple[Word, ...] = ()
    memberships: tuple[Word, ...] = ()
    interests: tuple[Word, ...] = ()
    references: tuple[Word, ...] = ()

    def items(self) -> tuple[tuple[str, SectionKind], ...]:
        """Every heading with its kind, in the order of the file."""
        return tuple((text, SectionKind(kind)) for kind in type(self).model_fields for text in getattr(self, kind))


class ParserEntry(_File):
    """A résumé parser, where its rules can be read, and the headings by which it knows a section."""

    name: Word
    source: SourceEntry
    accepts: HeadingsFile


class LexiconFile(_File):
    """`lexicon.yaml`: the edition, and in an overlay what it takes away."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.\-]+$", max_length=40)]
    retire: tuple[Id, ...] = ()
