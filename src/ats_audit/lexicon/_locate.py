"""Where the built-in lexicon stands: beside this module when installed, compiled from `lexicons/` in a checkout."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPILED = Path(__file__).parent / "_compiled"
"""Written by the build of the wheel; in a checkout a cache that follows the sources."""
COMPILED_NAME = "lexicon.jsonl"
ENGLISH_NAME = "english.txt"


def locate_checkout() -> Path | None:
    """The `lexicons/` folder of the checkout that this module runs from, or None when it runs installed."""
    root = Path(__file__).parents[3]
    sources = root / "lexicons"
    in_checkout = Path(__file__).parents[2].name == "src" and (root / "pyproject.toml").is_file()
    return sources if in_checkout and sources.is_dir() else None


def digest_sources(directory: Path) -> str:
    """SHA-256 over names and bytes of all files below *directory* that the compiled lexicon is made of."""
    total = hashlib.sha256()
    for name, path, _ in _iter_sources(directory):
        content = Path(path).read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def stamp_sources(directory: Path) -> str:
    """SHA-256 over names, sizes and times of the same files: as long as it stays, nothing was edited.

    Reading the files takes longer than loading the compiled lexicon; this does not.
    """
    files = (f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\0" for name, _, stat in _iter_sources(directory))
    return hashlib.sha256("".join(files).encode()).hexdigest()


def _iter_sources(directory: Path) -> Iterator[tuple[str, str, os.stat_result]]:
    """Name below *directory*, path, and stat of each source file, sorted by name."""
    found: list[tuple[str, str, os.stat_result]] = []
    waiting = [("", str(directory))]
    while waiting:
        prefix, folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append((f"{prefix}{entry.name}/", entry.path))
                elif entry.name.endswith((".yaml", ".txt")) and not entry.name.startswith("."):
                    found.append((prefix + entry.name, entry.path, entry.stat()))
    yield from sorted(found, key=lambda file: file[0])


def read_compiled(name: str) -> bytes | None:
    """The compiled file of that name, UTF-8, or None where the package was never built."""
    try:
        return (COMPILED / name).read_bytes()
    except FileNotFoundError:
        return None


def write_compiled(name: str, content: str) -> None:
    """Write the file whole or not at all: a temporary name, then a rename."""
    COMPILED.mkdir(exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=COMPILED, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(COMPILED / name)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
