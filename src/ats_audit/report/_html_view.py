"""The audit as the web page lays it out: words, links and lengths of bars; the template adds the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import Effort, MediaType, Rung, Severity, Weight
from ats_audit.report._facsimile import show_resume
from ats_audit.report._html_parts import (
    FindingGroupView,
    FindingItemView,
    FindingView,
    FirstStep,
    Link,
    PageReport,
    ReadingRow,
    RequirementGroupView,
    RequirementView,
    Segment,
    StepGroupView,
)
from ats_audit.report._marks import Marking, Tone, describe_tone, finding_id, requirement_id, tone_of
from ats_audit.report._neutral import neutralise, neutralise_lines
from ats_audit.report._outline import document_name, format_points, outline_report
from ats_audit.report._quotes import QuoteBook
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.model import AuditReport, CompetencyId, Document, Finding, Judgement, PagePicture
    from ats_audit.report._facsimile import Facsimile
    from ats_audit.report._outline_parts import FindingGroup, Outline, RequirementRow

_QUOTE_WIDTH: Final = 180
_FIRST: Final = 3
_UNFOLDED: Final = 6
"""Steps and questions of a kind that stand open; the others are folded."""
_LEAST: Final = 0.05
"""Points that show with one decimal."""
_CAUSES: Final = ("ATS-L01", "ATS-L02", "ATS-L03", "ATS-L04")
"""Findings of layout by which readings lose competencies: columns, table, text box, header or footer."""


def view_report(report: AuditReport, document: Document | None, pictures: Sequence[PagePicture]) -> PageReport:
    """The audit laid out for the page."""
    outline = outline_report(report, brief=False, quote_width=_QUOTE_WIDTH)
    marking = Marking(report, outline.findings)
    resume = show_resume(document, pictures, marking)
    book = QuoteBook(report, _QUOTE_WIDTH)
    finder = _Finder(report, marking, resume)
    segments = tuple(_iter_segments(report))
    lost = tuple(Link(text=book.name(known), href=finder.competency(known)) for known in report.score.at_risk)
    name = document_name(report.document)
    return PageReport(
        title=words.PAGE_TITLE.format(name=name, score=format_points(report.score.full)),
        name=name,
        outline=outline,
        full=format_points(report.score.full),
        segments=segments,
        bar=_describe_bar(segments, report.score.full),
        first=tuple(_iter_first(report, outline)),
        readings=tuple(_iter_readings(report)),
        lost=lost,
        worst=outline.score.worst,
        legend=(*outline.legend, *_other_legend(resume)),
        groups=tuple(_iter_groups(report, outline, book, finder)),
        findings=tuple(_iter_findings(outline.findings, marking, resume)),
        plan=tuple(_iter_plan(report, outline)),
        unfolded=_UNFOLDED,
        resume=resume,
        resume_text="" if document is None or resume.blocks else _resume_text(document),
        not_drawn=document is not None and document.media_type is MediaType.PDF and not pictures,
        sha256=report.document.sha256,
    )


def _resume_text(document: Document) -> str:
    return neutralise_lines(document.text).strip("\n")


def _other_legend(resume: Facsimile) -> Iterator[str]:
    """What the marks mean that have no requirement, where there are any."""
    if any(tone is Tone.OTHER for tone, _ in resume.legend):
        yield words.LEGEND.format(state=words.OTHER, meaning=words.OTHER_MEANING)


class _Finder:
    """Where the quotes and competencies of a report stand on the résumé beside it."""

    def __init__(self, report: AuditReport, marking: Marking, resume: Facsimile) -> None:
        self._marking = marking
        self._anchors = resume.anchors
        self._starts = {
            evidence.competency.id: [mention.start for mention in evidence.mentions] for evidence in report.evidence
        }

    def offset(self, start: int) -> str:
        """Link to the mark that holds the code point at *start*; empty where there is none."""
        mark = self._marking.mark_at(start)
        return f"#{self._anchors[mark.id]}" if mark is not None and mark.id in self._anchors else ""

    def competency(self, known: CompetencyId) -> str:
        """Link to the first place of a competency; empty where there is none."""
        return next((href for start in self._starts.get(known, ()) if (href := self.offset(start))), "")


# Score


def _iter_segments(report: AuditReport) -> Iterator[Segment]:
    earned: dict[Tone, float] = {}
    for judgement in report.judgements:
        tone = tone_of(judgement.evidence)
        earned[tone] = earned.get(tone, 0.0) + judgement.points
    # The bonus for what is nice to have is capped with the score, so the parts may be more than the whole.
    total = sum(earned.values())
    scale = report.score.full / total if total > report.score.full else 1.0
    x = 0.0
    for tone in Tone:
        width = earned.get(tone, 0.0) * scale
        if width >= _LEAST:
            yield Segment(
                tone=tone, label=describe_tone(tone), points=format_points(width), x=round(x, 2), width=round(width, 2)
            )
            x += width


def _describe_bar(segments: Sequence[Segment], full: float) -> str:
    parts = [words.BAR_PART.format(state=segment.label, points=segment.points) for segment in segments]
    parts.append(words.BAR_PART.format(state=words.BAR_OPEN, points=format_points(100 - full)))
    return words.BAR.format(parts=", ".join(parts))


def _iter_readings(report: AuditReport) -> Iterator[ReadingRow]:
    is_word = report.document.media_type is MediaType.DOCX
    names = words.READING_NAMES_OF_WORD if is_word else words.READING_NAMES
    for kind, points in report.score.readings:
        yield ReadingRow(
            name=names[kind],
            points=format_points(points),
            width=round(points, 2),
            is_lower=report.score.full - points >= _LEAST,
        )


# What to do first


def _iter_first(report: AuditReport, outline: Outline) -> Iterator[FirstStep]:
    steps = [*_urgent(outline), *_structural(report, outline), *_planned(report, outline)]
    yield from steps[:_FIRST]


def _numbered(outline: Outline) -> Iterator[tuple[int, Severity, Finding, str, str]]:
    number = 0
    for group in outline.findings:
        for row in group.rows:
            number += 1
            item = row.items[0]
            yield number, group.severity, item.finding, row.title, item.fix or item.message


def _urgent(outline: Outline) -> Iterator[FirstStep]:
    for number, severity, _, title, text in _numbered(outline):
        if severity is Severity.ERROR:
            yield FirstStep(title=title, text=text, gain="", link=_link_to(number))


def _structural(report: AuditReport, outline: Outline) -> Iterator[FirstStep]:
    """The layout by which the worst reading loses points, if it loses any."""
    stake = report.score.full - report.score.worst
    if stake < _LEAST:
        return
    for number, severity, finding, title, text in _numbered(outline):
        if severity is not Severity.ERROR and finding.code in _CAUSES:
            gain = words.AT_STAKE.format(points=format_points(stake))
            yield FirstStep(title=title, text=text, gain=gain, link=_link_to(number))
            return


def _planned(report: AuditReport, outline: Outline) -> Iterator[FirstStep]:
    names = {judgement.requirement.id: judgement.requirement.name for judgement in report.judgements}
    for step, row in zip(report.plan, outline.steps, strict=True):
        yield FirstStep(
            title=neutralise(names.get(step.requirement, step.requirement)),
            text=row.action,
            gain=words.POINTS_GAINED.format(points=format_points(step.gain)),
            link=None,
        )


def _link_to(number: int) -> Link:
    return Link(text=words.SEE_FINDING.format(number=number), href=f"#{finding_id(number)}")


# Requirements


def _iter_groups(
    report: AuditReport, outline: Outline, book: QuoteBook, finder: _Finder
) -> Iterator[RequirementGroupView]:
    ids = {id(judgement): requirement_id(number) for number, judgement in enumerate(report.judgements)}
    tallies = dict(outline.score.tallies)
    for group in outline.groups:
        rows = [_requirement(row, row.judgements[0], ids[id(row.judgements[0])], book, finder) for row in group.rows]
        folded: list[RequirementView] = []
        worth = 0.0
        if group.title == words.WEIGHTS[Weight.NICE]:
            folded = [view for view in rows if view.tone is Tone.ABSENT]
            rows = [view for view in rows if view.tone is not Tone.ABSENT]
            worth = sum(row.judgements[0].possible for row in group.rows if row.rung is Rung.ABSENT)
        yield RequirementGroupView(
            title=group.title,
            tally=tallies.get(group.title, ""),
            rows=tuple(rows),
            folded=tuple(folded),
            folded_title=words.count(len(folded), words.MISSING_FOLDED).format(points=format_points(worth)),
        )


def _requirement(
    row: RequirementRow, judgement: Judgement, anchor: str, book: QuoteBook, finder: _Finder
) -> RequirementView:
    requirement = judgement.requirement
    tone = tone_of(judgement.evidence)
    passage = None if tone is Tone.ABSENT else book.passage(judgement)
    mention = passage.mention if passage else None
    return RequirementView(
        id=anchor,
        tone=tone,
        state=row.state,
        name=row.name,
        points=row.points,
        passage=passage,
        reason=neutralise(requirement.why) if passage is None and not row.asked else "",
        any_of=words.ANY_OF.format(names=", ".join(book.name(known) for known in requirement.any_of))
        if passage is None and len(requirement.any_of) > 1
        else "",
        asked=row.asked,
        href=finder.offset(mention.start) if mention else "",
    )


# Findings


def _iter_findings(groups: Iterable[FindingGroup], marking: Marking, resume: Facsimile) -> Iterator[FindingGroupView]:
    number = 0
    for group in groups:
        rows = []
        for row in group.rows:
            number += 1
            # A place is known by the number of its item, which stands behind the hyphen.
            places = {
                flag.id.rpartition("-")[2]: f"#{resume.anchors[flag.id]}"
                for flag in marking.flags_of(finding_id(number))
                if flag.id in resume.anchors
            }
            fixes = {item.fix for item in row.items}
            together = len(fixes) == 1
            rows.append(
                FindingView(
                    id=finding_id(number),
                    number=number,
                    code=row.code,
                    title=row.title,
                    place=row.place,
                    items=tuple(
                        FindingItemView(
                            message=item.message, fix="" if together else item.fix, href=places.get(str(index), "")
                        )
                        for index, item in enumerate(row.items, start=1)
                    ),
                    fix=row.items[0].fix if together else "",
                    sources=tuple(Link(text=_site(source), href=source) for source in row.sources),
                )
            )
        yield FindingGroupView(severity=group.severity, title=group.title, rows=tuple(rows))


def _site(source: str) -> str:
    """What a reader sees of a source: the host of a web address, or its name."""
    if not is_web(source):
        return source
    return source.partition("://")[2].partition("/")[0].removeprefix("www.")


def is_web(source: str) -> bool:
    """Whether a source is a web address that may be a link: no other scheme ever becomes one."""
    return source.startswith(("https://", "http://")) and not any(one.isspace() for one in source)


# Plan


def _iter_plan(report: AuditReport, outline: Outline) -> Iterator[StepGroupView]:
    for effort in Effort:
        steps = [row for step, row in zip(report.plan, outline.steps, strict=True) if step.effort is effort]
        if steps:
            yield StepGroupView(
                title=words.EFFORT_HEADINGS[effort],
                note=outline.pathway if effort is Effort.LEARN else "",
                steps=tuple(steps[:_UNFOLDED]),
                folded=tuple(steps[_UNFOLDED:]),
            )
