"""The rows of an earlier run, for those documents whose rows need not be made again."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from typing import TYPE_CHECKING, Final

from ats_audit.batch import storage
from ats_audit.batch.columns import Status, list_columns
from ats_audit.batch.formats import RowFormat, iter_rows, tell_row_format
from ats_audit.errors import BatchError

if TYPE_CHECKING:
    from ats_audit.batch.columns import Row
    from ats_audit.batch.job import Job

PART: Final = "part-"
"""How the names of parts begin."""


class Earlier:
    """The rows of an earlier output that may be taken over, by id. They lie on disk: there may be millions."""

    def __init__(self, output: str | None, job: Job) -> None:
        """Read *output*; None for a run without an earlier one.

        Raises:
            BatchError: There is no such output.
        """
        self._file = None if output is None else tempfile.NamedTemporaryFile(suffix=".sqlite")  # noqa: SIM115 - closed by `close`
        if output is None or self._file is None:
            return
        self._rows = sqlite3.connect(self._file.name)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE earlier (doc_id TEXT PRIMARY KEY, row TEXT) WITHOUT ROWID")
        columns = list_columns(report=job.report)
        for name, form in _parts_of(output):
            rows = iter_rows(name, form, columns)
            self._rows.executemany(
                "INSERT OR REPLACE INTO earlier VALUES (?, ?)",
                ((row["doc_id"], json.dumps(row)) for row in rows if _may_be_taken_over(row, job)),
            )

    def row(self, doc_id: str) -> Row | None:
        """The row of that document, if it may be taken over."""
        if self._file is None:
            return None
        found = self._rows.execute("SELECT row FROM earlier WHERE doc_id = ?", (doc_id,)).fetchone()
        return None if found is None else json.loads(found[0])

    def close(self) -> None:
        """Remove them from the disk."""
        if self._file is not None:
            self._rows.close()
            self._file.close()


def _may_be_taken_over(row: Row, job: Job) -> bool:
    return row["job_sha256"] == job.sha256 and row["sha256"] is not None and row["status"] != Status.FAILED


def _parts_of(output: str) -> list[tuple[str, RowFormat]]:
    form = tell_row_format(output)
    if form is not None:
        if storage.exists(output):
            return [(output, form)]
    else:
        parts = [
            (storage.join(output, name), part)
            for name in storage.list_files(output)
            if name.startswith(PART) and (part := tell_row_format(name)) is not None
        ]
        if parts:
            return parts
    raise BatchError("there is no earlier output of that name", hint="Check the path, or leave out --changed-only.")
