"""Rules about the layout: what stands on the page and does not reach every parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.judge.passages import find_email, find_phone
from ats_audit.judge.rules import Hit, Rule, name_all
from ats_audit.model import (
    BlockKind,
    FactKind,
    PagePlace,
    Place,
    ReadingKind,
    Severity,
    WholeDocument,
)
from ats_audit.words import layout as words
from ats_audit.words.forms import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import CompetencyId, Fact, Mention

GREENHOUSE = "https://support.greenhouse.io/hc/en-us/articles/200989175"
"""Greenhouse's own list of what makes a résumé fail to parse."""
LEVER = "https://help.lever.co/hc/en-us/articles/20087345054749-Understanding-resume-parsing"
"""Lever's own page on what its parser reads."""
WHITE_FONTING = "https://www.worklife.news/talent/wtf-is-white-fonting/"
"""A primer on hidden words, with the view of an applicant tracking system's founder."""
UNICODE_PRIVATE_USE = "https://www.unicode.org/faq/private_use.html"
"""Unicode on private-use characters: their meaning is a private agreement."""
PDF_TEXT = "https://verypdf.com/document/pdf-format-reference/pg_0471.htm"
"""Adobe's PDF Reference on extracting text: a character without a mapping has no meaning that can be found out."""

MAX_MEGABYTES = 2.5
"""The size of a file from which extraction tells it, in Greenhouse's words the most that is parsed."""
_ASIDE = frozenset({BlockKind.TEXTBOX, BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE})


def _fact_place(fact: Fact, grounds: Grounds) -> Place:
    if fact.start is not None and fact.end is not None:
        return grounds.place(fact.start, fact.end)
    return WholeDocument() if fact.page is None else PagePlace(page=fact.page)


def _fact_check(kind: FactKind) -> Callable[[Grounds], Iterator[Hit]]:
    """A check for one sort of layout fact: one hit in all, placed where the first of its kind stands."""

    def check(grounds: Grounds) -> Iterator[Hit]:
        facts = [fact for fact in grounds.document.facts if fact.kind is kind]
        if facts:
            what = count(sum(fact.count for fact in facts), words.FACTS[kind])
            pages = sorted({fact.page for fact in facts if fact.page is not None})
            form = words.FACT_ON_PAGES if pages else words.FACT
            yield Hit(
                message=form.format(what=what, pages=name_all([str(page) for page in pages])),
                fix=words.FACT_FIXES[kind],
                place=_fact_place(facts[0], grounds),
            )

    return check


def _check_contact_aside(grounds: Grounds) -> Iterator[Hit]:
    strict = next((reading.text for reading in grounds.document.readings if reading.kind is ReadingKind.STRICT), None)
    for find, contact in ((find_email, words.EMAIL), (find_phone, words.PHONE)):
        found = find(grounds.text)
        if found is None:
            continue
        kind = grounds.block_kind_at(found[0])
        lost = strict is not None and find(strict) is None
        if lost or kind in _ASIDE:
            yield Hit(
                message=words.CONTACT_ASIDE.message.format(contact=contact, where=words.WHERE[kind]),
                fix=words.CONTACT_ASIDE.fix.format(contact=contact),
                place=grounds.place(*found),
            )


def _check_size(grounds: Grounds) -> Iterator[Hit]:
    for fact in grounds.document.facts:
        if fact.kind is FactKind.LARGE_FILE:
            yield Hit(
                message=words.LARGE.message.format(megabytes=fact.count / 1_000_000),
                fix=words.LARGE.fix.format(most=MAX_MEGABYTES),
                place=WholeDocument(),
            )


def _lost(grounds: Grounds) -> dict[CompetencyId, Mention]:
    """Competencies that stand in the full reading and earn nothing in a weaker one, with their first mention."""
    return {
        competency: mentions[0]
        for competency, mentions in grounds.mentioned.items()
        if grounds.claims[competency].credit > 0
        and any(competency not in claims or claims[competency].credit == 0 for claims in grounds.weaker.values())
    }


def _relevant_first(grounds: Grounds, lost: dict[CompetencyId, Mention]) -> list[CompetencyId]:
    return sorted(lost, key=lambda competency: (competency not in grounds.serving, lost[competency].start, competency))


def _check_lost(grounds: Grounds) -> Iterator[Hit]:
    lost = _lost(grounds)
    by_part: dict[BlockKind, list[CompetencyId]] = {}
    for competency in _relevant_first(grounds, lost):
        by_part.setdefault(grounds.block_kind_at(lost[competency].start), []).append(competency)
    for part, competencies in by_part.items():
        names = [grounds.lexicon.competency(competency).name for competency in competencies]
        said = words.LOST.of(len(names))
        yield Hit(
            message=said.message.format(names=name_all(names), where=words.WHERE[part]),
            fix=said.fix,
            place=grounds.place_of(lost[competencies[0]]),
            competency=competencies[0] if len(competencies) == 1 else None,
        )


def _check_moved(grounds: Grounds) -> Iterator[Hit]:
    lost = _lost(grounds)
    moved = {
        competency: grounds.mentioned[competency][0]
        for competency in grounds.score.at_risk
        if competency in grounds.serving and competency not in lost
    }
    if moved:
        competencies = _relevant_first(grounds, moved)
        names = [grounds.lexicon.competency(one).name for one in competencies]
        yield Hit(
            message=words.MOVED.message.format(names=name_all(names)),
            fix=words.MOVED.fix,
            place=grounds.place_of(moved[competencies[0]]),
        )


LAYOUT_RULES: tuple[Rule, ...] = (
    Rule(
        code="ATS-L01",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L01"],
        source=GREENHOUSE,
        check=_fact_check(FactKind.COLUMNS),
    ),
    Rule(
        code="ATS-L02",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L02"],
        source=GREENHOUSE,
        check=_fact_check(FactKind.TABLE),
    ),
    Rule(
        code="ATS-L03",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L03"],
        source=GREENHOUSE,
        check=_fact_check(FactKind.TEXTBOX),
    ),
    Rule(
        code="ATS-L04",
        severity=Severity.INFO,
        title=words.TITLES["ATS-L04"],
        source=GREENHOUSE,
        check=_fact_check(FactKind.HEADER_TEXT),
    ),
    Rule(
        code="ATS-L05",
        severity=Severity.ERROR,
        title=words.TITLES["ATS-L05"],
        source=GREENHOUSE,
        check=_check_contact_aside,
    ),
    Rule(
        code="ATS-L06",
        severity=Severity.ERROR,
        title=words.TITLES["ATS-L06"],
        source=WHITE_FONTING,
        check=_fact_check(FactKind.HIDDEN_TEXT),
    ),
    Rule(
        code="ATS-L07",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L07"],
        source=GREENHOUSE,
        check=_fact_check(FactKind.LETTER_SPACED),
    ),
    Rule(
        code="ATS-L08",
        severity=Severity.ERROR,
        title=words.TITLES["ATS-L08"],
        source=PDF_TEXT,
        check=_fact_check(FactKind.UNMAPPED_GLYPHS),
    ),
    Rule(
        code="ATS-L09",
        severity=Severity.INFO,
        title=words.TITLES["ATS-L09"],
        source=UNICODE_PRIVATE_USE,
        check=_fact_check(FactKind.ICON_FONT),
    ),
    Rule(
        code="ATS-L10",
        severity=Severity.ERROR,
        title=words.TITLES["ATS-L10"],
        source=LEVER,
        check=_fact_check(FactKind.IMAGE_PAGE),
    ),
    Rule(
        code="ATS-L11",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L11"],
        source="",
        check=_fact_check(FactKind.GLUED_WORDS),
    ),
    Rule(
        code="ATS-L12",
        severity=Severity.INFO,
        title=words.TITLES["ATS-L12"],
        source="",
        check=_fact_check(FactKind.UNREAD_PART),
    ),
    Rule(
        code="ATS-L18",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L18"],
        source=GREENHOUSE,
        check=_check_lost,
    ),
    Rule(
        code="ATS-L19",
        severity=Severity.INFO,
        title=words.TITLES["ATS-L19"],
        source=GREENHOUSE,
        check=_check_moved,
    ),
    Rule(code="ATS-L24", severity=Severity.INFO, title=words.TITLES["ATS-L24"], source=GREENHOUSE, check=_check_size),
)
