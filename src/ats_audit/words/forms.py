"""Words that have a form for one and another for any other number."""

from __future__ import annotations

Plural = tuple[str, str]
"""The forms for one and for any other number; `{n}` is the number."""


def count(number: float, forms: Plural) -> str:
    """*number* with the form of the word that goes with it."""
    return forms[0 if number == 1 else 1].format(n=number)
