"""The web page: a form that works without script, and what it answers."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from ats_audit.errors import AtsAuditError
from ats_audit.report import Format, html_tokens
from ats_audit.service._audits import Wish
from ats_audit.service._negotiate import SUFFIXES, WORD_FORMS, list_forms
from ats_audit.service._problems import Problem, to_problem
from ats_audit.service._routes import respond_report

if TYPE_CHECKING:
    from jinja2 import Environment

    from ats_audit.service._intake import Form
    from ats_audit.service._service import Service

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_LABELS: Final = {
    "html": "A report on a page",
    "docx": "My Word file, with the section in it",
    "docx-review": "My Word file, with remarks",
    "markdown": "Markdown",
    "text": "Plain text",
    "json": "JSON, for programs",
}
"""The forms that the page offers, first the one it starts with."""
_DOWNLOADS: Final = ("html", "docx", "docx-review", "markdown", "text", "json")
_SHORT: Final = {
    "html": "HTML",
    "json": "JSON",
    "text": "Text",
    "docx": "Word with section",
    "docx-review": "Word with remarks",
}
_TYPES: Final = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_GAPS: Final = 4
_FORM_FIELDS: Final = ("role", "job", "format")


def make_pages(service: Service) -> APIRouter:
    """The page of *service* and what belongs to it."""
    router = APIRouter(include_in_schema=False)
    pages = _Pages(service)
    router.get("/")(pages.show_form)
    router.post("/report")(pages.answer_form)
    router.get("/report")(pages.show_form)
    for name in _TYPES:
        router.get(f"/assets/{name}")(_serve_asset(name))
    return router


class _Pages:
    """What each address of the page does."""

    def __init__(self, service: Service) -> None:
        self._service = service
        roles = sorted(service.audits.lexicon.roles, key=lambda role: (role.domain, role.title))
        self._domains = [
            (domain.replace("-", " ").capitalize(), list(listed))
            for domain, listed in groupby(roles, key=lambda role: role.domain)
        ]

    async def show_form(self, request: Request) -> Response:
        return self._form(request, {})

    async def answer_form(self, request: Request) -> Response:
        fields: dict[str, str] = {}
        try:
            return await self._answer(request, fields)
        except Problem as problem:
            return self._form(request, fields, problem)
        except AtsAuditError as error:
            return self._form(request, fields, to_problem(error))

    async def _answer(self, request: Request, fields: dict[str, str]) -> Response:
        service = self._service
        service.audits.check_room()

        def keep(name: str, value: str) -> None:
            # A wrong key ends the upload before the file, which stands behind it in the form.
            if name == "key" and service.settings.keys:
                service.admit_key(request, value)
            elif name in _FORM_FIELDS:
                fields[name] = value

        with await service.intake.read(request, check_field=keep) as form:
            if form.job is not None:
                fields["job"] = form.job.content.decode(errors="replace")
            if service.settings.keys and not hasattr(request.state, "key"):
                raise Problem("key-missing")
            if not form.files:
                raise Problem("missing-file", hint="Choose your résumé, and send it again.")
            service.charge(getattr(request.state, "key", None))
            request.state.bytes_in = len(form.files[0].content)
            wish = self._wish(form)
            if wish.task == "rank" and fields.get("format", "html") == "html":
                answer = await service.audits.answer(form.files[0], wish)
                return self._ranking(request, form.files[0].name, json.loads(answer.content))
            answer = await service.audits.answer(form.files[0], wish)
        headers = {}
        if wish.form is not Format.HTML:
            written = wish.word or wish.form.value
            saved = f"roles.{SUFFIXES[written]}" if wish.task == "rank" else _ending(written)
            headers["Content-Disposition"] = f'attachment; filename="{saved}"'
        return respond_report(answer, wish, headers)

    def _wish(self, form: Form) -> Wish:
        role = form.fields.get("role")
        known = self._service.audits.lexicon.role(role).id if role else None
        wanted = form.fields.get("format", "html")
        if known is None and form.job is None:
            # Of a ranking there is no page, text and JSON apart: the page is made of its JSON.
            return Wish(task="rank", form=Format.TEXT if wanted == "text" else Format.JSON)
        if wanted not in _offered():
            raise Problem("unknown-format")
        if wanted in WORD_FORMS:
            return Wish(task="audit", form=Format.JSON, role=known, job=form.job, word=wanted)
        return Wish(task="audit", form=Format(wanted), role=known, job=form.job)

    def _form(self, request: Request, fields: dict[str, str], problem: Problem | None = None) -> Response:
        settings = self._service.settings
        page = (
            _templates()
            .get_template("index.html")
            .render(
                base=request.scope.get("root_path", ""),
                problem=problem,
                needs_key=bool(settings.keys),
                max_bytes=settings.limits.bytes,
                max_size=f"{settings.limits.bytes / 1_000_000:g} MB",
                max_advert=settings.advert_characters,
                domains=self._domains,
                chosen_role=fields.get("role", ""),
                chosen_form=fields.get("format", "html"),
                job=fields.get("job", ""),
                forms=[(form, _LABELS[form]) for form in _offered()],
                downloads=[(form, _SHORT.get(form, _LABELS[form])) for form in _DOWNLOADS if form in _offered()],
                endings={form: _ending(form) for form in _DOWNLOADS},
            )
        )
        if problem is not None:
            request.state.code = problem.code
        return _page(page, problem.status if problem else 200, problem.headers if problem else {})

    def _ranking(self, request: Request, name: str, ranking: dict[str, Any]) -> Response:
        roles = [
            {
                "id": role["id"],
                "title": role["title"],
                "points": f"{role['score']['full']:.0f}",
                "shown": len(role["shown"]),
                "gaps": [gap["name"] for gap in role["gaps"][:_GAPS]],
            }
            for role in ranking["roles"]
        ]
        template = _templates().get_template("ranking.html")
        return _page(template.render(base=request.scope.get("root_path", ""), name=name, roles=roles), 200, {})


def _ending(form: str) -> str:
    """How the name ends under which a form is saved; the two Word files must not take each other's place."""
    stem = {"docx": "with section", "docx-review": "with remarks"}.get(form, "report")
    return f"{stem}.{SUFFIXES[form]}"


def _offered() -> list[str]:
    known = {form.value for form in list_forms(of_report=True)} | set(WORD_FORMS)
    return [form for form in _LABELS if form in known]


def _page(content: str, status: int, headers: dict[str, str]) -> Response:
    own = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"} | headers
    return Response(content.encode(), status_code=status, headers=own, media_type="text/html; charset=utf-8")


def _serve_asset(name: str) -> Any:
    content = _load(name).encode()
    if name == "page.css":
        content = html_tokens().encode() + content

    async def serve_asset() -> Response:
        return Response(
            content, headers={"Content-Type": f"{_TYPES[name]}; charset=utf-8", "Cache-Control": "no-cache"}
        )

    return serve_asset


def _load(name: str) -> str:
    return (files("ats_audit.service") / "page" / name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    """The templates, compiled once a process; they escape whatever they are given."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_load))
