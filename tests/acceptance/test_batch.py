"""Batches as a user runs them: the installed command, real workers, good and bad files."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pyarrow.parquet
import pytest
from batches import BAD, GOOD, steady, write_mixed
from commands import PRIVATE, Ended, call

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three good documents among five bad ones."""
    folder = tmp_path_factory.mktemp("mixed") / "in"
    write_mixed(folder)
    return folder


@pytest.fixture(scope="module")
def done(mixed: Path) -> tuple[Ended, list[dict[str, Any]]]:
    """One run over them, and its rows."""
    output = mixed.parent / "out.jsonl"
    ended = call("batch", mixed, "--role", "cra", "-o", output, "--workers", "2", "--with-report")
    return ended, [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def test_every_document_has_one_row_and_the_bad_ones_say_why(done: tuple[Ended, list[dict[str, Any]]]) -> None:
    _, rows = done
    told = {row["doc_id"].rsplit("/", 1)[-1]: (row["status"], row["error_code"]) for row in rows}
    assert len(rows) == len(told)
    assert told == dict.fromkeys(GOOD, ("ok", None)) | {name: ("refused", code) for name, code in BAD.items()}


def test_rows_keep_the_schema_that_the_command_prints(done: tuple[Ended, list[dict[str, Any]]]) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(call("schema", "row").out))
    for row in done[1]:
        schema.validate(row)


def test_a_row_tells_what_the_audit_of_its_file_tells(mixed: Path, done: tuple[Ended, list[dict[str, Any]]]) -> None:
    report = json.loads(call(mixed / "a.pdf", "--role", "cra", "--format", "json").out)
    row = next(row for row in done[1] if row["doc_id"].endswith("a.pdf"))
    assert (row["score_full"], row["score_worst"]) == (report["score"]["full"], report["score"]["worst"])
    assert row["finding_codes"] == sorted({finding["code"] for finding in report["findings"]})
    assert row["competencies"] == [one["id"] for one in report["competencies"] if one["evidence"] != "absent"]
    assert [one["evidence"] for one in row["requirements"]] == [one["evidence"] for one in report["requirements"]]
    whole = json.loads(row["report"])
    assert whole["document"].pop("name") == row["doc_id"]
    assert report["document"].pop("name") == "a.pdf"
    assert whole == report


def test_the_summary_counts_and_the_exit_code_tells_of_errors(done: tuple[Ended, list[dict[str, Any]]]) -> None:
    ended, _ = done
    assert (ended.code, ended.out) == (3, "")
    lines = ended.err.splitlines()
    assert lines[0] == "8 documents"
    assert re.fullmatch(r"8 documents in \d+:\d\d \([\d.]+/s\): 3 ok, 5 refused", lines[-3])
    assert lines[-2] == (
        "Not audited: unsupported-format 2, corrupt-document 1, empty-document 1, encrypted-document 1"
    )
    assert lines[-1].startswith("Written to ")
    assert PRIVATE not in ended.err


@pytest.mark.slow
def test_errors_up_to_a_number_are_no_failure(mixed: Path, tmp_path: Path) -> None:
    run = ("batch", mixed / "empty.pdf", mixed / "c.txt", "--role", "cra", "--workers", "1", "-o")
    assert call(*run, tmp_path / "a.csv", "--fail-on-errors", "2").code == 0
    ended = call(*run, tmp_path / "b.csv", "-q")
    assert (ended.code, ended.out, ended.err) == (3, "", "")
    with (tmp_path / "b.csv").open(newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["refused", "ok"]


@pytest.mark.slow
def test_a_list_an_archive_and_a_table_are_audited_alike(mixed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(mixed / "a.pdf", "a.pdf")
    table = pyarrow.Table.from_pylist([{"doc_id": "from a table", "content": (mixed / "a.pdf").read_bytes()}])
    pyarrow.parquet.write_table(table, tmp_path / "all.parquet")
    listed = f"{mixed / 'a.pdf'}\n{mixed / 'gone.pdf'}\n".encode()
    output = tmp_path / "out.parquet"
    ended = call(
        "batch", "-", tmp_path / "all.zip", tmp_path / "all.parquet", "--role", "cra", "--workers", "1", "-o", output,
        stdin=listed,
    )  # fmt: skip
    assert ended.code == 3, ended.err
    rows = pyarrow.parquet.read_table(output).to_pylist()
    assert [row["doc_id"].rsplit("/", 1)[-1] for row in rows] == ["a.pdf", "from a table", "a.pdf", "gone.pdf"]
    assert [row["error_code"] for row in rows] == [None, None, None, "unreadable-source"]
    assert rows[0]["score_full"] == rows[1]["score_full"] == rows[2]["score_full"] > 0


ADVERT = "Clinical Research Associate\n\nRequirements\n- REDCap\n- ICH-GCP\n\nPreferred\n- Medidata Rave\n"


@pytest.mark.slow
def test_a_job_advert_decides_what_rows_are_judged_against(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # workers have another working folder
    Path("advert.txt").write_text(ADVERT)
    run = ("batch", mixed / "a.pdf", mixed / "empty.pdf", "--job", "advert.txt", "--workers", "1", "-o", "out.jsonl")
    ended = call(*run)
    assert ended.code == 3, ended.err
    row, bad = _rows(Path("out.jsonl"))
    report = json.loads(call(mixed / "a.pdf", "--job", "advert.txt", "--format", "json").out)
    assert row["score_full"] == report["score"]["full"]
    assert row["role"] is bad["role"] is None
    assert row["advert_sha256"] == bad["advert_sha256"] == report["job"]["sha256"]
    asked = [(one["id"], one["asked"]) for one in row["requirements"]]
    assert asked == [("redcap", "required"), ("ich-gcp", "required"), ("medidata-rave", "preferred")]
    assert call(*run, "--resume").code == 3
    Path("advert.txt").write_text(ADVERT + "- SAS\n")
    assert "another role, advert or options" in call(*run, "--resume").err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["advert.txt", "out.jsonl", "out.jsonl.manifest.json"]


@pytest.mark.slow
def test_an_overlay_reaches_the_workers_of_an_output_named_from_here(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ours/competencies").mkdir(parents=True)
    Path("ours/competencies/platform.yaml").write_text(
        "- id: zyntrial\n  name: Zyntrial Desk\n  tier: B\n"
        "  source: {title: Example, url: 'https://example.com/', year: 2026}\n"
        "  examples: {match: ['Ran [[Zyntrial Desk]]', 'At the [[Zyntrial Desk]]'], no_match: ['Ran a desk']}\n"
    )
    Path("a.txt").write_text("Jane Example\nSkills\nREDCap, Zyntrial Desk\n")
    ended = call("batch", "a.txt", "--role", "cra", "--lexicon", "ours", "--workers", "1", "-o", "out.jsonl")
    assert ended.code == 0, ended.err
    (row,) = _rows(Path("out.jsonl"))
    assert "zyntrial" in row["competencies"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "say for which role with --role ROLE"),
        (["--job", "missing.txt"], 3, "missing.txt: There is no such file."),
        (["--job", "empty.txt"], 3, "empty.txt: The file holds no bytes."),
        (["--job", "garden.txt"], 3, "garden.txt: The job advert asks for nothing that the lexicon knows."),
    ],
)
def test_an_advert_that_is_of_no_use_is_said_before_the_first_document(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Skills\nREDCap\n")
    Path("empty.txt").touch()
    Path("garden.txt").write_text("Gardener\nRequirements\nGreen fingers\n")
    ended = call("batch", "a.txt", "-o", "out.csv", *words)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert said in ended.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.txt", "empty.txt", "garden.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing/", "-o", "x.csv"], 2, "there is no missing/. Check the spelling"),
        (["empty", "-o", "x.csv"], 2, "there are no documents to audit"),
        (["in", "-o", "x.xlsx"], 2, "the output's suffix is no known format"),
        (["in", "-o", "nowhere/x.csv"], 2, "the folder of the output does not exist"),
        (["in", "-o", "full.csv"], 2, "the output exists already. Say --overwrite"),
        (["in", "-o", "x.csv", "--resume", "--overwrite"], 2, "contradict each other"),
        (["in", "-o", "x.csv", "--address", "tcp://x"], 2, "--address goes with --engine"),
        (["in", "-o", "x.csv", "--workers", "0"], 2, "not a whole number"),
        (["in"], 2, "-o/--output"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    arguments: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Skills\nREDCap\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full.csv").write_text("precious")
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    ended = call("batch", "--role", "cra", *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert said in ended.err
    assert sorted(tmp_path.rglob("*")) == before


def _start(*arguments: str | Path, limit: int | None = None) -> subprocess.Popen[bytes]:
    def restrict() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit or 0, limit or 0))

    return subprocess.Popen(
        [sys.executable, "-m", "ats_audit", "batch", "--role", "cra", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=None if limit is None else restrict,  # noqa: PLW1509 - no threads here
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on the size of files")
def test_an_output_that_outgrows_its_disk_is_told_and_can_be_resumed(mixed: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    running = _start(mixed, "-o", output, "--shard", "3", "--with-report", limit=30_000)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert b"the output cannot be written (File too large). What was finished is kept" in err
    assert not output.exists()
    assert call("batch", mixed, "--role", "cra", "-o", output, "--with-report", "--resume").code == 3
    assert len(output.read_text().splitlines()) == 8
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.jsonl", "out.jsonl.manifest.json"]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_folders_that_may_not_be_read_or_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "a.txt").write_text("Skills\nREDCap\n")
    (tmp_path / "open").chmod(0o777)
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    # Python and the package may lie where nobody else may look: they are loaded first.
    program = (
        "import os, sys; from ats_audit.cli import run; import ats_audit.cli._batch, ats_audit.cli._commands; "
        "import ats_audit.report; "
        "from ats_audit.lexicon import Lexicon; loaded = Lexicon.load(); Lexicon.load = lambda _=None: loaded; "
        "os.chdir(sys.argv[1]); os.setuid(65534); sys.exit(run(sys.argv[2:]))"
    )
    for paths, said in (
        (("closed", "open/x.csv"), "the folder closed cannot be listed (Permission denied)"),
        (("open", "x.csv"), "the output cannot be written (Permission denied)"),
    ):
        ended = subprocess.run(
            [sys.executable, "-c", program, tmp_path, "batch", "--role", "cra", paths[0], "-o", paths[1]],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 2, ended.stderr
        assert said in ended.stderr


def _many(folder: Path, count: int) -> Path:
    """A folder of *count* short documents, one in fifty of them broken."""
    folder.mkdir()
    for number in range(count):
        name, content = f"{number:04d}.txt", f"Skills\nREDCap, Medidata Rave, SAS {number}\n"
        if number % 50 == 7:
            name, content = f"{number:04d}.pdf", "%PDF-1.7\nbroken"
        (folder / name).write_text(content)
    return folder


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [steady(json.loads(line)) for line in path.read_text().splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, b"interrupted; "), (signal.SIGTERM, 143, b"interrupted; ")]
)
def test_a_run_that_is_stopped_says_how_to_go_on(number: int, code: int, said: bytes, tmp_path: Path) -> None:
    folder, output = _many(tmp_path / "in", 400), tmp_path / "out.jsonl"
    running = _start(folder, "-o", output, "--shard", "20")
    _wait_for(tmp_path / "out.jsonl.unfinished" / "part-000001.jsonl")
    running.send_signal(number)
    _, err = running.communicate(timeout=30)
    assert running.returncode == code
    assert said in err
    assert b"documents are kept: go on with --resume" in err
    assert b"Traceback" not in err
    assert not list(tmp_path.rglob("*tmp"))
    assert call("batch", folder, "--role", "cra", "-o", output, "--resume").code == 3
    assert len(_rows(output)) == 400


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    folder = _many(tmp_path / "in", 300)
    clean, output = tmp_path / "clean.jsonl", tmp_path / "out.jsonl"
    assert call("batch", folder, "--role", "cra", "-o", clean, "--shard", "25").code == 3
    for moment in (0.3, 0.9, 1.5, 2.0, 2.3):
        running = _start(folder, "-o", output, "--shard", "25", "--resume")
        time.sleep(moment)
        running.kill()
        running.communicate()
        if output.exists():
            break
    assert call("batch", folder, "--role", "cra", "-o", output, "--shard", "25", "--resume").code == 3
    assert _rows(output) == _rows(clean)
    assert {one.name for one in tmp_path.iterdir()} == {
        "in", "clean.jsonl", "clean.jsonl.manifest.json", "out.jsonl", "out.jsonl.manifest.json",
    }  # fmt: skip


def _children(pid: int) -> Iterator[int]:
    """Children of a process and theirs, and so on."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                yield int(stat.parent.name)
                yield from _children(int(stat.parent.name))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="children are listed in /proc")
def test_a_worker_that_is_killed_costs_no_row_and_a_killed_run_leaves_no_process(tmp_path: Path) -> None:
    folder, output = _many(tmp_path / "in", 300), tmp_path / "out.jsonl"
    running = _start(folder, "-o", output, "--shard", "25", "--workers", "2")
    _wait_for(tmp_path / "out.jsonl.unfinished" / "part-000000.jsonl")
    os.kill(next(_children(running.pid)), signal.SIGKILL)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 3, err
    assert {row["error_code"] for row in _rows(output)} == {None, "corrupt-document"}
    again = _start(folder, "-o", tmp_path / "again.jsonl", "--shard", "25", "--workers", "2")
    _wait_for(tmp_path / "again.jsonl.unfinished" / "part-000000.jsonl")
    left = list(_children(again.pid))
    assert len(left) >= 4
    again.kill()
    again.communicate()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        assert time.monotonic() < deadline
        time.sleep(0.1)
