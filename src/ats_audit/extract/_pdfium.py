"""A PDF as pdfium reads it: the rescue for files that our own reader gives up on.

No reference: pdfium drops spaces in the files of one producer, tells nothing of hidden text, and ends the process on
some hostile files. So it speaks second, in a process that may die, and the report says that it spoke.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ats_audit.errors import ExtractionTimeoutError, LimitExceededError, NoTextLayerError
from ats_audit.extract._clean import UNMAPPED, clean_text
from ats_audit.extract._formats import Format, tell_format
from ats_audit.extract._ocr import READER as TESSERACT
from ats_audit.extract._ocr import seat_recognised
from ats_audit.extract._pages import TURN, open_pages
from ats_audit.extract._pdf_facts import IMAGE_SHARE, PICTURE_WORDS
from ats_audit.extract._pdf_geometry import Area, unite
from ats_audit.extract._pdf_layout import ONLY, STOPPED, PageText, lay_out
from ats_audit.extract._pdf_words import WIDE_GAP, PdfLine, PdfWord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfDocument, PdfPage

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._lines import Layout
    from ats_audit.model import RecognisedPage

READER: Final = "pypdfium2"
_NOTE: Final = (
    "The usual reader gave up on this PDF, and pdfium read it: hidden text, headers and fonts could not be told apart."
)
_NO_CHARACTER: Final = frozenset({0x00, 0xFFFE, 0xFFFF})
_LINE_ENDS: Final = frozenset({0x0A, 0x0D})
_HYPHEN_AT_END: Final = 0x02
"""What pdfium puts for a hyphen at the end of a line."""
_TICK: Final = 512


def rescue_pdf(content: bytes, budget: Budget, recognised: Sequence[RecognisedPage] = ()) -> Layout:
    """Return the PDF in *content* as pdfium reads it, with what was *recognised* in pictures of pages.

    Raises:
        DocumentError: pdfium cannot open it or finds no text, it is no PDF, or it is beyond a limit. The process
            may end instead: call this only where it may.
    """
    if tell_format(content) is not Format.PDF:
        raise NoTextLayerError("Only a PDF has a second reader.", hint="Save it as PDF and send that file.")
    with TURN:
        document = open_pages(content)
        try:
            total = len(document)
            pages, skipped = _read_pages(document, budget)
        finally:
            document.close()
    if not any(page.lines for page in pages):
        raise NoTextLayerError(
            "No page holds text that a parser finds: the pages are pictures, or empty.",
            hint="Export the résumé from its editor instead of scanning or drawing it.",
        )
    pages, notes = seat_recognised(pages, recognised, budget)
    return lay_out(
        pages,
        total=total,
        unread=False,
        skipped=(_NOTE, *skipped, *notes),
        reader=f"{READER}, {TESSERACT}" if any(page.recognised for page in pages) else READER,
    )


def _read_pages(document: PdfDocument, budget: Budget) -> tuple[list[PageText], list[str]]:
    """Return the pages, and what to say where a partial reading has met its limit."""
    total = len(document)
    if not budget.partial:
        budget.check_pages(total)
    pages: list[PageText] = []
    skipped = [ONLY.format(budget.limits.pages)] if total > budget.limits.pages else []
    for number in range(1, min(total, budget.limits.pages) + 1):
        lines: list[PdfLine] = []
        page = document[number - 1]
        try:
            for line in _iter_lines(page, budget):
                lines.append(line)  # noqa: PERF402 - what was read before a limit counts
        except (LimitExceededError, ExtractionTimeoutError) as error:
            if not budget.partial:
                raise
            budget.reprieve()
            pages.append(_make_page(page, number, lines, budget))
            skipped.append(STOPPED.format(error.message, number, total))
            break
        pages.append(_make_page(page, number, lines, budget))
    return pages, skipped


def _make_page(page: PdfPage, number: int, lines: Sequence[PdfLine], budget: Budget) -> PageText:
    width, height = page.get_size()
    pictured = sum(len(line.words) for line in lines) < PICTURE_WORDS and _is_pictured(page, width * height, budget)
    page.close()
    return PageText(
        number=number,
        area=Area(0.0, 0.0, width, height),
        lines=tuple(lines),
        hidden=0,
        unmapped=sum(word.text.count(UNMAPPED) for line in lines for word in line.words),
        icons=0,
        pictured=pictured,
        rules=(),
    )


def _is_pictured(page: PdfPage, whole: float, budget: Budget) -> bool:
    """Tell whether a picture covers much of *page*; those inside of forms are not looked for."""
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    for at, drawn in enumerate(page.get_objects(max_depth=1)):
        if not at % _TICK:
            budget.check_time()
        if drawn.type == FPDF_PAGEOBJ_IMAGE:
            with suppress(PdfiumError):
                left, low, right, high = drawn.get_bounds()
                if (right - left) * (high - low) > IMAGE_SHARE * whole:
                    return True
    return False


def _iter_lines(page: PdfPage, budget: Budget) -> Iterator[PdfLine]:
    from pypdfium2.raw import FPDFText_GetFontSize, FPDFText_GetUnicode

    text = page.get_textpage()
    words: list[PdfWord] = []
    letters: list[str] = []
    areas: list[Area] = []
    size = 0.0
    count = text.count_chars()
    for at in range(count + 1):
        if not at % _TICK:
            budget.spend_glyphs(_TICK)
        code = FPDFText_GetUnicode(text, at) if at < count else 0x0A
        char = "-" if code == _HYPHEN_AT_END else chr(code)
        if char.isspace() or code in _LINE_ENDS:
            words += _make_word(letters, areas, words)
            letters, areas = [], []
            if code in _LINE_ENDS and words:
                line = _make_line(tuple(words), size)
                budget.spend_characters(len(line.text))
                yield line
                words, size = [], 0.0
            continue
        letters.append(UNMAPPED if code in _NO_CHARACTER else char)
        areas.append(Area(*text.get_charbox(at, loose=True)))
        size = max(size, FPDFText_GetFontSize(text, at))
    text.close()


def _make_word(letters: list[str], areas: list[Area], before: list[PdfWord]) -> list[PdfWord]:
    text = "".join(clean_text("".join(letters)).split())
    if not text:
        return []
    area = unite(areas)
    high = max(area.y1 - area.y0, 1.0)
    return [PdfWord(text, area, tab=bool(before) and area.x0 - before[-1].area.x1 > WIDE_GAP * high)]


def _make_line(words: tuple[PdfWord, ...], size: float) -> PdfLine:
    area = unite([word.area for word in words])
    parts = [("\t" if word.tab else " ") + word.text if number else word.text for number, word in enumerate(words)]
    return PdfLine(
        words=words,
        text="".join(parts),
        size=size or area.y1 - area.y0,
        baseline=area.y0,
        upright=area.x1 - area.x0 >= area.y1 - area.y0 or len(words[0].text) == 1,
        font="",
        area=area,
    )
