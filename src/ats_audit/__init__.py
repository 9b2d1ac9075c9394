"""ats-audit: what a résumé shows, and does not show, of a healthcare-tech role.

>>> from ats_audit import audit
>>> report = audit("resume.pdf", role="cra")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ats_audit.auditor import Auditor, audit
    from ats_audit.errors import AtsAuditError, DocumentError, LexiconError
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import AuditFailure, AuditReport, Limits, ScanReport
    from ats_audit.report import Format, render
    from ats_audit.version import __version__

__all__ = [
    "AtsAuditError",
    "AuditFailure",
    "AuditReport",
    "Auditor",
    "DocumentError",
    "Format",
    "Lexicon",
    "LexiconError",
    "Limits",
    "ScanReport",
    "__version__",
    "audit",
    "render",
]

_HOMES = {
    "AtsAuditError": "errors",
    "AuditFailure": "model",
    "AuditReport": "model",
    "Auditor": "auditor",
    "DocumentError": "errors",
    "Format": "report",
    "Lexicon": "lexicon",
    "LexiconError": "errors",
    "Limits": "model",
    "ScanReport": "model",
    "__version__": "version",
    "audit": "auditor",
    "render": "report",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562): `import ats_audit` alone loads nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"ats_audit.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
