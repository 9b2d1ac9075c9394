"""The catalogue of words: nothing in it that is never said."""

from __future__ import annotations

import re
from pathlib import Path

from ats_audit.report import _words

SOURCES = Path(_words.__file__).parents[1]


def test_every_word_of_the_catalogue_is_said_somewhere() -> None:
    catalogue = Path(_words.__file__)
    said = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(SOURCES.rglob("*"))
        if path.suffix in {".py", ".html"} and path != catalogue
    )
    own = catalogue.read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z][A-Z_0-9]+): Final", own, flags=re.MULTILINE)
    assert len(names) > 100
    unsaid = [
        name
        for name in names
        if not re.search(rf"\bwords\.{name}\b|\b{name}\b", said) and len(re.findall(rf"\b{name}\b", own)) == 1
    ]
    assert unsaid == []
