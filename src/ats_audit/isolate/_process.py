"""One child process: started apart from everything of ours, spoken to in frames, killed with its group."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ats_audit.isolate._wire import BrokenPipeToChildError, read_message, write_message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from ats_audit.isolate._deadlines import Deadlines

START_SECONDS = 60.0
"""Time for a child to start; 0.2 s on an idle machine, so this is for one that is on its knees."""

_BOOT = (
    "import json, sys; child = json.loads(sys.argv[1]); sys.path[:] = child['path']; "
    "from importlib import import_module; import_module(child['module']).main(*child['arguments'])"
)
_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Some Pythons find their own shared library by these alone; they hold folders, never secrets."""


class ProcessTimeoutError(Exception):
    """The child had to be killed: its time, by the clock or of the processor, was over."""


class ProcessDiedError(Exception):
    """The child ended by itself, was killed by somebody else, or spoke nonsense."""

    seconds = 0.0
    """How long it had the request."""
    had_request = False
    """Whether it had a request at all: one that dies before is no fault of any."""
    by_kill = False
    """Whether somebody else killed it by SIGKILL: an operator, or a system that is out of memory."""


class Process:
    """One child, serving one request at a time."""

    def __init__(self, module: str, arguments: tuple[str, ...], deadlines: Deadlines, *, inherit: bool = False) -> None:
        """Start `main(*arguments)` of *module* in a new interpreter, and return before it is ready.

        Raises:
            OSError: The system has no room for another process.
        """
        boot = json.dumps({"path": _list_path(), "module": module, "arguments": arguments})
        self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [_find_interpreter(), "-I", "-c", _BOOT, boot],
            bufsize=0,  # nothing may wait in a buffer that a fork would copy
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env=None if inherit else _environment(),
            start_new_session=True,
        )
        assert self._popen.stdin is not None  # noqa: S101 - PIPE above
        assert self._popen.stdout is not None  # noqa: S101 - PIPE above
        self._requests: BinaryIO = self._popen.stdin  # type: ignore[assignment]
        self._answers: BinaryIO = self._popen.stdout  # type: ignore[assignment]
        self._deadlines = deadlines
        self.is_ready = False
        self.confinement: Mapping[str, int] = {}
        """What the child says it has given up."""
        self.served = 0
        self.user = 0
        """The thread that had it last."""

    @property
    def pid(self) -> int:
        """Its process id, and that of its group."""
        return self._popen.pid

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._popen.poll() is None

    def wait_ready(self) -> None:
        """Wait until it can take requests.

        Raises:
            ProcessTimeoutError: It does not start.
            ProcessDiedError: It died instead.
        """
        if self.is_ready:
            return
        hello, _ = self._exchange(None, b"", START_SECONDS)
        confinement = hello.get("confinement")
        self.confinement = confinement if isinstance(confinement, dict) else {}
        self.is_ready = True

    def ask(self, request: Mapping[str, Any], payload: bytes, *, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send one request and wait for its answer.

        Raises:
            ProcessTimeoutError: It took longer than *seconds*, or than the system allows the child.
            ProcessDiedError: It died.
        """
        self.wait_ready()
        self.served += 1
        return self._exchange(request, payload, seconds)

    def _exchange(
        self, request: Mapping[str, Any] | None, payload: bytes, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        deadline = self._deadlines.add(seconds, self.end)
        try:
            if request is not None:
                write_message(self._requests, request, payload)
            answer = read_message(self._answers)
        except (BrokenPipeToChildError, OSError) as error:
            in_time = self._deadlines.remove(deadline)
            self.kill()
            if not in_time or self._popen.returncode == -getattr(signal, "SIGXCPU", 0):
                raise ProcessTimeoutError from error
            death = ProcessDiedError()
            death.had_request = request is not None
            death.by_kill = self._popen.returncode == -getattr(signal, "SIGKILL", 0)
            raise death from error
        except BaseException:
            self._deadlines.remove(deadline)
            raise
        if not self._deadlines.remove(deadline):
            # The answer and the end of its time met; the child is dead, and the answer as good as any.
            self.kill()
        return answer

    def end(self) -> None:
        """End the process and its group, without waiting for it: safe from any thread."""
        if self._popen.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._popen.pid, signal.SIGKILL)
            else:
                self._popen.kill()

    def kill(self) -> None:
        """End the process and its group, and wait for it: no zombie stays."""
        if self._popen.poll() is None:
            self.end()
        self._close()
        self._popen.wait()

    def abandon(self) -> None:
        """Forget a child that belongs to the process this one was forked from."""
        self._close()
        self._popen.returncode = 0  # else its end would be waited for here, in vain

    def _close(self) -> None:
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()


def _list_path() -> list[str]:
    """Where the child finds this package and what it needs: where this process does, but for relative folders."""
    home = str(Path(__file__).parents[2])
    return [home, *(folder for folder in sys.path if folder != home and Path(folder).is_absolute())]


def _find_interpreter() -> str:
    """Python itself; inside uWSGI and the like `sys.executable` is that server."""
    if Path(sys.executable).name.lower().startswith(("python", "pypy")):
        return sys.executable
    folder = Path(sys.prefix) / ("Scripts" if sys.platform == "win32" else "bin")
    return shutil.which("python3", path=str(folder)) or shutil.which("python", path=str(folder)) or sys.executable


def _environment() -> dict[str, str]:
    """No secret of this process's environment reaches the one that parses hostile files."""
    kept = ("SYSTEMROOT",) if sys.platform == "win32" else _LIBRARY_PATHS
    return {"LANG": "C.UTF-8"} | {name: os.environ[name] for name in kept if name in os.environ}
