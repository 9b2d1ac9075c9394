"""The plan keeps its word: with an edit made in the text, the next audit gives the score that was promised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ats_audit.extract import extract_text
from ats_audit.judge.wording import form_in_list
from ats_audit.model import Effort, Kind, Method, SectionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit import Auditor, AuditReport
    from ats_audit.model import PlanStep

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if (SAMPLES / "expected" / f"{path.name}.json").is_file())
TOLERANCE = 0.1 + 1e-9
FIRST = 3


def _role(sample: str) -> str:
    role = json.loads((SAMPLES / "expected" / f"{sample}.json").read_text(encoding="utf-8"))["role"]["id"]
    assert isinstance(role, str)
    return role


def _audit(auditor: Auditor, sample: str) -> tuple[str, AuditReport]:
    text = auditor.read(SAMPLES / sample).text
    return text, auditor.audit_text(text, role=_role(sample))


def _work(text: str, line: str) -> str:
    """*text* with a bullet more in its last job, or with a job where it has none."""
    jobs = [part for part in extract_text(text).full.sections if part.kind is SectionKind.EXPERIENCE]
    if not jobs:
        return f"{text.rstrip()}\n\nExperience\n{line}\n"
    end = len(text[: jobs[-1].end].rstrip())
    return f"{text[:end]}\n{line}{text[end:]}"


def _make(auditor: Auditor, text: str, report: AuditReport, step: PlanStep) -> str:
    """*text* with the edit of *step* made, as a candidate would make it."""
    competency = auditor.lexicon.competency(step.competency)
    shown = {evidence.competency.id: evidence for evidence in report.evidence}
    if step.action.startswith("Mend"):
        wrong = [one for one in shown[step.competency].mentions if one.method is Method.FUZZY]
        for mention in reversed(wrong):
            text = text[: mention.start] + mention.alias + text[mention.end :]
        return text
    if step.action.startswith("Refresh"):
        old = next(one.evidence.via for one in report.judgements if one.requirement.id == step.requirement)
        assert old is not None
        for mention in reversed(shown[old].mentions):
            text = text[: mention.start] + competency.label + text[mention.end :]
        return text
    if competency.kind is Kind.CERTIFICATION:
        issuer = next(iter(auditor.lexicon.issuers_of(competency)))
        return f"{text.rstrip()}\n\nCertifications\n{competency.label}, {issuer.name}, 2024\n"
    if step.effort is Effort.WRITE:
        return _work(text, f"• Worked with {competency.label} every week, in three projects and at two sites.")
    return f"{text.rstrip()}\n\nSkills\n{form_in_list(competency)}\n"


def _check(auditor: Auditor, sample: str, steps: Sequence[PlanStep], text: str, report: AuditReport) -> None:
    for step in steps:
        after = auditor.audit_text(_make(auditor, text, report, step), role=_role(sample)).score.full
        assert abs(after - report.score.full - step.gain) <= TOLERANCE, step


@pytest.mark.parametrize("sample", NAMES)
def test_each_of_the_first_steps_gains_what_it_promises(auditor: Auditor, sample: str) -> None:
    text, report = _audit(auditor, sample)
    assert report.plan
    _check(auditor, sample, report.plan[:FIRST], text, report)


@pytest.mark.slow
@pytest.mark.parametrize("sample", NAMES)
def test_every_step_gains_what_it_promises(auditor: Auditor, sample: str) -> None:
    text, report = _audit(auditor, sample)
    _check(auditor, sample, report.plan, text, report)


@pytest.mark.parametrize("sample", NAMES)
def test_all_steps_of_the_bridge_together_give_its_score(auditor: Auditor, sample: str) -> None:
    text, report = _audit(auditor, sample)
    after = text
    for step in report.bridge.steps:
        after = _make(auditor, after, report, step)
    assert abs(auditor.audit_text(after, role=_role(sample)).score.full - report.bridge.score) <= TOLERANCE
