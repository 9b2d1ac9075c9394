"""Right-to-left writing: what stands on the page against what was written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ats_audit.extract._bidi import fold_forms, has_right_to_left, has_turned_brackets, order_line, turn_brackets

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
SEEN_AND_WRITTEN = [
    ("םלוע םולש", "שלום עולם"),
    ("ועד 2024 תנשמ REDCap לוהינ", "ניהול REDCap משנת 2024 דעו"),
    ("English with םולש inside 12", "English with שלום inside 12"),
    ("2024 - 2019 םירתא 14", "14 אתרים 2019 - 2024"),
    ("ICH E6(R3) הרשכה", "הכשרה ICH E6(R3)"),
    ("ةربخ", "خبرة"),
    ("SAS 9.4, MedDRA (coding), םוכסו םירתא לוהינ לש", "SAS 9.4, MedDRA (coding), של ניהול אתרים וסכום"),
    ("MedDRA coding ,לוהינ", "ניהול, MedDRA coding"),
    ("plain", "plain"),
    ("12 - 14", "12 - 14"),
]


def written(seen: str) -> str:
    return "".join(seen[number] for number in order_line(seen))


@pytest.mark.parametrize(("seen", "expected"), SEEN_AND_WRITTEN)
def test_what_is_seen_is_read_in_the_order_in_which_it_was_written(seen: str, expected: str) -> None:
    assert written(seen) == expected


@given(st.lists(st.sampled_from(["שלום", "עולם", "ניסיון", "2024", "14", "REDCap", "SAS"]), min_size=1, max_size=8))
def test_the_order_holds_every_glyph_once(words: list[str]) -> None:
    seen = " ".join(words)
    assert sorted(order_line(seen)) == list(range(len(seen)))


@given(st.lists(st.sampled_from(["שלום", "עולם", "ניסיון", "אתרים"]), min_size=1, max_size=8))
def test_letters_alone_are_read_backwards(words: list[str]) -> None:
    text = " ".join(words)
    assert written(text[::-1]) == text


@given(st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_a_line_of_latin_writing_stays_as_it_is(text: str) -> None:
    assert not has_right_to_left(text)
    if any(char.isalpha() for char in text):
        assert written(text) == text


def test_brackets_are_turned_where_all_stand_the_wrong_way_round() -> None:
    assert has_turned_brackets("ניהול )REDCap( משנת")
    assert turn_brackets(")REDCap(") == "(REDCap)"
    for text in ("(REDCap)", "1) a 2) b", ")(", "no brackets", "(a) )b("):
        assert has_turned_brackets(text) == (text == ")(")


def test_shapes_of_letters_are_folded_and_other_ligatures_left_alone() -> None:
    assert fold_forms("\ufeed\ufefb") == "\u0648\u0644\u0627"
    assert fold_forms("\ufb01x") == "\ufb01x"


def draw(*runs: tuple[float, float, str]) -> bytes:
    """A page with *runs* of glyphs, each at its place, from left to right."""
    pdfmetrics.registerFont(TTFont("DejaVu", str(DEJAVU)))
    out = io.BytesIO()
    page = Canvas(out, invariant=True)
    page.setFont("DejaVu", 12)
    for x, y, text in runs:
        page.drawString(x, y, text)
    page.save()
    return out.getvalue()


needs_font = pytest.mark.skipif(not DEJAVU.is_file(), reason="the font DejaVu Sans is not installed")


@needs_font
def test_a_page_is_read_as_it_was_written_and_every_word_knows_its_place() -> None:
    document = read(draw((100, 700, "םולש REDCap לוהינ"), (100, 680, "Plain words"), (100, 660, "2024 ועד 2019")))
    assert document.text == "ניהול REDCap שלום\nPlain words\n2019 דעו 2024"
    places = {document.text[word.start : word.end]: word.box.x0 for word in document.words}
    assert len(places) == len(document.text.split()) == len(document.words)
    # Written first, it stands furthest to the right.
    assert places["ניהול"] > places["REDCap"] > places["שלום"] == 100
    assert places["2019"] > places["דעו"] > places["2024"]


@needs_font
def test_runs_that_are_drawn_from_right_to_left_make_one_line() -> None:
    width = pdfmetrics.stringWidth
    draw((0, 0, ""))
    hebrew, latin = "לוהינ", "REDCap"
    x = 400 - width(hebrew, "DejaVu", 12)
    latin_x = x - width(latin + " ", "DejaVu", 12)
    document = read(draw((x, 700, hebrew), (latin_x, 700, latin), (latin_x - 40, 700, "םולש")))
    assert document.text == "ניהול REDCap שלום"


@needs_font
def test_a_column_further_left_is_no_part_of_the_line() -> None:
    document = read(draw((400, 700, "לוהינ"), (100, 700, "םולש")))
    assert document.text == "ניהול\nשלום"


@needs_font
def test_latin_words_in_a_line_from_right_to_left_are_parted_by_a_tab_only_where_white_is_wide() -> None:
    hebrew, latin = "םירתא לוהינ תנשמ ועד", "Medidata Rave"
    draw((0, 0, ""))
    wide = pdfmetrics.stringWidth(f"{latin} ", "DejaVu", 12)
    assert read(draw((100, 700, f"{latin} {hebrew}"))).text == f"דעו משנת ניהול אתרים {latin}"
    apart = read(draw((100, 700, latin), (100 + wide + 17, 700, hebrew)))
    assert apart.text == f"דעו משנת ניהול אתרים\t{latin}"
