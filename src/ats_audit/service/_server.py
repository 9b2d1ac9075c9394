"""Runs the service with uvicorn: bounded headers, slow clients cut off, requests in work finished before it ends."""

from __future__ import annotations

import ipaddress
import json
import logging
import signal
import socket
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ats_audit.service._app import create_app
from ats_audit.service._audits import DRAIN_SECONDS
from ats_audit.service._logs import LibraryHandler, Log
from ats_audit.service._problems import MEDIA_TYPE, TITLES, Problem
from ats_audit.service._settings import LOOPBACK

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from ats_audit.service._settings import ServiceSettings

HEADER_BYTES: Final = 32_768
"""Request line and headers together, for the parser; the service itself allows less and says so."""
HEADER_SECONDS: Final = 10.0
"""A connection is closed where the headers of a request take longer, from its first byte on."""
STALL_SECONDS: Final = 20.0
"""A connection is closed where a client takes nothing of its answer for so long."""
UNSENT_BYTES: Final = 32_768
"""Of an answer the system takes so much at a time."""
CONNECTIONS: Final = 500


class OpenServerError(ValueError):
    """A service that strangers can reach needs keys."""


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for ever neither for a client's headers nor for it to take its answer."""

    _clocks: dict[Callable[..., None], asyncio.TimerHandle]
    """What will be called unless it is stopped before."""

    def connection_made(self, transport: Any) -> None:
        """Begin to count."""
        self._clocks = {}
        super().connection_made(transport)
        # Every byte that waits for the client counts, not only those beyond a buffer.
        transport.set_write_buffer_limits(high=0)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            # Else the system takes megabytes ahead, and a slow client seems to take nothing for long.
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        self._start(HEADER_SECONDS, self._hang_up)

    def data_received(self, data: bytes) -> None:
        """Take what came; whatever is no whole request yet has to become one soon."""
        super().data_received(data)
        if not self._awaits_headers():
            self._stop(self._hang_up)
        elif self._hang_up not in self._clocks:
            self._start(HEADER_SECONDS, self._hang_up)

    def _awaits_headers(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _hang_up(self) -> None:
        # A request that is being answered has its own clock.
        if self._awaits_headers():
            self.transport.close()

    def pause_writing(self) -> None:
        """Bytes are waiting for the client."""
        super().pause_writing()
        self._start(STALL_SECONDS, self._check_taking, self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """It has taken all of them."""
        super().resume_writing()
        self._stop(self._check_taking)

    def _check_taking(self, before: int) -> None:
        waiting = self.transport.get_write_buffer_size()
        if waiting < before:
            self._start(STALL_SECONDS, self._check_taking, waiting)
        else:
            # Closing would wait for what the client does not take.
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        for clock in self._clocks.values():
            clock.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 # ours has its own words
        """Refuse what is no HTTP in the form of all other refusals, and hang up."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            too_large = TITLES["header-too-large"][0]
            is_too_large = getattr(sys.exception(), "error_status_hint", 0) == too_large
            problem = Problem("header-too-large") if is_too_large else Problem("bad-request", "It is no valid HTTP.")
            body = json.dumps(problem.describe(None)).encode()
            headers = {
                "Content-Type": MEDIA_TYPE,
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
                "Connection": "close",
            }
            answer = h11.Response(status_code=problem.status, headers=list(headers.items()))
            for event in (answer, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _start(self, seconds: float, call: Callable[..., None], *arguments: Any) -> None:
        self._stop(call)
        self._clocks[call] = self.loop.call_later(seconds, call, *arguments)

    def _stop(self, call: Callable[..., None]) -> None:
        clock = self._clocks.pop(call, None)
        if clock is not None:
            clock.cancel()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to *host*."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_exposure(host: str, settings: ServiceSettings) -> None:
    """Refuse to serve strangers without keys.

    Raises:
        OpenServerError: *host* can be reached from elsewhere, and *settings* have no keys.
    """
    if not is_loopback(host) and not settings.keys:
        raise OpenServerError("a service that other machines can reach needs keys")


def serve_until_stopped(settings: ServiceSettings, *, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; what is in work then is finished first, within `DRAIN_SECONDS`.

    Raises:
        OpenServerError: As `check_exposure`.
        OSError: The address cannot be had.
    """
    check_exposure(host, settings)
    if is_loopback(host) and not settings.hosts:
        # A page of another site could otherwise reach this machine under a name of its own (DNS rebinding).
        settings = replace(settings, hosts=LOOPBACK)
    log = Log()
    for library in ("uvicorn", "asyncio"):
        logger = logging.getLogger(library)
        logger.handlers = [LibraryHandler(log)]
        logger.propagate = False
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host.strip("[]"), port), family=family, backlog=128) as listening:
        address = listening.getsockname()
        config = uvicorn.Config(
            create_app(settings, log=log),
            http=ImpatientProtocol,
            ws="none",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=False,
            h11_max_incomplete_event_size=HEADER_BYTES,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=int(DRAIN_SECONDS),
        )
        server = uvicorn.Server(config)
        log.write("listening", host=address[0], port=address[1], keys=len(settings.keys))
        # uvicorn sends itself the signal again once it has ended well: that is no failure of the process.
        before = {name: signal.signal(name, lambda *_: None) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            server.run(sockets=[listening])
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)
        log.write("stopped")
