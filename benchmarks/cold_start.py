"""Wall time of one cold audit against importing spaCy alone, alternating, median of N runs each.

    python benchmarks/cold_start.py samples/cra-strong.pdf --runs 7

Prints both medians and their ratio; the target is a ratio of at most 1.5.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

BASELINE = [sys.executable, "-c", "import spacy; spacy.blank('en')"]


def seconds(command: list[str]) -> float:
    """Wall time of one run of *command*, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("resume")
    parser.add_argument("--role", default="cra")
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    command = [sys.executable, "-m", "ats_audit", arguments.resume, "--role", arguments.role]
    seconds(command), seconds(BASELINE)
    pairs = [(seconds(BASELINE), seconds(command)) for _ in range(arguments.runs)]
    baseline = statistics.median(pair[0] for pair in pairs)
    audit = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print(f"import spacy; blank('en')  {baseline * 1000:7.0f} ms")
    print(f"ats-audit RESUME           {audit * 1000:7.0f} ms")
    print(f"ratio of the pairs         {ratio:7.2f}")


if __name__ == "__main__":
    main()
