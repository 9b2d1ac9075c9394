"""Extraction: text in is text out, fast is equal to slow, and no damage brings anything but a typed error."""

from __future__ import annotations

import io
from typing import Any

import pytest
from files import make_docx, make_pdf, p, show_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psparser import PSLiteral
from reading import read
from soundness import assert_sound

from ats_audit.errors import DocumentError
from ats_audit.extract._pdf_tokens import iter_operations

WORD = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/&.,-()'", min_size=2, max_size=14
).filter(lambda word: any(char.isalnum() for char in word))
LINE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
LINES = st.lists(LINE, min_size=1, max_size=12)
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of text: they alone are replaced."""


def stock_characters(content: bytes) -> str:
    """What pdfminer's own interpreter shows, glyph by glyph: the slow reference."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    shown: list[str] = []
    for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(content)))):
        interpreter.process_page(page)
        shown += glyphs_of(device.get_result())
    return "".join("".join(shown).split())


def glyphs_of(item: Any) -> list[str]:
    if isinstance(item, LTChar):
        return [item.get_text()]
    return [text for child in item for text in glyphs_of(child)] if isinstance(item, LTContainer) else []


@settings(max_examples=60)
@given(LINES)
def test_the_words_of_a_pdf_are_those_that_were_written(lines: list[str]) -> None:
    content = make_pdf(show_lines(lines), page="/MediaBox[0 0 9000 792]")
    document = read(content)
    assert document.text.split() == " ".join(lines).split()
    assert "".join(document.text.split()) == stock_characters(content)
    assert_sound(document)


@settings(max_examples=60)
@given(LINES, st.sampled_from([0.0, 0.6, 1.5, 3.0]), st.sampled_from([60, 100, 130]), st.integers(6, 30))
def test_spacing_scaling_and_size_change_no_word(lines: list[str], spacing: float, scaling: int, size: int) -> None:
    shown = "".join(
        f"BT {spacing} Tc {scaling} Tz /F1 {size} Tf 1 0 0 1 72 {9000 - 40 * number} Tm ({escape(line)}) Tj ET\n"
        for number, line in enumerate(lines)
    )
    content = make_pdf(shown, page="/MediaBox[0 0 20000 10000]")
    assert read(content).text.split() == " ".join(lines).split()


@settings(max_examples=60)
@given(st.lists(WORD, min_size=2, max_size=12), st.floats(0.16, 1.2))
def test_words_set_apart_by_shifts_alone_stay_apart(words: list[str], gap: float) -> None:
    shown = " ".join(f"({escape(word)}) {-1000 * gap:.0f}" for word in words)
    assert (
        read(make_pdf(f"BT /F1 10 Tf 72 700 Td [{shown}] TJ ET", page="/MediaBox[0 0 9000 792]")).text.split() == words
    )


@settings(max_examples=60)
@given(LINES)
def test_the_lines_of_a_docx_are_those_that_were_written(lines: list[str]) -> None:
    document = read(make_docx("".join(p(line.replace("&", "&amp;")) for line in lines)))
    assert document.text.split("\n") == lines
    assert {reading.text for reading in document.readings} == {document.text}
    assert_sound(document)


@settings(max_examples=100)
@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=TURNING) | st.sampled_from("\n\r\t"),
        min_size=1,
        max_size=300,
    )
)
def test_plain_text_is_never_changed(text: str) -> None:
    content = text.encode()
    try:
        document = read(content)
    except DocumentError:
        return
    assert document.text == content.decode("utf-8-sig")
    assert_sound(document)


OPERAND = st.recursive(
    st.integers(-(10**6), 10**6)
    | st.floats(-(10**4), 10**4).map(lambda number: round(number, 3))
    | st.binary(max_size=12)
    | st.text("abcXYZ09", min_size=1, max_size=6).map(PSLiteral),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=6,
)


def escape(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def write_operand(operand: Any) -> bytes:
    if isinstance(operand, PSLiteral):
        return b"/" + str(operand.name).encode()
    if isinstance(operand, list):
        return b"[" + b" ".join(map(write_operand, operand)) + b"]"
    if isinstance(operand, bytes):
        return b"<" + operand.hex().encode() + b">"
    return f"{operand:.3f}".encode() if isinstance(operand, float) else str(operand).encode()


def read_operand(operand: Any) -> Any:
    if isinstance(operand, PSLiteral):
        return operand.name
    return [read_operand(one) for one in operand] if isinstance(operand, list) else operand


@given(st.lists(st.tuples(st.lists(OPERAND, max_size=6), st.sampled_from([b"Tj", b"re", b"T*", b"'", b"scn"]))))
def test_tokens_come_out_as_they_were_written(operations: list[tuple[list[Any], bytes]]) -> None:
    data = b"\n".join(b" ".join([*map(write_operand, operands), operator]) for operands, operator in operations)
    assert [(operator, list(operands)) for operator, operands in iter_operations(data)] == [
        (operator, [read_operand(operand) for operand in operands]) for operands, operator in operations
    ]


@given(st.binary(max_size=400))
def test_the_tokenizer_ends_on_any_bytes(data: bytes) -> None:
    assert sum(1 for _ in iter_operations(data)) <= len(data)


SOUND = {
    "pdf": make_pdf(show_lines(["Jane Doe", "", "Skills", "REDCap (certified), Medidata Rave"])),
    "docx": make_docx(p("Jane Doe") + p("Skills") + f"<w:tbl><w:tr><w:tc>{p('REDCap')}</w:tc></w:tr></w:tbl>"),
}


@pytest.mark.parametrize("kind", sorted(SOUND))
@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_file_is_a_document_or_a_typed_error(kind: str, data: st.DataObject) -> None:
    content = bytearray(SOUND[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 20))
        content[at : at + length] = data.draw(st.binary(max_size=8))
    try:
        document = read(bytes(content), seconds=20.0)
    except DocumentError as error:
        message = error.message + error.hint
    else:
        message = ""
        assert_sound(document)
    assert "Jane" not in message
