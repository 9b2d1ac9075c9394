"""CPU time to load the lexicon, each in a fresh process: the load itself, then decoding every entry.

    python benchmarks/lexicon_load.py [--runs 15] [--json]

Prints median and best in milliseconds; the target is a load of at most 5 ms. The import of the package is not counted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys

TARGET_MS = 5
PROBE = """
import json, time
from ats_audit.lexicon import Lexicon
start = time.process_time()
lexicon = Lexicon.load()
loaded = time.process_time()
entries = (len(lexicon.competencies), sum(len(entry.aliases) for entry in lexicon.competencies), len(lexicon.roles))
done = time.process_time()
print(json.dumps([1000 * (loaded - start), 1000 * (done - loaded), *entries]))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    command = [sys.executable, "-c", PROBE]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # compiles what is stale, and warms the disk
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(arguments.runs)]
    loads, decodes = ([run[column] for run in runs] for column in (0, 1))
    competencies, aliases, roles = runs[0][2:]
    load, decode = statistics.median(loads), statistics.median(decodes)
    if arguments.json:
        size = f"{competencies} competencies, {aliases} aliases, {roles} roles"
        rows = [
            {
                "measure": "Lexicon.load() in a fresh process, CPU",
                "target": f"<= {TARGET_MS} ms",
                "seen": f"{load:.1f} ms",
                "ok": load <= TARGET_MS,
                "note": size,
            },
            {
                "measure": "decoding every entry once, CPU",
                "target": "",
                "seen": f"{decode:.1f} ms",
                "ok": None,
                "note": "",
            },
        ]
        print(json.dumps({"benchmark": "lexicon_load", "rows": rows}))
        return
    print(f"competencies {competencies}, aliases {aliases}, roles {roles}")
    print(f"Lexicon.load()      median {load:6.2f} ms, best {min(loads):6.2f} ms")
    print(f"all entries, first  median {decode:6.2f} ms, best {min(decodes):6.2f} ms")


if __name__ == "__main__":
    main()
