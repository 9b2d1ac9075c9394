"""Whether a clause speaks of what the writer met only from afar: a course for a certificate, a talk, another's work.

Clauses come as in `denial`. What is told here is narrower than a wish or a denial: whole turns of phrase.
"""

from __future__ import annotations

from itertools import pairwise

from ats_audit.match import cues
from ats_audit.match.cues import MARKS, MENTION

_NEAR = 12
"""Words before a mention in which a turn of phrase may begin."""
_BEHIND = 9
_LEVELS = frozenset(("5", "10", "100"))
"""What a skill is rated out of: "(0/5)"."""


def is_studied_for(before: list[str], after: list[str]) -> bool:
    """Whether of a certification a course or an examination alone is told: "CPC training", "sat for the CPC"."""
    at = 0
    while at < len(after) and after[at] in cues.OF_COURSE:
        at += 1
    if after[at : at + 1] and after[at] in cues.PREPARING:
        return after[at + 1 : at + 2] != [MENTION]
    if len(after) > 1 and after[0] in MARKS and after[1] in cues.PREPARING_NOW:
        return not after[2:] or after[2] in cues.STOPS or after[2] in {"for", "to"}
    near = before[-_NEAR:]
    while near and near[-1] in {"the", "a", "my", "an"}:
        near.pop()
    return near[-1:] in (["toward"], ["towards"], ["for"]) and not cues.STUDYING.isdisjoint(near[-3:-1])


def is_hearsay(before: list[str], after: list[str]) -> bool:
    """Whether the writer only heard, read or was told of the mention, or might do it one day."""
    near = before[-_NEAR:]
    if _told_of(near) or _offered(near):
        return True
    return not cues.CONDITIONS.isdisjoint(near) and _on_condition(after)


def is_of_advert(before: list[str]) -> bool:
    """Whether the clause asks for the mention instead of telling of it: a job advert put into the résumé."""
    for at, word in enumerate(before[:_NEAR]):
        later = before[at + 1 : at + 2]
        if word in {"candidate", "applicant", "candidates", "applicants", "you"} and later and later[0] in cues.ASKED:
            return True
        if word in {"candidate", "applicant"} and before[max(0, at - 1) : at] in (["ideal"], ["successful"]):
            return True
        if word == "must" and later and later[0] in {"have", "hold", "be", "possess"}:
            return at == 0
        if word == "will" and at and before[at - 1] in cues.TITLES:
            return before[0] == "the"
    colon = before.index(":") if ":" in before[:4] else -1
    if colon > 0 and before[colon - 1] in {"requirements", "qualifications"}:
        return colon == 1 or before[0] in {"minimum", "preferred", "required", "job", "basic", "essential"}
    return False


def is_beyond(after: list[str]) -> bool:
    """Whether what follows puts it beyond the writer's work: "was outside my scope", "(0/5)"."""
    rest = after[:_BEHIND]
    if rest[:3] == ["(", "0", "/"] and rest[3:4] and rest[3] in _LEVELS:
        return True
    for at, word in enumerate(rest):
        if word in MARKS or word == MENTION:
            return False
        if word in {"outside", "beyond"}:
            return "my" in rest[at + 1 : at + 6] and not cues.REMITS.isdisjoint(rest[at + 2 : at + 6])
    return False


def is_of_workplace(before: list[str], after: list[str]) -> bool:
    """Whether others use it and the writer is near: "familiar with the team using ...", "a company that used ..."."""
    near = before[-_NEAR:]
    if after[:1] and after[0] in cues.CREWS and "to" in near[-3:]:
        return "exposure" in near[-4:]
    for at in range(len(near) - 1, 0, -1):
        word, earlier = near[at], near[at - 1]
        if word in cues.THEIR_USE:
            if earlier in cues.CREWS and not {"familiar", "acquainted", "exposure", "next", "beside"}.isdisjoint(near):
                return True
            return earlier in {"that", "which"} and at > 1 and near[at - 2] in cues.WORKPLACES
        if word in cues.FELLOWS and earlier == "my":
            opens = len(before) == len(near) and set(near[: at - 1]) <= {"-"}
            return opens and at + 1 < len(near) and near[at + 1] != "and"
        if word in cues.PEOPLE and earlier in cues.RECRUITING:
            return near[at + 1 : at + 2] != [] and near[at + 1] in {"with", "on", "about", "in"}
    return False


def _told_of(near: list[str]) -> bool:
    """Whether it was the matter of a talk, a book, or what others say: "attended a talk about", "read about"."""
    last = len(near) - 1
    while last > 0 and near[last] in {"the", "a", "an", "new", "of", "about", "on", "in", "for", "into"}:
        last -= 1
    if last < 0 or last == len(near) - 1:
        return False
    word, behind = near[last], near[last + 1 :]
    if word in {"read", "heard", "reading", "hearing"}:
        return not {"about", "of"}.isdisjoint(behind)
    if word == "considered":
        return behind[0] == "for"
    return word in cues.LECTURES and not cues.LISTENING.isdisjoint(near[max(0, last - 4) : last])


def _offered(near: list[str]) -> bool:
    return any(
        one in {"was", "were", "been"} and two == "offered" and not cues.PREPARING.isdisjoint(near[at:])
        for at, (one, two) in enumerate(pairwise(near))
    )


def _on_condition(after: list[str]) -> bool:
    return any(
        word == "if" and not cues.GIVEN.isdisjoint(after[at + 1 : at + 4]) for at, word in enumerate(after[:_BEHIND])
    )
