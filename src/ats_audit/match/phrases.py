"""The exact pass: which runs of keys are aliases. The one place where spaCy matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER = "·"
"""Stands in a stream of keys for whatever the lexicon does not know; never a key itself."""


class Phrasebook:
    """spaCy's PhraseMatcher over keys.

    It is asked with documents made of known keys and `OTHER` alone, so the vocabulary never grows with the
    texts that were seen: there is nothing for a memory zone to free.
    """

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        self._doc = Doc
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")
        # Hashes instead of documents: what the matcher keeps of a pattern anyway (its own pickling adds them so).
        strings = self._vocab.strings
        patterns = [[strings.add(key) for key in phrase] for phrase in phrases]
        if patterns:
            self._matcher.add("alias", patterns)  # type: ignore[arg-type]

    def find(self, keys: list[str]) -> list[tuple[int, int]]:
        """Half-open spans of *keys* that are phrases, overlapping ones included, in the order of their ends."""
        doc = self._doc(self._vocab, words=keys)
        return [(start, end) for _, start, end in self._matcher(doc)]
