"""What an audit says of each sample, byte for byte. A golden file that is missing is a failure."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ats_audit import render
from ats_audit.report._html_assets import load_asset

if TYPE_CHECKING:
    from ats_audit import Auditor

SAMPLES = Path(__file__).parents[2] / "samples"
ROLES = {
    "ai-safety-auditor-markdown.md": "ai-safety-auditor",
    "ai-safety-auditor.pdf": "ai-safety-auditor",
    "clinical-data-associate-sidebar.pdf": "clinical-data-associate",
    "coding-qa-header-contact.docx": "coding-qa-analyst",
    "cra-career-changer.pdf": "cra",
    "cra-strong.docx": "cra",
    "cra-strong.pdf": "cra",
    "cra-strong.txt": "cra",
    "database-programmer-typos.pdf": "database-programmer",
    "generic-tech-savvy.docx": "healthcare-operations-lead",
    "healthcare-operations-lead.pdf": "healthcare-operations-lead",
    "medical-coder-biller.pdf": "medical-coder",
    "medical-coder-textboxes.docx": "medical-coder",
    "negations-and-ambitions.pdf": "cra",
    "trial-coordinator-table.docx": "trial-coordinator",
    "trial-coordinator-typst.pdf": "trial-coordinator",
}
SUFFIXES = {
    "github": "annotations",
    "html": "html",
    "json": "json",
    "markdown": "md",
    "sarif": "sarif",
    "section": "section.txt",
    "section-markdown": "section.md",
    "text": "txt",
}


def test_every_sample_has_a_role_to_be_audited_for() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".docx", ".txt", ".md"}}
    assert files - {"README.md"} == set(ROLES)


def test_every_golden_file_belongs_to_a_sample() -> None:
    expected = {f"{sample}.{suffix}" for sample in ROLES for suffix in SUFFIXES.values()}
    assert {path.name for path in (SAMPLES / "expected").iterdir()} == expected


@pytest.mark.parametrize("form", sorted(SUFFIXES))
@pytest.mark.parametrize("sample", sorted(ROLES))
def test_the_report_of_a_sample_is_the_golden_one(
    auditor: Auditor, sample: str, form: str, request: pytest.FixtureRequest
) -> None:
    golden = SAMPLES / "expected" / f"{sample}.{SUFFIXES[form]}"
    document = auditor.read(SAMPLES / sample)
    report = auditor.audit(document, role=ROLES[sample], name=sample)
    # Pictures differ with the version of the library that draws them; where they stand and what lies on them does not.
    pages = [replace(page, content=b"") for page in auditor.draw(SAMPLES / sample)] if form == "html" else []
    said = render(report, format=form, document=document, pages=pages, address=f"samples/{sample}")
    for name in ("report.css", "report.js"):
        said = said.replace(load_asset(name), f"[{name}]")
    said = re.sub(r"'sha256-[^']+'|&#39;sha256-[^&]+&#39;", "[hash]", said)
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert golden.is_file(), f"{golden.name} is missing; write it with --update-golden and read it"
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("other", ["cra-strong.docx", "cra-strong.txt"])
def test_the_same_resume_shows_the_same_competencies_in_every_format(auditor: Auditor, other: str) -> None:
    def shown(name: str) -> list[tuple[str, str, bool]]:
        evidence = auditor.audit(SAMPLES / name, role="cra").evidence
        return [(item.competency.id, item.rung.value, item.near) for item in evidence]

    assert shown(other) == shown("cra-strong.pdf")


@pytest.mark.parametrize("sample", sorted(ROLES))
def test_every_mention_is_a_quote_of_the_text(auditor: Auditor, sample: str) -> None:
    text = auditor.read(SAMPLES / sample).text
    report = auditor.audit(SAMPLES / sample, role=ROLES[sample])
    mentions = [mention for evidence in report.evidence for mention in evidence.mentions]
    assert mentions
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


@pytest.mark.parametrize("sample", sorted(ROLES))
def test_the_suggested_section_is_found_again_and_nothing_else(auditor: Auditor, sample: str) -> None:
    suggestion = auditor.audit(SAMPLES / sample, role=ROLES[sample]).suggestion
    listed = {item.competency for group in suggestion.groups for item in group.items}
    assert {mention.competency for mention in auditor.matcher.match_text(suggestion.text)} == listed
