"""The extraction cache: what it saves, and that nothing can be seen of it in the rows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ats_audit import Auditor
from ats_audit.batch import Job
from ats_audit.batch import _worker as worker
from ats_audit.batch.cache import ExtractionCache, LexiconEdit
from ats_audit.batch.columns import TIMINGS
from ats_audit.batch.items import Item
from ats_audit.batch.rows import stamp_of
from ats_audit.errors import BatchError, ExtractionCrashError
from ats_audit.lexicon import Lexicon, dump_lexicon, parse_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

RESUME = b"Jane Example\nSkills\nREDCap, Medidata Rave, ICH-GCP\n"


class Counting:
    """An auditor that counts what it is asked."""

    def __init__(self, auditor: Auditor) -> None:
        self._auditor = auditor
        self.reads = 0
        self.audits = 0

    def read(self, content: bytes) -> Any:
        self.reads += 1
        return self._auditor.read(content)

    def audit(self, *arguments: Any, **options: Any) -> Any:
        self.audits += 1
        return self._auditor.audit(*arguments, **options)

    def assess(self, *arguments: Any, **options: Any) -> Any:
        self.audits += 1
        return self._auditor.assess(*arguments, **options)

    def assess_balance(self, *arguments: Any, **options: Any) -> Any:
        self.audits += 1
        return self._auditor.assess_balance(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._auditor, name)


class Office:
    """Desks over one cache."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.auditor: Counting

    def row(self, auditor: Auditor, content: bytes = RESUME, **options: Any) -> dict[str, Any]:
        self.auditor = Counting(auditor)
        job = replace(Job.of(auditor.lexicon, role="cra"), cache=str(self.folder), **options)
        desk = worker.Desk(job, self.auditor)  # type: ignore[arg-type] # it does all that an auditor does
        row: dict[str, Any] = desk.answer(Item(doc_id="d", content=content))["row"]
        return row

    @property
    def work(self) -> tuple[int, int]:
        """Files read and documents audited by the last desk."""
        return self.auditor.reads, self.auditor.audits


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An empty cache."""
    return Office(tmp_path / "cache")


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in TIMINGS}


def edit(lexicon: Lexicon, change: Callable[[str], str]) -> Auditor:
    return Auditor(lexicon=parse_lexicon(change(dump_lexicon(lexicon))))


def test_a_file_that_is_known_is_neither_read_nor_audited(office: Office, auditor: Auditor) -> None:
    first = office.row(auditor)
    assert office.work == (1, 1)
    assert office.row(auditor) == first
    assert office.work == (0, 0)


def test_an_edit_that_does_not_touch_it_costs_neither(
    office: Office, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "CHECKED", 1 << 40)
    office.row(auditor)
    later = edit(auditor.lexicon, lambda text: text.replace('"Florence eBinders"', '"Florence Zyntrial eBinders"'))
    assert later.lexicon.sha256 != auditor.lexicon.sha256
    row = office.row(later)
    assert office.work == (0, 0)
    assert plain(row) == plain(Office(office.folder.with_name("other")).row(later))


@pytest.mark.parametrize(
    ("start", "old", "new", "work"),
    [
        ('["phlex-etmf",', ',[["', ',[["Zyntrial eTMF","any","alias",[]],["', (0, 0)),
        ('["cra",', '"core","', '"core","Edited: ', (0, 0)),
        ('["medical-coder",', '"core"', '"important"', (0, 0)),
        ('["cra",', '"core"', '"important"', (0, 0)),
        ('["redcap",', ',[["', ',[["Zyntrial","any","alias",[]],["', (0, 0)),
        ('["redcap",', ',[["', ',[["REDCap skills","any","alias",[]],["', (0, 1)),
        ('["cra",', '["ich-gcp"]', '["ich-gcp","redcap"]', (0, 1)),
    ],
    ids=["asked and absent", "a reason", "another role", "a weight", "present", "its words stand", "a requirement"],
)
def test_an_edit_costs_no_more_than_it_touches(
    start: str,
    old: str,
    new: str,
    work: tuple[int, int],
    office: Office,
    auditor: Auditor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "CHECKED", 1 << 40)
    office.row(auditor)

    def change(text: str) -> str:
        lines = text.split("\n")
        at = next(at for at, line in enumerate(lines) if line.startswith(start))
        assert old in lines[at]
        return "\n".join([*lines[:at], lines[at].replace(old, new, 1), *lines[at + 1 :]])

    later = edit(auditor.lexicon, change)
    row = office.row(later)
    assert office.work == work
    assert plain(row) == plain(Office(office.folder.with_name("other")).row(later))


def test_an_edit_that_touches_it_costs_no_reading(office: Office, auditor: Auditor) -> None:
    office.row(auditor)
    later = edit(auditor.lexicon, lambda text: text.replace('"REDCap"', '"REDCapp"'))
    row = office.row(later)
    assert office.work == (0, 1)
    assert plain(row) == plain(Office(office.folder.with_name("other")).row(later))


def test_a_shortcut_that_was_wrong_once_is_not_trusted_again(
    office: Office, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.row(auditor)
    monkeypatch.setattr(worker, "CHECKED", 1)
    monkeypatch.setattr(LexiconEdit, "touches", lambda *_: False)
    later = edit(auditor.lexicon, lambda text: text.replace('"REDCap"', '"REDCapp"'))
    job = replace(Job.of(later.lexicon, role="cra"), cache=str(office.folder))
    desk = worker.Desk(job, later)
    row = desk.answer(Item(doc_id="d", content=RESUME))["row"]
    assert plain(row) == plain(Office(office.folder.with_name("other")).row(later))
    assert desk._edits == {auditor.lexicon.sha256: None}


def test_other_limits_or_a_report_are_audited_anew(office: Office, auditor: Auditor) -> None:
    first = office.row(auditor)
    limits = replace(Job.of(auditor.lexicon, role="cra").limits, pages=3)
    office.row(auditor, limits=limits)
    assert office.work == (1, 1)
    office.row(auditor, partial=True)
    assert office.work == (1, 1)
    told = office.row(auditor, report=True)
    assert office.work == (0, 1)
    assert json.loads(told["report"])["document"]["sha256"] == first["sha256"]


def test_a_refusal_is_remembered_and_a_crash_is_not(
    office: Office, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = b"%PDF-1.7\nbroken"
    first = office.row(auditor, broken)
    assert first["error_code"] == "corrupt-document"
    assert office.row(auditor, broken) == first
    assert office.work == (0, 0)

    def crash(*_: object) -> None:
        raise ExtractionCrashError("died")

    with monkeypatch.context() as patched:
        patched.setattr(auditor, "read", crash)
        assert office.row(auditor)["error_code"] == "crash"
    assert office.row(auditor)["status"] == "ok"
    assert office.work == (1, 1)


def test_entries_are_for_their_owner_alone(office: Office, auditor: Auditor) -> None:
    office.row(auditor)
    files = [one for one in office.folder.rglob("*") if one.is_file()]
    assert len(files) == 4
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    assert {one.stat().st_mode & 0o777 for one in office.folder.rglob("*") if one.is_dir()} == {0o700}
    assert (office.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_an_entry_that_is_damaged_counts_as_none(damage: bytes, office: Office, auditor: Auditor) -> None:
    first = office.row(auditor)
    for one in office.folder.rglob("*"):
        if one.is_file():
            one.write_bytes(damage)
    assert plain(office.row(auditor)) == plain(first)
    assert office.work == (1, 1)


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path, auditor: Auditor) -> None:
    (tmp_path / "file").write_text("x")
    job = Job.of(auditor.lexicon, role="cra")
    with pytest.raises(BatchError, match="the cache cannot be written"):
        ExtractionCache(str(tmp_path / "file" / "cache"), job)


def test_a_full_cache_costs_time_and_nothing_else(
    office: Office, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.row(auditor)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    other = RESUME + b"Python\n"
    assert office.row(auditor, other)["status"] == "ok"
    assert office.row(auditor, other)["status"] == "ok"
    assert office.work == (1, 1)
    assert not list(office.folder.rglob(".*"))


def test_rows_that_are_taken_over_bear_the_stamp_of_the_job(office: Office, auditor: Auditor) -> None:
    office.row(auditor)
    row = office.row(auditor)
    assert {name: row[name] for name in stamp_of(Job.of(auditor.lexicon, role="cra"))} == stamp_of(
        Job.of(auditor.lexicon, role="cra")
    )
