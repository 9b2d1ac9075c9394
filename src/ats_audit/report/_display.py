"""Which forms a report can take, and what the place where it is shown can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Format(StrEnum):
    """A form of a report."""

    TEXT = "text"
    """For reading: plain lines, or colour and symbols where the display is a terminal."""
    MARKDOWN = "markdown"
    """GitHub-flavoured Markdown, complete."""
    JSON = "json"
    """The contract for programs, indented."""
    JSONL = "jsonl"
    """The same contract on one line."""
    HTML = "html"
    """One self-contained web page, with the résumé beside the report where its document is given."""
    SARIF = "sarif"
    """The findings for code scanning, SARIF 2.1.0."""
    GITHUB = "github"
    """The findings as annotations of a GitHub workflow."""
    SECTION = "section"
    """The suggested section alone, as lines to paste."""
    SECTION_MARKDOWN = "section-markdown"
    """The suggested section alone, as Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """Where text is shown; the other formats look the same everywhere and do not ask."""

    width: int = 80
    """Columns, at least 40. Only what cannot be broken (a web address, a line to be pasted) is wider in plain text."""
    terminal: bool = False
    """True for a terminal that can draw symbols; False for a pipe or a file."""
    colour: bool = False
    """Whether a terminal may be given colours."""

    def __post_init__(self) -> None:
        """Refuse a width in which nothing can be laid out."""
        if self.width < MINIMUM_WIDTH:
            raise ValueError(f"a display is at least {MINIMUM_WIDTH} columns wide, not {self.width}")


MINIMUM_WIDTH: Final = 40
PLAIN: Final = Display()
"""A pipe or a file: 80 columns, no colour."""
