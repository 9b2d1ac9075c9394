"""From a file to a report, without the event loop or a thread of this process working for it.

Two kinds of children: readers, which may be killed by what they read, and workers, which match, judge and write.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ats_audit.errors import AtsAuditError, DocumentError
from ats_audit.isolate import (
    IsolatedReader,
    ProcessDiedError,
    ProcessPool,
    ProcessTimeoutError,
    pack_pictures,
    unpack_remarks,
    unpack_section,
)
from ats_audit.lexicon import Lexicon
from ats_audit.report import SCHEMA_VERSION, Format
from ats_audit.service import _worker
from ats_audit.service._problems import Problem, to_problem
from ats_audit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from ats_audit.model import RoleId
    from ats_audit.service._intake import Upload
    from ats_audit.service._metrics import Metrics
    from ats_audit.service._settings import ServiceSettings

PATIENCE_SECONDS = 0.5
"""A file that takes longer to read lets the next one by: it keeps its reader, and gives its slot back."""
DRAIN_SECONDS = 30.0

Task = Literal["audit", "scan", "rank"]
_Result = TypeVar("_Result")


class Fault(Exception):  # noqa: N818 # ours, not the client's
    """A fault of ours in a worker; its kind and place, and no word of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What shall be done with a file."""

    task: Task
    form: Format
    role: RoleId | None = None
    job: Upload | None = None
    """A job advert, as text or as a file."""
    partial: bool = False
    """Whether of a file that meets a limit what was read until then is enough; the report says so."""
    word: str = ""
    """Instead of a report: which of `WORD_FORMS`; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A report in its form."""

    content: bytes
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What readers made of a request's files, as it goes to a worker."""

    document: bytes
    job: bytes
    """Empty where there is no advert."""
    pictures: dict[str, Any]
    drawn: bytes


class Audits:
    """Runs files through readers and workers: a few at a time, a few more waiting, the rest refused at once."""

    def __init__(self, settings: ServiceSettings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self.lexicon = Lexicon.load(settings.lexicon)
        self._spare = settings.slots
        self._reader = IsolatedReader(slots=settings.slots + self._spare)
        self._workers = ProcessPool(
            _worker.MODULE,
            arguments=(str(settings.lexicon.resolve()),) if settings.lexicon else (),
            slots=settings.slots,
        )
        self._threads = ThreadPoolExecutor(
            max_workers=2 * (settings.slots + self._spare) + 1, thread_name_prefix="ats-audit"
        )
        self._slots = asyncio.Semaphore(settings.slots)
        self._waiting = 0
        self._overtaken = 0
        self.is_ready = False
        metrics.watch(lambda: self._reader.restarts, lambda: self._workers.restarts)

    async def start(self) -> None:
        """Start all children and wait until they are ready."""
        await asyncio.gather(self._run(self._reader.warm_up), self._run(self._workers.warm_up))
        self.is_ready = True

    async def close(self) -> None:
        """End all children."""
        self.is_ready = False
        await self._run(self._reader.close)
        await self._run(self._workers.close)
        self._threads.shutdown(wait=False)

    def check_room(self) -> None:
        """Refuse what would have to wait too long.

        Raises:
            Problem: The queue is full.
        """
        if self._waiting >= self._settings.queue:
            raise Problem("queue-full", "Send it again in a moment.", headers={"Retry-After": "1"})

    def tag(self, upload: Upload, wish: Wish) -> str:
        """A strong entity tag: the same for the same file, name, wish, lexicon and versions, whoever asks."""
        named = [
            hashlib.sha256(upload.content).hexdigest(),
            upload.name,
            wish.task,
            wish.form.value,
            wish.word,
            wish.role,
            wish.partial,
            *((hashlib.sha256(wish.job.content).hexdigest(), wish.job.name) if wish.job else ()),
            self.lexicon.sha256,
            SCHEMA_VERSION,
            __version__,
        ]
        return f'"{hashlib.sha256(json.dumps(named).encode()).hexdigest()[:40]}"'

    async def answer(self, upload: Upload, wish: Wish, *, in_line: bool = True) -> Answer:
        """Read, match, judge and write; *in_line* False for what has been let into the queue already.

        Raises:
            Problem: The document is refused, the queue is full, or something failed.
        """
        began = time.monotonic()
        kind = "unread"
        outcome = "internal"
        try:
            summary, content = await self._answer(upload, wish, in_line=in_line)
            kind, outcome = summary["kind"], "done"
            return Answer(content=content, etag=self.tag(upload, wish))
        except Problem as problem:
            outcome = problem.code
            raise
        finally:
            self._metrics.count_document(kind, outcome, time.monotonic() - began)

    async def _answer(self, upload: Upload, wish: Wish, *, in_line: bool) -> tuple[dict[str, Any], bytes]:
        if in_line:
            self.check_room()
        slot = await self.take_slot()
        try:
            with self._metrics.time("read"):
                material = await self._read(upload, wish)
            slot.be_patient()
            with self._metrics.time("judge"):
                summary, content = await self._judge(material, upload, wish)
            if wish.word:
                with self._metrics.time("write"):
                    content = await self._write(upload.content, wish.word, summary["order"])
            return summary, content
        finally:
            slot.leave()

    async def _read(self, upload: Upload, wish: Wish) -> Material:
        """Read what the wish needs, each file in a reader; what of the pages cannot be drawn is shown as text."""
        limits = self._settings.limits
        document = await self._extract(upload.content, is_partial=wish.partial)
        job = b""
        if wish.job is not None:
            try:
                job = await self._extract(wish.job.content)
            except Problem as problem:
                problem.detail = f"Of the job advert: {problem.detail}"
                raise
        pictures: dict[str, Any] = {}
        drawn = b""
        if wish.task == "audit" and wish.form is Format.HTML:
            with contextlib.suppress(DocumentError):
                pages = await self._run(partial(self._reader.draw, upload.content, limits=limits))
                pictures, drawn = pack_pictures(pages)
        return Material(document=document, job=job, pictures=pictures, drawn=drawn)

    async def _extract(self, content: bytes, *, is_partial: bool = False) -> bytes:
        limits = self._settings.limits
        try:
            return await self._run(partial(self._reader.extract_packed, content, limits=limits, partial=is_partial))
        except AtsAuditError as error:
            raise to_problem(error) from error

    async def _write(self, content: bytes, word: str, order: Any) -> bytes:
        """The candidate's own Word file with what a worker says should stand in it, written by a reader."""
        limits = self._settings.limits
        try:
            if word == "docx":
                return await self._run(
                    partial(self._reader.write_section, content, unpack_section(order), limits=limits)
                )
            return await self._run(partial(self._reader.write_remarks, content, unpack_remarks(order), limits=limits))
        except AtsAuditError as error:
            raise to_problem(error) from error

    async def _judge(self, material: Material, upload: Upload, wish: Wish) -> tuple[dict[str, Any], bytes]:
        request = {
            "task": wish.task,
            "format": wish.form.value,
            "word": wish.word,
            "role": wish.role,
            "job": wish.job.name if wish.job else None,
            "name": upload.name,
            "sizes": [len(material.document), len(material.job)],
            "pictures": material.pictures,
        }
        payload = b"".join((material.document, material.job, material.drawn))
        call = partial(self._workers.call, request, payload, seconds=self._settings.judge_seconds)
        try:
            answer, content = await self._run(call)
        except ProcessTimeoutError as error:
            raise Problem("timeout", "Its text takes too long to judge.") from error
        except ProcessDiedError as error:
            raise Problem("crash", "The judge of its text died.", headers={"Retry-After": "1"}) from error
        if "fault" in answer:
            raise Fault(str(answer["fault"]))
        if "error" in answer:
            told = answer["error"]
            raise Problem(told["code"], told["message"], hint=told["hint"])
        return answer, content

    async def _run(self, call: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def take_slot(self) -> _Slot:
        """Wait for a slot."""
        self._waiting += 1
        self._metrics.waiting.set(self._waiting)
        try:
            await self._slots.acquire()
        finally:
            self._waiting -= 1
            self._metrics.waiting.set(self._waiting)
        return _Slot(self)

    def give_slot(self) -> None:
        """Give a slot to the next."""
        self._slots.release()

    def may_overtake(self, change: int) -> bool:
        """Let one more of the files that are slow to read be overtaken, or (-1) be so no longer."""
        if change > 0 and self._overtaken >= self._spare:
            return False
        self._overtaken += change
        return True


class _Slot:
    """The right to work on a document; given back early where reading it takes long."""

    def __init__(self, audits: Audits) -> None:
        self._audits = audits
        self._is_overtaken = False
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._let_by)

    def _let_by(self) -> None:
        if self._audits.may_overtake(1):
            self._is_overtaken = True
            self._audits.give_slot()

    def be_patient(self) -> None:
        """The document is read: nobody is let by any more."""
        self._timer.cancel()

    def leave(self) -> None:
        """Give the slot back, if it was not already."""
        self._timer.cancel()
        if self._is_overtaken:
            self._audits.may_overtake(-1)
        else:
            self._audits.give_slot()
