"""The plan: the smallest edit for every missing or weak requirement, with the points that it gains.

A gain is no formula: the edit is made on the standings of the text, and the role is judged again.
Every constant of this module is explained in docs/scoring.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import HELD, standing_on
from ats_audit.judge.scoring import DECIMALS, total
from ats_audit.judge.wording import (
    form_in_list,
    name_alternatives,
    name_in_running_text,
    question_for,
    right_spelling,
)
from ats_audit.model import Bridge, Effort, Kind, PlanStep, Rung, Weight
from ats_audit.words import judging as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ats_audit.judge.grounds import Grounds
    from ats_audit.judge.ladder import Standing
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Competency, CompetencyId, Evidence, Requirement

COSTS: Mapping[Effort, float] = MappingProxyType({Effort.EDIT: 1.0, Effort.WRITE: 4.0, Effort.LEARN: 40.0})
"""What an effort costs when gains are ranked; an edit is 1."""
CERTIFYING = 3.0
"""Hardship of a certificate against other study: an examination, fees, and often months of work first."""
_COURSE = re.compile(r"\b(?:training|certificate)\b")
"""Names of certificates that a course of hours or days ends with: "CITI Program training"."""
_ARTICLE = re.compile(r"\A(?:A|An|Any|Another|One|The)\b")
_CERTIFYING = re.compile(r"\b(?:certification|certificate|credential)\Z")
PRACTISING_SHARE = 0.35
"""From this share of core and important weight shown in work on, what is missing counts as untold, not as unlearnt."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit to the text, as the competency that it touches and the standing that it gives it."""

    competency: CompetencyId
    standing: Standing
    effort: Effort
    action: str
    hardship: float = 1.0
    """Cost against that of other edits of the same effort."""


def judge_plan(grounds: Grounds) -> tuple[tuple[PlanStep, ...], Bridge]:
    """One step for every requirement that a single edit can better, the most points per effort first; and the bridge.

    Steps that come to the same edit are told once, for the requirement that weighs most.
    """
    rehearsal = Rehearsal(grounds)
    practising = _is_practising(grounds)
    steps: dict[tuple[CompetencyId, Standing], tuple[PlanStep, Edit, bool]] = {}
    for judgement in sorted(grounds.judgements, key=lambda judgement: -judgement.possible):
        edit = _smallest_edit(judgement.requirement, judgement.evidence, grounds, practising=practising)
        if edit is None:
            continue
        lacks_core = judgement.requirement.weight is Weight.CORE and judgement.evidence.rung not in HELD
        known = steps.get((edit.competency, edit.standing))
        if known is not None:
            steps[edit.competency, edit.standing] = (*known[:2], known[2] or lacks_core)
            continue
        gain = round(rehearsal.score_after((edit,)) - grounds.score.full, DECIMALS)
        if gain > 0:
            step = PlanStep(
                requirement=judgement.requirement.id,
                competency=edit.competency,
                gain=gain,
                action=edit.action,
                effort=edit.effort,
            )
            steps[edit.competency, edit.standing] = (step, edit, lacks_core)
    plan = sorted(steps.values(), key=lambda made: _order(*made[:2]))
    bridge = [(step, edit) for step, edit, lacks_core in plan if lacks_core]
    return tuple(step for step, _, _ in plan), Bridge(
        steps=tuple(step for step, _ in bridge), score=rehearsal.score_after([edit for _, edit in bridge])
    )


def _order(step: PlanStep, edit: Edit) -> tuple[float, float, str]:
    return -step.gain / (COSTS[step.effort] * edit.hardship), -step.gain, step.competency


class Rehearsal:
    """Edits to a text tried out: the score that it would have with them made.

    Only the requirements that ask for what an edit touches are judged again, each by the credit of its best
    alternative; the rest stand as they are. The sum is the same as that of judging everything.
    """

    __slots__ = ("_asking", "_grounds", "_points", "_sources")

    def __init__(self, grounds: Grounds) -> None:
        """Index which requirements ask for a competency."""
        self._grounds = grounds
        self._points = [judgement.points for judgement in grounds.judgements]
        self._asking: dict[CompetencyId, list[int]] = {}
        for index, judgement in enumerate(grounds.judgements):
            for one in judgement.requirement.any_of:
                self._asking.setdefault(one, []).append(index)
        self._sources: dict[CompetencyId, list[tuple[CompetencyId, float]]] | None = None

    def score_after(self, edits: Iterable[Edit]) -> float:
        """The score of the full reading with all of *edits* made, 0.0 to 100.0; a later edit replaces an earlier."""
        grounds = self._grounds
        made = {edit.competency: edit.standing for edit in edits}
        best: dict[int, float] = {}
        """The credit that the edits alone earn for each requirement that they touch."""
        for edited, standing in made.items():
            for one, share in ((edited, 1.0), *grounds.ladder.reached_from(edited).items()):
                for index in self._asking.get(one, ()):
                    best[index] = max(best.get(index, 0.0), standing.credit * share)
        lowered = any(
            one in grounds.standings and grounds.standings[one].credit > standing.credit
            for one, standing in made.items()
        )
        points = self._points.copy()
        for index, credit in best.items():
            judgement = grounds.judgements[index]
            kept = self._unedited(judgement.requirement, made) if lowered else judgement.evidence.credit
            points[index] = judgement.possible * max(credit, kept)
        return total(points)

    def _unedited(self, requirement: Requirement, made: Mapping[CompetencyId, Standing]) -> float:
        """The credit that *requirement* earns from all that stands in the text and is not edited."""
        if self._sources is None:
            self._sources = {}
            for source in self._grounds.standings:
                for earned, share in ((source, 1.0), *self._grounds.ladder.reached_from(source).items()):
                    self._sources.setdefault(earned, []).append((source, share))
        standings = self._grounds.standings
        return max(
            (
                standings[source].credit * share
                for one in requirement.any_of
                for source, share in self._sources.get(one, ())
                if source not in made
            ),
            default=0.0,
        )


def _is_practising(grounds: Grounds) -> bool:
    """Whether the text shows at least `PRACTISING_SHARE` of the role's core and important weight in work."""
    asked = [one for one in grounds.judgements if one.requirement.weight is not Weight.NICE]
    shown = sum(one.possible for one in asked if one.evidence.rung in {Rung.DEMONSTRATED, Rung.CREDENTIALED})
    return bool(asked) and shown >= PRACTISING_SHARE * sum(one.possible for one in asked)


def _smallest_edit(requirement: Requirement, evidence: Evidence, grounds: Grounds, *, practising: bool) -> Edit | None:
    """The least that a truthful writer can do for *requirement*; None where it has full credit."""
    if evidence.credit >= 1.0:
        return None
    competency = evidence.competency
    if evidence.credit > 0:
        claim = grounds.claims[competency.id]
        if claim.share < 1.0 and evidence.via is not None:
            if evidence.rung in HELD:
                return _refresh(competency, evidence, grounds)
            return _add(requirement, grounds, practising=practising)
        shown = grounds.lexicon.competency(evidence.via or competency.id)
        if evidence.near:
            return _mend(shown, evidence.rung, grounds)
        return _strengthen(shown, evidence.rung)
    return _add(requirement, grounds, practising=practising)


def _refresh(competency: Competency, evidence: Evidence, grounds: Grounds) -> Edit:
    old = grounds.lexicon.competency(evidence.via or competency.id)
    return Edit(
        competency.id,
        standing_on(evidence.rung),
        Effort.WRITE,
        words.REFRESH.format(old=old.name, new=competency.name),
    )


def _mend(competency: Competency, rung: Rung, grounds: Grounds) -> Edit:
    mention = grounds.strongest[competency.id][1][0]
    right, surface = right_spelling(mention, competency), " ".join(mention.text.split())
    return Edit(
        competency.id,
        standing_on(rung),
        Effort.EDIT,
        words.MEND.format(right=right, surface=surface),
    )


def _strengthen(competency: Competency, rung: Rung) -> Edit:
    name, certified = competency.name, competency.kind is Kind.CERTIFICATION
    if rung is Rung.LISTED and certified:
        return Edit(
            competency.id,
            standing_on(Rung.CREDENTIALED),
            Effort.EDIT,
            words.CERTIFICATE_LINE.format(name=name),
        )
    if rung is Rung.LISTED:
        return Edit(
            competency.id,
            standing_on(Rung.DEMONSTRATED),
            Effort.WRITE,
            words.SHOW_AT_WORK.format(name=name_in_running_text(competency)),
        )
    if certified:
        return Edit(
            competency.id,
            standing_on(Rung.CREDENTIALED),
            Effort.LEARN,
            words.TAKE_UP_CERTIFICATE[rung].format(name=name),
            _hardship(competency),
        )
    return Edit(
        competency.id,
        standing_on(Rung.LISTED),
        Effort.LEARN,
        words.TAKE_UP[rung].format(name=name),
    )


def _add(requirement: Requirement, grounds: Grounds, *, practising: bool) -> Edit:
    remember = grounds.ladder.remember
    classed = remember(("classed", requirement.any_of), partial(_classed, requirement, grounds.lexicon))
    known_class = next(
        (
            pair
            for pair in classed
            if pair[1] in grounds.claims and grounds.claims[pair[1]].standing.rung is Rung.DEMONSTRATED
        ),
        None,
    )
    return remember(
        ("add", requirement.id, requirement.name, requirement.any_of, known_class, practising),
        partial(_addition, requirement, grounds, known_class, practising=practising),
    )


def _classed(requirement: Requirement, lexicon: Lexicon) -> tuple[tuple[CompetencyId, CompetencyId], ...]:
    """The platforms that *requirement* asks for, each with a class that at least half of the alternatives belong to.

    The class of one alternative among many is not what is asked for: Epic is no interface engine.
    """
    classes = [implied for one in requirement.any_of for implied in lexicon.competency(one).implies]
    return tuple(
        (one, implied)
        for one in requirement.any_of
        if lexicon.competency(one).kind is Kind.PLATFORM
        for implied in lexicon.competency(one).implies
        if 2 * classes.count(implied) >= len(requirement.any_of)
    )


def _addition(
    requirement: Requirement,
    grounds: Grounds,
    known_class: tuple[CompetencyId, CompetencyId] | None,
    *,
    practising: bool,
) -> Edit:
    """The edit that adds *requirement* to a text; of the text only what the arguments tell is looked at."""
    lexicon = grounds.lexicon
    competency = lexicon.competency(known_class[0] if known_class else requirement.id)
    what = name_in_sentence(requirement, grounds)
    if competency.kind is Kind.CERTIFICATION:
        return Edit(
            competency.id,
            standing_on(Rung.CREDENTIALED),
            Effort.LEARN,
            words.EARN.format(what=what),
            _hardship(competency),
        )
    if known_class or practising:
        question = question_for(alternatives_of(requirement, grounds))
        several = len(requirement.any_of) > 1
        told = words.ASK_FIRST_OF_SEVERAL if several else words.ASK_FIRST
        asked = told.format(question=question, form=form_in_list(competency))
        shown = lexicon.competency(known_class[1]).name if known_class else ""
        action = words.CLASS_SHOWN.format(name=shown, rest=asked) if known_class else asked
        return Edit(competency.id, standing_on(Rung.DEMONSTRATED), Effort.WRITE, action)
    form = form_in_list(competency)
    listed = words.LIST_IT if form == competency.label else words.LIST_IT_AS.format(form=form)
    learn = words.LEARN_METHOD if competency.kind is Kind.METHOD else words.LEARN
    return Edit(
        competency.id,
        standing_on(Rung.LISTED),
        Effort.LEARN,
        learn.format(name=name_requirement(requirement, grounds), listed=listed),
    )


def _hardship(certificate: Competency) -> float:
    return 1.0 if _COURSE.search(certificate.name) else CERTIFYING


def alternatives_of(requirement: Requirement, grounds: Grounds) -> tuple[Competency, ...]:
    """The competencies of which *requirement* asks for any."""
    return tuple(grounds.lexicon.competency(one) for one in requirement.any_of)


def name_requirement(requirement: Requirement, grounds: Grounds) -> str:
    """*requirement* for a sentence: the label of its one competency, or its name with the best-known alternatives."""
    alternatives = alternatives_of(requirement, grounds)
    if len(alternatives) == 1:
        return alternatives[0].label
    names = name_alternatives(alternatives)
    return names if requirement.name == names else words.NAMED_WITH.format(name=requirement.name, alternatives=names)


def name_in_sentence(requirement: Requirement, grounds: Grounds) -> str:
    """The same within a sentence: common words begin small, and a certification has its article."""
    named = name_requirement(requirement, grounds)
    if len(requirement.any_of) == 1 or requirement.name not in named:
        return named
    first, _, rest = requirement.name.partition(" ")
    is_name = any(
        one.name.startswith(f"{first} ") or one.name == first for one in alternatives_of(requirement, grounds)
    )
    common = first[1:].islower() and rest and not is_name
    if common or _ARTICLE.match(named):
        named = named[0].lower() + named[1:]
    if _CERTIFYING.search(requirement.name) and not _ARTICLE.match(requirement.name):
        named = f"{'an' if named[0] in 'aeioAEIO' else 'a'} {named}"
    return named
