"""What the whole engine says of words that differ by country or by edition, with the built-in lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ats_audit import Auditor

if TYPE_CHECKING:
    from ats_audit.model import AuditReport

CONTACT = "Jane Example\njane@example.com | (555) 010-0199\n\n"
BRITISH_AND_AMERICAN = (
    ("Organised the programme of 12 centres", "Organized the program of 12 centers"),
    ("Analysed anonymised data on tumour behaviour", "Analyzed anonymized data on tumor behavior"),
    ("Randomised 40 participants and recorded haemoglobin", "Randomized 40 participants and recorded hemoglobin"),
    ("Computerised system validation of the paediatric trial", "Computerized system validation of the pediatric trial"),
    ("Data visualisation and data modelling in Tableau", "Data visualization and data modeling in Tableau"),
    (
        "Monitored enrolment and pharmacovigilance at 9 centres",
        "Monitored enrollment and pharmacovigilance at 9 centers",
    ),
    ("SAS programmes for the statistical analysis plan", "SAS programs for the statistical analysis plan"),
    ("Electronic prescribing and prior authorisation", "Electronic prescribing and prior authorization"),
    ("Data centre labelling of the investigational product", "Data center labeling of the investigational product"),
)


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor()


def _audit(auditor: Auditor, line: str, role: str = "clinical-data-manager") -> AuditReport:
    return auditor.audit_text(f"{CONTACT}Experience\nAnalyst, Example Trust, 2019 - 2024\n- {line}\n", role=role)


@pytest.mark.parametrize(("british", "american"), BRITISH_AND_AMERICAN)
def test_british_and_american_spellings_find_and_score_the_same(auditor: Auditor, british: str, american: str) -> None:
    one, other = (_audit(auditor, line) for line in (british, american))
    assert one.score == other.score
    assert [(each.competency.id, each.rung, each.near) for each in one.evidence] == [
        (each.competency.id, each.rung, each.near) for each in other.evidence
    ]
    assert [finding.code for finding in one.findings] == [finding.code for finding in other.findings]


@pytest.mark.parametrize(("british", "american"), BRITISH_AND_AMERICAN)
def test_a_spelling_of_another_country_is_no_misspelling(auditor: Auditor, british: str, american: str) -> None:
    for line in (british, american):
        assert "ATS-P06" not in {finding.code for finding in _audit(auditor, line).findings}


@pytest.mark.parametrize(
    ("british", "american"),
    [("organisational skills", "organizational skills"), ("analysed", "analyzed"), ("utilised", "utilized")],
)
def test_a_generic_phrase_is_one_in_either_spelling(auditor: Auditor, british: str, american: str) -> None:
    one, other = (_audit(auditor, f"Used {phrase} daily") for phrase in (british, american))
    assert [finding.code for finding in one.findings] == [finding.code for finding in other.findings]


def test_an_advert_for_one_edition_of_a_coding_system_is_not_met_by_another(auditor: Auditor) -> None:
    for wanted, shown in (("ICD-10-CM", "ICD-11"), ("ICD-11", "ICD-10-CM")):
        advert = f"Medical coder\n\nRequirements\n- {wanted}\n- CPT\n".encode()
        resume = (
            f"{CONTACT}Experience\nCoder, Example Clinic, 2019 - 2024\n- Coded 90 charts a day in {shown} and CPT\n"
        )
        report = auditor.audit_text(resume, job=advert)
        (unmet,) = [one for one in report.judgements if not one.points]
        assert unmet.evidence.competency.name == wanted
        (finding,) = [one for one in report.findings if one.code == "ATS-P15"]
        assert f"The job advert asks for {wanted}. {shown} in the text is something else." in finding.message
        assert wanted not in report.suggestion.text
        assert any(wanted in question.text for question in report.suggestion.add_only_if_true)
