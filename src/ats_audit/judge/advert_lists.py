"""The lists of a job advert: which names belong together, and where any one of them will do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ats_audit.judge.advert_words import (
    ACCEPTING,
    COURSES,
    DEGREE,
    FIELD,
    ISSUED_BY,
    OF_CERTIFICATE,
    ONE_OF_NEAR,
    OR_SIMILAR,
    SUCH_AS,
)
from ats_audit.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.judge.advert_text import Statement
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Mention

_OR = re.compile(r"\b(?:or|and/or)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|as well as|plus)\b|&", re.IGNORECASE)
_MARKS = re.compile(r"[\s,/()&;-]*")
_GAP_WORDS = 4
"""Most words between two names of one list, "or" included: "CPC certification or a CCS"."""
_ISSUER_REACH = 60
"""So many characters before the name of a body "certification through" may stand."""
_OFFER_REACH = 60
"""So many characters before a name "one of" may stand."""
_ACCEPTED = 3
"""From so many certificates in one list on, any one of them is meant."""
HARD_STOP = re.compile(r";|\bbut\b", re.IGNORECASE)
"""What ends a list."""


def list_names(
    text: str, statement: Statement, mentions: Sequence[Mention], lexicon: Lexicon
) -> list[tuple[list[Mention], bool]]:
    """What *statement* names, list by list, and whether any one of a list will do; what only describes is left out."""
    fields = _fields_of_study(text, statement)
    named = [one for one in mentions if not (_within(one, fields) or _describes(text, one, lexicon))]
    return _accepted(text, statement, _find_runs(text, named, lexicon), lexicon)


def _describes(text: str, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a name says what sort of certificate is meant: "certified through AHIMA", "a coding certification"."""
    competency = lexicon.competency(mention.competency)
    if competency.kind is Kind.METHOD:
        return OF_CERTIFICATE.match(text, mention.end) is not None
    is_body = any(mention.text in issuer.names for issuer in lexicon.issuers)
    return is_body and ISSUED_BY.search(text, max(0, mention.start - _ISSUER_REACH), mention.start) is not None


def _fields_of_study(text: str, statement: Statement) -> list[tuple[int, int]]:
    """Spans of "in health information management" behind a degree or hours: a subject, and no skill asked for."""
    degrees = [*DEGREE.finditer(text, statement.start, statement.end)][:1]
    courses = COURSES.finditer(text, statement.start, statement.end)
    subjects = (FIELD.match(text, one.end(), statement.end) for one in (*degrees, *courses))
    return [subject.span() for subject in subjects if subject]


def _within(mention: Mention, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= mention.start < end for start, end in spans)


def _accepted(
    text: str, statement: Statement, runs: list[tuple[list[Mention], bool]], lexicon: Lexicon
) -> list[tuple[list[Mention], bool]]:
    """*runs* as one choice where they are the certificates that "certifications include" names, else as they are."""
    every = [mention for run, _ in runs for mention in run]
    listed = are_certificates(every, lexicon) and ACCEPTING.search(text, statement.start, every[0].start)
    return [(every, True)] if listed else runs


def _find_runs(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> list[tuple[list[Mention], bool]]:
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
        return len(words) <= most and not HARD_STOP.search(gap)
    if not _MARKS.fullmatch(gap):
        return False
    closed = any(_AND.search(before) or _OR.search(before) for before in gaps)
    certified = [lexicon.competency(one.competency).kind is Kind.CERTIFICATION for one in (last, mention)]
    return not closed and certified[0] == certified[1]


def _is_choice(text: str, run: Sequence[Mention], gaps: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether any one of *run* will do."""
    if OR_SIMILAR.match(text, run[-1].end) or is_offered(text, run):
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
    return kinds == {Kind.CERTIFICATION} and len({mention.competency for mention in run}) >= _ACCEPTED


def is_offered(text: str, run: Sequence[Mention]) -> bool:
    """Whether words such as "at least one of" stand before *run*."""
    return ONE_OF_NEAR.search(text, max(0, run[0].start - _OFFER_REACH), run[0].start) is not None


def are_certificates(run: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Whether *run* lists the certificates that an employer accepts: nobody does so without asking for one."""
    return len({one.competency for one in run}) > 1 and all(
        lexicon.competency(one.competency).kind is Kind.CERTIFICATION for one in run
    )
