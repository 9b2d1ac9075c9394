"""Rows to files and back: Parquet, CSV and JSON Lines."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol, assert_never

from ats_audit.batch import storage
from ats_audit.batch.columns import Column, Kind, Row, arrow_schema
from ats_audit.errors import BatchError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO, Self


_ROW_GROUP: Final = 1_000
"""Rows that Parquet keeps in memory before it writes them."""
_BATCH: Final = 50
"""Rows that are kept as Python objects, which take ten times the memory that they take in Arrow."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""How a cell begins that a spreadsheet would compute; and the mark that tells it not to."""
_SEPARATOR: Final = ";"
"""Between the items of a list in a CSV cell; ids and codes hold none."""


class RowFormat(StrEnum):
    """A kind of file for rows. The values are the suffixes of such files."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


class RowSink(Protocol):
    """Takes rows one by one."""

    def add(self, row: Row) -> None:
        """Write one row."""


def tell_row_format(name: str) -> RowFormat | None:
    """The format that the suffix of *name* says; None where it says none."""
    suffix = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()
    return RowFormat(suffix) if suffix in tuple(RowFormat) else None


def require_library(form: RowFormat) -> None:
    """Say at once what is missing to write *form*.

    Raises:
        MissingExtraError: Parquet needs pyarrow.
    """
    if form is not RowFormat.PARQUET:
        return
    try:
        import pyarrow.parquet  # noqa: F401 # asked whether it is there
    except ImportError as error:
        raise MissingExtraError(
            "Parquet needs pyarrow, which is not installed",
            hint="Install it with pip install 'ats-audit[batch]', or write .csv or .jsonl.",
        ) from error


@contextlib.contextmanager
def write_rows(name: str, form: RowFormat, columns: tuple[Column, ...]) -> Iterator[RowSink]:
    """A file of rows that appears under *name* when the block ends well, and not at all otherwise; once for all."""
    with storage.create_file(name, once=True) as file:
        match form:
            case RowFormat.PARQUET:
                with _ParquetSink(file, columns) as sink:
                    yield sink
            case RowFormat.CSV:
                yield _CsvSink(file, columns)
            case RowFormat.JSONL:
                yield _JsonlSink(file, columns)
            case _:
                assert_never(form)


def iter_rows(name: str, form: RowFormat, columns: tuple[Column, ...]) -> Iterator[Row]:
    """The rows of a file that `write_rows` made.

    Raises:
        BatchError: It is no such file.
        OSError: It cannot be opened.
    """
    try:
        with storage.open_file(name) as file:
            match form:
                case RowFormat.PARQUET:
                    yield from _iter_parquet(file, columns)
                case RowFormat.CSV:
                    yield from _iter_csv(file, columns)
                case RowFormat.JSONL:
                    for line in file:
                        yield json.loads(line)
                case _:
                    assert_never(form)
    except (ValueError, KeyError, TypeError) as error:
        raise BatchError(
            "the earlier output is no file of rows of this version", hint="Begin anew with --overwrite."
        ) from error


def merge_files(names: Sequence[str], target: str, form: RowFormat, columns: tuple[Column, ...]) -> None:
    """One file of all rows of *names*, in order; memory does not grow with their number.

    Raises:
        OSError: It cannot be written.
    """
    with storage.create_file(target) as file:
        match form:
            case RowFormat.PARQUET:
                _merge_parquet(names, file, columns)
            case RowFormat.CSV:
                for at, name in enumerate(names):
                    with storage.open_file(name) as part:
                        if at:
                            part.readline()
                        shutil.copyfileobj(part, file)
            case RowFormat.JSONL:
                for name in names:
                    with storage.open_file(name) as part:
                        shutil.copyfileobj(part, file)
            case _:
                assert_never(form)


class _JsonlSink:
    def __init__(self, file: BinaryIO, columns: tuple[Column, ...]) -> None:
        self._file = file
        self._names = [column.name for column in columns]

    def add(self, row: Row) -> None:
        content = {name: row[name] for name in self._names}
        self._file.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


class _CsvSink:
    def __init__(self, file: BinaryIO, columns: tuple[Column, ...]) -> None:
        self._file = file
        self._columns = columns
        self._write([column.name for column in columns])

    def add(self, row: Row) -> None:
        self._write([_cell(row[column.name], column) for column in self._columns])

    def _write(self, cells: list[str]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(cells)
        self._file.write(line.getvalue().encode())


class _ParquetSink:
    def __init__(self, file: BinaryIO, columns: tuple[Column, ...]) -> None:
        import pyarrow.parquet

        self._schema = arrow_schema(columns)
        self._rows: list[Row] = []
        self._batches: list[Any] = []
        self._writer = pyarrow.parquet.ParquetWriter(file, self._schema, compression="zstd")

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == _BATCH:
            self._pack()
        if len(self._batches) * _BATCH >= _ROW_GROUP:
            self._flush()

    def _pack(self) -> None:
        import pyarrow as pa

        self._batches.append(pa.RecordBatch.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_batches(self._batches, schema=self._schema))
        self._batches = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            if self._rows:
                self._pack()
            if self._batches:
                self._flush()
            self._writer.close()
        else:
            # The file goes away; closing only frees the writer, and may fail for the same reason.
            with contextlib.suppress(Exception):
                self._writer.close()


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    match column.kind:
        case Kind.STRUCTS:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case Kind.TEXTS:
            text = _SEPARATOR.join(value)
        case Kind.TRUTH:
            return "true" if value else "false"
        case Kind.COUNT | Kind.NUMBER:
            return repr(value)
        case Kind.TEXT:
            text = value
    return f"'{text}" if text.startswith(_FORMULA) else text


def _iter_csv(file: BinaryIO, columns: tuple[Column, ...]) -> Iterator[Row]:
    known = {column.name: column for column in columns}
    csv.field_size_limit(1 << 30)
    for cells in csv.DictReader(line.decode() for line in file):
        if None in cells.values():
            raise ValueError("a line is too short")
        yield {name: _value(cells[name], column) for name, column in known.items()}


def _value(cell: str, column: Column) -> Any:
    if column.kind is Kind.TEXT or column.kind is Kind.TEXTS:
        text = cell.removeprefix("'")
        if column.kind is Kind.TEXTS:
            return text.split(_SEPARATOR) if text else []
        return None if column.nullable and not text else text
    return _PLAIN[column.kind](cell) if cell else None


_PLAIN: Final[Mapping[Kind, Callable[[str], Any]]] = {
    Kind.STRUCTS: json.loads,
    Kind.TRUTH: lambda cell: cell == "true",
    Kind.COUNT: int,
    Kind.NUMBER: float,
}


def _iter_parquet(file: BinaryIO, columns: tuple[Column, ...]) -> Iterator[Row]:
    import pyarrow.parquet

    names = [column.name for column in columns]
    table = pyarrow.parquet.ParquetFile(file)
    if any(name not in table.schema_arrow.names for name in names):
        raise KeyError
    for batch in table.iter_batches(batch_size=_ROW_GROUP, columns=names):
        yield from batch.to_pylist()


def _merge_parquet(names: Iterable[str], file: BinaryIO, columns: tuple[Column, ...]) -> None:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetWriter(file, arrow_schema(columns), compression="zstd") as writer:
        for name in names:
            with storage.open_file(name) as part:
                table = pyarrow.parquet.ParquetFile(part)
                for group in range(table.num_row_groups):
                    # One row group needs no threads, each of which would keep memory of its own.
                    rows = table.read_row_group(group, use_threads=False)
                    writer.write_table(rows.cast(arrow_schema(columns)))
