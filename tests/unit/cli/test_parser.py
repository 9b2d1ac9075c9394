"""The command line."""

from __future__ import annotations

import pytest

from ats_audit import engines, report
from ats_audit.batch import Holds, RowFormat
from ats_audit.cli._parser import (
    COMMANDS,
    ENGINES,
    FORMATS,
    HOLDS,
    READINGS,
    ROW_FORMATS,
    SCAN_FORMATS,
    SCHEMAS,
    HelpAsked,
    UsageError,
    make_parser,
    parse_arguments,
)
from ats_audit.cli._values import MINIMUM_WIDTH
from ats_audit.model import ReadingKind


def test_the_words_of_the_command_line_are_those_of_the_floors_below() -> None:
    assert tuple(report.Format) == FORMATS
    assert SCAN_FORMATS == report.SCAN_FORMATS
    assert tuple(ReadingKind) == READINGS
    assert (*report.SCHEMAS, "row") == SCHEMAS
    assert tuple(RowFormat) == ROW_FORMATS
    assert tuple(Holds) == HOLDS
    assert engines.ENGINES == ENGINES
    assert MINIMUM_WIDTH == report.MINIMUM_WIDTH


def test_resumes_and_options_stand_in_any_order() -> None:
    parsed = parse_arguments(["a.pdf", "--role", "cra", "b.docx", "--fail-under", "60", "-"])
    assert parsed.command == ""
    assert parsed.resumes == ["a.pdf", "b.docx", "-"]
    assert (parsed.role, parsed.fail_under, parsed.format, parsed.output) == ("cra", 60.0, "text", None)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS[1:]])
def test_a_first_word_that_is_a_command_is_that_command(name: str) -> None:
    rest = {
        "roles": [],
        "schema": [],
        "serve": [],
        "lexicon": ["list"],
        "compare": ["old.pdf", "new.pdf"],
        "batch": ["in", "--role", "cra", "-o", "x.csv"],
    }.get(name, ["resume.pdf"])
    assert parse_arguments([name, *rest]).command == name
    assert parse_arguments(["--debug", name, *rest, "--debug"]).debug


@pytest.mark.parametrize("resume", ["./scan", "scan.pdf", "résumé of scan"])
def test_a_file_named_like_a_command_is_a_resume(resume: str) -> None:
    assert parse_arguments([resume, "--role", "cra"]).resumes == [resume]


def test_a_later_word_that_is_a_command_is_a_resume() -> None:
    assert parse_arguments(["a.pdf", "scan", "--role", "cra"]).resumes == ["a.pdf", "scan"]


def test_words_behind_two_dashes_are_resumes() -> None:
    assert parse_arguments(["--role", "cra", "--", "--odd.pdf"]).resumes == ["--odd.pdf"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["a.pdf", "--fail-under", "101"], "'101' is not a number from 0 to 100"),
        (["a.pdf", "--fail-under", "nan"], "'nan' is not a number"),
        (["a.pdf", "--fail-under", "many"], "'many' is not a number"),
        (["a.pdf", "--width", "39"], "'39' is not a number of columns, 40 or more"),
        (["a.pdf", "--width", "wide"], "'wide' is not a number of columns"),
        (["a.pdf", "--heading", "  "], "a heading needs words"),
        (["a.pdf", "--format", "docm"], "invalid choice: 'docm'"),
        (["a.pdf", "--roles", "cra"], "unrecognized arguments: --roles"),
        (["scan"], "RESUME"),
        (["scan", "a.pdf", "b.pdf"], "unrecognized arguments: b.pdf"),
        (["text", "a.pdf", "--reading", "upside-down"], "invalid choice"),
        (["lexicon", "burn"], "invalid choice"),
        (["schema", "audit"], "invalid choice"),
    ],
)
def test_what_makes_no_sense_is_said_with_the_way_to_help(argv: list[str], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_arguments(argv)
    assert said in str(raised.value)
    assert "--help" in str(raised.value)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name or "audit")
def test_every_command_has_help(command: object) -> None:
    assert command in COMMANDS
    name = getattr(command, "name", "")
    with pytest.raises(HelpAsked) as raised:
        parse_arguments([*name.split(), "--help"])
    assert str(raised.value) == make_parser(next(known for known in COMMANDS if known.name == name)).format_help()


def test_the_first_help_lists_every_command_and_exit_code() -> None:
    text = make_parser(COMMANDS[0]).format_help()
    assert all(f"  {command.name} " in text for command in COMMANDS[1:])
    assert "0 done, 1 below --fail-under or a finding of --fail-on, 2 usage, configuration" in text


def test_a_heading_is_one_line() -> None:
    assert parse_arguments(["a.pdf", "--heading", " Key \n Skills "]).heading == "Key Skills"


def test_what_may_be_left_out_may_be_left_out() -> None:
    assert parse_arguments(["schema"]).name == "report"
    assert parse_arguments(["schema", "rank"]).name == "rank"
    assert parse_arguments(["roles"]).role is None
    assert parse_arguments(["roles", "cra"]).role == "cra"
    assert parse_arguments(["lexicon", "check"]).directory is None
    assert parse_arguments(["lexicon", "check", "mine"]).directory == "mine"
