"""The page of a cohort: nobody is named unless asked for, nothing of a file can act, every state is said in words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import lxml.html
from reports import make_comparison, make_hostile_report, make_report

from ats_audit.judge import make_cohort
from ats_audit.model import AuditFailure, Cohort
from ats_audit.report import render_cohort

FAILURE = AuditFailure(name="secret.pdf", code="corrupt-document", message="The file is cut off", hint="Export it.")


def _find(page: str, path: str) -> list[Any]:
    """What an XPath finds on a page."""
    found = lxml.html.fromstring(page).xpath(path)
    assert isinstance(found, list)
    return found


def _cohort() -> Cohort:
    old = make_comparison().old
    jane = replace(old, document=replace(old.document, name="jane_doe.pdf", sha256="12" * 32))
    joe = make_comparison().new
    joe = replace(joe, document=replace(joe.document, name="joe_bloggs.pdf"))
    return make_cohort([jane, joe], [FAILURE])


def test_nobody_is_named_unless_asked_for() -> None:
    page = render_cohort(_cohort())
    for name in ("jane_doe", "joe_bloggs", "secret"):
        assert name not in page
    assert "Names are left out." in page
    named = render_cohort(_cohort(), names=True)
    for name in ("jane_doe.pdf", "joe_bloggs.pdf", "secret.pdf"):
        assert name in named
    assert "Names are left out." not in named


def test_the_page_quotes_no_resume() -> None:
    cohort = _cohort()
    groups = [group for person in cohort.people for group in person.report.suggestion.groups]
    quotes = {item.quote.text for group in groups for item in group.items}
    page = render_cohort(cohort)
    assert quotes
    assert not any(quote in page for quote in quotes)


def test_the_map_has_a_row_for_each_person_and_a_column_for_each_requirement_each_said_in_words() -> None:
    cohort = _cohort()
    page = render_cohort(cohort)
    rows = _find(page, "//table[@class='map']/tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == [person.alias for person in cohort.people]
    names = _find(page, "//table[@class='map']//tr[@class='heads']/th/span/text()")
    wanted = [one.requirement.name for one in cohort.people[0].report.judgements]
    assert sorted(names) == sorted(wanted)
    for row, person in zip(rows, cohort.people, strict=True):
        said = dict(zip(names, row.xpath("td[contains(@class,'cell')]/span/text()"), strict=True))
        first = person.report.judgements[0]
        assert said[first.requirement.name] == {"absent": "missing"}.get(
            first.evidence.rung.value, first.evidence.rung.value
        )
    assert all(cell.get("scope") for cell in _find(page, "//th"))


def test_links_on_the_page_lead_somewhere() -> None:
    cohort = _cohort()
    page = render_cohort(cohort, links={cohort.people[0].alias: "c-reports/x.html"})
    ids = set(_find(page, "//@id"))
    assert len(_find(page, "//@id")) == len(ids)
    inner = {link[1:] for link in _find(page, "//a/@href") if link.startswith("#")}
    assert inner <= ids
    assert [link for link in _find(page, "//a/@href") if not link.startswith("#")] == ["c-reports/x.html"]
    assert "Full reports quote the résumés." in page
    assert "Full reports quote" not in render_cohort(cohort)
    assert {use[1:] for use in _find(page, "//use/@href")} <= ids


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = render_cohort(_cohort())
    assert "<script" not in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:|//)", page)
    assert "default-src &#39;none&#39;" in page


def test_names_of_files_cannot_act_on_the_page() -> None:
    nasty = make_hostile_report("<script>alert(1)</script>\u202e\x1b[31m")
    page = render_cohort(make_cohort([nasty]), names=True)
    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_a_cohort_of_one_without_gaps_is_told_as_such() -> None:
    report = make_report()
    met = tuple(replace(one, points=one.possible) for one in report.judgements)
    page = render_cohort(make_cohort([replace(report, judgements=met)]))
    assert "1 person, 62.4 of 100" in page
    assert "Everybody shows every requirement in full." in page


def test_the_same_cohort_is_the_same_page() -> None:
    assert render_cohort(_cohort()) == render_cohort(_cohort())
