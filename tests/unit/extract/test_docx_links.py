"""Links of Word documents: where they lead, and on which words they lie."""

from __future__ import annotations

import pytest
from files import make_docx, make_zip, p, part, r
from reading import read

from ats_audit.model import Document, Link

RELATIONS = {
    "mail": "mailto:jane@example.com",
    "profile": "https://www.linkedin.com/in/jane-example",
    "orcid": "https://orcid.org/0000-0000-0000-0000",
    "script": "javascript:alert(1)",
    "file": "file:///etc/passwd",
}
PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="urn:x"><wp:docPr id="1" name="icon"><a:hlinkClick r:id="{}"/></wp:docPr>'
    "</wp:inline></w:drawing></w:r>"
)


def make(body: str) -> bytes:
    """A DOCX with the links of `RELATIONS`, which all lie outside of it."""
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(make_docx(body))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    lines = "".join(
        f'<Relationship Id="{key}" Type="http://x/hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in RELATIONS.items()
    )
    members["word/_rels/document.xml.rels"] = f"<Relationships xmlns='urn:x'>{lines}</Relationships>".encode()
    return make_zip(members)


def link(key: str, text: str) -> str:
    return f'<w:hyperlink r:id="{key}">{r(text)}</w:hyperlink>'


def field(code: str, *inner: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    cut = code.index(" ", 1) + 1 if " " in code[1:] else 0
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in (code[:cut], code[cut:])
    )
    return mark.format("begin") + codes + mark.format("separate") + "".join(inner) + mark.format("end")


def linked(document: Document) -> list[tuple[str, str | None]]:
    """Target and words of each link."""
    return [(one.target, None if one.start is None else document.text[one.start : one.end]) for one in document.links]


MAIL, PROFILE = RELATIONS["mail"], RELATIONS["profile"]


TARGET = "HYPERLINK &quot;mailto:jane@example.com&quot; \\t &quot;_new&quot;"
WITHIN = "HYPERLINK \\l &quot;top&quot;"
SIMPLE = f'<w:fldSimple w:instr="HYPERLINK &quot;{PROFILE}&quot;">{r("In")}</w:fldSimple>'
TAB, BREAK = "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"
CASES: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "w:hyperlink": (r("Write ") + link("mail", "an e-mail") + r(" now"), [(MAIL, "an e-mail")]),
    "field": (field(TARGET, r("Mail")), [(MAIL, "Mail")]),
    "field without quotes": (field(" hyperlink mailto:jane@example.com ", r("Mail")), [(MAIL, "Mail")]),
    "simple field": (SIMPLE, [(PROFILE, "In")]),
    "picture": (PICTURE.format("profile") + r("Jane"), [(PROFILE, None)]),
    "icon": (link("profile", "&#xF08C;") + r("Jane"), [(PROFILE, None)]),
    "two in a line": (
        link("mail", "two") + r("  and   ") + link("profile", " more "),
        [(MAIL, "two"), (PROFILE, "more")],
    ),
    "blanks that are closed": (r("a") + TAB + link("mail", "b   c"), [(MAIL, "b\tc")]),
    "second line": (r("x") + BREAK + link("mail", "in line two"), [(MAIL, "in line two")]),
    "over two lines": (f'<w:hyperlink r:id="mail">{r("over")}{BREAK}{r("two")}</w:hyperlink>', [(MAIL, "over\ntwo")]),
    "what is no contact": (link("script", "x") + link("file", "y") + link("none", "z"), []),
    "within the document": (f'<w:hyperlink w:anchor="top">{r("Top")}</w:hyperlink>', []),
    "field within the document": (field(WITHIN, r("Top")), []),
    "another field": (field("PAGE", r("3")), []),
}


@pytest.mark.parametrize("case", CASES)
def test_links_lie_on_their_words(case: str) -> None:
    inner, links = CASES[case]
    assert linked(read(make(f"<w:p>{inner}</w:p>"))) == links


def test_a_link_in_a_row_lies_on_the_words_of_its_cell() -> None:
    cells = f"<w:tc>{p('left')}</w:tc><w:tc><w:p>{link('mail', 'right')}</w:p></w:tc>"
    document = read(make(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert document.text == "left\tright"
    assert linked(document) == [(MAIL, "right")]


def test_a_link_of_a_numbered_paragraph_lies_behind_its_label() -> None:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    address = f"HYPERLINK &quot;{MAIL}&quot;"
    body = f'<w:p><w:pPr>{properties}</w:pPr><w:fldSimple w:instr="{address}">{r("Mail")}</w:fldSimple></w:p>'
    document = read(
        make_docx(body, parts={"numbering.xml": numbering}, relations={"n": ("numbering", "numbering.xml")})
    )
    assert document.text == "1. Mail"
    assert linked(document) == [(MAIL, "Mail")]


def test_a_field_over_two_paragraphs_is_a_link_on_both() -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end"))
    code = f"<w:r><w:instrText>HYPERLINK &quot;{MAIL}&quot;</w:instrText></w:r>"
    body = f"<w:p>{r('a ')}{begin}{code}{separate}{r('b')}</w:p><w:p>{r('c')}{end}{r(' d')}</w:p>"
    assert linked(read(make(body))) == [(MAIL, "b\nc")]


def test_the_same_picture_twice_is_one_link_and_codes_are_never_text() -> None:
    body = f"<w:p>{PICTURE.format('profile') * 2}{field(f'HYPERLINK &quot;{MAIL}&quot;', r('Mail'))}</w:p>"
    document = read(make(body))
    assert document.links == (Link(target=MAIL, start=0, end=4), Link(target=PROFILE))
    assert document.text == "Mail"


def test_links_without_number_cost_no_more_than_text() -> None:
    body = f"<w:p>{link('mail', 'x') * 30_000}</w:p>"
    document = read(make(body))
    assert len(document.text) == 30_000
    assert 0 < len(document.links) <= 1_000


def test_open_fields_without_number_are_bounded() -> None:
    begin, separate = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate"))
    opened = f"{begin}<w:r><w:instrText>HYPERLINK {MAIL}</w:instrText></w:r>{separate}"
    document = read(make(f"<w:p>{opened * 5_000}</w:p>" + p("word") * 5_000))
    assert document.text.count("word") == 5_000
    assert len(document.links) <= 1_000
