"""Headings, and the sections that they open."""

from __future__ import annotations

import pytest
from files import make_docx, make_pdf, p, part, show
from reading import read

from ats_audit.extract._sections import close_spaced, normalise_heading
from ats_audit.model import Document, SectionKind


def kinds(document: Document) -> list[str]:
    return [section.kind.value for section in document.full.sections]


def headings(document: Document) -> list[str]:
    text = document.text
    return [text[section.heading_start : section.heading_end] for section in document.full.sections]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("SKILLS", "skills"),
        ("Skills:", "skills"),
        ("S K I L L S", "skills"),
        ("T E C H  S K I L L S", "tech skills"),
        ("## Skills ##", "skills"),
        ("— Skills —", "skills"),
        ("2. Technical   Skills", "technical skills"),
        ("IV. Education", "education"),
        ("Honors & Awards", "honors and awards"),
        ("Experience (8 years)", "experience"),
        ("***", ""),
    ],
)
def test_headings_are_compared_without_trimmings(written: str, normal: str) -> None:
    assert normalise_heading(written) == normal


def test_single_letters_are_words_where_they_are_few() -> None:
    assert close_spaced("A B C") == "A B C"


@pytest.mark.parametrize(
    "heading",
    [
        "SKILLS",
        "Skills",
        "Skills:",
        "S K I L L S",
        "# Skills",
        "Technical Skills",
        "SKILLS AND EDUCATION",
        "Skills / Projects",
    ],
)
def test_a_line_of_its_own_is_a_heading(heading: str) -> None:
    document = read(f"Jane Doe\n\n{heading}\nREDCap, Rave".encode())
    assert kinds(document) == ["contact", "skills"]
    assert headings(document)[1] == heading


@pytest.mark.parametrize(
    "line",
    [
        "skills",
        "• Skills",
        "Skills in REDCap and Rave",
        "Skills, Leadership",
        "I have the skills of a monitor and like to show them in every trial",
        "x" * 300,
    ],
)
def test_a_line_of_prose_is_none(line: str) -> None:
    assert kinds(read(f"Jane Doe\n\n{line}\nREDCap".encode())) == ["contact"]


def test_a_word_amid_a_paragraph_is_none() -> None:
    assert kinds(read(b"Jane Doe\nworks on\nProjects\nof all kinds")) == ["contact"]


def test_the_first_line_may_be_a_heading() -> None:
    document = read(b"Summary\nMonitor.\n")
    assert kinds(document) == ["summary"]


def test_capitals_before_a_colon_lead_their_line() -> None:
    document = read(b"Jane Doe\n\nSKILLS: REDCap, Rave\n")
    assert headings(document) == ["", "SKILLS"]
    section = document.full.sections[1]
    assert document.text[section.start : section.end] == ": REDCap, Rave\n"


def test_a_cell_of_its_own_leads_its_line() -> None:
    row = f"<w:tr><w:tc>{p('Experience')}</w:tc><w:tc>{p('Monitor at Leeds')}</w:tc></w:tr>"
    document = read(make_docx(p("Jane Doe") + f"<w:tbl>{row}</w:tbl>"))
    assert document.text == "Jane Doe\n\nExperience\tMonitor at Leeds"
    assert headings(document) == ["", "Experience"]


def test_a_line_set_like_the_headings_opens_a_section_of_its_own() -> None:
    body = "".join(
        show(heading, 72, 700 - 60 * number, 14) + show("Body text of the section", 72, 680 - 60 * number)
        for number, heading in enumerate(["Summary", "Military Service", "Experience", "Education"])
    )
    document = read(make_pdf(body))
    assert kinds(document) == ["summary", "other", "experience", "education"]
    assert headings(document)[1] == "Military Service"


@pytest.mark.parametrize("line", ["Worked 2019", "Ends here.", "These are far too many words here", "lower case words"])
def test_not_every_line_set_like_a_heading_is_one(line: str) -> None:
    body = "".join(
        show(heading, 72, 700 - 60 * number, 14) + show("Body text of the section", 72, 680 - 60 * number)
        for number, heading in enumerate(["Summary", line, "Experience", "Education"])
    )
    assert kinds(read(make_pdf(body))) == ["summary", "experience", "education"]


def test_a_look_that_most_lines_share_tells_no_headings() -> None:
    style = '<w:pStyle w:val="Heading1"/>'
    body = p("Summary", style) + "".join(p(name, style) for name in ("Acme", "Globex", "Initech")) + p("text")
    sheet = part("styles", '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>')
    document = read(make_docx(body, parts={"styles.xml": sheet}, relations={"r1": ("styles", "styles.xml")}))
    assert kinds(document) == ["summary"]


def test_sections_are_ordered_and_cover_all_but_headings() -> None:
    document = read(b"Jane\n\nSummary\nText\n\nSkills\nREDCap\n\nEducation\nBSc")
    at = 0
    for section in document.full.sections:
        assert at <= section.heading_start <= section.heading_end <= section.start <= section.end
        assert document.text[at : section.heading_start].strip() == ""
        at = section.end
    assert at == len(document.text)
    assert document.full.section_at(0) is document.full.sections[0]
    assert document.full.sections[0].kind is SectionKind.CONTACT


def test_a_label_among_labels_of_a_list_opens_no_section() -> None:
    bold = "/F1 11 Tf 2 Tr "
    plain = "0 Tr "
    lines = [("Skills", bold), ("Web frameworks", bold), ("Django, Flask and Starlette", plain)]
    lines += [
        ("Technical skills", bold),
        ("REDCap, Git and Docker", plain),
        ("Certifications", bold),
        ("GCP of 2025", plain),
    ]
    content = "".join(show(line, 72, 700 - 20 * number, before=look) for number, (line, look) in enumerate(lines))
    document = read(make_pdf(content))
    assert headings(document) == ["Skills", "Certifications"]
    others = [line for line in lines if line[0] != "Web frameworks"]
    content = "".join(show(line, 72, 700 - 20 * number, before=look) for number, (line, look) in enumerate(others))
    assert headings(read(make_pdf(content))) == ["Skills", "Technical skills", "Certifications"]


def test_a_heading_may_lead_its_line_in_any_case() -> None:
    document = read(
        b"Priya Nair\n\nExperience\nScribe, Example Hospital, 2024 - present\n- Wrote 2,400 notes\n"
        b"Training: taught four colleagues\n\nEducation: BA Neuroscience, 2026\nCertifications: BLS, 2025\n"
    )
    assert kinds(document) == ["contact", "experience", "education", "certifications"]
