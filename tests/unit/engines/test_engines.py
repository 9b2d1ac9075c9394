"""The engines: what each is handed, and what their workers do with it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from batches import steady, write_mixed
from commands import call

from ats_audit.batch import BatchRequest, Inputs, Job, Shard, Tally, run_batch
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
    require(engine)
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


def start(*words: str | Path, alone: bool = False) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ats_audit", "batch", "--role", "cra", *map(str, words)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=alone
    )


def find_worker(driver: int) -> int | None:
    """The process of an engine's worker below *driver*: the parent of one of our workers."""
    parents: dict[int, int] = {}
    ours: list[int] = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if "ats_audit.batch._worker" in (place / "cmdline").read_text():
                ours.append(int(place.name))
    for pid in ours:
        above = found = parents.get(pid, 1)
        while above in parents and above != driver:
            above = parents[above]
        if above == driver != found:
            return found
    return None


@pytest.mark.slow
@pytest.mark.engines
@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed in /proc")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_worker_of_an_engine_that_is_killed_costs_no_row(engine: str, mixed: Path, tmp_path: Path) -> None:
    require(engine)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(150):
        shutil.copyfile(mixed / ("a.pdf", "b.docx", "c.txt", "truncated.pdf")[number % 4], folder / f"{number:03d}")
    run_batch(BatchRequest(inputs=Inputs(paths=(str(folder),)), output=str(tmp_path / "own.jsonl"), role="cra"))
    output = tmp_path / "out.jsonl"
    with start(folder, "-o", output, "--engine", engine, "--workers", "2", "--shard", "10") as running:
        parts = tmp_path / "out.jsonl.unfinished"
        deadline = time.monotonic() + 120
        for wanted in (1, 6):  # the first one killed after the first part, the second after some more
            while len(list(parts.glob("part-*"))) < wanted or (worker := find_worker(running.pid)) is None:
                assert time.monotonic() < deadline
                assert running.poll() is None, running.stderr and running.stderr.read()
                time.sleep(0.01)
            os.kill(worker, signal.SIGKILL)
        _, said = running.communicate(timeout=240)
    assert running.returncode == 3, said
    assert rows_of(output) == rows_of(tmp_path / "own.jsonl")
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "in", *(f"{name}.jsonl{more}" for name in ("out", "own") for more in ("", ".manifest.json"))
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.engines
@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed in /proc")
def test_a_run_on_dask_that_is_interrupted_ends_at_once_and_in_a_line(mixed: Path, tmp_path: Path) -> None:
    require("dask")
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(400):
        shutil.copyfile(mixed / "a.pdf", folder / f"{number:03d}")
    words = (folder, "-o", tmp_path / "out.jsonl", "--engine", "dask", "--workers", "2", "--shard", "50")
    with start(*words, alone=True) as running:
        deadline = time.monotonic() + 120
        while not list((tmp_path / "out.jsonl.unfinished").glob("part-*")):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does
        _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    first, last = said.splitlines()
    assert first == "400 documents"
    assert re.fullmatch(r"ats-audit: interrupted; \d+ of 400 documents are kept: go on with --resume", last)


def require(engine: str) -> None:
    """Skip the test where *engine* is not installed."""
    library = {"dask": "distributed", "spark": "pyspark"}.get(engine, engine)
    pytest.importorskip(library, reason=f"{engine} is not installed: pip install 'ats-audit[{engine}]'")
    if engine == "spark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java 17")
