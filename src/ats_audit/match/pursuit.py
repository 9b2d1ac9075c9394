"""Whether a clause says that something is wanted or being learnt. Clauses come as in `denial`."""

from __future__ import annotations

from itertools import pairwise

from ats_audit.match import cues
from ats_audit.match.cues import JOINTS, MARKS, MENTION
from ats_audit.match.wishes import is_infinitive, is_light, is_wished, others_wish

_NEAR = 12
"""Words to which a wish reaches."""
_BEHIND = 9
_HEAD = 5
"""Words of a heading before its colon."""
_COURSES_OR_PAPERS = cues.LEARNT_NOUNS | cues.COURSES | {"certifications", "skills", "coursework"}
_NAMED_WITHIN = 3
"""Words before a bracket among which the mention stands that it speaks of: "SAS Base Programmer (pursuing)"."""
_TO_COME = (
    ["be", "completed"],
    ["be", "taken"],
    ["be", "obtained"],
    ["finish", "in"],
    ["start", "in"],
    ["begin", "in"],
    ["start", "next"],
    ["begin", "next"],
)
_TOWARDS = frozenset(("working", "studying", "training", "building", "progressing", "way", "change", "move", "path"))
_READING = frozenset(("working", "brushing", "picking", "reading", "signed", "going"))
_AHEAD_WITH = frozenset(("process", "set", "track", "working", "completing"))
_PASSING = frozenset(
    (
        "currently",
        "still",
        "now",
        "to",
        "be",
        "completed",
        "a",
        "application",
        "submitted",
        "certified",
        "test",
        "basic",
        "initial",
        "introductory",
        "formal",
    )
)
_LEARNING_BETWEEN: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "enrolled": (frozenset(), frozenset(("in", "on", "for", "at"))),
    "enrolling": (frozenset(), frozenset(("in", "on", "for", "at"))),
    "through": (_READING, frozenset()),
    "up": (_READING, frozenset()),
    "myself": (frozenset(("teaching",)), frozenset()),
    "self": (frozenset(), frozenset(("teaching", "study", "studying", "learning", "directed"))),
    "ready": (frozenset(("getting",)), frozenset(("for",))),
    "start": (frozenset(("awaiting", "before", "pending")), frozenset(("of",))),
    "student": (frozenset(), frozenset(("of", "in"))),
}
"""Words that mean learning behind one of the first words and before one of the second; where none are, behind any."""
_TIMES = frozenset(("week", "month", "quarter", "semester", "year", "spring", "summer", "fall", "autumn", "winter"))
_ABOUT = frozenset(("where", "on", "about", "covering", "regarding"))
_WIDENING = frozenset(("building", "growing", "expanding", "deepening", "broadening"))
_DONE_SO_FAR = frozenset(("completed", "finished", "done", "passed", "far"))
_SPELLS = frozenset(("week", "month", "semester"))
_TAKEN_BACK = frozenset(("longer", "not", "removed", "passed", "former"))
_UNDER_WAY = frozenset((("in", "progress"), ("under", "way"), ("in", "training"), ("in", "process"),
                        ("currently", "training"), ("test", "date"), ("exam", "date")))  # fmt: skip


def is_pursued(before: list[str], after: list[str], shared: int, *, certified: bool) -> bool:
    """Whether the mention is wanted or under way; the first *shared* words of *after* belong to its list."""
    if after[:3] == ["is", "what", "i"] and not cues.LOOKED_FOR.isdisjoint(after[3:8]):
        return True
    if "(" in before:
        before = _without_asides(before)
    if not cues.WISHES_BEFORE.isdisjoint(before) and is_wished(before, after, certified=certified):
        return True
    found = not cues.PURSUES_BEFORE.isdisjoint(before) and (
        _under_way_before(before, after, certified=certified) or _headed(before) or _attended(before, after)
    )
    if not found and (_is_part_done(before, after) or _to_be(before)):
        found = True
    found = found or _shown_only(after) or _is_put_off(after)
    if not found and after:
        named = not cues.COURSES.isdisjoint(before[-3:])
        found = _under_way_after(after, certified=certified, named=named) or _aside(after)
        if shared and not found and after[shared : shared + 1] != ["("]:
            found = _under_way_after(after[shared:], certified=False)
    return found and not any(word.startswith(("renew", "recert")) for word in (*before[-6:], *after[:8]))


def _without_asides(before: list[str]) -> list[str]:
    """The words without brackets that say something of another mention: "CPC (pursuing), COC"."""
    kept: list[str] = []
    at = 0
    while at < len(before):
        close = before.index(")", at) if before[at] == "(" and ")" in before[at:] else -1
        if close < 0 or MENTION not in before[max(0, at - _NAMED_WITHIN) : at]:
            kept.append(before[at])
            at += 1
        else:
            at = close + 1
    return kept


def _under_way_before(before: list[str], after: list[str], *, certified: bool) -> bool:
    if certified and before[-3:-1] == ["working", "on"]:
        return True
    last = len(before) - 1
    plain = True
    for at in range(last, max(-1, last - _NEAR), -1):
        word = before[at]
        if word in cues.USING and not (word == "where" and before[at - 1] in cues.MEETINGS):
            return False
        if (plain and (_is_studied(before, at, after) or (certified and _is_ahead(before, at)))) or _is_learning(
            before, at
        ):
            return not others_wish(before, at) or word in cues.COURSES
        plain &= is_light(word) or word in cues.LEARNT_NOUNS
    return False


def _headed(before: list[str]) -> bool:
    """Whether the mention stands in a list under a heading of what is under way: "Coursework (ongoing): SDTM, ADaM"."""
    colon = next((at for at in range(len(before) - 1, -1, -1) if before[at] in {":", "-"}), 0)
    head = before[max(0, colon - _HEAD) : colon]
    listed = all(word == MENTION or word in JOINTS or word in cues.TRANSPARENT for word in before[colon + 1 :])
    return listed and not cues.HEADS_AHEAD.isdisjoint(head) and not _COURSES_OR_PAPERS.isdisjoint(head)


def _shown_only(after: list[str]) -> bool:
    """Whether it is known from having been shown: "familiar with Rave from a demo"."""
    return after[:1] != [] and after[0] in {"from", "through", "via"} and not cues.SHOWS.isdisjoint(after[1:4])


def _is_put_off(after: list[str]) -> bool:
    """Whether it is for a time to come: "... to REDCap next year if funding comes"."""
    return any(one == "next" and two in _TIMES for one, two in pairwise(after[:_BEHIND])) and MENTION not in after[:4]


def _is_part_done(before: list[str], after: list[str]) -> bool:
    """Whether so much of a course is done, and not all: "week 4 of 12 of ...", ": two of five modules so far"."""
    behind = after[:_BEHIND]
    if not _DONE_SO_FAR.isdisjoint(behind) and _counted(behind, cues.PARTS_OF_COURSES, behind=True):
        return True
    near = before[-_BEHIND:]
    if _counted(near, cues.PARTS_OF_COURSES, behind=False):
        return True
    return not cues.PARTS_OF_COURSES.isdisjoint(after[:2]) and _counted(near, None, behind=True)


def _counted(words: list[str], parts: frozenset[str] | None, *, behind: bool) -> bool:
    """Whether *words* count some of several: "2 of 5", with one of *parts* behind or right before them."""
    for at in range(1, len(words) - 1):
        if words[at] != "of":
            continue
        done, of = _number(words[at - 1]), _number(words[at + 1])
        if done is None or of is None or done >= of:
            continue
        if parts is None or not parts.isdisjoint(words[at + 2 : at + 5] if behind else words[max(0, at - 2) : at]):
            return True
    return False


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() and len(word) < len("1000") else cues.NUMBERS.get(word)


def _to_be(before: list[str]) -> bool:
    """Whether the mention stands in a list of what is still to be done: "To be completed by May: ..."."""
    return any(
        before[at : at + 2] == ["to", "be"]
        and before[at + 2] in cues.TO_COME
        and (":" in before[3:] if at == 0 else before[at + 3] == ":")
        for at in range(len(before) - 3)
    )


def _is_learning(before: list[str], at: int) -> bool:  # noqa: PLR0911 - a return for each word
    """Words that mean learning by themselves, whatever stands between them and the mention."""
    word = before[at]
    earlier, later = before[at - 1] if at else "", before[at + 1] if at + 1 < len(before) else ""
    if word in _LEARNING_BETWEEN:
        behind, ahead = _LEARNING_BETWEEN[word]
        return (not behind or earlier in behind) and (not ahead or later in ahead)
    if word == "learning":
        return earlier not in {"machine", "deep", "e", "by"} and later not in cues.LEARNING_AS_NAME
    if word in {"towards", "toward"}:
        return not _TOWARDS.isdisjoint(before[max(0, at - 3) : at])
    if word in {"knowledge", "skills", "understanding", "familiarity"}:
        return not _WIDENING.isdisjoint(before[max(0, at - 2) : at])
    if word in cues.ATTENDS:
        return _is_told_at_meeting(before[at + 1 :])
    if word == "speed":
        return before[max(0, at - 3) : at] == ["getting", "up", "to"]
    if word == "sitting":
        return before[at + 1 : at + 3] == ["in", "on"]
    if word == "pursuing" and later in cues.PURSUED_OTHERWISE:
        return False
    return word in cues.LEARNING_NOW or word in {"steps", "halfway"}


def _is_told_at_meeting(behind: list[str]) -> bool:
    """Whether a meeting was attended that was about the mention: "attend meetings where ... are discussed"."""
    at = next((at for at, word in enumerate(behind[:5]) if word in cues.MEETINGS), None)
    return at is not None and behind[at + 1 : at + 2] != [] and behind[at + 1] in _ABOUT


def _is_studied(before: list[str], at: int, after: list[str]) -> bool:  # noqa: PLR0911 - a return for each word
    """Words that mean learning where nothing of weight stands between them and the mention."""
    word = before[at]
    earlier, later = before[max(0, at - 1) : at], before[at + 1 : at + 2]
    if word in {"training", "trained"} and earlier in (["in"], ["being"], ["currently"], ["still"]):
        return True
    if word == "started":
        return earlier in (["recently"], ["just"])
    if word == "enrolled":
        return later == [":"]
    if word == "new":
        return later == ["to"] and cues.PEOPLE.isdisjoint(before[max(0, at - 3) : at])
    if word in cues.COURSES:
        return not cues.ATTENDING.isdisjoint(before[max(0, at - 4) : at])
    if word in {"familiar", "acquainted"}:
        return earlier in (["getting"], ["becoming"])
    if word == "observed":
        return after[:1] not in (["were"], ["was"], ["are"], ["is"])
    return word in cues.LEARNING_IF_NEAR or (word == "learn" and earlier in (["can"], ["could"], ["i"], ["to"]))


def _is_ahead(before: list[str], at: int) -> bool:
    """Of a certification: an exam to come."""
    word, later = before[at], before[at + 1 : at + 2]
    return word in cues.EXAM_AHEAD and (word not in _AHEAD_WITH or later in (["of"], ["to"], ["on"], ["the"], []))


def _attended(before: list[str], after: list[str]) -> bool:
    """Whether a course is named behind the mention: "accepted into an Epic training cohort", "taking a SAS course"."""
    if cues.COURSES.isdisjoint(after[:2]):
        return False
    if is_infinitive(before) or before[-3:-1] == ["applied", "for"] or not _SPELLS.isdisjoint(before[-4:]):
        return True
    return not (cues.ATTENDING_OTHERS.isdisjoint(before[-4:]) and cues.ATTENDING_NOW.isdisjoint(before[-3:]))


def _aside(after: list[str]) -> bool:
    """Whether a bracket behind the mention, or behind what it is a part of, tells how little it was."""
    for at in range(min(3, len(after))):
        if after[at] == "(":
            inside = after[at + 1 : after.index(")", at) if ")" in after[at:] else None]
            if inside[-2:] == ["in", "progress"] and not cues.PROVIDERS.isdisjoint(inside):
                return True
            if not cues.UNDER_WAY_ASIDES.isdisjoint(inside):
                inside = [word for word in inside if not word.isdigit() and word not in cues.MONTHS]
            elif cues.ASIDES.isdisjoint(inside):
                return False
            return cues.WITH_ASIDES.issuperset(inside)
        if not after[at].isalpha():
            return False
    return False


def _under_way_after(  # noqa: PLR0911 - a return for each way to say it
    after: list[str], *, certified: bool, named: bool = False
) -> bool:
    """Whether what follows says that it is under way: "(in progress)", "- expected 2027", "exam booked"."""
    marked = False
    for at, word in enumerate(after[:_BEHIND]):
        rest = after[at + 1 : at + 3]
        if word == MENTION:
            return False
        told = marked or named or certified
        if (word, *rest[:1]) in _UNDER_WAY:
            return (told or at == 0) and rest[1:2] != ["of"]
        if word in cues.LEARNING_AFTER or (word == "to" and rest in _TO_COME):
            return told and not _is_taken_back(after, at)
        if word in cues.LEARNT_NOUNS:
            named = True
        elif word in MARKS:
            if marked and word != "(" and not certified:
                return False
            marked = True
        elif word == "in" and named and certified and "exam" in after[:at]:
            return True
        elif not (word in _PASSING or (word.isdigit() and (certified or at == 0))):
            return False
    return False


def _is_taken_back(after: list[str], at: int) -> bool:
    """Whether a word of being under way is taken back: "no longer an apprentice"."""
    return any(word in _TAKEN_BACK for word in (*after[max(0, at - 3) : at], *after[at + 1 : at + 3]))
