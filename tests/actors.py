"""Children that do as a test tells them, in place of those that read documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ats_audit.isolate import ProcessPool


def play(pool: ProcessPool, act: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the children of *pool* do *act* with every request, given `request`, `content` and `answers`."""
    lines = "\n".join(f"        {line}" for line in act.splitlines())
    (folder / "actor.py").write_text(ACTOR.replace("ACT", lines), encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    pool._module = "actor"


ACTOR = """
import os, sys, threading, time
from ats_audit.isolate import _child
from ats_audit.isolate._wire import read_message, write_message
from ats_audit.model import Limits

def main(*arguments):
    requests, answers = _child.open_pipes()
    write_message(answers, {"ready": os.getpid()})
    served = 0
    while True:
        request, content = read_message(requests)
        served += 1
ACT
"""
ECHO = "write_message(answers, {'pid': os.getpid(), 'served': served}, content)"
