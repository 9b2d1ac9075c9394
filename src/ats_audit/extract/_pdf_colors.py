"""Colours as red, green and blue, where the file names them so that they can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdftypes import PDFStream, resolve1

from ats_audit.extract._pdf_objects import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Color = tuple[float, float, float]
"""Red, green, blue, 0.0 to 1.0."""

GRAY, _RGB, _CMYK = 1, 3, 4
_COMPONENTS: Final = {
    "DeviceGray": GRAY,
    "CalGray": GRAY,
    "G": GRAY,
    "DeviceRGB": _RGB,
    "CalRGB": _RGB,
    "RGB": _RGB,
    "DeviceCMYK": _CMYK,
    "CMYK": _CMYK,
}


def count_components(name: Any, spaces: Mapping[str, Any]) -> int | None:
    """Return how many numbers name a colour in the space *name*; None where they do not name it by themselves.

    *spaces* are the colour spaces among the page's resources.
    """
    if name in _COMPONENTS:
        return _COMPONENTS[name]
    space = resolve1(spaces.get(name))
    kind = name_of(space[0]) if isinstance(space, list) and space else name_of(space)
    if kind == "ICCBased" and len(space) > 1:
        profile = resolve1(space[1])
        count = resolve1(profile.get("N")) if isinstance(profile, PDFStream) else None
        return count if count in {GRAY, _RGB, _CMYK} else None
    return _COMPONENTS.get(kind)


def color_of(values: Sequence[Any]) -> Color | None:
    """Return the colour that one, three or four numbers name; None where they are no numbers."""
    numbers = [min(1.0, max(0.0, value + 0.0)) for value in values if isinstance(value, int | float)]
    if len(numbers) != len(values):
        return None
    if len(numbers) == GRAY:
        return (numbers[0], numbers[0], numbers[0])
    if len(numbers) == _RGB:
        return (numbers[0], numbers[1], numbers[2])
    cyan, magenta, yellow, black = numbers
    return (1 - min(1.0, cyan + black), 1 - min(1.0, magenta + black), 1 - min(1.0, yellow + black))
