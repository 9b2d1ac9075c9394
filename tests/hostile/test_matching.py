"""Texts made to cost their square: matching them ends, and tells the truth about what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ats_audit import Auditor

TEXTS = {
    "one endless sentence": ("Used REDCap and " * 10_000, 10_000),
    "no space at all": ("REDCap," * 10_000, 10_000),
    "a column of one name": ("REDCap\n" * 10_000, 10_000),
    "names that wait for context": ("Rave\n" * 10_000, 0),
    "a list of names that wait for each other": ("Rave, Epic, " * 5_000, 0),
    "names that share their head": ("ICD-10-CM/PCS, " * 5_000, 10_000),
    "names that are misspelt": ("Pharmcovigilance " * 5_000, 5_000),
    "names denied": ("no REDCap, " * 10_000, 10_000),
    "addresses": ("REDCap@" * 10_000, 0),
    "cues without a name": ("seeking to learn " * 10_000, 0),
    "denials without a name": ("no " * 30_000, 0),
    "brackets": ("(" * 100_000, 0),
    "bracketed acronyms": ("(ABC) " * 10_000, 0),
    "dotted initials": ("A." * 20_000, 0),
    "hyphens at line ends": ("Medi-\n" * 20_000, 0),
    "one endless word": ("a" * 200_000, 0),
    "commas": (", " * 50_000, 0),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_text_made_to_cost_its_square_is_matched(auditor: Auditor, name: str) -> None:
    text, count = TEXTS[name]
    mentions = auditor.matcher.match_text(text)
    assert len(mentions) == count
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
