"""Whether a clause says that something is wished for: hoped, planned, sought. Clauses come as in `denial`."""

from __future__ import annotations

from ats_audit.match import cues
from ats_audit.match.cues import JOINTS, MARKS, MENTION

_NEAR = 12
"""Words to which a wish reaches."""
_BEHIND = 9
_WISH_GOES_ON: dict[str, tuple[str, ...]] = {
    "plans": ("to", "include", ":"), "planning": ("to", "on"), "target": ("role", "position", "job", ":"),
    "targeting": ("a", "an", "roles", "positions"), "open": ("to",), "apply": ("for", "to"), "applying": ("for", "to"),
    "interest": ("in", ":"), "interests": (":",), "goal": (":", "is", "to", "of"),
    "goals": (":", "to", "include", "for"),
    "objective": (":", "is", "to", "-"), "ambition": (":", "is", "to"), "looking": ("for", "to", "forward"),
    "ideal": ("next", "role", "job", "position"), "moving": ("into",), "transitioning": ("into",),
    "stepping": ("into",), "pivoting": ("to", "into", "towards", "toward"),
}  # fmt: skip
"""Words that are wishes only with what follows; elsewhere they are nouns and adjectives ("analysis planning")."""
_USE = frozenset(("use", "using"))
_LIKING = frozenset(("like", "love", "consider"))
_FIRST = frozenset(("first", "next", "career", "future"))
_NO_WISH_ALONE = frozenset(("passionate", "willing", "ready", "excited", "motivated", "curious"))
_LIGHT = frozenset(
    (":", "-", "(", ".", "goal", "step", "is", "exam", "sitting", "certified", "obtaining", "forward", MENTION)
)
_OBTAINING = cues.BASE_GAINING | {"secure", "land", "find", "gain"}


def is_wished(before: list[str], after: list[str], *, certified: bool) -> bool:
    """Whether the mention is hoped or planned for; what is *certified* may be spoken of by its name alone."""
    if certified and (is_infinitive(before) or before[-1:] == ["targeting"]):
        return True
    last = len(before) - 1
    gaining = role = titled = False
    plain = True
    for at in range(last, max(-1, last - _NEAR), -1):
        word = before[at]
        if word in cues.USING and not gaining and not _is_future_use(before, at):
            return False
        if word == "myself":
            return before[at - 1 : at] == ["see"]
        if (word in cues.WISHES or word in cues.FUTURE or word in cues.MODALS) and _is_wish(before, at):
            reached = word.startswith("goal") and not cues.REACHED.isdisjoint(after[:_BEHIND])
            if reached or before[at + 1 : at + 2] == ["learning"] or others_wish(before, at):
                return False
            behind = before[at + 1 :]
            if word in cues.MODALS:
                told = role or not cues.MODAL_GAINING.isdisjoint(behind)
            elif word in cues.WISHES:
                told = gaining or role or titled or (plain and word not in _NO_WISH_ALONE) or _wish_follows(after)
            else:
                career = before[at - 1 : at] == ["career"]
                told = role or (plain and (certified or career or before[last] in {":", "is"}))
            if told:
                return True
        gaining |= word in cues.GAINING
        role |= word in cues.ROLES
        titled |= word in cues.TITLES
        plain &= is_light(word) or word in _USE or _is_aim(before, at)
    return role and before[:1] == ["to"] and before[1] in _OBTAINING


def _is_aim(before: list[str], at: int) -> bool:
    """Whether a verb stands behind "to" or "to be": what one wishes to do, whatever it is."""
    return before[max(0, at - 1) : at] == ["to"] or before[max(0, at - 2) : at] == ["to", "be"]


def _is_future_use(before: list[str], at: int) -> bool:
    """Whether a word of using speaks of what is wished for: "a chance to use", "my first job in"."""
    if before[at] == "my":
        return not _FIRST.isdisjoint(before[at + 1 : at + 2])
    return before[at] in _USE and "my" not in before[at:]


def is_light(word: str) -> bool:
    """Whether a word carries no weight between a wish and what is wished for."""
    return word in cues.TRANSPARENT or word in JOINTS or word in _LIGHT or word.isdigit()


def _is_wish(before: list[str], at: int) -> bool:
    """Whether a word that may be one is a wish here: "I plan to", "would like"."""
    word = before[at]
    earlier = before[at - 1] if at else ""
    later = before[at + 1] if at + 1 < len(before) else ""
    if word == "sought":
        return earlier in cues.ROLES
    if word == "goals" and later == "for":
        return cues.REACHED.isdisjoint((earlier,)) and before[at + 2 : at + 3] != [] and _is_time(before[at + 2])
    if word == "goal" and later == "of":
        return not before[at + 2 : at + 3] or not before[at + 2][0].isdigit()
    if word == "plan":
        return earlier in {"i", "to", "and"} or later in {"to", "is", ":"}
    if word in _LIKING:
        return earlier in {"would", "i'd", "d", "will"}
    return word not in _WISH_GOES_ON or later in _WISH_GOES_ON[word]


def _is_time(word: str) -> bool:
    return word in {"next", "this", "the"} or (word.isdigit() and len(word) == len("2027"))


def _wish_follows(after: list[str]) -> bool:
    return after[:1] != [] and after[0] not in MARKS and not cues.AFTER_WISH.isdisjoint(after[:3])


def others_wish(before: list[str], at: int) -> bool:
    """Whether other people do the wishing: "trained interns eager to learn", "aspiring coders learn"."""
    earlier = before[max(0, at - 3) : at]
    if "," in earlier:
        earlier = earlier[len(earlier) - earlier[::-1].index(",") :]
    later = before[at + 1 : at + (3 if before[at] in cues.MODALS else 2)]
    return any(word in cues.PEOPLE for word in (*earlier, *later))


def is_infinitive(before: list[str]) -> bool:
    """Whether a certification stands behind an infinitive, as one not yet held: "will complete", "to obtain"."""
    at = len(before) - 1
    while at > 0 and (before[at] in JOINTS or before[at] in {"the", "a", "an", "my", "for", "to", MENTION}):
        at -= 1
    return at > 0 and before[at] in cues.BASE_GAINING and not cues.BEFORE_BASE.isdisjoint(before[max(0, at - 2) : at])
