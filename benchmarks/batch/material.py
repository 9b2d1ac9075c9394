"""What the benchmarks of batches share: documents, poison, and how a run is timed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROLE = "cra"
Rows = list[dict[str, Any]]

POISON: dict[str, tuple[str, ...]] = {
    "HANG": ("timeout",),
    "LOOP": ("timeout",),
    "EXIT": ("crash",),
    "SEGV": ("crash",),
    "HOG!": ("limit-exceeded", "crash"),
}
"""Words of a document on which the reader of `poisoned.py` hangs, loops, ends, crashes or takes all memory."""
BOMBS = (
    "pdf-random-behind-header",
    "pdf-deflated-gigabyte",
    "docx-billion-laughs",
    "docx-half-a-gigabyte-of-paragraphs",
    "text-of-nulls",
    "text-of-two-megabytes",
)
"""Real files of `tests/bombs`; each knows its codes."""
TAKEN = (*(word for word in POISON for _ in range(2)), "EXIT", "EXIT", "SEGV", "SEGV", *BOMBS)
"""The twenty of a hundredth of 2,000; four of them run into the time limit of five seconds."""


def make_documents(folder: Path, count: int) -> Path:
    """*count* different files made of the samples: each with a few bytes of its own at its end."""
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


def add_poison(folder: Path, count: int) -> dict[str, tuple[str, ...]]:
    """Put *count* poisonous files in the place of good ones, spread evenly: their ids, and the codes that are right."""
    sys.path.insert(0, str(ROOT / "tests"))
    from bombs import BOMBS as KNOWN

    documents = sorted(folder.iterdir())
    expected: dict[str, tuple[str, ...]] = {}
    for at in range(count):
        name = TAKEN[at % len(TAKEN)]
        place = documents[at * len(documents) // count]
        place.unlink()
        path = folder / f"{place.stem}.poison"
        path.write_bytes(f"{name} {at}\n".encode() if name in POISON else KNOWN[name].make())
        expected[str(path)] = POISON.get(name) or tuple(sorted(KNOWN[name].outcomes))
    return expected


def read_rows(output: Path) -> Rows:
    """Rows in the order of their ids, without what differs from run to run."""
    rows = pyarrow.parquet.read_table(output).to_pylist()
    return sorted(
        ({name: value for name, value in row.items() if not name.endswith("_ms")} for row in rows),
        key=lambda row: row["doc_id"],
    )


def measured(name: str, target: str, seen: str, ok: bool | None, note: str = "") -> dict[str, Any]:  # noqa: FBT001
    """A row of what a benchmark prints."""
    return {"measure": name, "target": target, "seen": seen, "ok": ok, "note": note}


def print_rows(name: str, rows: Iterable[dict[str, Any]], *, as_json: bool) -> None:
    """Print each row as it comes, or all of them as one JSON object."""
    told = []
    for row in rows:
        told.append(row)
        if not as_json:
            verdict = {True: "holds", False: "MISSED", None: ""}[row["ok"]]
            print(f"{row['measure']}: {row['seen']} (target {row['target']}) {verdict} {row['note']}", flush=True)
    if as_json:
        print(json.dumps({"benchmark": name, "rows": told}, ensure_ascii=False))


@dataclass(frozen=True)
class Timed:
    """What a run took from the moment that all its processes were warm."""

    documents: int
    wall: float
    cpu: float
    """Of all its processes."""
    own_cpu: float
    """Of the first of them."""
    start: float
    """Wall seconds before that moment."""
    memory: float
    """The most memory of the first process in MB."""
    processes: int = 1


def time_run(how: str, warm: Path, documents: Path, *words: str | Path) -> Timed:
    """Run `timed.py` in a process of its own."""
    command = [sys.executable, HERE / "timed.py", how, warm, documents, ROLE, *words]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Timed(**json.loads(ended.stdout.splitlines()[-1]))


def run_command(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """`ats-audit batch` with poisonable readers, in a process of its own."""
    path = os.pathsep.join((str(HERE), str(HERE.parent / "service"), os.environ.get("PYTHONPATH", "")))
    return subprocess.run(
        [sys.executable, HERE / "poisoned.py", "batch", "--role", ROLE, "--fail-on-errors", "0", *words],
        env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
        capture_output=True,
        text=True,
        check=check,
    )
