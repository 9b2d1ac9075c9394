"""A Content-Security-Policy for pages that carry their styles and scripts within: by digest, never `unsafe-inline`."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

_BLOCK: Final = re.compile(rb"<(style|script)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_NOTHING: Final = ("'none'",)
_DATA: Final = re.compile(rb"\btype\s*=\s*[\"']?application/", re.IGNORECASE)


def allow_inline(page: bytes) -> str:
    """The policy under which *page*, a report of ours, shows as it should and can do nothing else.

    Only blocks that stand outside text are found by their tags; text of a résumé is escaped and has none.
    """
    digests: dict[bytes, list[str]] = {b"style": [], b"script": []}
    for kind, attributes, content in _BLOCK.findall(page):
        if kind.lower() == b"script" and _DATA.search(attributes):
            continue
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        digests[kind.lower()].append(f"'sha256-{digest}'")
    rules = {
        "default-src": ["'none'"],
        "style-src": digests[b"style"],
        "script-src": digests[b"script"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(values or _NOTHING))}" for name, values in rules.items())
