"""Word files that the command writes, opened by a word processor."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ats_audit.extract import extract_document

SAMPLES = Path(__file__).parents[2] / "samples"
ROLES = {
    "coding-qa-header-contact": "coding-qa-analyst",
    "cra-strong": "cra",
    "generic-tech-savvy": "healthcare-operations-lead",
    "medical-coder-textboxes": "medical-coder",
    "trial-coordinator-table": "trial-coordinator",
}
OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what LibreOffice prints of each file that the command writes."""
    folder = tmp_path_factory.mktemp("word")
    written = []
    for name, role in ROLES.items():
        for form, suffix in (("docx", "section"), ("docx-review", "review")):
            target = folder / f"{name}.{suffix}.docx"
            before = (SAMPLES / f"{name}.docx").read_bytes()
            command = [sys.executable, "-m", "ats_audit", str(SAMPLES / f"{name}.docx"), "--role", role]
            subprocess.run([*command, "--format", form, "-o", str(target)], check=True, capture_output=True)
            assert (SAMPLES / f"{name}.docx").read_bytes() == before
            written.append(str(target))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *written]
    subprocess.run(convert, check=True, capture_output=True, timeout=240)
    return folder


@pytest.mark.parametrize("name", sorted(ROLES))
def test_the_section_stands_on_the_page_between_what_stood_there(printed: Path, name: str) -> None:
    source = extract_document(SAMPLES / f"{name}.docx")
    text = extract_document(printed / f"{name}.section.pdf").text
    assert "technical core competencies" in text.casefold()
    folded = "".join(text.split())
    missing = [word for word in set(source.text.replace("•", "").split()) if word not in folded]
    assert missing == []


@pytest.mark.parametrize("name", sorted(ROLES))
def test_a_copy_with_comments_says_what_the_resume_says(printed: Path, name: str) -> None:
    original = extract_document(SAMPLES / f"{name}.docx").text
    assert extract_document(printed / f"{name}.review.docx").text == original
    assert (printed / f"{name}.review.pdf").stat().st_size > 5_000
