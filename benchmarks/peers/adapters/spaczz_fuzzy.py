"""spaczz's FuzzyMatcher with its defaults and the aliases of the benchmark."""

from __future__ import annotations

import spacy
from spaczz.matcher import FuzzyMatcher
from spoken import aliases, recipe_text, speak

nlp = spacy.blank("en")
matcher = FuzzyMatcher(nlp.vocab)
for number, alias in enumerate(aliases()):
    matcher.add(str(number), [nlp.make_doc(alias)])
wanted = aliases()


def read(path: str) -> list[str]:
    """The aliases whose patterns matched."""
    doc = nlp.make_doc(" ".join(recipe_text(path).split()))
    return [wanted[int(label)] for label, *_ in matcher(doc)]


speak(read)
