"""What the documentation shows is true: code runs, commands answer as shown, codes have their page."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from loading import load_script

from ats_audit.errors import AtsAuditError

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "reference").glob("*.md"))]
BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"
"""Stands in shown output for any number of lines."""


def blocks(page: Path, language: str) -> list[str]:
    return [
        found["code"] for found in BLOCK.finditer(page.read_text(encoding="utf-8")) if found["language"] == language
    ]


def pages_with(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


def show(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples, in which a reader of the documentation works."""
    shutil.copytree(
        ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("expected", "sources", "*.py")
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with("python"), ids=show)
def test_the_python_of_a_page_runs(page: Path, desk: Path) -> None:
    names: dict[str, object] = {}
    with redirect_stdout(io.StringIO()):
        for code in blocks(page, "python"):
            exec(compile(code, show(page), "exec"), names)  # noqa: S102 # our own documentation
    assert names


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with("console"), ids=show)
def test_the_commands_of_a_page_answer_as_shown(page: Path, desk: Path) -> None:
    for session in blocks(page, "console"):
        for command, shown in steps(session):
            ended = run(command)
            assert ended.returncode == 0, f"{command}: {ended.stderr}"
            assert in_order(shown, ended.stdout), f"{command} does not print what {show(page)} shows"


def steps(session: str) -> list[tuple[str, list[str]]]:
    """Each command of a session with the lines that are shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def run(command: str) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    assert words[0] == "ats-audit", f"only our own command is run: {command}"
    environment = {
        name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "NO_COLOR", "COLUMNS"}
    }
    return subprocess.run(
        [sys.executable, "-m", "ats_audit", *words[1:]], capture_output=True, text=True, check=False, env=environment
    )


def in_order(shown: list[str], said: str) -> bool:
    """Whether the shown lines stand in what was said, in order; without a gap between them, next to each other."""
    lines = [line.rstrip() for line in said.splitlines()]
    at, loose = 0, False
    for line in shown:
        if line == GAP:
            loose = True
            continue
        try:
            place = lines.index(line.rstrip(), at) if loose else at
        except ValueError:
            return False
        if place >= len(lines) or lines[place] != line.rstrip():
            return False
        at, loose = place + 1, False
    return loose or at == len(lines)


def test_shown_lines_must_stand_in_order_and_without_holes() -> None:
    said = "one\ntwo\nthree\nfour\n"
    assert in_order(["one", "two", "three", "four"], said)
    assert in_order(["one", GAP, "four"], said)
    assert in_order([GAP, "two", "three", GAP], said)
    assert not in_order(["one", "three", GAP], said)
    assert not in_order([GAP, "three", GAP, "two", GAP], said)
    assert not in_order(["one", "two"], said)


def kinds(error: type[AtsAuditError]) -> list[type[AtsAuditError]]:
    return [error, *(deeper for child in error.__subclasses__() for deeper in kinds(child))]


def test_every_error_that_can_be_raised_has_its_section() -> None:
    said = set(re.findall(r"^## ([a-z-]+)$", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8"), re.MULTILINE))
    codes = {kind.code for kind in kinds(AtsAuditError) if kind.__module__.startswith("ats_audit.")}
    assert codes - {"error", "document"} == said


def test_the_pages_that_the_site_cuts_out_hold_one_code_each() -> None:
    split_page = load_script(ROOT / "scripts" / "docs_hook.py").split_page
    pages = split_page("# All\n\n## ATS-L01 Columns\none\n\n## ATS-L02 Table\ntwo\n")
    assert pages == {"ats-l01": "# ATS-L01 Columns\none\n", "ats-l02": "# ATS-L02 Table\ntwo\n"}
    for name in ("findings", "errors"):
        content = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        assert len(split_page(content)) == len(re.findall(r"^## ", content, re.MULTILINE))


def test_the_reference_of_the_command_is_its_own_help() -> None:
    check = [sys.executable, str(ROOT / "scripts" / "write_reference.py"), "--check"]
    ended = subprocess.run(check, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 150
