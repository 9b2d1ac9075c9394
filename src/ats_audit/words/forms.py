"""Words that have a form for one and another for any other number."""

from __future__ import annotations

from typing import NamedTuple

Plural = tuple[str, str]
"""The forms for one and for any other number; `{n}` is the number."""


def count(number: float, forms: Plural) -> str:
    """*number* with the form of the word that goes with it."""
    return forms[0 if number == 1 else 1].format(n=number)


class Said(NamedTuple):
    """What a finding says."""

    message: str
    """What is there."""
    fix: str
    """What to do."""


class SaidOf(NamedTuple):
    """The same about one thing, and about several."""

    message: Plural
    fix: Plural

    def of(self, number: int) -> Said:
        """What to say of so many things."""
        at = 0 if number == 1 else 1
        return Said(self.message[at], self.fix[at])
