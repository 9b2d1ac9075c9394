"""What single marks of a Word document say: old drop-downs, drawings behind the text, alternate content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.extract._docx_xml import attribute, child, children, local, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPS: Final = ("wrapSquare", "wrapTight", "wrapThrough")
_WIDE: Final = 3_600_000
"""Width of a drawing in EMU beside which a line of text has no room on a common page: 10 cm."""


def read_choice(mark: _Element) -> str:
    """Return what a drop-down of an old form shows; it stands in the field itself, and nowhere in a run."""
    choices = child(child(mark, "ffData"), "ddList")
    if choices is None:
        return ""
    entries = [value_of(entry) for entry in children(choices, "listEntry")]
    chosen = value_of(child(choices, "result")) or value_of(child(choices, "default"))
    number = whole_number(chosen)
    return entries[number] if 0 <= number < len(entries) else ""


def is_behind(anchor: _Element) -> bool:
    """Tell whether a drawing lies behind the text: `behindDoc` in DrawingML, a negative z-index in VML."""
    behind = anchor.get("behindDoc")
    return behind in {"1", "true"} if behind is not None else "z-index:-" in anchor.get("style", "").replace(" ", "")


def is_beside(box: _Element) -> bool:
    """Tell whether text flows beside a text box: wrapped around it, and not as wide as the text."""
    for holder in box.iterancestors("{*}anchor", "{*}p"):
        if local(holder) != "anchor":
            return False
        wraps = any(child(holder, name) is not None for name in _WRAPS)
        return wraps and whole_number(attribute(child(holder, "extent"), "cx")) < _WIDE
    return False


def choose_alternate(alternate: _Element) -> _Element:
    """Return the choice of an AlternateContent that holds text, else its fallback, else the first."""
    options = [*children(alternate, "Choice"), *children(alternate, "Fallback")]
    for option in options:
        if next(option.iter("{*}t", "{*}textpath"), None) is not None:
            return option
    return options[0] if options else alternate
