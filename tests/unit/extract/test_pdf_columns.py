"""Columns: the order of the text, and which heading rules what."""

from __future__ import annotations

from files import make_pdf, show, show_lines
from reading import read

from ats_audit.extract._lines import Split
from ats_audit.extract._pdf_columns import LineBox, divide_page, list_columns, order_lines
from ats_audit.extract._pdf_geometry import Area
from ats_audit.model import Document, FactKind, SectionKind

SIDEBAR = ["SKILLS", "", "REDCap", "Medidata Rave", "ICH-GCP", "", "EDUCATION", "", "BSc Biology", "Leeds 2012"]
MAIN = ["EXPERIENCE", "", "Clinical Research Associate", "Monitored twelve sites in Phase III", "Closed 400 queries"]


def boxes(*places: tuple[float, float, float]) -> list[LineBox]:
    """Lines at (x0, x1, y)."""
    return [LineBox(number, Area(x0, y, x1, y + 10)) for number, (x0, x1, y) in enumerate(places)]


def section_of(document: Document, words: str) -> SectionKind:
    section = document.full.section_at(document.text.index(words))
    assert section is not None
    return section.kind


def columns(document: Document) -> int:
    return sum(fact.count for fact in document.facts if fact.kind is FactKind.COLUMNS)


def test_a_sidebars_heading_does_not_rule_the_main_column() -> None:
    content = show("Jane Doe", 72, 750, 20) + show_lines(SIDEBAR, 40) + show_lines(["Led a team", "", *MAIN], 250)
    document = read(make_pdf(content))
    assert columns(document) == 1
    assert section_of(document, "Medidata Rave") is SectionKind.SKILLS
    assert section_of(document, "Leeds") is SectionKind.EDUCATION
    assert section_of(document, "Led a team") is SectionKind.CONTACT
    assert section_of(document, "400 queries") is SectionKind.EXPERIENCE
    assert document.full.sections[-1].end == len(document.text)


def test_text_that_jumps_between_columns_is_put_in_order() -> None:
    left = [show(line, 40, 700 - 14 * number) for number, line in enumerate(SIDEBAR) if line]
    right = [show(line, 250, 700 - 14 * number) for number, line in enumerate([*MAIN, *MAIN[2:]]) if line]
    shuffled = "".join(left[4:] + right[2:] + left[:2] + right[:2] + left[2:4])
    document = read(make_pdf(shuffled))
    text = document.text.replace("\n\n", "\n")
    assert text.startswith("SKILLS\nREDCap\nMedidata Rave\nICH-GCP\nEDUCATION\nBSc Biology\nLeeds 2012\nEXPERIENCE\n")
    assert document.readings[1].text != document.text
    assert section_of(document, "Rave") is SectionKind.SKILLS


def test_a_parser_that_goes_straight_across_mixes_columns() -> None:
    document = read(make_pdf(show_lines(SIDEBAR, 40) + show_lines(MAIN, 250)))
    assert "REDCap Clinical Research Associate" in document.readings[2].text


def test_columns_go_on_over_the_page() -> None:
    first = show_lines(SIDEBAR[:5], 40) + show_lines(MAIN, 250)
    second = show_lines(["CTMS", "Veeva Vault", "Medidata CTMS"], 40) + show_lines(
        ["Trained two", "Led audits", "Wrote"], 250
    )
    document = read(make_pdf(first, second))
    assert section_of(document, "Veeva") is SectionKind.SKILLS
    assert section_of(document, "Led audits") is SectionKind.EXPERIENCE


def test_a_heading_over_a_list_in_two_columns_rules_both() -> None:
    content = show_lines(["SKILLS", "REDCap", "Rave", "CTMS", "TMF"], 40) + show_lines(
        ["", "SAS", "R", "SQL", "Excel"], 250
    )
    document = read(make_pdf(content))
    assert section_of(document, "SQL") is SectionKind.SKILLS


def test_dates_beside_entries_are_no_column() -> None:
    lines = []
    for number in range(4):
        top = 700 - 60 * number
        lines += [show(f"Employer number {number}", 72, top), show("Monitored sites in oncology", 72, top - 14)]
        lines += [show("Leeds", 450, top + 5), show("2019", 450, top - 9)]
    assert columns(read(make_pdf("".join(lines)))) == 0


def test_one_column_is_not_divided() -> None:
    flow = divide_page(boxes(*((72, 500, 700 - 14 * number) for number in range(20))))
    assert flow == tuple(range(20))
    assert list_columns(flow) == [tuple(range(20))]


def test_lines_above_and_below_columns_are_parts_of_their_own() -> None:
    lines = boxes(
        (40, 500, 750),
        *((40, 180, 700 - 14 * n) for n in range(4)),
        *((200, 500, 700 - 14 * n) for n in range(4)),
        (40, 500, 600),
    )
    flow = divide_page(lines)
    assert flow[0] == 0
    assert isinstance(flow[1], Split)
    assert flow[1].main == 1
    assert flow[2] == 9
    assert list_columns(flow) == [(0,), (1, 2, 3, 4), (5, 6, 7, 8), (9,)]


def test_columns_one_under_the_other_are_none() -> None:
    lines = boxes(*((40, 180, 700 - 14 * n) for n in range(4)), *((200, 500, 500 - 14 * n) for n in range(4)))
    assert all(isinstance(part, int) for part in divide_page(lines))


def test_three_columns_are_divided_twice() -> None:
    lines = boxes(*((x, x + 100, 700 - 14 * n) for x in (40, 200, 400) for n in range(4)))
    assert len(list_columns(divide_page(lines))) == 3


def test_what_stands_under_one_column_only_belongs_to_the_page_that_goes_on() -> None:
    grid = show_lines(["SKILLS", "REDCap", "Rave", "CTMS", "", "EXPERIENCE"], 40) + show_lines(
        ["", "SAS", "SQL", "Excel"], 250
    )
    full = show_lines(
        [f"Monitored {number} oncology sites in three countries and in time" for number in (9, 8)], 60, 600
    )
    document = read(make_pdf(show("Jane Doe, who works in clinical trials", 40, 740) + grid + full))
    assert section_of(document, "Excel") is SectionKind.SKILLS
    assert section_of(document, "Monitored 9") is SectionKind.EXPERIENCE


def test_a_box_that_is_written_before_its_heading_is_read_below_it() -> None:
    late = show_lines(["GCP of 2025", "CCRA of 2019"], 40, 560)
    left = show_lines(["EXPERIENCE", "Clinical Research Associate", "Monitored twelve sites"], 40, 700)
    right = show_lines(SIDEBAR, 300, 700)
    document = read(make_pdf(late + left + show("CERTIFICATIONS", 40, 580) + right + show("Jo Bloggs", 40, 760, 20)))
    text = document.text.replace("\n\n", "\n")
    assert text.startswith(
        "Jo Bloggs\nEXPERIENCE\nClinical Research Associate\nMonitored twelve sites\n"
        "CERTIFICATIONS\nGCP of 2025\nCCRA of 2019\nSKILLS\n"
    )
    assert document.readings[1].text.startswith("GCP of 2025")
    assert section_of(document, "GCP of 2025") is SectionKind.CERTIFICATIONS
    assert section_of(document, "Monitored") is SectionKind.EXPERIENCE


def test_lines_beside_each_other_keep_the_order_in_which_they_are_written() -> None:
    areas = {0: Area(0, 80, 50, 90), 1: Area(60, 80, 90, 90), 2: Area(0, 60, 50, 70), 3: Area(0, 100, 50, 110)}
    assert order_lines(range(4), (3, 0, 1, 2), areas) == (0, 1, 2, 3)
    del areas[1]
    assert order_lines((0, 2, 3), (3, 0, 2), areas) == (3, 0, 2)


def test_a_name_beside_the_columns_is_not_moved_above_them() -> None:
    areas = {0: Area(0, 80, 50, 90), 1: Area(0, 60, 50, 70), 2: Area(60, 85, 90, 95), 3: Area(60, 100, 90, 110)}
    flow = (3, Split(parts=((0, 1), (2,)), main=0))
    assert order_lines(range(4), flow, areas) == (3, 0, 1, 2)
    areas[3] = Area(60, 90, 90, 100)
    assert order_lines(range(4), flow, areas) == (0, 1, 2, 3)


def test_a_part_that_is_put_in_order_is_read_in_one_piece() -> None:
    foot = show("References on request", 40, 60)
    right, left = (
        show_lines(["SKILLS", "REDCap", "SAS"], 320),
        show_lines(["EXPERIENCE", "Site monitor", "Drew blood"], 40),
    )
    text = read(make_pdf(foot + right + left + show("Jo Bloggs", 40, 750, 20))).text
    lines = [line for line in text.split("\n") if line]
    assert lines[0] == "Jo Bloggs"
    assert lines.index("REDCap") == lines.index("SKILLS") + 1 == lines.index("SAS") - 1
    assert lines.index("Site monitor") == lines.index("EXPERIENCE") + 1 == lines.index("Drew blood") - 1
    assert lines[-1] == "References on request"


def test_cells_in_the_middle_of_their_rows_are_no_columns_and_stay_in_their_rows() -> None:
    content, y = "", 700
    for name, use, year in (
        ("Rave", "Built checks", 2018),
        ("Veeva", "Filed papers", 2020),
        ("REDCap", "Made forms", 2015),
    ) * 2:
        content += show(name, 60, y - 7) + show(use, 200, y) + show(f"and tested {name}", 200, y - 14)
        content += show(str(year), 420, y - 7)
        y -= 40
    document = read(make_pdf(content))
    assert columns(document) == 0
    words = " ".join(document.text.split())
    assert words.startswith("Rave Built checks and tested Rave 2018 Veeva Filed papers and tested Veeva 2020 REDCap")
