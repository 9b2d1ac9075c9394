"""From what an audit found to the row that tells it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ats_audit.batch.columns import ROW_VERSION, Row, Status
from ats_audit.errors import ExtractionCrashError, ExtractionTimeoutError, UnreadableSourceError
from ats_audit.model import AuditReport, Rung
from ats_audit.report import Format, render_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.batch.job import Job
    from ats_audit.judge import Balance
    from ats_audit.model import Assessment, Requirement

INTERNAL_ERROR: Final = "internal-error"
"""Error code of a row that our own fault spoiled."""
TRANSIENT: Final = frozenset(
    {UnreadableSourceError.code, ExtractionTimeoutError.code, ExtractionCrashError.code, INTERNAL_ERROR}
)
"""Error codes after which another run may do better."""
_DIGITS: Final = 4


def row_of_assessment(
    report: Assessment, *, doc_id: str, job: Job, characters: int, read_ms: float, audit_ms: float
) -> Row:
    """The row of a document that was audited."""
    row: Row = {
        **_head(doc_id, job),
        "sha256": report.document.sha256,
        "status": (Status.PARTIAL if report.skipped_checks else Status.OK).value,
        "score_full": round(report.score.full, 2),
        "score_worst": round(report.score.worst, 2),
        "media_type": report.document.media_type.value,
        "pages": report.document.pages,
        "words": report.document.words,
        "characters": characters,
        "competencies": sorted(
            evidence.competency.id for evidence in report.evidence if evidence.rung is not Rung.ABSENT
        ),
        "at_risk": sorted(report.score.at_risk),
        "finding_codes": sorted({finding.code for finding in report.findings}),
        "requirements": [
            {
                "id": judgement.requirement.id,
                "weight": judgement.requirement.weight.value,
                "evidence": judgement.evidence.rung.value,
                "near": judgement.evidence.near,
                "credit": round(judgement.evidence.credit, _DIGITS),
                "points": round(judgement.points, _DIGITS),
                "asked": judgement.asked.kind.value if judgement.asked else None,
                "met_by": None if judgement.evidence.rung is Rung.ABSENT else judgement.evidence.competency.id,
            }
            for judgement in report.judgements
        ],
        "skipped_checks": list(report.skipped_checks),
        "read_ms": round(read_ms, 3),
        "audit_ms": round(audit_ms, 3),
    }
    if isinstance(report, AuditReport):
        row["report"] = render_report(report, format=Format.JSONL).rstrip("\n")
    return row


def reweigh_row(row: Row, balance: Balance, requirements: Sequence[Requirement]) -> Row:
    """*row* under other weights of its requirements; *balance* is that of the same audit."""
    weighed = balance.weigh(requirements)
    hanging = {code for code, found in weighed.hanging.items() if found}
    return {
        **row,
        "score_full": round(weighed.full, 2),
        "score_worst": round(weighed.worst, 2),
        "finding_codes": sorted({*row["finding_codes"]} - weighed.hanging.keys() | hanging),
        "requirements": [
            {**told, "weight": requirement.weight.value, "points": round(points, _DIGITS)}
            for told, requirement, points in zip(row["requirements"], requirements, weighed.points, strict=True)
        ],
    }


def row_of_failure(*, doc_id: str, job: Job, code: str, message: str, sha256: str | None = None) -> Row:
    """The row of a document that could not be audited."""
    return {
        **_head(doc_id, job),
        "sha256": sha256,
        "status": (Status.FAILED if code in TRANSIENT else Status.REFUSED).value,
        "error_code": code,
        "error": message,
    }


def _head(doc_id: str, job: Job) -> Row:
    """Every column, with what the job says and nothing of a document."""
    empty: Row = {
        "schema_version": ROW_VERSION,
        "doc_id": doc_id,
        "sha256": None,
        "status": "",
        "error_code": None,
        "error": None,
        **stamp_of(job),
        "score_full": None,
        "score_worst": None,
        "media_type": None,
        "pages": None,
        "words": None,
        "characters": None,
        "competencies": [],
        "at_risk": [],
        "finding_codes": [],
        "requirements": [],
        "skipped_checks": [],
        "read_ms": None,
        "audit_ms": None,
    }
    if job.report:
        empty["report"] = None
    return empty


@lru_cache(maxsize=8)
def stamp_of(job: Job) -> Row:
    """The columns that say under which job a row was made; not to be changed."""
    return {
        "engine_version": job.engine_version,
        "lexicon_version": job.lexicon_version,
        "lexicon_sha256": job.lexicon_sha256,
        "job_sha256": job.sha256,
        "role": job.role,
        "advert_sha256": job.advert_sha256,
    }
