"""Extraction in a parser-only child process that can be killed: the parent never parses document bytes."""

from ats_audit.isolate._child import open_pipes
from ats_audit.isolate._confine import confine_process
from ats_audit.isolate._deadlines import Deadlines
from ats_audit.isolate._fork import mend_after_fork
from ats_audit.isolate._pool import ProcessPool
from ats_audit.isolate._process import ProcessDiedError, ProcessTimeoutError
from ats_audit.isolate._reader import IsolatedReader
from ats_audit.isolate._wire import BrokenPipeToChildError, read_message, write_message
from ats_audit.isolate._wire import decode_document as unpack_document
from ats_audit.isolate._wire import decode_pictures as unpack_pictures
from ats_audit.isolate._wire import decode_remarks as unpack_remarks
from ats_audit.isolate._wire import decode_section as unpack_section
from ats_audit.isolate._wire import encode_document as pack_document
from ats_audit.isolate._wire import encode_pictures as pack_pictures
from ats_audit.isolate._wire import encode_remarks as pack_remarks
from ats_audit.isolate._wire import encode_section as pack_section

__all__ = [
    "BrokenPipeToChildError",
    "Deadlines",
    "IsolatedReader",
    "ProcessDiedError",
    "ProcessPool",
    "ProcessTimeoutError",
    "confine_process",
    "mend_after_fork",
    "open_pipes",
    "pack_document",
    "pack_pictures",
    "pack_remarks",
    "pack_section",
    "read_message",
    "unpack_document",
    "unpack_pictures",
    "unpack_remarks",
    "unpack_section",
    "write_message",
]
