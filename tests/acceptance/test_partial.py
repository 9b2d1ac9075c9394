"""A file that goes beyond a limit, read in part: every way to ask for it says that it is a part."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import docx
import jsonschema
import pytest
from commands import call

from ats_audit import Auditor
from ats_audit.errors import LimitExceededError
from ats_audit.model import AuditReport, Limits

if TYPE_CHECKING:
    from pathlib import Path

TOLD = "The file holds more than 400,000 characters of text. What follows was not read."
LINE = "Nevertheless everybody walked underneath mountainous thunderstorms, whistling cheerfully, " * 10


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A Word file and a text, each with a competency before the limit and one far behind it."""
    folder = tmp_path_factory.mktemp("long")
    lines = [
        "Jane Example",
        "Experience",
        "Monitor, 2019 - 2024",
        "Used Medidata Rave.",
        *[LINE] * 460,
        "Used REDCap.",
    ]
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    kept = io.BytesIO()
    word.save(kept)
    (folder / "long.docx").write_bytes(kept.getvalue())
    (folder / "long.txt").write_text("\n".join(lines), encoding="utf-8")
    return {one.suffix.removeprefix("."): one for one in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_the_command_judges_a_part_and_says_so(suffix: str, files: dict[str, Path]) -> None:
    path = files[suffix]
    refused = call("scan", path)
    assert (refused.code, refused.out) == (3, "")
    assert "400,000 characters" in refused.err
    report = json.loads(call(path, "--role", "cra", "--partial", "--format", "json").out)
    assert report["skipped_checks"] == [TOLD]
    scan = json.loads(call("scan", path, "--partial", "--format", "json").out)
    jsonschema.Draft202012Validator(json.loads(call("schema", "scan").out)).validate(scan)
    assert scan["skipped_checks"] == [TOLD]
    assert {mention["id"] for mention in scan["mentions"]} == {"medidata-rave"}


@pytest.mark.slow
def test_in_words_a_part_is_told_as_well(files: dict[str, Path]) -> None:
    path = files["txt"]
    ways: list[list[str | Path]] = [["scan", path], ["rank", path], ["compare", path, path, "--role", "cra"]]
    for words in ways:
        ended = call(*words, "--partial", "--width", "120")
        assert (ended.code, ended.err) == (0, "")
        assert "not checked" in ended.out.lower()
        assert TOLD in " ".join(ended.out.split())
    text = call("text", path, "--partial")
    assert path.read_text(encoding="utf-8").startswith(text.out)
    assert text.err == f"ats-audit: {path}: {TOLD}\n"


@pytest.mark.slow
def test_a_batch_gives_a_part_its_own_status(files: dict[str, Path], tmp_path: Path) -> None:
    folder = next(iter(files.values())).parent
    for options, statuses in ((["--partial"], {"partial"}), ([], {"refused"})):
        out = tmp_path / f"out{len(options)}.jsonl"
        call("batch", folder, "--role", "cra", "-o", out, "--workers", "1", *options)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert {row["status"] for row in rows} == statuses
        assert {tuple(row["skipped_checks"]) for row in rows} == ({(TOLD,)} if options else {()})


def test_the_library_gives_a_part_where_it_is_asked_for(files: dict[str, Path]) -> None:
    limits = Limits(characters=2_000)
    text = files["txt"].read_text(encoding="utf-8")
    with Auditor(isolation="process", limits=limits, partial=True) as auditor:
        reports = [*auditor.audit_many(list(files.values()), role="cra"), auditor.audit_text(text, role="cra")]
    assert [type(report) for report in reports] == [AuditReport] * 3
    assert {report.skipped_checks for report in reports if isinstance(report, AuditReport)} == {
        (TOLD.replace("400,000", "2,000"),)
    }
    with pytest.raises(LimitExceededError):
        Auditor(limits=limits).audit_text(text, role="cra")
