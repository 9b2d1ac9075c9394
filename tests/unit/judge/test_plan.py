from __future__ import annotations

import pytest
from judging import asks, judge_marked, make_competency, make_lexicon, make_role

from ats_audit.model import Effort, Kind, PlanStep

LEXICON = make_lexicon(
    [
        make_competency("EDC", acronym="EDC", expansion="Electronic Data Capture"),
        make_competency("REDCap", implies=["edc"], kind=Kind.PLATFORM),
        make_competency("Rave", implies=["edc"], kind=Kind.PLATFORM, ask="Have you built forms in Rave?"),
        make_competency("SDV"),
        make_competency("MedDRA"),
        make_competency("E6 R2", supersedes=[]),
        make_competency("E6 R3", supersedes=["e6-r2"]),
        make_competency("CC", kind=Kind.CERTIFICATION),
        make_competency("CD", kind=Kind.CERTIFICATION),
    ]
)


def plan_for(marked: str, *requirements: str) -> tuple[PlanStep, ...]:
    return judge_marked(marked, make_role(*(asks("core", one) for one in requirements)), LEXICON).plan


@pytest.mark.parametrize(
    ("marked", "requirement", "competency", "effort", "gain", "words"),
    [
        (
            "# experience\n[[meddra~|Medra]]",
            "meddra",
            "meddra",
            Effort.EDIT,
            50.0,
            'write "MedDRA" where "Medra" stands',
        ),
        ("# skills\n[[meddra~|Medra]]", "meddra", "meddra", Effort.EDIT, 35.0, "Mend the spelling"),
        ("# skills\n[[sdv|SDV]]", "sdv", "sdv", Effort.WRITE, 30.0, "Show SDV at work"),
        ("# skills\n[[cc|CC]]", "cc", "cc", Effort.EDIT, 30.0, 'a line under "Certifications"'),
        ("# skills\n[[redcap|REDCap]]", "edc", "redcap", Effort.WRITE, 30.0, "Show REDCap at work"),
        ("# experience\n[[e6-r2|E6 R2]]", "e6-r3", "e6-r3", Effort.WRITE, 50.0, "Refresh E6 R2"),
        ("# training\n[[sdv+|SDV]]", "sdv", "sdv", Effort.LEARN, 40.0, "Finish SDV"),
        ("# training\n[[cc+|CC]]", "cc", "cc", Effort.LEARN, 70.0, "Finish CC"),
        ("# experience\n[[sdv!|SDV]]", "sdv", "sdv", Effort.LEARN, 50.0, "Renew SDV"),
        ("# certifications\n[[cc!|CC]]", "cc", "cc", Effort.LEARN, 80.0, "Renew CC"),
        ("# experience\nnothing", "sdv", "sdv", Effort.LEARN, 70.0, "if not, learn it"),
        ("# experience\nno [[sdv-|SDV]]", "sdv", "sdv", Effort.LEARN, 70.0, "SDV: if you have done it at work"),
        ("# experience\nnothing", "cc", "cc", Effort.LEARN, 100.0, "Earn CC"),
        (
            "# experience\n[[edc|EDC]]",
            "rave",
            "rave",
            Effort.WRITE,
            100.0,
            "You show EDC. Have you built forms in Rave?",
        ),
    ],
)
def test_the_smallest_edit_and_its_gain(
    *, marked: str, requirement: str, competency: str, effort: Effort, gain: float, words: str
) -> None:
    (step,) = plan_for(marked, requirement)
    assert (step.requirement, step.competency, step.effort, step.gain) == (requirement, competency, effort, gain)
    assert words in step.action


def test_what_has_full_credit_needs_no_step() -> None:
    assert plan_for("# experience\n[[redcap|REDCap]], [[sdv|SDV]]", "edc", "sdv") == ()


def test_one_edit_that_serves_two_requirements_is_told_once_with_all_that_it_gains() -> None:
    (step,) = plan_for("# skills\n[[redcap|REDCap]]", "edc", "redcap")
    assert step.gain == 30.0


def test_one_who_shows_half_the_role_in_work_is_asked_for_what_is_untold() -> None:
    shown = "# experience\n[[edc|EDC]], [[meddra|MedDRA]]"
    (step,) = plan_for(shown, "edc", "meddra", "sdv")
    assert step.effort is Effort.WRITE
    assert "Have you worked on SDV yourself" in step.action
    untold = plan_for("# experience\n[[edc|EDC]]", "edc", "meddra", "sdv")
    assert {step.effort for step in untold} == {Effort.LEARN}


def test_steps_come_by_gain_per_effort() -> None:
    marked = "# skills\n[[meddra~|Medra]], [[edc|EDC]]\n# training\n[[cc+|CC]]"
    steps = plan_for(marked, "cc", "sdv", "edc", "meddra", "cd")
    assert [step.effort for step in steps] == [Effort.EDIT, Effort.WRITE, *[Effort.LEARN] * 3]
    assert [step.competency for step in steps[2:]] == ["sdv", "cd", "cc"]


def test_a_gain_that_the_score_cannot_show_is_no_step() -> None:
    role = make_role(asks("core", "edc"), asks("nice", "sdv"))
    assert judge_marked("# experience\n[[edc|EDC]]", role, LEXICON).plan == ()


def test_a_requirement_with_alternatives_is_named_with_the_best_known_ones() -> None:
    role = make_role(asks("core", "rave", "redcap", "sdv", "meddra", name="A capture system"))
    (step,) = judge_marked("# experience\nnothing", role, LEXICON).plan
    few = make_role(asks("core", "rave", "redcap", name="Rave or the like"))
    assert "Rave or the like (Rave or REDCap)" in judge_marked("# experience\nnothing", few, LEXICON).plan[0].action
    assert step.action.startswith("A capture system (Rave, REDCap, SDV or the like): if you have used it at work")


def test_a_requirement_reads_as_part_of_the_sentence() -> None:
    names = {
        "Capture certification": "Earn a capture certification (CC or CD)",
        "CC certification": "Earn a CC certification (CC or CD)",
        "Any certificate": "Earn any certificate (CC or CD)",
        "CC or CD": "Earn CC or CD; if",
    }
    for name, words in names.items():
        role = make_role(asks("core", "cc", "cd", name=name))
        (step,) = judge_marked("# experience\nnothing", role, LEXICON).plan
        assert step.action.startswith(words), step.action


def test_the_class_of_one_alternative_among_many_is_no_sign_of_what_is_asked_for() -> None:
    text = "# experience\n[[edc|EDC]] work"
    near = make_role(asks("core", "rave", "redcap", name="A capture system"))
    far = make_role(asks("core", "sdv", "meddra", "rave", name="Something else"))
    assert judge_marked(text, near, LEXICON).plan[0].action.startswith("You show ")
    assert not judge_marked(text, far, LEXICON).plan[0].action.startswith("You show ")


def test_a_spelling_is_mended_as_it_stands_there_small_and_in_the_plural() -> None:
    lexicon = make_lexicon([make_competency("Change control"), make_competency("Medidata", kind=Kind.PLATFORM)])
    role = make_role(asks("core", "change-control"), asks("core", "medidata"))
    text = "# experience\n• Kept [[change-control~|change controlls]] in [[medidata~|medidatta]]"
    actions = [step.action for step in judge_marked(text, role, lexicon).plan]
    assert any('write "change controls" where "change controlls" stands' in action for action in actions)
    assert any('write "Medidata" where "medidatta" stands' in action for action in actions)
