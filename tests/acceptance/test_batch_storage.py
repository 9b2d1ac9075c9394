"""A batch whose documents and rows lie in S3: a server of this machine that speaks its protocol."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from commands import LINES, Ended, call

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
