"""A class's résumés into one sheet for its coach.

    python examples/coaching_class.py FOLDER ROLE [SHEET.csv]

Writes the sheet, and prints what most of the class lacks: that is the next lesson.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from ats_audit import Lexicon
from ats_audit.batch import BatchRequest, Inputs, Row, Tally, run_batch

MOST_NAMED = 5


def audit_class(folder: str, role: str, sheet: str) -> tuple[Tally, Counter[str], list[str]]:
    """Audit every résumé in *folder*: how it went, how many lack each core requirement, and who was not read."""
    lacking: Counter[str] = Counter()
    unread: list[str] = []

    def count(row: Row) -> None:
        if row["error_code"] is not None:
            unread.append(f"{Path(row['doc_id']).name}: {row['error']}")
        for one in row["requirements"]:
            if one["weight"] == "core" and one["evidence"] == "absent":
                lacking[one["id"]] += 1

    request = BatchRequest(inputs=Inputs(paths=(folder,)), output=sheet, role=role, overwrite=True)
    return run_batch(request, workers=1, on_row=count), lacking, unread


def main(folder: str, role: str, sheet: str) -> None:
    """Do it, and tell."""
    tally, lacking, unread = audit_class(folder, role, sheet)
    lexicon = Lexicon.load()
    read = tally.documents - tally.errors
    print(f"{read} of {tally.documents} résumés audited for {lexicon.role(role).title}; see {sheet}")
    for name, count in lacking.most_common(MOST_NAMED):
        print(f"  {count} of {read} do not show {lexicon.competency(name).name}")
    for line in unread:
        print(f"  not read: {line}")


if __name__ == "__main__":
    if len(sys.argv) == 4:  # noqa: PLR2004
        main(*sys.argv[1:4])
    elif len(sys.argv) != 3:  # noqa: PLR2004
        sys.exit("usage: coaching_class.py FOLDER ROLE [SHEET.csv]")
    else:
        with tempfile.TemporaryDirectory() as place:
            main(sys.argv[1], sys.argv[2], str(Path(place) / "class.csv"))
