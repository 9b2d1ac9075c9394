"""Competencies that a line end cuts in two: how many are still found, over every alias of the built-in lexicon.

    python benchmarks/extraction/run_hyphens.py [--json] [--each]

Every word of five letters or more in every alias is cut by a hyphen and a line end behind its second letter, in its
middle, and before its last two letters; the alias stands in a sentence with one of its context words. Asked is the
same competency at the same place as in the uncut sentence. And none may come that the uncut sentence has not.
"""

from __future__ import annotations

import argparse
import json
import re

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher

WORD = re.compile(r"[A-Za-z]{5,}")
BEFORE = "Worked with "
FOUND = 0.999


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    parser.add_argument("--each", action="store_true", help="print a line for each that is lost or new")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    matcher = Matcher(lexicon)
    asked = found = false = 0
    for alias in (alias for one in lexicon.competencies for alias in one.aliases):
        text = f"{BEFORE}{alias.text} daily in the {alias.near[0] if alias.near else ''} project"
        start, end = len(BEFORE), len(BEFORE) + len(alias.text)
        mentions = matcher.match_text(text)
        whole = {one.competency for one in mentions if one.start <= start and one.end >= end}
        known = {one.competency for one in mentions}
        for word in WORD.finditer(alias.text) if whole else ():
            size = len(word[0])
            for at in sorted({start + word.start() + cut for cut in (2, size // 2, size - 2)}):
                cut = matcher.match_text(f"{text[:at]}-\n{text[at:]}")
                kept = {one.competency for one in cut if one.start <= start and one.end >= end + 2} >= whole
                new = {one.competency for one in cut} - known
                asked, found, false = asked + 1, found + kept, false + bool(new)
                if options.each and (new or not kept):
                    print(f"{'lost' if not kept else 'new '}  {text[start:at]}-|{text[at:end]}  {sorted(new)}")
    rows = [
        {
            "measure": "competencies cut by a hyphen at a line end that are found, whole and in place",
            "target": f"≥ {FOUND:.1%}",
            "seen": f"{found / asked:.2%}",
            "ok": found / asked >= FOUND,
            "note": f"{asked:,} cuts of all aliases",
        },
        {
            "measure": "cuts that bring a competency which the uncut line has not",
            "target": "≤ 0.1%",
            "seen": f"{false / asked:.2%}",
            "ok": false / asked <= 1 - FOUND,
            "note": "",
        },
    ]
    if options.json:
        print(json.dumps({"benchmark": "extraction/hyphens", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}); {row['note']}")


if __name__ == "__main__":
    main()
