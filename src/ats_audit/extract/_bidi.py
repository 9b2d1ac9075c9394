"""Right-to-left writing: from the order in which glyphs stand on a line to the order in which they are read.

Source: the Unicode Bidirectional Algorithm (UAX 9, rules W, N and L2), without embeddings, which a page does not show.
Applied to what is seen it gives back what was written, but for numbers beside Latin words, which a page sets alike
in two orders.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_PRESENTATION: Final = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")
_STRONG: Final = {"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}
_TURNED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_COMMAS: Final = frozenset(",;:\u060c\u061b")
_OPENING, _CLOSING = "([{", ")]}"


def has_right_to_left(text: str) -> bool:
    """Tell whether *text* holds a letter that is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def fold_forms(text: str) -> str:
    """Return *text* with the letters whose shapes in a word it may spell out: U+FEED is a waw."""
    return _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def order_line(seen: Sequence[str]) -> list[int]:
    """Return the numbers of the glyphs *seen* on a line from left to right, in the order in which they are read.

    Spaces are glyphs of their own. The line runs from right to left where it holds more letters that do than others,
    and where commas between words of both sorts do not say otherwise: they touch the word that is read before them.
    """
    kinds = [_kind_of(text) for text in seen]
    told = _ask_commas(seen, kinds)
    base = 1 if told < 0 or (not told and kinds.count("R") >= max(kinds.count("L"), 1)) else 0
    levels = _resolve(_bind_brackets(seen, kinds), base)
    order = list(range(len(seen)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        for is_inside, run in groupby([(number, levels[number] >= level) for number in order], key=itemgetter(1)):
            members = [number for number, _ in run]
            if is_inside:
                order[start : start + len(members)] = members[::-1]
            start += len(members)
    return order


def _ask_commas(seen: Sequence[str], kinds: Sequence[str]) -> int:
    """Return how many commas between the two sorts of words touch what is left of them, less those that do not."""
    told = 0
    for number, text in enumerate(seen[1:-1], 1):
        if text not in _COMMAS or seen[number - 1].isspace() == seen[number + 1].isspace():
            continue
        left = next((kind for kind in reversed(kinds[:number]) if kind in "LR"), "")
        right = next((kind for kind in kinds[number + 1 :] if kind in "LR"), "")
        if left and right and left != right:
            told += 1 if seen[number + 1].isspace() else -1
    return told


def has_turned_brackets(text: str) -> bool:
    """Tell whether every pair of brackets in *text* stands the wrong way round.

    Most producers say of a bracket what it is; some say what it looks like on a line that runs from right to left.
    """
    brackets = [char for char in text if char in _OPENING + _CLOSING]
    return (
        bool(brackets)
        and len(brackets) % 2 == 0
        and all(one in _CLOSING and other in _OPENING for one, other in zip(brackets[::2], brackets[1::2], strict=True))
    )


def turn_brackets(text: str) -> str:
    """Return *text* with every bracket turned round."""
    return text.translate(_TURNED)


def _kind_of(text: str) -> str:
    return next((kind for char in text if (kind := _STRONG.get(unicodedata.bidirectional(char)))), " ")


def _bind_brackets(seen: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Return *kinds*, with brackets after a Latin word that hold no letter of the other sort made Latin (rule N0)."""
    bound = list(kinds)
    opened: list[int] = []
    for number, text in enumerate(seen):
        if text in _OPENING:
            opened.append(number)
        elif text in _CLOSING and opened:
            first = opened.pop()
            before = next((kind for kind in reversed(kinds[:first]) if kind in "LR"), "")
            if before == "L" and "R" not in kinds[first:number]:
                bound[first] = bound[number] = "L"
    return bound


def _resolve(kinds: Sequence[str], base: int) -> list[int]:
    """Return the level of each glyph: even from left to right, odd from right to left."""
    levels: list[int] = []
    edge = "R" if base else "L"
    strong = edge
    sides: list[str] = []
    for kind in kinds:
        if kind in "LR":
            strong = kind
        # A number goes with the Latin word before it; among letters from right to left it keeps an order of its own.
        sides.append(strong if kind == "N" else kind)
    at = 0
    for (kind, side), run in groupby(zip(kinds, sides, strict=True)):
        count = len(list(run))
        if kind == " ":
            before = sides[at - 1] if at else edge
            behind = sides[at + count] if at + count < len(sides) else edge
            level = base + (before == behind != edge)
        elif kind == "N" and side == "R":
            level = 2
        else:
            level = base + (side != edge)
        levels += [level] * count
        at += count
    return levels
