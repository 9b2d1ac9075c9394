"""A folder of good and bad documents, and a worker that does what a document tells it to."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

from commands import write_docx, write_pdf, write_txt

from ats_audit.isolate import open_pipes, read_message, write_message

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.batch import Row

GOOD = ("a.pdf", "b.docx", "c.txt")
BAD = {
    "empty.pdf": "empty-document",
    "legacy.doc": "unsupported-format",
    "locked.pdf": "encrypted-document",
    "picture.png": "unsupported-format",
    "truncated.pdf": "corrupt-document",
}
"""Files that no audit is made of, and the code that says why."""


def write_mixed(folder: Path) -> None:
    """The good and the bad, and what lies about in folders without being a document."""
    folder.mkdir(parents=True, exist_ok=True)
    write_pdf(folder / "a.pdf")
    write_docx(folder / "b.docx")
    write_txt(folder / "c.txt")
    write_pdf(folder / "locked.pdf", locked_by="open sesame")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "legacy.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048))
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "truncated.pdf").write_bytes((folder / "a.pdf").read_bytes()[:200])
    (folder / ".hidden").write_text("x")
    (folder / "~$b.docx").write_bytes(b"lock")
    (folder / "Thumbs.db").write_bytes(b"x")


def steady(row: Row) -> Row:
    """A row without what differs from run to run."""
    return {name: value for name, value in row.items() if not name.endswith("_ms")}


def main(told: str) -> None:
    """Serve as the worker of a batch does; the content of a document says what becomes of it."""
    job = json.loads(told)
    requests, answers = open_pipes()
    write_message(answers, {"ready": os.getpid()})
    while True:
        request, content = read_message(requests)
        item = request["item"]
        match content.decode().split():
            case ["die"]:
                os._exit(9)
            case ["hang"]:
                time.sleep(3600)
            case ["die-once", mark]:
                if not os.path.exists(mark):  # noqa: PTH110 - a few lines without pathlib start faster
                    os.close(os.open(mark, os.O_CREAT))
                    os._exit(9)
        if item.get("before", {}).get("sha256") == content.decode():
            write_message(answers, {"unchanged": True})
        else:
            write_message(answers, {"row": {"doc_id": item["doc_id"], "status": "ok", "role": job["role"]}})
