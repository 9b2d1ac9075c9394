"""The laws of judging, for any small lexicon, role and résumé."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from judging import asks, judge_marked, make_competency, make_document, make_lexicon, make_role, make_scan, read_marked

from ats_audit.judge import Ladder, target_of
from ats_audit.judge.grounds import lay_grounds
from ats_audit.judge.ladder import standing_on
from ats_audit.judge.plan import Edit, Rehearsal
from ats_audit.judge.scoring import judge_points, possible_points, total
from ats_audit.model import Effort, Kind, ReadingKind, Rung, TextPlace

if TYPE_CHECKING:
    from ats_audit.judge import Verdict
    from ats_audit.model import Competency, Mention, Role

NAMES = tuple(f"skill {letter}" for letter in "abcdefgh")
IDS = tuple(name.replace(" ", "-") for name in NAMES)
SECTIONS = ("experience", "skills", "certifications", "training", "summary")
SIGNS = ("", "", "", "~", "+", "-", "!")
ROUNDING = 0.1
"""Scores are told to a tenth; the difference of two may be off by one."""


@st.composite
def competencies(draw: st.DrawFn) -> list[Competency]:
    """Eight entries that imply, supersede and exclude each other at will, circles and contradictions included."""
    few = st.lists(st.sampled_from(IDS), max_size=2)
    return [
        make_competency(
            name,
            kind=draw(st.sampled_from(tuple(Kind))),
            implies=draw(few),
            supersedes=draw(few),
            distinct_from=draw(st.lists(st.sampled_from(IDS), max_size=1)),
        )
        for name in NAMES
    ]


@st.composite
def roles(draw: st.DrawFn) -> Role:
    """One to six requirements, each with one to three alternatives."""
    requirements = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("core", "important", "nice")),
                st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True),
            ),
            min_size=1,
            max_size=6,
        )
    )
    return make_role(*(asks(weight, *any_of) for weight, any_of in requirements))


Line = tuple[str, str, str]
"""A section, a competency and a sign: one mention on a line of its own."""
lines = st.lists(st.tuples(st.sampled_from(SECTIONS), st.sampled_from(IDS), st.sampled_from(SIGNS)), max_size=8)


def write(found: list[Line]) -> str:
    """A résumé with one heading and one line for every mention."""
    return "\n".join(
        ["Jo Bloggs", *(f"# {section}\n• Did [[{one}{sign}|{one.replace('-', ' ')}]]" for section, one, sign in found)]
    )


def judge(found: list[Line], role: Role, entries: list[Competency]) -> Verdict:
    return judge_marked(write(found), role, make_lexicon(entries))


@given(lines, roles(), competencies())
def test_a_score_lies_between_0_and_100_in_every_reading(
    found: list[Line], role: Role, entries: list[Competency]
) -> None:
    score = judge(found, role, entries).score
    assert all(0.0 <= points <= 100.0 for _, points in score.readings)
    assert score.worst == min(points for _, points in score.readings) == score.full


@given(lines, roles(), competencies(), st.sampled_from(SECTIONS), st.sampled_from(IDS))
def test_adding_a_true_mention_never_lowers_a_score_nor_lifts_it_by_more_than_the_share_of_what_it_serves(
    found: list[Line], role: Role, entries: list[Competency], section: str, one: str
) -> None:
    before, after = (judge(lines_, role, entries) for lines_ in (found, [*found, (section, one, "")]))
    assert after.score.full >= before.score.full
    moved = sum(
        new.possible for old, new in zip(before.judgements, after.judgements, strict=True) if new.points != old.points
    )
    assert after.score.full - before.score.full <= moved + ROUNDING
    by_itself = [judgement for judgement in after.judgements if one in judgement.requirement.any_of]
    assert all(judgement.evidence.credit >= 0.7 for judgement in by_itself)


@given(lines.filter(bool), roles(), competencies(), st.data())
def test_repeating_what_is_said_changes_no_score(
    found: list[Line], role: Role, entries: list[Competency], data: st.DataObject
) -> None:
    again = found + data.draw(st.lists(st.sampled_from(found), max_size=20))
    assert judge(again, role, entries).score == judge(found, role, entries).score


@given(lines, roles(), competencies(), st.randoms(use_true_random=False))
def test_the_order_of_lexicon_and_lines_changes_neither_score_nor_plan_nor_section(
    found: list[Line], role: Role, entries: list[Competency], shuffler: random.Random
) -> None:
    shuffled_lines, shuffled_entries = found[:], entries[:]
    shuffler.shuffle(shuffled_lines)
    shuffler.shuffle(shuffled_entries)
    one, other = judge(found, role, entries), judge(shuffled_lines, role, shuffled_entries)
    assert one.score == other.score
    assert one.plan == other.plan
    assert one.suggestion.text == other.suggestion.text
    assert one.suggestion.add_only_if_true == other.suggestion.add_only_if_true
    assert judge(found, role, shuffled_entries) == one


@given(lines, roles(), competencies(), st.randoms(use_true_random=False))
def test_the_order_of_requirements_changes_no_score(
    found: list[Line], role: Role, entries: list[Competency], shuffler: random.Random
) -> None:
    requirements = list(role.requirements)
    shuffler.shuffle(requirements)
    shuffled = judge(found, replace(role, requirements=tuple(requirements)), entries)
    assert shuffled.score == judge(found, role, entries).score


@given(lines, lines, roles(), competencies())
def test_the_worst_reading_is_never_better_than_the_full_one_when_it_sees_less(
    found: list[Line], unseen: list[Line], role: Role, entries: list[Competency]
) -> None:
    score = judge_marked(
        write(found + unseen), role, make_lexicon(entries), weaker={ReadingKind.STRICT: write(found)}
    ).score
    assert score.worst == dict(score.readings)[ReadingKind.STRICT] <= score.full
    assert set(score.at_risk) <= {one for _, one, _ in found + unseen}
    assert list(score.at_risk) == sorted(score.at_risk)


@given(lines, roles(), competencies())
def test_the_promised_gain_is_what_judging_the_edited_text_gives(
    found: list[Line], role: Role, entries: list[Competency]
) -> None:
    verdict = judge(found, role, entries)
    for step in verdict.plan:
        gains = {
            round(judge([*found, edit], role, entries).score.full - verdict.score.full, 1)
            for edit in ((section, step.competency, "") for section in ("experience", "certifications", "skills"))
        }
        misspelt = [
            (section, one, "" if one == step.competency else sign) for section, one, sign in found if sign == "~"
        ]
        if misspelt:
            mended = [(s, one, "" if (one, sign) == (step.competency, "~") else sign) for s, one, sign in found]
            gains.add(round(judge(mended, role, entries).score.full - verdict.score.full, 1))
        assert step.gain in gains
        assert step.gain > 0


@given(lines, roles(), competencies(), st.dictionaries(st.sampled_from(IDS), st.sampled_from(Rung), max_size=4))
def test_edits_tried_out_together_give_what_judging_everything_again_gives(
    found: list[Line], role: Role, entries: list[Competency], edited: dict[str, Rung]
) -> None:
    lexicon = make_lexicon(entries, roles=[role])
    reading, mentions = read_marked(write(found), lexicon, ReadingKind.FULL)
    seen = {ReadingKind.FULL: mentions}
    grounds = lay_grounds(make_document([reading]), seen, target_of(role), lexicon, Ladder(lexicon))
    edits = [Edit(lexicon.competency(one).id, standing_on(rung), Effort.WRITE, "") for one, rung in edited.items()]
    claims = grounds.ladder.claims(grounds.standings | {edit.competency: edit.standing for edit in edits})
    assert Rehearsal(grounds).score_after(edits) == total(judge_points(role.requirements, claims))


@given(lines, roles(), competencies())
def test_full_marks_leave_nothing_to_plan(found: list[Line], role: Role, entries: list[Competency]) -> None:
    verdict = judge(found, role, entries)
    assert (verdict.score.full < 100.0) or not verdict.plan
    assert sum(possible_points(role.requirements)) >= 0


@given(lines, roles(), competencies())
def test_the_section_lists_exactly_what_is_found_in_it_again_and_nothing_without_evidence(
    found: list[Line], role: Role, entries: list[Competency]
) -> None:
    lexicon = make_lexicon(entries, roles=[role])
    verdict = judge_marked(write(found), role, lexicon)
    items = [item for group in verdict.suggestion.groups for item in group.items]
    assert {item.competency for item in items} == {
        one.competency for one in make_scan(lexicon)(verdict.suggestion.text)
    }
    text = "\n".join(line for line in verdict.suggestion.text.splitlines()[1:])
    claimed = {one.competency.id: one for one in verdict.evidence}
    for item in items:
        assert item.text in text
        assert item.quote.text
        assert claimed[item.competency].rung in {Rung.DEMONSTRATED, Rung.CREDENTIALED, Rung.LISTED}


@settings(max_examples=30)
@given(lines.filter(bool), roles(), competencies(), st.integers(0, 2**32))
def test_a_scanner_that_misreads_at_random_ends_in_a_section_that_it_reads_right(
    found: list[Line], role: Role, entries: list[Competency], seed: int
) -> None:
    lexicon = make_lexicon(entries, roles=[role])

    def scan(text: str) -> tuple[Mention, ...]:
        chance = random.Random(f"{seed}{text}")  # noqa: S311 - no secret
        return tuple(
            mention if chance.random() < 0.7 else replace(mention, competency=lexicon.competency(chance.choice(IDS)).id)
            for mention in make_scan(lexicon)(text)
        )

    suggestion = judge_marked(write(found), role, lexicon, scan=scan).suggestion
    listed = {item.competency for group in suggestion.groups for item in group.items}
    assert {mention.competency for mention in scan(suggestion.text)} == listed


@given(lines, roles(), competencies(), st.text(alphabet="ab ,.•\n-0123456789()Mé\t", max_size=200))
def test_every_finding_stands_in_the_text_and_tells_what_to_do(
    found: list[Line], role: Role, entries: list[Competency], noise: str
) -> None:
    verdict = judge_marked(write(found) + "\n" + noise, role, make_lexicon(entries))
    length = len(write(found)) + len(noise) + 200
    for finding in verdict.findings:
        assert finding.message
        assert finding.fix
        if isinstance(finding.place, TextPlace):
            assert 0 <= finding.place.start < finding.place.end <= length


_SCRIPT = """
from judging import asks, judge_marked, make_competency, make_lexicon, make_role
names = [f"skill {letter}" for letter in "abcdefghijklmnop"]
entries = [make_competency(name, implies=["skill-a", "skill-b"] if name > "skill b" else []) for name in names]
role = make_role(*(asks("core", entry.id) for entry in entries))
marked = "# skills\\n" + " ".join(f"[[{entry.id}|{entry.name}]]" for entry in entries[1:12])
print(judge_marked(marked, role, make_lexicon(entries, roles=[role])))
"""


def test_every_process_gives_the_same_verdict_whatever_its_hash_seed() -> None:
    tests = Path(__file__).parents[1]
    verdicts = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(tests), *sys.path])},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(verdicts) == 1
    assert "PlanStep" in verdicts.pop()
