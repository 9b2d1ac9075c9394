"""pydparser with the aliases of the benchmark as its documented skills file."""

from __future__ import annotations

import csv
import tempfile

from pydparser import ResumeParser
from spoken import aliases, speak


def read(path: str) -> list[str]:
    """What it calls skills."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([alias.lower() for alias in aliases()])
        file.flush()
        return list(ResumeParser(path, skills_file=file.name).get_extracted_data()["skills"])


speak(read)
