"""Ray Core: a task for each shard. Not Ray Data, which waits for ever when actors hold all CPUs (measured)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ray

from ats_audit.engines._engine import Task, run_task

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def run_tasks(tasks: Sequence[Task], *, address: str | None, workers: int) -> Iterator[dict[str, Any]]:
    """Run *tasks* on the cluster at *address*, or on one of *workers* processes that lasts as long as this."""
    local: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
    with ray.init(address=address, log_to_driver=False, logging_level="ERROR", **local):
        run = ray.remote(num_cpus=1, max_retries=3)(run_task)
        waiting = [run.remote(task) for task in tasks]
        while waiting:
            done, waiting = ray.wait(waiting)
            yield from ray.get(done)
