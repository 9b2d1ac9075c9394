"""Words and visual lines, made from runs of glyphs by the gaps between them."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from statistics import median, median_low
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._bidi import fold_forms, has_right_to_left, has_turned_brackets, order_line, turn_brackets
from ats_audit.extract._clean import fold_soft_hyphens
from ats_audit.extract._pdf_geometry import Area, unite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.extract._pdf_colors import Color
    from ats_audit.extract._pdf_device import Run

WORD_GAP: Final = 0.10
"""Gap between glyphs, in ems, from which a new word begins."""
SPACED_FROM: Final = 0.04
"""Median gap of a line, in ems, from which its letters count as spaced out..."""
SPACED_GAP: Final = 0.13
"""... and a new word begins at the median and this much more. Source: measured on 76 résumés, docs/decisions.md."""
WIDE_GAP: Final = 1.6
"""Gap in ems that a reader sees as a jump to another column or cell; written as a tab."""
_WIDE_RATIO: Final = 3.0
"""Gap over the usual one of its line that is as wide, where the words of the line stand far apart..."""
_WIDEST: Final = 4.0
"""... and the gap in ems that is wide in any line: cells of a row have no usual gap."""
_BACK: Final = 0.35
"""How far, in ems, a run may begin before the end of the last one and still go on with its line: kerning."""
_SAME_BASELINE: Final = 0.15
_RAISED: Final = 0.6
_RAISED_SIZE: Final = 0.85
_RAISED_GAP: Final = 0.3
_OVERPRINT: Final = 0.12
"""Offset in ems within which the same glyphs drawn again are fake bold, or a shadow."""
_FILLED_AND_STROKED: Final = 2
"""The render mode by which browsers embolden a font that has no bold face."""
_HOLE: Final = 0.15
"""Ems by which a glyph may miss the hole that was left for it."""
_MAX_WOVEN: Final = 100
"""Glyphs of one run beyond which it is text of its own."""
_MIN_GAPS: Final = 3
_MIN_SPACED: Final = 4
_SPACED_SHARE: Final = 0.8
_MIN_EM: Final = 0.01


class PdfWord(NamedTuple):
    """A word and its place."""

    text: str
    area: Area
    tab: bool
    """A wide gap stands before it on its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLine:
    """Words that follow one another on one baseline."""

    words: tuple[PdfWord, ...]
    text: str
    size: float
    """Of its tallest glyphs, in points."""
    baseline: float
    upright: bool
    font: str
    """Name of the first word's font, "" where it is not known."""
    bold: bool = False
    color: Color | None = None
    is_artifact: bool = False
    """Marked as a running header or footer."""
    area: Area
    letter_spaced: bool = False
    """Words were put together from single letters."""


class _Glyphs:
    """The glyphs of a line side by side, as lists of equal length."""

    __slots__ = ("blank", "ems", "ends", "runs", "starts", "texts")

    def __init__(self, runs: Sequence[Run]) -> None:
        self.texts: list[str] = []
        self.starts: list[float] = []
        self.ends: list[float] = []
        self.ems: list[float] = []
        self.runs: list[Run] = []
        for run in runs:
            count = len(run.texts)
            self.texts += run.texts
            self.starts += run.starts
            self.ends += run.ends
            self.ems += [max(min(run.reach, run.size * 2), _MIN_EM)] * count
            self.runs += [run] * count
        self.blank = [text.isspace() for text in self.texts]

    def sort(self) -> None:
        """Put the glyphs in order from left to right, marks behind the letters on which they stand."""
        order = sorted(range(len(self.texts)), key=self.starts.__getitem__)
        for name in self.__slots__:
            values = getattr(self, name)
            setattr(self, name, [values[number] for number in order])


_Group = tuple[int, int]
"""Half-open range of glyphs that make a word; blank ones within it do not count."""


def make_lines(runs: Iterable[Run]) -> Iterator[PdfLine]:
    """Yield the visual lines of *runs* in their order; the same glyphs drawn twice in one place count once."""
    waiting: list[Run] = []
    for run in _drop_overprints(runs):
        if waiting and not _goes_on(waiting, run):
            yield from _make_line(waiting)
            waiting = []
        waiting.append(run)
    if waiting:
        yield from _make_line(waiting)


def _drop_overprints(runs: Iterable[Run]) -> Iterator[Run]:
    seen: dict[str, list[Run]] = {}
    for run in runs:
        text = run.text
        near = _OVERPRINT * max(run.size, _MIN_EM)
        same = seen.setdefault(text, [])
        below = next((other for other in same[-8:] if _is_over(other, run, near)), None) if text.strip() else None
        if below is not None:
            below.is_doubled = True
            continue
        same.append(run)
        yield run


def _is_over(other: Run, run: Run, near: float) -> bool:
    return (
        abs(other.starts[0] - run.starts[0]) < near
        and abs(other.baseline - run.baseline) < near
        and other.unit == run.unit
    )


def _goes_on(line: Sequence[Run], run: Run) -> bool:
    """Tell whether *run* continues the visual line: same direction and baseline, further on, or raised beside it."""
    last = line[-1]
    if last.baseline == run.baseline and last.unit == run.unit:
        back = _BACK * max(last.size, run.size, _MIN_EM)
        return run.starts[0] - last.ends[-1] >= -back or _fills_holes(line, run) or _goes_left(line, run)
    if abs(last.unit[0] - run.unit[0]) + abs(last.unit[1] - run.unit[1]) > SPACED_FROM:
        return False
    tall = max((other for other in line[-4:]), key=lambda other: other.size)
    size = max(tall.size, run.size, _MIN_EM)
    gap = (run.starts[0] - last.ends[-1]) / size
    shift = min(abs(run.baseline - last.baseline), abs(run.baseline - tall.baseline)) / size
    if gap < -_BACK:
        return False
    if shift <= _SAME_BASELINE:
        return True
    small, large = sorted((last.size, run.size))
    return shift <= _RAISED and gap <= _RAISED_GAP and small <= _RAISED_SIZE * large


def _goes_back(before: Run, after: Run) -> bool:
    return after.starts[0] < before.ends[-1] - _BACK * max(before.size, after.size, _MIN_EM)


def _fills_holes(line: Sequence[Run], run: Run) -> bool:
    """Tell whether every glyph of *run* stands in a hole that *line* has left for it.

    LibreOffice draws what the font lacks after the rest of the line: "≥10" is "10" with room before it, and then "≥".
    """
    if len(run.texts) > _MAX_WOVEN:
        return False
    # What has the face of the line could have been drawn with it, unless the hole is made to its measure.
    holds = all if any(other.face is run.face for other in line) else any
    near = _HOLE * max(run.size, _MIN_EM)
    taken = [
        (start, end)
        for other in line
        for text, start, end in zip(other.texts, other.starts, other.ends, strict=True)
        if not text.isspace()
    ]
    beside = [*taken, *((start, end) for other in line for start, end in zip(other.starts, other.ends, strict=True))]
    return all(
        not any(start < stop - near and begin + near < end for begin, stop in taken)
        and holds(
            (
                any(abs(stop - start) <= near for _, stop in beside),
                any(abs(end - begin) <= near for begin, _ in beside),
            )
        )
        for start, end in zip(run.starts, run.ends, strict=True)
    )


def _goes_left(line: Sequence[Run], run: Run) -> bool:
    """Tell whether *run* goes on with a line that is written from right to left, at its left end."""
    gap = min(min(other.starts) for other in line) - max(run.ends)
    size = max(run.size, line[-1].size, _MIN_EM)
    return -_BACK * size <= gap <= WIDE_GAP * size and any(has_right_to_left(other.text) for other in (*line, run))


def _make_line(runs: Sequence[Run]) -> Iterator[PdfLine]:
    glyphs = _Glyphs(runs)
    is_turned = has_right_to_left("".join(glyphs.texts))
    if is_turned or any(_goes_back(before, after) for before, after in itertools.pairwise(runs)):
        glyphs.sort()
    groups, gaps = _split_words(glyphs)
    if not groups:
        return
    letter_spaced = _is_spelled_out(glyphs, groups)
    if letter_spaced:
        groups, gaps = _close_letters(glyphs, groups)
    tall = max(runs, key=lambda run: run.size)
    em = max(tall.reach, _MIN_EM)
    usual = median_low(gaps[1:]) if len(gaps) >= _MIN_GAPS else 0.0
    wide = max(WIDE_GAP * em, min(_WIDE_RATIO * usual, _WIDEST * em))
    words = tuple(_turn_words(glyphs, groups, wide) if is_turned else _make_words(glyphs, groups, gaps, wide))
    if not words:
        return
    run = glyphs.runs[groups[0][0]]
    parts = [("\t" if word.tab else " ") + word.text if number else word.text for number, word in enumerate(words)]
    yield PdfLine(
        words=words,
        text="".join(parts),
        size=tall.size,
        baseline=tall.baseline,
        upright=tall.unit == (1.0, 0.0),
        font=run.face.name,
        bold=run.face.bold or run.is_doubled or run.render == _FILLED_AND_STROKED,
        color=run.pen.fill,
        is_artifact=run.is_artifact,
        area=unite([word.area for word in words]),
        letter_spaced=letter_spaced,
    )


def _split_words(glyphs: _Glyphs) -> tuple[list[_Group], list[float]]:
    """Return the words, and the gap before each in points."""
    starts, ends, ems, blank = glyphs.starts, glyphs.ends, glyphs.ems, glyphs.blank
    widths = [
        (start - end) / (min(next_em, em))
        for start, end, em, next_em in zip(starts[1:], ends, ems, ems[1:], strict=False)
    ]
    gaps = [gap for gap, one, other in zip(widths, blank, blank[1:], strict=False) if not one and not other]
    usual = median(gaps) if len(gaps) >= _MIN_GAPS else 0.0
    limit = usual + SPACED_GAP if usual > SPACED_FROM else WORD_GAP
    groups: list[_Group] = []
    before: list[float] = []
    first: int | None = None
    last: int | None = None
    for at, is_blank in enumerate(blank):
        if is_blank:
            if first is not None:
                groups.append((first, at))
                first = None
            continue
        if first is None or widths[at - 1] > limit:
            if first is not None:
                groups.append((first, at))
            first = at
            before.append(0.0 if last is None else starts[at] - ends[last])
        last = at
    if first is not None:
        groups.append((first, len(blank)))
    return groups, before


def _is_spelled_out(glyphs: _Glyphs, groups: Sequence[_Group]) -> bool:
    """Tell whether the line is written letter by letter: "S K I L L S"."""
    if len(groups) < _MIN_SPACED:
        return False
    texts = glyphs.texts
    single = sum(1 for first, end in groups if end - first == 1 and len(texts[first]) == 1 and texts[first].isalpha())
    return single >= _SPACED_SHARE * len(groups) and single >= _MIN_SPACED


def _close_letters(glyphs: _Glyphs, groups: Sequence[_Group]) -> tuple[list[_Group], list[float]]:
    gaps = [glyphs.starts[after[0]] - glyphs.ends[before[1] - 1] for before, after in itertools.pairwise(groups)]
    limit = 1.6 * median(gaps)
    closed = [groups[0]]
    before = [0.0]
    for (first, end), gap in zip(groups[1:], gaps, strict=True):
        if gap > limit:
            closed.append((first, end))
            before.append(gap)
        else:
            closed[-1] = (closed[-1][0], end)
    return closed, before


def _turn_words(glyphs: _Glyphs, groups: Sequence[_Group], wide: float) -> list[PdfWord]:
    """Return the words of a line with letters from right to left, in the order in which they are read."""
    clusters: list[list[int]] = []
    for first, final in groups:
        if clusters:
            clusters.append([])
        for at in range(first, final):
            if glyphs.blank[at]:
                continue
            if clusters and clusters[-1] and unicodedata.combining(glyphs.texts[at][0]):
                clusters[-1].append(at)
            else:
                clusters.append([at])
    order = order_line(["".join(glyphs.texts[at] for at in cluster) or " " for cluster in clusters])
    words: list[PdfWord] = []
    for is_word, numbers in itertools.groupby(order, key=lambda number: bool(clusters[number])):
        if not is_word:
            continue
        members = [at for number in numbers for at in clusters[number]]
        run = glyphs.runs[members[0]]
        area = run.area_of(min(glyphs.starts[at] for at in members), max(glyphs.ends[at] for at in members))
        text = fold_forms("".join(glyphs.texts[at] for at in members))
        words.append(PdfWord("".join(text.split()), area, tab=False))
    words = _part_cells(words, wide)
    if has_turned_brackets(" ".join(word.text for word in words)):
        return [word._replace(text=turn_brackets(word.text)) for word in words]
    return words


def _part_cells(words: Sequence[PdfWord], wide: float) -> list[PdfWord]:
    """Return *words* with a tab before each that a gap of *wide* points parts from the word before it."""
    cells: dict[Area, int] = {}
    end, cell = float("inf"), 0
    for word in sorted(words, key=lambda word: word.area.x0):
        cell += word.area.x0 - end > wide
        end = word.area.x1
        cells[word.area] = cell
    return [
        word._replace(tab=bool(number) and cells[word.area] != cells[words[number - 1].area])
        for number, word in enumerate(words)
    ]


def _make_words(glyphs: _Glyphs, groups: Sequence[_Group], gaps: Sequence[float], wide: float) -> Iterator[PdfWord]:
    last = len(groups) - 1
    texts, starts, ends = glyphs.texts, glyphs.starts, glyphs.ends
    for number, ((first, final), gap) in enumerate(zip(groups, gaps, strict=True)):
        whole = fold_soft_hyphens("".join(texts[first:final]), ends_line=number == last)
        run = glyphs.runs[first]
        start, end = min(starts[first:final]), max(ends[first:final])
        parts = whole.split()
        if len(parts) > 1 and any(glyphs.blank[first:final]):
            # Letters set apart by spaces are one word; the declared text of a few glyphs may hold several,
            # which share its stretch evenly.
            parts = ["".join(parts)]
        if not parts:
            # A soft hyphen that stands alone is no word.
            continue
        step = (end - start) / len(parts)
        for place, part in enumerate(parts):
            area = run.area_of(start + place * step, start + (place + 1) * step)
            yield PdfWord(part, area, tab=gap > wide and not place)
