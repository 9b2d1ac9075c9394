"""The parts of an outline: each line of a report in words, before any form lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ats_audit.model import Finding, Judgement, Rung, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBox:
    """The number, what it means, and what becomes of it elsewhere."""

    full: float
    headline: str
    meaning: str
    worst: str
    at_risk: str
    """Competencies that some reading loses; empty where there is none."""
    tallies: tuple[tuple[str, str], ...]
    """Weight, and how many of its requirements are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow:
    """One requirement: its state, its name, its points, and the evidence or the reason for asking."""

    rung: Rung
    near: bool
    state: str
    name: str
    points: str
    detail: str
    asked: str
    """Where the job advert asks for it; empty where it comes from the role. What is missing has it in `detail` too."""
    judgements: tuple[Judgement, ...]
    """What the row is about: one, or several that are missing together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementGroup:
    """The requirements of one weight, best evidence first."""

    title: str
    rows: tuple[RequirementRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPart:
    """One thing that a job advert says beside its requirements: years of experience, degrees, what is not checked."""

    label: str
    items: tuple[str, ...]
    """At least one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItem:
    """One finding among those of its code."""

    message: str
    """With the place behind it, where the findings of its code stand in different places."""
    fix: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """The findings of one code."""

    code: str
    title: str
    place: str
    """The one place of them all; empty where they have several, or are about the whole document."""
    items: tuple[FindingItem, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """The findings of one severity."""

    severity: Severity
    title: str
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One edit of the plan."""

    gain: str
    effort: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One competency to add only if it is true."""

    text: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The whole report, in the order in which a person reads it."""

    title: str
    targets: tuple[str, ...]
    """What was judged against: the job advert, the role, or both."""
    about: str
    """File, reader and engine."""
    engine: str
    score: ScoreBox
    requirements_heading: str
    groups: tuple[RequirementGroup, ...]
    legend: tuple[str, ...]
    job: tuple[JobPart, ...]
    """Empty where no job advert was judged against."""
    findings: tuple[FindingGroup, ...]
    steps: tuple[StepRow, ...]
    pathway: str
    """What to study; empty where no step asks for it."""
    suggestion: tuple[str, ...]
    """Lines to paste, heading first; empty where there is nothing to suggest."""
    advice: tuple[str, ...]
    questions: tuple[QuestionRow, ...]
    skipped: tuple[str, ...]
