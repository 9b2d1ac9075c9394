"""What every request passes on its way in and out: ids, refusals that need no body, headers, a line of log."""

from __future__ import annotations

import re
import secrets
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders

from ats_audit.service._audits import Fault
from ats_audit.service._problems import Problem, respond

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ats_audit.service._logs import Log
    from ats_audit.service._metrics import Metrics
    from ats_audit.service._settings import ServiceSettings

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
_TRACEPARENT: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
_KEY_WORDS: Final = frozenset(
    {"key", "api_key", "apikey", "api-key", "x-api-key", "token", "access_token", "authorization"}
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_HEADER_BYTES: Final = 16_384
_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""On every answer that has not its own."""


class Guard:
    """ASGI middleware around the whole service."""

    def __init__(self, app: ASGIApp, *, settings: ServiceSettings, metrics: Metrics, log: Log) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its address or headers alone are reason to refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        try:
            self._check(scope, exchange.headers)
            await self._app(scope, receive, exchange.send)
        except Problem as problem:
            await respond(problem, scope)(scope, receive, exchange.send)
        except Exception as error:  # noqa: BLE001 # the last door: nothing of the error may reach client or log
            exchange.fault = str(error) if isinstance(error, Fault) else _describe(error)
            if not exchange.status:
                await respond(Problem("internal"), scope)(scope, receive, exchange.send)
        finally:
            self._tell(scope, exchange)

    def _check(self, scope: Scope, headers: Headers) -> None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _HEADER_BYTES:
            raise Problem("header-too-large", f"All together may have {_HEADER_BYTES:,} bytes.")
        query = scope["query_string"].decode("latin-1")
        if any(name.lower() in _KEY_WORDS for name, _ in parse_qsl(query, keep_blank_values=True)):
            raise Problem(
                "key-in-url",
                "Addresses end up in logs and histories.",
                hint="Make a new key, for this one is spent, and send it as Authorization: Bearer KEY.",
            )
        if "transfer-encoding" in headers and "content-length" in headers:
            # Whatever stands before this service may have read another length than it (request smuggling).
            raise Problem("bad-request", "It tells its length in two ways.", headers={"Connection": "close"})
        host = re.sub(r":\d*$", "", headers.get("host", ""))
        if self._settings.hosts and host.lower() not in self._settings.hosts:
            raise Problem("wrong-host", hint="Start the service with --host-name NAME for each name it has.")
        if scope["method"] == "POST" and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            raise Problem("cross-site", "Pages of other sites cannot use this service.")

    def _tell(self, scope: Scope, exchange: _Exchange) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        seconds = time.monotonic() - exchange.began
        method = scope["method"] if scope["method"] in _METHODS else "other"
        state: dict[str, Any] = scope["state"]
        self._metrics.count_request(route, method, exchange.status, seconds)
        self._log.write(
            "request",
            request_id=exchange.request_id,
            trace_id=exchange.trace_id,
            method=method,
            route=route,
            status=exchange.status,
            code=exchange.code,
            duration_ms=round(seconds * 1000, 1),
            bytes_in=state.get("bytes_in"),
            bytes_out=exchange.bytes_out,
            key=state.get("key"),
            document=state.get("document"),
            fault=exchange.fault,
        )


class _Exchange:
    """One request and what became of it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.began = time.monotonic()
        self.headers = Headers(scope=scope)
        given = self.headers.get("x-request-id", "")
        self.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        parent = _TRACEPARENT.fullmatch(self.headers.get("traceparent", ""))
        self.trace_id = parent["trace"] if parent else None
        self._parent = parent.string if parent else None
        self._send = send
        self.status = 0
        self.bytes_out = 0
        self.fault: str | None = None
        scope.setdefault("state", {})["request_id"] = self.request_id
        self._state: dict[str, Any] = scope["state"]

    @property
    def code(self) -> str | None:
        """The code of the problem that was answered, if one was."""
        return self._state.get("code")

    async def send(self, message: Message) -> None:
        """Pass an answer on, with the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            if self._parent:
                headers["traceparent"] = self._parent
            for name, value in _SECURITY.items():
                headers.setdefault(name, value)
        elif message["type"] == "http.response.body":
            self.bytes_out += len(message.get("body", b""))
        await self._send(message)


def _describe(error: Exception) -> str:
    """Kind and place of an error, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
    return f"{type(error).__name__} {place}".strip()
