"""Rules about the structure: contact, headings, entries, and length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ats_audit.judge.layout_rules import GREENHOUSE
from ats_audit.judge.passages import find_email, find_phone
from ats_audit.judge.rules import Hit, Rule, name_all, quote_times
from ats_audit.model import SectionKind, Severity, WholeDocument
from ats_audit.words import layout as words
from ats_audit.words.judging import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import Entry, Section

TEXTKERNEL = "https://developer.textkernel.com/tx-platform/v10/resume-parser/overview/parser-output/"
"""Textkernel's own page on what its parser reports about a résumé, missing contact included."""
CAREER_CENTER = "https://machias.edu/career-services/career-center/current-students-alumni/resume-writing/"
"""A university's career centre on length and on scope and results."""
GOOGLE_TALENT = "https://rubydoc.info/gems/google-cloud-talent/0.3.0/Google/Cloud/Talent/V4beta1/ParseResumeOptions"
"""Reference of Google's own client: skills come from a section meant to list skills."""
TEXTKERNEL_EXPERIENCE = (
    "https://textkernel.github.io/tx-java/com/textkernel/tx/models/resume/employment/ExperienceSummary.html"
)
"""Textkernel's own reference: months of experience come from the start and end dates of the jobs."""
MIAMI = "https://www.miamioh.edu/regionals/student-life/career-services/resumes/applicant-tracking-system/index.html"
"""A university's career centre on files for applicant tracking systems, bullets included."""

MAX_PAGES = 3
"""A résumé longer than this is told so; most career centres say two, experienced people are allowed a third."""
MAX_WORDS = 2_000
"""The same for formats without pages: three full pages of prose hold about 650 words each."""
_USUAL_SECTIONS = (
    SectionKind.SUMMARY,
    SectionKind.SKILLS,
    SectionKind.EXPERIENCE,
    SectionKind.PROJECTS,
    SectionKind.EDUCATION,
    SectionKind.CERTIFICATIONS,
)
MIN_WORDS_FOR_HEADINGS = 60
"""A text shorter than this is too short to miss headings in."""

_YEAR: Final = re.compile(r"(?<!\d)(?:(?:19|20)(?:\d\d|XX)|['’]\d\d)(?!\d)", re.IGNORECASE)
_ODD_BULLET: Final = re.compile(r"^[ \t]*([➢➣➤➔➜➝➞➙→⇒⇨►▶▸▹❖◆◇♦✦✧★☆✪✓✔☑✅✗✘☞☛»›])[ \t]+\S", re.MULTILINE)
_SHORT_LINE: Final = 40
"""Characters of a line up to which a year in it may be a job's; in a longer one it belongs to the sentence."""
_FEWEST_BULLETS: Final = 2
"""A sign that opens one line alone is no bullet."""


def _check_email(grounds: Grounds) -> Iterator[Hit]:
    if find_email(grounds.text) is None:
        yield Hit(message=words.NO_EMAIL.message, fix=words.NO_EMAIL.fix, place=WholeDocument())


def _check_phone(grounds: Grounds) -> Iterator[Hit]:
    if find_phone(grounds.text) is None:
        yield Hit(message=words.NO_PHONE.message, fix=words.NO_PHONE.fix, place=WholeDocument())


def _check_length(grounds: Grounds) -> Iterator[Hit]:
    pages, total = grounds.document.pages, len(grounds.text.split())
    if pages is not None and pages > MAX_PAGES:
        length = words.LENGTH_IN_PAGES.format(n=pages)
    elif pages is None and total > MAX_WORDS:
        length = words.LENGTH_IN_WORDS.format(n=total)
    else:
        return
    yield Hit(message=words.LONG.message.format(length=length), fix=words.LONG.fix, place=WholeDocument())


def _check_unknown_headings(grounds: Grounds) -> Iterator[Hit]:
    unknown = [
        section
        for section in grounds.document.full.sections
        if section.kind is SectionKind.OTHER and section.heading_end > section.heading_start
    ]
    if unknown:
        headings = (grounds.text[section.heading_start : section.heading_end].strip() for section in unknown)
        names = list(dict.fromkeys(quote_times(heading, 1) for heading in headings))
        yield Hit(
            message=words.UNKNOWN_HEADING.message.format(names=name_all(names)),
            fix=words.UNKNOWN_HEADING.fix.format(accepted=_accepted_headings(grounds)),
            place=grounds.place(unknown[0].heading_start, unknown[0].heading_end),
        )


def _accepted_headings(grounds: Grounds) -> str:
    """For each usual section the heading that most parsers accept, in the order in which a résumé has them."""
    best = (grounds.lexicon.headings_of(kind)[:1] for kind in _USUAL_SECTIONS)
    return BETWEEN.join(heading.title() for (heading,) in filter(None, best)) or words.USUAL_HEADINGS


def _check_experience_heading(grounds: Grounds) -> Iterator[Hit]:
    kinds = {section.kind for section in grounds.document.full.sections}
    if len(grounds.text.split()) >= MIN_WORDS_FOR_HEADINGS and SectionKind.EXPERIENCE not in kinds:
        yield Hit(message=words.NO_EXPERIENCE.message, fix=words.NO_EXPERIENCE.fix, place=WholeDocument())


def _check_skills_heading(grounds: Grounds) -> Iterator[Hit]:
    kinds = {section.kind for section in grounds.document.full.sections}
    if len(grounds.text.split()) >= MIN_WORDS_FOR_HEADINGS and SectionKind.SKILLS not in kinds:
        yield Hit(message=words.NO_SKILLS.message, fix=words.NO_SKILLS.fix, place=WholeDocument())


def _iter_undated(grounds: Grounds) -> Iterator[Entry]:
    """Yield the jobs that name post and employer, and no date anywhere near."""
    for section in grounds.document.full.sections:
        if section.kind is SectionKind.EXPERIENCE:
            lone = [entry for entry in section.entries if entry.period is None]
            # As many years beside the entries as entries without dates: they stand in a column of their own.
            if lone and len(_years_beside(section, grounds.text)) < len(lone):
                yield from (entry for entry in lone if _names_job(entry, grounds.text))


def _names_job(entry: Entry, text: str) -> bool:
    return entry.title is not None and entry.employer is not None and not _YEAR.search(text, entry.start, entry.body)


def _years_beside(section: Section, text: str) -> list[str]:
    """The years in lines of *section* that are short, and in no period of an entry."""
    periods = [entry.period for entry in section.entries if entry.period is not None]
    return [
        found[0]
        for found in _YEAR.finditer(text, section.start, section.end)
        if not any(period.start <= found.start() < period.end for period in periods)
        and len(_line_around(text, found.start())) <= _SHORT_LINE
    ]


def _line_around(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[start : len(text) if end < 0 else end].strip()


def _check_undated(grounds: Grounds) -> Iterator[Hit]:
    undated = list(_iter_undated(grounds))
    if undated:
        titles = (grounds.text[slice(*entry.title)].strip() for entry in undated if entry.title is not None)
        names = list(dict.fromkeys(quote_times(title, 1) for title in titles))
        first = undated[0]
        yield Hit(
            message=words.UNDATED_JOBS[len(undated) > 1].format(names=name_all(names)),
            fix=words.UNDATED_JOBS_FIX,
            place=grounds.place(first.start, first.body),
        )


def _check_bullets(grounds: Grounds) -> Iterator[Hit]:
    found = list(_ODD_BULLET.finditer(grounds.text))
    if len(found) >= _FEWEST_BULLETS:
        signs = list(dict.fromkeys(match[1] for match in found))
        yield Hit(
            message=words.ODD_BULLETS.message.format(n=len(found), signs=name_all(signs)),
            fix=words.ODD_BULLETS.fix,
            place=grounds.place(found[0].start(1), found[0].end(1)),
        )


STRUCTURE_RULES: tuple[Rule, ...] = (
    Rule(
        code="ATS-L13", severity=Severity.INFO, title=words.TITLES["ATS-L13"], source=CAREER_CENTER, check=_check_length
    ),
    Rule(code="ATS-L14", severity=Severity.ERROR, title=words.TITLES["ATS-L14"], source=TEXTKERNEL, check=_check_email),
    Rule(
        code="ATS-L15", severity=Severity.WARNING, title=words.TITLES["ATS-L15"], source=TEXTKERNEL, check=_check_phone
    ),
    Rule(
        code="ATS-L16",
        severity=Severity.INFO,
        title=words.TITLES["ATS-L16"],
        source=GREENHOUSE,
        check=_check_unknown_headings,
    ),
    Rule(
        code="ATS-L17",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L17"],
        source=GREENHOUSE,
        check=_check_experience_heading,
    ),
    Rule(
        code="ATS-L20",
        severity=Severity.INFO,
        title=words.TITLES["ATS-L20"],
        source=GOOGLE_TALENT,
        check=_check_skills_heading,
    ),
    Rule(
        code="ATS-L23",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L23"],
        source=TEXTKERNEL_EXPERIENCE,
        check=_check_undated,
    ),
    Rule(code="ATS-L25", severity=Severity.INFO, title=words.TITLES["ATS-L25"], source=MIAMI, check=_check_bullets),
)
