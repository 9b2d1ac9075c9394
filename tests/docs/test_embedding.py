"""The recipes for embedding: the page shows the files, and the files work."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "examples" / "embedding"
SAMPLES = ROOT / "samples"


def test_the_page_shows_the_recipes_as_they_are() -> None:
    page = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```py\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names = ("fastapi_app.py", "django_app.py", "celery_app.py")
    assert shown == [(RECIPES / name).read_text(encoding="utf-8") for name in names]


@pytest.mark.slow
def test_the_fastapi_recipe_audits_by_both_of_its_ways() -> None:
    from starlette.testclient import TestClient

    names = runpy.run_path(str(RECIPES / "fastapi_app.py"))
    content = (SAMPLES / "cra-strong.pdf").read_bytes()
    with TestClient(names["app"]) as client:
        mine = client.post("/applications/7/resume", content=content)
        theirs = client.post("/resumes/v1/audits?role=cra", files={"file": ("cv.pdf", content)})
        assert mine.json()["score"] == pytest.approx(theirs.json()["score"]["full"], abs=0.01)
        assert client.post("/applications/7/resume", content=b"%PDF-").json()["detail"]["code"] == "corrupt-document"
        assert client.post("/applications/7/resume", content=bytes(10_000_001)).status_code == 413


@pytest.mark.slow
def test_the_django_recipe_audits_an_upload() -> None:
    pytest.importorskip("django", reason="needs Django: pip install -e '.[dev]'")
    program = f"""
import json, runpy, sys
from django.core.files.uploadedfile import SimpleUploadedFile
names = runpy.run_path({str(RECIPES / "django_app.py")!r})
import types
module = types.ModuleType(names["__name__"]); module.urlpatterns = names["urlpatterns"]
sys.modules[names["__name__"]] = module
from django.test import Client
client = Client()
content = open({str(SAMPLES / "cra-strong.pdf")!r}, "rb").read()
good = client.post("/audits", {{"file": SimpleUploadedFile("cv.pdf", content), "role": "cra"}})
bad = client.post("/audits", {{"file": SimpleUploadedFile("cv.pdf", b"%PDF-")}})
print(json.dumps([good.status_code, good.json()["document"]["name"], bad.status_code, bad.json()["code"],
                  client.post("/audits").status_code, client.get("/audits").status_code]))
names["auditor"].close()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == '[200, "cv.pdf", 422, "corrupt-document", 400, 405]'


@pytest.fixture
def celery_worker(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A prefork worker of the recipe, with a queue made of files; yields its environment."""
    pytest.importorskip("celery", reason="needs Celery: pip install -e '.[dev]'")
    for name in ("queue", "results"):
        (tmp_path / name).mkdir()
    environment = os.environ | {
        "BROKER": "filesystem://",
        "BACKEND": (tmp_path / "results").as_uri(),
        "QUEUE": str(tmp_path / "queue"),
        "PYTHONPATH": str(RECIPES),
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "celery_app",
        "worker",
        "-P",
        "prefork",
        "-c",
        "2",
        "-l",
        "WARNING",
    ]
    with subprocess.Popen(
        [*command, "-l", "WARNING", "--without-gossip", "--without-mingle"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as worker:
        yield environment
        worker.terminate()
        worker.wait(60)


@pytest.mark.slow
def test_the_celery_recipe_audits_under_prefork(celery_worker: dict[str, Any], tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\nnothing")
    program = f"""
import celery_app
good = [celery_app.audit_resume.delay({str(SAMPLES / "cra-strong.pdf")!r}, "cra") for _ in range(4)]
bad = celery_app.audit_resume.delay({str(bad)!r}, "cra")
found = [one.get(timeout=90, interval=0.1) for one in good]
assert all(one == found[0] and one["status"] == "ok" for one in found), found
assert bad.get(timeout=90, interval=0.1) == {{"status": "refused", "code": "corrupt-document"}}
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=celery_worker,
        cwd=tmp_path,  # the queue's own notes go where it is used
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
