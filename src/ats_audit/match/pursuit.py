"""Whether a clause says that something is wanted, planned or being learnt. Clauses come as in `denial`."""

from __future__ import annotations

from ats_audit.match import cues
from ats_audit.match.cues import JOINTS, MARKS, MENTION

_NEAR = 12
"""Words to which a wish reaches."""
_BEHIND = 9
_NAMED_WITHIN = 3
"""Words before a bracket among which the mention stands that it speaks of: "SAS Base Programmer (pursuing)"."""
_WISH_GOES_ON: dict[str, tuple[str, ...]] = {
    "plans": ("to",), "planning": ("to", "on"), "target": ("role", "position", "job", ":"),
    "targeting": ("a", "an", "roles", "positions"), "open": ("to",), "apply": ("for", "to"), "applying": ("for", "to"),
    "interest": ("in", ":"), "interests": (":",), "goal": (":", "is", "to", "of"), "goals": (":", "to", "include"),
    "objective": (":", "is", "to", "-"), "ambition": (":", "is", "to"), "looking": ("for", "to", "forward"),
    "ideal": ("next", "role", "job", "position"),
}  # fmt: skip
"""Words that are wishes only with what follows; elsewhere they are nouns and adjectives ("analysis planning")."""
_LIKING = frozenset(("like", "love", "consider"))
_NO_WISH_ALONE = frozenset(("willing", "ready", "excited", "motivated", "curious"))
_TOWARDS = frozenset(("working", "studying", "training", "building", "progressing", "way"))
_READING = frozenset(("working", "brushing", "picking", "reading", "signed", "going"))
_AHEAD_WITH = frozenset(("process", "set", "track", "working", "completing"))
_LIGHT = frozenset((":", "-", "(", ".", "goal", "step", "is", "exam", "sitting", "certified", "obtaining", MENTION))
_PASSING = frozenset(
    ("currently", "still", "now", "to", "be", "completed", "a", "application", "submitted", "certified", "test")
)
_OBTAINING = cues.BASE_GAINING | {"secure", "land", "find", "gain"}
_TAKEN_BACK = frozenset(("longer", "not", "removed", "passed", "former"))
_UNDER_WAY = frozenset((("in", "progress"), ("under", "way"), ("in", "training"), ("in", "process"),
                        ("currently", "training"), ("test", "date"), ("exam", "date")))  # fmt: skip


def is_pursued(before: list[str], after: list[str], shared: int, *, certified: bool) -> bool:
    """Whether the mention is wanted or under way; the first *shared* words of *after* belong to its list."""
    if after[:3] == ["is", "what", "i"] and not cues.LOOKED_FOR.isdisjoint(after[3:8]):
        return True
    if "(" in before:
        before = _without_asides(before)
    if not cues.WISHES_BEFORE.isdisjoint(before) and _wished(before, after, certified=certified):
        return True
    found = not cues.PURSUES_BEFORE.isdisjoint(before) and (
        _under_way_before(before, certified=certified) or _attended(before, after)
    )
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


# -- wishes


def _wished(before: list[str], after: list[str], *, certified: bool) -> bool:
    if certified and _infinitive(before):
        return True
    last = len(before) - 1
    gaining = role = False
    plain = True
    for at in range(last, max(-1, last - _NEAR), -1):
        word = before[at]
        if word in cues.USING:
            return False
        if word == "myself":
            return before[at - 1 : at] == ["see"]
        if (word in cues.WISHES or word in cues.FUTURE or word in cues.MODALS) and _is_wish(before, at):
            if before[at + 1 : at + 2] == ["learning"] or _others_wish(before, at):
                return False
            behind = before[at + 1 :]
            if word in cues.MODALS:
                told = role or not cues.MODAL_GAINING.isdisjoint(behind)
            elif word in cues.WISHES:
                told = gaining or role or (plain and word not in _NO_WISH_ALONE) or _wish_follows(after)
            else:
                career = before[at - 1 : at] == ["career"]
                told = role or (plain and (certified or career or before[last] in {":", "is"}))
            if told:
                return True
        gaining |= word in cues.GAINING
        role |= word in cues.ROLES
        plain &= _is_light(word)
    return role and before[:1] == ["to"] and before[1] in _OBTAINING


def _is_light(word: str) -> bool:
    return word in cues.TRANSPARENT or word in JOINTS or word in _LIGHT or word.isdigit()


def _is_wish(before: list[str], at: int) -> bool:
    """Whether a word that may be one is a wish here: "I plan to", "would like"."""
    word = before[at]
    earlier = before[at - 1] if at else ""
    later = before[at + 1] if at + 1 < len(before) else ""
    if word == "plan":
        return earlier in {"i", "to", "and"} or later in {"to", "is", ":"}
    if word in _LIKING:
        return earlier in {"would", "i'd", "d", "will"}
    return word not in _WISH_GOES_ON or later in _WISH_GOES_ON[word]


def _wish_follows(after: list[str]) -> bool:
    return after[:1] != [] and after[0] not in MARKS and not cues.AFTER_WISH.isdisjoint(after[:3])


def _others_wish(before: list[str], at: int) -> bool:
    """Whether other people do the wishing: "trained interns eager to learn", "aspiring coders learn"."""
    return any(word in cues.PEOPLE for word in (*before[max(0, at - 3) : at], *before[at + 1 : at + 2]))


def _infinitive(before: list[str]) -> bool:
    """Whether a certification stands behind an infinitive, as one not yet held: "will complete", "to obtain"."""
    at = len(before) - 1
    while at > 0 and (before[at] in JOINTS or before[at] in {"the", "a", "an", "my", "for", "to", MENTION}):
        at -= 1
    return at > 0 and before[at] in cues.BASE_GAINING and not cues.BEFORE_BASE.isdisjoint(before[max(0, at - 2) : at])


# -- under way


def _under_way_before(before: list[str], *, certified: bool) -> bool:
    last = len(before) - 1
    plain = True
    for at in range(last, max(-1, last - _NEAR), -1):
        word = before[at]
        if word in cues.USING:
            return False
        if (plain and (_is_studied(before, at) or (certified and _is_ahead(before, at)))) or _is_learning(before, at):
            return not _others_wish(before, at) or word in cues.COURSES
        plain &= _is_light(word) or word in cues.LEARNT_NOUNS
    return False


def _is_learning(before: list[str], at: int) -> bool:  # noqa: PLR0911 - a return for each word
    """Words that mean learning by themselves, whatever stands between them and the mention."""
    word = before[at]
    earlier, later = before[max(0, at - 1) : at], before[at + 1 : at + 2]
    if word == "learning":
        return earlier not in (["machine"], ["deep"], ["e"]) and not (later and later[0] in cues.LEARNING_AS_NAME)
    if word in {"towards", "toward"}:
        return not _TOWARDS.isdisjoint(before[max(0, at - 3) : at])
    if word in {"enrolled", "enrolling"}:
        return later in (["in"], ["on"], ["for"], ["at"])
    if word in {"through", "up"}:
        return bool(earlier) and earlier[0] in _READING
    if word == "speed":
        return before[max(0, at - 3) : at] == ["getting", "up", "to"]
    if word == "myself":
        return earlier == ["teaching"]
    return word in cues.LEARNING_NOW or word in {"steps", "halfway"} or (word == "student" and later == ["of"])


def _is_studied(before: list[str], at: int) -> bool:
    """Words that mean learning where nothing of weight stands between them and the mention."""
    word = before[at]
    earlier, later = before[max(0, at - 1) : at], before[at + 1 : at + 2]
    if word in {"training", "trained"} and earlier in (["in"], ["being"], ["currently"], ["still"]):
        return True
    if word == "new":
        return later == ["to"] and cues.PEOPLE.isdisjoint(before[max(0, at - 3) : at])
    if word in cues.COURSES:
        return not cues.ATTENDING.isdisjoint(before[max(0, at - 4) : at])
    return word in cues.LEARNING_IF_NEAR


def _is_ahead(before: list[str], at: int) -> bool:
    """Of a certification: an exam to come."""
    word, later = before[at], before[at + 1 : at + 2]
    return word in cues.EXAM_AHEAD and (word not in _AHEAD_WITH or later in (["of"], ["to"], ["on"], ["the"], []))


def _attended(before: list[str], after: list[str]) -> bool:
    """Whether a course is named behind the mention: "accepted into an Epic training cohort"."""
    return not cues.ATTENDING_OTHERS.isdisjoint(before[-4:]) and not cues.COURSES.isdisjoint(after[:2])


def _aside(after: list[str]) -> bool:
    """Whether a bracket behind the mention, or behind what it is a part of, tells how little it was."""
    for at in range(min(3, len(after))):
        if after[at] == "(":
            inside = after[at + 1 : after.index(")", at) if ")" in after[at:] else None]
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
        if word in cues.LEARNING_AFTER or (word == "to" and rest in (["be", "completed"], ["finish", "in"])):
            return told and not _is_taken_back(after, at)
        if word in cues.LEARNT_NOUNS:
            named = True
        elif word in MARKS:
            if marked and word != "(" and not certified:
                return False
            marked = True
        elif word == "in" and named and certified and "exam" in after[:at]:
            return True
        elif not (word in _PASSING or (certified and word.isdigit())):
            return False
    return False


def _is_taken_back(after: list[str], at: int) -> bool:
    """Whether a word of being under way is taken back: "no longer an apprentice"."""
    return any(word in _TAKEN_BACK for word in (*after[max(0, at - 3) : at], *after[at + 1 : at + 3]))
