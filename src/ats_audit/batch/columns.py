"""What a row holds, said once: the Arrow schema, the JSON Schema and the header of a CSV file all come from here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

ROW_VERSION: Final = "1.1"
"""Version of the row. The major grows when a reader of the old one would be misled; columns may be added within one."""

Row = dict[str, Any]
"""One document's row: a value for every column, of the types below; plain JSON."""


class Kind(StrEnum):
    """Type of a column."""

    TEXT = "string"
    COUNT = "int64"
    NUMBER = "float64"
    TRUTH = "bool"
    TEXTS = "list<string>"
    STRUCTS = "list<struct>"
    """A list of structs with the fields of the column."""


class Status(StrEnum):
    """How the audit of one document ended."""

    OK = "ok"
    PARTIAL = "partial"
    """Audited, but a part of the file could not be read or checked."""
    REFUSED = "refused"
    """Not audited, and never will be: the file is at fault (encrypted, corrupt, without text, beyond a limit)."""
    FAILED = "failed"
    """Not audited: the file could not be opened, or reading it crashed or took too long. Another run may do better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a row."""

    name: str
    kind: Kind
    meaning: str
    nullable: bool = False
    fields: tuple[Column, ...] = ()
    """Of a list of structs."""
    among: tuple[str, ...] = ()
    """The only values, where they are few."""


_REQUIREMENT: Final = (
    Column(name="id", kind=Kind.TEXT, meaning="handle of the requirement: its first alternative"),
    Column(name="weight", kind=Kind.TEXT, meaning="core, important or nice"),
    Column(name="evidence", kind=Kind.TEXT, meaning="rung of the evidence ladder, such as demonstrated or absent"),
    Column(name="near", kind=Kind.TRUTH, meaning="true where it is only found misspelt"),
    Column(name="credit", kind=Kind.NUMBER, meaning="0 to 1"),
    Column(name="points", kind=Kind.NUMBER, meaning="what it adds to the score"),
    Column(
        name="asked",
        kind=Kind.TEXT,
        meaning="how the job advert asks for it: required, duty, preferred; null where the role does",
        nullable=True,
    ),
    Column(name="met_by", kind=Kind.TEXT, meaning="competency that meets it; null where none does", nullable=True),
)

COLUMNS: Final = (
    Column(name="schema_version", kind=Kind.TEXT, meaning="version of this row"),
    Column(name="doc_id", kind=Kind.TEXT, meaning="the document, unique in a run: its path, or the id given for it"),
    Column(name="sha256", kind=Kind.TEXT, meaning="digest of the file; null where it was not opened", nullable=True),
    Column(
        name="status", kind=Kind.TEXT, meaning="how its audit ended", among=tuple(status.value for status in Status)
    ),
    Column(name="error_code", kind=Kind.TEXT, meaning="why it was refused or failed, else null", nullable=True),
    Column(name="error", kind=Kind.TEXT, meaning="the same in a sentence, without résumé text", nullable=True),
    Column(name="engine_version", kind=Kind.TEXT, meaning="version of ats-audit"),
    Column(name="lexicon_version", kind=Kind.TEXT, meaning="edition of the lexicon"),
    Column(name="lexicon_sha256", kind=Kind.TEXT, meaning="digest of the lexicon's content"),
    Column(name="job_sha256", kind=Kind.TEXT, meaning="digest of versions, role, limits and options of the run"),
    Column(name="role", kind=Kind.TEXT, meaning="id of the role; null where there is an advert alone", nullable=True),
    Column(
        name="advert_sha256",
        kind=Kind.TEXT,
        meaning="digest of the job advert; null where there is none",
        nullable=True,
    ),
    Column(name="score_full", kind=Kind.NUMBER, meaning="0 to 100, read as a person reads", nullable=True),
    Column(name="score_worst", kind=Kind.NUMBER, meaning="the lowest of all readings", nullable=True),
    Column(name="media_type", kind=Kind.TEXT, meaning="what kind of file it is", nullable=True),
    Column(name="pages", kind=Kind.COUNT, meaning="null where the format has none", nullable=True),
    Column(name="words", kind=Kind.COUNT, meaning="words of the text", nullable=True),
    Column(name="characters", kind=Kind.COUNT, meaning="code points of the text", nullable=True),
    Column(name="competencies", kind=Kind.TEXTS, meaning="ids of what the text shows, sorted"),
    Column(name="at_risk", kind=Kind.TEXTS, meaning="ids of those that a weaker parser loses, sorted"),
    Column(name="finding_codes", kind=Kind.TEXTS, meaning="codes of the findings, each once, sorted"),
    Column(
        name="requirements",
        kind=Kind.STRUCTS,
        fields=_REQUIREMENT,
        meaning="evidence for each requirement, in the role's order",
    ),
    Column(name="skipped_checks", kind=Kind.TEXTS, meaning="what could not be checked, and why"),
    Column(name="read_ms", kind=Kind.NUMBER, meaning="time to read the file", nullable=True),
    Column(name="audit_ms", kind=Kind.NUMBER, meaning="time to match and judge", nullable=True),
)
"""Every column but `report`, in order."""

REPORT: Final = Column(
    name="report", kind=Kind.TEXT, meaning="the whole report as JSON, on request: it quotes the résumé", nullable=True
)
TIMINGS: Final = frozenset({"read_ms", "audit_ms"})
"""Columns that differ from run to run; all others are the same for the same bytes under the same job."""


def list_columns(*, report: bool) -> tuple[Column, ...]:
    """The columns of a run, in order."""
    return (*COLUMNS, REPORT) if report else COLUMNS


def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The columns as an Arrow schema, with their meanings as field metadata."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(one.name, _arrow_type(one), nullable=one.nullable, metadata={"meaning": one.meaning})
            for one in columns
        ],
        metadata={"ats_audit_row": ROW_VERSION},
    )


def _arrow_type(column: Column) -> pa.DataType:
    import pyarrow as pa

    match column.kind:
        case Kind.STRUCTS:
            return pa.list_(
                pa.struct([pa.field(one.name, _arrow_type(one), nullable=one.nullable) for one in column.fields])
            )
        case Kind.TEXTS:
            return pa.list_(pa.string())
        case _:
            return {
                Kind.TEXT: pa.string(),
                Kind.COUNT: pa.int64(),
                Kind.NUMBER: pa.float64(),
                Kind.TRUTH: pa.bool_(),
            }[column.kind]


def row_schema() -> str:
    """JSON Schema (2020-12) of a row of JSONL output, as JSON text ending in a line feed."""
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:ats-audit:schema:row:1",
        "title": "Row of a batch",
        **_object_schema(list_columns(report=True), optional={REPORT.name}),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _object_schema(columns: tuple[Column, ...], *, optional: frozenset[str] | set[str] = frozenset()) -> Row:
    return {
        "type": "object",
        "properties": {one.name: _value_schema(one) for one in columns},
        "required": [one.name for one in columns if one.name not in optional],
    }


def _value_schema(column: Column) -> Row:
    schema: Row
    match column.kind:
        case Kind.STRUCTS:
            schema = {"type": "array", "items": _object_schema(column.fields)}
        case Kind.TEXTS:
            schema = {"type": "array", "items": {"type": "string"}}
        case Kind.TEXT | Kind.COUNT | Kind.NUMBER | Kind.TRUTH:
            name = {Kind.TEXT: "string", Kind.COUNT: "integer", Kind.NUMBER: "number", Kind.TRUTH: "boolean"}
            plain = name[column.kind]
            schema = {"type": [plain, "null"] if column.nullable else plain}
    if column.among:
        schema["enum"] = list(column.among)
    return {"description": column.meaning, **schema}
