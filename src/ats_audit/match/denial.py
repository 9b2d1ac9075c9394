"""Whether a clause denies what it mentions, or says that somebody else has it.

Clauses come as words in lower case, cut at the mention; other mentions in them are `MENTION`.
"""

from __future__ import annotations

from ats_audit.match import cues
from ats_audit.match.cues import JOINTS, MARKS, MENTION

_FAR = 24
"""Words to which a denial reaches, if nothing of weight stands between."""
_NEAR = 12
"""Words before a mention in which other people may be named."""
_BEHIND = 9
"""Words behind a mention in which it may be denied."""
_NAMES_OF_HAVING = cues.LEARNT_NOUNS | cues.NOUNS_OF_HAVING
_EXCEPT = (["apart", "from"], ["other", "than"], ["except", "for"], ["aside", "from"])
_SPOKEN = frozenset(("i", "we", "was", "were", "is", "are", "has", "have", "had", "been"))
_DONE = frozenset(("used", "handled", "done", "run", "managed", "owned"))
_PEOPLE_OR_WHO = cues.PEOPLE | cues.RELATIVES
_CALLED = frozenset(("certified", "trained", "qualified"))
_HOLDERS = cues.PEOPLE | {"holders", "holder"}


def is_denied(before: list[str], after: list[str], shared: int, *, counted: bool) -> bool:
    """Whether the mention is denied; the first *shared* words of *after* belong to its list.

    What is *counted* may be wanting for the better: "no protocol deviations", "zero 483s".
    """
    if not cues.DENIES_BEFORE.isdisjoint(before) and _denied_before(before, after[shared:], counted=counted):
        return True
    return not cues.DENIES_BEHIND.isdisjoint(after) and (
        _denied_after(after) or (shared > 0 and after[shared : shared + 1] != ["("] and _denied_after(after[shared:]))
    )


def _denied_before(  # noqa: PLR0911 - a return for each way to deny
    before: list[str], after: list[str], *, counted: bool
) -> bool:
    having = False
    last = len(before) - 1
    for at in range(last, max(-1, last - _FAR), -1):
        word = before[at]
        if word in cues.NEGATORS:
            if having:
                return not _taught(before, at)
            if counted and word in cues.COUNTING:
                return after[:1] != [] and after[0] in _NAMES_OF_HAVING
            return _may_follow(after)
        if word == "yet" and before[at + 1 : at + 2] == ["to"]:
            return having
        if word in cues.DIRECT_NEGATORS or _excepts(before, at):
            return not having or before[last] == ":"
        if word in cues.HAVING:
            having = True
        elif not (word in cues.TRANSPARENT or word in JOINTS or word in cues.SIGNS):
            return False
    return False


def _excepts(before: list[str], at: int) -> bool:
    return before[max(0, at - 1) : at + 1] in _EXCEPT or (before[at] == "but" and at > 0 and before[at - 1] in cues.ALL)


def _taught(before: list[str], at: int) -> bool:
    """Whether the writer taught people who had not known it: "trained coordinators who had never used ..."."""
    relative = any(word in {"who", "that"} for word in before[max(0, at - 4) : at])
    return relative and not cues.TEACHING.isdisjoint(before[:at])


def _may_follow(after: list[str]) -> bool:
    """Whether a denial right before a mention is of the mention, and not of the word behind it."""
    return not after or not after[0][0].isalnum() or after[0] in cues.NEXT_TO_DENIED


def _denied_after(after: list[str]) -> bool:  # noqa: PLR0911 - a return for each way to deny
    """Whether what follows denies: ": none", "(not used)", "was not part of my duties", "used by another team"."""
    at = next((at for at, word in enumerate(after) if word not in _NAMES_OF_HAVING), len(after))
    rest = after[at : at + _BEHIND]
    if not rest:
        return False
    if rest[0] in MARKS and not cues.NEGATORS.isdisjoint(rest[1:2]):
        return _is_plain(rest[2:])
    if rest[0] in cues.NEGATORS:
        return rest[0] not in {"without", "nor", "neither"} and _is_plain(rest[1:])
    for at, word in enumerate(rest):
        if word in MARKS or word == MENTION:
            return False
        if word in cues.NEGATORS and word != "without":
            spoken = at == 0 or rest[at - 1] in _SPOKEN or word.endswith("n't")
            return spoken and any(other in cues.HAVING or other in cues.MINE for other in rest[at + 1 : at + 4])
        if word == "by" and at and rest[at - 1] in _DONE:
            return not cues.OTHERS.isdisjoint(rest[at + 1 : at + 3])
        if rest[at : at + 3] in (["new", "to", "me"], ["unknown", "to", "me"], ["unfamiliar", "to", "me"]):
            return True
    return False


def _is_plain(rest: list[str]) -> bool:
    """Whether nothing of weight follows a negator up to the end of its clause or bracket."""
    for word in rest:
        if word in cues.STOPS:
            return True
        if not (word in cues.HAVING or word in cues.TRANSPARENT or word in cues.NEXT_TO_DENIED):
            return False
    return True


def is_of_others(before: list[str], after: list[str]) -> bool:
    """Whether somebody else holds it: "supported colleagues who held ...", "my supervisor was ... certified"."""
    last = len(before) - 1 if not _PEOPLE_OR_WHO.isdisjoint(before) else -1
    for at in range(last, max(-1, last - _NEAR), -1):
        word = before[at]
        if word in cues.RELATIVES:
            return _held_by_people(before, at, after)
        if word in cues.USING and word not in {"use", "using"}:
            return False
        if word in cues.PEOPLE and at < last and _people_have(before, at):
            return True
    named = after[1:2] if after and after[0] in _CALLED else after[:1]
    return bool(named) and named[0] in _HOLDERS and not cues.HIRING.isdisjoint(before[-8:])


def _held_by_people(before: list[str], at: int, after: list[str]) -> bool:
    """Of a clause that begins at *at* with who, that, whose or which."""
    people = not cues.PEOPLE.isdisjoint(before[max(0, at - 3) : at])
    clause = before[at + 1 :]
    own = not cues.THEIR_OWN.isdisjoint(clause)
    asks = before[-1] in {"had", "have"} and not _may_follow(after)  # "who had Epic questions"
    return people and own and not asks and "new" not in clause and cues.NEGATORS.isdisjoint(clause)


def _people_have(before: list[str], at: int) -> bool:
    verb, owner = before[at + 1], before[at - 1] if at else ""
    if verb in cues.THEIR_OWN and not cues.SERVING.isdisjoint(before[:at]):
        return cues.TEACHING.isdisjoint(before[:at])
    if before[at] in cues.KIN and verb in {"is", "was", "were", "are", "held", "holds"}:
        return at == 0 or owner in {"my", "our", "whose", "the"}
    return owner in cues.POSSESSORS and verb in {"wrote", "built", "owned"}
