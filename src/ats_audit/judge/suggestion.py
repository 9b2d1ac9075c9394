"""The suggestion: a section of technical core competencies, from evidence alone, that a parser finds again."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ats_audit.judge.english import respell, tell_english
from ats_audit.judge.ladder import DEMONSTRATING, HELD
from ats_audit.judge.plan import alternatives_of, name_requirement
from ats_audit.judge.wording import COMMON, GROUPS, NOT_WRITTEN, question_for
from ats_audit.model import (
    Assertion,
    Kind,
    Method,
    OpenQuestion,
    Quote,
    Rung,
    SuggestedGroup,
    SuggestedItem,
    Suggestion,
    Weight,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from ats_audit.judge.english import English
    from ats_audit.judge.grounds import Grounds
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Competency, CompetencyId, Mention, Pathway, Requirement

    Scan = Callable[[str], tuple[Mention, ...]]

DEFAULT_HEADING = "Technical Core Competencies"
MAX_ITEMS = 30
"""Most competencies that the section lists: more is a word list that nobody reads."""

MAX_FORM = 80
"""Longest way to write a competency, unless its name is longer: half a line of the section for one item is enough."""
MAX_FORMS = 6
"""Most ways to write a competency that are tried, each at the cost of reading the section again."""
_MIN_SENTENCE = 6
"""Fewer words than this are a title or an item of a list, and tell less than a bullet."""
_WEIGHTS = tuple(Weight)
_WORD = re.compile(r"[^\W_]+")
_TRAINING = re.compile(r"\b(?:training|trained|courses?|refresher)\b", re.IGNORECASE)
_CERTIFYING = re.compile(r"\b(?:certif\w+|certs?|credential\w*|licen[cs]\w*|diploma)\b", re.IGNORECASE)
_ITEM_END = re.compile(r"[,;|•\n]|\Z")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A competency that may be listed, with the ways to write it, best first, that are left to try."""

    competency: Competency
    order: tuple[int, float, int, str]
    """Sorts what matters most for the role first, and of that the strongest."""
    shown_by: CompetencyId
    """The competency whose mentions are the evidence."""
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the section, and where each of its items stands in the section's text."""

    name: str
    start: int
    """Where its name begins."""
    entries: tuple[tuple[_Candidate, int, int], ...]


def judge_suggestion(grounds: Grounds, scan: Scan, heading: str) -> Suggestion:
    """The section that the evidence of *grounds* allows, read again with *scan* until it says exactly what it lists."""
    chosen = _choose(grounds)
    plain: set[str] = set()
    text, lines = _write(heading, chosen, plain)
    while chosen:
        found = scan(text)
        overread = _overread(found, lines) - plain
        misread, unseen = _misread(found, lines)
        if not misread and not unseen and not overread:
            break
        plain |= overread
        chosen = _make_room(chosen, unseen - misread)
        wrong = misread | unseen
        chosen = [
            replace(one, forms=one.forms[1:]) if one.competency.id in wrong else one
            for one in chosen
            if one.competency.id not in wrong or len(one.forms) > 1
        ]
        text, lines = _write(heading, chosen, plain)
    return Suggestion(
        heading=heading,
        groups=tuple(
            SuggestedGroup(
                name=line.name,
                items=tuple(
                    SuggestedItem(
                        competency=candidate.competency.id,
                        text=text[start:end],
                        quote=_best_quote(grounds, candidate.shown_by),
                    )
                    for candidate, start, end in line.entries
                ),
            )
            for line in lines
        ),
        text=text,
        add_only_if_true=_open_questions(grounds),
    )


def _choose(grounds: Grounds) -> list[_Candidate]:
    """At most `MAX_ITEMS` candidates: what serves the role first, then what other roles of its pathway ask for."""
    pathway = grounds.target.pathway
    field = grounds.ladder.remember(
        ("field", pathway.id if pathway else None), partial(_field_of, pathway, grounds.lexicon)
    )
    english = tell_english(grounds.text)
    candidates: dict[CompetencyId, _Candidate] = {}
    for competency_id in grounds.standings:
        if _is_own(competency_id, grounds) and (competency_id in grounds.serving or competency_id in field):
            candidates[competency_id] = _candidate(grounds, competency_id, competency_id, english)
    for judgement in grounds.judgements:
        evidence = judgement.evidence
        missing = evidence.competency.id not in candidates
        if missing and evidence.via in candidates and grounds.claims[evidence.competency.id].share == 1.0:
            candidates[evidence.competency.id] = _candidate(grounds, evidence.competency.id, evidence.via, english)
    implied = {
        lesser
        for one in candidates
        for lesser, share in grounds.ladder.reached_from(one).items()
        if share == 1.0 and lesser not in grounds.weights
    }
    outdated = {one for one in candidates if not candidates.keys().isdisjoint(grounds.ladder.successors_of(one))}
    kept = [
        candidate
        for one, candidate in candidates.items()
        if one not in implied and one not in outdated and candidate.forms
    ]
    return sorted(kept, key=lambda candidate: candidate.order)[:MAX_ITEMS]


def _field_of(pathway: Pathway | None, lexicon: Lexicon) -> frozenset[CompetencyId]:
    """What any role of *pathway* asks for."""
    return frozenset(
        competency
        for role in lexicon.roles
        if pathway is not None and role.pathway.id == pathway.id
        for requirement in role.requirements
        for competency in requirement.any_of
    )


def _is_own(competency_id: CompetencyId, grounds: Grounds) -> bool:
    """Whether the writer has it now. A certificate that only a job names may be a colleague's, or its rules."""
    standing, strongest = grounds.strongest[competency_id]
    if grounds.lexicon.competency(competency_id).kind is Kind.CERTIFICATION and standing.rung is Rung.LISTED:
        return any(mention.section not in DEMONSTRATING for mention in strongest)
    return standing.rung in HELD


def _candidate(grounds: Grounds, competency_id: CompetencyId, shown_by: CompetencyId, english: English) -> _Candidate:
    competency = grounds.lexicon.competency(competency_id)
    standing = grounds.standings[shown_by]
    weight = grounds.weights.get(competency_id)
    unasked = len(_WEIGHTS) + (competency_id not in grounds.serving)
    relevance = unasked if weight is None else _WEIGHTS.index(weight)
    if competency.kind is Kind.CERTIFICATION and standing.rung is Rung.CREDENTIALED:
        # What was examined and is held is never cut for want of room.
        relevance = 0
    order = (relevance, *standing.order, competency.label.casefold())
    forms = grounds.ladder.remember(("forms", competency_id, english), partial(_forms, competency, english))
    if competency.kind is Kind.CERTIFICATION:
        attended = _forms_of_course(competency, grounds)
        forms = forms if attended is None else attended
    return _Candidate(competency, order, shown_by, forms)


def _forms(competency: Competency, english: English) -> tuple[str, ...]:
    """The ways to write *competency* in a list: both forms at once, its name, then current aliases, longest first."""
    current = [alias.text for alias in competency.aliases if alias.origin not in NOT_WRITTEN]
    ordered = [competency.label, competency.name, *sorted(current, key=lambda text: (-len(text), text))]
    if len(competency.label) > MAX_FORM and len(competency.name) < len(competency.label):
        ordered.remove(competency.label)
    forms = dict.fromkeys(_capitalised(form, competency) for form in ordered if "," not in form)
    if competency.kind in COMMON:
        forms = dict.fromkeys(respell(form, english) for form in forms)
    return tuple(forms)[:MAX_FORMS] or (competency.label,)


def _forms_of_course(competency: Competency, grounds: Grounds) -> tuple[str, ...] | None:
    """The ways to write a certificate of which the text tells the training alone; None where it tells more.

    "GCP training" is written as "Good Clinical Practice (GCP) training", and no certificate is made of it.
    """
    if competency.id not in grounds.strongest or not _CERTIFYING.search(competency.label):
        return None
    said = [_item_at(grounds.text, mention) for mention in grounds.strongest[competency.id][1]]
    if not all(_TRAINING.search(item) and not _CERTIFYING.search(item) for item in said):
        return None
    words = _WORD.findall(_CERTIFYING.sub("", competency.name).lower())
    own = {*words, "".join(word[0] for word in words), *_WORD.findall(" ".join(said).lower())}
    forms = [
        alias.text
        for alias in competency.aliases
        if alias.origin not in NOT_WRITTEN and _TRAINING.search(alias.text) and not _CERTIFYING.search(alias.text)
    ]
    # What the writer did not write must follow from the name: whose training it was does not.
    true = [form for form in forms if own.issuperset(_WORD.findall(_TRAINING.sub("", form).lower()))]
    ordered = sorted(true, key=lambda form: ("training" not in form, -len(form), form))
    return tuple(dict.fromkeys(_capitalised(form, competency) for form in ordered))[:MAX_FORMS]


def _item_at(text: str, mention: Mention) -> str:
    """*mention* with the rest of the item of a list, or of the line, in which it stands."""
    end = _ITEM_END.search(text, mention.end)
    return text[mention.start : end.start() if end else len(text)]


def _capitalised(form: str, competency: Competency) -> str:
    """*form* as an item of a list begins: common words are written large there, a name as it is."""
    common = competency.name[0].isupper() and re.match(r"[a-z]+\b", form)
    return form[0].upper() + form[1:] if common else form


def _write(heading: str, chosen: Sequence[_Candidate], plain: AbstractSet[str]) -> tuple[str, tuple[_Line, ...]]:
    """The section as text, and its lines; within a line the strongest evidence comes first.

    The groups named in *plain* go by their plain name.
    """
    text = heading
    lines: list[_Line] = []
    for group in GROUPS:
        members = sorted(
            (one for one in chosen if one.competency.kind in group.kinds),
            key=lambda one: (one.order[1:3], one.order[0], one.order[3]),
        )
        name = group.name
        if group.with_courses and any(_is_course(member) for member in members):
            name = group.with_courses
        if name in plain:
            name = group.plain
        begin = len(text) + 1
        entries: list[tuple[_Candidate, int, int]] = []
        for index, member in enumerate(members):
            text += ", " if index else f"\n{name}: "
            entries.append((member, len(text), len(text) + len(member.forms[0])))
            text += member.forms[0]
        if entries:
            lines.append(_Line(name, begin, tuple(entries)))
    return text + "\n", tuple(lines)


def _is_course(candidate: _Candidate) -> bool:
    return any(_TRAINING.search(text) for text in (candidate.forms[0], candidate.competency.name))


def _overread(found: Iterable[Mention], lines: Sequence[_Line]) -> set[str]:
    """The names of lines that are themselves read as a competency, and as none that is listed."""
    listed = {candidate.competency.id for line in lines for candidate, _, _ in line.entries}
    strange = [mention for mention in found if mention.competency not in listed]
    return {
        line.name
        for line in lines
        if any(line.start <= mention.start < line.start + len(line.name) for mention in strange)
    }


def _make_room(chosen: Sequence[_Candidate], unseen: AbstractSet[CompetencyId]) -> list[_Candidate]:
    """*chosen* so that what is *unseen* for the words of another item can be seen, or is given up.

    "Medical coding" is no competency beside "software": "Encoder and grouper software" goes by a form without that
    word where it has one that keeps its acronym. Where there is none, what is unseen has one form left, to be dropped.
    """
    kept = list(chosen)
    for at, one in enumerate(chosen):
        if one.competency.id not in unseen or not one.competency.never:
            continue
        against = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, one.competency.never))})(?!\w)", re.IGNORECASE)
        for other_at, other in enumerate(kept):
            acronym = other.competency.acronym or ""
            free = tuple(form for form in other.forms if acronym in form and not against.search(form))
            if other_at != at and against.search(other.forms[0]) and free:
                kept[other_at] = replace(other, forms=free)
                # The form stays, to be tried once more: the word that stood against it is gone.
                kept[at] = replace(kept[at], forms=(one.forms[0], *kept[at].forms))
                break
        else:
            kept[at] = replace(kept[at], forms=one.forms[:1])
    return kept


def _misread(found: Iterable[Mention], lines: Sequence[_Line]) -> tuple[set[CompetencyId], set[CompetencyId]]:
    """The listed competencies that read as something else or as unlisted, and those that are not found at all."""
    entries = [entry for line in lines for entry in line.entries]
    listed = {candidate.competency.id for candidate, _, _ in entries}
    seen: set[CompetencyId] = set()
    wrong: set[CompetencyId] = set()
    starts = [start for _, start, _ in entries]  # in order of the text, and none overlaps another
    for mention in found:
        plain = mention.method is Method.EXACT and mention.assertion is Assertion.ASSERTED
        for candidate, _, end in reversed(entries[: bisect_left(starts, mention.end)]):
            if end <= mention.start:
                break
            if mention.competency == candidate.competency.id and plain:
                seen.add(mention.competency)
            elif mention.competency not in listed or not plain:
                wrong.add(candidate.competency.id)
    return wrong, listed - seen


def _best_quote(grounds: Grounds, competency_id: CompetencyId) -> Quote:
    """The passage that shows a competency best: of its strongest mentions one with a figure, or at least a sentence."""
    passages = grounds.passages
    _, strongest = grounds.strongest[competency_id]

    def order(mention: Mention) -> tuple[bool, bool]:
        span = passages.bullet_at(mention.start)
        return not passages.is_measured(span), len(grounds.text[slice(*span)].split()) < _MIN_SENTENCE

    return passages.quote_at(strongest[0] if len(strongest) == 1 else min(strongest, key=order))


def _open_questions(grounds: Grounds) -> tuple[OpenQuestion, ...]:
    """What the role asks for and the text does not show as held: what weighs most first, then as the role has it."""
    missing = [one for one in grounds.judgements if one.evidence.rung not in HELD]
    return tuple(
        grounds.ladder.remember(
            ("question", one.requirement.name, one.requirement.any_of), partial(_question, one.requirement, grounds)
        )
        for one in sorted(missing, key=lambda one: _WEIGHTS.index(one.requirement.weight))
    )


def _question(requirement: Requirement, grounds: Grounds) -> OpenQuestion:
    return OpenQuestion(
        competency=requirement.id,
        text=name_requirement(requirement, grounds),
        question=question_for(alternatives_of(requirement, grounds)),
    )
