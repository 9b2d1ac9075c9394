"""PDF files that are damaged, locked, hostile or odd: text, or one typed error."""

from __future__ import annotations

import logging
import zlib
from typing import Any

import pytest
from files import HELVETICA, make_pdf, make_stream, show, show_lines
from reading import read

from ats_audit.errors import (
    CorruptDocumentError,
    DocumentError,
    EncryptedDocumentError,
    ExtractionCrashError,
    ExtractionTimeoutError,
    LimitExceededError,
    NoTextLayerError,
)
from ats_audit.extract._budget import Budget
from ats_audit.extract._extract import _READERS
from ats_audit.extract._formats import Format
from ats_audit.model import FactKind, Limits

HELLO = show("Hello there")


def test_a_pdf_knows_its_pages_and_reader() -> None:
    document = read(make_pdf(HELLO, show("Second page")))
    assert (document.pages, document.reader, document.skipped) == (2, "pdfminer.six", ())
    assert document.page_at(document.text.index("Second")) == 2


def test_junk_before_the_header_does_no_harm() -> None:
    assert read(b"\r\n\x00junk" * 50 + make_pdf(HELLO)).text == "Hello there"


def test_a_false_start_of_the_table_is_made_good() -> None:
    content = make_pdf(HELLO)
    document = read(content.replace(b"startxref\n", b"startxref\n9"))
    assert document.text == "Hello there"
    assert "damaged" in document.skipped[0]


def test_a_file_without_table_and_trailer_is_read_by_its_objects() -> None:
    content = make_pdf(HELLO)
    assert read(content[: content.index(b"xref\n0 1")]).text == "Hello there"


def test_objects_in_streams_are_found_without_a_table() -> None:
    catalog, pages = b"<</Type/Catalog/Pages 51 0 R>>", b"<</Type/Pages/Kids[10 0 R]/Count 1>>"
    head = b"50 0 51 %d " % (len(catalog) + 1)
    packed = make_stream(head + catalog + b" " + pages, f"/Type/ObjStm/N 2/First {len(head)}", deflate=True)
    content = make_pdf(HELLO, objects={90: packed})
    content = content[: content.index(b"xref\n0 1")].replace(b"/Type/Catalog/Pages 2 0 R", b"/Type/Nothing")
    assert read(content).text == "Hello there"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_file_is_corrupt(share: float) -> None:
    content = make_pdf(HELLO * 20)
    with pytest.raises(CorruptDocumentError):
        read(content[: int(len(content) * share)])


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.4\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj 3 0 R endobj 3 0 obj 2 0 R endobj trailer<<>>",
        b"%PDF-1.4\n" + b"(" * 10_000,
        b"%PDF-1.4\n" + b"1 0 obj" * 1_000,
    ],
)
def test_what_is_no_pdf_inside_is_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptDocumentError):
        read(content)


@pytest.mark.parametrize("content", ["", "0 0 100 100 re f", "q 500 0 0 700 0 0 cm /I Do Q"])
def test_pages_without_text_have_no_text_layer(content: str) -> None:
    image = make_stream(b"\x00", "/Subtype/Image/Width 1/Height 1")
    with pytest.raises(NoTextLayerError):
        read(make_pdf(content, resources="/XObject<</I 100 0 R>>", objects={100: image}))


def test_a_page_tree_that_loops_ends() -> None:
    content = make_pdf(HELLO).replace(b"/Kids[10 0 R]", b"/Kids[2 0 R 10 0 R 10 0 R]")
    assert read(content).pages == 1


def test_damage_on_one_page_costs_that_page() -> None:
    broken = b"<</Length 9/Filter/FlateDecode>>\nstream\nno zlib!!\nendstream"
    document = read(make_pdf(HELLO, "", objects={13: broken}))
    assert (document.text, document.pages) == ("Hello there", 2)
    assert "page" in document.skipped[0]


def test_a_fault_of_ours_is_told_as_one_and_never_as_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from ats_audit.extract import _pdf_words

    def fail(*_: object) -> None:
        raise KeyError("Secretname")

    monkeypatch.setattr(_pdf_words, "_split_words", fail)
    with pytest.raises(ExtractionCrashError) as caught:
        read(make_pdf(show("Jane Secretname")))
    assert "KeyError at test_pdf_files.py" not in caught.value.message
    assert "KeyError at _pdf_words.py:" in caught.value.message
    assert "Secretname" not in caught.value.message + caught.value.hint


def test_what_pdfminer_raises_of_an_object_costs_that_object(monkeypatch: pytest.MonkeyPatch) -> None:
    from pdfminer.pdffont import PDFType1Font

    def fail(*_: object) -> str:
        raise AttributeError

    monkeypatch.setattr(PDFType1Font, "char_width", fail)
    assert read(make_pdf(show("Hello"), show("there"))).text == "Hello\nthere"


def test_a_locked_pdf_is_told_and_an_owners_lock_is_none() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    for password, opens in (("secret", False), ("", True)):
        canvas = Canvas("x.pdf", encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
        canvas.drawString(72, 700, "Hello there")
        content = canvas.getpdfdata()
        if opens:
            assert read(content).text == "Hello there"
        else:
            with pytest.raises(EncryptedDocumentError):
                read(content)


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        ({"pages": 1}, "pages"),
        ({"characters": 10}, "characters"),
        ({"operators": 5}, "operators"),
        ({"forms": 2}, "forms"),
        ({"inflated_bytes": 100}, "decompressed"),
        ({"stream_bytes": 100}, "stream"),
    ],
)
def test_every_limit_is_named_when_it_is_reached(limits: dict[str, Any], what: str) -> None:
    form = make_stream(HELLO * 5, "/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>", deflate=True)
    content = make_pdf("/X Do " * 3, HELLO, resources="/XObject<</X 100 0 R>>", objects={100: form})
    assert read(content).pages == 2
    with pytest.raises(LimitExceededError, match=what):
        read(content, **limits)


@pytest.mark.parametrize(
    ("limits", "what"), [({"operators": 900}, "operators"), ({"glyphs": 4_000}, "glyphs"), ({"pages": 2}, "pages")]
)
def test_what_was_read_until_a_limit_can_be_had_and_is_told(limits: dict[str, Any], what: str) -> None:
    pages = [show_lines([f"Line {number} of page {page}"] * 200) for page, number in enumerate(range(5), 1)]
    content = make_pdf(*pages)
    with pytest.raises(LimitExceededError):
        read(content, **limits)
    document = read(content, partial=True, **limits)
    assert document.text.startswith("Line 0 of page 1")
    assert "page 5" not in document.text
    assert any(what in note for note in document.skipped)
    assert document.pages is not None


def test_a_part_of_nothing_is_the_error_itself() -> None:
    with pytest.raises(LimitExceededError):
        read(make_pdf("0 0 m " * 2_000 + HELLO), partial=True, operators=1_000)


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = zlib.compress(zlib.compress(b" " * 30_000_000))
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n" % len(bomb) + bomb + b"\nendstream"
    with pytest.raises(LimitExceededError):
        read(make_pdf(HELLO, page="/Contents 100 0 R", objects={100: stream}), stream_bytes=1_000_000)


def test_forms_within_forms_stop_at_the_limit() -> None:
    objects: dict[int, bytes | str] = {
        number: make_stream("/X Do " * 10, f"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {number + 1} 0 R>>>>")
        for number in range(100, 110)
    }
    with pytest.raises(LimitExceededError, match="forms"):
        read(make_pdf("/X Do", resources="/XObject<</X 100 0 R>>", objects=objects), forms=500)


def test_the_clock_stops_a_slow_file() -> None:
    ticks = iter(range(1_000_000))
    budget = Budget(Limits(seconds=20), clock=lambda: float(next(ticks)))
    with pytest.raises(ExtractionTimeoutError):
        _READERS[Format.PDF](make_pdf(*[HELLO] * 40), budget)


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("/ASCIIHexDecode", HELLO.encode().hex().encode() + b">"),
        ("/AHx", HELLO.encode().hex().encode() + b">"),
        ("/ASCII85Decode", None),
        ("/RunLengthDecode", None),
        ("/LZWDecode", None),
        ("[/FlateDecode]", zlib.compress(HELLO.encode())),
        ("/Fl", zlib.compress(HELLO.encode())[:-3]),
        ("/FlateDecode", b"\x00\x00" + zlib.compress(HELLO.encode())[2:]),
    ],
)
def test_every_text_filter_is_undone(name: str, encoded: bytes | None) -> None:
    import base64

    if name == "/ASCII85Decode":
        encoded = base64.a85encode(HELLO.encode()) + b"~>"
    elif name == "/RunLengthDecode":
        encoded = b"".join(bytes([0, char]) for char in HELLO.encode()) + bytes([200, 32]) + b"\x80"
    elif name == "/LZWDecode":
        bits = "".join(f"{code:09b}" for code in (256, *HELLO.encode(), 257))
        encoded = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))
    assert encoded is not None
    stream = f"<</Length {len(encoded)}/Filter {name}>>\nstream\n".encode() + encoded + b"\nendstream"
    content = make_pdf("", objects={11: stream})
    assert read(content).text == "Hello there"


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("/FlateDecode", b"no zlib at all"),
        ("/ASCII85Decode", b"\xff\xfe~>"),
    ],
)
def test_a_page_that_cannot_be_decoded_is_corrupt(name: str, encoded: bytes) -> None:
    stream = f"<</Length {len(encoded)}/Filter {name}>>\nstream\n".encode() + encoded + b"\nendstream"
    with pytest.raises(CorruptDocumentError):
        read(make_pdf("", objects={11: stream}))


@pytest.mark.parametrize(("name", "encoded"), [("/LZWDecode", b"\xff" * 40), ("/DCTDecode", b"x")])
def test_a_stream_of_nothing_is_an_empty_one(name: str, encoded: bytes) -> None:
    stream = f"<</Length {len(encoded)}/Filter {name}>>\nstream\n".encode() + encoded + b"\nendstream"
    with pytest.raises(NoTextLayerError):
        read(make_pdf("", objects={11: stream}))


@pytest.mark.parametrize("predictor", [2, 12])
def test_predictors_are_undone(predictor: int) -> None:
    raw = HELLO.encode().ljust(60)
    if predictor == 12:
        rows = b"".join(b"\x00" + raw[at : at + 20] for at in range(0, 60, 20))
    else:
        rows = bytes((raw[at] - (raw[at - 1] if at % 20 else 0)) & 0xFF for at in range(60))
    data = zlib.compress(rows)
    params = f"/Filter/FlateDecode/DecodeParms<</Predictor {predictor}/Columns 20>>"
    stream = f"<</Length {len(data)}{params}>>\nstream\n".encode() + data + b"\nendstream"
    assert read(make_pdf("", objects={11: stream})).text == "Hello there"


def test_a_predictor_of_impossible_width_is_left_alone() -> None:
    data = zlib.compress(HELLO.encode())
    stream = f"<</Length {len(data)}/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647>>>>\nstream\n"
    assert read(make_pdf("", objects={11: stream.encode() + data + b"\nendstream"})).text == "Hello there"


def test_a_font_that_cannot_be_made_is_read_by_the_standard_encoding() -> None:
    objects = {100: "<</Type/Font/Subtype/Type0/BaseFont/X/DescendantFonts 7>>", 101: "<</Type/Font/Subtype/Type3>>"}
    content = "BT /F2 10 Tf 72 700 Td (Hello) Tj /F3 10 Tf 0 -20 Td (there) Tj /F9 10 Tf 0 -20 Td (again) Tj ET"
    document = read(make_pdf(content, resources="/Font<</F2 100 0 R/F3 101 0 R>>", objects=objects))
    assert document.text.split() == ["Hello", "there", "again"]


def test_text_without_a_font_is_read_by_the_standard_encoding() -> None:
    assert read(make_pdf("BT 72 700 Td 10 0 0 10 72 700 Tm (Hello) Tj ET " + HELLO)).text.endswith("Hello there")


def test_operands_of_the_wrong_kind_are_left_out() -> None:
    junk = "(a) (b) (c) (d) re f /x g (a) (b) Td [1] Tf /A /B /C /D /E /F cm /Z 0 Tf (x) w 5 Do /Q gs 1 2 3 k "
    assert read(make_pdf(junk + HELLO)).text == "Hello there"


@pytest.mark.parametrize("kind", ["Type3", "MMType1", "TrueType"])
def test_every_simple_font_is_read(kind: str) -> None:
    extra = "/FontBBox[0 0 1 1]/FontMatrix[0.001 0 0 0.001 0 0]" if kind == "Type3" else ""
    widths = f"/FirstChar 32/Widths[{'500 ' * 200}]"
    font = f"<</Type/Font/Subtype/{kind}/BaseFont/Abc-Bold/Encoding/WinAnsiEncoding{widths}{extra}>>"
    content = "BT /F2 10 Tf 72 700 Td (Hello there) Tj ET"
    assert read(make_pdf(content, resources="/Font<</F2 100 0 R>>", objects={100: font})).text == "Hello there"


def test_vertical_writing_is_read_from_top_to_bottom() -> None:
    objects: dict[int, bytes | str] = {
        100: "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-V/DescendantFonts[101 0 R]/ToUnicode 102 0 R>>",
        101: "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W2[1 3 -1000 500 880]/CIDSystemInfo<</Registry(Adobe)"
        "/Ordering(Identity)>>>>",
        102: make_stream("3 beginbfchar <0001> <0041> <0002> <0042> <0003> <0043> endbfchar"),
    }
    document = read(
        make_pdf("BT /F2 10 Tf 72 700 Td <000100020003> Tj ET", resources="/Font<</F2 100 0 R>>", objects=objects)
    )
    assert document.text == "ABC"
    box = document.words[0].box
    assert box.y1 - box.y0 > box.x1 - box.x0


def test_files_within_the_file_are_reported_as_unread() -> None:
    content = make_pdf(HELLO, catalog="/Names<</EmbeddedFiles<</Names[]>>>>/AcroForm<</XFA[]>>")
    assert [fact.kind for fact in read(content).facts] == [FactKind.UNREAD_PART]


def test_nothing_of_the_resume_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    level = logging.getLogger("pdfminer").level
    read(make_pdf(show("Jane Secretname")))
    assert caplog.records == []
    assert logging.getLogger("pdfminer").level == level
    logging.getLogger("pdfminer.pdfinterp").warning("of somebody else")
    assert len(caplog.records) == 1


def test_no_error_quotes_the_file() -> None:
    for content in (b"%PDF-1.4 Secretname", make_pdf("(Secretname"), make_pdf("")[:200] + b"Secretname"):
        with pytest.raises(DocumentError) as caught:
            read(content)
        assert "Secretname" not in str(caught.value) + caught.value.hint
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_bold_and_the_plain_are_told_apart_by_name() -> None:
    assert HELVETICA.replace("Helvetica", "ABCDEF+Arial-BoldMT") != HELVETICA
    font = HELVETICA.replace("Helvetica", "ABCDEF+Arial-BoldMT")
    bold = "".join(
        f"BT /F2 11 Tf 72 {y} Td ({text}) Tj ET "
        + show("body text under it", 72, y - 14)
        + show("more of it", 72, y - 28)
        for y, text in ((700, "Skills"), (658, "Education"))
    )
    document = read(make_pdf(bold, resources="/Font<</F1 3 0 R/F2 100 0 R>>", objects={100: font}))
    assert [section.kind.value for section in document.full.sections] == ["skills", "education"]
