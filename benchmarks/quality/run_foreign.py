"""Count what the matcher finds in texts of other trades, where nothing of this field is claimed.

    python benchmarks/quality/run_foreign.py FOLDER [--list]

FOLDER holds one résumé per `.txt` file. Analytics is told apart: SQL and Excel are in every trade.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Kind


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="name each find with its line")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    matcher = Matcher(lexicon)
    kinds: Counter[str] = Counter()
    files = sorted(options.folder.glob("*.txt"))
    documents = 0
    for path in files:
        text = path.read_text(encoding="utf-8")
        core = 0
        for mention in matcher.match_text(text):
            kind = lexicon.competency(mention.competency).kind
            kinds[kind.value] += 1
            core += kind is not Kind.ANALYTICS
            if options.list and kind is not Kind.ANALYTICS:
                around = text[max(0, mention.start - 30) : mention.end + 30].replace("\n", " ")
                print(f"{path.name}\t{mention.competency}\t{mention.method}\t...{around}...")
        documents += core > 0
    total = sum(kinds.values()) - kinds[Kind.ANALYTICS]
    print(f"{len(files)} texts: {total} core mentions in {documents} texts; by kind: {dict(sorted(kinds.items()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
