"""What the pages drawn by ReportLab have in common, for `layouts_pdf.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_words import EMAIL, JOBS, ROWS

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT = 60, 552


def head(page: Canvas, *, contact: bool = True) -> float:
    """Name and contact; return where the next line goes."""
    page.setFont("Helvetica-Bold", 16)
    page.drawString(LEFT, 730, "Jo Bloggs")
    page.setFont("Helvetica", 10)
    if contact:
        page.drawString(LEFT, 714, f"{EMAIL} | (555) 010-0199")
    return 690


def heading(page: Canvas, text: str, y: float, x: float = LEFT, *, rule: bool = False) -> float:
    page.setFont("Helvetica-Bold", 12)
    page.drawString(x, y, text)
    page.setFont("Helvetica", 10)
    if rule:
        page.line(x, y - 4, RIGHT, y - 4)
    return y - 18


def jobs(page: Canvas, y: float, *, rule: bool = False, left: bool = False) -> float:
    """A section of entries, dates at the right or in a rail at the left."""
    y = heading(page, "Experience", y, rule=rule)
    x = LEFT + 90 * left
    for title, dates, bullets in JOBS:
        page.drawString(x, y, title)
        page.drawString(LEFT, y, dates) if left else page.drawRightString(RIGHT, y, dates)
        for bullet in bullets:
            y -= 14
            page.drawString(x + 10, y, f"• {bullet}")
        y -= 20
    return y


def wrap(page: Canvas, text: str, x: float, y: float, wide: float) -> float:
    """*text* in lines of at most *wide* points."""
    line = ""
    for word in text.split():
        if page.stringWidth(f"{line} {word}", "Helvetica", 10) > wide:
            page.drawString(x, y, line)
            y -= 13
            line = word
        else:
            line = f"{line} {word}".strip()
    page.drawString(x, y, line)
    return y - 13


def table(page: Canvas, y: float, *, columns: int = 3) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Rows of cells, written row by row; return where rules would stand."""
    xs = tuple(LEFT + wide for wide in (0, 180, 340, 440)[: columns + 1])
    for number, row in enumerate(ROWS):
        for x, cell in zip(xs[:-1], row, strict=False):
            page.drawString(x + 4, y - 18 * number - 13, cell)
    return xs, tuple(y - 18 * number for number in range(len(ROWS) + 1))
