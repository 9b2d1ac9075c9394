from __future__ import annotations

import pytest
from judging import asks, judge_marked, make_competency, make_document, make_lexicon, make_role, make_scan, read_marked

from ats_audit.judge import judge_document, target_of
from ats_audit.judge.scoring import NICE_POINTS, possible_points
from ats_audit.model import ReadingKind, Rung

LEXICON = make_lexicon([make_competency(name) for name in "abcdefgh"])
ROLE = make_role(asks("core", "a"), asks("important", "b", "c"), asks("nice", "d"))


def test_core_counts_three_important_two_and_together_they_make_a_hundred() -> None:
    assert possible_points(ROLE.requirements) == pytest.approx((60.0, 40.0, 5.0))


def test_a_nice_one_is_worth_half_an_important_one_at_most_and_all_of_them_a_bounded_bonus() -> None:
    role = make_role(*(asks("core", "a") for _ in range(20)), asks("nice", "b"), asks("nice", "c"))
    assert possible_points(role.requirements)[-2:] == pytest.approx((100 / 60, 100 / 60))
    many = make_role(asks("core", "a"), *(asks("nice", name) for name in "bcdefgh"))
    assert sum(possible_points(many.requirements)[1:]) == pytest.approx(NICE_POINTS)


def test_a_role_of_nice_things_alone_shares_the_hundred_among_them() -> None:
    role = make_role(asks("nice", "a"), asks("nice", "b"))
    assert possible_points(role.requirements) == (50.0, 50.0)
    assert judge_marked("# experience\n[[a|a]]", role, LEXICON).score.full == 50.0


def test_a_role_that_asks_for_nothing_scores_nothing() -> None:
    assert judge_marked("# experience\n[[a|a]]", make_role(), LEXICON).score.full == 0.0


@pytest.mark.parametrize(
    ("marked", "score"),
    [
        ("# experience\nnothing", 0.0),
        ("# experience\n[[a|a]]", 60.0),
        ("# skills\n[[a|a]]", 42.0),
        ("# experience\n[[b|b]], [[c|c]]", 40.0),
        ("# experience\n[[a|a]]\n# skills\n[[c|c]]", 88.0),
        ("# experience\n[[d|d]]", 5.0),
        ("# experience\n[[a|a]], [[b|b]], [[d|d]]", 100.0),
        ("# experience\n[[a~|aa]]", 30.0),
        ("# training\n[[a+|a]]", 18.0),
        ("# experience\n[[a!|a]]", 12.0),
        ("# experience\nno [[a-|a]]", 0.0),
    ],
)
def test_the_score_is_the_weighted_share_of_credit(marked: str, score: float) -> None:
    assert judge_marked(marked, ROLE, LEXICON).score.full == score


def test_of_equal_alternatives_the_first_one_of_the_requirement_is_shown() -> None:
    verdict = judge_marked("# experience\n[[c|c]], [[b|b]]", ROLE, LEXICON)
    assert verdict.judgements[1].evidence.competency.id == "b"


def test_a_missing_requirement_is_shown_by_its_first_alternative_and_a_denied_one_by_the_denial() -> None:
    absent = judge_marked("# experience\nnothing", ROLE, LEXICON).judgements[1].evidence
    assert (absent.competency.id, absent.rung) == ("b", Rung.ABSENT)
    denied = judge_marked("# experience\nno [[c-|c]]", ROLE, LEXICON).judgements[1].evidence
    assert (denied.competency.id, denied.rung) == ("c", Rung.NEGATED)


def test_points_and_possible_points_are_told_for_every_requirement() -> None:
    judgements = judge_marked("# skills\n[[a|a]]", ROLE, LEXICON).judgements
    assert [one.requirement for one in judgements] == list(ROLE.requirements)
    assert [one.points for one in judgements] == pytest.approx([42.0, 0.0, 0.0])
    assert [one.possible for one in judgements] == pytest.approx([60.0, 40.0, 5.0])


def test_every_reading_is_scored_and_the_worst_one_is_told() -> None:
    score = judge_marked(
        "# experience\n[[a|a]], [[b|b]]",
        ROLE,
        LEXICON,
        weaker={ReadingKind.STREAM: "# skills\n[[a|a]], [[b|b]]", ReadingKind.STRICT: "# experience\n[[b|b]]"},
    ).score
    assert dict(score.readings) == {ReadingKind.FULL: 100.0, ReadingKind.STREAM: 70.0, ReadingKind.STRICT: 40.0}
    assert score.worst == 40.0
    assert score.at_risk == ("a", "b")


def test_what_another_competency_still_earns_is_not_at_risk() -> None:
    lexicon = make_lexicon([make_competency("EDC"), make_competency("REDCap", implies=["edc"])])
    score = judge_marked(
        "# experience\n[[edc|EDC]] [[redcap|REDCap]]",
        make_role(asks("core", "edc")),
        lexicon,
        weaker={ReadingKind.STRICT: "# experience\n[[redcap|REDCap]]"},
    ).score
    assert score.at_risk == ()


def test_a_reading_without_mentions_counts_as_one_in_which_nothing_was_found() -> None:
    reading, mentions = read_marked("# experience\n[[a|a]]", LEXICON, ReadingKind.FULL)
    strict, _ = read_marked("# experience\nnothing", LEXICON, ReadingKind.STRICT)
    document = make_document([reading, strict])
    verdict = judge_document(document, {ReadingKind.FULL: mentions}, target_of(ROLE), LEXICON, scan=make_scan(LEXICON))
    assert verdict.score.worst == 0.0


def test_evidence_holds_what_stands_and_what_is_asked_for_sorted_by_id() -> None:
    verdict = judge_marked("# experience\n[[h|h]], [[b|b]]", ROLE, LEXICON)
    assert [one.competency.id for one in verdict.evidence] == ["a", "b", "c", "d", "h"]
