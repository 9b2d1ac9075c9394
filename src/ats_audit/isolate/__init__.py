"""Extraction in a parser-only child process that can be killed: the parent never parses document bytes."""

from ats_audit.isolate._pool import ProcessPool
from ats_audit.isolate._process import ProcessDiedError, ProcessTimeoutError
from ats_audit.isolate._reader import IsolatedReader

__all__ = ["IsolatedReader", "ProcessDiedError", "ProcessPool", "ProcessTimeoutError"]
