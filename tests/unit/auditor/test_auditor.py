"""Orchestration: sources in, reports out."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from ats_audit import AuditFailure, Auditor, AuditReport, Limits, audit
from ats_audit.errors import LimitExceededError, NoRequirementsError, UnknownRoleError, UnreadableSourceError
from ats_audit.lexicon import Lexicon, check_lexicon
from ats_audit.model import Assessment, Weight
from lexicons import write_lexicon

if TYPE_CHECKING:
    from pathlib import Path

RESUME = """Jane Example
jane@example.com

Experience
Research Nurse, Example Hospital, 2020 - Present
- Enrolled 40 patients under ICH-GCP and entered data in REDCap.

Skills
Medidata Rave, hard-working
"""


@pytest.fixture
def small(tmp_path: Path) -> Lexicon:
    lexicon = check_lexicon(write_lexicon(tmp_path / "lexicon"), whole=True).lexicon
    assert lexicon is not None
    return lexicon


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    path = tmp_path / "jane.txt"
    path.write_text(RESUME, encoding="utf-8")
    return path


def test_a_path_a_string_bytes_and_a_file_object_give_the_same_report(small: Lexicon, resume: Path) -> None:
    auditor = Auditor(lexicon=small)
    by_path = auditor.audit(resume, role="cra")
    assert auditor.audit(str(resume), role="cra") == by_path
    assert auditor.audit(resume.read_bytes(), role="cra", name="jane.txt") == by_path
    assert auditor.audit(io.BytesIO(resume.read_bytes()), role="cra", name="jane.txt") == by_path
    assert by_path.document.name == "jane.txt"


def test_a_report_shows_what_is_evidenced(small: Lexicon, resume: Path) -> None:
    report = audit(resume, role="cra", lexicon=small)
    shown = {item.requirement.id: item.evidence.rung.value for item in report.judgements}
    assert shown == {
        "ich-gcp": "demonstrated",
        "electronic-data-capture": "demonstrated",
        "medidata-rave": "demonstrated",
    }
    assert report.engine.lexicon_sha256 == small.sha256
    assert report.role is not None
    assert report.role.study_time == "3 to 6 months"


ADVERT = b"""Trial Nurse

Requirements
- Two years of experience with REDCap or Medidata Rave
- A driving licence

Nice to have
- ICH-GCP
"""


def test_an_advert_alone_is_what_the_resume_is_judged_against(small: Lexicon, resume: Path) -> None:
    report = audit(resume, job=ADVERT, lexicon=small)
    assert report.role is None
    assert report.job is not None
    assert (report.job.title, report.job.experience[0].years) == ("Trial Nurse", 2.0)
    assert [one.quote.text for one in report.job.unchecked] == ["A driving licence"]
    asked = [(one.requirement.any_of, one.asked and one.asked.kind.value) for one in report.judgements]
    assert asked == [(("redcap", "medidata-rave"), "required"), (("ich-gcp",), "preferred")]
    assert report.score.full == 100.0


def test_a_role_fills_in_what_the_advert_leaves_unsaid(small: Lexicon, resume: Path) -> None:
    alone = audit(resume, role="cra", lexicon=small)
    both = audit(resume, role="cra", job=b"Nurse\n\nRequirements\n- Medidata Rave\n", lexicon=small)
    assert both.role == alone.role
    core = {one.requirement.id for one in alone.judgements if one.requirement.weight is Weight.CORE}
    assert [one.requirement.id for one in both.judgements if one.asked] == ["medidata-rave"]
    rest = {one.requirement.id: one.requirement.weight for one in both.judgements if not one.asked}
    assert set(rest) <= core
    assert set(rest.values()) <= {Weight.IMPORTANT}


def test_an_advert_that_asks_for_nothing_known_is_an_error_unless_there_is_a_role(small: Lexicon, resume: Path) -> None:
    with pytest.raises(NoRequirementsError):
        audit(resume, job=b"Gardener\nRequirements\nGreen fingers\n", lexicon=small)
    report = audit(resume, role="cra", job=b"Gardener\nRequirements\nGreen fingers\n", lexicon=small)
    assert report.score == audit(resume, role="cra", lexicon=small).score
    assert any("asks for nothing" in check for check in report.skipped_checks)


def test_an_audit_needs_a_role_or_an_advert(small: Lexicon, resume: Path) -> None:
    with pytest.raises(ValueError, match="needs a role"):
        audit(resume, lexicon=small)
    with pytest.raises(ValueError, match="needs a role"):
        Auditor(lexicon=small).audit_many([resume])


def test_an_advert_read_once_serves_many_resumes(small: Lexicon, resume: Path) -> None:
    auditor = Auditor(lexicon=small)
    advert = auditor.read_advert(ADVERT, name="advert.txt")
    first, second = auditor.audit_many([resume, resume], job=advert)
    assert isinstance(first, AuditReport)
    assert first == second == auditor.audit(resume, job=advert)
    assert first.job == advert.summary
    assert auditor.audit_text(RESUME, job=advert, name="jane.txt").score == first.score


def test_an_assessment_is_the_report_without_plan_and_suggestion(small: Lexicon, resume: Path) -> None:
    auditor = Auditor(lexicon=small)
    gardener = b"Gardener\nRequirements\nGreen fingers\n"
    for role, job in (("cra", None), (None, ADVERT), ("cra", gardener)):
        report, assessment = auditor.audit(resume, role=role, job=job), auditor.assess(resume, role=role, job=job)
        for one in fields(Assessment):
            assert getattr(assessment, one.name) == getattr(report, one.name)


def test_an_isolated_audit_is_the_same_as_one_in_this_process(small: Lexicon, resume: Path) -> None:
    with Auditor(lexicon=small, isolation="process") as auditor:
        assert auditor.audit(resume, role="cra") == Auditor(lexicon=small).audit(resume, role="cra")
        assert auditor.scan(resume).mentions == Auditor(lexicon=small).scan(resume).mentions
        assert auditor.read(resume) == Auditor(lexicon=small).read(resume)


def test_a_document_that_was_read_before_is_audited_without_its_file(small: Lexicon, resume: Path) -> None:
    auditor = Auditor(lexicon=small)
    document = auditor.read(resume)
    assert auditor.audit(document, role="cra", name="jane.txt") == auditor.audit(resume, role="cra")
    assert auditor.scan(document, name="jane.txt") == auditor.scan(resume)
    assert auditor.audit(document, role="cra").document.name == "document"


def test_an_event_loop_audits_several_side_by_side(small: Lexicon, resume: Path) -> None:
    async def audit_four() -> list[AuditReport]:
        return await asyncio.gather(*(auditor.aaudit(resume, role="cra") for _ in range(4)))

    with Auditor(lexicon=small, isolation="process", slots=2) as auditor:
        assert asyncio.run(audit_four()) == [auditor.audit(resume, role="cra")] * 4


def test_threads_share_an_auditor(small: Lexicon, resume: Path) -> None:
    with Auditor(lexicon=small, isolation="process", slots=2) as auditor, ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(lambda _: auditor.audit(resume, role="cra"), range(8)))
        assert reports == [auditor.audit(resume, role="cra")] * 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_an_auditor_works_in_a_process_forked_while_its_lock_was_held(resume: Path) -> None:
    program = f"""
import os, threading
from ats_audit import Auditor
auditor = Auditor(isolation="process")
expected = auditor.audit({str(resume)!r}, role="cra")
held, done = threading.Event(), threading.Event()
def hold():
    with auditor._lock:
        held.set()
        done.wait()
threading.Thread(target=hold).start()
held.wait()
pid = os.fork()
if pid == 0:
    assert auditor.audit({str(resume)!r}, role="cra") == expected
    auditor.close()
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
done.set()
assert auditor.audit({str(resume)!r}, role="cra") == expected
auditor.close()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_text_is_audited_as_it_stands(small: Lexicon) -> None:
    report = Auditor(lexicon=small).audit_text(RESUME, role="cra")
    mentions = [mention for evidence in report.evidence for mention in evidence.mentions]
    assert mentions
    assert all(RESUME[mention.start : mention.end] == mention.text for mention in mentions)


def test_many_sources_are_answered_in_order_and_a_bad_one_in_its_place(small: Lexicon, resume: Path) -> None:
    sources: list[Path | bytes] = [resume, b"", resume.with_name("missing.pdf"), resume]
    first, empty, missing, last = Auditor(lexicon=small).audit_many(sources, role="cra")
    assert isinstance(first, AuditReport)
    assert isinstance(last, AuditReport)
    assert isinstance(empty, AuditFailure)
    assert isinstance(missing, AuditFailure)
    assert (empty.code, missing.code, missing.name) == ("empty-document", "unreadable-source", "missing.pdf")


def test_many_sources_for_an_unknown_role_fail_before_the_first(small: Lexicon) -> None:
    with pytest.raises(UnknownRoleError):
        Auditor(lexicon=small).audit_many([b"x"], role="nurse")


def test_ranking_audits_for_every_role_best_first(small: Lexicon, resume: Path) -> None:
    reports = Auditor(lexicon=small).rank(resume)
    assert [report.role and report.role.id for report in reports] == ["cra"]


def test_a_scan_finds_competencies_without_a_role(small: Lexicon, resume: Path) -> None:
    scan = Auditor(lexicon=small).scan(resume, name="x")
    assert scan.document.name == "x"
    assert [mention.competency for mention in scan.mentions] == ["ich-gcp", "redcap", "medidata-rave"]


@pytest.mark.parametrize("make", [lambda path: path / "missing.pdf", lambda path: path, lambda path: path / "a\0b"])
def test_what_cannot_be_opened_is_said_without_its_name(small: Lexicon, tmp_path: Path, make: object) -> None:
    assert callable(make)
    source = make(tmp_path)
    with pytest.raises(UnreadableSourceError) as caught:
        Auditor(lexicon=small).audit(source, role="cra")
    assert tmp_path.name not in caught.value.message + caught.value.hint


def test_a_file_over_the_limit_is_refused_unread(small: Lexicon, resume: Path) -> None:
    auditor = Auditor(lexicon=small, limits=Limits(bytes=10))
    for source in (resume, resume.read_bytes(), io.BytesIO(resume.read_bytes())):
        with pytest.raises(LimitExceededError):
            auditor.audit(source, role="cra")


def test_a_file_object_in_text_mode_is_a_mistake_of_the_program(small: Lexicon) -> None:
    with pytest.raises(TypeError, match="binary"):
        Auditor(lexicon=small).audit(io.StringIO("x"), role="cra")  # type: ignore[arg-type]


def loaded(code: str) -> set[str]:
    """Heavy modules that are loaded after *code*, in a new interpreter."""
    heavy = ("spacy", "pdfminer", "docx", "lxml", "rich", "pydantic", "yaml", "pypdfium2")
    program = f"{code}\nimport sys\nprint([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(eval(done.stdout.strip().split("\n")[-1]))  # noqa: S307 - our own list


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded("import ats_audit") == set()


def test_the_public_names_load_no_reader_and_no_spacy() -> None:
    assert not loaded("from ats_audit import *") & {"spacy", "pdfminer", "docx", "lxml", "rich", "pypdfium2"}


@pytest.mark.parametrize("arguments", [["--help"], ["roles"], ["roles", "cra"], ["--version"]])
def test_help_and_roles_load_no_spacy(arguments: list[str]) -> None:
    code = f"from ats_audit.cli import run\ntry:\n    run({arguments!r})\nexcept SystemExit:\n    pass"
    assert not loaded(code) & {"spacy", "pdfminer", "docx", "lxml"}


def test_every_public_name_can_be_had_and_no_other() -> None:
    import ats_audit

    assert [name for name in ats_audit.__all__ if getattr(ats_audit, name, None) is None] == []
    assert dir(ats_audit) == sorted(ats_audit.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ats_audit.nothing
