"""What a service may cost, and who may use it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ats_audit.model import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.service._keys import ApiKey

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names under which this machine calls itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """How a service is set up."""

    slots: int = field(default_factory=lambda: os.cpu_count() or 1)
    """Documents that are worked on at a time."""
    waiting: int | None = None
    """Documents that may wait for a slot before more are refused with 429; None for twice the slots."""
    limits: Limits = field(default_factory=Limits)
    """What one document may cost."""
    judge_seconds: float = 10.0
    """Wall time for matching, judging and writing one document that has been read."""
    body_seconds: float = 30.0
    """Wall time within which a request's body has to arrive."""
    buffered_bytes: int = 200_000_000
    """All bodies together that are held in memory; more are refused with 429."""
    advert_characters: int = 100_000
    """Length of a job advert, in code points."""
    batch_items: int = 50
    """Documents of one batch."""
    batch_bytes: int = 50_000_000
    """All documents of one batch together."""
    keys: tuple[ApiKey, ...] = ()
    """Whoever may use the service; empty for everybody that can reach it."""
    requests_per_minute: int = 120
    """Documents that each key may send; a minute's share may come at once."""
    hosts: tuple[str, ...] = ()
    """Names under which the service may be called, without port; empty for any. Bars DNS rebinding."""
    lexicon: Path | None = None
    """Folder with an overlay of the built-in lexicon."""
    page: bool = True
    """Whether the web page is served at `/`."""

    @property
    def queue(self) -> int:
        """Documents that may wait for a slot."""
        return 2 * self.slots if self.waiting is None else self.waiting
