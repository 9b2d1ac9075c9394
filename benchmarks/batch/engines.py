"""Measure the engines against our own batch, with poison among the documents.

    python benchmarks/batch/engines.py [--engine dask|ray|spark ...] [--documents N] [--json]

One document in a hundred is poison: a reader that hangs, loops, ends, crashes or takes all memory, and real bombs of
`tests/bombs`. Each batch is run twice, with a few documents and with all; the difference is the throughput after
start-up. A few are two shards, so that both workers start. Our own batch is run before and after each engine, and their
mean counts.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from material import add_poison, make_documents, measured, print_rows, read_rows, run_command

from ats_audit import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGETS = {"dask": 0.9, "ray": 0.75, "spark": 0.6}
FEW = 16


def time_batch(documents: Path, output: Path, shard: int, *words: str) -> float:
    """Wall seconds of a batch on two workers."""
    output.unlink(missing_ok=True)
    started = time.monotonic()
    run_command(documents, "-o", output, "--workers", "2", "--shard", str(shard), *words)
    return time.monotonic() - started


def time_rest(work: Path, shard: int, name: str, *words: str) -> tuple[float, float]:
    """Wall seconds of all documents beyond those of a few, and those of the few."""
    start = time_batch(work / "few", work / f"few-{name}.parquet", FEW // 2, *words)
    return time_batch(work / "in", work / f"{name}.parquet", shard, *words) - start, start


def judge(rows: list[dict[str, Any]], expected: dict[str, tuple[str, ...]], count: int) -> tuple[str, bool]:
    """How many rows, distinct ids and right codes there are, and whether that is all of them."""
    ids = {row["doc_id"] for row in rows}
    right = sum((row["error_code"] or "text") in expected.get(row["doc_id"], ("text",)) for row in rows)
    return f"{len(rows):,}, {len(ids):,}, {right:,}", len(rows) == len(ids) == right == count


def compare(work: Path, count: int, engines: list[str]) -> Iterator[dict[str, Any]]:
    make_documents(work / "in", count)
    make_documents(work / "few", FEW)
    expected = add_poison(work / "in", count // 100)
    slow = sum("timeout" in codes and len(codes) == 1 for codes in expected.values())
    shard = max(1, count // 16)
    before, start = time_rest(work, shard, "own")
    own = read_rows(work / "own.parquet")
    seen, ok = judge(own, expected, count)
    yield measured(
        f"our own batch, {count:,} documents, {len(expected)} of them poison: rows, distinct ids, right codes",
        f"{count:,} each",
        seen,
        ok,
        f"{(count - FEW) / before:.1f} documents a second after a start-up of {start:.1f} s; "
        f"{slow} run into the limit of {Limits().seconds:g} s",
    )
    for engine in engines:
        try:
            wall, start = time_rest(work, shard, engine, "--engine", engine)
        except subprocess.CalledProcessError as error:
            yield measured(f"{engine}, 2 workers", "–", "failed, or not installed", None, error.stderr.strip()[-200:])
            continue
        after, _ = time_rest(work, shard, "own")
        share = (before + after) / 2 / wall
        before = after
        rows = read_rows(work / f"{engine}.parquet")
        seen, ok = judge(rows, expected, count)
        yield measured(
            f"{engine}, 2 workers: throughput against our own batch, after start-up",
            f"≥ {TARGETS[engine]} ×",
            f"{share:.2f} ×",
            share >= TARGETS[engine],
            f"start-up with {FEW} documents {start:.1f} s",
        )
        same = [row for row in rows if row["doc_id"] not in expected]
        whole = same == [row for row in own if row["doc_id"] not in expected]
        yield measured(f"{engine}: rows, distinct ids, right codes", f"{count:,} each", seen, ok and whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=[*TARGETS], action="append", help="all of them by default")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engines = options.engine or list(TARGETS)
        print_rows("batch-engines", compare(Path(folder), options.documents, engines), as_json=options.json)


if __name__ == "__main__":
    main()
