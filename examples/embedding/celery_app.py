"""A Celery task that audits a stored résumé: `celery -A celery_app worker`; under prefork too."""

import os
from pathlib import Path

from celery import Celery

from ats_audit import AtsAuditError, Auditor

app = Celery("resumes", broker=os.environ["BROKER"], backend=os.environ["BACKEND"])
app.conf.update(
    task_acks_late=True,  # a task whose worker is lost is given to another
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_transport_options={
        "data_folder_in": os.environ.get("QUEUE", "."),
        "data_folder_out": os.environ.get("QUEUE", "."),
    },
)

auditor = Auditor(isolation="process")  # made before the fork, used after it: each worker process starts its own child


@app.task
def audit_resume(stored: str, role: str) -> dict[str, object]:
    """A row for each résumé, also for one that cannot be read: raising would only have it tried again."""
    try:
        report = auditor.audit(Path(stored), role=role)
    except AtsAuditError as refusal:
        return {"status": "refused", "code": refusal.code}
    return {"status": "ok", "score": report.score.full, "sha256": report.document.sha256}
