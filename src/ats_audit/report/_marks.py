"""Where the report points into the résumé: competencies to be marked, and findings to be numbered in the margin."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ats_audit.model import Assertion, Method, Rung, TextPlace, WholeDocument
from ats_audit.report._neutral import neutralise
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ats_audit.model import AuditReport, CompetencyId, Evidence, Mention, Severity
    from ats_audit.report._outline_parts import FindingGroup


class Tone(StrEnum):
    """How a mark or a requirement looks: the rung of its evidence, or one of two more. Names of CSS classes."""

    DEMONSTRATED = "demonstrated"
    CREDENTIALED = "credentialed"
    LISTED = "listed"
    LEARNING = "learning"
    LAPSED = "lapsed"
    NEGATED = "negated"
    ABSENT = "absent"
    NEAR = "near"
    """A probable misspelling."""
    OTHER = "other"
    """A competency that the role does not ask for."""


_TONES: Final[Mapping[Assertion, Tone]] = {
    Assertion.LEARNING: Tone.LEARNING,
    Assertion.LAPSED: Tone.LAPSED,
    Assertion.NEGATED: Tone.NEGATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One stretch of the text in which a competency stands; marks are disjoint and in order of the text."""

    id: str
    start: int
    end: int
    tone: Tone
    label: str
    """For a tooltip and for screen readers: the competency and what its evidence is."""
    requirement: str | None
    """Id of the requirement that it serves; None where the role does not ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """The number of a finding beside the place that it is about."""

    id: str
    number: int
    severity: Severity
    label: str
    finding: str
    """Id of the finding in the report."""
    span: tuple[int, int] | None
    """Half-open span of code points; None for a page as a whole."""
    page: int | None


class Marking:
    """All marks and flags of one report."""

    def __init__(self, report: AuditReport, groups: Sequence[FindingGroup]) -> None:
        """Take up the evidence of *report* and its findings, numbered in the order of *groups*."""
        self.marks: tuple[Mark, ...] = tuple(_iter_marks(report))
        self.flags: tuple[Flag, ...] = tuple(_iter_flags(groups))

    def mark_at(self, start: int) -> Mark | None:
        """The mark that holds the code point at *start*."""
        at = bisect.bisect(self.marks, start, key=lambda mark: mark.start) - 1
        return self.marks[at] if at >= 0 and start < self.marks[at].end else None

    def flags_of(self, finding: str) -> tuple[Flag, ...]:
        """The flags of one finding, in the order of its items."""
        return tuple(flag for flag in self.flags if flag.finding == finding)


def requirement_id(number: int) -> str:
    """Id of the requirement that is number *number* among the judgements, from 0."""
    return f"r{number + 1}"


def finding_id(number: int) -> str:
    """Id of the finding of that number, from 1."""
    return f"f{number}"


def tone_of(evidence: Evidence) -> Tone:
    """How a requirement with that evidence looks."""
    return Tone.NEAR if evidence.near else Tone(evidence.rung.value)


def describe_tone(tone: Tone) -> str:
    """The word for it."""
    match tone:
        case Tone.NEAR:
            return words.NEAR
        case Tone.OTHER:
            return words.OTHER
        case _:
            return words.RUNGS[Rung(tone.value)]


def _iter_marks(report: AuditReport) -> Iterator[Mark]:
    requirements = _find_requirements(report)
    found = [(mention, evidence) for evidence in report.evidence for mention in evidence.mentions]
    # What the role asks for comes before what it does not, then the longer before the shorter.
    found.sort(key=lambda one: (one[0].competency not in requirements, one[0].start - one[0].end, one[0].start))
    starts: list[int] = []
    chosen: list[tuple[Mention, Evidence]] = []
    for mention, evidence in found:
        at = bisect.bisect(starts, mention.start)
        follows = at == 0 or chosen[at - 1][0].end <= mention.start
        if follows and (at == len(starts) or mention.end <= starts[at]):
            starts.insert(at, mention.start)
            chosen.insert(at, (mention, evidence))
    for number, (mention, evidence) in enumerate(chosen, start=1):
        requirement = requirements.get(mention.competency)
        tone = Tone.OTHER if requirement is None else _tone_at(mention, evidence)
        label = words.MARK.format(name=neutralise(evidence.competency.name), state=describe_tone(tone))
        yield Mark(
            id=f"m{number}", start=mention.start, end=mention.end, tone=tone, label=label, requirement=requirement
        )


def _tone_at(mention: Mention, evidence: Evidence) -> Tone:
    """What is said at this very place, where it is less than the competency's best evidence."""
    if mention.assertion in _TONES:
        return _TONES[mention.assertion]
    return Tone.NEAR if mention.method is Method.FUZZY else Tone(evidence.rung.value)


def _find_requirements(report: AuditReport) -> dict[CompetencyId, str]:
    """The requirement that each competency serves: where it is what counts, else where it could."""
    found: dict[CompetencyId, str] = {}
    for number, judgement in enumerate(report.judgements):
        evidence = judgement.evidence
        found.setdefault(evidence.via or evidence.competency.id, requirement_id(number))
    for number, judgement in enumerate(report.judgements):
        for competency in judgement.requirement.any_of:
            found.setdefault(competency, requirement_id(number))
    return found


def _iter_flags(groups: Iterable[FindingGroup]) -> Iterator[Flag]:
    number = 0
    for group in groups:
        for row in group.rows:
            number += 1
            for index, item in enumerate(row.items, start=1):
                place = item.finding.place
                if isinstance(place, WholeDocument):
                    continue
                yield Flag(
                    id=f"p{number}-{index}",
                    number=number,
                    severity=group.severity,
                    label=words.FLAG.format(number=number, title=row.title),
                    finding=finding_id(number),
                    span=(place.start, place.end) if isinstance(place, TextPlace) else None,
                    page=place.page,
                )
