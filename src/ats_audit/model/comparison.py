"""Two reports side by side, and many: what an edit won and lost, and what a group of people shows."""

from __future__ import annotations

from dataclasses import dataclass

from ats_audit.model.lexicon import CompetencyId
from ats_audit.model.report import AuditFailure, AuditReport, Finding, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A requirement that the two texts show differently."""

    old: Judgement
    new: Judgement
    points: float
    """What the edit adds to the score here, in points of 100; negative where it takes away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What an edit of a résumé won and lost, against the same target."""

    old: AuditReport
    new: AuditReport
    full: float
    """Change of the full score, in points."""
    worst: float
    """Change of the worst reading's score."""
    won: tuple[Shift, ...]
    """Requirements that are shown better, the most points first."""
    lost: tuple[Shift, ...]
    """Requirements that are shown worse, the most points first."""
    mended: tuple[Finding, ...]
    """Findings of the old report that the new one does not have, in its order."""
    arisen: tuple[Finding, ...]
    """Findings that only the new report has, in its order."""
    no_longer_at_risk: tuple[CompetencyId, ...]
    newly_at_risk: tuple[CompetencyId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One résumé of a cohort."""

    alias: str
    """Made from the bytes of the file alone: the same file has the same one everywhere."""
    report: AuditReport


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedGap:
    """A requirement that people of a cohort do not show in full."""

    judgements: tuple[Judgement, ...]
    """Of every person, in the order of the people."""
    missing: int
    """How many do not show it as held."""
    weak: int
    """How many show it as held, and not in full."""
    points: float
    """What it costs a person on average, in points of 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Many résumés against one target."""

    people: tuple[Person, ...]
    """Best full score first, then by alias; at least one."""
    gaps: tuple[SharedGap, ...]
    """Requirements that anybody lacks, the most points first."""
    failures: tuple[AuditFailure, ...]
    """Files that could not be audited."""
