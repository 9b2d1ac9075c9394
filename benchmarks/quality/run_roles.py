"""Score what is found in the samples, for each role by the competencies that it asks for.

    python benchmarks/quality/run_roles.py [--errors] [--json]

The gold is that of `benchmarks/peers/gold.yaml`, written from the sources of the samples before any engine was scored.
All samples count for every role, for a résumé written for another one is what a rank has to read. A case is one
competency of one résumé, with what it implies; a competency that is only asserted of others, denied or hoped for is a
false one where it is found as asserted. What that gold lacks, and a reader of the sentence judged to be truly there
(`gold/pooled.yaml`), counts neither way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ats_audit import Auditor, Lexicon
from ats_audit.model import Assertion

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
sys.path.insert(0, str(HERE))
from run_passages import Counts  # noqa: E402 - the same sums as beside it


def close(lexicon: Lexicon, ids: set[str]) -> set[str]:
    """*ids* with all that they imply."""
    closed, waiting = set(ids), list(ids)
    while waiting:
        fresh = set(lexicon.competency(waiting.pop()).implies) - closed
        closed |= fresh
        waiting += fresh
    return closed


def read_samples(lexicon: Lexicon) -> Iterator[tuple[str, set[str], set[str]]]:
    """Name of each sample, what is found in it as asserted, and what its reader found."""
    gold = yaml.safe_load((HERE.parent / "peers" / "gold.yaml").read_text(encoding="utf-8"))
    pooled = yaml.safe_load((HERE / "gold" / "pooled.yaml").read_text(encoding="utf-8"))
    with Auditor(isolation="none") as auditor:
        for path in sorted(path for path in SAMPLES.iterdir() if path.is_file() and path.stem in gold):
            mentions = auditor.scan(path).mentions
            found = {mention.competency for mention in mentions if mention.assertion is Assertion.ASSERTED}
            held = close(lexicon, set(gold[path.stem]["held"]))
            neutral = close(lexicon, set(pooled.get(path.stem, ()))) - held
            yield path.name, close(lexicon, found) - neutral, held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every competency that is missed or found wrongly")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    asked = {
        role.id: {wanted for requirement in role.requirements for wanted in requirement.any_of}
        for role in lexicon.roles
    }
    by: defaultdict[str, Counts] = defaultdict(Counts)
    files = 0
    for name, found, held in read_samples(lexicon):
        files += 1
        for role, wanted in (*asked.items(), ("all", found | held)):
            seen, there = found & wanted, held & wanted
            by[role] += Counts(len(seen & there), len(seen - there), len(there - seen))
        if options.errors:
            print(f"{name}: missed {sorted(held - found)}, wrong {sorted(found - held)}")
    rows = [
        {
            "measure": f"samples, {role}: P, R, F1",
            "target": None,
            "seen": f"{one.precision:.3f}, {one.recall:.3f}, {one.f1:.3f}",
            "ok": None,
            "note": f"{one.right + one.missed} cases in {files} résumés"
            if role == "all"
            else f"{one.right + one.missed}",
        }
        for role, one in by.items()
    ]
    if options.json:
        print(json.dumps({"benchmark": "quality-roles", "rows": rows}))
        return 0
    print(f"{files} résumés\n{'':<32}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'wrong':>7}{'missed':>7}")
    for role, one in by.items():
        print(f"{role:<32}{one.precision:7.3f}{one.recall:7.3f}{one.f1:7.3f}" + "".join(f"{n:7d}" for n in one))
    return 0


if __name__ == "__main__":
    sys.exit(main())
