"""Contacts that only a link holds."""

from __future__ import annotations

import pytest
from judging import asks, judge_marked, make_competency, make_lexicon, make_role

from ats_audit.model import Finding, Link, PagePlace, TextPlace, WholeDocument

LEXICON = make_lexicon([make_competency("MedDRA")])
ROLE = make_role(asks("core", "meddra"))


def find(text: str, *links: Link, code: str = "ATS-L21") -> list[Finding]:
    verdict = judge_marked(text, ROLE, LEXICON, links=links)
    return [finding for finding in verdict.findings if finding.code == code]


@pytest.mark.parametrize(
    ("target", "name", "written"),
    [
        ("mailto:jo%2Bjobs@example.com?subject=Your%20r%C3%A9sum%C3%A9", "e-mail address", "jo+jobs@example.com"),
        ("MAILTO:jo@example.com", "e-mail address", "jo@example.com"),
        ("tel:+1-555-010-0199", "phone number", "+1-555-010-0199"),
        ("https://uk.linkedin.com/in/jo-bloggs-1b2/", "LinkedIn profile", "linkedin.com/in/jo-bloggs-1b2"),
        ("https://orcid.org/0000-0002-1825-009X", "ORCID iD", "orcid.org/0000-0002-1825-009X"),
    ],
)
def test_a_contact_that_only_a_link_holds_is_told_and_how_to_write_it(target: str, name: str, written: str) -> None:
    (finding,) = find("Jo Bloggs, monitor", Link(target=target, start=0, end=9))
    assert finding.message.startswith(f"The {name} stands only behind a link")
    assert finding.fix.endswith(f'"{written}".')
    assert finding.place == TextPlace(start=0, end=9, page=None)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("jo@example.com", "mailto:jo@example.com"),
        ("other@example.com", "mailto:jo@example.com"),
        ("(555) 010-0199", "tel:5550100199"),
        ("LinkedIn: jo-bloggs", "https://www.linkedin.com/in/jo-bloggs"),
        ("linkedin.com/in/jo-\nbloggs", "https://linkedin.com/in/jo-bloggs"),
        ("ORCID 0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("Jo", "https://www.linkedin.com/company/example"),
        ("Jo", "https://www.linkedin.com.example.org/in/jo"),
        ("Jo", "tel:911"),
        ("Jo", "mailto:not an address"),
        ("Jo", "mailto:"),
        ("Jo", "mailto:%22%3E%3Cscript%3E@example.com"),
        ("Jo", "https://linkedin.com/in/<script>alert(1)</script>"),
    ],
)
def test_what_the_text_says_or_what_is_no_contact_is_left_alone(text: str, target: str) -> None:
    assert find(text, Link(target=target)) == []


def test_a_contact_behind_a_picture_stands_on_its_page() -> None:
    (finding,) = find("Jo", Link(target="mailto:jo@example.com", page=2))
    assert finding.place == PagePlace(page=2)
    (finding,) = find("Jo", Link(target="mailto:jo@example.com"))
    assert finding.place == WholeDocument()


def test_each_kind_of_contact_is_told_once() -> None:
    links = [Link(target=f"mailto:jo{number}@example.com") for number in range(3)]
    assert len(find("Jo", *links, Link(target="tel:5550100199"))) == 2


def test_a_link_on_an_address_that_writes_to_another_is_told_with_both() -> None:
    text = "Jo Bloggs\njo@example.com"
    (finding,) = find(text, Link(target="mailto:your_name@example.com", start=10, end=24), code="ATS-L22")
    assert "jo@example.com writes to another address, your_name@example.com" in finding.message
    assert find(text, Link(target="mailto:JO@example.com", start=10, end=24), code="ATS-L22") == []
    assert find(text, Link(target="mailto:your_name@example.com", start=0, end=9), code="ATS-L22") == []
    assert find(text, Link(target="mailto:your_name@example.com"), code="ATS-L22") == []
