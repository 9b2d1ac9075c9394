"""Where the built-in lexicon stands: beside this module when installed, compiled from `lexicons/` in a checkout."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

COMPILED = Path(__file__).parent / "_compiled"
"""Written by the build of the wheel; in a checkout a cache that follows the sources."""
COMPILED_NAME = "lexicon.json"
ENGLISH_NAME = "english.json"


def locate_checkout() -> Path | None:
    """The `lexicons/` folder of the checkout that this module runs from, or None when it runs installed."""
    root = Path(__file__).parents[3]
    sources = root / "lexicons"
    in_checkout = Path(__file__).parents[2].name == "src" and (root / "pyproject.toml").is_file()
    return sources if in_checkout and sources.is_dir() else None


def digest_sources(directory: Path) -> str:
    """SHA-256 over names and bytes of all files below *directory* that the compiled lexicon is made of."""
    total = hashlib.sha256()
    for path in sorted(directory.rglob("*"), key=lambda path: path.as_posix()):
        name = path.relative_to(directory).as_posix()
        if path.is_file() and path.suffix in {".yaml", ".txt"}:
            content = path.read_bytes()
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()


def read_compiled(name: str) -> dict[str, Any] | None:
    """The compiled file of that name, or None where the package was never built."""
    try:
        content: dict[str, Any] = json.loads((COMPILED / name).read_bytes())
    except FileNotFoundError:
        return None
    return content


def write_compiled(name: str, content: dict[str, Any]) -> None:
    """Write the file whole or not at all: a temporary name, then a rename."""
    COMPILED.mkdir(exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=COMPILED, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, separators=(",", ":"))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(COMPILED / name)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
