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
from ats_audit.errors import ExtractionTimeoutError, LimitExceededError, MissingExtraError, NoTextLayerError
from ats_audit.extract import (
    draw_scans,
    extract_document,
    extract_recognised,
    recognise_document,
    require_ocr,
    rescue_document,
)
from ats_audit.extract._budget import Budget
from ats_audit.extract._ocr import recognise_pages
from ats_audit.isolate import IsolatedReader
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


def scanned_twice() -> bytes:
    """Text, a scan, text, and the scan again: four pages."""
    from pypdfium2 import PdfDocument

    both = PdfDocument(mixed())
    both.import_pages(PdfDocument(mixed()))
    out = io.BytesIO()
    both.save(out)
    return out.getvalue()


def recognised(page: int, words: int = 3) -> RecognisedPage:
    lines = tuple(
        (RecognisedWord(f"word{number}", Box(72.0, 72.0 + 14 * number, 110.0, 84.0)),) for number in range(words)
    )
    return RecognisedPage(page=page, points_wide=612.0, points_high=792.0, lines=lines)


TEXT = len("Jane Doe" + "Experience" + "Monitored 14 sites")


def test_at_a_limit_what_was_recognised_until_there_is_kept_and_the_limit_named() -> None:
    pages = (recognised(2), recognised(4))
    limits = Limits(characters=2 * TEXT + len("word0word1word2word0"))
    with pytest.raises(LimitExceededError, match="characters"):
        extract_recognised(scanned_twice(), pages, limits=limits)
    document = extract_recognised(scanned_twice(), pages, limits=limits, partial=True)
    assert document.text.split().count("word0") == 2
    assert document.text.split().count("word1") == 1
    assert document.text.count("Monitored 14 sites") == 2
    assert any("characters of text" in note and "stopped on page 4" in note for note in document.skipped)
    assert any(note.startswith("Page 4 is a picture, and tesseract read it") for note in document.skipped)


def test_where_the_text_takes_all_that_a_limit_allows_pictures_are_said_to_be_unread() -> None:
    limits = Limits(characters=2 * TEXT)
    document = extract_recognised(scanned_twice(), (recognised(2),), limits=limits, partial=True)
    assert "word0" not in document.text
    assert document.text.count("Monitored 14 sites") == 2
    assert document.reader == "pdfminer.six"
    assert any("characters of text" in note for note in document.skipped)
    assert "Page 2 is a picture: words drawn in it were not read." in document.skipped


def test_a_limit_in_the_text_of_a_mixed_file_stops_both_readings_at_the_same_page() -> None:
    limits = Limits(glyphs=TEXT + 5)
    document = extract_recognised(scanned_twice(), (recognised(2), recognised(4)), limits=limits, partial=True)
    assert document.text.count("word0") == 1
    assert any("glyphs" in note and "page 3 of 4" in note for note in document.skipped)


def test_a_child_hands_over_what_was_recognised_until_a_limit() -> None:
    limits = Limits(characters=TEXT + 7)
    with IsolatedReader() as reader:
        with pytest.raises(LimitExceededError, match="characters"):
            reader.extract_recognised(mixed(), (recognised(2),), limits=limits)
        document = reader.extract_recognised(mixed(), (recognised(2),), limits=limits, partial=True)
    assert document.text.split()[-1] == "word0"
    assert any("characters of text" in note for note in document.skipped)


@pytest.mark.parametrize("isolation", ["process", "none"])
def test_where_pictures_cannot_be_recognised_in_time_the_text_is_given(
    isolation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, RuntimeError("Tesseract process timeout"))
    with Auditor(isolation=isolation, ocr=True) as auditor, pytest.raises(ExtractionTimeoutError, match="Recognising"):
        auditor.read(mixed())
    with Auditor(isolation=isolation, ocr=True, partial=True) as auditor:
        document = auditor.read(mixed())
    assert document.text == "Jane Doe\nExperience\nMonitored 14 sites"
    assert document.skipped[-1].startswith("Recognising a page took longer than")


def test_of_a_scan_the_pages_recognised_until_a_limit_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, told(("REDCap", 95, 1, 200), ("Rave", 95, 2, 200)))
    pictures = [picture(), picture(), picture()]
    limits = Limits(characters=len("REDCapRaveREDCap"))
    with pytest.raises(LimitExceededError):
        recognise_document(b"scan", pictures, limits=limits)
    document = recognise_document(b"scan", pictures, limits=limits, partial=True)
    assert document.text.split() == ["REDCap", "Rave", "REDCap"]
    assert any("characters of text" in note for note in document.skipped)


@pytest.mark.parametrize("isolation", ["process", "none"])
def test_a_scan_of_too_many_pages_is_recognised_in_part(isolation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdfium2 import PdfDocument

    both = PdfDocument(scan(LINES))
    both.import_pages(PdfDocument(scan(LINES)))
    out = io.BytesIO()
    both.save(out)
    answer(monkeypatch, told(("REDCap", 95, 1, 200)))
    with Auditor(isolation=isolation, ocr=True, partial=True, limits=Limits(pages=1)) as auditor:
        document = auditor.read(out.getvalue())
    assert document.text == "REDCap"
    assert "Only the first 1 pages were read." in document.skipped


def test_the_second_reader_knows_pictures_of_pages_and_seats_what_was_recognised() -> None:
    document = rescue_document(mixed())
    assert [fact.page for fact in document.facts if fact.kind is FactKind.IMAGE_PAGE] == [2]
    assert "Page 2 is a picture: words drawn in it were not read." in document.skipped
    document = rescue_document(mixed(), recognised=(recognised(2),))
    assert document.text.split()[-3:] == ["word0", "word1", "word2"]
    assert document.reader == "pypdfium2, tesseract"


@pytest.mark.parametrize("partial", [False, True])
def test_what_was_recognised_reaches_the_second_reader_where_the_first_gives_up(partial: bool) -> None:  # noqa: FBT001
    from pypdfium2 import PdfDocument

    both = PdfDocument(make_pdf("0 0 m " * 5_000 + show("Jane Doe", 72, 720)))
    both.import_pages(PdfDocument(scan(LINES)))
    out = io.BytesIO()
    both.save(out)
    with IsolatedReader() as reader:
        document = reader.extract_recognised(
            out.getvalue(), (recognised(2),), limits=Limits(operators=4_000), partial=partial
        )
    assert document.reader == "pypdfium2, tesseract"
    assert document.text.split() == ["Jane", "Doe", "word0", "word1", "word2"]


def test_the_second_reader_keeps_what_it_read_until_a_limit() -> None:
    content = make_pdf(*[show(f"Hello page {number}") for number in range(3)])
    document = rescue_document(content, limits=Limits(characters=25), partial=True)
    assert document.text.split() == ["Hello", "page", "0", "Hello", "page", "1"]
    assert any("characters of text" in note and "page 3 of 3" in note for note in document.skipped)
    document = rescue_document(content, limits=Limits(pages=2), partial=True)
    assert (document.pages, document.text.count("Hello")) == (3, 2)
    assert "Only the first 2 pages were read." in document.skipped


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
