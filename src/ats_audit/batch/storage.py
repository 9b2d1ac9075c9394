"""Files by path or URL: local ones by the standard library, all others by fsspec. Written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote, urlsplit

from ats_audit.errors import BatchError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

TEMPORARY: Final = ".ats-audit-tmp"
"""How the name of an unfinished file ends; what a killed process left is known by it, and removed."""
_LONGEST_NAME: Final = 100
"""Characters of a name that its temporary name keeps."""
_FETCHED: Final = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})
"""Schemes of storage that is the user's own. Nothing is fetched from the open network."""
_CONDITIONAL: Final = frozenset({"s3", "s3a", "gs", "gcs", "memory"})
"""Schemes whose libraries can put an object only where none stands."""
_EXTRAS: Final = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}


def is_url(name: str) -> bool:
    """Whether *name* is a URL rather than a path."""
    scheme, separator, _ = name.partition("://")
    return bool(separator) and len(scheme) > 1 and scheme.isalnum()


def local_path(name: str) -> Path | None:
    """The local path that *name* means; None where it lies elsewhere."""
    if not is_url(name):
        return Path(name)
    parts = urlsplit(name)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"}:
        return Path(unquote(parts.path))
    return None


def is_in_this_process(name: str) -> bool:
    """Whether only this process can see what *name* points to."""
    return name.startswith("memory://")


def join(folder: str, name: str) -> str:
    """The path or URL of *name* in *folder*."""
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else str(Path(folder) / name)


def open_file(name: str) -> BinaryIO:
    """Open a file for reading.

    Raises:
        OSError: It cannot be opened.
        BatchError: Storage of that kind is not read.
        MissingExtraError: Reading it needs a library that is not installed.
    """
    path = local_path(name)
    if path is not None:
        return path.open("rb")
    system, inner = _filesystem(name)
    with _as_os_errors():
        return cast("BinaryIO", system.open(inner, "rb"))


def read_file(name: str) -> bytes:
    """The whole content of a file; raises as `open_file` does."""
    with open_file(name) as file, _as_os_errors():
        return file.read()


def exists(name: str) -> bool:
    """Whether there is a file of that name."""
    path = local_path(name)
    if path is not None:
        return path.is_file()
    system, inner = _filesystem(name)
    with _as_os_errors():
        return bool(system.isfile(inner))


def is_folder(name: str) -> bool:
    """Whether there is a folder of that name; an object store has one where something lies in it."""
    path = local_path(name)
    if path is not None:
        return path.is_dir()
    system, inner = _filesystem(name)
    with _as_os_errors():
        return bool(system.isdir(inner))


def list_files(folder: str) -> list[str]:
    """Names of the files directly in *folder*, sorted; none where there is no such folder."""
    path = local_path(folder)
    if path is not None:
        return sorted(entry.name for entry in path.iterdir() if entry.is_file()) if path.is_dir() else []
    system, inner = _filesystem(folder)
    with _as_os_errors():
        if not system.isdir(inner):
            return []
        found = system.ls(inner, detail=True, refresh=True)
    return sorted(entry["name"].rsplit("/", 1)[-1] for entry in found if entry["type"] == "file")


def list_tree(folder: str) -> list[str]:
    """URLs of all files below the remote *folder*, sorted."""
    system, inner = _filesystem(folder)
    with _as_os_errors():
        return sorted(system.unstrip_protocol(name) for name in system.find(inner))


def make_folder(name: str) -> None:
    """Make a folder where storage has such things."""
    path = local_path(name)
    if path is not None:
        path.mkdir(parents=True, exist_ok=True)


def remove_file(name: str) -> None:
    """Remove a file, if it is there."""
    path = local_path(name)
    if path is not None:
        path.unlink(missing_ok=True)
        return
    system, inner = _filesystem(name)
    with contextlib.suppress(FileNotFoundError), _as_os_errors():
        system.rm_file(inner)


def remove_tree(folder: str) -> None:
    """Remove a folder that this package made, with all in it."""
    path = local_path(folder)
    if path is not None:
        import shutil

        shutil.rmtree(path, ignore_errors=not path.exists())
        return
    system, inner = _filesystem(folder)
    with contextlib.suppress(FileNotFoundError), _as_os_errors():
        system.rm(inner, recursive=True)


def remove_temporaries(folder: str) -> None:
    """Remove what killed processes left in *folder*. Object stores have no such files."""
    path = local_path(folder)
    if path is not None:
        _remove_temporaries(path, "")


def remove_temporaries_of(name: str) -> None:
    """Remove what killed processes left beside the file *name*: of it, and of files whose names begin with its name."""
    path = local_path(name)
    if path is not None:
        _remove_temporaries(path.parent, path.name)


def _remove_temporaries(folder: Path, name: str) -> None:
    if folder.is_dir():
        for left in folder.iterdir():
            if left.name.startswith(f".{name[:_LONGEST_NAME]}") and left.name.endswith(TEMPORARY):
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def create_file(name: str, *, once: bool = False) -> Iterator[BinaryIO]:
    """A file that appears under *name* only when the block ends well: complete, and in one step.

    A local file is written under a temporary name beside it and renamed; to an object store it is put at once. With
    *once* the put asks the store to keep what is there: of two workers that were given one shard the first one counts.

    Raises:
        OSError: It cannot be written.
    """
    path = local_path(name)
    if path is None:
        buffer = io.BytesIO()
        yield buffer
        system, inner = _filesystem(name)
        with _as_os_errors():
            if not (once and name.partition("://")[0] in _CONDITIONAL and _put_once(system, inner, buffer.getvalue())):
                system.pipe_file(inner, buffer.getvalue())
        return
    temporary = path.with_name(f".{path.name[:_LONGEST_NAME]}.{secrets.token_hex(4)}{TEMPORARY}")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _put_once(system: Any, inner: str, content: bytes) -> bool:
    """Put *content* unless something stands there; False where the store knows no such request."""
    try:
        system.pipe_file(inner, content, mode="create")
    except FileExistsError:
        return True
    except OSError:
        return False
    return True


def write_file(name: str, content: bytes) -> None:
    """Write *content* as a whole; raises as `create_file` does."""
    with create_file(name) as file:
        file.write(content)


def _filesystem(name: str) -> tuple[Any, str]:
    scheme = name.partition("://")[0]
    if scheme not in _FETCHED:
        raise BatchError(
            f"{scheme}:// is not read",
            hint=f"Known are paths and {', '.join(f'{one}://' for one in sorted(_FETCHED))}.",
        )
    extra = _EXTRAS.get(scheme, "batch")
    try:
        from fsspec.core import url_to_fs

        system, inner = url_to_fs(name)
    except ImportError as error:
        raise MissingExtraError(
            f"{scheme}:// needs a library that is not installed", hint=f"Install it: pip install 'ats-audit[{extra}]'."
        ) from error
    return system, inner


@contextlib.contextmanager
def _as_os_errors() -> Iterator[None]:
    """Storage libraries raise what they like: an `OSError` says the same in one word, without their text."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(type(error).__name__) from error
