"""Score what the matcher says about competencies in sentences: asserted, learning, negated, lapsed.

    python benchmarks/quality/run_assertion.py [--part seen|held|all|later] [--errors] [--json]

The sentences stand in `gold/assertion.txt`. A third of them, chosen by the digest of the line, is held back: rules are
written while looking at the others alone, and `--part held` prints sums only. Those of `gold/assertion-later.txt` came
later, in batches that were each scored before the rules were changed for them.

Names that need context are taken as written, since a sentence by itself has none. Negation recall counts negated marks
that are not credited (negated or lapsed); learning recall, learning marks that are told as learning or negated; a false
alarm is an asserted mark told as anything else, or not found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Alias, Assertion, Competency, Policy

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))
from marks import read_marks  # noqa: E402 - the tests' own notation, read by the tests' own reader

ACCEPTED = {
    Assertion.ASSERTED: (Assertion.ASSERTED,),
    Assertion.LEARNING: (Assertion.LEARNING, Assertion.NEGATED),
    Assertion.NEGATED: (Assertion.NEGATED, Assertion.LAPSED),
    Assertion.LAPSED: (Assertion.LAPSED, Assertion.NEGATED),
}
"""What does no harm: neither status credits what the other would not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What a matcher needs of a lexicon."""

    competencies: tuple[Competency, ...]
    deny: tuple[str, ...]


def without_context(lexicon: Lexicon) -> Catalogue:
    """The lexicon with names that need context taken as written: a sentence by itself has none."""

    def plain(alias: Alias) -> Alias:
        return replace(alias, policy=Policy.CASE) if alias.policy is Policy.CONTEXT else alias

    return Catalogue(
        competencies=tuple(replace(entry, aliases=tuple(map(plain, entry.aliases))) for entry in lexicon.competencies),
        deny=lexicon.deny,
    )


def is_held(line: str) -> bool:
    """Whether a sentence belongs to the third that is not looked at."""
    return int(hashlib.sha256(line.encode()).hexdigest(), 16) % 3 == 0


def read_sentences(part: str) -> list[str]:
    """The marked sentences of a part, each behind its stratum."""
    gold = HERE / "gold" / ("assertion-later.txt" if part == "later" else "assertion.txt")
    lines = [line for line in gold.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return lines if part in {"later", "all"} else [line for line in lines if is_held(line) == (part == "held")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("seen", "held", "all", "later"), default="seen")
    parser.add_argument("--errors", action="store_true", help="print each wrong sentence; not with the held part")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    matcher = Matcher(without_context(Lexicon.load()))
    every: Counter[tuple[str, Assertion]] = Counter()
    right: Counter[tuple[str, Assertion]] = Counter()
    exact: Counter[Assertion] = Counter()
    sentences = lost = 0
    for line in read_sentences(options.part):
        sentences += 1
        stratum, marked = line.split(": ", 1)
        text, marks = read_marks(marked.replace("\\n", "\n"))
        found = matcher.match_text(text)
        for mark in marks:
            said = {
                m.assertion
                for m in found
                if m.competency == mark.competency
                and m.start < mark.end > m.start >= mark.start - 40
                and mark.start < m.end
            }
            every[stratum, mark.assertion] += 1
            if not said:
                lost += 1
            # what is not found at all is credited to nobody, and is no merit of these rules either
            good = bool(said) and said <= set(ACCEPTED[mark.assertion])
            right[stratum, mark.assertion] += good
            exact[mark.assertion] += said == {mark.assertion}
            if options.errors and options.part in {"seen", "later"} and not good:
                print(f"{mark.assertion:<9} {'/'.join(sorted(said)) or 'not found':<9} {mark.competency}: {marked}")
    sums = {
        want: (sum(n for (_, w), n in right.items() if w is want), sum(n for (_, w), n in every.items() if w is want))
        for want in Assertion
    }
    negation, learning = (sums[want][0] / max(1, sums[want][1]) for want in (Assertion.NEGATED, Assertion.LEARNING))
    lapsed = sums[Assertion.LAPSED][0] / max(1, sums[Assertion.LAPSED][1])
    alarms = 1 - sums[Assertion.ASSERTED][0] / max(1, sums[Assertion.ASSERTED][1])
    rows = [
        ("negation recall", "≥ 0.85", negation, negation >= 0.85),
        ("learning recall", "≥ 0.75", learning, learning >= 0.75),
        ("lapsed recall", None, lapsed, None),
        ("false alarms", "≤ 0.05", alarms, alarms <= 0.05),
    ]
    if not sums[Assertion.LAPSED][1]:
        rows = [row for row in rows if row[0] != "lapsed recall"]
    if options.json:
        body = [
            {
                "measure": f"{name}, {options.part} sentences",
                "target": target,
                "seen": round(seen, 3),
                "ok": ok,
                "note": f"{sentences} sentences",
            }
            for name, target, seen, ok in rows
        ]
        print(json.dumps({"benchmark": "quality-assertion", "rows": body}))
        return 0
    print(f"{sentences} sentences ({options.part}), {lost} marks not found at all")
    for want in Assertion:
        print(f"{want:<10}{sums[want][0]:>4} of {sums[want][1]:>3} (the very status: {exact[want]})")
    for stratum in dict.fromkeys(name for name, _ in every):
        good = sum(n for (name, _), n in right.items() if name == stratum)
        print(f"  {stratum:<14}{good:>4} of {sum(n for (name, _), n in every.items() if name == stratum):>3}")
    for name, target, seen, _ in rows:
        print(f"{name:<18}{seen:.3f}" + (f"  (target {target})" if target else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
