"""Order, spaces and headings: phrases that were written from pictures of pages, looked for in what engines read.

    python benchmarks/extraction/run_phrases.py LAYOUT_FOLDER GOLD_FOLDER [--json]

LAYOUT_FOLDER holds the PDFs of the set "layout" (open templates; `phrases.txt` names them), GOLD_FOLDER those of the
set "gold" (real résumés, anonymised); those of the set "samples" stand in `samples/`. Files that are not there are left
out, and counted.

Headings are scored by one rule for every engine: of all headings of the file, the last that its text has on a line of
its own, or before a tab, above the first place of the term is the one that the page shows. Only our reader gives
sections too; of them the one at the first place of the term must have that heading written as its own.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.extract import extract_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
TARGETS = {
    "columns": 1.0,
    "columns, spaces": 0.98,
    "one column": 1.0,
    "one column, spaces": 0.98,
    "headings": 0.98,
    "headings, by section": 0.98,
}
_HEADER = re.compile(r"\[(\w+)\] (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A phrase, or a term and its heading, in one file."""

    path: Path
    kind: str
    text: str
    heading: str = ""
    headings: frozenset[str] = frozenset()
    """All headings of the file, folded."""


def read_cases(folders: Mapping[str, Path]) -> Iterator[Case]:
    path, headings = SAMPLES, frozenset[str]()
    for line in (HERE / "phrases.txt").read_text(encoding="utf-8").splitlines():
        header = _HEADER.fullmatch(line)
        if header:
            path = folders[header[1]] / header[2]
        elif line.startswith("! "):
            headings = frozenset(map(fold, line[2:].split(" | ")))
        elif line.startswith("| "):
            yield Case(path=path, kind="columns", text=line[2:])
        elif line.startswith("- "):
            yield Case(path=path, kind="one column", text=line[2:])
        elif " > " in line and not line.startswith("#"):
            heading, _, term = line.partition(" > ")
            yield Case(path=path, kind="headings", text=term, heading=heading, headings=headings)


def fold(text: str) -> str:
    """One space for any, quotes and ligatures as they are typed, words that the page hyphenates whole."""
    for one, other in (("’", "'"), ("“", '"'), ("”", '"'), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi")):
        text = text.replace(one, other)
    return " ".join(text.split()).casefold()


def variants(text: str) -> tuple[str, str]:
    """The text as it is, and with the hyphens at line ends taken out."""
    return fold(text), fold(re.sub(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)", "", text))


def holds(text: str, phrase: str, *, spaces: bool) -> bool:
    wanted = fold(phrase)
    for variant in variants(text):
        if wanted in variant or (not spaces and wanted.replace(" ", "") in variant.replace(" ", "")):
            return True
    return False


def last_heading(text: str, term: str, headings: frozenset[str]) -> str:
    """The last of *headings* that leads a line at or above the first place of *term*."""
    found, current = fold(term), ""
    written = text.splitlines()
    lines = [fold(line) for line in written]
    for number, line in enumerate(lines):
        leads = (squeeze(line), squeeze(fold(written[number].split("\t")[0])))
        current = next((lead for lead in leads if lead in headings), current)
        if found in f"{line} {' '.join(lines[number + 1 : number + 2])}" and found.split()[0] in line:
            return current
    return ""


def squeeze(heading: str) -> str:
    return heading.strip(" :∘○•◦")


def read_ours(path: Path) -> tuple[str, Callable[[str], str]]:
    document = extract_document(path)
    reading = document.full

    def section_heading(term: str) -> str:
        match = re.search(r"\s+".join(map(re.escape, term.split())), reading.text, re.IGNORECASE)
        section = reading.section_at(match.start()) if match else None
        return squeeze(fold(reading.text[section.heading_start : section.heading_end])) if section else ""

    return document.text, section_heading


def read_pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


def read_pdfium(path: Path) -> str:
    from pypdfium2 import PdfDocument

    document = PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def score(cases: list[Case]) -> dict[str, dict[str, tuple[int, int, list[str]]]]:
    tables: dict[str, dict[str, tuple[int, int, list[str]]]] = {}
    engines: dict[str, Callable[[Path], str]] = {"pdfminer.six": read_pdfminer, "pypdfium2": read_pdfium}
    ours = {path: read_ours(path) for path in {case.path for case in cases}}
    texts = {"ats-audit": {path: text for path, (text, _) in ours.items()}}
    texts |= {name: {path: read(path) for path in ours} for name, read in engines.items()}
    for name, read in texts.items():
        good: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        missed: dict[str, list[str]] = {}
        for case in cases:
            text = read[case.path]
            if case.heading:
                outcomes = {"headings": last_heading(text, case.text, case.headings) == fold(case.heading)}
                if name == "ats-audit":
                    outcomes["headings, by section"] = ours[case.path][1](case.text) == fold(case.heading)
            else:
                outcomes = {
                    case.kind: holds(text, case.text, spaces=False),
                    f"{case.kind}, spaces": holds(text, case.text, spaces=True),
                }
            for measure, is_good in outcomes.items():
                asked[measure] += 1
                good[measure] += is_good
                if not is_good:
                    missed.setdefault(measure, []).append(f"{case.path.name}: {case.heading} {case.text}")
        tables[name] = {
            measure: (good[measure], asked[measure], missed.get(measure, [])) for measure in TARGETS if asked[measure]
        }
    return tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layout", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cases = list(read_cases({"layout": options.layout, "gold": options.gold, "samples": SAMPLES}))
    there = [case for case in cases if case.path.is_file()]
    tables = score(there)
    rows = [
        {
            "measure": f"{name}: {measure}",
            "target": f"≥ {TARGETS[measure]:.0%}" if name == "ats-audit" else "–",
            "seen": f"{good} of {asked} = {good / max(asked, 1):.1%}",
            "ok": good / max(asked, 1) >= TARGETS[measure] if name == "ats-audit" else None,
            "note": "",
        }
        for name, table in tables.items()
        for measure, (good, asked, _) in table.items()
    ]
    if options.json:
        print(json.dumps({"benchmark": "extraction/phrases", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']:<36}{row['target']:<10}{row['seen']}")
    for measure, (_, _, missed) in tables["ats-audit"].items():
        for one in missed:
            print(f"missed, {measure}: {one}")
    if len(there) < len(cases):
        print(f"{len(cases) - len(there)} cases left out: their files are not there")


if __name__ == "__main__":
    main()
