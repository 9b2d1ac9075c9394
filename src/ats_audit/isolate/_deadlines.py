"""One thread that ends what takes too long, for all documents that are being read: a timer for each costs more."""

from __future__ import annotations

import itertools
import math
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Deadlines:
    """Calls back what was not finished in time. Thread-safe; its thread starts with the first deadline."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.Lock())
        self._pending: dict[int, tuple[float, Callable[[], None]]] = {}
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None
        self._wakes_at = math.inf
        self._closed = False

    def add(self, seconds: float, expire: Callable[[], None]) -> int:
        """Call *expire* in so many seconds, unless the number returned is taken back with `remove` before.

        *expire* runs under the lock: it must be short, and can never meet what was taken back.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            number = next(self._numbers)
            self._pending[number] = (deadline, expire)
            if self._thread is None:
                self._closed = False
                self._thread = threading.Thread(target=self._watch, name="ats-audit deadlines", daemon=True)
                self._thread.start()
            elif deadline < self._wakes_at:
                self._changed.notify()
        return number

    def remove(self, number: int) -> bool:
        """Take a deadline back; False if it has passed."""
        with self._changed:
            return self._pending.pop(number, None) is not None

    def close(self) -> None:
        """End the thread once nothing is pending; a deadline added later keeps or starts one."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while self._pending or not self._closed:
                now = time.monotonic()
                for number, (deadline, expire) in list(self._pending.items()):
                    if deadline <= now:
                        del self._pending[number]
                        expire()
                # Most deadlines are taken back long before: the thread sleeps through them, and wakes at the
                # first that it knew of.
                self._wakes_at = min((deadline for deadline, _ in self._pending.values()), default=math.inf)
                self._changed.wait(None if self._wakes_at == math.inf else max(0.0, self._wakes_at - now))
            self._thread = None
