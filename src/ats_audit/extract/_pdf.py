"""PDF: pages drawn, words found, readings laid out."""

from __future__ import annotations

import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1

from ats_audit.errors import (
    CorruptDocumentError,
    DocumentError,
    EncryptedDocumentError,
    ExtractionCrashError,
    ExtractionTimeoutError,
    LimitExceededError,
    NoTextLayerError,
)
from ats_audit.extract._ocr import READER as TESSERACT
from ats_audit.extract._ocr import seat_recognised
from ats_audit.extract._pdf_device import PageDevice
from ats_audit.extract._pdf_facts import IMAGE_SHARE
from ats_audit.extract._pdf_faults import FAULTS
from ats_audit.extract._pdf_fonts import FontShelf
from ats_audit.extract._pdf_geometry import measure_page
from ats_audit.extract._pdf_hidden import split_hidden
from ats_audit.extract._pdf_layout import ONLY, READER, STOPPED, PageText, lay_out
from ats_audit.extract._pdf_notes import draw_fields, list_links
from ats_audit.extract._pdf_objects import GuardedDocument, list_pages, name_of, open_pdf, scan_pdf
from ats_audit.extract._pdf_page import PageInterpreter
from ats_audit.extract._pdf_quiet import quiet_pdfminer
from ats_audit.extract._pdf_words import make_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfminer.pdfpage import PDFPage

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._lines import Layout
    from ats_audit.extract._pdf_geometry import Area
    from ats_audit.extract._pdf_words import PdfLine
    from ats_audit.model import RecognisedPage

_HEADER: Final = b"%PDF-"
_PAGE_LOST: Final = "A page is damaged: what stands on it after the damage was not read."
_PARTS_LOST: Final = "The file is damaged: parts of it may be missing."
_AGAIN: Final = "Export the résumé again as a plain PDF."


def read_pdf(content: bytes, budget: Budget, recognised: Sequence[RecognisedPage] = ()) -> Layout:
    """Return the PDF in *content*, its text in the order of its content streams.

    What was *recognised* in pictures of pages stands in the full reading in the place of their own few words.

    Raises:
        DocumentError: encrypted, corrupt, without text on any page, beyond a limit, or too slow;
            `ExtractionCrashError` where the fault is ours.
    """
    content = content[content.index(_HEADER) :]
    with quiet_pdfminer():
        try:
            return _read(content, budget, recognised)
        except (DocumentError, MemoryError):
            raise
        except RecursionError:
            raise CorruptDocumentError("The PDF is nested without end.", hint=_AGAIN) from None
        except Exception as error:  # noqa: BLE001 - no file may end the caller, and a fault of ours is told as one
            raise ExtractionCrashError(
                f"The reader of PDFs failed by a fault of its own: {type(error).__name__} at {_place_of(error)}.",
                hint=f"Please report it with these words. {_AGAIN}",
            ) from None


def _place_of(error: BaseException) -> str:
    """Return where in this package *error* arose: a place in our code, nothing of the file."""
    here = Path(__file__).parent
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent == here]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "an unknown place"


def _read(content: bytes, budget: Budget, recognised: Sequence[RecognisedPage]) -> Layout:
    document, pages, scanned = _open(content, budget)
    skipped = [_PARTS_LOST] if scanned else []
    total = len(pages)
    if total > budget.limits.pages:
        skipped.append(ONLY.format(budget.limits.pages))
        pages = pages[: budget.limits.pages]
    hidden_layers = _list_hidden_layers(document)
    shelf = FontShelf(budget)
    device = PageDevice(shelf, budget)
    texts: list[PageText] = []
    stopped: DocumentError | None = None
    for number, page in enumerate(pages, 1):
        interpreter = PageInterpreter(shelf, device, budget, hidden_layers=hidden_layers)
        try:
            interpreter.draw_page(page)
            draw_fields(page, interpreter)
            device.settle()
            texts.append(_collect(device, page, number, budget))
        except (LimitExceededError, ExtractionTimeoutError) as error:
            if not budget.partial:
                raise
            # What the page had drawn so far still counts.
            budget.reprieve()
            texts.append(_collect(device, page, number, None))
            skipped.append(STOPPED.format(error.message, number, total))
            stopped = error
            break
        if interpreter.is_damaged:
            skipped.append(_PAGE_LOST)
    if not any(text.lines for text in texts):
        raise stopped or (_broken() if {_PARTS_LOST, _PAGE_LOST}.intersection(skipped) else _no_text(texts))
    texts, notes = seat_recognised(texts, recognised, budget)
    skipped += notes
    return lay_out(
        texts,
        total=total,
        unread=_has_embedded(document),
        skipped=tuple(dict.fromkeys(skipped)),
        reader=f"{READER}, {TESSERACT}" if any(page.recognised for page in texts) else READER,
    )


def _broken() -> CorruptDocumentError:
    return CorruptDocumentError(
        "The file says that it is a PDF, and cannot be read as one.", hint="Export the résumé again as PDF."
    )


def _open(content: bytes, budget: Budget) -> tuple[GuardedDocument, list[PDFPage], bool]:
    """Return document and pages, and whether its tables were of no use and its objects had to be looked for."""
    try:
        with suppress(*FAULTS):
            return *_open_by_tables(content, budget), False
        document = scan_pdf(content, budget)
        pages = list_pages(document)
    except PDFEncryptionError:
        raise _locked() from None
    except FAULTS:
        raise _broken() from None
    if not pages:
        raise CorruptDocumentError("The PDF has no pages.", hint="Export the résumé again as PDF.")
    return document, pages, True


def _open_by_tables(content: bytes, budget: Budget) -> tuple[GuardedDocument, list[PDFPage]]:
    try:
        document = open_pdf(content, budget)
    except PDFEncryptionError:
        raise _locked() from None
    pages = list_pages(document)
    if not pages:
        raise LookupError
    return document, pages


def _locked() -> EncryptedDocumentError:
    return EncryptedDocumentError(
        "The PDF is locked with a password.", hint="Save a copy without a password and send that file."
    )


def _collect(device: PageDevice, page: PDFPage, number: int, budget: Budget | None) -> PageText:
    """Return what *device* has seen of a page; *budget* pays for its text unless it is spent already."""
    area = measure_page(page)
    sight = split_hidden(device.runs, device.paints, area)
    lines = make_lines(sight.seen)
    whole = _size_of(area)
    return PageText(
        number=number,
        area=area,
        lines=tuple(lines if budget is None else _paid(lines, budget)),
        hidden=sight.hidden,
        cut=sight.cut,
        unmapped=device.unmapped,
        icons=device.icons,
        pictured=any(paint.is_image and _size_of(paint.area) > IMAGE_SHARE * whole for paint in device.paints),
        rules=tuple(device.rules),
        links=list_links(page),
    )


def _size_of(area: Area) -> float:
    return (area.x1 - area.x0) * (area.y1 - area.y0)


def _paid(lines: Iterator[PdfLine], budget: Budget) -> Iterator[PdfLine]:
    for line in lines:
        budget.spend_characters(len(line.text))
        yield line


def _no_text(texts: list[PageText]) -> DocumentError:
    if any(text.hidden for text in texts):
        return NoTextLayerError(
            "All text of the PDF is hidden: a person sees none of it.", hint="Export the résumé again, text visible."
        )
    return NoTextLayerError(
        "No page holds text that a parser finds: the pages are pictures, or empty.",
        hint="Export the résumé from its editor, not as a scan or picture, or have the pages recognised (--ocr).",
    )


def _list_hidden_layers(document: GuardedDocument) -> frozenset[int]:
    """Return the object numbers of the optional layers that are off when the file is opened."""
    properties = dict_value(document.catalog.get("OCProperties"))
    config = dict_value(properties.get("D"))
    off: list[Any] = list(list_value(config.get("OFF")))
    if name_of(config.get("BaseState")) == "OFF":
        shown = {group.objid for group in list_value(config.get("ON")) if isinstance(group, PDFObjRef)}
        off += [group for group in list_value(properties.get("OCGs")) if getattr(group, "objid", None) not in shown]
    return frozenset(group.objid for group in off if isinstance(group, PDFObjRef))


def _has_embedded(document: GuardedDocument) -> bool:
    """Tell whether the file carries other files, or an XFA form, neither of which is read."""
    names = resolve1(document.catalog.get("Names"))
    form = resolve1(document.catalog.get("AcroForm"))
    return (isinstance(names, dict) and "EmbeddedFiles" in names) or (isinstance(form, dict) and "XFA" in form)
