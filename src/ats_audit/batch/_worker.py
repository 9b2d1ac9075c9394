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
from typing import TYPE_CHECKING, Any

from ats_audit.batch.items import Item, fetch_content
from ats_audit.batch.job import Job
from ats_audit.batch.rows import INTERNAL_ERROR, row_of_failure, row_of_report
from ats_audit.errors import AtsAuditError, DocumentError
from ats_audit.isolate import BrokenPipeToChildError, open_pipes, read_message, write_message

if TYPE_CHECKING:
    from ats_audit.auditor import Auditor
    from ats_audit.batch.columns import Row
    from ats_audit.lexicon import Lexicon


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
        auditor = Auditor(lexicon=load_lexicon(job), limits=job.limits, isolation="process")
    except AtsAuditError as error:
        return _Closed(error)
    _ = auditor.matcher
    # What was loaded stays: looking through it for garbage costs a tenth of each audit.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    return Desk(job, auditor)


class _Closed:
    """Answers every request with the reason why it cannot be served."""

    def __init__(self, error: AtsAuditError) -> None:
        self._answer = {"refused": error.message, "hint": error.hint}

    def answer(self, _: Item) -> dict[str, Any]:
        return self._answer

    def close(self) -> None:
        """Nothing to do."""


def load_lexicon(job: Job) -> Lexicon:
    """The lexicon of *job*, which has to be the very one that the run was planned with.

    Raises:
        BatchError: It is another one, or of another version of ats-audit.
    """
    from ats_audit.batch import storage
    from ats_audit.errors import BatchError
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

    def __init__(self, job: Job, auditor: Auditor) -> None:
        """Take the auditor of that job's lexicon; `close` closes it."""
        self._job = job
        self._auditor = auditor

    def answer(self, item: Item) -> dict[str, Any]:
        """The answer to a request: a row, or that the row of the earlier run holds."""
        sha256: str | None = None
        try:
            content = fetch_content(item, self._job.limits)
            sha256 = hashlib.sha256(content).hexdigest()
            if item.before is not None and item.before["sha256"] == sha256:
                return {"unchanged": True}
            return {"row": self._audit(item, content)}
        except DocumentError as error:
            failure, message = error.code, error.message
        except Exception as error:  # noqa: BLE001 - the promise: one document's fault costs one row
            failure, message = INTERNAL_ERROR, f"ats-audit failed ({type(error).__name__}{_place_of(error)})"
        return {"row": row_of_failure(doc_id=item.doc_id, job=self._job, code=failure, message=message, sha256=sha256)}

    def _audit(self, item: Item, content: bytes) -> Row:
        started = time.perf_counter()
        document = self._auditor.read(content)
        read = time.perf_counter()
        report = self._auditor.audit(document, role=self._job.role, name=item.doc_id)
        audited = time.perf_counter()
        return row_of_report(
            report,
            doc_id=item.doc_id,
            job=self._job,
            characters=len(document.text),
            read_ms=(read - started) * 1000,
            audit_ms=(audited - read) * 1000,
        )

    def close(self) -> None:
        """End the reader's child."""
        self._auditor.close()


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f" in {trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}"
