"""The exact pass: which runs of keys are aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_END = ""
"""Marks a node at which a phrase ends; no key is empty."""


class Phrasebook:
    """All phrases as a tree of keys.

    The same spans as spaCy's PhraseMatcher over a document of keys, which a test holds it to, at a third of the time
    and without the import of spaCy: a document has to be made first, and that costs more than the search.
    """

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._root: dict[str | None, Any] = {}
        for phrase in phrases:
            node = self._root
            for key in phrase:
                node = node.setdefault(key, {})
            node[_END] = True

    def has(self, phrase: tuple[str, ...]) -> bool:
        """Whether *phrase* as a whole is one."""
        node: Any = self._root
        for key in phrase:
            node = node.get(key)
            if node is None:
                return False
        return _END in node

    def find(self, keys: Sequence[str | None]) -> list[tuple[int, int]]:
        """Half-open spans of *keys* that are phrases, overlapping ones included; None stands for an unknown word."""
        found: list[tuple[int, int]] = []
        size, root = len(keys), self._root
        # Most words begin no phrase: they cost one look each.
        for start in [at for at, key in enumerate(keys) if key in root]:
            node, at = root[keys[start]], start + 1
            while node:
                if _END in node:
                    found.append((start, at))
                if at == size:
                    break
                node = node.get(keys[at])
                at += 1
        return found
