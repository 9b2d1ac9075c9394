"""Asides: dates and places set at the right end of a line, which some producers write before all other text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ats_audit.extract._lines import Split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ats_audit.extract._lines import Flow
    from ats_audit.extract._pdf_words import PdfLine

_SAME_LINE: Final = 0.25
"""Distance of two baselines, over font size, up to which both are one line to a reader."""
_APART: Final = 1.9
"""Distance of two asides, over font size: closer ones are a paragraph of a column."""
_FLUSH: Final = 2.0
"""Points by which the right ends of asides may differ."""
_MAX_WORDS: Final = 6
_MAX_LINES: Final = 1_000
"""Lines of a page beyond which it is no résumé's, and comparing each with each would cost too much."""


def find_asides(lines: Sequence[PdfLine], body: Sequence[int]) -> dict[int, int]:
    """Return the lines of *body* that are asides: number of the line → number of the line whose end it is.

    An aside is short, ends where the asides written next to it end, stands apart from them, and has on its own
    baseline, to the left, a line that the content stream writes later. Chromium writes floats so.
    """
    if len(body) > _MAX_LINES:
        return {}
    partners = {number: partner for number in body if (partner := _partner(lines, body, number)) is not None}
    asides: dict[int, int] = {}
    for run in _runs(body, partners):
        flush = max(lines[one].area.x1 for one in run) - min(lines[one].area.x1 for one in run) <= _FLUSH
        apart = all(
            abs(lines[one].baseline - lines[other].baseline) > _APART * lines[one].size for one, other in pairwise(run)
        )
        if flush and apart:
            asides |= {number: partners[number] for number in run}
    # What ends a line cannot hold the end of another: in a chain of three the first would be lost.
    return {number: partner for number, partner in asides.items() if partner not in asides}


def _partner(lines: Sequence[PdfLine], body: Sequence[int], number: int) -> int | None:
    line = lines[number]
    if len(line.words) > _MAX_WORDS:
        return None
    later = (
        other
        for other in body
        if other > number + 1
        and abs(lines[other].baseline - line.baseline) <= _SAME_LINE * line.size
        and lines[other].area.x1 <= line.area.x0
    )
    return max(later, key=lambda other: lines[other].area.x1, default=None)


def _runs(body: Sequence[int], partners: Mapping[int, int]) -> list[list[int]]:
    """Return the asides that are written one after the other, run by run."""
    runs: list[list[int]] = []
    last: int | None = None
    for number in body:
        if number in partners:
            if last is None:
                runs.append([])
            runs[-1].append(number)
        last = number if number in partners else None
    return runs


def seat_asides(order: Sequence[int], asides: Mapping[int, int]) -> tuple[int, ...]:
    """Return *order* with every aside right behind the line whose end it is."""
    behind: dict[int, list[int]] = {}
    for number, partner in asides.items():
        behind.setdefault(partner, []).append(number)
    return tuple(seated for number in order if number not in asides for seated in (number, *behind.get(number, ())))


def seat_in_flow(flow: Flow, asides: Mapping[int, int]) -> Flow:
    """Return *flow*, which has no asides, with each behind the line whose end it is."""
    seated: list[int | Split] = []
    for part in flow:
        if isinstance(part, Split):
            seated.append(Split(parts=tuple(seat_in_flow(inner, asides) for inner in part.parts), main=part.main))
        else:
            seated += (part, *(number for number, partner in asides.items() if partner == part))
    return tuple(seated)
