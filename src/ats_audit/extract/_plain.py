"""Plain text and Markdown: decoded, and otherwise left as they are, character for character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ats_audit.errors import CorruptDocumentError, LimitExceededError, UnsupportedFormatError
from ats_audit.extract._lines import Layout, Line, Placed, Rendering, flow_through
from ats_audit.model import MediaType

if TYPE_CHECKING:
    from ats_audit.extract._budget import Budget

_UTF8_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_TEXTUAL: Final = re.compile(r"[\w\s.,;:!?'\"()/&@+–—•’“”-]")
_TEXTUAL_SHARE: Final = 0.85
"""Share of letters, digits, spaces and common punctuation from which legacy 8-bit bytes count as text."""
_CONTROL_SHARE: Final = 0.01
"""Share of control characters up to which valid UTF-8 counts as text: a stray escape code, no binary file."""

_HARMLESS: Final = {
    **dict.fromkeys((*range(9), *range(14, 32), *range(127, 160)), "�"),
    0x0B: "\n",
    0x0C: "\n",
    0x85: "\n",
    **dict.fromkeys((1564, 8206, 8207, *range(8234, 8239), *range(8294, 8298)), "\u200b"),
    **dict.fromkeys(range(55296, 57344), "�"),
}
"""Control characters, marks that turn the direction of text, and halves of surrogates: each becomes one harmless
character, so that every offset still points where it did in the file."""
_LINE: Final = re.compile(r"[^\r\n]+")
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_LONGEST_LINE: Final = 20_000
"""Characters beyond which a line is cut where the text has to end, rather than left out."""
_BLANK: Final = re.compile(r"(?>\r\n|\r|\n)[^\S\r\n]*(?>\r\n|\r|\n)")
_HASHES: Final = re.compile(r"(#{1,6})[ \t]+\S")
_MARKDOWN: Final[tuple[re.Pattern[str], ...]] = (
    re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"^[^\s#>*+-].*\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"\*\*[^\s*][^*\n]*\*\*"),
    re.compile(r"\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
)
_MARKDOWN_SIGNS: Final = 2


def read_plain(content: bytes, budget: Budget) -> Layout:
    """Return *content* as text, every code point where the file has it; all readings are the same.

    Control characters, marks of direction and halves of surrogates are replaced one for one.

    UTF-8 with or without a byte-order mark, UTF-16 with one, else Windows-1252 if that gives readable text. It is
    Markdown where it shows two of: # headings, underlined headings, bold, links, fences; or two # headings.

    Raises:
        UnsupportedFormatError: the bytes are not text.
        CorruptDocumentError: the byte-order mark promises an encoding that the bytes break.
        LimitExceededError: the text is too long.
    """
    return lay_out_text(_decode(content), budget)


def lay_out_text(text: str, budget: Budget) -> Layout:
    """Return *text* with its lines and its kind; unchanged but for characters that steer a terminal or a bidi renderer.

    Raises:
        LimitExceededError: the text is too long.
    """
    skipped: tuple[str, ...] = ()
    try:
        budget.spend_characters(len(text))
    except LimitExceededError as error:
        if not budget.partial:
            raise
        text = _cut_off(text, budget.limits.characters)
        skipped = (f"{error.message} What follows was not read.",)
    text = text.translate(_HARMLESS)
    media_type = MediaType.MARKDOWN if _is_markdown(text) else MediaType.TEXT
    rendering = Rendering(text=text, placed=tuple(_place_lines(text)))
    return Layout(
        media_type=media_type,
        reader="text",
        pages=None,
        full=rendering,
        flow=flow_through(rendering),
        stream=rendering,
        strict=rendering,
        skipped=skipped,
    )


def _cut_off(text: str, most: int) -> str:
    """Return the whole lines of *text* that fit in *most* characters; of a longer first line its beginning."""
    ends = [match.end() for match in _BREAK.finditer(text, max(0, most - _LONGEST_LINE), most)]
    return text[: ends[-1] if ends else most]


def _decode(content: bytes) -> str:
    if content.startswith(_UTF16_MARKS):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise CorruptDocumentError(
                "The file says that it is UTF-16 text, and is not.", hint="Save it again as UTF-8 text."
            ) from None
    try:
        text = content.removeprefix(_UTF8_MARK).decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(content)
    if "\x00" in text or len(_CONTROLS.findall(text)) > _CONTROL_SHARE * len(text):
        raise _not_text()
    return text


def _decode_legacy(content: bytes) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise _not_text() from None
    if _CONTROLS.search(text) or len(_TEXTUAL.findall(text)) < _TEXTUAL_SHARE * len(text):
        raise _not_text()
    return text


def _not_text() -> UnsupportedFormatError:
    return UnsupportedFormatError(
        "The file is neither PDF nor DOCX, and its bytes are not text.", hint="Save the résumé as PDF or DOCX."
    )


def _is_markdown(text: str) -> bool:
    found = [sum(1 for _ in sign.finditer(text)) for sign in _MARKDOWN]
    return found[0] >= _MARKDOWN_SIGNS or sum(map(bool, found)) >= _MARKDOWN_SIGNS


def _place_lines(text: str) -> list[Placed]:
    blank_ends = {match.end() for match in _BLANK.finditer(text)}
    placed: list[Placed] = []
    block = 0
    gap = True
    for match in _LINE.finditer(text):
        written = match[0]
        body = written.strip()
        if not body:
            gap = True
            continue
        gap = gap or match.start() in blank_ends
        block += gap
        start = match.start() + len(written) - len(written.lstrip())
        hashes = _HASHES.match(body)
        level = len(hashes[1]) if hashes else None
        line = Line(text=body, block=block, gap=gap, level=level)
        placed.append(Placed(start, start + len(body), line))
        gap = False
    return placed
