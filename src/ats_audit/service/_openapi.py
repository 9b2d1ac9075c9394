"""What the OpenAPI document says of each route, examples included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.responses import Response

from ats_audit.service._intake import RAW_TYPES
from ats_audit.service._negotiate import MEDIA_TYPES, WORD_FORMS, WORD_TYPE, list_forms
from ats_audit.service._problems import MEDIA_TYPE, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

SECURITY: Final = (
    Security(HTTPBearer(auto_error=False, scheme_name="bearer")),
    Security(APIKeyHeader(name="X-API-Key", auto_error=False, scheme_name="header")),
)

_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; what a program decides by."},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "What can be done about it."},
        "request_id": {"type": "string"},
    },
}
_BINARY: Final = {"type": "string", "format": "binary", "minLength": 1}
_SLOW_BODY: Final = 408
_EVERYWHERE: Final = (400, 421, 431, 500)
_GUARDED: Final = (401, 403, 429)
_UPLOADED: Final = (_SLOW_BODY, 413, 415, 422, 503, 504)
_RETRIED: Final = frozenset({429, 503})


def _problem(status: int) -> dict[str, Any]:
    codes = [code for code, (of, _) in TITLES.items() if of == status]
    example = {
        "type": f"urn:ats-audit:problem:{codes[0]}",
        "title": TITLES[codes[0]][1],
        "status": status,
        "code": codes[0],
        "request_id": "5f0c7a0d9b1e4c33",
    }
    answer: dict[str, Any] = {
        "description": f"Codes: {', '.join(codes)}.",
        "content": {MEDIA_TYPE: {"schema": _PROBLEM, "example": example}},
    }
    if status in _RETRIED:
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return answer


def _describe(
    summary: str, *, tag: str, answers: dict[str, Any], problems: tuple[int, ...], extra: dict[str, Any] | None = None
) -> dict[str, Any]:
    responses: dict[int | str, Any] = {status: _problem(status) for status in sorted({*_EVERYWHERE, *problems})}
    responses[200] = {"description": "Done.", "content": answers}
    if _SLOW_BODY in problems:
        responses[304] = {"description": "If-None-Match names the ETag of what would be answered."}
        responses[200]["headers"] = {
            "ETag": {"description": "Same file, wish and versions.", "schema": {"type": "string"}}
        }
    return {
        "summary": summary,
        "tags": [tag],
        "responses": responses,
        "response_class": Response,
        "openapi_extra": extra or {},
    }


def _bodies(*, raw: bool, fields: dict[str, Any]) -> dict[str, Any]:
    file = "file" if raw else "files"
    kind: dict[str, Any] = _BINARY if raw else {"type": "array", "items": _BINARY, "minItems": 1, "maxItems": 50}
    form = {"type": "object", "required": [file], "properties": {file: kind} | fields}
    encoding = {file: {"contentType": ", ".join(RAW_TYPES)}}
    content: dict[str, Any] = {"multipart/form-data": {"schema": form, "encoding": encoding}}
    if raw:
        content |= {one: {"schema": _BINARY} for one in RAW_TYPES}
        content["text/plain"]["example"] = "Jane Example\nSkills\nREDCap, Medidata Rave, ICH-GCP E6(R3)\n"
    return {"requestBody": {"required": True, "content": content}}


_JOB: Final = {
    "type": "string",
    "maxLength": 100_000,
    "description": "A job advert: as text, or as a file of the kinds that are read.",
}


def _role(roles: Sequence[str]) -> dict[str, Any]:
    """One of those that there are: the lexicon's, and its overlay's."""
    told: dict[str, Any] = {"type": "string", "enum": [*roles]}
    return told | {"example": "cra" if "cra" in roles else roles[0]} if roles else told


def _query(**schemas: dict[str, Any]) -> dict[str, Any]:
    words = {
        "role": "Id of a role; see /v1/roles. Needed where no job advert is sent.",
        "format": "Form of the answer; goes before Accept.",
    }
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": words[name], "schema": schema}
            for name, schema in schemas.items()
        ]
    }


def _format(*, of_report: bool) -> dict[str, Any]:
    forms = [form.value for form in list_forms(of_report=of_report)]
    return {"type": "string", "enum": [*forms, *(WORD_FORMS if of_report else ())]}


def _reports(*, of_report: bool, schema: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for form in list_forms(of_report=of_report):
        media_type = MEDIA_TYPES[form.value]
        answers[media_type] = {"schema": {"type": "object" if media_type.endswith("+json") else "string"}}
    if of_report:
        answers[WORD_TYPE] = {"schema": _BINARY}
    answers["application/json"] = {
        "schema": {"type": "object", "description": f"Its schema: /v1/schemas/{schema}/1.json"}
    }
    return answers


def _plain(example: Any) -> dict[str, Any]:
    return {"application/json": {"schema": {"type": "object"}, "example": example}}


_AUDITED: Final = (*_GUARDED, *_UPLOADED, 406)
_ROLE_EXAMPLE: Final = {
    "id": "cra",
    "title": "Clinical research associate",
    "titles": ["CRA"],
    "domain": "clinical-research",
}
_VERSIONS: Final = {
    "version": "0.1.0",
    "schema_version": "1.0",
    "lexicon_version": "1.0",
    "lexicon_sha256": "9f86d0818…",
}


def describe_audits(roles: Sequence[str]) -> dict[str, Any]:
    """What is said of /v1/audits, where there are these *roles*."""
    return _describe(
        "Audit one résumé for a role, a job advert, or both",
        tag="audits",
        answers=_reports(of_report=True, schema="report"),
        problems=_AUDITED,
        extra=_query(role=_role(roles), format=_format(of_report=True))
        | _bodies(raw=True, fields={"role": _role(roles), "job": _JOB}),
    )


def describe_batches(roles: Sequence[str]) -> dict[str, Any]:
    """What is said of /v1/audits:batch, where there are these *roles*."""
    return _describe(
        "Audit up to 50 résumés, each answered for itself",
        tag="audits",
        answers=_plain(
            {"schema_version": "1.0", "items": [{"index": 0, "name": "resume.pdf", "status": 200, "report": {}}]}
        ),
        problems=(*_GUARDED, *_UPLOADED),
        extra=_query(role=_role(roles)) | _bodies(raw=False, fields={"role": _role(roles), "job": _JOB}),
    )


SCANS: Final = _describe(
    "Find every competency in one résumé",
    tag="audits",
    answers=_reports(of_report=False, schema="scan"),
    problems=_AUDITED,
    extra=_query(format=_format(of_report=False)) | _bodies(raw=True, fields={}),
)
RANKINGS: Final = _describe(
    "Order all roles by how well one résumé shows them",
    tag="audits",
    answers=_reports(of_report=False, schema="rank"),
    problems=_AUDITED,
    extra=_query(format=_format(of_report=False)) | _bodies(raw=True, fields={}),
)
ROLES: Final = _describe("All roles", tag="catalogue", answers=_plain({"roles": [_ROLE_EXAMPLE]}), problems=_GUARDED)
ROLE: Final = _describe(
    "One role, and what it asks for", tag="catalogue", answers=_plain(_ROLE_EXAMPLE), problems=(*_GUARDED, 404)
)
SCHEMA: Final = _describe(
    "The JSON Schema of a report, a scan or a ranking",
    tag="catalogue",
    answers={"application/schema+json": {"schema": {"type": "object"}}},
    problems=_GUARDED,
)
LIVE: Final = _describe("Whether the process answers", tag="operation", answers=_plain({"status": "ok"}), problems=())
READY: Final = _describe(
    "Whether documents are taken", tag="operation", answers=_plain({"status": "ready"}), problems=(503,)
)
VERSION: Final = _describe("What runs", tag="operation", answers=_plain(_VERSIONS), problems=_GUARDED)
METRICS: Final = _describe(
    "Counters for Prometheus",
    tag="operation",
    answers={"text/plain": {"schema": {"type": "string"}}},
    problems=_GUARDED,
)
