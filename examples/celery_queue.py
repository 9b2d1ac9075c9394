"""A Celery task for résumés that come one by one.

    celery --app examples.celery_queue worker --concurrency 2

A prefork worker may have no children by `multiprocessing`; ours are plain processes, so each worker has one that reads
files and can be killed. A file that cannot be read is a result, not an exception: nothing is tried again in vain.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from celery import Celery

from ats_audit import AtsAuditError, Auditor, render

app = Celery("resumes", broker=os.environ.get("BROKER", "redis://localhost"), backend=os.environ.get("BACKEND"))
app.conf.update(
    task_acks_late=True,  # a worker that is killed loses no résumé
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
)


@cache
def open_auditor() -> Auditor:
    """The auditor of this process, made with its first résumé: after the fork."""
    return Auditor(isolation="process")


@app.task(name="audit")
def audit(path: str, role: str) -> dict[str, Any]:
    """The report as JSON, or why there is none."""
    try:
        report = open_auditor().audit(path, role=role)
    except AtsAuditError as error:
        return {"error": error.code, "message": error.message, "hint": error.hint}
    whole: dict[str, Any] = json.loads(render(report, format="json"))
    return whole
