"""Spark: a partition for each shard."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from pyspark.sql import SparkSession

from ats_audit.engines._engine import Task, run_task

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def run_tasks(tasks: Sequence[Task], *, address: str | None, workers: int) -> Iterator[dict[str, Any]]:
    """Run *tasks* on the master at *address*, or on *workers* processes of this machine; results come at the end."""
    # Spark's workers would be the first Python on the path, which knows nothing of this package.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master(address or f"local[{workers},4]")  # four tries for a shard, as on a cluster
        .appName("ats-audit")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    try:
        # Not toLocalIterator: it runs one partition after another.
        yield from session.sparkContext.parallelize(list(tasks), len(tasks)).map(run_task).collect()
    finally:
        session.stop()
