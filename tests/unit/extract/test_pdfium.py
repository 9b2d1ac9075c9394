"""The second reader of PDFs, and where it is asked."""

from __future__ import annotations

import pytest
from files import make_docx, make_pdf, make_stream, p, show, show_lines

from ats_audit.errors import CorruptDocumentError, DocumentError, LimitExceededError, NoTextLayerError
from ats_audit.extract import extract_document, rescue_document
from ats_audit.isolate import IsolatedReader
from ats_audit.model import Limits

LINES = ["Jane Doe", "Skills", "REDCap and Medidata Rave"]
KNOT = show_lines(LINES) + "0 0 m " * 5_000
FEW = Limits(operators=4_000)


def test_pdfium_reads_words_lines_and_places() -> None:
    document = rescue_document(make_pdf(show_lines(LINES), show("Page two")))
    assert (
        document.text.splitlines() == [*LINES, "", "Page two"]
        or document.text.split() == " ".join([*LINES, "Page two"]).split()
    )
    assert (document.reader, document.pages) == ("pypdfium2", 2)
    assert "pdfium" in document.skipped[0]
    word = next(word for word in document.words if document.text[word.start : word.end] == "REDCap")
    assert (word.page, round(word.box.x0)) == (1, 72)
    assert 50 < word.box.y0 < word.box.y1 < 130


def test_a_limit_holds_for_the_second_reader_too() -> None:
    content = make_pdf(*[show("Hello there")] * 3)
    for limits in (Limits(pages=2), Limits(glyphs=100), Limits(characters=5)):
        with pytest.raises(LimitExceededError):
            rescue_document(content, limits=limits)


def test_the_second_reader_finds_no_text_in_pictures_and_opens_nothing_else() -> None:
    with pytest.raises(NoTextLayerError):
        rescue_document(make_pdf("0 0 9 9 re f"))
    with pytest.raises(NoTextLayerError):
        rescue_document(make_docx(p("x")))
    with pytest.raises(CorruptDocumentError):
        rescue_document(b"%PDF-1.4 nothing")


def test_a_reader_that_runs_out_of_its_budget_is_helped_in_a_child_and_nowhere_else() -> None:
    content = make_pdf(KNOT)
    with pytest.raises(LimitExceededError):
        extract_document(content, limits=FEW)
    with IsolatedReader() as reader:
        document = reader.extract(content, limits=FEW)
    assert document.reader == "pypdfium2"
    assert "REDCap and Medidata Rave" in document.text


def test_where_both_give_up_the_first_one_is_believed() -> None:
    bomb = make_stream(b" " * 3_000_000, deflate=True)
    with IsolatedReader() as reader:
        for content, limits, failure in (
            (make_pdf("0 0 9 9 re f"), Limits(), NoTextLayerError),
            (b"%PDF-1.4 nothing", Limits(), CorruptDocumentError),
            (make_pdf("", objects={11: bomb}), Limits(stream_bytes=1_000_000), LimitExceededError),
        ):
            with pytest.raises(DocumentError) as caught:
                reader.extract(content, limits=limits)
            assert type(caught.value) is failure


def test_what_was_read_until_a_limit_comes_over_the_pipe() -> None:
    content = make_pdf(*[show_lines([f"Line {line} of page {page}" for line in range(40)]) for page in range(1, 5)])
    with IsolatedReader() as reader:
        document = reader.extract(content, limits=Limits(glyphs=1_500), partial=True)
    assert document.reader == "pdfminer.six"
    assert "Line 1 of page 1" in document.text
    assert "glyphs" in document.skipped[0]
    with IsolatedReader() as reader, pytest.raises(LimitExceededError) as caught:
        reader.extract(content, limits=Limits(pages=2))
    assert caught.value.limit == "pages"
