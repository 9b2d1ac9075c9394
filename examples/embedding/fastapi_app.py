"""Audits inside a FastAPI application of your own: its routes, and the service's beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request

from ats_audit import AtsAuditError, Auditor
from ats_audit.service import Service, ServiceSettings, make_router

auditor = Auditor(isolation="process", slots=2)  # starts nothing before the first résumé


@asynccontextmanager
async def live(_: FastAPI) -> AsyncIterator[None]:
    """End the children with the application."""
    yield
    auditor.close()


app = FastAPI(lifespan=live)
app.include_router(make_router(Service(ServiceSettings(slots=2))), prefix="/resumes")


@app.post("/applications/{number}/resume")
async def take_resume(number: int, request: Request) -> dict[str, object]:
    """Audit what an applicant uploads; the event loop goes on meanwhile."""
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > 10_000_000:  # noqa: PLR2004 # refuse while it arrives
            raise HTTPException(413)
    try:
        report = await auditor.aaudit(content, role="cra")
    except AtsAuditError as refusal:
        raise HTTPException(422, {"code": refusal.code, "hint": refusal.hint}) from refusal
    return {"application": number, "score": report.score.full, "sha256": report.document.sha256}
