"""RapidFuzz's partial_ratio of 90 or more between each alias and the whole text: the usual recipe."""

from __future__ import annotations

from rapidfuzz import fuzz
from spoken import aliases, recipe_text, speak

wanted = aliases()


def read(path: str) -> list[str]:
    """Aliases that reach 90."""
    text = " ".join(recipe_text(path).split()).lower()
    return [alias for alias in wanted if fuzz.partial_ratio(alias.lower(), text) >= 90]


speak(read)
