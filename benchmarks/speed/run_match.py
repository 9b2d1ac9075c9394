"""CPU time of matching a folder of résumés, per text of 560 words, side by side with other ways in one run.

    python benchmarks/speed/run_match.py FOLDER [--rounds 7]

FOLDER holds `.txt` files. Ours does every step (cleaning, exact, fuzzy, sense, assertion) and has warmed up on other
texts; the others only look names up. Lexicons of 6,000 and 50,000 aliases are the shipped one with its aliases in
invented variants added, or cut. Figures are medians over the rounds; each round takes fresh copies of the texts.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist
from spacy.matcher import PhraseMatcher

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.match.tokenizer import UnitTokenizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ats_audit.model import Competency

WORDS = 560


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A lexicon of a given size."""

    competencies: tuple[Competency, ...]
    deny: tuple[str, ...]


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
    model = kept[0].aliases[0]
    while count < aliases:
        size = min(5, aliases - count)
        invented = tuple(
            replace(model, text=" ".join((*chance.sample(words, 2), f"{syllables(chance)}")), near=())
            for _ in range(size)
        )
        kept.append(replace(kept[0], id=f"invented-{count}", aliases=invented, never=()))
        count += size
    return Catalogue(competencies=tuple(kept), deny=lexicon.deny)


def syllables(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(4))


def timed(run: Callable[[str], Any], texts: list[str], rounds: int) -> float:
    """Milliseconds of CPU per text of `WORDS` words."""
    words = sum(len(text.split()) for text in texts)
    run(texts[0])
    found: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            run(text)
        found.append((time.process_time() - start) * 1000 * WORDS / words)
    return statistics.median(found)


def phrase_matcher(names: list[str]) -> Callable[[str], object]:
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("name", list(nlp.tokenizer.pipe(names)))
    return lambda text: matcher(nlp.make_doc(text))


def window_ratio(names: list[str]) -> Callable[[str], object]:
    lower = [name.lower() for name in names]

    def run(text: str) -> object:
        words = re.findall(r"\w+", text.lower())
        grams = [" ".join(words[at : at + size]) for size in range(1, 6) for at in range(len(words) - size + 1)]
        return cdist(sorted(set(grams)), lower, scorer=ratio, score_cutoff=90).any()

    return run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--slow", action="store_true", help="also rapidfuzz over all windows of 1 to 5 words")
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.folder.rglob("*.txt"))]
    lexicon = Lexicon.load()
    shipped = sum(len(entry.aliases) for entry in lexicon.competencies)
    tokenizer = UnitTokenizer(spacy.blank("en").vocab)
    print(f"{len(texts)} texts; per {WORDS} words; shipped lexicon {shipped} aliases")
    print(f"our tokenizer alone: {timed(tokenizer, texts, options.rounds):.2f} ms")
    default = spacy.blank("en").make_doc
    print(f"spaCy's tokenizer alone: {timed(default, texts, options.rounds):.2f} ms")
    print(f"{'aliases':>8} {'build ms':>9} {'ours':>7} {'no cache':>9} {'PhraseMatcher LOWER':>20}")
    for size in (shipped, 6_000, 50_000):
        catalogue = sized(lexicon, size)
        names = [alias.text for entry in catalogue.competencies for alias in entry.aliases]
        builds: list[float] = []
        for _ in range(3):
            start = time.process_time()
            matcher = Matcher(catalogue)
            builds.append((time.process_time() - start) * 1000)
        warm = timed(matcher.match_text, texts, options.rounds)

        def cold(text: str, matcher: Matcher = matcher) -> object:
            matcher._vocabulary._cache.clear()  # noqa: SLF001 - what a first text of its kind costs
            return matcher.match_text(text)

        uncached = timed(cold, texts, options.rounds)
        other = timed(phrase_matcher(names), texts, options.rounds)
        print(f"{size:>8} {min(builds):>9.0f} {warm:>7.2f} {uncached:>9.2f} {other:>20.2f}")
        if options.slow and size <= shipped:
            print(f"{'':>8} rapidfuzz ratio >= 90 over 1-5-grams: {timed(window_ratio(names), texts[:3], 1):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
