"""Measure batches: throughput, growth, engines with poison, kills, and re-audits from the cache.

    python benchmarks/batch/measure.py [throughput] [growth] [engines] [kills] [again] [--documents N] [--json]

Documents are the samples over and over, each with a few bytes of its own at its end, so that no two are the same file.
Times of the engines count from the start of their first shard, as each engine's start-up is told apart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow.parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
ROLE = "cra"
Rows = list[dict[str, Any]]


def make_documents(folder: Path, count: int) -> Path:
    """*count* different files made of the samples."""
    folder.mkdir(parents=True)
    samples = sorted(one for one in (ROOT / "samples").iterdir() if one.suffix in {".pdf", ".docx", ".txt"})
    for number in range(count):
        sample = samples[number % len(samples)]
        path = folder / f"{number:06d}{sample.suffix}"
        shutil.copyfile(sample, path)
        if sample.suffix == ".docx":
            with zipfile.ZipFile(path, "a") as archive:
                archive.comment = str(number).encode()
        else:
            with path.open("ab") as file:
                file.write(f"\n%{number}\n".encode())
    return folder


def add_poison(folder: Path, count: int) -> None:
    """*count* files that are refused, run into limits, or keep a worker busy until it is killed."""
    sys.path.insert(0, str(ROOT / "tests"))
    from bombs import BOMBS

    light = [bomb for bomb in BOMBS.values() if not bomb.heavy]
    chosen = [light[at * len(light) // count] for at in range(count)]
    documents = sorted(folder.iterdir())
    for at, bomb in enumerate(chosen):
        place = documents[at * len(documents) // count]
        place.unlink()
        content = bomb.make() if at % 10 else ("REDCap Medidata Rave GCP not " * 34_000).encode()
        (folder / f"{place.stem}.poison").write_bytes(content)


class Descendants:
    """Adds up the processor time of this process's descendants, which a killed parent would hide from `getrusage`."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Of all that were seen."""
        return sum(self._seconds.values())

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self._look()

    def _look(self) -> None:
        parents: dict[int, int] = {}
        spent: dict[int, float] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
            spent[int(stat.parent.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        for pid, seconds in spent.items():
            above = pid
            while above in parents and above != os.getpid() and pid not in self._seconds:
                above = parents[above]
            if pid in self._seconds or (above == os.getpid() and pid != above):
                self._seconds[pid] = seconds


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "ats_audit", "batch", "--role", ROLE, "--fail-on-errors", "0", *map(str, words)]


def run(*words: str | Path) -> tuple[float, float, float]:
    """Wall and processor seconds of a batch with all its processes, and the most memory of its own process in MB."""
    program = (
        "import resource, sys; from ats_audit.cli import run; code = run(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
    )
    with Descendants() as descendants:
        started = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-c", program, *command(*words)[3:]], stdout=subprocess.PIPE, text=True, check=True
        )
        wall = time.monotonic() - started
    return wall, descendants.seconds, int(ended.stdout.split()[-1]) / 1024


def loop(folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of the plain loop in one process, without its start."""
    program = (
        "import sys, time; from pathlib import Path; from ats_audit import Auditor; auditor = Auditor(); "
        "auditor.matcher; paths = sorted(Path(sys.argv[1]).iterdir()); "
        "wall, cpu = time.monotonic(), time.process_time(); "
        "[None for _ in auditor.audit_many(paths, role=sys.argv[2])]; "
        "print(time.monotonic() - wall, time.process_time() - cpu)"
    )
    told = subprocess.run([sys.executable, "-c", program, folder, ROLE], stdout=subprocess.PIPE, text=True, check=True)
    wall, cpu = map(float, told.stdout.split())
    return wall, cpu


def read(output: Path) -> Rows:
    """Rows in the order of their ids, without what differs from run to run."""
    rows = pyarrow.parquet.read_table(output).to_pylist()
    return sorted(
        ({name: value for name, value in row.items() if not name.endswith("_ms")} for row in rows),
        key=lambda row: row["doc_id"],
    )


def measure(name: str, target: str, seen: str, ok: bool | None, note: str = "") -> dict[str, Any]:  # noqa: FBT001
    return {"measure": name, "target": target, "seen": seen, "ok": ok, "note": note}


def throughput(work: Path, count: int) -> Iterator[dict[str, Any]]:
    documents = make_documents(work / "in", count)
    few = make_documents(work / "few", 20)
    start_wall, start_cpu, _ = run(few, "-o", work / "few.parquet", "--workers", "2")
    wall, cpu, _ = run(documents, "-o", work / "out.parquet", "--workers", "2")
    loop_wall, loop_cpu = loop(documents)
    rest = count - 20
    gain = (loop_wall / count) / ((wall - start_wall) / rest)
    overhead = 1000 * ((cpu - start_cpu) / rest - loop_cpu / count)
    yield measure(
        f"{count:,} documents, 2 slots against the plain loop on one core, after start-up",
        "≥ 1.8 ×",
        f"{gain:.2f} ×",
        gain >= 1.8,
        f"{rest / (wall - start_wall):.1f} against {count / loop_wall:.1f} documents a second",
    )
    yield measure(
        "processor time a document beyond that of the loop, all processes together",
        "≤ 1 ms",
        f"{overhead:.2f} ms",
        overhead <= 1,
        f"of {1000 * loop_cpu / count:.1f} ms",
    )
    yield measure(
        "documents an hour of one core", "–", f"{3600 * rest / (cpu - start_cpu):,.0f}", None, "by processor time"
    )
    yield measure("start-up of 2 workers with 20 documents", "–", f"{start_wall:.1f} s", None)


def growth(work: Path, count: int) -> Iterator[dict[str, Any]]:
    sizes = [count // 4, count // 2, count, count * 2, count * 4]
    seen = []
    for size in sizes:
        documents = make_documents(work / f"in-{size}", size)
        wall, cpu, memory = run(documents, "-o", work / f"{size}.parquet", "--workers", "2")
        seen.append((size, wall, cpu, memory))
        shutil.rmtree(documents)
    (small, wall_0, cpu_0, memory_0), (large, wall_1, cpu_1, memory_1) = seen[0], seen[-1]
    marginal = [(after[2] - before[2]) / (after[0] - before[0]) for before, after in pairwise(seen)]
    swing = max(marginal) / min(marginal) - 1
    yield measure(
        f"processor time of each further document, {small:,} to {large:,} documents",
        "the same within 10 %",
        f"within {100 * swing:.0f} %",
        swing <= 0.1,
        f"{', '.join(f'{1000 * one:.1f}' for one in marginal)} ms; wall {wall_0:.0f} to {wall_1:.0f} s",
    )
    yield measure(
        "memory of the parent process, the same range",
        "flat",
        f"{memory_0:.0f} to {memory_1:.0f} MB",
        memory_1 - memory_0 < 20,
        f"processor {cpu_0:.0f} to {cpu_1:.0f} s in all",
    )


def engines(work: Path, count: int) -> Iterator[dict[str, Any]]:
    documents = make_documents(work / "in", count)
    add_poison(documents, count // 100)
    few = make_documents(work / "few", 8)
    shard = ("--workers", "2", "--timeout", "5", "--shard", str(max(1, count // 16)))
    own_start, _, _ = run(few, "-o", work / "few.parquet", "--workers", "2")
    own_wall, _, _ = run(documents, "-o", work / "own.parquet", *shard)
    expected = read(work / "own.parquet")
    bad = sum(row["error_code"] is not None for row in expected)
    yield measure(
        f"our own batch: rows, distinct ids, bad ones of {count // 100} poisonous",
        f"{count:,}, {count:,}",
        f"{len(expected):,}, {len({row['doc_id'] for row in expected}):,}, {bad}",
        len(expected) == len({row["doc_id"] for row in expected}) == count,
        f"{count / (own_wall - own_start):.1f} documents a second after start-up",
    )
    for engine, target in (("dask", 0.9), ("ray", 0.75), ("spark", 0.6)):
        try:
            start, _, _ = run(
                few, "-o", work / f"few-{engine}.parquet", "--engine", engine, "--shard", "4", "--workers", "2"
            )
            wall, _, _ = run(documents, "-o", work / f"{engine}.parquet", "--engine", engine, *shard)
        except subprocess.CalledProcessError:
            yield measure(f"{engine}, 2 workers", f"≥ {target} ×", "failed, or not installed", False)
            continue
        rows = read(work / f"{engine}.parquet")
        share = (own_wall - own_start) / (wall - start)
        yield measure(
            f"{engine}, 2 workers: throughput against our own batch, after start-up",
            f"≥ {target} ×",
            f"{share:.2f} ×",
            share >= target,
            f"start-up with 8 documents {start:.1f} s against {own_start:.1f} s",
        )
        yield measure(f"{engine}: rows equal to those of our own batch", "all", str(rows == expected), rows == expected)


def kills(work: Path, count: int) -> Iterator[dict[str, Any]]:
    count //= 4
    documents = make_documents(work / "in", count)
    words = ("--workers", "2", "--shard", str(max(1, count // 10)))
    wall, _, _ = run(documents, "-o", work / "clean.parquet", *words)
    expected = read(work / "clean.parquet")
    chance = random.Random(8)  # noqa: S311 - to repeat
    same = 0
    for attempt in range(10):
        output = work / f"{attempt}.parquet"
        with subprocess.Popen(
            command(documents, "-o", output, *words, "--resume"), stderr=subprocess.DEVNULL, start_new_session=True
        ) as running:
            time.sleep(chance.uniform(0.2, 0.9) * wall)
            os.kill(running.pid, signal.SIGKILL)
        run(documents, "-o", output, *words, "--resume")
        left = [one for one in work.rglob("*") if "tmp" in one.name or "unfinished" in one.name]
        same += read(output) == expected and not left
    yield measure(
        f"killed at 10 random moments and resumed, {count:,} documents: rows as of a clean run, nothing left",
        "10 of 10",
        f"{same} of 10",
        same == 10,
    )


EDITS: dict[str, Callable[[str], str]] = {
    "a new alias of a platform that no sample names": lambda text: text.replace(
        '["Complion"', '["Complion Zyntrial","any","alias",[]],["Complion"', 1
    ),
    "a new alias of a platform that one sample in 13 names": lambda text: text.replace(
        '["Florence eBinders"', '["Florence Zyntrial eBinders","any","alias",[]],["Florence eBinders"', 1
    ),
    "a context word of REDCap, which most samples name": lambda text: text.replace('"REDCap"', '"REDCap system"', 1),
    "the reason of a requirement of the role": lambda text: text.replace('"core","', '"core","Edited: '),
}


def again(work: Path, count: int) -> Iterator[dict[str, Any]]:
    from ats_audit.batch import BatchRequest, Inputs, run_batch
    from ats_audit.lexicon import Lexicon, dump_lexicon, parse_lexicon

    documents = make_documents(work / "in", count)
    old = Lexicon.load()

    def audit(output: str, lexicon: Lexicon, *, cached: bool = True, folder: Path = documents) -> tuple[float, float]:
        asked = BatchRequest(
            inputs=Inputs(paths=(str(folder),)),
            output=str(work / output),
            role=ROLE,
            cache=str(work / "cache") if cached else None,
        )
        with Descendants() as descendants:
            started = time.monotonic()
            run_batch(asked, lexicon=lexicon, workers=2)
            return time.monotonic() - started, descendants.seconds

    start, _ = audit("few.parquet", old, cached=False, folder=make_documents(work / "few", 2))
    wall, cpu = audit("first.parquet", old)
    kept = work / "cache-of-the-first"
    shutil.copytree(work / "cache", kept)
    size = sum(one.stat().st_size for one in kept.rglob("*") if one.is_file())
    yield measure(
        "first run with an empty cache", "–", f"{wall:.0f} s", None, f"{size / count / 1024:.0f} KB a document"
    )
    for name, change in EDITS.items():
        shutil.rmtree(work / "cache")
        shutil.copytree(kept, work / "cache")
        new = parse_lexicon(change(dump_lexicon(old)))
        assert new.sha256 != old.sha256, name
        output = f"{abs(hash(name))}.parquet"
        wall_again, cpu_again = audit(output, new)
        audit(f"plain-{output}", new, cached=False)
        same = read(work / output) == read(work / f"plain-{output}")
        hard = "role" in name or "most" in name
        yield measure(
            f"re-audit of {count:,} documents after an edit: {name}",
            "≥ 10 ×",
            f"{wall / wall_again:.1f} ×",
            None if hard else wall / wall_again >= 10,
            f"{wall_again:.1f} s; {(wall - start) / max(wall_again - start, 0.01):.0f} × after a start-up of "
            f"{start:.1f} s; processor {cpu / cpu_again:.1f} ×; rows as without a cache: {same}",
        )


MEASURES = {"throughput": throughput, "growth": growth, "engines": engines, "kills": kills, "again": again}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[[], *MEASURES], help="what to measure; all of it by default")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    for name in options.names or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            for row in MEASURES[name](Path(folder), options.documents):
                rows.append(row)
                if not options.json:
                    verdict = {True: "holds", False: "MISSED", None: ""}[row["ok"]]
                    print(
                        f"{row['measure']}: {row['seen']} (target {row['target']}) {verdict} {row['note']}", flush=True
                    )
    if options.json:
        print(json.dumps({"benchmark": "batch", "rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main()
