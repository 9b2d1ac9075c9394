"""What goes over the pipe: length-framed JSON, documents as plain lists, files as bytes behind it. Never pickle."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import DOCUMENT_ERRORS, DocumentError
from ats_audit.model import (
    Block,
    BlockKind,
    Box,
    Document,
    Entry,
    Fact,
    FactKind,
    Limits,
    MediaType,
    PagePicture,
    Period,
    Reading,
    ReadingKind,
    Section,
    SectionKind,
    Span,
    Word,
    YearMonth,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

EXTRACT: Final = "extract"
DRAW: Final = "draw"
"""The tasks of a child."""

HEADER = struct.Struct("!I")
MAX_ANSWER_BYTES = 256_000_000
"""More than any document within the default limits can need: what says more is no child of ours."""

_ERRORS = {error.code: error for error in DOCUMENT_ERRORS}


class BrokenPipeToChildError(Exception):
    """The other side closed the pipe, or spoke nonsense."""


def write_frame(stream: BinaryIO, content: dict[str, Any], payload: bytes = b"") -> None:
    """Send *content* as one frame, and *payload* behind it, whose length the frame tells as `bytes`."""
    framed = content | {"bytes": len(payload)} if payload else content
    body = json.dumps(framed, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    stream.write(HEADER.pack(len(body)) + body)
    if payload:
        stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> dict[str, Any]:
    """Receive one frame.

    Raises:
        BrokenPipeToChildError: The stream ended, or the frame is too long or no JSON object.
    """
    (length,) = HEADER.unpack(read_exactly(stream, HEADER.size))
    if length > MAX_ANSWER_BYTES:
        raise BrokenPipeToChildError
    try:
        content = json.loads(read_exactly(stream, length))
    except ValueError as error:
        raise BrokenPipeToChildError from error
    if not isinstance(content, dict):
        raise BrokenPipeToChildError
    return content


def read_payload(stream: BinaryIO, content: dict[str, Any]) -> bytes:
    """Receive the payload whose length the frame *content* tells.

    Raises:
        BrokenPipeToChildError: The stream ended before, or no child of ours would say so much.
    """
    length = content.get("bytes", 0)
    if not isinstance(length, int) or not 0 <= length <= MAX_ANSWER_BYTES:
        raise BrokenPipeToChildError
    return read_exactly(stream, length)


def read_exactly(stream: BinaryIO, length: int) -> bytes:
    """Receive *length* bytes.

    Raises:
        BrokenPipeToChildError: The stream ended before.
    """
    content = stream.read(length)
    if len(content) != length:
        raise BrokenPipeToChildError
    return content


def encode_limits(limits: Limits) -> dict[str, Any]:
    """The limits as a plain object."""
    return asdict(limits)


def decode_limits(content: dict[str, Any]) -> Limits:
    """What `encode_limits` wrote."""
    return Limits(**content)


def encode_error(error: DocumentError) -> dict[str, Any]:
    """The failure as a plain object."""
    return {"code": error.code, "message": error.message, "hint": error.hint}


def decode_error(content: dict[str, Any]) -> DocumentError:
    """What `encode_error` wrote."""
    return _ERRORS[content["code"]](content["message"], hint=content["hint"])


def encode_document(document: Document) -> dict[str, Any]:
    """The document as lists and plain values."""
    return {
        "sha256": document.sha256,
        "media_type": document.media_type.value,
        "reader": document.reader,
        "pages": document.pages,
        "readings": [
            [
                reading.kind.value,
                reading.text,
                [
                    [s.kind.value, s.heading_start, s.heading_end, s.start, s.end, [*map(_encode_entry, s.entries)]]
                    for s in reading.sections
                ],
            ]
            for reading in document.readings
        ],
        "blocks": [[b.start, b.end, b.kind.value, b.page, b.box] for b in document.blocks],
        "words": [[w.start, w.end, w.page, *w.box] for w in document.words],
        "facts": [[f.kind.value, f.count, f.page, f.start, f.end] for f in document.facts],
        "skipped": document.skipped,
    }


def decode_document(content: dict[str, Any]) -> Document:
    """What `encode_document` wrote."""
    return Document(
        sha256=content["sha256"],
        media_type=MediaType(content["media_type"]),
        reader=content["reader"],
        pages=content["pages"],
        readings=tuple(
            Reading(
                kind=ReadingKind(kind),
                text=text,
                sections=tuple(
                    Section(
                        kind=SectionKind(name),
                        heading_start=h0,
                        heading_end=h1,
                        start=start,
                        end=end,
                        entries=tuple(map(_decode_entry, entries)),
                    )
                    for name, h0, h1, start, end, entries in sections
                ),
            )
            for kind, text, sections in content["readings"]
        ),
        blocks=tuple(
            Block(start=start, end=end, kind=BlockKind(kind), page=page, box=Box(*box) if box else None)
            for start, end, kind, page, box in content["blocks"]
        ),
        words=tuple(
            Word(start, end, page, Box(x0, y0, x1, y1)) for start, end, page, x0, y0, x1, y1 in content["words"]
        ),
        facts=tuple(
            Fact(kind=FactKind(kind), count=count, page=page, start=start, end=end)
            for kind, count, page, start, end in content["facts"]
        ),
        skipped=tuple(content["skipped"]),
    )


def encode_pictures(pictures: Sequence[PagePicture]) -> tuple[dict[str, Any], bytes]:
    """The pictures as a plain object and their contents end to end."""
    described = [asdict(replace(picture, content=b"")) | {"content": len(picture.content)} for picture in pictures]
    return {"pictures": described}, b"".join(picture.content for picture in pictures)


def decode_pictures(content: dict[str, Any], payload: bytes) -> tuple[PagePicture, ...]:
    """What `encode_pictures` wrote."""
    pictures, start = [], 0
    for described in content["pictures"]:
        end = start + described["content"]
        pictures.append(PagePicture(**described | {"content": payload[start:end]}))
        start = end
    return tuple(pictures)


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
