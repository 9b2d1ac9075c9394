"""Where reports go: one after another to standard output or into a file, together as one log, or a file for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ats_audit.cli._console import OutputFailedError
from ats_audit.cli._parser import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ats_audit.model import AuditReport, Document, PagePicture
    from ats_audit.report import Display

    _Write = Callable[[str | bytes], None]

WITH_DOCUMENT: Final = frozenset({"html", "sarif", "github", "docx", "docx-review"})
"""Formats that show or point into the résumé, and need its document beside the report."""
WITH_PAGES: Final = frozenset({"html"})
"""Formats that show pictures of its pages."""
APART: Final[Mapping[str, str]] = {"html": ".html", "docx": ".section.docx", "docx-review": ".review.docx"}
"""Formats of which each résumé has a file of its own, with the suffix of these files."""

_BETWEEN: Final = {
    "text": "\n" + "=" * 80 + "\n\n",
    "markdown": "\n---\n\n",
    "jsonl": "",
    "json": ",\n",
    "github": "",
    "section": "\n",
    "section-markdown": "\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One résumé of a run, audited."""

    resume: str
    """As the command line names it."""
    report: AuditReport
    document: Document | None = None
    pages: Sequence[PagePicture] = ()
    file: bytes = b""
    """The new Word document, where that is the format."""


class Output(Protocol):
    """Takes the audits of one run in order."""

    def add(self, audited: Audited) -> None:
        """Write it, or keep it until the end."""

    def finish(self) -> None:
        """Write what is left; called once, after the last, if the run came so far."""


def open_output(form: str, path: str | None, resumes: Sequence[str], display: Display, write: _Write) -> Output:
    """The output for a format and `-o`; *write* takes text for standard output.

    Raises:
        UsageError: The reports need a folder, or another one.
    """
    into = write if path is None else _Page(path).write
    if form == "sarif":
        return _Log(into)
    if form in APART and path is not None and (len(resumes) > 1 or Path(path).is_dir()):
        return _Folder(Path(path), dict(zip(resumes, _name_files(resumes, APART[form]), strict=True)), form, display)
    if form in APART and len(resumes) > 1:
        raise UsageError(f"each of several résumés gets a {form} file of its own: name a folder with -o DIR")
    return _Row(into, form, display, several=len(resumes) > 1, at_once=path is None)


class _Row:
    """One report after another; what stands between them depends on the format."""

    def __init__(self, write: _Write, form: str, display: Display, *, several: bool, at_once: bool) -> None:
        """Send everything to *write*, *at_once* or in the end; of *several* reports, JSON is an array."""
        self._write = write
        self._form = form
        self._display = display
        self._array = form == "json" and several
        self._at_once = at_once
        self._waiting = ["[\n"] if self._array else []
        self._empty = True

    def add(self, audited: Audited) -> None:
        if audited.file:
            self._write(audited.file)
            return
        text = _render(audited, self._form, self._display)
        if not self._empty:
            self._waiting.append(_BETWEEN[self._form])
        self._empty = False
        self._waiting.append(text.rstrip("\n") if self._array else text)
        if self._at_once:
            self._flush()

    def finish(self) -> None:
        if self._array:
            self._waiting.append("]\n" if self._empty else "\n]\n")
        if not self._empty or self._at_once:
            self._flush()

    def _flush(self) -> None:
        text = "".join(self._waiting)
        self._waiting.clear()
        if text:
            self._write(text)


class _Log:
    """All audits as one log."""

    def __init__(self, write: _Write) -> None:
        self._write = write
        self._audits: list[tuple[AuditReport, Document | None, str | None]] = []

    def add(self, audited: Audited) -> None:
        self._audits.append((audited.report, audited.document, _address(audited)))

    def finish(self) -> None:
        from ats_audit.report import serialise_sarif

        self._write(serialise_sarif(self._audits))


class _Folder:
    """A file for each résumé."""

    def __init__(self, folder: Path, names: Mapping[str, str], form: str, display: Display) -> None:
        self._folder = folder
        self._names = names
        self._form = form
        self._display = display

    def add(self, audited: Audited) -> None:
        make_folder(self._folder)
        path = self._folder / self._names[audited.resume]
        write_file(str(path), audited.file or _render(audited, self._form, self._display))

    def finish(self) -> None:
        """All is written."""


def _render(audited: Audited, form: str, display: Display) -> str:
    from ats_audit.report import Format, render_report

    return render_report(
        audited.report,
        format=Format(form),
        display=display,
        document=audited.document,
        pages=audited.pages,
        address=_address(audited),
    )


def _address(audited: Audited) -> str | None:
    return None if audited.resume == "-" else audited.resume


def _name_files(resumes: Sequence[str], suffix: str) -> Iterator[str]:
    """A name for the file of each résumé: its own without the suffix, with it where two would be alike."""
    stems = Counter(Path(resume).stem.casefold() for resume in resumes)
    taken: Counter[str] = Counter()
    for resume in resumes:
        path = Path(resume)
        stem = "stdin" if resume == "-" else path.stem if stems[path.stem.casefold()] == 1 else path.name
        taken[stem.casefold()] += 1
        again = taken[stem.casefold()]
        yield f"{stem}{suffix}" if again == 1 else f"{stem}-{again}{suffix}"


class _Page:
    """A file that is written in one go."""

    def __init__(self, path: str) -> None:
        self._path = path

    def write(self, content: str | bytes) -> None:
        write_file(self._path, content)


def make_folder(folder: Path) -> None:
    """Make *folder*, unless it is there.

    Raises:
        OutputFailedError: It cannot be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise OutputFailedError(f"the output folder cannot be made ({reason})") from error


def write_file(path: str, content: str | bytes) -> None:
    """Write *content* to the file at *path*; text as UTF-8.

    Raises:
        OutputFailedError: It cannot be written.
    """
    try:
        Path(path).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise OutputFailedError(f"the output file cannot be written ({reason})") from error


def is_same_file(path: str, other: str) -> bool:
    """Whether both paths lead to one existing file."""
    try:
        return Path(path).samefile(other)
    except (OSError, ValueError):
        return False
