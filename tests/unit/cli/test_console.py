"""What runs do with streams that are no terminal, are full, or are gone."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import pytest
from fakes import Terminal

from ats_audit.cli import Exit, run
from ats_audit.cli._console import Console, OutputClosedError, OutputFailedError

pytestmark = pytest.mark.usefixtures("fake_auditor")


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
