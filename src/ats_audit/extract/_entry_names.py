"""Titles and employers: which part of an entry's heading lines names the post, and which the employer or school."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from ats_audit.model import SectionKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEAD: Final = 100
"""Most characters of a line that names post and employer."""
_LIST_WORDS: Final = 5
"""Words behind the dates from which they are a list of tools rather than an employer, unless a word says so."""
_STRONG: Final = re.compile(r"\t+|\s+[|•·∙]\s+|\s+[–—-]\s+|\s{3,}|\n+")
_TRIM: Final = " \t\r\n,;:|•·∙–—-()[]#*_"
_REMOTE: Final = re.compile(
    r"(?:remote|hybrid|on-?site|full[- ]time|part[- ]time|contract|\d+ (?:years?|months?|yrs?|mos?).*)$", re.IGNORECASE
)
_REGION: Final = re.compile(
    r"(?:[A-Z]{2}|USA?|U\.S\.A?\.?|UK|State|Remote|Canada|India|Ireland|England|Germany|France)$"
)
_NUMERAL: Final = re.compile(r"(?:[IVX]{1,4}|\d)$")
_WORDS: Final = re.compile(r"[^\W\d_][\w'’&.]*")
_TITLES: Final = frozenset(
    """
    abstractor administrator adviser advisor aide analyst apprentice architect assessor assistant associate
    assurance auditor biller biologist biostatistician captain cashier chair chemist chief clerk coach coder
    consultant controller coordinator counsellor counselor cra crc crna dentist designer developer dietitian
    director doctor editor educator engineer epidemiologist evaluator executive extern facilitator fellow
    founder generalist head hygienist informaticist inspector instructor intern internship investigator janitor
    lead leader lecturer liaison librarian lieutenant lpn manager microbiologist midwife monitor navigator nurse
    officer operator optician owner paramedic partner pathologist pharmacist phlebotomist physician physicist
    planner practitioner preceptor president principal producer professor programmer psychologist radiographer
    receptionist recruiter rep representative researcher resident reviewer rn sales scheduler scholar scientist
    scribe secretary sergeant sonographer specialist statistician steward student supervisor surgeon surveyor
    teacher technician technologist teller therapist toxicologist trainee trainer transcriptionist translator
    tutor underwriter validator veterinarian volunteer waiter waitress worker writer
    """.split()  # noqa: SIM905 - a list to read
)
"""Last words of the titles of posts, in the sense of O*NET's job titles."""
_DEGREES: Final = re.compile(
    r"\b(?:bachelor|master|doctor|associate)s?\b(?:['’]s)?|\b(?:ph\.?\s?d|m\.?b\.?a|m\.?h\.?a|m\.?p\.?h|m\.?sc?|b\.?sc?|b\.?a|m\.?a|a\.?a\.?s?|b\.?s\.?n"
    r"|m\.?s\.?n|d\.?n\.?p|pharm\.?\s?d|m\.?d|j\.?d|b\.?tech|m\.?tech|b\.?com|b\.?pharm|m\.?pharm|m\.?phil|ged)\b\.?"
    r"|\b(?:diploma|certificate|degree|minor|major)\b",
    re.IGNORECASE,
)
_BODIES: Final = frozenset(
    """
    academy agency associates association authority bank biologics biometrics biosciences biotech bureau care
    center centre church city clinic clinical clinics co college company consultants consulting corp corporation
    council county department devices diagnostics district financial foundation genomics gmbh group health healthcare
    holdings hospice hospital hospitals inc incorporated industries institute institutes insurance international
    lab laboratories laboratory labs limited llc llp ltd medical medicine ministry network orthopedics partners
    pharma pharmaceutical pharmaceuticals pharmacy plc practice regional registry research resources school schools
    science sciences services society software solutions state studio system systems tech technologies
    therapeutics trials trust universidad university universität université ward
    """.split()  # noqa: SIM905 - a list to read
)
"""Words in the names of employers, schools and bodies."""
_SCHOOLS: Final = frozenset(("academy", "college", "institute", "school", "universidad", "university", "université"))

_ABBREVIATED: Final = ("Inc.", "Ltd.", "Co.", "Corp.", "St.", "U.S.", "U.K.", "D.C.", "Jr.", "Sr.", "Dr.")

_Test = Callable[[str], bool]


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as running text does."""
    return text.endswith((".", ";", "!", "?")) and not text.endswith(_ABBREVIATED)


def names_both(text: str) -> bool:
    """Tell whether a long line is no running text: it names a post and an employer, set apart from each other."""
    if len(text) > _LONGEST_HEAD or not text[:1].isupper() or ends_sentence(text):
        return False
    pieces = [piece for part in _STRONG.split(text) for piece in re.split(r"\s*,\s*", part) if piece]
    return len(pieces) > 1 and any(map(is_title, pieces)) and any(map(is_body, pieces))


def name_entry(
    text: str, lines: Sequence[tuple[int, int]], dates: tuple[int, int], kind: SectionKind
) -> tuple[Span | None, Span | None]:
    """Return title and employer as far as the pieces of the head tell them apart."""
    pieces = _close_wrapped(text, [piece for line in lines for piece in _iter_pieces(text, *line, dates)])
    pieces = [piece for piece in pieces if not _is_place(text[piece.start : piece.end])]
    is_name = _is_degree if kind is SectionKind.EDUCATION else is_title
    title = next((piece for piece in pieces if is_name(text[piece.start : piece.end])), None)
    others = [piece for piece in pieces if piece is not title and not is_name(text[piece.start : piece.end])]
    employer = next((piece for piece in others if is_body(text[piece.start : piece.end])), None)
    if title is not None and employer is None and kind is SectionKind.EDUCATION:
        title, employer = _split_commas(text, title, is_name)
    if title is not None and employer is None and len(others) == 1:
        # Beside a degree a lone word is as often a subject or the end of a line.
        words = text[others[0].start : others[0].end].split()
        lone = len(words) == 1 and kind is SectionKind.EDUCATION
        listed = len(words) >= _LIST_WORDS and others[0].start >= dates[1]
        employer = None if lone or listed else others[0]
    if title is not None and employer is None:
        title, employer = _split_commas(text, title, is_name)
        if employer is None and title is not None and _holds_both(text[title.start : title.end], kind):
            title = None
    elif title is None:
        title, employer = _split_pair(text, pieces, employer, is_name)
    return title, None if employer is None else _without_place(text, employer)


def _close_wrapped(text: str, pieces: Sequence[Span]) -> list[Span]:
    """Return *pieces* with those that a line end cut: "Hudson" and "Institute" in a narrow column."""
    closed: list[Span] = []
    for piece in pieces:
        lone = text[piece.start : piece.end].lower()
        if closed and lone in _BODIES and text[closed[-1].end : piece.start].strip(" ") == "\n":
            closed[-1] = Span(closed[-1].start, piece.end)
        else:
            closed.append(piece)
    return closed


def _holds_both(written: str, kind: SectionKind) -> bool:
    """Tell whether a title goes over into the employer or the school with nothing between them to tell where."""
    if kind is SectionKind.EDUCATION:
        return any(word.lower() in _SCHOOLS for word in _WORDS.findall(written))
    # Whose place it is stands before it.
    *before, region = written.split(",")
    words = {word.lower() for word in _WORDS.findall(before[0])} if before else set()
    return bool(_REGION.match(region.strip())) and bool(words & _BODIES)


def _iter_pieces(text: str, start: int, end: int, dates: tuple[int, int]) -> Iterator[Span]:
    for low, high in ((start, min(end, dates[0])), (max(start, dates[1]), end)):
        at = low
        for mark in _STRONG.finditer(text, low, max(low, high)):
            yield from _trimmed(text, at, mark.start())
            at = mark.end()
        yield from _trimmed(text, at, high)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM and not (text[end - 1] == ")" and "(" in text[start:end]):
        end -= 1
    if end > start and any(char.isalpha() for char in text[start:end]):
        yield Span(start, end)


def _split_commas(text: str, whole: Span, is_name: _Test) -> tuple[Span, Span | None]:
    """Return what one piece holds of both: "Monitor, Northwind Trials, Leeds, UK"."""
    parts = list(_iter_comma_parts(text, whole))
    kept = _drop_place(text, parts)
    first = next((at for at, part in enumerate(kept) if is_name(text[part.start : part.end])), None)
    if first is None or len(kept) == 1:
        return whole, None
    others = [part for at, part in enumerate(kept) if at != first]
    bodies = [part for part in others if is_body(text[part.start : part.end])]
    if not bodies and len(kept) < len(parts) and len(others) == 1:
        # Whose place is told right behind it is the employer.
        bodies = others
    return (kept[first], bodies[0]) if bodies else (whole, None)


def _split_pair(
    text: str, pieces: Sequence[Span], employer: Span | None, is_name: _Test
) -> tuple[Span | None, Span | None]:
    """Return what a piece that begins with the employer holds: "Northwind Research, Research Intern"."""
    for piece in pieces:
        parts = _drop_place(text, list(_iter_comma_parts(text, piece)))
        if len(parts) == 2 and is_name(text[parts[1].start : parts[1].end]):  # noqa: PLR2004
            return parts[1], parts[0]
    return None, employer


def _iter_comma_parts(text: str, whole: Span) -> Iterator[Span]:
    at = whole.start
    for mark in re.finditer(r"\s*,\s*|\s+at\s+", text[whole.start : whole.end]):
        yield from _trimmed(text, at, whole.start + mark.start())
        at = whole.start + mark.end()
    yield from _trimmed(text, at, whole.end)


def _drop_place(text: str, parts: Sequence[Span]) -> list[Span]:
    """Return *parts* without "City, ST" at their end."""
    kept = list(parts)
    while len(kept) > 1 and _REGION.match(text[kept[-1].start : kept[-1].end]):
        kept.pop()
    return kept[:-1] if len(kept) < len(parts) and len(kept) > 1 else kept


def _without_place(text: str, employer: Span) -> Span:
    kept = _drop_place(text, list(_iter_comma_parts(text, employer)))
    return Span(employer.start, kept[-1].end) if kept else employer


def _is_place(written: str) -> bool:
    if _REMOTE.match(written):
        return True
    city, comma, region = written.rpartition(",")
    return bool(comma) and "," not in city and bool(_REGION.match(region.strip())) and not is_body(city)


def is_title(written: str) -> bool:
    words = [word for word in _WORDS.findall(written.partition(",")[0]) if not _NUMERAL.match(word)]
    if not words:
        return False
    if words[-1].lower().rstrip(".") in _TITLES:
        return True
    return any(word.lower() in _TITLES for word in words) and not is_body(written)


def is_body(written: str) -> bool:
    words = {word.lower().rstrip(".") for word in _WORDS.findall(written)}
    return bool(words & _BODIES) and len(words) > 1 and not words & _TITLES


def _is_degree(written: str) -> bool:
    return bool(_DEGREES.search(written))
