"""The service with readers that take poison: `poisoned_serve.py SLOTS`; a line of its log tells the port."""

from __future__ import annotations

import sys

from ats_audit.isolate import _reader
from ats_audit.service import ServiceSettings
from ats_audit.service._server import serve_until_stopped

if __name__ == "__main__":
    _reader._CHILD = "poison_child"  # noqa: SLF001 # the one way to poison a reader
    serve_until_stopped(ServiceSettings(slots=int(sys.argv[1]), waiting=64, page=False), host="127.0.0.1", port=0)
