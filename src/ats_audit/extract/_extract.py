"""The one entry of this floor: from a path or bytes to a `Document`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import inf
from pathlib import Path
from typing import BinaryIO, Final

from ats_audit.errors import EmptyDocumentError, LimitExceededError, NoTextLayerError, UnreadableSourceError
from ats_audit.extract._budget import Budget
from ats_audit.extract._formats import Format, tell_format
from ats_audit.extract._lines import Flow, Layout, Rendering, flow_through, list_blocks, list_links, list_words
from ats_audit.extract._sections import Headings, find_sections
from ats_audit.model import Document, Fact, FactKind, Limits, PagePicture, Reading, ReadingKind, RecognisedPage

LARGE_BYTES: Final = 2_500_000
"""Bytes beyond which a file is large. Source: https://support.greenhouse.io/hc/en-us/articles/200989175"""

_Reader = Callable[[bytes, Budget], Layout]


def extract_document(
    source: Path | bytes,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    partial: bool = False,
) -> Document:
    """Return the résumé that *source* holds: its text, where it stands, its sections and its layout facts.

    Args:
        source: a file's path, or its bytes. The type is told by content; names and suffixes do not count.
        limits: what the document may cost in bytes, pages, characters, seconds and the like.
        partial: where a limit is met, return what was read until then; `Document.skipped` says so.

    Raises:
        DocumentError: always one of its subclasses, with our own words only: missing, empty, unsupported, encrypted,
            corrupt, without a text layer, beyond a limit, or too slow.
    """
    content = load_content(source, limits=limits)
    return read_content(content, limits=limits, headings=_headings(), partial=partial)


def rescue_document(
    source: Path | bytes,
    *,
    recognised: Sequence[RecognisedPage] = (),
    limits: Limits = Limits(),  # noqa: B008 - frozen
    partial: bool = False,
) -> Document:
    """Return the PDF that *source* holds as a second reader, pdfium, sees it: for files on which the first gives up.

    Arguments are those of `extract_document` and `extract_recognised`.

    Raises:
        DocumentError: it is no PDF, or this reader gives up too. On some hostile files it ends the process instead:
            call this in one that may end.
    """
    from ats_audit.extract._pdfium import rescue_pdf

    content = load_content(source, limits=limits)
    budget = Budget(limits, partial=partial)
    return _assemble(content, rescue_pdf(content, budget, recognised), _headings(), budget)


def recognise_document(
    content: bytes,
    pictures: Sequence[PagePicture],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    partial: bool = False,
) -> Document:
    """Return the résumé in *content* as tesseract reads it from *pictures* of its pages (`draw_scans`).

    Its stream and strict readings are empty: a parser that recognises no pictures finds nothing. With *partial*,
    what was recognised until a limit was met.

    Raises:
        MissingExtraError: the extra or the program is not installed.
        DocumentError: nothing can be recognised, or it takes too long.
    """
    from ats_audit.extract._ocr import recognise_pages

    # The seconds are for reading, and go by while tesseract works within seconds of its own.
    budget = Budget(replace(limits, seconds=inf), partial=partial)
    return _assemble(content, recognise_pages(pictures, budget), _headings(), budget)


def recognise_words(pictures: Sequence[PagePicture]) -> tuple[RecognisedPage, ...]:
    """Return what tesseract reads in *pictures* of pages, for `extract_recognised`.

    Raises:
        MissingExtraError: the extra or the program is not installed.
        DocumentError: a picture cannot be read, or takes too long.
    """
    from ats_audit.extract._ocr import recognise_words as recognise

    return recognise(pictures)


def extract_recognised(
    content: bytes,
    recognised: Sequence[RecognisedPage],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    partial: bool = False,
) -> Document:
    """Return the PDF in *content* as `extract_document` does, with what was *recognised* on its scanned pages.

    The stream and strict readings stay as they are: a parser that recognises no pictures finds nothing on them.

    Raises:
        DocumentError: as for `extract_document`; *content* is no PDF.
    """
    from ats_audit.extract._pdf import read_pdf

    if tell_format(content) is not Format.PDF:
        raise NoTextLayerError("Only a PDF has pages that are pictures.", hint="Save it as PDF and send that file.")
    budget = Budget(limits, partial=partial)
    return _assemble(content, read_pdf(content, budget, recognised), _headings(), budget)


def require_ocr() -> None:
    """Check that pages can be recognised on this machine.

    Raises:
        MissingExtraError: the extra or the program is not installed; the hint has the command.
    """
    from ats_audit.extract._ocr import require_ocr as require

    require()


def extract_text(
    text: str,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    partial: bool = False,
) -> Document:
    """Return a résumé that is text already, as plain text or Markdown; offsets point into *text* itself.

    With *partial*, of a text that is too long the beginning; `Document.skipped` says so.

    Raises:
        EmptyDocumentError: *text* is blank.
        LimitExceededError: *text* is longer than *limits* allows.
    """
    from ats_audit.extract._plain import lay_out_text

    # A lone surrogate has no UTF-8 form; the digest names the text all the same.
    content = text.encode("utf-8", "surrogatepass")
    budget = Budget(limits, partial=partial)
    return _assemble(content, lay_out_text(text, budget), _headings(), budget)


@cache
def _headings() -> Headings:
    """Return the built-in headings, read once a process: looking for the file costs as much as a short résumé."""
    from ats_audit.lexicon import load_headings

    return load_headings()


def read_content(content: bytes, *, limits: Limits, headings: Headings, partial: bool = False) -> Document:
    """Return the document in *content*, its sections told by *headings* (normalised heading → kind)."""
    if not content:
        raise EmptyDocumentError("The file holds no bytes.", hint="Save the résumé again and send that file.")
    budget = Budget(limits, partial=partial)
    try:
        return _assemble(content, _READERS[tell_format(content)](content, budget), headings, budget)
    except MemoryError:
        # Where the process has a bound of its own, as the isolated reader does.
        raise LimitExceededError(
            f"Reading the file needs more than {limits.memory_bytes >> 20} MiB of memory.",
            hint="Export the résumé again as a plain PDF or DOCX.",
            limit="memory_bytes",
        ) from None


def _assemble(content: bytes, layout: Layout, headings: Headings, budget: Budget) -> Document:
    if not layout.full.text.strip():
        raise EmptyDocumentError("The file holds no text.", hint="Save the résumé again and send that file.")
    budget.reprieve()
    return Document(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=layout.media_type,
        reader=layout.reader,
        pages=layout.pages,
        readings=_list_readings(layout, headings, budget),
        blocks=list_blocks(layout.full),
        words=list_words(layout.full),
        facts=layout.facts + _tell_size(content),
        links=(*list_links(layout.full), *layout.links),
        skipped=layout.skipped,
    )


def _tell_size(content: bytes) -> tuple[Fact, ...]:
    size = len(content)
    return (Fact(kind=FactKind.LARGE_FILE, count=size),) if size > LARGE_BYTES else ()


def _list_readings(layout: Layout, headings: Headings, budget: Budget) -> tuple[Reading, ...]:
    # Only a person sees which column a heading rules; other parsers go down the text as it comes.
    readings: list[Reading] = []
    known: list[tuple[Rendering, Flow, Reading]] = []
    for kind, rendering, flow in (
        (ReadingKind.FULL, layout.full, layout.flow),
        (ReadingKind.STREAM, layout.stream, flow_through(layout.stream)),
        (ReadingKind.STRICT, layout.strict, flow_through(layout.strict)),
    ):
        # A plain résumé is the same in every reading: its sections are found once.
        same = next((one for seen, way, one in known if way == flow and _is_alike(seen, rendering)), None)
        if same is None:
            same = Reading(kind=kind, text=rendering.text, sections=find_sections(rendering, flow, headings, budget))
            known.append((rendering, flow, same))
        readings.append(replace(same, kind=kind))
    return tuple(readings)


def _is_alike(one: Rendering, other: Rendering) -> bool:
    """Tell whether two renderings have the same text, set in the same way: they have the same sections."""
    return one.text == other.text and all(
        first[:2] == second[:2]
        and first.line.look == second.line.look
        and first.line.level == second.line.level
        and first.line.gap == second.line.gap
        for first, second in zip(one.placed, other.placed, strict=True)
    )


def load_content(source: Path | bytes | BinaryIO, *, limits: Limits) -> bytes:
    """Return the bytes of *source*, never more than *limits* allows.

    Raises:
        UnreadableSourceError: there is no such file, it is a folder, or it may not be read.
        LimitExceededError: it is larger than *limits* allows.
        TypeError: the file object was opened in text mode.
    """
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, Path):
        content = _read_path(source, limits.bytes + 1)
    else:
        content = source.read(limits.bytes + 1)
        if not isinstance(content, bytes):
            raise TypeError("the file object must be opened in binary mode")
    if len(content) > limits.bytes:
        raise LimitExceededError(
            f"The file is larger than {limits.bytes:,} bytes.", hint="Make its pictures smaller, or leave them out."
        )
    return content


def _read_path(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise UnreadableSourceError("There is no such file.", hint="Check the spelling of the path.") from None
    except IsADirectoryError:
        raise UnreadableSourceError("The path is a folder.", hint="Name the résumé in it.") from None
    except (OSError, ValueError):
        raise UnreadableSourceError("The file cannot be read.", hint="Check its permissions.") from None


def load_readers() -> None:
    """Load now what PDF, DOCX and text are read with: it takes five times as long as a usual file."""
    import ats_audit.extract._docx
    import ats_audit.extract._pdf
    import ats_audit.extract._plain  # noqa: F401

    # The catalogue of headings is read with the first document.
    extract_document(b"Skills\n")


def _read_pdf(content: bytes, budget: Budget) -> Layout:
    from ats_audit.extract._pdf import read_pdf

    return read_pdf(content, budget)


def _read_zip(content: bytes, budget: Budget) -> Layout:
    from ats_audit.extract._docx import read_docx

    return read_docx(content, budget)


def _read_ole(content: bytes, budget: Budget) -> Layout:
    from ats_audit.extract._ole import refuse_ole

    return refuse_ole(content, budget)


def _read_text(content: bytes, budget: Budget) -> Layout:
    from ats_audit.extract._plain import read_plain

    return read_plain(content, budget)


_READERS: Final[Mapping[Format, _Reader]] = {
    Format.PDF: _read_pdf,
    Format.ZIP: _read_zip,
    Format.OLE: _read_ole,
    Format.TEXT: _read_text,
}
