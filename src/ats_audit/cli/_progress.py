"""What a batch shows while it runs: a bar on a terminal, a line now and then in a pipe, and a summary at the end."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final, Protocol

from ats_audit.batch import Status, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from rich.progress import TaskID

    from ats_audit.batch import Row
    from ats_audit.cli._console import Console

_LINE_SECONDS: Final = 10.0
"""Between two lines in a pipe."""
_SHOWN_CODES: Final = 6
"""Error codes that the summary names, the most frequent first."""
_MINUTE: Final = 60


class Progress(Protocol):
    """Told what happens, in order: documents found, the run begun, rows and shards done, the end."""

    def find(self) -> None:
        """One more document was found."""

    def begin(self, documents: int, done: Tally) -> None:
        """So many documents there are, and so many were done by an earlier run."""

    def add(self, row: Row) -> None:
        """One more row was written."""

    def complete(self, tally: Tally) -> None:
        """A shard was finished; *tally* counts all that are."""

    def stop(self) -> None:
        """Take away whatever moves: the run ends before its time."""

    def summarise(self, tally: Tally, output: str) -> None:
        """All is done."""


@contextlib.contextmanager
def open_progress(console: Console, *, quiet: bool) -> Iterator[Progress]:
    """The progress that suits where standard error goes."""
    if quiet:
        yield _Silence()
    elif console.complains_to_terminal:
        bar = _Bar(console)
        try:
            yield bar
        finally:
            bar.stop()
    else:
        yield _Lines(console)


class _Silence:
    def find(self) -> None: ...

    def begin(self, documents: int, done: Tally) -> None: ...

    def add(self, row: Row) -> None: ...

    def complete(self, tally: Tally) -> None: ...

    def stop(self) -> None: ...

    def summarise(self, tally: Tally, output: str) -> None: ...


class _Count:
    """Where a run stands."""

    def __init__(self) -> None:
        self.found = 0
        self.total = 0
        self.before = 0
        self.done = 0
        self.errors = 0
        self.started = time.monotonic()

    def find(self) -> None:
        self.found += 1

    def begin(self, documents: int, done: Tally) -> None:
        self.total = documents
        self.before = self.done = done.documents
        self.errors = done.errors
        self.started = time.monotonic()

    def add(self, row: Row) -> None:
        self.done += 1
        self.errors += row["status"] in {Status.REFUSED, Status.FAILED}

    def complete(self, tally: Tally) -> None:
        self.done = max(self.done, tally.documents)
        self.errors = max(self.errors, tally.errors)

    @property
    def seconds(self) -> float:
        return max(time.monotonic() - self.started, 1e-6)

    @property
    def rate(self) -> float:
        """Documents a second of this run."""
        return (self.done - self.before) / self.seconds

    @property
    def left(self) -> str:
        """Time until the end, if all goes on so."""
        return clock((self.total - self.done) / self.rate) if self.rate else "?"


class _Lines(_Count):
    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._told = time.monotonic()

    def begin(self, documents: int, done: Tally) -> None:
        super().begin(documents, done)
        kept = f", {done.documents:,} of them done before" if done.documents else ""
        self._console.tell(f"{documents:,} documents{kept}")

    def add(self, row: Row) -> None:
        super().add(row)
        self._tell()

    def complete(self, tally: Tally) -> None:
        super().complete(tally)
        self._tell()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._told >= _LINE_SECONDS and self.done < self.total:
            self._told = now
            self._console.tell(
                f"{self.done:,} of {self.total:,} documents, {self.rate:,.1f}/s, {count_errors(self.errors)}, "
                f"about {self.left} left"
            )

    def stop(self) -> None: ...

    def summarise(self, tally: Tally, output: str) -> None:
        for line in summary(self, tally, output):
            self._console.tell(line)


class _Bar(_Count):
    def __init__(self, console: Console) -> None:
        super().__init__()
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._console = console
        self._progress = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=console.rich_error(),
            transient=True,
            refresh_per_second=4,
            expand=True,
        )
        self._task: TaskID = self._progress.add_task("Finding documents", total=None, pace="")
        self._progress.start()

    def find(self) -> None:
        super().find()
        self._update(completed=self.found)

    def begin(self, documents: int, done: Tally) -> None:
        super().begin(documents, done)
        self._update(description="Auditing", total=documents, completed=self.done)

    def add(self, row: Row) -> None:
        super().add(row)
        self._update(completed=self.done)

    def complete(self, tally: Tally) -> None:
        super().complete(tally)
        self._update(completed=self.done)

    def _update(self, **fields: Any) -> None:
        pace = ""
        if self.done > self.before:
            pace = f"{self.rate:,.0f}/s  {count_errors(self.errors)}  {self.left} left"
        self._progress.update(self._task, pace=pace, **fields)

    def stop(self) -> None:
        self._progress.stop()

    def summarise(self, tally: Tally, output: str) -> None:
        self.stop()
        for line in summary(self, tally, output):
            self._console.tell(line)


def summary(count: _Count, tally: Tally, output: str) -> list[str]:
    """What became of the documents, in a few lines."""
    new = tally.documents - count.before
    took = f" in {clock(count.seconds)} ({new / count.seconds:,.1f}/s)" if new else ""
    before = f", {count.before:,} by an earlier run" if count.before else ""
    states = [f"{tally.statuses[status]:,} {status.value}" for status in Status if tally.statuses[status]]
    lines = [f"{tally.documents:,} documents{took}{before}: {', '.join(states)}"]
    if tally.codes:
        codes = [f"{code} {times:,}" for code, times in sorted(tally.codes.items(), key=lambda one: (-one[1], one[0]))]
        more = f" and {len(codes) - _SHOWN_CODES} more codes" if len(codes) > _SHOWN_CODES else ""
        lines.append(f"Not audited: {', '.join(codes[:_SHOWN_CODES])}{more}")
    lines.append(f"Written to {output}")
    return lines


def count_errors(errors: int) -> str:
    """*errors* in words."""
    return f"{errors:,} error{'' if errors == 1 else 's'}"


def clock(seconds: float) -> str:
    """*seconds* as hours, minutes and seconds: 1:02:03, or 2:03."""
    whole = round(seconds)
    minutes, rest = divmod(whole, _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
