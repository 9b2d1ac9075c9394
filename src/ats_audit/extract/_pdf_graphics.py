# ruff: noqa: N802 - the names of the methods are the names of the operators
"""What a page's content says of graphics: its state, colours and paths, as far as they decide what text is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import resolve1
from pdfminer.utils import mult_matrix

from ats_audit.extract._pdf_colors import GRAY, color_of, count_components
from ats_audit.extract._pdf_device import PageDevice, Pen
from ats_audit.extract._pdf_geometry import Area, intersect, is_rectangle, matrix_of, transform, unite
from ats_audit.extract._pdf_objects import dict_of, name_of

if TYPE_CHECKING:
    from ats_audit.extract._pdf_colors import Color

_MAX_SAVED: Final = 256
"""Nested `q`: the specification asks readers for 28."""
_MAX_SEGMENTS: Final = 1_500
"""Straight lines of one path: more than any table has."""
_THIN: Final = 2.0
"""Points up to which a rectangle is a line to the eye."""


class GraphicsInterpreter(PDFPageInterpreter):
    """Keeps the graphics state of a page, and tells its `PageDevice` what is painted."""

    device: PageDevice

    def init_resources(self, resources: Any) -> None:
        """Take the colour spaces and states that the page names."""
        whole = dict_of(resources)
        self.resources = whole  # type: ignore[assignment]
        self._spaces = dict_of(whole.get("ColorSpace"))
        self._states = dict_of(whole.get("ExtGState"))

    def init_state(self, ctm: Any) -> None:
        """Start with the default graphics state."""
        self.ctm = ctm
        self.device.set_ctm(ctm)
        self.textstate = PDFTextState()
        self._pen = Pen()
        self._fill_space: int | None = GRAY
        self._stroke_space: int | None = GRAY
        self._saved: list[tuple[Any, ...]] = []
        self._clear_path()

    # Graphics state

    def do_q(self) -> None:
        """Save the graphics state."""
        if len(self._saved) < _MAX_SAVED:
            self._saved.append((self.ctm, self.textstate.copy(), self._pen, self._fill_space, self._stroke_space))

    def do_Q(self) -> None:
        """Restore the graphics state."""
        if self._saved:
            self.ctm, self.textstate, self._pen, self._fill_space, self._stroke_space = self._saved.pop()
            self.device.set_ctm(self.ctm)

    def do_cm(self, *matrix: Any) -> None:
        """Change the transformation matrix."""
        self.ctm = mult_matrix(matrix_of(matrix), self.ctm)
        self.device.set_ctm(self.ctm)

    def do_gs(self, name: Any) -> None:
        """Take transparency from an ExtGState dictionary."""
        state = dict_of(self._states.get(name))
        pen = self._pen
        fill, stroke, blend = resolve1(state.get("ca")), resolve1(state.get("CA")), resolve1(state.get("BM"))
        if isinstance(fill, int | float):
            pen = pen._replace(fill_alpha=float(fill))
        if isinstance(stroke, int | float):
            pen = pen._replace(stroke_alpha=float(stroke))
        if blend is not None:
            modes = [name_of(mode) for mode in blend] if isinstance(blend, list) else [name_of(blend)]
            pen = pen._replace(blends=not {"Normal", "Compatible"}.intersection(modes))
        self._pen = pen

    # Colour

    def _set_fill(self, color: Color | None, space: int | None) -> None:
        self._fill_space = space
        self._pen = self._pen._replace(fill=color)

    def _set_stroke(self, color: Color | None, space: int | None) -> None:
        self._stroke_space = space
        self._pen = self._pen._replace(stroke=color)

    def do_g(self, *values: Any) -> None:
        """Fill with gray, RGB or CMYK, by the number of operands."""
        self._set_fill(color_of(values), len(values))

    def do_G(self, *values: Any) -> None:
        """Stroke with gray, RGB or CMYK, by the number of operands."""
        self._set_stroke(color_of(values), len(values))

    def do_cs(self, name: Any) -> None:
        """Choose the colour space for filling."""
        space = count_components(name, self._spaces)
        self._set_fill((0.0, 0.0, 0.0) if space else None, space)

    def do_CS(self, name: Any) -> None:
        """Choose the colour space for stroking."""
        space = count_components(name, self._spaces)
        self._set_stroke((0.0, 0.0, 0.0) if space else None, space)

    def _do_color(self, operands: list[Any]) -> None:
        known = self._fill_space is not None and len(operands) == self._fill_space
        self._set_fill(color_of(operands) if known else None, self._fill_space)

    def _do_stroke_color(self, operands: list[Any]) -> None:
        known = self._stroke_space is not None and len(operands) == self._stroke_space
        self._set_stroke(color_of(operands) if known else None, self._stroke_space)

    # Paths: only their bounds, and whether they are rectangles

    def _clear_path(self) -> None:
        self._rects: list[Area] = []
        self._points: list[tuple[float, float]] = []
        self._segments: list[Area] = []
        self._start = (0.0, 0.0)
        self._curved = False
        self._clips = False

    def do_m(self, x: Any, y: Any) -> None:
        """Begin a subpath."""
        self._start = (x + 0.0, y + 0.0)
        self._points.append(self._start)

    def do_l(self, x: Any, y: Any) -> None:
        """Add a line."""
        point = (x + 0.0, y + 0.0)
        if self._points:
            self._add_segment(point)
        self._points.append(point)

    def do_h(self) -> None:
        """Close the subpath with a line to where it began."""
        if self._points:
            self._add_segment(self._start)

    def _add_segment(self, end: tuple[float, float]) -> None:
        """Note a line from the last point to *end*, if it goes straight across or down: it may rule a table."""
        (x0, y0), (x1, y1) = self._points[-1], end
        if (x0 == x1 or y0 == y1) and len(self._segments) < _MAX_SEGMENTS:
            self._segments.append(Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def do_c(self, x1: Any, y1: Any, x2: Any, y2: Any, x: Any, y: Any) -> None:
        """Add a curve; its control points bound it."""
        self._curved = True
        self._points += ((x1 + 0.0, y1 + 0.0), (x2 + 0.0, y2 + 0.0), (x + 0.0, y + 0.0))

    def do_v(self, x1: Any, y1: Any, x: Any, y: Any) -> None:
        """Add a curve with one control point of its own."""
        self._curved = True
        self._points += ((x1 + 0.0, y1 + 0.0), (x + 0.0, y + 0.0))

    def do_re(self, x: Any, y: Any, width: Any, height: Any) -> None:
        """Add a rectangle."""
        if len(self._rects) < _MAX_SAVED:
            right, top = x + width + 0.0, y + height + 0.0
            self._rects.append(Area(min(x, right), min(y, top), max(x, right), max(y, top)))

    def do_W(self) -> None:
        """Clip to the path that is about to end."""
        self._clips = True

    def do_n(self) -> None:
        """End the path unpainted."""
        self._end_path()

    def do_f(self) -> None:
        """Fill the path."""
        for area, is_rect in self._path_areas():
            pen = self._pen
            self.device.paint(area, pen, pen.fill, solid=is_rect and pen.fill_alpha >= 1)
            self.device.rule(area)
        self._end_path()

    def do_S(self) -> None:
        """Stroke the path: lines hide no text, but they rule tables."""
        self._rule_edges()
        self._end_path()

    def do_B(self) -> None:
        """Fill the path and stroke it."""
        self._rule_edges()
        self.do_f()

    def _rule_edges(self) -> None:
        for rect in self._rects:
            for edge in _edges_of(transform(rect, self.ctm)):
                self.device.rule(edge)
        for segment in self._segments:
            self.device.rule(transform(segment, self.ctm))

    def do_sh(self, _name: Any) -> None:
        """Fill the clip with a shading."""
        clip = self._pen.clip
        self.device.paint(clip, self._pen, None, solid=self._pen.fill_alpha >= 1)

    def _path_areas(self) -> list[tuple[Area, bool]]:
        upright = (self.ctm[1] == 0 and self.ctm[2] == 0) or (self.ctm[0] == 0 and self.ctm[3] == 0)
        found = [(transform(rect, self.ctm), upright) for rect in self._rects]
        if self._points:
            xs, ys = zip(*self._points, strict=True)
            area = transform(Area(min(xs), min(ys), max(xs), max(ys)), self.ctm)
            found.append((area, upright and not self._curved and is_rectangle(self._points)))
        return found

    def _end_path(self) -> None:
        if self._clips and (self._rects or self._points):
            areas = [area for area, _ in self._path_areas()]
            self._pen = self._pen._replace(clip=intersect(unite(areas), self._pen.clip))
        self._clear_path()


def _edges_of(area: Area) -> tuple[Area, ...]:
    """Return the four edges of a rectangle; a thin one is its own."""
    x0, y0, x1, y1 = area
    if min(x1 - x0, y1 - y0) < _THIN:
        return (area,)
    return Area(x0, y0, x1, y0), Area(x0, y1, x1, y1), Area(x0, y0, x0, y1), Area(x1, y0, x1, y1)
