"""The parts of a DOCX that hold text, each parsed when the walk comes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.errors import LimitExceededError
from ats_audit.extract._docx_archive import Archive, BrokenPartError, broken
from ats_audit.extract._lines import keep_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._docx_archive import Relation

_UNREAD: Final = frozenset({"aFChunk", "oleObject", "package", "vbaProject", "subDocument"})
"""Relations to embedded documents, objects and macros. None of them is ever opened."""
_TABLE_STYLES: Final = (b'<w:style w:type="table"', b"</w:style>")
"""Nine tenths of the style sheet that python-docx writes; nothing of them is asked for."""


class Part(NamedTuple):
    """A part of the document: its name in the archive, and its XML."""

    name: str
    root: _Element


class Parts:
    """The XML of a Word document, part by part.

    A damaged part beside a sound main document is left out and counted, as Word does when it offers to repair.
    """

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Open the main document.

        Raises:
            DocumentError: not a Word document, encrypted, corrupt, or beyond a limit.
        """
        self._archive = Archive(content, budget)
        try:
            name = self._archive.find_main()
            root, stopped = self._archive.parse_start(name) if budget.partial else (self._archive.parse(name), None)
        except BrokenPartError:
            raise broken() from None
        self._roots: dict[str, _Element | None] = {}
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self.damaged = 0
        self.stopped = [] if stopped is None else [stopped]
        """The limits at which the main document stopped, where a part of it is enough."""
        self.left_out: list[LimitExceededError] = []
        """The limits for which other parts were left out then."""
        self._partial = budget.partial
        self.main = Part(name, root)
        self.unread = sum(one.kind in _UNREAD for one in self._relations_of(name).values())
        """Embedded documents, objects and macros, which are not read."""

    def _relations_of(self, part: str) -> Mapping[str, Relation]:
        found = self._relations.get(part)
        if found is None:
            try:
                found = {one.id: one for one in self._archive.list_relations(part)}
            except BrokenPartError:
                found = {}
                self.damaged += 1
            except LimitExceededError as error:
                found = {}
                self._leave_out(error)
            self._relations[part] = found
        return found

    def find(self, part: str, key: str) -> Part | None:
        """Return what *part* relates to by the id *key*; None where nothing readable is there."""
        relation = self._relations_of(part).get(key)
        return None if relation is None or not relation.target else self._open(relation.target)

    def find_address(self, part: str, key: str) -> str | None:
        """Return where the link with the id *key* in *part* leads; None where it is no contact."""
        relation = self._relations_of(part).get(key)
        return None if relation is None else keep_target(relation.address)

    def find_kind(self, kind: str) -> Part | None:
        """Return the one part of that kind to which the main document relates: `styles`, `numbering`, `footnotes`."""
        for relation in self._relations_of(self.main.name).values():
            if relation.kind == kind and relation.target:
                return self._open(relation.target, without=_TABLE_STYLES if kind == "styles" else None)
        return None

    def _open(self, name: str, *, without: tuple[bytes, bytes] | None = None) -> Part | None:
        if name not in self._roots:
            try:
                self._roots[name] = self._archive.parse(name, without=without) if self._archive.holds(name) else None
            except BrokenPartError:
                self._roots[name] = None
                self.damaged += 1
            except LimitExceededError as error:
                self._roots[name] = None
                self._leave_out(error)
        root = self._roots[name]
        return None if root is None else Part(name, root)

    def _leave_out(self, error: LimitExceededError) -> None:
        """Go on without a part beyond a limit, if a part of the whole is enough."""
        if not self._partial:
            raise error
        self.left_out.append(error)
