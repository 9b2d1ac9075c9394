"""The parser-only process: reads a document from its standard input, answers on its standard output, forever.

It holds no secrets, inherits no descriptors but three pipes, gives up files, network and programs before the first
document, and may be killed at any moment.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import DocumentError, LimitExceededError
from ats_audit.isolate._confine import confine_process
from ats_audit.isolate._wire import (
    DRAW,
    EXTRACT,
    MAX_ANSWER_BYTES,
    REMARKS,
    RESCUE,
    SCAN,
    SECTION,
    BrokenPipeToChildError,
    decode_limits,
    decode_remarks,
    decode_section,
    decode_wish,
    encode_document,
    encode_error,
    encode_pictures,
    read_message,
    write_message,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from ats_audit.model import Document, Limits

CPU_GRACE_SECONDS = 2
"""Time beyond the document's own budget after which the system ends the process, parent or no parent."""


def main() -> None:
    """Serve the pipes of this process until the parent closes them."""
    requests, answers = open_pipes()
    _warm_up()
    # What is loaded stays: the collector need not look through it again with each document.
    gc.collect()
    gc.freeze()
    confinement = confine_process()
    write_message(answers, {"ready": os.getpid(), "confinement": confinement})
    serve(requests, answers)


def open_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output of this process, apart from what any library knows by those names.

    A library that prints, in Python or in C, then speaks to standard error, not into the answers.
    """
    requests, answers = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return os.fdopen(requests, "rb", buffering=0), os.fdopen(answers, "wb", buffering=0)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until their stream ends."""
    while True:
        try:
            request, content = read_message(requests)
        except BrokenPipeToChildError:
            return
        answer, payload = _answer(request, content)
        try:
            write_message(answers, answer, payload)
        except OSError:
            return


def _answer(request: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    limits = decode_limits(request["limits"])
    _arm(limits)
    try:
        return _TASKS[request["task"]](content, limits, request.get("order"))
    except DocumentError as error:
        return {"error": encode_error(error)}, b""
    except MemoryError:
        beyond = LimitExceededError(
            f"reading the file needs more than {limits.memory_bytes >> 20} MiB of memory",
            hint="Export the résumé again as a plain PDF or DOCX.",
            limit="memory_bytes",
        )
        return {"error": encode_error(beyond)}, b""
    finally:
        _disarm()


def _extract(content: bytes, limits: Limits, order: Any) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import extract_document, extract_recognised

    partial, recognised = decode_wish(order)
    if recognised:
        return _hand_over(extract_recognised(content, recognised, limits=limits, partial=partial))
    return _hand_over(extract_document(content, limits=limits, partial=partial))


def _rescue(content: bytes, limits: Limits, order: Any) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import rescue_document

    partial, recognised = decode_wish(order)
    return _hand_over(rescue_document(content, recognised=recognised, limits=limits, partial=partial))


def _hand_over(read: Document) -> tuple[dict[str, Any], bytes]:
    document = encode_document(read)
    if len(document) > MAX_ANSWER_BYTES:
        raise LimitExceededError("the file has more words than can be kept", hint="Split it.")
    return {}, document


def _draw(content: bytes, limits: Limits, _: Any) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import draw_pages

    return encode_pictures(draw_pages(content, limits=limits))


def _scan(content: bytes, limits: Limits, _: Any) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import draw_scans

    return encode_pictures(draw_scans(content, limits=limits))


def _write_section(content: bytes, limits: Limits, order: Any) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import write_section

    return {}, write_section(content, decode_section(order), limits=limits)


def _write_remarks(content: bytes, limits: Limits, order: Any) -> tuple[dict[str, Any], bytes]:
    from ats_audit.extract import write_remarks

    return {}, write_remarks(content, decode_remarks(order), limits=limits)


_TASKS: Final[Mapping[str, Callable[[bytes, Limits, Any], tuple[dict[str, Any], bytes]]]] = {
    EXTRACT: _extract,
    RESCUE: _rescue,
    DRAW: _draw,
    SCAN: _scan,
    SECTION: _write_section,
    REMARKS: _write_remarks,
}
"""What a request may ask for, with the file, its limits and the order: the answer and the payload behind it."""


def _warm_up() -> None:
    """Load what documents need now: at a document's cost it would count against the document.

    What is loaded later all the same can still be read: see `PACKAGES` in `_confine`.
    """
    import codecs

    import lxml.etree  # noqa: F401
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    from ats_audit.extract import load_readers

    # Encrypted files ask for these; the libraries behind them are loaded with the first use.
    Cipher(algorithms.AES(bytes(16)), modes.CBC(bytes(16))).decryptor()
    # Strings of PDF may be written in it.
    codecs.lookup("utf-16-be")
    load_readers()


def _arm(limits: Limits) -> None:
    """Give this document its memory, its CPU time and, should the parent be gone, its wall time, counted from now."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    seconds = int(time.process_time() + limits.seconds) + CPU_GRACE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 2 * CPU_GRACE_SECONDS)


def _disarm() -> None:
    """Waiting for the next document takes as long as it takes."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
