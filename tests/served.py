"""A service under test: its log, and the command itself."""

from __future__ import annotations

import contextlib
import io
import json
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any


class Lines:
    """What the service wrote to its log."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.all()[-1]


class Server:
    """The command `ats-audit serve`, or a *program* that serves, on a free port of this machine."""

    def __init__(self, *arguments: str, program: str = "") -> None:
        command = [sys.executable, "-m", "ats_audit", "serve", "--port", "0", *arguments]
        command = [sys.executable, "-c", program] if program else command
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        first = self.process.stderr.readline()
        try:
            self.port: int = json.loads(first)["port"]
        except ValueError:
            self.process.kill()
            raise AssertionError(first + self.process.stderr.read()) from None
        self.address = f"http://127.0.0.1:{self.port}"
        self.lines: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._wait_ready()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(json.loads(line))

    def _wait_ready(self) -> None:
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.address}/readyz", timeout=5):  # noqa: S310 # our own
                return
            time.sleep(0.1)
        raise AssertionError("the service did not come up")

    def stop(self) -> int:
        """End it as an orchestrator does, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self._reader.join(10)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdout.close()
        self.process.stderr.close()
        return code
