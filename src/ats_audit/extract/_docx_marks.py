"""What single marks of a Word document say: old drop-downs, drawings behind the text, alternate content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.extract._docx_xml import child, children, value_of, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element


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


def choose_alternate(alternate: _Element) -> _Element:
    """Return the choice of an AlternateContent that holds text, else its fallback, else the first."""
    options = [*children(alternate, "Choice"), *children(alternate, "Fallback")]
    for option in options:
        if next(option.iter("{*}t", "{*}textpath"), None) is not None:
            return option
    return options[0] if options else alternate
