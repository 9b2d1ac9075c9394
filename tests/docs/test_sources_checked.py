"""The list of sources that somebody looked for names only sources that are cited, each once."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from ats_audit.lexicon import Lexicon

LIST = Path(__file__).parents[2] / "docs" / "sources_checked.tsv"
WAYS = {"file", "page", "sister", "table", "none"}


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def test_each_row_says_how_and_stands_once_in_order() -> None:
    listed = rows()
    assert listed
    assert {row["how"] for row in listed} <= WAYS
    assert all(one["address"] < other["address"] for one, other in pairwise(listed))


def test_each_address_is_still_the_source_of_an_entry() -> None:
    cited = {entry.source.url for entry in Lexicon.load().competencies}
    assert [row["address"] for row in rows() if row["address"] not in cited] == []
