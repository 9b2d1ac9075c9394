"""How an adapter speaks: a line of JSON for each résumé with CPU seconds and finds, and one with the peak memory."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def speak(read: Callable[[str], Iterable[str]]) -> None:
    """Run *read* on every path of the command line, the first of them once more ahead of all, unmeasured."""
    answers, sys.stdout = sys.stdout, sys.stderr
    paths = sys.argv[2:]
    for number, path in enumerate([paths[0], *paths]):
        start = time.process_time()
        try:
            found, failure = sorted(set(read(path))), ""
        except Exception as error:  # whatever an engine raises is its answer for this file
            found, failure = [], type(error).__name__
        spent = time.process_time() - start
        if number:
            answers.write(json.dumps({"path": path, "cpu": spent, "found": found, "failure": failure}) + "\n")
    answers.write(json.dumps({"peak": peak_memory()}) + "\n")


def peak_memory() -> float:
    """MB of this program at most; getrusage would count what the process that started it held."""
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 # runs in other people's environments
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))


def aliases() -> list[str]:
    """The ways of writing that the benchmark hands to every engine which takes a list."""
    with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 # runs in other people's environments
        return list(json.load(file))


def recipe_text(path: str) -> str:
    """Text as the usual tutorial gets it: pdfminer's high-level call, python-docx's paragraphs and tables."""
    if path.endswith(".pdf"):
        from pdfminer.high_level import extract_text

        return str(extract_text(path))
    if path.endswith(".docx"):
        from docx import Document

        document = Document(path)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 # as above
        return file.read()
