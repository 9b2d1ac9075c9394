"""spaCy's PhraseMatcher on lower case, with the aliases of the benchmark: the usual recipe."""

from __future__ import annotations

import spacy
from spacy.matcher import PhraseMatcher
from spoken import aliases, recipe_text, speak

nlp = spacy.blank("en")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
matcher.add("competency", [nlp.make_doc(alias) for alias in aliases()])


def read(path: str) -> list[str]:
    """Surfaces, one line at a time made single-spaced."""
    doc = nlp.make_doc(" ".join(recipe_text(path).split()))
    return [doc[start:end].text for _, start, end in matcher(doc)]


speak(read)
