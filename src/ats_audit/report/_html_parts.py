"""What the template of the web page is given: words, links and lengths of bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ats_audit.model import Severity
    from ats_audit.report._facsimile import Facsimile
    from ats_audit.report._marks import Tone
    from ats_audit.report._outline_parts import Outline, StepRow
    from ats_audit.report._quotes import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of the bar of 100 points, from `x` on `width` wide."""

    tone: Tone
    label: str
    points: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow:
    """The score that one reading leaves."""

    name: str
    points: str
    width: float
    is_lower: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name, and the place that it leads to; `href` is empty where there is none."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """One of the things to do first."""

    title: str
    text: str
    gain: str
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """One requirement with its quote or the reason for asking."""

    id: str
    tone: Tone
    state: str
    name: str
    points: str
    passage: Passage | None
    reason: str
    """Why it is asked for, where it is missing."""
    any_of: str
    asked: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementGroupView:
    """The requirements of one weight; missing ones that weigh little are folded."""

    title: str
    tally: str
    rows: tuple[RequirementView, ...]
    folded: tuple[RequirementView, ...]
    folded_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItemView:
    """One place of a finding."""

    message: str
    fix: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """The findings of one code, under one number."""

    id: str
    number: int
    code: str
    title: str
    place: str
    items: tuple[FindingItemView, ...]
    fix: str
    """The one fix of all items; empty where each has its own."""
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroupView:
    """The findings of one severity."""

    severity: Severity
    title: str
    rows: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepGroupView:
    """The steps of one effort, open and folded."""

    title: str
    note: str
    steps: tuple[StepRow, ...]
    folded: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReport:
    """Everything that the template says."""

    title: str
    name: str
    outline: Outline
    full: str
    segments: tuple[Segment, ...]
    bar: str
    """The bar in words."""
    first: tuple[FirstStep, ...]
    readings: tuple[ReadingRow, ...]
    lost: tuple[Link, ...]
    worst: str
    legend: tuple[str, ...]
    groups: tuple[RequirementGroupView, ...]
    findings: tuple[FindingGroupView, ...]
    plan: tuple[StepGroupView, ...]
    unfolded: int
    resume: Facsimile
    resume_text: str
    """The text of the pages, for those who cannot see the pictures; empty where the text stands there already."""
    not_drawn: bool
    sha256: str
