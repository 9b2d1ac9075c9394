"""Count what the matcher finds in texts of other trades, where nothing of this field is claimed.

    python benchmarks/quality/run_foreign.py FOLDER [--inventory GOLD] [--list]

FOLDER holds one résumé per `.txt` file. Analytics is told apart: SQL and Excel are in every trade. So are project
management, an Oracle database and the like, which the lexicon has as well; with --inventory, a folder of annotated
résumés, only what its annotators count as a core competency of the field is counted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from run_gold import core_names, map_names

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Kind


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="name each find with its line")
    parser.add_argument("--inventory", type=Path, help="folder of annotated résumés whose core competencies count")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    matcher = Matcher(lexicon)
    counted = {entry.id for entry in lexicon.competencies if entry.kind is not Kind.ANALYTICS}
    if options.inventory:
        wanted = core_names(options.inventory)
        counted = {key for key, names in map_names(lexicon, options.inventory).items() if names & wanted}
    kinds: Counter[str] = Counter()
    files = sorted(options.folder.glob("*.txt"))
    documents = total = 0
    for path in files:
        text = path.read_text(encoding="utf-8")
        core = 0
        for mention in matcher.match_text(text):
            kind = lexicon.competency(mention.competency).kind
            kinds[kind.value] += 1
            core += mention.competency in counted
            if options.list and mention.competency in counted:
                around = text[max(0, mention.start - 30) : mention.end + 30].replace("\n", " ")
                print(f"{path.name}\t{mention.competency}\t{mention.method}\t...{around}...")
        documents += core > 0
        total += core
    if options.json:
        row = {"measure": f"core competencies in {len(files)} texts of other trades", "target": "≤ 6", "seen": total}
        note = f"every mention: {dict(sorted(kinds.items()))}"
        print(json.dumps({"benchmark": "quality-foreign", "rows": [row | {"ok": total <= 6, "note": note}]}))
        return 0
    print(f"{len(files)} texts: {total} core mentions in {documents} texts")
    print(f"every mention by kind: {dict(sorted(kinds.items()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
