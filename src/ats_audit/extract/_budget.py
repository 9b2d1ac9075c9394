"""What a document may cost, and what it has cost so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ats_audit.errors import ExtractionTimeoutError, LimitExceededError

if TYPE_CHECKING:
    from ats_audit.model import Limits

Clock = Callable[[], float]

RATIO_FROM = 4_000_000
"""Decompressed bytes up to which no ratio counts: a short file of many equal paragraphs packs well."""


_LAST_SHARE: Final = 0.25
"""Share of the seconds that a reading which may be partial keeps for laying out what it has."""


class Budget:
    """Counts the cost of one document against its `Limits`; each `spend_` raises once the purse is empty.

    The one object of this floor that changes while a document is read: every loop over foreign bytes pays here.
    """

    __slots__ = (
        "_characters",
        "_clock",
        "_deadline",
        "_font_entries",
        "_forms",
        "_glyphs",
        "_inflated",
        "_last",
        "_objects",
        "_operators",
        "limits",
        "partial",
    )

    def __init__(self, limits: Limits, *, partial: bool = False, clock: Clock = time.monotonic) -> None:
        self.limits = limits
        self.partial = partial
        """What was read until a limit is met is better than nothing, so long as it is told."""
        self._clock = clock
        self._last = clock() + limits.seconds
        # What was read in part still has to be laid out.
        self._deadline = self._last - (_LAST_SHARE * limits.seconds if partial else 0.0)
        self._characters = 0
        self._font_entries = 0
        self._forms = 0
        self._glyphs = 0
        self._inflated = 0
        self._objects = 0
        self._operators = 0

    def check_time(self) -> None:
        """Raise `ExtractionTimeoutError` once the document has had its seconds."""
        if self._clock() > self._deadline:
            raise ExtractionTimeoutError(
                f"Reading the file took longer than {self.limits.seconds:g} seconds.",
                hint="Export the résumé again as a plain PDF or DOCX.",
            )

    def reprieve(self) -> None:
        """Give what was read in part the rest of its seconds, to be laid out in."""
        self._deadline = self._last

    def check_pages(self, pages: int) -> None:
        """Raise where a document has more *pages* than allowed."""
        if pages > self.limits.pages:
            raise self._exceeded("pages", "pages")

    def spend_operators(self, count: int) -> None:
        """Pay for *count* drawing operators, and look at the clock."""
        self._operators += count
        if self._operators > self.limits.operators:
            raise self._exceeded("drawing operators", "operators")
        self.check_time()

    def spend_objects(self, count: int) -> None:
        """Pay for *count* objects of a file's structure: numbers, names, references; and look at the clock."""
        self._objects += count
        if self._objects > self.limits.objects:
            raise self._exceeded("objects", "objects")
        self.check_time()

    def spend_form(self) -> None:
        """Pay for drawing one Form XObject."""
        self._forms += 1
        if self._forms > self.limits.forms:
            raise self._exceeded("drawn forms", "forms")

    def spend_font_entries(self, count: int) -> None:
        """Pay for *count* widths, names or codes in the tables of fonts, and look at the clock."""
        self._font_entries += count
        if self._font_entries > self.limits.font_entries:
            raise self._exceeded("entries in font tables", "font_entries")
        self.check_time()

    def spend_glyphs(self, count: int) -> None:
        """Pay for *count* glyphs shown on pages, and look at the clock."""
        self._glyphs += count
        if self._glyphs > self.limits.glyphs:
            raise self._exceeded("glyphs", "glyphs")
        self.check_time()

    def spend_characters(self, count: int) -> None:
        """Pay for *count* code points of text."""
        self._characters += count
        if self._characters > self.limits.characters:
            raise self._exceeded("characters of text", "characters")

    @property
    def characters_left(self) -> int:
        """Code points of text that may still be paid for."""
        return max(self.limits.characters - self._characters, 0)

    def restart_characters(self) -> None:
        """Count text anew: the same file is read once more."""
        self._characters = 0

    def spend_inflated(self, count: int) -> None:
        """Pay for *count* decompressed bytes, and look at the clock."""
        self._inflated += count
        if self._inflated > self.limits.inflated_bytes:
            raise self._exceeded("decompressed bytes", "inflated_bytes")
        self.check_time()

    def most_inflated(self, size: int) -> int:
        """Decompressed bytes that one part of an archive of *size* bytes may have at all."""
        return min(
            self.limits.inflated_bytes, self.limits.stream_bytes, max(RATIO_FROM, self.limits.archive_ratio * size)
        )

    def check_ratio(self, size: int) -> None:
        """Raise where an archive of *size* bytes has grown out of all proportion so far."""
        if self._inflated > max(RATIO_FROM, self.limits.archive_ratio * size):
            raise LimitExceededError(
                f"The file grows to more than {self.limits.archive_ratio:,} times its size when it is unpacked.",
                hint="Open it in its editor and save it again.",
                limit="archive_ratio",
            )

    def check_nesting(self, depth: int) -> None:
        """Raise where one thing stands *depth* levels deep in others."""
        if depth > self.limits.nesting:
            raise self._exceeded("levels of nesting", "nesting")

    def check_stream(self, count: int) -> None:
        """Raise where one stream or archive member inflates to more than its share."""
        if count > self.limits.stream_bytes:
            raise self._exceeded("decompressed bytes in one stream", "stream_bytes")

    def _exceeded(self, what: str, limit: str) -> LimitExceededError:
        return LimitExceededError(
            f"The file holds more than {getattr(self.limits, limit):,} {what}.",
            hint="Send the résumé alone, exported again from its editor.",
            limit=limit,
        )
