"""Words with their boxes as packed records: as JSON they cost ten times as much, and are most of an answer."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import overload

from ats_audit.model import Box, Word

_RECORD = struct.Struct("<IIIdddd")
"""Start, end, page and box."""


def pack_words(words: Sequence[Word]) -> bytes:
    """The records of *words*, end to end."""
    if isinstance(words, PackedWords):
        return words.records
    pack = _RECORD.pack
    return b"".join([pack(start, end, page, *box) for start, end, page, box in words])


class PackedWords(Sequence[Word]):
    """Words as they came over the pipe, each made when it is asked for; equal to the tuple of them.

    An audit looks at some hundred of a document's thousands, to tell pages.
    """

    __slots__ = ("records",)

    def __init__(self, records: bytes) -> None:
        """Take what `pack_words` made.

        Raises:
            ValueError: It did not make this.
        """
        if len(records) % _RECORD.size:
            raise ValueError("not whole records")
        self.records = records

    def __len__(self) -> int:
        """How many."""
        return len(self.records) // _RECORD.size

    @overload
    def __getitem__(self, at: int) -> Word: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Word]: ...

    def __getitem__(self, at: int | slice) -> Word | Sequence[Word]:
        """One of them, or some."""
        if isinstance(at, slice):
            return tuple(self)[at]
        count = len(self)
        place = at + count if at < 0 else at
        if not 0 <= place < count:
            raise IndexError("no such word")
        return _make(*_RECORD.unpack_from(self.records, place * _RECORD.size))

    def __iter__(self) -> Iterator[Word]:
        """Each in turn."""
        return (_make(*record) for record in _RECORD.iter_unpack(self.records))

    def __eq__(self, other: object) -> bool:
        """Whether *other* has the same words, packed or not."""
        if isinstance(other, PackedWords):
            return self.records == other.records
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        """As the tuple's."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """As the tuple's."""
        return repr(tuple(self))


def _make(start: int, end: int, page: int, x0: float, y0: float, x1: float, y1: float) -> Word:
    return Word(start, end, page, Box(x0, y0, x1, y1))
