"""Sources: files taken from wherever they are and read, in this process or in a child that can be killed."""

from __future__ import annotations

import functools
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, NoReturn

from ats_audit.errors import AtsAuditError, ExtractionTimeoutError, LimitExceededError, NoTextLayerError
from ats_audit.extract import (
    draw_pages,
    draw_scans,
    extract_document,
    extract_recognised,
    extract_text,
    load_content,
    recognise_document,
    recognise_words,
    require_ocr,
    write_remarks,
    write_section,
)
from ats_audit.isolate import IsolatedReader
from ats_audit.model import Document, FactKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ats_audit.model import Limits, PagePicture, Remark, SectionLines

File = Path | str | bytes | BinaryIO
"""A path, the bytes of a file, or a file object opened in binary mode."""

Source = File | Document
"""A file, or what was made of one."""

UNNAMED = "document"
"""How a report names a source that has no path."""

_ANY = 1_000_000
_PICTURES_LEFT = "Pages that are pictures were not recognised."


def name_of(source: Source) -> str:
    """What a report calls *source*: the last part of its path, where it has one."""
    return Path(source).name if isinstance(source, Path | str) else UNNAMED


class SourceReader:
    """Reads files within limits. Thread-safe; usable after a fork; close it when done."""

    def __init__(
        self,
        limits: Limits,
        *,
        isolation: Literal["process", "none"] = "none",
        slots: int = 1,
        partial: bool = False,
        ocr: bool = False,
    ) -> None:
        """Prepare; no process is started yet. The arguments are those of `Auditor`.

        Raises:
            MissingExtraError: *ocr* is asked for and not installed.
            ValueError: *slots* is less than one.
        """
        if ocr:
            require_ocr()
        self._limits = limits
        self._partial = partial
        self._ocr = ocr
        self._child = IsolatedReader(slots=slots) if isolation == "process" else None
        self.slots = slots if self._child else 1
        """How many files are read at a time."""

    @property
    def is_isolated(self) -> bool:
        """Whether a child reads while this process does something else."""
        return self._child is not None

    def load(self, source: File) -> tuple[bytes, str]:
        """The bytes of a file, and what to call it. The child that will read it starts meanwhile.

        Raises:
            DocumentError: There is no such file, or it is too large.
        """
        if self._child is not None:
            self._child.start()
        opened = Path(source) if isinstance(source, str) else source
        return load_content(opened, limits=self._limits), name_of(source)

    def open(self, source: Source) -> tuple[Document, str]:
        """The document, read unless it was before, and what to call it.

        Raises:
            DocumentError: As for `load` and `read`.
        """
        if isinstance(source, Document):
            return source, UNNAMED
        content, known_as = self.load(source)
        return self.read(content), known_as

    def open_ahead(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Callable[[], tuple[Document, str]]]]:
        """Each source with what opens it; with several slots the next ones are being read meanwhile."""
        if self.slots == 1:
            for source in sources:
                yield source, functools.partial(self.open, source)
            return
        with ThreadPoolExecutor(self.slots) as threads:
            waiting: deque[tuple[Source, Callable[[], tuple[Document, str]]]] = deque()
            try:
                for source in sources:
                    waiting.append((source, self._begin(source, threads)))
                    if len(waiting) > self.slots:
                        yield waiting.popleft()
                yield from waiting
            finally:
                threads.shutdown(wait=True, cancel_futures=True)

    def _begin(self, source: Source, threads: ThreadPoolExecutor) -> Callable[[], tuple[Document, str]]:
        """Have *source* read in a thread. Its bytes are taken here: its owner may close it when asked for the next."""
        if isinstance(source, Document):
            return functools.partial(self.open, source)
        try:
            content, known_as = self.load(source)
        except AtsAuditError as error:
            return functools.partial(_raise, error)
        reading = threads.submit(self.read, content)
        return lambda: (reading.result(), known_as)

    def read(self, content: bytes) -> Document:
        """Read a file, and recognise the pages of it that are pictures where that is asked for.

        Raises:
            DocumentError: It cannot be read.
        """
        draw = draw_scans if self._child is None else self._child.draw_scans
        # Few pages are drawn, however many there are.
        limits = replace(self._limits, pages=_ANY) if self._partial else self._limits
        try:
            if self._child is None:
                document = extract_document(content, limits=self._limits, partial=self._partial)
            else:
                document = self._child.extract(content, limits=self._limits, partial=self._partial)
        except NoTextLayerError:
            if not self._ocr:
                raise
            scans = draw(content, limits=limits)
            return recognise_document(content, scans, limits=self._limits, partial=self._partial)
        scanned = {fact.page for fact in document.facts if fact.kind is FactKind.IMAGE_PAGE} if self._ocr else set()
        if not scanned:
            return document
        try:
            pictures = [picture for picture in draw(content, limits=limits) if picture.page in scanned]
            recognised = [page for page in recognise_words(pictures) if page.lines]
            extract = extract_recognised if self._child is None else self._child.extract_recognised
            if recognised:
                return extract(content, recognised, limits=self._limits, partial=self._partial)
        except (LimitExceededError, ExtractionTimeoutError) as error:
            if not self._partial:
                raise
            # What the first reading gave is whole but for its pictures.
            return replace(document, skipped=(*document.skipped, f"{error.message} {_PICTURES_LEFT}"))
        return document

    def read_text(self, text: str) -> Document:
        """Read what is text already; offsets point into *text* itself.

        Raises:
            DocumentError: It is empty or too long.
        """
        return extract_text(text, limits=self._limits, partial=self._partial)

    def draw(self, content: bytes) -> tuple[PagePicture, ...]:
        """Draw the first pages of a PDF; empty for formats without pages.

        Raises:
            DocumentError: They cannot be drawn.
        """
        draw = draw_pages if self._child is None else self._child.draw
        return draw(content, limits=self._limits)

    def write_section(self, content: bytes, section: SectionLines) -> bytes:
        """The Word document in *content* with *section* in it.

        Raises:
            DocumentError: It cannot be read, is no Word document, or cannot be written again.
        """
        write = write_section if self._child is None else self._child.write_section
        return write(content, section, limits=self._limits)

    def write_remarks(self, content: bytes, remarks: Sequence[Remark]) -> bytes:
        """The Word document in *content* with a comment for each of *remarks*.

        Raises:
            DocumentError: As for `write_section`.
        """
        write = write_remarks if self._child is None else self._child.write_remarks
        return write(content, remarks, limits=self._limits)

    def close(self) -> None:
        """End the child processes, if any; the reader may be used again and starts new ones."""
        if self._child is not None:
            self._child.close()


def _raise(error: AtsAuditError) -> NoReturn:
    raise error
