"""Sections: which heading rules which line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._entries import WITH_ENTRIES, list_entries
from ats_audit.extract._lines import Flow, Line, Look, Placed, Rendering, Split
from ats_audit.model import Section, SectionKind

if TYPE_CHECKING:
    from ats_audit.extract._budget import Budget

Headings = Mapping[str, SectionKind]

_MAX_WORDS: Final = 7
_MAX_LENGTH: Final = 64
_MAX_UNKNOWN_WORDS: Final = 4
_MIN_SPACED: Final = 4
"""Single letters in a row from which a line counts as letter-spaced: "S K I L L S"."""

_RUNNING: Final = 40
"""Characters from which a line is running text and no item of a list."""
_BULLET: Final = re.compile(r"[•·▪‣◦●○■□➢✓*–—-]\s")
_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBERED: Final = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.)]\s+")
_BRACKETS: Final = re.compile(r"\s*\([^)]*\)\s*$")
_JOINTS: Final = re.compile(r"\s*(?:[,/|+]|\band\b)\s*")
_SPACES: Final = re.compile(r"\s+")
_SPACED: Final = re.compile(r"(?:\b\w\b[ \u00a0]?)+")
_WORD_GAP: Final = re.compile(r"\s{2,}")
_SENTENCE_END: Final = (".", ",", ";", "!", "?")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_SMALL_WORDS: Final = frozenset({"and", "or", "of", "the", "in", "for", "with", "to", "a", "&", "at", "on"})

_OF_ITEMS: Final = WITH_ENTRIES | {
    SectionKind.CERTIFICATIONS,
    SectionKind.LANGUAGES,
    SectionKind.SKILLS,
    SectionKind.TRAINING,
}
"""Sections whose items are set in bold as often as headings are: weight alone opens no new section in them."""


class _Heading(NamedTuple):
    """The kind of section that a line opens, and how much of the line says so."""

    kind: SectionKind
    length: int


_LEADING: Final = frozenset(
    {SectionKind.SKILLS, SectionKind.EDUCATION, SectionKind.CERTIFICATIONS, SectionKind.TRAINING}
)
"""Kinds whose heading may lead its own text in any case: "Education: BSc Nursing, 2020"."""


class _Mark(NamedTuple):
    """What sets a line apart from body text, as a heading's neighbours in the same document share it."""

    look: Look | None
    level: int | None
    upper: bool
    gap: bool


def find_sections(rendering: Rendering, flow: Flow, headings: Headings, budget: Budget) -> tuple[Section, ...]:
    """Return the sections of *rendering*: ordered, disjoint, and together all of its text but for headings.

    A heading is a short line of its own whose words are in the catalogue *headings*, and that is set apart: upper
    case, a colon, a gap above, a mark of outline, or another look than the body. A line set exactly like those but
    of other words opens a section of kind `OTHER`. A heading rules what follows it in its own part of *flow*; where
    the text goes back to an earlier part, the section goes on without a heading.

    Raises:
        ExtractionTimeoutError: the text has too many sections for the time that is left.
    """
    kinds = _find_headings(rendering, headings, budget)
    ruler: dict[int, int | None] = {}
    _rule(flow, None, kinds, ruler)
    return tuple(_cut_sections(rendering, kinds, ruler, budget))


def _rule(flow: Flow, current: int | None, kinds: Mapping[int, _Heading], ruler: dict[int, int | None]) -> int | None:
    for part in flow:
        if isinstance(part, Split):
            ends = [_rule(inner, current, kinds, ruler) for inner in part.parts]
            current = current if part.main is None else ends[part.main]
        else:
            current = part if part in kinds else current
            ruler[part] = current
    return current


def _cut_sections(
    rendering: Rendering, kinds: Mapping[int, _Heading], ruler: Mapping[int, int | None], budget: Budget
) -> Iterator[Section]:
    text_end = len(rendering.text)
    if not rendering.placed:
        return
    starts: list[int] = [0]
    starts += (
        number
        for number in range(1, len(rendering.placed))
        if number in kinds or ruler.get(number) != ruler.get(number - 1)
    )
    for place, number in enumerate(starts):
        budget.check_time()
        line = rendering.placed[number]
        owner = ruler.get(number)
        begin = 0 if place == 0 else line.start
        stop = starts[place + 1] if place + 1 < len(starts) else len(rendering.placed)
        end = rendering.placed[stop].start if stop < len(rendering.placed) else text_end
        if number in kinds:
            heading = kinds[number]
            body = line.start + heading.length
            section = Section(kind=heading.kind, heading_start=line.start, heading_end=body, start=body, end=end)
        else:
            kind = SectionKind.CONTACT if owner is None else kinds[owner].kind
            section = Section(kind=kind, heading_start=begin, heading_end=begin, start=begin, end=end)
        if section.kind in WITH_ENTRIES:
            lines = _list_body(rendering, number, stop, section.start)
            section = replace(section, entries=list_entries(rendering.text, lines, section.kind, end))
        yield section


def _list_body(rendering: Rendering, first: int, stop: int, start: int) -> list[Placed]:
    """Return the lines of a section's body; what stands behind a heading in its own line is the first of them."""
    lines = list(rendering.placed[first:stop])
    head = lines[0]
    if head.start < start:
        at = start + len(rendering.text[start : head.end]) - len(rendering.text[start : head.end].lstrip(": \t"))
        lines[:1] = (
            [Placed(at, head.end, replace(head.line, text=rendering.text[at : head.end]))] if at < head.end else []
        )
    return lines


def _find_headings(rendering: Rendering, headings: Headings, budget: Budget) -> dict[int, _Heading]:
    body_look = _common_look(rendering)
    kinds: dict[int, _Heading] = {}
    for number, (start, _, line) in enumerate(rendering.placed):
        budget.check_time()
        heading = _read_heading(line, headings)
        if heading is None:
            continue
        lead = line.text[: heading.length]
        if line.text[heading.length :].startswith(":") and not lead.isupper():
            apart = start == 0 or line.gap or number - 1 in kinds
        else:
            apart = _is_set_apart(line, body_look, first=start == 0) or _is_alone(rendering, number)
            apart = apart or (lead.isupper() and heading.kind in _LEADING)
        if apart:
            kinds[number] = heading
    for number in _find_items(rendering, kinds, body_look):
        del kinds[number]
    if kinds:
        marks = {_mark_of(rendering.placed[number].line) for number in kinds}
        _add_unknown(rendering, kinds, marks, body_look)
    return kinds


def _find_items(rendering: Rendering, kinds: Mapping[int, _Heading], body_look: Look | None) -> list[int]:
    """Return the headings that are one of several labels in a list: "Tools" among "Languages" and "Web frameworks".

    They are of the kind of the section in which they stand, and another line in it is set exactly as they are.
    """
    items: list[int] = []
    last: int | None = None
    for number, heading in kinds.items():
        line = rendering.placed[number].line
        between = range(0 if last is None else last + 1, number)
        if (
            last is not None
            and heading.kind is kinds[last].kind
            and heading.kind not in WITH_ENTRIES
            and line.level is None
            and line.look is not None
            and line.look != body_look
            and any(_is_set_alike(rendering.placed[other].line, line) for other in between)
        ):
            items.append(number)
        else:
            last = number
    return items


def _is_set_alike(line: Line, other: Line) -> bool:
    return line.look == other.look and line.text.isupper() == other.text.isupper()


def _common_look(rendering: Rendering) -> Look | None:
    looks: Counter[Look] = Counter()
    for placed in rendering.placed:
        if placed.line.look is not None:
            looks[placed.line.look] += len(placed.line.text)
    return looks.most_common(1)[0][0] if looks else None


def _read_heading(line: Line, headings: Headings) -> _Heading | None:
    """Return the heading that *line* is, or that leads it: in a cell of its own, or before a colon."""
    if _BULLET.match(line.text) and line.level is None:
        return None
    kind = _look_up(line.text, headings)
    if kind is not None:
        return _Heading(kind, len(line.text))
    lead, cell, _ = line.text.partition("\t")
    if not cell:
        lead, colon, rest = line.text.partition(":")
        if not (colon and rest.strip()):
            return None
    kind = _look_up(lead, headings)
    if kind is None or not (cell or lead.isupper() or kind in _LEADING):
        return None
    return _Heading(kind, len(lead))


def _look_up(written: str, headings: Headings) -> SectionKind | None:
    if len(written) > 2 * _MAX_LENGTH or not _is_titled(written):
        return None
    text = normalise_heading(written)
    if not text or len(text) > _MAX_LENGTH or len(text.split()) > _MAX_WORDS:
        return None
    kind = headings.get(text) or headings.get(text.replace(" and ", " & "))
    if kind is not None:
        return kind
    found = [headings.get(part) for part in _JOINTS.split(text) if part]
    return found[0] if found and all(found) else None


def normalise_heading(text: str) -> str:
    """Return *text* as the catalogue writes headings: lower case, "and" for "&", no numbering, no trimmings."""
    text = _NUMBERED.sub("", close_spaced(text).strip())
    text = _EDGES.sub("", _BRACKETS.sub("", _EDGES.sub("", text) if not text.endswith(")") else text))
    return _SPACES.sub(" ", text.replace("&", " and ")).strip().lower()


def close_spaced(text: str) -> str:
    """Return *text* with letter-spaced words closed: "S K I L L S" becomes "SKILLS"."""
    letters = text.split()
    if len(letters) < _MIN_SPACED or any(len(letter) > 1 for letter in letters):
        return text
    return " ".join("".join(word.split()) for word in _WORD_GAP.split(text.strip()))


def _is_titled(text: str) -> bool:
    first = _LETTERS.search(text)
    return first is not None and first[0].upper() == first[0]


def _is_set_apart(line: Line, body_look: Look | None, *, first: bool) -> bool:
    return (
        first
        or line.gap
        or line.level is not None
        or line.text.isupper()
        or line.text.rstrip().endswith(":")
        or (line.look is not None and line.look != body_look)
    )


def _is_alone(rendering: Rendering, number: int) -> bool:
    """Tell whether the line stands among running text: in a list of short items the same words are one item more."""
    around = rendering.placed[max(0, number - 1) : number + 2]
    beside = [placed.line.text for placed in around if placed is not rendering.placed[number]]
    return any(len(text) >= _RUNNING for text in beside)


def _mark_of(line: Line) -> _Mark:
    return _Mark(line.look, line.level, line.text.isupper(), line.gap)


def _add_unknown(rendering: Rendering, kinds: dict[int, _Heading], marks: set[_Mark], body_look: Look | None) -> None:
    """Add the lines that are set exactly as known headings are, where that way of setting tells headings at all."""
    first = min(kinds)
    telling = {mark for mark in marks if mark.level is not None or (mark.look is not None and mark.look != body_look)}
    if not telling:
        return
    candidates: dict[_Mark, list[int]] = {}
    for number, (_, _, line) in enumerate(rendering.placed):
        if number > first and number not in kinds and _mark_of(line) in telling:
            candidates.setdefault(_mark_of(line), []).append(number)
    for mark, numbers in candidates.items():
        known = sum(1 for number in kinds if _mark_of(rendering.placed[number].line) == mark)
        # Employers and job titles are often set alike too: then the look tells nothing about headings.
        if len(numbers) > known:
            continue
        before = sorted(kinds)
        for number in numbers:
            line = rendering.placed[number].line
            above = kinds[before[bisect_left(before, number) - 1]].kind
            if _could_be_heading(line.text) and (above not in _OF_ITEMS or _is_loud(line, body_look)):
                kinds[number] = _Heading(SectionKind.OTHER, len(line.text))


def _is_loud(line: Line, body_look: Look | None) -> bool:
    """Tell whether more than weight or font sets *line* apart: these alone set job titles apart as well."""
    larger = line.look is not None and body_look is not None and line.look.size > body_look.size
    return larger or line.level is not None or line.text.isupper()


def _could_be_heading(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= _MAX_UNKNOWN_WORDS
        and not text.endswith(_SENTENCE_END)
        and not any(char.isdigit() for char in text)
        and all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words if word[0].isalpha())
        and bool(_LETTERS.search(text))
    )
