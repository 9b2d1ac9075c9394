"""The contract for programs: what the JSON of an audit, a scan and a ranking holds, and in which order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, assert_never

from ats_audit.model import AskKind, PagePlace, Rung, TextPlace, Weight, WholeDocument
from ats_audit.report._gaps import decisive_gaps, is_shown, role_of
from ats_audit.report._neutral import escape_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import (
        Ask,
        AuditReport,
        Bridge,
        Comparison,
        Competency,
        CompetencyId,
        DocumentSummary,
        EngineVersions,
        Evidence,
        Finding,
        JobSummary,
        Judgement,
        Mention,
        Place,
        PlanStep,
        Quote,
        RoleSummary,
        ScanReport,
        Score,
        Shift,
        Suggestion,
    )

SCHEMA_VERSION: Final = "1.1"
"""Version of all contracts. The major grows when a reader of the old one would be misled, the minor with what is added.

1.1: `job` is filled where an advert was judged against, `requirements[].asked` says where it asks, `role` may be
null; `bridge` stands beside `plan`.
"""

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]

_SCORE_DIGITS: Final = 2
_CREDIT_DIGITS: Final = 4


def serialise_report(report: AuditReport, *, indent: int | None) -> str:
    """The audit as JSON, ending in a line feed; *indent* None puts it all on one line."""
    return _serialise(_report(report), indent)


def serialise_scan(scan: ScanReport, *, lexicon: Lexicon, indent: int | None) -> str:
    """The scan as JSON; *lexicon* is the one that was scanned with."""
    return _serialise(
        {
            "schema_version": SCHEMA_VERSION,
            "engine": _engine(scan.engine),
            "document": _document(scan.document),
            "text_sha256": scan.text_sha256,
            "mentions": [_scan_mention(mention, lexicon.competency(mention.competency)) for mention in scan.mentions],
            "skipped_checks": list(scan.skipped_checks),
        },
        indent,
    )


def serialise_ranking(reports: Sequence[AuditReport], *, indent: int | None) -> str:
    """The roles of one résumé as JSON, in the order given; *reports* has at least one."""
    first = reports[0]
    return _serialise(
        {
            "schema_version": SCHEMA_VERSION,
            "engine": _engine(first.engine),
            "document": _document(first.document),
            "roles": [_ranked(report) for report in reports],
            "skipped_checks": list(first.skipped_checks),
        },
        indent,
    )


def serialise_comparison(comparison: Comparison, *, indent: int | None) -> str:
    """What an edit won and lost as JSON."""
    old, new = comparison.old, comparison.new
    return _serialise(
        {
            "schema_version": SCHEMA_VERSION,
            "engine": _engine(new.engine),
            "role": _role(new.role) if new.role else None,
            "job": _job(new.job, new.judgements) if new.job else None,
            "old": _side(old),
            "new": _side(new),
            "change": {"full": _points(comparison.full), "worst": _points(comparison.worst)},
            "won": [_shift(shift) for shift in comparison.won],
            "lost": [_shift(shift) for shift in comparison.lost],
            "mended": [_finding(finding) for finding in comparison.mended],
            "arisen": [_finding(finding) for finding in comparison.arisen],
            "no_longer_at_risk": list(comparison.no_longer_at_risk),
            "newly_at_risk": list(comparison.newly_at_risk),
        },
        indent,
    )


def _side(report: AuditReport) -> JsonValue:
    return {
        "document": _document(report.document),
        "score": _score(report.score),
        "skipped_checks": list(report.skipped_checks),
    }


def _shift(shift: Shift) -> JsonValue:
    requirement = shift.new.requirement
    return {
        "id": requirement.id,
        "name": requirement.name,
        "weight": requirement.weight,
        "points": _points(shift.points),
        "old": {"evidence": shift.old.evidence.rung, "near": shift.old.evidence.near},
        "new": {"evidence": shift.new.evidence.rung, "near": shift.new.evidence.near},
    }


def _serialise(value: JsonValue, indent: int | None) -> str:
    separators = (",", ":") if indent is None else None
    # What was just built from frozen values holds no circle; looking for one costs a tenth.
    encoder = json.JSONEncoder(ensure_ascii=False, indent=indent, separators=separators, check_circular=False)
    return escape_json(encoder.encode(value)) + "\n"


def _report(report: AuditReport) -> JsonValue:
    return {
        "schema_version": SCHEMA_VERSION,
        "engine": _engine(report.engine),
        "document": _document(report.document),
        "role": _role(report.role) if report.role else None,
        "job": _job(report.job, report.judgements) if report.job else None,
        "score": _score(report.score),
        "requirements": [_requirement(judgement) for judgement in report.judgements],
        "competencies": _competencies(report),
        "findings": [_finding(finding) for finding in report.findings],
        "plan": [_step(step) for step in report.plan],
        "bridge": _bridge(report.bridge),
        "suggestion": _suggestion(report.suggestion),
        "skipped_checks": list(report.skipped_checks),
    }


def _engine(engine: EngineVersions) -> JsonValue:
    return {
        "version": engine.version,
        "lexicon_version": engine.lexicon_version,
        "lexicon_sha256": engine.lexicon_sha256,
    }


def _document(document: DocumentSummary) -> JsonValue:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "reader": document.reader,
        "pages": document.pages,
        "words": document.words,
    }


def _role(role: RoleSummary) -> JsonValue:
    return {
        "id": role.id,
        "title": role.title,
        "pathway": {"domain": role.pathway_domain, "study_time": role.study_time},
    }


def _job(job: JobSummary, judgements: Sequence[Judgement]) -> JsonValue:
    kinds = [judgement.asked.kind for judgement in judgements if judgement.asked]
    return {
        "name": job.name,
        "sha256": job.sha256,
        "media_type": job.media_type,
        "words": job.words,
        "title": job.title,
        "requirements": {kind.value: kinds.count(kind) for kind in AskKind},
        "experience": [{"years": asked.years, **_ask(asked.ask)} for asked in job.experience],
        "education": [_ask(ask) for ask in job.education],
        "unchecked": [_ask(ask) for ask in job.unchecked],
    }


def _ask(ask: Ask) -> dict[str, JsonValue]:
    return {"kind": ask.kind, "quote": _quote(ask.quote)}


def _score(score: Score) -> JsonValue:
    return {
        "full": _points(score.full),
        "worst": _points(score.worst),
        "at_risk": list(score.at_risk),
        "readings": {kind.value: _points(points) for kind, points in score.readings},
    }


def _requirement(judgement: Judgement) -> JsonValue:
    requirement, evidence = judgement.requirement, judgement.evidence
    return {
        "id": requirement.id,
        "name": requirement.name,
        "weight": requirement.weight,
        "why": requirement.why,
        "any_of": list(requirement.any_of),
        "evidence": evidence.rung,
        "near": evidence.near,
        "credit": round(evidence.credit, _CREDIT_DIGITS),
        "points": _points(judgement.points),
        "possible": _points(judgement.possible),
        "met_by": None if evidence.rung is Rung.ABSENT else evidence.competency.id,
        "via": evidence.via,
        "asked": _ask(judgement.asked) if judgement.asked else None,
    }


def _competencies(report: AuditReport) -> JsonValue:
    weights: dict[CompetencyId, Weight] = {}
    for weight in reversed(Weight):
        for judgement in report.judgements:
            if judgement.requirement.weight is weight:
                weights.update(dict.fromkeys(judgement.requirement.any_of, weight))
    return [_competency(evidence, weights.get(evidence.competency.id)) for evidence in report.evidence]


def _competency(evidence: Evidence, weight: Weight | None) -> JsonValue:
    competency = evidence.competency
    return {
        "id": competency.id,
        "name": competency.name,
        "kind": competency.kind,
        "tier": competency.tier,
        "weight": weight,
        "evidence": evidence.rung,
        "near": evidence.near,
        "credit": round(evidence.credit, _CREDIT_DIGITS),
        "via": evidence.via,
        "quote": _quote(evidence.quote) if evidence.quote else None,
        "mentions": [_mention(mention) for mention in evidence.mentions],
    }


def _quote(quote: Quote) -> JsonValue:
    return {"start": quote.start, "end": quote.end, "text": quote.text}


def _mention(mention: Mention) -> JsonValue:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "alias": mention.alias,
        "method": mention.method,
        "similarity": round(mention.similarity, _CREDIT_DIGITS),
        "page": mention.page,
        "section": mention.section,
        "assertion": mention.assertion,
    }


def _scan_mention(mention: Mention, competency: Competency) -> JsonValue:
    return {
        "id": competency.id,
        "name": competency.name,
        "kind": competency.kind,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "alias": mention.alias,
        "method": mention.method,
        "similarity": round(mention.similarity, _CREDIT_DIGITS),
        "page": mention.page,
        "section": mention.section,
        "assertion": mention.assertion,
    }


def _finding(finding: Finding) -> JsonValue:
    page, start, end = _place(finding.place)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "fix": finding.fix,
        "page": page,
        "start": start,
        "end": end,
        "competency": finding.competency,
        "source": finding.source,
    }


def _place(place: Place) -> tuple[int | None, int | None, int | None]:
    match place:
        case TextPlace():
            return place.page, place.start, place.end
        case PagePlace():
            return place.page, None, None
        case WholeDocument():
            return None, None, None
        case _:
            assert_never(place)


def _step(step: PlanStep) -> JsonValue:
    return {
        "requirement": step.requirement,
        "competency": step.competency,
        "gain": _points(step.gain),
        "action": step.action,
        "effort": step.effort,
    }


def _bridge(bridge: Bridge) -> JsonValue:
    return {"score": _points(bridge.score), "requirements": [step.requirement for step in bridge.steps]}


def _suggestion(suggestion: Suggestion) -> JsonValue:
    return {
        "heading": suggestion.heading,
        "groups": [
            {
                "name": group.name,
                "items": [
                    {
                        "id": item.competency,
                        "text": item.text,
                        "quote": item.quote.text,
                        "start": item.quote.start,
                        "end": item.quote.end,
                    }
                    for item in group.items
                ],
            }
            for group in suggestion.groups
        ],
        "text": suggestion.text,
        "add_only_if_true": [
            {"id": question.competency, "text": question.text, "question": question.question}
            for question in suggestion.add_only_if_true
        ],
    }


def _ranked(report: AuditReport) -> JsonValue:
    return {
        "id": role_of(report).id,
        "title": role_of(report).title,
        "score": _score(report.score),
        "shown": _ids(judgement for judgement in report.judgements if is_shown(judgement)),
        "bridge": {
            "score": _points(report.bridge.score),
            "steps": [_step(step) for step in report.bridge.steps],
        },
        "gaps": [
            {
                "id": judgement.requirement.id,
                "name": judgement.requirement.name,
                "weight": judgement.requirement.weight,
                "evidence": judgement.evidence.rung,
                "points": _points(judgement.possible - judgement.points),
            }
            for judgement in decisive_gaps(report)
        ],
    }


def _ids(judgements: Iterable[Judgement]) -> JsonValue:
    return [judgement.requirement.id for judgement in judgements]


def _points(points: float) -> float:
    return round(points, _SCORE_DIGITS) + 0.0
