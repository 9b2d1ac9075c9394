"""The text of a job advert as statements: each a sentence or bullet, with the part of the advert in which it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ats_audit.judge.advert_words import ASIDE, HEADINGS, LEADING, ONE_OF, TASKS, Cue, Part
from ats_audit.judge.passages import is_bullet, iter_passages, opening_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE = re.compile(
    r"(?:(?:job |position |role |vacancy )?title|(?:now |we(?: are|.re) )?hiring(?: an?)?)\s*[:–-]\s*(?P<title>.+)|"
    r"(?:job|position|role|vacancy)\s*:\s*(?P<job>.+)|for this (?P<post>.{3,120}?) position\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?P<label>[^:.!?]{3,60}?)\s*(?::|\s[–-]\s|\.(?=\s))\s*(?P<rest>\S)")
_STOP = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bDr)(?<!\bNo)(?<!\bU\.S)(?<!\b[A-Z])[.!?;][\"”’)]?\s+(?=[A-Z(\"“])|;\s+"
)
_EDGES = " \t#*_:|-–—"
_MAX_HEADING = 9
"""Most words of a heading."""
_MAX_TITLE = 12
_MAX_OPENING = 200
"""Code points within which the colon of an opening stands."""
_PART_OF_CUE = MappingProxyType({Cue.REQUIRED: Part.REQUIRED, Cue.PREFERRED: Part.PREFERRED})
_LONGEST = 2_000
"""No sentence has more characters; whatever has is cut, so that no text can make reading it cost its square."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or bullet of an advert: half-open span into its text."""

    start: int
    end: int
    part: Part | None
    """None where no heading says in which part it stands."""
    opens: bool
    """True where it opens a list of alternatives: "one of the following:"."""
    indent: int
    """Columns before the line in which it stands."""


def part_of_heading(line: str) -> Part | None:
    """The part that a line opens if it is a heading; None where it is not one."""
    words = line.strip(_EDGES).split()
    if len(words) > _MAX_HEADING or any(":" in word for word in words):
        return None
    return next((part for part, pattern in HEADINGS.items() if pattern.fullmatch(" ".join(words))), None)


def find_title(text: str) -> tuple[int, int] | None:
    """Span of the job's title: behind "Job title:", else the first short line; None where neither is there."""
    for number, (start, end) in enumerate(iter_passages(text, 0, len(text))):
        line = text[start:end]
        named = _TITLE.match(line.strip(_EDGES))
        if named:
            title = (named["title"] or named["job"] or named["post"]).strip(_EDGES)
            at = text.index(title, start)
            return at, at + len(title)
        if number == 0:
            first = (start, end)
            opening = line.strip(_EDGES)
            fits = len(opening.split()) <= _MAX_TITLE and opening[-1:] not in {".", "?", "!", ":"} and opening != ""
            found = fits and part_of_heading(line) is None
        if number >= _MAX_TITLE:
            break
    if not text.strip() or not found:
        return None
    title = text[slice(*first)].strip(_EDGES)
    at = text.index(title, first[0])
    return at, at + len(title)


def iter_statements(text: str) -> Iterator[Statement]:
    """The statements of an advert in order; headings, the title, and what is said of the employer are left out."""
    part: Part | None = None
    title = find_title(text)
    for start, end in iter_passages(text, 0, len(text)):
        line = text[start:end]
        opened = (
            None
            if is_bullet(text, start) and not line.rstrip().endswith(":")
            else part_of_heading(line[opening_at(text, start) - start :])
        )
        if opened is not None:
            part = opened
            continue
        if TASKS.search(line):
            part = Part.DUTIES
        if part is Part.ASIDE and _is_shout(line):
            part = None  # an unknown heading ends what was said of the employer
        if title is not None and start <= title[0] < end:
            continue
        opened = _part_of_opening(text, start, end)
        for statement in _sentences(text, start, end, opened or part):
            if statement.part is Part.ASIDE or ASIDE.search(text, statement.start, statement.end):
                continue
            yield statement
        if opened is not None and line.rstrip().endswith(":"):
            part = opened  # "Candidates must have:" opens a list as a heading does


def _part_of_opening(text: str, start: int, end: int) -> Part | None:
    """The part of what follows a colon, where the words before it ask: "you must have the following:"."""
    colon = text.find(":", start, min(end, start + _MAX_OPENING))
    if colon < 0:
        return None
    cues = [(found.end(), cue) for cue, asking in LEADING for found in asking.finditer(text, start, colon + 1)]
    return _PART_OF_CUE.get(max(cues)[1]) if cues else None


def _is_shout(line: str) -> bool:
    """Whether a line looks like a heading of whatever sort."""
    words = line.strip(_EDGES)
    return 0 < len(words.split()) <= _MAX_HEADING and (
        line.lstrip().startswith("#") or line.rstrip().endswith(":") or line.strip().startswith("**") or words.isupper()
    )


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of `text[start:end]` end; what is longer than any sentence is cut between words."""
    for stop in (*(found.end() for found in _STOP.finditer(text, start, end)), end):
        while stop - start > _LONGEST:
            cut = text.rfind(" ", start, start + _LONGEST)
            start = cut if cut > start else start + _LONGEST
            yield start
        yield stop
        start = stop


def _sentences(text: str, start: int, end: int, part: Part | None) -> Iterator[Statement]:
    label = _LABEL.match(text, opening_at(text, start), end)
    if label:
        inline = part_of_heading(label["label"])
        if inline is not None:
            part, start = inline, label.start("rest")
    indent = len(text[start:end]) - len(text[start:end].lstrip())
    for stop in _stops(text, start, end):
        words = text[start:stop].rstrip()
        if words:
            opens = words.endswith(":") and ONE_OF.search(words.rstrip(": ")) is not None
            yield Statement(start, stop, part, opens, indent)
        start = stop
