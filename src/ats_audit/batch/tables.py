"""Tables of documents: Parquet, CSV and JSON Lines with a column of bytes, paths, URLs or text."""

from __future__ import annotations

import base64
import binascii
import contextlib
import csv
import io
import json
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ats_audit.batch import storage
from ats_audit.batch.items import Cell, Item, absolute
from ats_audit.errors import BatchError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

_SUFFIXES: Final = (".parquet", ".csv", ".jsonl", ".ndjson")
_DOCUMENT_COLUMNS: Final = ("content", "bytes", "blob", "document", "resume", "path", "file", "uri", "url", "text")
"""Names that say which column holds the documents, the surest first."""
_ID_COLUMNS: Final = ("doc_id", "id")
_BATCH: Final = 64
"""Rows of Parquet that are in memory at a time: each may hold ten megabytes."""
_OPEN_NETWORK: Final = ("http://", "https://", "ftp://")


class Holds(StrEnum):
    """What the column of a table holds."""

    AUTO = "auto"
    """Binary columns: the bytes of files; others: paths or URLs."""
    BYTES = "bytes"
    BASE64 = "base64"
    PATH = "path"
    """Paths, from the folder of the table, or URLs."""
    TEXT = "text"
    """The text of résumés that were extracted before."""


class _Layout(NamedTuple):
    """Which columns matter, and what stands in the one with the documents."""

    key: str | None
    column: str
    holds: Holds
    """Anything but `AUTO`."""


def is_table(name: str) -> bool:
    """Whether the suffix of *name* says that it is a table."""
    return name.lower().endswith(_SUFFIXES)


def list_table(name: str, *, column: str | None, id_column: str | None, holds: Holds) -> Iterator[Item]:
    """The documents of a table, in its order, without their content.

    Raises:
        BatchError: The table cannot be read, or has no such column.
        MissingExtraError: It is Parquet, and pyarrow is not installed.
    """
    with _open_table(name) as file:
        layout = _lay_out(file, name, column, id_column, holds)
        wanted = layout.column if layout.holds is Holds.PATH else None
        for row, (key, value) in enumerate(_iter_rows(file, name, layout.key, wanted)):
            doc_id = f"{name}#{row + 1}" if key in (None, "") else str(key)
            if layout.holds is Holds.PATH:
                yield _make_path_item(doc_id, value, name)
            else:
                yield Item(doc_id=doc_id, cell=Cell(absolute(name), row, layout.column, layout.holds.value))


def fill_cells(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, those in tables with their content; quick where they come in the order of the table."""
    table, reader = "", None
    for item in items:
        if item.cell is None:
            yield item
            continue
        cell = item.cell
        if reader is None or cell.table != table or cell.row < reader.row:
            if reader is not None:
                reader.close()
            table, reader = cell.table, _CellReader(cell)
        yield _fill(item, reader.read(cell.row), Holds(cell.holds))
    if reader is not None:
        reader.close()


class _CellReader:
    """Reads one column of a table forwards."""

    def __init__(self, cell: Cell) -> None:
        self.row = cell.row
        """The row that comes next."""
        self._stack = contextlib.ExitStack()
        file = self._stack.enter_context(_open_table(cell.table))
        self._values = _iter_rows(file, cell.table, None, cell.column, first=cell.row)

    def read(self, row: int) -> Any:
        value: Any = None
        while self.row <= row:
            _, value = next(self._values, (None, None))
            self.row += 1
        return value

    def close(self) -> None:
        self._stack.close()


def _fill(item: Item, value: Any, holds: Holds) -> Item:
    content: bytes | None = None
    match value:
        case None | "" | b"":
            return replace(item, fault="The table holds nothing for this document.")
        case bytes() if holds is Holds.BYTES:
            content = value
        case str() if holds is Holds.BASE64:
            content = _decode_base64(value)
        case str() if holds is Holds.TEXT:
            content = value.encode("utf-8", "replace")
    if content is None:
        return replace(item, fault=f"What the table holds is no {holds.value}.")
    return replace(item, content=content)


def _decode_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _make_path_item(doc_id: str, value: Any, table: str) -> Item:
    if not isinstance(value, str) or not value or "\0" in value:
        return Item(doc_id=doc_id, fault="The table names no file for this document.")
    if value.lower().startswith(_OPEN_NETWORK):
        return Item(doc_id=doc_id, fault="Nothing is fetched from the network but from object storage.")
    if storage.is_url(value) or value.startswith("/"):
        return Item(doc_id=doc_id, path=absolute(value))
    folder = table.rsplit("/", 1)[0] if "/" in table else "."
    return Item(doc_id=doc_id, path=absolute(storage.join(folder, value)))


@contextlib.contextmanager
def _open_table(name: str) -> Iterator[BinaryIO]:
    try:
        with storage.open_file(name) as file:
            yield file
    except (ValueError, csv.Error) as error:
        # pyarrow's own errors are ValueErrors; so are those of bad UTF-8 and bad JSON.
        raise BatchError(f"the table {name} is broken", hint="Check that it is what its suffix says.") from error
    except OSError as error:
        raise BatchError(f"the table {name} cannot be read", hint="Check the file and its permissions.") from error


def _lay_out(file: BinaryIO, name: str, column: str | None, id_column: str | None, holds: Holds) -> _Layout:
    """The layout of the open table, which is left at its beginning."""
    binary: set[str] = set()
    if name.lower().endswith(".parquet"):
        types = _parquet_types(file)
        names: Sequence[str] = tuple(types)
        binary = {one for one, is_binary in types.items() if is_binary}
    elif name.lower().endswith(".csv"):
        names = csv.DictReader(io.StringIO(file.readline().decode("utf-8-sig"))).fieldnames or ()
    else:
        names = tuple(_parse_object(file.readline() or b"{}", name))
    file.seek(0)
    for asked in (column, id_column):
        if asked is not None and asked not in names:
            raise BatchError(f"the table {name} has no column {asked!r}", hint=f"It has: {', '.join(names)}.")
    wanted = column or next((one for one in _DOCUMENT_COLUMNS if one in names), None)
    if wanted is None:
        raise BatchError(
            f"which column of {name} holds the documents?", hint=f"Say it with --column; it has: {', '.join(names)}."
        )
    key = id_column or next((one for one in _ID_COLUMNS if one in names and one != wanted), None)
    if holds is Holds.AUTO:
        holds = Holds.BYTES if wanted in binary else Holds.TEXT if wanted == "text" else Holds.PATH
    return _Layout(key, wanted, holds)


def _iter_rows(
    file: BinaryIO, name: str, key: str | None, column: str | None, *, first: int = 0
) -> Iterator[tuple[Any, Any]]:
    """Id and document of each row from *first* on; None for a column that is not asked for."""
    if name.lower().endswith(".parquet"):
        yield from _iter_parquet(file, key, column, first)
        return
    rows: Iterator[dict[str, Any]]
    if name.lower().endswith(".csv"):
        csv.field_size_limit(1 << 28)
        rows = csv.DictReader(line.decode().removeprefix("\ufeff") for line in file)
    else:
        rows = (_parse_object(line, name) for line in file if line.strip())
    for number, row in enumerate(rows):
        if number >= first:
            yield row.get(key) if key else None, row.get(column) if column else None


def _parse_object(line: bytes, name: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise BatchError(f"a line of {name} is no JSON object", hint="Each line must be one object.")
    return row


def _open_parquet(file: BinaryIO) -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError(
            "Parquet needs pyarrow, which is not installed", hint="Install it: pip install 'ats-audit[batch]'."
        ) from error
    return pyarrow.parquet.ParquetFile(file)


def _parquet_types(file: BinaryIO) -> dict[str, bool]:
    """Name of each column, and whether it is binary."""
    from pyarrow import types

    schema = _open_parquet(file).schema_arrow
    return {
        one.name: types.is_binary(one.type) or types.is_large_binary(one.type) or types.is_fixed_size_binary(one.type)
        for one in schema
    }


def _iter_parquet(file: BinaryIO, key: str | None, column: str | None, first: int) -> Iterator[tuple[Any, Any]]:
    table = _open_parquet(file)
    columns = [one for one in (key, column) if one]
    skipped = 0
    groups: list[int] = []
    for group in range(table.num_row_groups):
        rows = table.metadata.row_group(group).num_rows
        if not groups and skipped + rows <= first:
            skipped += rows
        else:
            groups.append(group)
    if not columns:
        yield from ((None, None) for _ in range(table.metadata.num_rows - first))
        return
    row = skipped
    for batch in table.iter_batches(batch_size=_BATCH, row_groups=groups, columns=columns):
        keys = batch.column(key).to_pylist() if key else [None] * batch.num_rows
        values = batch.column(column).to_pylist() if column else [None] * batch.num_rows
        for pair in zip(keys, values, strict=True):
            if row >= first:
                yield pair
            row += 1
