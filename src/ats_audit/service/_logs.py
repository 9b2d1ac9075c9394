"""One line of JSON for each request: ids, sizes, codes and durations; never a text, a file's name or an address."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TextIO


class Log:
    """Writes lines of JSON."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Write to *stream*; None for standard error, as it is when a line is written."""
        self._stream = stream

    def write(self, event: str, **fields: Any) -> None:
        """Write one line; fields that are None are left out."""
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
        line |= {name: value for name, value in fields.items() if value is not None}
        stream = self._stream or sys.stderr
        stream.write(json.dumps(line, ensure_ascii=True) + "\n")
        stream.flush()


class LibraryHandler(logging.Handler):
    """Writes what libraries log as lines of the same log: their words, without what they would put into them."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write the bare template of *record*, and the kind of its exception: arguments and messages may quote."""
        error = record.exc_info[0] if record.exc_info else None
        self._log.write(
            "library",
            logger=record.name,
            level=record.levelname.lower(),
            message=str(record.msg).splitlines()[0] if record.msg else None,
            fault=error.__name__ if error else None,
        )
