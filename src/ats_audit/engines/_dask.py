"""Dask: a future for each shard."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING, Any, Final

import dask
from distributed import Client, as_completed

from ats_audit.engines._engine import Task, run_task

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from distributed import LocalCluster

_QUIET: Final = {
    # A worker that is killed costs its shard a retry. The documents themselves can kill none: three are for bad luck.
    "distributed.scheduler.allowed-failures": 3,
    "distributed.worker.daemon": False,
    # Ctrl-C goes to the workers too, which would print pages about it; this process ends them.
    "distributed.worker.preload": ["import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"],
    # Each process would look a hundred times a second at what it does, on the cores that audit.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "5s",
}
"""How a cluster of this machine is set; one that runs already has its own settings."""


def run_tasks(tasks: Sequence[Task], *, address: str | None, workers: int) -> Iterator[dict[str, Any]]:
    """Run *tasks* on the cluster at *address*, or on one of *workers* processes that lasts as long as this."""
    with dask.config.set(_QUIET):
        local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
        with Client(address) if address else Client(**local) as client:
            futures = client.map(run_task, list(tasks), key=[task.target for task in tasks], pure=False)
            try:
                for future in as_completed(futures):
                    yield future.result()
            except BaseException:
                if client.cluster is not None:
                    _kill_workers(client.cluster)
                raise


def _kill_workers(cluster: LocalCluster) -> None:
    """Interrupted: workers would go on with their shards for as long as Dask waits for them, which is a minute."""
    for nanny in cluster.workers.values():
        if nanny.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(nanny.pid, signal.SIGKILL)
