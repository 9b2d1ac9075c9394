"""Many documents: isolated workers, one row for each, resumable; the unit of work is the same for every scheduler."""

from ats_audit.batch.columns import COLUMNS, Column, Row, Status, row_schema
from ats_audit.batch.formats import RowFormat
from ats_audit.batch.job import Job
from ats_audit.batch.plan import Run
from ats_audit.batch.run import BatchRequest, count_cores, open_run, run_batch, run_locally
from ats_audit.batch.shards import Shard, Tally, run_shard, run_shards
from ats_audit.batch.sources import Inputs, read_list
from ats_audit.batch.tables import Holds

__all__ = [
    "COLUMNS",
    "BatchRequest",
    "Column",
    "Holds",
    "Inputs",
    "Job",
    "Row",
    "RowFormat",
    "Run",
    "Shard",
    "Status",
    "Tally",
    "count_cores",
    "open_run",
    "read_list",
    "row_schema",
    "run_batch",
    "run_locally",
    "run_shard",
    "run_shards",
]
