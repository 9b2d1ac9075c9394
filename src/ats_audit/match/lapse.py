"""Whether a clause says that a certificate is held no more. Clauses come as in `denial`."""

from __future__ import annotations

from ats_audit.match import cues
from ats_audit.match.cues import JOINTS, MARKS, MENTION

_NEAR = 12
_BEHIND = 9
_ENDED = frozenset(("expired", "lapsed", "inactive"))
_OUT_OF = ["out", "of"]
_FILLERS = frozenset((MENTION, ":", "-", "be", "of", "to"))


def is_lapsed(before: list[str], after: list[str], *, certified: bool) -> bool:
    """Whether the mention has lapsed; of what is no certification, only an aside tells: "GCP certificate (expired)"."""
    at = 1 if after and after[0] in cues.LEARNT_NOUNS else 0
    if after[at : at + 1] and after[at] in MARKS:
        word = next((word for word in after[at + 1 : at + 3] if word not in {"now", "since", "has"}), "")
        if word in _ENDED:
            return True
    return certified and (_lapsed_before(before, after) or _lapsed_after(after))


def _lapsed_before(before: list[str], after: list[str]) -> bool:
    last = len(before) - 1
    for at in range(last, max(-1, last - _NEAR), -1):
        word, earlier = before[at], before[max(0, at - 2) : at]
        if word in cues.LAPSED or (word == "date" and earlier == _OUT_OF):
            return not (earlier and earlier[-1] in cues.NEGATORS)
        if (word == "longer" and earlier[-1:] == ["no"]) or (word == "be" and earlier == ["used", "to"]):
            return True
        if word in {"was", "were", "been"} and "until" in after[:4]:
            return True
        if not (word in cues.HELD or word in JOINTS or word in _FILLERS):
            return False
    return False


def _lapsed_after(after: list[str]) -> bool:
    for at, word in enumerate(after[:_BEHIND]):
        if word == MENTION or (word == ")" and "(" not in after[:at]):
            return False
        earlier = after[at - 1] if at else ""
        negated = earlier in cues.NEGATORS or earlier == "longer"
        if word in cues.LAPSED_AFTER:
            return not negated
        if (
            (word in cues.NOT_KEPT and negated)
            or (word == "out" and earlier in {"ran", "run"})
            or (earlier == "let" and word in {"go", "lapse", "it"})
            or (word == "date" and after[max(0, at - 2) : at] == _OUT_OF)
        ):
            return True
    return False
