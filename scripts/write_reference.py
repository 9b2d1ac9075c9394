"""Write docs/reference/command.md from the command's own help; with --check, only say whether it is current.

python scripts/write_reference.py [--check]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ats_audit.cli._parser import COMMANDS, make_parser

TARGET = Path(__file__).parents[1] / "docs" / "reference" / "command.md"
OPENING = """\
<!-- Written by scripts/write_reference.py from the command's own help; edit there. -->
# Command

`-` is standard input. A terminal gets colour, and a pipe plain text; `NO_COLOR` is honoured. The exit codes: 0 done,
1 below `--fail-under`, 2 wrong use or a broken lexicon, 3 a document that could not be read, 4 a fault of
ats-audit itself.
"""


def compose() -> str:
    """The page."""
    os.environ["COLUMNS"] = "100"
    parts = [OPENING]
    for command in COMMANDS:
        name = f"ats-audit {command.name}".rstrip()
        parts.append(f"## {name}\n\n```text\n{make_parser(command).format_help().rstrip()}\n```\n")
    return "\n".join(parts)


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    content = compose()
    if options.check:
        current = TARGET.exists() and TARGET.read_text(encoding="utf-8") == content
        print("command.md is up to date" if current else "command.md is not up to date: run scripts/write_reference.py")
        return 0 if current else 1
    TARGET.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
