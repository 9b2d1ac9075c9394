"""One spelling for British and American, singular and plural."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORTEST = 4
"""Words below this length are left alone: their last s is as often part of the name."""

_CLIPPED = {
    "mgmt": "management",
    "mgt": "management",
    "recon": "reconciliation",
    "spec": "specification",
    "specs": "specification",
    "auth": "authorization",
    "auths": "authorization",
}
"""Words that résumés clip: "SAE recon", "query mgmt", "mapping specs", "prior auths"."""

_BRITISH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^practis"), "practic"),
    (re.compile(r"is(?=(?:e|ed|er|ing|ation|ational|able)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|er|ing)$)"), "yz"),
    (re.compile(r"our(?=(?:$|ed$|ing$|al$|ally$))"), "or"),
    (re.compile(r"([bt])re$"), r"\1er"),
    (re.compile(r"^(h|an|p|orthop|gyn)ae"), r"\1e"),
    (re.compile(r"^oe(?=[snd])"), "e"),
    (re.compile(r"ogue$"), "og"),
    (re.compile(r"([aei])ll(?=(?:ed|ing|er)$)"), r"\1l"),
    (re.compile(r"ence$(?<=licence|defence|offence)"), "ense"),
    (re.compile(r"^programme$"), "program"),
    (re.compile(r"judgement$"), "judgment"),
    (re.compile(r"enrol(?=(?:ment)?$)"), "enroll"),
)
_PLURALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"([^aeiou])ies$"), r"\1y"),
    (re.compile(r"(lys|gnos|thes)es$"), r"\1is"),
    (re.compile(r"(ss|x|ch|sh|zz)es$"), r"\1"),
    (re.compile(r"([^su])s$(?<!is)"), r"\1"),
)


@lru_cache(maxsize=32_768)
def spell(word: str) -> str:
    """The spelling under which *word*, in lower case, is kept and looked up.

    The result is a key, not a word: it may be odd ("exercize") but is the same for every variant. Endings of plurals
    go first, then British endings; both sides of a comparison are spelt, so a rule that goes too far does no harm
    unless two words of the lexicon meet in one key.
    """
    if word in _CLIPPED:
        return spell(_CLIPPED[word])
    if len(word) < _SHORTEST:
        return word
    for ending, new in _PLURALS:
        shorter, changed = ending.subn(new, word)
        if changed:
            word = shorter
            break
    for pattern, new in _BRITISH:
        word = pattern.sub(new, word)
    return word
