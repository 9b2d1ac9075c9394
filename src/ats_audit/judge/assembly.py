"""A judgement as the record that a caller gets: with what made it, of which file, for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.model import Assessment, AuditReport, DocumentSummary, EngineVersions
from ats_audit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.judge.aim import Aim
    from ats_audit.judge.grounds import Grounds
    from ats_audit.judge.verdict import Verdict
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Document, Finding


def make_report(verdict: Verdict, document: Document, aim: Aim, lexicon: Lexicon, *, name: str) -> AuditReport:
    """The report of *verdict*; *name* is what it calls the document."""
    return AuditReport(
        engine=tell_engine(lexicon),
        document=DocumentSummary.of(document, name),
        role=aim.role_summary,
        job=aim.job_summary,
        score=verdict.score,
        judgements=verdict.judgements,
        evidence=verdict.evidence,
        findings=verdict.findings,
        plan=verdict.plan,
        bridge=verdict.bridge,
        suggestion=verdict.suggestion,
        skipped_checks=(*document.skipped, *aim.unasked),
    )


def make_assessment(
    grounds: Grounds, findings: Sequence[Finding], document: Document, aim: Aim, lexicon: Lexicon, *, name: str
) -> Assessment:
    """The report without plan and suggestion."""
    return Assessment(
        engine=tell_engine(lexicon),
        document=DocumentSummary.of(document, name),
        role=aim.role_summary,
        job=aim.job_summary,
        score=grounds.score,
        judgements=grounds.judgements,
        evidence=grounds.evidence,
        findings=tuple(findings),
        skipped_checks=(*document.skipped, *aim.unasked),
    )


def tell_engine(lexicon: Lexicon) -> EngineVersions:
    """What judges."""
    return EngineVersions(version=__version__, lexicon_version=lexicon.version, lexicon_sha256=lexicon.sha256)
