"""A batch whose documents and rows lie in S3: a server of this machine that speaks its protocol."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commands import LINES, call

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store() -> Iterator[dict[str, str]]:
    """Environment of a client of a running server with one bucket."""
    s3fs = pytest.importorskip("s3fs", reason="needs the extra s3")
    server = pytest.importorskip("moto.server", reason="needs moto[server]").ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    environ = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    system = s3fs.S3FileSystem(
        key="testing",
        secret="testing",
        endpoint_url=environ["AWS_ENDPOINT_URL"],
        skip_instance_cache=True,  # noqa: S106
    )
    system.mkdir("archive")
    text = "\n".join(LINES).encode()
    system.pipe({f"archive/in/{number}.txt": text + str(number).encode() for number in range(5)})
    system.pipe("archive/in/empty.pdf", b"")
    rows = "".join(json.dumps({"id": str(n), "path": f"in/{n}.txt"}) + "\n" for n in (*range(3), 9))
    system.pipe("archive/list.jsonl", rows.encode())
    yield environ | {"STORE": environ["AWS_ENDPOINT_URL"]}
    server.stop()


def read(store: dict[str, str], name: str) -> list[dict[str, str]]:
    import s3fs

    system = s3fs.S3FileSystem(key="testing", secret="testing", endpoint_url=store["STORE"], skip_instance_cache=True)  # noqa: S106
    return [json.loads(line) for line in system.cat(name).decode().splitlines()]


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
    ended = call(*run, **store)
    assert ended.code == 3, ended.err
    rows = read(store, "archive/out.jsonl")
    assert [row["doc_id"] for row in rows] == [f"s3://archive/in/{name}" for name in ("0.txt", "1.txt", "2.txt", "3.txt", "4.txt", "empty.pdf")]  # fmt: skip
    assert [row["error_code"] for row in rows] == [None] * 5 + ["empty-document"]
    again = call(*run, **store)
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "the output exists already" in again.err


def test_a_table_of_paths_is_read_from_where_it_stands(store: dict[str, str]) -> None:
    ended = call(
        "batch", "s3://archive/list.jsonl", "--role", "cra", "--workers", "1", "-o", "s3://archive/rows",
        "--format", "jsonl", "--shard", "3", **store,
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
    ended = call("batch", "s3://nowhere/in", "--role", "cra", "-o", "s3://archive/x.jsonl", **store)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "Traceback" not in ended.err
