"""pdfminer writes what it reads to its loggers; while this floor reads, they drop it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_reading: Final[ContextVar[bool]] = ContextVar("_reading", default=False)


def _pass_unless_reading(_record: logging.LogRecord) -> bool:
    return not _reading.get()


@contextmanager
def quiet_pdfminer() -> Iterator[None]:
    """Drop what pdfminer's loggers are given within this context; nobody else's logging changes."""
    # A filter on a parent does not see the records of its children: each logger gets it. Adding twice adds once.
    for name in tuple(logging.root.manager.loggerDict):
        if name == "pdfminer" or name.startswith("pdfminer."):
            logging.getLogger(name).addFilter(_pass_unless_reading)
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)
