"""What a sentence says about the competency in it; `?` learning, `!` negated, `^` lapsed."""

import pytest
from marks import Names, expect, name

from ats_audit.match import Matcher
from ats_audit.model import Kind, Policy

LEXICON = Names(
    (
        name("sdtm", "SDTM", kind=Kind.STANDARD),
        name("adam", "ADaM", kind=Kind.STANDARD),
        name("gcp", "ICH-GCP", kind=Kind.REGULATION),
        name("rave", "Medidata Rave"),
        name("epic", "Epic EHR"),
        name("sas", ("SAS", Policy.CASE), kind=Kind.ANALYTICS),
        name("python", "Python", kind=Kind.ANALYTICS),
        name("cpc", ("CPC", Policy.CASE), kind=Kind.CERTIFICATION),
        name("ccs", ("CCS", Policy.CASE), kind=Kind.CERTIFICATION),
        name("ccra", ("CCRA", Policy.CASE), kind=Kind.CERTIFICATION),
        name("citi", ("CITI", Policy.CASE), "CITI training", kind=Kind.CERTIFICATION),
        name("medical-coding", "medical coding", kind=Kind.METHOD),
        name("capa", "CAPA", kind=Kind.METHOD),
        name("icd-11", "ICD-11", kind=Kind.CODING_SYSTEM),
        name("meddra", "MedDRA", kind=Kind.CODING_SYSTEM),
    )
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "Have had no hands-on work with [[rave!|Medidata Rave]]",
        "no documented [[gcp!|ICH-GCP]] certificate",
        "Still lacking [[icd-11!|ICD-11]] knowledge",
        "So far untrained in [[meddra!|MedDRA]]",
        "Never used [[rave!|Medidata Rave]] or [[epic!|Epic EHR]]",
        "[[medical-coding!|Medical coding]] training: none",
        "[[sdtm!|SDTM]] - no exposure",
        "[[sdtm!|SDTM]], [[adam!|ADaM]]: none",
        "No [[sdtm!|SDTM]], [[adam!|ADaM]] or [[sas!|SAS]] experience, but strong [[python|Python]]",
        "I have not used [[meddra!|MedDRA]], however I coded in [[icd-11|ICD-11]]",
        "Without training in [[gcp!|ICH-GCP]]",
        "[[meddra!|MedDRA]] was not part of my duties",
        "Not yet certified as [[cpc!|CPC]]",
        "Supported colleagues who held [[ccra!|CCRA]]",
        "No [[cpc!|CPC]].",
        "[[sas!|SAS]] is a tool I never got to use",
        "My experience does not extend to [[rave!|Medidata Rave]]",
        "[[python|Python]] (3 years), [[sas!|SAS]] (no experience)",
        "I am not [[cpc!|CPC]] certified",
        "Team members, none of them [[gcp!|ICH-GCP]] trained",
        "Neither [[sas!|SAS]] nor [[python!|Python]] used so far",
        "[[rave!|Medidata Rave]]: none to date",
        "[[sdtm!|SDTM]] experience: 0 years",
        "Was not responsible for [[capa!|CAPA]]",
        "Did not participate in [[sdtm!|SDTM]]",
        "Familiarity with [[sas!|SAS]] is limited to none",
        "No [[sdtm!|SDTM]] or [[sas!|SAS]] coding background",
        "Unfamiliar with [[sdtm!|SDTM]] standards such as these",
        "Experience with [[rave!|Medidata Rave]] is nonexistent",
        "My mentor wrote the [[sas!|SAS]] macros",
        "The vendor, not us, did the [[sdtm!|SDTM]] work",
        "Sold [[rave!|Medidata Rave]] licences",
        "Neither [[medical-coding!|medical coding]] nor [[capa!|CAPA]] were part of the post",
        "[[capa!|CAPA]] was outside my scope",
        "[[sdtm!|SDTM]] programming was beyond the remit of my job, [[rave|Medidata Rave]] was not",
        "[[python!|Python]] (0/5)",
        "Familiar with the team using [[rave!|Medidata Rave]]",
        "Worked in a company that used [[rave!|Medidata Rave]]",
        "Exposure to the [[sdtm!|SDTM]] team",
        "My colleagues coded adverse events in [[meddra!|MedDRA]]",
        "- My supervisor signs each [[capa!|CAPA]]",
        "Placed CRAs with [[rave!|Medidata Rave]] experience",
        "Interviewed candidates on [[gcp!|ICH-GCP]]",
        "The ideal candidate has experience with [[rave!|Medidata Rave]]",
        "The successful applicant must hold [[ccra!|CCRA]]",
        "You will code in [[meddra!|MedDRA]]",
        "Must have [[cpc!|CPC]]",
        "The CRA will follow [[gcp!|ICH-GCP]]",
        "Requirements: 3 years of [[sas!|SAS]], [[python!|Python]]",
        "Preferred qualifications: [[ccra!|CCRA]]",
    ],
)
def test_what_is_denied_is_negated(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "Keen to learn [[python?|Python]]",
        "Aiming to gain experience in [[rave?|Medidata Rave]]",
        "Looking for a [[medical-coding?|medical coding]] job",
        "Currently learning [[sas?|SAS]], [[python?|Python]] and [[sdtm?|SDTM]]",
        "[[cpc?|CPC]] (exam pending)",
        "[[cpc?|CPC]] - anticipated spring 2027",
        "[[ccs?|CCS]] Pending",
        "[[ccra?|CCRA]] eligible",
        "Pursuing [[cpc?|CPC]] certification",
        "Preparing for the [[cpc?|CPC]] exam",
        "Working towards [[ccs?|CCS]]",
        "Wishes to transition to [[medical-coding?|medical coding]]",
        "Enrolled in a course on [[sdtm?|SDTM]]",
        "Goal: to become proficient in [[sas?|SAS]]",
        "Eager to gain exposure to [[epic?|Epic EHR]]",
        "Taking an online class in [[python?|Python]]",
        "Training towards [[ccra?|CCRA]]",
        "My next step is [[cpc?|CPC]] certification",
        "Will sit the [[ccs?|CCS]] exam in May",
        "[[cpc?|CPC]], anticipated December 2026",
        "[[ccra?|CCRA]] (pursuing)",
        "[[cpc?|CPC]] (currently pursuing), [[ccs|CCS]]",
        "[[sas?|SAS]] Base Programmer (appearing Dec 2026), [[python|Python]]",
        "[[ccs?|CCS]] (preparing for exam)",
        "[[ccra?|CCRA]] (studying)",
        "Objective: a position as [[sas?|SAS]] programmer using [[python?|Python]]",
        "Coursework in progress: [[sdtm?|SDTM]], [[python?|Python]]",
        "Self-teaching [[python?|Python]] at night",
        "Intro to [[sas?|SAS]] (Coursera, in progress)",
        "Want a chance to use [[python?|Python]] professionally",
        "Looking for my first job in [[medical-coding?|medical coding]]",
        "Working on my [[ccra?|CCRA]]",
        "Getting familiar with [[rave?|Medidata Rave]]",
        "Looking forward to working with [[rave?|Medidata Rave]]",
        "To be acquired: [[sas?|SAS]]",
        "[[cpc?|CPC]] training program, 2024",
        "[[cpc?|CPC]] preparation, 2024",
        "[[ccs?|CCS]] exam review class",
        "Completed an 80-hour [[cpc?|CPC]] course",
        "Studied for the [[cpc?|CPC]] exam",
        "Sat for [[ccs?|CCS]] exam",
        "Coursework toward [[ccs?|CCS]]",
        "[[ccra?|CCRA]] - preparing",
        "[[ccra?|CCRA]], to be taken in 2027",
        "Attended a talk about [[sdtm?|SDTM]]",
        "Attended webinar on [[adam?|ADaM]]",
        "Read about [[gcp?|ICH-GCP]]",
        "Asked to be considered for [[medical-coding?|medical coding]]",
        "Was offered training in [[rave?|Medidata Rave]] but declined",
        "Could write [[sas?|SAS]] if trained",
    ],
)
def test_what_is_wanted_or_under_way_is_learning(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "[[cpc^|CPC]] (expired 2021)",
        "Formerly certified [[ccra^|CCRA]]",
        "[[ccs^|CCS]], lapsed in 2019",
        "[[gcp^|ICH-GCP]] certificate (expired)",
    ],
)
def test_what_was_held_once_is_lapsed(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "Used not just [[sas|SAS]], [[python|Python]] too",
        "Closed [[capa|CAPA]] records without a reminder",
        "No observations in two [[gcp|ICH-GCP]] inspections",
        "Never late with an [[sdtm|SDTM]] package",
        "Sought-after reviewer of [[meddra|MedDRA]] coding",
        "Pursued vendors until each [[capa|CAPA]] was signed",
        "Seeking a role where my [[rave|Medidata Rave]] skills count",
        "Trained interns eager to learn [[sdtm|SDTM]]",
        "Machine learning with [[python|Python]]",
        "Enrolled 40 patients under [[gcp|ICH-GCP]]",
        "No later than day 3, coded all terms in [[meddra|MedDRA]]",
        "[[cpc|CPC]] held since 2014; renewal in progress",
        "Certified [[cpc|CPC]], [[ccs|CCS]]",
        "[[cpc|CPC]], pursuing an MBA",
        "Supported sites lacking [[rave|Medidata Rave]] experience",
        "Goal of 95 % in [[meddra|MedDRA]] coding reached in Q1",
        "Pursuing quality in [[meddra|MedDRA]] coding since 2012",
        "Never exceeded the [[capa|CAPA]] target of 5 days",
        "Assisted statisticians with [[sas|SAS]] programming",
        "Missing [[sdtm|SDTM]] domains found before lock",
        "[[sdtm|SDTM]] (preparing submissions for two sponsors)",
        "Future-proofed [[sdtm|SDTM]] macros",
        "Without [[capa|CAPA]] we would have failed; I built it",
        "No backlog in [[meddra|MedDRA]] coding at lock",
        "Taught a class in [[python|Python]]",
        "Planned the [[sdtm|SDTM]] migration",
        "Expected [[gcp|ICH-GCP]] standards of every site",
        "Ready to use [[sas|SAS]] from day one",
        "Helped physicians who had [[epic|Epic EHR]] questions",
        "Learning lead for [[rave|Medidata Rave]] users",
        "Cut [[capa|CAPA]] backlog with no overtime",
        "[[citi|CITI]] course, 2024",
        "[[citi|CITI training]] program, 2024",
        "[[cpc|CPC]], training and mentoring of new coders",
        "Gave a talk about [[sdtm|SDTM]] at a conference",
        "Read [[sas|SAS]] logs and mended what failed",
        "Led the team using [[rave|Medidata Rave]]",
        "Used [[rave|Medidata Rave]] in a company that ran 40 trials",
        "My team and I coded in [[meddra|MedDRA]]",
        "Responsibilities include [[capa|CAPA]]",
        "Considered the reviewer for [[capa|CAPA]]",
        "Placed [[rave|Medidata Rave]] orders with vendors",
        "You can reach me about [[sas|SAS]] work",
        "Work beyond [[sdtm|SDTM]] standards",
        "Offered training in [[rave|Medidata Rave]] to 40 sites",
    ],
)
def test_what_only_sounds_like_doubt_is_asserted(matcher: Matcher, text: str) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "Week 4 of 12 of a [[python?|Python]] bootcamp",
        "[[rave?|Medidata Rave]]: completed two of five modules so far",
        "All five of five modules of [[rave|Medidata Rave]]",
        "[[sas?|SAS]] 1 - in progress",
        "Familiar with [[rave?|Medidata Rave]] from a demo",
        "Attend monthly meetings where [[medical-coding?|medical coding]] is discussed",
        "Attended to queries in [[rave|Medidata Rave]]",
        "Rolled out [[epic|Epic EHR]] to 4 of 12 units",
        "[[epic|Epic EHR]] went live in 3 of 8 modules",
        "Skills to be learnt: [[python?|Python]]",
        "Awaiting start of [[gcp?|ICH-GCP]] course",
        "Awaiting results of a trial monitored under [[gcp|ICH-GCP]]",
        "To be completed by summer: [[cpc?|CPC]]",
        "Looking forward to using [[epic?|Epic EHR]] in my next role",
        "Goals for 2027: get certified as [[cpc?|CPC]]",
        "Exceeded goals for 2024 with [[capa|CAPA]] closures",
        "Self-directed study of [[icd-11?|ICD-11]]",
        "Recently started [[sas?|SAS]]",
        "Moved the sheet to [[rave?|Medidata Rave]] next year if funding comes",
        "Building my knowledge of [[sdtm?|SDTM]]",
        "Building [[sas|SAS]] macros",
        "Responsible for learning content in [[epic|Epic EHR]] onboarding",
    ],
)
def test_part_of_a_course_or_a_look_is_no_skill(text: str, matcher: Matcher) -> None:
    expect(matcher, text)


@pytest.mark.parametrize(
    "text",
    [
        "Apart from [[rave|Medidata Rave]] I know no EDC; in particular not [[epic!|Epic EHR]]",
        "No EDC apart from [[rave|Medidata Rave]]",
        "Everything apart from [[rave!|Medidata Rave]]",
        "Site did not use [[rave!|Medidata Rave]]",
        "Trained sites lacking [[rave|Medidata Rave]] experience",
        "Nobody on the team, me included, was trained in [[rave!|Medidata Rave]]",
        "[[rave!|Medidata Rave]] not yet used in production",
        "Reading the manual of [[rave!|Medidata Rave]], no projects yet",
        "[[rave|Medidata Rave]] went live at 12 sites, no downtime yet",
        "Not my area: [[meddra!|MedDRA]]",
        "Certificate no: [[cpc|CPC]] 12345",
        "We outsourced [[sdtm!|SDTM]] to a vendor",
        "Never had to deal with [[icd-11!|ICD-11]]",
        "Left before [[epic!|Epic EHR]] went live",
        "An external statistician provided the [[sas!|SAS]] programs",
        "The [[sdtm!|SDTM]] mapping was written by the principal investigator",
        "[[sdtm|SDTM]] mapping written by me and reviewed by the sponsor",
        "Trained by the sponsor in [[rave|Medidata Rave]]",
    ],
)
def test_what_the_workplace_or_others_did_is_told_apart(text: str, matcher: Matcher) -> None:
    expect(matcher, text)
