"""From a file to a report, without the event loop or a thread of this process working for it.

Two kinds of children: readers, which may be killed by what they read, and workers, which match, judge and write. One
thread hands a document from the one to the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

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
from ats_audit.service._lanes import Lanes
from ats_audit.service._problems import Problem, to_problem
from ats_audit.version import __version__

if TYPE_CHECKING:
    from ats_audit.model import RoleId
    from ats_audit.service._intake import Upload
    from ats_audit.service._lanes import Turn
    from ats_audit.service._metrics import Metrics
    from ats_audit.service._settings import ServiceSettings

PATIENCE_SECONDS = 0.5
"""A file that takes longer to read lets the next one by: it keeps its reader, and gives its slot back."""
SETTLE_SECONDS = 2e-4
"""Until then the child that has just answered sleeps, and the event loop has taken the answer: a processor is free for
the child that is woken next. Else that is often put behind one of another document."""
DRAIN_SECONDS = 30.0

Task = Literal["audit", "scan", "rank"]


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
        spare = settings.slots
        self._reader = IsolatedReader(slots=settings.slots + spare)
        self._workers = ProcessPool(
            _worker.MODULE,
            arguments=(str(settings.lexicon.resolve()),) if settings.lexicon else (),
            slots=settings.slots,
        )
        self.lanes = Lanes(settings.slots, spare=spare, patience=PATIENCE_SECONDS)
        self.is_ready = False
        metrics.watch(lambda: self._reader.restarts, lambda: self._workers.restarts, lambda: self.lanes.waiting)

    async def start(self) -> None:
        """Start all children and wait until they are ready."""
        await asyncio.gather(asyncio.to_thread(self._reader.warm_up), asyncio.to_thread(self._workers.warm_up))
        self.is_ready = True

    async def close(self) -> None:
        """End all children."""
        self.is_ready = False
        await asyncio.to_thread(self._reader.close)
        await asyncio.to_thread(self._workers.close)
        self.lanes.close()

    def check_room(self) -> None:
        """Refuse what would have to wait too long.

        Raises:
            Problem: The queue is full.
        """
        if self.lanes.waiting >= self._settings.queue:
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
            if in_line:
                self.check_room()
            # One document, one thread, from end to end.
            summary, content = await asyncio.wrap_future(self.lanes.submit(partial(self._carry, upload, wish)))
            kind, outcome = summary["kind"], "done"
            return Answer(content=content, etag=self.tag(upload, wish))
        except Problem as problem:
            outcome = problem.code
            raise
        finally:
            self._metrics.count_document(kind, outcome, time.monotonic() - began)

    def _carry(self, upload: Upload, wish: Wish, turn: Turn) -> tuple[dict[str, Any], bytes]:
        time.sleep(SETTLE_SECONDS)
        with self._metrics.time("read"):
            material = self._read(upload, wish)
        turn.be_patient()
        time.sleep(SETTLE_SECONDS)
        with self._metrics.time("judge"):
            summary, content = self._judge(material, upload, wish)
        if wish.word:
            with self._metrics.time("write"):
                content = self._write(upload.content, wish.word, summary["order"])
        return summary, content

    def _read(self, upload: Upload, wish: Wish) -> Material:
        """Read what the wish needs, each file in a reader; what of the pages cannot be drawn is shown as text."""
        limits = self._settings.limits
        document = self._extract(upload.content, is_partial=wish.partial)
        job = b""
        if wish.job is not None:
            try:
                job = self._extract(wish.job.content)
            except Problem as problem:
                problem.detail = f"Of the job advert: {problem.detail}"
                raise
        pictures: dict[str, Any] = {}
        drawn = b""
        if wish.task == "audit" and wish.form is Format.HTML:
            with contextlib.suppress(DocumentError):
                pages = self._reader.draw(upload.content, limits=limits)
                pictures, drawn = pack_pictures(pages)
        return Material(document=document, job=job, pictures=pictures, drawn=drawn)

    def _extract(self, content: bytes, *, is_partial: bool = False) -> bytes:
        limits = self._settings.limits
        try:
            return self._reader.extract_packed(content, limits=limits, partial=is_partial)
        except AtsAuditError as error:
            raise to_problem(error) from error

    def _write(self, content: bytes, word: str, order: Any) -> bytes:
        """The candidate's own Word file with what a worker says should stand in it, written by a reader."""
        limits = self._settings.limits
        try:
            if word == "docx":
                return self._reader.write_section(content, unpack_section(order), limits=limits)
            return self._reader.write_remarks(content, unpack_remarks(order), limits=limits)
        except AtsAuditError as error:
            raise to_problem(error) from error

    def _judge(self, material: Material, upload: Upload, wish: Wish) -> tuple[dict[str, Any], bytes]:
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
        try:
            answer, content = self._workers.call(request, payload, seconds=self._settings.judge_seconds)
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
