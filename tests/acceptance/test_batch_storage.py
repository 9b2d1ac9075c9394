"""Batches whose documents and rows lie in object storage: servers of this machine that speak the protocols."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from commands import LINES, Ended, call

from ats_audit.batch.storage import create_file, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store() -> Iterator[dict[str, str]]:
    """Environment of a client of a running server with one bucket."""
    pytest.importorskip("s3fs", reason="needs the extra s3")
    server = pytest.importorskip("moto.server", reason="needs moto[server]").ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    environ = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    system = connect(environ)
    system.mkdir("archive")
    text = "\n".join(LINES).encode()
    system.pipe({f"archive/in/{number}.txt": text + str(number).encode() for number in range(5)})
    system.pipe("archive/in/empty.pdf", b"")
    rows = "".join(json.dumps({"id": str(n), "path": f"in/{n}.txt"}) + "\n" for n in (*range(3), 9))
    system.pipe("archive/list.jsonl", rows.encode())
    yield environ
    server.stop()


def connect(environ: dict[str, str]) -> Any:
    """A client of that server."""
    import s3fs

    return s3fs.S3FileSystem(
        key=environ["AWS_ACCESS_KEY_ID"],
        secret=environ["AWS_SECRET_ACCESS_KEY"],
        endpoint_url=environ["AWS_ENDPOINT_URL"],
        skip_instance_cache=True,
    )


def run_in(environ: dict[str, str], *arguments: str) -> Ended:
    """Run the command with that environment."""
    return call(*arguments, stdin=b"", **environ)


def read(store: dict[str, str], name: str) -> list[dict[str, Any]]:
    """The rows of an object."""
    return [json.loads(line) for line in connect(store).cat(name).decode().splitlines()]


def test_a_bucket_is_audited_into_a_bucket(store: dict[str, str]) -> None:
    run = (
        "batch",
        "s3://archive/in",
        "--role",
        "cra",
        "--workers",
        "1",
        "-o",
        "s3://archive/out.jsonl",
        "--shard",
        "4",
    )
    ended = run_in(store, *run)
    assert ended.code == 3, ended.err
    rows = read(store, "archive/out.jsonl")
    names = [*(f"{number}.txt" for number in range(5)), "empty.pdf"]
    assert [row["doc_id"] for row in rows] == [f"s3://archive/in/{name}" for name in names]
    assert [row["error_code"] for row in rows] == [None] * 5 + ["empty-document"]
    again = run_in(store, *run)
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "the output exists already" in again.err


def test_a_table_of_paths_is_read_from_where_it_stands(store: dict[str, str]) -> None:
    ended = run_in(
        store, "batch", "s3://archive/list.jsonl", "--role", "cra", "--workers", "1", "-o", "s3://archive/rows",
        "--format", "jsonl", "--shard", "3",
    )  # fmt: skip
    assert ended.code == 3, ended.err
    rows = read(store, "archive/rows/part-000000.jsonl") + read(store, "archive/rows/part-000001.jsonl")
    assert [(row["doc_id"], row["error_code"]) for row in rows] == [
        ("0", None),
        ("1", None),
        ("2", None),
        ("9", "unreadable-source"),
    ]


def test_a_bucket_that_is_not_there_is_one_line(store: dict[str, str]) -> None:
    ended = run_in(store, "batch", "s3://nowhere/in", "--role", "cra", "-o", "s3://archive/x.jsonl")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "Traceback" not in ended.err


def test_of_two_workers_with_one_shard_the_first_one_counts(
    store: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in store.items():
        monkeypatch.setenv(name, value)
    for url in ("s3://archive/once.txt", "memory://archive/once.txt"):
        for content in (b"first", b"second"):
            with create_file(url, once=True) as file:
                file.write(content)
        assert read_file(url) == b"first"
        with create_file(url) as file:
            file.write(b"third")
        assert read_file(url) == b"third"


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Environment of a client of a running server that speaks Google's protocol, with one bucket."""
    pytest.importorskip("gcsfs", reason="needs the extra gcs")
    pytest.importorskip("gcp_storage_emulator", reason="needs gcp-storage-emulator")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    said = tmp_path_factory.mktemp("gcs") / "said"
    command = [sys.executable, "-m", "gcp_storage_emulator", "start", "--host", "127.0.0.1", "--port", port]
    with said.open("wb") as log, subprocess.Popen([*command, "--in-memory"], stdout=log, stderr=log) as server:
        environ = {
            "STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{port}",
            # The emulator knows nothing of hierarchical buckets, after which gcsfs asks by another protocol.
            "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT": "false",
            "FSSPEC_GS": json.dumps({"token": "anon", "project": "test"}),
        }
        try:
            wait_for(port)
            ask(environ, "storage/v1/b?project=test", json.dumps({"name": "archive"}).encode(), "application/json")
            text = "\n".join(LINES).encode()
            documents = {f"{number}.txt": text + str(number).encode() for number in range(3)}
            for name, content in {**documents, "locked.doc": bytes(32)}.items():
                ask(environ, f"upload/storage/v1/b/archive/o?uploadType=media&name=in/{name}", content)
            yield environ
        finally:
            server.kill()


def ask(environ: dict[str, str], path: str, content: bytes | None = None, kind: str = "text/plain") -> bytes:
    """The answer of that server."""
    connection = HTTPConnection(urlsplit(environ["STORAGE_EMULATOR_HOST"]).netloc, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET" if content is None else "POST", f"/{path}", content, {"Content-Type": kind})
        answer = connection.getresponse()
        assert answer.status == HTTPStatus.OK
        return answer.read()


def wait_for(port: str) -> None:
    """Return when somebody listens there."""
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port)), timeout=1):
            return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_bucket_of_google_is_audited_into_a_bucket(bucket: dict[str, str]) -> None:
    run = ("batch", "gs://archive/in", "--role", "cra", "--workers", "1", "-o", "gs://archive/rows")
    ended = run_in(bucket, *run, "--format", "jsonl", "--shard", "3")
    assert ended.code == 3, ended.err
    rows: list[dict[str, Any]] = []
    for part in range(2):
        content = ask(bucket, f"storage/v1/b/archive/o/rows%2Fpart-{part:06d}.jsonl?alt=media")
        rows += map(json.loads, content.decode().splitlines())
    assert [row["doc_id"].rsplit("/", 1)[-1] for row in rows] == ["0.txt", "1.txt", "2.txt", "locked.doc"]
    assert [row["error_code"] for row in rows] == [None] * 3 + ["unsupported-format"]
    assert "the output exists already" in run_in(bucket, *run, "--format", "jsonl").err
    assert run_in(bucket, *run, "--format", "jsonl", "--shard", "3", "--resume").code == 3
