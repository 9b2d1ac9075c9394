"""SARIF, GitHub's annotations and the section alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from reports import make_empty_report, make_hostile_report, make_report

from ats_audit.model import Document, TextPlace
from ats_audit.report import _sarif, render, serialise_sarif
from ats_audit.report._places import Lines

if TYPE_CHECKING:
    from ats_audit import Auditor, AuditReport

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)
NASTY = '::error file=x::%0A\n::stop-commands::t\r\n"<>\x1b[2J\u202e\ud800'
TEXT = "Jane Doe\n\nSUMMARY\nClinical researcher of two years.\n\nSKILLS\nGCP, HIPPA\n"


def log_of(*audits: tuple[AuditReport, Document | None, str | None]) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(serialise_sarif(audits))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    return log


@pytest.fixture(scope="module")
def audited(auditor: Auditor) -> tuple[AuditReport, Document]:
    document = auditor.read(TEXT.encode())
    return auditor.audit(document, role="cra", name="cv.md"), document


@pytest.mark.parametrize("report", [make_report(), make_empty_report(), make_hostile_report(NASTY)])
def test_a_log_keeps_the_schema(report: AuditReport) -> None:
    log = log_of((report, None, None))
    assert len(log["runs"][0]["results"]) == len(report.findings)


def test_a_log_of_nothing_keeps_the_schema() -> None:
    assert log_of()["runs"][0]["results"] == []


def test_each_result_names_its_rule_and_each_rule_its_help() -> None:
    run = log_of((make_report(), None, "cv/resume.pdf"), (make_report(), None, "b.pdf"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert uris == ["cv/resume.pdf", "b.pdf"]
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["index"] for result in run["results"]} == {
        0,
        1,
    }


def test_every_code_of_the_documents_is_where_the_help_says() -> None:
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    headings = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ATS-")]
    assert headings
    for heading in headings:
        code, _, title = heading.partition(" ")
        assert _sarif.help_address(code, title).endswith(f"#{heading.lower().replace(' ', '-')}")
    titles = {heading.partition(" ")[0]: heading.partition(" ")[2] for heading in headings}
    for golden in sorted((ROOT / "samples" / "expected").glob("*.sarif")):
        for rule in json.loads(golden.read_text(encoding="utf-8"))["runs"][0]["tool"]["driver"]["rules"]:
            assert titles[rule["id"]] == rule["shortDescription"]["text"]


@pytest.mark.parametrize("golden", sorted((ROOT / "samples" / "expected").glob("*.sarif")), ids=lambda path: path.name)
def test_the_golden_logs_keep_the_schema(golden: Path) -> None:
    VALIDATOR.validate(json.loads(golden.read_text(encoding="utf-8")))


def test_findings_of_a_text_file_tell_line_and_column(audited: tuple[AuditReport, Document]) -> None:
    run = log_of((*audited, "cv.md"))["runs"][0]
    (typo,) = [result for result in run["results"] if result["ruleId"] == "ATS-P06"]
    (location,) = typo["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 7,
        "startColumn": 6,
        "endLine": 7,
        "endColumn": 11,
        "charOffset": TEXT.index("HIPPA"),
        "charLength": 5,
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "skills"


def test_findings_of_a_pdf_tell_the_page_and_no_line(audited: tuple[AuditReport, Document]) -> None:
    run = log_of((make_report(), None, None))["runs"][0]
    typo = next(result for result in run["results"] if result["ruleId"] == "ATS-P03")
    assert "region" not in typo["locations"][0]["physicalLocation"]
    assert (typo["properties"]["page"], typo["properties"]["charOffset"]) == (1, 100)


def test_a_finding_keeps_its_fingerprint_when_it_moves_and_shares_it_with_no_other() -> None:
    report = make_report()
    place = report.findings[1].place
    assert isinstance(place, TextPlace)
    moved = replace(report.findings[1], place=replace(place, start=place.start + 50, end=place.end + 50))
    first = log_of((replace(report, findings=(report.findings[1],)), None, None))["runs"][0]["results"]
    later = log_of((replace(report, findings=(moved,)), None, None))["runs"][0]["results"]
    both = log_of((replace(report, findings=(report.findings[1], moved)), None, None))["runs"][0]["results"]
    assert first[0]["partialFingerprints"] == later[0]["partialFingerprints"]
    assert len({result["partialFingerprints"]["atsAudit/v1"] for result in both}) == 2


def test_a_path_becomes_an_address() -> None:
    run = log_of((make_report(), None, "CVs\\Zoë 100%.pdf"))["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == "CVs/Zo%C3%AB%20100%25.pdf"


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (7, (4, 1)), (8, (4, 2)), (9, (4, 3))]
)
def test_lines_end_as_they_do_in_editors(offset: int, place: tuple[int, int]) -> None:
    assert Lines("ab\nc\rd\n\u2028x").find(offset) == place or Lines("ab\nc\rd\nxy").find(offset) == place


def test_annotations_tell_the_line_of_a_text_file(audited: tuple[AuditReport, Document]) -> None:
    said = render(audited[0], format="github", document=audited[1], address="cv.md")
    assert "::warning file=cv.md,line=7,endLine=7,col=6,endColumn=11,title=ATS-P06 Probable misspelling::" in said
    assert said.splitlines()[-1].startswith("::notice file=cv.md,title=Score::")


def test_annotations_of_other_files_have_no_line() -> None:
    said = render(make_report(), format="github", address="a,b:c.pdf")
    assert said.startswith("::error file=a%2Cb%3Ac.pdf,title=ATS-L05 Text box::Two competencies")
    assert "line=" not in said


def test_text_of_strangers_gives_no_workflow_commands() -> None:
    report = make_hostile_report(NASTY)
    said = render(report, format="github")
    lines = said.splitlines()
    assert len(lines) == len(report.findings) + 1
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines)
    for line in lines:
        assert "\x1b" not in line
        assert "%0A" not in line.replace("%250A", "")


def test_the_section_alone_is_what_is_to_be_pasted() -> None:
    assert render(make_report(), format="section") == "Technical Core Competencies\nPlatforms: Medidata Rave EDC\n"
    assert render(make_empty_report(), format="section") == ""


def test_the_section_as_markdown_is_a_heading_and_a_list() -> None:
    said = render(make_report(), format="section-markdown")
    assert said == "## Technical Core Competencies\n\n- **Platforms:** Medidata Rave EDC\n"
    assert render(make_empty_report(), format="section-markdown") == ""
