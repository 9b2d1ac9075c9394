"""Many résumés one after another, with files read ahead."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from ats_audit import AuditFailure, Auditor, AuditReport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def ahead(auditor: Auditor) -> Iterator[Auditor]:
    """An auditor with two slots."""
    with Auditor(lexicon=auditor.lexicon, isolation="process", slots=2) as made:
        yield made


def texts(count: int) -> list[bytes]:
    return [f"Jane\nSkills\nREDCap, Medidata Rave {number}\n".encode() for number in range(count)]


def test_reading_ahead_changes_nothing(ahead: Auditor, auditor: Auditor) -> None:
    sources: list[Any] = [*texts(5), b"", b"%PDF-1.7\nbroken", auditor.read(texts(1)[0]), "missing.pdf", *texts(2)]
    one_by_one = list(auditor.audit_many(sources, role="cra"))
    assert list(ahead.audit_many(sources, role="cra")) == one_by_one
    assert [type(one) for one in one_by_one[5:9]] == [AuditFailure, AuditFailure, AuditReport, AuditFailure]


def test_no_more_is_read_ahead_than_there_are_slots(ahead: Auditor) -> None:
    taken: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(len(taken))
            yield texts(1)[0]

    reports = ahead.audit_many(endless(), role="cra")
    for _ in range(3):
        next(reports)
    assert len(taken) <= 3 + 2
    reports.close()  # type: ignore[attr-defined] # it is a generator


def test_a_file_object_may_be_closed_when_the_next_is_asked_for(ahead: Auditor, tmp_path: Path) -> None:
    def opened() -> Iterator[BinaryIO]:
        for content in texts(4):
            with io.BytesIO(content) as file:
                yield file

    assert all(isinstance(one, AuditReport) for one in ahead.audit_many(opened(), role="cra"))
