"""Comparing texts and people: aliases, order, and what a group lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from reports import EPIC, make_comparison, make_empty_report, make_job_report, make_report

from ats_audit.judge import make_cohort
from ats_audit.judge.comparison import alias_of

if TYPE_CHECKING:
    from ats_audit.model import AuditReport


def _person(number: int, report: AuditReport | None = None) -> AuditReport:
    report = report or make_report()
    return replace(report, document=replace(report.document, name=f"p{number}.pdf", sha256=f"{number:064x}"))


def test_an_alias_comes_from_the_bytes_alone_and_has_no_letter_to_mistake() -> None:
    assert alias_of("ab" * 32) == alias_of("ab" * 32)
    assert alias_of("ab" * 32) != alias_of("ac" * 32)
    assert alias_of("0" * 64) == "P-22222"
    letters = {letter for number in range(500) for letter in alias_of(f"{number * 7919:064x}")[2:]}
    assert letters.isdisjoint("01ILO")


def test_a_cohort_is_the_same_in_whatever_order_its_people_come() -> None:
    people = [_person(number) for number in range(5)] + [_person(9, make_comparison().new)]
    cohort = make_cohort(people)
    assert make_cohort(reversed(people)) == cohort
    assert cohort.people[0].report.score.full == 68.4
    assert [person.alias for person in cohort.people[1:]] == sorted(person.alias for person in cohort.people[1:])


def test_files_that_are_alike_are_numbered() -> None:
    one = _person(1)
    twin = replace(one, document=replace(one.document, name="copy.pdf"))
    aliases = [person.alias for person in make_cohort([one, twin]).people]
    assert aliases == [alias_of(one.document.sha256), f"{alias_of(one.document.sha256)}-2"]


def test_gaps_of_a_cohort_count_who_lacks_what_and_what_it_costs() -> None:
    cohort = make_cohort([_person(1), _person(2, make_comparison().new)])
    epic = next(gap for gap in cohort.gaps if gap.judgements[0].requirement.id == EPIC.id)
    assert (epic.missing, epic.weak, epic.points) == (1, 0, 3.0)
    gcp = next(gap for gap in cohort.gaps if gap.judgements[0].requirement.id == "ich-gcp")
    assert (gcp.missing, gcp.weak) == (0, 2)
    assert [gap.points for gap in cohort.gaps] == sorted((gap.points for gap in cohort.gaps), reverse=True)


def test_people_with_other_targets_or_none_are_no_cohort() -> None:
    with pytest.raises(ValueError, match="target"):
        make_cohort([make_report(), make_job_report()])
    with pytest.raises(ValueError, match="target"):
        make_cohort([make_report(), make_empty_report()])
    with pytest.raises(ValueError, match="no report"):
        make_cohort([])
