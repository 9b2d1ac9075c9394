"""The streams of the process: what can be shown there, and how text gets out of it."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, Final

from ats_audit.cli._values import MINIMUM_WIDTH
from ats_audit.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO, TextIO

    import rich.console

    from ats_audit.report import Display

_WIDEST: Final = 120
"""Columns beyond which a line of prose is hard to read; a terminal that is wider keeps its margin."""


class OutputClosedError(Exception):
    """Whoever read the output went away."""


class OutputFailedError(Exception):
    """The output could not be written."""


class Console:
    """Standard input, output and error of one run."""

    def __init__(
        self, stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO | None, environ: Mapping[str, str]
    ) -> None:
        """Take the streams as `sys` has them: each may be None where the parent closed it."""
        self._stdin = stdin
        self._stdout = stdout
        self._stderr = stderr
        self._environ = environ

    @property
    def is_terminal(self) -> bool:
        """Whether standard output is a terminal that a person looks at."""
        return self._stdout is not None and self._stdout.isatty()

    def display(self, width: int | None, *, to_file: bool = False) -> Display:
        """What the place can show where a report goes: *width* as asked for, or None for what fits.

        `FORCE_COLOR` makes a terminal of a pipe; `NO_COLOR` takes the colours from either; `TERM=dumb` and an
        encoding without the symbols get plain text.
        """
        from ats_audit.report import Display

        forced = bool(self._environ.get("FORCE_COLOR"))
        drawn = self.is_terminal and self._environ.get("TERM") != "dumb"
        terminal = not to_file and (forced or drawn) and self._speaks_unicode()
        if width is None:
            width = self._columns() if self.is_terminal and not to_file else 80
        return Display(width=width, terminal=terminal, colour=terminal and not self._environ.get("NO_COLOR"))

    def open_input(self) -> BinaryIO:
        """Standard input as bytes.

        Raises:
            UnreadableSourceError: There is none.
        """
        buffer: BinaryIO | None = getattr(self._stdin, "buffer", None)
        if buffer is None:
            raise UnreadableSourceError("there is no standard input", hint="Pipe a file into the command.")
        return buffer

    def write(self, content: str | bytes) -> None:
        """Write to standard output, at once; text as UTF-8 whatever the locale, but for a terminal that has another.

        Raises:
            OutputClosedError: The reader went away.
            OutputFailedError: The disk is full, or the like.
        """
        if self._stdout is None:
            raise OutputFailedError("standard output is closed")
        encoding = self._stdout.encoding if self.is_terminal else "utf-8"
        try:
            self._stdout.buffer.write(content if isinstance(content, bytes) else content.encode(encoding, "replace"))
            self._stdout.flush()
        except BrokenPipeError as error:
            raise OutputClosedError from error
        except OSError as error:
            raise OutputFailedError(f"the output cannot be written ({os.strerror(error.errno or 0)})") from error

    @property
    def complains_to_terminal(self) -> bool:
        """Whether standard error is a terminal on which something may move."""
        return self._stderr is not None and self._stderr.isatty() and self._environ.get("TERM") != "dumb"

    def rich_error(self) -> rich.console.Console:
        """Standard error for what moves there."""
        from rich.console import Console as RichConsole

        return RichConsole(file=self._stderr, no_color=bool(self._environ.get("NO_COLOR")), highlight=False)

    def tell(self, line: str) -> None:
        """Write one line to standard error that is no complaint."""
        self._say(line)

    def complain(self, line: str) -> None:
        """Write one line, or the lines of one complaint, to standard error; quietly, where nobody can hear it."""
        self._say(f"ats-audit: {line}")

    def _say(self, line: str) -> None:
        if self._stderr is None:
            return
        from ats_audit.report import neutralise_lines

        with contextlib.suppress(OSError):
            text = f"{neutralise_lines(line)}\n"
            self._stderr.write(text.encode(self._stderr.encoding, "replace").decode(self._stderr.encoding))
            self._stderr.flush()

    def abandon_output(self) -> None:
        """Let the interpreter flush what is left into nothing, instead of complaining when it ends."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._stdout.fileno())  # type: ignore[union-attr] # None is suppressed
            os.close(null)

    def _speaks_unicode(self) -> bool:
        return self._stdout is not None and self._stdout.encoding.lower().replace("-", "").startswith("utf")

    def _columns(self) -> int:
        return max(MINIMUM_WIDTH, min(_WIDEST, shutil.get_terminal_size().columns))
