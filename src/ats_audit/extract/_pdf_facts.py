"""Layout facts of a PDF: what a page has on it that is known to trouble parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.extract._lines import is_page_number
from ats_audit.extract._pdf_tables import count_tables
from ats_audit.model import BlockKind, Fact, FactKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.extract._lines import Line, Rendering
    from ats_audit.extract._pdf_layout import PageText

_LONG_WORD: Final = 8.0
"""Mean length of words from which they count as glued. Source: 0.7 % of 3,092 résumés are above it."""
_MIN_WORDS: Final = 20
PICTURE_WORDS: Final = 12
"""Words from which a page with a picture on it is no scan."""
IMAGE_SHARE: Final = 0.4
"""Share of a page from which a picture covers it."""


def list_facts(pages: Sequence[PageText], gutters: Sequence[int], full: Rendering, *, unread: bool) -> Iterator[Fact]:
    """Yield what the layout of *pages* does to parsers; *gutters* counts the columns of each."""
    for kind, counts in (
        (FactKind.COLUMNS, gutters),
        (FactKind.TABLE, [count_tables(page.lines, page.rules) for page in pages]),
        (FactKind.HIDDEN_TEXT, _count_hidden(pages)),
        (FactKind.UNMAPPED_GLYPHS, [page.unmapped for page in pages]),
        (FactKind.ICON_FONT, [page.icons for page in pages]),
    ):
        first = next((page.number for page, count in zip(pages, counts, strict=True) if count), None)
        if first is not None:
            yield Fact(kind=kind, count=sum(counts), page=first)
    for number in list_pictured(pages):
        yield Fact(kind=FactKind.IMAGE_PAGE, count=1, page=number)
    spaced = {(page.number, line.text) for page in pages for line in page.lines if line.letter_spaced}
    for kind, found in (
        (FactKind.HEADER_TEXT, [one for one in full.placed if _is_running_text(one.line)]),
        (FactKind.LETTER_SPACED, [one for one in full.placed if (one.line.page, one.line.text) in spaced]),
    ):
        if found:
            yield Fact(kind=kind, count=len(found), page=found[0].line.page, start=found[0].start, end=found[0].end)
    lengths = [len(word.text) for page in pages for line in page.lines for word in line.words]
    if len(lengths) >= _MIN_WORDS and sum(lengths) > _LONG_WORD * len(lengths):
        yield Fact(kind=FactKind.GLUED_WORDS, count=len(lengths), page=pages[0].number)
    if unread:
        yield Fact(kind=FactKind.UNREAD_PART, count=1)


def _count_hidden(pages: Sequence[PageText]) -> list[int]:
    """Return how much each page hides, but for lines cut by its end that stand whole on the page before or behind.

    wkhtmltopdf writes such lines on both pages, and clips them away on one.
    """
    if not any(page.cut for page in pages):
        return [page.hidden for page in pages]
    texts = ["", *("".join(_squeeze(line.text) for line in page.lines) for page in pages), ""]
    counts: list[int] = []
    for page, before, behind in zip(pages, texts, texts[2:], strict=False):
        cut = [text for one in page.cut if (text := _squeeze(one))]
        counts.append(page.hidden - sum(len(text) for text in cut if text in before or text in behind))
    return counts


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _is_running_text(line: Line) -> bool:
    return line.kind is not BlockKind.BODY and not is_page_number(line.text)


def list_pictured(pages: Sequence[PageText]) -> tuple[int, ...]:
    """Return the numbers of the pages that are pictures, with hardly a word."""
    return tuple(
        page.number for page in pages if page.recognised or (page.pictured and _count_words(page) < PICTURE_WORDS)
    )


def _count_words(page: PageText) -> int:
    return sum(len(line.words) for line in page.lines)
