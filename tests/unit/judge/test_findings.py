from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from judging import asks, codes_of, judge_marked, make_competency, make_lexicon, make_role

from ats_audit.judge import RULES
from ats_audit.judge.rules import MAX_NAMED, name_all
from ats_audit.model import (
    Block,
    BlockKind,
    Fact,
    FactKind,
    Finding,
    Issuer,
    Kind,
    Link,
    PagePlace,
    ReadingKind,
    Severity,
    TextPlace,
    WholeDocument,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTACT = "Jo Bloggs\njo@example.com | (555) 010-0199\n"
HEADED = "# summary\nMonitors trials.\n# skills\nWriting\n# experience\nMonitor, 2019 - 2024\n• Did the work\n"
ROOMY = HEADED.replace("Did the work", "did the work " * 30)
"""Long enough for missing headings to count."""

LEXICON = make_lexicon(
    [
        make_competency(
            "Clinical Trial Management System", id="ctms", acronym="CTMS", expansion="Clinical Trial Management System"
        ),
        make_competency("Electronic data capture", id="edc", acronym="EDC", expansion="Electronic Data Capture"),
        make_competency("Source data verification", id="sdv", acronym="SDV", expansion="Source Data Verification"),
        make_competency("REDCap", implies=["edc"], kind=Kind.PLATFORM),
        make_competency("Oracle InForm", formerly=["Phase Forward InForm"], kind=Kind.PLATFORM),
        make_competency("ICH E6(R2)", id="e6-r2"),
        make_competency("ICH E6(R3)", id="e6-r3", supersedes=["e6-r2"], url="https://www.example.org/e6r3"),
        make_competency("ICD-10-CM", distinct_from=["icd-11"], url="https://www.example.org/icd10"),
        make_competency("ICD-11"),
        make_competency("MedDRA"),
        make_competency(
            "Certified Coder", id="cc", acronym="CC", kind=Kind.CERTIFICATION, url="https://www.coders.org/cc"
        ),
        make_competency("Certified Coder - Apprentice", id="cc-a", acronym="CC-A", kind=Kind.CERTIFICATION),
        make_competency("Lute playing"),
    ],
    phrases=[
        ("tech-savvy", "Name the systems."),
        ("team player", "Name the team."),
        ("strong team player", "Name it."),
    ],
    openers=[
        ("assisted", ("screened",)),
        ("assisted with", ("drafted", "collected")),
        ("responsible for", ("monitored", "coded", "trained")),
    ],
    issuers=[
        Issuer(name="Coders", names=("Coders",), domains=("coders.org",)),
        Issuer(name="Example", names=("Example",), domains=("example.org",)),
    ],
)
ROLE = make_role(
    asks("core", "edc"),
    asks("core", "sdv"),
    asks("important", "ctms"),
    asks("important", "meddra"),
    asks("important", "icd-10-cm"),
    asks("nice", "oracle-inform"),
    asks("nice", "cc"),
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A résumé as a rule sees it."""

    text: str
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    pages: int | None = None
    weaker: Mapping[ReadingKind, str] = field(default_factory=dict)


def fact(kind: FactKind, count: int = 1, page: int | None = 1) -> Case:
    return Case(text=CONTACT, facts=(Fact(kind=kind, count=count, page=page),))


def plain(text: str) -> Case:
    return Case(text=CONTACT + text)


def linked(target: str) -> Case:
    start = CONTACT.index("jo@")
    return Case(text=CONTACT, links=(Link(target=target, start=start, end=start + len("jo@example.com")),))


NO_FACT = Case(text=CONTACT)
FOUR_BULLETS = "# experience\n" + "• Cleaned forms in [[edc|EDC]] for {} sites\n" * 4
ENTRY = "{old}\n# experience\nMonitor\t2018 - Present\n• Wrote letters\nAide\t2005 - 2009\n• Used [[meddra|MedDRA]]"
JOBS = """# experience
Monitor, Northwind Research\t{}
• Visited sites
Data Clerk, Harbor Hospital\t{}
• Entered forms"""

EXAMPLES: dict[str, tuple[Case, Case]] = {
    "ATS-L01": (fact(FactKind.COLUMNS), NO_FACT),
    "ATS-L02": (fact(FactKind.TABLE), NO_FACT),
    "ATS-L03": (fact(FactKind.TEXTBOX), NO_FACT),
    "ATS-L04": (fact(FactKind.HEADER_TEXT), NO_FACT),
    "ATS-L05": (
        Case(text=CONTACT + HEADED, weaker={ReadingKind.STRICT: "Jo Bloggs\n(555) 010-0199\n" + HEADED}),
        Case(text=CONTACT + HEADED),
    ),
    "ATS-L06": (fact(FactKind.HIDDEN_TEXT, 40), NO_FACT),
    "ATS-L07": (fact(FactKind.LETTER_SPACED), NO_FACT),
    "ATS-L08": (fact(FactKind.UNMAPPED_GLYPHS), NO_FACT),
    "ATS-L09": (fact(FactKind.ICON_FONT), NO_FACT),
    "ATS-L10": (fact(FactKind.IMAGE_PAGE), NO_FACT),
    "ATS-L11": (fact(FactKind.GLUED_WORDS), NO_FACT),
    "ATS-L12": (fact(FactKind.UNREAD_PART), NO_FACT),
    "ATS-L13": (Case(text=CONTACT + HEADED, pages=5), Case(text=CONTACT + HEADED, pages=2)),
    "ATS-L14": (Case(text="Jo Bloggs\n(555) 010-0199\n"), Case(text=CONTACT)),
    "ATS-L15": (Case(text="Jo Bloggs\njo@example.com\n2019 - 2023"), Case(text=CONTACT)),
    "ATS-L16": (plain("# other: My Journey\nwork"), plain("# experience\nwork")),
    "ATS-L17": (plain(ROOMY.replace("# experience", "# summary")), plain(ROOMY)),
    "ATS-L18": (
        Case(text=CONTACT + "# experience\n[[edc|EDC]]", weaker={ReadingKind.STRICT: CONTACT + "# experience\n"}),
        plain("# experience\n[[edc|EDC]]"),
    ),
    "ATS-L19": (
        Case(
            text=CONTACT + "# experience\n[[edc|EDC]]", weaker={ReadingKind.STRICT: CONTACT + "# skills\n[[edc|EDC]]"}
        ),
        Case(text=CONTACT + "# experience\n[[edc|EDC]]", weaker={ReadingKind.STRICT: CONTACT + "# experience\n"}),
    ),
    "ATS-L20": (plain(ROOMY.replace("# skills", "# summary")), plain(ROOMY)),
    "ATS-L21": (linked("https://www.linkedin.com/in/jo-bloggs"), linked("https://example.com/jo")),
    "ATS-L22": (linked("mailto:your.name@example.com"), linked("mailto:Jo@example.com?subject=Hello")),
    "ATS-L23": (plain(JOBS.format("2019 - 2022", "")), plain(JOBS.format("2019 - 2022", "2017 - 2019"))),
    "ATS-L24": (fact(FactKind.LARGE_FILE, 3_100_000), NO_FACT),
    "ATS-L25": (plain("➢ Coded charts\n➢ Closed queries"), plain("• Coded charts\n- Closed queries\n✓ Once")),
    "ATS-P01": (plain("Tech - savvy monitor"), plain("A tech, savvy with money")),
    "ATS-P02": (plain("Used [[ctms|CTMS]]"), plain("[[ctms|Clinical Trial Management System]] ([[ctms|CTMS]])")),
    "ATS-P03": (
        plain("Used a [[ctms|Clinical Trial Management System]]"),
        plain("[[ctms|Clinical Trial Management System (CTMS)]]"),
    ),
    "ATS-P04": (plain("Worked to [[e6-r2|ICH E6(R2)]]"), plain("From [[e6-r2|ICH E6(R2)]] to [[e6-r3|ICH E6(R3)]]")),
    "ATS-P05": (
        plain("Built in [[oracle-inform|Phase Forward InForm]]"),
        plain("[[oracle-inform|Oracle InForm]] (formerly [[oracle-inform|Phase Forward InForm]])"),
    ),
    "ATS-P06": (plain("Coded with [[meddra~|Medra]]"), plain("Coded with [[meddra|MedDRA]]")),
    "ATS-P07": (plain("# skills\n[[sdv|SDV]]"), plain("# skills\n[[sdv|SDV]]\n# experience\nDid [[sdv|SDV]]")),
    "ATS-P08": (plain("# training\n[[cc+|CC]]"), plain("# training\n[[lute-playing+|Lute playing]]")),
    "ATS-P09": (plain("# certifications\n[[cc!|CC]] 2010"), plain("# certifications\n[[cc|CC]] 2024")),
    "ATS-P10": (plain("No [[sdv-|SDV]] yet"), plain("No [[sdv-|SDV]] before 2019\n# experience\nDid [[sdv|SDV]]")),
    "ATS-P11": (plain("# certifications\n[[cc-a|CC-A]]"), plain("# certifications\n[[cc|CC]]")),
    "ATS-P12": (plain("# certifications\n[[cc|CC]]"), plain("# certifications\n[[cc|CC]], CODERS, 2024")),
    "ATS-P13": (
        plain("[[meddra|MedDRA]], [[meddra|MedDRA]], [[meddra|MedDRA]], [[meddra|MedDRA]]"),
        plain("[[meddra|MedDRA]] once here" + " and a good many other words" * 9 + " and [[meddra|MedDRA]] again"),
    ),
    "ATS-P14": (plain("# experience\nBuilt [[redcap|REDCap]] forms"), plain("# experience\nBuilt [[edc|EDC]] forms")),
    "ATS-P15": (plain("# experience\nCoded [[icd-11|ICD-11]]"), plain("# experience\nCoded [[icd-10-cm|ICD-10-CM]]")),
    "ATS-P16": (plain(FOUR_BULLETS.format(*["all"] * 4)), plain(FOUR_BULLETS.format(9, 12, "all", "all"))),
    "ATS-P17": (plain(ENTRY.format(old="")), plain(ENTRY.format(old="# skills\n[[meddra|MedDRA]]"))),
    "ATS-P18": (
        plain("# experience\n• Assisted with audits"),
        plain("# experience\n• Audited sites that were assisted with forms\n# summary\nResponsible for audits"),
    ),
}
"""For every rule a résumé in which it must find something, and one that it must leave alone."""


def findings_in(case: Case, code: str) -> list[Finding]:
    verdict = judge_marked(
        case.text,
        ROLE,
        LEXICON,
        weaker=case.weaker,
        facts=case.facts,
        links=case.links,
        blocks=case.blocks,
        pages=case.pages,
    )
    return [finding for finding in verdict.findings if finding.code == code]


def test_every_rule_has_its_examples_and_every_example_its_rule() -> None:
    assert sorted(EXAMPLES) == [rule.code for rule in RULES]
    assert len({rule.title for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_rule_finds_its_example_once_with_a_place_a_message_and_a_fix(code: str) -> None:
    (finding,) = findings_in(EXAMPLES[code][0], code)
    assert finding.message.endswith((".", "nothing.", "!"))
    assert finding.fix.endswith((".", ")"))
    assert isinstance(finding.place, TextPlace | PagePlace | WholeDocument)
    assert finding.source == "" or finding.source.startswith(("https://", "http://"))


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_rule_leaves_its_counterexample_alone(code: str) -> None:
    assert findings_in(EXAMPLES[code][1], code) == []


def test_an_empty_text_is_no_reason_to_fail() -> None:
    assert codes_of(judge_marked("", ROLE, LEXICON)) == ["ATS-L14", "ATS-L15"]


def test_findings_come_worst_first_and_then_in_order_of_the_text() -> None:
    case = EXAMPLES["ATS-L06"][0]
    text = case.text + "# skills\ntech-savvy, [[meddra~|Medra]], [[e6-r2|ICH E6(R2)]]\n[[sdv|SDV]]"
    verdict = judge_marked(text, ROLE, LEXICON, facts=case.facts)
    severities = [list(Severity).index(finding.severity) for finding in verdict.findings]
    assert severities == sorted(severities)
    warnings = [finding for finding in verdict.findings if finding.severity is Severity.WARNING]
    assert [finding.code for finding in warnings] == ["ATS-P06", "ATS-P04", "ATS-P07"]


def test_layout_facts_of_one_kind_make_one_finding_with_pages_and_count() -> None:
    facts = (Fact(kind=FactKind.TABLE, count=2, page=1), Fact(kind=FactKind.TABLE, count=1, page=3))
    (finding,) = findings_in(Case(text=CONTACT, facts=facts), "ATS-L02")
    assert finding.message == "3 tables on page 1 and 3."
    assert finding.place == PagePlace(page=1)


def test_a_fact_stands_where_the_file_says_and_else_for_the_whole_document() -> None:
    placed = Fact(kind=FactKind.GLUED_WORDS, count=1, start=3, end=9)
    (finding,) = findings_in(Case(text=CONTACT, facts=(placed,)), "ATS-L11")
    assert finding.place == TextPlace(start=3, end=9, page=None)
    (finding,) = findings_in(fact(FactKind.TABLE, page=None), "ATS-L02")
    assert finding.place == WholeDocument()


@pytest.mark.parametrize(
    ("kind", "words"), [(BlockKind.TEXTBOX, "in a text box"), (BlockKind.HEADER, "in a page header")]
)
def test_contact_aside_of_the_body_is_told_with_where_it_stands(kind: BlockKind, words: str) -> None:
    (email, phone) = findings_in(Case(text=CONTACT, blocks=(Block(start=0, end=len(CONTACT), kind=kind),)), "ATS-L05")
    assert words in email.message
    assert "e-mail" in email.message
    assert "phone" in phone.message


def test_a_long_text_without_pages_is_counted_in_words() -> None:
    assert findings_in(plain("word " * 2100), "ATS-L13")[0].message.startswith("The résumé has 2,1")
    assert findings_in(plain("word " * 1500), "ATS-L13") == []


def test_jobs_without_dates_are_named_and_placed() -> None:
    text = CONTACT + JOBS.format("", "").replace("• Visited", "• In 2019 visited")
    (finding,) = findings_in(Case(text=text), "ATS-L23")
    assert finding.message == 'Jobs without dates: "Monitor" and "Data Clerk".'
    assert isinstance(finding.place, TextPlace)
    plain_text = text.replace("# experience", "Experience")
    assert plain_text[finding.place.start : finding.place.end].strip() == "Monitor, Northwind Research"


@pytest.mark.parametrize(
    "jobs",
    [
        pytest.param("Monitor, Northwind Research\n• Visited\nHarbor Visits\n• Entered", id="what may be no job"),
        pytest.param("Monitor, Northwind Research\nDate: Month 20XX - Ongoing\n• Visited", id="a placeholder"),
        pytest.param("Monitor, Northwind Research ('19)\n• Visited", id="a short year"),
        pytest.param("Monitor, Northwind Research\n• Visited sites\n2019\n2022", id="a column of dates read behind"),
    ],
)
def test_a_date_that_may_be_there_is_not_missed(jobs: str) -> None:
    codes = [finding.message for finding in findings_in(plain("# experience\n" + jobs), "ATS-L23")]
    assert codes == ([] if "Harbor" not in jobs else ['Job without dates: "Monitor".'])


def test_degrees_and_projects_without_dates_are_let_pass() -> None:
    text = "# education\nBachelor of Science, Eastfield University\n• Thesis on trials"
    assert findings_in(plain(text), "ATS-L23") == []
    assert findings_in(plain(JOBS.format("", "").replace("experience", "projects")), "ATS-L23") == []


def test_the_size_of_a_file_is_told_in_megabytes() -> None:
    assert findings_in(fact(FactKind.LARGE_FILE, 3_149_000), "ATS-L24")[0].message.startswith("The file has 3.1 MB")


def test_one_odd_sign_is_no_bullet_and_all_kinds_are_named() -> None:
    assert findings_in(plain("★ Jane Example ★\nNurse"), "ATS-L25") == []
    (finding,) = findings_in(plain("➢ Coded\n  ❖ Billed\n➢ Filed"), "ATS-L25")
    assert finding.message == "3 lines begin with ➢ and ❖ as a bullet."


def test_lost_competencies_are_grouped_by_the_part_in_which_they_stand() -> None:
    text = "# experience\n[[edc|EDC]] [[sdv|SDV]]\n[[lute-playing|Lute playing]]"
    boxed = len("Experience\nEDC SDV")
    verdict = judge_marked(
        text,
        ROLE,
        LEXICON,
        weaker={ReadingKind.STRICT: "# experience\nnothing"},
        blocks=(Block(start=0, end=boxed, kind=BlockKind.TEXTBOX),),
    )
    box, body = [finding for finding in verdict.findings if finding.code == "ATS-L18"]
    assert box.message.startswith("Electronic data capture and Source data verification stand only in a text box")
    assert body.message.startswith("Lute playing stands only in columns")
    assert (box.competency, body.competency) == (None, "lute-playing")


def test_of_nested_generic_phrases_the_longer_is_told_and_repeats_are_counted() -> None:
    text = "Strong team player.\nA strong\nteam-player, techsavvy"
    first, second = findings_in(plain(text), "ATS-P01")
    assert first.message == '"Strong team player" (2 times) tells a reader nothing.'
    assert first.fix == "Name it."
    assert second.message == '"techsavvy" tells a reader nothing.'


def test_of_very_many_generic_phrases_the_first_few_are_told() -> None:
    words = [f"verb{letter} noun" for letter in "abcdefghijkl"]
    lexicon = make_lexicon([make_competency("EDC")], phrases=[(word, "Say what.") for word in words])
    verdict = judge_marked(". ".join(words), make_role(asks("core", "edc")), lexicon)
    assert codes_of(verdict).count("ATS-P01") == MAX_NAMED


def test_a_generic_phrase_is_no_part_of_a_longer_word() -> None:
    assert findings_in(plain("team players and biotech-savvyness"), "ATS-P01") == []


def test_half_written_pairs_are_grouped_with_what_to_write() -> None:
    (finding,) = findings_in(plain("Used [[ctms|CTMS]], [[sdv|SDV]] and [[edc|EDC]]"), "ATS-P02")
    assert finding.message.startswith("Written as acronym only: SDV, EDC and CTMS.")
    assert "Electronic Data Capture (EDC)" in finding.fix


def test_an_alias_that_is_neither_acronym_nor_long_form_says_nothing_about_the_pair() -> None:
    verdict = judge_marked("Used [[ctms|the site system]]", ROLE, LEXICON)
    assert not {"ATS-P02", "ATS-P03"} & set(codes_of(verdict))


def test_a_misspelling_is_told_once_with_its_count_and_the_right_spelling() -> None:
    (finding,) = findings_in(plain("[[meddra~|Medra]] and [[meddra~|Medra]]"), "ATS-P06")
    assert finding.message.startswith('"Medra" (2 times) looks like a misspelling of "MedDRA"')
    assert finding.competency == "meddra"


def test_a_superseded_version_points_to_the_page_of_the_newer_one() -> None:
    (finding,) = findings_in(EXAMPLES["ATS-P04"][0], "ATS-P04")
    assert "ICH E6(R3)" in finding.message
    assert finding.source == "https://www.example.org/e6r3"


def test_of_several_newest_versions_the_one_that_the_role_asks_for_is_named_first() -> None:
    lexicon = make_lexicon(
        [
            make_competency("Nine"),
            make_competency("Nine and a half", supersedes=["nine"]),
            make_competency("Ten A", supersedes=["nine-and-a-half"]),
            make_competency("Ten B", supersedes=["nine-and-a-half"], url="https://www.example.org/b"),
        ]
    )
    verdict = judge_marked("Coded in [[nine|Nine]]", make_role(asks("core", "ten-b")), lexicon)
    (finding,) = (one for one in verdict.findings if one.code == "ATS-P04")
    assert finding.message == "Nine has been superseded by Ten B and Ten A, which the text does not name."
    assert finding.source == "https://www.example.org/b"


def test_a_denied_older_version_needs_no_refreshing() -> None:
    assert findings_in(plain("No [[e6-r2-|ICH E6(R2)]]"), "ATS-P04") == []


def test_a_look_alike_that_the_role_asks_for_itself_is_no_mistake() -> None:
    role = make_role(asks("core", "icd-10-cm"), asks("core", "icd-11"))
    assert "ATS-P15" not in codes_of(judge_marked("Coded [[icd-11|ICD-11]]", role, LEXICON))


def test_what_is_missing_without_a_look_alike_is_left_to_the_plan() -> None:
    assert findings_in(plain("Coded by hand"), "ATS-P15") == []


def test_what_the_lexicon_tells_apart_without_a_like_name_is_no_look_alike() -> None:
    lexicon = make_lexicon([make_competency("Rave", distinct_from=["redcap"]), make_competency("REDCap")])
    verdict = judge_marked("Built [[redcap|REDCap]] forms", make_role(asks("core", "rave")), lexicon)
    assert "ATS-P15" not in codes_of(verdict)


def test_one_of_several_products_need_not_be_named_beside_another() -> None:
    role = make_role(asks("core", "edc", "oracle-inform", name="A capture system"))
    assert "ATS-P14" not in codes_of(judge_marked("# experience\n[[redcap|REDCap]]", role, LEXICON))


def test_what_is_only_being_learnt_shows_nothing_that_could_be_named() -> None:
    assert "ATS-P14" not in codes_of(judge_marked("# experience\nLearning [[redcap+|REDCap]]", ROLE, LEXICON))


def test_certifications_lacking_year_or_issuer_are_grouped() -> None:
    text = "# certifications\n[[cc|CC]]\nCODERS, Ohio\n[[cc-a|CC-A]], 2024"
    (finding,) = findings_in(plain(text), "ATS-P12")
    assert finding.message == "Certifications without year: CC; without issuer: CC-A."


def test_a_certificate_on_two_lines_has_its_issuer_and_year() -> None:
    assert findings_in(plain("# certifications\n[[cc|CC]]\nCODERS, 2024"), "ATS-P12") == []


def test_advice_on_what_is_in_progress_depends_on_its_kind() -> None:
    certificate, skill = findings_in(plain("# training\n[[cc+|CC]]\n[[sdv+|SDV]]"), "ATS-P08")
    assert "expected" in certificate.fix
    assert "project" in skill.fix


def test_a_lapsed_skill_is_no_matter_for_its_issuer() -> None:
    (finding,) = findings_in(plain("# experience\n[[sdv!|SDV]]"), "ATS-P09")
    assert finding.source == ""


def test_many_mentions_in_a_short_text_are_stuffing_and_in_a_long_one_they_are_not() -> None:
    spaced = ("[[meddra|MedDRA]] " + "word " * 19 + "\n") * 12
    assert len(findings_in(plain(spaced), "ATS-P13")) == 1
    assert findings_in(plain(spaced + "word " * 400), "ATS-P13") == []


def test_one_old_entry_is_old_against_the_newest_year_of_the_resume() -> None:
    recent = EXAMPLES["ATS-P17"][0].text.replace("2005 - 2009", "2008 - 2012")
    assert findings_in(Case(text=recent), "ATS-P17") == []
    undated = EXAMPLES["ATS-P17"][0].text.replace("2005 - 2009", "").replace("2018 - Present", "")
    assert findings_in(Case(text=undated), "ATS-P17") == []


def test_weak_openings_are_told_in_one_finding_with_verbs_for_each() -> None:
    text = """# experience
Monitor, 2019 - 2024
Responsible  for sites
- ASSISTED with audits and was
responsible for lunch
•\tAssisted the lead
* Responsible for letters
# projects
Responsible
For once, wrote it down"""
    (finding,) = findings_in(plain(text), "ATS-P18")
    assert finding.message == (
        '4 lines open without saying what you did: "responsible for" (2 times), "assisted with" and "assisted".'
    )
    assert finding.fix == (
        "Open with the verb of your own part, as far as it is true: "
        'for "responsible for" monitored, coded or trained; for "assisted with" drafted or collected; '
        'for "assisted" screened.'
    )
    assert isinstance(finding.place, TextPlace)
    assert finding.place.start == len(CONTACT + "Experience\nMonitor, 2019 - 2024\n")
    assert finding.place.end - finding.place.start == len("Responsible  for")


def test_a_group_names_a_few_and_counts_the_rest() -> None:
    assert name_all([]) == ""
    assert name_all(["a"]) == "a"
    assert name_all(["a", "b", "c"]) == "a, b and c"
    many = [str(number) for number in range(MAX_NAMED + 3)]
    assert name_all(many) == "0, 1, 2, 3, 4, 5, 6, 7 and 3 more"


def test_what_is_not_claimed_is_not_asked_for_in_both_forms() -> None:
    role = make_role(asks("core", "sdv"), asks("core", "edc"))
    for sign in "+-!":
        text = f"{CONTACT}# skills\n[[sdv{sign}|SDV]] and [[edc{sign}|Electronic Data Capture]]"
        assert not {"ATS-P02", "ATS-P03"} & set(codes_of(judge_marked(text, role, LEXICON)))


def test_what_is_superseded_or_stands_in_the_headline_is_not_told_as_listed_only() -> None:
    role = make_role(asks("core", "e6-r3"), asks("core", "sdv"))
    old = judge_marked(f"{CONTACT}# skills\n[[e6-r2|E6(R2)]]", role, LEXICON)
    assert "ATS-P04" in codes_of(old)
    assert "ATS-P07" not in codes_of(old)
    headline = judge_marked(f"# contact\n[[sdv|Source Data Verification]] Specialist\n{CONTACT}", role, LEXICON)
    assert "ATS-P07" not in codes_of(headline)


def test_words_that_stand_in_a_longer_name_are_named() -> None:
    entries = [
        make_competency("Microsoft Excel", id="excel", aliases=["Excel"], kind=Kind.ANALYTICS),
        make_competency("Pivot tables", aliases=["Excel pivot tables"], implies=["excel"], kind=Kind.ANALYTICS),
    ]
    role = make_role(asks("core", "excel"))
    for surface, told in (("Excel pivot tables", False), ("pivot tables", True)):
        verdict = judge_marked(f"{CONTACT}# skills\n[[pivot-tables|{surface}]]", role, make_lexicon(entries))
        assert ("ATS-P14" in codes_of(verdict)) is told


def test_what_is_denied_is_told_once_for_all() -> None:
    role = make_role(asks("core", "sdv"), asks("core", "edc"))
    verdict = judge_marked(f"{CONTACT}# skills\nno [[sdv-|SDV]], no [[edc-|EDC]]", role, LEXICON)
    (denied,) = [finding for finding in verdict.findings if finding.code == "ATS-P10"]
    assert "Source data verification and Electronic data capture read as what you do not have" in denied.message
