"""Holding figures against those written: counts exactly, times within the noise that is stated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loading import load_script

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "run.py"


@pytest.fixture(scope="module")
def run() -> ModuleType:
    return load_script(SCRIPT)


@pytest.mark.parametrize(
    ("written", "seen", "swings"),
    [
        ("found 536 of 597", "found 536 of 597", False),
        ("1.56 ms a text", "1.92 ms a text", False),
        ("took 1.56 ms: **missed**", "took 1.4 ms", False),
        ("0.1 ms | 0.904", "0.2 ms | 0.904", False),
        ("400 requests", "500 requests", True),
        ("+0.71 ms", "+0.41 ms", True),
        ("+0.04 ms", "-0.70 ms", True),
        ("-0.3 % (292 MiB)", "+0.9 % (295 MiB)", True),
        ("within 3 %", "within 6 %", True),
    ],
)
def test_noise_is_no_difference(run: ModuleType, written: str, seen: str, *, swings: bool) -> None:
    assert run.alike(written, seen, swings=swings)


@pytest.mark.parametrize(
    ("written", "seen", "swings"),
    [
        ("found 536 of 597", "found 535 of 597", False),
        ("98.2 % of headings", "98.1 % of headings", False),
        ("1.56 ms a text", "2.60 ms a text", False),
        ("0.1 ms | 0.904", "0.3 ms | 0.904", False),
        ("0.1 ms | 0.904", "0.1 ms | 0.903", False),
        ("faults: 0", "faults: 1", True),
        ("400 requests", "800 requests", True),
        ("+0.71 ms", "+1.92 ms", True),
        ("within 3 %", "within 9 %", True),
        ("within 3 %", "within 4 %", False),
        ("poppler 3", "pdfium 3", False),
    ],
)
def test_a_difference_is_told(run: ModuleType, written: str, seen: str, *, swings: bool) -> None:
    assert not run.alike(written, seen, swings=swings)


def test_a_line_that_is_gone_is_told(run: ModuleType) -> None:
    assert run.compare("peers", "one\ntwo", "one", swings=False) == ["peers: 1 lines, 2 written"]
