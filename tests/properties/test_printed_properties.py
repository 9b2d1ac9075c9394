"""What browsers and office programs print: text in is text out, in order."""

from __future__ import annotations

import html
import random
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from files import make_docx, p
from reading import read

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LATIN = [
    "Monitored",
    "audited",
    "office",
    "efficient",
    "affiliate",
    "fjord",
    "REDCap",
    "C++",
    "R&D",
    "ICH-GCP",
    "E6(R3)",
    "21",
    "CFR",
    "Part",
    "11",
    "naïve",
    "Zürich",
    "“quoted”",
    "don’t",
    "—",
    "–",
    "4,200",
    "100%",
    "jo@example.com",
    "<5",
    "≥10",
    "µg",
    "Łódź",
    "Ægir",
]
HEBREW = ["ניהול", "ניסויים", "קליניים", "משנת", "מנהל", "אתרים", "עבודה"]
ARABIC = ["خبرة", "العمل", "التجارب", "السريرية", "إدارة"]


def make_paragraphs(seed: int, *, turned: bool = False) -> list[str]:
    """Invented paragraphs, some of one line and some of many; of letters from right to left where *turned*."""
    choose = random.Random(seed)  # noqa: S311 - the same text every time
    made: list[str] = []
    for number in range(9):
        words = (HEBREW, ARABIC)[number % 2] if turned else LATIN
        # A wrapped line from right to left is a line of its own; numbers and Latin words within it are set apart.
        count = choose.randint(2, 6) if turned else choose.randint(2, 60)
        made.append(" ".join([f"{words[0]}", *choose.choices(words, k=count)]))
    return made


def print_page(body: str, folder: Path) -> bytes:
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(f"<meta charset=utf-8>{body}", encoding="utf-8")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--no-pdf-header-footer",
        "--disable-sync",
    ]
    command = [str(CHROMIUM), *flags, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def convert(content: bytes, folder: Path) -> bytes:
    (folder / "page.docx").write_bytes(content)
    command = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "page.docx")], check=True, capture_output=True, timeout=240
    )
    return (folder / "page.pdf").read_bytes()


def check(content: bytes, paragraphs: list[str]) -> None:
    document = read(content)
    # A word that the page breaks at its own hyphen is broken there in the text, too.
    assert document.text.replace("-\n", "-").split() == " ".join(paragraphs).split()
    # The offset map is exact: every word stands where the map says, and the map has every word.
    assert [document.text[word.start : word.end] for word in document.words] == document.text.split()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "style",
    [
        "font: 11pt serif",
        "font: 9pt sans-serif; text-align: justify",
        "font: 10pt monospace; columns: 2",
        "font: italic bold 12pt serif; letter-spacing: 1px",
    ],
)
def test_what_chromium_prints_is_read_as_it_was_written(seed: int, style: str, tmp_path: Path) -> None:
    paragraphs = make_paragraphs(seed)
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    check(print_page(f"<body style='{style}; hyphens: none'>{body}</body>", tmp_path), paragraphs)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_what_chromium_prints_from_right_to_left_is_read_as_it_was_written(tmp_path: Path) -> None:
    paragraphs = make_paragraphs(7, turned=True)
    body = "".join(f"<p dir=rtl>{paragraph}</p>" for paragraph in paragraphs)
    check(print_page(f"<body style='font: 11pt \"DejaVu Sans\"'>{body}</body>", tmp_path), paragraphs)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("seed", range(2))
def test_what_libreoffice_prints_is_read_as_it_was_written(seed: int, tmp_path: Path) -> None:
    paragraphs = make_paragraphs(seed)
    document = make_docx("".join(p(html.escape(paragraph)) for paragraph in paragraphs))
    check(convert(document, tmp_path), paragraphs)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_prints_from_right_to_left_is_read_as_it_was_written(tmp_path: Path) -> None:
    paragraphs = make_paragraphs(7, turned=True)
    document = make_docx("".join(p(paragraph, "<w:bidi/>", "<w:rtl/>") for paragraph in paragraphs))
    check(convert(document, tmp_path), paragraphs)
