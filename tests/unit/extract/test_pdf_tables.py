"""Tables of a PDF: by their rules, by rules of one length, and by rows that stand in line."""

from __future__ import annotations

import pytest
from files import make_pdf, show
from reading import read

from ats_audit.model import FactKind

WORDS = ("REDCap", "Rave", "Veeva", "Argus", "SAS", "MedDRA", "CTMS", "eTMF", "Medrio")


def cells(columns: int = 3, rows: int = 3, wide: float = 120, y: float = 700, leading: float = 16) -> str:
    """Words in rows and columns, written row by row."""
    return "".join(
        show(WORDS[(row * columns + column) % len(WORDS)], 75 + wide * column, y - leading * row)
        for row in range(rows)
        for column in range(columns)
    )


def rules(xs: tuple[float, ...], ys: tuple[float, ...]) -> str:
    """A grid of stroked lines."""
    across = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return across + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


def tables_in(content: str) -> int:
    return sum(fact.count for fact in read(make_pdf(content)).facts if fact.kind is FactKind.TABLE)


GRID = rules((70, 190, 310, 430), (712, 696, 680, 664))
BOXES = "".join(f"{70 + 120 * x} {696 - 16 * y} 120 16 re S\n" for x in range(3) for y in range(3))
FILLED_LINES = "".join(f"70 {y} 360 0.5 re f\n" for y in (712, 696, 680, 664)) + "".join(
    f"{x} 664 0.5 48 re f\n" for x in (70, 190, 310, 430)
)
OPEN_RULES = "".join(f"70 {y} m 430 {y} l S\n" for y in (712, 696, 660))


@pytest.mark.parametrize("drawn", [GRID, BOXES, FILLED_LINES, OPEN_RULES, ""])
def test_cells_in_rows_and_columns_are_one_table_however_they_are_parted(drawn: str) -> None:
    assert tables_in(drawn + cells()) == 1


def test_two_grids_are_two_tables() -> None:
    second = rules((70, 190, 310, 430), (512, 496, 480, 464)) + cells(y=500)
    assert tables_in(GRID + cells() + second) == 2


def test_a_grid_without_words_is_a_drawing() -> None:
    assert tables_in(GRID + show("Skills", 75, 600)) == 0


def test_panels_and_a_rule_under_each_heading_are_no_table() -> None:
    frame = "36 36 540 720 re S\n200 36 m 200 756 l S\n36 600 m 576 600 l S\n"
    words = show("Skills", 60, 700) + show("REDCap", 60, 500) + show("Experience", 220, 700) + show("Monitor", 220, 500)
    sections = "".join(
        f"60 {y} m 550 {y} l S\n"
        + show("Experience", 60, y + 4)
        + show("Site monitor", 60, y - 14)
        + show("2019 - 2024", 480, y - 14)
        + show("Monitored 14 sites and closed them all", 70, y - 28)
        for y in (700, 600, 500, 400)
    )
    # The frame has four parts with words; the lines of a page's design are a grid where they are drawn as one.
    assert tables_in(frame.replace("36 600 m 576 600 l S\n", "") + words) == 0
    assert tables_in(sections) == 0


def test_tags_in_frames_that_do_not_touch_are_no_table() -> None:
    tags, x, y = "", 70, 700
    for word in (*WORDS, "Phlebotomy", "GCP", "Query resolution", "21 CFR Part 11", "R", "Monitoring"):
        wide = 8 * len(word) + 10
        if x + wide > 330:
            x, y = 70, y - 22
        tags += f"{x} {y - 4} {wide} 16 re S\n" + show(word, x + 5, y)
        x += wide + 6
    assert tables_in(tags) == 0


def test_rows_that_share_no_columns_are_no_table() -> None:
    ragged = "".join(show(word, 70 + 50 * at, 700 - 20 * (at // 3)) for at, word in enumerate(WORDS))
    assert tables_in(ragged) == 0


def test_entries_with_dates_and_labels_with_values_are_no_table() -> None:
    entries = "".join(
        show("Site monitor", 70, 700 - 14 * at) + show(f"{2010 + at} - {2011 + at}", 460, 700 - 14 * at)
        for at in range(6)
    )
    assert tables_in(entries) == 0


def test_columns_that_are_written_one_after_the_other_are_no_table() -> None:
    columns = "".join(
        show(WORDS[3 * column + row], 75 + 150 * column, 700 - 16 * row) for column in range(3) for row in range(3)
    )
    assert tables_in(columns) == 0


def test_running_text_in_three_columns_is_no_table() -> None:
    text = "we do as it is to be done or so on"
    rows = "".join(show(text, 40 + 180 * column, 700 - 12 * row, size=9) for row in range(4) for column in range(3))
    assert tables_in(rows) == 0


SYSTEMS: tuple[tuple[str, list[str], str], ...] = (
    ("Medidata Rave", ["Built and tested edit checks and", "wrote transfer specifications"], "2018 - 2021"),
    ("Veeva Vault", ["Filed essential documents and", "ran quality reviews"], "2020 - 2024"),
    ("REDCap", ["Surveys and registries"], "2015"),
    ("Oracle Argus", ["Entered serious adverse events,", "coded narratives and reconciled", "listings"], "2012 - 2018"),
)


def wrapped(
    *, columns: tuple[float, float, float] = (70, 190, 420), by_line: bool = False, centred: bool = False
) -> str:
    """Rows of cells without rules, written cell by cell or line by line."""
    content, y = "", 700.0
    for name, use, years in SYSTEMS:
        middle = 6 * (len(use) - 1) if centred else 0
        cells: list[tuple[float, float, str]] = [(columns[0], y - middle, name)]
        cells += [(columns[1], y - 12 * at, line) for at, line in enumerate(use)]
        cells += [(columns[2], y - middle, years)]
        if by_line:
            cells.sort(key=lambda cell: -cell[1])
        content += "".join(show(text, x, place, size=10) for x, place, text in cells)
        y -= 12 * len(use) + 6
    return content


@pytest.mark.parametrize("columns", [(70, 190, 420), (60, 140, 300), (90, 240, 500)])
def test_cells_that_go_on_over_lines_make_a_table_without_rules(columns: tuple[float, float, float]) -> None:
    assert tables_in(wrapped(columns=columns)) == 1
    assert tables_in(wrapped(columns=columns, by_line=True)) == 1
    assert tables_in(wrapped(columns=columns, centred=True)) == 1


def test_lines_of_cells_that_are_out_of_line_are_no_table() -> None:
    ragged = "".join(
        show(name, 70 + 9 * row, 700 - 30 * row)
        + show(use[0], 190 - 7 * row, 700 - 30 * row)
        + show(years, 420 + 11 * row, 700 - 30 * row)
        for row, (name, use, years) in enumerate(SYSTEMS)
    )
    assert tables_in(ragged) == 0


def test_labels_entries_and_dates_side_by_side_are_no_table() -> None:
    rail, y = "", 700
    for label in ("Experience", "Education", "Projects"):
        rail += show(label, 60, y)
        for name, use, years in SYSTEMS[:2]:
            rail += show(name, 160, y) + show(years, 460, y)
            rail += "".join(show(line, 160, y - 13 * at) for at, line in enumerate(use, 1))
            y -= 13 * (len(use) + 1)
    assert tables_in(rail) == 0


def test_justified_lines_whose_gaps_meet_are_no_table() -> None:
    lines = [("Built and tested", "edit checks,", "wrote"), ("data", "transfer rules", "and trained")]
    lines += [("sites. Filed", "essential", "documents"), ("and ran quality", "reviews", "before each")]
    content = "".join(
        show(text, x + shift, 700 - 12 * row, size=10)
        for row, (texts, shift) in enumerate(zip(lines, (0, -6, 5, 2), strict=True))
        for text, x in zip(texts, (70, 160 + 2 * shift, 250 - shift), strict=True)
    )
    assert tables_in(content) == 0
