"""The command that audits many documents: what it asks of the floors below, and what it tells meanwhile."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from ats_audit.batch import (
    BatchRequest,
    Holds,
    Inputs,
    RowFormat,
    Run,
    Tally,
    count_cores,
    open_run,
    read_list,
    run_locally,
)
from ats_audit.cli._exit import Exit
from ats_audit.cli._parser import UsageError
from ats_audit.cli._progress import open_progress
from ats_audit.cli._sources import STDIN, check_target, describe, label_of, source_of
from ats_audit.errors import BatchError, DocumentError, NoRequirementsError
from ats_audit.extract import load_content
from ats_audit.model import Limits

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from ats_audit.cli._console import Console
    from ats_audit.cli._progress import Progress
    from ats_audit.lexicon import Lexicon


_SHARDS_EACH: Final = 8
"""Shards for each worker of an engine: whoever ends first waits for the others at most as long as one of them takes."""
_WORKERS: Final = 8
"""With so many workers is reckoned where nobody says how many there are."""


def audit_batch(arguments: argparse.Namespace, console: Console, *, lexicon: Lexicon | None) -> Exit:
    """Audit every document into a row of the output; tell progress and a summary on standard error."""
    _check(arguments)
    run: Run | None = None
    with _terminable() as signals, open_progress(console, quiet=arguments.quiet) as progress:
        try:
            request = _request(arguments, console)
            run = open_run(request, lexicon=lexicon, on_item=progress.find)
            tally = _run(run, arguments, progress)
        except KeyboardInterrupt:
            progress.stop()
            console.complain(_interrupted(run))
            return Exit.TERMINATED if signals else Exit.INTERRUPTED
        except (DocumentError, NoRequirementsError) as error:
            progress.stop()
            console.complain(f"{label_of(arguments.job)}: {describe(error)}")
            return Exit.DOCUMENT
        progress.summarise(tally, arguments.output)
    most = arguments.fail_on_errors
    return Exit.DOCUMENT if most and tally.errors >= most else Exit.DONE


def _run(run: Run, arguments: argparse.Namespace, progress: Progress) -> Tally:
    tally = run.count_done()
    pending = run.pending()
    workers = arguments.workers or count_cores()
    progress.begin(run.documents, tally)
    if arguments.engine is None:
        shards = run_locally(pending, run.job, workers=workers, on_row=progress.add)
    else:
        from ats_audit.engines import run_on_engine

        shards = run_on_engine(arguments.engine, pending, run.job, address=arguments.address, workers=arguments.workers)
    for done in shards:
        tally += done
        progress.complete(tally)
    run.finish(tally)
    return tally


def _check(arguments: argparse.Namespace) -> None:
    check_target(arguments)
    if arguments.resume and arguments.overwrite:
        raise UsageError("--resume and --overwrite contradict each other")
    if arguments.earlier is not None and not arguments.changed_only:
        raise UsageError("--earlier goes with --changed-only")
    if arguments.address is not None and arguments.engine is None:
        raise UsageError("--address goes with --engine")
    if [*arguments.paths, arguments.job].count(STDIN) > 1:
        raise UsageError("standard input can be read only once")


def _request(arguments: argparse.Namespace, console: Console) -> BatchRequest:
    listed = read_list(console.open_input().read()) if STDIN in arguments.paths else ()
    inputs = Inputs(
        paths=tuple(path for path in arguments.paths if path != STDIN),
        listed=listed,
        column=arguments.column,
        id_column=arguments.id_column,
        holds=Holds(arguments.holds),
    )
    request = BatchRequest(
        inputs=inputs,
        output=arguments.output,
        role=arguments.role,
        advert=None if arguments.job is None else _load_advert(arguments.job, console),
        form=RowFormat(arguments.format) if arguments.format else None,
        report=arguments.with_report,
        partial=arguments.partial,
        cache=arguments.cache,
        resume=arguments.resume,
        overwrite=arguments.overwrite,
        changed_only=arguments.changed_only,
        earlier=arguments.earlier,
    )
    from dataclasses import replace

    if arguments.timeout is not None:
        request = replace(request, seconds=arguments.timeout)
    if arguments.shard is not None:
        return replace(request, shard_documents=arguments.shard)
    if arguments.engine is not None:
        # Of a cluster that runs already nobody knows here how many workers it has.
        workers = _WORKERS if arguments.address else arguments.workers or count_cores()
        return replace(request, shards_wanted=_SHARDS_EACH * workers)
    return request


def _load_advert(name: str, console: Console) -> bytes:
    source = source_of(name, console)
    return load_content(Path(source) if isinstance(source, str) else source, limits=Limits())


def _interrupted(run: Run | None) -> str:
    if run is None:
        return "interrupted before the first document"
    with contextlib.suppress(BatchError, OSError):
        left = sum(shard.documents or 0 for shard in run.pending())
        return f"interrupted; {run.documents - left:,} of {run.documents:,} documents are kept: go on with --resume"
    return "interrupted"


@contextlib.contextmanager
def _terminable() -> Iterator[list[int]]:
    """Have SIGTERM end a run as cleanly as Ctrl-C does; the list says afterwards whether it came."""
    came: list[int] = []

    def interrupt(number: int, _: object) -> NoReturn:
        came.append(number)
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread: whoever calls from there has handlers of his own
        yield came
        return
    try:
        yield came
    finally:
        signal.signal(signal.SIGTERM, before)
