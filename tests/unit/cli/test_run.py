"""Runs of the command, with an auditor that reads nothing."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes import PRIVATE, Terminal, failing
from reports import RAVE, REDCAP, make_lexicon, make_report

from ats_audit import lexicon as lexicon_floor
from ats_audit import match as match_floor
from ats_audit.cli import Exit, _commands, main, run
from ats_audit.errors import (
    InvalidLexiconError,
    UnsupportedFormatError,
)
from ats_audit.lexicon import CheckedLexicon, Confusable, Example
from ats_audit.lexicon._yaml import Violation
from ats_audit.report import Format, render_report

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.model import AuditReport

pytestmark = pytest.mark.usefixtures("fake_auditor")


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
    assert re.match(r"ats-audit: internal error \(RuntimeError in \S*fakes, line \d+\)\. ", err)
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
    monkeypatch.setattr(_commands, "open_auditor", failing(error))
    assert run(["a.pdf", "--role", "cra"]) is Exit.USAGE
    assert capsys.readouterr().err == f"ats-audit: {said}"


def test_a_document_error_without_a_file_has_no_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_commands, "open_auditor", failing(UnsupportedFormatError("not that!", hint="Try PDF.")))
    assert run(["a.pdf", "--role", "cra"]) is Exit.DOCUMENT
    assert capsys.readouterr().err == "ats-audit: not that! Try PDF.\n"


def test_main_ends_the_process_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["ats-audit", "--nonsense"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
