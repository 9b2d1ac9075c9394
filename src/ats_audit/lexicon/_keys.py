"""When two aliases are the same to the matcher."""

from __future__ import annotations

import re
import unicodedata

_TOKENS = re.compile(r"[^\W\d_]+|\d+|[+#&]")


def fold_alias(text: str) -> tuple[str, ...]:
    """Runs of letters, runs of digits, and the signs + # &, case-folded; separators do not matter.

    A plural s on the last token does not matter either, so "CRFs" and "CRF" are one alias.
    """
    tokens = [token.casefold() for token in _TOKENS.findall(unicodedata.normalize("NFKC", text))]
    if tokens and len(tokens[-1]) > 3 and tokens[-1].endswith("s") and not tokens[-1].endswith("ss"):  # noqa: PLR2004
        tokens[-1] = tokens[-1][:-1]
    return tuple(tokens)
