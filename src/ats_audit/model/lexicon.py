"""The nouns of the catalogue: competencies, roles, and what is said about prose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from ats_audit.model.document import SectionKind

CompetencyId = NewType("CompetencyId", str)
"""Stable kebab-case name of a competency."""
RoleId = NewType("RoleId", str)
"""Stable kebab-case name of a role."""


class Kind(StrEnum):
    """What sort of thing a competency is."""

    REGULATION = "regulation"
    STANDARD = "standard"
    CODING_SYSTEM = "coding-system"
    PLATFORM = "platform"
    METHOD = "method"
    CERTIFICATION = "certification"
    ANALYTICS = "analytics"


class Tier(StrEnum):
    """The mission's three tiers."""

    A = "A"
    """Digital health literacy and EHR."""
    B = "B"
    """Data literacy and analytics."""
    C = "C"
    """Regulatory compliance and documentation accuracy."""


class Policy(StrEnum):
    """When an alias counts."""

    ANY = "any"
    CASE = "case"
    """Only in the letter case in which it is written, apart from a plural s."""
    CAP = "cap"
    """Not in lower case."""
    CONTEXT = "context"
    """As `case`, and only with a context word near, or beside another hit in a list."""


class AliasOrigin(StrEnum):
    """Where an alias comes from, so that findings can tell an acronym from an expansion."""

    NAME = "name"
    ACRONYM = "acronym"
    EXPANSION = "expansion"
    ALIAS = "alias"
    FORMER = "former"
    """An earlier name of the same thing."""
    MISSPELLING = "misspelling"
    """A known wrong spelling, which counts as a probable misspelling of the acronym or name."""


class Weight(StrEnum):
    """How much a role asks for a requirement."""

    CORE = "core"
    IMPORTANT = "important"
    NICE = "nice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One way to write a competency."""

    text: str
    policy: Policy
    origin: AliasOrigin
    near: tuple[str, ...] = ()
    """Context words for policy `context`; lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a reader can check an entry."""

    title: str
    url: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """A thing that a person can know or hold."""

    id: CompetencyId
    name: str
    kind: Kind
    tier: Tier
    acronym: str | None
    expansion: str | None
    aliases: tuple[Alias, ...]
    """All ways to write it, name, acronym, expansion and former names included; no two alike."""
    never: tuple[str, ...]
    """Words near which no alias counts; lower case."""
    implies: tuple[CompetencyId, ...]
    supersedes: tuple[CompetencyId, ...]
    distinct_from: tuple[CompetencyId, ...]
    ask: str | None
    """The question to ask oneself before adding it; None for the one that `done`, else its kind, makes."""
    source: Source
    done: str | None = None
    """What whoever has it has done, to follow "Have you": "kept or reviewed an investigator site file"."""

    @property
    def label(self) -> str:
        """How a suggestion writes it: "Expansion (ACRONYM)" where both are known, else the name.

        A name that says more than its acronym keeps saying it: "Food and Drug Administration (FDA) regulations".
        """
        if not (self.acronym and self.expansion):
            return self.name
        # Lexicons write common nouns small; at the head of an item they begin with a capital.
        first = self.expansion.split()[0]
        expansion = self.expansion[0].upper() + self.expansion[1:] if first.islower() else self.expansion
        both = f"{expansion} ({self.acronym})"
        rest = self.name.removeprefix(f"{self.acronym} ")
        if rest == self.name or rest.split()[-1].casefold() in self.expansion.casefold():
            return both
        return f"{both} {rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One competency, or any of several, that a role asks for."""

    name: str
    any_of: tuple[CompetencyId, ...]
    """Alternatives, at least one; the first names the requirement and is unique within a role."""
    weight: Weight
    why: str

    @property
    def id(self) -> CompetencyId:
        """The first alternative: the handle of the requirement within its role."""
        return self.any_of[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """A row of O*NET or ESCO to which a role maps."""

    code: str
    title: str
    nearest: bool
    """True where the classification has no such occupation and this one comes nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A domain of study from the mission, with the least time that it takes."""

    id: str
    domain: str
    study_time: str
    """For people, such as "3 to 6 months"."""
    core: tuple[CompetencyId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A job family and what it asks for."""

    id: RoleId
    title: str
    titles: tuple[str, ...]
    domain: str
    onet: tuple[Occupation, ...]
    esco: tuple[Occupation, ...]
    pathway: Pathway
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericPhrase:
    """A phrase that says nothing, and what to write instead."""

    text: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakOpener:
    """Words that open a bullet without saying what the writer did, and verbs that would."""

    text: str
    stronger: tuple[str, ...]
    """At least one, best first; in the past tense, as a bullet has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A body that certifies people."""

    name: str
    names: tuple[str, ...]
    """All ways in which a résumé names it, `name` included."""
    domains: tuple[str, ...]
    """Where its pages stand, such as "aapc.com"; hosts beneath them count."""
    gives: tuple[CompetencyId, ...] = ()
    """Certifications that it gives beside those whose source stands on its pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingParser:
    """A résumé parser whose rules for section headings can be read."""

    name: str
    source: Source
    accepts: tuple[tuple[str, SectionKind], ...]
    """Headings in lower case by which it knows a section of that kind; it may know others that no catalogue lists."""
