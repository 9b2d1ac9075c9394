"""A job advert: what it asks for, how, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ats_audit.model.document import MediaType, Quote
from ats_audit.model.lexicon import Requirement


class AskKind(StrEnum):
    """How a job advert asks for something."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    DUTY = "duty"
    """Named in the duties, or elsewhere without a word of asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A passage of a job advert that asks for something."""

    kind: AskKind
    quote: Quote
    """Its offsets point into the text of the advert, as `ats-audit text` prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceAsked:
    """Years of experience that a job advert asks for."""

    years: float
    """The fewest that will do: 3.0 for "3 to 5 years", 0.5 for "six months"."""
    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSummary:
    """The job advert, as a report names it. What it asks for stands in the report's judgements."""

    name: str
    """Base name of the path, or what the caller said."""
    sha256: str
    media_type: MediaType
    words: int
    title: str | None
    """Title of the job, as the advert writes it; None where none was made out."""
    experience: tuple[ExperienceAsked, ...]
    """In order of the advert."""
    education: tuple[Ask, ...]
    """Degrees and diplomas that the advert asks for, in order of the advert."""
    unchecked: tuple[Ask, ...]
    """Passages that ask for something of which the lexicon knows nothing: no part of the score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """A job advert, read. Every requirement has its ask, at the same place of the other tuple."""

    summary: JobSummary
    requirements: tuple[Requirement, ...]
    """In order of the advert; their ids are unique."""
    asks: tuple[Ask, ...]
