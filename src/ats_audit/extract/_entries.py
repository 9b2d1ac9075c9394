"""Entries: the jobs, projects and degrees of a section, with their titles, employers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._dates import Dates, iter_dates
from ats_audit.model import Entry, Period, SectionKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.extract._lines import Placed

WITH_ENTRIES: Final = frozenset(
    {SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.EDUCATION, SectionKind.VOLUNTEERING}
)
"""Sections that are made of entries."""

_HEAD_LINES: Final = 3
"""Most lines above or below its dates that the head of an entry has."""
_RUNNING: Final = 60
"""Characters from which a line without dates is running text and no title or employer."""
_BESIDE: Final = 100
"""Most characters beside the dates in a line of a head."""
_BULLET: Final = re.compile(r"[•·▪‣◦●○■□➢✓*–—-]\s")
_ABBREVIATED: Final = ("Inc.", "Ltd.", "Co.", "Corp.", "St.", "U.S.", "U.K.", "D.C.", "Jr.", "Sr.", "Dr.")
_PROSE_BEFORE: Final = re.compile(r"\b(?:in|of|by|from|during|until|for|on|at|with|and|the)\s$", re.IGNORECASE)
_EDGE_BEFORE: Final = re.compile(r"(?:^|[,|(\t•·:;–—-]\s?|\s{2})\W{0,2}(?:dates?:?\s)?$", re.IGNORECASE)
_EDGE_AFTER: Final = re.compile(r"\W{0,2}$")
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
    council county department devices diagnostics district foundation genomics gmbh group health healthcare
    holdings hospice hospital hospitals inc incorporated industries institute institutes insurance international
    lab laboratories laboratory labs limited llc llp ltd medical medicine ministry network orthopedics partners
    pharma pharmaceutical pharmaceuticals plc practice regional registry research resources school schools
    science sciences services society software solutions state studio system systems tech technologies
    therapeutics trials trust universidad university universität université ward
    """.split()  # noqa: SIM905 - a list to read
)
"""Words in the names of employers, schools and bodies."""


_Test = Callable[[str], bool]


class _Row(NamedTuple):
    """A line of the section, and what it is to its entry."""

    start: int
    end: int
    text: str
    gap: bool
    told: bool
    """A bullet or running text, which tells of an entry; other lines name it."""
    bullet: bool
    dates: Dates | None


def list_entries(text: str, lines: Sequence[Placed], kind: SectionKind, end: int) -> tuple[Entry, ...]:
    """Return the entries among *lines* of a section of *kind*, whose body ends at *end* in *text*.

    An entry is known by its dates, which stand in a line with or near its title; the lines above them belong to it as
    in the first entry of the section. Where a section shows no dates, an entry is a short line or two above bullets.
    """
    rows = list(_list_rows(text, lines, kind))
    dated = [number for number, row in enumerate(rows) if row.dates]
    heads = _start_dated(rows, dated) if dated else {}
    for number in _start_undated(rows, dated, heads):
        heads.setdefault(number, None)
    starts = sorted(heads)
    entries: list[Entry] = []
    for place, number in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else len(rows)
        close = rows[stop].start if stop < len(rows) else end
        entries.append(_make_entry(text, rows[number:stop], heads[number], kind, close))
    return tuple(entries)


def _list_rows(text: str, lines: Sequence[Placed], kind: SectionKind) -> Iterator[_Row]:
    if not lines:
        return
    by_line = _find_dates(text, lines, kind)
    # Where the first line is a dated bullet, as in lists of degrees, bullets name entries.
    listed = 0 in by_line and bool(_BULLET.match(lines[0].line.text))
    told = full = False
    for number, (start, end, line) in enumerate(lines):
        bullet = bool(_BULLET.match(line.text)) and not listed
        dates = None if bullet else by_line.get(number)
        if dates is None:
            follows = told and full and not line.gap
            told = bullet or follows or _is_running(line.text)
            full = len(line.text) >= _RUNNING - 10 and not _ends_sentence(line.text)
        else:
            told = full = False
        yield _Row(start, end, line.text, line.gap, told, bullet, dates)


def _ends_sentence(text: str) -> bool:
    return text.endswith((".", ";", "!", "?")) and not text.endswith(_ABBREVIATED)


def _is_running(text: str) -> bool:
    first = next((char for char in text if char.isalpha()), "A")
    return len(text) >= _RUNNING or first.islower() or _ends_sentence(text)


def _find_dates(text: str, lines: Sequence[Placed], kind: SectionKind) -> Mapping[int, Dates]:
    """Return by line the dates that date an entry: a time from and to, or a year at the edge of its line."""
    found: dict[int, Dates] = {}
    number = 0
    for dates in iter_dates(text, lines[0].start, lines[-1].end):
        while number < len(lines) - 1 and lines[number].end <= dates.start:
            number += 1
        start, end, _ = lines[number]
        if start <= dates.start < end and number not in found and _dates_line(text, start, end, dates, kind):
            found[number] = dates
    ranges = {number for number, dates in found.items() if dates.is_range}
    if ranges and kind is not SectionKind.EDUCATION:
        # Beside times from and to, a year within a line tells of an award or a version.
        return {
            number: dates
            for number, dates in found.items()
            if dates.is_range or len(lines[number].line.text) <= dates.end - dates.start + 2
        }
    return found


def _dates_line(text: str, start: int, end: int, dates: Dates, kind: SectionKind) -> bool:
    before, after = text[start : dates.start], text[min(dates.end, end) : end]
    if len(before) + len(after) > _BESIDE or (after and _ends_sentence(after) and len(after) > 2):  # noqa: PLR2004
        return False
    if dates.is_range:
        return not _PROSE_BEFORE.search(before)
    edge = bool(_EDGE_BEFORE.search(before)) or (bool(_EDGE_AFTER.match(after)) and kind is SectionKind.EDUCATION)
    return edge and not _PROSE_BEFORE.search(before)


def _start_dated(rows: Sequence[_Row], dated: Sequence[int]) -> dict[int, Dates | None]:
    """Return where entries begin, with their dates."""
    first = dated[0]
    if any(row.told for row in rows[:first]) and not rows[0].told:
        return _start_trailing(rows, dated)
    usual = min(first, _HEAD_LINES)
    starts: dict[int, Dates | None] = {}
    floor = 0
    for number in dated:
        above = 0
        while above < usual and number - above - 1 >= floor and not rows[number - above - 1].told:
            above += 1
            if rows[number - above].gap and not rows[number].gap:
                break
        if number - above not in starts:
            starts[number - above] = rows[number].dates
        floor = number + 1
    return starts


def _start_trailing(rows: Sequence[_Row], dated: Sequence[int]) -> dict[int, Dates | None]:
    """Return where entries begin whose dates stand below them, as in a column of their own read afterwards."""
    starts: dict[int, Dates | None] = {}
    begin = 0
    for place, number in enumerate(dated):
        starts[begin] = rows[number].dates
        stop = dated[place + 1] if place + 1 < len(dated) else len(rows)
        begin = next((at for at in range(number + 1, stop) if rows[at].gap), number + 1)
    return {start: dates for start, dates in starts.items() if start < len(rows)}


def _start_undated(rows: Sequence[_Row], dated: Sequence[int], heads: Mapping[int, Dates | None]) -> Iterator[int]:
    """Yield where an entry without dates begins: a line or two that name something, with bullets below."""
    taken = {at for start in heads for at in range(start, _end_head(rows, start))}
    at = 0
    while at < len(rows):
        stop = at
        while stop < len(rows) and not rows[stop].told and rows[stop].dates is None:
            stop += 1
        named = rows[at:stop]
        followed = stop < len(rows) and rows[stop].bullet
        if named and len(named) <= _HEAD_LINES and followed and not taken & set(range(at, stop)):
            apart = at == 0 or named[0].gap
            telling = any(_is_title(row.text) or _is_body(row.text) for row in named)
            if not named[-1].text.endswith(":") and (telling if dated else apart or telling):
                yield at
        at = stop + 1


def _end_head(rows: Sequence[_Row], start: int) -> int:
    most = min(len(rows), start + 2 * _HEAD_LINES + 1)
    return next((at for at in range(start, most) if rows[at].told), most)


def _make_entry(text: str, rows: Sequence[_Row], dates: Dates | None, kind: SectionKind, end: int) -> Entry:
    at = next((number for number, row in enumerate(rows) if row.dates is dates), 0) if dates else 0
    trailing = any(row.told for row in rows[:at])
    head = 0
    while head < len(rows) and not rows[head].told and (trailing or head <= at + _HEAD_LINES):
        head += 1
    body = rows[head].start if head < len(rows) else end
    cut = (dates.start, dates.end) if dates else (end, end)
    title, employer = _name(text, rows[:head], cut, kind)
    period = (
        Period(start=dates.start, end=dates.end, first=dates.first, last=dates.last, expected=dates.expected)
        if dates
        else None
    )
    return Entry(start=rows[0].start, body=body, end=end, title=title, employer=employer, period=period)


def _name(
    text: str, rows: Sequence[_Row], dates: tuple[int, int], kind: SectionKind
) -> tuple[Span | None, Span | None]:
    """Return title and employer as far as the pieces of the head tell them apart."""
    pieces = [piece for row in rows for piece in _iter_pieces(text, row.start, row.end, dates)]
    pieces = [piece for piece in pieces if not _is_place(text[piece.start : piece.end])]
    is_title = _is_degree if kind is SectionKind.EDUCATION else _is_title
    title = next((piece for piece in pieces if is_title(text[piece.start : piece.end])), None)
    others = [piece for piece in pieces if piece is not title and not is_title(text[piece.start : piece.end])]
    employer = next((piece for piece in others if _is_body(text[piece.start : piece.end])), None)
    if title is not None and employer is None and kind is SectionKind.EDUCATION:
        title, employer = _split_commas(text, title, is_title)
    if title is not None and employer is None and len(others) == 1:
        # Beside a degree a lone word is as often a subject or the end of a line.
        lone = " " not in text[others[0].start : others[0].end]
        employer = None if lone and kind is SectionKind.EDUCATION else others[0]
    if title is not None and employer is None:
        title, employer = _split_commas(text, title, is_title)
    elif title is None:
        title, employer = _split_pair(text, pieces, employer, is_title)
    return title, None if employer is None else _without_place(text, employer)


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


def _split_commas(text: str, whole: Span, is_title: _Test) -> tuple[Span, Span | None]:
    """Return what one piece holds of both: "Monitor, Northwind Trials, Leeds, UK"."""
    parts = list(_iter_comma_parts(text, whole))
    kept = _drop_place(text, parts)
    first = next((at for at, part in enumerate(kept) if is_title(text[part.start : part.end])), None)
    if first is None or len(kept) == 1:
        return whole, None
    others = [part for at, part in enumerate(kept) if at != first]
    bodies = [part for part in others if _is_body(text[part.start : part.end])]
    if not bodies and len(kept) < len(parts) and len(others) == 1:
        # Whose place is told right behind it is the employer.
        bodies = others
    return (kept[first], bodies[0]) if bodies else (whole, None)


def _split_pair(
    text: str, pieces: Sequence[Span], employer: Span | None, is_title: _Test
) -> tuple[Span | None, Span | None]:
    """Return what a piece that begins with the employer holds: "Northwind Research, Research Intern"."""
    for piece in pieces:
        parts = _drop_place(text, list(_iter_comma_parts(text, piece)))
        if len(parts) == 2 and is_title(text[parts[1].start : parts[1].end]):  # noqa: PLR2004
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
    return bool(comma) and "," not in city and bool(_REGION.match(region.strip())) and not _is_body(city)


def _is_title(written: str) -> bool:
    words = [word for word in _WORDS.findall(written.partition(",")[0]) if not _NUMERAL.match(word)]
    if not words:
        return False
    if words[-1].lower().rstrip(".") in _TITLES:
        return True
    return any(word.lower() in _TITLES for word in words) and not _is_body(written)


def _is_body(written: str) -> bool:
    words = {word.lower().rstrip(".") for word in _WORDS.findall(written)}
    return bool(words & _BODIES) and len(words) > 1 and not words & _TITLES


def _is_degree(written: str) -> bool:
    return bool(_DEGREES.search(written))
