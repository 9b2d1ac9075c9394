"""Write lexicons/deny.txt: words that the matcher would take for misspelt words of the lexicon.

    python scripts/build_deny.py WORDS [--check]

WORDS is a list of English words, one a line, such as lexicons/english.txt or Debian's
/usr/share/dict/american-english; those of lexicons/names.txt join them. A word is denied where the correcting step
alone, with no list, would turn it into a word of some alias. `--check` writes nothing and fails where the file is not
up to date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ats_audit.lexicon import Lexicon
from ats_audit.match.patterns import Patterns
from ats_audit.match.vocabulary import Vocabulary

NAMES = Path(__file__).parent.parent / "lexicons" / "names.txt"
TARGET = Path(__file__).parent.parent / "lexicons" / "deny.txt"


def main() -> int:
    """Write the list, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    vocabulary = Vocabulary(Patterns(Lexicon.load()), frozenset())
    words = {word.strip().lower() for path in (options.words, NAMES) for word in path.read_text("utf-8").splitlines()}
    denied = sorted(
        word
        for word in words
        if word.isascii() and word.isalpha() and any(found.edits for found in vocabulary.read(word).corrections)
    )
    content = "".join(f"{word}\n" for word in denied)
    if options.check:
        current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == content
        print("deny.txt is up to date" if current else "deny.txt is not up to date: run scripts/build_deny.py")
        return 0 if current else 1
    TARGET.write_text(content, encoding="utf-8")
    print(f"{len(denied)} of {len(words)} words denied")
    return 0


if __name__ == "__main__":
    sys.exit(main())
