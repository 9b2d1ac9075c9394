"""The engines by name, and what each is handed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ats_audit.batch import Job, Shard, Tally, count_cores, run_shard
from ats_audit.errors import BatchError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any


class Task(NamedTuple):
    """One shard, as plain values: what travels to a worker, whatever the engine pickles with."""

    source: str
    target: str
    job: dict[str, Any]

    def run(self) -> dict[str, Any]:
        """Run it in this process, and tell its tally as plain values."""
        return run_shard(self.source, self.target, job=Job.decode(self.job)).encode()


def run_task(task: Task) -> dict[str, Any]:
    """Run one task; a function of this module, so that workers find it by name."""
    return Task(*task).run()


class Engine(Protocol):
    """What each engine's module has."""

    def run_tasks(self, tasks: Sequence[Task], *, address: str | None, workers: int) -> Iterator[dict[str, Any]]:
        """Run all *tasks*, *workers* at a time where the engine is started here, and yield results as they come."""


ENGINES: Final = ("ray", "spark", "dask")
"""Names of the engines, which are those of their extras."""


def run_on_engine(
    engine: str, shards: list[Shard], job: Job, *, address: str | None = None, workers: int | None = None
) -> Iterator[Tally]:
    """Have *engine* run *shards*, in any order, and yield a tally as each is done.

    Sources and targets must be reachable from every worker: a shared folder, or object storage.

    Args:
        engine: One of `ENGINES`.
        shards: What to run.
        job: What to do with each document.
        address: Of a running cluster; None starts one on this machine for as long as it takes.
        workers: Processes of that one; None for as many as there are cores.

    Raises:
        MissingExtraError: The engine is not installed.
        BatchError: It cannot be reached, or gave up.
    """
    try:
        module: Engine = import_module(f"ats_audit.engines._{engine}")
    except ImportError as error:
        raise MissingExtraError(
            f"{engine} is not installed", hint=f"Install it: pip install 'ats-audit[{engine}]'."
        ) from error
    tasks = [Task(shard.source, shard.target, job.encode()) for shard in shards]
    if not tasks:
        return
    try:
        for done in module.run_tasks(tasks, address=address, workers=workers or count_cores()):
            yield Tally.decode(done)
    except BatchError:
        raise
    except Exception as error:
        raise BatchError(
            f"{engine} gave up ({type(error).__name__})",
            hint="What was finished is kept: see the engine's own log, then go on with --resume.",
        ) from error
