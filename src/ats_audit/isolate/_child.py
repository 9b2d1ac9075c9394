"""The parser-only process: reads a document from its standard input, answers on its standard output, forever.

It holds no secrets, inherits no descriptors but three pipes, and may be killed at any moment.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import DocumentError, LimitExceededError
from ats_audit.isolate._wire import (
    DRAW,
    EXTRACT,
    BrokenPipeToChildError,
    decode_limits,
    encode_document,
    encode_error,
    encode_pictures,
    read_frame,
    read_payload,
    write_frame,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ats_audit.model import Limits

CPU_GRACE_SECONDS = 2
"""CPU time beyond the document's own budget after which the kernel ends the process, parent or no parent."""


def main() -> None:
    """Serve documents until standard input ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # A library that prints must not speak into the answers.
    sys.stdout = sys.stderr
    _forbid_files()
    _warm_up()
    write_frame(answers, {"ready": os.getpid()})
    while True:
        try:
            request = read_frame(requests)
            content = read_payload(requests, request)
        except BrokenPipeToChildError:
            return
        write_frame(answers, *_answer(request.get("task", EXTRACT), content, decode_limits(request["limits"])))


def _answer(task: str, content: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    _arm(limits)
    try:
        return _TASKS[task](content, limits)
    except DocumentError as error:
        return {"error": encode_error(error)}, b""
    except MemoryError:
        exceeded = LimitExceededError(
            f"reading the file needs more than {limits.memory_bytes >> 20} MiB of memory",
            hint="Export the résumé again as a plain PDF or DOCX.",
        )
        return {"error": encode_error(exceeded)}, b""


def _extract(content: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import extract_document

    return {"document": encode_document(extract_document(content, limits=limits))}, b""


def _draw(content: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import draw_pages

    return encode_pictures(draw_pages(content, limits=limits))


_TASKS: Final[Mapping[str, Callable[[bytes, Limits], tuple[dict[str, Any], bytes]]]] = {EXTRACT: _extract, DRAW: _draw}
"""What a request may ask for: the answer and the payload behind it."""


def _warm_up() -> None:
    """Import both readers now: at a document's cost it would count against the document."""
    import docx  # noqa: F401
    import lxml.etree  # noqa: F401
    import pdfminer.pdfdocument
    import pdfminer.pdfinterp
    import pdfminer.pdfpage  # noqa: F401


def _forbid_files() -> None:
    """No file is written, no core is dumped; where the system has resource limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _arm(limits: Limits) -> None:
    """Give this document its memory and its CPU time, counted from now."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = int(time.process_time() + limits.seconds) + CPU_GRACE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


if __name__ == "__main__":
    main()
