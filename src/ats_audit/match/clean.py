"""Résumé text as it was meant: folded dashes, quotes and ligatures, with the way back to every offset."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
        **dict.fromkeys("‘’‚‛′´`ʼ", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("\u0085\u2028\u2029", "\n"),
        **dict.fromkeys("⁄∕", "/"),
        "İ": "I",  # the one letter whose lower case is longer
    }
)
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff®™©℠\ufe0e\ufe0f")
# UTF-8 that was read as Windows-1252 on its way: "â€™" for a quote, "Â " for a hard space
_CONTINUATION = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(f"[ÂÃ]{_CONTINUATION}|â{_CONTINUATION}{{2}}|Â(?=\\s|$)")
_BROKEN = re.compile("[ÂÃâ]")
_ODD = re.compile("[^\u0000-\u007f]")
_SHOWN_HYPHEN = re.compile("[\u00ad\u00ac](?=[ \t]*[\r\n])")
"""A soft hyphen shows at the end of a line; some programs write it there as a not sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A cleaned text and where its characters came from."""

    text: str
    starts: tuple[int, ...] = (0,)
    """Offsets into `text` at which a run begins, ascending; equal ones where something was dropped."""
    origins: tuple[int, ...] = (0,)
    """For each run, the original offset of its first character."""
    ends: tuple[int, ...] = (-1,)
    """For each run that replaces a stretch as a whole, the original end of that stretch; -1 for a plain copy."""
    below: CleanText | None = None
    """What this was made from, where that was cleaned itself: `origins` and `ends` point into its text."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original text behind the non-empty cleaned span `[start, end)`."""
        if len(self.starts) == 1:
            return start, end
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        left = self.origins[first] if self.ends[first] >= 0 else self.origins[first] + start - self.starts[first]
        right = self.ends[last] if self.ends[last] >= 0 else self.origins[last] + end - self.starts[last]
        return (left, right) if self.below is None else self.below.original(left, right)

    def cleaned(self, offset: int) -> int:
        """The cleaned offset at or after the original *offset*."""
        if self.below is not None:
            offset = self.below.cleaned(offset)
        if len(self.starts) == 1:
            return offset
        run = max(bisect_right(self.origins, offset) - 1, 0)
        width = self.starts[run + 1] - self.starts[run] if run + 1 < len(self.starts) else len(self.text)
        return self.starts[run] + max(0, min(offset - self.origins[run], width))

    def without(self, spans: Sequence[tuple[int, int]]) -> CleanText:
        """This text with the half-open *spans* left out, which are ascending and apart."""
        pieces: list[str] = []
        starts, origins = [0], [0]
        length = done = 0
        for start, end in spans:
            pieces.append(self.text[done:start])
            length += start - done
            starts.append(length)
            origins.append(end)
            done = end
        pieces.append(self.text[done:])
        ends = (-1,) * len(starts)
        return CleanText(text="".join(pieces), starts=tuple(starts), origins=tuple(origins), ends=ends, below=self)


def clean_text(text: str) -> CleanText:
    """Fold what printers and converters did to a text.

    Dashes, quotes, spaces and full-width letters become their plain form, and so does a soft hyphen at the end of a
    line; other soft hyphens, zero-width characters and trade marks are dropped before compatibility normalisation
    (which would turn a trade mark into "TM"); ligatures and other compatibility characters are spelt out; the usual
    mojibake is undone.
    """
    if text.isascii():
        return CleanText(text=text)
    pieces: list[str] = []
    starts, origins, ends = [0], [0], [-1]
    length = done = 0
    for start, end, new in _iter_odd(text):
        pieces += (text[done:start], new)
        length += start - done
        done = end
        if end - start == len(new) == 1:
            length += 1  # one for one: no offset moves
            continue
        if new:
            starts.append(length)
            origins.append(start)
            ends.append(end)
        length += len(new)
        starts.append(length)
        origins.append(end)
        ends.append(-1)
    pieces.append(text[done:])
    return CleanText(text="".join(pieces), starts=tuple(starts), origins=tuple(origins), ends=tuple(ends))


def _iter_odd(text: str) -> list[tuple[int, int, str]]:
    """Stretches to replace, with what stands for them."""
    found: list[tuple[int, int, str]] = []
    broken = {match.start(): match for match in _MOJIBAKE.finditer(text)} if _BROKEN.search(text) else {}
    done = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        if start in broken:
            end = broken[start].end()
            new = _undo(text[start:end])
        elif (
            start > done
            and "\u0300" <= match.group() <= "\u036f"
            and text[start - 1].isascii()
            and text[start - 1].isalpha()
        ):
            while end < len(text) and "\u0300" <= text[end] <= "\u036f":
                end += 1
            start -= 1
            new = _fold(text[start:end])
        else:
            new = "-" if _SHOWN_HYPHEN.match(text, start) else _fold(match.group())
        if new != text[start:end]:
            found.append((start, end, new))
            done = end
    return found


def _undo(broken: str) -> str:
    if broken == "Â":
        return ""
    try:
        meant = broken.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return broken
    return _fold(meant)


@lru_cache(maxsize=4_096)
def _fold(odd: str) -> str:
    if odd in _DROPPED:
        return ""
    if len(odd) == 1 and ord(odd) in _FOLDS:
        return odd.translate(_FOLDS)
    folded = unicodedata.normalize("NFKC", odd).translate(_FOLDS)
    return odd if folded[0] == " " else folded  # a lone accent would become a space and an accent
