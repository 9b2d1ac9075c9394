"""PDF: pages drawn, words found, readings laid out. The one place where pdfminer's exceptions become ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1

from ats_audit.errors import (
    CorruptDocumentError,
    DocumentError,
    EncryptedDocumentError,
    LimitExceededError,
    NoTextLayerError,
)
from ats_audit.extract._pdf_device import PageDevice
from ats_audit.extract._pdf_fonts import FontShelf
from ats_audit.extract._pdf_hidden import split_hidden
from ats_audit.extract._pdf_layout import PageText, lay_out
from ats_audit.extract._pdf_objects import GuardedDocument, list_pages, name_of, open_pdf, scan_pdf
from ats_audit.extract._pdf_page import PageInterpreter
from ats_audit.extract._pdf_quiet import quiet_pdfminer
from ats_audit.extract._pdf_words import make_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._lines import Layout
    from ats_audit.extract._pdf_words import PdfLine

_IMAGE_SHARE: Final = 0.4
_HEADER: Final = b"%PDF-"
_PAGE_LOST: Final = "A page is damaged: what stands on it after the damage was not read."
_PARTS_LOST: Final = "The file is damaged: parts of it may be missing."

_FAILURES: Final[tuple[tuple[type[Exception], type[DocumentError], str, str], ...]] = (
    (
        PDFEncryptionError,
        EncryptedDocumentError,
        "The PDF is locked with a password.",
        "Save a copy without a password and send that file.",
    ),
    (
        MemoryError,
        LimitExceededError,
        "The PDF needs more memory than is allowed.",
        "Export the résumé again as a plain PDF.",
    ),
    (
        RecursionError,
        CorruptDocumentError,
        "The PDF is nested without end.",
        "Export the résumé again as a plain PDF.",
    ),
)
"""pdfminer's failures and ours; what is not listed is a damaged file."""


def read_pdf(content: bytes, budget: Budget) -> Layout:
    """Return the PDF in *content*, its text in the order of its content streams.

    Raises:
        DocumentError: encrypted, corrupt, without text on any page, beyond a limit, or too slow.
    """
    content = content[content.index(_HEADER) :]
    with quiet_pdfminer():
        with _translated():
            document, pages, scanned = _open(content, budget)
            hidden_layers = _list_hidden_layers(document)
        texts: list[PageText] = []
        skipped = [_PARTS_LOST] if scanned else []
        shelf = FontShelf(budget)
        device = PageDevice(shelf, budget)
        failure: DocumentError | None = None
        for number, page in enumerate(pages, 1):
            interpreter = PageInterpreter(shelf, device, budget, hidden_layers=hidden_layers)
            try:
                with _translated():
                    texts.append(_read_page(interpreter, device, page, number, budget))
            except CorruptDocumentError as error:
                failure = error
                skipped.append(_PAGE_LOST)
        if not any(text.lines for text in texts):
            raise failure or (_broken() if scanned else _no_text(texts))
        unread = bool(_embedded(document))
    return lay_out(texts, total=len(pages), unread=unread, skipped=tuple(dict.fromkeys(skipped)))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DocumentError:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile file makes pdfminer raise anything at all
        for foreign, ours, message, hint in _FAILURES:
            if isinstance(error, foreign):
                raise ours(message, hint=hint) from None
        raise _broken() from None


def _broken() -> CorruptDocumentError:
    return CorruptDocumentError(
        "The file says that it is a PDF, and cannot be read as one.", hint="Export the résumé again as PDF."
    )


def _open(content: bytes, budget: Budget) -> tuple[GuardedDocument, list[Any], bool]:
    """Return document and pages; by its tables where they are sound, else by looking for its objects."""
    try:
        document = open_pdf(content, budget)
        pages = list_pages(document)
        if pages:
            return document, pages, False
    except (DocumentError, PDFEncryptionError):
        raise
    except Exception:  # noqa: BLE001, S110 - whatever is wrong with the tables, the objects may still be there
        pass
    document = scan_pdf(content, budget)
    pages = list_pages(document)
    if not pages:
        raise CorruptDocumentError("The PDF has no pages.", hint="Export the résumé again as PDF.")
    return document, pages, True


def _read_page(interpreter: PageInterpreter, device: PageDevice, page: Any, number: int, budget: Budget) -> PageText:
    area = interpreter.draw_page(page)
    interpreter.draw_fields(page)
    device.settle()
    runs, hidden = split_hidden(device.runs, device.paints, area)
    whole = (area.x1 - area.x0) * (area.y1 - area.y0)
    pictures = [paint.area for paint in device.paints if paint.is_image]
    lines = tuple(_paid(make_lines(runs), budget))
    return PageText(
        number=number,
        area=area,
        lines=lines,
        hidden=hidden,
        unmapped=device.unmapped,
        icons=device.icons,
        pictured=any((box.x1 - box.x0) * (box.y1 - box.y0) > _IMAGE_SHARE * whole for box in pictures),
        rules=tuple(device.rules),
    )


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
        hint="Export the résumé from its editor instead of scanning or drawing it.",
    )


def _list_hidden_layers(document: GuardedDocument) -> frozenset[int]:
    """Return the object numbers of the optional layers that are off when the file is opened."""
    properties = dict_value(document.catalog.get("OCProperties"))
    config = dict_value(properties.get("D"))
    off = list(list_value(config.get("OFF")))
    if name_of(config.get("BaseState")) == "OFF":
        shown = {group.objid for group in list_value(config.get("ON")) if isinstance(group, PDFObjRef)}
        off += [group for group in list_value(properties.get("OCGs")) if getattr(group, "objid", None) not in shown]
    return frozenset(group.objid for group in off if isinstance(group, PDFObjRef))


def _embedded(document: GuardedDocument) -> bool:
    """Tell whether the file carries other files, or an XFA form, neither of which is read."""
    names = resolve1(document.catalog.get("Names"))
    form = resolve1(document.catalog.get("AcroForm"))
    return (isinstance(names, dict) and "EmbeddedFiles" in names) or (isinstance(form, dict) and "XFA" in form)
