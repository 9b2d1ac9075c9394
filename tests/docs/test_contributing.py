"""What CONTRIBUTING tells curators works: its commands are run, in its order, in a scratch copy of the repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = ("Add a competency", "Add a role", "Add an employer's overlay")
SUITE = (".venv/bin/pytest",)
"""Commands that run this very suite, which is running."""
COMPETENCY = """\
- id: bluebird-ctms
  name: Bluebird CTMS
  tier: A
  aliases:
    - {text: Bluebird, policy: context, near: [CTMS, trial, sponsor]}
  implies: [ctms]
  source: {title: "Bluebird, product page", url: "https://example.com/", year: 2026}
  examples:
    match:
      - "Tracked visits of 14 sites in [[Bluebird CTMS]]"
      - "CTMS: [[Bluebird]]"
    no_match:
      - "Counted bluebirds in the park"
"""
PRODUCT = COMPETENCY.replace("bluebird-ctms", "veeva-ctms").replace("Bluebird", "Vault Trials")


def steps(section: str) -> list[str]:
    """The numbered lines of a section."""
    return re.findall(r"^\d+\. .*$", PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0], re.MULTILINE)


def commands(section: str) -> list[list[str]]:
    """The commands that a section tells to run, in its order."""
    found = re.findall(r"`(\.venv/bin/[^`]+)`", "\n".join(steps(section)))
    return [shlex.split(command) for command in found if not command.startswith(SUITE)]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository as a new contributor has it, with what the three sections tell to write."""
    copy = tmp_path_factory.mktemp("scratch")
    for name in ("src", "lexicons", "scripts", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    platforms = copy / "lexicons" / "competencies" / "platform.yaml"
    entries = re.split(r"(?m)^(?=- id: )", platforms.read_text(encoding="utf-8"))
    platforms.write_text(entries[0] + "".join(sorted([*entries[1:], COMPETENCY], key=_id)), encoding="utf-8")
    (copy / "some.txt").write_text("Tracked visits in Bluebird, our CTMS\n", encoding="utf-8")
    role = (copy / "lexicons" / "roles" / "cra.yaml").read_text(encoding="utf-8")
    names = "id: {id}\ntitle: {title}\ntitles: [{title} I]\n"
    role = names + role[role.index("domain:") :]
    named = copy / "lexicons" / "roles" / "trial-payments.yaml"
    named.write_text(role.replace("{id}", "trial-payments").replace("{title}", "Payments Monitor"), encoding="utf-8")
    overlay = copy / "our-folder"
    (overlay / "roles").mkdir(parents=True)
    (overlay / "competencies").mkdir()
    (overlay / "lexicon.yaml").write_text('version: "ours-1"\nretire: [medidata-ctms]\n', encoding="utf-8")
    (overlay / "competencies" / "platform.yaml").write_text(PRODUCT, encoding="utf-8")
    ours = role.replace("{id}", "our-cra").replace("{title}", "Our CRA").replace("medidata-ctms, ", "")
    (overlay / "roles" / "our-cra.yaml").write_text(ours, encoding="utf-8")
    shutil.copy(ROOT / "samples" / "cra-strong.pdf", copy / "resume.pdf")
    return copy


def _id(entry: str) -> str:
    return entry.partition("\n")[0]


def run(command: list[str], copy: Path) -> str:
    """What *command* prints, run in the copy by this Python."""
    words = [word.replace("<id>", "trial-payments") for word in command]
    program = {".venv/bin/ats-audit": ["-m", "ats_audit"], ".venv/bin/python": []}[words[0]]
    done = subprocess.run(
        [sys.executable, *program, *words[1:]],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_at_most_ten_lines(section: str) -> None:
    assert 3 <= len(steps(section)) <= 10


@pytest.mark.slow
def test_a_competency_is_added_as_told(scratch: Path) -> None:
    check, scan, *written = [run(command, scratch) for command in commands("Add a competency")]
    assert check.startswith("No violations: ")
    assert "Bluebird CTMS: once" in scan
    assert written
    assert "Bluebird CTMS" in (scratch / "docs" / "competencies" / "platform.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_role_is_added_as_told(scratch: Path) -> None:
    check, shown, *_ = [run(command, scratch) for command in commands("Add a role")]
    assert check.startswith("No violations: ")
    assert shown.startswith("Payments Monitor (trial-payments)\n")
    assert (scratch / "docs" / "roles" / "trial-payments.md").is_file()


@pytest.mark.slow
def test_an_overlay_is_added_as_told(scratch: Path) -> None:
    check, audit = [run(command, scratch) for command in commands("Add an employer's overlay")]
    assert check.startswith("No violations: ")
    assert "Our CRA (our-cra)" in audit
    assert "+ours-1" in audit
