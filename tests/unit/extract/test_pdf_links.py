"""Links of a PDF: which are kept, and which words they lie on."""

from __future__ import annotations

import pytest
from files import make_pdf, show
from reading import read

from ats_audit.extract._lines import keep_target
from ats_audit.model import Link


def link(target: str, rectangle: str, more: str = "") -> str:
    return f"<</Type/Annot/Subtype/Link/Rect[{rectangle}]/A<</S/URI/URI({target})>>{more}>>"


def test_a_link_lies_on_the_words_in_its_rectangle() -> None:
    content = show("Jo Bloggs", 72, 720) + show("My LinkedIn profile", 72, 700)
    annotation = link("https://linkedin.com/in/jo", "87 698 134 712")
    document = read(make_pdf(content, page=f"/Annots[{annotation}]"))
    (found,) = document.links
    assert found.target == "https://linkedin.com/in/jo"
    assert document.text[found.start : found.end] == "LinkedIn"
    assert found.page == 1


def test_a_link_on_two_lines_is_one_and_two_links_on_one_line_are_two() -> None:
    content = show("linkedin.com/in/jo-", 72, 700) + show("bloggs and jo@example.com", 72, 686)
    annotations = (
        link("https://linkedin.com/in/jo-bloggs", "72 698 200 712"),
        link("https://linkedin.com/in/jo-bloggs", "72 684 105 696"),
        link("mailto:jo@example.com", "128 684 260 696"),
    )
    document = read(make_pdf(content, page=f"/Annots[{''.join(annotations)}]"))
    assert [document.text[one.start : one.end] for one in document.links] == [
        "linkedin.com/in/jo-\nbloggs",
        "jo@example.com",
    ]


def test_a_link_on_an_icon_has_no_words_and_a_page() -> None:
    contents = (show("One", 72, 700), show("Two", 72, 700))
    annotation = link("mailto:jo@example.com", "300 300 320 320")
    document = read(make_pdf(*contents, page=f"/Annots[{annotation}]"))
    assert document.links == (
        Link(target="mailto:jo@example.com", page=1),
        Link(target="mailto:jo@example.com", page=2),
    )


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_link_lies_on_its_words_on_a_turned_page_too(rotation: int) -> None:
    a, b = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[rotation]
    content = f"BT /F1 11 Tf {a} {b} {-b} {a} 300 400 Tm (mail me) Tj ET"
    around = {90: "285 398 303 450", 180: "250 390 302 405", 270: "297 350 315 402"}[rotation]
    page = f"/Rotate {rotation}/Annots[{link('mailto:jo@example.com', around)}]"
    document = read(make_pdf(content, page=page))
    assert [document.text[one.start : one.end] for one in document.links] == ["mail me"]


def test_a_hidden_link_and_a_link_within_the_document_are_none() -> None:
    within = "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[10 0 R/Fit]>>"
    page = f"/Annots[{within}{link('mailto:jo@example.com', '0 0 9 9', '/F 2')}]"
    assert read(make_pdf(show("Jo"), page=page)).links == ()


@pytest.mark.parametrize(
    "annotation",
    [
        "7",
        "null",
        "<<>>",
        "<</Subtype/Link/A 3/Rect[0 0 9 9]>>",
        "<</Subtype/Link/A<</URI 3>>/Rect[0 0 9 9]>>",
        "<</Subtype/Link/A<</URI(mailto:a@example.com)>>/Rect[0 0 9]>>",
        "<</Subtype/Link/A<</URI(mailto:a@example.com)>>/Rect[0 0 /N (x)]>>",
        "<</Subtype/Link/A<</URI(mailto:a@example.com)>>/Rect 99 0 R>>",
    ],
)
def test_a_broken_annotation_costs_its_link_alone(annotation: str) -> None:
    good = link("mailto:jo@example.com", "72 698 200 712")
    document = read(make_pdf(show("Jo Bloggs"), page=f"/Annots[{annotation} {good}]"))
    assert [one.target for one in document.links] == ["mailto:jo@example.com"]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "vbscript:x",
        "mailto:",
        "https://",
        "https:///etc",
        "//example.com",
        "example.com",
        "https://example.com/\x1b[31m",
        "https://example.com/a b",
        "https://example.com/\u202egnp.exe",
        "https://example.com/" + "a" * 2_000,
        "",
    ],
)
def test_only_addresses_that_can_be_a_contact_are_kept(target: str) -> None:
    assert keep_target(target) is None


@pytest.mark.parametrize(
    "target", ["https://example.com/jo?a=b#c", "http://example.com", "mailto:jo@example.com", "tel:+15550100199"]
)
def test_web_mail_and_phone_addresses_are_kept(target: str) -> None:
    assert keep_target(f" {target}\n") == target


def test_only_the_first_five_hundred_annotations_of_a_page_are_looked_at() -> None:
    annotations = "".join(link(f"https://example.com/{number}", "0 0 9 9") for number in range(600))
    assert len(read(make_pdf(show("Jo"), page=f"/Annots[{annotations}]")).links) == 500
