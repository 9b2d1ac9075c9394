"""Which English a résumé is written in, and common words of a name in that English.

The lexicon writes common words as Americans do. Proper names keep their own spelling: a law is called what it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"(?<![\w'-])[a-z]{4,}(?!\w)")
"""Words in small letters alone: a capital may begin a name."""
_ISE = re.compile(
    r"(?!(?:super|tele|impro|re|de|ad)vis|(?:exerc|comprom|prom|surpr|compr|enterpr|franch|merchand|expert|prec|conc"
    r"|prem|pra|circumc|inc|exc|cru|bru|otherw|likew|disgu|advert|chast|desp|upr)is)"
    r"[a-z]{3,}is(?:e|ed|es|er|ing|ation|ations)"
)
_IZE = re.compile(r"(?!(?:re|over|under|down|cap)siz|appriz)[a-z]{3,}iz(?:e|ed|es|er|ing|ation|ations)")
_IZE_WITHIN = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ing|ation|ations)\b)")
_BRITISH = {
    "analyze": "analyse",
    "analyzed": "analysed",
    "analyzing": "analysing",
    "anesthesia": "anaesthesia",
    "behavior": "behaviour",
    "behavioral": "behavioural",
    "catalog": "catalogue",
    "center": "centre",
    "centered": "centred",
    "centers": "centres",
    "color": "colour",
    "counseling": "counselling",
    "enrollment": "enrolment",
    "gynecology": "gynaecology",
    "hematology": "haematology",
    "judgment": "judgement",
    "labeled": "labelled",
    "labeling": "labelling",
    "labor": "labour",
    "leukemia": "leukaemia",
    "license": "licence",
    "licenses": "licences",
    "modeled": "modelled",
    "modeling": "modelling",
    "orthopedic": "orthopaedic",
    "pediatric": "paediatric",
    "pediatrics": "paediatrics",
    "program": "programme",
    "programs": "programmes",
    "tumor": "tumour",
    "tumors": "tumours",
}
_AMERICAN = frozenset(_BRITISH)
_ONLY_BRITISH = frozenset(_BRITISH.values())
_SPELT = re.compile(rf"(?<![\w])(?:{'|'.join(_BRITISH)})(?!\w)", re.IGNORECASE)


class English(NamedTuple):
    """Whether words of two sorts are spelt as in Britain: who writes "programme" may write "randomized"."""

    ise: bool
    """Verbs and their nouns: "randomised", "prioritisation"."""
    words: bool
    """Others: "programme", "labelling"."""


def tell_english(text: str) -> English:
    """The English of *text*, as most of its words of either sort have it; American where nothing tells."""
    words = _WORD.findall(text)
    ise = sum(_ISE.fullmatch(word) is not None for word in words if "is" in word)
    ize = sum(_IZE.fullmatch(word) is not None for word in words if "iz" in word)
    british, american = sum(word in _ONLY_BRITISH for word in words), sum(word in _AMERICAN for word in words)
    return English(
        ise=ise > ize if ise or ize else british > american,
        words=british > american if british or american else ise > ize,
    )


def respell(form: str, english: English) -> str:
    """*form*, made of common words, with those that the lexicon spells as Americans do in *english*."""
    if english.words:
        form = _SPELT.sub(lambda found: _as_written(_BRITISH[found[0].lower()], found[0]), form)
    return _IZE_WITHIN.sub("is", form) if english.ise else form


def _as_written(word: str, like: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() else word
