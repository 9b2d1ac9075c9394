"""The documents of a batch: where each one lies, and how its bytes are fetched."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ats_audit.batch import storage
from ats_audit.errors import CorruptDocumentError, LimitExceededError, UnreadableSourceError
from ats_audit.extract import load_content

if TYPE_CHECKING:
    from ats_audit.batch.columns import Row
    from ats_audit.model import Limits


class Cell(NamedTuple):
    """A place in a table."""

    table: str
    """Path or URL."""
    row: int
    """0-based."""
    column: str
    holds: str
    """A value of `Holds`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document of a batch."""

    doc_id: str
    """Unique in its run."""
    path: str | None = None
    """Path or URL of the file, or of the archive that holds it."""
    member: str | None = None
    """Name inside a zip archive; None where the file is the document."""
    at: int = 0
    """Which member, where several bear one name."""
    cell: Cell | None = None
    """Where in a table the document itself stands; None where it is a file."""
    content: bytes | None = field(default=None, repr=False)
    """The bytes themselves, once they were taken out of their table. They do not travel in a plan."""
    fault: str | None = None
    """Why there can be no bytes, in our own words; None where there should be some."""
    before: Row | None = field(default=None, repr=False)
    """Its row of an earlier run under the same job, if there is one."""

    def encode(self) -> dict[str, Any]:
        """The item as plain JSON, without its content."""
        told = {
            "doc_id": self.doc_id,
            "path": self.path,
            "member": self.member,
            "at": self.at or None,
            "cell": self.cell,
            "fault": self.fault,
            "before": self.before,
        }
        return {name: value for name, value in told.items() if value is not None}

    @classmethod
    def decode(cls, told: dict[str, Any]) -> Item:
        """What `encode` wrote."""
        cell = told.get("cell")
        return cls(**{**told, "cell": None if cell is None else Cell(*cell)})


def fetch_content(item: Item, limits: Limits) -> bytes:
    """The bytes of one document, never more than *limits* allows.

    Raises:
        UnreadableSourceError: It cannot be opened.
        LimitExceededError: It is too large.
        CorruptDocumentError: The archive around it is broken.
    """
    if item.fault is not None:
        raise UnreadableSourceError(item.fault, hint="")
    if item.content is not None:
        return load_content(item.content, limits=limits)
    assert item.path is not None  # noqa: S101 - one of the three
    if item.member is not None:
        return _read_member(item.path, item.at, limits)
    path = storage.local_path(item.path)
    if path is not None:
        if _blocks(path):
            raise UnreadableSourceError(
                "The path is a pipe, a socket or a device, and no file.", hint="Save what it gives as a file."
            )
        return load_content(path, limits=limits)
    try:
        with storage.open_file(item.path) as file:
            return load_content(file, limits=limits)
    except OSError as error:
        raise UnreadableSourceError("The file cannot be fetched.", hint="Check its URL and your access.") from error


def _blocks(path: Path) -> bool:
    """Whether opening *path* may wait for somebody, or never come to an end."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False  # opening it says why
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def printable(path: str) -> str:
    """*path* as text that any file can hold: bytes that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace") if not path.isascii() else path


def absolute(name: str) -> str:
    """*name* as a worker finds it, which has another working folder."""
    path = storage.local_path(name)
    return name if path is None else str(path.absolute())


@lru_cache(maxsize=1)
def _open_archive(path: str) -> zipfile.ZipFile:
    """The archive at *path*, kept open: a shard's documents lie in one."""
    local = storage.local_path(path)
    return zipfile.ZipFile(Path(local) if local is not None else storage.open_file(path))


def _read_member(path: str, at: int, limits: Limits) -> bytes:
    try:
        archive = _open_archive(path)
        entry = archive.infolist()[at]
        with archive.open(entry) as file:
            content = file.read(limits.bytes + 1)
    except (OSError, IndexError) as error:
        raise UnreadableSourceError("The archive cannot be read.", hint="Check that it is still there.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError is what zipfile says to a member that is locked by a password.
        raise CorruptDocumentError(
            "The archive does not give this file.", hint="Take it out of the archive by hand, without a password."
        ) from error
    if len(content) > limits.bytes:
        raise LimitExceededError(
            f"The file is larger than {limits.bytes:,} bytes.", hint="Make its pictures smaller, or leave them out."
        )
    return content
