"""Of a file that meets a limit, what was read until then: told as a part, and in order."""

from __future__ import annotations

import pytest
from files import make_docx, p, part
from reading import HEADINGS, read

from ats_audit.errors import CorruptDocumentError, ExtractionTimeoutError, LimitExceededError, NoTextLayerError
from ats_audit.extract import extract_text
from ats_audit.extract._budget import Budget
from ats_audit.extract._docx import read_docx
from ats_audit.extract._extract import read_content
from ats_audit.model import BlockKind, Limits, SectionKind

LINES = [f"Line {number:03} of the body" for number in range(200)]
LONG = "".join(map(p, LINES))
HEADED = {"h": ("header", "header1.xml")}
SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'


def nested(depth: int) -> str:
    return "<w:sdt><w:sdtContent>" * depth + p("deep") + "</w:sdtContent></w:sdt>" * depth


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        ({"characters": 1_000}, "characters of text"),
        ({"xml_nodes": 700}, "elements and attributes"),
        ({"stream_bytes": 6_000}, "decompressed bytes in one stream"),
    ],
)
def test_a_word_file_beyond_a_limit_is_read_until_there(limits: dict[str, float], what: str) -> None:
    content = make_docx(LONG)
    with pytest.raises(LimitExceededError, match=what):
        read(content, partial=False, **limits)
    document = read(content, partial=True, **limits)
    lines = document.text.splitlines()
    assert 10 < len(lines) < 150
    assert lines[:-1] == LINES[: len(lines) - 1]
    assert LINES[len(lines) - 1].startswith(lines[-1])
    assert [note for note in document.skipped if what in note and note.endswith("What follows was not read.")]


def test_a_word_file_within_all_limits_says_nothing_of_a_part() -> None:
    content = make_docx(LONG)
    assert read(content, partial=True) == read(content)
    assert read(content, partial=True).skipped == ()


def test_reading_stops_where_the_nesting_does_and_headers_and_notes_are_read_all_the_same() -> None:
    content = make_docx(
        p("Jane Example") + p("Experience") + nested(110) + p("Never read") + SECTION,
        parts={"header1.xml": part("hdr", p("jane@example.com"))},
        relations=HEADED,
    )
    with pytest.raises(LimitExceededError, match="nesting"):
        read(content)
    document = read(content, partial=True)
    assert document.text.split("\n") == ["jane@example.com", "", "Jane Example", "Experience"]
    assert len(document.skipped) == 1


def test_a_header_beyond_a_limit_costs_the_header_alone() -> None:
    content = make_docx(
        p("Jane Example") + SECTION,
        parts={"header1.xml": part("hdr", p("before") + nested(110) + p("behind"))},
        relations=HEADED,
    )
    document = read(content, partial=True)
    assert document.text.split() == ["before", "Jane", "Example"]
    large = make_docx(p("Jane Example") + SECTION, parts={"header1.xml": part("hdr", p("x") * 200)}, relations=HEADED)
    document = read(large, partial=True, stream_bytes=4_000)
    assert document.text == "Jane Example"
    assert document.skipped[0].endswith("A part of the DOCX was left out.")


def test_what_was_read_inside_of_a_table_stays_in_order() -> None:
    cells = "".join(f"<w:tc>{p(f'cell {number}')}{p('more')}</w:tc>" for number in range(3))
    table = f"<w:tbl><w:tr>{cells}<w:tc>{nested(110)}</w:tc></w:tr></w:tbl>"
    document = read(make_docx(p("above") + table + p("below")), partial=True)
    assert document.text.split("\n") == ["above", "", "cell 0", "more", "cell 1", "more", "cell 2", "more"]
    assert {block.kind for block in document.blocks} == {BlockKind.BODY, BlockKind.TABLE}


def test_one_endless_paragraph_is_cut() -> None:
    content = make_docx(p("Skills") + p("word " * 2_000))
    document = read(content, partial=True, characters=506)
    assert document.text == "Skills\n" + ("word " * 100).strip()
    assert document.skipped


def test_sections_are_told_in_a_part_as_in_the_whole() -> None:
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>')
    content = make_docx(
        p("Jane") + p("Experience", '<w:pStyle w:val="H"/>') + LONG,
        parts={"styles.xml": styles},
        relations={"s": ("styles", "styles.xml")},
    )
    document = read(content, partial=True, characters=800)
    assert [section.kind for section in document.full.sections] == [SectionKind.CONTACT, SectionKind.EXPERIENCE]


def test_a_slow_word_file_is_read_until_its_time_is_up() -> None:
    ticks = iter(range(1_000_000))
    budget = Budget(Limits(seconds=100), partial=True, clock=lambda: float(next(ticks)))
    layout = read_docx(make_docx(LONG), budget)
    lines = layout.full.text.splitlines()
    assert 20 < len(lines) < 80
    assert lines == LINES[: len(lines)]
    assert "took longer" in layout.skipped[0]
    whole = Budget(Limits(seconds=100), clock=lambda: float(next(ticks)))
    with pytest.raises(ExtractionTimeoutError):
        read_docx(make_docx(LONG), whole)


def test_a_field_that_never_ends_is_read_again_within_the_same_limit() -> None:
    begin = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    content = make_docx(p("x" * 400) + begin + p("y" * 400))
    assert len(read(content, characters=1_000).text) == 802


def test_a_bomb_gives_its_beginning_and_no_more() -> None:
    content = make_docx(p("Jane Example") + p("word " * 50) * 40_000)
    document = read(content, partial=True, characters=400_000, archive_ratio=2)
    assert document.text.startswith("Jane Example\nword")
    assert any("times its size" in note or "characters" in note for note in document.skipped)


def test_a_part_of_nothing_is_the_error_itself() -> None:
    with pytest.raises(LimitExceededError, match="nesting"):
        read(make_docx(nested(110)), partial=True)
    with pytest.raises(LimitExceededError):
        read(make_docx(p("Jane Example")), partial=True, stream_bytes=100)
    with pytest.raises(NoTextLayerError):
        read(make_docx("<w:p/>"), partial=True)


def test_a_cut_part_is_looked_through_for_document_types_as_well() -> None:
    body = "<!DOCTYPE w [<!ENTITY a 'b'>]>" + LONG
    with pytest.raises(CorruptDocumentError):
        read(make_docx(body), partial=True, xml_nodes=500)


def test_damage_behind_the_cut_does_not_matter_and_before_it_does() -> None:
    with pytest.raises(CorruptDocumentError):
        read(make_docx(LONG + "</w:wrong>"), partial=True)
    assert read(make_docx(LONG + "</w:wrong>"), partial=True, stream_bytes=4_000).text.startswith(LINES[0])


TEXT = "\n".join(LINES)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_long_text_is_read_to_its_last_whole_line(end: str) -> None:
    content = TEXT.replace("\n", end).encode()
    with pytest.raises(LimitExceededError):
        read(content, characters=1_000)
    document = read(content, partial=True, characters=1_000)
    assert content.decode().startswith(document.text)
    lines = document.text.splitlines()
    assert lines == LINES[: len(lines)]
    assert 1_000 - len(LINES[0]) - 2 <= len(document.text) <= 1_000
    assert document.skipped == ("The file holds more than 1,000 characters of text. What follows was not read.",)


def test_a_text_of_one_line_is_cut_in_it() -> None:
    document = read(b"word " * 10_000, partial=True, characters=22_000)
    assert document.text == "word " * 4_400
    assert read(b"word " * 10, partial=True).skipped == ()


def test_a_text_that_is_no_file_is_read_in_part_too() -> None:
    document = extract_text(TEXT, limits=Limits(characters=500), partial=True)
    assert document.text == TEXT[: len(document.text)]
    assert document.skipped
    assert read_content(TEXT.encode(), limits=Limits(characters=500), headings=HEADINGS, partial=True).text == (
        document.text
    )
