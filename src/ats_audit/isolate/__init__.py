"""Extraction in a parser-only child process that can be killed: the parent never parses document bytes."""

from ats_audit.isolate._child import open_pipes
from ats_audit.isolate._confine import confine_process
from ats_audit.isolate._pool import ProcessPool
from ats_audit.isolate._process import ProcessDiedError, ProcessTimeoutError
from ats_audit.isolate._reader import IsolatedReader
from ats_audit.isolate._wire import BrokenPipeToChildError, read_message, write_message
from ats_audit.isolate._wire import decode_document as unpack_document
from ats_audit.isolate._wire import decode_pictures as unpack_pictures
from ats_audit.isolate._wire import encode_document as pack_document
from ats_audit.isolate._wire import encode_pictures as pack_pictures

__all__ = [
    "BrokenPipeToChildError",
    "IsolatedReader",
    "ProcessDiedError",
    "ProcessPool",
    "ProcessTimeoutError",
    "confine_process",
    "open_pipes",
    "pack_document",
    "pack_pictures",
    "read_message",
    "unpack_document",
    "unpack_pictures",
    "write_message",
]
