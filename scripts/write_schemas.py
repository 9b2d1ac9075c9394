"""Write the JSON Schemas of the lexicon files into lexicons/_schema; with --check, only say whether they are stale."""

from __future__ import annotations

import sys
from pathlib import Path

from ats_audit.lexicon import iter_schemas

FOLDER = Path(__file__).parents[1] / "lexicons" / "_schema"


def main(argv: list[str]) -> int:
    """Write or check; 1 when a file is stale."""
    stale = []
    for name, content in iter_schemas():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(name)
        if "--check" not in argv:
            path.write_text(content, encoding="utf-8")
    if stale and "--check" in argv:
        print(f"stale: {', '.join(stale)}; run python scripts/write_schemas.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
