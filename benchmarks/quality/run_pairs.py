r"""Score the matcher on labelled pairs: must this text be credited with that term?

    python benchmarks/quality/run_pairs.py [FILE.tsv] [--errors] [--json]

FILE, `gold/confusables.tsv` if none is named, has a header and the columns text (line breaks as \n), term, should_match
(0 or 1), class. A term is every competency of the lexicon one of whose names reads like it, or begins or ends with it;
pairs with a term that the lexicon does not know are counted apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Assertion


def fold(name: str) -> str:
    return re.sub(r"[^a-z0-9+#]+", " ", name.lower()).strip()


def ids_of(term: str, lexicon: Lexicon) -> set[str]:
    """Ids that a term means: by the same name, else by the last or first words of it."""
    want = fold(term)
    by_name = {entry.id: {fold(alias.text) for alias in entry.aliases} for entry in lexicon.competencies}
    found = {key for key, names in by_name.items() if want in names}
    words = want.split()
    for part in (*(" ".join(words[at:]) for at in range(1, len(words))), " ".join(words[:-1])):
        found = found or {key for key, names in by_name.items() if part and part in names}
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=Path(__file__).parent / "gold" / "confusables.tsv")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    matcher = Matcher(lexicon)
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    unknown: list[str] = []
    with options.file.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
            ids = ids_of(row["term"], lexicon)
            if not ids:
                unknown.append(row["term"])
                continue
            text = row["text"].replace("\\n", "\n")
            found = {m.competency for m in matcher.match_text(text) if m.assertion is Assertion.ASSERTED}
            for entry in list(found):
                found |= set(lexicon.competency(entry).implies)
            good = bool(ids & found) == (row["should_match"] == "1")
            every[row["class"]] += 1
            right[row["class"]] += good
            if options.errors and not good:
                print(
                    f"{row['class']}\t{row['should_match']}\t{text!r}\t{row['term']} = {sorted(ids)}\t{sorted(found)}"
                )
    total = sum(every.values())
    if options.json:
        share = sum(right.values()) / total
        row = {"measure": "pairs that look alike", "target": "≥ 0.97", "seen": f"{share:.3f}", "ok": share >= 0.97}
        print(json.dumps({"benchmark": "quality-pairs", "rows": [row | {"note": f"{total} pairs"}]}))
        return 0
    for name in every:
        print(f"{name:<16}{right[name]:>4} of {every[name]:>3}")
    print(f"{'all':<16}{sum(right.values()):>4} of {total:>3} = {sum(right.values()) / total:.3f}")
    print(f"terms that the lexicon does not know: {len(unknown)} pairs ({', '.join(sorted(set(unknown)))})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
