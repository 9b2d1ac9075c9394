"""A batch from end to end on one machine, or on whatever runs its shards."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ats_audit.batch import storage
from ats_audit.batch.formats import RowFormat, require_library, tell_row_format
from ats_audit.batch.items import absolute
from ats_audit.batch.job import SECONDS, Job
from ats_audit.batch.plan import (
    SHARD_DOCUMENTS,
    Run,
    check_resumable,
    find_finished,
    find_run,
    holds_output,
    plan_run,
)
from ats_audit.batch.pool import WorkerPool
from ats_audit.batch.shards import Tally, run_shards
from ats_audit.batch.sources import Inputs, check_paths
from ats_audit.errors import BatchError, NoRequirementsError
from ats_audit.lexicon import Lexicon, dump_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.batch.columns import Row
    from ats_audit.batch.shards import Shard
    from ats_audit.model import Limits


__all__ = ["BatchRequest", "open_run", "run_batch", "run_locally"]

DEFAULT_WORKERS: Final = 0
"""As many workers as this process may use cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest:
    """What a person asks of a batch."""

    inputs: Inputs
    output: str
    """Path or URL: a file ending in .parquet, .csv or .jsonl, or a folder for parts."""
    role: str | None = None
    """Id of the role; None needs an advert."""
    advert: bytes | None = field(default=None, repr=False)
    """A job advert, in any format of résumés: its requirements come first, and those of the role fill in."""
    form: RowFormat | None = None
    """Format of the parts of a folder; None for what the output's suffix says, or Parquet."""
    limits: Limits | None = None
    seconds: float = SECONDS
    """Wall time for one document, from opening to row."""
    report: bool = False
    """Whether rows carry the whole report, which quotes the résumé."""
    partial: bool = False
    """Of a file that meets a limit, audit what was read until then; its status is `partial`."""
    cache: str | None = None
    """Folder of the extraction cache, which holds résumé text; None for none."""
    shard_documents: int = SHARD_DOCUMENTS
    """Documents of a shard."""
    shards_wanted: int = 1
    """How many shards there are to be, smaller ones where documents are few: an engine's workers take whole ones."""
    resume: bool = False
    """Go on with an unfinished run, where there is one."""
    overwrite: bool = False
    """Begin anew whatever stands there."""
    changed_only: bool = False
    """Take rows over from the earlier output where file and job are the same."""
    earlier: str | None = None
    """That output; None for the one of the same name."""


def run_batch(
    request: BatchRequest,
    *,
    lexicon: Lexicon | None = None,
    workers: int = DEFAULT_WORKERS,
    on_row: Callable[[Row], None] | None = None,
) -> Tally:
    """Audit many documents on this machine: one row each, whatever they are.

    Args:
        request: What to audit, and where to.
        lexicon: Another catalogue than the built-in one.
        workers: Processes; 0 for as many as there are cores.
        on_row: Called with each row when it is written.

    Raises:
        BatchError: It cannot be started or cannot go on; documents that cannot be audited are rows.
        UnknownRoleError: No such role.
        MissingExtraError: A library for the format or the storage is not installed.
    """
    run = open_run(request, lexicon=lexicon)
    tally = run.count_done()
    for done in run_locally(run.pending(), run.job, workers=workers, on_row=on_row):
        tally += done
    run.finish(tally)
    return tally


def run_locally(
    shards: list[Shard], job: Job, *, workers: int = DEFAULT_WORKERS, on_row: Callable[[Row], None] | None = None
) -> Iterator[Tally]:
    """Run *shards* in processes of this machine."""
    if not shards:
        return
    with WorkerPool(job, slots=workers or count_cores()) as pool:
        yield from run_shards(shards, job=job, pool=pool, on_row=on_row)


def count_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def open_run(
    request: BatchRequest, *, lexicon: Lexicon | None = None, on_item: Callable[[], None] | None = None
) -> Run:
    """Plan the run that *request* asks for, or find the unfinished one that it wants to go on with.

    Raises:
        BatchError: There is nothing to audit, something would be overwritten, or the unfinished run is another one.
        UnknownRoleError: No such role.
        MissingExtraError: A library for the format is not installed.
        DocumentError: The advert cannot be read.
        NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no role.
        ValueError: Neither role nor advert.
    """
    if request.role is None and request.advert is None:
        raise ValueError("a batch needs a role, a job advert, or both")
    form = request.form or tell_row_format(request.output) or RowFormat.PARQUET
    _check_output(request, form)
    require_library(form)
    catalogue = lexicon or Lexicon.load()
    job = replace(
        Job.of(catalogue, role=request.role, limits=request.limits, report=request.report),
        seconds=request.seconds,
        partial=request.partial,
        advert_sha256=None if request.advert is None else hashlib.sha256(request.advert).hexdigest(),
        cache=None if request.cache is None else absolute(request.cache),
    )
    unfinished = None if request.overwrite else find_run(request.output)
    if unfinished is not None:
        if not request.resume:
            raise BatchError(
                "an unfinished run stands at the output",
                hint="Go on with --resume, or begin anew with --overwrite.",
            )
        check_resumable(unfinished, job, request.inputs, form)
        storage.remove_temporaries(unfinished.folder)
        return replace(unfinished, job=replace(unfinished.job, cache=job.cache))
    finished = find_finished(request.output) if request.resume and not request.changed_only else None
    if finished is not None:
        check_resumable(finished, job, request.inputs, form)
        return finished
    earlier = _earlier_of(request)
    check_paths(request.inputs.paths)
    if request.advert is not None:
        _check_advert(request.advert, catalogue, job)
    return plan_run(
        request.inputs,
        request.output,
        job=job,
        form=form,
        lexicon=None if lexicon is None else dump_lexicon(lexicon),
        advert=request.advert,
        shard_documents=request.shard_documents,
        shards_wanted=request.shards_wanted,
        earlier=earlier,
        on_item=on_item,
    )


def _check_advert(content: bytes, lexicon: Lexicon, job: Job) -> None:
    """Say before the first document what is wrong with the advert."""
    from ats_audit.auditor import Auditor

    with Auditor(lexicon=lexicon, limits=job.limits, isolation="process") as auditor:
        advert = auditor.read_advert(content)
    if job.role is None and not advert.requirements:
        raise NoRequirementsError.of_advert()


def _check_output(request: BatchRequest, form: RowFormat) -> None:
    told = tell_row_format(request.output)
    if told is not None and told is not form:
        raise BatchError("the output's suffix says another format", hint="Leave out --format, or name a folder.")
    if told is None and "." in request.output.rstrip("/").rsplit("/", 1)[-1]:
        raise BatchError(
            "the output's suffix is no known format",
            hint="Name a file ending in .parquet, .csv or .jsonl, or a folder without a full stop in its name.",
        )
    path = storage.local_path(request.output)
    if path is None:
        return
    if not path.absolute().parent.is_dir():
        raise BatchError("the folder of the output does not exist", hint="Make it first.")
    if told is not None and path.is_dir():
        raise BatchError("the output is a folder that exists", hint="Name a file.")
    if told is None and path.is_file():
        raise BatchError("the output is a file that exists", hint="Name a folder, or a file with a known suffix.")


def _earlier_of(request: BatchRequest) -> str | None:
    """The earlier output from which rows are taken over."""
    stands = holds_output(request.output)
    if request.changed_only:
        if request.earlier is not None:
            if stands and not request.overwrite and not _same(request.earlier, request.output):
                raise _occupied()
            if _same(request.earlier, request.output) and tell_row_format(request.output) is None:
                raise BatchError("a folder of parts cannot be its own earlier output", hint="Name another output.")
            return request.earlier
        if stands and tell_row_format(request.output) is None:
            raise BatchError(
                "a folder of parts cannot be its own earlier output",
                hint="Name the earlier one: --changed-only EARLIER -o ANOTHER.",
            )
        return request.output if stands else None
    if stands and not request.overwrite:
        raise _occupied()
    return None


def _occupied() -> BatchError:
    return BatchError(
        "the output exists already",
        hint="Say --overwrite to begin anew, or --changed-only to audit only what changed since.",
    )


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")
