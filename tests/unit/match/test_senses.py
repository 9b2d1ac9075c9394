"""Names of many meanings, with the built-in lexicon: each is found where its own matter stands, and nowhere else."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Section, SectionKind


class Sense(NamedTuple):
    """One name: where it counts and where it does not."""

    competency: str
    surface: str
    line: str
    """Its matter stands on the line."""
    items: str
    """A list of the same kind of things gives it away."""
    apart: str
    """Its matter stands elsewhere in the section, or the name in full elsewhere in the text."""
    explained: str
    """The text itself says what the letters stand for."""
    vetoed: str
    """The text itself says that they stand for something else."""
    others: tuple[str, ...]


FILLER = (
    "\n\nWorked with people in many places over a good number of years, and was well liked by all of them there\n\n"
)

SENSES = (
    Sense(
        "statistical-analysis-plan", "SAP",
        "Reviewed the SAP and TLF shells for two submissions",
        "Protocols, SAPs, TLFs, CSRs",
        "Author of the statistical analysis plan." + FILLER + "Each SAP went out on time.",
        "Statistical Analysis Plan (SAP)",
        "Strategic Account Program (SAP) for statistical software sales",
        ("SAP S/4HANA roll-out in two plants", "SAP FICO consultant, month-end close", "Keyed purchase orders in SAP"),
    ),
    Sense(
        "ich-gcp", "GCP",
        "Monitored sites for GCP compliance in a clinical trial",
        "GMP, GLP, GCP",
        "Trained in Good Clinical Practice." + FILLER + "GCP refreshers were held each May.",
        "good clinical practice (GCP)",
        "Google Cloud Platform (GCP) for clinical dashboards",
        ("Terraform, Kubernetes and GCP", "Moved pipelines to GCP with BigQuery", "GCP cloud architect"),
    ),
    Sense(
        "cms-regulations", "CMS",
        "Submitted quality measures to CMS for Medicare patients",
        "FDA, CMS, OIG regulations",
        "Centers for Medicare & Medicaid Services audits." + FILLER + "CMS letters were answered in a week.",
        "Centers for Medicare and Medicaid Services (CMS)",
        "content management system (CMS) of a hospital",
        ("Built a CMS in WordPress", "Drupal CMS and HTML pages", "Headless CMS for a fashion shop"),
    ),
    Sense(
        "ehr", "EMR",
        "Charted patient visits in the EMR",
        "EHR, EMR, HIS",
        "Used electronic medical records daily." + FILLER + "The EMR went live in June.",
        "electronic medical record (EMR)",
        "Elastic MapReduce (EMR) jobs for patient data",
        ("EMR clusters on AWS with Hadoop and Spark", "Tuned Amazon EMR and Redshift"),
    ),
    Sense(
        "case-report-forms", "CRF",
        "Entered subject data in the CRF at each study visit",
        "informed consent, CRF, source documents",
        "Completed case report forms." + FILLER + "Every CRF was signed within a week.",
        "Case Report Form (CRF)",
        "conditional random field (CRF) models of clinical notes",
        ("Trained a CRF tagger and an LSTM for named entities", "CRF layers in PyTorch"),
    ),
    Sense(
        "cpc", "CPC",
        "CPC with AAPC since 2014, outpatient coder",
        "CPC, CPMA, CCS",
        "Certified Professional Coder since 2014." + FILLER + "Renewed the CPC in 2024.",
        "Certified Professional Coder (CPC)",
        "cost per click (CPC) of ads for coder boot camps",
        ("Lowered CPC by 20 % in Google Ads", "CPC and CPM of paid campaigns", "Driver CPC card, HGV class 1"),
    ),
    Sense(
        "cpt", "CPT",
        "Assigned CPT codes to outpatient visits",
        "ICD-10-CM, CPT, HCPCS",
        "Coded with Current Procedural Terminology." + FILLER + "CPT updates were loaded each January.",
        "Current Procedural Terminology (CPT)",
        "cognitive processing therapy (CPT)",
        ("CPT Daniel Moore, US Army company commander", "Shipped goods CPT Hamburg, Incoterms 2020"),
    ),
    Sense(
        "adverse-event-reporting", "SAE",
        "Reported each SAE to the sponsor within 24 hours",
        "protocol deviations, SAEs, queries",
        "Handled serious adverse events." + FILLER + "An SAE was never late.",
        "Serious Adverse Event (SAE)",
        "Society of Automotive Engineers (SAE)",
        ("Formula SAE race car team", "SAE J1939 for automotive controllers", "SAE International standards"),
    ),
    Sense(
        "rac-regulatory-affairs", "RAC",
        "RAC (RAPS) with 12 years in regulatory affairs",
        "RAC, PMP, regulatory affairs",
        "Regulatory Affairs Certification, 2019." + FILLER + "Studied for the RAC at night.",
        "Regulatory Affairs Certification (RAC)",
        "Real Application Clusters (RAC) for regulatory data",
        ("Oracle RAC with 8 nodes", "Answered RAC audits of Medicare claims", "Room AC (RAC) sales"),
    ),
    Sense(
        "irb-submissions", "IEC",
        "Wrote to the IEC about the trial protocol and consent",
        "IRB, IEC",
        "Submitted to the Independent Ethics Committee." + FILLER + "The IEC met monthly about the trial protocol.",
        "Independent Ethics Committee (IEC)",
        "International Electrotechnical Commission (IEC)",
        ("IEC 60601 testing of pumps", "Import Export Code (IEC) for a textile trader", "IEC 61131 PLC programming"),
    ),
    Sense(
        "clinical-trial-agreements", "CTA",
        "Negotiated the CTA and budget with trial sites",
        "CTAs, budgets, CDAs with sites and sponsors",
        "Negotiated clinical trial agreements." + FILLER + "Each CTA was signed in 30 days.",
        "Clinical Trial Agreement (CTA)",
        "computed tomography angiography (CTA)",
        ("Call to action (CTA) buttons on landing pages", "Drove a CTA bus in Chicago"),
    ),
    Sense(
        "pharmacovigilance", "PV",
        "PV case processing in a drug safety database",
        "PV, signal detection, ICSRs",
        "Five years of pharmacovigilance." + FILLER + "PV training was mine.",
        "Pharmacovigilance (PV)",
        "photovoltaic (PV) safety",
        ("Installed PV panels on roofs", "NPV and PV of cash flows", "PV inverters and solar trackers"),
    ),
    Sense(
        "irt", "IRT",
        "Ran UAT of the IRT for drug supply in a randomised trial",
        "EDC, IRT, CTMS",
        "Interactive Response Technology set-up." + FILLER + "The IRT went live on time.",
        "Interactive Response Technology (IRT)",
        "item response theory (IRT) in a clinical trial",
        ("Item response models (IRT) of exam scores", "Lexington Avenue IRT line"),
    ),
    Sense(
        "medidata-rave", "Rave",
        "Built EDC studies in Rave",
        "Oracle InForm, Rave, Medrio",
        "Medidata Rave certified." + FILLER + "Rave migrations were mine.",
        "",
        "",
        ("Rave reviews from all guests", "Rave Mobile Safety alerts", "A rave in Berlin"),
    ),
    Sense(
        "epic", "Epic",
        "Epic EHR analyst",
        "Cerner, Epic, MEDITECH",
        "Epic EMR trainer." + FILLER + "Epic upgrades each spring.",
        "",
        "",
        ("An epic trek of 900 miles", "Epic Games, Unreal Engine", "Planned epics and user stories in Jira"),
    ),
    Sense(
        "oracle-argus", "Argus",
        "Entered ICSRs in Argus for drug safety",
        "Argus, ARISg, Empirica",
        "Argus Safety administrator." + FILLER + "Argus upgrades.",
        "",
        "",
        ("ARGUS Enterprise cash flows of shopping centres", "Delivered the Argus newspaper"),
    ),
    Sense(
        "epic-clarity", "Clarity",
        "Wrote Epic reports from Clarity in SQL",
        "Epic Caboodle, Clarity, Chronicles",
        "Epic Clarity certified." + FILLER + "Clarity extracts nightly.",
        "",
        "",
        ("Clarity of speech", "CA Clarity PPM for project portfolios"),
    ),
    Sense(
        "r-programming", "R",
        "Statistical models in R and tidyverse",
        "SAS, R, Python",
        "",
        "",
        "",
        ("R. Miller, foreman", "R & D mail room", "Rated R films", "Vitamin R drinks"),
    ),
    Sense(
        "sas", "SAS",
        "Wrote listings in SAS",
        "R, SAS, Stata",
        "",
        "Statistical Analysis System (SAS)",
        "Scandinavian Airlines (SAS)",
        ("sas shoes", "SASE enclosed"),
    ),
    Sense(
        "adam", "ADaM",
        "Derived ADaM datasets",
        "SDTM, ADaM",
        "",
        "Analysis Data Model (ADaM)",
        "",
        ("Adam Keller, programmer", "Assisted Adam with SDTM", "ADAM KELLER"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Lexicon.load())


def found(matcher: Matcher, text: str, sense: Sense, sections: tuple[Section, ...] = ()) -> bool:
    """Whether the competency is found at the very name, alone or as the last or first word of a longer one."""
    return any(
        mention.competency == sense.competency and sense.surface in mention.text.split("s)")[0]
        for mention in matcher.match_text(text, sections=sections)
    )


def cases(field: str) -> list[object]:
    return [pytest.param(sense, id=sense.surface) for sense in SENSES if getattr(sense, field)]


@pytest.mark.parametrize("sense", cases("line"))
def test_it_counts_where_its_matter_stands_on_the_line(matcher: Matcher, sense: Sense) -> None:
    assert found(matcher, sense.line, sense)


@pytest.mark.parametrize("sense", cases("items"))
def test_it_counts_in_a_list_of_its_like(matcher: Matcher, sense: Sense) -> None:
    assert found(matcher, sense.items, sense)
    assert found(matcher, sense.items.replace(", ", "\n"), sense)


@pytest.mark.parametrize("sense", cases("apart"))
def test_it_counts_where_the_text_speaks_of_it_elsewhere(matcher: Matcher, sense: Sense) -> None:
    section = Section(kind=SectionKind.EXPERIENCE, heading_start=0, heading_end=0, start=0, end=len(sense.apart))
    assert found(matcher, sense.apart, sense, (section,))


@pytest.mark.parametrize("sense", cases("explained"))
def test_it_counts_where_the_text_explains_it(matcher: Matcher, sense: Sense) -> None:
    assert found(matcher, sense.explained, sense)


@pytest.mark.parametrize("sense", cases("vetoed"))
def test_it_does_not_count_where_the_text_explains_something_else(matcher: Matcher, sense: Sense) -> None:
    assert not found(matcher, sense.vetoed, sense)
    assert not found(matcher, sense.vetoed + FILLER + sense.line, sense)


@pytest.mark.parametrize(
    ("sense", "text"),
    [pytest.param(sense, text, id=text) for sense in SENSES for text in sense.others],
)
def test_it_does_not_count_elsewhere(matcher: Matcher, sense: Sense, text: str) -> None:
    assert not found(matcher, text, sense)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("EDC = enterprise data center; led the EDC move", ()),
        ("IRB - interlocking retaining blocks, IRB walls", ()),
        ("PV – photovoltaic arrays, PV = photo voltaic", ()),
        ("GCP - Good Clinical Practice, GCP audits", ("ich-gcp",)),
        ("SAP = Statistical Analysis Plan; wrote the SAP", ("statistical-analysis-plan",)),
        ("EDC - Medidata Rave and others", ("electronic-data-capture", "medidata-rave")),
    ],
)
def test_a_short_form_may_be_explained_by_a_sign(matcher: Matcher, text: str, found: tuple[str, ...]) -> None:
    mentions = matcher.match_text(text)
    assert tuple(dict.fromkeys(mention.competency for mention in mentions)) == found
