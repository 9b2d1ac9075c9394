"""Parts of the service that need no server: keys, shares, policies, queue."""

from __future__ import annotations

import asyncio
import io
import logging
import threading
from typing import TYPE_CHECKING, Any

import pytest
from served import Lines

from ats_audit.isolate import IsolatedReader, ProcessDiedError, ProcessTimeoutError, read_message, write_message
from ats_audit.model import Limits
from ats_audit.report import Format
from ats_audit.service import KeyFileError, Log, ServiceSettings, _worker, make_key, parse_keys
from ats_audit.service import _audits as audits_module
from ats_audit.service._audits import Audits, Fault, Wish
from ats_audit.service._intake import Upload
from ats_audit.service._keys import RateLimit, find_key
from ats_audit.service._logs import LibraryHandler
from ats_audit.service._metrics import Metrics
from ats_audit.service._problems import Problem
from ats_audit.service._server import OpenServerError, check_exposure, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ats_audit import Auditor

TEXT = b"Jane Example\nSkills\nREDCap\n"


class TestKeys:
    def test_a_new_key_is_known_by_its_line_alone(self) -> None:
        key, line = make_key("board")
        assert key not in line
        keys = parse_keys(f"# keys\n\n{line}\n")
        found = find_key(keys, key)
        assert found is not None
        assert found.name == "board"
        assert find_key(keys, key + "x") is None
        assert make_key("board")[0] != key

    @pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nb", "x" * 65])
    def test_a_name_that_would_break_the_file_is_refused(self, name: str) -> None:
        with pytest.raises(ValueError, match="letters"):
            make_key(name)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "no key"),
            ("# nothing\n", "no key"),
            ("board:ats_plain-key\n", "line 1"),
            (f"a:{'0' * 64}\nb:{'0' * 63}\n", "line 2"),
            (f"a:{'0' * 64}\na:{'1' * 64}\n", "stands above"),
        ],
    )
    def test_a_file_that_is_no_file_of_keys_is_refused_without_quoting_it(self, text: str, message: str) -> None:
        with pytest.raises(KeyFileError, match=message) as caught:
            parse_keys(text)
        assert "ats_plain-key" not in str(caught.value)

    def test_a_share_is_refilled_evenly(self) -> None:
        now = [0.0]
        rates = RateLimit(60, clock=lambda: now[0])
        assert [rates.take("a") for _ in range(60)] == [0.0] * 60
        assert rates.take("a") == pytest.approx(1.0)
        assert rates.take("b") == 0.0
        now[0] = 1.0
        assert rates.take("a") == 0.0
        assert rates.take("a") > 0

    def test_a_batch_larger_than_the_share_is_paid_back(self) -> None:
        now = [0.0]
        rates = RateLimit(10, clock=lambda: now[0])
        assert rates.take("a", 20) == 0.0
        now[0] = 60.0
        assert rates.take("a") > 0
        now[0] = 67.0
        assert rates.take("a") == 0.0


class TestExposure:
    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
    def test_this_machine_alone_needs_no_keys(self, host: str) -> None:
        check_exposure(host, ServiceSettings())
        assert is_loopback(host)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "audit.example.com", ""])  # noqa: S104
    def test_any_other_address_does(self, host: str) -> None:
        with pytest.raises(OpenServerError):
            check_exposure(host, ServiceSettings())
        check_exposure(host, ServiceSettings(keys=parse_keys(f"a:{'0' * 64}")))


def test_libraries_log_their_words_and_nothing_that_they_quote() -> None:
    lines = Lines()
    logger = logging.getLogger("test of the service")
    logger.propagate = False
    logger.addHandler(LibraryHandler(Log(lines.stream)))
    error = ValueError("REDCap of Jane")
    logger.error("Exception with %s\nand more", "REDCap of Jane", exc_info=error)
    assert lines.last()["message"] == "Exception with %s"
    assert lines.last()["fault"] == "ValueError"
    assert "Jane" not in lines.stream.getvalue()


@pytest.fixture(scope="module")
def packed() -> bytes:
    """A document, read, as a worker gets it."""
    with IsolatedReader() as reader:
        return reader.extract_packed(TEXT, limits=Limits())


class TestWorker:
    @staticmethod
    def served(auditor: Auditor, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        requests, answers = io.BytesIO(), io.BytesIO()
        write_message(requests, request, payload)
        requests.seek(0)
        _worker.serve(auditor, requests, answers)
        answers.seek(0)
        return read_message(answers)

    def test_a_worker_writes_what_is_asked_for(self, auditor: Auditor, packed: bytes) -> None:
        request = {
            "task": "audit",
            "format": "json",
            "role": "cra",
            "job": None,
            "name": "a.txt",
            "word": "",
            "sizes": [len(packed), 0],
        }
        answer, content = self.served(auditor, request, packed)
        assert answer["kind"] == "text/plain"
        assert b'"name": "a.txt"' in content

    def test_an_error_of_the_floors_below_is_told_by_its_code(self, auditor: Auditor, packed: bytes) -> None:
        request = {
            "task": "audit",
            "format": "json",
            "role": "none",
            "job": None,
            "name": "a.txt",
            "word": "",
            "sizes": [len(packed), 0],
        }
        answer, content = self.served(auditor, request, packed)
        assert (answer["error"]["code"], content) == ("unknown-role", b"")

    def test_a_fault_of_ours_is_told_by_its_place_and_without_its_words(
        self, auditor: Auditor, packed: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise ValueError("REDCap of Jane")

        monkeypatch.setattr(_worker, "render_report", fail)
        request = {
            "task": "audit",
            "format": "json",
            "role": "cra",
            "job": None,
            "name": "a.txt",
            "word": "",
            "sizes": [len(packed), 0],
        }
        answer, _ = self.served(auditor, request, packed)
        assert answer["fault"].startswith("ValueError ")
        assert "Jane" not in answer["fault"]


async def settled(audits: Audits) -> None:
    """Wait until the one lane is free: it tells its result a moment before."""
    async with asyncio.timeout(10):
        while audits.lanes.free != 1 or audits.lanes.overtaken:  # noqa: ASYNC110 # a thread tells nobody
            await asyncio.sleep(0.001)


class TestQueue:
    """The queue, with children that do as they are told."""

    @staticmethod
    def make(read: Callable[[bytes], bytes], judge: Callable[[], tuple[dict[str, Any], bytes]]) -> Audits:
        audits = Audits(ServiceSettings(slots=1), Metrics())

        def extract_packed(content: bytes, *, limits: Limits, partial: bool = False) -> bytes:
            return read(content)

        def call(request: Mapping[str, Any], payload: bytes = b"", *, seconds: float) -> tuple[dict[str, Any], bytes]:
            return judge()

        audits._reader.extract_packed = extract_packed  # type: ignore[method-assign]
        audits._workers.call = call  # type: ignore[method-assign]
        return audits

    WISH = Wish(task="scan", form=Format.JSON)
    DONE = ({"kind": "text/plain"}, b"done")

    def test_what_would_wait_too_long_is_refused_at_once(self) -> None:
        gate = threading.Event()

        async def crowd() -> list[object]:
            audits = self.make(lambda content: content if gate.wait(10) else b"", lambda: self.DONE)
            sent = [asyncio.create_task(audits.answer(Upload(content=b"x", name="x"), self.WISH)) for _ in range(6)]
            await asyncio.sleep(0.05)
            gate.set()
            return await asyncio.gather(*sent, return_exceptions=True)

        outcomes = asyncio.run(crowd())
        refused = [one for one in outcomes if isinstance(one, Problem)]
        assert len(refused) == 3
        assert {(one.code, one.status, one.headers["Retry-After"]) for one in refused} == {("queue-full", 429, "1")}

    def test_a_file_that_is_slow_to_read_lets_others_by(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audits_module, "PATIENCE_SECONDS", 0.05)
        gate = threading.Event()
        done: list[str] = []

        async def ask(audits: Audits, name: str) -> None:
            await audits.answer(Upload(content=name.encode(), name=name), self.WISH)
            done.append(name)

        async def crowd() -> None:
            def read(content: bytes) -> bytes:
                return content if content != b"slow" or gate.wait(10) else b""

            audits = self.make(read, lambda: self.DONE)
            slow = asyncio.create_task(ask(audits, "slow"))
            await asyncio.sleep(0)
            await asyncio.gather(*(ask(audits, name) for name in ("one", "two")))
            gate.set()
            await slow
            await settled(audits)
            assert audits.lanes.overtaken == 0

        asyncio.run(crowd())
        assert done == ["one", "two", "slow"]

    @pytest.mark.parametrize(("failure", "code"), [(ProcessTimeoutError(), "timeout"), (ProcessDiedError(), "crash")])
    def test_a_worker_that_fails_is_a_problem_and_gives_its_slot_back(self, failure: Exception, code: str) -> None:
        def fail() -> tuple[dict[str, Any], bytes]:
            raise failure

        async def ask() -> None:
            audits = self.make(lambda content: content, fail)
            with pytest.raises(Problem, match=code):
                await audits.answer(Upload(content=b"x", name="x"), self.WISH)
            await settled(audits)

        asyncio.run(ask())

    def test_a_fault_in_a_worker_is_ours(self) -> None:
        async def ask() -> None:
            audits = self.make(lambda content: content, lambda: ({"fault": "TypeError x:1"}, b""))
            with pytest.raises(Fault, match="x:1"):
                await audits.answer(Upload(content=b"x", name="x"), self.WISH)

        asyncio.run(ask())
