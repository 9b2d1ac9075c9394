"""Sections and remarks written into Word documents: where they stand, how they look, and that all else is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from files import W, make_docx, make_pdf, make_zip, p, r

from ats_audit.errors import CorruptDocumentError, DocumentError, LimitExceededError, UnsupportedFormatError
from ats_audit.extract import extract_document, write_remarks, write_section
from ats_audit.model import Limits, Remark, SectionLines

SAMPLES = Path(__file__).parents[3] / "samples"
SECTION = SectionLines(
    heading="Technical Core Competencies",
    lines=(("Platforms", "Medidata Rave EDC, REDCap"), ("Standards", "CDISC <SDTM> & ADaM")),
)
WRITTEN = [
    "Technical Core Competencies",
    "Platforms: Medidata Rave EDC, REDCap",
    "Standards: CDISC <SDTM> & ADaM",
]
BOLD = "<w:b/>"
RESUME = (
    p("Jane Example")
    + p("jane@example.com")
    + p("SUMMARY", '<w:spacing w:before="240"/>', f"{BOLD}<w:sz w:val='28'/>")
    + p("Monitor of trials in oncology since 2015, at home in small teams and long studies.", "", "<w:sz w:val='19'/>")
    + p("EXPERIENCE", '<w:spacing w:before="240"/>', f"{BOLD}<w:sz w:val='28'/>")
    + p("CRA, Somewhere, 2019 - 2024")
    + p("Monitored 14 sites; then 14 more.")
)


def lines_of(content: bytes) -> list[str]:
    return [line for line in extract_document(content).text.split("\n") if line]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


class TestSection:
    def test_it_stands_behind_the_summary_and_all_else_is_kept(self) -> None:
        before = lines_of(make_docx(RESUME))
        after = lines_of(write_section(make_docx(RESUME), SECTION))
        at = before.index("EXPERIENCE")
        assert after == [*before[:at], WRITTEN[0].upper(), *WRITTEN[1:], *before[at:]]

    def test_it_looks_like_the_other_sections(self) -> None:
        word = docx.Document(io.BytesIO(write_section(make_docx(RESUME), SECTION)))
        heading, line = word.paragraphs[4], word.paragraphs[5]
        assert heading.paragraph_format.space_before == word.paragraphs[2].paragraph_format.space_before
        assert (heading.runs[0].bold, heading.runs[0].font.size) == (True, word.paragraphs[2].runs[0].font.size)
        assert [(run.text, run.bold) for run in line.runs] == [
            ("Platforms: ", True),
            ("Medidata Rave EDC, REDCap", None),
        ]
        assert line.runs[1].font.size == word.paragraphs[3].runs[0].font.size

    def test_a_section_of_the_same_name_gets_the_lines_and_no_second_heading(self) -> None:
        own = p("TECHNICAL CORE COMPETENCIES", "", BOLD) + p(
            "Platforms: Castor, OpenClinica, and spreadsheets of all sorts"
        )
        before = lines_of(make_docx(RESUME + own))
        after = lines_of(write_section(make_docx(RESUME + own), SECTION))
        assert after == [*before[:-1], *WRITTEN[1:], before[-1]]

    def test_without_a_summary_it_stands_before_the_first_section(self) -> None:
        resume = p("Jane Example") + p("EXPERIENCE", "", BOLD) + p("CRA, 2019 - 2024")
        assert lines_of(write_section(make_docx(resume), SECTION))[:3] == [
            "Jane Example",
            WRITTEN[0].upper(),
            WRITTEN[1],
        ]

    def test_behind_a_summary_at_the_end_it_stands_last(self) -> None:
        resume = p("Jane Example") + p("SUMMARY", "", BOLD) + p("Monitor of trials.") + "<w:sectPr/>"
        written = write_section(make_docx(resume), SECTION)
        assert lines_of(written)[-1] == WRITTEN[-1]
        body = docx.Document(io.BytesIO(written)).element.body
        assert body[-1].tag.endswith("}sectPr")

    def test_a_resume_without_headings_gets_it_at_the_end(self) -> None:
        assert lines_of(write_section(make_docx(p("Jane Example, CRA since 2015")), SECTION))[-1] == WRITTEN[-1]

    def test_it_never_stands_in_a_table_or_a_text_box(self) -> None:
        for name in ("trial-coordinator-table.docx", "medical-coder-textboxes.docx"):
            strict = extract_document(write_section(sample(name), SECTION)).readings[2].text
            assert all(line in strict for line in WRITTEN)

    def test_a_list_is_no_model(self) -> None:
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        resume = (
            p("Jane Example") + p("SUMMARY", "", BOLD) + p("Monitor.", listed) + p("EXPERIENCE", "", BOLD) + p("CRA")
        )
        word = docx.Document(io.BytesIO(write_section(make_docx(resume), SECTION)))
        line = next(one for one in word.paragraphs if one.text == WRITTEN[1])
        assert line._p.find(f".//{{{W}}}numPr") is None

    def test_the_same_file_gives_the_same_bytes(self) -> None:
        assert write_section(sample("cra-strong.docx"), SECTION) == write_section(sample("cra-strong.docx"), SECTION)

    def test_the_other_parts_are_kept(self) -> None:
        content = sample("coding-qa-header-contact.docx")
        with (
            zipfile.ZipFile(io.BytesIO(content)) as before,
            zipfile.ZipFile(io.BytesIO(write_section(content, SECTION))) as after,
        ):
            assert set(after.namelist()) == set(before.namelist())
            for name in before.namelist():
                if "header" in name or "media" in name or "fontTable" in name:
                    assert after.read(name)


class TestRemarks:
    def remark(self, content: bytes, *places: tuple[str, int] | None) -> list[tuple[str, str]]:
        """Text of each comment and what it is about; *places* are words of the text, with how many stand before."""
        text = extract_document(content).text
        remarks = []
        for number, place in enumerate(places):
            span = None
            if place is not None:
                start = -1
                for _ in range(place[1] + 1):
                    start = text.index(place[0], start + 1)
                span = (start, start + len(place[0]))
            remarks.append(Remark(text=f"Remark {number}\nSecond line", span=span))
        written = write_remarks(content, remarks)
        assert extract_document(written).text == text
        word = docx.Document(io.BytesIO(written))
        about: dict[str, str] = {}
        for mark in word.element.body.iter("{*}commentRangeStart"):
            key = mark.get(f"{{{W}}}id")
            said = []
            for element in mark.itersiblings():
                if element.tag.endswith("}commentRangeEnd") and element.attrib == mark.attrib:
                    break
                said += [text.text or "" for text in element.iter("{*}t")]
            about[key] = "".join(said)
        return [(comment.text, about[str(comment.comment_id)]) for comment in word.comments]

    def test_each_stands_at_its_words(self) -> None:
        said = self.remark(make_docx(RESUME), ("oncology", 0), ("14", 1), ("Jane", 0))
        assert said == [
            ("Remark 0\nSecond line", "oncology"),
            ("Remark 1\nSecond line", "14"),
            ("Remark 2\nSecond line", "Jane"),
        ]

    def test_words_over_several_runs_are_cut_out_of_them(self) -> None:
        resume = f"<w:p>{r('Used Medi')}{r('data Ra', BOLD)}{r('ve daily')}</w:p>"
        assert self.remark(make_docx(resume), ("Medidata Rave", 0)) == [("Remark 0\nSecond line", "Medidata Rave")]

    def test_two_remarks_on_the_same_words_stand_both(self) -> None:
        said = self.remark(make_docx(RESUME), ("oncology", 0), ("oncology", 0), ("in oncology since", 0))
        assert [about for _, about in said] == ["oncology", "oncology", "in oncology since"]

    def test_what_is_about_the_whole_stands_at_the_first_line(self) -> None:
        assert self.remark(make_docx(RESUME), None) == [("Remark 0\nSecond line", "Jane Example")]

    def test_what_stands_in_a_text_box_a_table_or_a_header_has_its_remark_too(self) -> None:
        assert len(self.remark(sample("medical-coder-textboxes.docx"), ("NCCI edits", 0))) == 1
        assert self.remark(sample("trial-coordinator-table.docx"), ("OpenClinica", 0))[0][1] == "OpenClinica"
        assert len(self.remark(sample("coding-qa-header-contact.docx"), ("howard.templeton", 0))) == 1

    def test_a_tab_or_a_break_in_the_words_does_no_harm(self) -> None:
        resume = "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three four</w:t></w:r></w:p>"
        assert self.remark(make_docx(resume), ("four", 0))[0][1].endswith("four")

    def test_the_same_file_gives_the_same_bytes(self) -> None:
        remark = Remark(text="x", span=None)
        assert write_remarks(sample("cra-strong.docx"), [remark]) == write_remarks(sample("cra-strong.docx"), [remark])


@pytest.mark.parametrize("content", [b"Jane Example, CRA", make_pdf("BT /F1 12 Tf 72 700 Td (Jane Example) Tj ET")])
def test_other_files_are_refused_with_the_way_out(content: bytes) -> None:
    with pytest.raises(UnsupportedFormatError) as raised:
        write_section(content, SECTION)
    assert "--format section" in raised.value.hint
    with pytest.raises(UnsupportedFormatError):
        write_remarks(content, [])


def test_a_part_that_is_never_read_meets_the_limits_all_the_same() -> None:
    bomb = make_docx(
        RESUME, parts={"media/image1.png": bytes(3_000_000)}, relations={"rId9": ("image", "media/image1.png")}
    )
    assert extract_document(bomb, limits=Limits(stream_bytes=1_000_000)).text
    with pytest.raises(LimitExceededError):
        write_section(bomb, SECTION, limits=Limits(stream_bytes=1_000_000))


def test_a_damaged_part_is_an_error() -> None:
    content = bytearray(make_docx(RESUME, parts={"media/image1.bin": b"A" * 5000}))
    at = content.index(b"word/media/image1.bin") + len("word/media/image1.bin")
    content[at : at + 8] = b"\xff" * 8
    with pytest.raises(CorruptDocumentError):
        write_section(bytes(content), SECTION)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off_is_an_error_of_the_document(cut: float) -> None:
    content = sample("cra-strong.docx")
    with pytest.raises(DocumentError):
        write_section(content[: int(len(content) * cut)], SECTION)


def test_a_zip_of_something_else_is_an_error_of_the_document() -> None:
    with pytest.raises(DocumentError):
        write_remarks(make_zip({"a.txt": "b"}), [])
