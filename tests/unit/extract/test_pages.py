"""Pages as pictures: what they show, where words stand on them, and what they may cost."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from files import make_docx, make_pdf
from PIL import Image, ImageStat

from ats_audit.errors import CorruptDocumentError, LimitExceededError
from ats_audit.extract import draw_pages, extract_document
from ats_audit.extract._pages import PAGES
from ats_audit.model import Limits, PagePicture

SAMPLES = Path(__file__).parents[3] / "samples"
LINE = "BT /F1 24 Tf 100 600 Td (Medidata) Tj ET"


def open_picture(picture: PagePicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.content))
    assert image.size == (picture.pixels_wide, picture.pixels_high)
    return image.convert("L")


def test_a_page_is_drawn_upright_with_two_dots_to_a_point() -> None:
    (picture,) = draw_pages(make_pdf(LINE))
    assert (picture.page, picture.points_wide, picture.points_high) == (1, 612, 792)
    assert (picture.pixels_wide, picture.pixels_high, picture.media_type) == (1224, 1584, "image/png")


@pytest.mark.parametrize(
    "page",
    ["", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox[50 300 500 700]", "/CropBox[50 300 500 700]/Rotate 90"],
)
def test_words_stand_on_the_picture_where_their_boxes_are(page: str) -> None:
    pdf = make_pdf(LINE, page=page)
    (picture,) = draw_pages(pdf)
    (word,) = extract_document(pdf).words
    image = open_picture(picture)
    scale = picture.pixels_wide / picture.points_wide
    ink = image.point(lambda tone: 255 * (tone < 128)).getbbox()
    assert ink is not None
    for inked, said in zip(ink, word.box, strict=True):
        assert inked / scale == pytest.approx(said, abs=8)


def test_the_words_of_a_sample_stand_on_ink() -> None:
    content = (SAMPLES / "cra-strong.pdf").read_bytes()
    (picture,) = draw_pages(content)
    image = open_picture(picture)
    scale = picture.pixels_wide / picture.points_wide
    for word in extract_document(content).words:
        scaled = (word.box.x0 * scale, word.box.y0 * scale, word.box.x1 * scale, word.box.y1 * scale)
        assert ImageStat.Stat(image.crop(scaled)).extrema[0][0] < 200


def test_a_photograph_keeps_its_colours() -> None:
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    wash = Image.merge("RGB", [Image.linear_gradient("L").resize((64, 64)).rotate(90 * turn) for turn in range(3)])
    raw = Image.blend(noise, wash, 0.7).tobytes()
    picture_object = (
        b"<</Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceRGB/BitsPerComponent 8/Length "
        + str(len(raw)).encode()
        + b">>stream\n"
        + raw
        + b"\nendstream"
    )
    pdf = make_pdf(
        "q 400 0 0 400 100 200 cm /Im1 Do Q", resources="/XObject<</Im1 100 0 R>>", objects={100: picture_object}
    )
    (picture,) = draw_pages(pdf)
    assert picture.media_type == "image/webp"
    open_picture(picture)


def test_no_more_pages_are_drawn_than_anybody_looks_at() -> None:
    assert len(draw_pages(make_pdf(*[LINE] * (PAGES + 3)))) == PAGES


@pytest.mark.parametrize("box", ["[0 0 14400 14400]", "[0 0 14400 100]"])
def test_a_poster_is_drawn_with_fewer_dots(box: str) -> None:
    (picture,) = draw_pages(make_pdf(LINE, page=f"/MediaBox{box}"))
    assert picture.pixels_wide * picture.pixels_high <= 4_010_000
    assert picture.points_wide == 14400


def test_other_formats_have_no_pages() -> None:
    assert draw_pages(b"Jane Example") == ()
    assert draw_pages(make_docx("<w:p><w:r><w:t>Jane</w:t></w:r></w:p>")) == ()


def test_a_pdf_that_cannot_be_opened_is_an_error() -> None:
    with pytest.raises(CorruptDocumentError):
        draw_pages(b"%PDF-1.7\nnothing")


def test_too_many_pages_are_an_error() -> None:
    with pytest.raises(LimitExceededError):
        draw_pages(make_pdf(LINE, LINE), limits=Limits(pages=1))


def test_threads_draw_one_after_another() -> None:
    pdf = make_pdf(LINE)
    drawn: list[tuple[PagePicture, ...]] = []
    threads = [threading.Thread(target=lambda: drawn.append(draw_pages(pdf))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [draw_pages(pdf)] * 4
