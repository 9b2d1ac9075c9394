"""YAML with places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ats_audit.lexicon._yaml import MAX_FILE_BYTES, Violation, YamlError, load_yaml

if TYPE_CHECKING:
    from pathlib import Path


def parsed(tmp_path: Path, text: str) -> object:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return load_yaml(path, name="file.yaml").value


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(YamlError) as caught:
        parsed(tmp_path, text)
    return str(caught.value.violation)


def test_plain_values_are_read_as_what_they_are(tmp_path: Path) -> None:
    assert parsed(tmp_path, "a: text\nb: 7\nc: true\nd: null\ne: [x, 'y']\n") == {
        "a": "text",
        "b": 7,
        "c": True,
        "d": None,
        "e": ["x", "y"],
    }


def test_an_empty_file_is_nothing(tmp_path: Path) -> None:
    assert parsed(tmp_path, "# only a comment\n") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: no\n", "file.yaml:1:4: 'no' is read as bool: put it in quotes"),
        ("a: 1.5\n", "file.yaml:1:4: '1.5' is read as float: put it in quotes"),
        ("a: 0x1F\n", "file.yaml:1:4: '0x1F' is read as int: put it in quotes"),
        ("a: 2026-01-01\n", "file.yaml:1:4: '2026-01-01' is read as timestamp: put it in quotes"),
        ("1: a\n", "file.yaml:1:1: keys must be plain words"),
        ("a: !!python/name:os.system x\n", "file.yaml:1:4: 'x' is read as os.system: put it in quotes"),
        ("a: &x [1]\nb: *x\n", "file.yaml:1:4: references (*name) are not read here: write the value out"),
        ("a: 1\n  b: 2\n", "file.yaml:2:4: mapping values are not allowed in this context"),
        ("[" * 30 + "]" * 30, "file.yaml:1:22: nested too deeply"),
    ],
)
def test_yaml_beyond_what_a_lexicon_needs_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert refused(tmp_path, text) == said


def test_control_characters_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "a: \x00\n") == "file.yaml:1:1: is not YAML"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    assert refused(tmp_path, "#" * (MAX_FILE_BYTES + 1)) == f"file.yaml:1:1: larger than {MAX_FILE_BYTES} bytes"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(YamlError, match=r"no\.yaml:1:1: cannot be read"):
        load_yaml(tmp_path / "no.yaml", name="no.yaml")


def test_a_violation_below_what_the_file_has_stands_at_the_nearest_parent(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("a:\n  - b: 1\n", encoding="utf-8")
    file = load_yaml(path, name="file.yaml")
    assert file.violation(("a", 0, "missing", 3), "x") == Violation(file="file.yaml", line=2, column=5, message="x")
    assert file.violation(("zzz",), "x") == Violation(file="file.yaml", line=1, column=1, message="x")
