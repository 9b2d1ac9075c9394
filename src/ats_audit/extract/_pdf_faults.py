"""What pdfminer raises on a damaged file: one table, asked for only where its code is called.

Ours is not called under it: a fault of our own stays one, and never looks like a damaged file.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from pdfminer.psexceptions import PSException

FAULTS: Final[tuple[type[Exception], ...]] = (
    PSException,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Seen on 3,017 files of test suites; pdfminer trusts what it parses, so that nearly any type can come."""
