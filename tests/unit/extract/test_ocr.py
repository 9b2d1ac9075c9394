"""Recognising pages that are pictures."""

from __future__ import annotations

import builtins
import io
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from files import make_pdf

from ats_audit import Auditor
from ats_audit.errors import MissingExtraError, NoTextLayerError
from ats_audit.extract import draw_scans, require_ocr
from ats_audit.extract._budget import Budget
from ats_audit.extract._ocr import recognise_pages
from ats_audit.model import FactKind, Limits, PagePicture, ReadingKind

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
