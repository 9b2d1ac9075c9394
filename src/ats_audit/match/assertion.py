"""What the writer says about a competency: held, being learnt, lapsed, or denied.

Phrase lists do not carry over to unseen sentences. A rule here walks from a mention to a cue (no, lacking, seeking,
expected) through words that carry no weight of their own, and stops at the first that does: "no training in SDTM"
denies SDTM, "no backlog in SDTM conversions" does not. The classes of words stand in `cues`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ats_audit.match import cues
from ats_audit.match.cues import MENTION
from ats_audit.match.denial import is_denied, is_of_others
from ats_audit.match.hearsay import is_beyond, is_hearsay, is_of_advert, is_of_workplace, is_studied_for
from ats_audit.match.lapse import is_lapsed
from ats_audit.match.pursuit import is_pursued
from ats_audit.model import Assertion, Kind

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

REACH_BEFORE = 30
"""Words before a mention beyond which nothing speaks of it."""
REACH_BEHIND = 60
"""Words behind it, a list of others counted in. Both keep a line of a megabyte from costing its square."""
_WORD = re.compile(r"w/o|n/a|[^\W_]+(?:'[a-z]+)?|(?<=\s)-|-(?=\s)|[,;:()\[\]/&+|=•.?]")


def is_cue(lower: str) -> bool:
    """Whether a word, in lower case, may tell that something is not simply asserted."""
    return lower in cues.CUES or lower.startswith(cues.STEMS)


def judge_line(
    line: str, mentions: Sequence[tuple[int, int, Kind]], judged: Sequence[int], *, courses: Container[int] = ()
) -> list[Assertion]:
    """What a line says about some of its mentions.

    Args:
        line: One line or sentence, its dashes folded.
        mentions: Half-open spans of the line with the kind of their competency, in order, not overlapping.
        judged: Which of the mentions to judge, as indices into *mentions*.
        courses: Which of the mentions name a course, so that "course" behind them takes nothing back.
    """
    words, places = _read(line, mentions)
    results: list[Assertion] = []
    for index in judged:
        at = places[index]
        before = words[_opening(words, at) : at]
        after = words[at + 1 : _closing(words, at)]
        results.append(_judge(before, after, mentions[index][2], is_course=index in courses))
    return results


def _read(line: str, mentions: Sequence[tuple[int, int, Kind]]) -> tuple[list[str], list[int]]:
    """The line as words and signs, every mention being one word, and the places of the mentions."""
    lower = line.lower()
    words: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, _ in mentions:
        words += _WORD.findall(lower, done, max(done, start))
        places.append(len(words))
        words.append(MENTION)
        done = max(done, end)
    words += _WORD.findall(lower, done)
    return words, places


def _opening(words: list[str], at: int) -> int:
    """Where the clause of the mention at *at* begins."""
    first = max(0, at - 2 * REACH_BEFORE)
    for start in range(at - 1, first - 1, -1):
        word = words[start]
        if word in cues.BOUNDARIES and not (word == "but" and _excepts(words, start)):
            return start + 1
        if word == ",":
            opener = words[start + 2] if words[start + 1] == "and" and start + 2 < at else words[start + 1]
            if opener in cues.CLAUSE_OPENERS:
                return start + 1
    return first


def _closing(words: list[str], at: int) -> int:
    """Where the clause of the mention at *at* ends."""
    last = min(len(words), at + 2 * REACH_BEHIND)
    return next((close for close in range(at + 1, last) if words[close] in cues.BOUNDARIES), last)


def _excepts(words: list[str], at: int) -> bool:
    """Whether a "but" goes on: "everything but Beaker", "but not IRT"."""
    return words[max(0, at - 1)] in cues.ALL or words[at + 1] == "not"


def _judge(before: list[str], after: list[str], kind: Kind, *, is_course: bool) -> Assertion:
    certified, counted = kind is Kind.CERTIFICATION, kind in {Kind.METHOD, Kind.REGULATION}
    if after[:1] == [")"] and (before[-1:] == ["("] or "(" not in before):
        after = after[1:]  # the bracket holds the mention alone, or is its own
    if after[:3] == ["(", MENTION, ")"]:
        after = after[3:]  # the name in full and in short are one thing
    if before[-2:] == [MENTION, "("]:
        before = before[:-2]  # the same in short
    shared = _list_size(after)
    if is_lapsed(before, after, certified=certified):
        return Assertion.LAPSED
    if is_denied(before, after, shared, counted=counted) or is_of_others(before, after, shared, certified=certified):
        return Assertion.NEGATED
    if is_of_advert(before) or is_of_workplace(before, after) or is_beyond(after[shared:]):
        return Assertion.NEGATED
    if is_pursued(before, after, shared, certified=certified) or is_hearsay(before, after):
        return Assertion.LEARNING
    if certified and not is_course and is_studied_for(before, after):
        return Assertion.LEARNING
    return Assertion.ASSERTED


def _list_size(after: list[str]) -> int:
    """How many words of *after* belong to the list in which the mention stands: ", ¤ and ¤"."""
    size = 0
    for at, word in enumerate(after):
        if word == MENTION:
            size = at + 1
        elif word not in cues.JOINTS:
            break
    return size
