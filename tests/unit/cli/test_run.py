"""Runs of the command, with an auditor that reads nothing."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reports import RAVE, REDCAP, make_ask, make_empty_report, make_job_report, make_lexicon, make_report, make_scan

from ats_audit import lexicon as lexicon_floor
from ats_audit import match as match_floor
from ats_audit.cli import Exit, _commands, main, run
from ats_audit.cli._console import Console, OutputClosedError, OutputFailedError
from ats_audit.errors import (
    CorruptDocumentError,
    InvalidLexiconError,
    MissingExtraError,
    UnsupportedFormatError,
)
from ats_audit.lexicon import CheckedLexicon, Confusable, Example
from ats_audit.lexicon._yaml import Violation
from ats_audit.model import Advert, Block, Document, MediaType, PagePicture, Reading, ReadingKind, Remark, SectionLines
from ats_audit.report import Format, render_report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Self

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import AuditReport, ScanReport

PRIVATE = "Jane Doe of 12 Secret Street"


class FakeAuditor:
    """Answers by the name of the source."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        """Take what the command asks for."""
        self.options = vars(arguments)

    @property
    def lexicon(self) -> Lexicon:
        return make_lexicon()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read_advert(self, source: Any, *, name: str | None) -> Advert:
        summary = make_job_report().job
        assert summary is not None
        if Path(source).stem == "corrupt":
            raise CorruptDocumentError("the file is cut off", hint="Export it again.")
        requirements = () if Path(source).stem == "empty" else make_lexicon().role("cra").requirements
        ask = make_ask("Epic a plus.")
        return Advert(
            summary=replace(summary, name=Path(source).name),
            requirements=requirements,
            asks=tuple(ask for _ in requirements),
        )

    def audit(
        self, source: Any, *, role: str | None = None, job: Advert | None = None, name: str | None = None
    ) -> AuditReport:
        if isinstance(source, Document):
            source = source.reader
        if hasattr(source, "read"):
            source = source.read().decode()
        match Path(source).stem:
            case "corrupt":
                raise CorruptDocumentError("the file is cut off", hint="Export it again.")
            case "crash":
                raise RuntimeError(PRIVATE)
            case "interrupt":
                raise KeyboardInterrupt
            case "weak":
                report = make_empty_report()
            case _:
                report = make_report() if job is None else make_job_report(job=job.summary)
        heading = self.options.get("heading") or report.suggestion.heading
        return replace(
            report,
            document=replace(report.document, name=name or Path(source).name),
            suggestion=replace(report.suggestion, heading=heading),
        )

    def rank(self, source: Any, *, name: str | None) -> tuple[AuditReport, ...]:
        return self.audit(source, role="cra", name=name), make_empty_report()

    def scan(self, source: Any, *, name: str | None) -> ScanReport:
        return replace(make_scan(), document=self.audit(source, role="cra", name=name).document)

    def write_section(self, source: Any, section: SectionLines) -> bytes:
        return f"PK section of {source}: {section.heading}".encode()

    def write_remarks(self, source: Any, remarks: tuple[Remark, ...]) -> bytes:
        return f"PK {len(remarks)} remarks on {source}".encode()

    def draw(self, source: Any) -> tuple[PagePicture, ...]:
        if "undrawn" in str(source):
            raise CorruptDocumentError("the pages cannot be drawn")
        return ()

    def read(self, source: Any) -> Document:
        self.audit(source, role="cra", name=None)
        readings = tuple(Reading(kind=kind, text=f"{kind}\x1b[31m\n\nend", sections=()) for kind in ReadingKind)
        return Document(
            sha256=make_report().document.sha256,
            media_type=MediaType.PDF,
            reader=str(source),
            pages=1,
            readings=readings,
            blocks=(Block(start=0, end=4),),
            words=(),
            facts=(),
        )


@pytest.fixture(autouse=True)
def _no_real_auditor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_commands, "open_auditor", FakeAuditor)
    monkeypatch.setattr(_commands, "load_lexicon", lambda _: make_lexicon())
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


class Terminal(io.TextIOWrapper):
    """A standard output that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        """Collect bytes."""
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding)

    def isatty(self) -> bool:
        return True


def _named(name: str) -> AuditReport:
    report = make_report()
    return replace(report, document=replace(report.document, name=name))


def test_a_report_goes_to_standard_output_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--role", "cra"]) is Exit.DONE
    assert capsys.readouterr() == (render_report(_named("a.pdf"), format=Format.TEXT), "")


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.JSON, Format.JSONL])
def test_each_format_is_what_the_library_renders(form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--role", "cra", "--format", form.value]) is Exit.DONE
    assert capsys.readouterr().out == render_report(_named("a.pdf"), format=form)


def test_several_resumes_as_json_are_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "weak.pdf", "--role", "cra", "--format", "json"]) is Exit.DONE
    assert [each["document"]["name"] for each in json.loads(capsys.readouterr().out)] == ["a.pdf", "weak.pdf"]


def test_the_array_is_empty_where_no_resume_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corrupt.pdf", "corrupt.pdf", "--role", "cra", "--format", "json"]) is Exit.DOCUMENT
    assert json.loads(capsys.readouterr().out) == []


def test_several_resumes_as_json_lines_are_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "b.pdf", "--role", "cra", "--format", "jsonl"]) is Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["document"]["name"] for line in lines] == ["a.pdf", "b.pdf"]


def test_several_reports_in_words_are_set_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "b.pdf", "--role", "cra"]) is Exit.DONE
    assert f"\n\n{'=' * 80}\n\nAudit of b.pdf\n" in capsys.readouterr().out


def test_a_bad_resume_is_one_line_and_the_others_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["x/corrupt.pdf", "a.pdf", "--role", "cra"]) is Exit.DOCUMENT
    out, err = capsys.readouterr()
    assert err == "ats-audit: x/corrupt.pdf: the file is cut off. Export it again.\n"
    assert out.startswith("Audit of a.pdf\n")


def test_the_name_of_a_bad_resume_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["\x1b[2J\udcff/corrupt.pdf", "--role", "cra"]) is Exit.DOCUMENT
    assert capsys.readouterr().err.startswith("ats-audit: \\x1b[2J\\udcff/corrupt.pdf: ")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["a.pdf", "--fail-under", "62.4"], Exit.DONE),
        (["a.pdf", "--fail-under", "62.5"], Exit.BELOW),
        (["weak.pdf", "a.pdf", "--fail-under", "10"], Exit.BELOW),
        (["weak.pdf", "corrupt.pdf", "--fail-under", "10"], Exit.DOCUMENT),
        (["corrupt.pdf", "weak.pdf", "--fail-under", "10"], Exit.DOCUMENT),
        (["weak.pdf", "--fail-under", "0"], Exit.DONE),
    ],
)
def test_the_exit_code_tells_the_worst(argv: list[str], code: Exit) -> None:
    assert run([*argv, "--role", "cra"]) is code


def test_an_unknown_role_is_said_once_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corrupt.pdf", "corrupt.pdf", "--role", "crra"]) is Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "ats-audit: unknown role 'crra'. Did you mean cra? See: ats-audit roles\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "name a résumé (see: ats-audit --help)"),
        (["a.pdf"], "say for which role with --role ROLE (see: ats-audit roles)"),
        (["-", "-", "--role", "cra"], "standard input can be read only once"),
        (["a.pdf", "--role", "cra", "-o", "/no/such/folder/x"], "the folder of the output file does not exist"),
        (["a.pdf", "--role"], "argument --role: expected one argument (see: ats-audit --help)"),
        (["lexicon", "schema", "/no/such/folder"], "the folder for the schemas does not exist"),
    ],
)
def test_a_command_line_without_sense_is_one_line(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv) is Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"ats-audit: {said}")
    assert err.count("\n") == 1


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"weak")))
    assert run(["-", "--role", "cra"]) is Exit.DONE
    assert capsys.readouterr().out.startswith("Audit of stdin\n")


def test_a_fault_in_standard_input_is_named_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["-", "--role", "cra"]) is Exit.DOCUMENT
    assert capsys.readouterr().err == "ats-audit: stdin: there is no standard input. Pipe a file into the command.\n"


def test_an_output_file_gets_plain_text_in_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "report.txt"
    assert run(["a.pdf", "b.pdf", "--role", "cra", "-o", str(target), "--width", "60"]) is Exit.DONE
    assert capsys.readouterr() == ("", "")
    written = target.read_bytes().decode("utf-8")
    assert written.startswith("Audit of a.pdf\n")
    assert "\nAudit of b.pdf\n" in written
    assert "\x1b" not in written


def test_an_output_file_is_not_touched_where_there_is_nothing_to_write(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("before", encoding="utf-8")
    assert run(["corrupt.pdf", "--role", "cra", "-o", str(target)]) is Exit.DOCUMENT
    assert target.read_text(encoding="utf-8") == "before"


def test_an_output_file_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--role", "cra", "-o", str(tmp_path)]) is Exit.USAGE
    assert capsys.readouterr().err == "ats-audit: the output file cannot be written (Is a directory)\n"


def test_a_resume_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    resume = tmp_path / "a.pdf"
    resume.write_text("mine", encoding="utf-8")
    assert run([str(resume), "--role", "cra", "-o", f"{tmp_path}/../{tmp_path.name}/a.pdf"]) is Exit.USAGE
    assert "would overwrite a file" in capsys.readouterr().err
    assert resume.read_text(encoding="utf-8") == "mine"


def test_two_texts_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "old.pdf", "new.pdf", "--role", "cra"]) is Exit.DONE
    assert "old.pdf and new.pdf compared" in capsys.readouterr().out
    assert run(["compare", "old.pdf", "new.pdf", "--job", "advert.txt", "--format", "json"]) is Exit.DONE
    assert json.loads(capsys.readouterr().out)["job"]["name"] == "advert.txt"


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["compare", "old.pdf", "new.pdf"], Exit.USAGE, "--job FILE"),
        (["compare", "old.pdf", "--role", "cra"], Exit.USAGE, "NEW"),
        (["compare", "-", "-", "--role", "cra"], Exit.USAGE, "only once"),
        (["compare", "corrupt.pdf", "new.pdf", "--role", "cra"], Exit.DOCUMENT, "corrupt.pdf: the file is cut off"),
        (["compare", "old.pdf", "corrupt.pdf", "--role", "cra"], Exit.DOCUMENT, "corrupt.pdf: the file is cut off"),
        (["compare", "old.pdf", "new.pdf", "--job", "corrupt.txt"], Exit.DOCUMENT, "corrupt.txt: the file is cut off"),
        (["compare", "old.pdf", "new.pdf", "--role", "cro"], Exit.USAGE, "cra"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(
    capsys: pytest.CaptureFixture[str], argv: list[str], code: Exit, said: str
) -> None:
    assert run(argv) is code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err


def test_an_advert_takes_the_place_of_a_role(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--job", "advert.txt"]) is Exit.DONE
    assert "Job advert: Site Monitor (advert.txt)" in capsys.readouterr().out


def test_an_advert_that_cannot_be_read_ends_the_run_before_any_resume(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--job", "corrupt.txt"]) is Exit.DOCUMENT
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "ats-audit: corrupt.txt: the file is cut off. Export it again.\n"


def test_an_advert_that_asks_for_nothing_needs_a_role(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--job", "empty.txt"]) is Exit.DOCUMENT
    assert "empty.txt: The job advert asks for nothing" in capsys.readouterr().err
    assert run(["a.pdf", "--job", "empty.txt", "--role", "cra"]) is Exit.DONE


def test_an_audit_needs_a_role_or_an_advert(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf"]) is Exit.USAGE
    assert "--job FILE" in capsys.readouterr().err
    assert run(["-", "--job", "-"]) is Exit.USAGE
    assert "only once" in capsys.readouterr().err


def test_an_advert_is_never_overwritten(tmp_path: Path) -> None:
    advert = tmp_path / "advert.txt"
    advert.write_text("mine", encoding="utf-8")
    assert run(["a.pdf", "--job", str(advert), "-o", str(advert)]) is Exit.USAGE
    assert advert.read_text(encoding="utf-8") == "mine"


def test_a_heading_reaches_the_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.pdf", "--role", "cra", "--heading", "Technical Skills"]) is Exit.DONE
    assert "\nTechnical Skills\n" in capsys.readouterr().out


def test_an_internal_error_is_one_line_without_the_resume(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["crash.pdf", "--role", "cra"]) is Exit.INTERNAL
    out, err = capsys.readouterr()
    assert out == ""
    assert re.match(r"ats-audit: internal error \(RuntimeError in \S*test_run, line \d+\)\. ", err)
    assert err.count("\n") == 1
    assert PRIVATE not in err
    assert "--debug" in err


def test_debug_raises_an_internal_error() -> None:
    with pytest.raises(RuntimeError, match="Secret"):
        run(["crash.pdf", "--role", "cra", "--debug"])


def test_an_interrupt_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interrupt.pdf", "--role", "cra"]) == 130
    assert capsys.readouterr().err == "ats-audit: interrupted\n"


def test_a_ranking_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", "a.pdf"]) is Exit.DONE
    assert capsys.readouterr().out.startswith("Roles nearest to a.pdf\n")
    assert run(["rank", "a.pdf", "--format", "json"]) is Exit.DONE
    assert [role["score"]["full"] for role in json.loads(capsys.readouterr().out)["roles"]] == [62.4, 0.0]


def test_a_scan_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", "a.pdf"]) is Exit.DONE
    assert capsys.readouterr().out.startswith("Competencies in a.pdf\n")
    assert run(["scan", "a.pdf", "--format", "json"]) is Exit.DONE
    assert len(json.loads(capsys.readouterr().out)["mentions"]) == 4


@pytest.mark.parametrize("command", ["rank", "scan", "text"])
def test_a_bad_resume_is_one_line_for_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "corrupt.pdf"]) is Exit.DOCUMENT
    assert capsys.readouterr() == ("", "ats-audit: corrupt.pdf: the file is cut off. Export it again.\n")


@pytest.mark.parametrize("reading", ["full", "stream", "strict"])
def test_the_text_in_a_pipe_is_exact(reading: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["text", "a.pdf", "--reading", reading]) is Exit.DONE
    assert capsysbinary.readouterr().out == f"{reading}\x1b[31m\n\nend".encode()


def test_the_text_on_a_terminal_is_harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert run(["text", "a.pdf"]) is Exit.DONE
    assert terminal.bytes.getvalue().decode() == "full\ufffd[31m\n\nend\n"


def test_the_roles_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["roles"]) is Exit.DONE
    assert capsys.readouterr().out.startswith("CLINICAL RESEARCH & OPS\n")
    assert run(["roles", "cra"]) is Exit.DONE
    assert "Trials run on it." in capsys.readouterr().out
    assert run(["roles", "crab"]) is Exit.USAGE
    assert "Did you mean cra?" in capsys.readouterr().err


def test_the_lexicon_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lexicon", "list"]) is Exit.DONE
    assert capsys.readouterr().out.startswith("Lexicon 2026.11 (sha256 abab")


def _checked(*violations: Violation) -> CheckedLexicon:
    place = Violation(file="competencies/platform.yaml", line=7, column=3, message="")
    example = Example(competency=RAVE.id, text="Built in [[Medidata Rave EDC]]", must_match=True, place=place)
    return CheckedLexicon(
        violations=violations,
        lexicon=None if violations else make_lexicon(),
        examples=() if violations else (example,),
    )


@pytest.fixture
def _no_real_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon_floor, "check_lexicon", lambda _: _checked())
    monkeypatch.setattr(match_floor, "Matcher", lambda lexicon: lexicon)
    monkeypatch.setattr(match_floor, "check_examples", lambda _, __: ())


@pytest.mark.usefixtures("_no_real_check")
def test_a_lexicon_that_keeps_its_laws_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lexicon", "check"]) is Exit.DONE
    assert capsys.readouterr().out == "No violations: lexicon 2026.11, competencies 11, roles 1, examples 1.\n"


@pytest.mark.usefixtures("_no_real_check")
def test_an_example_that_fails_is_a_violation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(match_floor, "check_examples", lambda _, __: [(0, "not found")])
    assert run(["lexicon", "check"]) is Exit.USAGE
    out, err = capsys.readouterr()
    assert out == "competencies/platform.yaml:7:3: the example of medidata-rave-edc fails: not found\n"
    assert err == "ats-audit: 1 violation of the lexicon's laws\n"


@pytest.mark.usefixtures("_no_real_check")
def test_a_pair_that_is_taken_for_each_other_is_a_violation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Violation(file="confusables.yaml", line=3, column=3, message="")
    pair = Confusable(one=RAVE.id, other=REDCAP.id, place=place)
    monkeypatch.setattr(lexicon_floor, "check_lexicon", lambda _: replace(_checked(), confusables=(pair,)))
    monkeypatch.setattr(match_floor, "check_confusables", lambda _, pairs, __: [(0, f"taken: {pairs}")])
    assert run(["lexicon", "check"]) is Exit.USAGE
    assert capsys.readouterr().out == ("confusables.yaml:3:3: taken: [('medidata-rave-edc', 'redcap')]\n")


@pytest.mark.usefixtures("_no_real_check")
def test_every_violation_of_a_lexicon_is_a_line_with_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Violation(file="roles/cra.yaml", line=2, column=1, message="no")
    second = Violation(file="roles/cra.yaml", line=9, column=5, message="nor this")
    monkeypatch.setattr(lexicon_floor, "check_lexicon", lambda _: _checked(first, second))
    assert run(["lexicon", "check"]) is Exit.USAGE
    out, err = capsys.readouterr()
    assert out == "roles/cra.yaml:2:1: no\nroles/cra.yaml:9:5: nor this\n"
    assert err == "ats-audit: 2 violations of the lexicon's laws\n"


def test_a_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "scan"]) is Exit.DONE
    assert json.loads(capsys.readouterr().out)["$id"] == "urn:ats-audit:schema:scan:1"


def test_the_schemas_of_the_lexicon_are_printed_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lexicon", "schema"]) is Exit.DONE
    printed = json.loads(capsys.readouterr().out)
    assert run(["lexicon", "schema", str(tmp_path)]) is Exit.DONE
    assert capsys.readouterr().out.split() == list(printed)
    assert {path.name: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()} == printed


def test_the_version_names_engine_and_lexicon(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) is Exit.DONE
    assert capsys.readouterr().out == f"ats-audit 0.1.0, lexicon 2026.11 (sha256 {'ab' * 32})\n"


def test_help_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", "-h"]) is Exit.DONE
    assert capsys.readouterr().out.startswith("usage: ats-audit scan ")


def _failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InvalidLexiconError("roles/cra.yaml:3:5: no", hint="Mend it."), "roles/cra.yaml:3:5: no. Mend it.\n"),
        (
            InvalidLexiconError("roles/cra.yaml:3:5: no\nroles/cra.yaml:4:5: no", hint="Mend it."),
            "the lexicon breaks its laws\nroles/cra.yaml:3:5: no\nroles/cra.yaml:4:5: no\nMend it.\n",
        ),
        (InvalidLexiconError("no such part"), "no such part\n"),
    ],
)
def test_what_is_no_fault_of_a_document_is_2(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_commands, "open_auditor", _failing(error))
    assert run(["a.pdf", "--role", "cra"]) is Exit.USAGE
    assert capsys.readouterr().err == f"ats-audit: {said}"


def test_a_document_error_without_a_file_has_no_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_commands, "open_auditor", _failing(UnsupportedFormatError("not that!", hint="Try PDF.")))
    assert run(["a.pdf", "--role", "cra"]) is Exit.DOCUMENT
    assert capsys.readouterr().err == "ats-audit: not that! Try PDF.\n"


def test_main_ends_the_process_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["ats-audit", "--nonsense"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2


class Broken(io.TextIOWrapper):
    """A standard output that cannot be written to."""

    def __init__(self, error: OSError) -> None:
        """Raise *error* at each write."""
        self.error = error
        super().__init__(io.BytesIO(), encoding="utf-8")

    def flush(self) -> None:
        raise self.error


def test_a_reader_that_went_away_ends_the_run_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError()))
    assert run(["a.pdf", "b.pdf", "--role", "cra"]) == 141
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(OSError(28, "full")))
    assert run(["a.pdf", "--role", "cra"]) is Exit.USAGE
    assert capsys.readouterr().err == f"ats-audit: the output cannot be written ({os.strerror(28)})\n"


def test_closed_streams_are_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert run(["a.pdf", "--role", "cra"]) is Exit.USAGE
    with pytest.raises(OutputFailedError):
        Console(None, None, None, {}).write("x")
    Console(None, None, None, {}).abandon_output()


def _console(stdout: Any, **environ: str) -> Console:
    return Console(None, stdout, None, environ)


@pytest.mark.parametrize(
    ("environ", "encoding", "terminal", "colour"),
    [
        ({}, "utf-8", True, True),
        ({"NO_COLOR": "1"}, "utf-8", True, False),
        ({"NO_COLOR": ""}, "utf-8", True, True),
        ({"TERM": "dumb"}, "utf-8", False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, "utf-8", True, True),
        ({}, "latin-1", False, False),
    ],
)
def test_a_terminal_gets_what_it_can_show(
    environ: dict[str, str], encoding: str, *, terminal: bool, colour: bool
) -> None:
    display = _console(Terminal(encoding), **environ).display(None)
    assert (display.terminal, display.colour) == (terminal, colour)


def test_a_pipe_gets_plain_text_of_80_columns_unless_forced() -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    assert _console(pipe).display(None) == _console(pipe, NO_COLOR="1").display(80)
    assert not _console(pipe).display(100).terminal
    assert _console(pipe, FORCE_COLOR="1").display(None).colour
    assert not _console(Terminal()).display(None, to_file=True).terminal


@pytest.mark.parametrize(("columns", "width"), [("100", 100), ("500", 120), ("20", 40)])
def test_the_width_is_that_of_the_terminal_within_reason(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert _console(Terminal()).display(None).width == width
    assert _console(Terminal()).display(200).width == 200


def test_a_terminal_of_another_encoding_gets_question_marks() -> None:
    terminal = Terminal("ascii")
    _console(terminal).write("é")
    assert terminal.bytes.getvalue() == b"?"


def test_a_broken_pipe_is_told_from_other_failures() -> None:
    with pytest.raises(OutputClosedError):
        _console(Broken(BrokenPipeError())).write("x")


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
    monkeypatch.setattr(_commands, "open_auditor", _failing(error))
    assert run(["a.pdf", "--role", "cra", "--ocr"]) is Exit.USAGE
    assert capsys.readouterr().err.endswith("Install it: pip install 'ats-audit[ocr]'\n")
