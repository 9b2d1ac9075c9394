"""What a writer wants, heard of, studied for or saw at others is no competency of theirs: over the whole lexicon."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest

from ats_audit.model import Assertion, Kind

if TYPE_CHECKING:
    from ats_audit import Auditor
    from ats_audit.model import Competency

FROM_AFAR = (
    "Attended a talk about {}.",
    "{} was outside my scope.",
    "Was offered training in {} but declined.",
    "Familiar with the team using {}.",
    "Worked in a company that used {}.",
    "My colleagues worked with {}.",
    "The ideal candidate has experience with {}.",
    "Requirements: {}",
    "Looking forward to working with {}.",
    "Could work with {} if trained.",
    "Interviewed candidates on {}.",
    "Read about {}.",
)
STUDIED_FOR = (
    "{} training course, 2024",
    "{} exam preparation, 2024",
    "Attended a {} course",
    "Studied for the {} exam",
    "Coursework toward {}",
)
CERTIFYING = re.compile(r"certif|credential|licen[cs]e|diploma", re.IGNORECASE)
TRAINING = re.compile(r"\b(?:training|trained|course|refresher)\b", re.IGNORECASE)


def _is_course(competency: Competency) -> bool:
    return any(TRAINING.search(alias.text) for alias in competency.aliases)


def _statuses(auditor: Auditor, template: str, chosen: list[Competency]) -> list[Assertion]:
    return [
        mention.assertion
        for competency in chosen
        for mention in auditor.matcher.match_text(template.format(competency.acronym or competency.name))
        if mention.competency == competency.id
    ]


@pytest.mark.parametrize("template", FROM_AFAR)
def test_what_is_told_from_afar_is_never_asserted(auditor: Auditor, template: str) -> None:
    others = [one for one in auditor.lexicon.competencies if one.kind is not Kind.CERTIFICATION]
    chosen = Random(7).sample(others, 300)  # noqa: S311 # a choice, not a secret
    found = _statuses(auditor, template, chosen)
    assert len(found) > 200
    assert Assertion.ASSERTED not in found


@pytest.mark.parametrize("template", STUDIED_FOR)
def test_a_course_for_a_certificate_is_not_the_certificate(auditor: Auditor, template: str) -> None:
    certificates = [
        one for one in auditor.lexicon.competencies if one.kind is Kind.CERTIFICATION and not _is_course(one)
    ]
    found = _statuses(auditor, template, certificates)
    assert len(found) > 100
    assert Assertion.ASSERTED not in found


def test_training_alone_never_makes_the_section_claim_a_certificate(auditor: Auditor) -> None:
    seen = 0
    for competency in auditor.lexicon.competencies:
        if competency.kind is not Kind.CERTIFICATION:
            continue
        roles = [
            role.id for role in auditor.lexicon.roles if any(competency.id in one.any_of for one in role.requirements)
        ]
        written = [
            alias.text
            for alias in competency.aliases
            if TRAINING.search(alias.text) and not CERTIFYING.search(alias.text)
        ]
        for role in roles[:1]:
            for text in written:
                report = auditor.audit_text(f"Jo Doe\n\nCertifications\n{text}, 2024\n", role=role)
                items = [item for group in report.suggestion.groups for item in group.items]
                assert not any(CERTIFYING.search(item.text) for item in items), (competency.id, text, items)
                seen += any(item.competency == competency.id for item in items)
    assert seen > 10
