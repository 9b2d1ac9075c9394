"""The parent's side: children that can be killed, one document at a time each, replaced when they die.

Pool libraries lose good documents or die when a worker hangs (measured; docs/decisions.md), so this is ours.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ats_audit.errors import ExtractionCrashError, ExtractionTimeoutError
from ats_audit.isolate._wire import (
    DRAW,
    EXTRACT,
    BrokenPipeToChildError,
    decode_document,
    decode_error,
    decode_pictures,
    encode_limits,
    read_frame,
    read_payload,
    write_frame,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import BinaryIO, Self

    from ats_audit.model import Document, Limits, PagePicture

START_SECONDS = 60.0
"""Time for a child to start; 0.1 s on an idle machine, so this is for one that is on its knees."""
GRACE_SECONDS = 1.0
"""Wall time beyond the document's budget: within it the child says itself which limit was met."""
DOCUMENTS_PER_CHILD = 500
"""A child is replaced after so many documents, so that nothing can grow in it for ever."""

_Answer = TypeVar("_Answer")

_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from ats_audit.isolate._child import main; main()"


class IsolatedReader:
    """Extracts documents in killable child processes. Thread-safe; usable after a fork; close it when done."""

    def __init__(self, *, slots: int = 1) -> None:
        """Prepare for at most *slots* documents at a time; no process is started yet.

        Raises:
            ValueError: *slots* is less than one.
        """
        if slots < 1:
            raise ValueError("slots must be at least 1")
        self._slots = slots
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._free = threading.BoundedSemaphore(self._slots)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def start(self) -> None:
        """Start one child now and return at once, so that it is ready when the first document comes."""
        self._own()
        with self._lock:
            if not self._idle:
                self._idle.append(_Child())

    def extract(self, content: bytes, *, limits: Limits) -> Document:
        """Extract *content* in a child.

        Raises:
            DocumentError: What extraction says of the file; `ExtractionTimeoutError` or
                `ExtractionCrashError` where the child had to be killed or died.
        """
        answer, _ = self._ask(EXTRACT, content, limits)
        return decode_document(answer["document"])

    def draw(self, content: bytes, *, limits: Limits) -> tuple[PagePicture, ...]:
        """Draw the pages of *content* in a child; empty where its format has none.

        Raises:
            DocumentError: As for `extract`.
        """
        return decode_pictures(*self._ask(DRAW, content, limits))

    def _ask(self, task: str, content: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        """What a child answers to *task*, and the payload behind it."""
        self._own()
        with self._free:
            child = self._take()
            try:
                answer, payload = child.ask(task, content, limits)
            except BaseException:
                child.kill()
                raise
            if child.served < DOCUMENTS_PER_CHILD:
                with self._lock:
                    self._idle.append(child)
            else:
                child.kill()
        if "error" in answer:
            raise decode_error(answer["error"])
        return answer, payload

    def _own(self) -> None:
        """After a fork the children belong to the parent: begin anew."""
        if self._pid != os.getpid():
            self._reset()

    def _take(self) -> _Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    return child
                child.kill()
        return _Child()

    def close(self) -> None:
        """End all idle children."""
        if self._pid != os.getpid():
            return
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.kill()

    def __enter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


class _Child:
    """One process, serving one document at a time."""

    def __init__(self) -> None:
        root = str(Path(__file__).parents[2])
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-I", "-c", _BOOT, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # No secret of the parent's environment reaches the process that parses hostile files.
            env={"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **_windows_environment()},
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101 - PIPE above
        assert self._process.stdout is not None  # noqa: S101 - PIPE above
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._answers: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._ready = False
        self.served = 0

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, task: str, content: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
        if not self._ready:
            self._exchange(START_SECONDS, lambda: read_frame(self._answers))
            self._ready = True
        self.served += 1

        def exchange() -> tuple[dict[str, Any], bytes]:
            request = {"task": task, "limits": encode_limits(limits)}
            write_frame(self._requests, request, content)
            answer = read_frame(self._answers)
            return answer, read_payload(self._answers, answer)

        return self._exchange(limits.seconds + GRACE_SECONDS, exchange)

    def _exchange(self, seconds: float, exchange: Callable[[], _Answer]) -> _Answer:
        """Run *exchange*, which blocks on the pipes, and kill the child when it takes longer than *seconds*."""
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._signal()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            return exchange()
        except (BrokenPipeToChildError, OSError) as error:
            code = self._process.wait()
            if expired.is_set() or code == -getattr(signal, "SIGXCPU", 0):
                raise ExtractionTimeoutError(
                    f"reading the file took longer than {seconds - GRACE_SECONDS:g} seconds",
                    hint="Export the résumé again as a plain PDF or DOCX.",
                ) from error
            raise ExtractionCrashError(
                "the reader of this kind of file died on it", hint="Export the résumé again as a plain PDF or DOCX."
            ) from error
        finally:
            timer.cancel()

    def _signal(self) -> None:
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def kill(self) -> None:
        """End the process and its group, and wait for it: no zombie stays."""
        if self._process.poll() is None:
            self._signal()
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        self._process.wait()


def _windows_environment() -> dict[str, str]:
    """Windows starts no Python without these."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if sys.platform == "win32" and name in os.environ}
