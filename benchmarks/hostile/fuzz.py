"""Mutation fuzzing of PDF and DOCX: every spoilt file must be a sound document or one typed error.

    python benchmarks/hostile/fuzz.py --minutes 30 --seed 7 [--keep FOLDER] [--seeds FOLDER] [--json]

Case N of seed S is always the same file: `--case N` runs it alone and shows what happens. The cases run in a process
of their own with 1 GiB of memory; one that dies or hangs is noted and replaced. Found are: exceptions that are no
`DocumentError`, faults that a reader noticed itself (`crash`), documents whose parts do not fit their text, characters
that should be neutralised, more than six seconds of CPU, and deaths. With `--keep` the files that found something are
written there.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import selectors
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from mutations import make_seeds, mutate

from ats_audit.errors import DocumentError, ExtractionCrashError
from ats_audit.extract import extract_document

if TYPE_CHECKING:
    from ats_audit.model import Document

CPU_SECONDS, SILENCE = 6.0, 30.0
MEMORY = 1 << 30
DANGEROUS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def make_case(seeds: dict[str, bytes], seed: int, number: int) -> tuple[str, bytes]:
    random = Random(f"{seed}/{number}")  # noqa: S311 - repeatable on purpose
    name = random.choice(sorted(seeds))
    return name, mutate(name, seeds[name], random)


def examine(content: bytes) -> str:
    """Outcome of one file: `text`, the code of an error, or what was found behind a "!"."""
    start = time.process_time()
    try:
        document = extract_document(content)
    except ExtractionCrashError as error:
        # A fault of the reader itself that it noticed; its message names kind and place.
        return f"!{error.message}"
    except DocumentError as error:
        outcome = error.code
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"!{tell(error)}"
    else:
        outcome = check(document) or "text"
    used = time.process_time() - start
    return f"!{used:.1f} s of CPU ({outcome})" if used > CPU_SECONDS else outcome


def tell(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {Path(frames[-1].filename).name}:{frames[-1].lineno} via {own_frame(frames)}"


def own_frame(frames: traceback.StackSummary) -> str:
    own = [frame for frame in frames if "ats_audit" in frame.filename]
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "-"


def check(document: Document) -> str:
    """What does not fit in *document*; "" where all does."""
    for reading in document.readings:
        if DANGEROUS.search(reading.text):
            return "!a character that steers"
        ends = [at for one in reading.sections for at in (one.heading_start, one.heading_end, one.start, one.end)]
        if ends != sorted(ends) or (ends and ends[-1] != len(reading.text)):
            return "!sections out of order, or that leave text over"
        for one in reading.sections:
            inner = [at for entry in one.entries for at in (entry.start, entry.body, entry.end)]
            if [one.start, *inner, one.end] != sorted([one.start, *inner, one.end]):
                return "!entries out of order"
    for name, spans in (("blocks", document.blocks), ("words", document.words)):
        ends = [at for span in spans for at in (span.start, span.end)]
        if ends != sorted(ends) or max(ends, default=0) > len(document.text):
            return f"!{name} out of order"
    return ""


def work(seeds: dict[str, bytes], seed: int, first: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    number = first
    while True:
        print(f"> {number}", flush=True)
        print(f"< {number} {examine(make_case(seeds, seed, number)[1])}", flush=True)
        number += 1


def supervise(options: argparse.Namespace) -> tuple[Counter[str], dict[str, list[int]]]:
    outcomes: Counter[str] = Counter()
    finds: dict[str, list[int]] = {}
    deadline = time.monotonic() + 60 * options.minutes
    number = 0
    while time.monotonic() < deadline:
        command = [sys.executable, __file__, "--worker", str(number), "--seed", str(options.seed)]
        command += ["--seeds", str(options.seeds)] if options.seeds else []
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as worker:
            number, why = follow(worker, deadline, number, outcomes, finds)
            worker.kill()
        if why:
            outcomes[why] += 1
            finds.setdefault(why, []).append(number)
            print(f"case {number}: {why}", file=sys.stderr, flush=True)
            number += 1
    return outcomes, finds


def follow(
    worker: subprocess.Popen[str],
    deadline: float,
    number: int,
    outcomes: Counter[str],
    finds: dict[str, list[int]],
) -> tuple[int, str]:
    """Read what the worker says until it hangs, dies, or the time is up; the case that it was at, and why it ended."""
    assert worker.stdout is not None
    os.set_blocking(worker.stdout.fileno(), False)
    waiting = selectors.DefaultSelector()
    waiting.register(worker.stdout, selectors.EVENT_READ)
    held = ""
    spent = 0.0
    while time.monotonic() < deadline:
        if not waiting.select(SILENCE):
            # On a busy machine a worker may wait for its turn: only its own time counts.
            if used(worker.pid) - spent > SILENCE / 2:
                return number, "!hangs"
            continue
        spent = used(worker.pid)
        said = os.read(worker.stdout.fileno(), 65_536).decode()
        if not said:
            return number, f"!dies with {worker.wait()}"
        *lines, held = (held + said).split("\n")
        for line in lines:
            mark, place, *rest = line.split(" ", 2)
            number = int(place)
            if mark == "<":
                outcome = rest[0]
                outcomes[outcome] += 1
                if outcome.startswith("!"):
                    if outcome not in finds:
                        print(f"case {number}: {outcome}", file=sys.stderr, flush=True)
                    finds.setdefault(outcome, []).append(number)
    return number, ""


def used(pid: int) -> float:
    """CPU seconds that a process has had."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the files that found something")
    parser.add_argument("--seeds", type=Path, help="sound files to spoil beside our own")
    parser.add_argument("--case", type=int, help="run this case alone")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    options = parser.parse_args()
    seeds = make_seeds()
    for path in sorted(options.seeds.rglob("*")) if options.seeds else ():
        if path.suffix in {".pdf", ".docx"} and path.stat().st_size < 300_000:
            seeds[path.name] = path.read_bytes()
    if options.worker is not None:
        work(seeds, options.seed, options.worker)
    if options.case is not None:
        name, content = make_case(seeds, options.seed, options.case)
        if options.keep:
            (options.keep / f"{options.seed}-{options.case}-{name}").write_bytes(content)
        print(name, len(content), examine(content))
        return
    outcomes, finds = supervise(options)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for number in (numbers[0] for numbers in finds.values()):
            name, content = make_case(seeds, options.seed, number)
            (options.keep / f"{options.seed}-{number}-{name}").write_bytes(content)
    note = ", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common() if not outcome.startswith("!"))
    told = "; ".join(f"{what} (case {numbers[0]}, {len(numbers)} times)" for what, numbers in finds.items())
    row = {
        "measure": f"spoilt files that are neither a sound document nor one typed error, {options.minutes:g} minutes",
        "target": "0",
        "seen": f"{sum(map(len, finds.values()))} of {outcomes.total():,}",
        "ok": not finds,
        "note": "; ".join(filter(None, (f"seed {options.seed}: {note}", told))),
    }
    if options.json:
        print(json.dumps({"benchmark": "hostile/fuzz", "rows": [row]}, ensure_ascii=False))
        return
    print(f"{row['measure']}: {row['seen']} (target {row['target']}); {row['note']}")


if __name__ == "__main__":
    main()
