"""Files made to exhaust a reader: each is text or exactly one typed error, within the limits."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Any

import pytest
from files import HELVETICA, make_docx, make_pdf, make_stream, p, part, show
from reading import read

from ats_audit.errors import (
    CorruptDocumentError,
    DocumentError,
    ExtractionTimeoutError,
    LimitExceededError,
    NoTextLayerError,
)

HELLO = show("Hello there")


def composite(extra: str, unicode_map: str = "1 beginbfchar <0001> <0041> endbfchar") -> dict[int, bytes | str]:
    return {
        100: "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[101 0 R]/ToUnicode 102 0 R>>",
        101: f"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)>>{extra}>>",
        102: make_stream(unicode_map),
    }


def with_font(objects: dict[int, bytes | str]) -> bytes:
    return make_pdf("BT /F2 10 Tf 72 700 Td <0001> Tj ET", resources="/Font<</F2 100 0 R>>", objects=objects)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(with_font(composite("/W[0 2147483647 500]")), id="widths without end"),
        pytest.param(with_font(composite("/W[0 [500] 5 1 2 [1] (x) 3]")), id="widths out of order"),
        pytest.param(with_font(composite("/W2[0 2147483647 500 1 2]")), id="vertical widths without end"),
        pytest.param(
            with_font(composite("", "1 beginbfrange <0001> <FFFFFFFF> <0041> endbfrange")), id="map without end"
        ),
        pytest.param(
            with_font(composite("", "1 beginbfchar <0001> <0041> <02> <" + "0041" * 20_000 + "> endbfchar")),
            id="glyph of 20,000 letters",
        ),
        pytest.param(make_pdf("q " * 200_000 + HELLO), id="states within states"),
        pytest.param(make_pdf("[" * 200_000 + "]" * 200_000 + HELLO), id="arrays within arrays"),
        pytest.param(make_pdf("BT " + "/Span BMC " * 50_000 + "ET " + HELLO), id="marks within marks"),
        pytest.param(make_pdf("0 0 9 9 re " * 50_000 + "f " + HELLO), id="a path of 50,000 boxes"),
        pytest.param(make_pdf("1 g 0 0 2 2 re f " * 20_000 + "0 g " + HELLO), id="20,000 painted boxes"),
        pytest.param(make_pdf(HELLO, page="/Annots[" + "10 0 R " * 5_000 + "]"), id="5,000 notes"),
        pytest.param(
            make_pdf("".join(show("x", 10 + n * 7 % 500, 10 + n * 13 % 700) for n in range(4_000))),
            id="scattered letters",
        ),
        pytest.param(make_pdf(HELLO).replace(b"/Kids[10 0 R]", b"/Kids[10 0 R 2 0 R]"), id="page tree with a loop"),
        pytest.param(
            make_docx("<w:tbl><w:tr>" + f"<w:tc>{p('x')}</w:tc>" * 5_000 + "</w:tr></w:tbl>"), id="wide table"
        ),
        pytest.param(
            make_docx("<w:p>" + "".join(f"<w:r><w:t>{n * 7919}</w:t></w:r>" for n in range(20_000)) + "</w:p>"),
            id="20,000 runs",
        ),
        pytest.param(
            make_docx(
                p("x", '<w:pStyle w:val="A"/>'),
                parts={
                    "s.xml": part(
                        "styles",
                        "".join(
                            f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA")
                        ),
                    )
                },
                relations={"s": ("styles", "s.xml")},
            ),
            id="styles in a circle",
        ),
    ],
)
def test_what_only_looks_heavy_is_read(content: bytes) -> None:
    assert read(content, seconds=30.0).text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%PDF-1.4\n1 0 obj 1 0 R endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF", id="itself"),
        pytest.param(
            b"%PDF-1.5\n1 0 obj<</Type/XRef/Size 9/W[0 0 0]/Index[0 2147483647]/Root 2 0 R/Length 0>>\nstream\n\n"
            b"endstream endobj\nstartxref\n9\n%%EOF",
            id="cross-reference of no width",
        ),
        pytest.param(b"%PDF-1.4\nxref\n0 4000000000\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF", id="4 G entries"),
        pytest.param(
            b"%PDF-1.4\nxref\n0 0\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF", id="its own predecessor"
        ),
        pytest.param(b"%PDF-1.4\n" + b"1 0 obj<<" * 20_000, id="dictionaries within dictionaries"),
    ],
)
def test_knots_in_a_file_make_it_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptDocumentError):
        read(content, seconds=30.0)


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        pytest.param(make_pdf("BT /F1 9 Tf 72 700 Td (" + "x" * 200_000 + ") Tj ET"), {"glyphs": 10_000}, id="glyphs"),
        pytest.param(
            make_pdf("BT /F1 9 Tf 72 700 Td (" + "x" * 20_000 + ") Tj ET", page="/MediaBox[0 0 200000 792]"),
            {"characters": 10_000},
            id="characters",
        ),
        pytest.param(
            make_pdf(HELLO, objects={9: "[" + "0 " * 60_000 + "]"}, catalog="/Names 9 0 R"),
            {"objects": 50_000},
            id="objects",
        ),
        pytest.param(with_font(composite("/W[" + "0 60000 500 " * 20 + "]")), {}, id="widths again and again"),
        pytest.param(
            with_font(composite("", "1 beginbfrange " + "<0001> <FFFF> <0041> " * 20 + "endbfrange")),
            {},
            id="ranges again and again",
        ),
        pytest.param(
            make_pdf("", objects={11: make_stream("0 0 m " * 400_000, deflate=True)}),
            {"operators": 10_000},
            id="operators",
        ),
        pytest.param(
            make_pdf(
                "", objects={11: b"<</Length 16/Filter/RunLengthDecode>>\nstream\n" + b"\x81 " * 8 + b"\nendstream"}
            ),
            {"stream_bytes": 500},
            id="run lengths",
        ),
        pytest.param(
            with_font({**composite(""), 102: make_stream(b" " * 5_000_000, deflate=True)}),
            {"stream_bytes": 100_000},
            id="a map that inflates",
        ),
        pytest.param(make_docx(p("x" * 3_000_000)), {}, id="a paragraph that inflates"),
        pytest.param(make_docx("<w:tbl>" * 400), {}, id="tables within tables"),
        pytest.param(make_docx(p("x" * 50_000 + str(list(range(9_000))))), {"characters": 20_000}, id="long text"),
    ],
)
def test_what_grows_stops_at_a_limit(content: bytes, limits: dict[str, Any]) -> None:
    with pytest.raises(LimitExceededError):
        read(content, seconds=30.0, **limits)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%PDF-1.4\n1 0 obj (" + b"(" * 3_000_000, id="a string that never ends"),
        pytest.param(b"%PDF-1.4\n1 0 obj /" + b"9" * 3_000_000, id="a name that never ends"),
    ],
)
def test_a_slow_file_is_stopped_by_the_clock(content: bytes) -> None:
    with pytest.raises((ExtractionTimeoutError, CorruptDocumentError)):
        read(content, seconds=0.5)


def test_a_damaged_stream_is_read_up_to_the_damage_and_no_further() -> None:
    whole = zlib.compress(HELLO.encode() + bytes(range(256)) * 4_000, 0)
    damaged = whole[: len(whole) // 2] + b"\x00" * 400_000
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n" % len(damaged) + damaged + b"\nendstream"
    assert read(make_pdf("", objects={11: stream}), seconds=30.0).text.startswith("Hello there")


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "/etc/passwd\x00", "..\\..\\evil"])
def test_names_in_a_file_open_nothing(name: str) -> None:
    font = HELVETICA.replace("WinAnsiEncoding", name.replace("\x00", "#00"))
    content = make_pdf("BT /F2 10 Tf 72 700 Td (Hello) Tj ET", resources="/Font<</F2 100 0 R>>", objects={100: font})
    with suppress(NoTextLayerError):
        assert read(content).text
    document = read(make_docx(p("x"), relations={"a": ("header", name.replace("\x00", "")), "b": ("styles", name[:5])}))
    assert document.text == "x"


@pytest.mark.parametrize("size", [0, 1, 3, 7, 100, 1_023, 5_000])
def test_noise_is_a_typed_error(size: int) -> None:
    noise = bytes((n * 7919 + n // 251) % 256 for n in range(size))
    for content in (noise, b"%PDF-1.7\n" + noise, b"PK\x03\x04" + noise, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise):
        with pytest.raises(DocumentError):
            read(content)
