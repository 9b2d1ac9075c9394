"""What hostile files do to the installed command and to the isolated reader.

    python benchmarks/hostile/survive.py [FOLDER...] [--part 1/2] [--only WORD] [--no-command] [--json]

The files are those in the folders that you name and all of the tests' generator (`tests/bombs`). Each goes through the
command in a process of its own, in an empty folder: report or one typed error, wall time, the largest resident size of
any process of the command, exit code, orphans and zombies, files left behind, tracebacks. Then each goes through one
`IsolatedReader`, and a sound document behind it: how much longer does it take than behind a sound one? Only names of
files, codes and figures are printed.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from bombs import BOMBS
from files import make_pdf, show_lines

from ats_audit.errors import DOCUMENT_ERRORS, DocumentError
from ats_audit.isolate import IsolatedReader
from ats_audit.model import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS, MEBIBYTES, WAIT = 6.0, 512, 0.200
GIVE_UP = 60.0
PR_SET_CHILD_SUBREAPER = 36
EXITS = {0, 3}
GOOD = make_pdf(show_lines(["Jane Example", "", "Skills", "REDCap, Medidata Rave, ICH-GCP"]))
CODES = {error.code for error in DOCUMENT_ERRORS}


@dataclass(frozen=True)
class Ended:
    """What a run of the command left behind."""

    code: int
    seconds: float
    mebibytes: float
    out: bytes
    err: bytes
    orphans: int
    left: int


def adopt_orphans() -> None:
    """Become the parent of whatever the command leaves running, so that it can be counted."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("this needs Linux: prctl failed")


def run(content: bytes) -> Ended:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "tmp").mkdir()
        (work / "resume").write_bytes(content)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(work / "tmp"),
            "TMPDIR": str(work / "tmp"),
            "LANG": "C.UTF-8",
        }
        command = [sys.executable, "-m", "ats_audit", "resume", "--role", "cra", "--format", "json"]
        start = time.monotonic()
        out, err = os.open(work / "out", os.O_CREAT | os.O_RDWR), os.open(work / "err", os.O_CREAT | os.O_RDWR)
        child = os.fork()
        if child == 0:
            os.setsid()
            os.chdir(work)
            os.dup2(out, 1)
            os.dup2(err, 2)
            os.execve(sys.executable, command, environment)  # noqa: S606 - our own command
        code, used = wait_for(child, start + GIVE_UP)
        seconds = time.monotonic() - start
        time.sleep(0.02)
        orphans = reap_orphans()
        os.close(out)
        os.close(err)
        left = [found for found in work.rglob("*") if found.name not in {"tmp", "resume", "out", "err"}]
        return Ended(
            code, seconds, used / 1024, (work / "out").read_bytes(), (work / "err").read_bytes(), orphans, len(left)
        )


def wait_for(child: int, deadline: float) -> tuple[int, int]:
    """Exit code, and the largest resident size in KiB of the process and all that it waited for."""
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), usage.ru_maxrss
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def reap_orphans() -> int:
    """Count the processes that came to us, running or dead, and end them."""
    found = 0
    for line in Path("/proc/self/task").iterdir():
        for pid in (line / "children").read_text().split():
            found += 1
            os.kill(int(pid), signal.SIGKILL)
            os.waitpid(int(pid), 0)
    return found


def complain(ended: Ended, outcomes: frozenset[str]) -> list[str]:
    """What is wrong with a run."""
    wrong = []
    if ended.code not in EXITS:
        wrong.append(f"exit {ended.code}")
    if ended.code == 0 and (not ended.out.startswith(b"{") or "text" not in outcomes):
        wrong.append("no report" if not ended.out.startswith(b"{") else "a report, and none was due")
    if ended.code == 3 and (ended.out or not ended.err.strip()):
        wrong.append("no message")
    if b"Traceback" in ended.err:
        wrong.append("traceback")
    if ended.seconds > SECONDS:
        wrong.append(f"{ended.seconds:.1f} s")
    if ended.mebibytes > MEBIBYTES:
        wrong.append(f"{ended.mebibytes:.0f} MiB")
    if ended.orphans:
        wrong.append(f"{ended.orphans} processes left")
    if ended.left:
        wrong.append(f"{ended.left} files left")
    return wrong


def list_files(folders: list[Path], only: str) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".tsv" and only in path.name:
                yield path.name, path.read_bytes(), frozenset({"text", *CODES})
    for bomb in BOMBS.values():
        if only in bomb.name:
            yield bomb.name, bomb.make(), bomb.outcomes


def choose(
    files: Iterator[tuple[str, bytes, frozenset[str]]], part: str
) -> Iterator[tuple[str, bytes, frozenset[str]]]:
    """Every so manieth file: "1/3" and "2/3" and "3/3" are all together."""
    place, count = map(int, part.split("/"))
    return (file for number, file in enumerate(files) if number % count == place - 1)


def read(reader: IsolatedReader, content: bytes) -> tuple[str, float]:
    start = time.monotonic()
    try:
        reader.extract(content, limits=Limits())
    except DocumentError as error:
        return error.code, time.monotonic() - start
    return "text", time.monotonic() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--only", default="", help="files whose names hold this word")
    parser.add_argument("--part", default="1/1", help="one part of the files, such as 1/3")
    parser.add_argument("--no-command", action="store_true", help="the isolated reader alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    parser.add_argument("--each", action="store_true", help="print a line for each file")
    options = parser.parse_args()
    adopt_orphans()
    runs: list[tuple[str, Ended, list[str]]] = []
    outcomes: Counter[str] = Counter()
    unexpected: list[str] = []
    waits: list[tuple[float, str]] = []
    with IsolatedReader() as reader:
        usual = statistics.median(read(reader, GOOD)[1] for _ in range(9))
        for name, content, right in choose(list_files(options.folders, options.only), options.part):
            outcome, seconds = read(reader, content)
            outcomes[outcome] += 1
            unexpected += [] if outcome in right else [f"{name}: {outcome}"]
            wait = read(reader, GOOD)[1] - usual
            waits.append((wait, name))
            if options.each:
                print(f"{name[:60]:60} {outcome:20} {seconds:5.2f} s, the next waits {1000 * wait:4.0f} ms", flush=True)
    if not options.no_command:
        for name, content, right in choose(list_files(options.folders, options.only), options.part):
            ended = run(content)
            wrong = complain(ended, right)
            runs.append((name, ended, wrong))
            if options.each or (wrong and not options.json):
                figures = f"exit {ended.code} {ended.seconds:5.2f} s {ended.mebibytes:4.0f} MiB"
                print(f"{name[:60]:60} {figures} {', '.join(wrong)}", flush=True)
    rows = list(make_rows(runs, outcomes, unexpected, waits))
    if options.json:
        print(json.dumps({"benchmark": "hostile/survive", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}) {row.get('note', '')}")


def make_rows(
    runs: list[tuple[str, Ended, list[str]]],
    outcomes: Counter[str],
    unexpected: list[str],
    waits: list[tuple[float, str]],
) -> Iterator[dict[str, object]]:
    yield {
        "measure": "hostile files through the isolated reader: text or one typed error",
        "target": "all",
        "seen": f"{len(waits) - len(unexpected)} of {len(waits)}",
        "ok": not unexpected,
        "note": "; ".join([", ".join(f"{code} {count}" for code, count in outcomes.most_common()), *unexpected]),
    }
    late = max(waits, default=(0.0, ""))
    print(f"the longest wait was behind {late[1]}", file=sys.stderr)
    yield {
        "measure": "a sound document behind a hostile one waits longer by, at most",
        "target": f"≤ {1000 * WAIT:.0f} ms",
        "seen": f"{1000 * late[0]:.0f} ms",
        "ok": late[0] <= WAIT,
        "note": f"median {1000 * statistics.median(wait for wait, _ in waits):.0f} ms",
    }
    if not runs:
        return
    wrong = [(name, what) for name, _, what in runs if what]
    yield {
        "measure": "the same through the command: report or error, exit code, nothing left, no traceback, in bounds",
        "target": "all",
        "seen": f"{len(runs) - len(wrong)} of {len(runs)}",
        "ok": not wrong,
        "note": "; ".join(f"{name}: {', '.join(what)}" for name, what in wrong),
    }
    slowest = max(runs, key=lambda one: one[1].seconds)
    largest = max(runs, key=lambda one: one[1].mebibytes)
    print(f"slowest: {slowest[0]}; largest: {largest[0]}", file=sys.stderr)
    yield {
        "measure": "slowest of them",
        "target": f"≤ {SECONDS:g} s",
        "seen": f"{slowest[1].seconds:.1f} s",
        "ok": slowest[1].seconds <= SECONDS,
    }
    yield {
        "measure": "largest process of them",
        "target": f"≤ {MEBIBYTES} MiB",
        "seen": f"{largest[1].mebibytes:.0f} MiB",
        "ok": largest[1].mebibytes <= MEBIBYTES,
    }


if __name__ == "__main__":
    main()
