"""Matching side by side with other engines: CPU time and F1 on the same texts, in one run.

    pip install -r benchmarks/requirements.txt
    python benchmarks/speed/run_match.py [FOLDER] [--sizes shipped,6000,50000] [--rounds 5] [--only NAME] [--subset N]
                                         [--json]

The texts are the invented passages of `benchmarks/quality/gold`, every competency of which is marked: joined to seven
dense documents for the time, each by itself for F1. With FOLDER, its `.txt` files are timed as well, by ours and the
raw pass alone. Ours does every step (cleaning, exact, fuzzy, sense, assertion); the others only look names up. Times
are CPU milliseconds per 560 words, medians over the rounds, warm; slow engines are asked once, and for fewer texts at
50,000. An engine that is not installed is left
out and named. With --subset, N passages spread over all stand for the rest, so
that every engine, however slow, is timed and scored at every size on the same texts; a lexicon that is cut lacks some
of the marks, for all engines alike. The larger lexicons are the shipped one, cut or filled up with invented names of
two of its own words and one of 4,000 invented words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "quality"), str(ROOT / "tests")]
from run_passages import Counts, compare, read_passages  # noqa: E402 - a sibling script

from ats_audit.lexicon import Lexicon  # noqa: E402
from ats_audit.match import Matcher  # noqa: E402
from ats_audit.model import Kind  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from marks import Found

    from ats_audit.model import Competency

WORDS = 560
INVENTED_WORDS = 4_000
MANY = 20_000
"""Aliases above which slow engines are asked for few texts."""


class Hit(NamedTuple):
    """A find of any engine: half-open span and the competency."""

    start: int
    end: int
    competency: str


if TYPE_CHECKING:
    Find = Callable[[str], list[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A lexicon of a given size."""

    competencies: tuple[Competency, ...]
    deny: tuple[str, ...]

    def names(self) -> list[tuple[str, str]]:
        """Every alias in lower case with its competency, each alias once."""
        pairs = {alias.text.lower(): str(entry.id) for entry in self.competencies for alias in entry.aliases}
        return sorted(pairs.items())


def sized(lexicon: Lexicon, aliases: int) -> Catalogue:
    """The shipped lexicon, cut or filled up with invented names to a number of aliases."""
    kept: list[Competency] = []
    count = 0
    for entry in lexicon.competencies:
        if count + len(entry.aliases) > aliases:
            break
        kept.append(entry)
        count += len(entry.aliases)
    chance = random.Random(11)  # noqa: S311 - invented names, not secrets
    words = sorted({word for entry in kept for alias in entry.aliases for word in alias.text.split()})
    invented = sorted({syllables(chance) for _ in range(INVENTED_WORDS)})
    model = kept[0].aliases[0]
    while count < aliases:
        size = min(5, aliases - count)
        names = tuple(
            replace(model, text=" ".join((*chance.sample(words, 2), chance.choice(invented))), near=())
            for _ in range(size)
        )
        kept.append(replace(kept[0], id=f"invented-{count}", aliases=names, never=()))
        count += size
    return Catalogue(competencies=tuple(kept), deny=lexicon.deny)


def syllables(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 5)))


# -- engines: each takes a catalogue and gives a function from text to finds


def ours(catalogue: Catalogue) -> Find:
    matcher = Matcher(catalogue)
    return lambda text: [Hit(found.start, found.end, found.competency) for found in matcher.match_text(text)]


def ours_cold(catalogue: Catalogue) -> Find:
    matcher = Matcher(catalogue)

    def find(text: str) -> list[Hit]:
        matcher._vocabulary._cache.clear()  # noqa: SLF001 - as if no word had been seen before
        return [Hit(found.start, found.end, found.competency) for found in matcher.match_text(text)]

    return find


def raw_pass(catalogue: Catalogue) -> Find:
    automaton = _automaton(catalogue)

    def find(text: str) -> list[Hit]:
        for _ in automaton.iter(text.lower()):
            pass
        return []

    return find


def aho_corasick(catalogue: Catalogue) -> Find:
    automaton = _automaton(catalogue)

    def find(text: str) -> list[Hit]:
        found = []
        for last, (size, competency) in automaton.iter(text.lower()):
            start, end = last - size + 1, last + 1
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                found.append(Hit(start, end, competency))
        return longest(found)

    return find


def _automaton(catalogue: Catalogue):  # noqa: ANN202 - a type of the optional package
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name, competency in catalogue.names():
        automaton.add_word(name, (len(name), competency))
    automaton.make_automaton()
    return automaton


def phrase_matcher(catalogue: Catalogue) -> Find:
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for name, competency in catalogue.names():
        matcher.add(competency, [nlp.make_doc(name)])
    return lambda text: _spans(nlp, matcher, text)


def fuzzy_matcher(catalogue: Catalogue) -> Find:
    import spacy
    from spacy.matcher import Matcher as TokenMatcher

    nlp = spacy.blank("en")
    matcher = TokenMatcher(nlp.vocab)
    for name, competency in catalogue.names():
        matcher.add(competency, [[{"LOWER": {"FUZZY1": token.text}} for token in nlp.make_doc(name)]])
    return lambda text: _spans(nlp, matcher, text)


def _spans(nlp, matcher, text: str) -> list[Hit]:  # noqa: ANN001 - of whichever matcher of spaCy
    doc = nlp.make_doc(text)
    return longest(
        [
            Hit(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), nlp.vocab.strings[label])
            for label, start, end in matcher(doc)
        ]
    )


def spaczz(catalogue: Catalogue) -> Find:
    import spacy
    from spaczz.matcher import FuzzyMatcher

    nlp = spacy.blank("en")
    matcher = FuzzyMatcher(nlp.vocab, min_r=90)
    for name, competency in catalogue.names():
        matcher.add(competency, [nlp.make_doc(name)])

    def find(text: str) -> list[Hit]:
        doc = nlp.make_doc(text)
        return longest(
            [Hit(doc[found[1]].idx, doc[found[2] - 1].idx + len(doc[found[2] - 1]), found[0]) for found in matcher(doc)]
        )

    return find


def windows(catalogue: Catalogue) -> Find:
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    names = catalogue.names()
    texts = [name for name, _ in names]

    def find(text: str) -> list[Hit]:
        lower = text.lower()
        words = [match.span() for match in re.finditer(r"[\w+#/.-]*\w[+#]*", lower)]
        spans = [(words[at][0], words[at + size - 1][1]) for size in range(1, 6) for at in range(len(words) - size + 1)]
        scores = cdist([lower[start:end] for start, end in spans], texts, scorer=ratio, score_cutoff=90)
        best = scores.argmax(axis=1)
        return longest(
            [Hit(start, end, names[best[at]][1]) for at, (start, end) in enumerate(spans) if scores[at, best[at]] >= 90]
        )

    return find


def flashtext(catalogue: Catalogue) -> Find:
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    for name, competency in catalogue.names():
        processor.add_keyword(name, f"{competency}")

    def find(text: str) -> list[Hit]:
        return [Hit(start, end, name) for name, start, end in processor.extract_keywords_with_span(text)]

    return find


def longest(found: list[Hit]) -> list[Hit]:
    """Of overlapping finds the longest, leftmost."""
    chosen: list[Hit] = []
    for hit in sorted(set(found), key=lambda one: (one.start - one.end, one)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return chosen


class Engine(NamedTuple):
    """A way of finding, the package it needs, and for how many texts it may be asked at 50,000 aliases."""

    name: str
    build: Callable[[Catalogue], Find]
    package: str = ""
    patient: int = 99
    rounds: int = 99


ENGINES = (
    Engine("ours", ours),
    Engine("ours, no word seen before", ours_cold),
    Engine("raw Aho-Corasick pass", raw_pass, "ahocorasick"),
    Engine("Aho-Corasick, whole words", aho_corasick, "ahocorasick"),
    Engine("flashtext2", flashtext, "flashtext2"),
    Engine("spaCy PhraseMatcher LOWER", phrase_matcher, "spacy"),
    Engine("rapidfuzz 1-5-grams, ratio ≥ 90", windows, "rapidfuzz", 2, 1),
    Engine("spaCy Matcher FUZZY1", fuzzy_matcher, "spacy", 1, 1),
    Engine("spaczz FuzzyMatcher", spaczz, "spaczz", 1, 1),
)


# -- measuring


def read_all() -> list[list[tuple[str, tuple[Found, ...]]]]:
    """The passages of each kind with their marks."""
    folder = ROOT / "benchmarks" / "quality" / "gold"
    return [read_passages(folder / f"{kind}.txt") for kind in Kind]


def timed(find: Find, texts: list[str], rounds: int) -> float:
    """Milliseconds of CPU per text of `WORDS` words."""
    words = sum(len(text.split()) for text in texts)
    if rounds > 1:
        for text in texts:
            find(text)
    found: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            find(text)
        found.append((time.process_time() - start) * 1000 * WORDS / words)
    return statistics.median(found)


def scored(find: Find, passages: list[tuple[str, tuple[Found, ...]]]) -> Counts:
    """Right, wrong and missed, each passage being a text of its own."""
    sums = Counts()
    for text, marks in passages:
        right, wrong, missed = compare(find(text), marks)
        sums += Counts(len(right), len(wrong), len(missed))
    return sums


class Run:
    """One run over the engines at one size after another."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.rounds: int = options.rounds
        self.only: str = options.only or ""
        self.quiet: bool = options.json
        self.passages = read_all()
        if options.subset:
            every = [passage for passages in self.passages for passage in passages if passage[1]]
            self.passages = [every[:: max(1, len(every) // options.subset)][: options.subset]]
        self.table: list[dict[str, Any]] = []
        folder: Path | None = options.folder
        self.texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))] if folder else []
        self.cost: dict[tuple[str, int], float] = {}
        self.built: dict[int, float] = {}

    def ask(self, catalogue: Catalogue, size: int, *, score: bool) -> None:
        """Build and time every engine over one catalogue, and print what was seen."""
        for engine in ENGINES:
            if self.only in engine.name or engine.build is raw_pass:
                self.say(f"{size:>7}  {engine.name:<34}{self.measure(engine, catalogue, size, score=score)}")

    def measure(self, engine: Engine, catalogue: Catalogue, size: int, *, score: bool) -> str:
        """The figures of one engine, as the end of a line."""
        if engine.package and find_spec(engine.package) is None:
            return " not installed: pip install -r benchmarks/requirements.txt"
        start = time.process_time()
        find = engine.build(catalogue)
        build = (time.process_time() - start) * 1000
        patient = engine.patient if size > MANY and len(self.passages) > 1 else None
        documents = ["\n\n".join(text for text, _ in passages) for passages in self.passages[:patient]]
        took = self.cost[engine.name, size] = timed(find, documents, min(engine.rounds, self.rounds))
        if engine.build is ours:
            self.built[size] = build
        figures = f"{build:>9.0f}{took:>11.2f}"
        own = engine.build in {ours, ours_cold, raw_pass}
        if self.texts and own:
            seen = self.cost[f"{engine.name}, FOLDER", size] = timed(find, self.texts, self.rounds)
            figures += f"{seen:>9.2f}"
        else:
            figures += " " * 9
        if score and engine.build is not raw_pass:
            counts = scored(find, [passage for passages in self.passages for passage in passages])
            figures += f"{counts.precision:>8.3f}{counts.recall:>8.3f}{counts.f1:>8.3f}"
            self.table.append(
                {"engine": engine.name, "aliases": size, "build": round(build), "took": took, "counts": counts}
            )
        return figures

    def say(self, line: str) -> None:
        """Print, unless JSON is asked for."""
        if not self.quiet:
            print(line, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--sizes", default="shipped,6000,50000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="engines whose names hold this, and the raw pass")
    parser.add_argument(
        "--subset", type=int, metavar="N", help="time and score every engine at every size, on N passages"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    shipped = sum(len(entry.aliases) for entry in lexicon.competencies)
    run = Run(options)
    run.say(f"aliases  {'engine':<34}{'build ms':>9}{'ms / 560 w':>11}{'FOLDER':>9}{'P':>8}{'R':>8}{'F1':>8}")
    for size in [shipped if size == "shipped" else int(size) for size in options.sizes.split(",")]:
        run.ask(sized(lexicon, size), size, score=bool(options.subset) or size == shipped)
    rows = list(iter_rows(run.cost, run.built, "ours, FOLDER" if run.texts else "ours"))
    if options.json:
        side = {"markdown": side_by_side(run)} if options.subset else {}
        print(json.dumps({"benchmark": "match-speed", "rows": rows} | side))
    for row in () if options.json else rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}): {'holds' if row['ok'] else 'missed'}")
    return 0


def side_by_side(run: Run) -> str:
    """Every engine at every size, as a table: CPU per 560 words, then F1."""
    sizes = list(dict.fromkeys(row["aliases"] for row in run.table))
    words = sum(len(text.split()) for passages in run.passages for text, _ in passages)
    marks = sum(len(found) for passages in run.passages for _, found in passages)
    head = "".join(f" {size:,} aliases | F1 |" for size in sizes)
    lines = [f"| engine |{head}", "|---" * (1 + 2 * len(sizes)) + "|"]
    for name in dict.fromkeys(row["engine"] for row in run.table):
        cells = ""
        for size in sizes:
            one = next(row for row in run.table if (row["engine"], row["aliases"]) == (name, size))
            cells += f" {one['took']:,.1f} ms | {one['counts'].f1:.3f} |"
        lines.append(f"| {name} |{cells}")
    told = f"{sum(map(len, run.passages))} passages, {words} words, {marks} marks, the same for every engine and size."
    return "\n".join((*lines, "", told))


def iter_rows(cost: dict[tuple[str, int], float], built: dict[int, float], name: str):  # noqa: ANN201
    """The targets, as far as this run can tell."""
    tail = name.removeprefix("ours")
    if (name, 6000) in cost:
        took, raw = cost[name, 6000], cost.get((f"raw Aho-Corasick pass{tail}", 6000))
        yield row("CPU per 560 words at 6,000 aliases", "≤ 2.0 ms", f"{took:.2f} ms", ok=took <= 2.0)
        if raw:
            yield row("against the raw Aho-Corasick pass", "≤ 25 ×", f"{took / raw:.1f} ×", ok=took <= 25 * raw)
        yield row("building at 6,000 aliases", "≤ 120 ms", f"{built[6000]:.0f} ms", ok=built[6000] <= 120)
        if (name, 50_000) in cost:
            growth = cost[name, 50_000] / took
            yield row("50,000 aliases against 6,000", "≤ 1.8 ×", f"{growth:.2f} ×", ok=growth <= 1.8)
            cold = f"ours, no word seen before{tail}"
            if (cold, 6000) in cost:
                growth = cost[cold, 50_000] / cost[cold, 6000]
                yield row("the same, no word seen before", "≤ 1.8 ×", f"{growth:.2f} ×", ok=growth <= 1.8)


def row(measure: str, target: str, seen: str, *, ok: bool) -> dict[str, object]:
    return {"measure": measure, "target": target, "seen": seen, "ok": ok, "note": ""}


if __name__ == "__main__":
    sys.exit(main())
