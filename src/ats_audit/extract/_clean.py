"""Text as a person sees it: ligatures folded, bullets named, invisible and dangerous code points gone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

BULLET: Final = "•"
UNMAPPED: Final = "\ufffd"
"""Stands for a glyph that the file does not tell the meaning of."""
SOFT_HYPHEN: Final = "\u00ad"

_LIGATURES: Final = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}

# Private-use code points of Symbol and Wingdings as Word and its exporters write them: bullets and check marks.
_SYMBOL_BULLETS: Final = frozenset(
    {0x6C, 0x6E, 0x71, 0x75, 0x76, 0x77, 0x9E, 0x9F, 0xA0, 0xA7, 0xA8, 0xB7, 0xD8, 0xE0, 0xE8, 0xF0, 0xFC, 0xFE}
)
_SYMBOLS: Final = {0x20: " ", 0x2D: "-", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xAE: "→", 0xDE: "⇒"}
_SYMBOL_FONT: Final = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(range(0x30, 0x3A), "0123456789", strict=True)),
}
"""The letters of the font Symbol. Source: Adobe Symbol encoding, PDF Reference 1.7, D.5."""
_SYMBOL_PAGE: Final = 0xF000
_SYMBOL_LAST: Final = 0xF0FF

_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SPACES: Final = re.compile("[\t\n\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# C0 and C1 controls, zero-width and joining marks, bidirectional controls, variation selectors, byte-order marks,
# interlinear and tag characters: nothing that a reader sees, much that can hide or reorder text.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = re.compile(r"[ -~]*\Z")


def clean_text(text: str) -> str:
    """Return *text* with every space a plain one and without invisible characters; soft hyphens stay.

    Private-use bullets become "•"; other private-use characters are icons, and go. Lone surrogates become U+FFFD.
    """
    if _PLAIN.match(text):
        return text
    text = _SURROGATE.sub(UNMAPPED, text)
    text = _PRIVATE.sub(lambda match: name_private(match[0]), text)
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def name_private(char: str) -> str:
    """Return what a private-use *char* means in the symbol fonts: a bullet, a sign, or nothing."""
    code = ord(char)
    if not _SYMBOL_PAGE <= code <= _SYMBOL_LAST:
        return ""
    code -= _SYMBOL_PAGE
    return BULLET if code in _SYMBOL_BULLETS else _SYMBOLS.get(code, "")


def name_symbol(char: str, font: str) -> str:
    """Return *char* of *font* as Unicode has it: letters and signs of the font Symbol; others as they are."""
    code = ord(char)
    if font.lower() == "symbol":
        code -= _SYMBOL_PAGE if code >= _SYMBOL_PAGE else 0
        return _SYMBOL_FONT.get(code, _SYMBOLS.get(code, char))
    return char


def is_icon(text: str) -> bool:
    """Tell whether *text* holds a private-use character that is no common bullet or sign."""
    return any(not name_private(match[0]) for match in _PRIVATE.finditer(text))


def fold_soft_hyphens(word: str, *, ends_line: bool) -> str:
    """Return *word* without soft hyphens; at the end of a line the last one shows, and becomes a hyphen."""
    if SOFT_HYPHEN not in word:
        return word
    shown = "-" if ends_line and word.endswith(SOFT_HYPHEN) else ""
    return word.replace(SOFT_HYPHEN, "") + shown
