"""Lanes: threads that each carry one document after another from its file to its report.

A document that went back to the event loop between its reader and its worker was woken in three threads on its way, and
the scheduler of the system put two children on one processor beside an idle one (docs/decisions.md).
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ats_audit.isolate import Deadlines

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")


class Turn:
    """One document's turn in a lane; the next is let by where it takes long."""

    def __init__(self, lanes: Lanes, deadlines: Deadlines, patience: float) -> None:
        self._lanes = lanes
        self._deadlines = deadlines
        self.is_overtaken = False
        """Whether its lane was given to the next; settled once it is patient."""
        self._timer = deadlines.add(patience, self._let_by)

    def _let_by(self) -> None:
        self.is_overtaken = self._lanes.open_another()

    def be_patient(self) -> None:
        """What may take long is over: nobody is let by any more."""
        self._deadlines.remove(self._timer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    work: Callable[[Turn], Any]
    future: Future[Any] = field(default_factory=Future)


class Lanes:
    """Carries documents side by side, in the order in which they come. Thread-safe; its threads start when needed."""

    def __init__(self, count: int, *, spare: int, patience: float) -> None:
        """Prepare *count* lanes.

        Args:
            count: Documents that are carried at a time.
            spare: How many of them may be overtaken at a time, each by one more.
            patience: Seconds after which a document is overtaken.
        """
        self._patience = patience
        self._spare = spare
        lock = threading.Lock()
        self._changed = threading.Condition(lock)
        self._recalled = threading.Condition(lock)
        self._jobs: deque[_Job] = deque()
        self._unstarted = count
        self._free = count
        self._overtaken = 0
        self._resting = 0
        self._recalls = 0
        self._closed = False
        self._deadlines = Deadlines()

    @property
    def free(self) -> int:
        """Lanes without a document."""
        return self._free

    @property
    def overtaken(self) -> int:
        """Documents that others were let by."""
        return self._overtaken

    @property
    def waiting(self) -> int:
        """Documents for which there is no lane yet."""
        with self._changed:
            return max(0, len(self._jobs) - self._free)

    def submit(self, work: Callable[[Turn], _Result]) -> Future[_Result]:
        """Have *work* done in the next lane that is free.

        Raises:
            RuntimeError: The lanes are closed.
        """
        job = _Job(work=work)
        with self._changed:
            if self._closed:
                raise RuntimeError("the lanes are closed")
            self._jobs.append(job)
            if self._unstarted:
                self._unstarted -= 1
                self._start()
            else:
                self._changed.notify()
        return job.future

    def open_another(self) -> bool:
        """Open one more lane until the document that asks for it is done; False where there are too many already."""
        with self._changed:
            if self._closed or self._overtaken >= self._spare:
                return False
            self._overtaken += 1
            self._free += 1
            # A thread that has rested keeps its memory: the system gives each new one some of its own.
            if self._resting > self._recalls:
                self._recalls += 1
                self._recalled.notify()
            else:
                self._start()
            return True

    def close(self) -> None:
        """End the threads once all that waits is done."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            self._recalled.notify_all()
        self._deadlines.close()

    def _start(self) -> None:
        threading.Thread(target=self._carry, name="ats-audit lane", daemon=True).start()

    def _carry(self) -> None:
        """Do one job after another; once another lane stands in for this one, rest until it is needed again."""
        while (job := self._take()) is not None:
            is_overtaken = self._do(job) if job.future.set_running_or_notify_cancel() else False
            with self._changed:
                if not is_overtaken:
                    self._free += 1
                    continue
                self._overtaken -= 1
                self._resting += 1
                self._recalled.wait_for(lambda: self._recalls > 0 or self._closed)
                self._resting -= 1
                if not self._recalls:
                    return
                self._recalls -= 1

    def _take(self) -> _Job | None:
        with self._changed:
            while not self._jobs:
                if self._closed:
                    return None
                self._changed.wait()
            self._free -= 1
            return self._jobs.popleft()

    def _do(self, job: _Job) -> bool:
        turn = Turn(self, self._deadlines, self._patience)
        try:
            result = job.work(turn)
        except BaseException as error:  # noqa: BLE001 # it is raised again where the result is awaited
            turn.be_patient()
            job.future.set_exception(error)
        else:
            turn.be_patient()
            job.future.set_result(result)
        return turn.is_overtaken
