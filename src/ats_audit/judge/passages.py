"""Passages of a text: lines, bullets, measured achievements, and ways to reach the writer."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from ats_audit.model import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.model import Mention

_BULLET = re.compile(r"[ \t]*(?:[•●▪■◦‣⁃∙·*➢➤►✓○–—-]|o(?=[ \t]))[ \t]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SERIAL = re.compile(r"(?:\bno\.?|\bnumber|\bid|#)[ \t:#]{0,3}[A-Za-z-]{0,5}\d{4,}", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w./(-])[$€£]?\d[\d,.]*(?:[KkMm]\b|[+%]|\b)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
_PHONE = re.compile(r"(?<![\w@./-])\+?\(?\d(?:[ \t().-]{0,2}\d){8,14}(?![\w@])")
_DATES = re.compile(r"(?:19|20)\d\d[ \t]?[-–.][ \t]?(?:(?:19|20)\d\d|\d\d)")

_FULL_STOP = re.compile(r"[.!?;]\s+(?=[A-Z])")
_start = attrgetter("start")

TOKEN = re.compile(r"[^\W_]+")
"""A word or a number."""
MAX_QUOTE = 240
"""Longest passage that a report quotes, in code points: two lines of a résumé."""
_MAX_WRAPPED = 3
"""Most lines that one bullet may run over before the search for its start gives up."""
_WIDEST_LINE = 140
"""No line of a page with margins is longer: what is longer is a paragraph of its own."""
_FULL_LINE = 70
"""A line of so many code points has reached the margin, so that its sentence may go on below with a capital."""


def line_at(text: str, offset: int) -> tuple[int, int]:
    """Half-open span of the line that holds the code point at *offset*, without its line end."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return start, len(text) if end < 0 else end


def iter_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of the lines of `text[start:end]`, without their line ends."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def iter_passages(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of the paragraphs and bullets of `text[start:end]`: lines with those that go on with them.

    A line that begins with a small letter goes on with the one above. One that begins with a capital does so only
    where that one is full, and only in a text that breaks its lines: one in which some line begins with a small letter.
    """
    folded = any(
        _is_full(text[low:high]) and text[high + 1 : high + 2].islower() for low, high in iter_lines(text, start, end)
    )
    first = last = -1
    for low, high in iter_lines(text, start, end):
        if not text[low:high].strip():
            continue
        goes_on = first >= 0 and low == last + 1 and not is_bullet(text, low)
        if goes_on and (text[low:high].lstrip()[0].islower() or (folded and _wraps(text[first:last], text[low:high]))):
            last = high
            continue
        if first >= 0:
            yield first, last
        first, last = low, high
    if first >= 0:
        yield first, last


def is_bullet(text: str, start: int) -> bool:
    """Whether the line that begins at *start* opens with a bullet sign."""
    return _BULLET.match(text, start) is not None


def opening_at(text: str, start: int) -> int:
    """Offset of what the line that begins at *start* opens with, behind spaces and a bullet sign."""
    opening = _BULLET.match(text, start)
    start = opening.end() if opening else start
    while text[start : start + 1] in {" ", "\t"}:
        start += 1
    return start


class Passages:
    """The bullets of one text and the figures in them. Each is looked for once and remembered."""

    __slots__ = ("_bullets", "_measured", "mentions", "text")

    def __init__(self, text: str, mentions: Sequence[Mention] = ()) -> None:
        """Of *text*, in which *mentions* stand; they are in order."""
        self.text = text
        self.mentions = mentions
        self._bullets: dict[int, tuple[int, int, bool]] = {}
        self._measured: dict[tuple[int, int], bool] = {}

    def bullet_at(self, offset: int) -> tuple[int, int]:
        """Half-open span of the bullet that holds *offset*, wrapped lines included; without bullets, of the sentence.

        A bullet begins at a line that opens with a bullet sign, and runs on while the next line goes on with it.
        """
        text = self.text
        line = text.rfind("\n", 0, offset) + 1
        known = self._bullets.get(line)
        if known is None:
            known = self._bullets[line] = _bullet_around(text, *line_at(text, line))
        start, end, is_marked = known
        return (start, end) if is_marked else _trimmed(text, *_sentence_at(text, offset, start, end))

    def quote_at(self, mention: Mention) -> Quote:
        """The bullet or line around *mention*, cut at words to at most `MAX_QUOTE` code points."""
        text = self.text
        start, end = self.bullet_at(mention.start)
        start, end = min(start, mention.start), max(end, mention.end)
        if end - start > MAX_QUOTE:
            room = max(0, MAX_QUOTE - (mention.end - mention.start))
            low = max(start, mention.start - room // 2)
            high = min(end, mention.end + room // 2)
            start = low if low == start else min(text.find(" ", low, mention.start) + 1 or low, mention.start)
            end = high if high == end else max(text.rfind(" ", mention.end, high), mention.end)
            start, end = _trimmed(text, start, end)
        return Quote(text=text[start:end], start=start, end=end)

    def is_measured(self, span: tuple[int, int]) -> bool:
        """Whether *span* holds a figure that is neither a year nor part of a mention."""
        known = self._measured.get(span)
        if known is None:
            known = self._measured[span] = _is_measured(self.text, span, self.mentions)
        return known


def has_year(text: str) -> bool:
    """Whether *text* names a year from 1900 to 2099."""
    return _YEAR.search(text) is not None


def has_serial(text: str) -> bool:
    """Whether *text* holds what looks like a certificate number."""
    return _SERIAL.search(text) is not None


def find_email(text: str) -> tuple[int, int] | None:
    """Span of the first e-mail address; None where there is none."""
    found = _EMAIL.search(text)
    return found.span() if found else None


def find_phone(text: str) -> tuple[int, int] | None:
    """Span of the first run of 9 to 15 digits that is no pair of dates; None where there is none."""
    for found in _PHONE.finditer(text):
        if not _DATES.match(found[0]):
            return found.span()
    return None


def _is_measured(text: str, span: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    first = max(0, bisect_left(mentions, span[0], key=_start) - 1)
    near = mentions[first : bisect_left(mentions, span[1], key=_start)]
    for figure in _FIGURE.finditer(text, *span):
        if _YEAR.fullmatch(figure[0].rstrip(".,")):
            continue
        if not any(mention.start < figure.end() and figure.start() < mention.end for mention in near):
            return True
    return False


def _bullet_around(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The bullet to which the line `text[start:end]` belongs, trimmed; without a bullet sign the lines that wrap."""
    first = start
    for _ in range(_MAX_WRAPPED):
        above = line_at(text, first - 1)[0] if first else 0
        if first == 0 or _BULLET.match(text, first) or not _wraps(text[above : first - 1], text[first:end]):
            break
        first = above
    for _ in range(_MAX_WRAPPED):
        following, last = line_at(text, end + 1) if end < len(text) else (end, end)
        if _BULLET.match(text, following) or not _wraps(text[first:end], text[following:last]):
            break
        end = last
    if _BULLET.match(text, first):
        return *_trimmed(text, first, end), True
    return first, end, False


def _wraps(above: str, below: str) -> bool:
    """Whether the line *below* may go on with the one *above*: it opens so, or that one is full."""
    if not above.strip() or not below.strip():
        return False
    opens = below[0].isspace() or below[0].islower() or below[0].isdigit() or below[0] in "(,;&"
    return opens or (_is_full(above.rpartition("\n")[2]) and above.rstrip()[-1] not in ".;:")


def _is_full(line: str) -> bool:
    return _FULL_LINE <= len(line) <= _WIDEST_LINE


def _sentence_at(text: str, offset: int, start: int, end: int) -> tuple[int, int]:
    """The sentence of `text[start:end]` that holds *offset*."""
    for stop in _FULL_STOP.finditer(text, start, end):
        if stop.end() > offset:
            return start, stop.start() + 1
        start = stop.end()
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    opening = _BULLET.match(text, start)
    if opening and opening.end() < end:
        start = opening.end()
    return start, end


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of the lexicon, lower case."""
    return tuple(TOKEN.findall(phrase.lower()))
