"""What extraction costs and what it loses, on folders of files that you name.

    python benchmarks/extraction/measure.py FOLDER...

Prints, over all files: outcomes (text, or which typed error), the CPU of PDFs against pdfminer's `extract_text` in the
same run, and the words of the DOCX's raw XML that the text holds. Only counts are printed, never a file's text.
"""

from __future__ import annotations

import argparse
import io
import logging
import re
import statistics
import time
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from ats_audit.model import Document, FactKind

ROUNDS = 3
WORD = re.compile(r"\w+")
TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
BREAK = re.compile(r"<w:(?:tab|ptab|br|cr)\b[^>]*/>")
UNSEEN = re.compile(r"<w:del .*?</w:del>|<w:moveFrom .*?</w:moveFrom>|<mc:Fallback>.*?</mc:Fallback>", re.DOTALL)
PARTS = re.compile(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml")
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


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


def count_words(content: bytes) -> Counter[str]:
    """The words in the XML of a DOCX's text parts, deleted text and second copies left out."""
    words: Counter[str] = Counter()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        return words
    for name in archive.namelist():
        if PARTS.fullmatch(name):
            xml = UNSEEN.sub("", archive.read(name).decode("utf-8", "replace"))
            xml = BREAK.sub("<w:t> </w:t>", xml)
            text = "\n".join("".join(TEXT.findall(paragraph)) for paragraph in xml.split("</w:p>"))
            for entity, char in ENTITIES.items():
                text = text.replace(entity, char)
            words.update(WORD.findall(text))
    return words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--no-cost", action="store_true", help="leave the comparison of CPU out")
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    files = [path for folder in options.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    outcomes: Counter[str] = Counter()
    facts: Counter[FactKind] = Counter()
    ratios: list[float] = []
    slowest = 0.0
    found = asked = twice = 0
    for path in files:
        content = path.read_bytes()
        try:
            document: Document | None = extract_document(content)
        except DocumentError as error:
            outcomes[error.code] += 1
            document = None
        else:
            outcomes["text"] += 1
        if document is None:
            continue
        facts.update(fact.kind for fact in document.facts)
        if document.pages is not None and not options.no_cost:
            ours, theirs = compare_cost(content)
            ratios.append(ours / theirs)
            slowest = max(slowest, ours)
        if content.startswith(b"PK"):
            raw, read = count_words(content), Counter(WORD.findall(document.text))
            asked += raw.total()
            found += (raw & read).total()
            twice += sum(max(0, read[word] - raw[word]) for word in raw)
    print("outcomes:", ", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
    print("facts, in files:", ", ".join(f"{kind} {count}" for kind, count in facts.most_common()))
    if ratios:
        middle = statistics.median(ratios)
        print(f"PDF CPU over pdfminer's: median {middle:.2f}, slowest {slowest:.2f} s, {len(ratios)} files")
    if asked:
        print(f"DOCX words of the raw XML found: {found / asked:.4f} of {asked:,}")
        print(f"DOCX words found more often than there: {twice / asked:.4f}")


if __name__ == "__main__":
    main()
