"""The JSON interface, as a router that any FastAPI application can include."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from ats_audit.errors import AtsAuditError, UnknownRoleError
from ats_audit.report import SCHEMA_VERSION, Format, html_policy, load_schema
from ats_audit.service import _openapi as told
from ats_audit.service._audits import Answer, Fault, Wish
from ats_audit.service._catalogue import serialise_role, serialise_roles
from ats_audit.service._metrics import MEDIA_TYPE as METRICS_TYPE
from ats_audit.service._negotiate import WORD_FORMS, WORD_TYPE, choose_form, choose_word, content_type, list_forms
from ats_audit.service._problems import Problem, respond, to_problem
from ats_audit.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Mapping

    from ats_audit.model import RoleId
    from ats_audit.service._intake import Form, Upload
    from ats_audit.service._service import Service

_JSON = "application/json"


class SchemaName(StrEnum):
    """The contracts that have a schema."""

    REPORT = "report"
    SCAN = "scan"
    RANK = "rank"


IsPartial = Annotated[
    bool, Query(description="Of a file that meets a limit, take what was read until then; `skipped_checks` say so.")
]


class _Route(APIRoute):
    """Answers every failure with a problem, in whichever application it is mounted."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_problems(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as problem:
                return respond(problem, request.scope)
            except AtsAuditError as error:
                return respond(to_problem(error), request.scope)

        return handle_problems


def make_router(service: Service) -> APIRouter:
    """The routes of *service*, to be included in an application; its children live as long as that application."""
    router = APIRouter(route_class=_Route, lifespan=lambda _: _live(service))
    endpoints = _Endpoints(service)
    keyed = [Depends(endpoints.admit), *told.SECURITY] if service.settings.keys else []

    roles = sorted(role.id for role in service.audits.lexicon.roles)
    router.post("/v1/audits", dependencies=keyed, **told.describe_audits(roles))(endpoints.audit)
    router.post("/v1/audits:batch", dependencies=keyed, **told.describe_batches(roles))(endpoints.audit_batch)
    router.post("/v1/scans", dependencies=keyed, **told.SCANS)(endpoints.scan)
    router.post("/v1/rankings", dependencies=keyed, **told.RANKINGS)(endpoints.rank)
    router.get("/v1/roles", dependencies=keyed, **told.ROLES)(endpoints.list_roles)
    router.get("/v1/roles/{role}", dependencies=keyed, **told.ROLE)(endpoints.show_role)
    router.get("/v1/schemas/{name}/1.json", dependencies=keyed, **told.SCHEMA)(endpoints.show_schema)
    router.get("/livez", **told.LIVE)(endpoints.show_life)
    router.get("/readyz", **told.READY)(endpoints.show_readiness)
    router.get("/version", dependencies=keyed, **told.VERSION)(endpoints.show_version)
    router.get("/metrics", dependencies=keyed, **told.METRICS)(endpoints.show_metrics)
    return router


@asynccontextmanager
async def _live(service: Service) -> AsyncIterator[None]:
    async with service:
        yield


class _Endpoints:
    """What each route does."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._audits = service.audits

    async def admit(self, request: Request) -> None:
        self._service.admit(request)

    async def audit(self, request: Request, *, partial: IsPartial = False) -> Response:
        asked, accept = _asked(request, "format"), request.headers.get("accept", "")
        word = choose_word(asked, accept)
        form = Format.JSON if word else choose_form(asked, accept, list_forms(of_report=True), words=WORD_FORMS)
        role = self._known(_asked(request, "role"))
        return await self._one(request, Wish(task="audit", form=form, role=role, partial=partial, word=word))

    async def scan(self, request: Request, *, partial: IsPartial = False) -> Response:
        return await self._one(request, Wish(task="scan", form=_choose_plain(request), partial=partial))

    async def rank(self, request: Request, *, partial: IsPartial = False) -> Response:
        return await self._one(request, Wish(task="rank", form=_choose_plain(request), partial=partial))

    async def audit_batch(self, request: Request, *, partial: IsPartial = False) -> Response:
        self._audits.check_room()
        role = self._known(_asked(request, "role"))
        wish = Wish(task="audit", form=Format.JSON, role=role, partial=partial)
        most = self._service.settings.batch_items
        with await self._service.intake.read(request, files=most, check_field=self._check_field) as form:
            wish = self._complete(wish, form)
            if not form.files:
                raise Problem("missing-file", hint="Send each file as a part of the form named files.")
            self._remember(request, form.files)
            self._service.charge(getattr(request.state, "key", None), len(form.files))
            # As many at a time as there are slots: a batch takes its turns among the others.
            turns = asyncio.Semaphore(self._service.settings.slots)
            items = await asyncio.gather(
                *(self._item(number, upload, wish, turns) for number, upload in enumerate(form.files))
            )
        body = {"schema_version": SCHEMA_VERSION, "items": items}
        return _respond(
            json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n", _JSON, {"Cache-Control": "no-store"}
        )

    async def _item(self, number: int, upload: Upload, wish: Wish, turns: asyncio.Semaphore) -> dict[str, Any]:
        item: dict[str, Any] = {"index": number, "name": upload.name}
        async with turns:
            try:
                answer = await self._audits.answer(upload, wish, in_line=False)
            except Problem as problem:
                return item | {"status": problem.status, "problem": problem.describe(None)}
            except Fault as fault:
                self._service.log.write("fault", fault=str(fault))
                failure = Problem("internal")
                return item | {"status": failure.status, "problem": failure.describe(None)}
        return item | {"status": 200, "etag": answer.etag, "report": json.loads(answer.content)}

    async def _one(self, request: Request, wish: Wish) -> Response:
        self._audits.check_room()
        with await self._service.intake.read(request, check_field=self._check_field) as form:
            wish = self._complete(wish, form)
            if not form.files:
                raise Problem("missing-file", hint="Send it as the body, or as a part of the form named file.")
            upload = form.files[0]
            self._remember(request, form.files)
            self._service.charge(getattr(request.state, "key", None))
            etag = self._audits.tag(upload, wish)
            if _names(request.headers.get("if-none-match", ""), etag):
                return Response(status_code=304, headers={"ETag": etag} | _CACHING)
            answer = await self._audits.answer(upload, wish)
        return respond_report(answer, wish)

    def _complete(self, wish: Wish, form: Form) -> Wish:
        """Take up what the fields of *form* say."""
        if wish.task != "audit":
            return wish
        role = form.fields.get("role") or wish.role
        wish = replace(wish, role=self._known(role), job=form.job)
        if wish.role is None and wish.job is None:
            raise Problem("missing-role", hint="Name a role as ?role=ID, or send a job advert as the field job.")
        return wish

    def _known(self, role: str | None) -> RoleId | None:
        return None if role is None else self._audits.lexicon.role(role).id

    def _check_field(self, name: str, value: str) -> None:
        """A role that there is not is said before the file is awaited."""
        if name == "role" and value:
            self._known(value)

    @staticmethod
    def _remember(request: Request, files: list[Upload]) -> None:
        """For the log: how much came, and which file it was for whoever has it."""
        request.state.bytes_in = sum(len(upload.content) for upload in files)
        if len(files) == 1:
            request.state.document = hashlib.sha256(files[0].content).hexdigest()[:12]

    async def list_roles(self) -> Response:
        return _respond(serialise_roles(self._audits.lexicon), _JSON)

    async def show_role(self, role: Annotated[str, Path(max_length=100, examples=["cra"])]) -> Response:
        lexicon = self._audits.lexicon
        try:
            found = lexicon.role(role)
        except UnknownRoleError as error:
            raise Problem("not-found", hint=to_problem(error).hint) from error
        return _respond(serialise_role(found, lexicon), _JSON)

    async def show_schema(self, name: Annotated[SchemaName, Path(examples=["report"])]) -> Response:
        return _respond(load_schema(name.value).encode(), "application/schema+json")

    async def show_life(self) -> Response:
        return _respond(b'{"status":"ok"}\n', _JSON, {"Cache-Control": "no-store"})

    async def show_readiness(self) -> Response:
        if not self._audits.is_ready:
            raise Problem("draining", "It is starting or stopping.", headers={"Retry-After": "1"})
        return _respond(b'{"status":"ready"}\n', _JSON, {"Cache-Control": "no-store"})

    async def show_version(self) -> Response:
        lexicon = self._audits.lexicon
        body = {
            "version": __version__,
            "schema_version": SCHEMA_VERSION,
            "lexicon_version": lexicon.version,
            "lexicon_sha256": lexicon.sha256,
        }
        return _respond(json.dumps(body, indent=2).encode() + b"\n", _JSON)

    async def show_metrics(self) -> Response:
        return _respond(self._service.metrics.render(), METRICS_TYPE, {"Cache-Control": "no-store"})


def _asked(request: Request, name: str) -> str | None:
    """What the address says of *name*; None where it says nothing."""
    return request.query_params.get(name)


def _choose_plain(request: Request) -> Format:
    """The form of a scan or a ranking."""
    return choose_form(_asked(request, "format"), request.headers.get("accept", ""), list_forms(of_report=False))


def respond_report(answer: Answer, wish: Wish, headers: Mapping[str, str] | None = None) -> Response:
    """A report in its form, with what a browser may do with it."""
    own = {"ETag": answer.etag} | _CACHING | dict(headers or {})
    if wish.form is Format.HTML:
        own["Content-Security-Policy"] = f"{html_policy()}; frame-ancestors 'self'"
    return _respond(answer.content, WORD_TYPE if wish.word else content_type(wish.form), own)


_CACHING = {"Cache-Control": "private, no-cache", "Vary": "Accept"}
"""A client may keep a report, and has to ask whether it still holds."""


def _respond(content: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, headers={"Content-Type": media_type} | dict(headers or {}))


def _names(condition: str, etag: str) -> bool:
    """Whether an If-None-Match names *etag* (RFC 9110, section 13.1.2: compared weakly)."""
    tags = [tag.strip().removeprefix("W/") for tag in condition.split(",")]
    return "*" in tags or etag in tags
