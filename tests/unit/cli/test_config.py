"""`ats-audit.toml`: defaults of a folder, findings that are ignored, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from reports import make_report

from ats_audit.cli._config import Config, apply_config, load_config
from ats_audit.cli._parser import SEVERITIES, UsageError, parse_arguments
from ats_audit.model import Severity
from ats_audit.report import Ignore, leave_out

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
FULL = """
role = "cra"
lexicon = "ours"
heading = "Technical Skills"
fail-under = 62
fail-on = "warning"

[[ignore]]
code = "ATS-L05"
reason = "The design is the house's."

[[ignore]]
code = "ATS-P03"
text = "ctsm"
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    monkeypatch.chdir(tmp_path)

    def write_config(content: str) -> Path:
        (tmp_path / "ats-audit.toml").write_text(content, encoding="utf-8")
        return tmp_path / "ats-audit.toml"

    return write_config


def test_a_folder_without_the_file_has_no_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config(None) == Config(name="ats-audit.toml")


def test_the_file_of_the_folder_is_read(write: Callable[[str], Path]) -> None:
    write(FULL)
    assert load_config(None) == Config(
        name="ats-audit.toml",
        role="cra",
        lexicon="ours",
        heading="Technical Skills",
        fail_under=62.0,
        fail_on="warning",
        ignores=(
            Ignore(code="ATS-L05", reason="The design is the house's."),
            Ignore(code="ATS-P03", text="ctsm"),
        ),
    )


def test_a_lexicon_is_found_from_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('lexicon = "ours"', encoding="utf-8")
    assert load_config(str(tmp_path / "other.toml")).lexicon == str(tmp_path / "ours")


def test_the_command_line_counts_more_than_the_file(write: Callable[[str], Path]) -> None:
    write(FULL)
    arguments = parse_arguments(["cv.pdf", "--role", "sas-programmer", "--fail-under", "0"])
    apply_config(arguments, load_config(None))
    assert (arguments.role, arguments.fail_under, arguments.fail_on) == ("sas-programmer", 0.0, "warning")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("rol = 'cra'", "ats-audit.toml: unknown key rol; did you mean role?"),
        ("colour = true", "unknown key colour; known are role, lexicon"),
        ("fail_under = 3", "unknown key fail_under; did you mean fail-under?"),
        ("role = 3", "role: input should be a valid string"),
        ("fail-under = 101", "fail-under: input should be less than or equal to 100"),
        ("fail-on = 'fatal'", "fail-on: input should be 'error', 'warning' or 'info'"),
        ("heading = ' '", "heading: string should match"),
        ("[[ignore]]\ntext = 'x'", "ignore 1 code: field required"),
        ("[[ignore]]\ncode = 'L05'", "ignore 1 code: string should match"),
        ("[[ignore]]\ncode = 'ATS-L05'\n[[ignore]]\ncode = 'ATS-L05'\nresaon = ''", "ignore 2: unknown key resaon"),
        ("role = ", "ats-audit.toml: Invalid value"),
    ],
)
def test_what_the_file_says_wrong_is_said(write: Callable[[str], Path], content: str, said: str) -> None:
    write(content)
    with pytest.raises(UsageError) as raised:
        load_config(None)
    assert said in str(raised.value)


def test_all_that_is_wrong_is_said_at_once(write: Callable[[str], Path]) -> None:
    write("rol = 'cra'\nfail-under = 'x'")
    with pytest.raises(UsageError) as raised:
        load_config(None)
    assert len(str(raised.value).splitlines()) == 2


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_file_that_was_asked_for_has_to_be_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="configuration file"):
        load_config(str(tmp_path / name))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"c\.toml"):
        load_config(str(tmp_path / "c.toml"))


def test_severities_are_those_of_findings() -> None:
    assert tuple(severity.value for severity in Severity) == SEVERITIES


class TestIgnoring:
    def test_an_ignored_finding_is_named_as_not_told_and_nothing_else_changes(self) -> None:
        report = make_report()
        left, used = leave_out(report, [Ignore(code="ATS-L05", reason="Ours.")])
        assert [finding.code for finding in left.findings] == ["ATS-P03", "ATS-L11"]
        assert left.skipped_checks[-1] == "ATS-L05 Text box is not told: the configuration ignores it (Ours.)"
        assert used == {0}
        assert (left.score, left.plan, left.suggestion) == (report.score, report.plan, report.suggestion)

    def test_a_text_narrows_it(self) -> None:
        assert leave_out(make_report(), [Ignore(code="ATS-P03", text="ctsm")])[1] == {0}
        assert leave_out(make_report(), [Ignore(code="ATS-P03", text="HIPPA")]) == (make_report(), frozenset())

    def test_nothing_ignored_is_the_same_report(self) -> None:
        assert leave_out(make_report(), []) == (make_report(), frozenset())


class TestHook:
    hook: Any = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]

    def test_it_runs_the_command_with_words_that_it_knows(self) -> None:
        assert self.hook["entry"] == "ats-audit"
        assert parse_arguments([*self.hook["args"], "cv.pdf", "resume.md"]).resumes == ["cv.pdf", "resume.md"]

    @pytest.mark.parametrize(
        "name", ["cv.pdf", "docs/CV.md", "Resume.docx", "jane-doe-resume.pdf", "résumé_2026.txt", "Jane Doe CV.pdf"]
    )
    def test_it_looks_at_resumes(self, name: str) -> None:
        assert re.search(self.hook["files"], name)

    @pytest.mark.parametrize("name", ["README.md", "cv.py", "resumes.csv", "recover.md", "docs/cvs/notes.md"])
    def test_it_leaves_other_files_alone(self, name: str) -> None:
        assert not re.search(self.hook["files"], name)
