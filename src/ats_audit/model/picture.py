"""The résumé as it looks: pictures of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ats_audit.model.document import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """One page as a person sees it. Boxes of a `Document` lie on it once scaled by pixels over points."""

    page: int
    """1-based."""
    points_wide: float
    """Width of the upright page in points (1/72 inch), the unit of `Box`."""
    points_high: float
    pixels_wide: int
    pixels_high: int
    media_type: str
    """`image/png` or `image/webp`."""
    content: bytes
    """The picture as a file."""


class RecognisedWord(NamedTuple):
    """A word in the picture of a page, and its place on the page."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedPage:
    """What was recognised in the picture of one page."""

    page: int
    """1-based."""
    points_wide: float
    points_high: float
    lines: tuple[tuple[RecognisedWord, ...], ...]
    """In reading order; none is empty."""
