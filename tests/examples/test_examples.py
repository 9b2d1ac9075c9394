"""The examples, run as their users run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from batches import write_mixed
from commands import call

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight documents, five of them bad."""
    folder = tmp_path_factory.mktemp("archive") / "in"
    write_mixed(folder)
    return folder


def start(*words: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run an example with the commands of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "PATH": path, **environ},
    )


def codes(output: Path) -> list[str | None]:
    rows = pyarrow.parquet.read_table(output, columns=["doc_id", "error_code"]).to_pylist()
    return [row["error_code"] for row in sorted(rows, key=lambda row: row["doc_id"])]


CELERY = EXAMPLES / "celery_queue.py"
CODES = [None, None, None, "empty-document", "unsupported-format", "encrypted-document", "unsupported-format"]
CODES.append("corrupt-document")


def test_every_example_is_listed_and_run() -> None:
    listing = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    tested = Path(__file__).read_text(encoding="utf-8")
    for path in EXAMPLES.iterdir():
        if path.suffix in {".py", ".sh", ".sql"}:
            assert f"[{path.name}]({path.name})" in listing
            assert path.name in tested


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "coaching_class.py"),
        ("bash", "nightly.sh"),
        ("bash", "two_workers_dask.sh"),
        ("bash", "two_workers_ray.sh"),
    ],
)
def test_an_example_without_its_words_says_which_it_needs(command: tuple[str, str]) -> None:
    ended = start(command[0], EXAMPLES / command[1])
    assert (ended.returncode != 0, ended.stdout, ended.stderr.count("\n")) == (True, "", 1)
    assert f"usage: {command[1]} " in ended.stderr


@pytest.mark.slow
def test_a_coach_gets_a_sheet_and_the_next_lesson(archive: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "class.csv"
    ended = start(sys.executable, EXAMPLES / "coaching_class.py", archive, "cra", sheet)
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines[0] == f"3 of 8 résumés audited for Clinical Research Associate; see {sheet}"
    assert 1 <= sum(" of 3 do not show " in line for line in lines) <= 5
    assert sum("  not read: " in line for line in lines) == 5
    assert len(sheet.read_text(encoding="utf-8").splitlines()) == 9


@pytest.mark.slow
def test_a_night_audits_what_changed(archive: Path, tmp_path: Path) -> None:
    output, cache = tmp_path / "rows.parquet", tmp_path / "cache"
    night = ("bash", EXAMPLES / "nightly.sh", archive, "cra", output, cache)
    assert start(*night).stdout == f"done; some documents could not be audited: see error_code in {output}\n"
    first = pyarrow.parquet.read_table(output)
    assert start(*night).returncode == 0
    assert pyarrow.parquet.read_table(output).equals(first)
    assert codes(output) == CODES


def queries() -> list[str]:
    text = (EXAMPLES / "archive.sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [one.strip() for one in "\n".join(lines).split(";") if one.strip()]


@pytest.mark.slow
def test_the_rows_answer_the_questions_of_a_job_board(archive: Path, tmp_path: Path) -> None:
    assert call("batch", archive, "--role", "cra", "--workers", "1", "-o", tmp_path / "rows").code == 3
    rows = str(tmp_path / "rows" / "part-*.parquet")
    with duckdb.connect() as database:
        database.execute(f"SET VARIABLE rows = '{rows}'")
        answers = [database.execute(query).fetchall() for query in queries()]
    how, scores, gaps, most, _, times = answers
    assert how[0] == ("ok", None, 3)
    assert ("refused", "unsupported-format", 2) in how
    assert scores[0][:2] == ("cra", 3)
    assert len(gaps) == 10
    assert all(asked == 3 for _, _, asked in gaps)
    assert ("redcap", 3) in most
    assert [kind.rsplit(".", 1)[-1] for kind, *_ in times] == ["pdf", "document", "text/plain"] or len(times) == 3


@pytest.mark.slow
@pytest.mark.engines
def test_two_workers_of_dask(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'ats-audit[dask]'")
    ended = start("bash", EXAMPLES / "two_workers_dask.sh", archive, "cra", tmp_path / "rows.parquet")
    assert ended.returncode == 3, ended.stderr
    assert codes(tmp_path / "rows.parquet") == CODES


@pytest.mark.slow
@pytest.mark.engines
def test_two_workers_of_ray(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'ats-audit[ray]'")
    ended = start("bash", EXAMPLES / "two_workers_ray.sh", archive, "cra", tmp_path / "rows.parquet")
    assert ended.returncode == 3, ended.stderr
    assert codes(tmp_path / "rows.parquet") == CODES


@pytest.mark.slow
@pytest.mark.engines
def test_a_queue_of_celery(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("celery", reason="Celery is not installed: pip install celery")
    for name in ("messages", "results"):
        (tmp_path / name).mkdir()
    environ = {
        "BROKER": "filesystem://",
        "BACKEND": f"file://{tmp_path}/results",
        "PYTHONPATH": str(CELERY.parent),
        "MESSAGES": str(tmp_path / "messages"),
    }
    program = (
        "import celery_queue as queue, os; folder = os.environ['MESSAGES']; "
        "queue.app.conf.broker_transport_options = {'data_folder_in': folder, 'data_folder_out': folder, "
        "'control_folder': folder}; "
    )
    words = ["worker", "--concurrency", "2", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
    worker = f"{program}queue.app.worker_main({words})"
    client = (
        program + "import sys, json; waiting = [queue.audit.delay(path, 'cra') for path in sys.argv[1:]]; "
        "print(json.dumps([one.get(timeout=120) for one in waiting]))"
    )
    running = subprocess.Popen([sys.executable, "-c", worker], env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
    try:
        ended = start(sys.executable, "-c", client, archive / "a.pdf", archive / "empty.pdf", **environ)
    finally:
        running.terminate()
        running.wait(timeout=60)
    assert ended.returncode == 0, ended.stderr
    good, bad = json.loads(ended.stdout)
    assert good["score"]["full"] > 0
    assert bad["error"] == "empty-document"
