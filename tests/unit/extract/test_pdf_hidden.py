"""Text that a person cannot see is left out and counted; text that only looks suspicious is not."""

from __future__ import annotations

import pytest
from files import make_pdf, make_stream, show
from reading import read

from ats_audit.errors import NoTextLayerError
from ats_audit.model import Document, FactKind

SEEN = show("Seen text", 72, 700)
TRICK = "Hidden keywords"
LENGTH = 14
STATE = "/ExtGState<</A <</ca 0>> /H <</BM/Multiply>> /B <</BM[/Foo/Normal]/CA 1>>>>"
IMAGE = make_stream("", "/Subtype/Image/Width 1/Height 1")
MASKED = make_stream("", "/Subtype/Image/Width 1/Height 1/SMask 1 0 R")


def hidden(document: Document) -> int:
    return sum(fact.count for fact in document.facts if fact.kind is FactKind.HIDDEN_TEXT)


def trick(before: str = "", after: str = "", *, size: float = 11, x: float = 72, y: float = 600) -> str:
    return f"q {before} {show(TRICK, x, y, size)} {after} Q"


def look(content: str) -> Document:
    return read(
        make_pdf(
            SEEN + content,
            resources=f"{STATE}/XObject<</I 100 0 R/M 101 0 R/F 103 0 R>>/Properties<</L 102 0 R/D 104 0 R>>"
            "/ColorSpace<</Spot [/Separation/Red/DeviceRGB 1 0 R]/Icc [/ICCBased 105 0 R]/Cal [/CalGray]>>",
            catalog="/OCProperties<</D<</OFF[102 0 R]>>/OCGs[102 0 R]>>",
            objects={
                100: IMAGE,
                101: MASKED,
                102: "<</Type/OCG/Name(Layer)>>",
                103: make_stream(show(TRICK), "/Subtype/Form/BBox[0 0 612 792]/OC 102 0 R"),
                104: "<</Type/OCMD/OCGs[102 0 R]>>",
                105: make_stream("", "/N 3"),
            },
        )
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(trick("3 Tr"), id="render mode 3"),
        pytest.param(trick("7 Tr"), id="render mode 7"),
        pytest.param(trick("1 g"), id="white on white"),
        pytest.param(trick("1 1 1 rg"), id="white by RGB"),
        pytest.param(trick("0 0 0 0 k"), id="white by CMYK"),
        pytest.param(trick("/DeviceGray cs 1 sc"), id="white by scn"),
        pytest.param(trick("/Icc cs 0.99 0.99 0.99 scn"), id="white by ICC"),
        pytest.param(trick("1 Tr 1 G"), id="white outline"),
        pytest.param(trick("0 0 0.5 rg 0 500 612 200 re f"), id="panel and text of one colour"),
        pytest.param(trick("0.2 g 0 500 612 200 re f 1 g 50 590 300 40 re f"), id="white on a white box on a panel"),
        pytest.param(trick(size=1), id="tiny"),
        pytest.param(trick("0.05 0 0 0.05 0 0 cm"), id="shrunk"),
        pytest.param(trick("2 Tz"), id="squeezed"),
        pytest.param(trick(x=900), id="off the page"),
        pytest.param(trick(y=-50), id="under the page"),
        pytest.param(trick("0 0 10 10 re W n"), id="clipped away"),
        pytest.param(trick("/A gs"), id="transparent"),
        pytest.param(trick(after="1 g 50 590 300 40 re f"), id="under a later box"),
        pytest.param(trick(after="1 g 50 590 m 350 590 l 350 630 l 50 630 l h f"), id="under a drawn box"),
        pytest.param(trick(after="q 300 0 0 40 50 590 cm /I Do Q"), id="under a later picture"),
        pytest.param(trick("/OC /L BDC", "EMC"), id="layer that is off"),
        pytest.param(trick("/OC /D BDC", "EMC"), id="membership in a layer that is off"),
        pytest.param("/F Do", id="form in a layer that is off"),
    ],
)
def test_a_trick_is_seen_through(content: str) -> None:
    document = look(content)
    assert document.text == "Seen text"
    assert hidden(document) == LENGTH


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(trick("0.1 g 0 500 612 200 re f 1 g"), id="white on a dark panel"),
        pytest.param(trick("0.1 g 0 500 m 612 500 l 400 700 300 690 0 680 c f 1 g"), id="white on a dark shape"),
        pytest.param(trick("q 300 0 0 40 50 590 cm /I Do Q 1 g"), id="white on a picture"),
        pytest.param(trick("0 500 612 150 re W n /S sh 1 g"), id="white on a shading"),
        pytest.param(trick("/Spot cs 1 scn"), id="spot colour"),
        pytest.param(trick("/Pattern cs /P scn"), id="pattern"),
        pytest.param(trick("/Cal cs 0.5 sc"), id="calibrated gray"),
        pytest.param(trick(after="/H gs 1 1 0 rg 50 590 300 40 re f"), id="highlighter over it"),
        pytest.param(trick("/B gs"), id="normal blending"),
        pytest.param(trick(after="q 300 0 0 40 50 590 cm /M Do Q"), id="under a picture with holes"),
        pytest.param(trick("60 590 200 40 re W n"), id="inside its clip"),
        pytest.param(trick("7 Tr", "0 0 1 rg 50 590 300 40 re f"), id="text as clip, painted through"),
        pytest.param(trick("2 Tr 0.4 g"), id="outlined and filled"),
        pytest.param(trick("0.9 g"), id="light gray"),
        pytest.param(trick("0 G 0 500 612 200 re S"), id="framed"),
        pytest.param(trick("72 598 m 90 609 120 610 150 606 c f /A gs"), id="drawn as outlines, transparent text over"),
    ],
)
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
