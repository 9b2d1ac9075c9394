"""What a confined process can no longer do. Each attempt runs in a process of its own, before and after."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ats_audit.isolate import IsolatedReader
from ats_audit.model import Limits

PROGRAM = """
import errno, json, os, signal, socket, subprocess, sys, threading
from ats_audit.isolate import _child
from ats_audit.isolate._confine import confine_process

def attempt():
    ACT

def outcome():
    try:
        attempt()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"

sys.argv.remove("-c")
_child._warm_up()
before = outcome()
confinement = confine_process()
after = outcome()
print(json.dumps({"before": before, "after": after} | confinement))
"""

FILES = {
    "read a file": "open(sys.argv[0]).close()",
    "list a folder": "os.listdir(os.path.dirname(sys.argv[0]))",
    "write a file": "open(sys.argv[0], 'a').write('x')",
    "make a file": "open(sys.argv[0] + '.new', 'w').close()",
    "make a folder": "os.mkdir(sys.argv[0] + '.d'); os.rmdir(sys.argv[0] + '.d')",
    "run a program": "os.posix_spawn(sys.executable, [sys.executable, '-c', ''], {})",
}
CALLS = {
    "open a socket": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()",
    "make a process": "os.fork() or os._exit(0)",
    "run a program": "os.posix_spawn(sys.executable, [sys.executable, '-c', ''], {})",
}


def outcome(act: str, argument: str) -> dict[str, str | int]:
    program = PROGRAM.replace("ACT", act)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, argument],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, str | int] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("act", FILES.values(), ids=FILES)
def test_files_are_out_of_reach(act: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("x", encoding="utf-8")
    found = outcome(act, str(file))
    assert found["before"] == "done"
    if not found.get("landlock"):
        pytest.skip("this kernel has no Landlock")
    assert found["after"] in ("EACCES", "EPERM")


@pytest.mark.parametrize("act", CALLS.values(), ids=CALLS)
def test_network_and_other_processes_are_out_of_reach(act: str, tmp_path: Path) -> None:
    found = outcome(act, str(tmp_path / "none"))
    assert found["before"] == "done"
    if not found.get("seccomp"):
        pytest.skip("this system does not filter system calls")
    assert found["after"] in ("EPERM", "EACCES")


def test_threads_can_still_be_made(tmp_path: Path) -> None:
    act = "thread = threading.Thread(target=int); thread.start(); thread.join()"
    assert outcome(act, str(tmp_path))["after"] == "done"


def test_modules_that_a_document_needs_late_can_still_be_loaded(tmp_path: Path) -> None:
    act = "import pypdfium2, cryptography.fernet, lxml.html, xml.dom.minidom"
    assert outcome(act, str(tmp_path))["after"] == "done"
    act = "from pdfminer.cmapdb import CMapDB; CMapDB.get_cmap('UniGB-UCS2-H')"
    assert outcome(act, str(tmp_path))["after"] == "done"


def test_the_first_file_finds_everything_loaded() -> None:
    program = (
        "import sys; from pathlib import Path; from ats_audit.isolate import _child; _child._warm_up()\n"
        "before = set(sys.modules); from ats_audit.extract import extract_document\n"
        "for path in sys.argv[1:]: extract_document(Path(path).read_bytes())\n"
        "print(sorted(set(sys.modules) - before))"
    )
    samples = Path(__file__).parents[3] / "samples"
    files = [str(samples / f"cra-strong.{suffix}") for suffix in ("pdf", "docx", "txt")]
    done = subprocess.run([sys.executable, "-c", program, *files], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_child_says_what_it_gave_up() -> None:
    with IsolatedReader() as reader:
        reader.extract(b"Skills\nREDCap", limits=Limits())
        confinement = reader._pool._idle[0].confinement
    if sys.platform.startswith("linux"):
        assert set(confinement) == {"landlock", "seccomp"}
    else:
        assert confinement == {}
