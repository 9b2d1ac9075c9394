"""CPU time of judging one résumé and writing its JSON, warm, over the samples and each role they are for.

    python benchmarks/judge/run_cost.py [--runs N] [--profile] [--json]

Reading and matching are done before the clock starts. The unit of comparison, taken in the same run, is the time in
which the JSON of the same report is parsed again.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit import Auditor
from ats_audit.judge import judge_document, target_of
from ats_audit.report import Format, render_report

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "samples"
TARGET = 5.0


def clock(work: Callable[[], object], runs: int) -> float:
    """The median CPU time of *work* in milliseconds."""
    times = []
    for _ in range(runs):
        before = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - before) / 1e6)
    return statistics.median(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    auditor = Auditor()
    judging, writing, parsing = [], [], []
    works = []
    for golden in sorted((SAMPLES / "expected").glob("*.json")):
        role = auditor.lexicon.role(json.loads(golden.read_text(encoding="utf-8"))["role"]["id"])
        document = auditor.read(SAMPLES / golden.stem)
        report = auditor.audit(document, role=role.id)
        mentions = {reading.kind: auditor.matcher.match_reading(document, reading) for reading in document.readings}
        target = target_of(role)

        judge = partial(
            judge_document,
            document,
            mentions,
            target,
            auditor.lexicon,
            scan=auditor.matcher.match_text,
            ladder=auditor.ladder,
        )
        write = partial(render_report, report, format=Format.JSONL)
        works.append(judge)
        works.append(write)
        written = write()
        judge()
        judging.append(clock(judge, options.runs))
        writing.append(clock(write, options.runs))
        parsing.append(clock(partial(json.loads, written), options.runs))
    if options.profile:
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(options.runs):
            for work in works:
                work()
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    both = [one + other for one, other in zip(judging, writing, strict=True)]
    rows = [
        {
            "measure": "judging and JSON, median résumé",
            "target": f"<= {TARGET:.1f} ms",
            "seen": f"{statistics.median(both):.2f} ms",
            "ok": statistics.median(both) <= TARGET,
            "note": f"judging {statistics.median(judging):.2f}, JSON {statistics.median(writing):.2f}; "
            f"{statistics.median(both) / statistics.median(parsing):.1f} times json.loads of the same",
        },
        {
            "measure": "judging and JSON, slowest sample",
            "target": f"<= {TARGET:.1f} ms",
            "seen": f"{max(both):.2f} ms",
            "ok": max(both) <= TARGET,
            "note": f"{len(both)} samples, CPU time, median of {options.runs}",
        },
    ]
    if options.json:
        print(json.dumps({"benchmark": "judge-cost", "rows": rows}))
        return 0
    for row in rows:
        state = "met" if row["ok"] else "missed"
        print(f"{row['measure']:<36}{row['seen']:<10}{row['target']:<11}{state:<8}{row['note']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
