"""Words and lines out of a PDF."""

from __future__ import annotations

import pytest
from files import HELVETICA, make_pdf, make_stream, show, show_lines
from reading import read

from ats_audit.model import BlockKind, Box, Document, FactKind

FONT = "BT /F1 10 Tf 72 700 Td "


def text_of(operators: str, **more: str) -> str:
    return read(make_pdf(operators, **more)).text  # type: ignore[arg-type]


def count(document: Document, kind: FactKind) -> int:
    return sum(fact.count for fact in document.facts if fact.kind is kind)


@pytest.mark.parametrize(
    ("operators", "text"),
    [
        ("(Medidata Rave) Tj", "Medidata Rave"),
        ("[(Medi) 20 (data) -300 (Rave)] TJ", "Medidata Rave"),
        ("[(R) -40 (E) -40 (D) -40 (C) -40 (A) -40 (P)] TJ", "REDCap".upper()),
        ("3 Tc (SKILLS) Tj", "SKILLS"),
        ("2 Tc [(CORE) -600 (SKILLS)] TJ", "CORE SKILLS"),
        ("(S K I L L S   I N) Tj", "SKILLS IN"),
        ("(word) Tj 20 0 Td ( next) Tj", "word next"),
        ("(1) Tj 6 Tf 5 Ts (st) Tj", "1st"),
        ("14 TL (one) Tj T* (two) Tj (three) '", "one\ntwo\nthree"),
        ('14 TL (one) Tj 1 2 (two) "', "one\ntwo"),
        ("(one) Tj 0 -14 TD (two) Tj T* (three) Tj", "one\ntwo\nthree"),
        ("[(left) -20000 (right)] TJ", "left\tright"),
        ("50 Tz (narrow words) Tj", "narrow words"),
        ("(a\\255b) Tj", "ab"),
        # Found by mutation: a soft hyphen that stands alone.
        ("(a \\255 b) Tj", "a b"),
        ("(docu\\255) Tj 0 -12 Td (ment) Tj", "docu-\nment"),
        ("(nbsp\\240here) Tj", "nbsp here"),
    ],
)
def test_gaps_make_words_and_baselines_make_lines(operators: str, text: str) -> None:
    operators = operators.replace("6 Tf", "/F1 6 Tf")
    assert text_of(f"{FONT}{operators} ET") == text


def test_a_gap_between_lines_is_a_blank_line() -> None:
    assert (
        text_of(show_lines(["a line", "and more", "", "after a gap", "and on"]))
        == "a line\nand more\n\nafter a gap\nand on"
    )


def test_the_same_words_drawn_twice_are_fake_bold() -> None:
    assert text_of(show("Bold words", 72, 700) + show("Bold words", 72.3, 700)) == "Bold words"
    assert text_of(show("ditto", 72, 700) + show("ditto", 200, 700)) == "ditto\tditto"


def test_words_know_their_place_on_the_page() -> None:
    document = read(make_pdf(show("Medidata Rave", 100, 692, 10)))
    first, second = document.words
    assert document.text[second.start : second.end] == "Rave"
    assert (first.page, first.box.x0, first.box.y1) == (1, 100, 102.2)
    assert isinstance(second.box, Box)
    assert 92 < second.box.y0 < 93
    assert second.box.x0 > first.box.x1


def test_a_turned_or_cropped_page_still_starts_at_its_top_left() -> None:
    turned = read(make_pdf("BT /F1 10 Tf 0 1 -1 0 100 100 Tm (Turned) Tj ET", page="/Rotate 90"))
    assert turned.text == "Turned"
    assert turned.words[0].box.x1 - turned.words[0].box.x0 > turned.words[0].box.y1 - turned.words[0].box.y0
    cropped = read(make_pdf(show("Cropped", 100, 692, 10), page="/CropBox [50 50 500 742]"))
    assert cropped.words[0].box.x0 == 50
    assert cropped.words[0].box.y1 == pytest.approx(52.2)


@pytest.mark.parametrize("rotation", [180, 270])
def test_every_rotation_is_upright_to_the_reader(rotation: int) -> None:
    matrix = {180: "-1 0 0 -1 300 300", 270: "0 -1 1 0 300 300"}[rotation]
    document = read(make_pdf(f"BT /F1 10 Tf {matrix} Tm (Turned text) Tj ET", page=f"/Rotate {rotation}"))
    assert document.text == "Turned text"
    assert document.words[0].box.x0 < document.words[1].box.x0


def test_text_across_the_page_stands_on_lines_of_its_own() -> None:
    assert (
        text_of(show("Across", 72, 700) + "BT /F1 10 Tf 0 1 -1 0 78 700 Tm (Up the side) Tj ET")
        == "Across\n\nUp the side"
    )


def test_actual_text_replaces_what_glyphs_seem_to_say() -> None:
    content = FONT + "(Certi) Tj /Span <</ActualText (fi)>> BDC (\\003) Tj EMC (ed) Tj ET"
    assert text_of(content) == "Certified"


def test_actual_text_that_says_the_same_keeps_every_glyph_in_place() -> None:
    content = FONT + "/Span <</ActualText (two words)>> BDC (two words) Tj EMC ET"
    document = read(make_pdf(content))
    assert [document.text[word.start : word.end] for word in document.words] == ["two", "words"]


def test_declared_words_share_the_place_of_their_glyphs() -> None:
    document = read(make_pdf(FONT + "/Span <</ActualText (Electronic Data)>> BDC (xyz) Tj EMC ET"))
    assert document.text == "Electronic Data"
    assert document.words[0].box.x1 == document.words[1].box.x0


def test_empty_actual_text_takes_the_glyphs_out() -> None:
    assert text_of(FONT + "(word) Tj /Span <</ActualText ()>> BDC (zzz) Tj EMC ET") == "word"


def test_text_in_forms_is_read_once_for_each_time_it_is_drawn() -> None:
    form = make_stream(
        show("In a form"), "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
    )
    document = read(
        make_pdf("q /X Do Q q 1 0 0 1 0 -50 cm /X Do Q", resources="/XObject<</X 100 0 R>>", objects={100: form})
    )
    assert document.text == "In a form\n\nIn a form"


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    form = make_stream(
        show("Ouroboros") + "/X Do",
        "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>/XObject<</X 100 0 R>>>>",
    )
    assert text_of("/X Do", resources="/XObject<</X 100 0 R>>", objects={100: form}) == "Ouroboros"  # type: ignore[arg-type]


def test_form_fields_show_their_values() -> None:
    look = make_stream(
        "BT /F1 10 Tf 2 3 Td (typed in) Tj ET", "/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 3 0 R>>>>"
    )
    field = "<</Subtype/Widget/Rect[100 500 200 520]/AP<</N 101 0 R>>>>"
    hidden = "<</Subtype/Widget/F 2/Rect[100 400 200 420]/AP<</N 101 0 R>>>>"
    document = read(
        make_pdf(show("Name:"), page="/Annots[100 0 R 102 0 R]", objects={100: field, 101: look, 102: hidden})
    )
    assert document.text == "Name:\n\ntyped in"
    assert document.words[-1].box.x0 == pytest.approx(102, abs=30)


def test_a_unicode_map_is_believed() -> None:
    cmap = "2 beginbfchar <41> <00660069> <42> <D83DDE00> endbfchar 1 beginbfrange <43> <44> <0058> endbfrange"
    font = f"{HELVETICA[:-2]}/ToUnicode 101 0 R>>"
    objects = {100: font.encode(), 101: make_stream(cmap)}
    content = "BT /F2 10 Tf 72 700 Td (ACD) Tj ET"
    assert read(make_pdf(content, resources="/Font<</F2 100 0 R>>", objects=objects)).text == "fiXY"


@pytest.mark.parametrize(
    ("cmap", "text"),
    [
        ("1 beginbfrange <41> <42> [<0061> <0062>] endbfrange", "ab"),
        ("1 beginbfrange <41> <FFFFFFFF> <0061> endbfrange", "ab"),
        ("1 beginbfchar <41> <F0B7> endbfchar 1 beginbfchar <42> <0062> endbfchar", "•b"),
        ("2 beginbfchar <41> <61> <42> <FB03> endbfchar", "affi"),
        ("2 beginbfchar <41> <D800> <42> <0062> endbfchar", "\ufffdb"),
        ("2 beginbfchar <41> <F015> <42> <0062> endbfchar", "b"),
    ],
)
def test_odd_unicode_maps_are_read_within_reason(cmap: str, text: str) -> None:
    objects = {100: f"{HELVETICA[:-2]}/ToUnicode 101 0 R>>".encode(), 101: make_stream(cmap)}
    content = "BT /F2 10 Tf 72 700 Td (AB) Tj ET"
    assert read(make_pdf(content, resources="/Font<</F2 100 0 R>>", objects=objects)).text == text


def composite(extra: str, descendant: str = "") -> dict[int, bytes]:
    return {
        100: f"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[101 0 R]{extra}>>".encode(),
        101: (
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>"
            f"/DW 500{descendant}>>"
        ).encode(),
        102: make_stream("2 beginbfchar <0001> <0052> <0002> <0044> endbfchar", deflate=True),
    }


def test_composite_fonts_are_read_and_their_width_tables_bounded() -> None:
    objects = composite("/ToUnicode 102 0 R", "/W[1 [600] 2 2147483647 500]")
    content = "BT /F2 10 Tf 72 700 Td <000100020001> Tj ET"
    assert read(make_pdf(content, resources="/Font<</F2 100 0 R>>", objects=objects)).text == "RDR"


def test_glyphs_without_a_meaning_are_counted_and_shown_as_lost() -> None:
    content = show("Words here") + "BT /F2 10 Tf 72 600 Td <00070008> Tj ET"
    document = read(make_pdf(content, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=composite("")))
    assert document.text == "Words here\n\n\ufffd\ufffd"
    assert count(document, FactKind.UNMAPPED_GLYPHS) == 2


def test_icons_are_left_out_and_counted() -> None:
    objects = {
        100: f"{HELVETICA[:-2]}/ToUnicode 101 0 R>>".encode(),
        101: make_stream("1 beginbfchar <41> <F0E0> endbfchar 1 beginbfchar <42> <F6AA> endbfchar"),
    }
    content = "BT /F2 10 Tf 72 700 Td (B) Tj ET" + show("jane@example.com", 90, 700)
    document = read(make_pdf(content, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=objects))
    assert document.text == "jane@example.com"
    assert count(document, FactKind.ICON_FONT) == 1


@pytest.mark.parametrize(
    ("name", "icons", "text"),
    [
        ("ABCDEF+FontAwesome5Free-Solid", 1, "jane@example.com"),
        ("MaterialIcons-Regular", 1, "jane@example.com"),
        ("Phosphor-Bold", 1, "jane@example.com"),
        ("Lexicon-Regular", 0, "I jane@example.com"),
        ("SiliconSans", 0, "I jane@example.com"),
    ],
)
def test_a_font_of_icons_has_no_letters_whatever_its_codes_say(name: str, icons: int, text: str) -> None:
    objects = {100: HELVETICA.replace("/Helvetica", f"/{name}")}
    content = "BT /F2 10 Tf 72 700 Td (I) Tj ET" + show("jane@example.com", 90, 700)
    document = read(make_pdf(content, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=objects))
    assert document.text.split() == text.split()
    assert count(document, FactKind.ICON_FONT) == icons


def test_an_icon_that_says_its_name_is_a_word() -> None:
    objects: dict[int, bytes | str] = {
        100: f"{HELVETICA[:-2]}/ToUnicode 101 0 R>>".replace("/Helvetica", "/MaterialIcons"),
        101: make_stream("1 beginbfchar <41> <0065006D00610069006C> endbfchar"),
    }
    content = "BT /F2 10 Tf 72 700 Td (A) Tj ET" + show("jane@example.com", 90, 700)
    document = read(make_pdf(content, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=objects))
    assert document.text.split() == ["email", "jane@example.com"]
    assert count(document, FactKind.ICON_FONT) == 0


def test_letter_spaced_lines_are_closed_and_counted() -> None:
    document = read(make_pdf(FONT + "(S K I L L S) Tj ET" + show("Plain", 72, 600)))
    assert count(document, FactKind.LETTER_SPACED) == 1
    assert document.readings[2].text.startswith("S K I L L S")


def test_glued_words_are_flagged() -> None:
    document = read(make_pdf(show_lines(["Specificationsandstandardscompliance"] * 24)))
    assert count(document, FactKind.GLUED_WORDS) == 24


def test_header_and_footer_are_told_by_mark_or_by_repetition() -> None:
    marked = "/Artifact <</Type /Pagination>> BDC " + show("Jane Doe", 72, 770) + "EMC " + show("Body words", 72, 400)
    document = read(make_pdf(marked))
    assert [block.kind for block in document.blocks] == [BlockKind.HEADER, BlockKind.BODY]
    assert document.readings[2].text == "Body words"
    pages = [show(f"Page {number} of 2", 72, 20) + show(f"Words {number}", 72, 400) for number in (1, 2)]
    repeated = read(make_pdf(*pages))
    assert [block.kind for block in repeated.blocks].count(BlockKind.FOOTER) == 2
    assert count(repeated, FactKind.HEADER_TEXT) == 0  # a page number alone troubles nobody
    pages = [show(f"Jane Doe, page {number}", 72, 20) + show(f"Words {number}", 72, 400) for number in (1, 2)]
    assert count(read(make_pdf(*pages)), FactKind.HEADER_TEXT) == 2


def test_ruled_tables_are_told_by_words_in_their_cells() -> None:
    grid = "".join(f"72 {y} 300 0.5 re f " for y in (600, 630, 660)) + "".join(
        f"{x} 600 0.5 60 re f " for x in (72, 222, 372)
    )
    cells = "".join(show("cell", x, y) for y in (640, 610) for x in (80, 230))
    assert count(read(make_pdf(grid + cells)), FactKind.TABLE) == 1
    stroked = "".join(f"72 {y} m 372 {y} l S " for y in (600, 630, 660)) + "".join(
        f"{x} 600 m {x} 660 l S " for x in (72, 222, 372)
    )
    assert count(read(make_pdf(stroked + cells)), FactKind.TABLE) == 1
    assert count(read(make_pdf(grid + show("outside", 80, 700))), FactKind.TABLE) == 0


def test_a_picture_of_a_page_among_pages_of_text_is_told() -> None:
    image = make_stream("", "/Subtype/Image/Width 1/Height 1")
    document = read(
        make_pdf(show("Text"), "q 600 0 0 780 0 0 cm /I Do Q", resources="/XObject<</I 100 0 R>>", objects={100: image})
    )
    assert [(fact.kind, fact.page) for fact in document.facts] == [(FactKind.IMAGE_PAGE, 2)]


def test_glyphs_that_another_font_draws_into_the_holes_of_a_line_stand_in_its_words() -> None:
    objects = {100: HELVETICA.replace("Helvetica", "Courier")}
    line = "BT /F1 10 Tf 72 700 Td [(Grade )-600(3 or )-600(4)] TJ ET "
    # The two signs are 6 points wide each, and stand where 6 points were left for them.
    signs = "BT /F2 10 Tf 101.69 700 Td (>) Tj 27.23 0 Td (>) Tj ET"
    document = read(make_pdf(line + signs, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=objects))
    assert document.text == "Grade >3 or >4"
    assert [document.text[word.start : word.end] for word in document.words] == ["Grade", ">3", "or", ">4"]


def test_a_glyph_of_the_lines_own_font_stands_in_a_hole_that_is_made_to_its_measure() -> None:
    objects = {100: HELVETICA.replace("Helvetica", "Courier")}
    fonts = "/Font<</F1 3 0 R/F2 100 0 R>>"
    # "GCP": C and P by Courier from 80 on, the G of Helvetica, 7.78 points wide, drawn last into the room before them.
    line = "BT /F1 10 Tf 68 700 Td (-) Tj /F2 10 Tf 11.11 0 Td (CP) Tj /F1 10 Tf -7.78 0 Td (G) Tj ET"
    document = read(make_pdf(line, resources=fonts, objects=objects))
    assert document.text == "-GCP"
    early = line.replace("-7.78 0 Td (G)", "-7.78 0 Td (I)")
    assert read(make_pdf(early, resources=fonts, objects=objects)).text != "-ICP"


def test_what_goes_back_without_a_hole_for_it_is_a_line_of_its_own() -> None:
    objects = {100: HELVETICA.replace("Helvetica", "Courier")}
    content = show("Grade three or four", 72, 700) + "BT /F2 10 Tf 90 700 Td (over) Tj ET"
    document = read(make_pdf(content, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=objects))
    assert document.text == "Grade three or four\nover"


def test_a_drop_cap_belongs_to_the_word_beside_it() -> None:
    content = show("D", 72, 686, size=30) + show("edicated monitor", 94, 700) + show("of trials", 94, 686)
    assert text_of(content).split() == ["Dedicated", "monitor", "of", "trials"]


def test_ligatures_are_written_as_their_letters() -> None:
    objects = {
        100: f"{HELVETICA[:-2]}/ToUnicode 101 0 R>>".encode(),
        101: make_stream("1 beginbfchar <41> <FB01> endbfchar 1 beginbfchar <42> <FB03> endbfchar"),
    }
    content = "BT /F2 10 Tf 72 700 Td (A B) Tj ET"
    document = read(make_pdf(content, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects=objects))
    assert document.text.split()[0] == "fi"
    assert "ffi" in document.text


def test_cells_far_apart_are_parted_by_tabs_however_few_or_many_they_are() -> None:
    two = show("Northwind Systems", 72) + show("Remote", 400)
    assert read(make_pdf(two)).text == "Northwind Systems\tRemote"
    row = "".join(show(cell, x) for cell, x in (("Skills", 72), ("Spring Boot", 160), ("Scala", 290), ("AWS", 380)))
    assert read(make_pdf(row)).text == "Skills\tSpring Boot\tScala\tAWS"


def test_words_of_a_justified_line_are_no_cells() -> None:
    line = show("Monitors trials on site and from afar", before="18 Tw ")
    assert read(make_pdf(line)).text == "Monitors trials on site and from afar"
