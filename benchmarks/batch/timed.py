"""One run, timed from the moment that it is warm: `timed.py batch|loop|rows WARM DOCUMENTS ROLE [OUTPUT WORKERS]`.

`loop` audits in this process, one after another, and keeps nothing; `rows` does there what a batch does for each
document, and nothing else: it reads, assesses and makes the row. `batch` is a batch with that many workers. Each first
takes the few documents of WARM, so that libraries, workers and readers are there.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit import AuditFailure, Auditor, Lexicon
from ats_audit.batch import BatchRequest, Inputs, Job, open_run, run_shards
from ats_audit.batch.pool import WorkerPool
from ats_audit.batch.rows import row_of_assessment

if TYPE_CHECKING:
    from collections.abc import Callable

TICKS = os.sysconf("SC_CLK_TCK")


def look() -> tuple[float, int]:
    """Processor seconds of this process and all below it, the ended ones too, and how many live."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        spent[int(stat.parent.name)] = sum(map(int, fields[11:15])) / TICKS
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sum(spent[pid] for pid in found), len(found)


def open_loop(role: str) -> Callable[[Path, str], None]:
    """The plain loop."""
    auditor = Auditor()

    def run(folder: Path, _: str) -> None:
        for report in auditor.audit_many(sorted(folder.iterdir()), role=role):
            assert not isinstance(report, AuditFailure)

    return run


def open_rows(role: str) -> Callable[[Path, str], None]:
    """The plain loop that makes rows."""
    auditor = Auditor()
    job = Job.of(auditor.lexicon, role=role)

    def run(folder: Path, _: str) -> None:
        for path in sorted(folder.iterdir()):
            document = auditor.read(path)
            row_of_assessment(
                auditor.assess(document, role=role),
                doc_id=str(path),
                job=job,
                characters=len(document.text),
                read_ms=0,
                audit_ms=0,
            )

    return run


def open_batch(role: str, workers: int) -> Callable[[Path, str], None]:
    """A batch, with planning before and merging after."""
    job = Job.of(Lexicon.load(), role=role)
    pool = WorkerPool(job, slots=workers)

    def run(folder: Path, output: str) -> None:
        planned = open_run(BatchRequest(inputs=Inputs(paths=(str(folder),)), output=output, role=role))
        tally = planned.count_done()
        for done in run_shards(planned.pending(), job=planned.job, pool=pool):
            tally += done
        planned.finish(tally)

    return run


def main(how: str, warm: str, documents: str, role: str, output: str = "", workers: str = "2") -> None:
    started = time.monotonic()
    run = {"loop": open_loop, "rows": open_rows}[how](role) if how != "batch" else open_batch(role, int(workers))
    run(Path(warm), f"{output}.warm.parquet")
    wall, own, (cpu, processes) = time.monotonic(), time.process_time(), look()
    run(Path(documents), f"{output}.parquet")
    told = {
        "documents": sum(1 for _ in Path(documents).iterdir()),
        "wall": time.monotonic() - wall,
        "own_cpu": time.process_time() - own,
        "cpu": look()[0] - cpu,
        "start": wall - started,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "processes": processes,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
