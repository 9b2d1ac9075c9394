"""A folder of lexicon files -> entries, each knowing its place; everything ill-shaped becomes a violation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from ats_audit.lexicon._entries import (
    CompetencyEntry,
    ConfusableEntry,
    HeadingsFile,
    IssuersFile,
    LexiconFile,
    OpenerEntry,
    ParserEntry,
    PathwaysFile,
    PhraseEntry,
    RoleEntry,
)
from ats_audit.lexicon._yaml import Violation, YamlError, YamlFile, load_yaml
from ats_audit.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.lexicon._yaml import Path_

Entry = TypeVar("Entry", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Generic[Entry]):
    """An entry and where in which file it stands."""

    entry: Entry
    file: YamlFile
    path: Path_

    def violation(self, message: str, *below: str | int) -> Violation:
        """A violation at the value *below* the entry, or at the entry itself."""
        return self.file.violation((*self.path, *below), message)


@dataclass(slots=True, kw_only=True)
class SourceTree:
    """What a folder of lexicon files says. Filled by `read_tree`, then left alone."""

    competencies: list[tuple[Kind, Placed[CompetencyEntry]]] = field(default_factory=list)
    roles: list[Placed[RoleEntry]] = field(default_factory=list)
    phrases: list[Placed[PhraseEntry]] = field(default_factory=list)
    openers: list[Placed[OpenerEntry]] = field(default_factory=list)
    confusables: list[Placed[ConfusableEntry]] = field(default_factory=list)
    parsers: list[Placed[ParserEntry]] = field(default_factory=list)
    issuers: Placed[IssuersFile] | None = None
    headings: Placed[HeadingsFile] | None = None
    pathways: Placed[PathwaysFile] | None = None
    about: Placed[LexiconFile] | None = None
    english: frozenset[str] = frozenset()
    deny: tuple[str, ...] = ()
    violations: list[Violation] = field(default_factory=list)


_SINGLE_FILES: dict[str, type[BaseModel]] = {
    "lexicon.yaml": LexiconFile,
    "pathways.yaml": PathwaysFile,
    "prose/headings.yaml": HeadingsFile,
    "prose/issuers.yaml": IssuersFile,
}


_LISTS: dict[str, tuple[type[BaseModel], str]] = {
    "confusables.yaml": (ConfusableEntry, "confusables"),
    "prose/parsers.yaml": (ParserEntry, "parsers"),
    "prose/phrases.yaml": (PhraseEntry, "phrases"),
    "prose/verbs.yaml": (OpenerEntry, "openers"),
}
"""Files that are a list of entries: the shape of an entry, and the field of the tree."""


_SAID = {
    "missing": "is missing",
    "extra_forbidden": "no such key is known here; see lexicons/README.md",
    "too_short": "needs more entries: two lines under match and one under no_match, one of anything else",
}
"""What a curator is told in place of pydantic's words, by type of error."""


def read_tree(directory: Path) -> SourceTree:
    """Read every lexicon file below *directory*; files that a lexicon does not have are violations."""
    tree = SourceTree()
    known = {"README.md", "english.txt", "names.txt", "deny.txt"}
    paths = sorted((path for path in directory.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
    for path in paths:
        name = path.relative_to(directory).as_posix()
        folder, _, base = name.rpartition("/")
        if name in known or folder == "_schema" or base.startswith("."):
            continue
        try:
            _read_file(path, name, folder, tree)
        except YamlError as error:
            tree.violations.append(error.violation)
    tree.english = frozenset(_read_words(directory / "english.txt"))
    tree.deny = tuple(_read_words(directory / "deny.txt"))
    return tree


def _read_file(path: Path, name: str, folder: str, tree: SourceTree) -> None:
    if name in _SINGLE_FILES:
        _read_single(load_yaml(path, name=name), _SINGLE_FILES[name], tree)
    elif folder == "competencies" and path.suffix == ".yaml":
        file = load_yaml(path, name=name)
        if path.stem not in set(Kind):
            tree.violations.append(file.violation((), f"{path.stem!r} is no kind; kinds are {', '.join(Kind)}"))
            return
        placed = _read_list(file, CompetencyEntry, tree)
        tree.competencies.extend((Kind(path.stem), entry) for entry in placed)
    elif folder == "roles" and path.suffix == ".yaml":
        file = load_yaml(path, name=name)
        role = _validate(file, (), RoleEntry, file.value, tree)
        if role is not None:
            tree.roles.append(role)
            if role.entry.id != path.stem:
                tree.violations.append(role.violation(f"the file of role {role.entry.id!r} must bear its id", "id"))
    elif name in _LISTS:
        shape, where = _LISTS[name]
        getattr(tree, where).extend(_read_list(load_yaml(path, name=name), shape, tree))
    else:
        message = "no lexicon file has this name; see the layout in lexicons/README.md"
        tree.violations.append(Violation(file=name, line=1, column=1, message=message))


def _read_single(file: YamlFile, shape: type[BaseModel], tree: SourceTree) -> None:
    placed = _validate(file, (), shape, file.value, tree)
    if placed is None:
        return
    if isinstance(placed.entry, LexiconFile):
        tree.about = Placed(entry=placed.entry, file=file, path=())
    elif isinstance(placed.entry, PathwaysFile):
        tree.pathways = Placed(entry=placed.entry, file=file, path=())
    elif isinstance(placed.entry, HeadingsFile):
        tree.headings = Placed(entry=placed.entry, file=file, path=())
    elif isinstance(placed.entry, IssuersFile):
        tree.issuers = Placed(entry=placed.entry, file=file, path=())


def _read_list(file: YamlFile, shape: type[Entry], tree: SourceTree) -> list[Placed[Entry]]:
    if not isinstance(file.value, list):
        tree.violations.append(file.violation((), "must be a list of entries"))
        return []
    placed = (_validate(file, (index,), shape, value, tree) for index, value in enumerate(file.value))
    return [entry for entry in placed if entry is not None]


def _validate(file: YamlFile, path: Path_, shape: type[Entry], value: object, tree: SourceTree) -> Placed[Entry] | None:
    try:
        entry = shape.model_validate(value)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            where = (*path, *(step for step in problem["loc"]))
            label = ".".join(str(step) for step in problem["loc"]) or shape.__name__
            tree.violations.append(file.violation(where, f"{label}: {_SAID.get(problem['type'], problem['msg'])}"))
        return None
    return Placed(entry=entry, file=file, path=path)


def _read_words(path: Path) -> list[str]:
    if not path.is_file():
        return []
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
