"""The running service: its address, its patience with clients, and how it ends."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from served import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

PDF = (Path(__file__).parents[2] / "samples" / "cra-strong.pdf").read_bytes()


CHUNKED = (
    b"POST /v1/audits?role=cra HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    b"Transfer-Encoding: chunked\r\n"
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ats_audit", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_service_that_others_can_reach_refuses_to_start_without_keys() -> None:
    done = run("--host", "0.0.0.0", "--port", "0")  # noqa: S104 # that it does not listen there is the test
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs keys" in done.stderr
    assert "--new-key" in done.stderr


def test_a_new_key_is_shown_once_with_its_line() -> None:
    done = run("--new-key", "board")
    assert done.returncode == 0
    assert "ats_" in done.stdout
    assert "board:" in done.stdout


@pytest.mark.parametrize("content", [None, "board:secret\n", ""])
def test_a_file_of_keys_that_is_none_is_refused_without_quoting_it(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "keys"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run("--port", "0", "--keys", str(path))
    assert done.returncode == 2
    assert "file of keys" in done.stderr
    assert "secret" not in done.stderr


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server("--slots", "1")
    yield started
    assert started.stop() == 0


def post(server: Server) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/v1/audits?role=cra", PDF, {"Content-Type": "application/pdf"})
    return connection


def answer_to(server: Server, sent: bytes, *, patience: float = 60) -> bytes:
    """What the service says to raw bytes until it hangs up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
        connection.sendall(sent)
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
        return b"".join(parts)


def refusal(answer: bytes) -> tuple[int, str]:
    """Status and code of a problem that is the only answer."""
    assert answer.count(b"HTTP/1.1 ") == 1
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    told = json.loads(body)
    assert head.startswith(f"HTTP/1.1 {told['status']} ".encode())
    return told["status"], told["code"]


@pytest.mark.slow
class TestRunning:
    def test_headers_without_end_are_refused(self, server: Server) -> None:
        request = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000
        assert refusal(answer_to(server, request)) == (431, "header-too-large")

    @pytest.mark.parametrize(
        "request_",
        [
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
            b"GET /livez HTTP/1.1\r\n\r\n",
            b"POST /v1/audits HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            b"POST /v1/audits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            CHUNKED + b"\r\nzz\r\nabc\r\n",
            # Whatever stands before the service may go by the other length: a request could be hidden in this one.
            CHUNKED + b"Content-Length: 5\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        ],
    )
    def test_what_is_no_http_is_refused_with_a_problem(self, server: Server, request_: bytes) -> None:
        assert refusal(answer_to(server, request_)) == (400, "bad-request")

    def test_nonsense_behind_a_refusal_is_hung_up_on(self, server: Server) -> None:
        """The answer is out before the rest of the body comes, and there can be no second one."""
        request = CHUNKED.replace(b"cra", b"none") + b"\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(request)
            answer = connection.recv(65_536)
            assert refusal(answer) == (400, "unknown-role")
            connection.sendall(b"zz\r\nabc\r\n")
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(65_536) == b""
        assert not [line for line in server.lines if line.get("event") == "library" and line.get("fault")]

    def test_a_client_that_never_ends_its_headers_is_cut_off(self, server: Server) -> None:
        began = time.monotonic()
        assert answer_to(server, b"GET /livez HTTP/1.1\r\nHost: localhost\r\n") == b""
        assert time.monotonic() - began < 30

    def test_nothing_is_written_to_a_disk(self, server: Server) -> None:
        """Of the server and all its children no file is open for writing but standard streams and pipes."""
        connections = [post(server) for _ in range(2)]
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        writable = []
        for pid in [str(server.process.pid), *children]:
            for descriptor in Path(f"/proc/{pid}/fdinfo").iterdir():
                target = str(Path(f"/proc/{pid}/fd/{descriptor.name}").readlink())
                flags = int(descriptor.read_text().split("flags:")[1].split()[0], 8)
                if flags & (os.O_WRONLY | os.O_RDWR) and target.startswith("/") and target != "/dev/null":
                    writable.append(target)
        for connection in connections:
            assert connection.getresponse().status == 200
            connection.close()
        assert writable == []


IMPATIENT = (
    "from ats_audit.service import ServiceSettings, _server\n"
    "_server.HEADER_SECONDS = _server.STALL_SECONDS = 1.0\n"
    "_server.serve_until_stopped(ServiceSettings(slots=1), host='127.0.0.1', port=0)"
)
GET = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="class")
def impatient() -> Iterator[Server]:
    started = Server(program=IMPATIENT)
    yield started
    assert started.stop() == 0


@pytest.mark.slow
class TestImpatience:
    def test_a_kept_connection_is_given_as_little_time_for_the_next_headers(self, impatient: Server) -> None:
        with socket.create_connection(("127.0.0.1", impatient.port), timeout=30) as connection:
            connection.sendall(GET)
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
            while connection.recv(1 << 20)[-2:] != b"}}":
                pass
            connection.sendall(GET[:20])
            began = time.monotonic()
            assert connection.recv(1) == b""
            assert time.monotonic() - began < 4

    def test_a_client_that_sends_one_request_after_another_is_not_cut_off(self, impatient: Server) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", impatient.port, timeout=30)
        connection.connect()
        port = connection.sock.getsockname()[1]
        for _ in range(25):
            connection.request("GET", "/livez")
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, b'{"status":"ok"}\n')
            time.sleep(0.1)
        assert connection.sock.getsockname()[1] == port
        connection.close()

    def test_a_client_that_takes_nothing_of_its_answers_is_cut_off(self, impatient: Server) -> None:
        asked = 400
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            connection.connect(("127.0.0.1", impatient.port))
            connection.sendall(GET * asked)
            time.sleep(4)
            got = bytearray()
            with contextlib.suppress(ConnectionResetError):
                while part := connection.recv(1 << 20):
                    got += part
        assert 0 < got.count(b"HTTP/1.1 200 OK") < asked

    def test_a_client_that_takes_its_answers_slowly_gets_them_all(self, impatient: Server) -> None:
        asked = 40
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            connection.connect(("127.0.0.1", impatient.port))
            connection.sendall(GET * (asked - 1) + GET[:-2] + b"Connection: close\r\n\r\n")
            got = bytearray()
            began = time.monotonic()
            while part := connection.recv(1 << 14):
                got += part
                if time.monotonic() - began < 3:
                    time.sleep(0.05)
        assert got.count(b"HTTP/1.1 200 OK") == asked


@pytest.mark.slow
def test_what_is_in_work_is_finished_before_the_service_ends() -> None:
    server = Server("--slots", "1", "--waiting", "20")
    statuses: list[int] = []

    def ask() -> None:
        connection = post(server)
        statuses.append(connection.getresponse().status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    time.sleep(0.25)
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    assert server.stop() == 0
    for thread in threads:
        thread.join()
    assert statuses == [200] * 10
    assert server.lines[-1]["event"] == "stopped"
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
