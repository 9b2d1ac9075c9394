"""Tables: grids of rules with words in their cells, and rows of cells that stand in line without any."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.extract._pdf_geometry import Area
    from ats_audit.extract._pdf_words import PdfLine

_THIN: Final = 2.0
"""Points up to which a painted area is a rule."""
_TOUCH: Final = 2.5
"""Points that the ends of rules which meet may leave between them."""
_MIN_EDGES: Final = 3
_MIN_CELLS: Final = 4
_MIN_SPAN: Final = 8.0
"""Points from which a rule bounds a cell rather than a dot, a bar or a letter."""
_MAX_RULES: Final = 1_500
"""Rules of a page beyond which it is a drawing, and comparing each with each would cost too much."""
_MAX_LINES: Final = 1_000
_STACKED: Final = 3
"""Rules of one length, one under the other, that open, part and close a table without rules downwards."""
_SAME_EXTENT: Final = 2.0
_GUTTER: Final = 0.7
"""White over font size that columns of cells have between them at least, in every row."""
_MIN_ROWS: Final = 3
_MIN_COLUMNS: Final = 3
"""Columns from which rows without any rule are a table; two are a label and its value, or an entry and its dates."""
_SAME_ROW: Final = 0.4
_NEXT_ROW: Final = 2.6
"""Distance of the baselines of two rows, over font size, up to which they belong to one table."""
_NEXT_LINE: Final = 1.75
"""Distance of two baselines, over font size, up to which they are lines of one cell."""
_ALIGNED: Final = 2.0
"""Points by which lines of one column may differ in where they begin, end, or have their middle."""
_ALIGNED_SHARE: Final = 0.8
_LONGEST_CELL: Final = 8
"""Words from which a cell is running text, and what stands side by side are columns."""


class _Row(NamedTuple):
    """What stands on one baseline, column after column."""

    baseline: float
    size: float
    words: tuple[Area, ...]
    cells: int
    """Groups of words with a gutter's room between them: no more columns can have something in this row."""
    first: int
    """Number of its first line in the content stream."""
    last: int


def count_tables(lines: Sequence[PdfLine], rules: Sequence[Area]) -> int:
    """Return how many tables stand among *lines*, which are in the order of the content stream, and *rules*.

    A table is a grid of rules with words in its cells; rows between rules of one length, every one of them parted into
    cells; or, without any rule, three rows of three cells or more that the stream writes row by row, whose cells may
    go on over several lines.
    """
    across = [rule for rule in rules if rule.y1 - rule.y0 < _THIN and rule.x1 - rule.x0 >= _MIN_SPAN]
    down = [rule for rule in rules if rule.x1 - rule.x0 < _THIN and rule.y1 - rule.y0 >= _MIN_SPAN]
    if len(across) + len(down) > _MAX_RULES or len(lines) > _MAX_LINES:
        return 0
    upright = [line for line in lines if line.upright]
    ruled = sum(_is_grid(upright, *grid) for grid in _join_rules(across, down))
    if ruled:
        return ruled
    rows = list(_list_rows(lines))
    stacked = sum(_count_stacked(rows, stack) for stack in _stack_rules(across))
    return stacked or _count_aligned(rows)


def _join_rules(across: Sequence[Area], down: Sequence[Area]) -> Iterator[tuple[list[Area], list[Area]]]:
    """Yield the rules that hang together by crossing or meeting: those across, and those down."""
    leader = list(range(len(across) + len(down)))

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for number, rule in enumerate(across):
        for other, upright in enumerate(down, len(across)):
            if (
                rule.x0 - _TOUCH <= upright.x1
                and upright.x0 <= rule.x1 + _TOUCH
                and upright.y0 - _TOUCH <= rule.y1
                and rule.y0 <= upright.y1 + _TOUCH
            ):
                leader[find(other)] = find(number)
    grids: defaultdict[int, tuple[list[Area], list[Area]]] = defaultdict(lambda: ([], []))
    for number, rule in enumerate((*across, *down)):
        grids[find(number)][number >= len(across)].append(rule)
    yield from grids.values()


def _is_grid(lines: Sequence[PdfLine], across: Sequence[Area], down: Sequence[Area]) -> bool:
    """Tell whether words stand in four cells of a grid or more, in two rows and two columns or more."""
    ys, xs = _merge(rule.y0 for rule in across), _merge(rule.x0 for rule in down)
    if len(ys) < _MIN_EDGES or len(xs) < _MIN_EDGES:
        return False
    cells: set[tuple[int, int]] = set()
    for line in lines:
        if line.area.y1 < ys[0] or line.area.y0 > ys[-1]:
            continue
        for word in line.words:
            x, y = (word.area.x0 + word.area.x1) / 2, (word.area.y0 + word.area.y1) / 2
            if ys[0] < y < ys[-1] and xs[0] < x < xs[-1]:
                cells.add((sum(edge < y for edge in ys), sum(edge < x for edge in xs)))
    rows, columns = ({cell[axis] for cell in cells} for axis in (0, 1))
    return len(cells) >= _MIN_CELLS and len(rows) > 1 and len(columns) > 1


def _merge(places: Iterable[float]) -> list[float]:
    """Return *places* in order, those that are one rule to the eye taken once."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _TOUCH:
            merged.append(place)
    return merged


def _list_rows(lines: Sequence[PdfLine]) -> Iterator[_Row]:
    """Yield the rows of the page from top to bottom."""
    order = sorted((number for number, line in enumerate(lines) if line.upright), key=lambda one: -lines[one].baseline)
    row: list[int] = []
    for number in order:
        if row and lines[row[0]].baseline - lines[number].baseline > _SAME_ROW * lines[row[0]].size:
            yield _make_row(lines, row)
            row = []
        row.append(number)
    if row:
        yield _make_row(lines, row)


def _make_row(lines: Sequence[PdfLine], row: Sequence[int]) -> _Row:
    size = max(lines[number].size for number in row)
    words = sorted([word.area for number in row for word in lines[number].words])
    return _Row(
        baseline=lines[row[0]].baseline,
        size=size,
        words=tuple(words),
        cells=1 + sum(after.x0 - before.x1 >= _GUTTER * size for before, after in pairwise(words)),
        first=min(row),
        last=max(row),
    )


def _stack_rules(across: Sequence[Area]) -> Iterator[list[float]]:
    """Yield the heights of rules of one length that stand one under the other, from top to bottom."""
    stacks: list[tuple[Area, list[float]]] = []
    for rule in across:
        stack = next((heights for first, heights in stacks if _is_alike(first, rule)), None)
        if stack is None:
            stacks.append((rule, [rule.y0]))
        else:
            stack.append(rule.y0)
    for _, heights in stacks:
        merged = _merge(heights)
        if len(merged) >= _STACKED:
            yield merged[::-1]


def _is_alike(rule: Area, other: Area) -> bool:
    return abs(rule.x0 - other.x0) <= _SAME_EXTENT and abs(rule.x1 - other.x1) <= _SAME_EXTENT


def _count_stacked(rows: Sequence[_Row], heights: Sequence[float]) -> int:
    """Return how many runs of two strips or more between *heights* hold nothing but rows that share columns."""
    count = 0
    run: list[list[_Row]] = []
    for top, bottom in (*pairwise(heights), (0.0, 0.0)):
        strip = [row for row in rows if bottom < row.baseline < top]
        joined = [row for one in (*run, strip) for row in one]
        if strip and _fills_columns(joined, 2):
            run.append(strip)
            continue
        count += len(run) > 1
        run = [strip] if strip and _fills_columns(strip, 2) else []
    return count


def _fills_columns(rows: Sequence[_Row], least: int) -> bool:
    """Tell whether strips of white part *rows* into *least* columns or more, no column mostly empty.

    Every row has cells in so many columns, and no cell is running text.
    """
    if any(row.cells < least for row in rows):
        return False
    gutter = _GUTTER * max(row.size for row in rows)
    columns: list[list[float]] = []
    for word in sorted(word for row in rows for word in row.words):
        if columns and word.x0 - columns[-1][1] < gutter:
            columns[-1][1] = max(columns[-1][1], word.x1)
        else:
            columns.append([word.x0, word.x1])
    if len(columns) < least:
        return False
    filled: Counter[int] = Counter()
    for row in rows:
        cells = Counter(next(at for at, (_, end) in enumerate(columns) if word.x0 <= end) for word in row.words)
        if len(cells) < least or max(cells.values()) > _LONGEST_CELL:
            return False
        filled.update(cells.keys())
    return all(2 * filled[column] >= len(rows) for column in range(len(columns)))


def _count_aligned(rows: Sequence[_Row]) -> int:
    """Return how many runs of rows share three columns or more, and are written row by row."""
    count = 0
    run: list[list[_Row]] = []
    columns: list[list[float]] = []
    for band in (*_list_bands(rows), []):
        if band and run and _is_near(run[-1][-1], band[0]):
            joined = _join_words(columns, band)
            if len(joined) >= _MIN_COLUMNS:
                run.append(band)
                columns = joined
                continue
        count += _is_table(run, columns)
        columns = _join_words([], band)
        run = [band] if len(columns) >= _MIN_COLUMNS else []
    return count


def _list_bands(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield rows that stand near one another and that the stream writes together, cell after cell.

    They part where everything above is written before everything below.
    """
    near: list[_Row] = []
    for row in (*rows, None):
        if row is not None and (not near or _is_near(near[-1], row)):
            near.append(row)
            continue
        firsts = [*accumulate((one.first for one in reversed(near)), min)][::-1]
        begin, last = 0, -1
        for number, one in enumerate(near, 1):
            last = max(last, one.last)
            if number == len(near) or last < firsts[number]:
                yield near[begin:number]
                begin = number
        near = [row] if row is not None else []


def _is_near(above: _Row, below: _Row) -> bool:
    return above.baseline - below.baseline <= _NEXT_ROW * max(above.size, below.size)


def _join_words(columns: Sequence[Sequence[float]], band: Sequence[_Row]) -> list[list[float]]:
    """Return the stretches that *columns* and the words of *band* take, those with no gutter between them as one."""
    gutter = _GUTTER * max((row.size for row in band), default=0.0)
    words = [(word.x0, word.x1) for row in band for word in row.words]
    joined: list[list[float]] = []
    for start, end in sorted([(one[0], one[1]) for one in columns] + words):
        if joined and start - joined[-1][1] < gutter:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined


class _CellLine(NamedTuple):
    """One line of a cell."""

    row: int
    """Of the table."""
    column: int
    baseline: float
    size: float
    x0: float
    x1: float
    words: int


def _is_table(run: Sequence[Sequence[_Row]], columns: Sequence[Sequence[float]]) -> bool:
    """Tell whether *run* is a table: rows written one after the other, cells whole and in line with their column."""
    number = -1
    last = -1
    lines: list[_CellLine] = []
    for band in run:
        found = [line for row in band for line in _part_row(row, columns)]
        # What fills too few cells for a row goes on with those of the row above.
        number += len({line.column for line in found}) >= _MIN_COLUMNS
        lines += (line._replace(row=number) for line in found)
        if min(row.first for row in band) < last:
            return False
        last = max(row.last for row in band)
    cells: defaultdict[tuple[int, int], list[_CellLine]] = defaultdict(list)
    for line in lines:
        cells[line.row, line.column].append(line)
    filled = Counter(column for _, column in cells)
    return (
        number + 1 >= _MIN_ROWS
        and all(2 * filled[column] >= number + 1 for column in range(len(columns)))
        and all(_is_cell(cell) for cell in cells.values())
        and all(_is_in_line([line for line in lines if line.column == column]) for column in range(len(columns)))
    )


def _part_row(row: _Row, columns: Sequence[Sequence[float]]) -> Iterator[_CellLine]:
    for column, (start, end) in enumerate(columns):
        words = [word for word in row.words if start <= (word.x0 + word.x1) / 2 <= end]
        if words:
            x1 = max(word.x1 for word in words)
            yield _CellLine(0, column, row.baseline, row.size, words[0].x0, x1, len(words))


def _is_cell(lines: Sequence[_CellLine]) -> bool:
    """Tell whether *lines* follow one another closely."""
    return all(
        above.baseline - below.baseline <= _NEXT_LINE * max(above.size, below.size) for above, below in pairwise(lines)
    )


def _is_in_line(lines: Sequence[_CellLine]) -> bool:
    """Tell whether nearly all *lines* of a column begin, end, or have their middle at one place, and are no prose."""
    return sum(line.words for line in lines) <= _LONGEST_CELL * len(lines) and any(
        max(Counter(round(place / _ALIGNED) for place in places).values()) >= _ALIGNED_SHARE * len(lines)
        for places in (
            [line.x0 for line in lines],
            [line.x1 for line in lines],
            [(line.x0 + line.x1) / 2 for line in lines],
        )
    )
