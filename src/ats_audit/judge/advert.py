"""Reading a job advert: which competencies it asks for, how, and in which words.

Every heuristic of this module and its tables is measured by benchmarks/judge/run_adverts.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from ats_audit.judge.advert_text import Statement, find_title, iter_statements
from ats_audit.judge.advert_words import (
    DEGREE,
    EXPERIENCE,
    FIELD,
    LEADING,
    NUMBERS,
    ONE_OF_NEAR,
    OR_SIMILAR,
    SUCH_AS,
    TRAILING,
    YEARS,
    Cue,
    Part,
)
from ats_audit.judge.passages import opening_at
from ats_audit.judge.wording import name_alternatives
from ats_audit.model import (
    Advert,
    Ask,
    AskKind,
    ExperienceAsked,
    JobSummary,
    Kind,
    Quote,
    Requirement,
    Weight,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import CompetencyId, Document, Mention

WEIGHT_OF: dict[AskKind, Weight] = {
    AskKind.REQUIRED: Weight.CORE,
    AskKind.DUTY: Weight.IMPORTANT,
    AskKind.PREFERRED: Weight.NICE,
}
"""What an ask weighs: what is required is core, what is preferred is nice to have, as adverts mean it."""
WHY: dict[AskKind, str] = {
    AskKind.REQUIRED: "The job advert requires it.",
    AskKind.DUTY: "The job advert names it among the work to be done.",
    AskKind.PREFERRED: "The job advert prefers it.",
}
"""The reason of a requirement that comes from an advert."""

_KIND_OF_PART = {Part.REQUIRED: AskKind.REQUIRED, Part.PREFERRED: AskKind.PREFERRED}
_KIND_OF_CUE = {Cue.REQUIRED: AskKind.REQUIRED, Cue.PREFERRED: AskKind.PREFERRED}
_FIRM = (AskKind.REQUIRED, AskKind.PREFERRED)
_FIRMNESS = (*_FIRM, AskKind.DUTY)
_OR = re.compile(r"\b(?:or|and/or)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|as well as|plus)\b|&", re.IGNORECASE)
_MARKS = re.compile(r"[\s,/()&;-]*")
_GAP_WORDS = 4
"""Most words between two names of one list, "or" included: "CPC certification or a CCS"."""
_OFFER_REACH = 60
"""So many characters before a name "one of" may stand."""
_HARD_STOP = re.compile(r";|\bbut\b", re.IGNORECASE)
_MONTHS = 12
_EXPERIENCE_REACH = 120
"""So many characters from the years to the word "experience" at most."""
_MAX_QUOTE = 300
_MAX_ITEM = 10
"""Most words of an item in a list of alternatives."""
_MIN_ASK = 2
"""Fewer words than this ask for nothing."""
_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class _Wish:
    """One requirement as a statement makes it."""

    any_of: tuple[CompetencyId, ...]
    kind: AskKind
    quote: Quote


@dataclass(slots=True)
class _OpenChoice:
    """A list of alternatives that runs over several lines: "one of the following:"."""

    kind: AskKind
    quote: Quote
    """The line that opens it."""
    indent: int = -1
    """That of its first item; -1 before it."""
    found: list[_Wish] = field(default_factory=list)

    def takes(self, text: str, statement: Statement, wishes: Sequence[_Wish]) -> bool:
        """Whether *statement* is its next item: short, no further out than the first, and it names something."""
        if self.indent < 0:
            self.indent = statement.indent
        short = len(text[statement.start : statement.end].split()) <= _MAX_ITEM
        return short and bool(wishes) and statement.indent >= self.indent

    def close(self) -> list[_Wish]:
        """The list as one requirement."""
        ids = tuple(dict.fromkeys(one for wish in self.found for one in wish.any_of))
        return [_Wish(ids, self.kind, self.quote)] if ids else []


def read_advert(document: Document, mentions: Sequence[Mention], lexicon: Lexicon, *, name: str) -> Advert:
    """What *document* asks for; *mentions* are those of its full reading, in order of the text."""
    text = document.text
    statements = tuple(iter_statements(text))
    wishes: list[_Wish] = []
    experience: list[ExperienceAsked] = []
    education: list[Ask] = []
    unchecked: list[Ask] = []
    choice: _OpenChoice | None = None
    for statement, ours in _with_mentions(statements, mentions):
        kind = _kind_of(statement)
        found = list(_iter_wishes(text, statement, ours, lexicon))
        if choice and not choice.takes(text, statement, found):
            wishes += choice.close()
            choice = None
        if statement.opens:
            wishes += choice.close() if choice else ()
            opening = _kind_at(text, statement, statement.end, statement.end) or kind
            choice = _OpenChoice(opening, _quote(text, statement))
        elif choice:
            choice.found += found
            continue
        years = list(_iter_years(text, statement))
        degree = _degree(text, statement)
        wishes += found
        experience += years
        education += [degree] if degree else []
        asked = _kind_at(text, statement, statement.start, statement.start)
        if not (ours or years or degree) and asked in _FIRM and _says_something(text, statement):
            unchecked.append(Ask(kind=asked, quote=_quote(text, statement)))
    wishes += choice.close() if choice else ()
    title = find_title(text)
    requirements = _settle(wishes, lexicon)
    return Advert(
        summary=JobSummary(
            name=name,
            sha256=document.sha256,
            media_type=document.media_type,
            words=len(text.split()),
            title=" ".join(text[slice(*title)].split()) if title else None,
            experience=tuple(experience),
            education=tuple(education),
            unchecked=tuple(unchecked),
        ),
        requirements=tuple(requirement for requirement, _ in requirements),
        asks=tuple(ask for _, ask in requirements),
    )


def _with_mentions(
    statements: Iterable[Statement], mentions: Sequence[Mention]
) -> Iterator[tuple[Statement, tuple[Mention, ...]]]:
    """Each statement with its mentions."""
    for statement in statements:
        first = bisect_left(mentions, statement.start, key=_start)
        yield statement, tuple(mentions[first : bisect_left(mentions, statement.end, key=_start)])


def _kind_of(statement: Statement) -> AskKind:
    return _KIND_OF_PART.get(statement.part, AskKind.DUTY) if statement.part else AskKind.DUTY


def _quote(text: str, statement: Statement) -> Quote:
    start, end = opening_at(text, statement.start), statement.end
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > _MAX_QUOTE:
        end = max(text.rfind(" ", start, start + _MAX_QUOTE), start + 1)
    return Quote(text=text[start:end], start=start, end=end)


def _says_something(text: str, statement: Statement) -> bool:
    words = text[statement.start : statement.end].strip()
    return len(words.split()) >= _MIN_ASK and not words.endswith((":", "?"))


def _iter_wishes(text: str, statement: Statement, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[_Wish]:
    """The requirements of one statement, in order."""
    field = _field_of_study(text, statement)
    runs = _runs(text, [one for one in mentions if not field[0] <= one.start < field[1]], lexicon)
    kinds = _kinds(text, statement, runs)
    quote = _quote(text, statement)
    for (run, alternative), kind in zip(runs, kinds, strict=True):
        if kind is None:
            continue
        if len(runs) > 1 and len(run) == 1 and _is_offered(text, run):
            continue  # one of several ways, of which the lexicon knows this one alone
        ids = tuple(dict.fromkeys(mention.competency for mention in run))
        if OR_SIMILAR.match(text, run[-1].end):
            # "Tableau or a similar tool": whatever is of the same class will do.
            ids = tuple(dict.fromkeys((*ids, *(wider for one in ids for wider in lexicon.competency(one).implies))))
        if alternative:
            yield _Wish(ids, kind, quote)
        else:
            for one in ids:
                yield _Wish((one,), kind, quote)


def _field_of_study(text: str, statement: Statement) -> tuple[int, int]:
    """Span of "in health information management" behind a degree: a subject, and no skill that is asked for."""
    degree = DEGREE.search(text, statement.start, statement.end)
    subject = FIELD.match(text, degree.end(), statement.end) if degree else None
    return subject.span() if subject else (statement.end, statement.end)


def _runs(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> list[tuple[list[Mention], bool]]:
    """Mentions that belong to one list, and whether it is a list of alternatives."""
    runs: list[tuple[list[Mention], bool]] = []
    current: list[Mention] = []
    gaps: list[str] = []

    def close() -> None:
        for part, between in _split(current, gaps):
            runs.append((part, _is_choice(text, part, between, lexicon)))
        current.clear()
        gaps.clear()

    for mention in mentions:
        if current:
            gap = text[current[-1].end : mention.start]
            if not _goes_on(gap, gaps, current[-1], mention, lexicon):
                close()
            else:
                gaps.append(gap)
        current.append(mention)
    close()
    return runs


def _split(run: Sequence[Mention], gaps: Sequence[str]) -> Iterator[tuple[list[Mention], list[str]]]:
    """*run* cut at each "and" where it has an "or" as well: "SQL and Tableau or Power BI" are two requirements."""
    mixed = any(_OR.search(gap) or SUCH_AS.search(gap) for gap in gaps)
    first = 0
    for index, gap in enumerate(gaps):
        if mixed and _AND.search(gap) and not _OR.search(gap):
            yield list(run[first : index + 1]), list(gaps[first:index])
            first = index + 1
    if run:
        yield list(run[first:]), list(gaps[first:])


def _goes_on(gap: str, gaps: Sequence[str], last: Mention, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a name stands in the same list as the one before it."""
    if mention.start < last.end or mention.competency == last.competency:
        return True
    words = gap.split()
    joined = _OR.search(gap) or _AND.search(gap) or SUCH_AS.search(gap)
    if joined:
        # "and experience with" begins anew, "and" alone goes on.
        most = _GAP_WORDS if _OR.search(gap) or SUCH_AS.search(gap) else 1
        return len(words) <= most and not _HARD_STOP.search(gap)
    if not _MARKS.fullmatch(gap):
        return False
    closed = any(_AND.search(before) or _OR.search(before) for before in gaps)
    certified = [lexicon.competency(one.competency).kind is Kind.CERTIFICATION for one in (last, mention)]
    return not closed and certified[0] == certified[1]


def _is_choice(text: str, run: Sequence[Mention], gaps: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether any one of *run* will do."""
    if OR_SIMILAR.match(text, run[-1].end) or _is_offered(text, run):
        return True
    kinds = {lexicon.competency(mention.competency).kind for mention in run}
    if len({mention.competency for mention in run}) == 1:
        return False
    if any(SUCH_AS.search(gap) for gap in gaps):
        return True
    if any(_OR.search(gap) for gap in gaps):
        return True
    slashed = all(gap.strip() == "/" for gap in gaps)
    if slashed:
        return kinds <= {Kind.PLATFORM, Kind.CERTIFICATION}
    # Nobody holds three certificates of one trade: such a list offers them.
    return kinds == {Kind.CERTIFICATION} and len({mention.competency for mention in run}) > 2  # noqa: PLR2004


def _is_offered(text: str, run: Sequence[Mention]) -> bool:
    """Whether words such as "at least one of" stand before *run*."""
    return ONE_OF_NEAR.search(text, max(0, run[0].start - _OFFER_REACH), run[0].start) is not None


def _kinds(text: str, statement: Statement, runs: Sequence[tuple[list[Mention], bool]]) -> list[AskKind | None]:
    """How each run is asked for; None for what is named and not asked for."""
    base = _kind_of(statement)
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
    for index, (run, _) in enumerate(runs):
        start, end = run[0].start, run[-1].end
        cue = _trailing_cue(text, trailing, runs, index, end)
        before = [found for found in leading if found[1] <= start]
        if before and (cue is None or before[-1][2] is Cue.WAIVED):
            cue = before[-1][2]
        kinds.append(None if cue is Cue.WAIVED else _KIND_OF_CUE.get(cue, base) if cue else base)
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
    if _HARD_STOP.search(between) or (later and "," in text[end : later[0][0].start]):
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


def _kind_at(text: str, statement: Statement, start: int, end: int) -> AskKind | None:
    """How the passage `text[start:end]` of a statement is asked for; None where it is named and not asked for."""
    trailing = _cues(text, statement, TRAILING)
    behind = [cue for cue in trailing if cue[0] >= end and "," not in text[end : cue[0]]]
    before = [cue for cue in sorted([*_cues(text, statement, LEADING), *trailing]) if cue[1] <= start]
    cue = behind[0][2] if behind else before[-1][2] if before else None
    if cue is Cue.WAIVED:
        return None
    return _KIND_OF_CUE.get(cue, _kind_of(statement)) if cue else _kind_of(statement)


def _iter_years(text: str, statement: Statement) -> Iterator[ExperienceAsked]:
    for found in YEARS.finditer(text, statement.start, statement.end):
        near = text[found.end() : min(statement.end, found.end() + _EXPERIENCE_REACH)]
        if not EXPERIENCE.search(near) and not EXPERIENCE.search(text, statement.start, found.start()):
            continue
        number = NUMBERS.get(found["number"].lower()) or float(found["number"])
        years = number if found["unit"].lower().startswith("y") else number / _MONTHS
        kind = _kind_at(text, statement, found.start(), found.end())
        if kind is not None:
            yield ExperienceAsked(years=round(years, 2), ask=Ask(kind=kind, quote=_quote(text, statement)))
        return


def _degree(text: str, statement: Statement) -> Ask | None:
    found = DEGREE.search(text, statement.start, statement.end)
    if not found:
        return None
    kind = _kind_at(text, statement, found.start(), found.end())
    return Ask(kind=kind, quote=_quote(text, statement)) if kind else None


def _settle(wishes: Sequence[_Wish], lexicon: Lexicon) -> list[tuple[Requirement, Ask]]:
    """One requirement for each thing asked for, in order of the advert, with its firmest ask.

    A choice that holds what is asked for by itself at least as firmly is left out, and so is a name that the advert
    offers elsewhere as one of several ways and otherwise only mentions.
    """
    best: dict[frozenset[CompetencyId], _Wish] = {}
    for wish in wishes:
        key = frozenset(wish.any_of)
        if key not in best or _FIRMNESS.index(wish.kind) < _FIRMNESS.index(best[key].kind):
            best[key] = wish
    kept = [
        wish
        for key, wish in best.items()
        if not any(
            other != key
            and (
                (other < key and _FIRMNESS.index(found.kind) <= _FIRMNESS.index(wish.kind))
                or (key < other and wish.kind is AskKind.DUTY and found.kind is not AskKind.DUTY)
            )
            for other, found in best.items()
        )
    ]
    taken: set[CompetencyId] = set()
    settled: list[tuple[Requirement, Ask]] = []
    for wish in sorted(kept, key=lambda wish: (len(wish.any_of) > 1, wish.quote.start)):
        # The id of a requirement is its first alternative, and no two are the same.
        free = [one for one in wish.any_of if one not in taken]
        if not free:
            continue
        taken.add(free[0])
        any_of = (free[0], *(one for one in wish.any_of if one != free[0]))
        names = [lexicon.competency(one) for one in any_of]
        settled.append(
            (
                Requirement(
                    name=name_alternatives(names),
                    any_of=any_of,
                    weight=WEIGHT_OF[wish.kind],
                    why=WHY[wish.kind],
                ),
                Ask(kind=wish.kind, quote=wish.quote),
            )
        )
    return sorted(settled, key=lambda pair: pair[1].quote.start)
