"""Reading a job advert: which competencies it asks for, how, and in which words.

Every heuristic of the modules `advert*` and their tables is measured by benchmarks/judge/run_adverts.py.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from ats_audit.judge.advert_kinds import judge_kinds, kind_at, kind_of
from ats_audit.judge.advert_lists import is_offered, list_names
from ats_audit.judge.advert_text import Statement, find_title, iter_statements
from ats_audit.judge.advert_words import (
    DEGREE,
    EXPERIENCE,
    NUMBERS,
    OR_SIMILAR,
    YEARS,
)
from ats_audit.judge.passages import opening_at
from ats_audit.judge.wording import name_alternatives
from ats_audit.model import (
    Advert,
    Ask,
    AskKind,
    ExperienceAsked,
    JobSummary,
    Quote,
    Requirement,
    Weight,
)
from ats_audit.words import judging as words

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

_FIRM = (AskKind.REQUIRED, AskKind.PREFERRED)
_FIRMNESS = (*_FIRM, AskKind.DUTY)
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
        kind = kind_of(statement)
        found = list(_iter_wishes(text, statement, ours, lexicon))
        if choice and not choice.takes(text, statement, found):
            wishes += choice.close()
            choice = None
        if statement.opens:
            wishes += choice.close() if choice else ()
            opening = kind_at(text, statement, statement.end, statement.end) or kind
            choice = _OpenChoice(opening, _quote(text, statement))
        elif choice:
            choice.found += found
            continue
        years = list(_iter_years(text, statement))
        degree = _degree(text, statement)
        wishes += found
        experience += years
        education += [degree] if degree else []
        asked = kind_at(text, statement, statement.start, statement.start)
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
    runs = list_names(text, statement, mentions, lexicon)
    kinds = judge_kinds(text, statement, runs, lexicon)
    quote = _quote(text, statement)
    for (run, alternative), kind in zip(runs, kinds, strict=True):
        if kind is None:
            continue
        if len(runs) > 1 and len(run) == 1 and is_offered(text, run):
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


def _iter_years(text: str, statement: Statement) -> Iterator[ExperienceAsked]:
    for found in YEARS.finditer(text, statement.start, statement.end):
        near = text[found.end() : min(statement.end, found.end() + _EXPERIENCE_REACH)]
        if not EXPERIENCE.search(near) and not EXPERIENCE.search(text, statement.start, found.start()):
            continue
        number = NUMBERS.get(found["number"].lower()) or float(found["number"])
        years = number if found["unit"].lower().startswith("y") else number / _MONTHS
        kind = kind_at(text, statement, found.start(), found.end())
        if kind is not None:
            yield ExperienceAsked(years=round(years, 2), ask=Ask(kind=kind, quote=_quote(text, statement)))
        return


def _degree(text: str, statement: Statement) -> Ask | None:
    found = DEGREE.search(text, statement.start, statement.end)
    if not found:
        return None
    kind = kind_at(text, statement, found.start(), found.end())
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
                    why=words.WHY_ASKED[wish.kind],
                ),
                Ask(kind=wish.kind, quote=wish.quote),
            )
        )
    return sorted(settled, key=lambda pair: pair[1].quote.start)
