"""Rectangles and matrices: of pages, forms and annotations, all untrusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pdfminer.pdftypes import resolve1
from pdfminer.utils import MATRIX_IDENTITY

from ats_audit.extract._pdf_objects import list_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFStream

Matrix = tuple[float, float, float, float, float, float]

_CORNERS: Final = 4
_TURNED: Final = frozenset({90, 270})
_WIDEST: Final = 1e6
"""Sum of the four numbers of a page's box; Acrobat draws pages of up to 14,400."""


class Area(NamedTuple):
    """A rectangle in page space: origin at the bottom left, y upwards."""

    x0: float
    y0: float
    x1: float
    y1: float


EVERYWHERE: Final = Area(-1e9, -1e9, 1e9, 1e9)
_LETTER: Final = Area(0.0, 0.0, 612.0, 792.0)


def measure_page(page: PDFPage) -> Area:
    """Return the area of *page* as it is drawn, from the origin on."""
    box = _visible_box(page)
    width, height = box.x1 - box.x0, box.y1 - box.y0
    return Area(0.0, 0.0, height, width) if page.rotate in _TURNED else Area(0.0, 0.0, width, height)


def page_matrix(page: PDFPage) -> Matrix:
    """Return the matrix that puts *page* upright with its visible corner at the origin."""
    box = _visible_box(page)
    turned: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -box.y0, box.x1),
        180: (-1, 0, 0, -1, box.x1, box.y1),
        270: (0, 1, -1, 0, box.y1, -box.x0),
    }
    return turned.get(page.rotate, (1, 0, 0, 1, -box.x0, -box.y0))


def _visible_box(page: PDFPage) -> Area:
    media, crop = page.mediabox, page.cropbox
    box = Area(max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    boxes = (one for one in (box, Area(*media)) if one.x0 < one.x1 and one.y0 < one.y1 and sum(map(abs, one)) < _WIDEST)
    return next(boxes, _LETTER)


def corners_of(rectangle: Any) -> Area | None:
    """Return the area that a PDF rectangle names; None where it is none."""
    box = [resolve1(value) for value in list_of(rectangle)]
    if len(box) != _CORNERS or not all(isinstance(value, int | float) for value in box):
        return None
    return Area(min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))


def matrix_of(values: Sequence[Any]) -> Matrix:
    """Return the matrix that six operands are.

    Raises:
        TypeError, ValueError: they are none.
    """
    a, b, c, d, e, f = (resolve1(value) + 0.0 for value in values)
    return (a, b, c, d, e, f)


def form_matrix(form: PDFStream) -> Matrix:
    """Return the matrix of a form, the identity where it is none."""
    values = [resolve1(value) for value in list_of(form.get("Matrix"))]
    if len(values) != len(MATRIX_IDENTITY) or not all(isinstance(value, int | float) for value in values):
        return MATRIX_IDENTITY
    return matrix_of(values)


def form_clip(form: PDFStream, ctm: Matrix, clip: Area) -> Area:
    """Return what is left of *clip* within the bounds of *form*."""
    box = corners_of(form.get("BBox"))
    return clip if box is None else intersect(transform(box, ctm), clip)


def intersect(area: Area, other: Area) -> Area:
    """Return what both have in common; its corners change places where that is nothing."""
    return Area(max(area.x0, other.x0), max(area.y0, other.y0), min(area.x1, other.x1), min(area.y1, other.y1))


def unite(areas: Sequence[Area]) -> Area:
    """Return the smallest area around *areas*, of which there is at least one."""
    return Area(
        min(area.x0 for area in areas),
        min(area.y0 for area in areas),
        max(area.x1 for area in areas),
        max(area.y1 for area in areas),
    )


def transform(area: Area, matrix: Matrix) -> Area:
    """Return the bounds of *area* as *matrix* places it."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (area.x0, area.x1) for y in (area.y0, area.y1)]
    ys = [b * x + d * y + f for x in (area.x0, area.x1) for y in (area.y0, area.y1)]
    return Area(min(xs), min(ys), max(xs), max(ys))


def is_rectangle(points: Sequence[tuple[float, float]]) -> bool:
    """Tell whether *points* are the corners of an upright rectangle, however often each is named."""
    corners = set(points)
    return len(corners) == _CORNERS and len({x for x, _ in corners}) == len({y for _, y in corners}) == _CORNERS // 2
