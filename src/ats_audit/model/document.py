"""What was read from a file: text, where it stands, and how other parsers would see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a single document may cost; going over raises `LimitExceededError`.

    Source of the defaults: measured on 112 hostile files and real résumés, docs/decisions.md.
    """

    bytes: int = 10_000_000
    """Size of the file."""
    pages: int = 50
    characters: int = 1_000_000
    """Length of the extracted text, in code points."""
    inflated_bytes: int = 200_000_000
    """All streams or archive members together, once decompressed."""
    stream_bytes: int = 32_000_000
    """One stream or archive member, once decompressed."""
    archive_ratio: int = 200
    """Decompressed size of an archive over its size as a file."""
    archive_members: int = 2_000
    operators: int = 3_000_000
    """Content-stream operators of a PDF."""
    forms: int = 5_000
    """Form XObjects drawn, nested ones counted each time."""
    seconds: float = 5.0
    """Wall time for reading one document."""
    memory_bytes: int = 1 << 30
    """Address space of the isolated reader; without effect on in-process reading."""


class Box(NamedTuple):
    """A rectangle on a page in points (1/72 inch), origin at the top left, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float


class Word(NamedTuple):
    """Where a run of characters of the text stands on its page."""

    start: int
    """First code point, 0-based, into the text of the full reading."""
    end: int
    """One past the last code point."""
    page: int
    """1-based."""
    box: Box


class BlockKind(StrEnum):
    """What a block of text is, as far as the file tells."""

    BODY = "body"
    TABLE = "table"
    TEXTBOX = "textbox"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of text that belongs together: a paragraph, a cell, a column's run of lines."""

    start: int
    end: int
    kind: BlockKind = BlockKind.BODY
    page: int | None = None
    """1-based; None where the format has no pages (DOCX, plain text)."""
    box: Box | None = None


class SectionKind(StrEnum):
    """The parts of a résumé that judging tells apart."""

    CONTACT = "contact"
    """Everything above the first heading: name, contact, often a headline."""
    SUMMARY = "summary"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    PROJECTS = "projects"
    EDUCATION = "education"
    CERTIFICATIONS = "certifications"
    TRAINING = "training"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    LANGUAGES = "languages"
    VOLUNTEERING = "volunteering"
    MEMBERSHIPS = "memberships"
    INTERESTS = "interests"
    REFERENCES = "references"
    OTHER = "other"
    """A heading that looks like one and is not in the catalogue of headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it. Spans are half-open code points into the reading's text."""

    kind: SectionKind
    heading_start: int
    heading_end: int
    """Equal to `heading_start` where the section has no heading (contact, or a résumé without any)."""
    start: int
    """Start of the body."""
    end: int
    """End of the body; sections are ordered, disjoint, and together cover the text but for headings."""


class ReadingKind(StrEnum):
    """How a parser goes about a file."""

    FULL = "full"
    """All that a person can see, in the order in which a person reads it."""
    STREAM = "stream"
    """PDF in the raw order of its content stream; DOCX body paragraphs and tables."""
    STRICT = "strict"
    """PDF line by line straight across columns; DOCX body paragraphs only. No headers, footers, text boxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The text as one kind of parser sees it, with the sections found in that very text."""

    kind: ReadingKind
    text: str
    sections: tuple[Section, ...]

    def section_at(self, offset: int) -> Section | None:
        """The section whose heading or body holds *offset*; None in an empty text."""
        for section in self.sections:
            if section.heading_start <= offset < section.end:
                return section
        return None


class FactKind(StrEnum):
    """Something about the layout that is known to trouble parsers."""

    COLUMNS = "columns"
    TABLE = "table"
    TEXTBOX = "textbox"
    HEADER_TEXT = "header-text"
    """Text in a page header or footer."""
    HIDDEN_TEXT = "hidden-text"
    """Text that a person cannot see. Left out of every reading; `count` is its length in code points."""
    LETTER_SPACED = "letter-spaced"
    UNMAPPED_GLYPHS = "unmapped-glyphs"
    """Glyphs without a Unicode meaning: (cid:NN), U+FFFD, U+0000."""
    ICON_FONT = "icon-font"
    """Private-use characters other than common bullets."""
    IMAGE_PAGE = "image-page"
    """A page that is a picture, in a file that has text on others."""
    GLUED_WORDS = "glued-words"
    UNREAD_PART = "unread-part"
    """Content that was not read: an embedded foreign document, a macro."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One layout fact, with where it first shows and how often."""

    kind: FactKind
    count: int
    """How often, or for hidden text how many code points."""
    page: int | None = None
    start: int | None = None
    """First place in the full reading, where it has one; with `end` a half-open span."""
    end: int | None = None


class MediaType(StrEnum):
    """The kinds of file that are read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A résumé, read. Everything that later floors know about the file stands here."""

    sha256: str
    """Hex digest of the file's bytes."""
    media_type: MediaType
    reader: str
    """Which library spoke: `pdfminer.six`, `python-docx`, `lxml`, `text`."""
    pages: int | None
    """Number of pages; None where the format has none."""
    readings: tuple[Reading, ...]
    """One of each `ReadingKind`, in the order of that enum; the first is the full one."""
    blocks: tuple[Block, ...]
    """Blocks of the full reading, ordered and disjoint."""
    words: tuple[Word, ...]
    """Words of the full reading with their boxes, ordered; empty where the format has no pages."""
    facts: tuple[Fact, ...]
    skipped: tuple[str, ...] = ()
    """Checks that could not be made, and why, in our own words."""

    @property
    def full(self) -> Reading:
        """The full reading."""
        return self.readings[0]

    @property
    def text(self) -> str:
        """Text of the full reading: what every offset of a report points into."""
        return self.readings[0].text

    def page_at(self, offset: int) -> int | None:
        """1-based page of the code point at *offset*; None where the format has no pages."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.words):
            return self.words[low].page
        return self.words[-1].page if self.words else None
