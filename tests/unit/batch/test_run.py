"""A run: planned, done, gone on with, refused."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from ats_audit import Auditor
from ats_audit.batch import (
    BatchRequest,
    Inputs,
    Job,
    RowFormat,
    Shard,
    open_run,
    pool,
    run,
    run_batch,
    run_shard,
    storage,
)
from ats_audit.batch import _worker as worker
from ats_audit.batch.columns import list_columns
from ats_audit.batch.formats import iter_rows
from ats_audit.batch.items import Item
from ats_audit.batch.shards import read_items
from ats_audit.errors import BatchError, MissingExtraError, UnknownRoleError
from ats_audit.lexicon import Lexicon, dump_lexicon, parse_lexicon

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven short documents."""
    made = tmp_path / "in"
    made.mkdir()
    for number in range(7):
        (made / f"{number}.txt").write_text(f"Skills\nREDCap, Medidata Rave {number}\n")
    return made


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, auditor: Auditor) -> list[str]:
    """Audit in this process, and keep the ids of what was audited."""
    audited: list[str] = []

    class Pool:
        def __init__(self, job: Job, *, slots: int) -> None:
            self.desk = worker.Desk(job, auditor)

        def audit(self, items: Any) -> Any:
            for item in items:
                answer = self.desk.answer(item)
                if "row" in answer:
                    audited.append(item.doc_id.rsplit("/", 1)[-1])
                yield answer.get("row", item.before)

        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing to close."""

    monkeypatch.setattr(run, "WorkerPool", Pool)
    return audited


@pytest.fixture
def small(auditor: Auditor) -> Lexicon:
    """The built-in lexicon, loaded once."""
    return auditor.lexicon


def request(folder: Path | str, output: Path | str, **options: Any) -> BatchRequest:
    return BatchRequest(
        inputs=Inputs(paths=(str(folder),)), output=str(output), role="cra", shard_documents=3, **options
    )


def rows_of(path: Path | str) -> list[dict[str, Any]]:
    form = RowFormat(str(path).rsplit(".", 1)[-1])
    return list(iter_rows(str(path), form, list_columns(report=False)))


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_run_leaves_one_file_of_rows_and_its_manifest(
    suffix: str, folder: Path, tmp_path: Path, quick: list[str]
) -> None:
    output = tmp_path / f"out.{suffix}"
    tally = run_batch(request(folder, output))
    assert tally.statuses == {"ok": 7}
    assert [row["doc_id"] for row in rows_of(output)] == [str(folder / f"{n}.txt") for n in range(7)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in", output.name, f"{output.name}.manifest.json"]
    manifest = json.loads((tmp_path / f"{output.name}.manifest.json").read_text())
    assert (manifest["state"], manifest["shards"], manifest["statuses"]) == ("done", [3, 3, 1], {"ok": 7})


def test_a_folder_gets_a_part_for_each_shard(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    run_batch(request(folder, tmp_path / "out", form=RowFormat.JSONL))
    names = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert names == ["manifest.json", *(f"part-00000{n}.jsonl" for n in range(3))]
    assert [len(rows_of(tmp_path / "out" / name)) for name in names[1:]] == [3, 3, 1]


@pytest.mark.parametrize(
    ("documents", "most", "wanted", "shards"),
    [
        (100, 1000, 1, [100]),
        (100, 1000, 3, [34, 34, 32]),
        (100, 1000, 64, [25, 25, 25, 25]),
        (100, 30, 2, [30, 30, 30, 10]),
        (100, 10, 64, [10] * 10),
        (7, 1000, 16, [7]),
    ],
)
def test_few_documents_make_shards_for_every_worker(
    documents: int, most: int, wanted: int, shards: list[int], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(documents):
        (tmp_path / "in" / f"{number:03d}.txt").touch()
    asked = replace(request(tmp_path / "in", tmp_path / "out"), shard_documents=most, shards_wanted=wanted)
    planned = open_run(asked)
    assert [shard.documents for shard in planned.shards] == shards
    ids = [item.doc_id for shard in planned.shards for item in read_items(shard.source)]
    assert ids == [str(tmp_path / "in" / f"{number:03d}.txt") for number in range(documents)]


def stop_after(shards: int, asked: BatchRequest) -> None:
    begun = open_run(asked)
    done = run.run_locally(begun.pending(), begun.job, workers=1)
    for _ in range(shards):
        next(done)
    done.close()  # type: ignore[attr-defined]


def test_an_unfinished_run_goes_on_where_it_stopped(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    output = tmp_path / "out.jsonl"
    stop_after(2, request(folder, output))
    assert not output.exists()
    quick.clear()
    tally = run_batch(request(folder, output, resume=True))
    assert (quick, tally.documents) == (["6.txt"], 7)
    clean = tmp_path / "clean.jsonl"
    run_batch(request(folder, clean))
    strip = [{k: v for k, v in row.items() if not k.endswith("_ms")} for row in rows_of(output)]
    assert strip == [{k: v for k, v in row.items() if not k.endswith("_ms")} for row in rows_of(clean)]


def test_what_a_killed_process_left_is_cleared_away(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    stop_after(1, request(folder, tmp_path / "out"))
    left = tmp_path / "out" / f".part-000001.parquet.1234{storage.TEMPORARY}"
    left.write_bytes(b"half")
    run_batch(request(folder, tmp_path / "out", resume=True))
    assert not left.exists()


def test_what_is_left_of_a_merge_that_was_killed_is_cleared_away(
    folder: Path, tmp_path: Path, quick: list[str]
) -> None:
    stop_after(3, request(folder, tmp_path / "out.csv"))
    (tmp_path / f".out.csv.12ab{storage.TEMPORARY}").write_bytes(b"half")
    (tmp_path / f".other.csv.12ab{storage.TEMPORARY}").write_bytes(b"somebody else's")
    run_batch(request(folder, tmp_path / "out.csv", resume=True))
    left = sorted(one.name for one in tmp_path.iterdir())
    assert left == [f".other.csv.12ab{storage.TEMPORARY}", "in", "out.csv", "out.csv.manifest.json"]


def test_an_unfinished_run_is_not_written_over_unasked(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    stop_after(1, request(folder, tmp_path / "out.csv"))
    with pytest.raises(BatchError, match="an unfinished run"):
        run_batch(request(folder, tmp_path / "out.csv"))
    assert run_batch(request(folder, tmp_path / "out.csv", overwrite=True)).documents == 7


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"lexicon": True}, "the lexicon has changed"),
        ({"report": True}, "another role, advert or options"),
        ({"advert": b"Skills\nREDCap\n"}, "another role, advert or options"),
        ({"role": "medical-coder"}, "another role, advert or options"),
        ({"inputs": Inputs(paths=("samples",))}, "other inputs"),
    ],
)
def test_a_run_is_resumed_only_as_it_was_begun(
    change: dict[str, Any], reason: str, folder: Path, tmp_path: Path, quick: list[str], small: Lexicon
) -> None:
    asked = request(folder, tmp_path / "out.csv")
    stop_after(1, asked)
    lexicon = None
    if change.pop("lexicon", False):
        lexicon = parse_lexicon(dump_lexicon(small).replace(small.version, "another edition"))
    with pytest.raises(BatchError, match=reason):
        run_batch(replace(asked, resume=True, **change), lexicon=lexicon)


def test_resuming_where_nothing_was_begun_begins(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    assert run_batch(request(folder, tmp_path / "out.csv", resume=True)).documents == 7


def test_a_finished_run_is_resumed_by_doing_nothing(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    output = tmp_path / "out.csv"
    tally = run_batch(request(folder, output))
    before = output.read_bytes()
    (tmp_path / f".out.csv.manifest.json.12ab{storage.TEMPORARY}").write_bytes(b"half")
    (tmp_path / "out.csv.unfinished").mkdir()  # as a process leaves it that is killed while it clears away
    quick.clear()
    assert run_batch(request(folder, output, resume=True)) == tally
    assert (quick, output.read_bytes()) == ([], before)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in", "out.csv", "out.csv.manifest.json"]
    with pytest.raises(BatchError, match="other inputs"):
        run_batch(replace(request(folder, output, resume=True), inputs=Inputs(paths=("samples",))))


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_only_what_changed_is_audited_again(suffix: str, folder: Path, tmp_path: Path, quick: list[str]) -> None:
    output = tmp_path / f"out.{suffix}"
    run_batch(request(folder, output))
    before = rows_of(output)
    (folder / "3.txt").write_text("Skills\nMedidata Rave, SAS\n")
    (folder / "5.txt").unlink()
    (folder / "8.txt").write_text("Skills\nREDCap\n")
    quick.clear()
    tally = run_batch(request(folder, output, changed_only=True))
    assert quick == ["3.txt", "8.txt"]
    assert tally.documents == 7
    after = rows_of(output)
    assert [row for row in after if row["doc_id"][-5] in "01246"] == [
        row for row in before if row["doc_id"][-5] in "01246"
    ]


def test_another_job_takes_nothing_over(folder: Path, tmp_path: Path, quick: list[str]) -> None:
    output = tmp_path / "out.csv"
    run_batch(request(folder, output))
    quick.clear()
    run_batch(replace(request(folder, output, changed_only=True), role="medical-coder"))
    assert len(quick) == 7


def test_a_failure_that_may_pass_is_tried_again(tmp_path: Path, quick: list[str]) -> None:
    asked = replace(request("x", tmp_path / "out.csv"), inputs=Inputs(listed=(str(tmp_path / "late.txt"),)))
    assert run_batch(asked).codes == {"unreadable-source": 1}
    (tmp_path / "late.txt").write_text("Skills\nREDCap\n")
    assert run_batch(replace(asked, changed_only=True)).statuses == {"ok": 1}


class TestRefusals:
    def test_an_output_that_exists(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "out.csv").write_text("precious")
        with pytest.raises(BatchError, match="exists already"):
            open_run(request(folder, tmp_path / "out.csv"))

    def test_no_documents(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(BatchError, match="no documents"):
            open_run(request(tmp_path / "empty", tmp_path / "out.csv"))
        assert [one.name for one in tmp_path.iterdir()] == ["empty"]

    def test_a_role_that_is_not_there(self, folder: Path, tmp_path: Path) -> None:
        with pytest.raises(UnknownRoleError):
            open_run(replace(request(folder, tmp_path / "out.csv"), role="crra"))

    def test_ids_that_are_not_unique(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("id,path\n1,a.txt\n1,b.txt\n")
        with pytest.raises(BatchError, match="two documents bear the id '1'"):
            open_run(request(tmp_path / "x.csv", tmp_path / "out.csv"))

    @pytest.mark.parametrize("name", ["out.xlsx", "missing/out.csv"])
    def test_an_output_that_cannot_be(self, name: str, folder: Path, tmp_path: Path) -> None:
        with pytest.raises(BatchError, match=r"suffix|folder"):
            open_run(request(folder, tmp_path / name))

    def test_parquet_without_pyarrow(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
        with pytest.raises(MissingExtraError) as missing:
            open_run(request(folder, tmp_path / "out.parquet"))
        assert "pip install 'ats-audit[batch]'" in missing.value.hint
        assert open_run(request(folder, tmp_path / "out.csv")).documents == 7


def test_a_file_named_twice_is_audited_once(folder: Path, tmp_path: Path) -> None:
    twice = Inputs(paths=(str(folder), str(folder / "3.txt"), str(folder / "*.txt")))
    assert open_run(replace(request(folder, tmp_path / "out.csv"), inputs=twice)).documents == 7


def test_a_run_lives_in_object_storage(quick: list[str]) -> None:
    system = fsspec.filesystem("memory")
    system.pipe({f"/cvs/{n}.txt": b"Skills\nREDCap\n" for n in range(4)})
    tally = run_batch(request("memory://cvs", "memory://rows/out", form=RowFormat.JSONL))
    assert tally.documents == 4
    assert storage.list_files("memory://rows/out") == ["manifest.json", "part-000000.jsonl", "part-000001.jsonl"]
    with pytest.raises(BatchError, match="exists already"):
        open_run(request("memory://cvs", "memory://rows/out", form=RowFormat.JSONL))
    run_batch(request("memory://cvs", "memory://rows/out.jsonl"))
    assert [row["doc_id"] for row in rows_of("memory://rows/out.jsonl")] == [f"memory:///cvs/{n}.txt" for n in range(4)]
    assert not system.exists("/rows/out.jsonl.unfinished")


def test_a_shard_that_is_done_is_counted_and_not_done_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_WORKER", "no_such_module")
    line = {column.name: None for column in list_columns(report=False)} | {"status": "refused", "error_code": "crash"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(line) + "\n")
    job = Job(role="cra", lexicon_version="1", lexicon_sha256="00")
    tally = run_shard(str(folder), str(tmp_path / "rows.jsonl"), job=job)
    assert (tally.documents, tally.codes) == (1, {"crash": 1})


def test_a_worker_refuses_another_lexicon_or_version(small: Lexicon) -> None:
    job = Job.of(small, role="cra")
    assert worker.load_lexicon(job).sha256 == small.sha256
    with pytest.raises(BatchError, match="not the one"):
        worker.load_lexicon(replace(job, lexicon_sha256="00"))
    with pytest.raises(BatchError, match="planned by ats-audit 0"):
        worker.load_lexicon(replace(job, engine_version="0"))


def test_a_fault_of_ours_costs_one_row_and_says_nothing_of_the_text(
    small: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Skills\nREDCap of Marta\n")
    desk = worker.Desk(Job.of(small, role="cra"), Auditor(lexicon=small))

    def fail(*_: object, **__: object) -> None:
        raise KeyError("Marta")

    monkeypatch.setattr(desk._auditor, "assess", fail)
    row = desk.answer(Item(doc_id="a", path=str(tmp_path / "a.txt")))["row"]
    assert (row["status"], row["error_code"]) == ("failed", "internal-error")
    assert row["error"].startswith("ats-audit failed (KeyError in ")
    assert "Marta" not in json.dumps(row)


def test_a_disk_that_is_full_ends_the_run_and_loses_nothing(
    folder: Path, tmp_path: Path, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = request(folder, tmp_path / "out.csv")
    real, calls = os.fsync, []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 6:  # the plan takes four, the first part one
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(BatchError, match="No space left on device"):
        run_batch(asked)
    monkeypatch.undo()


def test_shards_tell_their_format() -> None:
    assert Shard(source="a", target="b.csv").form is RowFormat.CSV
    with pytest.raises(BatchError):
        _ = Shard(source="a", target="b").form
