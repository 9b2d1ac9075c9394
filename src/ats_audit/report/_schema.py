"""The JSON Schemas of the contracts, as they are shipped beside this module."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

SCHEMAS: Final[tuple[str, ...]] = ("report", "scan", "rank", "compare")
"""Names of the contracts that have a schema."""

_MAJOR: Final = 1


def load_schema(name: str) -> str:
    """The JSON Schema (2020-12) of one contract, as JSON text ending in a line feed.

    Raises:
        KeyError: *name* is none of `SCHEMAS`.
    """
    if name not in SCHEMAS:
        raise KeyError(name)
    return files("ats_audit.report").joinpath("schema", f"{name}-{_MAJOR}.json").read_text(encoding="utf-8")
