"""A Django view that audits an upload. One file, so that it runs as it stands: `python django_app.py runserver`."""

import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ats_audit import AtsAuditError, Auditor, render

settings.configure(
    SECRET_KEY="only for this example",  # noqa: S106 # yours has its own settings
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"],
    # Uploads stay in memory: Django would write those over 2.5 MB to a temporary file.
    FILE_UPLOAD_HANDLERS=["django.core.files.uploadhandler.MemoryFileUploadHandler"],
    FILE_UPLOAD_MAX_MEMORY_SIZE=10_000_000,
    DATA_UPLOAD_MAX_MEMORY_SIZE=11_000_000,
)

auditor = Auditor(isolation="process", slots=2)  # one for each worker process; its children start with the first résumé


@csrf_exempt  # an interface for programs; a page of yours keeps the check
@require_POST
def audit_upload(request: HttpRequest) -> HttpResponse:
    """The report as JSON, or why there is none."""
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"code": "missing-file"}, status=400)
    try:
        report = auditor.audit(upload.read(), role=request.POST.get("role", "cra"), name=upload.name)
    except AtsAuditError as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message, "hint": refusal.hint}, status=422)
    return HttpResponse(render(report, format="json"), content_type="application/json")


urlpatterns = [path("audits", audit_upload)]
application = get_wsgi_application()

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
