"""Lines that are nothing but a page number."""

from __future__ import annotations

import pytest

from ats_audit.extract._lines import is_page_number


@pytest.mark.parametrize("text", ["2", "- 2 -", "1/2", "Page 1 of 3", "page 3", "p. 4", "ii", "Seite 2 von 3", "1 | 2"])
def test_a_page_number_is_told_in_the_ways_people_write_it(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["John Doe - 1/2", "2024", "jo@example.com", "", "Page", "555 010", "555-010-0199"])
def test_what_says_more_than_a_page_number_or_less_is_none(text: str) -> None:
    assert not is_page_number(text)
