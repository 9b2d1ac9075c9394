"""Extraction in child processes: the parent hands over bytes and gets a `Document` or a typed error."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ats_audit.errors import (
    CorruptDocumentError,
    DocumentError,
    ExtractionCrashError,
    ExtractionTimeoutError,
    LimitExceededError,
    NoTextLayerError,
)
from ats_audit.isolate._pool import ProcessPool
from ats_audit.isolate._process import ProcessDiedError, ProcessTimeoutError
from ats_audit.isolate._wire import (
    DRAW,
    EXTRACT,
    REMARKS,
    RESCUE,
    SCAN,
    SECTION,
    BrokenPipeToChildError,
    decode_document,
    decode_error,
    decode_pictures,
    encode_limits,
    encode_remarks,
    encode_section,
    encode_wish,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from ats_audit.model import Document, Limits, PagePicture, RecognisedPage, Remark, SectionLines

GRACE_SECONDS = 0.25
"""Wall time beyond the document's budget: within it the child says itself which limit was met."""

_Answer = TypeVar("_Answer")

_CHILD = "ats_audit.isolate._child"
_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1_024 + len(_PDF)
_OF_THE_READER: Final = frozenset({"objects", "operators", "forms", "glyphs", "font_entries", "nesting"})
"""Limits that count steps of the first reader."""
_RESCUE_SHARE: Final = 0.2
"""Of the seconds of a PDF, so much is kept for the second reader."""
_HINT = "Export the résumé again as a plain PDF or DOCX."


class IsolatedReader:
    """Extracts documents in killable child processes. Thread-safe, fork-safe; close it when done."""

    def __init__(self, *, slots: int = 1) -> None:
        """Prepare for at most *slots* documents at a time; no process is started yet.

        Raises:
            ValueError: *slots* is less than one.
        """
        self._pool = ProcessPool(_CHILD, slots=slots, spare=True)

    @property
    def restarts(self) -> Mapping[str, int]:
        """How often a child was replaced, by reason: "died", "timeout", "recycled"."""
        return self._pool.restarts

    def start(self) -> None:
        """Start one child now and return at once, so that it is ready when the first document comes."""
        self._pool.start()

    def warm_up(self) -> None:
        """Start a child for each slot and wait until all are ready.

        Raises:
            ProcessDiedError: They cannot start.
            ProcessTimeoutError: They do not start in time.
        """
        self._pool.warm_up()

    def extract(self, content: bytes, *, limits: Limits, partial: bool = False) -> Document:
        """Extract *content* in a child; a PDF on which the usual reader gives up is read by pdfium, in a child too.

        Args:
            content: The bytes of a file.
            limits: What it may cost, both readers together.
            partial: Where a limit is met, return what was read until then; `Document.skipped` says so.

        Raises:
            DocumentError: What extraction says of the file; `ExtractionTimeoutError` or
                `ExtractionCrashError` where the child had to be killed, or two of them died.
        """
        return self._extract(content, limits, _decode, encode_wish(partial=partial))

    def extract_packed(self, content: bytes, *, limits: Limits, partial: bool = False) -> bytes:
        """As `extract`, for handing the document on to another process: `unpack_document` makes it a `Document` there.

        Raises:
            DocumentError: As for `extract`.
        """
        return self._extract(content, limits, lambda _, payload: payload, encode_wish(partial=partial))

    def _extract(
        self,
        content: bytes,
        limits: Limits,
        decode: Callable[[dict[str, Any], bytes], _Answer],
        order: Mapping[str, Any],
    ) -> _Answer:
        if not _is_pdf(content):
            return self._ask(EXTRACT, content, limits, decode, order)
        began = time.monotonic()
        kept = _RESCUE_SHARE * limits.seconds
        try:
            return self._ask(EXTRACT, content, replace(limits, seconds=limits.seconds - kept), decode, order)
        except DocumentError as error:
            if not _may_be_rescued(error):
                raise
            left = max(limits.seconds - (time.monotonic() - began), kept)
            # Where the second reader gives up as well, what the first one said of the file stands.
            with suppress(DocumentError):
                return self._ask(RESCUE, content, replace(limits, seconds=left), decode, order)
            if isinstance(error, ExtractionTimeoutError):
                raise _too_slow(limits) from error
            raise

    def draw(self, content: bytes, *, limits: Limits) -> tuple[PagePicture, ...]:
        """Draw the pages of *content* in a child; empty where its format has none.

        Raises:
            DocumentError: As for `extract`.
        """
        return self._ask(DRAW, content, limits, decode_pictures)

    def write_section(self, content: bytes, section: SectionLines, *, limits: Limits) -> bytes:
        """Put *section* into the Word document in *content*, in a child.

        Raises:
            DocumentError: As for `extract`, or it is no Word document, or cannot be written again.
        """
        order = encode_section(section)
        return self._ask(SECTION, content, limits, lambda _, payload: payload, order)

    def write_remarks(self, content: bytes, remarks: Sequence[Remark], *, limits: Limits) -> bytes:
        """Write *remarks* into the margin of the Word document in *content*, in a child.

        Raises:
            DocumentError: As for `write_section`.
        """
        order = encode_remarks(remarks)
        return self._ask(REMARKS, content, limits, lambda _, payload: payload, order)

    def extract_recognised(
        self, content: bytes, recognised: Sequence[RecognisedPage], *, limits: Limits, partial: bool = False
    ) -> Document:
        """As `extract`, with what was *recognised* on pages that are pictures.

        Raises:
            DocumentError: As for `extract`.
        """
        return self._extract(content, limits, _decode, encode_wish(partial=partial, recognised=recognised))

    def draw_scans(self, content: bytes, *, limits: Limits) -> tuple[PagePicture, ...]:
        """As `draw`, as sharp as recognising letters takes.

        Raises:
            DocumentError: As for `extract`.
        """
        return self._ask(SCAN, content, limits, decode_pictures)

    def _ask(
        self,
        task: str,
        content: bytes,
        limits: Limits,
        decode: Callable[[dict[str, Any], bytes], _Answer],
        order: Any = None,
    ) -> _Answer:
        """Have a child do *task*; what goes wrong is raised as what it says of the file."""
        request = {"task": task, "limits": encode_limits(limits), "order": order}
        try:
            answer, payload = self._pool.call(request, content, seconds=limits.seconds + GRACE_SECONDS)
            if "error" in answer:
                raise decode_error(answer["error"])
            return decode(answer, payload)
        except ProcessTimeoutError as error:
            raise _too_slow(limits) from error
        except (ProcessDiedError, BrokenPipeToChildError, KeyError) as error:
            raise ExtractionCrashError("the reader of this kind of file died on it", hint=_HINT) from error

    def close(self) -> None:
        """End all children; the reader may be used again and starts new ones."""
        self._pool.close()

    def __enter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def _decode(_: dict[str, Any], payload: bytes) -> Document:
    return decode_document(payload)


def _is_pdf(content: bytes) -> bool:
    return _PDF in content[:_PDF_WITHIN]


def _too_slow(limits: Limits) -> ExtractionTimeoutError:
    return ExtractionTimeoutError(f"Reading the file took longer than {limits.seconds:g} seconds.", hint=_HINT)


def _may_be_rescued(error: DocumentError) -> bool:
    """Tell whether a second reader may get on where the first met *error*: it failed, found nothing or was too slow.

    What the file itself is too large for, such as its pages or what its streams unpack to, no reader changes.
    """
    if isinstance(error, LimitExceededError):
        return error.limit in _OF_THE_READER
    return isinstance(error, CorruptDocumentError | NoTextLayerError | ExtractionTimeoutError | ExtractionCrashError)
