# ruff: noqa: N802 - the names of the methods are the names of the operators
"""The interpreter of a page's content: pdfminer's, with own tokenizer, text, layers, forms and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.utils import MATRIX_IDENTITY, mult_matrix

from ats_audit.extract._pdf_geometry import Area, Matrix, form_clip, form_matrix, matrix_of, page_matrix, transform
from ats_audit.extract._pdf_graphics import GraphicsInterpreter
from ats_audit.extract._pdf_objects import dict_of, list_of, name_of
from ats_audit.extract._pdf_tokens import iter_operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pdfminer.pdfpage import PDFPage

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._pdf_device import PageDevice
    from ats_audit.extract._pdf_fonts import FontShelf, Typeface

_MAX_FORM_DEPTH: Final = 24
_TICK: Final = 512
"""Operators between two looks at the clock."""


class PageInterpreter(GraphicsInterpreter):
    """Draws a page, and the forms in it, on a `PageDevice`."""

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
        super().init_resources(resources)
        whole = self.resources
        self._fonts = dict_of(whole.get("Font"))
        self._faces: dict[str, Typeface] = {}
        self._properties = dict_of(whole.get("Properties"))
        self._drawn = dict_of(whole.get("XObject"))

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
