"""Text that a person cannot see is left out and counted; text that only looks suspicious is not."""

from __future__ import annotations

import pytest
from files import make_pdf, show
from reading import read
from tricks import IMAGE, LENGTH, SOUND, TRICK, TRICKS, make_tricked, trick

from ats_audit.errors import NoTextLayerError
from ats_audit.model import Document, FactKind


def hidden(document: Document) -> int:
    return sum(fact.count for fact in document.facts if fact.kind is FactKind.HIDDEN_TEXT)


def look(content: str) -> Document:
    return read(make_tricked(content))


@pytest.mark.parametrize("content", TRICKS.values(), ids=TRICKS.keys())
def test_a_trick_is_seen_through(content: str) -> None:
    document = look(content)
    assert document.text == "Seen text"
    assert hidden(document) == LENGTH


@pytest.mark.parametrize("content", SOUND.values(), ids=SOUND.keys())
def test_what_can_be_seen_is_never_called_hidden(content: str) -> None:
    document = look(content)
    assert TRICK in document.text
    assert hidden(document) == 0


def test_the_text_layer_of_a_scan_is_what_the_picture_shows() -> None:
    content = "q 600 0 0 780 0 0 cm /I Do Q " + trick("3 Tr")
    document = read(make_pdf(content, resources="/XObject<</I 100 0 R>>", objects={100: IMAGE}))
    assert document.text == TRICK
    assert hidden(document) == 0


def test_only_the_covered_words_of_a_line_are_hidden() -> None:
    document = look(show("Visible covered", 72, 600) + "1 g 110 590 300 40 re f")
    assert document.text == "Seen text\n\nVisible"


def test_hidden_text_is_in_no_reading() -> None:
    document = look(trick("1 g"))
    assert all(TRICK not in reading.text for reading in document.readings)


def test_a_pdf_of_hidden_text_alone_has_no_text() -> None:
    with pytest.raises(NoTextLayerError, match="hidden"):
        read(make_pdf(trick("1 g")))


def test_layers_may_all_be_off_but_some() -> None:
    content = "/OC /L BDC " + show("off") + " EMC /OC /K BDC " + show("on", 72, 500) + " EMC"
    document = read(
        make_pdf(
            content,
            resources="/Properties<</L 100 0 R/K 101 0 R>>",
            catalog="/OCProperties<</OCGs[100 0 R 101 0 R]/D<</BaseState/OFF/ON[101 0 R]>>>>",
            objects={100: "<</Type/OCG>>", 101: "<</Type/OCG>>"},
        )
    )
    assert document.text == "on"


def test_a_line_that_the_end_of_a_page_cuts_is_hidden_nowhere() -> None:
    cut = "q 36 36 540 660 re W n\n" + show("Wrote the grant", 72, 698) + "Q\n"
    first = show("Jo Bloggs", 72, 700) + show("Wrote the grant", 72, 40)
    document = read(make_pdf(first, cut + show("Kept the books", 72, 600)))
    assert document.text.count("Wrote the grant") == 1
    assert [fact.kind for fact in document.facts] == []


def test_a_line_cut_at_an_edge_that_stands_nowhere_else_is_hidden() -> None:
    cut = "q 36 36 540 660 re W n\n" + show("Wrote the grant", 72, 698) + "Q\n"
    document = read(make_pdf(show("Jo Bloggs", 72, 700), cut + show("Kept the books", 72, 600)))
    assert [(fact.kind, fact.count, fact.page) for fact in document.facts] == [(FactKind.HIDDEN_TEXT, 13, 2)]


def test_a_line_far_off_the_page_is_hidden_even_where_it_repeats_what_is_seen() -> None:
    far = show("Wrote the grant", 72, 3_000)
    document = read(make_pdf(show("Wrote the grant", 72, 700), far + show("Kept the books", 72, 600)))
    assert [(fact.kind, fact.count, fact.page) for fact in document.facts] == [(FactKind.HIDDEN_TEXT, 13, 2)]
