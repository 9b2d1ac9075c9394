"""What Word can do to a text, construct by construct: each is read as a person sees it."""

from __future__ import annotations

import pytest
from files import make_docx, p, part, r
from reading import read

from ats_audit.errors import NoTextLayerError
from ats_audit.model import Document, FactKind


def numbered(definition: str, lists: str, *, styles: str = "") -> dict[str, dict[str, object]]:
    return {
        "parts": {"n.xml": part("numbering", definition + lists), "s.xml": part("styles", styles)},
        "relations": {"n": ("numbering", "n.xml"), "s": ("styles", "s.xml")},
    }


def item(number: int, level: int = 0, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return p("x", f'{named}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(place: int, pattern: str, kind: str = "decimal", more: str = "") -> str:
    shown = f'<w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/>{shown}</w:lvl>'


def family(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def labels(body: str, **more: object) -> list[str]:
    return [line.removesuffix("x").strip() for line in read(make_docx(body, **more)).text.split("\n")]  # type: ignore[arg-type]


def count(document: Document, kind: FactKind) -> int:
    return sum(fact.count for fact in document.facts if fact.kind is kind)


def test_a_list_that_starts_anew_does_so_once() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = num(1, 0) + num(2, 0, restart)
    found = labels(item(1) + item(1) + item(2) + item(2), **numbered(family(0, level(0, "%1.")), lists))
    assert found == ["1.", "2.", "1.", "2."]


def test_two_lists_of_one_family_count_on() -> None:
    found = labels(item(1) + item(2), **numbered(family(0, level(0, "%1.")), num(1, 0) + num(2, 0)))
    assert found == ["1.", "2."]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("", ["1", "1.1", "2", "2.1"]), ('<w:lvlRestart w:val="0"/>', ["1", "1.1", "2", "2.2"])],
)
def test_an_inner_level_starts_again_unless_told_otherwise(restart: str, expected: list[str]) -> None:
    definition = family(0, level(0, "%1"), level(1, "%1.%2", more=restart))
    assert labels(item(1) + item(1, 1) + item(1) + item(1, 1), **numbered(definition, num(1, 0))) == expected


def test_legal_numbering_writes_outer_numbers_in_digits() -> None:
    definition = family(0, level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"))
    assert labels(item(1) + item(1, 1), **numbered(definition, num(1, 0))) == ["I", "1.1"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ordinal", ["1st", "2nd", "3rd", "4th"]),
        ("lowerLetter", ["a", "b", "c", "d"]),
        ("upperRoman", ["I", "II", "III", "IV"]),
    ],
)
def test_numbers_are_written_in_their_kind(kind: str, expected: list[str]) -> None:
    assert labels(item(1) * 4, **numbered(family(0, level(0, "%1", kind)), num(1, 0))) == expected


def test_the_eleventh_is_no_eleven_first() -> None:
    assert labels(item(1) * 23, **numbered(family(0, level(0, "%1", "ordinal")), num(1, 0)))[9:] == [
        "10th", "11th", "12th", "13th", "14th", "15th", "16th", "17th", "18th", "19th", "20th", "21st", "22nd", "23rd",
    ]  # fmt: skip


def test_a_list_style_lends_its_levels() -> None:
    definition = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Legal"/></w:abstractNum>' + family(
        1, level(0, "(%1)", "lowerLetter")
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Legal"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert labels(item(1) * 2, **numbered(definition, num(1, 0) + num(2, 1), styles=styles)) == ["(a)", "(b)"]


def test_a_level_tied_to_a_style_is_the_style_s_own() -> None:
    definition = family(0, level(0, "%1."), level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'))
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = item(1) + p("x", '<w:pStyle w:val="H2"/>')
    assert labels(body, **numbered(definition, num(1, 0), styles=styles)) == ["1.", "1.1"]


def test_a_bullet_without_a_sign_is_none() -> None:
    definition = family(0, level(0, "", "bullet"), level(1, "o", "bullet"))
    assert labels(item(1) + item(1, 1), **numbered(definition, num(1, 0))) == ["", "•"]


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ('w:font="Symbol" w:char="F061"', "α"),
        ('w:font="Symbol" w:char="0057"', "Ω"),
        ('w:font="Symbol" w:char="F0B3"', "≥"),
        ('w:font="Wingdings" w:char="F0FC"', "•"),
        ('w:font="Calibri" w:char="2713"', "✓"),
    ],
)
def test_symbols_are_read_in_their_font(symbol: str, text: str) -> None:
    assert read(make_docx(f"<w:p><w:r><w:sym {symbol}/></w:r>{r(' end')}</w:p>")).text == f"{text} end"


def field(step: str, inner: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{step}">{inner}</w:fldChar></w:r>'


def test_a_field_may_run_over_paragraphs() -> None:
    code = "<w:r><w:instrText>TOC</w:instrText></w:r>"
    body = f"<w:p>{field('begin')}{code}{field('separate')}{r('One')}</w:p><w:p>{r('Two')}{field('end')}</w:p>"
    assert read(make_docx(body + p("Three"))).text == "One\nTwo\nThree"


@pytest.mark.parametrize("where", ["body", "header"])
def test_a_field_that_never_ends_swallows_nothing(where: str) -> None:
    broken = f"<w:p>{field('begin')}{r('Jane')}</w:p>" + p("Doe")
    if where == "body":
        assert read(make_docx(broken)).text == "Jane\nDoe"
    else:
        section = '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
        document = read(
            make_docx(p("Text") + section, parts={"h.xml": part("hdr", broken)}, relations={"h": ("header", "h.xml")})
        )
        assert document.text == "Jane\nDoe\n\nText"


def test_the_choice_of_an_old_form_is_read() -> None:
    choices = "".join(f'<w:listEntry w:val="{value}"/>' for value in ("CRA I", "CRA II"))
    begin = field("begin", f'<w:ffData><w:ddList><w:result w:val="1"/>{choices}</w:ddList></w:ffData>')
    code = "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    assert read(make_docx(f"<w:p>{begin}{code}{field('end')}{r(' since 2020')}</w:p>")).text == "CRA II since 2020"


def test_comments_and_their_marks_are_left_out() -> None:
    body = (
        '<w:p><w:commentRangeStart w:id="1"/>'
        + r("Text")
        + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    comments = part("comments", f'<w:comment w:id="1">{p("remark")}</w:comment>')
    document = read(make_docx(body, parts={"c.xml": comments}, relations={"c": ("comments", "c.xml")}))
    assert document.text == "Text"


@pytest.mark.parametrize(
    "body",
    [
        f'<w:p><w:ins w:id="1">{r("new")}</w:ins><w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>',
        f"<w:p><w:moveTo><w:ins>{r('new')}</w:ins></w:moveTo></w:p><w:p><w:moveFrom>{r('old')}</w:moveFrom></w:p>",
        f'<w:p><w:ins w:id="1"><w:del w:id="2">{r("old")}</w:del></w:ins>{r("new")}</w:p>',
        f'<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{r("new")}</w:p>',
    ],
)
def test_tracked_changes_are_read_as_accepted(body: str) -> None:
    assert read(make_docx(body)).text == "new"


@pytest.mark.parametrize(
    "box",
    [
        "<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>",
        "<w:drawing><a:graphic><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphic></w:drawing>",
        "<w:drawing><wpg:wgp xmlns:wpg='g'><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></wpg:wgp></w:drawing>",
        "<mc:AlternateContent><mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback></mc:AlternateContent>",
    ],
)
@pytest.mark.parametrize("inner", [p("REDCap"), f"<w:tbl><w:tr><w:tc>{p('REDCap')}</w:tc></w:tr></w:tbl>"])
def test_every_kind_of_box_is_read_once(box: str, inner: str) -> None:
    drawn = box.format(content=f"<w:txbxContent>{inner}</w:txbxContent>")
    document = read(make_docx(f"<w:p><w:r>{drawn}</w:r>{r('Anchor')}</w:p>"))
    assert document.text.split() == ["Anchor", "REDCap"]
    assert count(document, FactKind.TEXTBOX) == 1


def test_a_box_within_a_box_is_read() -> None:
    inner = f"<w:r><w:pict><w:txbxContent>{p('deep')}</w:txbxContent></w:pict></w:r>"
    body = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{r('outer')}{inner}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    assert read(make_docx(body)).text.split() == ["outer", "deep"]


def test_the_words_of_a_chart_are_read_once() -> None:
    points = "".join(f'<c:pt idx="{n}"><c:v>{name}</c:v></c:pt>' for n, name in enumerate(("REDCap", "SAS")))
    series = "".join(
        f"<c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:cat><c:val><c:numCache/></c:val></c:ser>"
        for name in ("Years", "Level")
    )
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Skills</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    chart = f'<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart>{title}{series}</c:chart></c:chartSpace>'
    body = '<w:p><w:r><w:drawing><c:chart xmlns:c="c" r:id="c"/></w:drawing></w:r></w:p>'
    document = read(make_docx(body, parts={"c.xml": chart}, relations={"c": ("chart", "c.xml")}))
    assert document.text.split() == ["Skills", "Years", "REDCap", "SAS", "Level"]


def test_a_diagram_that_holds_itself_is_read_once() -> None:
    data = (
        '<dgm:dataModel xmlns:dgm="d" xmlns:a="a" xmlns:r="r"><a:p><a:r><a:t>Step</a:t></a:r>'
        '<dgm:relIds r:dm="d"/><dgm:relIds r:dm="d"/></a:p></dgm:dataModel>'
    )
    body = '<w:p><w:r><w:drawing><dgm:relIds r:dm="d"/></w:drawing></w:r></w:p>'
    relations = {"d": ("diagramData", "data.xml")}
    rels = '<R><Relationship Id="d" Type="x/diagramData" Target="data.xml"/></R>'
    document = read(make_docx(body, parts={"data.xml": data, "_rels/data.xml.rels": rels}, relations=relations))
    assert document.text == "Step"


def test_the_first_page_s_header_shows_in_any_section_that_asks_for_it() -> None:
    parts = {"h.xml": part("hdr", p("First"))}
    relations = {"h": ("header", "h.xml")}
    reference = '<w:sectPr><w:headerReference r:id="h" w:type="first"/></w:sectPr>'
    later = "<w:sectPr><w:titlePg/></w:sectPr>"
    body = f"<w:p><w:pPr>{reference}</w:pPr>{r('One')}</w:p>" + p("Two")
    assert read(make_docx(body + later, parts=parts, relations=relations)).text == "First\n\nOne\nTwo"
    assert read(make_docx(body, parts=parts, relations=relations)).text == "One\nTwo"


def test_a_written_title_above_the_notes_is_read_and_a_rule_is_not() -> None:
    def notes(title: str) -> str:
        return part(
            "endnotes",
            f'<w:endnote w:type="separator" w:id="0">{p(title)}</w:endnote><w:endnote w:id="1">{p("Note")}</w:endnote>',
        )

    body = f'<w:p>{r("Text")}<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    relations = {"e": ("endnotes", "e.xml")}
    assert read(make_docx(body, parts={"e.xml": notes("Sources")}, relations=relations)).text.split() == [
        "Text", "Sources", "Note",
    ]  # fmt: skip
    assert read(make_docx(body, parts={"e.xml": notes("______")}, relations=relations)).text.split() == ["Text", "Note"]


@pytest.mark.parametrize("run", ['<w:w w:val="1"/>', '<w:color w:val="FAFAFA"/>', '<w:sz w:val="3"/>'])
def test_pale_and_squeezed_text_is_hidden(run: str) -> None:
    document = read(make_docx(p("Seen") + p("unseen", run=run)))
    assert (document.text, count(document, FactKind.HIDDEN_TEXT)) == ("Seen", 6)


@pytest.mark.parametrize(
    "drawing",
    [
        '<w:drawing><wp:anchor xmlns:wp="wp" behindDoc="1"/></w:drawing>',
        '<w:pict><v:rect style="position:absolute; z-index: -2516"/></w:pict>',
    ],
)
def test_white_letters_before_a_drawing_are_seen(drawing: str) -> None:
    white = p("Jane Doe", run='<w:color w:val="FFFFFF"/>')
    assert read(make_docx(f"<w:p><w:r>{drawing}</w:r></w:p>" + white)).text == "Jane Doe"
    section = '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
    header = part("hdr", f"<w:p><w:r>{drawing}</w:r></w:p>")
    document = read(make_docx(white + section, parts={"h.xml": header}, relations={"h": ("header", "h.xml")}))
    assert document.text == "Jane Doe"


def test_a_character_style_turns_the_vanishing_of_its_paragraph_round() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    seen = r("seen", '<w:rStyle w:val="C"/>')
    body = f"<w:p><w:pPr><w:pStyle w:val='P'/></w:pPr>{r('gone')}{seen}</w:p>"
    assert read(make_docx(body, parts={"s.xml": styles}, relations={"s": ("styles", "s.xml")})).text == "seen"


def test_highlighted_white_text_is_seen() -> None:
    run = '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'
    assert read(make_docx(p("Seen", run=run))).text == "Seen"


@pytest.mark.parametrize(
    ("body", "parts", "relations", "message"),
    [
        ('<w:altChunk r:id="a"/>', {"a.html": "<html>Jane</html>"}, {"a": ("aFChunk", "a.html")}, "embedded document"),
        (p("x", run="<w:vanish/>"), {}, {}, "hidden"),
        ("<w:p/>", {}, {}, "empty, or a picture"),
    ],
)
def test_a_file_without_text_says_why(
    body: str, parts: dict[str, str], relations: dict[str, tuple[str, str]], message: str
) -> None:
    with pytest.raises(NoTextLayerError, match=message):
        read(make_docx(body, parts=parts, relations=relations))


def test_a_damaged_part_is_told_and_the_rest_is_read() -> None:
    document = read(make_docx(p("Text"), parts={"s.xml": "<w:styles"}, relations={"s": ("styles", "s.xml")}))
    assert document.text == "Text"
    assert count(document, FactKind.UNREAD_PART) == 1
    assert document.skipped == ("Damaged parts of the DOCX were not read.",)
