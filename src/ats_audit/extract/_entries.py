"""Entries: the jobs, projects and degrees of a section, with their titles, employers and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._dates import Dates, iter_dates
from ats_audit.extract._entry_names import ends_sentence, is_body, is_title, name_entry, names_both
from ats_audit.model import Entry, Period, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
_PROSE_BEFORE: Final = re.compile(r"\b(?:in|of|by|from|during|until|for|on|at|with|and|the)\s$", re.IGNORECASE)
_EDGE_BEFORE: Final = re.compile(r"(?:^|[,|(\t•·:;–—-]\s?|\s{2})\W{0,2}(?:dates?:?\s)?$", re.IGNORECASE)
_EDGE_AFTER: Final = re.compile(r"\W{0,2}$")


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
    naming = _find_naming(lines, by_line)
    told = full = False
    for number, (start, end, line) in enumerate(lines):
        bullet = bool(_BULLET.match(line.text)) and not listed and line.text[0] not in naming
        dates = None if bullet else by_line.get(number)
        if dates is None:
            follows = told and full and not line.gap
            told = bullet or follows or (_is_running(line.text) and not names_both(line.text))
            full = len(line.text) >= _RUNNING - 10 and not ends_sentence(line.text)
        else:
            told = full = False
        yield _Row(start, end, line.text, line.gap, told, bullet, dates)


def _find_naming(lines: Sequence[Placed], dated: Mapping[int, Dates]) -> frozenset[str]:
    """Return the signs that stand before what names an entry: each such line is right above a dated one."""
    heads = {
        number - 1
        for number in dated
        if number and not _BULLET.match(lines[number].line.text) and not _is_running(lines[number - 1].line.text)
    }
    kinds: dict[str, bool] = {}
    for number, (_, _, line) in enumerate(lines):
        if _BULLET.match(line.text):
            kinds[line.text[0]] = kinds.get(line.text[0], True) and number in heads
    return frozenset(sign for sign, names in kinds.items() if names)


def _is_running(text: str) -> bool:
    first = next((char for char in text if char.isalpha()), "A")
    return len(text) >= _RUNNING or first.islower() or ends_sentence(text)


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
    if len(before) + len(after) > _BESIDE or (after and ends_sentence(after) and len(after) > 2):  # noqa: PLR2004
        return False
    if dates.is_range:
        return not _PROSE_BEFORE.search(before)
    edge = bool(_EDGE_BEFORE.search(before)) or (bool(_EDGE_AFTER.match(after)) and kind is SectionKind.EDUCATION)
    return edge and not _PROSE_BEFORE.search(before)


def _start_dated(rows: Sequence[_Row], dated: Sequence[int]) -> dict[int, Dates | None]:
    """Return where entries begin, with their dates."""
    first = dated[0]
    if any(row.told for row in rows[:first]) and not rows[0].told and not _names_beside(rows[first]):
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


def _names_beside(row: _Row) -> bool:
    """Tell whether a dated line names a post as well: then it is no line of dates that were read afterwards."""
    if row.dates is None:
        return False
    start, end = row.dates.start - row.start, row.dates.end - row.start
    return any(map(is_title, (row.text[:start] + "," + row.text[end:]).split(",")))


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
        if named and len(named) <= _HEAD_LINES and not taken & set(range(at, stop)) and stop < len(rows):
            apart = at == 0 or named[0].gap
            title, body = any(is_title(row.text) for row in named), any(is_body(row.text) for row in named)
            telling = title or body
            both = apart and ((title and body and len(named) > 1) or any(names_both(row.text) for row in named))
            followed = rows[stop].bullet or (both and rows[stop].told)
            if followed and not named[-1].text.endswith(":") and (telling if dated else apart or telling):
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
    title, employer = name_entry(text, [row[:2] for row in rows[:head]], cut, kind)
    period = (
        Period(start=dates.start, end=dates.end, first=dates.first, last=dates.last, expected=dates.expected)
        if dates
        else None
    )
    return Entry(start=rows[0].start, body=body, end=end, title=title, employer=employer, period=period)
