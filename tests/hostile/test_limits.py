"""Every field of `Limits` stops a file that goes over it, and the error names the limit."""

from __future__ import annotations

import dataclasses
import re
from random import Random

import pytest
from files import make_docx, make_pdf, make_stream, p, show

from ats_audit.errors import DocumentError, ExtractionTimeoutError, LimitExceededError
from ats_audit.extract import extract_document
from ats_audit.isolate import IsolatedReader
from ats_audit.model import Limits

PDF = make_pdf(*(show("Hello there", 72, 700 - 20 * n) * 30 for n in range(3)))
WORD = make_docx(p("Words " * 90))
GROWN = make_docx(f"<!--{'x' * 4_200_000}-->" + p("x"), parts={"a.bin": Random(1).randbytes(30_000)})  # noqa: S311 - no secret
FORM = make_stream(show("Hello"), "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>")
COMPOSITE = make_pdf(
    "BT /F2 10 Tf 72 700 Td <0001> Tj ET",
    resources="/Font<</F2 100 0 R>>",
    objects={
        100: "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[101 0 R]/ToUnicode 102 0 R>>",
        101: "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)>>/W[1 900 500]>>",
        102: make_stream("1 beginbfrange <0001> <0900> <0041> endbfrange"),
    },
)
OVER: dict[str, tuple[bytes, float, str]] = {
    "bytes": (PDF, 500, "500 bytes"),
    "pages": (PDF, 2, "2 pages"),
    "characters": (PDF, 20, "20 characters"),
    "inflated_bytes": (WORD, 900, "900 decompressed bytes"),
    "stream_bytes": (WORD, 300, "300 decompressed bytes in one stream"),
    "archive_ratio": (GROWN, 50, "50 times its size"),
    "archive_members": (WORD, 3, "3 parts"),
    "xml_nodes": (WORD, 7, "7 elements and attributes"),
    "nesting": (WORD, 2, "2 levels of nesting"),
    "objects": (PDF, 5, "5 objects"),
    "glyphs": (PDF, 50, "50 glyphs"),
    "font_entries": (COMPOSITE, 50, "50 entries in font tables"),
    "operators": (PDF, 5, "5 drawing operators"),
    "forms": (make_pdf("/X Do " * 9, resources="/XObject<</X 100 0 R>>", objects={100: FORM}), 5, "5 drawn forms"),
}


@pytest.mark.parametrize("name", sorted(OVER))
def test_a_file_beyond_a_limit_is_refused_by_its_name(name: str) -> None:
    content, value, said = OVER[name]
    assert extract_document(content, limits=Limits(seconds=30.0)).text
    with pytest.raises(LimitExceededError, match=re.escape(said)) as caught:
        extract_document(content, limits=Limits(**{"seconds": 30.0, name: value}))  # type: ignore[arg-type]
    assert caught.value.hint


def test_every_limit_is_tried_here() -> None:
    assert {field.name for field in dataclasses.fields(Limits)} == {*OVER, "seconds", "memory_bytes"}


def test_the_seconds_are_named() -> None:
    with pytest.raises(ExtractionTimeoutError, match="0 seconds"):
        extract_document(PDF, limits=Limits(seconds=0.0))


@pytest.mark.slow
def test_the_memory_of_the_isolated_reader_is_named() -> None:
    heavy = make_docx("<w:p/>" * 900_000 + p("Words"))
    limits = Limits(memory_bytes=100 << 20, archive_ratio=2_000, seconds=20.0)
    with IsolatedReader() as reader, pytest.raises(DocumentError) as caught:
        reader.extract(heavy, limits=limits)
    assert caught.value.code in {"limit-exceeded", "crash"}
    assert caught.value.code == "crash" or "100 MiB" in caught.value.message
