"""The command line: what may stand behind an option."""

from __future__ import annotations

import argparse
import contextlib
from typing import Final

MINIMUM_WIDTH: Final = 40


def read_score(word: str) -> float:
    """A score, 0 to 100."""
    with contextlib.suppress(ValueError):
        number = float(word)
        if 0 <= number <= 100:  # noqa: PLR2004 # false for nan too
            return number
    raise argparse.ArgumentTypeError(f"{word!r} is not a number from 0 to 100")


def read_width(word: str) -> int:
    """Columns of text."""
    with contextlib.suppress(ValueError):
        number = int(word)
        if number >= MINIMUM_WIDTH:
            return number
    raise argparse.ArgumentTypeError(f"{word!r} is not a number of columns, {MINIMUM_WIDTH} or more")


def read_count(word: str) -> int:
    """A number of things, 1 or more."""
    return _whole(word, least=1)


def read_threshold(word: str) -> int:
    """A number of things, 0 or more."""
    return _whole(word, least=0)


def _whole(word: str, *, least: int) -> int:
    if word.isascii() and word.isdigit() and int(word) >= least:
        return int(word)
    raise argparse.ArgumentTypeError(f"{word!r} is not a whole number, {least} or more")


def read_seconds(word: str) -> float:
    """A time in seconds, above 0."""
    with contextlib.suppress(ValueError):
        number = float(word)
        if 0 < number < float("inf"):
            return number
    raise argparse.ArgumentTypeError(f"{word!r} is not a number of seconds")


def read_port(word: str) -> int:
    """A port; 0 is any free one."""
    with contextlib.suppress(ValueError):
        number = int(word)
        if 0 <= number <= 65_535:  # noqa: PLR2004 # the ports there are
            return number
    raise argparse.ArgumentTypeError(f"{word!r} is not a port, 0 to 65535")


def read_heading(word: str) -> str:
    """Words, with single spaces."""
    heading = " ".join(word.split())
    if not heading:
        raise argparse.ArgumentTypeError("a heading needs words")
    return heading
