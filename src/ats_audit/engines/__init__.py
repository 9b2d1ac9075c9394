"""Distributed execution on engines that others built: each only schedules shards, `ats_audit.batch` does the rest."""

from ats_audit.engines._engine import ENGINES, run_on_engine

__all__ = ["ENGINES", "run_on_engine"]
