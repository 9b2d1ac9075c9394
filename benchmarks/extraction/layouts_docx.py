"""Word files whose layout is known because they are made here with python-docx. Everybody in them is invented.

    python benchmarks/extraction/layouts_docx.py FOLDER

writes them down, to be looked at.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONTACT = "jo.bloggs@example.com | (555) 010-0199"
JOBS = (
    "Clinical Research Associate, Northwind Research, 2021 - 2024",
    "Monitored 14 sites of two trials and closed 212 queries",
    "Data Coordinator, Harbor Hospital, 2018 - 2021",
    "Coded adverse events with MedDRA and reconciled them",
)
SKILLS = ("REDCap", "Medidata Rave", "MedDRA", "SAS", "Veeva Vault", "Query resolution")
ROWS = (("Certificate", "Body", "Year"), ("GCP", "CITI Program", "2023"), ("CCRA", "ACRP", "2022"))
BOX = (
    '<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
    'relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{number}" name="Box"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:cNvSpPr txBox="1"/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect">'
    "<a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/>"
    "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)
EMU = 12_700
"""To the point."""


def start(*, contact: bool = True) -> Any:
    """A document with name and contact."""
    word: Any = docx.Document()
    word.add_heading("Jo Bloggs", level=0)
    if contact:
        word.add_paragraph(CONTACT)
    return word


def add_jobs(word: Any) -> None:
    word.add_heading("Experience", level=1)
    for line in JOBS:
        word.add_paragraph(line)


def add_skills(word: Any) -> None:
    word.add_heading("Skills", level=1)
    for line in SKILLS:
        word.add_paragraph(line, style="List Bullet")


def add_box(paragraph: Any, lines: tuple[str, ...], *, left: int, top: int, width: int, height: int) -> None:
    """A text box of DrawingML at a place on the page, in points."""
    inner = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in lines)
    places = {"left": left * EMU, "top": top * EMU, "width": width * EMU, "height": height * EMU}
    paragraph._p.append(parse_xml(BOX.format(ns=nsdecls("w", "wp", "a"), inner=inner, number=left, **places)))  # noqa: SLF001


def set_columns(section: Any, count: int) -> None:
    columns = section._sectPr.find(qn("w:cols"))  # noqa: SLF001 - python-docx has no name for columns
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "360")


def plain() -> Any:
    word = start()
    add_jobs(word)
    add_skills(word)
    return word


def columns_of_words() -> Any:
    """Two columns of newspaper kind all over."""
    word = start()
    add_jobs(word)
    add_skills(word)
    word.add_page_break()
    add_jobs(word)
    set_columns(word.sections[0], 2)
    return word


def columns_below() -> Any:
    """One column for the head, two below."""
    word = start()
    section = word.add_section(WD_SECTION.CONTINUOUS)
    set_columns(word.sections[0], 1)
    add_jobs(word)
    add_jobs(word)
    add_skills(word)
    set_columns(section, 2)
    return word


def one_column_said() -> Any:
    """A section that says that it has one column."""
    word = plain()
    set_columns(word.sections[0], 1)
    return word


def ruled_table() -> Any:
    word = start()
    add_jobs(word)
    word.add_heading("Certifications", level=1)
    table = word.add_table(rows=0, cols=3, style="Table Grid")
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return word


def bare_table() -> Any:
    """Dates beside jobs in a table without rules."""
    word = start()
    word.add_heading("Experience", level=1)
    table = word.add_table(rows=0, cols=2)
    for left, right in (("2021 - 2024", JOBS[0]), ("", JOBS[1]), ("2018 - 2021", JOBS[2]), ("", JOBS[3])):
        row = table.add_row().cells
        row[0].text, row[1].text = left, right
    return word


def sidebar_table() -> Any:
    """A sidebar made of a table of two cells."""
    word = start(contact=False)
    left, right = word.add_table(rows=1, cols=2).rows[0].cells
    left.text = "\n".join(("Contact", *CONTACT.split(" | "), "Skills", *SKILLS))
    right.text = "\n".join(("Experience", *JOBS))
    return word


def nested_tables() -> Any:
    """A table within the cell of a table."""
    word = start()
    add_jobs(word)
    outer = word.add_table(rows=1, cols=1, style="Table Grid").rows[0].cells[0]
    outer.text = "Certifications"
    inner = outer.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, text in zip(inner.add_row().cells, row, strict=True):
            cell.text = text
    return word


def box_beside() -> Any:
    """Skills in a text box at the right, the jobs flow around."""
    word = start()
    add_jobs(word)
    add_jobs(word)
    add_box(word.paragraphs[1], ("Skills", *SKILLS), left=400, top=180, width=150, height=200)
    return word


def box_below() -> Any:
    """A text box over the whole width, with nothing beside."""
    word = start()
    add_jobs(word)
    add_box(word.add_paragraph(), ("Skills", ", ".join(SKILLS)), left=90, top=480, width=420, height=60)
    return word


def header_with_contact() -> Any:
    word = start(contact=False)
    word.sections[0].header.paragraphs[0].text = f"Jo Bloggs | {CONTACT}"
    add_jobs(word)
    return word


def header_with_name() -> Any:
    word = plain()
    word.sections[0].header.paragraphs[0].text = "Jo Bloggs, curriculum vitae"
    return word


def footer_with_number() -> Any:
    """Nothing in the footer but the number of the page."""
    word = plain()
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    word.sections[0].footer.paragraphs[0]._p.append(field)  # noqa: SLF001
    return word


def footer_with_pages() -> Any:
    word = plain()
    word.sections[0].footer.paragraphs[0].text = "Page 1 of 1"
    return word


def header_unused() -> Any:
    """A header for first pages in a document that shows none."""
    word = plain()
    header = word.sections[0].first_page_header
    header.is_linked_to_previous = False
    header.paragraphs[0].text = CONTACT
    word.sections[0].different_first_page_header_footer = False
    return word


def hidden_by(change: Callable[[Any], None]) -> Callable[[], Any]:
    def make() -> Any:
        word = plain()
        run = word.add_paragraph().add_run("Epic Cerner Medidata Rave REDCap Veeva Vault")
        change(run)
        return word

    return make


def vanish(run: Any) -> None:
    run.font.hidden = True


def whiten(run: Any) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)


def shrink(run: Any) -> None:
    run.font.size = Pt(1)


def white_on_dark() -> Any:
    """White letters in a dark cell are seen."""
    word = start()
    cell = word.add_table(rows=1, cols=1).rows[0].cells[0]
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F3864"/>'))  # noqa: SLF001
    run = cell.paragraphs[0].add_run("Clinical Research Associate")
    run.font.color.rgb = RGBColor(255, 255, 255)
    add_jobs(word)
    return word


def white_blanks() -> Any:
    """White spaces hide nothing."""
    word = plain()
    run = word.add_paragraph("Certifications").add_run("     ")
    run.font.color.rgb = RGBColor(255, 255, 255)
    return word


def icons() -> Any:
    """The letters of an icon font before the contact."""
    word = start(contact=False)
    for icon, text in zip("\uf0e0\uf095", CONTACT.split(" | "), strict=True):
        paragraph = word.add_paragraph()
        paragraph.add_run(icon).font.name = "FontAwesome"
        paragraph.add_run(f" {text}")
    add_jobs(word)
    return word


def symbol_bullets() -> Any:
    """Bullets of Symbol and Wingdings are no icons."""
    word = start()
    for sign, line in zip("\uf0b7\uf0a7\uf0d8\uf0fc", JOBS, strict=True):
        paragraph = word.add_paragraph()
        paragraph.add_run(sign).font.name = "Wingdings"
        paragraph.add_run(f"\t{line}")
    return word


def tabbed_tags() -> Any:
    """Skills in rows with tabs: neither columns nor a table."""
    word = start()
    add_jobs(word)
    word.add_heading("Skills", level=1)
    word.add_paragraph("\t".join(SKILLS[:3]))
    word.add_paragraph("\t".join(SKILLS[3:]))
    return word


FILES: tuple[tuple[str, Callable[[], Any], str], ...] = (
    ("plain", plain, "-"),
    ("columns", columns_of_words, "columns"),
    ("columns-below", columns_below, "columns"),
    ("one-column-said", one_column_said, "-"),
    ("ruled-table", ruled_table, "table"),
    ("bare-table", bare_table, "table"),
    ("sidebar-table", sidebar_table, "columns,table"),
    ("nested-tables", nested_tables, "table"),
    ("box-beside", box_beside, "columns,textbox"),
    ("box-below", box_below, "textbox"),
    ("header-contact", header_with_contact, "header-text,header-contact"),
    ("header-name", header_with_name, "header-text"),
    ("footer-number", footer_with_number, "-"),
    ("footer-pages", footer_with_pages, "-"),
    ("header-unused", header_unused, "-"),
    ("vanish", hidden_by(vanish), "hidden-text"),
    ("white", hidden_by(whiten), "hidden-text"),
    ("tiny", hidden_by(shrink), "hidden-text"),
    ("white-on-dark", white_on_dark, "table?"),
    ("white-blanks", white_blanks, "-"),
    ("icons", icons, "icon-font"),
    ("symbol-bullets", symbol_bullets, "-"),
    ("tabbed-tags", tabbed_tags, "-"),
)


def make_layouts() -> Iterator[tuple[str, bytes, str]]:
    """Name, content and labels of each file."""
    for name, make, labels in FILES:
        kept = io.BytesIO()
        make().save(kept)
        yield f"made-{name}.docx", kept.getvalue(), labels


def main() -> None:
    folder = Path(sys.argv[1])
    for name, content, _ in make_layouts():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
