"""One line of JSON for each request: ids, sizes, codes and durations; never a text, a file's name or an address."""

from __future__ import annotations

import json
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
