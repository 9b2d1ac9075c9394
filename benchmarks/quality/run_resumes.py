"""Score the matcher on whole invented résumés with marks, and on those of other trades.

    python benchmarks/quality/run_resumes.py [--part read|held] [--errors] [--json]

A find is right where it overlaps a mark of the same competency, each mark once; where an assertion is marked it must
agree. Marks that begin with `x-` name what the lexicon lacks: they count in the recall over all terms only. In
the texts of other trades general tools are marked; whatever else is found there is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests")]
from marks import read_marks  # noqa: E402 - the tests' own notation, read by the tests' own reader
from run_passages import Counts, compare  # noqa: E402 - a neighbouring script

from ats_audit import Auditor  # noqa: E402

if TYPE_CHECKING:
    from marks import Found

    from ats_audit.model import Mention

PARTS = {"read": ("resumes", "resumes-foreign"), "held": ("resumes-held", "resumes-foreign-held")}
LACKING = "x-"


class Scored(NamedTuple):
    """What was seen in one folder of résumés."""

    files: int
    mentions: Counts
    documents: Counts
    """The same, each competency once a document."""
    lacking: int
    """Marks of terms that the lexicon lacks."""
    assertions: tuple[int, int]
    """Right finds whose assertion is as marked, and all right finds."""


def score_folder(auditor: Auditor, folder: Path, *, errors: bool) -> Scored:
    """Match every text of *folder* and compare with its marks."""
    mentions, documents, lacking, agree, judged = Counts(), Counts(), 0, 0, 0
    paths = sorted(folder.glob("*.txt"))
    for path in paths:
        text, marks = read_marks(path.read_text(encoding="utf-8"))
        wanted = [mark for mark in marks if not mark.competency.startswith(LACKING)]
        unknown = [mark for mark in marks if mark.competency.startswith(LACKING)]
        found = auditor.scan(text.encode()).mentions
        right, wrong, missed = compare(found, wanted)
        mentions += Counts(len(right), len(wrong), len(missed))
        ours, theirs = {one.competency for one in found}, {one.competency for one in wanted}
        documents += Counts(len(ours & theirs), len(ours - theirs), len(theirs - ours))
        lacking += len(unknown)
        said = {(one.competency, one.start): one.assertion for one in found}
        for mark in right:
            at = next(
                (one for one in found if one.competency == mark.competency and one.start < mark.end
                 and mark.start < one.end),
            )  # fmt: skip
            judged += 1
            agree += said[at.competency, at.start] == mark.assertion
            if errors and at.assertion != mark.assertion:
                print(f"{path.name:<34} says    {at.assertion}, marked {mark.assertion}: {at.competency} {at.text!r}")
        if errors:
            print_errors(path.name, text, wrong, missed)
    return Scored(len(paths), mentions, documents, lacking, (agree, judged))


def print_errors(name: str, text: str, wrong: list[Mention], missed: list[Found]) -> None:
    """Each error with the words around it."""
    for title, errors in (("wrong", wrong), ("missed", missed)):
        for one in errors:
            around = text[max(0, one.start - 30) : one.start] + "<" + text[one.start : one.end] + ">"
            around = (around + text[one.end : one.end + 30]).replace("\n", "\\n")
            print(f"{name:<34} {title:<7} {one.competency:<30} {around}")


def iter_rows(part: str, own: Scored, foreign: Scored) -> list[dict[str, object]]:
    """What was seen, as rows of a benchmark."""
    held = "not read by those who wrote the rules" if part == "held" else "read after their first run"

    def row(
        measure: str, seen: str, target: str | None = None, *, ok: bool | None = None, note: str = ""
    ) -> dict[str, object]:
        return {"measure": measure, "target": target, "seen": seen, "ok": ok, "note": note}

    one, many = own.mentions, own.documents
    every = Counts(one.right, one.wrong, one.missed + own.lacking)
    agree, judged = own.assertions
    return [
        row(f"{own.files} whole résumés, {held}: mentions, P, R, F1",
            f"{one.precision:.3f}, {one.recall:.3f}, {one.f1:.3f}", "P ≥ 0.94, F1 ≥ 0.90",
            ok=one.precision >= 0.94 and one.f1 >= 0.90, note=f"{one.right + one.missed} marks"),
        row(f"the same with {own.lacking} terms that the lexicon lacks",
            f"{every.precision:.3f}, {every.recall:.3f}, {every.f1:.3f}"),
        row("the same by document", f"{many.precision:.3f}, {many.recall:.3f}, {many.f1:.3f}", "F1 ≥ 0.93",
            ok=many.f1 >= 0.93),
        row("assertions of right finds that are as marked", f"{agree} of {judged}"),
        row(f"{foreign.files} résumés of other trades: false finds", str(foreign.mentions.wrong),
            note=f"{foreign.mentions.right} of {foreign.mentions.right + foreign.mentions.missed} general tools found"),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=tuple(PARTS), default="read")
    parser.add_argument("--errors", action="store_true", help="list every error")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    auditor = Auditor()
    own, foreign = (score_folder(auditor, HERE / "gold" / name, errors=options.errors) for name in PARTS[options.part])
    rows = iter_rows(options.part, own, foreign)
    if options.json:
        print(json.dumps({"benchmark": f"quality-resumes-{options.part}", "rows": rows}))
        return 0
    for one in rows:
        note = f" ({one['note']})" if one["note"] else ""
        print(f"{one['measure']}{note}: {one['seen']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
