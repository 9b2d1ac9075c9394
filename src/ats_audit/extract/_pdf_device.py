"""What a page draws: runs of glyphs with their place, and the areas painted under and over them."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text, mult_matrix

from ats_audit.extract._clean import clean_text
from ats_audit.extract._pdf_fonts import ICON_GLYPH, UNMAPPED_GLYPH, FontShelf, Typeface
from ats_audit.extract._pdf_objects import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfminer.pdfinterp import PDFTextState

    from ats_audit.extract._budget import Budget

Color = tuple[float, float, float]
"""Red, green, blue, 0.0 to 1.0."""
Matrix = tuple[float, float, float, float, float, float]

_MAX_PAINTS: Final = 4_000
"""Painted areas kept per page: more than any page of text, fewer than a map has."""
_LONGEST_ACTUAL: Final = 4_000
_THIN: Final = 2.0
_MAX_SPACING: Final = 0.6
"""Character spacing in ems beyond which letters are set apart on purpose, as in the boxes of a form."""
_KERNED: Final = 0.35
"""Ems by which a glyph may reach back over the last one and still go on with its run."""
_SPACE_CODE: Final = 32
"""The one code to which word spacing applies."""
_SAME_LINE: Final = 0.1


class Area(NamedTuple):
    """A rectangle in page space: origin at the bottom left, y upwards."""

    x0: float
    y0: float
    x1: float
    y1: float


EVERYWHERE: Final = Area(-1e9, -1e9, 1e9, 1e9)


class Pen(NamedTuple):
    """The part of the graphics state that decides whether text can be seen."""

    fill: Color | None = (0.0, 0.0, 0.0)
    """None where the colour cannot be told: patterns, spot colours."""
    stroke: Color | None = (0.0, 0.0, 0.0)
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    blends: bool = False
    """Paint mixes with what lies beneath (a highlighter), and so covers nothing."""
    clip: Area = EVERYWHERE


class Paint(NamedTuple):
    """An area that the page fills."""

    area: Area
    color: Color | None
    """None for pictures, shadings, and colours that cannot be told."""
    solid: bool
    """A rectangle, filled whole and opaque; else only its bounds are known."""
    is_image: bool
    order: int


class Run:
    """Glyphs shown by one operator, on one baseline."""

    __slots__ = (
        "baseline",
        "ends",
        "face",
        "is_artifact",
        "order",
        "page_layer",
        "pen",
        "reach",
        "render",
        "size",
        "starts",
        "texts",
        "unit",
    )

    def __init__(
        self, *, unit: tuple[float, float], baseline: float, size: float, reach: float, face: Typeface
    ) -> None:
        self.unit = unit
        """Direction of the baseline."""
        self.baseline = baseline
        """Distance of the baseline from the origin, to the left of its direction."""
        self.size = size
        """Height of the font in points."""
        self.reach = reach
        """Width of one em along the baseline; well below `size` in squeezed text."""
        self.face = face
        self.pen = Pen()
        self.render = 0
        self.order = 0
        self.is_artifact = False
        self.page_layer = True
        """False in an optional layer that is switched off."""
        self.texts: list[str] = []
        self.starts: list[float] = []
        """Where each glyph begins along the baseline."""
        self.ends: list[float] = []

    def area_of(self, start: float, end: float) -> Area:
        """Return the area of the stretch from *start* to *end* along the baseline."""
        low, high = self.baseline - 0.22 * self.size, self.baseline + 0.78 * self.size
        ux, uy = self.unit
        if uy == 0.0 and ux > 0.0:
            return Area(start, low, end, high)
        xs = [along * ux - across * uy for along in (start, end) for across in (low, high)]
        ys = [along * uy + across * ux for along in (start, end) for across in (low, high)]
        return Area(min(xs), min(ys), max(xs), max(ys))

    @property
    def area(self) -> Area:
        """Area of the whole run."""
        return self.area_of(min(self.starts), max(self.ends))

    @property
    def text(self) -> str:
        """The glyphs' text, as it comes."""
        return "".join(self.texts)


class _Mark(NamedTuple):
    """An open marked-content sequence."""

    first_run: int
    actual: str | None
    is_artifact: bool
    is_off: bool


class PageDevice(PDFTextDevice):
    """Collects one page at a time; `begin` empties it."""

    def __init__(self, shelf: FontShelf, budget: Budget) -> None:
        super().__init__(shelf)
        self._budget = budget
        self.runs: list[Run] = []
        self.paints: list[Paint] = []
        self.rules: list[Area] = []
        self.unmapped = 0
        self.icons = 0
        self.order = 0
        self._marks: list[_Mark] = []
        self._artifacts = 0
        self._off = 0
        self._sealed = 0
        """Runs before this number belong to marks that are closed, or outside of the open one."""

    def begin(self) -> None:
        """Start a new page."""
        self.runs = []
        self.paints = []
        self.rules = []
        self.unmapped = self.icons = self.order = self._artifacts = self._off = self._sealed = 0
        self._marks = []

    def paint(self, area: Area, pen: Pen, color: Color | None, *, solid: bool, is_image: bool = False) -> None:
        """Note that *area* is filled."""
        self.order += 1
        clip = pen.clip
        seen = Area(max(area.x0, clip.x0), max(area.y0, clip.y0), min(area.x1, clip.x1), min(area.y1, clip.y1))
        if seen.x0 < seen.x1 and seen.y0 < seen.y1 and len(self.paints) < _MAX_PAINTS:
            self.paints.append(Paint(seen, color, solid and not pen.blends, is_image, self.order))

    def rule(self, area: Area) -> None:
        """Note a thin line, filled or stroked."""
        if min(area.x1 - area.x0, area.y1 - area.y0) < _THIN and len(self.rules) < _MAX_PAINTS:
            self.rules.append(area)

    def begin_tag(self, tag: Any, props: Any = None, *, is_off: bool = False) -> None:
        """Open a marked-content sequence."""
        props = props if isinstance(props, dict) else {}
        actual = resolve1(props.get("ActualText"))
        kind = name_of(props.get("Type")) or str(props.get("Type", ""))
        mark = _Mark(
            first_run=len(self.runs),
            actual=clean_text(decode_text(actual))[:_LONGEST_ACTUAL] if isinstance(actual, bytes) else None,
            is_artifact=tag == "Artifact" and kind in {"", "Pagination"},
            is_off=is_off,
        )
        self._artifacts += mark.is_artifact
        self._off += mark.is_off
        self._marks.append(mark)
        self._sealed = len(self.runs)

    def end_tag(self) -> None:
        """Close the innermost marked-content sequence."""
        if not self._marks:
            return
        mark = self._marks.pop()
        self._artifacts -= mark.is_artifact
        self._off -= mark.is_off
        if mark.actual is not None and len(self.runs) > mark.first_run:
            self._replace_glyphs(mark.first_run, mark.actual)
        self._sealed = len(self.runs)

    def _replace_glyphs(self, first: int, actual: str) -> None:
        """Put the text that the file declares in the place of what the glyphs seem to say."""
        runs = self.runs[first:]
        shown = "".join(run.text for run in runs)
        if "".join(shown.split()) == "".join(actual.split()):
            return
        self.unmapped = max(0, self.unmapped - shown.count("\ufffd"))
        head = runs[0]
        on_line = [
            run
            for run in runs
            if run.texts and run.unit == head.unit and abs(run.baseline - head.baseline) < _SAME_LINE * head.size
        ]
        head.starts, head.ends = (
            ([min(run.starts[0] for run in on_line)], [max(run.ends[-1] for run in on_line)])
            if on_line
            else (head.starts[:1], head.ends[:1])
        )
        head.texts = [actual]
        self.runs[first + 1 :] = []
        if not head.starts or not actual:
            self.runs.pop()

    def render_string(self, textstate: PDFTextState, seq: Iterable[Any], ncs: Any, graphicstate: Any) -> None:
        """Show the strings and shifts of *seq* in the text state; *graphicstate* is a `Pen`."""
        del ncs
        face: Typeface = textstate.font  # type: ignore[assignment]
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)  # type: ignore[arg-type]
        if face.is_vertical:
            a, b, c, d = -c, -d, a, b
        x, y = textstate.linematrix
        stretch = hypot(a, b)
        fontsize = textstate.fontsize
        scaling = textstate.scaling * 0.01
        if not stretch:
            stretch, a = 1e-9, 1e-9
        unit = (a / stretch, b / stretch) if b else (1.0 if a > 0 else -1.0, 0.0)
        across_x, across_y = c * textstate.rise + e, d * textstate.rise + f
        run = Run(
            unit=unit,
            baseline=across_y * unit[0] - across_x * unit[1],
            size=abs(a * d - b * c) / stretch * abs(fontsize),
            reach=stretch * abs(fontsize * scaling),
            face=face,
        )
        x = self._show(run, textstate, seq, x)
        textstate.linematrix = (x, y)
        if not run.texts:
            return
        base = across_x * unit[0] + across_y * unit[1]
        run.starts = [base + at * stretch for at in run.starts]
        run.ends = [base + at * stretch for at in run.ends]
        self._budget.spend_characters(len(run.texts))
        run.pen = graphicstate
        run.render = textstate.render
        if self._extend_last(run):
            return
        self.order += 1
        run.order = self.order
        run.is_artifact = self._artifacts > 0
        run.page_layer = self._off == 0
        self.runs.append(run)

    def _extend_last(self, run: Run) -> bool:
        """Let the last run take in *run* where nothing but its place differs: many producers show glyph by glyph."""
        if len(self.runs) <= self._sealed:
            return False
        last = self.runs[-1]
        if (
            last.baseline != run.baseline
            or last.pen is not run.pen
            or last.face is not run.face
            or last.size != run.size
            or last.reach != run.reach
            or last.unit != run.unit
            or last.render != run.render
            or last.order != self.order
            or not 0 <= run.starts[0] - last.ends[-1] + _KERNED * run.size <= run.size
        ):
            return False
        last.texts += run.texts
        last.starts += run.starts
        last.ends += run.ends
        return True

    def _show(self, run: Run, textstate: PDFTextState, seq: Iterable[Any], x: float) -> float:
        face = run.face
        fontsize = textstate.fontsize
        scaling = textstate.scaling * 0.01
        shift = 0.001 * fontsize * scaling
        charspace = textstate.charspace * scaling
        wordspace = textstate.wordspace * scaling if face.is_simple else 0.0
        em = fontsize * scaling
        texts, starts, ends = run.texts, run.starts, run.ends
        known, glyph = face.known, face.glyph
        for item in seq:
            if isinstance(item, float):
                x -= item * shift
                continue
            if not isinstance(item, bytes):
                continue
            codes: Sequence[int] | Iterable[int] = item if face.is_simple else face.decode(item)
            first = len(ends)
            for code in codes:
                text, width, trouble = known.get(code) or glyph(code)
                end = x + abs(width * em)
                if text:
                    texts.append(text)
                    starts.append(x)
                    ends.append(end)
                if trouble:
                    self.unmapped += trouble == UNMAPPED_GLYPH
                    self.icons += trouble == ICON_GLYPH
                x = end + charspace
                if code == _SPACE_CODE:
                    x += wordspace
            if 0 < charspace <= _MAX_SPACING * em and len(ends) - first > 1:
                # Spacing within one string parts letters, never words.
                ends[first:-1] = [at + charspace for at in ends[first:-1]]
        return x
