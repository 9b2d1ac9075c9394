"""The unit of work, whoever schedules it: a file of documents in, a file of rows out."""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ats_audit.batch import storage
from ats_audit.batch.columns import Row, Status, list_columns
from ats_audit.batch.formats import RowFormat, iter_rows, require_library, tell_row_format, write_rows
from ats_audit.batch.items import Item
from ats_audit.batch.pool import WorkerPool
from ats_audit.batch.sources import Inputs, iter_items
from ats_audit.batch.tables import fill_cells
from ats_audit.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ats_audit.batch.job import Job

SHARD_SUFFIX: Final = ".shard"
"""How the names of planned shards end: JSON Lines of `Item`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the audits of some documents ended."""

    documents: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    """Documents by `Status`."""
    codes: Counter[str] = field(default_factory=Counter)
    """Documents that could not be audited, by error code."""

    @property
    def errors(self) -> int:
        """Documents that could not be audited."""
        return self.codes.total()

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            documents=self.documents + other.documents,
            statuses=self.statuses + other.statuses,
            codes=self.codes + other.codes,
        )

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Tally:
        """Count *rows*."""
        statuses: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        for row in rows:
            statuses[row["status"]] += 1
            if row["status"] in {Status.REFUSED, Status.FAILED}:
                codes[row["error_code"]] += 1
        return cls(documents=statuses.total(), statuses=statuses, codes=codes)

    def encode(self) -> dict[str, Any]:
        """The tally as plain JSON."""
        return {"documents": self.documents, "statuses": dict(self.statuses), "codes": dict(self.codes)}

    @classmethod
    def decode(cls, content: dict[str, Any]) -> Tally:
        """What `encode` wrote."""
        return cls(
            documents=content["documents"],
            statuses=Counter(content["statuses"]),
            codes=Counter(content["codes"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One unit of work."""

    source: str
    """Path or URL of the documents: a planned shard, or anything that `ats-audit batch` takes."""
    target: str
    """Path or URL of the rows; its suffix says the format."""
    documents: int | None = None
    """How many documents it has; None where nobody counted."""

    @property
    def form(self) -> RowFormat:
        """The format of the rows.

        Raises:
            BatchError: The suffix says none.
        """
        form = tell_row_format(self.target)
        if form is None:
            raise BatchError("the output has no known suffix", hint="Name it .parquet, .csv or .jsonl.")
        return form


def run_shard(source: str, target: str, *, job: Job, slots: int = 1) -> Tally:
    """Audit the documents of *source* into *target*: exactly one row each, in order, all or none.

    An output that exists is left as it is and counted. The output gets its name only when it is complete, so that
    any scheduler may run, kill and repeat this, anywhere. Workers stay warm for the next shard of this process.

    Args:
        source: A planned shard, or a file, folder, archive or table of documents; path or URL.
        target: Path or URL ending in .parquet, .csv or .jsonl.
        job: What to do with each document.
        slots: How many documents are audited at a time.

    Raises:
        BatchError: The shard cannot be read or written, or no worker can be started.
        MissingExtraError: A library for the format or the storage is not installed.
    """
    shard = Shard(source=source, target=target)
    if storage.exists(target):
        return count_rows(shard)
    require_library(shard.form)
    return next(run_shards([shard], job=job, pool=_warm_pool(job, slots)))


def run_shards(
    shards: Iterable[Shard], *, job: Job, pool: WorkerPool, on_row: Callable[[Row], None] | None = None
) -> Iterator[Tally]:
    """Audit *shards* one after another, and yield a tally as each one is written. No slot waits at a shard's end.

    Raises:
        BatchError: A shard cannot be read or written, or no worker can be started; those before it are done.
    """
    columns = list_columns(report=job.report)
    todo = [(shard, shard.documents if shard.documents is not None else _count(shard)) for shard in shards]
    with closing(pool.audit(item for shard, _ in todo for item in read_items(shard.source))) as rows:
        for shard, documents in todo:
            try:
                with write_rows(shard.target, shard.form, columns) as sink:
                    written = _Written(sink.add, on_row)
                    tally = Tally.of(map(written, islice(rows, documents)))
            except OSError as error:
                raise unwritable(error) from error
            yield tally


class _Written:
    """Hands rows on to those who take them, and to whoever counts them."""

    def __init__(self, add: Callable[[Row], None], on_row: Callable[[Row], None] | None) -> None:
        self._add = add
        self._on_row = on_row

    def __call__(self, row: Row) -> Row:
        self._add(row)
        if self._on_row is not None:
            self._on_row(row)
        return row


def unwritable(error: OSError) -> BatchError:
    """What to say where the output cannot be written."""
    reason = os.strerror(error.errno) if error.errno else "the storage refuses it"
    return BatchError(
        f"the output cannot be written ({reason})", hint="What was finished is kept: mend it and go on with --resume."
    )


def count_rows(shard: Shard) -> Tally:
    """Count the rows of a shard that was done before."""
    wanted = tuple(one for one in list_columns(report=False) if one.name in {"status", "error_code"})
    try:
        return Tally.of(iter_rows(shard.target, shard.form, wanted))
    except OSError as error:
        raise BatchError("an output of this run cannot be read", hint="Begin anew with --overwrite.") from error


def read_items(source: str) -> Iterator[Item]:
    """The documents of a shard, with the content of those that stand in tables.

    Raises:
        BatchError: The shard cannot be read.
    """
    return fill_cells(_read_plan(source) if source.endswith(SHARD_SUFFIX) else iter_items(Inputs(paths=(source,))))


def _read_plan(source: str) -> Iterator[Item]:
    try:
        with storage.open_file(source) as file:
            for line in file:
                yield Item.decode(json.loads(line))
    except (OSError, ValueError) as error:
        raise BatchError("the plan of the run cannot be read", hint="Begin anew with --overwrite.") from error


def _count(shard: Shard) -> int:
    if shard.source.endswith(SHARD_SUFFIX):
        return sum(1 for _ in _read_plan(shard.source))
    return sum(1 for _ in iter_items(Inputs(paths=(shard.source,))))


_pools: dict[tuple[int, Job, int], WorkerPool] = {}


def _warm_pool(job: Job, slots: int) -> WorkerPool:
    """The pool of this process for *job*: an engine's process runs many shards, and a worker takes a second to start.

    One is kept. A process that was forked from one with a pool gets its own.
    """
    key = (os.getpid(), job, slots)
    if key not in _pools:
        for (pid, _, _), pool in list(_pools.items()):
            if pid == os.getpid():
                pool.close()
        _pools.clear()
        _pools[key] = WorkerPool(job, slots=slots)
    return _pools[key]
