"""Bodies of requests: counted while they arrive, held in memory alone, never on a disk."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from email.message import Message
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from ats_audit.service._problems import Problem
from ats_audit.source import UNNAMED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.requests import Request

    from ats_audit.service._settings import ServiceSettings

RAW_TYPES: Final = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
    "text/markdown",
    "application/octet-stream",
)
"""What a body may say it is, outside a form. What it really is, its content tells."""
FORM_TYPE: Final = "multipart/form-data"
ADVERT: Final = "pasted text"
"""How a report names an advert that was pasted."""
_FILES: Final = ("file", "files")
_FIELD_BYTES: Final = 4_096
_FRAME_BYTES: Final = 100_000
"""Room for boundaries, headers and short fields of a form."""
_NAME_CHARACTERS: Final = 120
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent."""

    content: bytes
    name: str


@dataclass(slots=True, kw_only=True)
class Form:
    """What a request holds."""

    files: list[Upload] = field(default_factory=list)
    job: Upload | None = None
    """The job advert."""
    fields: dict[str, str] = field(default_factory=dict)


class Intake:
    """Reads bodies, and keeps count of what all of them hold together."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._held = 0

    async def read(self, request: Request, *, files: int = 1, check_field: Callable[[str, str], None]) -> Held:
        """Read the body of *request*: one file, or a form with up to so many *files* and short fields.

        *check_field* is given each field of a form as soon as it is there, and may raise.

        Raises:
            Problem: It is too large, too slow, of a kind that is not read, or no form.
        """
        held = Held(self)
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                await self._fill(held, request, files, check_field)
        except TimeoutError:
            held.free()
            raise Problem(
                "slow-body", f"It has to arrive within {self._settings.body_seconds:g} seconds.", headers=_CLOSE
            ) from None
        except ClientDisconnect:
            held.free()
            raise Problem("bad-request", "The connection ended before the request did.") from None
        except BaseException:
            held.free()
            raise
        return held

    async def _fill(self, held: Held, request: Request, files: int, check_field: Callable[[str, str], None]) -> None:
        if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise Problem(
                "unsupported-format",
                "Its body is compressed.",
                hint="Send the file as it is, without Content-Encoding.",
                headers={"Accept-Encoding": "identity"} | _CLOSE,
            )
        media_type, options = parse_options_header(request.headers.get("content-type", ""))
        limits = self._settings.limits
        if media_type == FORM_TYPE:
            room = limits.bytes if files == 1 else self._settings.batch_bytes
            room += 4 * self._settings.advert_characters + _FRAME_BYTES
            reader = _FormReader(self._settings, files, check_field)
            await reader.read(self._count(request, held, room), options.get("boundary", ""))
            held.form = reader.form
        elif files == 1 and media_type in RAW_TYPES:
            parts = [chunk async for chunk in self._count(request, held, limits.bytes)]
            name = _file_name(request.headers.get("content-disposition", ""))
            held.form.files.append(Upload(content=b"".join(parts), name=name))
        else:
            raise Problem("unsupported-format", "The Content-Type is not one that is read.", hint=_expected(files))

    async def _count(self, request: Request, held: Held, most: int) -> AsyncIterator[bytes]:
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > most:
            raise _too_large(most)
        arrived = 0
        async for chunk in request.stream():
            arrived += len(chunk)
            if arrived > most:
                raise _too_large(most)
            if self._held + len(chunk) > self._settings.buffered_bytes:
                raise Problem("queue-full", "Too much is being sent at once.", headers={"Retry-After": "2"} | _CLOSE)
            self._held += len(chunk)
            held.size += len(chunk)
            yield chunk

    def release(self, size: int) -> None:
        """Take *size* bytes off the count."""
        self._held -= size


class Held:
    """A body in memory, until it is freed."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.size = 0
        self.form = Form()

    def free(self) -> None:
        """Forget it."""
        self._intake.release(self.size)
        self.size = 0

    def __enter__(self) -> Form:
        """Return what it holds."""
        return self.form

    def __exit__(self, *_: object) -> None:
        """Free it."""
        self.free()


class _FormReader:
    """Builds a form from the chunks of a multipart body."""

    def __init__(self, settings: ServiceSettings, files: int, check_field: Callable[[str, str], None]) -> None:
        self._settings = settings
        self._files = files
        self._check_field = check_field
        self._part: MultipartSegment | None = None
        self._content = bytearray()
        self.form = Form()

    async def read(self, chunks: AsyncIterator[bytes], boundary: str) -> None:
        try:
            with PushMultipartParser(
                boundary,
                max_segment_count=self._files + 20,
                strict=True,
            ) as parser:
                async for chunk in chunks:
                    for event in self._events(parser, chunk):
                        self._take(event)
        except ParserLimitReached as error:
            raise Problem("bad-multipart", "It has more parts or longer headers than are read.") from error
        except MultipartError as error:
            raise Problem("bad-multipart", "It is not multipart/form-data, or it is cut short.") from error

    @staticmethod
    def _events(parser: PushMultipartParser, chunk: bytes) -> Iterator[MultipartSegment | bytearray | None]:
        # Bytes behind the end are no form's business; the parser would call them an error.
        return iter(()) if parser.closed else iter(parser.parse(chunk))

    def _take(self, event: MultipartSegment | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._part = event
            self._content = bytearray()
        elif event is not None:
            self._content += event
            self._check_size()
        elif self._part is not None:
            self._finish(self._part)
            self._part = None

    def _is_file(self) -> bool:
        return self._part is not None and (self._part.filename is not None or self._part.name in _FILES)

    def _check_size(self) -> None:
        if self._is_file():
            if len(self._content) > self._settings.limits.bytes:
                raise _too_large(self._settings.limits.bytes)
        elif self._part is not None:
            most = 4 * self._settings.advert_characters if self._part.name == "job" else _FIELD_BYTES
            if len(self._content) > most:
                raise Problem("too-large", "A field of the form is longer than it may be.", headers=_CLOSE)

    def _finish(self, part: MultipartSegment) -> None:
        if part.name == "job":
            self._finish_job(part)
            return
        if self._is_file():
            # A browser sends an empty part where no file was chosen.
            if not self._content and not part.filename:
                return
            if len(self.form.files) >= self._files:
                raise Problem("bad-request", f"There may be {self._files} file{'s' * (self._files > 1)} at most.")
            self.form.files.append(Upload(content=bytes(self._content), name=clean_name(part.filename or "")))
            return
        try:
            value = self._content.decode()
        except UnicodeDecodeError as error:
            raise Problem("bad-request", "A field of the form is not UTF-8.") from error
        self._check_field(part.name or "", value)
        self.form.fields[part.name or ""] = value

    def _finish_job(self, part: MultipartSegment) -> None:
        if part.filename is None and len(self._content.decode(errors="replace")) > self._settings.advert_characters:
            raise Problem("too-large", f"An advert may have {self._settings.advert_characters:,} characters.")
        if self.form.job is not None:
            raise Problem("bad-request", "There may be one advert.")
        if self._content.strip():
            name = clean_name(part.filename) if part.filename else ADVERT
            self.form.job = Upload(content=bytes(self._content), name=name)


def clean_name(name: str) -> str:
    """The last part of a file's name as a client gave it, without controls; it is shown, and never used as a path."""
    last = PurePosixPath(_UNSAFE.sub("", name).replace("\\", "/")).name.strip()
    return last[-_NAME_CHARACTERS:] if last.strip(".") else UNNAMED


def _file_name(disposition: str) -> str:
    if not disposition:
        return UNNAMED
    message = Message()
    message["Content-Disposition"] = _UNSAFE.sub("", disposition)
    return clean_name(message.get_filename() or "")


def _too_large(most: int) -> Problem:
    return Problem(
        "too-large",
        f"It may have {most:,} bytes at most.",
        hint="Make the pictures of the file smaller, or leave them out.",
        headers=_CLOSE,
    )


def _expected(files: int) -> str:
    if files > 1:
        return f"Send {FORM_TYPE} with the files as parts named files."
    return f"Send {', '.join(RAW_TYPES[:2])}, text/plain or text/markdown as the body, or {FORM_TYPE}."


_CLOSE: Final = {"Connection": "close"}
"""The rest of the body is not read: the connection is of no further use."""
