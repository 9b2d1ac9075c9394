"""An audit put into words and order for people: what the plain, the terminal and the Markdown form all lay out.

Every string here is one harmless line (see `neutralise`), except the lines of the suggestion, which are several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import AskKind, Effort, MediaType, PagePlace, Rung, Severity, TextPlace, Weight, WholeDocument
from ats_audit.report._gaps import is_partly_shown, is_shown
from ats_audit.report._neutral import neutralise, neutralise_lines
from ats_audit.report._outline_parts import (
    FindingGroup,
    FindingItem,
    FindingRow,
    JobPart,
    Outline,
    QuestionRow,
    RequirementGroup,
    RequirementRow,
    ScoreBox,
    StepRow,
)
from ats_audit.report._quotes import QuoteBook, shorten
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.model import (
        Ask,
        AuditReport,
        DocumentSummary,
        EngineVersions,
        Finding,
        JobSummary,
        Judgement,
        Place,
        PlanStep,
        Score,
        Suggestion,
    )

_MOST_ITEMS: Final = 5
"""Things of one sort that a brief outline tells of an advert."""


def outline_report(report: AuditReport, *, quote_width: int, brief: bool) -> Outline:
    """The audit in words; quotes are cut to *quote_width* characters, with an ellipsis where they are cut.

    A *brief* one names the missing nice-to-have requirements together, without the reason for each.
    """
    book = QuoteBook(report, quote_width)
    return Outline(
        title=words.TITLE.format(name=document_name(report.document)),
        targets=describe_targets(report),
        about=describe_document(report.document),
        engine=describe_engine(report.engine),
        score=_score(report, book),
        requirements_heading=_heading(report),
        groups=_groups(report, book, brief=brief),
        legend=_legend(report.judgements),
        job=tuple(_iter_job(report.job, report.judgements, quote_width, brief=brief)) if report.job else (),
        findings=_findings(report.findings),
        steps=tuple(_step(step) for step in report.plan),
        pathway=_pathway(report),
        suggestion=outline_suggestion(report.suggestion),
        advice=_advice(report.suggestion),
        questions=tuple(
            QuestionRow(text=neutralise(question.text), question=neutralise(question.question))
            for question in report.suggestion.add_only_if_true
        ),
        skipped=tuple(neutralise(check) for check in report.skipped_checks),
    )


def describe_targets(report: AuditReport) -> tuple[str, ...]:
    """What *report* judges against, a line for the advert and one for the role."""
    return tuple(_iter_targets(report))


def _iter_targets(report: AuditReport) -> Iterator[str]:
    if report.job is not None:
        name = neutralise(report.job.name) or words.NO_NAME
        title = neutralise(report.job.title or "")
        yield words.JOB.format(title=title, name=name) if title else words.JOB_UNTITLED.format(name=name)
    if report.role is not None:
        yield words.ROLE.format(title=neutralise(report.role.title), id=report.role.id)


def _pick(report: AuditReport, role: str, job: str, both: str) -> str:
    """The one of three that fits what was judged against."""
    if report.job is None:
        return role
    return job if report.role is None else both


def _heading(report: AuditReport) -> str:
    return _pick(report, words.REQUIREMENTS_HEADING, words.JOB_REQUIREMENTS_HEADING, words.BOTH_REQUIREMENTS_HEADING)


def document_name(document: DocumentSummary) -> str:
    """The document's name, harmless and never empty."""
    return neutralise(document.name) or words.NO_NAME


def describe_document(document: DocumentSummary) -> str:
    """Kind, length and reader of the file, on one line."""
    parts = [words.MEDIA_TYPES[document.media_type]]
    if document.pages is not None:
        parts.append(words.count(document.pages, words.PAGES))
    parts.append(words.count(document.words, words.WORD_COUNT))
    is_text = document.reader == "text"
    parts.append(words.READER_OF_TEXT if is_text else words.READER.format(reader=neutralise(document.reader)))
    return ", ".join(parts)


def describe_engine(engine: EngineVersions) -> str:
    """Versions of what made the report, on one line."""
    return words.ENGINE.format(
        version=engine.version, lexicon=neutralise(engine.lexicon_version), sha=engine.lexicon_sha256[:12]
    )


def format_points(points: float) -> str:
    """Points of 100 with one decimal."""
    return f"{points + 0.0:.1f}"


def _score(report: AuditReport, book: QuoteBook) -> ScoreBox:
    score, judgements = report.score, report.judgements
    return ScoreBox(
        full=score.full,
        headline=words.SCORE.format(score=format_points(score.full)),
        meaning=words.SCORE_MEANING.format(target=_pick(report, words.ROLE_ASKS, words.JOB_ASKS, words.BOTH_ASK)),
        worst=_worst(score, report.document.media_type),
        at_risk=_at_risk(score, book),
        tallies=tuple(_tally(weight, judgements) for weight in Weight if _of(weight, judgements)),
    )


def _at_risk(score: Score, book: QuoteBook) -> str:
    names = ", ".join(book.name(competency) for competency in score.at_risk)
    return words.AT_RISK.format(names=names) if names else ""


def _is_lower(score: Score) -> bool:
    return format_points(score.worst) != format_points(score.full)


def _worst(score: Score, media_type: MediaType) -> str:
    if not _is_lower(score):
        return words.WORST_SAME if not score.at_risk else words.WORST_LOWER.format(score=format_points(score.worst))
    kind = min(score.readings, key=lambda reading: reading[1])[0]
    readings = words.READINGS_OF_WORD if media_type is MediaType.DOCX else words.READINGS
    return words.WORST.format(score=format_points(score.worst), parser=readings[kind])


def _of(weight: Weight, judgements: Sequence[Judgement]) -> list[Judgement]:
    return [judgement for judgement in judgements if judgement.requirement.weight is weight]


def _tally(weight: Weight, judgements: Sequence[Judgement]) -> tuple[str, str]:
    ours = _of(weight, judgements)
    shown = sum(is_shown(judgement) for judgement in ours)
    part = sum(is_partly_shown(judgement) for judgement in ours)
    form = words.TALLY_PARTLY if part else words.TALLY
    return words.WEIGHTS[weight], form.format(shown=shown, all=len(ours), part=part)


def _groups(report: AuditReport, book: QuoteBook, *, brief: bool) -> tuple[RequirementGroup, ...]:
    groups = []
    for weight in Weight:
        ours = sorted(_of(weight, report.judgements), key=_by_evidence)
        rest: list[Judgement] = []
        if brief and weight is Weight.NICE and report.role is not None:
            rest = [judgement for judgement in ours if judgement.evidence.rung is Rung.ABSENT]
            ours = [judgement for judgement in ours if judgement.evidence.rung is not Rung.ABSENT]
        rows = [_row(judgement, book) for judgement in ours]
        if rest and report.role is not None:
            rows.append(_missing_together(rest, report.role.id))
        if rows:
            groups.append(RequirementGroup(title=words.WEIGHTS[weight], rows=tuple(rows)))
    return tuple(groups)


def _missing_together(judgements: Sequence[Judgement], role: str) -> RequirementRow:
    return RequirementRow(
        rung=Rung.ABSENT,
        near=False,
        state=words.RUNGS[Rung.ABSENT],
        name=", ".join(neutralise(judgement.requirement.name) for judgement in judgements),
        points=words.POINTS.format(
            points=format_points(0), possible=format_points(sum(judgement.possible for judgement in judgements))
        ),
        detail=words.WHY_EACH.format(role=role),
        asked="",
        judgements=tuple(judgements),
    )


def _by_evidence(judgement: Judgement) -> tuple[int, bool]:
    return list(Rung).index(judgement.evidence.rung), judgement.evidence.near


def _row(judgement: Judgement, book: QuoteBook) -> RequirementRow:
    evidence = judgement.evidence
    return RequirementRow(
        rung=evidence.rung,
        near=evidence.near,
        state=words.NEAR if evidence.near else words.RUNGS[evidence.rung],
        name=neutralise(judgement.requirement.name),
        points=words.POINTS.format(points=format_points(judgement.points), possible=format_points(judgement.possible)),
        detail=_reason(judgement, book) if evidence.rung is Rung.ABSENT else book.evidence(judgement),
        asked=_asked(judgement, book.width) if judgement.asked else "",
        judgements=(judgement,),
    )


def _reason(judgement: Judgement, book: QuoteBook) -> str:
    requirement = judgement.requirement
    parts = [_asked(judgement, book.width) if judgement.asked else words.WHY.format(why=neutralise(requirement.why))]
    if len(requirement.any_of) > 1:
        names = ", ".join(book.name(alternative) for alternative in requirement.any_of)
        parts.append(words.ANY_OF.format(names=names))
    return " ".join(parts)


def _asked(judgement: Judgement, width: int) -> str:
    if judgement.asked is None:
        return ""
    return words.ASKED[judgement.asked.kind].format(quote=shorten(judgement.asked.quote.text, width))


def _iter_job(job: JobSummary, judgements: Sequence[Judgement], width: int, *, brief: bool) -> Iterator[JobPart]:
    kinds = [judgement.asked.kind for judgement in judgements if judgement.asked]
    counted = [words.count(kinds.count(kind), words.JOB_COUNTS[kind]) for kind in AskKind if kind in kinds]
    if counted:
        yield JobPart(label=words.JOB_COUNT, items=(", ".join(counted),))
    experience = [
        words.JOB_EXPERIENCE_QUOTED.format(
            years=_stretch(asked.years),
            quote=shorten(asked.ask.quote.text, width),
            kind=words.ASK_KINDS[asked.ask.kind],
        )
        for asked in job.experience
    ]
    for label, found in (
        (words.JOB_EXPERIENCE, experience),
        (words.JOB_EDUCATION, [_quoted(ask, width) for ask in job.education]),
        (words.JOB_UNCHECKED, [_quoted(ask, width) for ask in job.unchecked]),
    ):
        items = list(dict.fromkeys(found))
        if brief and len(items) > _MOST_ITEMS:
            items[_MOST_ITEMS:] = [words.count(len(items) - _MOST_ITEMS, words.JOB_MORE)]
        if items:
            yield JobPart(label=label, items=tuple(items))


def _quoted(ask: Ask, width: int) -> str:
    return words.JOB_QUOTED.format(quote=shorten(ask.quote.text, width), kind=words.ASK_KINDS[ask.kind])


def _stretch(years: float) -> str:
    months = round(years * 12)
    return words.count(years, words.JOB_YEARS) if years >= 1 else words.count(months, words.JOB_MONTHS)


def _legend(judgements: Sequence[Judgement]) -> tuple[str, ...]:
    rungs = {judgement.evidence.rung for judgement in judgements if not judgement.evidence.near}
    lines = [
        words.LEGEND.format(state=words.RUNGS[rung], meaning=words.RUNG_MEANINGS[rung])
        for rung in Rung
        if rung in rungs
    ]
    if any(judgement.evidence.near for judgement in judgements):
        lines.append(words.LEGEND.format(state=words.NEAR, meaning=words.NEAR_MEANING))
    return tuple(lines)


def _findings(findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    groups = []
    for severity in Severity:
        ours = [finding for finding in findings if finding.severity is severity]
        kinds = dict.fromkeys((finding.code, finding.title) for finding in ours)
        rows = tuple(
            _finding_row(code, title, [finding for finding in ours if (finding.code, finding.title) == (code, title)])
            for code, title in kinds
        )
        if rows:
            title = words.count(len(rows), words.SEVERITIES[severity])
            groups.append(FindingGroup(severity=severity, title=title, rows=rows))
    return tuple(groups)


def _finding_row(code: str, title: str, findings: Sequence[Finding]) -> FindingRow:
    places = [_place(finding.place) for finding in findings]
    together = len(set(places)) == 1
    return FindingRow(
        code=code,
        title=neutralise(title),
        place=places[0] if together else "",
        items=tuple(
            FindingItem(
                message=_message(finding, "" if together else place), fix=neutralise(finding.fix), finding=finding
            )
            for finding, place in zip(findings, places, strict=True)
        ),
        sources=tuple(dict.fromkeys(neutralise(finding.source) for finding in findings if finding.source)),
    )


def _message(finding: Finding, place: str) -> str:
    message = neutralise(finding.message)
    return words.PLACED.format(what=message, place=place) if place else message


def _place(place: Place) -> str:
    match place:
        case PagePlace() | TextPlace():
            return "" if place.page is None else words.PAGE.format(page=place.page)
        case WholeDocument():
            return ""


def _step(step: PlanStep) -> StepRow:
    return StepRow(
        gain=words.GAIN.format(gain=format_points(step.gain)),
        effort=words.EFFORTS[step.effort],
        action=neutralise(step.action),
    )


def _pathway(report: AuditReport) -> str:
    if report.role is None or not any(step.effort is Effort.LEARN for step in report.plan):
        return ""
    return words.PATHWAY.format(domain=neutralise(report.role.pathway_domain), time=neutralise(report.role.study_time))


def outline_suggestion(suggestion: Suggestion) -> tuple[str, ...]:
    """The lines to paste, heading first; empty where there is nothing to suggest."""
    if not suggestion.groups:
        return ()
    lines = neutralise_lines(suggestion.text).strip("\n").split("\n")
    heading = neutralise(suggestion.heading)
    return tuple(lines) if lines[0] == heading else (heading, *lines)


def _advice(suggestion: Suggestion) -> tuple[str, ...]:
    if not suggestion.groups:
        return ()
    return words.ADVICE if "skills" in suggestion.heading.lower() else (*words.ADVICE, words.HEADING_ADVICE)
