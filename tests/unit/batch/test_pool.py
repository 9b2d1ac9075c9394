"""The processes that audit: order, poison, and who dies of what."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from ats_audit.batch import Job, pool
from ats_audit.batch.items import Item
from ats_audit.batch.pool import WorkerPool
from ats_audit.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOB = Job(role="cra", lexicon_version="1", lexicon_sha256="00", seconds=5.0)


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do what a document tells them."""
    monkeypatch.setattr(pool, "_WORKER", "batches")


def items(*contents: str) -> list[Item]:
    return [Item(doc_id=str(at), content=content.encode()) for at, content in enumerate(contents)]


def test_rows_come_out_in_the_order_of_the_documents() -> None:
    with WorkerPool(JOB, slots=2) as workers:
        rows = list(workers.audit(items(*["fine"] * 200)))
    assert [row["doc_id"] for row in rows] == [str(n) for n in range(200)]


def test_a_poison_document_costs_its_own_row_and_no_neighbours() -> None:
    job = Job(role="cra", lexicon_version="1", lexicon_sha256="00", seconds=0.5)
    poison = ("fine", "die", "fine", "hang", "fine", "die", "fine")
    with WorkerPool(job, slots=2) as workers:
        rows = list(workers.audit(items(*poison)))
    told = {"fine": ("ok", None), "die": ("failed", "crash"), "hang": ("failed", "timeout")}
    assert [(row["status"], row.get("error_code")) for row in rows] == [told[one] for one in poison]


def test_a_worker_that_is_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    with WorkerPool(JOB, slots=1) as workers:
        rows = list(workers.audit(items("fine", f"die-once {tmp_path}/mark", "fine")))
    assert [row["status"] for row in rows] == ["ok", "ok", "ok"]


def test_workers_stay_for_the_next_documents_of_whoever_took_all_rows() -> None:
    with WorkerPool(JOB, slots=2) as workers:
        workers.start()
        before = {process.pid for process in workers._processes._idle}
        with closing(workers.audit(items("fine", "fine"))) as rows:
            assert len(list(islice(rows, 2))) == 2
        assert {process.pid for process in workers._processes._idle} == before
        with closing(workers.audit(items("fine", "fine", "hang"))) as rows:
            next(rows)
        assert workers._processes._idle == []


def test_a_machine_on_which_every_worker_dies_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_DEATHS", 3)
    with WorkerPool(JOB, slots=2) as workers, pytest.raises(BatchError, match="one after another"):
        list(workers.audit(items(*["die"] * 8)))


def test_workers_that_cannot_start_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_WORKER", "no_such_module")
    with WorkerPool(JOB, slots=2) as workers, pytest.raises(BatchError, match="cannot be started"):
        list(workers.audit(items("fine")))


def test_documents_are_read_no_further_ahead_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def endless() -> Iterator[Item]:
        at = 0
        while True:
            taken.append(at)
            yield Item(doc_id=str(at), content=b"fine")
            at += 1

    with WorkerPool(JOB, slots=1) as workers:
        rows = workers.audit(endless())
        assert [next(rows)["doc_id"] for _ in range(10)] == [str(n) for n in range(10)]
        assert len(taken) <= 10 + pool.LOOKAHEAD
        rows.close()
        taken.clear()
        monkeypatch.setattr(pool, "MOST_HELD", 5 * len(b"fine"))
        rows = workers.audit(endless())
        assert [next(rows)["doc_id"] for _ in range(10)] == [str(n) for n in range(10)]
        assert len(taken) <= 10 + 6
        rows.close()


def test_a_row_of_an_earlier_run_is_taken_over_whole() -> None:
    before = {"doc_id": "0", "sha256": "abc", "score_full": 12.0}
    with WorkerPool(JOB, slots=1) as workers:
        same, other = workers.audit(
            [
                Item(doc_id="0", content=b"abc", before=before),
                Item(doc_id="1", content=b"new", before={**before, "doc_id": "1"}),
            ]
        )
    assert same == before
    assert other == {"doc_id": "1", "status": "ok", "role": "cra"}


def test_a_pool_needs_a_slot() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        WorkerPool(JOB, slots=0)
