"""The files of the web page, and the policy under which it works."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "page"


@cache
def load_asset(name: str) -> str:
    """The text of a file of the page: its template, style or script."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def html_tokens() -> str:
    """The page's colours and fonts as custom properties of CSS, for other pages that shall look like it."""
    return load_asset("report.css").partition("*, *::before")[0]


def html_policy() -> str:
    """The content security policy under which every page works, for a server's header; one for all reports."""
    style, script = (_digest(load_asset(name)) for name in ("report.css", "report.js"))
    return (
        f"default-src 'none'; img-src data:; style-src '{style}'; script-src '{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
