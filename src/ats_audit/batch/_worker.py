"""The process that audits: documents in, rows out. Owns its matcher, and a reader in a child of its own.

It never parses a file itself: that is done by the killable child of `ats_audit.isolate`. What still goes wrong here
costs the document at hand; the parent starts another process.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ats_audit.batch import storage
from ats_audit.batch.cache import ExtractionCache, Finding, LexiconEdit
from ats_audit.batch.columns import TIMINGS
from ats_audit.batch.items import Item, fetch_content
from ats_audit.batch.job import Job
from ats_audit.batch.rows import INTERNAL_ERROR, TRANSIENT, row_of_assessment, row_of_failure, stamp_of
from ats_audit.errors import AtsAuditError, BatchError, DocumentError
from ats_audit.isolate import BrokenPipeToChildError, open_pipes, read_message, write_message
from ats_audit.match import trace_texts

if TYPE_CHECKING:
    from ats_audit.auditor import Auditor
    from ats_audit.batch.columns import Row
    from ats_audit.lexicon import Lexicon
    from ats_audit.match import Trace
    from ats_audit.model import Advert, Assessment, Document

CHECKED: Final = 64
"""One file in so many is audited in full although an edit of the lexicon seems not to touch it."""


def main(told: str) -> None:
    """Serve documents under the job that *told* is the JSON of, until the parent closes the pipes."""
    requests, answers = open_pipes()
    desk = _open_desk(Job.decode(json.loads(told)))
    with contextlib.suppress(BrokenPipeToChildError, OSError), contextlib.closing(desk):
        write_message(answers, {"ready": os.getpid()})
        while True:
            request, content = read_message(requests)
            item = Item.decode(request["item"])
            write_message(answers, desk.answer(replace(item, content=content) if request["sent"] else item))


def _open_desk(job: Job) -> Desk | _Closed:
    """A desk, warm: what is loaded here does not count against a document."""
    from ats_audit.auditor import Auditor

    try:
        auditor = Auditor(lexicon=load_lexicon(job), limits=job.limits, isolation="process", partial=job.partial)
        desk = Desk(job, auditor, advert=load_advert(job, auditor))
    except AtsAuditError as error:
        return _Closed(error)
    _ = auditor.matcher
    # What was loaded stays: looking through it for garbage costs a tenth of each audit.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    return desk


class _Closed:
    """Answers every request with the reason why it cannot be served."""

    def __init__(self, error: AtsAuditError) -> None:
        self._answer = {"refused": error.message, "hint": error.hint}

    def answer(self, _: Item) -> dict[str, Any]:
        return self._answer

    def close(self) -> None:
        """Nothing to do."""


def load_advert(job: Job, auditor: Auditor) -> Advert | None:
    """The advert of *job*, which has to be the very one that the run was planned with.

    Raises:
        BatchError: It is not.
        DocumentError: It cannot be read.
    """
    if job.advert is None:
        return None
    try:
        content = storage.read_file(job.advert)
    except OSError as error:
        raise BatchError("the job advert of the run cannot be read", hint="Is its folder shared?") from error
    if hashlib.sha256(content).hexdigest() != job.advert_sha256:
        raise BatchError("the job advert is not the one that the run was planned with", hint="Begin anew.")
    return auditor.read_advert(content)


def load_lexicon(job: Job) -> Lexicon:
    """The lexicon of *job*, which has to be the very one that the run was planned with.

    Raises:
        BatchError: It is another one, or of another version of ats-audit.
    """
    from ats_audit.lexicon import Lexicon, parse_lexicon
    from ats_audit.version import __version__

    if job.engine_version != __version__:
        raise BatchError(
            f"the run was planned by ats-audit {job.engine_version}, and this is {__version__}",
            hint="Install the same version wherever it runs.",
        )
    try:
        lexicon = Lexicon.load() if job.lexicon is None else parse_lexicon(storage.read_file(job.lexicon).decode())
    except OSError as error:
        raise BatchError("the compiled lexicon of the run cannot be read", hint="Is its folder shared?") from error
    if lexicon.sha256 != job.lexicon_sha256:
        raise BatchError("the lexicon is not the one that the run was planned with", hint="Begin anew.")
    return lexicon


class Desk:
    """Where one document after another is audited under one job."""

    def __init__(self, job: Job, auditor: Auditor, *, advert: Advert | None = None) -> None:
        """Take the auditor of that job's lexicon, which `close` closes, and that job's advert."""
        self._job = job
        self._advert = advert
        self._auditor = auditor
        self._edits: dict[str, LexiconEdit | None] = {}
        """By the digest of the earlier lexicon; None where nothing can be said of the edit."""
        self._cache = None if job.cache is None else ExtractionCache(job.cache, job)
        if self._cache is not None:
            self._cache.keep_lexicon(auditor.lexicon)

    def answer(self, item: Item) -> dict[str, Any]:
        """The answer to a request: a row, or that the row of the earlier run holds."""
        sha256: str | None = None
        try:
            content = fetch_content(item, self._job.limits)
            sha256 = hashlib.sha256(content).hexdigest()
            if item.before is not None and item.before["sha256"] == sha256:
                return {"unchanged": True}
            return {"row": self._audit(item, content, sha256)}
        except DocumentError as error:
            failure, message = error.code, error.message
        except Exception as error:  # noqa: BLE001 - the promise: one document's fault costs one row
            failure, message = INTERNAL_ERROR, f"ats-audit failed ({type(error).__name__}{_place_of(error)})"
        return {"row": row_of_failure(doc_id=item.doc_id, job=self._job, code=failure, message=message, sha256=sha256)}

    def _audit(self, item: Item, content: bytes, sha256: str) -> Row:
        if self._cache is None:
            started = time.perf_counter()
            document = self._auditor.read(content)
            return self._judge(item, document, read_ms=_milliseconds_since(started))
        return self._audit_cached(item, content, sha256, self._cache)

    def _judge(self, item: Item, document: Document, *, read_ms: float) -> Row:
        started = time.perf_counter()
        judge = self._auditor.audit if self._job.report else self._auditor.assess
        report = judge(document, role=self._job.role, job=self._advert, name=item.doc_id)
        return self._row(item, document, report, read_ms=read_ms, started=started)

    def find(self, item: Item, document: Document, *, read_ms: float, trace: Trace | None = None) -> Finding:
        """What is found of *document*, to be kept; *trace* is its own where it is known."""
        started = time.perf_counter()
        report, balance = self._auditor.assess_balance(
            document, role=self._job.role, job=self._advert, name=item.doc_id
        )
        return Finding(
            lexicon_sha256=self._job.lexicon_sha256,
            row=self._row(item, document, report, read_ms=read_ms, started=started),
            trace=trace or trace_texts({reading.text for reading in document.readings}),
            balance=balance,
        )

    def _row(self, item: Item, document: Document, report: Assessment, *, read_ms: float, started: float) -> Row:
        return row_of_assessment(
            report,
            doc_id=item.doc_id,
            job=self._job,
            characters=len(document.text),
            read_ms=read_ms,
            audit_ms=_milliseconds_since(started),
        )

    def _audit_cached(self, item: Item, content: bytes, sha256: str, cache: ExtractionCache) -> Row:
        if self._job.report:
            started = time.perf_counter()
            document = self._read_cached(content, sha256, cache)
            return self._judge(item, document, read_ms=_milliseconds_since(started))
        known = cache.read_finding(sha256)
        untouched: Row | None = None
        if known is not None:
            untouched = self._take_over(item, known, cache)
            same = known.lexicon_sha256 == self._job.lexicon_sha256
            if untouched is not None and (same or not _is_checked(sha256)):
                return untouched
        started = time.perf_counter()
        document = self._read_cached(content, sha256, cache)
        trace = None if known is None else known.trace
        found = self.find(item, document, read_ms=_milliseconds_since(started), trace=trace)
        if known is not None and untouched is not None and not _is_same(found.row, untouched):
            # The shortcut was wrong once: it is not trusted again, and the audit holds.
            self._edits[known.lexicon_sha256] = None
        cache.keep_finding(sha256, found)
        return found.row

    def _take_over(self, item: Item, known: Finding, cache: ExtractionCache) -> Row | None:
        """The row of an earlier audit, where the lexicon did not change or the edit does not touch it."""
        row = known.row
        if known.lexicon_sha256 != self._job.lexicon_sha256:
            edit = self._edit_since(known.lexicon_sha256, cache)
            if edit is None or edit.touches(known):
                return None
            row = edit.renew(known)
        return {**row, **stamp_of(self._job), "doc_id": item.doc_id}

    def _edit_since(self, sha256: str, cache: ExtractionCache) -> LexiconEdit | None:
        role = self._job.role
        if role is None or self._advert is not None:
            return None  # an edit may change what is found in the advert as well
        if sha256 not in self._edits:
            old = cache.read_lexicon(sha256)
            self._edits[sha256] = None if old is None else LexiconEdit(old, self._auditor.lexicon, role)
        return self._edits[sha256]

    def _read_cached(self, content: bytes, sha256: str, cache: ExtractionCache) -> Document:
        document = cache.read_document(sha256)
        if document is None:
            try:
                document = self._auditor.read(content)
            except DocumentError as error:
                if error.code not in TRANSIENT:
                    cache.keep_error(sha256, error)
                raise
            cache.keep_document(sha256, document)
        return document

    def close(self) -> None:
        """End the reader's child."""
        self._auditor.close()


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _is_checked(sha256: str) -> bool:
    """Whether the file is audited in full although the edit does not touch it: one in `CHECKED`, always the same."""
    return int(sha256[:8], 16) % CHECKED == 0


def _is_same(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in one if name not in TIMINGS)


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f" in {trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}"
