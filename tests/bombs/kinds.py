"""What a bomb is: a name, the bytes, and the answers that are right."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = frozenset({"text"})
CORRUPT = frozenset({"corrupt-document"})
LIMIT = frozenset({"limit-exceeded"})
SLOW = frozenset({"limit-exceeded", "timeout"})
"""Stopped by a limit or by the clock, whichever the machine comes to first."""
NO_TEXT = frozenset({"no-text-layer"})
LOCKED = frozenset({"encrypted-document"})
FOREIGN = frozenset({"unsupported-format"})
EMPTY = frozenset({"empty-document"})


@dataclass(frozen=True)
class Bomb:
    """One hostile file."""

    name: str
    make: Callable[[], bytes]
    outcomes: frozenset[str]
    """`text`, or the codes of errors that are right."""
    heavy: bool = False
    """Takes its reader, or its maker, more than a moment."""


def deflate(size: int, pattern: bytes = b"\x00", *, raw: bool = False) -> bytes:
    """Return the deflated form of *pattern* repeated to at least *size* bytes, without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15 if raw else 15)
    chunk = pattern * max(1, 1_000_000 // len(pattern))
    parts = []
    done = 0
    while done < size:
        parts.append(packer.compress(chunk))
        done += len(chunk)
    return b"".join((*parts, packer.flush()))


def zipped(members: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of *members*, all packed by *method*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()
