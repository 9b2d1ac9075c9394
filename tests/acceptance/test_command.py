"""The command as a user meets it: its own process, real files, good and bad."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from commands import PRIVATE, call, write_lines, write_pdf

if TYPE_CHECKING:
    from pathlib import Path

FOUND = {"medidata-rave", "redcap", "electronic-data-capture", "ich-gcp", "source-data-verification"}


@pytest.fixture(scope="module")
def reports(resumes: dict[str, Path]) -> dict[str, Any]:
    """The JSON reports of the three files, by suffix, from one run."""
    ended = call(*resumes.values(), "--role", "cra", "--format", "jsonl")
    assert (ended.code, ended.err) == (0, "")
    return dict(zip(resumes, map(json.loads, ended.out.splitlines()), strict=True))


def _evidence(report: Any) -> dict[str, str]:
    return {each["id"]: each["evidence"] for each in report["competencies"] if each["evidence"] != "absent"}


def test_a_resume_is_audited_from_pdf_docx_and_text_alike(reports: dict[str, Any]) -> None:
    assert set(_evidence(reports["txt"])) >= FOUND
    assert _evidence(reports["pdf"]) == _evidence(reports["docx"]) == _evidence(reports["txt"])
    assert reports["txt"]["score"]["full"] > 0


def test_the_report_keeps_the_schema_that_the_command_prints(reports: dict[str, Any]) -> None:
    schema = json.loads(call("schema").out)
    for report in reports.values():
        jsonschema.Draft202012Validator(schema).validate(report)


def test_every_mention_stands_in_the_text_that_the_command_prints(resumes: dict[str, Path]) -> None:
    text = call("text", resumes["pdf"]).out
    scan = json.loads(call("scan", resumes["pdf"], "--format", "json").out)
    assert scan["text_sha256"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert {mention["id"] for mention in scan["mentions"]} >= FOUND
    assert all(text[mention["start"] : mention["end"]] == mention["text"] for mention in scan["mentions"])


def test_text_is_read_as_the_file_has_it(resumes: dict[str, Path]) -> None:
    assert call("text", resumes["txt"]).out == resumes["txt"].read_text(encoding="utf-8")


def test_the_same_file_gives_the_same_bytes(resumes: dict[str, Path]) -> None:
    first = call(resumes["pdf"], "--role", "cra", PYTHONHASHSEED="1")
    second = call(resumes["pdf"], "--role", "cra", PYTHONHASHSEED="2", LC_ALL="C", COLUMNS="50")
    assert first == second
    assert first.out.startswith("Audit of resume.pdf\nClinical Research Associate (cra)\n")


def test_standard_input_is_told_by_its_bytes(resumes: dict[str, Path]) -> None:
    ended = call("-", "--role", "cra", "--format", "json", stdin=resumes["docx"].read_bytes())
    report = json.loads(ended.out)
    assert report["document"]["name"] == "stdin"
    assert report["document"]["media_type"].endswith("wordprocessingml.document")


def test_a_score_below_the_wanted_one_is_exit_code_1(resumes: dict[str, Path]) -> None:
    ended = call(resumes["txt"], "--role", "cra", "--fail-under", "100", "-o", os.devnull)
    assert (ended.code, ended.out, ended.err) == (1, "", "")


def test_bad_files_are_a_line_each_and_the_good_one_is_audited(resumes: dict[str, Path], tmp_path: Path) -> None:
    pdf = resumes["pdf"].read_bytes()
    bad = {
        "empty.pdf": b"",
        "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "truncated.pdf": pdf[:200],
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048),
        "archive.docx": b"PK\x03\x04" + bytes(64),
        "scan.jpg": b"\xff\xd8\xff\xe0" + bytes(64),
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    write_pdf(tmp_path / "locked.pdf", locked_by="open sesame")
    (tmp_path / "folder.pdf").mkdir()
    names = [*bad, "locked.pdf", "folder.pdf", "missing.pdf"]
    paths = [tmp_path / name for name in names]
    ended = call(*paths[:4], resumes["pdf"], *paths[4:], "--role", "cra", "--format", "jsonl")
    assert ended.code == 3
    lines = ended.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == list(map(str, paths))
    assert all(re.fullmatch(r"ats-audit: .+?: \S.+[.!?)]", line) for line in lines)
    assert PRIVATE not in ended.err
    assert "Traceback" not in ended.err
    assert [json.loads(line)["document"]["name"] for line in ended.out.splitlines()] == ["resume.pdf"]


def test_an_unknown_role_is_answered_with_the_nearest(resumes: dict[str, Path]) -> None:
    ended = call(resumes["txt"], "--role", "crra")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("ats-audit: unknown role 'crra'. Did you mean cra")
    assert ended.err.count("\n") == 1


def test_a_broken_lexicon_is_named_with_its_line(resumes: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "competencies").mkdir()
    (tmp_path / "competencies" / "platform.yaml").write_text("- id: my-tool\n  nmae: My Tool\n", encoding="utf-8")
    ended = call(resumes["txt"], "--role", "cra", "--lexicon", tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert re.search(r"^(ats-audit: )?competencies/platform\.yaml:\d+:\d+: ", ended.err, re.MULTILINE)
    assert "Traceback" not in ended.err


def test_an_overlay_adds_what_it_has(resumes: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "competencies").mkdir()
    (tmp_path / "competencies" / "method.yaml").write_text(OVERLAY, encoding="utf-8")
    checked = call("lexicon", "check", tmp_path)
    assert (checked.code, checked.err) == (0, "")
    scan = json.loads(call("scan", resumes["txt"], "--lexicon", tmp_path, "--format", "json").out)
    assert "northwind-method" in {mention["id"] for mention in scan["mentions"]}


def test_the_roles_are_ranked(resumes: dict[str, Path]) -> None:
    ended = call("rank", resumes["txt"], "--format", "json")
    scores = [role["score"]["full"] for role in json.loads(ended.out)["roles"]]
    assert len(scores) >= 8
    assert scores == sorted(scores, reverse=True)


def test_roles_and_lexicon_and_version_are_shown() -> None:
    roles = call("roles").out
    for role in ("cra", "trial-coordinator", "medical-coder", "coding-qa-analyst", "clinical-data-associate"):
        assert re.search(rf"^{role} ", roles, re.MULTILINE)
    assert "CORE (" in call("roles", "cra").out
    assert "\nmedidata-rave " in call("lexicon", "list").out
    assert re.fullmatch(r"ats-audit \d+\.\d+\.\d+, lexicon \S+ \(sha256 [0-9a-f]{64}\)\n", call("--version").out)


def test_a_reader_that_goes_away_is_no_error(resumes: dict[str, Path]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "ats_audit", "text", *map(str, [resumes["txt"]])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


def test_a_command_line_without_sense_is_one_line() -> None:
    for arguments in ([], ["a.pdf"], ["--fail-under", "x"], ["scan"], ["lexicon", "burn"]):
        ended = call(*arguments)
        assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("arguments", [["--help"], ["rank", "--help"], ["roles"], ["schema"], ["--version"]])
def test_what_needs_no_resume_loads_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys; from ats_audit.cli import run; code = run(sys.argv[1:]); "
        "heavy = {'spacy', 'pdfminer', 'docx', 'lxml', 'rich', 'rapidfuzz', 'numpy'} & sys.modules.keys(); "
        "sys.exit(f'{code} {sorted(heavy)}' if code or heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


OVERLAY = """\
- id: northwind-method
  name: Northwind Trials
  tier: A
  source: {title: "Invented", url: "https://example.com/", year: 2026}
  examples:
    match:
      - "Trained in [[Northwind Trials]]"
      - "Methods: [[Northwind Trials]]"
    no_match:
      - "The north wind blew"
"""


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_resume_is_audited_against_an_advert_of_any_format(
    resumes: dict[str, Path], tmp_path: Path, suffix: str
) -> None:
    advert = tmp_path / f"advert.{suffix}"
    lines = [
        "Site Monitor",
        "Requirements",
        "ICH-GCP",
        "Three years of experience in Medidata Rave",
        "Nice to have",
        "SAS",
    ]
    write_lines(advert, lines)
    ended = call(resumes["txt"], "--job", advert, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    report = json.loads(ended.out)
    jsonschema.Draft202012Validator(json.loads(call("schema").out)).validate(report)
    assert (report["role"], report["job"]["title"]) == (None, "Site Monitor")
    assert report["job"]["experience"][0]["years"] == 3
    text = call("text", advert).out
    asked = {one["id"]: one["asked"] for one in report["requirements"]}
    assert {id_: ask["kind"] for id_, ask in asked.items()} == {
        "ich-gcp": "required",
        "medidata-rave": "required",
        "sas": "preferred",
    }
    assert all(text[ask["quote"]["start"] : ask["quote"]["end"]] == ask["quote"]["text"] for ask in asked.values())


def test_a_cohort_is_one_page_with_a_key_and_reports_beside_it(resumes: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    for suffix, path in resumes.items():
        (folder / f"lindqvist.{suffix}").write_bytes(path.read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 cut off")
    page, key = tmp_path / "cohort.html", tmp_path / "key.csv"
    ended = call("cohort", folder, "--role", "cra", "-o", page, "--key", key, "--reports")
    assert ended.code == 3
    assert "broken.pdf: " in ended.err
    written = page.read_text(encoding="utf-8")
    assert "lindqvist" not in written.casefold()
    assert "3 people" in written
    assert "1 file could not be audited" in written
    people = dict(line.split(",") for line in key.read_text(encoding="utf-8").splitlines()[1:])
    assert sorted(people.values()) == ["lindqvist.docx", "lindqvist.pdf", "lindqvist.txt"]
    for alias in people:
        assert f'href="cohort-reports/{alias}.html"' in written
        assert "lindqvist." not in (tmp_path / "cohort-reports" / f"{alias}.html").read_text(encoding="utf-8")


def test_a_cohort_in_which_nothing_can_be_read_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 cut off")
    ended = call("cohort", tmp_path / "broken.pdf", "--role", "cra", "-o", tmp_path / "c.html")
    assert ended.code == 3
    assert "no document could be audited" in ended.err
    assert not (tmp_path / "c.html").exists()
    assert call("cohort", tmp_path / "nowhere", "--role", "cra").code == 2
    assert call("cohort", tmp_path, "--role", "cra", "--reports").code == 2
