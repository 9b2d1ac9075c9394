"""What a page draws: runs of glyphs with their place, and the areas painted under and over them."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text, mult_matrix

from ats_audit.extract._clean import clean_text
from ats_audit.extract._pdf_fonts import ICON_GLYPH, UNMAPPED_GLYPH, FontShelf, Typeface
from ats_audit.extract._pdf_geometry import EVERYWHERE, Area, intersect
from ats_audit.extract._pdf_objects import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pdfminer.pdfinterp import PDFTextState

    from ats_audit.extract._budget import Budget
    from ats_audit.extract._pdf_colors import Color


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
_FARTHEST: Final = 1e7
"""Points from the origin beyond which nothing is on any page; what is no number at all is beyond, too."""
_TICK: Final = 1_024
"""Glyphs between two payments."""


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


class Frame(NamedTuple):
    """How the glyphs of a font stand on the page; all but the place of a run."""

    key: tuple[Any, ...]
    """What the rest was worked out from."""
    unit: tuple[float, float]
    """Direction of the baseline."""
    size: float
    """Height of the font in points."""
    reach: float
    """Width of one em along the baseline; well below `size` in squeezed text."""
    face: Typeface
    stretch: float
    """Points of the page for each unit of text space along the baseline."""
    em: float
    """Points of the page for a glyph of width 1; below 0 where text runs backwards."""
    rise_x: float
    rise_y: float


_Shown = tuple[list[str], list[float], list[float]]
"""Text, start and end of each glyph."""


class Run:
    """Glyphs shown by one operator, on one baseline."""

    __slots__ = (
        "baseline",
        "ends",
        "face",
        "frame",
        "is_artifact",
        "is_doubled",
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

    def __init__(self, frame: Frame, baseline: float, shown: _Shown) -> None:
        self.frame = frame
        self.unit = frame.unit
        """Direction of the baseline."""
        self.baseline = baseline
        """Distance of the baseline from the origin, to the left of its direction."""
        self.size = frame.size
        """Height of the font in points."""
        self.reach = frame.reach
        """Width of one em along the baseline; well below `size` in squeezed text."""
        self.face = frame.face
        self.pen = Pen()
        self.render = 0
        self.order = 0
        self.is_artifact = False
        self.is_doubled = False
        """Drawn again in the same place, or unseen under outlines of its own: bold without a bold font."""
        self.page_layer = True
        """False in an optional layer that is switched off."""
        self.texts, self.starts, self.ends = shown
        """What each glyph says, and where it begins and ends along the baseline."""

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
        self._frame: Frame | None = None
        self._owed = 0
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
        seen = intersect(area, pen.clip)
        if seen.x0 < seen.x1 and seen.y0 < seen.y1 and len(self.paints) < _MAX_PAINTS:
            self.paints.append(Paint(seen, color, solid and not pen.blends, is_image, self.order))

    def rule(self, area: Area) -> None:
        """Note a thin line, filled or stroked."""
        thin = min(area.x1 - area.x0, area.y1 - area.y0) < _THIN
        if thin and len(self.rules) < _MAX_PAINTS and sum(map(abs, area)) < _FARTHEST:
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
        frame = self._frame
        matrix = textstate.matrix
        key = (matrix[:4], self.ctm, textstate.fontsize, textstate.scaling, textstate.rise, textstate.font)
        if frame is None or frame.key != key:
            frame = self._frame = _make_frame(*key)
        ctm, (ux, uy), stretch = self.ctm, frame.unit, frame.stretch
        x, y = matrix[4], matrix[5]
        across_x = ctm[0] * x + ctm[2] * y + ctm[4] + frame.rise_x  # type: ignore[index]
        across_y = ctm[1] * x + ctm[3] * y + ctm[5] + frame.rise_y  # type: ignore[index]
        base = across_x * ux + across_y * uy
        baseline = across_y * ux - across_x * uy
        # Distances along the baseline are in points of the page from here on.
        at = base + textstate.linematrix[0] * stretch
        texts: list[str] = []
        starts: list[float] = []
        ends: list[float] = []
        at = self._show(frame, textstate, seq, at, (texts, starts, ends))
        textstate.linematrix = ((at - base) / stretch, textstate.linematrix[1])
        if not texts or not abs(starts[0]) + abs(ends[-1]) + abs(baseline) + frame.size < _FARTHEST:
            return
        self._owed += len(texts)
        if self._owed > _TICK:
            self.settle()
        last = self.runs[-1] if len(self.runs) > self._sealed else None
        if (
            last is not None
            and last.baseline == baseline
            and last.pen is graphicstate
            and (last.frame is frame or last.frame == frame)
            and last.render == textstate.render
            and last.order == self.order
            and 0 <= starts[0] - last.ends[-1] + _KERNED * frame.size <= frame.size
        ):
            # Nothing but its place differs from the last run: many producers show glyph by glyph.
            last.texts += texts
            last.starts += starts
            last.ends += ends
            return
        self.order += 1
        run = Run(frame, baseline, (texts, starts, ends))
        run.pen = graphicstate
        run.render = textstate.render
        run.order = self.order
        run.is_artifact = self._artifacts > 0
        run.page_layer = self._off == 0
        self.runs.append(run)

    def settle(self) -> None:
        """Pay for the glyphs shown since the last time."""
        self._budget.spend_glyphs(self._owed)
        self._owed = 0

    def _show(self, frame: Frame, textstate: PDFTextState, seq: Iterable[Any], at: float, shown: _Shown) -> float:
        """Add the glyphs of *seq* to *shown*, from *at* on; return where the next one begins."""
        face, em = frame.face, frame.em
        texts, starts, ends = shown
        unit = textstate.scaling * 0.01 * frame.stretch
        charspace = textstate.charspace * unit
        wordspace = textstate.wordspace * unit if face.is_simple else 0.0
        known, glyph = face.known, face.glyph
        for item in seq:
            if isinstance(item, float):
                at -= item * 0.001 * em
                continue
            if not isinstance(item, bytes):
                continue
            codes: Sequence[int] | Iterable[int] = item if face.is_simple else face.decode(item)
            first = len(ends)
            for code in codes:
                text, width, trouble = known.get(code) or glyph(code)
                end = at + abs(width * em)
                if text:
                    texts.append(text)
                    starts.append(at)
                    ends.append(end)
                if trouble:
                    self.unmapped += trouble == UNMAPPED_GLYPH
                    self.icons += trouble == ICON_GLYPH
                at = end + charspace
                if code == _SPACE_CODE:
                    at += wordspace
            if 0 < charspace <= _MAX_SPACING * em and len(ends) - first > 1:
                # Spacing within one string parts letters, never words.
                ends[first:-1] = [end + charspace for end in ends[first:-1]]
        return at


def _make_frame(shape: Any, ctm: Any, fontsize: float, scaling: float, rise: float, face: Any) -> Frame:
    key = (shape, ctm, fontsize, scaling, rise, face)
    a, b, c, d, _, _ = mult_matrix((*shape, 0.0, 0.0), ctm)
    if face.is_vertical:
        a, b, c, d = -c, -d, a, b
    stretch = hypot(a, b)
    if not stretch:
        stretch, a = 1e-9, 1e-9
    em = stretch * fontsize * scaling * 0.01
    return Frame(
        key=key,
        unit=(a / stretch, b / stretch) if b else (1.0 if a > 0 else -1.0, 0.0),
        size=abs(a * d - b * c) / stretch * abs(fontsize),
        reach=abs(em),
        face=face,
        stretch=stretch,
        em=em,
        rise_x=c * rise,
        rise_y=d * rise,
    )
