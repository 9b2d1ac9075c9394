"""Text that the page draws and a person cannot see."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from ats_audit.extract._pdf_geometry import intersect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.extract._pdf_colors import Color
    from ats_audit.extract._pdf_device import Paint, Run
    from ats_audit.extract._pdf_geometry import Area

_MIN_SIZE: Final = 2.0
"""Points below which nobody reads. Source: research on 3,092 résumés; 1 pt text is the usual trick."""
_MIN_STRETCH: Final = 0.1
"""Width over height below which text is squeezed to a line."""
_MIN_ALPHA: Final = 0.05
_SAME_COLOR: Final = 0.06
"""Difference of each of red, green and blue up to which two colours look the same."""
_WHITE: Final[Color] = (1.0, 1.0, 1.0)
_OUTLINE_SLACK: Final = 0.3
_CUT: Final = 0.3
"""Ems by which the middle of a glyph may lie beyond an edge: what is cut in half is still seen."""
_SCAN_SHARE: Final = 0.4
"""Share of the page that a picture covers where invisible text over it is the text of a scan."""
_EDGE: Final = 1.0
_INVISIBLE, _CLIPPING = 3, 7
_PAINTED: Final = frozenset({0, 1, 4, 5})
"""Render modes that show one colour; 2 and 6 show two."""
_STROKED: Final = frozenset({1, 5})


class Sight(NamedTuple):
    """What of a page can be seen, and what cannot."""

    seen: list[Run]
    hidden: int
    """Code points that cannot be seen, spaces not counted."""
    cut: tuple[str, ...]
    """Runs among the hidden that lie at the edge of what is drawn, as the end of a page cuts a line."""


def split_hidden(runs: Sequence[Run], paints: Sequence[Paint], page: Area) -> Sight:
    """Return what of *runs* can be seen on *page*, and how much cannot.

    Hidden is text of render mode 3 or 7, in a layer that is off, transparent, tiny, squeezed, off the page, clipped
    away, under a later opaque area, or of the colour of what lies beneath it. White text on a dark panel is not; a
    colour or an area that cannot be told hides nothing, nor does the picture of a scan its own text.
    """
    covers = [paint for paint in paints if paint.solid and paint.area.x1 - paint.area.x0 > _MIN_SIZE]
    orders = [paint.order for paint in covers]
    scanned = any(paint.is_image and _share_of(paint.area, page) > _SCAN_SHARE for paint in paints)
    inks = {paint.color for paint in paints if paint.solid and paint.color is not None} | {_WHITE}
    suspect: dict[Color | None, bool] = {None: False}
    seen: list[Run] = []
    cut: list[str] = []
    hidden = 0
    for run in runs:
        later = covers[bisect_right(orders, run.order) :]
        area = run.area
        color = run.pen.stroke if run.render in _STROKED else run.pen.fill
        if color not in suspect:
            suspect[color] = color is not None and any(_is_same(color, ink) for ink in inks)
        is_unseen = _is_invisible(run, scanned=scanned, later=bool(later))
        # Skia draws what it emboldens itself as outlines, and the text unseen beneath them.
        run.is_doubled = is_unseen and _is_drawn(run, area, paints)
        if (is_unseen and not run.is_doubled) or (
            color is not None and suspect[color] and run.render in _PAINTED and _melts(run, area, color, paints)
        ):
            hidden += _count(run.texts)
            continue
        text = run.text
        hidden += _drop_covered(run, area, later, page)
        if run.texts:
            seen.append(run)
        elif _is_at_edge(area, intersect(run.pen.clip, page), run.size):
            cut.append(text)
    return Sight(seen, hidden, tuple(cut))


def _count(texts: Sequence[str]) -> int:
    return sum(len(text) for text in texts if not text.isspace())


def _is_invisible(run: Run, *, scanned: bool, later: bool) -> bool:
    pen = run.pen
    if run.render == _INVISIBLE:
        return not scanned
    if run.render == _CLIPPING and not later:
        return True
    alpha = pen.stroke_alpha if run.render in _STROKED else pen.fill_alpha
    return alpha < _MIN_ALPHA or run.size < _MIN_SIZE or run.reach < _MIN_STRETCH * run.size or not run.page_layer


def _is_drawn(run: Run, area: Area, paints: Sequence[Paint]) -> bool:
    """Tell whether a shape as high as the glyphs lies where *run* does: outlines that show the same words."""
    x = (area.x0 + area.x1) / 2
    slack = _OUTLINE_SLACK * run.size
    return run.size >= _MIN_SIZE and any(
        not paint.solid
        and not paint.is_image
        and paint.area.x0 <= x <= paint.area.x1
        and area.y0 - slack <= paint.area.y0
        and paint.area.y1 <= area.y1 + slack
        and paint.area.y1 - paint.area.y0 > slack
        for paint in paints
    )


def _melts(run: Run, area: Area, color: Color, paints: Sequence[Paint]) -> bool:
    """Tell whether *run* has the colour of what was painted beneath it, white where nothing was."""
    x, y = (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2
    for paint in reversed(paints):
        box = paint.area
        if paint.order > run.order or not (box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1):
            continue
        if paint.solid and paint.color is not None:
            return _is_same(color, paint.color)
        if paint.color is None or not _is_same(color, paint.color):
            return False
    return _is_same(color, _WHITE)


def _is_same(color: Color, other: Color) -> bool:
    return all(abs(one - two) <= _SAME_COLOR for one, two in zip(color, other, strict=True))


def _drop_covered(run: Run, area: Area, later: Sequence[Paint], page: Area) -> int:
    """Take out of *run* the glyphs off the page, outside the clip or under a later area; return how many."""
    bounds = [limit for limit in (page, run.pen.clip) if not _inside(area, limit)]
    over = [paint.area for paint in later if _touches(area, paint.area)] if run.render != _CLIPPING else []
    if not bounds and not over:
        return 0
    slack = [min(_CUT * run.size, (limit.x1 - limit.x0) / 4, (limit.y1 - limit.y0) / 4) for limit in bounds]
    kept: list[int] = []
    for number, (start, end) in enumerate(zip(run.starts, run.ends, strict=True)):
        glyph = run.area_of(start, end)
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        if all(_holds(limit, x, y, room) for limit, room in zip(bounds, slack, strict=True)) and not any(
            _holds(box, x, y, 0.0) for box in over
        ):
            kept.append(number)
    hidden = _count(run.texts) - _count([run.texts[number] for number in kept])
    run.texts = [run.texts[number] for number in kept]
    run.starts = [run.starts[number] for number in kept]
    run.ends = [run.ends[number] for number in kept]
    return hidden


def _is_at_edge(area: Area, drawn: Area, size: float) -> bool:
    """Tell whether *area* lies no further than a line over or under what is *drawn*."""
    near = drawn.y0 - _EDGE * size <= area.y1 and area.y0 <= drawn.y1 + _EDGE * size
    return near and area.x0 < drawn.x1 and drawn.x0 < area.x1


def _share_of(area: Area, page: Area) -> float:
    whole = (page.x1 - page.x0) * (page.y1 - page.y0)
    width = min(area.x1, page.x1) - max(area.x0, page.x0)
    height = min(area.y1, page.y1) - max(area.y0, page.y0)
    return max(width, 0.0) * max(height, 0.0) / whole if whole else 0.0


def _inside(area: Area, limit: Area) -> bool:
    return area.x0 >= limit.x0 and area.y0 >= limit.y0 and area.x1 <= limit.x1 and area.y1 <= limit.y1


def _touches(area: Area, other: Area) -> bool:
    return area.x0 < other.x1 and other.x0 < area.x1 and area.y0 < other.y1 and other.y0 < area.y1


def _holds(area: Area, x: float, y: float, slack: float) -> bool:
    return area.x0 - slack <= x <= area.x1 + slack and area.y0 - slack <= y <= area.y1 + slack
