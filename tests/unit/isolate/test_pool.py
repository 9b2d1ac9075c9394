"""Pools of children: who serves whom, what happens when one dies, and deadlines."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from actors import ECHO, play

from ats_audit.isolate import (
    IsolatedReader,
    ProcessDiedError,
    ProcessPool,
    ProcessTimeoutError,
    _pool,
    _process,
)
from ats_audit.isolate._deadlines import Deadlines


class TestPool:
    def test_children_serve_one_request_after_another(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with ProcessPool("x") as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            first, payload = pool.call({}, b"x" * 3_000_000, seconds=5)
            second, _ = pool.call({}, seconds=5)
        assert payload == b"x" * 3_000_000
        assert (first["pid"], first["served"], second["served"]) == (second["pid"], 1, 2)
        assert pool.restarts == {}

    def test_a_child_killed_while_idle_costs_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with ProcessPool("x") as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            pid = pool.call({}, seconds=5)[0]["pid"]
            os.kill(pid, signal.SIGKILL)
            assert pool.call({}, b"x", seconds=5)[1] == b"x"
            assert pool.restarts == {"died": 1}

    def test_a_child_killed_while_busy_costs_one_more_try(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flag = tmp_path / "tried"
        act = f"if not os.path.exists({str(flag)!r}): open({str(flag)!r}, 'w'); os.kill(os.getpid(), 9)\n{ECHO}"
        with ProcessPool("x") as pool:
            play(pool, act, tmp_path, monkeypatch)
            assert pool.call({}, b"x", seconds=5)[1] == b"x"
            assert pool.restarts == {"died": 1}

    def test_a_request_that_kills_its_children_kills_two_and_the_next_is_served(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x") as pool:
            play(pool, f"if content == b'bad': os._exit(7)\n{ECHO}", tmp_path, monkeypatch)
            with pytest.raises(ProcessDiedError):
                pool.call({}, b"bad", seconds=5)
            assert pool.call({}, b"good", seconds=5)[1] == b"good"
            assert pool.restarts == {"died": 2}

    def test_a_child_that_is_killed_before_it_is_ready_costs_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x") as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            pool.start()
            os.kill(pool._idle[0].pid, signal.SIGKILL)
            assert pool.call({}, b"x", seconds=5)[1] == b"x"

    def test_many_children_killed_before_they_are_ready_cost_nothing_either(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x") as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            actor = tmp_path / "actor.py"
            dying = (
                "import os, time\n"
                f"starts = os.open({str(tmp_path / 'starts')!r}, os.O_CREAT | os.O_RDWR | os.O_APPEND)\n"
                "os.write(starts, b'.')\nif os.fstat(starts).st_size < 6: time.sleep(0.25); os.kill(os.getpid(), 9)\n"
            )
            actor.write_text(dying + actor.read_text(encoding="utf-8"), encoding="utf-8")
            # What they took to start is none of the request's time.
            assert pool.call({}, b"x", seconds=1)[1] == b"x"
            assert pool.restarts == {"died": 5}

    def test_a_slow_request_has_the_next_child_ready_before_it_is_ended(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_pool, "SLOW_SECONDS", 0.05)
        with ProcessPool("x", spare=True) as pool:
            play(pool, f"if content == b'bad': time.sleep(60)\n{ECHO}", tmp_path, monkeypatch)
            pool.warm_up()
            ends: list[BaseException] = []

            def ask() -> None:
                try:
                    pool.call({}, b"bad", seconds=60)
                except ProcessDiedError as death:
                    ends.append(death)

            slow = threading.Thread(target=ask)
            slow.start()
            while not pool._idle:
                time.sleep(0.01)
            (spare,) = pool._idle
            assert spare.is_alive()
            # Whoever ends all children does not want the request tried again.
            pool.kill()
            slow.join()
            assert len(ends) == 1
            assert not spare.is_alive()

    def test_behind_a_request_that_kills_its_child_two_are_started(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x", spare=True) as pool:
            play(pool, f"if content == b'bad': os._exit(7)\n{ECHO}", tmp_path, monkeypatch)
            with pytest.raises(ProcessDiedError):
                pool.call({}, b"bad", seconds=5)
            assert len(pool._idle) == 2
            assert pool.call({}, b"good", seconds=5)[1] == b"good"
            assert len(pool._idle) == 2

    def test_children_killed_from_outside_cost_two_more_tries(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x") as pool:
            play(pool, "os.kill(os.getpid(), 9)", tmp_path, monkeypatch)
            with pytest.raises(ProcessDiedError):
                pool.call({}, seconds=5)
            assert pool.restarts == {"died": 3}

    def test_the_second_try_has_what_is_left_of_the_time(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with ProcessPool("x") as pool:
            again = str(tmp_path / "again")
            act = f"if os.path.exists({again!r}): time.sleep(60)\nopen({again!r}, 'w').close(); os._exit(7)"
            play(pool, act, tmp_path, monkeypatch)
            with pytest.raises(ProcessDiedError) as died:
                pool.call({}, seconds=1)
            # The second child was still at it when the time of both was over.
            assert isinstance(died.value.__cause__, ProcessTimeoutError)

    def test_a_hanging_child_is_killed_and_the_next_is_served(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x") as pool:
            play(pool, f"if content == b'bad': threading.Event().wait()\n{ECHO}", tmp_path, monkeypatch)
            pid = pool.call({}, seconds=5)[0]["pid"]
            with pytest.raises(ProcessTimeoutError):
                pool.call({}, b"bad", seconds=0.1)
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
            assert pool.call({}, b"good", seconds=5)[1] == b"good"
            assert pool.restarts == {"timeout": 1}

    def test_a_child_that_does_not_read_its_request_is_killed_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x") as pool:
            play(pool, "threading.Event().wait()", tmp_path, monkeypatch)
            with pytest.raises(ProcessTimeoutError):
                pool.call({}, b"x" * 5_000_000, seconds=0.2)

    def test_a_child_is_replaced_after_its_share_of_requests(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x", recycle_after=2) as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            served = [pool.call({}, seconds=5)[0]["served"] for _ in range(5)]
        assert served == [1, 2, 1, 2, 1]
        assert pool.restarts == {"recycled": 2}

    def test_the_next_child_starts_while_the_one_before_still_serves(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ProcessPool("x", recycle_after=40) as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            served = [pool.call({}, seconds=5)[0]["served"] for _ in range(40)]
            assert len(pool._idle) == 2
            served += [pool.call({}, seconds=5)[0]["served"] for _ in range(3)]
            assert served == [*range(1, 43), 1]
            assert len(pool._idle) == 1
            assert pool.restarts == {"recycled": 1}

    def test_children_that_end_together_have_a_successor_each(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else one slot would wait for a child to start."""
        act = f"time.sleep(request.get('wait', 0))\n{ECHO}"
        with (
            ProcessPool("x", slots=2, recycle_after=20) as pool,
            ThreadPoolExecutor(1) as one,
            ThreadPoolExecutor(1) as other,
        ):
            play(pool, act, tmp_path, monkeypatch)
            pool.warm_up()
            both = [threads.submit(pool.call, {"wait": 0.5}, seconds=10) for threads in (one, other)]
            assert [asked.result(10)[0]["served"] for asked in both] == [1, 1]
            for turn in range(2, 22):
                for threads in (one, other):
                    assert threads.submit(pool.call, {}, seconds=10).result(10)[0]["served"] == turn
            assert pool.restarts == {"recycled": 2}
            assert len(pool._idle) == 2

    def test_a_child_that_cannot_start_is_said_so(self) -> None:
        with ProcessPool("ats_audit.no_such_module") as pool:
            with pytest.raises(ProcessDiedError):
                pool.call({}, seconds=5)
            with pytest.raises(ProcessDiedError):
                pool.warm_up()

    def test_slots_serve_threads_side_by_side(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        answers: list[bytes] = []
        contents = [str(number).encode() for number in range(20)]
        with ProcessPool("x", slots=2) as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            pool.warm_up()
            pids = {process.pid for process in pool._idle}
            threads = [
                threading.Thread(target=lambda content=content: answers.append(pool.call({}, content, seconds=5)[1]))
                for content in contents
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert {process.pid for process in pool._idle} <= pids
        assert sorted(answers) == sorted(contents)

    def test_a_thread_has_the_child_that_it_had_before(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever called last, so that the two that wake each other stay the same."""
        with ProcessPool("x", slots=2) as pool, ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
            play(pool, f"time.sleep(request.get('wait', 0))\n{ECHO}", tmp_path, monkeypatch)
            pool.warm_up()

            def ask(wait: float = 0.0) -> int:
                pid: int = pool.call({"wait": wait}, seconds=10)[0]["pid"]
                return pid

            both = [threads.submit(ask, 0.5) for threads in (one, other)]
            own = [asked.result(10) for asked in both]
            assert own[0] != own[1]
            for _ in range(10):
                assert [threads.submit(ask).result(10) for threads in (one, other)] == own
                assert [threads.submit(ask).result(10) for threads in (other, one)] == own[::-1]

    def test_an_interrupted_call_does_not_leave_its_child_to_the_next(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with ProcessPool("x") as pool:
            play(pool, ECHO, tmp_path, monkeypatch)
            pool.call({}, b"first", seconds=5)
            with monkeypatch.context() as patch:
                patch.setattr(_process, "read_message", interrupt)
                with pytest.raises(KeyboardInterrupt):
                    pool.call({}, b"second", seconds=5)
            assert pool.call({}, b"third", seconds=5)[1] == b"third"

    def test_no_slots_are_refused(self) -> None:
        with pytest.raises(ValueError, match="at least 1"):
            IsolatedReader(slots=0)

    def test_neither_environment_nor_descriptors_reach_a_child(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_TOKEN", "x")
        act = (
            "write_message(answers, {'env': sorted(os.environ), 'fds': sorted(map(int, os.listdir('/proc/self/fd')))})"
        )
        with (tmp_path / "secret").open("w") as secret, ProcessPool("x") as pool:
            os.set_inheritable(secret.fileno(), True)
            play(pool, act, tmp_path, monkeypatch)
            answer, _ = pool.call({}, seconds=5)
        assert "SECRET_TOKEN" not in answer["env"]
        assert set(answer["env"]) <= {"LANG", "LC_CTYPE", "LD_LIBRARY_PATH"}
        if Path("/proc/self/fd").exists():
            assert len(answer["fds"]) <= 6  # three streams, two pipes, and the listing itself


class TestDeadlines:
    def test_what_is_late_is_called_and_what_was_taken_back_is_not(self) -> None:
        called: list[str] = []
        late = threading.Event()
        deadlines = Deadlines()
        taken_back = deadlines.add(60, lambda: called.append("early"))
        number = deadlines.add(0.05, late.set)
        assert late.wait(10)
        assert deadlines.remove(taken_back)
        assert not deadlines.remove(number)
        assert called == []
        deadlines.close()

    def test_closing_leaves_what_is_pending_its_end(self) -> None:
        late = threading.Event()
        deadlines = Deadlines()
        deadlines.add(0.1, late.set)
        deadlines.close()
        assert late.wait(10)
        again = threading.Event()
        deadlines.add(0.01, again.set)
        assert again.wait(10)
        deadlines.close()
