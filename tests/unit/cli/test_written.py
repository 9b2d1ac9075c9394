"""Runs that write a file for each résumé, and what configuration asks of a run."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes import FakeAuditor, Terminal, failing

from ats_audit.cli import Exit, _commands, run
from ats_audit.errors import (
    MissingExtraError,
)

if TYPE_CHECKING:
    import argparse


pytestmark = pytest.mark.usefixtures("fake_auditor")


class TestPagesAndLogs:
    """Formats with a file for each résumé, and formats that hold all of them."""

    def test_a_page_is_written_to_a_file(self, tmp_path: Path) -> None:
        assert run(["a.pdf", "--role", "cra", "--format", "html", "-o", str(tmp_path / "r.html")]) is Exit.DONE
        assert (tmp_path / "r.html").read_text(encoding="utf-8").startswith("<!doctype html>")

    def test_a_page_goes_into_a_pipe(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["a.pdf", "--role", "cra", "--format", "html"]) is Exit.DONE
        assert capsys.readouterr().out.startswith("<!doctype html>")

    def test_a_page_is_not_shown_on_a_terminal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "stdout", Terminal())
        assert run(["a.pdf", "--role", "cra", "--format", "html"]) is Exit.USAGE
        assert "-o report.html" in capsys.readouterr().err

    def test_pages_of_several_resumes_go_into_a_folder_under_names_of_their_own(self, tmp_path: Path) -> None:
        resumes = ["x/a.pdf", "y/a.docx", "z/A.PDF", "b.txt", "q/b.pdf", "q/b.pdf"]
        assert run([*resumes, "--role", "cra", "--format", "html", "-o", str(tmp_path / "out")]) is Exit.DONE
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "A.PDF-2.html",
            "a.docx.html",
            "a.pdf.html",
            "b.pdf-2.html",
            "b.txt.html",
        ]

    def test_pages_of_several_resumes_need_a_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["a.pdf", "b.pdf", "--role", "cra", "--format", "html"]) is Exit.USAGE
        assert "-o DIR" in capsys.readouterr().err

    def test_a_folder_that_cannot_be_made_is_said(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "file").write_text("x", encoding="utf-8")
        argv = ["a.pdf", "b.pdf", "--role", "cra", "--format", "html", "-o", str(tmp_path / "file")]
        assert run(argv) is Exit.USAGE
        assert "folder cannot be made" in capsys.readouterr().err

    def test_a_log_holds_all_resumes_that_could_be_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        argv = ["x/a.pdf", "corrupt.pdf", "b.pdf", "--role", "cra", "--format", "sarif"]
        assert run(argv) is Exit.DOCUMENT
        run_ = json.loads(capsys.readouterr().out)["runs"][0]
        assert [artifact["location"]["uri"] for artifact in run_["artifacts"]] == ["x/a.pdf", "b.pdf"]

    def test_annotations_name_the_path(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["x/a.pdf", "--role", "cra", "--format", "github"]) is Exit.DONE
        assert "::error file=x/a.pdf,title=" in capsys.readouterr().out

    def test_pages_that_cannot_be_drawn_are_no_failure(self, tmp_path: Path) -> None:
        argv = ["undrawn.pdf", "--role", "cra", "--format", "html", "-o", str(tmp_path / "r.html")]
        assert run(argv) is Exit.DONE
        assert "could not be drawn" in (tmp_path / "r.html").read_text(encoding="utf-8")

    def test_the_new_word_file_is_written_as_it_is(self, tmp_path: Path) -> None:
        argv = ["a.docx", "--role", "cra", "--heading", "Skills", "--format", "docx", "-o", str(tmp_path / "new.docx")]
        assert run(argv) is Exit.DONE
        assert (tmp_path / "new.docx").read_bytes() == b"PK section of a.docx: Skills"

    def test_copies_for_review_go_into_a_folder(self, tmp_path: Path) -> None:
        argv = ["a.docx", "b.docx", "--role", "cra", "--format", "docx-review", "-o", str(tmp_path / "out")]
        assert run(argv) is Exit.DONE
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.review.docx", "b.review.docx"]

    def test_where_nothing_can_be_suggested_no_file_is_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        argv = ["weak.docx", "--role", "cra", "--format", "docx", "-o", str(tmp_path / "new.docx")]
        assert run(argv) is Exit.DOCUMENT
        assert "no section to write" in capsys.readouterr().err
        assert not (tmp_path / "new.docx").exists()

    def test_a_word_file_goes_into_a_pipe_as_bytes(self, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        assert run(["a.docx", "--role", "cra", "--format", "docx-review"]) is Exit.DONE
        assert capfdbinary.readouterr().out == b"PK 3 remarks on a.docx"


class TestConfiguration:
    """What `ats-audit.toml` changes in a run."""

    @pytest.fixture(autouse=True)
    def _in_a_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    def test_the_role_may_stand_in_the_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("ats-audit.toml").write_text('role = "cra"\n', encoding="utf-8")
        assert run(["a.pdf"]) is Exit.DONE
        assert "Clinical Research Associate" in capsys.readouterr().out

    def test_an_ignored_finding_is_left_out_and_one_that_is_not_there_is_told(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        content = '[[ignore]]\ncode = "ATS-L05"\n[[ignore]]\ncode = "ATS-P99"\n'
        Path("ats-audit.toml").write_text(content, encoding="utf-8")
        assert run(["a.pdf", "--role", "cra", "--format", "json"]) is Exit.DONE
        said = capsys.readouterr()
        assert [finding["code"] for finding in json.loads(said.out)["findings"]] == ["ATS-P03", "ATS-L11"]
        assert said.err == "ats-audit: ats-audit.toml: ignore 2 (ATS-P99) matches no finding\n"

    @pytest.mark.parametrize(("bar", "outcome"), [("error", Exit.DONE), ("warning", Exit.BELOW), ("info", Exit.BELOW)])
    def test_a_finding_can_fail_the_run(self, bar: str, outcome: Exit) -> None:
        Path("ats-audit.toml").write_text('[[ignore]]\ncode = "ATS-L05"\n', encoding="utf-8")
        assert run(["a.pdf", "--role", "cra", "--fail-on", bar]) is outcome

    def test_a_wrong_file_ends_the_run_before_it_begins(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("ats-audit.toml").write_text("x = 1\n", encoding="utf-8")
        assert run(["a.pdf", "--role", "cra"]) is Exit.USAGE
        assert "unknown key x" in capsys.readouterr().err


def test_a_part_of_a_file_and_recognised_pages_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[argparse.Namespace] = []

    def note(arguments: argparse.Namespace) -> FakeAuditor:
        asked.append(arguments)
        return FakeAuditor(arguments)

    monkeypatch.setattr(_commands, "open_auditor", note)
    for words in (["a.pdf", "--role", "cra"], ["scan", "a.pdf"], ["rank", "a.pdf"], ["text", "a.pdf"]):
        run([*words, "--partial", "--ocr"])
        run(words)
    assert [(one.partial, one.ocr) for one in asked] == [(True, True), (False, False)] * 4


def test_recognising_without_the_extra_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = MissingExtraError("Reading needs the extra ocr.", hint="Install it: pip install 'ats-audit[ocr]'")
    monkeypatch.setattr(_commands, "open_auditor", failing(error))
    assert run(["a.pdf", "--role", "cra", "--ocr"]) is Exit.USAGE
    assert capsys.readouterr().err.endswith("Install it: pip install 'ats-audit[ocr]'\n")
