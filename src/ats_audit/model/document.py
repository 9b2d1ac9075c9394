"""What was read from a file: text, where it stands, and how other parsers would see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a single document may cost; going over raises `LimitExceededError`.

    Source of the defaults: measured on 112 hostile files and real résumés, docs/decisions.md.
    """

    bytes: int = 10_000_000
    """Size of the file."""
    pages: int = 50
    characters: int = 400_000
    """Length of the extracted text, in code points; fifty pages set as tight as can be hold 250,000."""
    inflated_bytes: int = 200_000_000
    """All streams or archive members together, once decompressed."""
    stream_bytes: int = 32_000_000
    """One stream or archive member, once decompressed."""
    archive_ratio: int = 200
    """Decompressed size of an archive over its size as a file."""
    archive_members: int = 2_000
    xml_nodes: int = 1_000_000
    """Elements and attributes in one XML part of an archive."""
    nesting: int = 200
    """How deep XML elements, PDF objects, forms or chains of references may stand in each other."""
    objects: int = 3_000_000
    """Numbers, names, strings and references in the structure of a PDF, as often as they are read."""
    glyphs: int = 1_500_000
    """Glyphs that a PDF shows, seen or not."""
    font_entries: int = 1_000_000
    """Widths, differences and CMap entries of all fonts of a PDF together, ranges counted by what they span."""
    operators: int = 3_000_000
    """Content-stream operators of a PDF."""
    forms: int = 5_000
    """Form XObjects drawn, nested ones counted each time."""
    seconds: float = 4.0
    """Wall time for reading one document, by both readers together where the first gives up."""
    memory_bytes: int = 1 << 29
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage of a text: half-open, code points."""

    text: str
    start: int
    end: int


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


class Span(NamedTuple):
    """A half-open stretch of a reading's text, in code points."""

    start: int
    end: int


class YearMonth(NamedTuple):
    """A date as résumés give it."""

    year: int
    """1900 to 2099."""
    month: int | None = None
    """1 to 12; None where only a year is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when an entry lasted, as its dates say."""

    start: int
    """Where the dates are written: half-open code points into the reading's text."""
    end: int
    first: YearMonth | None
    """None where a single date stands: that is `last`, the year of a degree or the end of a job."""
    last: YearMonth | None
    """None where it goes on: "present", "current", "since 2019"."""
    expected: bool = False
    """The text says that the date is still to come: "expected May 2027"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One job, project, degree or post: its heading lines, and what is told below them.

    Entries of a section are ordered and disjoint; what stands above the first one belongs to none. `start` to `body`
    are the heading lines (title, employer, place, dates, in whatever order), `body` to `end` the bullets and running
    text; `body == end` where nothing is told. `title` and `employer` lie within the heading lines and are None where
    they cannot be told for certain; so is `period` where the entry has no date at all.
    """

    start: int
    """Half-open code points into the reading's text, as everything here."""
    body: int
    end: int
    title: Span | None = None
    """The post, or the degree: "Clinical Research Associate II"."""
    employer: Span | None = None
    """The employer, school or body: "Harrowgate Clinical"."""
    period: Period | None = None


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
    entries: tuple[Entry, ...] = ()
    """In experience, projects, volunteering and education; empty elsewhere, and where none can be told apart."""


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
    LARGE_FILE = "large-file"
    """The file has more than 2.5 MB; `count` is its bytes."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address behind words or a picture: what a click opens, and a parser that reads text never sees."""

    target: str
    """Of scheme `http`, `https`, `mailto` or `tel`: printable, without spaces, at most 2,000 code points."""
    page: int | None = None
    """1-based; None where the format has no pages."""
    start: int | None = None
    """First place of the words that it lies on, in the full reading; None where it lies on none: an icon, a picture."""
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
    """Which library spoke: `pdfminer.six`, `lxml` (DOCX), `text`."""
    pages: int | None
    """Number of pages; None where the format has none."""
    readings: tuple[Reading, ...]
    """One of each `ReadingKind`, in the order of that enum; the first is the full one."""
    blocks: tuple[Block, ...]
    """Blocks of the full reading, ordered and disjoint."""
    words: Sequence[Word]
    """Words of the full reading with their boxes, ordered; empty where the format has no pages."""
    facts: tuple[Fact, ...]
    links: tuple[Link, ...] = ()
    """In the order of the full reading; those without words at the end."""
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
