"""Pages by Chromium and LibreOffice whose layout is known, for `layouts_pdf.py`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from made_words import EMAIL, JOBS, PROSE, ROWS, SYSTEMS, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLE = "body{font:10pt sans-serif}h2{font-size:12pt;border-bottom:1px solid #999}"
BODY = "<h1>Jo Bloggs</h1><p>jo.bloggs@example.com | (555) 010-0199</p>"
WORK = "<h2>Experience</h2>" + "".join(
    f"<p><b>{title}</b> <span style='float:right'>{dates}</span></p><ul><li>{'<li>'.join(bullets)}</ul>"
    for title, dates, bullets in JOBS
)
LIST = "<ul>" + "".join(f"<li>{tag}</li>" for tag in TAGS) + "</ul>"
CELLS = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
WRAPPED = "".join(f"<tr><td>{name}<td width=170>{' '.join(use)}<td>{years}</tr>" for name, use, years in SYSTEMS)
PILLS = "".join(f"<span style='border:1px solid #888;margin:2px;padding:2px'>{tag}</span> " for tag in TAGS)
UNSEEN = "<p style='{}'>Medidata Rave Veeva Vault CDISC SDTM</p>"
PAGES: tuple[tuple[str, str, str], ...] = (
    ("plain", "-", BODY + WORK),
    (
        "grid-columns",
        "columns",
        f"<div style='display:grid;grid-template-columns:1fr 2fr'><div>{LIST}</div><div>{BODY}{WORK}</div></div>",
    ),
    (
        "float-sidebar",
        "columns",
        f"<div style='float:left;width:30%'>{LIST}</div><div style='margin-left:35%'>{BODY}{WORK}</div>",
    ),
    ("css-columns", "columns", f"{BODY}<div style='columns:2'>{WORK}<p>{PROSE * 3}</p></div>"),
    ("bordered-table", "table", f"{BODY}{WORK}<table style='border-collapse:collapse' border=1>{CELLS}</table>"),
    ("spaced-table", "table", f"{BODY}{WORK}<table border=1>{CELLS}</table>"),
    ("bare-table", "table", f"{BODY}{WORK}<table cellpadding=6>{CELLS}</table>"),
    ("bare-cells", "table", f"{BODY}<table cellpadding=6 style='width:480px'>{WRAPPED}</table>"),
    ("pills", "-", f"{BODY}{WORK}<h2>Skills</h2><p style='width:300px;line-height:2'>{PILLS}</p>"),
    ("panel", "-", f"<div style='background:#234;color:white;padding:9px'>{BODY}</div>{WORK}"),
    ("white", "hidden-text", BODY + WORK + UNSEEN.format("color:white")),
    # Chromium leaves out what it would not draw: these two hold no such text.
    ("indented-away", "-", BODY + WORK + UNSEEN.format("text-indent:-9999px;white-space:nowrap")),
    ("see-through", "-", BODY + WORK + UNSEEN.format("opacity:0")),
    ("tiny", "hidden-text", BODY + WORK + UNSEEN.format("font-size:0.5px")),
    (
        "fixed-contact",
        "header-text,header-contact",
        (
            f"<div style='position:fixed;top:0'>{EMAIL} (555) 010-0199</div><div style='padding-top:40px'>{WORK}"
            f"<div style='break-after:page'></div><p style='padding-top:40px'>{PROSE}</p></div>"
        ),
    ),
)


def print_pages(browser: str) -> Iterator[tuple[str, bytes, str]]:
    """The files by Chromium."""
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"]
    with tempfile.TemporaryDirectory() as folder:
        for name, facts, body in PAGES:
            source, target = Path(folder, f"{name}.html"), Path(folder, f"{name}.pdf")
            source.write_text(f"<meta charset=utf-8><style>{STYLE}</style>{body}", encoding="utf-8")
            command = [
                browser,
                *flags,
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            yield f"chromium-{name}.pdf", target.read_bytes(), facts


def convert_documents(office: str) -> Iterator[tuple[str, bytes, str]]:
    """The files by LibreOffice, from DOCX."""
    with tempfile.TemporaryDirectory() as folder:
        made = dict(write_documents(Path(folder)))
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
        command += ["--outdir", folder, *(str(Path(folder, f"{name}.docx")) for name in made)]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        for name, facts in made.items():
            yield f"libreoffice-{name}.pdf", Path(folder, f"{name}.pdf").read_bytes(), facts


def write_documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Write the DOCX that are converted; yield name and facts of each."""
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def begin(*, contact: bool = True) -> Any:
        document = docx.Document()
        document.add_heading("Jo Bloggs", 0)
        if contact:
            document.add_paragraph(f"{EMAIL} | (555) 010-0199")
        document.add_heading("Experience", 1)
        for title, dates, bullets in JOBS:
            document.add_paragraph(f"{title}, {dates}")
            for bullet in bullets:
                document.add_paragraph(bullet, style="List Bullet")
        return document

    for name, style in (
        ("table", "Table Grid"),
        ("shaded-table", "Light List Accent 1"),
        ("bare-table", "Normal Table"),
    ):
        document = begin()
        cells = document.add_table(rows=0, cols=3, style=style)
        for row in ROWS:
            for cell, text in zip(cells.add_row().cells, row, strict=True):
                cell.text = text
        document.save(str(folder / f"{name}.docx"))
        yield name, "table"
    document = begin()
    section = document.add_section(0)
    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), "2")
    section._sectPr.append(columns)  # noqa: SLF001 - python-docx has no name for columns
    for _ in range(4):
        document.add_paragraph(PROSE)
    document.save(str(folder / "columns.docx"))
    yield "columns", "columns"
    for name, contact, facts in (
        ("header-contact", False, "header-text,header-contact"),
        ("header-name", True, "header-text"),
    ):
        document = begin(contact=contact)
        line = "Jo Bloggs" if contact else f"{EMAIL} | (555) 010-0199"
        document.sections[0].header.paragraphs[0].text = line
        document.add_page_break()
        document.add_paragraph(PROSE)
        document.save(str(folder / f"{name}.docx"))
        yield name, facts
    document = begin()
    document.save(str(folder / "plain.docx"))
    yield "plain", "-"
