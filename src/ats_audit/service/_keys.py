"""Who may use the service: keys that are known by their digest alone, and how much each may ask for."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,64}):(?P<digest>[0-9a-f]{64})")
_MINUTE = 60.0


class KeyFileError(ValueError):
    """A line of a key file is no key; the message names the line by its number and never quotes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key, without the key."""

    name: str
    """For logs and limits."""
    digest: str
    """SHA-256 of the key, in hex. Keys are 256 random bits, which no dictionary holds: a slow hash adds nothing."""


def make_key(name: str) -> tuple[str, str]:
    """A new key, and the line that stands for it in a key file.

    Raises:
        ValueError: *name* is not made of letters, digits, dots, dashes and underscores.
    """
    key = f"ats_{secrets.token_urlsafe(32)}"
    line = f"{name}:{_digest(key)}"
    if not _LINE.fullmatch(line):
        raise ValueError("the name of a key is made of letters, digits, dots, dashes and underscores")
    return key, line


def parse_keys(text: str) -> tuple[ApiKey, ...]:
    """The keys of a file: a line `NAME:SHA256` for each; blank lines and lines that begin with # are skipped.

    Raises:
        KeyFileError: A line is neither, a name stands twice, or there is no key at all.
    """
    keys: dict[str, ApiKey] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise KeyFileError(f"line {number} is not NAME:SHA256 (make one with --new-key NAME)")
        if found["name"] in keys:
            raise KeyFileError(f"line {number} has a name that stands above")
        keys[found["name"]] = ApiKey(name=found["name"], digest=found["digest"])
    if not keys:
        raise KeyFileError("the file holds no key")
    return tuple(keys.values())


def find_key(keys: Iterable[ApiKey], presented: str) -> ApiKey | None:
    """The key that was *presented*; as long for a wrong one as for a right one."""
    digest = _digest(presented)
    found = None
    for key in keys:
        if hmac.compare_digest(key.digest, digest):
            found = key
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


class RateLimit:
    """A bucket of tokens for each name, refilled evenly."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, name: str, count: int = 1) -> float:
        """Take *count* tokens of *name*; seconds until there are as many, 0.0 if they were taken.

        More than a minute's share is taken when the bucket is full, and paid back before the next.
        """
        now = self._clock()
        left, since = self._buckets.get(name, (self._most, now))
        left = min(self._most, left + (now - since) * self._most / _MINUTE)
        wanted = min(float(count), self._most)
        if left < wanted:
            self._buckets[name] = (left, now)
            return (wanted - left) * _MINUTE / self._most
        self._buckets[name] = (left - count, now)
        return 0.0
