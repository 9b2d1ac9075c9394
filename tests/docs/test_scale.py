"""The page on scale: its table of columns is the one source's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_of_columns_is_that_of_the_rows() -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "scripts" / "write_columns.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
