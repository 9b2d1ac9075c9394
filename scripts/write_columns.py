"""Write the table of columns into docs/scale.md; with --check, only say whether it is stale."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ats_audit.batch.columns import Column, Kind, list_columns

PAGE = Path(__file__).parents[1] / "docs" / "scale.md"
BLOCK = re.compile(r"(<!-- columns -->\n).*?(<!-- end -->)", re.DOTALL)


def describe(column: Column) -> str:
    """One line of the table."""
    kind = column.kind.value
    if column.kind is Kind.STRUCTS:
        kind = f"list of {{{', '.join(field.name for field in column.fields)}}}"
    values = f": {', '.join(column.among)}" if column.among else ""
    return f"| `{column.name}` | {kind}{' or null' if column.nullable else ''} | {column.meaning}{values} |"


def main(argv: list[str]) -> int:
    """Write or check; 1 when the table is stale."""
    lines = ["| column | type | meaning |", "|---|---|---|", *map(describe, list_columns(report=True))]
    text = PAGE.read_text(encoding="utf-8")
    table = "\n".join(lines)
    new = BLOCK.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text)
    if "--check" in argv:
        if new != text:
            print("stale: docs/scale.md; run python scripts/write_columns.py", file=sys.stderr)
        return int(new != text)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
