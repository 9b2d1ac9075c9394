"""A spaCy tokenizer without state: words, numbers and signs, and nothing kept between texts.

spaCy's own tokenizer re-tokenises from scratch as soon as a text has a line break (issue 13950 of spaCy: fourteen times
slower, measured), and fills a cache that only grows. This one costs the same for every text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.util import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from spacy.language import Language
    from spacy.vocab import Vocab

TOKENIZER = "ats_audit_units"
"""Name in spaCy's registry of tokenizers."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\S ]+|[ ]+|\S")


class UnitTokenizer:
    """Cuts a text into runs of letters, runs of digits, single signs, and white space beyond one blank."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A document whose text is *text*, character for character."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            if word[0] == " " and words and not spaces[-1]:
                spaces[-1] = True
                word = word[1:]
                if not word:
                    continue
            words.append(word)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], **_: object) -> Iterable[Doc]:
        """One document per text."""
        for text in texts:
            yield self(text)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, _bytes: bytes, **_: object) -> UnitTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: Path | str, **_: object) -> None:
        """Nothing to keep."""

    def from_disk(self, _path: Path | str, **_: object) -> UnitTokenizer:
        """Nothing to restore."""
        return self


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], UnitTokenizer]:
    """For the registry of spaCy: `{"@tokenizers": "ats_audit_units"}`."""

    def create(nlp: Language) -> UnitTokenizer:
        return UnitTokenizer(nlp.vocab)

    return create
