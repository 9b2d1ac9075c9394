"""CPU of reading a DOCX against python-docx's own walk over its inner content, in the same run.

    python benchmarks/extraction/docx_cpu.py FOLDER... [--rounds 9] [--json]

Ours is the whole of `extract_document`: three readings, blocks, sections, entries and facts. The other is
`docx.Document` and a recursive walk over `iter_inner_content` with headers and footers, which yields text alone and
loses content controls, text boxes, notes and tracked insertions. Both are warmed up, then timed in turns; a file's
figure is the median of its rounds. Files that python-docx refuses are left out of the comparison, and counted.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.table import Table

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGET = 1.0


def walk(content: bytes) -> str:
    """The text that python-docx's API tells of."""
    document = docx.Document(io.BytesIO(content))
    texts = list(iter_inner(document))
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.even_page_header):
            texts += iter_inner(part)
        for part in (section.footer, section.first_page_footer, section.even_page_footer):
            texts += iter_inner(part)
    return "\n".join(texts)


def iter_inner(container: Any) -> Iterator[str]:
    for item in container.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                for cell in row.cells:
                    yield from iter_inner(cell)
        else:
            yield item.text


def cost(call: Callable[[bytes], object], content: bytes) -> float:
    """CPU seconds of a call with the release of all it made: python-docx leaves circles to the garbage collector."""
    start = time.process_time()
    call(content)
    gc.collect()
    return time.process_time() - start


def list_files(folders: list[Path]) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and (content := path.read_bytes()).startswith(b"PK"):
                yield path, content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    parser.add_argument("--each", action="store_true", help="print a line for each file")
    options = parser.parse_args()
    ratios: list[float] = []
    ours_all: list[float] = []
    refused = unread = 0
    gc.disable()
    for path, content in list_files(options.folders):
        try:
            extract_document(content)
        except DocumentError:
            unread += 1
            continue
        try:
            walk(content)
        except Exception:  # noqa: BLE001 - python-docx raises KeyError, ValueError and more
            refused += 1
            continue
        ours, theirs = [], []
        gc.collect()
        gc.freeze()
        for _ in range(options.rounds):
            theirs.append(cost(walk, content))
            ours.append(cost(extract_document, content))
        mine, other = statistics.median(ours), statistics.median(theirs)
        ratios.append(mine / other)
        ours_all.append(mine)
        if options.each:
            print(f"{mine / other:5.2f}  {1000 * mine:7.2f} ms  {1000 * other:7.2f} ms  {path.name}")
    if not ratios:
        parser.error("no DOCX in these folders that both read")
    note = f"{len(ratios)} files; {refused} more that python-docx refuses, {unread} that hold no text or are broken"
    rows = [
        {
            "measure": "CPU per DOCX against python-docx's recursive inner walk, median",
            "target": f"≤ {TARGET}",
            "seen": f"{statistics.median(ratios):.2f}",
            "ok": statistics.median(ratios) <= TARGET,
            "note": note,
        },
        {
            "measure": "the same, all files together",
            "target": "–",
            "seen": f"{sum(ours_all) / sum(o / r for o, r in zip(ours_all, ratios, strict=True)):.2f}",
            "ok": None,
            "note": f"worst file {max(ratios):.2f}; slowest {1000 * max(ours_all):.1f} ms",
        },
    ]
    if options.json:
        print(json.dumps({"benchmark": "extraction/docx_cpu", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}); {row['note']}")


if __name__ == "__main__":
    main()
