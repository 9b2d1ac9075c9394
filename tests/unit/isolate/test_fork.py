"""What is mended in a process that was forked."""

from __future__ import annotations

import gc
import os
import threading
import weakref

import pytest

from ats_audit.isolate import _fork, mend_after_fork

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")


class Held:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.mended = 0
        mend_after_fork(self, Held.mend)

    def mend(self) -> None:
        self.lock = threading.Lock()
        self.mended += 1


def status_in_fork(one: Held, other: Held) -> int:
    """0 if, in a forked process, both were mended once and the lock that this process holds is free."""
    pid = os.fork()
    if pid == 0:
        free = one.lock.acquire(blocking=False)
        os._exit(0 if free and (one.mended, other.mended) == (1, 1) else 1)
    return os.waitpid(pid, 0)[1]


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_each_is_mended_once_in_the_new_process_and_left_alone_in_this() -> None:
    one, other = Held(), Held()
    mend_after_fork(other, Held.mend)
    with one.lock:
        assert status_in_fork(one, other) == 0
        assert one.lock.locked()
    assert (one.mended, other.mended) == (0, 0)


def test_what_is_mended_may_go() -> None:
    one = Held()
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None
    assert not any(isinstance(one, Held) for one in _fork._mended)
