"""The one entry: paths, bytes, open files, text."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from files import make_pdf, show
from reading import read

from ats_audit.errors import (
    EmptyDocumentError,
    ExtractionTimeoutError,
    LimitExceededError,
    UnreadableSourceError,
)
from ats_audit.extract import extract_document, extract_text
from ats_audit.extract._budget import Budget
from ats_audit.extract._extract import load_content
from ats_audit.model import FactKind, Limits, MediaType, SectionKind

if TYPE_CHECKING:
    from pathlib import Path

RESUME = "Jane Doe\n\nSkills\nREDCap\n"


def test_a_path_and_its_bytes_are_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "resume.txt"
    path.write_text(RESUME)
    assert extract_document(path) == extract_document(RESUME.encode()) == extract_text(RESUME)


def test_the_same_bytes_give_the_same_document() -> None:
    content = make_pdf(show("Jane Doe"))
    assert extract_document(content) == extract_document(content)


def test_the_built_in_headings_open_sections() -> None:
    sections = extract_text(RESUME).full.sections
    assert [section.kind for section in sections] == [SectionKind.CONTACT, SectionKind.SKILLS]


def test_text_with_a_lone_surrogate_is_still_text() -> None:
    document = extract_text("Jane \ud800 Doe")
    assert document.text == "Jane \ufffd Doe"
    assert document.media_type is MediaType.TEXT


def test_blank_text_is_an_empty_document() -> None:
    with pytest.raises(EmptyDocumentError):
        extract_text(" \n ")


def test_what_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pdf", tmp_path):
        with pytest.raises(UnreadableSourceError) as caught:
            extract_document(path)
        assert str(tmp_path) not in str(caught.value)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 101)
    for source in (path, b"x" * 101):
        with pytest.raises(LimitExceededError, match="100 bytes"):
            extract_document(source, limits=Limits(bytes=100))


def test_an_open_file_is_read_to_its_limit() -> None:
    assert load_content(io.BytesIO(b"abc"), limits=Limits()) == b"abc"


def test_a_budget_says_when_time_is_up() -> None:
    now = [0.0]
    budget = Budget(Limits(seconds=2), clock=lambda: now[0])
    budget.check_time()
    now[0] = 2.5
    with pytest.raises(ExtractionTimeoutError, match="2 seconds"):
        budget.check_time()


def test_importing_the_floor_loads_no_reader() -> None:
    code = (
        "import sys, ats_audit.extract; print([m for m in ('pdfminer', 'docx', 'lxml', 'spacy') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(("size", "count"), [(2_500_000, 0), (2_500_001, 1)])
def test_a_large_file_is_told_with_its_bytes(size: int, count: int) -> None:
    content = make_pdf(show("Hello"), objects={100: b"<</Padding(x)>>"})
    content = content.replace(b"(x)", b"(" + b"x" * (size - len(content) + 1) + b")")
    facts = [fact for fact in read(content).facts if fact.kind is FactKind.LARGE_FILE]
    assert len(content) == size
    assert [fact.count for fact in facts] == [size] * count
