"""Offsets as lines and columns, and files as the readers of annotations know them."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ats_audit.model import AuditReport

_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of a text: those of editors, which end with a line feed, a carriage return, or both."""

    def __init__(self, text: str) -> None:
        """Find where the lines of *text* begin."""
        self._starts = [0, *(found.end() for found in _LINE_ENDS.finditer(text))]

    def find(self, offset: int) -> tuple[int, int]:
        """Line and column of the code point at *offset*, both from 1; columns are code points."""
        line = bisect.bisect(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def address_of(report: AuditReport, address: str | None) -> str:
    """The path of the file: *address*, or the name of the document."""
    return address or report.document.name
