"""The engines: what each is handed, and what their workers do with it."""

from __future__ import annotations

import shutil
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from batches import steady, write_mixed
from commands import call

from ats_audit.batch import BatchRequest, Inputs, Job, Shard, Tally, open_run, run_batch
from ats_audit.batch.columns import list_columns
from ats_audit.batch.formats import RowFormat, iter_rows
from ats_audit.engines import ENGINES, _engine, run_on_engine
from ats_audit.errors import BatchError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator

JOB = Job(role="cra", lexicon_version="1", lexicon_sha256="00")
SHARDS = [Shard(source=f"{n}.shard", target=f"{n}.jsonl", documents=2) for n in range(3)]
LINES = 30
"""What an adapter may cost."""


def stand_in(monkeypatch: pytest.MonkeyPatch, run_tasks: Any) -> None:
    module = ModuleType("ats_audit.engines._dask")
    module.run_tasks = run_tasks  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


def test_an_engine_is_handed_plain_values_and_gives_tallies(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def run_tasks(tasks: Any, **options: Any) -> Iterator[dict[str, Any]]:
        seen.extend([list(tasks), options])
        for task in reversed(tasks):
            yield Tally.of([{"status": "ok", "name": task.target}]).encode()

    stand_in(monkeypatch, run_tasks)
    tallies = list(run_on_engine("dask", SHARDS, JOB, address="tcp://x", workers=2))
    assert sum(tally.documents for tally in tallies) == 3
    assert [tuple(task) for task in seen[0]] == [(one.source, one.target, JOB.encode()) for one in SHARDS]
    assert seen[1] == {"address": "tcp://x", "workers": 2}


def test_an_engine_that_gives_up_is_told_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_tasks(*_: object, **__: object) -> Iterator[dict[str, Any]]:
        raise RuntimeError("Marta Lindqvist")

    stand_in(monkeypatch, run_tasks)
    with pytest.raises(BatchError, match=r"^dask gave up \(RuntimeError\)$") as told:
        list(run_on_engine("dask", SHARDS, JOB))
    assert "--resume" in told.value.hint


def test_an_engine_that_is_not_installed_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ats_audit.engines._spark", None)
    with pytest.raises(MissingExtraError) as missing:
        list(run_on_engine("spark", SHARDS, JOB))
    assert "pip install 'ats-audit[spark]'" in missing.value.hint


def test_no_shards_need_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, None)
    assert list(run_on_engine("dask", [], JOB)) == []


def test_a_task_runs_its_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_shard(source: str, target: str, *, job: Job) -> Tally:
        assert (source, target, job) == ("a", "b", JOB)
        return Tally.of([{"status": "refused", "error_code": "crash"}])

    monkeypatch.setattr(_engine, "run_shard", run_shard)
    assert _engine.run_task(_engine.Task("a", "b", JOB.encode())) == {
        "documents": 1,
        "statuses": {"refused": 1},
        "codes": {"crash": 1},
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_adapters_stay_thin(engine: str) -> None:
    source = Path(_engine.__file__).with_name(f"_{engine}.py").read_text(encoding="utf-8")
    body = source[source.index("def run_tasks") :].splitlines()
    assert len(body) <= LINES


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight documents, five of them bad."""
    folder = tmp_path_factory.mktemp("mixed") / "in"
    write_mixed(folder)
    return folder


def rows_of(output: Path) -> list[dict[str, Any]]:
    rows = map(steady, iter_rows(str(output), RowFormat.JSONL, list_columns(report=False)))
    return sorted(rows, key=lambda row: row["doc_id"])


@pytest.mark.slow
@pytest.mark.engines
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_rows_of_our_own_batch(engine: str, mixed: Path, tmp_path: Path) -> None:
    library = {"dask": "distributed", "spark": "pyspark"}.get(engine, engine)
    pytest.importorskip(library, reason=f"{engine} is not installed: pip install 'ats-audit[{engine}]'")
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java 17")
    asked = BatchRequest(inputs=Inputs(paths=(str(mixed),)), output=str(tmp_path / "own.jsonl"), role="cra")
    run_batch(asked, workers=1)
    output = tmp_path / "out.jsonl"
    run = ("batch", mixed, "--role", "cra", "-o", output, "--engine", engine, "--workers", "2", "--shard", "3")
    ended = call(*run)
    assert ended.code == 3, ended.err
    assert rows_of(output) == rows_of(tmp_path / "own.jsonl")
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        f"{name}.jsonl{more}" for name in ("out", "own") for more in ("", ".manifest.json")
    ]


@pytest.mark.slow
@pytest.mark.engines
def test_a_worker_of_dask_that_is_killed_costs_no_row(mixed: Path, tmp_path: Path) -> None:
    distributed = import_module("distributed") if _has("distributed") else pytest.skip("Dask is not installed")
    import os
    import signal

    asked = BatchRequest(
        inputs=Inputs(paths=(str(mixed),)), output=str(tmp_path / "out.jsonl"), role="cra", shard_documents=2
    )
    run = open_run(asked)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        shards = run_on_engine("dask", run.pending(), run.job, address=cluster.scheduler_address)
        done = next(shards)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
        tally = sum(shards, start=done)
    run.finish(tally)
    assert (tally.documents, tally.errors) == (8, 5)
    assert len(rows_of(tmp_path / "out.jsonl")) == 8


def _has(library: str) -> bool:
    from importlib.util import find_spec

    return find_spec(library) is not None
