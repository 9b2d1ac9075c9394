from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from judging import asks, judge_marked, make_competency, make_lexicon, make_role, make_scan

from ats_audit.judge.suggestion import MAX_ITEMS
from ats_audit.judge.wording import GROUPS, name_in_running_text
from ats_audit.model import Alias, AliasOrigin, Assertion, Kind, Method, Pathway, Policy, Suggestion
from ats_audit.words.judging import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ats_audit.model import Mention

COMPETENCIES = (
    make_competency("ICH-GCP", acronym="ICH-GCP", expansion="Good Clinical Practice", kind=Kind.REGULATION),
    make_competency("Electronic data capture", id="edc", acronym="EDC", expansion="Electronic Data Capture"),
    make_competency("REDCap", implies=["edc"], kind=Kind.PLATFORM),
    make_competency("Rave", implies=["edc"], kind=Kind.PLATFORM, formerly=["Solutions Rave"]),
    make_competency("SDTM", implies=["cdisc"], kind=Kind.STANDARD),
    make_competency("CDISC", kind=Kind.STANDARD),
    make_competency("MedDRA", kind=Kind.CODING_SYSTEM),
    make_competency("Source data verification", id="sdv", acronym="SDV", expansion="Source Data Verification"),
    make_competency("SQL", kind=Kind.ANALYTICS),
    make_competency("CC", kind=Kind.CERTIFICATION, ask="Is your CC current?"),
    make_competency("E6 R2", kind=Kind.REGULATION),
    make_competency("E6 R3", supersedes=["e6-r2"], kind=Kind.REGULATION),
    make_competency("Lute playing"),
)
ROLE = make_role(
    asks("core", "ich-gcp"),
    asks("core", "edc"),
    asks("important", "sdv"),
    asks("important", "meddra"),
    asks("nice", "cc"),
)
NEIGHBOUR = make_role(
    asks("core", "sql"),
    asks("core", "sdtm"),
    asks("core", "cdisc"),
    asks("core", "e6-r2"),
    asks("core", "e6-r3"),
    id="other",
)
LEXICON = make_lexicon(COMPETENCIES, roles=[ROLE, NEIGHBOUR])


def suggest(marked: str, heading: str | None = None) -> Suggestion:
    return judge_marked(marked, ROLE, LEXICON, heading=heading).suggestion


def listed(suggestion: Suggestion) -> list[str]:
    return [item.competency for group in suggestion.groups for item in group.items]


def test_the_section_is_plain_lines_by_group_with_both_forms_and_the_strongest_first() -> None:
    marked = (
        "# skills\n[[ich-gcp|ICH-GCP]], [[meddra|MedDRA]], [[sql|SQL]]\n"
        "# experience\nUsed [[redcap|REDCap]] and [[edc|EDC]], did [[sdv~|SVD]] to [[sdtm|SDTM]]\n"
        "# certifications\n[[cc|CC]]"
    )
    assert suggest(marked).text == (
        "Technical Core Competencies\n"
        "Regulatory frameworks: Good Clinical Practice (ICH-GCP)\n"
        "Standards & coding systems: SDTM, MedDRA\n"
        "Platforms: REDCap\n"
        "Methods: Electronic Data Capture (EDC), Source Data Verification (SDV)\n"
        "Analytics: SQL\n"
        "Certifications: CC\n"
    )


def test_the_heading_is_the_callers() -> None:
    assert suggest("# skills\n[[sql|SQL]]", heading="Skills").text.startswith("Skills\nAnalytics: SQL\n")


@pytest.mark.parametrize("sign", ["+", "-", "!"])
def test_nothing_is_listed_that_is_in_progress_denied_or_lapsed(sign: str) -> None:
    suggestion = suggest(f"# experience\n[[meddra{sign}|MedDRA]]")
    assert listed(suggestion) == []
    assert suggestion.text == "Technical Core Competencies\n"


def test_a_required_class_is_named_where_a_product_shows_it_and_else_the_product_says_it() -> None:
    assert listed(suggest("# experience\n[[redcap|REDCap]]")) == ["redcap", "edc"]
    assert listed(suggest("# experience\n[[sdtm|SDTM]], [[cdisc|CDISC]]")) == ["sdtm"]


def test_an_older_version_gives_way_to_the_newer_and_stands_where_it_is_the_only_one() -> None:
    assert listed(suggest("# experience\n[[e6-r2|E6 R2]], [[e6-r3|E6 R3]]")) == ["e6-r3"]
    assert listed(suggest("# experience\n[[e6-r2|E6 R2]]")) == ["e6-r2"]


def test_a_successor_is_never_listed_on_the_strength_of_an_older_version() -> None:
    lexicon = make_lexicon(COMPETENCIES)
    verdict = judge_marked("# experience\n[[e6-r2|E6 R2]]", make_role(asks("core", "e6-r3")), lexicon)
    assert listed(verdict.suggestion) == ["e6-r2"]


def test_what_is_foreign_to_the_field_is_left_out() -> None:
    assert listed(suggest("# experience\n[[lute-playing|Lute playing]], [[sql|SQL]]")) == ["sql"]
    far = Pathway(id="music", domain="Music", study_time="10 years", core=())
    lexicon = make_lexicon(COMPETENCIES, roles=[ROLE, make_role(asks("core", "lute-playing"), pathway=far)])
    verdict = judge_marked("# experience\n[[lute-playing|Lute playing]]", ROLE, lexicon)
    assert listed(verdict.suggestion) == []


def test_the_quote_is_the_strongest_mention_with_a_figure_where_there_is_one() -> None:
    marked = "# skills\n[[sql|SQL]] 7\n# experience\n• Wrote [[sql|SQL]]\n• Cut errors by 30% with [[sql|SQL]]"
    (item,) = suggest(marked).groups[0].items
    assert item.quote.text == "Cut errors by 30% with SQL"
    (item,) = suggest(marked.replace(" by 30%", "")).groups[0].items
    assert item.quote.text == "Wrote SQL"
    marked = "# experience\n[[sql|SQL]] Analyst\n• Found claims that were paid twice with [[sql|SQL]]"
    (item,) = suggest(marked).groups[0].items
    assert item.quote.text == "Found claims that were paid twice with SQL"


def test_the_section_stays_short_and_keeps_what_the_role_weighs_most() -> None:
    names = [f"Method {letter}{number}" for letter in "ab" for number in range(MAX_ITEMS)]
    lexicon = make_lexicon([make_competency(name) for name in names])
    ids = [competency.id for competency in lexicon.competencies]
    role = make_role(*(asks("nice" if index < MAX_ITEMS else "core", one) for index, one in enumerate(ids)))
    marked = "# experience\n" + " ".join(f"[[{one}|{name}]]" for one, name in zip(ids, names, strict=True))
    assert set(listed(judge_marked(marked, role, lexicon).suggestion)) == set(ids[MAX_ITEMS:])


def test_what_is_missing_is_asked_about_what_weighs_most_first() -> None:
    questions = suggest("# experience\n[[edc|EDC]]\n# training\n[[cc+|CC]]").add_only_if_true
    assert [one.competency for one in questions] == ["ich-gcp", "sdv", "meddra", "cc"]
    assert questions[0].text == "Good Clinical Practice (ICH-GCP)"
    assert questions[0].question.startswith("Has your work come under ICH-GCP, and can")
    assert questions[-1].question == "Is your CC current?"


def test_of_alternatives_any_is_asked_for() -> None:
    role = make_role(asks("core", "rave", "redcap", name="A capture system"))
    (question,) = judge_marked("# experience\nnothing", role, LEXICON).suggestion.add_only_if_true
    assert question.text == "A capture system (Rave or REDCap)"
    assert question.question.startswith("Have you worked in Rave or REDCap yourself")


def test_what_the_lexicon_says_is_done_is_asked_in_its_words() -> None:
    filed = replace(make_competency("Site file"), done="kept a site file")
    drawn = replace(make_competency("Flow chart"), done="drawn a process")
    lexicon = make_lexicon([filed, drawn])
    role = make_role(asks("core", "site-file"))
    (question,) = judge_marked("# experience\nnothing", role, lexicon).suggestion.add_only_if_true
    assert question.question == "Have you kept a site file, and can you describe one example from start to end?"
    role = make_role(asks("core", "site-file", "flow-chart", name="Either"))
    (question,) = judge_marked("# experience\nnothing", role, lexicon).suggestion.add_only_if_true
    assert question.question.startswith("Have you kept a site file or drawn a process, and can you")


def test_a_form_that_reads_as_something_else_gives_way_to_one_that_does_not() -> None:
    lexicon = make_lexicon(
        [
            make_competency("Trial file", id="tmf", acronym="TMF", expansion="File of SQL"),
            make_competency("SQL", kind=Kind.ANALYTICS),
        ]
    )
    scan = make_scan(
        make_lexicon([make_competency("SQL"), make_competency("TMF"), make_competency("Trial file", id="tmf")])
    )
    verdict = judge_marked("# experience\n[[tmf|TMF]]", make_role(asks("core", "tmf")), lexicon, scan=scan)
    assert verdict.suggestion.text == "Technical Core Competencies\nMethods: Trial file\n"


@pytest.mark.parametrize("word", ["coding", "systems", "coding systems"])
def test_a_group_whose_name_reads_as_a_competency_goes_by_its_plain_name(word: str) -> None:
    scan = make_scan(make_lexicon([*COMPETENCIES, make_competency("Craft", aliases=[word])]))
    suggestion = judge_marked("# experience\n[[meddra|MedDRA]]", ROLE, LEXICON, scan=scan).suggestion
    assert suggestion.text == "Technical Core Competencies\nStandards & code sets: MedDRA\n"
    assert suggestion.groups[0].name == "Standards & code sets"


def test_a_group_that_reads_wrong_by_either_name_ends_the_search() -> None:
    scan = make_scan(make_lexicon([*COMPETENCIES, make_competency("Craft", aliases=["standards"])]))
    suggestion = judge_marked("# experience\n[[meddra|MedDRA]]", ROLE, LEXICON, scan=scan).suggestion
    assert listed(suggestion) == ["meddra"]


def test_a_group_may_be_named_by_what_it_lists() -> None:
    lexicon = make_lexicon([make_competency("Methods")])
    verdict = judge_marked("# experience\n[[methods|Methods]]", make_role(asks("core", "methods")), lexicon)
    assert verdict.suggestion.text == "Technical Core Competencies\nMethods: Methods\n"


@pytest.mark.parametrize(
    "blur",
    [
        lambda mention: replace(mention, method=Method.FUZZY),
        lambda mention: replace(mention, assertion=Assertion.LEARNING),
        lambda _: None,
    ],
)
def test_what_no_form_makes_plain_is_left_out(blur: Callable[[Mention], Mention | None]) -> None:
    plain = make_scan(LEXICON)

    def scan(text: str) -> tuple[Mention, ...]:
        blurred = (blur(mention) if mention.competency == "sql" else mention for mention in plain(text))
        return tuple(mention for mention in blurred if mention)

    verdict = judge_marked("# experience\n[[sql|SQL]], [[meddra|MedDRA]]", ROLE, LEXICON, scan=scan)
    assert listed(verdict.suggestion) == ["meddra"]


def test_a_name_with_a_comma_is_written_in_a_way_that_has_none() -> None:
    lexicon = make_lexicon([make_competency("Claims, denied", aliases=["Denied claims"]), make_competency("Ins, outs")])
    role = make_role(asks("core", "claims-denied"), asks("core", "ins-outs"))
    marked = "# experience\n[[claims-denied|Denied claims]] [[ins-outs|Ins, outs]]"
    text = judge_marked(marked, role, lexicon).suggestion.text
    assert text == "Technical Core Competencies\nMethods: Denied claims, Ins, outs\n"


def test_every_kind_has_one_group_and_one_question() -> None:
    assert sorted(kind for group in GROUPS for kind in group.kinds) == sorted(Kind)
    assert sorted(QUESTIONS) == sorted(Kind)


def test_a_certificate_that_only_a_job_names_is_not_listed_as_held() -> None:
    assert "cc" not in listed(suggest("# experience\n• Worked beside [[cc|CC]] holders on [[edc|EDC]]"))
    assert "cc" in listed(suggest("# experience\n• Earned the [[cc|CC]] in 2021"))
    assert "cc" in listed(suggest("# skills\n[[cc|CC]]"))


def test_a_form_of_common_words_begins_large_and_one_that_is_too_long_gives_way_to_the_name() -> None:
    entries = [
        make_competency("Tables, listings", id="tlf", aliases=["summary tables"]),
        make_competency("Severity capture", acronym="SC", expansion="Severity of illness " * 5),
        make_competency("pharmaverse", kind=Kind.ANALYTICS),
    ]
    role = make_role(*(asks("core", entry.id) for entry in entries))
    text = "# skills\n[[tlf|summary tables]]; [[severity-capture|SC]]; [[pharmaverse|pharmaverse]]"
    section = judge_marked(text, role, make_lexicon(entries, roles=[role])).suggestion.text
    assert "Methods: Severity capture, Summary tables\n" in section
    assert "Analytics: pharmaverse\n" in section


@pytest.mark.parametrize(
    ("name", "kind", "written"),
    [
        ("Dashboard analytics", Kind.ANALYTICS, "dashboard analytics"),
        ("Stata", Kind.ANALYTICS, "Stata"),
        ("SAS programming", Kind.ANALYTICS, "SAS programming"),
        ("Phlebotomy", Kind.METHOD, "phlebotomy"),
        ("False Claims Act", Kind.REGULATION, "the False Claims Act"),
        ("Section 9 of the Care Act", Kind.REGULATION, "Section 9 of the Care Act"),
        ("CMS Conditions of Participation", Kind.REGULATION, "the CMS Conditions of Participation"),
        ("21 CFR Part 11", Kind.REGULATION, "21 CFR Part 11"),
        ("ALCOA+ principles", Kind.STANDARD, "the ALCOA+ principles"),
        ("Epic certification", Kind.CERTIFICATION, "an Epic certification"),
        ("Pharmacy certificate", Kind.CERTIFICATION, "a Pharmacy certificate"),
        ("Certified Coder", Kind.CERTIFICATION, "Certified Coder"),
        ("Wide Report", Kind.PLATFORM, "Wide Report"),
    ],
)
def test_a_name_stands_in_a_sentence_as_a_person_would_write_it(name: str, kind: Kind, written: str) -> None:
    assert name_in_running_text(make_competency(name, kind=kind)) == written


def test_a_word_that_is_a_product_by_itself_keeps_its_capital() -> None:
    java = make_competency("Java programming", kind=Kind.ANALYTICS)
    cased = replace(java, aliases=(*java.aliases, Alias(text="Java", policy=Policy.CAP, origin=AliasOrigin.ALIAS)))
    assert name_in_running_text(cased) == "Java programming"
