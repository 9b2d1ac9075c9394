"""Pages that are pictures, read by tesseract: optional, asked for, and told in the report."""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import ExtractionTimeoutError, LimitExceededError, MissingExtraError, NoTextLayerError
from ats_audit.extract._clean import BULLET, clean_text
from ats_audit.extract._pages import PAGES
from ats_audit.extract._pdf_facts import list_pictured
from ats_audit.extract._pdf_geometry import Area, unite
from ats_audit.extract._pdf_layout import ONLY, PageText, lay_out
from ats_audit.extract._pdf_words import WIDE_GAP, PdfLine, PdfWord
from ats_audit.model import Box, RecognisedPage, RecognisedWord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._lines import Layout
    from ats_audit.model import PagePicture

READER: Final = "tesseract"
_NOTE: Final = (
    "The pages are pictures, and tesseract read them: letters may be wrong, and a parser that recognises no pictures "
    "finds nothing at all."
)
_PICTURED: Final = "Page {} is a picture: words drawn in it were not read."
_RECOGNISED: Final = (
    "Page {} is a picture, and tesseract read it: letters may be wrong, and a parser that recognises no pictures finds "
    "nothing on it."
)
_CUT: Final = "{} Recognising pictures stopped on page {}: what follows in pictures was not read."
_ONLY: Final = f"Only the first {PAGES} pages were recognised: what follows, if anything, was not read."
_SECONDS: Final = 60.0
"""For one page, wall time; measured 1.8 s of CPU for a page of 300 dots per inch."""
_CONFIG: Final = "--psm 3 --dpi {dots}"
"""Automatic segmentation of the page: two columns come out right. Source: research on six résumés, recall 0.98."""
_BULLETS: Final = frozenset("*¢«»°©®")
"""What tesseract takes the bullet before a line for."""
_LEAST: Final = 30.0
"""Confidence, 0 to 100, below which tesseract takes icons and rules for letters."""


def require_ocr() -> None:
    """Check that pages can be recognised here.

    Raises:
        MissingExtraError: The Python package or the program is missing; the message names the command.
    """
    try:
        import pytesseract
    except ImportError:
        raise MissingExtraError(
            "Reading scanned pages needs the extra ocr.", hint="Install it: pip install 'ats-audit[ocr]'"
        ) from None
    try:
        pytesseract.get_tesseract_version()
    except (pytesseract.TesseractNotFoundError, SystemExit):
        raise MissingExtraError(
            "Reading scanned pages needs the program tesseract.",
            hint="Install it: apt-get install tesseract-ocr, brew install tesseract, or choco install tesseract",
        ) from None


def recognise_pages(pictures: Sequence[PagePicture], budget: Budget) -> Layout:
    """Return what tesseract reads in *pictures* of pages.

    Raises:
        MissingExtraError: tesseract is not installed.
        NoTextLayerError: It finds no word.
        ExtractionTimeoutError: A page takes longer than a minute.
        LimitExceededError: There is more text than allowed.
    """
    require_ocr()
    recognised: list[RecognisedPage] = []
    skipped = [_NOTE]
    most = budget.limits.pages
    if len(pictures) > most:
        skipped.append(ONLY.format(most))
    for picture in pictures[:most]:
        try:
            recognised.append(_recognise(picture))
        except ExtractionTimeoutError as error:
            if not budget.partial:
                raise
            skipped.append(_CUT.format(error.message, picture.page))
            break
    pages, cut = lay_out_pages(recognised, budget)
    skipped += cut
    if len(pictures) == PAGES:
        skipped.append(_ONLY)
    if not any(page.lines for page in pages):
        raise NoTextLayerError(
            "The pages are pictures, and no text can be recognised in them.",
            hint="Export the résumé from its editor instead of scanning or drawing it.",
        )
    return lay_out(pages, total=len(pages), unread=False, skipped=tuple(skipped), reader=READER)


def recognise_words(pictures: Sequence[PagePicture]) -> tuple[RecognisedPage, ...]:
    """Return the words that tesseract reads in *pictures* of pages, page by page.

    Raises:
        MissingExtraError: tesseract is not installed.
        NoTextLayerError: It cannot read a picture.
        ExtractionTimeoutError: A page takes longer than a minute.
    """
    require_ocr()
    return tuple(_recognise(picture) for picture in pictures)


def _recognise(picture: PagePicture) -> RecognisedPage:
    import pytesseract
    from PIL import Image

    scale = picture.points_wide / picture.pixels_wide
    config = _CONFIG.format(dots=round(72 / scale))
    with Image.open(io.BytesIO(picture.content)) as image:
        try:
            found: Mapping[str, Sequence[Any]] = pytesseract.image_to_data(
                image, config=config, timeout=_SECONDS, output_type=pytesseract.Output.DICT
            )
        except RuntimeError as error:
            if isinstance(error, pytesseract.TesseractError):
                raise NoTextLayerError(
                    "The pages are pictures, and tesseract cannot read them.",
                    hint="Export the résumé from its editor instead of scanning or drawing it.",
                ) from None
            raise ExtractionTimeoutError(
                f"Recognising a page took longer than {_SECONDS:g} seconds.", hint="Send fewer or smaller pages."
            ) from None
    lines: defaultdict[tuple[int, int, int], list[RecognisedWord]] = defaultdict(list)
    for at, raw in enumerate(found["text"]):
        text = "".join(clean_text(raw).split())
        if not text or float(found["conf"][at]) < _LEAST:
            continue
        left, top, wide, high = (found[key][at] * scale for key in ("left", "top", "width", "height"))
        words = lines[found["block_num"][at], found["par_num"][at], found["line_num"][at]]
        if not words and text in _BULLETS:
            text = BULLET
        words.append(RecognisedWord(text, Box(left, top, left + wide, top + high)))
    return RecognisedPage(
        page=picture.page,
        points_wide=picture.points_wide,
        points_high=picture.points_high,
        lines=tuple(map(tuple, lines.values())),
    )


def lay_out_pages(pages: Sequence[RecognisedPage], budget: Budget) -> tuple[list[PageText], list[str]]:
    """Return *pages* as those of a PDF, and what to say where a partial reading has met its limit.

    Raises:
        LimitExceededError: They hold more text than allowed, and a part is not wanted.
    """
    made: list[PageText] = []
    for page in pages:
        lines: list[PdfLine] = []
        try:
            for words in page.lines:
                line = _make_line(words, page.points_high)
                budget.spend_characters(len(line.text))
                lines.append(line)
        except LimitExceededError as error:
            if not budget.partial:
                raise
            if lines:
                made.append(_make_page(page, lines))
            return made, [_CUT.format(error.message, page.page)]
        made.append(_make_page(page, lines))
    return made, []


def seat_recognised(
    pages: Sequence[PageText], recognised: Sequence[RecognisedPage], budget: Budget
) -> tuple[list[PageText], list[str]]:
    """Return *pages*, those that are pictures as they were *recognised*, and what to say of pictures.

    Raises:
        LimitExceededError: As for `lay_out_pages`.
    """
    pictured = list_pictured(pages)
    made, notes = lay_out_pages([page for page in recognised if page.page in pictured], budget)
    known = {page.number: page for page in made}
    notes = [(_RECOGNISED if number in known else _PICTURED).format(number) for number in pictured] + notes
    return [known.get(page.number, page) for page in pages], notes


def _make_page(page: RecognisedPage, lines: Sequence[PdfLine]) -> PageText:
    return PageText(
        number=page.page,
        area=Area(0.0, 0.0, page.points_wide, page.points_high),
        lines=tuple(lines),
        hidden=0,
        unmapped=0,
        icons=0,
        pictured=True,
        rules=(),
        recognised=True,
    )


def _make_line(recognised: Sequence[RecognisedWord], page_high: float) -> PdfLine:
    words: list[PdfWord] = []
    for text, box in recognised:
        area = Area(box.x0, page_high - box.y1, box.x1, page_high - box.y0)
        wide = WIDE_GAP * (box.y1 - box.y0)
        words.append(PdfWord(text, area, tab=bool(words) and area.x0 - words[-1].area.x1 > wide))
    area = unite([word.area for word in words])
    parts = [("\t" if word.tab else " ") + word.text if number else word.text for number, word in enumerate(words)]
    return PdfLine(
        words=tuple(words),
        text="".join(parts),
        size=area.y1 - area.y0,
        baseline=area.y0,
        upright=True,
        font="",
        area=area,
    )
