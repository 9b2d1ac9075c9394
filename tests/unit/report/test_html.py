"""The web page: what it says, where its links lead, and what a stranger's text can do to it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from files import make_docx, make_pdf, make_zip, p, show
from hypothesis import given, settings
from hypothesis import strategies as st
from reports import BULLET, BULLET_START, make_empty_report, make_hostile_report, make_job_report, make_report

from ats_audit.model import (
    AuditReport,
    Block,
    BlockKind,
    Box,
    Document,
    Link,
    MediaType,
    PagePicture,
    Reading,
    ReadingKind,
    Section,
    SectionKind,
    TextPlace,
    Word,
)
from ats_audit.report import Format, html_policy, render, render_report
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Callable

    from ats_audit import Auditor

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "<!-- --><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;script&gt; &amp; &#x3C;",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnp.exe\u202c \u2066\u061c",
    "\x00\x07\x1b[31m\x9b\ud800",
    "a\u2028b\u2029c\x85d",
]


class Page(HTMLParser):
    """What a browser would make of the tags: elements, ids, links, scripts and text."""

    def __init__(self, html: str) -> None:
        """Read *html*."""
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.attributes: Counter[str] = Counter()
        self.text = ""
        self._raw = ""
        self.raws: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self._raw = tag if tag in {"style", "script"} else ""
        for name, value in attrs:
            self.attributes[name] += 1
            if name == "id":
                self.ids[value or ""] += 1
            elif name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        if self._raw:
            self.raws.append(data)
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""


def make_document(report: AuditReport, text: str, **changes: object) -> Document:
    readings = tuple(
        Reading(
            kind=kind,
            text=text,
            sections=(Section(kind=SectionKind.EXPERIENCE, heading_start=0, heading_end=0, start=0, end=len(text)),),
        )
        for kind in ReadingKind
    )
    return replace(
        Document(
            sha256=report.document.sha256,
            media_type=MediaType.DOCX,
            reader="python-docx",
            pages=None,
            readings=readings,
            blocks=(Block(start=0, end=len(text)),),
            words=(),
            facts=(),
        ),
        **changes,  # type: ignore[arg-type]
    )


def make_text() -> str:
    """A text in which the mentions of `make_report` stand where it says: at 20, 100 and in the bullet."""
    text = "Jane Example\n".ljust(20) + "Medidata Rave EDC"
    text = text.ljust(100) + "CTSM and more"
    return text.ljust(BULLET_START) + BULLET


def picture(page: int = 1) -> PagePicture:
    return PagePicture(
        page=page,
        points_wide=612.0,
        points_high=792.0,
        pixels_wide=2,
        pixels_high=2,
        media_type="image/png",
        content=b"\x89PNG",
    )


def test_a_report_alone_says_score_findings_plan_and_section_without_a_resume() -> None:
    page = Page(render(make_report(), format="html"))
    for said in ("62.4", "Do this first", "Text box", "+6.0", "Technical Core Competencies", "Add only if true"):
        assert said in page.text
    assert page.tags["aside"] == 0


def test_a_report_on_nothing_still_makes_a_page() -> None:
    page = Page(render(make_empty_report(), format="html"))
    for said in (words.NO_FINDINGS, words.NO_PLAN, words.NO_SUGGESTION, words.NOTHING_FIRST):
        assert said in page.text


@pytest.mark.parametrize("nasty", HOSTILE)
@pytest.mark.parametrize("seen", ["nothing", "text", "pages"])
def test_text_of_strangers_stays_text(nasty: str, seen: str) -> None:
    report = make_hostile_report(nasty)
    text = " " * BULLET_START + nasty
    document = make_document(
        report, text, words=(Word(BULLET_START, len(text), 1, Box(72.0, 72.0, 300.0, 84.0)),), media_type=MediaType.PDF
    )
    html = render(
        report,
        format="html",
        document=None if seen == "nothing" else document,
        pages=[picture()] if seen == "pages" else [],
    )
    page, calm = Page(html), Page(render(make_hostile_report("calm"), format="html"))
    assert page.tags["script"] == page.tags["style"] == 1
    assert not {name for name in page.attributes if name.startswith("on")}
    assert page.tags["img"] == 0
    assert all(link.startswith(("#", "https://", "data:image/png;base64,")) for link in page.links)
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]", html
    )
    if seen == "nothing":
        assert page.tags == calm.tags


@given(nasty=st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_text_adds_a_tag(nasty: str) -> None:
    page = Page(render(make_hostile_report(nasty), format="html"))
    assert set(page.tags) <= set(Page(render(make_hostile_report("calm"), format="html")).tags)
    assert page.tags["script"] == page.tags["style"] == 1
    assert max(page.ids.values()) == 1


@pytest.mark.parametrize("pages", [[], [picture()], [picture(), picture(2)]])
def test_every_link_leads_somewhere_and_no_id_stands_twice(pages: list[PagePicture]) -> None:
    report, text = make_report(), make_text()
    boxes = tuple(
        Word(
            found.start(),
            found.end(),
            1 if found.start() < 400 else 2,
            Box(72.0, 80.0 + at * 12, 120.0, 90.0 + at * 12),
        )
        for at, found in enumerate(re.finditer(r"\S+", text))
    )
    page = Page(render(report, format="html", document=make_document(report, text, words=boxes), pages=pages))
    assert max(page.ids.values()) == 1
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert inner
    assert set(inner) <= set(page.ids)


def test_quotes_lead_to_their_marks_in_the_text_and_marks_back_to_their_requirement() -> None:
    report, text = make_report(), make_text()
    html = render(report, format="html", document=make_document(report, text))
    mark = re.search(r'<a class="mark demonstrated" id="(m\d+)" href="#(r\d+)"[^>]*>Medidata Rave EDC</a>', html)
    assert mark is not None
    assert f'href="#{mark[1]}"' in html
    assert f'id="{mark[2]}"' in html


def test_a_mark_over_two_lines_of_a_page_has_a_rectangle_on_each() -> None:
    report, text = make_report(), make_text()
    start = 20
    boxes = (
        Word(start, start + 8, 1, Box(500.0, 80.0, 560.0, 90.0)),
        Word(start + 9, start + 13, 1, Box(72.0, 92.0, 100.0, 102.0)),
        Word(start + 14, start + 17, 1, Box(104.0, 92.0, 130.0, 102.0)),
    )
    html = render(report, format="html", document=make_document(report, text, words=boxes), pages=[picture()])
    mark = re.search(r'<a class="mark demonstrated" id="m1".*?</a>', html, re.DOTALL)
    assert mark is not None
    assert re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"', mark[0]) == [
        ("499.0", "79.0", "62.0"),
        ("71.0", "91.0", "60.0"),
    ]


def test_a_mark_that_is_part_of_a_word_has_its_share_of_the_box() -> None:
    report, text = make_report(), make_text()
    html = render(
        report,
        format="html",
        document=make_document(report, text, words=(Word(18, 42, 1, Box(100.0, 80.0, 340.0, 90.0)),)),
        pages=[picture()],
    )
    assert '<rect x="119.0" y="79.0" width="172.0"' in html


def test_findings_beside_each_other_do_not_cover_each_other() -> None:
    report = make_report()
    finding = report.findings[1]
    findings = tuple(
        replace(finding, code=f"ATS-P{number:02}", place=TextPlace(start=100, end=104, page=1)) for number in range(50)
    )
    report = replace(report, findings=findings)
    boxes = (Word(100, 104, 1, Box(72.0, 780.0, 100.0, 790.0)),)
    html = render(report, format="html", document=make_document(report, make_text(), words=boxes), pages=[picture()])
    ys = [float(y) for y in re.findall(r'<circle cx="-15.0" cy="([-\d.]+)"', html)]
    assert len(ys) == 50
    assert all(later - earlier >= 17.9 for earlier, later in itertools.pairwise(ys))
    assert max(ys) <= 792


def test_numbers_of_a_right_column_stand_at_the_right() -> None:
    report = make_report()
    boxes = (
        Word(80, 84, 1, Box(72.0, 100.0, 100.0, 110.0)),
        Word(90, 99, 1, Box(310.0, 100.0, 340.0, 110.0)),
        Word(100, 104, 1, Box(345.0, 100.0, 380.0, 110.0)),
    )
    html = render(report, format="html", document=make_document(report, make_text(), words=boxes), pages=[picture()])
    assert '<circle cx="627.0" cy="105.0"' in html


def test_the_layout_of_a_document_without_pages_says_what_stands_apart() -> None:
    report = make_report()
    text = "Jane Example\nSkills\n• Medidata Rave EDC"
    document = make_document(
        report,
        text,
        blocks=(
            Block(start=0, end=12),
            Block(start=13, end=len(text), kind=BlockKind.TEXTBOX),
        ),
    )
    html = render(report, format="html", document=document)
    assert re.search(r'<p class="name" dir="auto">(<span class="flags">.*</span>)?Jane Example</p>', html)
    assert '<p class="kind">text box</p>' in html
    assert '<p class="bullet" dir="auto">' in html


def test_pages_that_could_not_be_drawn_are_text_and_the_page_says_so() -> None:
    report = make_report()
    document = make_document(report, make_text(), media_type=MediaType.PDF)
    assert words.PAGES_NOT_DRAWN in Page(render(report, format="html", document=document)).text


def test_another_document_is_refused() -> None:
    report = make_report()
    with pytest.raises(ValueError, match="not the one"):
        render_report(report, format=Format.HTML, document=make_document(report, "x", sha256="0" * 64))


def test_the_policy_names_the_very_style_and_script_of_the_page() -> None:
    import base64
    import hashlib

    page = Page(render(make_report(), format="html"))
    assert len(page.raws) == 2
    for content in page.raws:
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in html_policy()
    assert page.attributes["style"] == 0


def test_the_page_loads_nothing() -> None:
    html = render(make_report(), format="html")
    assert not re.search(r"\bsrc=|url\(|@import|<link", html)


def test_a_source_that_is_no_web_address_is_no_link() -> None:
    report = make_report()
    findings = (replace(report.findings[0], source="javascript:alert(1)"),)
    page = Page(render(replace(report, findings=findings), format="html"))
    assert "javascript:alert(1)" not in page.links
    assert "javascript:alert(1)" in page.text


TARGETS = [
    "javascript:alert(1)",
    "JaVaScRiPt://example.com/%0Aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "file:///etc/passwd",
    'https://www.linkedin.com/in/jo" onmouseover="alert(1)',
    "https://www.linkedin.com/in/jo'><script>alert(1)</script>",
    "https://orcid.org/0000-0002-1825-0097<script>alert(1)</script>",
    "mailto:jo@example.com?subject=<script>alert(1)</script>",
    "mailto:%22%3E%3Cscript%3Ealert(1)%3C/script%3E@example.com",
    'tel:+1-555-010-0199"><script>alert(1)</script>',
]
ANCHORS = ["mail other@example.com", '"><script>alert(1)</script>', "<a href='javascript:alert(1)'>me</a>"]


def link_docx(target: str, anchor: str) -> bytes:
    """A Word file with *anchor* as a link to *target*."""
    body = p("Jo Bloggs") + f'<w:p><w:hyperlink r:id="x"><w:r><w:t>{escape(anchor)}</w:t></w:r></w:hyperlink></w:p>'
    with ZipFile(BytesIO(make_docx(body))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    relation = f'<Relationship Id="x" Type="http://x/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
    members["word/_rels/document.xml.rels"] = f"<Relationships xmlns='urn:x'>{relation}</Relationships>".encode()
    return make_zip(members)


def link_pdf(target: str, anchor: str) -> bytes:
    """A PDF with *anchor* as a link to *target*."""
    address = re.sub(r"([()\\])", r"\\\1", target)
    annotation = f"<</Type/Annot/Subtype/Link/Rect[70 690 560 715]/A<</S/URI/URI({address})>>>>"
    return make_pdf(show("Jo Bloggs", 72, 720) + show(anchor, 72, 700), page=f"/Annots[{annotation}]")


def link_markdown(target: str, anchor: str) -> bytes:
    """A Markdown text with *anchor* as a link to *target*."""
    return f"# Jo Bloggs\n\n[{anchor}]({target})\n".encode()


@pytest.mark.parametrize("make", [link_docx, link_pdf, link_markdown])
@pytest.mark.parametrize("anchor", ANCHORS)
def test_a_link_of_the_resume_is_no_link_of_the_page(
    make: Callable[[str, str], bytes], anchor: str, auditor: Auditor
) -> None:
    """Of a résumé's links nothing becomes an element or an address: the page links to itself and to our sources."""
    calm = Page(_audit_page(auditor, make("https://example.com/jo", "me"))[1])
    for target in TARGETS:
        report, html = _audit_page(auditor, make(target, anchor))
        page = Page(html)
        assert anchor in page.text
        assert "<script>alert" not in html
        assert page.tags["script"] == calm.tags["script"]
        assert set(page.attributes) <= set(calm.attributes) | {"title", "aria-label"}
        outer = {link for link in page.links if not link.startswith("#")}
        assert outer <= {finding.source for finding in report.findings}
        assert all(re.match(r"https?://|mailto:|tel:", link) for link in outer)


@pytest.mark.parametrize("target", TARGETS)
def test_no_address_that_a_reader_lets_through_becomes_more_than_text(target: str, auditor: Auditor) -> None:
    text = "Jo Bloggs\nother@example.com\n"
    document = auditor.read(text.encode())
    bare = replace(auditor.read(b"Jo Bloggs\n"), links=(Link(target=target),))
    over = replace(document, links=(Link(target=target, start=10, end=27),))
    for linked in (bare, over):
        report = auditor.audit(linked, role="cra")
        page = Page(render(report, format="html", document=linked))
        assert page.tags["script"] == 1
        assert {link for link in page.links if link[0] != "#"} <= {finding.source for finding in report.findings}


def _audit_page(auditor: Auditor, content: bytes) -> tuple[AuditReport, str]:
    document = auditor.read(content)
    report = auditor.audit(document, role="cra")
    return report, render(report, format="html", document=document)


def test_what_an_advert_asks_for_is_quoted() -> None:
    report = make_job_report()
    text = Page(render(report, format="html")).text
    asked = next(judgement.asked for judgement in report.judgements if judgement.asked)
    assert asked.quote.text in text
    assert words.JOB_HEADING in text


def test_a_number_is_said_once_a_line_and_all_its_places_lead_there() -> None:
    report = make_report()
    twice = tuple(
        replace(report.findings[1], message=f"One {start}.", place=TextPlace(start=start, end=start + 4, page=None))
        for start in (100, 109)
    )
    html = render(replace(report, findings=twice), format="html", document=make_document(report, make_text()))
    assert len(re.findall(r'<a class="flag warning" id="p1-1"', html)) == 1
    assert 'id="p1-2"' not in html
    assert len(re.findall(r'class="show" href="#p1-1"', html)) == 2


def test_a_heading_is_parted_from_what_follows_it_on_its_line() -> None:
    report, text = make_report(), "Jane Example\nProfile\tMonitor of trials"
    section = Section(kind=SectionKind.SUMMARY, heading_start=13, heading_end=20, start=21, end=len(text))
    document = make_document(
        report,
        text,
        readings=tuple(Reading(kind=kind, text=text, sections=(section,)) for kind in ReadingKind),
    )
    html = render(replace(report, findings=(), evidence=()), format="html", document=document)
    assert '<p class="heading" dir="auto">Profile</p>' in html
    assert '<p class="plain" dir="auto">Monitor of trials</p>' in html
