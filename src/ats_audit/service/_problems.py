"""Failures as `application/problem+json` (RFC 9457): our own codes and words, never those of an exception."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from ats_audit.errors import (
    AtsAuditError,
    DocumentError,
    ExtractionCrashError,
    ExtractionTimeoutError,
    UnsupportedFormatError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[Mapping[str, tuple[int, str]]] = {
    "bad-request": (400, "The request does not make sense"),
    "unknown-role": (400, "There is no such role"),
    "unknown-format": (400, "There is no such format"),
    "missing-role": (400, "Neither a role nor a job advert was named"),
    "missing-file": (400, "There is no file in the request"),
    "key-in-url": (400, "A key stands in the address"),
    "bad-multipart": (400, "The form cannot be read"),
    "key-missing": (401, "A key is needed"),
    "key-wrong": (401, "The key is not known"),
    "cross-site": (403, "Another site sent this request"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "This cannot be done here"),
    "not-acceptable": (406, "The report cannot be written in any of the forms asked for"),
    "slow-body": (408, "The request took too long to arrive"),
    "too-large": (413, "The request is too large"),
    "unsupported-format": (415, "This kind of file is not read"),
    "wrong-host": (421, "The service is not known by this name"),
    "queue-full": (429, "The service is busy"),
    "rate-limited": (429, "This key has sent too much"),
    "header-too-large": (431, "The headers are too large"),
    "internal": (500, "The service failed"),
    "crash": (503, "The reader of the file died"),
    "draining": (503, "The service is stopping"),
    "timeout": (504, "The file took too long"),
    "document": (422, "The document is refused"),
}
"""Status and title of each code; any other failure of a document is the last."""

_STATUS_CODES: Final[Mapping[int, str]] = {404: "not-found", 405: "method-not-allowed", 406: "not-acceptable"}


_LIST_OF_ROLES: Final = ("See: ats-audit roles", "See /v1/roles.")
"""The command that a hint names, and what a client of the service has in its place."""


class Problem(Exception):  # noqa: N818 # the word of RFC 9457
    """A request that is not answered as wished; the service's own words only."""

    def __init__(
        self, code: str, detail: str = "", *, hint: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.hint = hint
        self.headers = dict(headers or {})
        self.status, self.title = TITLES.get(code, TITLES["document"])

    def describe(self, request_id: str | None) -> dict[str, str | int]:
        """The body, as a plain object."""
        body: dict[str, str | int] = {
            "type": f"urn:ats-audit:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
        }
        said = {"detail": self.detail, "hint": self.hint, "request_id": request_id}
        return body | {name: value for name, value in said.items() if value}


def to_problem(error: AtsAuditError) -> Problem:
    """What an error of the floors below is to a client.

    A document at fault is refused with 4xx: with 5xx it would be sent again, and again.
    """
    if isinstance(error, ExtractionCrashError):
        return Problem("crash", _sentence(error.message), hint=error.hint, headers={"Retry-After": "1"})
    if isinstance(error, ExtractionTimeoutError):
        return Problem("timeout", _sentence(error.message), hint=error.hint)
    if isinstance(error, UnsupportedFormatError):
        return Problem("unsupported-format", _sentence(error.message), hint=error.hint)
    if isinstance(error, DocumentError):
        return Problem(error.code, _sentence(error.message), hint=error.hint)
    if error.code in TITLES:
        return Problem(error.code, hint=error.hint.replace(*_LIST_OF_ROLES))
    return Problem("bad-request", _sentence(error.message), hint=error.hint)


def from_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """What the framework refuses."""
    return Problem(_STATUS_CODES.get(status, "bad-request"), headers=headers)


def respond(problem: Problem, scope: Scope) -> Response:
    """The problem as a response to the request of *scope*, which learns its code for the log."""
    state = scope.setdefault("state", {})
    state["code"] = problem.code
    body = json.dumps(problem.describe(state.get("request_id")), ensure_ascii=False).encode()
    headers = {"Cache-Control": "no-store"} | problem.headers
    if problem.status == TITLES["key-missing"][0]:
        headers["WWW-Authenticate"] = 'Bearer realm="ats-audit"'
    return Response(body, status_code=problem.status, headers=headers, media_type=MEDIA_TYPE)


def _sentence(message: str) -> str:
    message = message.strip()
    if not message:
        return ""
    return message[0].upper() + message[1:] + ("" if message.endswith((".", "!", "?")) else ".")
