"""Layout facts against what a person sees: precision and recall of each.

    python benchmarks/extraction/run_labels.py FOLDER... [--json] [--verbose]

The labels stand in `labels_*.txt` (format and meaning at the top of `labels_pdf.txt`); files are looked for by name in
the folders and in `samples/`. Files that the modules `layouts_*.py` make carry their labels with them. What is not
there is left out, and counted.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.errors import DocumentError
from ats_audit.extract import extract_document
from ats_audit.judge.passages import find_email, find_phone
from ats_audit.model import BlockKind, Document, FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
TARGET = 0.95
FACTS = {
    "columns": FactKind.COLUMNS,
    "table": FactKind.TABLE,
    "textbox": FactKind.TEXTBOX,
    "header-text": FactKind.HEADER_TEXT,
    "header-contact": None,
    "hidden-text": FactKind.HIDDEN_TEXT,
    "icon-font": FactKind.ICON_FONT,
}
_RUNNING = frozenset({BlockKind.HEADER, BlockKind.FOOTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file and what a person sees in it."""

    name: str
    content: bytes | None
    """None where the file is not there."""
    facts: frozenset[str]
    doubtful: frozenset[str]


def parse_facts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The facts of a line, and those on which two people would differ."""
    words = [] if text == "-" else [word.strip() for word in text.split(",")]
    facts = frozenset(word for word in words if not word.endswith("?"))
    doubtful = frozenset(word.rstrip("?") for word in words if word.endswith("?"))
    if unknown := (facts | doubtful) - set(FACTS):
        raise SystemExit(f"no such fact: {', '.join(sorted(unknown))}")
    return facts, doubtful


def read_cases(folders: list[Path]) -> Iterator[Case]:
    places = {path.name: path for folder in (SAMPLES, *folders) for path in sorted(folder.rglob("*")) if path.is_file()}
    for labels in sorted(HERE.glob("labels_*.txt")):
        for line in labels.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            name, _, words = line.partition("\t")
            facts, doubtful = parse_facts(words)
            content = places[name].read_bytes() if name in places else None
            yield Case(name=name, content=content, facts=facts, doubtful=doubtful)


def make_cases() -> Iterator[Case]:
    """The files that are made here: each module has `make_layouts()`, which yields name, bytes and labels."""
    sys.path.insert(0, str(HERE))
    for path in sorted(HERE.glob("layouts_*.py")):
        for name, content, words in importlib.import_module(path.stem).make_layouts():
            facts, doubtful = parse_facts(words)
            yield Case(name=name, content=content, facts=facts, doubtful=doubtful)


def tell_facts(document: Document) -> frozenset[str]:
    """The facts that the reader tells of *document*."""
    kinds = {fact.kind for fact in document.facts}
    told = {name for name, kind in FACTS.items() if kind in kinds}
    body = "\n".join(document.text[block.start : block.end] for block in document.blocks if block.kind not in _RUNNING)
    if any(find(document.text) is not None and find(body) is None for find in (find_email, find_phone)):
        told.add("header-contact")
    return frozenset(told)


@dataclass(slots=True)
class Score:
    """What came of one fact in one kind of file."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was told that is there; 1 where nothing was told."""
        told = self.right + self.wrong
        return self.right / told if told else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was told; 1 where nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else 1.0


def score_cases(cases: list[Case], *, verbose: bool) -> dict[tuple[str, str], Score]:
    """The score of each fact in each kind of file."""
    scores: dict[tuple[str, str], Score] = {}
    for case in cases:
        suffix = Path(case.name).suffix.lstrip(".")
        try:
            told = tell_facts(extract_document(case.content or b""))
        except DocumentError as error:
            print(f"{case.name}: {error.code}", file=sys.stderr)
            told = frozenset()
        for name in FACTS.keys() - case.doubtful:
            score = scores.setdefault((name, suffix), Score())
            is_there, is_told = name in case.facts, name in told
            score.right += is_there and is_told
            score.wrong += is_told and not is_there
            score.missed += is_there and not is_told
            if verbose and is_there != is_told:
                print(f"{'missed' if is_there else 'false '} {name:<16}{case.name}")
    return scores


def list_rows(scores: dict[tuple[str, str], Score]) -> Iterator[dict[str, object]]:
    for name in FACTS:
        parts = {suffix: score for (fact, suffix), score in scores.items() if fact == name}
        whole = sum(parts.values(), Score())
        if whole.right + whole.missed + whole.wrong:
            yield {
                "measure": f"{name}: precision, recall",
                "target": f"≥ {TARGET}, ≥ {TARGET}",
                "seen": f"{whole.precision:.3f}, {whole.recall:.3f}",
                "ok": min(whole.precision, whole.recall) >= TARGET,
                "note": "; ".join(
                    f"{suffix} {score.right} right, {score.wrong} false, {score.missed} missed"
                    for suffix, score in sorted(parts.items())
                    if score.right + score.wrong + score.missed
                ),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="name every file where reader and person differ")
    options = parser.parse_args()
    cases = [*read_cases(options.folders), *make_cases()]
    there = [case for case in cases if case.content is not None]
    rows = list(list_rows(score_cases(there, verbose=options.verbose)))
    files = Counter(Path(case.name).suffix.lstrip(".") for case in there)
    counted = ", ".join(f"{count} {suffix}" for suffix, count in sorted(files.items()))
    left = f"; {len(cases) - len(there)} left out, which are not there" if len(there) < len(cases) else ""
    rows.append({"measure": "files", "target": "", "seen": counted + left, "ok": None, "note": ""})
    if options.json:
        print(json.dumps({"benchmark": "extraction/labels", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']:<34}{row['target']:<18}{row['seen']:<16}{row['note']}")


if __name__ == "__main__":
    main()
