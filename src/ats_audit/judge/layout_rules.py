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
_PART_NAMES = {
    BlockKind.BODY: "in columns or lines that they take in another order",
    BlockKind.TABLE: "in a table",
    BlockKind.TEXTBOX: "in a text box",
    BlockKind.HEADER: "in a page header",
    BlockKind.FOOTER: "in a page footer",
    BlockKind.FOOTNOTE: "in a footnote",
}
_ASIDE = frozenset({BlockKind.TEXTBOX, BlockKind.HEADER, BlockKind.FOOTER, BlockKind.FOOTNOTE})


def _times(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {many}"


def _fact_place(fact: Fact, grounds: Grounds) -> Place:
    if fact.start is not None and fact.end is not None:
        return grounds.place(fact.start, fact.end)
    return WholeDocument() if fact.page is None else PagePlace(page=fact.page)


def _fact_check(kind: FactKind, one: str, many: str, fix: str) -> Callable[[Grounds], Iterator[Hit]]:
    """A check for one sort of layout fact: one hit in all, placed where the first of its kind stands."""

    def check(grounds: Grounds) -> Iterator[Hit]:
        facts = [fact for fact in grounds.document.facts if fact.kind is kind]
        if facts:
            count = sum(fact.count for fact in facts)
            pages = sorted({fact.page for fact in facts if fact.page is not None})
            where = f" on page {name_all([str(page) for page in pages])}" if pages else ""
            yield Hit(message=f"{_times(count, one, many)}{where}.", fix=fix, place=_fact_place(facts[0], grounds))

    return check


def _check_contact_aside(grounds: Grounds) -> Iterator[Hit]:
    strict = next((reading.text for reading in grounds.document.readings if reading.kind is ReadingKind.STRICT), None)
    for find, name in ((find_email, "e-mail address"), (find_phone, "phone number")):
        found = find(grounds.text)
        if found is None:
            continue
        kind = grounds.block_kind_at(found[0])
        lost = strict is not None and find(strict) is None
        if lost or kind in _ASIDE:
            yield Hit(
                message=f"The only {name} stands {_PART_NAMES[kind]}: some parsers file the résumé without it.",
                fix=f"Write the {name} as a plain line in the body, under your name at the top of the first page.",
                place=grounds.place(*found),
            )


def _check_size(grounds: Grounds) -> Iterator[Hit]:
    for fact in grounds.document.facts:
        if fact.kind is FactKind.LARGE_FILE:
            yield Hit(
                message=f"The file has {fact.count / 1_000_000:.1f} MB, which is more than some systems take.",
                fix=f"Keep it below {MAX_MEGABYTES} MB: make pictures smaller, or leave them out.",
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
        verb = "stands" if len(names) == 1 else "stand"
        yield Hit(
            message=f"{name_all(names)} {verb} only {_PART_NAMES[part]}: weaker parsers lose "
            f"{'it' if len(names) == 1 else 'them'}.",
            fix=f"Name {'it' if len(names) == 1 else 'each'} once more in a plain line of the body: a bullet of the "
            "job where you used it, or the skills section in a single column.",
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
        yield Hit(
            message=f"{name_all([grounds.lexicon.competency(one).name for one in competencies])}: read under another "
            "section, or only in part, by parsers that take lines or tables in another order.",
            fix="Let every job, with its heading and bullets, run as one column of plain paragraphs.",
            place=grounds.place_of(moved[competencies[0]]),
        )


LAYOUT_RULES: tuple[Rule, ...] = (
    Rule(
        code="ATS-L01",
        severity=Severity.WARNING,
        title="Columns",
        source=GREENHOUSE,
        check=_fact_check(
            FactKind.COLUMNS,
            "place where text stands in columns",
            "places where text stands in columns",
            "Use one column from top to bottom. Parsers that read line by line mix the columns into each other.",
        ),
    ),
    Rule(
        code="ATS-L02",
        severity=Severity.WARNING,
        title="Table",
        source=GREENHOUSE,
        check=_fact_check(
            FactKind.TABLE,
            "table",
            "tables",
            "Turn tables into plain lines: one job, one skill group or one certificate a line, separated by commas.",
        ),
    ),
    Rule(
        code="ATS-L03",
        severity=Severity.WARNING,
        title="Text box",
        source=GREENHOUSE,
        check=_fact_check(
            FactKind.TEXTBOX,
            "text box",
            "text boxes",
            "Move the text out of boxes and shapes into the body; many parsers skip them whole.",
        ),
    ),
    Rule(
        code="ATS-L04",
        severity=Severity.INFO,
        title="Text in a page header or footer",
        source=GREENHOUSE,
        check=_fact_check(
            FactKind.HEADER_TEXT,
            "page header or footer with text",
            "page headers or footers with text",
            "Keep nothing but a page number there; names, contact and skills belong in the body.",
        ),
    ),
    Rule(
        code="ATS-L05",
        severity=Severity.ERROR,
        title="Contact where parsers do not look",
        source=GREENHOUSE,
        check=_check_contact_aside,
    ),
    Rule(
        code="ATS-L06",
        severity=Severity.ERROR,
        title="Hidden text",
        source=WHITE_FONTING,
        check=_fact_check(
            FactKind.HIDDEN_TEXT,
            "character of text that a person cannot see, left out of this audit",
            "characters of text that a person cannot see, left out of this audit",
            "Remove it. Select all and set one colour and size to find it. Recruiters see it, and read it as a trick, "
            "even where a template put it there.",
        ),
    ),
    Rule(
        code="ATS-L07",
        severity=Severity.WARNING,
        title="Letter-spaced words",
        source=GREENHOUSE,
        check=_fact_check(
            FactKind.LETTER_SPACED,
            "word with spaces between its letters",
            "words with spaces between their letters",
            'Type the word without spaces ("SKILLS", not "S K I L L S") and spread it with the font setting instead.',
        ),
    ),
    Rule(
        code="ATS-L08",
        severity=Severity.ERROR,
        title="Characters that cannot be read",
        source=PDF_TEXT,
        check=_fact_check(
            FactKind.UNMAPPED_GLYPHS,
            "character that has no meaning as text",
            "characters that have no meaning as text",
            "Export the file again with a common font such as Arial or Calibri; then copy the text out and see that it "
            "is whole.",
        ),
    ),
    Rule(
        code="ATS-L09",
        severity=Severity.INFO,
        title="Icons in place of words",
        source=UNICODE_PRIVATE_USE,
        check=_fact_check(
            FactKind.ICON_FONT,
            "icon from a symbol font",
            "icons from a symbol font",
            'Write the word: "Phone", "E-mail", "LinkedIn". To a parser an icon is an unknown letter.',
        ),
    ),
    Rule(
        code="ATS-L10",
        severity=Severity.ERROR,
        title="Page that is a picture",
        source=LEVER,
        check=_fact_check(
            FactKind.IMAGE_PAGE,
            "page that is a picture without text",
            "pages that are pictures without text",
            "Export the page as text from the program that made it. If you cannot select a word with the cursor, a "
            "parser cannot read it.",
        ),
    ),
    Rule(
        code="ATS-L11",
        severity=Severity.WARNING,
        title="Words run together",
        source="",
        check=_fact_check(
            FactKind.GLUED_WORDS,
            "place where words run together",
            "places where words run together",
            "Export the file again from the program that made it, without justified text or tabs in place of spaces.",
        ),
    ),
    Rule(
        code="ATS-L12",
        severity=Severity.INFO,
        title="Part that was not read",
        source="",
        check=_fact_check(
            FactKind.UNREAD_PART,
            "part that was not read, such as an embedded document",
            "parts that were not read, such as embedded documents",
            "Paste what stands in it into the résumé as plain text, or remove it.",
        ),
    ),
    Rule(
        code="ATS-L18",
        severity=Severity.WARNING,
        title="Competency that weaker parsers lose",
        source=GREENHOUSE,
        check=_check_lost,
    ),
    Rule(
        code="ATS-L19",
        severity=Severity.INFO,
        title="Competency that weaker parsers misplace",
        source=GREENHOUSE,
        check=_check_moved,
    ),
    Rule(code="ATS-L24", severity=Severity.INFO, title="Large file", source=GREENHOUSE, check=_check_size),
)
