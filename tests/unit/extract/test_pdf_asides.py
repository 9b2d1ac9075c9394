"""Dates at the right end of a line that are written before the line."""

from __future__ import annotations

from files import make_pdf, show, show_lines
from reading import read

DATES = [("2021 - 2024", 480, 660), ("2018 - 2021", 480, 600), ("2012 - 2016", 480, 540)]
ENTRIES = [
    ("EXPERIENCE", 72, 690),
    ("Research Nurse", 72, 660),
    ("Enrolled 40 patients in a registry", 72, 645),
    ("Staff Nurse", 72, 600),
    ("Led the audit of the unit", 72, 585),
    ("BSc Nursing", 72, 540),
]


def drawn(*places: tuple[str, float, float]) -> str:
    return "".join(show(text, x, y) for text, x, y in places)


def test_floats_that_are_written_first_are_read_behind_their_lines() -> None:
    document = read(make_pdf(drawn(*DATES, *ENTRIES)))
    lines = [line for line in document.text.split("\n") if line]
    assert lines.index("2021 - 2024") == lines.index("Research Nurse") + 1
    assert lines.index("2018 - 2021") == lines.index("Staff Nurse") + 1
    assert lines.index("2012 - 2016") == lines.index("BSc Nursing") + 1
    assert document.facts == ()


def test_the_stream_reading_keeps_the_order_of_the_file() -> None:
    document = read(make_pdf(drawn(*DATES, *ENTRIES)))
    assert document.readings[1].text.startswith("2021 - 2024")


def test_a_paragraph_of_a_right_column_is_no_aside() -> None:
    side = show_lines(["SKILLS", "REDCap", "Medidata Rave", "ICH-GCP"], 420)
    main = show_lines(["EXPERIENCE", "Research Nurse", "Enrolled 40 patients", "Led an audit"], 72)
    text = read(make_pdf(side + main)).text
    assert text.index("REDCap") < text.index("Medidata Rave") < text.index("ICH-GCP") < text.index("Research Nurse")
