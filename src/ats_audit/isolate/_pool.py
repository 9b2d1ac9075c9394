"""Child processes that serve requests: as many at a time as there are slots, replaced when they die.

Pool libraries lose good documents or die when a worker hangs (measured; docs/decisions.md), so this is ours.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any

from ats_audit.isolate._deadlines import Deadlines
from ats_audit.isolate._fork import mend_after_fork
from ats_audit.isolate._process import Process, ProcessDiedError, ProcessTimeoutError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

_DEATHS = 2
"""Children that may die of a request by themselves before it is answered so."""
_KILLS = 3
"""The same, where each was killed from outside."""
_STARTS = 4
"""Children that may die by themselves before they are ready."""
_KILLED_STARTS = 16
"""The same, where each was killed from outside: starting takes long under load, and is met by many a kill."""
SLOW_SECONDS = 1.0
"""A request that takes longer may have to be ended: the child for the next one is started meanwhile."""
REQUESTS_PER_PROCESS = 500
"""A child is replaced after so many requests, so that nothing can grow in it for ever."""
_OVERLAP = 0.05
"""Share of these that it still serves while the next one starts."""


class ProcessPool:
    """Serves requests in child processes, started when first needed. Thread-safe, fork-safe; close it when done.

    A child that dies while it has a request is replaced and the request tried once more, twice where it was killed from
    outside: that costs nobody an answer, and a request that kills its children is answered as such.
    """

    def __init__(
        self,
        module: str,
        *,
        arguments: tuple[str, ...] = (),
        slots: int = 1,
        recycle_after: int | None = None,
        inherit: bool = False,
        spare: bool = False,
    ) -> None:
        """Prepare; no process is started yet.

        Args:
            module: What a child runs: its `main(*arguments)` says that it is ready and serves until its input ends.
            arguments: Handed to `main`.
            slots: How many requests are served at a time; more wait for their turn.
            recycle_after: Requests after which a child is replaced.
            inherit: Whether children have the environment of this process, with whatever secrets it holds: for those
                that never parse a stranger's file.
            spare: Whether a child is started for the next request as soon as one is slow or has killed its child.

        Raises:
            ValueError: *slots* is less than one.
        """
        if slots < 1:
            raise ValueError("slots must be at least 1")
        self._module = module
        self._arguments = arguments
        self._slots = slots
        self._recycle_after = recycle_after
        self._inherit = inherit
        self._spare = spare
        self._room = max(slots, 2) if spare else slots
        self._known: weakref.WeakSet[Process] = weakref.WeakSet()
        self.restarts: Counter[str] = Counter()
        """How often a child was replaced, by reason: "died", "timeout", "recycled"."""
        self._begin()
        mend_after_fork(self, ProcessPool.forget)

    def _begin(self) -> None:
        self._closed = False
        self._ended = 0
        self._free = threading.BoundedSemaphore(self._slots)
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._deadlines = Deadlines()
        weakref.finalize(self, self._deadlines.close)

    @property
    def slots(self) -> int:
        """How many requests are served at a time."""
        return self._slots

    def start(self, count: int = 1) -> None:
        """Have at least *count* idle children, at most one for each slot; return before they are ready."""
        with self._lock:
            self._closed = False
            while len(self._idle) < min(count, self._slots):
                self._idle.insert(0, self._open())

    def warm_up(self) -> None:
        """Start a child for each slot and wait until all are ready.

        Raises:
            ProcessDiedError: They cannot start.
            ProcessTimeoutError: They do not start in time.
        """
        self.start(self._slots)
        with self._lock:
            taken, self._idle = self._idle, []
        try:
            for process in taken:
                process.wait_ready()
        except BaseException:
            for process in taken:
                process.kill()
            raise
        for process in taken:
            self._keep(process)

    def call(self, request: Mapping[str, Any], payload: bytes = b"", *, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Have a child answer *request*; its start is not counted in *seconds*, a second try is.

        Raises:
            ProcessTimeoutError: It took longer than *seconds*; the child was killed.
            ProcessDiedError: The child died, and so did the next one, or there was no time left for it.
        """
        with self._free:
            self._closed = False
            left = seconds
            starts = tries = 0
            ended = self._ended
            while True:
                try:
                    return self._try(request, payload, left)
                except ProcessDiedError as death:
                    left -= death.seconds
                    starts += not death.had_request
                    tries += death.had_request
                    most_starts, most_tries = (_KILLED_STARTS, _KILLS) if death.by_kill else (_STARTS, _DEATHS)
                    if starts >= most_starts or tries >= most_tries or left <= 0 or self._ended != ended:
                        raise
                except ProcessTimeoutError as timeout:
                    if tries == 0:
                        raise
                    # A child died of it before, which the rest of the time was too short to see again.
                    raise ProcessDiedError from timeout

    def _try(self, request: Mapping[str, Any], payload: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        process = self._take()
        began = time.monotonic()
        slow = None
        try:
            process.wait_ready()
            began = time.monotonic()
            if self._spare and seconds > SLOW_SECONDS:
                slow = self._deadlines.add(SLOW_SECONDS, self._prepare)
            answer = process.ask(request, payload, seconds=seconds)
        except ProcessTimeoutError:
            self._replace("timeout")
            raise
        except ProcessDiedError as death:
            # What killed one child may kill the next: the request behind it need not wait for a third.
            self._replace("died", spare=self._spare and death.had_request)
            death.seconds = time.monotonic() - began if death.had_request else 0.0
            raise
        except BaseException:
            process.kill()
            raise
        finally:
            if slow is not None:
                self._deadlines.remove(slow)
        self._give_back(process)
        return answer

    def _prepare(self) -> None:
        """Have a child ready for whoever comes after a request that is slow."""
        with self._lock:
            self._fill(1)

    def _take(self) -> Process:
        with self._lock:
            while self._idle:
                process = self._idle.pop(self._choose())
                if process.is_alive():
                    process.user = threading.get_ident()
                    return process
                process.kill()
                self.restarts["died"] += 1
            try:
                process = self._open()
            except OSError as error:
                raise ProcessDiedError from error
            process.user = threading.get_ident()
            return process

    def _choose(self) -> int:
        """Which of the idle children this thread takes: the one it had before, else the one that was busy last.

        A child that is woken by ever other threads is no longer put where its waker makes room (docs/decisions.md).
        """
        own = threading.get_ident()
        last = len(self._idle) - 1
        return next((place for place in range(last, -1, -1) if self._idle[place].user == own), last)

    def _give_back(self, process: Process) -> None:
        last = self._recycle_after or REQUESTS_PER_PROCESS
        overlap = int(last * _OVERLAP)
        if process.served == last:
            # The next one starts meanwhile: nobody waits for it.
            self._replace("recycled")
        if process.served >= last + overlap:
            process.kill()
        else:
            self._keep(process, outgoing=process.served >= last)

    def _keep(self, process: Process, *, outgoing: bool = False) -> None:
        with self._lock:
            if not self._closed and (outgoing or self._count_lasting() < self._room):
                self._idle.append(process)
                return
        process.kill()

    def _replace(self, reason: str, *, spare: bool = False) -> None:
        """Start the next child now, so that the next request need not wait for it; with *spare* one more."""
        with self._lock:
            self.restarts[reason] += 1
            self._fill(max(min(self._count_lasting() + 1, self._slots), 1 + spare))

    def _fill(self, idle: int) -> None:
        """Have so many idle children that last, those that are ready first."""
        while not self._closed and self._count_lasting() < idle:
            try:
                self._idle.insert(0, self._open())
            except OSError:
                return  # the next request tries again, and says so if it still cannot be done

    def _count_lasting(self) -> int:
        """Idle children that will not be replaced soon: two that end together must have two successors."""
        return sum(process.served < (self._recycle_after or REQUESTS_PER_PROCESS) for process in self._idle)

    def _open(self) -> Process:
        process = Process(self._module, self._arguments, self._deadlines, inherit=self._inherit)
        self._known.add(process)
        return process

    def close(self) -> None:
        """End all idle children, and the busy ones as soon as they have answered; a later request starts new ones."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        # Not under the lock: a deadline may be asking for it.
        self._deadlines.close()
        for process in idle:
            process.kill()

    def kill(self) -> None:
        """End all children at once, the busy ones too: whoever waits for their answer gets a `ProcessDiedError`."""
        self._ended += 1
        self.close()
        for process in list(self._known):
            process.end()

    def forget(self) -> None:
        """After a fork: the children belong to the parent."""
        for process in list(self._known):
            process.abandon()
        self._known = weakref.WeakSet()
        self._begin()

    def __enter__(self) -> Self:
        """Return the pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
