"""Text of strangers, made harmless to look at: no character of it may steer a terminal or turn the line around."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SUSPECT: Final = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0590\u2010-\u2027\u2030-\u205e]")
"""All but the commonest harmless characters; whoever matches is looked up."""
_BREAKS: Final = re.compile(r"[\s\u0085\u2028\u2029]+")
_SILENT: Final = frozenset("\u00ad\u200b\u2060\ufeff")
"""Invisible, and without effect on what stands around them: soft hyphen, zero-width spaces."""
_JOINERS: Final = frozenset("\u200c\u200d")
"""Invisible, but several scripts and emoji need them."""
_PRIVATE: Final = "\u25a1"
"""What stands for a character without a meaning of its own: a white square."""
_JSON_UNSAFE: Final = re.compile(
    r"[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


_PLAIN: Final = bytes(range(0x7F))


def neutralise(text: str) -> str:
    r"""*text* on one line: white space as single spaces, control characters as visible escapes.

    Escapes are those of Python (`\x1b`, `\u202e`). Format characters that turn the direction of writing,
    tag characters and lone surrogates count as control characters.
    """
    return _SUSPECT.sub(_replace, _BREAKS.sub(" ", text)).strip()


def neutralise_lines(text: str) -> str:
    """*text* with its line feeds and tabs kept, and each line made harmless as by `neutralise`."""
    return "\n".join(
        "\t".join(_SUSPECT.sub(_replace, cell) for cell in line.split("\t"))
        for line in text.replace("\r\n", "\n").split("\n")
    )


def mask_controls(text: str) -> str:
    """*text* with one U+FFFD for each character that `neutralise` would escape, so that offsets stay true."""
    return _SUSPECT.sub(lambda found: _replace_one(found[0]), text)


def escape_json(serialised: str) -> str:
    """*serialised* JSON with invisible characters and lone surrogates as JSON escapes: the same value, plainly seen."""
    # Most characters are plain, and are taken out of the way much faster than they are looked at.
    odd = serialised.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    if not odd or _JSON_UNSAFE.search(odd.decode("utf-8", "surrogatepass")) is None:
        return serialised
    return _JSON_UNSAFE.sub(lambda found: _json_escape(found[0]), serialised)


def _replace(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SILENT:
        return ""
    if character in _JOINERS:
        return character
    match unicodedata.category(character):
        case "Cc" | "Cf" | "Cs" | "Zl" | "Zp":
            return character.encode("unicode_escape", "surrogatepass").decode("ascii")
        case "Co" | "Cn":
            return _PRIVATE
        case _:
            return character


def _replace_one(character: str) -> str:
    if character in "\n\t" or character in _SILENT or len(_replace_text(character)) == 1:
        return character
    return "\ufffd"


def _replace_text(character: str) -> str:
    return _SUSPECT.sub(_replace, character)


def _json_escape(character: str) -> str:
    point = ord(character)
    if point <= 0xFFFF:  # noqa: PLR2004 # the last point that JSON writes as one escape
        return f"\\u{point:04x}"
    point -= 0x10000
    return f"\\u{0xD800 + (point >> 10):04x}\\u{0xDC00 + (point & 0x3FF):04x}"
