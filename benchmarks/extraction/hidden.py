"""Hidden text: how many ways of hiding words are seen through, and how often sound pages are suspected.

    python benchmarks/extraction/hidden.py [FOLDER...] [--json]

The tricks, and what only looks like one, are those of `tests/tricks.py`; no PDF in the folders is held to hide anything
(`labels_pdf.txt` was written from their pictures; a file labelled `hidden-text?` there is left out).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from tricks import LENGTH, SOUND, TRICK, TRICKS, make_tricked

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document
from ats_audit.model import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSES = 1
"""Of thirteen tricks, one may be missed."""
LABELS = Path(__file__).parent / "labels_pdf.txt"


def count_hidden(content: bytes) -> tuple[int, str]:
    document = extract_document(content)
    return sum(fact.count for fact in document.facts if fact.kind is FactKind.HIDDEN_TEXT), document.text


def find_alarms(folders: list[Path]) -> tuple[int, list[str]]:
    """Number of PDFs in *folders* that hold text, and the names of those said to hide some."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    doubtful = {line.partition("\t")[0] for line in lines if line.endswith("hidden-text?")}
    seen, alarms = 0, []
    for path in sorted(path for folder in folders for path in folder.rglob("*.pdf") if path.name not in doubtful):
        try:
            hidden, _ = count_hidden(path.read_bytes())
        except DocumentError:
            continue
        seen += 1
        if hidden:
            alarms.append(path.name)
    return seen, alarms


def list_rows(folders: list[Path]) -> Iterator[dict[str, object]]:
    caught = {name: count_hidden(make_tricked(content)) for name, content in TRICKS.items()}
    missed = [name for name, (hidden, text) in caught.items() if hidden != LENGTH or TRICK in text]
    yield {
        "measure": "tricks that hide words: caught, and kept out of the text",
        "target": "≥ 12 of 13",
        "seen": f"{len(TRICKS) - len(missed)} of {len(TRICKS)}",
        "ok": 13 * len(missed) <= MISSES * len(TRICKS),
        "note": ", ".join(missed),
    }
    wrong = [name for name, content in SOUND.items() if count_hidden(make_tricked(content))[0]]
    yield {
        "measure": "sound ways of setting words that only look like a trick: suspected",
        "target": "none",
        "seen": f"{len(wrong)} of {len(SOUND)}",
        "ok": not wrong,
        "note": ", ".join(wrong),
    }
    seen, alarms = find_alarms(folders)
    if seen:
        yield {
            "measure": "PDFs that hide nothing: suspected",
            "target": "none",
            "seen": f"{len(alarms)} of {seen}",
            "ok": not alarms,
            "note": ", ".join(alarms),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = list(list_rows(options.folders))
    if options.json:
        print(json.dumps({"benchmark": "extraction/hidden", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} {row['note']}")


if __name__ == "__main__":
    main()
