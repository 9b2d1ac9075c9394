"""Score the matcher on the passages of `gold/`: every competency in them is marked, and nothing else is.

    python benchmarks/quality/run_passages.py [--errors] [--json]

A find is right where it overlaps a mark of the same competency, each mark once. Precision and recall are told by the
kind of the competency, and by method: recall over marks of right and of wrong spelling, precision over finds of either.
Passages without a mark hold look-alikes of other trades.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Kind, Mention, Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))
from marks import Found, read_marks  # noqa: E402 - the tests' own notation, read by the tests' own reader


class Counts(NamedTuple):
    """Right finds, wrong finds and missed marks."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:  # type: ignore[override]
        return Counts(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """Right finds among all finds."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Right finds among all marks."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def read_passages(path: Path) -> list[tuple[str, tuple[Found, ...]]]:
    """The passages of a file, one a line, without their marks, and what is marked."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [read_marks(line.replace("\\n", "\n"), without="[[" not in line) for line in lines]


class Find(Protocol):
    """Half-open span and competency of whatever an engine found."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """The code point behind the last."""
        ...

    @property
    def competency(self) -> str:
        """Id of the competency."""
        ...


One = TypeVar("One", bound=Find)


def compare(found: Sequence[One], wanted: Sequence[Found]) -> tuple[list[Found], list[One], list[Found]]:
    """Marks that were found, finds that are not marked, marks that were missed."""
    missed, right, wrong = list(wanted), [], []
    for mention in found:
        for mark in missed:
            if mark.competency == mention.competency and mark.start < mention.end and mention.start < mark.end:
                right.append(mark)
                missed.remove(mark)
                break
        else:
            wrong.append(mention)
    return right, wrong, missed


def iter_rows(by: dict[str, Counts]) -> Iterator[dict[str, object]]:
    """The figures of each group as rows of a benchmark."""
    for group, one in by.items():
        whole = group == "all"
        yield {
            "measure": f"invented passages, {group}: P, R, F1",
            "target": "P ≥ 0.94, F1 ≥ 0.90" if whole else None,
            "seen": f"{one.precision:.3f}, {one.recall:.3f}, {one.f1:.3f}",
            "ok": (one.precision >= 0.94 and one.f1 >= 0.90) if whole else None,
            "note": f"{one.right + one.missed} marks",
        }


def print_errors(text: str, wrong: list[Mention], missed: list[Found]) -> None:
    for mention in wrong:
        print(f"wrong   {mention.competency:<28} {mention.text!r} in {text!r}")
    for mark in missed:
        print(f"missed  {mark.competency:<28} {text[mark.start : mark.end]!r} in {text!r}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every passage that is read wrongly")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    matcher = Matcher(lexicon)
    by: defaultdict[str, Counts] = defaultdict(Counts)
    passages = [passage for kind in Kind for passage in read_passages(HERE / "gold" / f"{kind}.txt")]
    for text, wanted in passages:
        right, wrong, missed = compare(matcher.match_text(text), wanted)
        for mark in (*right, *missed):
            good = mark in right
            for group in ("all", lexicon.competency(mark.competency).kind, "misspelt" if mark.near else "exact"):
                by[group] += Counts(right=good, missed=not good)
        for mention in wrong:
            near = mention.method is Method.FUZZY
            for group in ("all", lexicon.competency(mention.competency).kind, "misspelt" if near else "exact"):
                by[group] += Counts(wrong=1)
        if options.errors:
            print_errors(text, wrong, missed)
    if options.json:
        print(json.dumps({"benchmark": "quality-passages", "rows": list(iter_rows(by))}))
        return 0
    print(f"{len(passages)} passages\n{'':<16}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>7}")
    for group in (*Kind, "exact", "misspelt", "all"):
        one = by[group]
        print(f"{group:<16}{one.precision:7.3f}{one.recall:7.3f}{one.f1:7.3f}" + "".join(f"{n:7d}" for n in one))
    return 0


if __name__ == "__main__":
    sys.exit(main())
