"""Kill batches at random moments, go on with them, and compare the rows with those of a clean run.

    python benchmarks/batch/kills.py [--documents N] [--kills N] [--json]

The moments are spread over the ten shards of a run, from its first breath to its last, each at random within its tenth;
each batch is killed by SIGKILL, its workers die of it, and `--resume` does the rest. That an engine's workers may be
killed is tested in `tests/unit/engines`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from material import ROLE, make_documents, measured, print_rows, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator


def command(documents: Path, output: Path, *words: str) -> list[str]:
    batch = [sys.executable, "-m", "ats_audit", "batch", "--role", ROLE, "--fail-on-errors", "0", "--workers", "2"]
    return [*batch, "--quiet", str(documents), "-o", str(output), *words]


def kill(work: Path, count: int, times: int) -> Iterator[dict[str, Any]]:
    documents = make_documents(work / "in", count)
    shard = ("--shard", str(max(1, count // 10)))
    started = time.monotonic()
    subprocess.run(command(documents, work / "clean.parquet", *shard), check=True)
    wall = time.monotonic() - started
    expected = read_rows(work / "clean.parquet")
    chance = random.Random(8)  # noqa: S311 - to repeat
    same = lost = in_time = 0
    for attempt in range(times):
        output = work / f"{attempt}.parquet"
        with subprocess.Popen(command(documents, output, *shard), start_new_session=True) as running:
            parts = work / f"{attempt}.parquet.unfinished"
            while running.poll() is None and len(list(parts.glob("part-*"))) < 10 * attempt // times:
                time.sleep(0.005)
            time.sleep(wall * chance.random() / 10)
            os.kill(running.pid, signal.SIGKILL)
        in_time += running.returncode == -signal.SIGKILL
        subprocess.run(command(documents, output, *shard, "--resume"), check=True)
        rows = read_rows(output)
        same += rows == expected
        lost += len({row["doc_id"] for row in rows}) != count or len(rows) != count
    left = [one.name for one in work.iterdir() if ".ats-audit-tmp" in one.name or ".unfinished" in one.name]
    yield measured(
        f"killed at {times} random moments and resumed, {count:,} documents: the rows of a clean run",
        f"{times} of {times}",
        f"{same} of {times}",
        same == times,
        f"{in_time} of them before the end of the run; rows lost or doubled in {lost}; a clean run takes {wall:.1f} s",
    )
    yield measured("temporary files and folders left behind", "0", str(len(left)), not left, ", ".join(left[:3]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_rows("batch-kills", kill(Path(folder), options.documents, options.kills), as_json=options.json)


if __name__ == "__main__":
    main()
