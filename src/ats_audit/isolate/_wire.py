"""What goes over the pipe: length-framed JSON, documents as plain lists, files as bytes behind it. Never pickle."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import DOCUMENT_ERRORS, DocumentError, LimitExceededError
from ats_audit.isolate._words import PackedWords, pack_words
from ats_audit.model import (
    Block,
    BlockKind,
    Box,
    Document,
    Entry,
    Fact,
    FactKind,
    Limits,
    Link,
    MediaType,
    PagePicture,
    Period,
    Reading,
    ReadingKind,
    RecognisedPage,
    RecognisedWord,
    Remark,
    Section,
    SectionKind,
    SectionLines,
    Span,
    YearMonth,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import BinaryIO

EXTRACT: Final = "extract"
RESCUE: Final = "rescue"
DRAW: Final = "draw"
SECTION: Final = "section"
REMARKS: Final = "remarks"
SCAN: Final = "scan"
"""The tasks of a child."""


HEADER = struct.Struct("!I")
MAX_ANSWER_BYTES = 128_000_000
"""More than any document within the default limits needs: what says more is no child of ours."""
_PART = 1 << 20
"""Bytes to ask a pipe for at most: a length that a child makes up costs no memory."""
_LITTLE = 1 << 16
"""Bytes that a pipe takes at once: a frame that is no longer goes in one piece."""

_ERRORS = {error.code: error for error in DOCUMENT_ERRORS}


class BrokenPipeToChildError(Exception):
    """The other side closed the pipe, or spoke nonsense."""


def write_message(stream: BinaryIO, content: Mapping[str, Any], payload: bytes = b"") -> None:
    """Send *content* as one frame, and *payload* behind it. *stream* need not be buffered."""
    body = json.dumps({**content, "bytes": len(payload)}, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    frame = HEADER.pack(len(body)) + body
    if len(frame) + len(payload) <= _LITTLE:
        _write(stream, frame + payload)
    else:
        _write(stream, frame)
        _write(stream, payload)
    stream.flush()


def read_message(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Receive one frame and its payload.

    Raises:
        BrokenPipeToChildError: The stream ended, or what came is too long or no JSON object.
    """
    (length,) = HEADER.unpack(_read(stream, HEADER.size))
    if length > MAX_ANSWER_BYTES:
        raise BrokenPipeToChildError
    try:
        content = json.loads(_read(stream, length))
        behind = content.pop("bytes")
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError) as error:
        raise BrokenPipeToChildError from error
    if type(behind) is not int or not 0 <= behind <= MAX_ANSWER_BYTES:
        raise BrokenPipeToChildError
    return content, _read(stream, behind)


def _write(stream: BinaryIO, content: bytes) -> None:
    """Write all of it: a pipe without a buffer takes what it has room for."""
    left = memoryview(content)
    while left:
        left = left[stream.write(left) :]


def _read(stream: BinaryIO, length: int) -> bytes:
    parts = []
    while length:
        part = stream.read(min(length, _PART))
        if not part:
            raise BrokenPipeToChildError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


@lru_cache(maxsize=8)
def encode_limits(limits: Limits) -> Mapping[str, Any]:
    """The limits as a plain object."""
    return asdict(limits)


def decode_limits(content: Mapping[str, Any]) -> Limits:
    """What `encode_limits` wrote."""
    return Limits(**content)


def encode_error(error: DocumentError) -> dict[str, Any]:
    """The failure as a plain object."""
    told = {"code": error.code, "message": error.message, "hint": error.hint}
    return told | {"limit": error.limit} if isinstance(error, LimitExceededError) else told


def decode_error(content: dict[str, Any]) -> DocumentError:
    """What `encode_error` wrote.

    Raises:
        BrokenPipeToChildError: It did not write this.
    """
    try:
        more = {key: content[key] for key in ("hint", "limit") if key in content}
        return _ERRORS[content["code"]](content["message"], **more)
    except (KeyError, TypeError) as error:
        raise BrokenPipeToChildError from error


def encode_document(document: Document) -> bytes:
    """The document: a frame of lists and plain values, and its words as packed records behind it."""
    words = pack_words(document.words)
    body = json.dumps(_encode_document(document), ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return b"".join((HEADER.pack(len(body)), body, words))


def _encode_document(document: Document) -> dict[str, Any]:
    return {
        "sha256": document.sha256,
        "media_type": document.media_type.value,
        "reader": document.reader,
        "pages": document.pages,
        "readings": [_encode_reading(reading, document.readings[:at]) for at, reading in enumerate(document.readings)],
        "blocks": [[b.start, b.end, b.kind.value, b.page, b.box] for b in document.blocks],
        "facts": [[f.kind.value, f.count, f.page, f.start, f.end] for f in document.facts],
        "links": [[link.target, link.page, link.start, link.end] for link in document.links],
        "skipped": document.skipped,
    }


def _encode_reading(reading: Reading, before: Sequence[Reading]) -> list[Any]:
    """The reading; of one that says the same as another *before* it, which that is. Most files read the same thrice."""
    for place, other in enumerate(before):
        if other.text == reading.text and other.sections == reading.sections:
            return [reading.kind.value, place]
    sections = [
        [s.kind.value, s.heading_start, s.heading_end, s.start, s.end, [*map(_encode_entry, s.entries)]]
        for s in reading.sections
    ]
    return [reading.kind.value, reading.text, sections]


def decode_document(payload: bytes) -> Document:
    """What `encode_document` wrote.

    Raises:
        BrokenPipeToChildError: It did not write this.
    """
    try:
        (length,) = HEADER.unpack_from(payload)
        start = HEADER.size + length
        return _decode_document(json.loads(payload[HEADER.size : start]), payload[start:])
    except (LookupError, TypeError, ValueError, RecursionError, struct.error) as error:
        raise BrokenPipeToChildError from error


def _decode_document(content: dict[str, Any], words: bytes) -> Document:
    return Document(
        sha256=content["sha256"],
        media_type=MediaType(content["media_type"]),
        reader=content["reader"],
        pages=content["pages"],
        readings=_decode_readings(content["readings"]),
        blocks=tuple(
            Block(start=start, end=end, kind=BlockKind(kind), page=page, box=Box(*box) if box else None)
            for start, end, kind, page, box in content["blocks"]
        ),
        words=PackedWords(words),
        facts=tuple(
            Fact(kind=FactKind(kind), count=count, page=page, start=start, end=end)
            for kind, count, page, start, end in content["facts"]
        ),
        links=tuple(
            Link(target=target, page=page, start=start, end=end) for target, page, start, end in content["links"]
        ),
        skipped=tuple(content["skipped"]),
    )


def _decode_readings(content: list[list[Any]]) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    for kind, said, *sections in content:
        if not sections:
            readings.append(replace(readings[said], kind=ReadingKind(kind)))
            continue
        readings.append(
            Reading(
                kind=ReadingKind(kind),
                text=said,
                sections=tuple(
                    Section(
                        kind=SectionKind(name),
                        heading_start=h0,
                        heading_end=h1,
                        start=start,
                        end=end,
                        entries=tuple(map(_decode_entry, entries)),
                    )
                    for name, h0, h1, start, end, entries in sections[0]
                ),
            )
        )
    return tuple(readings)


def encode_pictures(pictures: Sequence[PagePicture]) -> tuple[dict[str, Any], bytes]:
    """The pictures as a plain object and their contents end to end."""
    described = [asdict(replace(picture, content=b"")) | {"content": len(picture.content)} for picture in pictures]
    return {"pictures": described}, b"".join(picture.content for picture in pictures)


def decode_pictures(content: dict[str, Any], payload: bytes) -> tuple[PagePicture, ...]:
    """What `encode_pictures` wrote.

    Raises:
        BrokenPipeToChildError: It did not write this.
    """
    pictures, start = [], 0
    try:
        for described in content["pictures"]:
            end = start + described["content"]
            pictures.append(PagePicture(**described | {"content": payload[start:end]}))
            start = end
    except (KeyError, TypeError) as error:
        raise BrokenPipeToChildError from error
    return tuple(pictures)


def encode_wish(*, partial: bool, recognised: Sequence[RecognisedPage] = ()) -> dict[str, Any]:
    """How a file is to be read, as plain values."""
    return {"partial": partial, "recognised": encode_recognised(recognised)}


def decode_wish(content: dict[str, Any] | None) -> tuple[bool, tuple[RecognisedPage, ...]]:
    """What `encode_wish` was given: partial, and what was recognised; without any wish the whole as it is."""
    return (content["partial"], decode_recognised(content["recognised"])) if content else (False, ())


def encode_recognised(pages: Sequence[RecognisedPage]) -> list[Any]:
    """What was recognised on pages, as plain values."""
    return [[page.page, page.points_wide, page.points_high, page.lines] for page in pages]


def decode_recognised(content: list[Any]) -> tuple[RecognisedPage, ...]:
    """What `encode_recognised` made."""
    return tuple(
        RecognisedPage(
            page=page,
            points_wide=wide,
            points_high=high,
            lines=tuple(tuple(RecognisedWord(text, Box(*box)) for text, box in line) for line in lines),
        )
        for page, wide, high, lines in content
    )


def _encode_entry(entry: Entry) -> list[Any]:
    period = entry.period
    dates = None if period is None else [period.start, period.end, period.first, period.last, period.expected]
    return [entry.start, entry.body, entry.end, entry.title, entry.employer, dates]


def _decode_entry(content: list[Any]) -> Entry:
    start, body, end, title, employer, dates = content
    return Entry(
        start=start,
        body=body,
        end=end,
        title=Span(*title) if title else None,
        employer=Span(*employer) if employer else None,
        period=_decode_period(*dates) if dates else None,
    )


def _decode_period(start: int, end: int, first: list[Any] | None, last: list[Any] | None, expected: bool) -> Period:  # noqa: FBT001 - as written above
    return Period(
        start=start,
        end=end,
        first=YearMonth(*first) if first else None,
        last=YearMonth(*last) if last else None,
        expected=expected,
    )


def encode_section(section: SectionLines) -> dict[str, Any]:
    """What is to be put in, as a plain object."""
    return asdict(section)


def decode_section(content: dict[str, Any]) -> SectionLines:
    """What `encode_section` wrote."""
    return SectionLines(heading=content["heading"], lines=tuple((name, items) for name, items in content["lines"]))


def encode_remarks(remarks: Sequence[Remark]) -> list[Any]:
    """Remarks as plain lists."""
    return [[remark.text, remark.span] for remark in remarks]


def decode_remarks(content: list[Any]) -> tuple[Remark, ...]:
    """What `encode_remarks` wrote."""
    return tuple(Remark(text=text, span=(span[0], span[1]) if span else None) for text, span in content)
