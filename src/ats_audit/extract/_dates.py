"""Dates as résumés write them: "Mar 2022 - Present", "08/2017 – 05/2019", "2019-21", "since 2016"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.model import YearMonth

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS: Final = {"spr": 4, "sum": 7, "fal": 10, "aut": 10, "win": 1}
"""A month within the season, so that entries of one year keep their order."""
_NAME: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|spring|summer|fall|autumn|winter)\b\.?"
)
_YEAR: Final = r"(?:19|20)\d\d"
_TO: Final = r"[-–—―‐‑−]|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b"
_OPEN_WORDS: Final = r"present|current(?:ly)?|now|today|ongoing|(?:till?|to)[ \t]date|date"


def _point(mark: str) -> str:
    # "2013-09" is a month where a range says so, and may be two years where it stands alone.
    iso = rf"-(?=\d\d[ \t]{{0,3}}(?:{_TO})[ \t]{{0,3}}(?:{_OPEN_WORDS}|{_YEAR}))" if mark == "a" else "-"
    return (
        rf"(?:(?:(?P<{mark}name>{_NAME})[ \t]{{0,2}}(?:\d{{1,2}}(?:st|nd|rd|th)?,?[ \t])?,?[ \t]{{0,2}}"
        rf"|(?:\d{{1,2}}[./])?(?P<{mark}number>0?[1-9]|1[0-2])[ \t]?[/.][ \t]?)?(?P<{mark}year>{_YEAR})"
        rf"(?:(?:[/.](?P<{mark}after>0[1-9]|1[0-2]))|{iso}(?P<{mark}iso>0[1-9]|1[0-2])(?!\d)"
        rf"|[ \t](?P<{mark}last>{_NAME}))?)"
    )


_OPEN: Final = rf"(?P<open>{_OPEN_WORDS})\b"
_PERIOD: Final = re.compile(
    rf"(?<![\w/.-])(?:(?P<expected>(?:expected|anticipated|projected|planned|scheduled)"
    rf"(?:[ \t](?:for|in|by|graduation|completion))?:?[ \t]{{1,2}})|(?P<since>since[ \t]))?{_point('a')}"
    rf"(?:[ \t]{{0,3}}(?:{_TO}|\band\b|&)\s{{0,3}}"
    rf"(?:{_OPEN}|{_point('b')}|(?P<short>\d\d)(?![\w/.-])))?(?P<tail>[ \t]{{0,2}}[-–—][ \t]*$)?"
    r"(?![\d/])",
    re.IGNORECASE | re.MULTILINE,
)


_ANY_YEAR: Final = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_BEFORE: Final = 48
"""Most characters of a date before its first year: "anticipated completion in September 30th, "."""
_BEHIND: Final = 64
"""Most characters behind it."""


class Dates(NamedTuple):
    """One or two dates as they stand in a text."""

    start: int
    end: int
    first: YearMonth | None
    last: YearMonth | None
    expected: bool

    @property
    def is_range(self) -> bool:
        """Whether a beginning is told, and with it that this is a time and no mere year."""
        return self.first is not None


def iter_dates(text: str, start: int, end: int) -> Iterator[Dates]:
    """Yield the dates in `text[start:end]`, in order."""
    for found in _iter_periods(text, start, end):
        first = _read_point(found, "a")
        if found["open"] or found["since"] or found["tail"]:
            yield Dates(found.start(), found.end(), first, None, expected=False)
        elif found["byear"]:
            yield Dates(found.start(), found.end(), first, _read_point(found, "b"), expected=bool(found["expected"]))
        elif found["short"]:
            last = YearMonth(first.year // 100 * 100 + int(found["short"]))
            whole = last.year >= first.year
            yield Dates(found.start(), found.end(), first if whole else None, last if whole else first, expected=False)
        else:
            yield Dates(found.start(), found.end(), None, first, expected=bool(found["expected"]))


def _iter_periods(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches around each year: looking for a whole date at every character costs ten times as much."""
    at = start
    while year := _ANY_YEAR.search(text, at, end):
        found = _PERIOD.search(text, max(at, year.start() - _BEFORE), min(end, year.end() + _BEHIND))
        at = year.end()
        if found is not None and found.start() <= year.start():
            yield found
            at = max(at, found.end())


def _read_point(found: re.Match[str], mark: str) -> YearMonth:
    name = found[f"{mark}name"] or found[f"{mark}last"]
    number = found[f"{mark}number"] or found[f"{mark}after"] or found[f"{mark}iso"]
    if name:
        head = name[:3].lower()
        month: int | None = _MONTHS.index(head) + 1 if head in _MONTHS else _SEASONS[head]
    else:
        month = int(number) if number else None
    return YearMonth(int(found[f"{mark}year"]), month)
