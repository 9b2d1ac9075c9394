"""Compare a scan of the samples with what a person finds in them: `benchmarks/peers/gold.yaml`.

    python benchmarks/quality/run_pooled.py [--errors] [--json]

Ids by document: found and held by the gold; found and not in it, nor judged right when read
(`gold/pooled.yaml`); in it and not found. A class that something found or
wanted implies counts with it, as in the comparison with the peers.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml

from ats_audit import Auditor, Lexicon
from ats_audit.model import Assertion

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from run_roles import close  # noqa: E402 - a neighbouring script

SAMPLES = HERE.parents[1] / "samples"
GOLD = HERE.parent / "peers" / "gold.yaml"
POOLED = HERE / "gold" / "pooled.yaml"
"""Finds that the gold lacks and a reader judged right."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what differs, sample by sample")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon, auditor = Lexicon.load(), Auditor()
    pooled = yaml.safe_load(POOLED.read_text(encoding="utf-8"))
    right = false = missed = 0
    for stem, wanted in yaml.safe_load(GOLD.read_text(encoding="utf-8")).items():
        path = next(iter(sorted(SAMPLES.glob(f"{stem}.*"))))
        mentions = auditor.scan(path).mentions
        named = {one.competency for one in mentions if one.assertion == Assertion.ASSERTED}
        held = set(wanted["held"])
        found, truth = close(lexicon, named), close(lexicon, held | set(pooled.get(stem, ())))
        right += len(held & found)
        false += len(named - truth)
        missed += len(held - found)
        if options.errors:
            places = {one.competency: one.text for one in reversed(mentions)}
            for key in sorted(named - truth):
                print(f"{stem:<34} not in gold  {key:<32} {places[key]!r}")
            for key in sorted(held - found):
                print(f"{stem:<34} not found    {key}")
    rows = [
        {"measure": "competencies of the samples that a person finds (by document)", "target": None,
         "seen": f"{right} of {right + missed} found", "ok": None, "note": ""},
        {"measure": "asserted there, neither in the gold nor judged right", "target": "≤ 12",
         "seen": str(false), "ok": false <= 12, "note": ""},
    ]  # fmt: skip
    if options.json:
        print(json.dumps({"benchmark": "quality-pooled", "rows": rows}))
        return 0
    for row in rows:
        print(f"{row['measure']}: {row['seen']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
