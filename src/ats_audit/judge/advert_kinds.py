"""How firmly a job advert asks: required, preferred, or named among the duties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.judge.advert_lists import HARD_STOP, are_certificates
from ats_audit.judge.advert_words import (
    LEADING,
    TRAILING,
    Cue,
    Part,
)
from ats_audit.model import AskKind

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from ats_audit.judge.advert_text import Statement
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Mention

_KIND_OF_PART = {Part.REQUIRED: AskKind.REQUIRED, Part.PREFERRED: AskKind.PREFERRED}
_KIND_OF_CUE = {Cue.REQUIRED: AskKind.REQUIRED, Cue.PREFERRED: AskKind.PREFERRED}


def kind_of(statement: Statement) -> AskKind:
    """How the part in which *statement* stands asks; without a heading that says so, a duty."""
    return _KIND_OF_PART.get(statement.part, AskKind.DUTY) if statement.part else AskKind.DUTY


def judge_kinds(
    text: str, statement: Statement, runs: Sequence[tuple[list[Mention], bool]], lexicon: Lexicon
) -> list[AskKind | None]:
    """How each run is asked for; None for what is named and not asked for."""
    base = kind_of(statement)
    trailing = _cues(text, statement, TRAILING)
    leading = _cues(text, statement, LEADING)
    first = runs[0][0][0].start if runs else statement.end
    # A word of asking before the first name asks for what follows: "Required: CPC", "Preferred experience with Epic".
    leading = sorted([*leading, *(cue for cue in trailing if cue[1] <= first)])
    trailing = [cue for cue in trailing if cue[1] > first]
    leading = [
        cue
        for index, cue in enumerate(leading)
        if not (
            index
            and cue[2] is Cue.REQUIRED
            and leading[index - 1][2] is Cue.PREFERRED
            and len(text[leading[index - 1][1] : cue[0]].split()) <= 1
        )
    ]  # "ideally you have" does not require
    kinds: list[AskKind | None] = []
    for index, (run, alternative) in enumerate(runs):
        start, end = run[0].start, run[-1].end
        cue = _trailing_cue(text, trailing, runs, index, end)
        before = [found for found in leading if found[1] <= start]
        if before and (cue is None or before[-1][2] is Cue.WAIVED):
            cue = before[-1][2]
        plain = AskKind.REQUIRED if alternative and are_certificates(run, lexicon) and base is AskKind.DUTY else base
        kinds.append(None if cue is Cue.WAIVED else _KIND_OF_CUE.get(cue, base) if cue else plain)
    return kinds


def _trailing_cue(
    text: str,
    cues: Sequence[tuple[int, int, Cue]],
    runs: Sequence[tuple[list[Mention], bool]],
    index: int,
    end: int,
) -> Cue | None:
    """The word of asking that stands behind a run and speaks of it."""
    following = [cue for cue in cues if cue[0] >= end]
    if not following:
        return None
    start, stop, cue = following[0]
    between = text[end:start]
    later = [run for run, _ in runs[index + 1 :] if run[0].start < start]
    if HARD_STOP.search(between) or (later and "," in text[end : later[0][0].start]):
        return None
    # "not required but preferred": the last word counts.
    for again in following[1:]:
        if any(stop <= run[0].start < again[0] for run, _ in runs) or len(text[stop : again[0]].split()) > 1:
            break
        stop, cue = again[1], again[2]
    return cue


def _cues(
    text: str, statement: Statement, patterns: Iterable[tuple[Cue, re.Pattern[str]]]
) -> list[tuple[int, int, Cue]]:
    """Start, end and meaning of the words of asking in a statement, in order; the first pattern wins its place."""
    found: list[tuple[int, int, Cue]] = []
    for cue, pattern in patterns:
        for one in pattern.finditer(text, statement.start, statement.end):
            if not any(start < one.end() and one.start() < end for start, end, _ in found):
                found.append((one.start(), one.end(), cue))
    return sorted(found)


def kind_at(text: str, statement: Statement, start: int, end: int) -> AskKind | None:
    """How the passage `text[start:end]` of a statement is asked for; None where it is named and not asked for."""
    trailing = _cues(text, statement, TRAILING)
    behind = [cue for cue in trailing if cue[0] >= end and "," not in text[end : cue[0]]]
    before = [cue for cue in sorted([*_cues(text, statement, LEADING), *trailing]) if cue[1] <= start]
    cue = behind[0][2] if behind else before[-1][2] if before else None
    if cue is Cue.WAIVED:
        return None
    return _KIND_OF_CUE.get(cue, kind_of(statement)) if cue else kind_of(statement)
