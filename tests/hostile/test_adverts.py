"""Adverts made to cost their square: reading them ends, and every quote stands where it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ats_audit import Auditor


@pytest.mark.parametrize(
    "advert",
    [
        "Requirements\n5" + " " * 60_000 + "years\n",
        "Requirements\n" + "and, " * 20_000 + "\n",
        "Requirements\n" + "a" * 100_000 + " required\n",
        "we are a " + "very-" * 20_000 + "company\n",
        "Requirements\nBachelor" + " ,/" * 20_000 + "\n",
        "one of " * 20_000 + ":\n" + "- CPC\n" * 5_000,
        "CPC or " * 10_000,
        "REDCap required, not required, preferred, " * 3_000,
        "\n" * 100_000 + "Requirements\n" + "\t" * 50_000,
    ],
)
def test_an_advert_made_to_cost_its_square_is_read_to_its_end(auditor: Auditor, advert: str) -> None:
    read = auditor.read_advert(advert.encode())
    assert all(advert[ask.quote.start : ask.quote.end] == ask.quote.text for ask in read.asks)
