"""Lanes: order, room, and who is let by."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING

import pytest

from ats_audit.service._lanes import Lanes, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 0.05


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What slow documents wait for."""
    event = threading.Event()
    yield event
    event.set()


def test_documents_are_carried_in_their_order_by_one_thread_each() -> None:
    lanes = Lanes(1, spare=0, patience=60)
    order: list[int] = []

    def carry(number: int, _: Turn) -> int:
        order.append(number)
        return threading.get_ident()

    futures = [lanes.submit(partial(carry, number)) for number in range(20)]
    assert len({future.result(10) for future in futures}) == 1
    assert order == list(range(20))
    lanes.close()


def test_what_has_no_lane_is_waiting(gate: threading.Event) -> None:
    lanes = Lanes(2, spare=0, patience=60)
    assert (lanes.waiting, lanes.free) == (0, 2)
    futures = [lanes.submit(lambda _: gate.wait(10)) for _ in range(5)]
    assert lanes.waiting == 3
    gate.set()
    assert all(future.result(10) for future in futures)
    assert lanes.waiting == 0
    lanes.close()


def test_no_more_are_overtaken_than_may_be(gate: threading.Event) -> None:
    lanes = Lanes(1, spare=2, patience=PATIENCE)
    slow = [lanes.submit(lambda _: gate.wait(10)) for _ in range(3)]
    # The first two are overtaken, the third is not: it holds the only lane that is left.
    behind = lanes.submit(lambda _: "by")
    done, _ = wait([behind], timeout=10 * PATIENCE)
    assert not done
    assert lanes.overtaken == 2
    gate.set()
    assert behind.result(10) == "by"
    assert all(one.result(10) for one in slow)
    lanes.close()


def test_a_document_that_is_patient_lets_nobody_by(gate: threading.Event) -> None:
    lanes = Lanes(1, spare=1, patience=PATIENCE)

    def judge(turn: Turn) -> bool:
        turn.be_patient()
        return gate.wait(10)

    slow = lanes.submit(judge)
    behind = lanes.submit(lambda _: "by")
    done, _ = wait([behind], timeout=5 * PATIENCE)
    assert not done
    gate.set()
    assert (slow.result(10), behind.result(10)) == (True, "by")
    lanes.close()


def test_lanes_are_as_many_as_before_once_all_is_done(gate: threading.Event) -> None:
    lanes = Lanes(2, spare=2, patience=PATIENCE)
    slow = [lanes.submit(lambda _: gate.wait(10)) for _ in range(2)]
    quick = [lanes.submit(lambda _: "by") for _ in range(10)]
    assert [one.result(10) for one in quick] == ["by"] * 10
    gate.set()
    assert all(one.result(10) for one in slow)
    lanes.close()
    for thread in threading.enumerate():
        if thread.name == "ats-audit lane":
            thread.join(10)
    assert (lanes.free, lanes.overtaken) == (2, 0)


def test_an_error_is_raised_where_the_result_is_awaited_and_costs_no_lane() -> None:
    lanes = Lanes(1, spare=0, patience=60)

    def fail(_: Turn) -> None:
        raise LookupError("x")

    with pytest.raises(LookupError, match="x"):
        lanes.submit(fail).result(10)
    assert lanes.submit(lambda _: 7).result(10) == 7
    lanes.close()


def test_what_nobody_waits_for_any_more_is_not_begun(gate: threading.Event) -> None:
    lanes = Lanes(1, spare=0, patience=60)
    begun: list[int] = []
    first = lanes.submit(lambda _: gate.wait(10))
    second = lanes.submit(lambda _: begun.append(2))
    third = lanes.submit(lambda _: begun.append(3))
    assert second.cancel()
    gate.set()
    first.result(10)
    third.result(10)
    assert begun == [3]
    lanes.close()


def test_closed_lanes_finish_what_waits_and_take_no_more(gate: threading.Event) -> None:
    lanes = Lanes(1, spare=1, patience=60)
    waiting = [lanes.submit(lambda _: gate.wait(10)) for _ in range(3)]
    lanes.close()
    with pytest.raises(RuntimeError, match="closed"):
        lanes.submit(lambda _: None)
    assert not lanes.open_another()
    gate.set()
    assert all(one.result(10) for one in waiting)


def test_many_threads_may_send_at_once() -> None:
    lanes = Lanes(3, spare=3, patience=PATIENCE)
    with ThreadPoolExecutor(8) as senders:
        futures = list(senders.map(lambda number: lanes.submit(lambda _: number * number), range(500)))
    assert [future.result(10) for future in futures] == [number * number for number in range(500)]
    lanes.close()


def test_a_thread_that_was_overtaken_is_used_again() -> None:
    lanes = Lanes(1, spare=1, patience=PATIENCE)
    threads: set[int] = set()

    def carry(seconds: float, _: Turn) -> None:
        threads.add(threading.get_ident())
        time.sleep(seconds)

    for _ in range(4):
        slow = lanes.submit(partial(carry, 4 * PATIENCE))
        lanes.submit(partial(carry, 0.0)).result(10)
        assert not slow.done()
        slow.result(10)
    assert len(threads) == 2
    lanes.close()


def test_resting_threads_end_with_the_lanes() -> None:
    lanes = Lanes(1, spare=1, patience=PATIENCE)
    before = threading.active_count()
    lanes.submit(lambda _: time.sleep(4 * PATIENCE)).result(10)
    assert lanes.submit(lambda _: "done").result(10) == "done"
    lanes.close()
    deadline = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() <= before
