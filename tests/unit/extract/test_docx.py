"""Word documents: every line that a person sees, once, in order."""

from __future__ import annotations

import pytest
from files import make_docx, make_zip, p, part, r
from reading import read

from ats_audit.errors import (
    CorruptDocumentError,
    EncryptedDocumentError,
    LimitExceededError,
    NoTextLayerError,
)
from ats_audit.extract import extract_document
from ats_audit.model import BlockKind, Document, FactKind, Limits, MediaType, SectionKind

NUMBERING = part(
    "numbering",
    """<w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3"/></w:lvl>
      <w:lvl w:ilvl="3"><w:numFmt w:val="none"/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1">
      <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">
      <w:start w:val="7"/><w:numFmt w:val="decimalZero"/><w:lvlText w:val="(%1)"/></w:lvl></w:lvlOverride></w:num>""",
)
STYLES = part(
    "styles",
    """<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:spacing w:before="240"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="L"><w:name w:val="List"/><w:basedOn w:val="Normal"/><w:pPr><w:numPr>
      <w:numId w:val="2"/></w:numPr><w:contextualSpacing/><w:spacing w:after="200"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
    <w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>""",
)

WHITE = p("Seen", run='<w:color w:val="FFFFFF"/>')


def text_of(body: str, **more: object) -> str:
    return read(make_docx(body, **more)).text  # type: ignore[arg-type]


def count(document: Document, kind: FactKind) -> int:
    return sum(fact.count for fact in document.facts if fact.kind is kind)


def number(list_number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_number}"/></w:numPr>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(p("One") + p("Two"), "One\nTwo", id="paragraphs"),
        pytest.param(p("One") + p("") + p("Two"), "One\n\nTwo", id="empty paragraph"),
        pytest.param(f"<w:p>{r('RED')}{r('Cap')}</w:p>", "REDCap", id="runs"),
        pytest.param("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", "a\tb", id="tab"),
        pytest.param("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>", "a\nb", id="line break"),
        pytest.param("<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>TMF</w:t></w:r></w:p>", "e-TMF", id="hyphen"),
        pytest.param("<w:p><w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t></w:r></w:p>", "ab", id="soft hyphen"),
        pytest.param(p("wide      gap"), "wide\tgap", id="spaces as a tab"),
        pytest.param(f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In')}</w:sdtContent></w:sdt>", "In", id="content control"),
        pytest.param(f"<w:p><w:sdt><w:sdtContent>{r('In')}</w:sdtContent></w:sdt></w:p>", "In", id="inline control"),
        pytest.param(f"<w:p><w:ins>{r('new')}</w:ins><w:del>{r('old')}</w:del></w:p>", "new", id="tracked changes"),
        pytest.param(
            f"<w:p><w:moveTo>{r('to')}</w:moveTo><w:moveFrom>{r('from')}</w:moveFrom></w:p>", "to", id="moved"
        ),
        pytest.param(f'<w:p><w:hyperlink r:id="x">{r("link")}</w:hyperlink></w:p>', "link", id="hyperlink"),
        pytest.param(f"<w:p><w:fldSimple w:instr='DATE'>{r('2024')}</w:fldSimple></w:p>", "2024", id="simple field"),
        pytest.param(f"<w:p><w:smartTag>{r('Leeds')}</w:smartTag></w:p>", "Leeds", id="smart tag"),
        pytest.param(f"<w:customXml>{p('x')}</w:customXml>", "x", id="custom XML"),
        pytest.param(
            f"<w:p><w:ruby><w:rt>{r('over')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:p>",
            "base",
            id="ruby",
        ),
        pytest.param("<w:p><m:oMath xmlns:m='m'><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "x=1", id="formula"),
        pytest.param('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t> a</w:t></w:r></w:p>', "• a", id="symbol"),
        pytest.param('<w:p><w:r><w:sym w:char="zz"/><w:t>a</w:t></w:r></w:p>', "a", id="broken symbol"),
        pytest.param(
            "<w:p><w:r><w:pict><v:shape><v:textpath string='WordArt'/></v:shape></w:pict></w:r></w:p>",
            "WordArt",
            id="art",
        ),
        pytest.param(p("a\u200bb\u202ec\u00a0d"), "abc d", id="invisible characters"),
    ],
)
def test_what_a_person_sees_is_read(body: str, text: str) -> None:
    assert text_of(body) == text


def test_field_codes_are_left_out_and_results_read() -> None:
    def step(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
    inner = step("begin") + code + step("separate") + r("inside a code") + step("end")
    body = f"<w:p>{step('begin')}{code}{inner}{step('separate')}{r('result')}{step('end')}{r(' after')}</w:p>"
    assert text_of(body + f"<w:p>{step('end')}{step('separate')}{r('x')}</w:p>") == "result after\nx"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    drawing = f"<w:drawing><wps:txbx><w:txbxContent>{p('In the box')}</w:txbxContent></wps:txbx></w:drawing>"
    fallback = f"<w:pict><v:textbox><w:txbxContent>{p('In the box')}</w:txbxContent></v:textbox></w:pict>"
    choices = f"<mc:Choice>{drawing}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
    box = f"<mc:AlternateContent>{choices}</mc:AlternateContent>"
    document = read(make_docx(f"<w:p><w:r>{box}</w:r>{r('Anchor')}</w:p>" + p("Next")))
    assert document.text == "Anchor\n\nIn the box\n\nNext"
    assert [block.kind for block in document.blocks] == [BlockKind.BODY, BlockKind.TEXTBOX, BlockKind.BODY]
    assert count(document, FactKind.TEXTBOX) == 1
    assert document.readings[1].text == document.readings[2].text == "Anchor\n\nNext"


def test_a_fallback_is_read_where_the_choice_has_no_text() -> None:
    body = (
        "<mc:AlternateContent><mc:Choice><w:p/></mc:Choice><mc:Fallback>"
        + p("old")
        + "</mc:Fallback></mc:AlternateContent>"
    )
    assert (
        text_of(
            body
            + "<mc:AlternateContent/>"
            + "<w:p><w:r><mc:AlternateContent><mc:Choice/></mc:AlternateContent></w:r></w:p>"
        )
        == "old"
    )


def test_a_heading_in_a_text_box_does_not_rule_what_follows_it() -> None:
    box = f"<w:drawing><w:txbxContent>{p('SKILLS')}{p('REDCap')}</w:txbxContent></w:drawing>"
    document = read(make_docx(p("EXPERIENCE") + f"<w:p><w:r>{box}</w:r></w:p>" + p("Led audits")))
    assert [section.kind for section in document.full.sections] == [
        SectionKind.EXPERIENCE,
        SectionKind.SKILLS,
        SectionKind.EXPERIENCE,
    ]


def test_a_row_of_single_lines_is_one_line() -> None:
    table = "<w:tbl><w:tr>" + "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("REDCap", "", "2019")) + "</w:tr></w:tbl>"
    document = read(make_docx(p("Above") + table + p("Below")))
    assert document.text == "Above\n\nREDCap\t2019\n\nBelow"
    assert document.blocks[1].kind is BlockKind.TABLE
    assert document.readings[2].text == "Above\n\nBelow"


def test_cells_of_a_layout_table_are_read_one_after_the_other() -> None:
    side = f"<w:tc>{p('SKILLS')}{p('REDCap')}</w:tc>"
    main = f"<w:tc>{p('Monitor of oncology trials')}{p('EXPERIENCE')}{p('Leeds, since 2019')}</w:tc>"
    body = (
        f"<w:tbl><w:tr>{side}{main}</w:tr><w:tr><w:tc>{p('Closed queries')}{p('Trained staff')}</w:tc></w:tr></w:tbl>"
    )
    document = read(make_docx(body))
    assert document.text.split("\n")[:3] == ["SKILLS", "REDCap", "Monitor of oncology trials"]
    section = document.full.section_at(document.text.index("Monitor"))
    assert section is not None
    assert section.kind is SectionKind.CONTACT
    section = document.full.section_at(document.text.index("Closed"))
    assert section is not None
    assert section.kind is SectionKind.EXPERIENCE


def test_nested_tables_controlled_rows_and_merged_cells_are_read_once() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('inner')}</w:tc></w:tr></w:tbl>"
    span = "<w:tcPr><w:gridSpan w:val='1000000000'/></w:tcPr>"
    row = f"<w:tr><w:tc>{span}{p('a')}{inner}</w:tc><w:tc>{p('b')}</w:tc></w:tr>"
    body = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    document = read(make_docx(body))
    assert document.text.split() == ["a", "inner", "b"]
    assert count(document, FactKind.TABLE) == 2


def test_headers_and_footers_that_show_are_read() -> None:
    parts = {
        "h1.xml": part("hdr", p("Jane Doe")),
        "h2.xml": part("hdr", p("First page only")),
        "h3.xml": part("hdr", p("Even pages")),
        "h4.xml": part("hdr", p("Jane Doe")),
        "f1.xml": part(
            "ftr", f"<w:p><w:r><w:drawing><w:txbxContent>{p('Page')}</w:txbxContent></w:drawing></w:r></w:p>"
        ),
    }
    relations = {
        key: ("header" if name[0] == "h" else "footer", name) for key, name in zip("abcdf", parts, strict=True)
    }
    section = (
        '<w:sectPr><w:headerReference r:id="a" w:type="default"/><w:headerReference r:id="b" w:type="first"/>'
        '<w:headerReference r:id="c" w:type="even"/><w:headerReference r:id="d"/><w:headerReference r:id="zz"/>'
        '<w:footerReference r:id="f" w:type="default"/>{}</w:sectPr>'
    )
    document = read(make_docx(p("Body") + section.format(""), parts=parts, relations=relations))
    assert document.text == "Jane Doe\n\nBody\n\nPage"
    assert [block.kind for block in document.blocks] == [BlockKind.HEADER, BlockKind.BODY, BlockKind.FOOTER]
    assert count(document, FactKind.HEADER_TEXT) == 2
    assert document.readings[1].text == "Body"
    both = read(
        make_docx(
            p("Body") + section.format("<w:titlePg/>"),
            parts={**parts, "settings.xml": part("settings", "<w:evenAndOddHeaders/>")},
            relations={**relations, "s": ("settings", "settings.xml")},
        )
    )
    assert both.text.startswith("Jane Doe\n\nFirst page only\n\nEven pages\n\nBody")


def test_notes_that_are_referred_to_stand_at_the_end() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("A note")}</w:footnote><w:footnote w:id="3">{p("Unused")}</w:footnote>',
    )
    body = '<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id="2"/><w:endnoteReference w:id="9"/></w:r></w:p>' + p(
        "More"
    )
    document = read(make_docx(body, parts={"n.xml": notes}, relations={"n": ("footnotes", "n.xml")}))
    assert document.text == "Text\nMore\n\nA note"
    assert document.blocks[-1].kind is BlockKind.FOOTNOTE


def test_a_diagram_is_read() -> None:
    data = (
        '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Step one</a:t></a:r></a:p>'
        "</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    body = '<w:p><w:r><w:drawing><dgm:relIds r:dm="d" r:lo="x"/></w:drawing></w:r></w:p>'
    document = read(make_docx(body, parts={"data.xml": data}, relations={"d": ("diagramData", "data.xml")}))
    assert document.text == "Step one"
    assert text_of(p("x") + body) == "x"


def test_a_shape_with_plain_drawing_text_is_read() -> None:
    shape = "<w:drawing><a:txBody><a:p><a:r><a:t>Shape text</a:t></a:r></a:p></a:txBody></w:drawing>"
    assert text_of(f"<w:p><w:r>{shape}</w:r></w:p>") == "Shape text"


@pytest.mark.parametrize(
    ("properties", "label"),
    [(number(1), "1."), (number(2), "•"), (number(3), "(07)"), (number(1, 1), "1.a)"), (number(1, 2), "IV")],
)
def test_lists_are_labelled_as_a_person_sees_them(properties: str, label: str) -> None:
    body = p("Item", properties)
    assert text_of(body, parts={"n.xml": NUMBERING}, relations={"n": ("numbering", "n.xml")}) == f"{label} Item"


def test_lists_count_on_and_start_again_below() -> None:
    body = (
        "".join(p("x", number(1, level)) for level in (0, 1, 1, 0, 1))
        + p("x", number(1, 3))
        + p("x", number(0))
        + p("x", number(9))
    )
    text = text_of(body, parts={"n.xml": NUMBERING}, relations={"n": ("numbering", "n.xml")})
    assert text.split("\n") == ["1. x", "1.a) x", "1.b) x", "2. x", "2.a) x", "x", "x", "x"]


def test_styles_bring_bullets_headings_and_gaps() -> None:
    body = (
        p("Intro")
        + p("Skills", '<w:pStyle w:val="H"/>')
        + p("REDCap", '<w:pStyle w:val="L"/>')
        + p("Rave", '<w:pStyle w:val="L"/>')
    )
    parts = {"styles.xml": STYLES, "n.xml": NUMBERING}
    document = read(
        make_docx(body, parts=parts, relations={"s": ("styles", "styles.xml"), "n": ("numbering", "n.xml")})
    )
    assert document.text == "Intro\n\nSkills\n• REDCap\n• Rave"
    assert [section.kind for section in document.full.sections] == [SectionKind.CONTACT, SectionKind.SKILLS]


@pytest.mark.parametrize(
    "run",
    ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', '<w:rStyle w:val="Gone"/>'],
)
def test_hidden_text_is_counted_and_left_out(run: str) -> None:
    body = p("Seen") + p("Hidden words", run=run)
    document = read(make_docx(body, parts={"styles.xml": STYLES}, relations={"s": ("styles", "styles.xml")}))
    assert document.text == "Seen"
    assert count(document, FactKind.HIDDEN_TEXT) == 12


@pytest.mark.parametrize(
    "body",
    [
        p("Seen", run='<w:vanish w:val="0"/>'),
        p("Seen", run='<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>'),
        p("Seen", '<w:shd w:val="clear" w:fill="1F3864"/>', '<w:color w:val="FFFFFF"/>'),
        p("Seen", '<w:shd w:val="pct50"/>', '<w:color w:val="FFFFFF"/>'),
        p("Seen", '<w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="text1"/>', '<w:color w:val="FFFFFF"/>'),
        f'<w:tbl><w:tblPr><w:shd w:fill="333333"/></w:tblPr><w:tr><w:tc>{WHITE}</w:tc></w:tr></w:tbl>',
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="333333"/></w:tcPr>{WHITE}</w:tc></w:tr></w:tbl>',
        p("Seen", '<w:pStyle w:val="Loop"/>'),
    ],
)
def test_white_on_something_dark_is_not_hidden(body: str) -> None:
    document = read(make_docx(body, parts={"styles.xml": STYLES}, relations={"s": ("styles", "styles.xml")}))
    assert document.text == "Seen"
    assert count(document, FactKind.HIDDEN_TEXT) == 0


def test_a_coloured_page_may_show_white_text() -> None:
    assert text_of(p("Seen", run='<w:color w:val="FFFFFF"/>'), root='<w:background w:color="000000"/>') == "Seen"


def test_columns_icons_and_foreign_parts_are_facts() -> None:
    body = p("\uf2b6 jane@example.com") + '<w:altChunk r:id="x"/>' + '<w:sectPr><w:cols w:num="2"/></w:sectPr>'
    document = read(make_docx(body))
    assert document.text == "jane@example.com"
    assert {fact.kind: fact.count for fact in document.facts} == {
        FactKind.COLUMNS: 2,
        FactKind.ICON_FONT: 1,
        FactKind.UNREAD_PART: 1,
    }


def test_what_python_docx_refuses_is_read() -> None:
    macro = make_docx(p("Macro"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml")
    assert (read(macro).text, read(macro).reader) == ("Macro", "lxml")
    parts = {"h.xml": part("hdr", p("Head")), "broken.xml": "<w:x"}
    relations = {
        "h": ("header", "h.xml"),
        "b": ("styles", "broken.xml"),
        "n": ("numbering", "missing.xml"),
        "o": ("vbaProject", "v.bin"),
    }
    body = p("Body") + '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
    document = read(make_docx(body, parts=parts, relations=relations))
    assert document.text == "Head\n\nBody"
    assert document.reader == "lxml"
    assert count(document, FactKind.UNREAD_PART) == 2


def test_strict_files_are_read() -> None:
    members = {
        "_rels/.rels": '<R><Relationship Id="1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
        ' Target="/word/document.xml"/></R>',
        "word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r>'
        "<w:t>Strict</w:t></w:r></w:p></w:body></w:document>",
    }
    document = read(make_zip(members))
    assert (document.text, document.media_type) == ("Strict", MediaType.DOCX)


def test_a_document_without_words_has_no_text() -> None:
    with pytest.raises(NoTextLayerError):
        read(make_docx("<w:p/>"))


def styled(sheet: str | bytes) -> bytes:
    return make_docx(p("x"), parts={"styles.xml": sheet}, relations={"s": ("styles", "styles.xml")})


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        make_docx(p("x"))[:300],
        make_docx("<w:p>"),
        styled('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        styled("<!DOCTYPE x><x/>".encode("utf-16")),
        styled("<!--" + "x" * 9_000 + "--><!DOCTYPE x><x/>"),
        make_zip({"[Content_Types].xml": "<Types/>"}),
        make_zip({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<R"}),
    ],
)
def test_a_broken_docx_is_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptDocumentError):
        read(content)


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        ({"archive_members": 3}, "3 parts"),
        ({"inflated_bytes": 900}, "900 decompressed bytes"),
        ({"stream_bytes": 50}, "50 decompressed bytes in one stream"),
        ({"characters": 3}, "3 characters"),
        ({"xml_nodes": 7}, "7 elements and attributes"),
        ({"nesting": 2}, "2 levels of nesting"),
        ({"bytes": 100}, "100 bytes"),
    ],
)
def test_every_limit_is_named(limits: dict[str, int], what: str) -> None:
    with pytest.raises(LimitExceededError, match=what):
        extract_document(make_docx(p("Words " * 50)), limits=Limits(**limits))


def test_growth_is_measured_against_the_size_of_the_file() -> None:
    grown = make_docx(f"<!--{'x' * 4_200_000}-->" + p("Words"))
    assert read(grown, archive_ratio=2_000).text == "Words"
    with pytest.raises(LimitExceededError, match="200 times its size"):
        read(grown)


def test_what_is_not_asked_for_is_never_inflated() -> None:
    assert read(make_docx(p("Words"), parts={"media/image.bmp": b"\x00" * 40_000_000})).text == "Words"


@pytest.mark.parametrize("body", ["<w:p>" * 300 + "</w:p>" * 300, "<w:sdt>" * 230 + p("x") + "</w:sdt>" * 230])
def test_a_deep_document_is_beyond_a_limit(body: str) -> None:
    with pytest.raises(LimitExceededError, match="nest"):
        read(make_docx(body))


def test_locked_lying_and_overlapping_archives_are_refused() -> None:
    content = bytearray(make_docx(p("Words")))
    locked = content.copy()
    locked[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedDocumentError):
        read(bytes(locked))
    lying = content.copy()
    at = content.index(b"PK\x01\x02") + 24
    lying[at : at + 4] = (5).to_bytes(4, "little")
    assert read(bytes(lying)).text == "Words"
    damaged = content.copy()
    damaged[damaged.index(b"word/document.xml") + 30] ^= 0x10
    with pytest.raises(CorruptDocumentError):
        read(bytes(damaged))
    overlapping = content.copy()
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    overlapping[second + 42 : second + 46] = overlapping[first + 42 : first + 46]
    with pytest.raises(LimitExceededError, match="overlap"):
        read(bytes(overlapping))


def test_an_unknown_method_of_compression_is_corrupt() -> None:
    content = bytearray(make_docx(p("Words")))
    at = content.rindex(b"PK\x01\x02") + 10
    content[at : at + 2] = (12).to_bytes(2, "little")
    with pytest.raises(CorruptDocumentError):
        read(bytes(content))


def cell(*lines: str) -> str:
    return f"<w:tc>{''.join(map(p, lines))}</w:tc>"


def test_long_cells_side_by_side_are_columns_and_those_of_tables_are_none() -> None:
    sidebar = f"<w:tbl><w:tr>{cell(*'abcde')}{cell(*'fghijk')}</w:tr></w:tbl>"
    document = read(make_docx(sidebar))
    assert (count(document, FactKind.COLUMNS), count(document, FactKind.TABLE)) == (1, 1)
    for cells in (cell(*"abcd") + cell(*"efghi"), cell("label") + cell(*"abcdef"), cell(*"abcdef")):
        assert count(read(make_docx(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")), FactKind.COLUMNS) == 0


@pytest.mark.parametrize(
    ("wrap", "width", "lines", "columns"),
    [("wrapSquare", 1_900_000, 3, 1), ("wrapTight", 1_900_000, 4, 1), ("wrapSquare", 5_400_000, 3, 0),
     ("wrapTopAndBottom", 1_900_000, 3, 0), ("wrapSquare", 1_900_000, 2, 0)],
)  # fmt: skip
def test_a_box_beside_the_text_is_a_column(wrap: str, width: int, lines: int, columns: int) -> None:
    inner = "".join(p(f"line {number}") for number in range(lines))
    box = (
        f'<w:p><w:r><w:drawing><wp:anchor xmlns:wp="urn:x"><wp:extent cx="{width}" cy="9"/><wp:{wrap}/>'
        f"<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wp:anchor></w:drawing></w:r></w:p>"
    )
    document = read(make_docx(box + p("body")))
    assert (count(document, FactKind.COLUMNS), count(document, FactKind.TEXTBOX)) == (columns, 1)


@pytest.mark.parametrize(("footer", "told"), [("3", 0), ("Page 1 of 2", 0), ("- 2 -", 0), ("Jo Bloggs 2", 1)])
def test_a_page_number_alone_is_no_text_in_the_footer(footer: str, told: int) -> None:
    content = make_docx(
        p("body") + '<w:sectPr><w:footerReference w:type="default" r:id="f"/></w:sectPr>',
        parts={"footer1.xml": part("ftr", p(footer))},
        relations={"f": ("footer", "footer1.xml")},
    )
    assert count(read(content), FactKind.HEADER_TEXT) == told
