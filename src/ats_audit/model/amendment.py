"""What is to be written into a Word document: the suggested section, or remarks in its margin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLines:
    """A section to be put in: a heading, and a line for each group of competencies."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    """Name of the group, and what stands behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment on a place of the text, or on the document as a whole."""

    text: str
    """Paragraphs are parted by line feeds."""
    span: tuple[int, int] | None
    """Half-open span of code points of the full reading; None for the document as a whole."""
