"""Pages of a PDF as pictures, drawn by pdfium: for eyes, not for reading."""

from __future__ import annotations

import io
import math
import threading
from typing import TYPE_CHECKING, Final

from ats_audit.errors import CorruptDocumentError, EncryptedDocumentError
from ats_audit.extract._budget import Budget
from ats_audit.extract._formats import Format, tell_format
from ats_audit.model import Limits, PagePicture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image
    from pypdfium2 import PdfDocument

    _Encode = Callable[[Image], tuple[str, bytes]]

PAGES: Final = 10
"""Pages that are drawn of one document; nobody leafs further, and each is about 0.1 MB."""
DOTS: Final = 144
"""Dots per inch: two for each point, as sharp as screens are."""
_PIXELS: Final = 4_000_000
"""Pixels of one picture at most, twice a letter page at `DOTS`; a larger page is drawn with fewer dots."""
SCAN_DOTS: Final = 300
"""Dots per inch for recognising letters. Source: six pages, word recall of tesseract 0.94 at 200 and 0.98 at 300."""
_SCAN_PIXELS: Final = 12_500_000
_SHADES: Final = 128
"""Colours of a picture of text. Letters are drawn in a few tones of each of their inks."""
_COLOURS: Final = 4_096
"""Colours from which a page holds a photograph, for which a palette is too few. Pages of text have up to 3,800."""
_QUALITY: Final = 80
TURN: Final = threading.Lock()
"""pdfium is not thread-safe, not even with documents that have nothing to do with each other."""
_PASSWORD: Final = "password"  # noqa: S105 # a word of pdfium's message


def draw_pages(content: bytes, *, limits: Limits = Limits(), dots: int = DOTS) -> tuple[PagePicture, ...]:  # noqa: B008
    """The first `PAGES` pages of the PDF in *content* as pictures of *dots* per inch, upright and as they print.

    Empty for other kinds of files: they have no pages.

    Raises:
        DocumentError: pdfium cannot open the file, or it has more pages or takes more seconds than *limits* allows.
            On some hostile files pdfium ends the process instead: draw those in a child.
    """
    if tell_format(content) is not Format.PDF:
        return ()
    return _draw(content, limits, dots, _PIXELS, _encode)


def draw_scans(content: bytes, *, limits: Limits = Limits()) -> tuple[PagePicture, ...]:  # noqa: B008
    """As `draw_pages`, in shades of grey and as sharp as recognising letters takes.

    Raises:
        DocumentError: As for `draw_pages`.
    """
    if tell_format(content) is not Format.PDF:
        return ()
    return _draw(content, limits, SCAN_DOTS, _SCAN_PIXELS, _encode_scan)


def _draw(content: bytes, limits: Limits, dots: int, pixels: int, encode: _Encode) -> tuple[PagePicture, ...]:
    budget = Budget(limits)
    with TURN:
        document = open_pages(content)
        try:
            budget.check_pages(len(document))
            return tuple(_iter_pictures(document, dots, pixels, encode, budget))
        finally:
            document.close()


def open_pages(content: bytes) -> PdfDocument:
    """The PDF in *content* as pdfium opens it; hold `TURN` while it is open, and close it.

    Raises:
        DocumentError: it cannot be opened.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(content)
    except PdfiumError as error:
        if _PASSWORD in str(error).casefold():
            raise EncryptedDocumentError(
                "The PDF needs a password to be opened.", hint="Save it without a password and send that file."
            ) from None
        raise CorruptDocumentError(
            "The pages of the PDF cannot be drawn.", hint="Export the résumé again as a plain PDF."
        ) from None


def _iter_pictures(
    document: PdfDocument, dots: int, pixels: int, encode: _Encode, budget: Budget
) -> Iterator[PagePicture]:
    from pypdfium2 import PdfiumError

    for number in range(min(len(document), PAGES)):
        budget.check_time()
        try:
            page = document[number]
            wide, high = page.get_size()
            image = page.render(scale=_scale(wide, high, dots, pixels), rev_byteorder=True).to_pil()
            page.close()
        except PdfiumError:
            continue  # a broken page among good ones: its text still stands in the report
        media_type, picture = encode(image.convert("RGB"))
        yield PagePicture(
            page=number + 1,
            points_wide=wide,
            points_high=high,
            pixels_wide=image.width,
            pixels_high=image.height,
            media_type=media_type,
            content=picture,
        )


def _scale(wide: float, high: float, dots: int, pixels: int) -> float:
    """Pixels for each point: as many as *dots* says, fewer where the page is so large that they would be too many."""
    return min(dots / 72, math.sqrt(pixels / max(wide * high, 1.0)), math.sqrt(pixels) / max(wide, high, 1.0))


def _encode_scan(image: Image) -> tuple[str, bytes]:
    out = io.BytesIO()
    image.convert("L").save(out, "PNG", compress_level=1)
    return "image/png", out.getvalue()


def _encode(image: Image) -> tuple[str, bytes]:
    """The picture as a small file: a palette keeps letters sharp, photographs need more colours than it has."""
    from PIL.Image import Dither, Quantize

    out = io.BytesIO()
    if image.getcolors(_COLOURS) is None:
        image.save(out, "WEBP", quality=_QUALITY, method=0)
        return "image/webp", out.getvalue()
    image.quantize(_SHADES, method=Quantize.FASTOCTREE, dither=Dither.NONE).save(out, "PNG", compress_level=6)
    return "image/png", out.getvalue()
