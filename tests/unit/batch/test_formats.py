"""Rows to files and back, and the one source of every schema."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import jsonschema
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ats_audit.batch import COLUMNS, Job, RowFormat, row_schema
from ats_audit.batch.columns import Column, Kind, Row, arrow_schema, list_columns
from ats_audit.batch.formats import iter_rows, merge_files, tell_row_format, write_rows
from ats_audit.batch.rows import row_of_failure
from ats_audit.errors import BatchError

if TYPE_CHECKING:
    from pathlib import Path

FORMS = tuple(RowFormat)
JOB = Job(role="cra", lexicon_version="1", lexicon_sha256="00")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
ITEM = st.text(st.characters(codec="utf-8", exclude_characters="\0;"), min_size=1, max_size=10)


def value_of(column: Column) -> st.SearchStrategy[object]:
    kinds: dict[Kind, st.SearchStrategy[object]] = {
        Kind.TEXT: TEXT.filter(bool) if column.nullable else TEXT,
        Kind.COUNT: st.integers(0, 1 << 40),
        Kind.NUMBER: st.floats(-1e6, 1e6),
        Kind.TRUTH: st.booleans(),
        Kind.TEXTS: st.lists(ITEM, max_size=3),
    }
    if column.kind is Kind.STRUCTS:
        return st.lists(st.fixed_dictionaries({one.name: value_of(one) for one in column.fields}), max_size=2)
    return kinds[column.kind] | st.none() if column.nullable else kinds[column.kind]


ROWS = st.lists(st.fixed_dictionaries({one.name: value_of(one) for one in COLUMNS}), max_size=3)


@pytest.mark.parametrize("form", FORMS)
def test_rows_come_back_as_they_went(form: RowFormat, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = str(tmp_path_factory.mktemp("rows") / f"x.{form}")

    @settings(max_examples=40, deadline=None)
    @given(ROWS)
    def check(rows: list[Row]) -> None:
        with write_rows(path, form, COLUMNS) as sink:
            for row in rows:
                sink.add(row)
        assert list(iter_rows(path, form, COLUMNS)) == rows

    check()


@pytest.mark.parametrize("form", FORMS)
def test_parts_are_merged_in_their_order(form: RowFormat, tmp_path: Path) -> None:
    rows = [row_of_failure(doc_id=f"d{n}", job=JOB, code="crash", message="m") for n in range(5)]
    parts = []
    for at, chunk in enumerate((rows[:2], rows[2:4], rows[4:])):
        parts.append(str(tmp_path / f"p{at}.{form}"))
        with write_rows(parts[-1], form, COLUMNS) as sink:
            for row in chunk:
                sink.add(row)
    merge_files(parts, str(tmp_path / f"all.{form}"), form, COLUMNS)
    assert list(iter_rows(str(tmp_path / f"all.{form}"), form, COLUMNS)) == rows


def test_a_spreadsheet_computes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with write_rows(str(path), RowFormat.CSV, COLUMNS) as sink:
        for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "plain"):
            sink.add(row_of_failure(doc_id=name, job=JOB, code="crash", message="m"))
    with path.open(newline="") as file:
        names = [row["doc_id"] for row in csv.DictReader(file)]
    assert names == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "''=1", "plain"]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_not_finished_has_no_name(form: RowFormat, tmp_path: Path) -> None:
    def fail_after_a_row() -> None:
        with write_rows(str(tmp_path / "x"), form, COLUMNS) as sink:
            sink.add(row_of_failure(doc_id="d", job=JOB, code="crash", message="m"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_after_a_row()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_file_of_rows_is_said_to_be_none(form: RowFormat, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\x80 something else\n")
    with pytest.raises(BatchError):
        list(iter_rows(str(tmp_path / "x"), form, COLUMNS))


def test_all_schemas_name_the_same_columns() -> None:
    names = [column.name for column in list_columns(report=True)]
    schema = json.loads(row_schema())
    assert list(schema["properties"]) == arrow_schema(list_columns(report=True)).names == names
    assert schema["required"] == names[:-1]
    jsonschema.Draft202012Validator.check_schema(schema)


def test_a_failure_keeps_both_schemas(tmp_path: Path) -> None:
    row = row_of_failure(doc_id="d", job=JOB, code="crash", message="m")
    jsonschema.Draft202012Validator(json.loads(row_schema())).validate(row)
    path = tmp_path / "x.parquet"
    with write_rows(str(path), RowFormat.PARQUET, COLUMNS) as sink:
        sink.add(row)
    written = pyarrow.parquet.read_schema(path)
    assert written.equals(arrow_schema(COLUMNS))
    assert written.field("score_full").metadata == {b"meaning": b"0 to 100, read as a person reads"}


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.parquet", "parquet"), ("s3://b/x.CSV", "csv"), ("a.b.jsonl", "jsonl"), ("folder", None), ("a.json", None)],
)
def test_the_suffix_says_the_format(name: str, form: str | None) -> None:
    assert tell_row_format(name) == form
