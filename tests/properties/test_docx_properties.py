"""Known text, laid into Word documents by others: text in is text out, in order, once."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from files import W, p
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import read
from soundness import assert_sound

if TYPE_CHECKING:
    from pathlib import Path

WORD = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/&.()'éüß", min_size=2, max_size=12
).filter(lambda word: any(char.isalpha() for char in word))
LINE = st.lists(WORD, min_size=1, max_size=7).map(" ".join)
PLACES = ("paragraph", "heading", "bullet", "table", "nested", "box", "control", "inserted")
BODY = st.lists(st.tuples(st.sampled_from(PLACES), LINE), min_size=1, max_size=9)


def add(document: Any, place: str, line: str) -> None:
    """Lay *line* into *document*."""
    if place == "heading":
        document.add_heading(line, 1)
    elif place == "bullet":
        document.add_paragraph(line, style="List Bullet")
    elif place == "table":
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = line
    elif place == "nested":
        document.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = line
    else:
        document.add_paragraph("" if place in {"box", "inserted", "control"} else line)
        wrap(document, place, line)


def wrap(document: Any, place: str, line: str) -> None:
    """Lay *line* where python-docx has no words for it: into the last paragraph, or behind it."""
    last = document.paragraphs[-1]._p
    inner = p(line.replace("&", "&amp;")).replace("<w:p>", f'<w:p xmlns:w="{W}">')
    if place == "box":
        content = f'<w:r xmlns:w="{W}"><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>'
        last.append(parse_xml(content))
    elif place == "control":
        last.addnext(parse_xml(f'<w:sdt xmlns:w="{W}"><w:sdtContent>{inner}</w:sdtContent></w:sdt>'))
    elif place == "inserted":
        run = f'<w:ins xmlns:w="{W}" w:id="1"><w:r><w:t>{line.replace("&", "&amp;")}</w:t></w:r></w:ins>'
        last.append(parse_xml(run))


def save(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODY, st.none() | LINE, st.none() | LINE)
def test_what_python_docx_lays_out_is_read_in_order(
    body: list[tuple[str, str]], header: str | None, footer: str | None
) -> None:
    document = Document()
    for place, line in body:
        add(document, place, line)
    section = document.sections[0]
    for part, written in ((section.header, header), (section.footer, footer)):
        if written is not None:
            part.paragraphs[0].text = written
    read_back = read(save(document))
    lines = [line for line in (header, *(line for _, line in body), footer) if line is not None]
    assert read_back.text.replace("•", " ").split() == " ".join(lines).split()
    assert_sound(read_back)
    strict = " ".join(line for place, line in body if place in {"paragraph", "heading", "bullet", "inserted"})
    assert read_back.readings[2].text.replace("•", " ").split() == strict.split()
    stream = " ".join(line for place, line in body if place != "box")
    assert read_back.readings[1].text.replace("•", " ").split() == stream.split()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODY, st.integers(1, 200))
def test_a_part_of_a_document_is_its_beginning(body: list[tuple[str, str]], characters: int) -> None:
    document = Document()
    for place, line in body:
        add(document, place, line)
    content = save(document)
    whole = read(content)
    part = read(content, partial=True, characters=characters)
    # What the usual gap between paragraphs is, only the whole tells.
    letters, beginning = ("".join(text.split()) for text in (whole.text, part.text))
    assert beginning
    assert letters.startswith(beginning)
    assert bool(part.skipped) is (beginning != letters)


CONVERTED = [
    ("paragraph", "Jane Example"),
    ("heading", "Experience"),
    ("bullet", "Led audits of fourteen sites & closed queries"),
    ("table", "Merged cell of a table"),
    ("nested", "A table in a table"),
    ("heading", "Skills"),
    ("paragraph", "REDCap, Medidata Rave, ICH-GCP E6(R3), été"),
]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["docx:Office Open XML Text", "docx:MS Word 2007 XML", "pdf"])
def test_what_libreoffice_writes_is_read_in_order(kind: str, tmp_path: Path) -> None:
    document = Document()
    for place, line in CONVERTED:
        add(document, place, line)
    document.sections[0].header.paragraphs[0].text = "jane@example.com"
    (tmp_path / "resume.docx").write_bytes(save(document))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", kind]
    out = tmp_path / "out"
    subprocess.run(
        [*command, "--outdir", str(out), str(tmp_path / "resume.docx")], check=True, capture_output=True, timeout=180
    )
    read_back = read((out / f"resume.{kind[: kind.find(':')] if ':' in kind else kind}").read_bytes(), seconds=30.0)
    expected = ["jane@example.com", *(line for _, line in CONVERTED)]
    assert read_back.text.replace("•", " ").split() == " ".join(expected).split()
    assert_sound(read_back)
