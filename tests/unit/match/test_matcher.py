"""The matcher finds what is there, and nothing else. Expected finds stand inside the texts."""

import pickle
import subprocess
import sys

import pytest
from marks import Names, expect, name, read_marks

from ats_audit.match import Matcher
from ats_audit.model import (
    Box,
    Document,
    Kind,
    MediaType,
    Policy,
    Reading,
    ReadingKind,
    Section,
    SectionKind,
    Word,
)

LEXICON = Names(
    (
        name("adam", "ADaM", kind=Kind.STANDARD),
        name("argus", "Argus Safety", ("Argus", Policy.CONTEXT), near=("safety", "case processing")),
        name("capa", "CAPA", "Corrective and Preventive Action", kind=Kind.METHOD),
        name("ccra", ("CCRA", Policy.CASE), kind=Kind.CERTIFICATION),
        name("cmc", "Chemistry, Manufacturing, and Controls", kind=Kind.METHOD),
        name("cpc", ("CPC", Policy.CONTEXT), "Certified Professional Coder", near=("coder",), kind=Kind.CERTIFICATION),
        name("cpp", "C++", kind=Kind.ANALYTICS),
        name("crf", "case report form", ("CRF", Policy.CONTEXT), "eCRF", near=("clinical", "edc"), kind=Kind.METHOD),
        name("ctgov", "ClinicalTrials.gov"),
        name("ctms", "CTMS", "clinical trial management system"),
        name("edc", "EDC", "Electronic Data Capture"),
        name("ehr", "EHR", "electronic health record"),
        name("excel", ("Excel", Policy.CAP), "Microsoft Excel", kind=Kind.ANALYTICS),
        name("gamp", "GAMP", kind=Kind.STANDARD),
        name("gcp", "ICH-GCP", "Good Clinical Practice", ("GCP", Policy.CONTEXT), near=("ICH", "clinical"),
             never=("cloud", "BigQuery"), kind=Kind.REGULATION),
        name("glp", "GLP", kind=Kind.REGULATION),
        name("e6r2", "ICH E6(R2)", "E6 R2", kind=Kind.REGULATION),
        name("hl7", "HL7", kind=Kind.STANDARD),
        name("icd-10-cm", "ICD-10-CM", kind=Kind.CODING_SYSTEM),
        name("icd-10-pcs", "ICD-10-PCS", kind=Kind.CODING_SYSTEM),
        name("icd-11", "ICD-11", kind=Kind.CODING_SYSTEM),
        name("loinc", "LOINC", kind=Kind.CODING_SYSTEM),
        name("medical-billing", "medical billing", kind=Kind.METHOD),
        name("medical-coding", "medical coding", kind=Kind.METHOD),
        name("meddra", "MedDRA", kind=Kind.CODING_SYSTEM),
        name("part-11", "21 CFR Part 11", kind=Kind.REGULATION),
        name("phase-1", "Phase I", kind=Kind.METHOD),
        name("phase-3", "Phase III", kind=Kind.METHOD),
        name("pv", "pharmacovigilance", kind=Kind.METHOD),
        name("python", ("Python", Policy.CAP), kind=Kind.ANALYTICS),
        name("r", ("R", Policy.CONTEXT), "R programming", near=("tidyverse", "statistical"), kind=Kind.ANALYTICS),
        name("rave", "Medidata Rave", ("Rave", Policy.CONTEXT), near=("EDC", "InForm")),
        name("redcap", "REDCap"),
        name("rnd", "R&D management", kind=Kind.METHOD),
        name("sap", ("SAP", Policy.CONTEXT), "statistical analysis plan", near=("statistical", "SDTM", "TLF"),
             kind=Kind.METHOD),
        name("sap-erp", ("SAP", Policy.CONTEXT), "SAP S/4HANA", near=("ERP", "finance", "module"), kind=Kind.PLATFORM),
        name("sas", ("SAS", Policy.CASE), kind=Kind.ANALYTICS),
        name("sdtm", "SDTM", kind=Kind.STANDARD),
        name("sdv", "source data verification", kind=Kind.METHOD),
        name("sharepoint", "SharePoint"),
        name("six-sigma", "Six Sigma Green Belt", kind=Kind.CERTIFICATION),
        name("telehealth", "telehealth", kind=Kind.METHOD),
        name("tlf", "TLFs", kind=Kind.METHOD),
        name("nothing", "!?"),
    ),
    deny=("cording",),
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "Managed [[ctms|CTMS]] and [[edc|EDC]]",
        "[[edc|Electronic Data Capture]] ([[edc|EDC]])",
        "[[gcp|ICH GCP]], [[gcp|ICH/GCP]], [[gcp|ICH - GCP]], [[gcp|ichgcp]], [[gcp|ICH–GCP]]",
        "[[rave|Medidata® Rave]]® and [[rave|MedidataRave]]",
        "[[rave|Medi-\ndata Rave]] studies",
        "an [[edc|electronic\ndata capture]] study",
        "an [[edc|electronic  data capture]] study",
        "[[icd-10-cm|ICD10CM]] and [[icd-10-cm|ICD 10 CM]]",
        "[[e6r2|ICH E6 (R2)]] and [[e6r2|E6(R2)]]",
        "[[redcap|Red Cap]] and [[redcap|Red-Cap]] surveys, [[redcap|RedCap]]",
        "[[sharepoint|Share Point]] sites",
        "[[telehealth|tele-health]] visits",
        "[[crf|e-CRF]] and [[crf|eCRFs]], [[crf|case report forms]]",
        "[[crf|Case Report Form]]'s fields",
        "[[ehr|E.H.R]]. and [[ehr|EHRs]]",
        "Listed on [[ctgov|clinicaltrials.gov]]",
        "[[cmc|Chemistry, Manufacturing and Controls]]",
        "[[capa|corrective & preventive actions]]",
        "[[cpp|C++]] and [[excel|Microsoft Excel]]",
        "[[phase-3|Phase 3]] and [[phase-3|phase iii]] studies",
        "[[gamp|GAMP]]5 and [[hl7|HL7]]v2 validation",
        "[[part-11|21 CFR Part 11]] audits",
        "[[tlf|TLF]] shells and [[tlf|TLFs]]",
        "[[pv|Pharmacovigilance]] lead",
        "[[excel|Excel]] models",
        "[[sas|SAS]] macros",
    ],
)
def test_a_competency_is_found_however_it_is_written(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "[[icd-10-cm|ICD-10-CM]]/[[icd-10-pcs|PCS]] coding",
        "[[icd-10-cm|ICD-10-CM]] and [[icd-10-pcs|PCS]]",
        "[[phase-1|Phase I]]-[[phase-3|III]] trials",
        "[[medical-billing|medical billing]] and [[medical-coding|coding]]",
        "[[sdtm|SDTM]]/[[adam|ADaM]] and [[edc|EDC]]",
    ],
)
def test_names_that_share_a_head_are_each_found(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "[[pv~|Pharmacovigilence]] and [[pv~|Pharmcovigilance]]",
        "[[edc~|Electronc Data Capture]]",
        "[[gcp~|Good Clinial Practice]], [[gcp~|Good Clinicall Practicce]]",
        "[[loinc~|Lionc]]",
        "[[redcap~|RedCapp]] surveys",
        "[[sdv~|Source Data Verificaton]]",
        "[[meddra~|MeddAR]] coding",
    ],
)
def test_a_misspelling_is_found_and_marked_as_one(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "ICD-9 crosswalks and ICD-10-AM",
        "21 CFR Part 113 canning",
        "CCRX badge, ccra",
        "Redcot lane, red caps, Redcaps, redcape",
        "to excel at school, Excels",
        "keeps a python",
        "Medical cording of robes",
        "medical, coding",
        "Led medical. Coding came later",
        "• medical\n\n• coding",
        "Wrote SDTMX and XSDTM, e.g. sub_SDTM",
        "mail sdtm@example.com or see https://example.com/SDTM/",
        "share points at cards",
        "EDX and CTMX",
        "Saas and sas",
        "Loincs",
        "!? and ...",
        "",
    ],
)
def test_what_only_looks_alike_is_not_found(matcher: Matcher, text: str) -> None:
    expect(matcher, text, without=True)


@pytest.mark.parametrize(
    "text",
    [
        "[[edc|EDC]]: [[rave|Rave]] builds",
        "[[edc|EDC]] [[rave|RAVE]] BUILDS",
        "[[sap|SAP]] for the [[sdtm|SDTM]] package",
        "[[sap-erp|SAP]] finance module",
        "[[sas|SAS]], [[r|R]], [[python|Python]]",
        "[[python|Python]] and [[r|R]]",
        "[[glp|GLP]], [[gcp|GCP]] inspections",
        "[[argus|Argus]]\ncase processing",
        "Skills\n[[edc|EDC]]\n[[rave|Rave]]\n[[redcap|REDCap]]",
        "Our statistical analysis planning ([[sap|SAP]]) of finance data",
        "[[sap|SAP]] ([[sap|statistical analysis plan]])",
        "[[cpc|Certified Professional Coder]] ([[cpc|CPC]])",
    ],
)
def test_a_name_of_many_meanings_counts_where_its_context_stands(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "Rave notices in the local press",
        "GCP, BigQuery and clinical dashboards in the cloud",
        "Google Cloud Platform (GCP) for clinical data",
        "GCP (Google Cloud Platform) for clinical data",
        "Certified Professional Controller (CPC) and coder",
        "SAP at last",
        "R & D mail room",
        "rave about it",
    ],
)
def test_a_name_of_many_meanings_does_not_count_elsewhere(matcher: Matcher, text: str) -> None:
    expect(matcher, text, without=True)


FAR = """Rave studies, years of them, were built for sponsors of every size and in every therapeutic area there is

InForm, which is older, was retired by then; so the team moved to a newer tool for all of the sponsors

EDCs differ in the way in which edit checks are written and tested, and in how the forms are laid out
"""


def test_the_section_may_give_the_context(matcher: Matcher) -> None:
    section = Section(kind=SectionKind.EXPERIENCE, heading_start=0, heading_end=0, start=0, end=len(FAR))
    assert "rave" in [mention.competency for mention in matcher.match_text(FAR, sections=(section,))]
    assert "rave" not in [mention.competency for mention in matcher.match_text(FAR)]


def test_a_name_that_is_sure_in_one_place_is_sure_in_another(matcher: Matcher) -> None:
    expect(matcher, "[[rave|Medidata Rave]] certified.\n\nLater: [[rave|Rave]] migrations")
    expect(matcher, "[[sap|Statistical analysis plan]] author.\n\nLater: [[sap|SAP]] reviews")
    expect(matcher, "[[r|R programming]].\n\nMs R Jones, referee")


def test_a_part_may_stand_in_brackets(matcher: Matcher) -> None:
    expect(matcher, "[[rave|Medidata (Rave)]] builds")
    expect(matcher, "Medical (coding) and medidata (rave)", without=True)


def test_names_with_and_do_not_cut_two_that_share_their_head() -> None:
    names = Names(
        (
            name("both", "coding and billing", kind=Kind.METHOD),
            name("medical-billing", "medical billing", kind=Kind.METHOD),
            name("medical-coding", "medical coding", kind=Kind.METHOD),
        )
    )
    expect(Matcher(names), "[[medical-coding|Medical Coding]] and [[medical-billing|Billing]]")
    expect(Matcher(names), "Dental [[both|coding and billing]]")


def test_the_longest_name_hides_the_shorter_ones_inside_it(matcher: Matcher) -> None:
    expect(matcher, "[[ctms|Clinical Trial Management System]] admin")


def test_offsets_point_into_the_very_text_that_was_given(matcher: Matcher) -> None:
    text = "x\u200bx Medi\u00addata® Rave – ICH\u2011GCP"
    assert [mention.text for mention in matcher.match_text(text)] == ["Medi\u00addata® Rave", "ICH\u2011GCP"]


def test_similarity_is_one_less_the_share_of_corrected_letters(matcher: Matcher) -> None:
    (mention,) = matcher.match_text("Pharmacovigilence")
    assert mention.similarity == pytest.approx(1 - 1 / 17, abs=1e-4)
    assert mention.alias == "pharmacovigilance"


def test_a_reading_gives_sections_and_the_full_one_pages(matcher: Matcher) -> None:
    text = "Skills\nSDTM"
    section = Section(kind=SectionKind.SKILLS, heading_start=0, heading_end=6, start=7, end=11)
    readings = tuple(Reading(kind=kind, text=text, sections=(section,)) for kind in ReadingKind)
    word = Word(7, 11, 2, Box(0, 0, 1, 1))
    document = Document(
        sha256="",
        media_type=MediaType.PDF,
        reader="test",
        pages=2,
        readings=readings,
        blocks=(),
        words=(word,),
        facts=(),
    )
    (full,) = matcher.match_reading(document, readings[0])
    (strict,) = matcher.match_reading(document, readings[2])
    assert (full.section, full.page) == (SectionKind.SKILLS, 2)
    assert (strict.section, strict.page) == (SectionKind.SKILLS, None)


def test_a_matcher_pickles_as_its_lexicon(matcher: Matcher) -> None:
    copy = pickle.loads(pickle.dumps(matcher))  # noqa: S301 - our own bytes
    text = "EDC and Pharmacovigilence"
    assert copy.match_text(text) == matcher.match_text(text)


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Matcher(Names(())).match_text("EDC and SDTM") == ()


def test_importing_the_floor_loads_no_engine_and_matching_no_spacy() -> None:
    code = (
        "import sys, ats_audit.match; assert not {'spacy', 'rapidfuzz'} & sys.modules.keys();"
        "from ats_audit.lexicon import Lexicon;"
        "assert ats_audit.match.Matcher(Lexicon.load()).match_text('SDTM, Pharmacovigilence');"
        "sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("text", ["[[sdtm|SDTM", "plain", "[[Sdtm|x]]"])
def test_a_text_that_checks_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        read_marks(text)
