"""The command `serve`: settings from the command line, and what is wrong with them."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ats_audit.cli._exit import Exit
from ats_audit.cli._parser import UsageError
from ats_audit.errors import MissingExtraError

if TYPE_CHECKING:
    import argparse

    from ats_audit.cli._console import Console
    from ats_audit.service import ApiKey, ServiceSettings

_NEEDED: Final = ("fastapi", "uvicorn", "multipart", "prometheus_client")


def serve(arguments: argparse.Namespace, console: Console) -> Exit:
    """Serve until told to stop, or show a new key.

    Raises:
        MissingExtraError: The libraries of the service are not installed.
        UsageError: The settings make no sense, or would let everybody in.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"the service needs {', '.join(missing)}", hint="Install it with: pip install 'ats-audit[service]'"
        )
    from ats_audit.service import make_key

    if arguments.new_key is not None:
        try:
            key, line = make_key(arguments.new_key)
        except ValueError as error:
            raise UsageError(str(error)) from error
        console.write(f"key, for the client alone, shown only now:\n  {key}\nline for the file of keys:\n  {line}\n")
        return Exit.DONE
    from ats_audit.service._server import OpenServerError, serve_until_stopped

    try:
        serve_until_stopped(_read_settings(arguments), host=arguments.host, port=arguments.port)
    except OpenServerError as error:
        raise UsageError(f"{error}; make some with --new-key NAME and name their file with --keys FILE") from error
    except OSError as error:
        raise UsageError(f"cannot listen there ({os.strerror(error.errno or 0)})") from error
    return Exit.DONE


def _read_settings(arguments: argparse.Namespace) -> ServiceSettings:
    from ats_audit.service import ServiceSettings

    return ServiceSettings(
        slots=arguments.slots or os.cpu_count() or 1,
        waiting=arguments.waiting,
        keys=_read_keys(arguments.keys),
        requests_per_minute=arguments.per_minute,
        hosts=tuple(name.lower() for name in arguments.host_name or ()),
        lexicon=None if arguments.lexicon is None else Path(arguments.lexicon),
        page=not arguments.no_page,
    )


def _read_keys(path: str | None) -> tuple[ApiKey, ...]:
    from ats_audit.service import KeyFileError, parse_keys

    if path is None:
        return ()
    try:
        return parse_keys(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("the file of keys cannot be read") from error
    except KeyFileError as error:
        raise UsageError(f"the file of keys: {error}") from error
