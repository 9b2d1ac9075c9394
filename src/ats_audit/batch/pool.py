"""The processes that audit, one document at a time each, and the order in which their rows come out."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from ats_audit.batch import storage
from ats_audit.batch.rows import row_of_failure
from ats_audit.errors import BatchError, ExtractionCrashError, ExtractionTimeoutError
from ats_audit.isolate import ProcessDiedError, ProcessPool, ProcessTimeoutError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from types import TracebackType
    from typing import Self

    from ats_audit.batch.columns import Row
    from ats_audit.batch.items import Item
    from ats_audit.batch.job import Job

LOOKAHEAD: Final = 200
"""Documents a slot that may be under way or done before the oldest is: rows come out in the order of the documents.

So many pass while one file runs into its limit of six seconds.
"""
MOST_HELD: Final = 64 << 20
"""Bytes of documents out of tables that may be held meanwhile."""
RECYCLE_AFTER: Final = 10_000
"""A worker is replaced after so many documents, so that nothing can grow in it for ever."""
MOST_DEATHS: Final = 25
"""Workers that may die one after another: more are no fault of the documents, but of the machine."""

_WORKER: Final = "ats_audit.batch._worker"


class WorkerPool:
    """Audits documents in *slots* processes. Start-up is paid once; close it when done."""

    def __init__(self, job: Job, *, slots: int) -> None:
        """Prepare; processes start with the first documents.

        Raises:
            ValueError: *slots* is less than one.
        """
        self._job = job
        self._slots = slots
        self._lock = threading.Lock()
        self._deaths = 0
        self._started = False
        self._processes = ProcessPool(
            _WORKER,
            arguments=(json.dumps(job.encode()),),
            slots=slots,
            recycle_after=RECYCLE_AFTER,
            inherit=True,  # credentials of object storage
        )

    def start(self) -> None:
        """Start all workers and wait until they are ready; not needed, but it tells start-up from work.

        Raises:
            BatchError: They cannot be started.
        """
        if self._started:
            return
        try:
            self._processes.warm_up()
        except (ProcessDiedError, ProcessTimeoutError) as error:
            raise BatchError(
                "the worker processes cannot be started", hint="Is there memory for them? Each needs about 300 MB."
            ) from error
        self._started = True

    def audit(self, items: Iterable[Item]) -> Generator[Row]:
        """One row for each item, in order. *items* is read no further ahead than needed, in the calling thread.

        Raises:
            BatchError: No worker can be started, or one after another dies.
        """
        self.start()
        waiting: deque[tuple[Future[Row], int]] = deque()
        held = 0
        with ThreadPoolExecutor(self._slots, thread_name_prefix="ats-audit-slot") as threads:
            try:
                for item in items:
                    size = len(item.content or b"")
                    waiting.append((threads.submit(self._audit, item), size))
                    held += size
                    while len(waiting) >= self._slots * LOOKAHEAD or (held > MOST_HELD and len(waiting) > self._slots):
                        done, size = waiting.popleft()
                        held -= size
                        yield done.result()
                while waiting:
                    yield waiting.popleft()[0].result()
            except GeneratorExit:
                # Whoever takes as many rows as there are items ends here too: then the workers stay warm.
                if waiting:
                    self._give_up(threads)
                raise
            except BaseException:
                self._give_up(threads)
                raise

    def _give_up(self, threads: ThreadPoolExecutor) -> None:
        """Interrupted, or the caller lost interest: threads that wait for an answer must get their end."""
        threads.shutdown(wait=False, cancel_futures=True)
        self._processes.kill()
        self._started = False

    def close(self) -> None:
        """End all workers; the pool can be used again and starts new ones."""
        self._started = False
        self._processes.close()

    def __enter__(self) -> Self:
        """Return the pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _audit(self, item: Item) -> Row:
        told = item.encode()
        if item.before is not None:
            told["before"] = {"sha256": item.before["sha256"]}
        content = _content_of(item)
        request = {"item": told, "sent": content is not None}
        try:
            answer, _ = self._processes.call(request, content or b"", seconds=self._job.seconds)
        except ProcessTimeoutError:
            return self._spoiled(item, ExtractionTimeoutError.code, f"longer than {self._job.seconds:g} seconds")
        except ProcessDiedError as error:
            self._count_death(error)
            return self._spoiled(item, ExtractionCrashError.code, "more than the process that does it survives")
        self._deaths = 0
        if "refused" in answer:
            raise BatchError(answer["refused"], hint=answer["hint"])
        if "unchanged" in answer:
            assert item.before is not None  # noqa: S101 - only then is it asked for
            return item.before
        row: Row = answer["row"]
        return row

    def _spoiled(self, item: Item, code: str, what: str) -> Row:
        return row_of_failure(doc_id=item.doc_id, job=self._job, code=code, message=f"Auditing the file took {what}.")

    def _count_death(self, error: ProcessDiedError) -> None:
        with self._lock:
            self._deaths += 1
            many = self._deaths >= MOST_DEATHS
        if many:
            raise BatchError(
                f"{MOST_DEATHS} documents one after another ended the process that audits them",
                hint="Is there memory for the workers? Each needs about 300 MB; try fewer.",
            ) from error


def _content_of(item: Item) -> bytes | None:
    """What has to be sent with the item because only this process has it."""
    if item.content is not None or item.path is None or not storage.is_in_this_process(item.path):
        return item.content
    with contextlib.suppress(OSError):
        return storage.read_file(item.path)
    return None
