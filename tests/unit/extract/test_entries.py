"""Entries of a section: where they begin, what names them, and when they were."""

from __future__ import annotations

import re

import pytest
from files import make_docx, make_pdf, p, show_lines
from reading import read

from ats_audit.extract._dates import iter_dates
from ats_audit.model import Document, Entry, Span, YearMonth


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Mar 2022 - Present", (2022, 3), None),
        ("August 2012 to December 2014", (2012, 8), (2014, 12)),
        ("08/2015 – 03/2020", (2015, 8), (2020, 3)),
        ("2019-21", (2019, None), (2021, None)),
        ("2019 — 2021", (2019, None), (2021, None)),
        ("2019/07 - 2021/11", (2019, 7), (2021, 11)),
        ("2014 November to 2014 December", (2014, 11), (2014, 12)),
        ("Sept. 2018 - to date", (2018, 9), None),
        ("since January 2016", (2016, 1), None),
        ("2017 –\nPresent", (2017, None), None),
        ("2017 –", (2017, None), None),
        ("June 5th, 2020 until July 2, 2021", (2020, 6), (2021, 7)),
        ("01.03.2019 - 30.06.2020", (2019, 3), (2020, 6)),
        ("Summer 2019 - Fall 2020", (2019, 7), (2020, 10)),
        ("Graduated 2016", None, (2016, None)),
        ("May 2016", None, (2016, 5)),
        ("2010-09", None, (2010, None)),
        ("2013-09 — Present", (2013, 9), None),
        ("2011-07 - 2013-08", (2011, 7), (2013, 8)),
        ("Summer 2012 and 2013", (2012, 7), (2013, None)),
    ],
)
def test_dates_are_read_as_people_write_them(
    text: str, first: tuple[int, int | None] | None, last: tuple[int, int | None] | None
) -> None:
    (dates,) = iter_dates(text, 0, len(text))
    assert dates.first == (YearMonth(*first) if first else None)
    assert dates.last == (YearMonth(*last) if last else None)
    assert not dates.expected


@pytest.mark.parametrize(
    "text", ["21 CFR Part 11", "120190 claims", "v1.2019.3x", "1850", "E6(R2)", "2021000", "x2019"]
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert list(iter_dates(text, 0, len(text))) == []


def test_a_date_to_come_is_marked() -> None:
    (dates,) = iter_dates("CCS exam, expected June 2027", 0, 28)
    assert (dates.expected, dates.last) == (True, YearMonth(2027, 6))


def entries(document: Document) -> list[tuple[str | None, str | None, str | None]]:
    text = document.text

    def at(span: Span | None) -> str | None:
        return None if span is None else text[span.start : span.end]

    return [
        (at(entry.title), at(entry.employer), at(Span(entry.period.start, entry.period.end) if entry.period else None))
        for section in document.full.sections
        for entry in section.entries
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Senior Monitor", "Northwind Trials, Leeds, UK | Mar 2022 - Present", "• Led audits.", "• Closed queries.",
         "Study Nurse", "Acme Hospital, York, UK | 2018 - 2021", "• Took blood."],
        ["Senior Monitor", "Mar 2022 - Present", "Northwind Trials, Leeds, UK", "Led audits of all sites.",
         "Study Nurse", "2018 - 2021", "Acme Hospital, York, UK", "Took blood."],
        ["Mar 2022 - Present", "Senior Monitor", "Northwind Trials", "• Led audits.",
         "2018 - 2021", "Study Nurse", "Acme Hospital", "• Took blood."],
        ["Northwind Trials, Leeds, UK", "Mar 2022 - Present", "Senior Monitor", "", "• Led audits.", "",
         "Acme Hospital, York, UK", "2018 - 2021", "Study Nurse", "", "• Took blood."],
        ["Senior Monitor, Northwind Trials, Leeds, UK, Mar 2022 - Present", "- Led audits",
         "Study Nurse, Acme Hospital, York, UK, 2018 - 2021", "- Took blood"],
        ["Northwind Trials Mar 2022 - Present Senior Monitor", "* Led audits",
         "Acme Hospital 2018 - 2021 Study Nurse", "* Took blood"],
        ["Northwind Trials, Senior Monitor", "• Led audits", "", "Leeds, UK", "Mar 2022 - Present", "",
         "Acme Hospital, Study Nurse", "• Took blood", "", "York, UK", "2018 - 2021"],
    ],
)  # fmt: skip
def test_jobs_are_told_apart_however_their_heads_are_set(lines: list[str]) -> None:
    document = read("\n".join(["Jane Doe", "", "EXPERIENCE", *lines]).encode())
    assert entries(document) == [
        ("Senior Monitor", "Northwind Trials", "Mar 2022 - Present"),
        ("Study Nurse", "Acme Hospital", "2018 - 2021"),
    ]
    second = document.full.sections[1].entries[1]
    assert second.start < document.text.index("blood") < second.end


def test_degrees_are_entries_with_their_schools() -> None:
    lines = ["MSc Health Informatics", "2019", "Charles River Institute", "BSN", "2013", "Plymouth Colony College"]
    document = read("\n".join(["EDUCATION", *lines]).encode())
    assert entries(document) == [
        ("MSc Health Informatics", "Charles River Institute", "2019"),
        ("BSN", "Plymouth Colony College", "2013"),
    ]


def test_dated_bullets_of_education_are_entries() -> None:
    document = read("EDUCATION\n• BSc Biology, Acme University, 2016\n• MSc, Acme University, exp. 2030".encode())
    assert entries(document)[0] == ("BSc Biology", "Acme University", "2016")


@pytest.mark.parametrize("bullet", ["• Improved rates in 2019", "• From 2015 to 2018 led all audits"])
def test_dates_within_bullets_begin_no_entry(bullet: str) -> None:
    document = read(f"EXPERIENCE\nMonitor, Acme Trials, 2014 - 2020\n{bullet}\n• More".encode())
    assert entries(document) == [("Monitor", "Acme Trials", "2014 - 2020")]


def test_an_entry_without_dates_is_told_by_its_place() -> None:
    lines = [
        "Study Nurse, Acme Hospital, 2018 - 2021",
        "• Took blood",
        "",
        "Ward Clerk, Bede Hospital",
        "• Filed charts",
    ]
    document = read("\n".join(["EXPERIENCE", *lines]).encode())
    assert entries(document) == [("Study Nurse", "Acme Hospital", "2018 - 2021"), ("Ward Clerk", "Bede Hospital", None)]
    undated = read(b"PROJECTS\nQuery dashboard\n- Built it\n\nSite map\n- Drew it")
    assert entries(undated) == [(None, None, None)] * 2


def test_a_subheading_of_a_job_is_no_entry() -> None:
    lines = ["Monitor, Acme Trials, 2014 - 2020", "• Led audits", "", "Key achievements:", "• No findings"]
    assert len(entries(read("\n".join(["EXPERIENCE", *lines]).encode()))) == 1


def test_what_cannot_be_told_apart_is_not_guessed() -> None:
    head = "Director of Ambulatory Operations Saguaro Health Network 2021 - Present"
    assert entries(read(f"EXPERIENCE\n{head}\n• Ran it".encode())) == [
        ("Director of Ambulatory Operations Saguaro Health Network", None, "2021 - Present")
    ]


def test_dates_to_come_are_told_from_those_that_came() -> None:
    document = read(b"EDUCATION\nMSc Biology, Acme University, expected 2035\nBSc Biology, Acme University, 2016")
    periods = [entry.period for entry in document.full.sections[-1].entries]
    assert [period and period.expected for period in periods] == [True, False]


def test_entries_are_ordered_and_within_their_section() -> None:
    lines = [
        "EXPERIENCE",
        "Monitor, Acme Trials, 2019 - 2020",
        "Led audits.",
        "EDUCATION",
        "BSc, Bede College, 2012",
    ]
    for content in (
        make_pdf(show_lines(lines)),
        make_docx("".join(p(line) for line in lines)),
        "\n".join(lines).encode(),
    ):
        document = read(content)
        for reading in document.readings:
            found: list[Entry] = []
            for section in reading.sections:
                at = section.start
                for entry in section.entries:
                    assert at <= entry.start <= entry.body <= entry.end <= section.end
                    at = entry.end
                    found.append(entry)
            assert len(found) == 2


def test_bullets_that_name_a_job_are_told_from_those_that_tell_of_it() -> None:
    document = read(
        b"Experience\n\n* Northwind\tLeeds, UK\nMonitor\t2019 - 2021\n- Visited sites\n- Wrote letters\n"
        b"* Harbor Trials\tYork, UK\nData Clerk\t2017 - 2019\n- Entered forms\n"
    )
    assert entries(document) == [
        ("Monitor", "Northwind", "2019 - 2021"),
        ("Data Clerk", "Harbor Trials", "2017 - 2019"),
    ]
    # The same sign before what is told makes it a bullet like any other.
    told = read(
        b"Experience\n\nMonitor, Northwind Trials\t2019 - 2021\n* Visited sites\n* Fine work\n"
        b"Clerk, Harbor Trials\t2017 - 2019\n* Filed\n"
    )
    assert [entry[1] for entry in entries(told)] == ["Northwind Trials", "Harbor Trials"]


def test_a_name_that_a_narrow_column_breaks_is_one() -> None:
    document = read(
        b"Education\n\nMSc Biotechnology, Hudson\nInstitute, 2019\n\nBSc Biology, Taipei Normal\nCollege, 2016\n"
    )
    assert entries(document) == [
        ("MSc Biotechnology", "Hudson\nInstitute", "2019"),
        ("BSc Biology", "Taipei Normal\nCollege", "2016"),
    ]


def test_a_title_that_runs_into_the_employer_is_not_told() -> None:
    document = read(
        b"Experience\n\nDirector of Ambulatory Operations Saguaro Health Network, Phoenix, AZ 2021 - Present\n- Led\n\n"
        b"Director of Clinical Research, Phoenix 2019 - 2021\n- Led\n"
    )
    assert [entry[0] for entry in entries(document)] == [None, "Director of Clinical Research, Phoenix"]
    degree = read(b"Education\n\nDiploma Holy Cross High School 2010\n")
    assert entries(degree)[0][0] is None


def test_tools_behind_the_dates_are_no_employer() -> None:
    document = read(b"Experience\n\nPrincipal Developer\n2011-07 - 2013-08 | C++ Linux R Clojure Python\n- Built\n")
    assert entries(document) == [("Principal Developer", None, "2011-07 - 2013-08")]


@pytest.mark.parametrize(
    "head",
    [
        "Senior Clinical Research Associate | Harrowgate Clinical, Durham, NC and remote",
        "Monitor, Northwind Research",
        "Monitor\nNorthwind Research, Leeds, UK",
    ],
)
@pytest.mark.parametrize(
    "told",
    ["- Visited sites", "Visited sites in four countries, trained their staff, and wrote the letters that followed."],
)
def test_a_job_without_dates_is_told_by_its_names(head: str, told: str) -> None:
    document = read(f"Experience\n\n{head}\n{told}\n\nClerk, Harbor Trials\n{told}\n".encode())
    titles = [entry[0] for entry in entries(document)]
    assert titles == [re.split(r" \||,|\n", head)[0], "Clerk"]
    assert [entry[2] for entry in entries(document)] == [None, None]


def test_a_job_without_dates_leaves_the_dates_of_the_next_ones_alone() -> None:
    document = read(
        b"Experience\n\nManager, Paid Media, Northwind Group 04/2014\n\nLed online advertising for three brands.\n\n"
        b"Northwind Group, Director of Marketing 01/2013 to 11/2013\n\nLed search engine marketing.\n\n"
        b"Northwind Group, Account Manager 06/2011 to 01/2013\n\nKept accounts.\n"
    )
    assert [entry[2] for entry in entries(document)][-2:] == ["01/2013 to 11/2013", "06/2011 to 01/2013"]
    assert [entry[0] for entry in entries(document)][-2:] == ["Director of Marketing", "Account Manager"]
