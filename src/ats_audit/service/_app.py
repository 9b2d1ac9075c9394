"""The whole service as an ASGI application."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ats_audit.service._guard import Guard
from ats_audit.service._page import make_pages
from ats_audit.service._problems import Problem, from_status, respond
from ats_audit.service._routes import make_router
from ats_audit.service._service import Service
from ats_audit.service._settings import ServiceSettings
from ats_audit.version import __version__

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ats_audit.service._logs import Log

_DESCRIPTION = """What a résumé shows, and does not show, of a healthcare-tech role: from evidence alone.

Nothing is stored. A document that cannot be read is refused with 4xx, a problem (RFC 9457) with a stable `code`.
"""


def create_app(settings: ServiceSettings | None = None, *, log: Log | None = None) -> FastAPI:
    """The JSON interface and, unless *settings* say otherwise, the web page; to be served, or mounted in another app.

    A mounted application gets no lifespan events of its own: its children start with the first document then.
    """
    service = Service(settings or ServiceSettings(), log=log)
    app = FastAPI(
        title="ats-audit",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,  # both load their scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = service
    app.include_router(make_router(service))
    if service.settings.page:
        app.include_router(make_pages(service))
    app.add_exception_handler(HTTPException, _answer_refusal)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_middleware(Guard, settings=service.settings, metrics=service.metrics, log=service.log)
    return app


async def _answer_refusal(request: Request, error: Exception) -> Response:
    refused = cast("HTTPException", error)
    return respond(from_status(refused.status_code, refused.headers), request.scope)


async def _answer_invalid(request: Request, error: Exception) -> Response:
    """Name what is wrong by its place alone: the value is the client's."""
    invalid = cast("RequestValidationError", error)
    places = sorted({".".join(str(part) for part in one["loc"][:2]) for one in invalid.errors()})
    return respond(Problem("bad-request", f"Not valid: {', '.join(places)}."), request.scope)
