"""Rules about the bullets that tell of work: figures, age, and how they open."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.judge.form_rules import by_place
from ats_audit.judge.passages import TOKEN, is_bullet, iter_lines, opening_at, words_of
from ats_audit.judge.rules import MAX_NAMED, Hit, Rule, name_all, name_either, quote_times
from ats_audit.model import SectionKind, Severity, Weight
from ats_audit.words import judging as words
from ats_audit.words.judging import TITLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ats_audit.judge.grounds import Grounds
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import CompetencyId, WeakOpener

SCOPE_AND_RESULTS = "https://machias.edu/career-services/career-center/current-students-alumni/resume-writing/"
"""A university's career centre: a résumé tells scope and results."""
OPENERS = "https://www.candidate.so/glossary/action-verbs"
"""A glossary for candidates, with a list of weak openers."""
UNMEASURED = "ATS-P16"
"""Code of the one finding that hangs on weights; see `ats_audit.judge.balance`."""
MIN_BULLETS = 4
"""With fewer bullets about the core of the role there is nothing to say about figures in them."""
MEASURED_SHARE = 0.25
"""Below this share of bullets with a figure, the finding is made."""
OLD_YEARS = 8
"""Years between the end of an entry and the newest year of the résumé from which on the entry is old."""
_WORK = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})
_RANGE = re.compile(
    r"(?:19|20)\d\d(?:/\d\d?)?[ \t]*(?:-|–|—|to|until)[ \t]*"
    r"(?:(?P<open>present|current|now|today|date)|(?:[A-Za-z]{3,9}\.?[ \t]+|\d\d?/)?(?P<end>(?:19|20)\d\d))",
    re.IGNORECASE,
)


class Bullet(NamedTuple):
    """A bullet about work."""

    competencies: tuple[CompetencyId, ...]
    """What stands in it of what is asked for, sorted."""
    measured: bool
    """Whether it has a figure."""


def list_bullets(grounds: Grounds) -> dict[tuple[int, int], Bullet]:
    """The bullets about work in which anything stands that is asked for, by their span, in order of the text."""
    found: dict[tuple[int, int], set[CompetencyId]] = {}
    for mention in grounds.mentions:
        if mention.section is SectionKind.EXPERIENCE and mention.competency in grounds.weights:
            found.setdefault(grounds.passages.bullet_at(mention.start), set()).add(mention.competency)
    return {span: Bullet(tuple(sorted(ids)), grounds.passages.is_measured(span)) for span, ids in found.items()}


def is_unmeasured(bullets: Collection[Bullet]) -> bool:
    """Whether too few of the bullets about the core have a figure."""
    measured = sum(bullet.measured for bullet in bullets)
    return len(bullets) >= MIN_BULLETS and measured < MEASURED_SHARE * len(bullets)


def is_core(bullet: Bullet, weights: Mapping[CompetencyId, Weight]) -> bool:
    """Whether anything stands in *bullet* that is core."""
    return any(weights[one] is Weight.CORE for one in bullet.competencies)


def _check_unmeasured(grounds: Grounds) -> Iterator[Hit]:
    bullets = {span: one for span, one in list_bullets(grounds).items() if is_core(one, grounds.weights)}
    plain = [span for span, bullet in bullets.items() if not bullet.measured]
    measured = len(bullets) - len(plain)
    if is_unmeasured(bullets.values()):
        yield Hit(
            message=words.UNMEASURED[min(measured, 2)].format(n=len(bullets), measured=measured),
            fix=words.UNMEASURED_FIX,
            place=grounds.place(*plain[0]),
        )


def _check_old(grounds: Grounds) -> Iterator[Hit]:
    starts, ends = _entry_years(grounds)
    newest = max(ends, default=0)
    old: list[CompetencyId] = []
    for competency in grounds.serving:
        mentions = grounds.mentioned[competency]
        at = bisect_right(starts, mentions[0].start) - 1
        alone = len(mentions) == 1 and mentions[0].section is SectionKind.EXPERIENCE
        if alone and at >= 0 and newest - ends[at] >= OLD_YEARS:
            old.append(competency)
    if old:
        old = by_place(grounds, old)
        yield Hit(
            message=words.OLD.message.format(
                years=OLD_YEARS, names=name_all([grounds.lexicon.competency(one).name for one in old])
            ),
            fix=words.OLD.fix,
            place=grounds.place_of(grounds.mentioned[old[0]][0]),
            competency=old[0] if len(old) == 1 else None,
        )


def _entry_years(grounds: Grounds) -> tuple[list[int], list[int]]:
    """Where the dated entries of experience begin, and the year in which each ended; "present" is the newest year.

    Where the reading of the file told no entries apart, a line with a range of years begins one.
    """
    dated: list[tuple[int, int | None]] = []
    for section in grounds.document.full.sections:
        if section.kind is SectionKind.EXPERIENCE:
            dated += (
                (entry.start, entry.period.last.year if entry.period.last else None)
                for entry in section.entries
                if entry.period is not None
            )
            if any(entry.period is not None for entry in section.entries):
                continue
            for start, end in iter_lines(grounds.text, section.start, section.end):
                found = None if is_bullet(grounds.text, start) else _RANGE.search(grounds.text, start, end)
                if found:
                    dated.append((start, int(found["end"]) if found["end"] else None))
    years = [int(year) for found in _RANGE.finditer(grounds.text) for year in re.findall(r"(?:19|20)\d\d", found[0])]
    newest = max(years, default=0)
    return [start for start, _ in dated], [newest if year is None else year for _, year in dated]


def _index_openers(lexicon: Lexicon) -> tuple[dict[tuple[str, ...], WeakOpener], frozenset[str]]:
    """The weak openers by their words, and the first words of all."""
    openers = {words_of(opener.text): opener for opener in lexicon.openers}
    return openers, frozenset(way[0] for way in openers)


def _check_weak_openers(grounds: Grounds) -> Iterator[Hit]:
    openers, first_words = grounds.ladder.remember(("openers",), partial(_index_openers, grounds.lexicon))
    longest = max(map(len, openers), default=0)
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end in _iter_openings(grounds):
        first = TOKEN.search(grounds.text, start, end)
        if first is None or first[0].lower() not in first_words:
            continue
        tokens = list(islice(TOKEN.finditer(grounds.text, start, end), longest))
        for count in range(len(tokens), 0, -1):
            opener = openers.get(tuple(token[0].lower() for token in tokens[:count]))
            if opener is not None:
                found.setdefault(opener.text, []).append((start, tokens[count - 1].end()))
                break
    if found:
        known = {opener.text: opener for opener in openers.values()}
        spans = [span for places in found.values() for span in places]
        named = [quote_times(text, len(places)) for text, places in found.items()]
        advice = [
            words.STRONGER.format(text=text, verbs=name_either(known[text].stronger))
            for text in list(found)[:MAX_NAMED]
        ]
        yield Hit(
            message=words.WEAK_OPENERS[len(spans) > 1].format(n=len(spans), names=name_all(named)),
            fix=words.WEAK_OPENERS_FIX.format(advice=words.SEMICOLON.join(advice)),
            place=grounds.place(*min(spans)),
        )


def _iter_openings(grounds: Grounds) -> Iterator[tuple[int, int]]:
    """Spans of lines of work behind their bullet signs: bullets, and lines that open with a capital."""
    for section in grounds.document.full.sections:
        if section.kind in _WORK:
            for start, end in iter_lines(grounds.text, section.start, section.end):
                opening = opening_at(grounds.text, start)
                if is_bullet(grounds.text, start) or grounds.text[opening:end][:1].isupper():
                    yield opening, end


BULLET_RULES: tuple[Rule, ...] = (
    Rule(
        code=UNMEASURED,
        severity=Severity.INFO,
        title=TITLES[UNMEASURED],
        source=SCOPE_AND_RESULTS,
        check=_check_unmeasured,
    ),
    Rule(code="ATS-P17", severity=Severity.INFO, title=TITLES["ATS-P17"], source="", check=_check_old),
    Rule(code="ATS-P18", severity=Severity.INFO, title=TITLES["ATS-P18"], source=OPENERS, check=_check_weak_openers),
)
