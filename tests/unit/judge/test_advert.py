"""Job adverts: what they ask for, how firmly, and what is none of their asking."""

from __future__ import annotations

from pathlib import Path

import pytest
from judging import make_competency, make_document, make_lexicon, make_scan

from ats_audit.judge import read_advert
from ats_audit.judge.advert_text import part_of_heading
from ats_audit.judge.advert_words import Part
from ats_audit.model import Advert, AskKind, Issuer, Kind, Reading, ReadingKind, Weight

CERTIFICATE, PLATFORM = Kind.CERTIFICATION, Kind.PLATFORM
LEXICON = make_lexicon(
    [
        make_competency("CPC", kind=CERTIFICATE),
        make_competency("CCS", kind=CERTIFICATE),
        make_competency("RHIT", kind=CERTIFICATE),
        make_competency("Epic", kind=PLATFORM, implies=["ehr"]),
        make_competency("Cerner", kind=PLATFORM, implies=["ehr"]),
        make_competency("EHR", kind=PLATFORM, aliases=["electronic health record"]),
        make_competency("Rave", kind=PLATFORM, implies=["edc"]),
        make_competency("InForm", kind=PLATFORM, implies=["edc"]),
        make_competency("EDC", kind=PLATFORM),
        make_competency("HIPAA", kind=Kind.REGULATION),
        make_competency("ICD-10-CM", kind=Kind.CODING_SYSTEM),
        make_competency("CPT", kind=Kind.CODING_SYSTEM),
        make_competency("HCPCS", kind=Kind.CODING_SYSTEM),
        make_competency("SQL", kind=Kind.ANALYTICS),
        make_competency("Health information management"),
    ]
)
REQUIRED, PREFERRED, DUTY = "required", "preferred", "duty"


def _read(text: str) -> Advert:
    text = text.strip("\n") + "\n"
    document = make_document([Reading(kind=kind, text=text, sections=()) for kind in ReadingKind])
    return read_advert(document, make_scan(LEXICON)(text), LEXICON, name="advert.txt")


def _asked(text: str) -> dict[str, str]:
    """What an advert asks for: alternatives, joined by a bar, and how."""
    advert = _read(text)
    return {
        "|".join(requirement.any_of): ask.kind.value
        for requirement, ask in zip(advert.requirements, advert.asks, strict=True)
    }


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Minimum Qualifications", Part.REQUIRED),
        ("MINIMUM QUALIFICATIONS:", Part.REQUIRED),
        ("## Requirements", Part.REQUIRED),
        ("**Skills & Experience**", Part.REQUIRED),
        ("What we're looking for", Part.REQUIRED),
        ("What you’ll bring", Part.REQUIRED),
        ("Knowledge, Skills, and Abilities", Part.REQUIRED),
        ("Essential criteria", Part.REQUIRED),
        ("About you", Part.REQUIRED),
        ("Must-haves", Part.REQUIRED),
        ("Preferred Qualifications", Part.PREFERRED),
        ("Desirable criteria", Part.PREFERRED),
        ("Nice to have", Part.PREFERRED),
        ("Bonus points if you have", Part.PREFERRED),
        ("Qualifications preferred:", Part.PREFERRED),
        ("Key Responsibilities", Part.DUTIES),
        ("Essential Duties and Responsibilities", Part.DUTIES),
        ("What you'll do", Part.DUTIES),
        ("About the role", Part.DUTIES),
        ("Job Summary", Part.DUTIES),
        ("About Northfield Biometrics", Part.ASIDE),
        ("Who we are", Part.ASIDE),
        ("Benefits", Part.ASIDE),
        ("Compensation & Benefits", Part.ASIDE),
        ("Equal Opportunity Employer", Part.ASIDE),
        ("How to apply", Part.ASIDE),
        ("Physical requirements", Part.ASIDE),
        ("Epic required", None),
        ("Bachelor's degree preferred", None),
        ("Our coders use Epic and Cerner every day", None),
    ],
)
def test_headings_open_the_part_that_they_name(heading: str, part: Part | None) -> None:
    assert part_of_heading(heading) is part


def test_headings_decide_how_what_stands_below_them_is_asked_for() -> None:
    advert = """
Coder

Responsibilities
- Assign CPT codes

Requirements
- ICD-10-CM

Nice to have
- Epic
"""
    assert _asked(advert) == {"cpt": DUTY, "icd-10-cm": REQUIRED, "epic": PREFERRED}


def test_what_is_required_is_core_and_what_is_preferred_is_nice_to_have() -> None:
    advert = _read("Requirements\n- CPT\nPreferred\n- Epic\nDuties\n- Keep to HIPAA\n")
    assert [requirement.weight for requirement in advert.requirements] == [Weight.CORE, Weight.NICE, Weight.IMPORTANT]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("CPC required.", {"cpc": REQUIRED}),
        ("A CPC is a plus.", {"cpc": PREFERRED}),
        ("Knowledge of SQL is strongly preferred.", {"sql": PREFERRED}),
        ("Must hold the CPC.", {"cpc": REQUIRED}),
        ("Ideally you have used Epic.", {"epic": PREFERRED}),
        ("Preference will be given to candidates with SQL.", {"sql": PREFERRED}),
        ("CPC required; CCS preferred.", {"cpc": REQUIRED, "ccs": PREFERRED}),
        ("CPC required, CCS preferred.", {"cpc": REQUIRED, "ccs": PREFERRED}),
        ("Must know HIPAA, ideally with SQL.", {"hipaa": REQUIRED, "sql": PREFERRED}),
        ("Epic is not required but preferred.", {"epic": PREFERRED}),
        ("SQL is not required.", {}),
        ("No SQL experience required.", {}),
        ("Keep records as required by HIPAA.", {"hipaa": DUTY}),
        ("Nice to have: SQL", {"sql": PREFERRED}),
        ("Required: CPT and ICD-10-CM", {"cpt": REQUIRED, "icd-10-cm": REQUIRED}),
    ],
)
def test_words_of_asking_in_the_sentence_decide(sentence: str, asked: dict[str, str]) -> None:
    assert _asked(f"Coder\n\n{sentence}") == asked


def test_a_word_of_asking_overrules_the_heading() -> None:
    assert _asked("Coder\nQualifications\n- Epic preferred\n- HIPAA\n") == {"epic": PREFERRED, "hipaa": REQUIRED}


@pytest.mark.parametrize(
    ("sentence", "alternatives"),
    [
        ("Experience with Epic or Cerner", ["epic|cerner"]),
        ("Experience with Epic, Cerner or InForm", ["epic|cerner|inform"]),
        ("CPC certification or a CCS", ["cpc|ccs"]),
        ("RHIT, CCS, CPC", ["rhit|ccs|cpc"]),
        ("Epic/Cerner", ["epic|cerner"]),
        ("An EDC system such as Rave or InForm", ["edc|rave|inform"]),
        ("An EDC system (e.g., Rave, InForm)", ["edc|rave|inform"]),
        ("Expert in at least one system (Rave, InForm)", ["rave|inform"]),
        ("Epic or a similar record system", ["epic|ehr"]),
        ("SQL and Epic or Cerner", ["sql", "epic|cerner"]),
        ("SQL and experience with Epic or Cerner", ["sql", "epic|cerner"]),
        ("ICD-10-CM, CPT and HCPCS", ["icd-10-cm", "cpt", "hcpcs"]),
        ("ICD-10-CM/CPT/HCPCS coding", ["icd-10-cm", "cpt", "hcpcs"]),
        ("EDC (Rave)", ["edc", "rave"]),
    ],
)
def test_alternatives_are_one_requirement_and_lists_are_several(sentence: str, alternatives: list[str]) -> None:
    assert sorted(_asked(f"Coder\nRequirements\n- {sentence}\n")) == sorted(alternatives)


def test_a_product_that_an_advert_names_is_required_itself() -> None:
    assert _asked("Analyst\nRequirements\n- Three years with Epic\n") == {"epic": REQUIRED}


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("Candidates must have:", REQUIRED),
        ("The successful candidate will have worked with:", REQUIRED),
        ("Our clinics work with:", DUTY),
        ("In addition, you must show all of the following:", REQUIRED),
        ("Ideally you also bring:", PREFERRED),
    ],
)
def test_an_opening_that_asks_rules_the_list_below_it(opening: str, kind: str) -> None:
    assert _asked(f"Coder\n\n{opening}\n- CPT\n- SQL\n\nBenefits\n- Epic\n") == {"cpt": kind, "sql": kind}
    assert _asked(f"Coder\n\n{opening} Knowledge of CPT. Skill in SQL.") == {"cpt": kind, "sql": kind}


def test_a_list_below_one_of_the_following_is_one_requirement() -> None:
    advert = """
Coder
Requirements
- One of the following credentials is required:
  - CPC
  - CCS (AHIMA)
- ICD-10-CM and CPT in daily work for at least three years in a hospital
"""
    assert _asked(advert) == {"cpc|ccs": REQUIRED, "icd-10-cm": REQUIRED, "cpt": REQUIRED}
    assert _read(advert).asks[0].quote.text == "One of the following credentials is required:"


@pytest.mark.parametrize(
    "aside",
    [
        "About Halden\nWe build Epic tools for hospitals.",
        "Benefits\n- SQL courses",
        "We are an equal opportunity employer and follow HIPAA.",
        "Halden is a leading provider of EDC software.",
        "To apply, email your CV and name your SQL projects.",
        "Reasonable accommodation is made under HIPAA.",
        "How to apply\nUpload your CPC as a PDF.",
    ],
)
def test_what_is_said_of_the_employer_and_of_applying_asks_for_nothing(aside: str) -> None:
    assert _asked(f"Coder\nRequirements\n- CPT\n\n{aside}\n") == {"cpt": REQUIRED}


def test_an_unknown_heading_ends_what_is_said_of_the_employer() -> None:
    assert _asked("Coder\nBenefits\n- Courses\n\nTECHNOLOGY\nEpic in all clinics\n") == {"epic": DUTY}


def test_the_title_asks_for_nothing() -> None:
    advert = _read("Epic Analyst\n\nRequirements\n- SQL\n")
    assert advert.summary.title == "Epic Analyst"
    assert [requirement.id for requirement in advert.requirements] == ["sql"]
    assert _read("Apply now\nJob title: CPC Coder\nRequirements\nSQL\n").summary.title == "CPC Coder"
    assert _read("Requirements\n- SQL\n").summary.title is None


@pytest.mark.parametrize(
    ("sentence", "years", "kind"),
    [
        ("At least 2 years of coding experience", 2.0, REQUIRED),
        ("3-5 years' experience", 3.0, REQUIRED),
        ("Minimum of three (3) years of inpatient experience", 3.0, REQUIRED),
        ("5+ yrs experience in a CRO", 5.0, REQUIRED),
        ("Six months of experience preferred", 0.5, PREFERRED),
        ("One or more years working in billing", 1.0, REQUIRED),
    ],
)
def test_years_of_experience_are_read(sentence: str, years: float, kind: str) -> None:
    found = _read(f"Coder\nRequirements\n- {sentence}\n").summary.experience
    assert [(one.years, one.ask.kind.value) for one in found] == [(years, kind)]


@pytest.mark.parametrize("sentence", ["A company of 20 years", "Must be 18 years of age", "Contract of 2 years"])
def test_other_years_are_no_experience(sentence: str) -> None:
    assert _read(f"Coder\nRequirements\n- {sentence}\n").summary.experience == ()


def test_degrees_are_read_and_their_subject_is_no_skill() -> None:
    advert = _read("Coder\nRequirements\n- Associate's degree in health information management preferred; CPT\n")
    assert [ask.kind for ask in advert.summary.education] == [AskKind.PREFERRED]
    assert [requirement.id for requirement in advert.requirements] == ["cpt"]
    assert _read("Coder\nRequirements\n- A college degree is not required\n").summary.education == ()


def test_what_the_lexicon_does_not_know_is_told_as_unchecked() -> None:
    advert = _read("Coder\nRequirements\n- CPT\n- A valid driver's licence\nDuties\n- Greet visitors\n")
    assert [ask.quote.text for ask in advert.summary.unchecked] == ["A valid driver's licence"]


def test_every_quote_stands_where_it_says_it_does() -> None:
    for path in sorted(Path("samples/adverts").iterdir()):
        text = path.read_text(encoding="utf-8")
        document = make_document([Reading(kind=kind, text=text, sections=()) for kind in ReadingKind])
        advert = read_advert(document, make_scan(LEXICON)(text), LEXICON, name=path.name)
        asks = [*advert.asks, *advert.summary.unchecked, *advert.summary.education]
        asks += [found.ask for found in advert.summary.experience]
        assert asks
        for ask in asks:
            assert text[ask.quote.start : ask.quote.end] == ask.quote.text
            assert ask.quote.text.strip() == ask.quote.text != ""


def test_ids_of_requirements_are_unique_whatever_the_choices() -> None:
    advert = _read("Coder\nRequirements\n- CPC or CCS\n- CPC\n- CCS or RHIT\n- CPC, CCS, RHIT\n")
    ids = [requirement.id for requirement in advert.requirements]
    assert len(ids) == len(set(ids))
    assert "cpc" in ids


def test_asking_twice_is_asking_once_as_firmly_as_once() -> None:
    assert _asked("Coder\nDuties\n- Use Epic\nPreferred\n- Epic\n") == {"epic": PREFERRED}
    assert _asked("Coder\nPreferred\n- Epic\nRequirements\n- Epic\n") == {"epic": REQUIRED}


def test_lines_that_a_page_broke_are_read_as_one() -> None:
    advert = """
Coder
Requirements
- Three years of experience in a busy hospital department where CPT
  and HCPCS codes are assigned, and where knowledge of SQL would be
  helpful.
"""
    assert _asked(advert) == {"cpt": REQUIRED, "hcpcs": REQUIRED, "sql": PREFERRED}


def test_an_advert_without_any_known_word_asks_for_nothing() -> None:
    assert _read("Gardener\nRequirements\n- Green fingers\n").requirements == ()


def test_a_body_that_issues_the_certificate_is_no_membership_that_is_asked_for() -> None:
    entries = [
        make_competency("AHIMA", kind=CERTIFICATE),
        make_competency("Coding", kind=Kind.METHOD),
        make_competency("CPC", kind=CERTIFICATE),
        make_competency("CCS", kind=CERTIFICATE),
    ]
    lexicon = make_lexicon(entries, issuers=[Issuer(name="AHIMA", names=("AHIMA",), domains=())])

    def asked(line: str) -> dict[str, str]:
        text = f"Coder\n\nDuties\n{line}\n"
        document = make_document([Reading(kind=kind, text=text, sections=()) for kind in ReadingKind])
        advert = read_advert(document, make_scan(lexicon)(text), lexicon, name="advert.txt")
        return {"|".join(one.any_of): ask.kind.value for one, ask in zip(advert.requirements, advert.asks, strict=True)}

    assert asked("Certified through AHIMA") == {}
    assert asked("A Coding certification through AHIMA") == {}
    assert asked("Membership of AHIMA") == {"ahima": DUTY}
    assert asked("Current certifications include: CPC and CCS") == {"cpc|ccs": REQUIRED}
    assert asked("Coding of charts") == {"coding": DUTY}


def test_the_subject_of_courses_is_no_skill() -> None:
    assert _asked("Coder\n\nRequirements\n- Twelve semester hours in health information management") == {}
