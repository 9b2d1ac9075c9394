"""The command in a process of its own, and one invented résumé to give it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from pathlib import Path

LINES = (
    "Marta Lindqvist",
    "marta.lindqvist@example.com | +1 555 0100",
    "",
    "Summary",
    "Clinical research associate with four years of on-site monitoring.",
    "",
    "Experience",
    "Clinical Research Associate, Northwind Trials, 2021 - 2025",
    "Monitored 14 sites of a Phase III oncology study in Medidata Rave.",
    "Resolved 400 queries a month and prepared two FDA inspections.",
    "Reviewed informed consent forms under ICH-GCP.",
    "",
    "Skills",
    "REDCap, electronic data capture, source data verification",
    "",
    "Education",
    "BSc Biology, Lakeside College, 2019",
)
PRIVATE = "Lindqvist"
"""A word of the résumé that no error message may hold."""


@dataclass(frozen=True)
class Ended:
    """What a run of the command left behind."""

    code: int
    out: str
    err: str


def call(*arguments: str | Path, stdin: bytes = b"", **environ: str) -> Ended:
    """Run the command with nothing of the caller's environment that could colour its output."""
    unwanted = {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    ended = subprocess.run(
        [sys.executable, "-m", "ats_audit", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**{name: value for name, value in os.environ.items() if name not in unwanted}, **environ},
        timeout=120,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))


def write_pdf(path: Path, *, locked_by: str | None = None) -> None:
    """The résumé as one PDF page, encrypted where there is a word to lock it by."""
    canvas = Canvas(str(path), pagesize=A4, encrypt=locked_by, invariant=1)
    for number, line in enumerate(LINES):
        canvas.drawString(60, 780 - 16 * number, line)
    canvas.save()


def write_docx(path: Path) -> None:
    """The résumé as a Word document."""
    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(path))


def write_lines(path: Path, lines: list[str]) -> None:
    """*lines* as a PDF page or a Word document, by the suffix of *path*."""
    if path.suffix == ".docx":
        document = Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
        return
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 16 * number, line)
    canvas.save()


def write_txt(path: Path) -> None:
    """The résumé as plain text."""
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
