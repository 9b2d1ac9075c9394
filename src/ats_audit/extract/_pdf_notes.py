"""What lies on a page beside its content: form fields, notes, and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

from ats_audit.extract._lines import keep_target
from ats_audit.extract._pdf_geometry import Area, corners_of, form_matrix, page_matrix, transform
from ats_audit.extract._pdf_objects import dict_of, list_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pdfminer.pdfpage import PDFPage

    from ats_audit.extract._pdf_page import PageInterpreter

_MAX_NOTES: Final = 500
"""Annotations looked at on a page."""
_SHOWN: Final = frozenset({"Widget", "FreeText"})
_HIDDEN: Final = 0b100010
"""Annotation flags Hidden and NoView. Source: ISO 32000-1, table 165."""


class PdfLink(NamedTuple):
    """An address and the part of the page on which a click opens it."""

    target: str
    area: Area


def draw_fields(page: PDFPage, interpreter: PageInterpreter) -> None:
    """Draw the form fields and notes that lie on *page*, as they appear."""
    for annotation in _iter_annotations(page):
        if name_of(annotation.get("Subtype")) not in _SHOWN:
            continue
        appearance = resolve1(dict_of(annotation.get("AP")).get("N"))
        if isinstance(appearance, dict):
            appearance = resolve1(appearance.get(name_of(annotation.get("AS"))))
        if isinstance(appearance, PDFStream):
            _draw_appearance(appearance, annotation, interpreter)


def _draw_appearance(form: PDFStream, annotation: Mapping[str, Any], interpreter: PageInterpreter) -> None:
    """Fit the appearance's box to the annotation's rectangle. Source: ISO 32000-1, 12.5.5."""
    target, own = corners_of(annotation.get("Rect")), corners_of(form.get("BBox"))
    if target is None or own is None:
        return
    box = transform(own, form_matrix(form))
    if box.x0 == box.x1 or box.y0 == box.y1:
        return
    across = (target.x1 - target.x0) / (box.x1 - box.x0)
    up = (target.y1 - target.y0) / (box.y1 - box.y0)
    interpreter.draw_form(form, (across, 0, 0, up, target.x0 - box.x0 * across, target.y0 - box.y0 * up))


def list_links(page: PDFPage) -> tuple[PdfLink, ...]:
    """Return the links on *page* that can serve as a contact, in the order of the file."""
    matrix = page_matrix(page)
    found: list[PdfLink] = []
    for annotation in _iter_annotations(page):
        if name_of(annotation.get("Subtype")) != "Link":
            continue
        address = resolve1(dict_of(annotation.get("A")).get("URI"))
        target = keep_target(decode_text(address)) if isinstance(address, bytes) else None
        area = corners_of(annotation.get("Rect"))
        if target is not None and area is not None:
            found.append(PdfLink(target, transform(area, matrix)))
    return tuple(found)


def _iter_annotations(page: PDFPage) -> Iterator[Mapping[str, Any]]:
    for reference in list_of(page.annots)[:_MAX_NOTES]:
        annotation = dict_of(reference)
        flags = resolve1(annotation.get("F"))
        if not (isinstance(flags, int) and flags & _HIDDEN):
            yield annotation
