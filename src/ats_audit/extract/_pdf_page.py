# ruff: noqa: N802 - the names of the methods are the names of the operators
"""The interpreter of a page's content: pdfminer's, with own tokenizer, colours, clips, layers and limits.

Long for a file, because the operators of the language are the methods of one class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.utils import MATRIX_IDENTITY, mult_matrix

from ats_audit.extract._pdf_colors import GRAY, color_of, count_components
from ats_audit.extract._pdf_device import PageDevice, Pen
from ats_audit.extract._pdf_geometry import (
    Area,
    Matrix,
    form_clip,
    form_matrix,
    intersect,
    is_rectangle,
    matrix_of,
    page_matrix,
    transform,
    unite,
)
from ats_audit.extract._pdf_objects import dict_of, list_of, name_of
from ats_audit.extract._pdf_tokens import iter_operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfminer.pdfpage import PDFPage

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._pdf_colors import Color
    from ats_audit.extract._pdf_fonts import FontShelf, Typeface

_MAX_FORM_DEPTH: Final = 24
_MAX_SAVED: Final = 256
"""Nested `q`: the specification asks readers for 28."""
_MAX_SEGMENTS: Final = 1_500
"""Straight lines of one path: more than any table has."""
_THIN: Final = 2.0
"""Points up to which a rectangle is a line to the eye."""
_TICK: Final = 512
"""Operators between two looks at the clock."""


class PageInterpreter(PDFPageInterpreter):
    """Draws a page, and the forms in it, on a `PageDevice`."""

    device: PageDevice

    def __init__(
        self, shelf: FontShelf, device: PageDevice, budget: Budget, *, hidden_layers: frozenset[int] = frozenset()
    ) -> None:
        super().__init__(shelf, device)
        self._shelf = shelf
        self._budget = budget
        self._hidden_layers = hidden_layers
        self.is_damaged = False
        """A content stream could not be read to its end."""
        self._depth = 0
        self._drawing: frozenset[int] = frozenset()
        self._table = {
            operator: (getattr(self, method), kinds, len(kinds or ()))
            for operator, (method, kinds) in _OPERATORS.items()
        }

    def draw_page(self, page: PDFPage) -> None:
        """Draw *page* upright with its visible corner at the origin."""
        ctm = page_matrix(page)
        self.device.begin()
        self._drawing = frozenset()
        self.init_state(ctm)
        self.init_resources(page.resources)
        self.execute(page.contents)
        self.init_state(ctm)

    def init_resources(self, resources: Any) -> None:
        """Take the page's resources; fonts are made when they are first used."""
        whole = dict_of(resources)
        self.resources = whole  # type: ignore[assignment]
        self._fonts = dict_of(whole.get("Font"))
        self._faces: dict[str, Typeface] = {}
        self._spaces = dict_of(whole.get("ColorSpace"))
        self._states = dict_of(whole.get("ExtGState"))
        self._properties = dict_of(whole.get("Properties"))
        self._drawn = dict_of(whole.get("XObject"))

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

    def execute(self, streams: Any) -> None:
        """Run the operators of *streams*, which are read as if written one after the other."""
        contents = [resolve1(stream) for stream in list_of(streams)]
        data = b"\n".join(stream.get_data() for stream in contents if isinstance(stream, PDFStream))
        self.is_damaged = self.is_damaged or any(getattr(stream, "is_damaged", False) for stream in contents)
        table = self._table
        waiting = 0
        for operator, operands in iter_operations(data):
            waiting += 1
            if waiting == _TICK:
                self._budget.spend_operators(waiting)
                waiting = 0
            entry = table.get(operator)
            if entry is None:
                continue
            call, kinds, arguments = entry
            if kinds is None:
                call(operands)
            elif not arguments:
                call()
            elif len(operands) >= arguments:
                try:
                    call(*operands[-arguments:])
                except (TypeError, ValueError, AttributeError):
                    if _fit(kinds, operands[-arguments:]):
                        raise
                    # An operand of the wrong kind: the operator is left out, as every viewer does.
                    continue
        self._budget.spend_operators(waiting)

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

    # Text

    def do_BT(self) -> None:
        """Begin a text object."""
        self.textstate.reset()

    def do_Tf(self, name: Any, size: Any) -> None:
        """Choose font and size; a font that cannot be made is read by the standard encoding."""
        self.textstate.fontsize = size + 0.0
        face = self._faces.get(name)
        if face is None:
            face = self._faces[name] = self._find_face(name)
        self.textstate.font = face  # type: ignore[assignment]

    def _find_face(self, name: Any) -> Typeface:
        reference = self._fonts.get(name)
        key = reference.objid if isinstance(reference, PDFObjRef) else f"{id(self._fonts)}/{name}"
        return self._shelf.face(key, dict_of(reference))

    def do_Tm(self, *matrix: Any) -> None:
        """Set the text matrix."""
        self.textstate.matrix = matrix_of(matrix)
        self.textstate.linematrix = (0, 0)

    def do_Td(self, tx: Any, ty: Any) -> None:
        """Move to the next line."""
        a, b, c, d, e, f = self.textstate.matrix
        self.textstate.matrix = (a, b, c, d, tx * a + ty * c + e, tx * b + ty * d + f)
        self.textstate.linematrix = (0, 0)

    def do_TD(self, tx: Any, ty: Any) -> None:
        """Move to the next line and set the leading."""
        self.do_Td(tx, ty)
        self.textstate.leading = ty

    def do_Tj(self, string: Any) -> None:
        """Show a string."""
        self.do_TJ((string,))

    def do_TJ(self, seq: Any) -> None:
        """Show strings and shifts."""
        if self.textstate.font is None:
            self.textstate.font = self._shelf.face(None, {})  # type: ignore[assignment]
        self.device.render_string(self.textstate, seq, None, self._pen)

    def do__w(self, word_space: Any, char_space: Any, string: Any) -> None:
        """Set the spacing, move to the next line, and show a string."""
        self.do_Tw(word_space)
        self.do_Tc(char_space)
        self.do__q(string)

    def do__q(self, string: Any) -> None:
        """Move to the next line and show a string."""
        self.do_T_a()
        self.do_Tj(string)

    # Marked content, forms and pictures

    def _do_begin(self, operands: list[Any]) -> None:
        tag = operands[0] if operands else ""
        props = operands[1] if len(operands) > 1 else None
        is_off = False
        if isinstance(props, str):
            reference = self._properties.get(props)
            is_off = tag == "OC" and self._is_off(reference)
            props = dict_of(reference)
        self.device.begin_tag(tag, props, is_off=is_off)

    def do_EMC(self) -> None:
        """Close a marked-content sequence."""
        self.device.end_tag()

    def _is_off(self, reference: Any) -> bool:
        if isinstance(reference, PDFObjRef) and reference.objid in self._hidden_layers:
            return True
        groups = dict_of(reference).get("OCGs")
        members = groups if isinstance(groups, list) else [groups]
        return all(isinstance(member, PDFObjRef) and member.objid in self._hidden_layers for member in members)

    def _do_inline_image(self, _operands: list[Any]) -> None:
        self._paint_image(opaque=False)

    def do_Do(self, name: Any) -> None:
        """Draw a form or a picture."""
        drawn = resolve1(self._drawn.get(name))
        if not isinstance(drawn, PDFStream):
            return
        kind = name_of(drawn.get("Subtype"))
        if kind == "Image":
            masked = any(drawn.get(key) is not None for key in ("SMask", "Mask", "ImageMask"))
            self._paint_image(opaque=not masked)
        elif kind == "Form" or "BBox" in drawn:
            self.draw_form(drawn)

    def _paint_image(self, *, opaque: bool) -> None:
        area = transform(Area(0.0, 0.0, 1.0, 1.0), self.ctm)
        solid = opaque and self._pen.fill_alpha >= 1
        self.device.paint(area, self._pen, None, solid=solid, is_image=True)

    def draw_form(self, form: PDFStream, placed: Matrix = MATRIX_IDENTITY) -> None:
        """Draw a Form XObject with its own resources; one that draws itself is left out."""
        self._budget.spend_form()
        key = id(form) if form.objid is None else form.objid
        if key in self._drawing or self._depth >= _MAX_FORM_DEPTH:
            return
        inner = PageInterpreter(self._shelf, self.device, self._budget, hidden_layers=self._hidden_layers)
        inner._depth = self._depth + 1
        inner._drawing = self._drawing | {key}
        inner.init_state(mult_matrix(mult_matrix(form_matrix(form), placed), self.ctm))
        inner._pen = self._pen._replace(clip=form_clip(form, inner.ctm, self._pen.clip))
        inner.init_resources(form.get("Resources") or self.resources)
        is_off = form.get("OC") is not None and self._is_off(form.get("OC"))
        self.device.begin_tag("Form", None, is_off=is_off)
        inner.execute([form])
        self.is_damaged = self.is_damaged or inner.is_damaged
        self.device.end_tag()
        self.device.set_ctm(self.ctm)


def _edges_of(area: Area) -> tuple[Area, ...]:
    """Return the four edges of a rectangle; a thin one is its own."""
    x0, y0, x1, y1 = area
    if min(x1 - x0, y1 - y0) < _THIN:
        return (area,)
    return Area(x0, y0, x1, y0), Area(x0, y1, x1, y1), Area(x0, y0, x0, y1), Area(x1, y0, x1, y1)


def _fit(kinds: str, operands: Sequence[Any]) -> bool:
    """Tell whether *operands* are of the kinds that their operator takes."""
    return all(isinstance(operand, _KINDS[kind]) for kind, operand in zip(kinds, operands, strict=True))


_KINDS: Final[Mapping[str, type]] = {"n": float, "s": bytes, "N": str, "a": list}
"""Kinds of operands: number, string, name, array."""


def _table(entries: Mapping[str, tuple[str, str | None]]) -> dict[bytes, tuple[str, str | None]]:
    return {operator.encode(): entry for operator, entry in entries.items()}


# Operator: method, and what operands it takes; None for all that there are.
_OPERATORS: Final = _table({
    "q": ("do_q", ""), "Q": ("do_Q", ""), "cm": ("do_cm", "nnnnnn"), "gs": ("do_gs", "N"),
    "g": ("do_g", "n"), "rg": ("do_g", "nnn"), "k": ("do_g", "nnnn"),
    "G": ("do_G", "n"), "RG": ("do_G", "nnn"), "K": ("do_G", "nnnn"),
    "cs": ("do_cs", "N"), "CS": ("do_CS", "N"), "sc": ("_do_color", None), "scn": ("_do_color", None),
    "SC": ("_do_stroke_color", None), "SCN": ("_do_stroke_color", None),
    "m": ("do_m", "nn"), "l": ("do_l", "nn"), "h": ("do_h", ""),
    "c": ("do_c", "nnnnnn"), "v": ("do_v", "nnnn"), "y": ("do_v", "nnnn"),
    "re": ("do_re", "nnnn"), "W": ("do_W", ""), "W*": ("do_W", ""), "n": ("do_n", ""), "S": ("do_S", ""),
    "s": ("do_S", ""), "f": ("do_f", ""), "F": ("do_f", ""), "f*": ("do_f", ""), "B": ("do_B", ""),
    "B*": ("do_B", ""), "b": ("do_B", ""), "b*": ("do_B", ""), "sh": ("do_sh", "N"),
    "BT": ("do_BT", ""), "Tf": ("do_Tf", "Nn"), "Tm": ("do_Tm", "nnnnnn"), "Td": ("do_Td", "nn"),
    "TD": ("do_TD", "nn"), "T*": ("do_T_a", ""), "TL": ("do_TL", "n"), "Tc": ("do_Tc", "n"), "Tw": ("do_Tw", "n"),
    "Tz": ("do_Tz", "n"), "Tr": ("do_Tr", "n"), "Ts": ("do_Ts", "n"), "Tj": ("do_Tj", "s"), "TJ": ("do_TJ", "a"),
    "'": ("do__q", "s"), '"': ("do__w", "nns"),
    "BMC": ("_do_begin", None), "BDC": ("_do_begin", None), "EMC": ("do_EMC", ""),
    "Do": ("do_Do", "N"), "EI": ("_do_inline_image", None),
})  # fmt: skip
"""Source: ISO 32000-1, appendix A. What is not listed changes neither text nor its visibility."""
