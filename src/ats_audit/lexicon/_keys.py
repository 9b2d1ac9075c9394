"""When two aliases are the same to the matcher."""

from __future__ import annotations

import re
import unicodedata

LITTLE_WORDS = frozenset(("the", "of", "and", "for", "in", "to", "a", "an", "on", "with", "by", "or"))
"""Words of a name that say nothing of it."""
_TOKENS = re.compile(r"[^\W\d_]+|\d+|[+#&]")


def fold_alias(text: str) -> tuple[str, ...]:
    """Runs of letters, runs of digits, and the signs + # &, case-folded; separators do not matter.

    A plural s on the last token does not matter either, so "CRFs" and "CRF" are one alias; the S of an acronym
    does, so "CDMS" and "CDM" are two.
    """
    tokens = _TOKENS.findall(unicodedata.normalize("NFKC", text))
    folded = [token.casefold() for token in tokens]
    if folded and len(folded[-1]) > 3 and not tokens[-1].isupper() and re.search("[^s]s$", folded[-1]):  # noqa: PLR2004
        folded[-1] = folded[-1][:-1]
    return tuple(folded)
