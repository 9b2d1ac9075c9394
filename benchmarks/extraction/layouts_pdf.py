"""PDFs whose layout is known because they are made here: by ReportLab, and by Chromium and LibreOffice where present.

    python benchmarks/extraction/layouts_pdf.py FOLDER

writes them down, to be looked at. Everybody in them is invented.
"""

from __future__ import annotations

import io
import itertools
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from made_pages import convert_documents, print_pages
from made_parts import LEFT, RIGHT, head, heading, jobs, table, wrap
from made_words import EMAIL, JOBS, PROSE, SYSTEMS, TAGS
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
ICON = "\uf400"
"""A private-use character of DejaVu Sans."""


def grid(page: Canvas) -> None:
    y = heading(page, "Certifications", jobs(page, head(page)))
    page.grid(*table(page, y))


def boxes(page: Canvas) -> None:
    y = heading(page, "Certifications", jobs(page, head(page)))
    xs, ys = table(page, y)
    for x, end in itertools.pairwise(xs):
        for low in ys[1:]:
            page.rect(x, low, end - x, 18)


def label_grid(page: Canvas) -> None:
    y = heading(page, "Certifications", jobs(page, head(page)))
    page.grid(*table(page, y, columns=2))


def open_rules(page: Canvas) -> None:
    y = heading(page, "Certifications", jobs(page, head(page), rule=True), rule=True)
    xs, ys = table(page, y)
    for height in (ys[0], ys[1], ys[-1]):
        page.line(xs[0], height, xs[-1], height)


def bare_rows(page: Canvas) -> None:
    table(page, heading(page, "Certifications", jobs(page, head(page))))


def zebra(page: Canvas) -> None:
    y = heading(page, "Certifications", jobs(page, head(page)))
    page.setFillGray(0.9)
    for number in (0, 2, 4):
        page.rect(LEFT, y - 18 * (number + 1), 440, 18, stroke=0, fill=1)
    page.setFillGray(0)
    table(page, y)


def wrapped_cells(page: Canvas) -> None:
    y = heading(page, "Systems", head(page))
    xs, ys = (LEFT, 150, 350, RIGHT), (y, y - 20, y - 110, y - 200)
    page.grid(xs, ys)
    for x, cell in zip(xs, ("System", "Use", "Years"), strict=False):
        page.drawString(x + 4, y - 14, cell)
    for name, low in (("REDCap", y - 34), ("Rave", y - 124)):
        page.drawString(xs[0] + 4, low, name)
        wrap(page, PROSE[:105], xs[1] + 4, low, 190)
        page.drawString(xs[2] + 4, low, "2019 - 2024")
    jobs(page, y - 240)


def bare_cells(font: str, size: float, *, by_line: bool = False) -> Callable[[Canvas], None]:
    """Cells that go on over lines, without any rule, written cell by cell or line by line."""

    def draw(page: Canvas) -> None:
        y = heading(page, "Systems", head(page))
        page.setFont(font, size)
        for name, use, years in SYSTEMS:
            cells = [
                (LEFT, y, name),
                *((190, y - 1.2 * size * at, line) for at, line in enumerate(use)),
                (430, y, years),
            ]
            for x, low, text in sorted(cells, key=lambda cell: -cell[1]) if by_line else cells:
                page.drawString(x, low, text)
            y -= 1.2 * size * len(use) + 5

    return draw


def sections_by_label(page: Canvas) -> None:
    """A label at the left, what belongs to it beside, dates at the right: no table."""
    y = head(page)
    for label in ("Experience", "Education", "Projects"):
        page.drawString(LEFT, y, label)
        for name, use, years in SYSTEMS[:3]:
            page.drawString(160, y, name)
            page.drawString(470, y, years)
            for line in use:
                y -= 13
                page.drawString(160, y, line)
            y -= 13


def plain(page: Canvas) -> None:
    y = wrap(page, PROSE, LEFT, head(page), RIGHT - LEFT)
    wrap(page, ", ".join(TAGS), LEFT, heading(page, "Skills", jobs(page, y - 10, rule=True), rule=True), RIGHT - LEFT)


def rail(page: Canvas) -> None:
    y = jobs(page, head(page), left=True)
    for label, value in (("Systems", "REDCap, Rave"), ("Standards", "ICH E6(R3), CDISC"), ("Languages", "SAS, R, SQL")):
        page.drawString(LEFT, y, label)
        page.drawString(LEFT + 90, y, value)
        y -= 15


def tags(page: Canvas) -> None:
    y = heading(page, "Skills", jobs(page, head(page)))
    x = LEFT
    for tag in TAGS:
        wide = page.stringWidth(tag, "Helvetica", 10) + 12
        if x + wide > 330:
            x, y = LEFT, y - 24
        page.rect(x, y - 5, wide, 17)
        page.drawString(x + 6, y, tag)
        x += wide + 6


def bars(page: Canvas) -> None:
    y = heading(page, "Skills", jobs(page, head(page)))
    for number, tag in enumerate(TAGS[:6]):
        page.drawString(LEFT, y, tag)
        page.rect(LEFT + 120, y + 2, 100, 3, stroke=1, fill=0)
        page.rect(LEFT + 120, y + 2, 50 + 8 * number, 3, stroke=0, fill=1)
        y -= 16


def dots(page: Canvas) -> None:
    y = heading(page, "Skills", jobs(page, head(page)))
    for number, tag in enumerate(TAGS[:6]):
        page.drawString(LEFT, y, tag)
        for dot in range(5):
            page.circle(LEFT + 140 + 14 * dot, y + 3, 4, fill=dot <= number)
        y -= 16


def chart(page: Canvas) -> None:
    y = jobs(page, head(page))
    page.grid([LEFT + 30 + 30 * step for step in range(8)], [y - 20 * step for step in range(6)])
    for step in range(6):
        page.drawRightString(LEFT + 26, y - 20 * step - 3, str(50 - 10 * step))


def panel(page: Canvas) -> None:
    page.setFillGray(0.15)
    page.rect(0, 700, 612, 92, stroke=0, fill=1)
    page.setFillGray(1)
    head(page)
    page.setFillGray(0)
    wrap(page, PROSE, LEFT, jobs(page, 670), RIGHT - LEFT)


def small_print(page: Canvas) -> None:
    jobs(page, head(page))
    page.setFont("Helvetica", 6)
    page.setFillGray(0.6)
    page.drawString(LEFT, 40, "References on request")


def frame(page: Canvas) -> None:
    page.rect(36, 36, 540, 720)
    page.line(36, 700, 576, 700)
    plain(page)


def two_columns(page: Canvas) -> None:
    head(page)
    for x in (LEFT, 320):
        y = heading(page, "Profile" if x == LEFT else "Method", 680, x)
        for _ in range(3):
            y = wrap(page, PROSE, x, y, 220) - 8


def sidebar(page: Canvas) -> None:
    page.setFillGray(0.92)
    page.rect(0, 0, 190, 792, stroke=0, fill=1)
    page.setFillGray(0)
    y = heading(page, "Skills", 700, 30)
    for tag in TAGS:
        page.drawString(30, y, tag)
        y -= 15
    page.setFont("Helvetica-Bold", 16)
    page.drawString(220, 730, "Jo Bloggs")
    page.setFont("Helvetica", 10)
    page.drawString(220, 714, f"{EMAIL} | (555) 010-0199")
    y = heading(page, "Experience", 680, 220)
    for title, dates, bullets in JOBS * 2:
        for line in (title, dates, *bullets):
            page.drawString(220, y, line)
            y -= 14
        y -= 8


def list_columns(page: Canvas) -> None:
    y = heading(page, "Skills", jobs(page, head(page)))
    for column in range(3):
        for row in range(3):
            page.drawString(LEFT + 160 * column, y - 14 * row, f"• {TAGS[3 * column + row]}")


def right_sidebar(page: Canvas) -> None:
    y = wrap(page, PROSE, LEFT, head(page), 330)
    y = heading(page, "Experience", y - 10)
    for title, dates, bullets in JOBS * 2:
        for line in (title, dates, *bullets):
            page.drawString(LEFT, y, line)
            y -= 14
        y -= 6
    y = heading(page, "Skills", 690, 430)
    for tag in TAGS:
        page.drawString(430, y, tag)
        y -= 15


def trick(before: Callable[[Canvas], None], x: float = LEFT, y: float = 300) -> Callable[[Canvas], None]:
    """A sound page with a line of key words that *before* makes unseen."""

    def draw(page: Canvas) -> None:
        jobs(page, head(page))
        page.saveState()
        before(page)
        page.drawString(x, y, "Medidata Rave Veeva Vault CDISC SDTM Phlebotomy")
        page.restoreState()

    return draw


def mode_three(page: Canvas) -> None:
    jobs(page, head(page))
    text = page.beginText(LEFT, 300)
    text.setTextRenderMode(3)
    text.textLine("Medidata Rave Veeva Vault CDISC SDTM")
    page.drawText(text)


def covered(page: Canvas) -> None:
    jobs(page, head(page))
    page.drawString(LEFT, 300, "Medidata Rave Veeva Vault CDISC SDTM")
    page.setFillGray(1)
    page.rect(LEFT - 5, 290, 400, 20, stroke=0, fill=1)


def running(page: Canvas, top: str, bottom: str = "", *, contact: bool = True) -> None:
    """Two pages with the same line on each."""
    for number in (1, 2):
        page.setFont("Helvetica", 9)
        page.drawString(LEFT, 765, top.format(number))
        page.drawString(LEFT, 25, bottom.format(number))
        jobs(page, head(page, contact=contact) if number == 1 else 690)
        if number == 1:
            page.showPage()


def marked(page: Canvas) -> None:
    page.addLiteral("/Artifact <</Type /Pagination /Subtype /Header>> BDC")
    page.setFont("Helvetica", 9)
    page.drawString(LEFT, 765, f"Jo Bloggs | {EMAIL} | (555) 010-0199")
    page.addLiteral("EMC")
    jobs(page, 700)


def icons(page: Canvas) -> None:
    jobs(page, head(page))
    page.setFont("DejaVu", 10)
    page.drawString(LEFT, 300, f"{ICON} {EMAIL}")


def colour(gray: float) -> Callable[[Canvas], None]:
    return lambda page: page.setFillGray(gray)


DRAWN: tuple[tuple[str, str, Callable[[Canvas], None]], ...] = (
    ("grid", "table", grid),
    ("boxes", "table", boxes),
    ("label-grid", "table", label_grid),
    ("open-rules", "table", open_rules),
    ("bare-rows", "table", bare_rows),
    ("zebra", "table", zebra),
    ("wrapped-cells", "table", wrapped_cells),
    ("bare-cells", "table", bare_cells("Times-Roman", 11)),
    ("bare-cells-by-line", "table", bare_cells("Courier", 9, by_line=True)),
    ("sections-by-label", "-", sections_by_label),
    ("plain", "-", plain),
    ("rail", "-", rail),
    ("tags", "-", tags),
    ("bars", "-", bars),
    ("dots", "-", dots),
    ("chart", "-", chart),
    ("panel", "-", panel),
    ("small-print", "-", small_print),
    ("frame", "-", frame),
    ("two-columns", "columns", two_columns),
    ("sidebar", "columns", sidebar),
    ("list-columns", "columns", list_columns),
    ("right-sidebar", "columns", right_sidebar),
    ("white", "hidden-text", trick(colour(1))),
    ("nearly-white", "hidden-text", trick(colour(0.98))),
    ("grey", "-", trick(colour(0.7))),
    ("one-point", "hidden-text", trick(lambda page: page.setFont("Helvetica", 1))),
    ("off-page", "hidden-text", trick(colour(0), x=-900)),
    ("below-page", "hidden-text", trick(colour(0), y=-300)),
    ("transparent", "hidden-text", trick(lambda page: page.setFillAlpha(0))),
    ("mode-three", "hidden-text", mode_three),
    ("covered", "hidden-text", covered),
    (
        "running-contact",
        "header-text,header-contact",
        lambda page: running(page, f"{EMAIL} | (555) 010-0199", contact=False),
    ),
    ("running-name", "header-text", lambda page: running(page, "Jo Bloggs, page {}")),
    (
        "running-footer",
        "header-text,header-contact",
        lambda page: running(page, "", f"{EMAIL} (555) 010-0199", contact=False),
    ),
    ("page-numbers", "-", lambda page: running(page, "", "Page {} of 2")),
    ("marked-contact", "header-text,header-contact", marked),
    ("icons", "icon-font", icons),
)


def draw(paint: Callable[[Canvas], None]) -> bytes:
    """One file by ReportLab."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=LETTER, invariant=True)
    paint(page)
    page.showPage()
    page.save()
    return out.getvalue()


def make_layouts() -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and facts of each file; what needs a program that is not there is left out."""
    has_icons = DEJAVU.is_file()
    if has_icons:
        pdfmetrics.registerFont(TTFont("DejaVu", str(DEJAVU)))
    for name, facts, paint in DRAWN:
        if has_icons or facts != "icon-font":
            yield f"reportlab-{name}.pdf", draw(paint), facts
    if browser := shutil.which("chromium") or shutil.which("google-chrome"):
        yield from print_pages(browser)
    if office := shutil.which("soffice") or shutil.which("libreoffice"):
        yield from convert_documents(office)


if __name__ == "__main__":
    for name, content, _ in make_layouts():
        Path(sys.argv[1], name).write_bytes(content)
