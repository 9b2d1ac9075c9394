from __future__ import annotations

import itertools

import pytest
from judging import asks, judge_marked, make_competency, make_lexicon, make_role

from ats_audit.errors import UnknownCompetencyError
from ats_audit.judge.ladder import CREDITS, Ladder, names_issuer
from ats_audit.lexicon import Lexicon
from ats_audit.model import CompetencyId, Evidence, Issuer, Kind, Rung, SectionKind

LEXICON = make_lexicon(
    [
        make_competency("SDV"),
        make_competency("EDC"),
        make_competency("Data systems"),
        make_competency("REDCap", implies=["edc"]),
        make_competency("Rave", implies=["edc"], distinct_from=["redcap"]),
        make_competency("Class of classes"),
        make_competency(
            "CPC", kind=Kind.CERTIFICATION, implies=["coding"], url="https://www.aapc.com/certifications/cpc/"
        ),
        make_competency("Coding"),
        make_competency("GCP"),
        make_competency("E6 R1", implies=["gcp"]),
        make_competency("E6 R2", implies=["gcp"], supersedes=["e6-r1"]),
        make_competency("E6 R3", implies=["gcp", "quality-by-design"], supersedes=["e6-r2"]),
        make_competency("Quality by design"),
        make_competency("ICD-10"),
        make_competency("ICD-11", supersedes=["icd-10"], distinct_from=["icd-10"]),
    ],
    issuers=[
        Issuer(name="AAPC", names=("AAPC", "American Academy of Professional Coders"), domains=("aapc.com",)),
        Issuer(name="SOCRA", names=("SOCRA", "Society of Clinical Research Associates"), domains=("socra.org",)),
    ],
    held=["certified since", "license no"],
)


def evidence_for(marked: str, competency: str) -> Evidence:
    verdict = judge_marked(marked, make_role(asks("core", competency)), LEXICON)
    return verdict.judgements[0].evidence


@pytest.mark.parametrize(
    ("section", "rung"),
    [
        (SectionKind.EXPERIENCE, Rung.DEMONSTRATED),
        (SectionKind.PROJECTS, Rung.DEMONSTRATED),
        (SectionKind.VOLUNTEERING, Rung.DEMONSTRATED),
        (SectionKind.CERTIFICATIONS, Rung.CREDENTIALED),
        (SectionKind.SKILLS, Rung.LISTED),
        (SectionKind.SUMMARY, Rung.LISTED),
        (SectionKind.EDUCATION, Rung.LISTED),
        (SectionKind.OTHER, Rung.LISTED),
        (SectionKind.CONTACT, Rung.LISTED),
        (SectionKind.INTERESTS, Rung.LEARNING),
        (SectionKind.REFERENCES, Rung.NEGATED),
    ],
)
def test_the_section_decides_how_much_an_asserted_competency_is_worth(section: SectionKind, rung: Rung) -> None:
    evidence = evidence_for(f"# {section}\nDid [[sdv|SDV]]", "sdv")
    assert evidence.rung is rung
    assert evidence.credit == CREDITS[rung]


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("Jo Bloggs, [[cpc|CPC]]", Rung.CREDENTIALED),
        ("# certifications\n[[cpc|CPC]]", Rung.CREDENTIALED),
        ("# education\n[[cpc|CPC]]", Rung.CREDENTIALED),
        ("# training\n[[cpc|CPC]]", Rung.CREDENTIALED),
        ("# skills\n[[cpc|CPC]]", Rung.LISTED),
        ("# skills\n[[cpc|CPC]] (AAPC)", Rung.CREDENTIALED),
        ("# skills\n[[cpc|CPC]], 2021", Rung.CREDENTIALED),
        ("# skills\n[[cpc|CPC]], Certified  since June", Rung.CREDENTIALED),
        ("# skills\n[[cpc|CPC]] (License No. 12)", Rung.CREDENTIALED),
        ("# skills\n[[cpc|CPC]] license nowhere", Rung.LISTED),
        ("# skills\n[[cpc|CPC]] no. 0123456", Rung.CREDENTIALED),
        ("# experience\nWorked beside [[cpc|CPC]] holders", Rung.LISTED),
        ("# experience\nCoder, [[cpc|CPC]], 2019 - 2022", Rung.CREDENTIALED),
        ("# certifications\n[[cpc+|CPC]], 2026", Rung.LEARNING),
        ("# certifications\n[[cpc!|CPC]], 2012", Rung.LAPSED),
        ("# certifications\nNo [[cpc-|CPC]]", Rung.NEGATED),
    ],
)
def test_a_certification_is_held_where_it_is_certified_and_not_where_it_is_merely_named(text: str, rung: Rung) -> None:
    assert evidence_for(text, "cpc").rung is rung


def test_a_probable_misspelling_earns_half() -> None:
    evidence = evidence_for("# experience\nDid [[sdv~|SDVV]]", "sdv")
    assert (evidence.rung, evidence.near, evidence.credit) == (Rung.DEMONSTRATED, True, 0.5)


def test_the_best_mention_counts_and_a_right_spelling_beats_a_misspelt_one() -> None:
    marked = "# skills\n[[sdv|SDV]], no [[sdv-|SDV]]\n# experience\nDid [[sdv~|SDVV]]"
    evidence = evidence_for(marked, "sdv")
    assert (evidence.rung, evidence.near, evidence.credit) == (Rung.LISTED, False, 0.7)
    assert len(evidence.mentions) == 3


def test_a_product_earns_its_class_and_says_so() -> None:
    evidence = evidence_for("# experience\nBuilt forms in [[redcap|REDCap]]", "edc")
    assert (evidence.rung, evidence.credit, evidence.via) == (Rung.DEMONSTRATED, 1.0, "redcap")
    assert evidence.mentions == ()


def test_a_class_never_earns_a_product_and_no_product_earns_another() -> None:
    assert evidence_for("# experience\nWorked in [[edc|EDC]] and [[rave|Rave]]", "redcap").rung is Rung.ABSENT


def test_own_mentions_are_preferred_to_implied_ones_of_equal_credit() -> None:
    evidence = evidence_for("# experience\n[[edc|EDC]] such as [[redcap|REDCap]]", "edc")
    assert evidence.via is None


def test_what_is_denied_earns_nothing_by_implication() -> None:
    assert evidence_for("# experience\nNo [[redcap-|REDCap]]", "edc").rung is Rung.ABSENT


def test_what_is_learnt_earns_its_class_as_learnt() -> None:
    assert evidence_for("# training\n[[redcap+|REDCap]]", "edc").rung is Rung.LEARNING


def test_an_older_version_earns_half_of_its_successor_and_all_of_what_it_implies() -> None:
    marked = "# experience\nMonitored to [[e6-r2|E6 R2]]"
    successor = evidence_for(marked, "e6-r3")
    assert (successor.credit, successor.via, successor.rung) == (0.5, "e6-r2", Rung.DEMONSTRATED)
    assert evidence_for(marked, "gcp").credit == 1.0
    assert evidence_for(marked, "quality-by-design").credit == 0.5


def test_two_versions_back_earn_as_much_as_one() -> None:
    assert evidence_for("# experience\nMonitored to [[e6-r1|E6 R1]]", "e6-r2").credit == 0.5
    assert evidence_for("# experience\nMonitored to [[e6-r1|E6 R1]]", "e6-r3").credit == 0.5


def test_a_newer_version_never_earns_the_older_one() -> None:
    assert evidence_for("# experience\nMonitored to [[e6-r3|E6 R3]]", "e6-r2").rung is Rung.ABSENT


def test_what_is_distinct_is_never_earned_even_by_superseding() -> None:
    assert evidence_for("# experience\nCoded in [[icd-10|ICD-10]]", "icd-11").rung is Rung.ABSENT
    assert evidence_for("# experience\nCoded in [[icd-11|ICD-11]]", "icd-10").rung is Rung.ABSENT


def test_what_is_distinct_breaks_a_chain_of_implications() -> None:
    lexicon = make_lexicon(
        [
            make_competency("a", implies=["b"]),
            make_competency("b", implies=["c"], distinct_from=["c"]),
            make_competency("c"),
        ]
    )
    assert dict(Ladder(lexicon).reached_from(CompetencyId("a"))) == {"b": 1.0}


def test_a_general_entry_that_is_distinct_from_a_special_one_is_shown_by_it_all_the_same() -> None:
    lexicon = make_lexicon(
        [
            make_competency("course", implies=["certificate"]),
            make_competency("certificate", implies=["product"]),
            make_competency("product", implies=["class"], distinct_from=["certificate"]),
            make_competency("class"),
        ]
    )
    ladder = Ladder(lexicon)
    assert dict(ladder.reached_from(CompetencyId("certificate"))) == {"product": 1.0, "class": 1.0}
    assert dict(ladder.reached_from(CompetencyId("course"))) == {"certificate": 1.0, "product": 1.0, "class": 1.0}
    assert dict(ladder.reached_from(CompetencyId("product"))) == {"class": 1.0}


def test_every_implication_of_the_catalogue_is_earned() -> None:
    lexicon = Lexicon.load()
    ladder = Ladder(lexicon)
    walled = [
        (entry.id, implied)
        for entry in lexicon.competencies
        for implied in entry.implies
        if ladder.reached_from(entry.id).get(implied) != 1.0
    ]
    assert walled == []


def test_implications_are_followed_to_their_end_and_round_circles() -> None:
    lexicon = make_lexicon(
        [
            make_competency("a", implies=["b"]),
            make_competency("b", implies=["c"]),
            make_competency("c", implies=["a"]),
        ]
    )
    assert dict(Ladder(lexicon).reached_from(CompetencyId("a"))) == {"b": 1.0, "c": 1.0}


def test_successors_are_named_step_by_step() -> None:
    assert Ladder(LEXICON).successors_of(CompetencyId("e6-r1")) == ("e6-r2", "e6-r3")
    assert Ladder(LEXICON).successors_of(CompetencyId("e6-r3")) == ()


def test_of_two_equal_products_the_same_one_is_named_whatever_the_order() -> None:
    one, other = "Built forms in [[redcap|REDCap]]", "Built forms in [[rave|Rave]]"
    for pair in itertools.permutations((one, other)):
        assert evidence_for("# experience\n" + "\n".join(pair), "edc").via == "rave"


def test_a_mention_that_the_lexicon_does_not_hold_is_refused() -> None:
    smaller = make_lexicon([make_competency("EDC")])
    with pytest.raises(UnknownCompetencyError):
        judge_marked("# skills\n[[sdv|SDV]]", make_role(asks("core", "edc")), smaller)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("CCRP, SOCRA, 2024", True),
        ("CCRP, SoCRA", True),
        ("CCRP, Society of Clinical Research Associates", True),
        ("CCRP, Society of Clinical\nResearch Associates", True),
        ("CCRP from a society", False),
        ("CCRP, SOCRATES", False),
        ("CCRP, AAPC", False),
    ],
)
def test_an_issuer_is_known_by_the_names_that_the_lexicon_gives_it(line: str, named: bool) -> None:  # noqa: FBT001
    certification = make_competency("CCRP", url="https://www.socra.org/ccrp")
    assert names_issuer(line, certification, LEXICON) is named


def test_a_short_name_of_an_issuer_counts_in_its_own_letter_case_alone() -> None:
    certification = make_competency("CPC", url="https://www.aapc.com/certifications/cpc/")
    assert names_issuer("CPC, AAPC", certification, LEXICON)
    assert not names_issuer("CPC, aapc", certification, LEXICON)
    assert names_issuer("CPC, american academy of professional coders", certification, LEXICON)


def test_an_unknown_issuer_is_never_named() -> None:
    assert not names_issuer("CC, Example", make_competency("CC", url="https://example.org/"), LEXICON)
