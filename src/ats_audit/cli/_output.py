"""Where reports go: one after another to standard output, or together into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.cli._console import OutputFailedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

_BETWEEN = {"text": "\n" + "=" * 80 + "\n\n", "markdown": "\n---\n\n", "jsonl": "", "json": ",\n"}


class ReportOutput:
    """Takes the reports of one run in order; what stands between them depends on the format."""

    def __init__(self, write: Callable[[str], None], *, form: str, several: bool) -> None:
        """Send everything to *write*; of *several* reports, JSON is an array."""
        self._write = write
        self._between = _BETWEEN[form]
        self._array = form == "json" and several
        self._empty = True

    def __enter__(self) -> Self:
        """Open the array, if it is one."""
        if self._array:
            self._write("[\n")
        return self

    def add(self, report: str) -> None:
        """Write one rendered report."""
        separator = "" if self._empty else self._between
        self._empty = False
        self._write(separator + (report.rstrip("\n") if self._array else report))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the array, if all went well."""
        if self._array and kind is None:
            self._write("]\n" if self._empty else "\n]\n")


def write_file(path: str, text: str) -> None:
    """Write *text* to the file at *path* as UTF-8.

    Raises:
        OutputFailedError: It cannot be written.
    """
    try:
        Path(path).write_bytes(text.encode("utf-8", "replace"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise OutputFailedError(f"the output file cannot be written ({reason})") from error


def is_same_file(path: str, other: str) -> bool:
    """Whether both paths lead to one existing file."""
    try:
        return Path(path).samefile(other)
    except (OSError, ValueError):
        return False
