"""Requests that schemathesis makes up from the OpenAPI description, against a running service.

    python -m venv ENV && ENV/bin/pip install schemathesis
    python benchmarks/hostile/openapi.py --schemathesis ENV/bin/st [--minutes 15] [--seed 7] [--json]

schemathesis wants an environment of its own: it brings its own versions of what the service is made of. Counted are
requests, statuses of 500 and above in the log of the service, and what schemathesis complains about: answers that the
description does not name, requests that it forbids and the service takes, and those that it allows and are refused.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ALLOWED = {503, 504}
"""Answers of 500 and above that a document may deserve: it killed its reader, or was too slow."""
SETTINGS = """
[checks]
# Whether bytes are a document that can be read, and whether a role or an advert came with them, no schema can say.
positive_data_acceptance.expected-statuses = ["2xx", "3xx", 400, 401, 403, 404, 413, 415, 422, 429, 503, 504]
negative_data_rejection.expected-statuses = ["4xx", 503, 504]

[[operations]]
# All that a form holds is bytes: a part of a wrong type is a file, or text, of the right one.
include-method = "POST"
checks.negative_data_rejection.enabled = false
"""


class Service:
    """A running service, and how it answered."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "ats_audit", "serve", "--port", "0", "--slots", "2", "--waiting", "64"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.port: int = json.loads(self.process.stderr.readline())["port"]
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            told = json.loads(line)
            if told["event"] == "request":
                self.statuses[told["status"]] += 1
            if told.get("fault") or told["event"] == "fault":
                self.faults.append(line.strip())

    def is_well(self) -> bool:
        """Whether it still answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/readyz")
        status = connection.getresponse().status
        connection.close()
        return status == 200

    def stop(self) -> int:
        """End it as an orchestrator does."""
        self.process.terminate()
        code = self.process.wait(60)
        self._reader.join(10)
        return code


def attack(service: Service, command: str, minutes: float, seed: int, folder: Path) -> tuple[dict[str, Any], str]:
    """Run schemathesis; return its report and what it printed."""
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    words = [
        *(command, "run", f"http://127.0.0.1:{service.port}/openapi.json", "--wait-for-schema", "30"),
        *("--workers", "2", "--phases", "examples,coverage,fuzzing", "--max-time", str(round(minutes * 60))),
        *("--seed", str(seed), "--continue-on-failure", "--no-color", "--generation-database", "none"),
        *("--report", "json", "--report-json-path", "report.json", "--request-timeout", "60"),
        *("--suppress-health-check", "all"),
    ]
    ended = subprocess.run(words, capture_output=True, text=True, cwd=folder, timeout=minutes * 60 + 300, check=False)
    report = folder / "report.json"
    if not report.exists():
        raise SystemExit(f"schemathesis ended with {ended.returncode}: {(ended.stdout + ended.stderr)[-2000:]}")
    return json.loads(report.read_text(encoding="utf-8")), ended.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemathesis", default="st", help="its command")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="print all that schemathesis says")
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    options = parser.parse_args()
    service = Service()
    try:
        with tempfile.TemporaryDirectory() as folder:
            report, said = attack(service, options.schemathesis, options.minutes, options.seed, Path(folder))
        is_well = service.is_well()
    finally:
        code = service.stop()
    if options.show:
        print(said, file=sys.stderr)
    rows = list(make_rows(service, report, options, is_well=is_well and code == 0))
    if options.json:
        print(json.dumps({"benchmark": "hostile/openapi", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}) {row['note']}")


def make_rows(
    service: Service, report: dict[str, Any], options: argparse.Namespace, *, is_well: bool
) -> Iterator[dict[str, object]]:
    """What was seen."""
    failures = report["failures"]
    bad = {status: times for status, times in service.statuses.items() if status >= 500 and status not in ALLOWED}
    total = service.statuses.total()
    yield {
        "measure": f"requests made up from the OpenAPI, {options.minutes:g} minutes, answered with 5xx but 503 and 504",
        "target": "0",
        "seen": f"{sum(bad.values())} of {total:,}",
        "ok": not bad,
        "note": f"seed {options.seed}; " + ", ".join(f"{one} {n:,}" for one, n in sorted(service.statuses.items())),
    }
    yield {
        "measure": "faults of ours in the log, or a service that does not answer or end well afterwards",
        "target": "none",
        "seen": str(len(service.faults) + (not is_well)),
        "ok": not service.faults and is_well,
        "note": " ".join(service.faults[:2]),
    }
    yield {
        "measure": "answers that the description does not name, and other complaints of schemathesis",
        "target": "none",
        "seen": str(sum(one["count"] for one in failures)),
        "ok": not failures,
        "note": "; ".join(f"{one['title']}: {', '.join(one['operations'])}" for one in failures),
    }


if __name__ == "__main__":
    main()
