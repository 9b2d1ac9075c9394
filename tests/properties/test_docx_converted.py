"""OpenDocument and HTML with known text, made into Word files by LibreOffice: text in is text out, in order, once."""

from __future__ import annotations

import random
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from reading import read
from soundness import assert_sound

if TYPE_CHECKING:
    from pathlib import Path

WORDS = """
    REDCap Medidata Rave ICH-GCP E6(R3) audits sites & forms 21 CFR Part 11 été Größe queries <closed> MedDRA/SDTM
    co-ordinated well-known 2019–2021 naïve 98% «quoted» REDCap's
    """.split()  # noqa: SIM905 - a list to read
NAMESPACES = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for key, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "svg": "svg-compatible",
    }.items()
)
NUMBERS = frozenset("123456789.•")


class Writer:
    """Writes random text, and keeps what it wrote in the order in which a reader meets it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - to repeat, not to hide
        self.body: list[str] = []
        self.notes: list[str] = []

    def line(self, kept: list[str] | None = None) -> str:
        """A line of text for XML."""
        words = self.chance.choices(WORDS, k=self.chance.randint(2, 7))
        (self.body if kept is None else kept).extend(words)
        return escape(" ".join(words))

    def open_document(self) -> str:
        """A flat OpenDocument text of every kind of block."""
        header: list[str] = []
        head = f"<text:p>{self.line(header)}</text:p>"
        kinds = ["p", "h", "list", "table", "note", "box", "link", "breaks"]
        blocks = "".join(self.block(kind) for kind in self.chance.choices(kinds, k=14))
        self.body[:0] = header
        return (
            f'<?xml version="1.0"?><office:document {NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink" '
            'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
            '<style:page-layout style:name="L"><style:header-style/></style:page-layout></office:automatic-styles>'
            '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">'
            f"<style:header>{head}</style:header></style:master-page></office:master-styles>"
            f"<office:body><office:text>{blocks}</office:text></office:body></office:document>"
        )

    def block(self, kind: str) -> str:
        """One block of flat OpenDocument; its lines are written in the order in which they are read."""
        if kind == "table":
            rows = "".join(f"<table:table-row>{self.cell()}{self.cell()}</table:table-row>" for _ in range(2))
            return f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
        lines = iter(lambda: f"<text:p>{self.line()}</text:p>", "")
        shapes = {
            "h": lambda: f'<text:h text:outline-level="1">{self.line()}</text:h>',
            "p": lambda: next(lines),
            "list": lambda: (
                f"<text:list><text:list-item>{next(lines)}<text:list><text:list-item>{next(lines)}"
                "</text:list-item></text:list></text:list-item></text:list>"
            ),
            "note": lambda: (
                f'<text:p>{self.line()}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                f"<text:note-body><text:p>{self.line(self.notes)}</text:p></text:note-body></text:note></text:p>"
            ),
            "box": lambda: (
                f'<text:p>{self.line()}<draw:frame text:anchor-type="paragraph" svg:width="4cm" svg:height="2cm">'
                f"<draw:text-box>{next(lines)}</draw:text-box></draw:frame></text:p>"
            ),
            "link": lambda: f'<text:p><text:a xlink:href="https://example.com/">{self.line()}</text:a></text:p>',
            "breaks": lambda: f"<text:p>{self.line()}<text:line-break/>{self.line()}<text:tab/>{self.line()}</text:p>",
        }
        return shapes[kind]()

    def cell(self) -> str:
        """A cell of a table."""
        return f"<table:table-cell><text:p>{self.line()}</text:p></table:table-cell>"

    def page(self) -> str:
        """A page of HTML."""
        parts: list[str] = []
        for kind in self.chance.choices(("p", "h2", "ul", "ol", "table", "a", "div"), k=12):
            match kind:
                case "ul" | "ol":
                    parts.append(f"<{kind}><li>{self.line()}</li><li>{self.line()}</li></{kind}>")
                case "table":
                    parts.append(f"<table border=1><tr><td>{self.line()}</td><td>{self.line()}</td></tr></table>")
                case "a":
                    parts.append(f'<p><a href="mailto:jane@example.com">{self.line()}</a></p>')
                case _:
                    parts.append(f"<{kind}>{self.line()}</{kind}>")
        return f'<html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>'


def seen(text: str) -> list[str]:
    """The words of a text without the labels of lists."""
    return [word for word in text.split() if not NUMBERS.issuperset(word)]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["fodt", "html"])
def test_what_libreoffice_makes_of_generated_documents_is_read_in_order(kind: str, tmp_path: Path) -> None:
    expected: dict[str, list[str]] = {}
    for seed in range(12):
        writer = Writer(seed)
        name = f"made{seed}"
        content = writer.open_document() if kind == "fodt" else writer.page()
        (tmp_path / f"{name}.{kind}").write_text(content, encoding="utf-8")
        expected[name] = writer.body + writer.notes
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *(["--infilter=HTML (StarWriter)"] if kind == "html" else []),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")),
            *sorted(str(path) for path in tmp_path.glob(f"*.{kind}")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    for name, words in expected.items():
        document = read((tmp_path / "out" / f"{name}.docx").read_bytes(), seconds=30.0)
        assert seen(document.text) == seen(" ".join(words)), name
        assert_sound(document)
