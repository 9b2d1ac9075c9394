"""The reader's child with a taste for poison: a document that begins with a word of `POISON` does what it says.

As Tika's MockParser, it lets the measurement meet failures that no file is known to cause.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from ats_audit.isolate import _child

if TYPE_CHECKING:
    from ats_audit.model import Limits


def _hog() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def _loop() -> None:
    while True:
        pass


POISON = {
    b"HANG": lambda: threading.Event().wait(),
    b"LOOP": _loop,
    b"EXIT": lambda: os._exit(7),
    b"SEGV": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"HOG!": _hog,
}
_extract = _child._TASKS["extract"]  # noqa: SLF001 # stands in for it


def extract(content: bytes, limits: Limits, order: Any) -> tuple[dict[str, Any], bytes]:
    """Take the poison, or read the document."""
    act = POISON.get(content[:4])
    if act is not None:
        act()
    return _extract(content, limits, order)


def main() -> None:
    """Serve as the real child does."""
    _child._TASKS = {**_child._TASKS, "extract": extract}  # noqa: SLF001 # as above
    _child.main()
