"""Columns: where a page divides side by side, and in which order its parts are read."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._lines import Flow, Split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ats_audit.extract._pdf_geometry import Area

_GUTTER: Final = 6.0
"""Points of white that two columns have between them at least."""
_MIN_LINES: Final = 3
"""Lines on either side of a gutter from which they count as columns."""
_MIN_BESIDE: Final = 2
"""Of these, lines that stand between the first and the last on the other side, for the side that has fewer."""
_MIN_SHARED: Final = 2
"""Lines that begin at the same place from which a column may begin there."""
_SNAP: Final = 2.0
_MAX_LINES: Final = 800
"""Lines of a page beyond which it is no résumé's, and trying every gutter would cost seconds."""
_MAX_DEPTH: Final = 6
_MAX_SWITCHES: Final = 0.34
"""Times that the content stream goes from one side to the other, per line of the shorter side."""
_LEVEL: Final = 0.4
_SHARED: Final = 0.3
"""Share of its height that a line may have in common with the one above it."""
_MAX_OVER: Final = 3
_MIN_BELOW: Final = 2
"""Lines under columns from which they count as set into the page."""
_OVERLAP: Final = 0.3
"""Share of the shorter column's height that stands beside the other column."""


class LineBox(NamedTuple):
    """A line of the page by its number in the text."""

    number: int
    area: Area


class _Gutter(NamedTuple):
    gain: float
    x: float
    top: float
    bottom: float


def divide_page(lines: Sequence[LineBox], depth: int = 0) -> Flow:
    """Return the flow of *lines*: from top to bottom, columns as splits whose widest part goes on."""
    gutter = _find_gutter(lines) if depth < _MAX_DEPTH and len(lines) <= _MAX_LINES else None
    if gutter is None:
        return tuple(line.number for line in sorted(lines, key=_reading_order) if line)
    above = [line for line in lines if _middle(line) > gutter.top]
    below = [line for line in lines if _middle(line) < gutter.bottom]
    beside = [line for line in lines if gutter.bottom <= _middle(line) <= gutter.top]
    left = [line for line in beside if line.area.x0 < gutter.x - _SNAP]
    right = [line for line in beside if line.area.x0 >= gutter.x - _SNAP]
    if len(below) >= _MIN_BELOW:
        # Columns set into a page of full lines: what stands over or under only one of them belongs to the page.
        top, bottom = min(_top(left), _top(right)), max(_bottom(left), _bottom(right))
        above += [line for line in beside if _middle(line) > top]
        below += [line for line in beside if _middle(line) < bottom]
        left, right = ([line for line in side if bottom <= _middle(line) <= top] for side in (left, right))
    else:
        above += _lift_heading(left, right)
    sides = (left, right)
    main = max((0, 1), key=lambda side: _weight(sides[side]))
    split = Split(parts=(divide_page(left, depth + 1), divide_page(right, depth + 1)), main=main)
    return (*divide_page(above, depth + 1), split, *divide_page(below, depth + 1))


def count_gutters(flow: Flow) -> int:
    """Return how often a divided page is divided."""
    splits = [part for part in flow if isinstance(part, Split)]
    return len(splits) + sum(count_gutters(inner) for split in splits for inner in split.parts)


def _lift_heading(left: list[LineBox], right: Sequence[LineBox]) -> list[LineBox]:
    """Take out of *left* the few lines that stand over both columns: these begin side by side, below them."""
    top = max(right, key=_middle)
    height = top.area.y1 - top.area.y0
    over = [line for line in left if _middle(line) > _middle(top) + _LEVEL * height]
    beside = any(abs(_middle(line) - _middle(top)) <= _LEVEL * height for line in left)
    if not beside or len(over) > _MAX_OVER or len(left) - len(over) < _MIN_SHARED:
        return []
    for line in over:
        left.remove(line)
    return over


def list_columns(flow: Flow) -> list[tuple[int, ...]]:
    """Return the line numbers of each part of a divided page, in reading order; one part where it is not divided."""
    parts: list[tuple[int, ...]] = []
    current: list[int] = []
    for part in flow:
        if isinstance(part, Split):
            if current:
                parts.append(tuple(current))
                current = []
            for inner in part.parts:
                parts += list_columns(inner)
        else:
            current.append(part)
    if current:
        parts.append(tuple(current))
    return parts


def order_lines(order: Sequence[int], flow: Flow, areas: Mapping[int, Area]) -> tuple[int, ...]:
    """Return *order*, a run of numbers, with what the page leaves no doubt about put right.

    Where the lines of a part of *flow* stand one under the other, and none beside another, they are read downwards;
    and what stands above all columns is read before them. Browsers write boxes that are moved into place before or
    behind everything around them.
    """
    ordered = list(order)
    parts = list_columns(flow)
    for part in parts:
        column = sorted(part, key=lambda number: -areas[number].y1)
        if column != [number for number in ordered if number in set(part)] and all(
            _stands_below(areas[low], areas[high]) for high, low in pairwise(column)
        ):
            ordered = _gather(ordered, column)
    if parts and flow and not isinstance(flow[0], Split):
        head = set(parts[0])
        columns = [number for part in parts[1:] for number in part]
        bottom = min(areas[number].y0 for number in head)
        if columns and all(areas[number].y1 <= bottom for number in columns):
            first = min(ordered.index(number) for part in parts for number in part)
            moved = [number for number in ordered if number in head]
            rest = [number for number in ordered if number not in head]
            ordered = [*rest[:first], *moved, *rest[first:]]
    return tuple(ordered)


def _gather(order: Sequence[int], column: Sequence[int]) -> list[int]:
    """Return *order* with *column* in one piece, where it has most of its lines together."""
    members = set(column)
    runs = [list(run) for is_member, run in groupby(order, members.__contains__) if is_member]
    before = order[: order.index(max(runs, key=len)[0])]
    head = [number for number in before if number not in members]
    rest = [number for number in order[len(before) :] if number not in members]
    return [*head, *column, *rest]


def _stands_below(area: Area, other: Area) -> bool:
    """Tell whether *area* begins where *other* ends, or lower; lines that are set tight share a little."""
    shared = area.y1 - other.y0
    return shared <= _SHARED * min(area.y1 - area.y0, other.y1 - other.y0)


def _find_gutter(lines: Sequence[LineBox]) -> _Gutter | None:
    """Return the best gutter: a strip without text, before a shared left edge, with lines on both of its sides."""
    if len(lines) < 2 * _MIN_LINES:
        return None
    edges = Counter(round(line.area.x0 / _SNAP) for line in lines)
    leftmost = min(line.area.x0 for line in lines)
    best: _Gutter | None = None
    for edge, count in sorted(edges.items()):
        x = edge * _SNAP
        if count < _MIN_SHARED or x < leftmost + _GUTTER:
            continue
        for top, bottom in _free_stretches(lines, x):
            gutter = _judge_gutter(lines, x, top, bottom)
            if gutter is not None and (best is None or gutter.gain > best.gain):
                best = gutter
    return best


def _free_stretches(lines: Sequence[LineBox], x: float) -> list[tuple[float, float]]:
    """Return the stretches, from top to bottom, in which no line crosses the strip left of *x*."""
    crossing = sorted(
        (_middle(line) for line in lines if line.area.x0 < x - _SNAP and line.area.x1 > x - _GUTTER), reverse=True
    )
    limits = [float("inf"), *crossing, float("-inf")]
    return [(top - 0.01, bottom + 0.01) for top, bottom in pairwise(limits)]


def _judge_gutter(lines: Sequence[LineBox], x: float, top: float, bottom: float) -> _Gutter | None:
    beside = [line for line in lines if bottom <= _middle(line) <= top]
    left = [line for line in beside if line.area.x0 < x - _SNAP]
    right = [line for line in beside if line.area.x0 >= x - _SNAP]
    if len(left) < _MIN_LINES or len(right) < _MIN_LINES:
        return None
    shared = min(_top(left), _top(right)) - max(_bottom(left), _bottom(right))
    beside_each = _count_beside(left, right), _count_beside(right, left)
    if min(beside_each) < _MIN_BESIDE or max(beside_each) < _MIN_LINES:
        return None
    shorter = min(_top(left) - _bottom(left), _top(right) - _bottom(right))
    if shared < _OVERLAP * shorter or shared <= 0:
        return None
    if _is_written_by_rows(left, right):
        return None
    edge = max(line.area.x1 for line in left)
    aligned = sum(1 for line in right if abs(line.area.x0 - x) <= _SNAP)
    return _Gutter(len(beside) + aligned + min(x - edge, 50.0) / 100, x, top, bottom)


def _count_beside(lines: Sequence[LineBox], others: Sequence[LineBox]) -> int:
    top, bottom = _top(others), _bottom(others)
    return sum(bottom <= _middle(line) <= top for line in lines)


def _is_written_by_rows(left: Sequence[LineBox], right: Sequence[LineBox]) -> bool:
    """Tell whether the stream goes down both sides at once: dates beside entries, or rows of cells, not columns."""
    order = sorted([(line.number, False) for line in left] + [(line.number, True) for line in right])
    switches = sum(before[1] != after[1] for before, after in pairwise(order))
    if switches <= _MAX_SWITCHES * min(len(left), len(right)) + 1:
        return False
    return (_goes_down(left) and _goes_down(right)) or _count_bands(left, right) >= _MIN_LINES


def _count_bands(left: Sequence[LineBox], right: Sequence[LineBox]) -> int:
    """Return how many strips with lines on both sides part where all above is written before all below.

    Within a row cells may stand in the middle of their height, so that a later cell begins higher than the one before.
    """
    lines = sorted([(-line.area.y1, line, False) for line in left] + [(-line.area.y1, line, True) for line in right])
    firsts = [*accumulate((line.number for _, line, _ in reversed(lines)), min)][::-1]
    bands, last, sides = 0, -1, set[bool]()
    for at, (_, line, side) in enumerate(lines):
        if last < firsts[at]:
            bands += len(sides) > 1
            sides = set()
        last = max(last, line.number)
        sides.add(side)
    return bands + (len(sides) > 1)


def _goes_down(lines: Sequence[LineBox]) -> bool:
    ordered = sorted(lines, key=lambda line: line.number)
    return all(_middle(after) <= _middle(before) + _SNAP for before, after in pairwise(ordered))


def _reading_order(line: LineBox) -> tuple[float, float]:
    return (-round(_middle(line)), line.area.x0)


def _middle(line: LineBox) -> float:
    return (line.area.y0 + line.area.y1) / 2


def _top(lines: Sequence[LineBox]) -> float:
    return max(line.area.y1 for line in lines)


def _bottom(lines: Sequence[LineBox]) -> float:
    return min(line.area.y0 for line in lines)


def _weight(lines: Sequence[LineBox]) -> float:
    return sum((line.area.x1 - line.area.x0) for line in lines)
