"""What extraction costs and what it loses, on folders of files that you name.

    python benchmarks/extraction/measure.py FOLDER... [--json]

Prints, over all files: outcomes (text, or which typed error), layout facts, and the CPU of PDFs against pdfminer's
`extract_text` in the same run. Only counts are printed, never a file's text. Words of DOCX: `docx_words.py`.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import statistics
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document
from ats_audit.model import MediaType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.model import FactKind

ROUNDS = 3
SUFFIXES = (".pdf", ".docx")
TARGET, SLOWEST = 0.40, 1.0


def cost(call: Callable[[], object]) -> float:
    start = time.process_time()
    # The other library may raise anything; its time counts all the same.
    with suppress(Exception):
        call()
    return time.process_time() - start


def compare_cost(content: bytes) -> tuple[float, float]:
    """CPU seconds of ours and of pdfminer's `extract_text`, the best of a few rounds, interleaved."""
    from pdfminer.high_level import extract_text

    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(cost(lambda: extract_document(content)))
        theirs.append(cost(lambda: extract_text(io.BytesIO(content))))
    return min(ours), min(theirs)


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, of equal ones by name: the facts of a file are a set, which has no order."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def list_rows(folders: list[Path], *, costs: bool) -> Iterator[dict[str, object]]:
    """What reading the files in *folders* came to, and what it cost."""
    outcomes: Counter[str] = Counter()
    facts: Counter[FactKind] = Counter()
    ratios: dict[str, float] = {}
    slowest = 0.0
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES):
        content = path.read_bytes()
        try:
            document = extract_document(content)
        except DocumentError as error:
            outcomes[error.code] += 1
            continue
        outcomes["text"] += 1
        facts.update({fact.kind for fact in document.facts})
        if costs and document.media_type is MediaType.PDF:
            ours, theirs = compare_cost(content)
            ratios[path.name] = ours / theirs
            slowest = max(slowest, ours)
    told = ", ".join(f"{name} {count}" for name, count in _ranked(outcomes))
    yield {"measure": "outcomes", "target": "", "seen": told, "ok": None, "note": ""}
    told = ", ".join(f"{kind} {count}" for kind, count in _ranked(facts))
    yield {"measure": "layout facts, in files", "target": "", "seen": told, "ok": None, "note": ""}
    if ratios:
        middle, worst = statistics.median(ratios.values()), max(ratios.values())
        yield {
            "measure": f"CPU of a PDF over that of pdfminer's extract_text, interleaved, median of {len(ratios)} files",
            "target": f"≤ {TARGET:.2f}",
            "seen": f"{middle:.2f}",
            "ok": middle <= TARGET,
            "note": f"worst file {worst:.2f}",
        }
        yield {
            "measure": "the slowest of them, CPU",
            "target": f"≤ {SLOWEST:g} s",
            "seen": f"{slowest:.2f} s",
            "ok": slowest <= SLOWEST,
            "note": "",
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--no-cost", action="store_true", help="leave the comparison of CPU out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    rows = list(list_rows(options.folders, costs=not options.no_cost))
    if options.json:
        print(json.dumps({"benchmark": "extraction/measure", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        note = f" ({row['note']})" if row["note"] else ""
        print(f"{row['measure']}: {row['seen']}{note}")


if __name__ == "__main__":
    main()
