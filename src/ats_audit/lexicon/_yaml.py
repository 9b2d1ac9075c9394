"""YAML with places: every value knows the line and column on which it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    import yaml

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"
Path_: TypeAlias = tuple["str | int", ...]

MAX_FILE_BYTES = 4_000_000
"""A curated file of one kind is under 1 MB; more than this is no lexicon."""
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Violation:
    """A law that a lexicon file breaks, with its place."""

    file: str
    """Path below the lexicon's folder, with forward slashes."""
    line: int
    """1-based; 1 where the file as a whole is meant."""
    column: int
    """1-based."""
    message: str

    def __str__(self) -> str:
        """`file:line:col: message`, as editors and compilers write it."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """A parsed file and the place of each of its values."""

    name: str
    value: Value
    marks: dict[Path_, tuple[int, int]]

    def violation(self, path: Path_, message: str) -> Violation:
        """A violation at the value of *path*, or at the nearest parent that the file has."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Violation(file=self.name, line=line, column=column, message=message)


class YamlError(Exception):
    """The file is no YAML that we read; holds the violation."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(str(violation))
        self.violation = violation


def load_yaml(path: Path, *, name: str) -> YamlFile:
    """Parse *path* into plain values, refusing aliases, duplicate keys, dates and floats.

    Raises:
        YamlError: Unreadable, not UTF-8, not YAML, or YAML beyond what a lexicon needs.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise YamlError(Violation(file=name, line=1, column=1, message=f"larger than {MAX_FILE_BYTES} bytes"))
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise YamlError(Violation(file=name, line=1, column=1, message=f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        raise YamlError(Violation(file=name, line=1, column=1, message="is not UTF-8")) from error
    # Only curators read YAML; everybody else loads what was compiled from it, and need not wait for this import.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = error.problem or error.context or "is not YAML"
        raise YamlError(Violation(file=name, line=line, column=column, message=problem)) from error
    except yaml.YAMLError as error:
        raise YamlError(Violation(file=name, line=1, column=1, message="is not YAML")) from error
    if node is None:
        return YamlFile(name=name, value=None, marks={})
    builder = _Builder(name)
    return YamlFile(name=name, value=builder.build(node, ()), marks=builder.marks)


class _Builder:
    """Turns the nodes of one file into plain values, and notes where each stood."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[Path_, tuple[int, int]] = {}
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path_) -> Value:
        if len(path) > MAX_DEPTH:
            raise self._refusal(node, "nested too deeply")
        if id(node) in self._seen:
            raise self._refusal(node, "references (*name) are not read here: write the value out")
        self._seen.add(id(node))
        self.marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        from yaml import MappingNode, SequenceNode

        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if key_node.tag != "tag:yaml.org,2002:str":
                raise self._refusal(key_node, "keys must be plain words")
            key = str(key_node.value)
            if key in mapping:
                raise self._refusal(key_node, f"key {key!r} stands twice")
            mapping[key] = self.build(value_node, (*path, key))
        return mapping

    def _scalar(self, node: yaml.Node) -> Value:
        kind, text = node.tag.rpartition(":")[2], str(node.value)
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in {"true", "false"}:
            return text.lower() == "true"
        if kind == "int" and text.isascii() and text.isdecimal():
            return int(text)
        raise self._refusal(node, f"{text!r} is read as {kind}: put it in quotes")

    def _refusal(self, node: yaml.Node, message: str) -> YamlError:
        mark = node.start_mark
        return YamlError(Violation(file=self.name, line=mark.line + 1, column=mark.column + 1, message=message))
