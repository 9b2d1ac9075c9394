"""The service under load: with poison among the documents, with children killed, with one slot and with two.

    python benchmarks/service/load.py [--requests 2000] [--kills 50] [--slots-only] [--json]

Every good answer is compared with that of an `Auditor` in this process. Poison is 2 % of the requests: documents on
which a reader hangs, loops, ends, crashes or takes all memory (`poison_child.py`), and real bombs of the tests.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tables import Table

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests")]

POISON_SHARE = 0.02
CLIENTS = 4
RETRIES = {429}
LIFE_SECONDS = 0.05
TURNS = 3


@dataclass
class Seen:
    """What one run of requests met."""

    seconds: list[float] = field(default_factory=list)
    """Of good documents."""
    wrong: list[str] = field(default_factory=list)
    poisoned: list[int] = field(default_factory=list)
    """Statuses of poison."""
    lives: list[float] = field(default_factory=list)
    """Of `/livez`."""
    wall: float = 0.0
    memory: list[int] = field(default_factory=list)

    def p99(self, values: list[float]) -> float:
        """The value that one in a hundred exceeds."""
        return sorted(values)[int(len(values) * 0.99) - 1]


class Service:
    """A running service and the processes beneath it."""

    def __init__(self, slots: int) -> None:
        command = [sys.executable, str(HERE / "poisoned_serve.py"), str(slots)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.port = json.loads(self.process.stderr.readline())["port"]
        self.faults: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        while self.ask("GET", "/readyz")[0] != 200:
            time.sleep(0.1)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if '"fault"' in line or '"library"' in line:
                self.faults.append(line)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body; 0 and the error where there was no answer."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request(method, path, body, {"Content-Type": "application/octet-stream"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError as error:
            return 0, repr(error).encode()
        finally:
            connection.close()

    def children(self) -> list[int]:
        """Readers and workers."""
        path = Path(f"/proc/{self.process.pid}/task")
        pids = [pid for task in path.iterdir() for pid in (task / "children").read_text().split()]
        return [int(pid) for pid in pids]

    def memory(self) -> int:
        """Proportional memory of the whole tree, in kB."""
        total = 0
        for pid in [self.process.pid, *self.children()]:
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def make_documents(chance: random.Random) -> list[bytes]:
    """Good documents of all kinds that are read."""
    samples = [path.read_bytes() for path in sorted((ROOT / "samples").glob("*.*")) if path.suffix in (".pdf", ".docx")]
    words = ["REDCap", "Medidata Rave", "ICH-GCP", "CDISC SDTM", "ICD-10-CM", "CPT", "Epic", "HIPAA", "SAS", "eTMF"]
    texts = []
    for number in range(20):
        lines = [f"Person {number}", "Experience", "Coordinator, Example Hospital, 2019 - 2023"]
        lines += [f"- Used {chance.choice(words)} and x{chance.randrange(10**9):x} for years." for _ in range(30)]
        texts.append("\n".join(lines).encode())
    return samples + texts


def expect(documents: list[bytes]) -> dict[bytes, str]:
    """The digest of the right answer to each document."""
    from ats_audit import Auditor, render

    with Auditor() as auditor:
        return {
            document: hashlib.sha256(render(auditor.audit(document, role="cra"), format="json").encode()).hexdigest()
            for document in documents
        }


def make_poison() -> list[bytes]:
    from bombs import BOMBS

    bombs = ("docx-document-of-lies", "docx-diagrams-of-diagrams", "pdf-xref-chain")
    return [b"HANG", b"LOOP", b"EXIT", b"SEGV", b"HOG!", *(BOMBS[name].make() for name in bombs if name in BOMBS)]


def run(  # noqa: C901 # two kinds of clients beside each other
    service: Service, expected: dict[bytes, str], count: int, *, poison: list[bytes], seed: int, clients: int = CLIENTS
) -> Seen:
    """Send *count* requests from several clients, poison among them, and watch `/livez` meanwhile."""
    chance = random.Random(seed)  # noqa: S311 # the same each time
    good = list(expected)
    jobs = [chance.choice(good) for _ in range(count)]
    for place in chance.sample(range(count), int(count * POISON_SHARE) if poison else 0):
        jobs[place] = poison[place % len(poison)]
    seen, lock, over = Seen(), threading.Lock(), threading.Event()

    def work() -> None:
        while True:
            with lock:
                if not jobs:
                    return
                job = jobs.pop()
                if len(jobs) % 100 == 0:
                    seen.memory.append(service.memory())
            began = time.perf_counter()
            status, body = service.ask("POST", "/v1/audits?role=cra", job)
            while status in RETRIES:
                time.sleep(0.05)
                status, body = service.ask("POST", "/v1/audits?role=cra", job)
            took = time.perf_counter() - began
            with lock:
                if job not in expected:
                    seen.poisoned.append(status)
                else:
                    seen.seconds.append(took)
                    if status != 200 or hashlib.sha256(body).hexdigest() != expected[job]:
                        seen.wrong.append(f"{status} {body[:200]!r}")

    def watch() -> None:
        while not over.wait(0.02):
            began = time.perf_counter()
            status, _ = service.ask("GET", "/livez")
            seen.lives.append(time.perf_counter() - began if status == 200 else 60.0)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    watcher = threading.Thread(target=watch)
    began = time.perf_counter()
    for thread in (*threads, watcher):
        thread.start()
    for thread in threads:
        thread.join()
    seen.wall = time.perf_counter() - began
    over.set()
    watcher.join()
    return seen


def kill_children(service: Service, kills: int, over: threading.Event, seed: int) -> None:
    """Kill a child at random, again and again."""
    chance = random.Random(seed)  # noqa: S311 # the same each time
    for _ in range(kills):
        if over.wait(0.3):
            return
        children = service.children()
        if children:
            with_luck = chance.choice(children)
            try:
                os.kill(with_luck, signal.SIGKILL)
            except ProcessLookupError:
                continue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--slots-only", action="store_true", help="two slots against one, and nothing else")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    expected = expect(make_documents(random.Random(7)))  # noqa: S311 # the same each time
    table = Table("service-load", options.json)
    if not options.slots_only:
        measure_service(expected, options, table)
    measure_slots(expected, options.requests // 4, table)
    table.finish()


def measure_service(expected: dict[bytes, str], options: argparse.Namespace, table: Table) -> None:
    """A running service under poison and kills."""
    service = Service(2)
    measure_poison(service, expected, options.requests, table)
    measure_kills(service, expected, options.requests, options.kills, table)
    faults = list(service.faults)
    service.stop()
    table.tell("faults and complaints in the log", "none", str(len(faults)), ok=not faults, note=" ".join(faults[:2]))


def tell_right(seen: Seen, when: str, table: Table) -> None:
    """How many good answers were right."""
    count = len(seen.seconds)
    note = " ".join(seen.wrong[:2])
    table.tell(
        f"good requests answered right, {when}",
        "all",
        f"{count - len(seen.wrong)} of {count}",
        ok=not seen.wrong,
        note=note,
    )


def measure_poison(service: Service, expected: dict[bytes, str], count: int, table: Table) -> None:
    """The same load without poison and with it."""
    run(service, expected, 200, poison=[], seed=1)
    clean = run(service, expected, count, poison=[], seed=2)
    bad = run(service, expected, count, poison=make_poison(), seed=3)
    tell_right(clean, "no poison", table)
    tell_right(bad, "2 % poison", table)
    statuses = {status: bad.poisoned.count(status) for status in sorted(set(bad.poisoned))}
    table.tell("answers to poison", "no 0, 500", str(statuses), ok=not {0, 500} & set(statuses))
    before, after = clean.p99(clean.seconds), bad.p99(bad.seconds)
    ratio = f"{after / before:.2f} x ({after * 1000:.0f} against {before * 1000:.0f} ms)"
    table.tell("p99 of good ones, poison against none", "<= 4 x", ratio, ok=after <= 4 * before)
    life = bad.p99(bad.lives)
    note = f"{len(bad.lives)} asked; without poison {clean.p99(clean.lives) * 1000:.1f} ms"
    table.tell("/livez p99 under poison", "<= 50 ms", f"{life * 1000:.1f} ms", ok=life <= LIFE_SECONDS, note=note)
    # A reader that is at a bomb holds what it unpacks; what stays of it is seen behind.
    after = run(service, expected, 500, poison=[], seed=4)
    tell_right(after, "after poison", table)
    start, during, end = (statistics.median(seen.memory[-5:]) for seen in (clean, bad, after))
    growth = f"{(end / start - 1) * 100:+.1f} % ({end / 1024:.0f} MiB)"
    note = f"good documents alone both times; with poison among them {during / 1024:.0f} MiB"
    name = "memory of the whole tree, after poison against before"
    table.tell(name, "<= 5 %", growth, ok=end <= 1.05 * start, note=note)


def measure_kills(service: Service, expected: dict[bytes, str], count: int, kills: int, table: Table) -> None:
    """Good documents, while children are killed."""
    over = threading.Event()
    killer = threading.Thread(target=kill_children, args=(service, kills, over, 5))
    killer.start()
    seen = run(service, expected, count, poison=[], seed=6)
    while killer.is_alive():
        more = run(service, expected, 100, poison=[], seed=8)
        seen.wrong += more.wrong
        seen.seconds += more.seconds
    tell_right(seen, f"{kills} children killed", table)


def measure_slots(expected: dict[bytes, str], count: int, table: Table) -> None:
    """Documents a second with one slot and with two, in turns; twice as many documents on their way as slots."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for slots in (1, 2) * TURNS:
        rates[slots].append(asyncio.run(work_through(slots, list(expected), count)))
    one, two = (statistics.median(rates[slots]) for slots in (1, 2))
    note = f"medians of {TURNS} turns each, without HTTP: its clients would share the cores"
    seen = f"{two / one:.2f} x ({two:.0f} against {one:.0f})"
    table.tell("documents a second, two slots against one", ">= 1.8 x", seen, ok=two >= 1.8 * one, note=note)


async def work_through(slots: int, documents: list[bytes], count: int) -> float:
    """Documents a second of the service's own queue, readers and workers."""
    from ats_audit.report import Format
    from ats_audit.service import Service as InProcess
    from ats_audit.service import ServiceSettings
    from ats_audit.service._audits import Wish
    from ats_audit.service._intake import Upload

    wish = Wish(task="audit", form=Format.JSON, role="cra")
    async with InProcess(ServiceSettings(slots=slots, waiting=64)) as service:
        turns = asyncio.Semaphore(2 * slots)

        async def audit(number: int) -> None:
            async with turns:
                content = documents[number % len(documents)]
                await service.audits.answer(Upload(content=content, name="document"), wish)

        await asyncio.gather(*map(audit, range(len(documents))))
        began = time.perf_counter()
        await asyncio.gather(*map(audit, range(count)))
        return count / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
