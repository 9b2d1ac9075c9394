"""Recognising pages that are pictures."""

from __future__ import annotations

import builtins
import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from files import make_pdf, show

from ats_audit import Auditor
from ats_audit.errors import MissingExtraError, NoTextLayerError
from ats_audit.extract import draw_scans, extract_document, extract_recognised, require_ocr
from ats_audit.extract._budget import Budget
from ats_audit.extract._ocr import recognise_pages
from ats_audit.isolate._wire import decode_recognised, encode_recognised
from ats_audit.model import Box, FactKind, Limits, PagePicture, ReadingKind, RecognisedPage, RecognisedWord, SectionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

pytesseract = pytest.importorskip("pytesseract", reason="the extra ocr is not installed")

LINES = ["Jane Doe", "jane.doe@example.com", "Technical Skills", "Medidata Rave and REDCap", "Source data verification"]


def scan(lines: list[str]) -> bytes:
    """A PDF of one page that is a picture of *lines*."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (1700, 2200), 255)
    drawing = ImageDraw.Draw(image)
    font = ImageFont.load_default(48)
    for number, line in enumerate(lines):
        drawing.text((200, 200 + 110 * number), line, fill=0, font=font)
    out = io.BytesIO()
    image.save(out, "PDF", resolution=200)
    return out.getvalue()


def picture() -> PagePicture:
    return draw_scans(make_pdf("0 0 9 9 re f"))[0]


def told(*words: tuple[str, float, int, int]) -> Mapping[str, list[Any]]:
    """What tesseract answers: text, confidence, line and left edge of each word."""
    keys = ("text", "conf", "block_num", "par_num", "line_num", "left", "top", "width", "height")
    rows = [(text, conf, 1, 1, line, left, 100 * line, 90, 40) for text, conf, line, left in words]
    return {key: [row[at] for row in rows] for at, key in enumerate(keys)}


def answer(monkeypatch: pytest.MonkeyPatch, found: Mapping[str, list[Any]] | Exception) -> None:
    def image_to_data(*_: object, **__: object) -> Mapping[str, list[Any]]:
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(pytesseract, "get_tesseract_version", lambda: "5")
    monkeypatch.setattr(pytesseract, "image_to_data", image_to_data)


def test_scans_are_as_sharp_as_letters_need() -> None:
    page = picture()
    assert (page.pixels_wide, page.pixels_high // 10, page.media_type) == (2550, 330, "image/png")


def test_words_become_lines_with_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(("¢", 90, 1, 100), ("REDCap", 95, 1, 200), ("ee", 12, 1, 300), ("Rave", 95, 2, 200), (" ", 95, 2, 300))
    answer(monkeypatch, found)
    layout = recognise_pages([picture()], Budget(Limits()))
    assert layout.full.text == "• REDCap\nRave"
    assert (layout.stream.text, layout.strict.text, layout.reader) == ("", "", "tesseract")
    assert any(fact.kind is FactKind.IMAGE_PAGE for fact in layout.facts)
    assert round(layout.full.placed[1].line.pieces[0].box.x0) == round(200 * 72 / 300)


def test_where_nothing_is_recognised_there_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for found in (told(("ee", 5, 1, 1)), pytesseract.TesseractError(1, "Secretname")):
        answer(monkeypatch, found)
        with pytest.raises(NoTextLayerError) as caught:
            recognise_pages([picture()], Budget(Limits()))
        assert "Secretname" not in str(caught.value)


def mixed() -> bytes:
    """A PDF of two pages: text, and a picture of `LINES` with a page number."""
    from pypdfium2 import PdfDocument

    text = show("Jane Doe", 72, 720) + show("Experience", 72, 690) + show("Monitored 14 sites", 72, 670)
    both = PdfDocument(make_pdf(text))
    both.import_pages(PdfDocument(scan(LINES)))
    out = io.BytesIO()
    both.save(out)
    return out.getvalue()


def test_a_page_that_is_a_picture_among_pages_of_text_is_said_to_be_unread() -> None:
    document = extract_document(mixed())
    assert document.text == "Jane Doe\nExperience\nMonitored 14 sites"
    assert document.skipped == ("Page 2 is a picture: words drawn in it were not read.",)
    assert [(fact.kind, fact.page) for fact in document.facts] == [(FactKind.IMAGE_PAGE, 2)]


def test_what_is_recognised_on_such_a_page_stands_in_the_full_reading_alone() -> None:
    lines = (
        (RecognisedWord("Skills", Box(72.0, 72.0, 110.0, 84.0)),),
        (RecognisedWord("REDCap", Box(72, 90, 110, 102)),),
    )
    page = RecognisedPage(page=2, points_wide=612.0, points_high=792.0, lines=lines)
    document = extract_recognised(mixed(), (page,))
    assert document.text == "Jane Doe\nExperience\nMonitored 14 sites\nSkills\nREDCap"
    assert [reading.text for reading in document.readings[1:]] == ["Jane Doe\nExperience\nMonitored 14 sites"] * 2
    assert document.reader == "pdfminer.six, tesseract"
    assert document.skipped[0].startswith("Page 2 is a picture, and tesseract read it")
    assert document.words[-1].page == 2
    assert document.words[-1].box == Box(72.0, 90.0, 110.0, 102.0)
    assert SectionKind.SKILLS in {section.kind for section in document.full.sections}
    with pytest.raises(NoTextLayerError):
        extract_recognised(b"plain text", (page,))


def test_a_page_of_text_is_never_replaced() -> None:
    lines = ((RecognisedWord("Forged", Box(72.0, 72.0, 110.0, 84.0)),),)
    page = RecognisedPage(page=1, points_wide=612.0, points_high=792.0, lines=lines)
    assert "Forged" not in extract_recognised(mixed(), (page,)).text


def test_what_was_recognised_goes_to_a_child_and_back() -> None:
    lines = (
        (RecognisedWord("Skills", Box(72.0, 72.0, 110.0, 84.0)),),
        (RecognisedWord("é", Box(1.5, 90.0, 3.5, 102.0)),),
    )
    page = RecognisedPage(page=2, points_wide=612.0, points_high=792.0, lines=lines)
    assert decode_recognised(json.loads(json.dumps(encode_recognised((page,))))) == (page,)


def test_a_missing_package_or_program_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise pytesseract.TesseractNotFoundError

    monkeypatch.setattr(pytesseract, "get_tesseract_version", missing)
    with pytest.raises(MissingExtraError, match="tesseract") as caught:
        Auditor(ocr=True)
    assert "apt-get install tesseract-ocr" in caught.value.hint
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "pytesseract":
            raise ImportError
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="extra ocr") as caught:
        require_ocr()
    assert "pip install 'ats-audit[ocr]'" in caught.value.hint


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not installed")
@pytest.mark.parametrize("isolation", ["process", "none"])
def test_only_the_scanned_pages_of_a_pdf_are_recognised(isolation: Any) -> None:
    with Auditor(isolation=isolation, ocr=True) as auditor:
        document = auditor.read(mixed())
    assert document.text.split() == ["Jane", "Doe", "Experience", "Monitored", "14", "sites", *" ".join(LINES).split()]
    assert document.reader == "pdfminer.six, tesseract"
    assert "REDCap" not in document.readings[1].text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="the program tesseract is not installed")
@pytest.mark.parametrize("isolation", ["process", "none"])
def test_a_scan_is_read_when_asked_for_and_refused_otherwise(isolation: Any) -> None:
    content = scan(LINES)
    with Auditor(isolation=isolation) as auditor, pytest.raises(NoTextLayerError, match="pictures"):
        auditor.read(content)
    with Auditor(isolation=isolation, ocr=True) as auditor:
        document = auditor.read(content)
        report = auditor.audit(content, role="cra")
    assert document.text.split() == " ".join(LINES).split()
    assert {reading.kind: bool(reading.text) for reading in document.readings} == {
        ReadingKind.FULL: True,
        ReadingKind.STREAM: False,
        ReadingKind.STRICT: False,
    }
    assert report.document.reader == "tesseract"
    assert report.score.worst == 0 < report.score.full
    assert any("tesseract" in note for note in report.skipped_checks)
