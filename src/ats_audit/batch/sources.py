"""What a batch was asked to audit, as one lazy stream of documents: files, folders, globs, lists, archives, tables."""

from __future__ import annotations

import glob
import os
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ats_audit.batch import storage
from ats_audit.batch.items import Item, absolute, printable
from ats_audit.batch.tables import Holds, is_table, list_table
from ats_audit.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NOT_DOCUMENTS: Final = frozenset({"thumbs.db", "desktop.ini"})
_LOCK: Final = "~$"
"""How the names of the lock files of office programs begin."""
_GLOB: Final = frozenset("*?[")


class _Sort(StrEnum):
    FILE = "file"
    FOLDER = "folder"
    ARCHIVE = "archive"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What to audit."""

    paths: tuple[str, ...] = ()
    """Files, folders, globs, zip archives and tables; paths or URLs."""
    listed: tuple[str, ...] = ()
    """Further files, from a list; one that is missing is a row and no error."""
    column: str | None = None
    """Column of tables that holds the documents; None for the one whose name says so."""
    id_column: str | None = None
    """Column of tables that holds the ids; None for file name and row number."""
    holds: Holds = Holds.AUTO
    """What that column holds."""


def iter_items(inputs: Inputs) -> Iterator[Item]:
    """Every document once, in the order of *inputs*, folders sorted by name.

    Raises:
        BatchError: A path that was named does not exist or cannot be opened as what it is; said before its first item.
    """
    for name in inputs.paths:
        for found in _expand(name):
            yield from _iter_path(found, inputs)
    for name in inputs.listed:
        yield Item(doc_id=printable(name), path=absolute(name))


def check_paths(paths: Sequence[str]) -> None:
    """Say at once which of the paths that a person named is not there.

    Raises:
        BatchError: One does not exist.
    """
    for name in paths:
        _expand(name)


def _expand(name: str) -> list[str]:
    """The paths that *name* stands for: itself, or what a glob finds."""
    shown = printable(name)
    if storage.is_url(name) and storage.local_path(name) is None:
        if storage.exists(name) or storage.is_folder(name):
            return [name]
        raise BatchError(f"there is nothing at {shown}", hint="Check the URL and your access.")
    path = storage.local_path(name)
    assert path is not None  # noqa: S101 - no URL
    if path.exists() or path.is_symlink():
        return [str(path)]
    if _GLOB & set(name):
        found = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - a pattern, not a path
        files = [one for one in found if Path(one).is_file() and not _is_chaff(Path(one).name)]
        if files:
            return files
        raise BatchError(f"no file is matched by {shown}", hint="Check the pattern; ** reaches into subfolders.")
    raise BatchError(f"there is no {shown}", hint="Check the spelling of the path.")


def _iter_path(name: str, inputs: Inputs) -> Iterator[Item]:
    match _tell(name):
        case _Sort.FOLDER:
            yield from _iter_folder(name)
        case _Sort.ARCHIVE:
            yield from _iter_archive(name)
        case _Sort.TABLE:
            yield from list_table(name, column=inputs.column, id_column=inputs.id_column, holds=inputs.holds)
        case _Sort.FILE:
            yield Item(doc_id=printable(name), path=absolute(name))


def _tell(name: str) -> _Sort:
    if storage.is_folder(name):
        return _Sort.FOLDER
    if name.lower().endswith(".zip"):
        return _Sort.ARCHIVE
    return _Sort.TABLE if is_table(name) else _Sort.FILE


def _iter_folder(folder: str) -> Iterator[Item]:
    if storage.local_path(folder) is None:
        for name in storage.list_tree(folder):
            if not _is_chaff(name.rsplit("/", 1)[-1]):
                yield Item(doc_id=name, path=name)
        return
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise BatchError(
            f"the folder {printable(folder)} cannot be listed ({os.strerror(error.errno or 0)})",
            hint="Check its permissions.",
        ) from error
    yield from _walk(folder)


def _walk(folder: str) -> Iterator[Item]:
    """Files below *folder*, sorted by name folder by folder; links to folders are not followed: there is an end."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        # A folder that cannot be listed hides documents: it has a row of its own.
        yield Item(doc_id=printable(folder), path=folder, fault="The folder cannot be listed.")
        return
    for entry in entries:
        if _is_chaff(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif not _leads_to_folder(entry):
            yield Item(doc_id=printable(entry.path), path=absolute(entry.path))


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link to a folder; one that leads nowhere, or to itself, is not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_chaff(name: str) -> bool:
    """Whether no person put the file there as a document: hidden files, lock files, what desktops leave."""
    return name.startswith((".", _LOCK)) or name.lower() in _NOT_DOCUMENTS


def _iter_archive(name: str) -> Iterator[Item]:
    local = storage.local_path(name)
    try:
        with zipfile.ZipFile(local if local is not None else storage.open_file(name)) as archive:
            entries = [(entry.filename, entry.is_dir()) for entry in archive.infolist()]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BatchError(
            f"{printable(name)} cannot be opened as a zip archive", hint="Take its files out by hand, or pack it again."
        ) from error
    times: dict[str, int] = {}
    for at, (member, folder) in enumerate(entries):
        parts = member.split("/")
        if folder or parts[0] == "__MACOSX" or _is_chaff(parts[-1]):
            continue
        times[member] = times.get(member, 0) + 1
        again = f"#{times[member]}" if times[member] > 1 else ""
        shown = member.encode("utf-8", "backslashreplace").decode()
        yield Item(doc_id=f"{printable(name)}!/{shown}{again}", path=absolute(name), member=member, at=at)


def read_list(content: bytes) -> tuple[str, ...]:
    """The paths of a list: one a line, or between zero bytes as `find -print0` writes them; empty ones left out."""
    separator = b"\0" if b"\0" in content else b"\n"
    lines: Iterable[bytes] = (line.rstrip(b"\r") for line in content.split(separator))
    return tuple(dict.fromkeys(os.fsdecode(line) for line in lines if line.strip()))
