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
_OTHERS = cues.PEOPLE | cues.KIN
_OTHERS_OR_WHO = _OTHERS | cues.RELATIVES
_OTHERS_OR_EXPERTS = _OTHERS | cues.TITLES
_DONE_OR_MADE = _DONE | cues.MADE
_AGENTS_APART = _OTHERS | cues.TITLES | {"sponsor", "cro", "investigator", "investigators", "pi"}
_CALLED = frozenset(("certified", "trained", "qualified"))
_SOUGHT = cues.SELLING | cues.TAKEN_ON | cues.GIVEN_AWAY
_AGENTS = frozenset(("user", "developer", "expert", "person", "trainer", "builder"))
_ABSENT = frozenset(("nonexistent", "absent", "missing", "lacking"))
_WRITER = frozenset(("us", "me", "i", "we", "myself"))
_WORKPLACES = frozenset(("site", "clinic", "hospital", "practice", "centre", "center"))
"""What is not used where the writer works, the writer has not used; several of these are other people's."""
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


def _denied_before(  # noqa: PLR0911 - a return for each way to say it
    before: list[str], after: list[str], *, counted: bool
) -> bool:
    having = False
    last = len(before) - 1
    for at in range(last, max(-1, last - _FAR), -1):
        word = before[at]
        if word in cues.NEGATORS or (word == "0" and not cues.SPANS_OF_TIME.isdisjoint(before[at + 1 : at + 2])):
            return _negates(before, at, after, counted=counted, having=having)
        if word == "yet" and before[at + 1 : at + 2] == ["to"]:
            return having
        if word == "missing" and not _may_follow(after):
            return False
        if _excepts(before, at):
            return not having and not _denies_the_rest(before, at, after) and not _lacked_by_others(before, at)
        if word in cues.DIRECT_NEGATORS:
            return (not having or before[last] == ":") and not _lacked_by_others(before, at)
        if word in cues.HAVING or _is_undone(before, at):
            having = True
        elif not (word in cues.TRANSPARENT or word in JOINTS or word in cues.SIGNS):
            return False
    return False


def _negates(  # noqa: PLR0911 - a return for each way to say it
    before: list[str], at: int, after: list[str], *, counted: bool, having: bool
) -> bool:
    """Whether the negator at *at*, which reaches the mention, denies it; *having* if a word of having lies between."""
    word = before[at]
    if _lacked_by_others(before, at):
        return False
    if word in cues.PERSONAL_NEGATORS or (word == "neither" and "nor" in after):
        return True
    if before[-1] == ":":
        return word != "no" or before[at + 1] != ":"  # "License no: ..." numbers it
    if having:
        return not _taught(before, at) and (word != "never" or cues.BADLY.isdisjoint(after[:4]))
    if word == "not" and before[at + 1 :] in (["a"], ["an"]):
        return _may_follow(after) or after[0] in cues.TITLES or after[0] in _AGENTS
    if counted and word in cues.COUNTING:
        return after[:1] != [] and after[0] in _NAMES_OF_HAVING
    return _may_follow(after)


def _is_undone(before: list[str], at: int) -> bool:
    """Whether any verb at *at* stands in a negated verb form: "did not participate in", "never saw"."""
    if at == 0 or before[at] in cues.NOT_DENYING or not before[at].isalpha():
        return False
    if before[at - 1] in cues.VERBAL_NEGATORS:
        return True
    return before[at - 1] == "not" and not cues.AUXILIARIES.isdisjoint(before[max(0, at - 2) : at - 1])


def _excepts(before: list[str], at: int) -> bool:
    return before[max(0, at - 1) : at + 1] in _EXCEPT or (before[at] == "but" and at > 0 and before[at - 1] in cues.ALL)


def _denies_the_rest(before: list[str], at: int, after: list[str]) -> bool:
    """Whether the exception at *at* is one from a denial: "no EDC apart from Rave", "apart from Rave I know no EDC"."""
    if at <= 1:
        return not cues.NEGATORS.isdisjoint(after[:_NEAR])
    return not cues.NEGATORS.isdisjoint(before[max(0, at - _BEHIND) : at - 1])


def _taught(before: list[str], at: int) -> bool:
    """Whether the writer taught people who had not known it: "trained coordinators who had never used ..."."""
    relative = any(word in {"who", "that"} for word in before[max(0, at - 4) : at])
    return relative and not cues.TEACHING.isdisjoint(before[:at])


def _lacked_by_others(before: list[str], at: int) -> bool:
    """Whether others than the writer are without it: "sites lacking REDCap experience", "staff had no training"."""
    for near in range(at - 1, max(-1, at - 4), -1):
        if before[near] in _WORKPLACES and before[at] not in cues.DIRECT_NEGATORS:
            return False
        if before[near] in cues.GROUPS:
            return before[max(0, near - 1) : near] not in (["my"], ["our"])
        if before[near] not in cues.HAVING and before[near] not in {"with", "were", "are", "who"}:
            return False
    return False


def _may_follow(after: list[str]) -> bool:
    """Whether a denial right before a mention is of the mention, and not of the word behind it."""
    if not after or not after[0][0].isalnum() or after[0] in cues.NEXT_TO_DENIED:
        return True
    # "no CPT or HCPCS coding background"
    return after[0] != MENTION and after[1:2] != [] and after[1] in cues.NOUNS_OF_HAVING


def _denied_after(after: list[str]) -> bool:
    """Whether what follows denies: ": none", "(not used)", "was not part of my duties", "used by another team"."""
    at = next((at for at, word in enumerate(after) if word not in _NAMES_OF_HAVING), len(after))
    rest = after[at : at + _BEHIND]
    if not rest:
        return False
    first, second = rest[0], rest[1] if len(rest) > 1 else ""
    if (first in MARKS and second in cues.NEGATORS) or (first in _SPOKEN and second in _ABSENT):
        return _is_plain(rest[2:])
    if first in MARKS and second == "0":
        return not cues.SPANS_OF_TIME.isdisjoint(rest[2:3])
    if first in cues.NEGATORS:
        if second == "yet":
            return True
        return first not in {"without", "nor", "neither"} and _is_plain(rest[1:])
    return _denied_later(rest) or _not_yet(after)


def _not_yet(after: list[str]) -> bool:
    """Whether a clause behind the mention ends in a denial of use: "- reading the manual, no projects yet"."""
    end = after.index("yet") if "yet" in after[: 2 * _BEHIND] else 0
    for at in range(end - 1, max(-1, end - _BEHIND), -1):
        if after[at] in {"no", "not", "none"}:
            return MENTION not in after[:end] and at + 1 < end
        if not (after[at] in cues.HAVING or after[at] in cues.TRANSPARENT):
            return False
    return False


def _denied_later(rest: list[str]) -> bool:
    """Whether a denial follows behind other words: "is limited to none", "was done by another team"."""
    for at, word in enumerate(rest):
        if word in MARKS or word == MENTION:
            return False
        if word in {"none", "nil"} and rest[max(0, at - 2) : at] == ["limited", "to"]:
            return _is_plain(rest[at + 1 :])
        if word in cues.NEGATORS and word != "without":
            spoken = at == 0 or rest[at - 1] in _SPOKEN or word.endswith("n't")
            return spoken and any(other in cues.HAVING or other in cues.MINE for other in rest[at + 1 : at + 4])
        if word == "by" and at and rest[at - 1] in _DONE_OR_MADE:
            return _by_others(rest[at - 1], rest[at + 1 : at + 4])
        if rest[at : at + 3] in (["new", "to", "me"], ["unknown", "to", "me"], ["unfamiliar", "to", "me"]):
            return True
    return False


def _by_others(done: str, agent: list[str]) -> bool:
    """Whether those who did it are others than the writer: "used by another team", "written by the investigator"."""
    if done in _DONE:
        return not cues.OTHERS.isdisjoint(agent[:2])
    return not _AGENTS_APART.isdisjoint(agent) and _WRITER.isdisjoint(agent)


def _is_plain(rest: list[str]) -> bool:
    """Whether nothing of weight follows a negator up to the end of its clause or bracket."""
    for word in rest:
        if word in cues.STOPS:
            return True
        if not (word in cues.HAVING or word in cues.TRANSPARENT or word in cues.NEXT_TO_DENIED):
            return False
    return True


def is_of_others(before: list[str], after: list[str], shared: int, *, certified: bool) -> bool:
    """Whether somebody else holds it: "supported colleagues who held ...", "my supervisor was ... certified"."""
    if before and (
        before[-1] in _SOUGHT
        or before[-2:] == ["left", "before"]
        or (len(before) > 1 and before[-2] in cues.SELLING)
        or _contrasted(before)
    ):
        return True
    after = after[shared:]
    last = len(before) - 1 if not _OTHERS_OR_WHO.isdisjoint(before) else -1
    for at in range(last, max(-1, last - _NEAR), -1):
        word = before[at]
        if word in cues.RELATIVES:
            return _held_by_people(before, at, after)
        if word in cues.USING and word not in {"use", "using"}:
            return False
        if word in _OTHERS_OR_EXPERTS and at < last and _people_have(before, at, certified=certified):
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


def _contrasted(before: list[str]) -> bool:
    """Whether somebody else is set against the writer: "the vendor, not us, did the ..."."""
    if "not" not in before or "," not in before:
        return False
    return any(
        one == "not" and two in _WRITER and three == ","
        for one, two, three in zip(before, before[1:], before[2:], strict=False)
    )


def _people_have(before: list[str], at: int, *, certified: bool) -> bool:
    verb, owner = before[at + 1], before[at - 1] if at else ""
    if verb == "with" and not certified and cues.HIRING.isdisjoint(before[:at]):
        return False  # "supported statisticians with programming"
    if verb in cues.THEIR_OWN and not cues.SERVING.isdisjoint(before[:at]):
        return cues.TEACHING.isdisjoint(before[:at])
    if before[at] in cues.TITLES and owner in cues.OTHERS:
        return verb in cues.KINS_VERBS
    if before[at] in cues.KIN and verb in cues.KINS_VERBS:
        return at == 0 or owner in {"my", "our", "whose", "the"} or owner in cues.POSSESSORS | cues.OTHERS
    return owner in cues.POSSESSORS and (verb == "owned" or verb in cues.KINS_VERBS)
