"""PDF content streams, cut into operands and operators by one regular expression."""

from __future__ import annotations

import re
from binascii import unhexlify
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Operand = Any
"""float, bytes (a string), str (a name), list (an array) or dict."""

SPACE: Final = rb"\x00\t\n\f\r "
REGULAR: Final = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"

_TOKEN: Final = re.compile(
    rb"([+-]?(?:\d+\.?\d*|\.\d+)(?=[" + SPACE + rb"()<>\[\]{}/%]|\Z))"  # 1 number
    rb"|\(([^()\\\r]*+)\)"  # 2 string without anything special in it
    rb"|(\[)|(\])"  # 3, 4 array
    rb"|/(" + REGULAR + rb"*+)"  # 5 name
    rb"|<([0-9A-Fa-f" + SPACE + rb"]*+)>"  # 6 hexadecimal string
    rb"|(" + REGULAR + rb"++)"  # 7 operator, or a malformed number
    rb"|\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)"  # 8 string with escapes or brackets
    rb"|(\()"  # 9 string with brackets in brackets, or without an end
    rb"|(<<)|(>>)"  # 10, 11 dictionary
    rb"|%[^\r\n]*+",
    re.DOTALL,
)
(
    _NUMBER,
    _STRING,
    _OPEN,
    _CLOSE,
    _NAME,
    _HEX,
    _OPERATOR,
    _ESCAPED,
    _NESTED,
    _OPEN_DICT,
    _CLOSE_DICT,
) = range(1, 12)

_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_BRACKET: Final = re.compile(rb"\\.|[()]", re.DOTALL)
_NAME_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_LOOSE_NUMBER: Final = re.compile(rb"[+-]*(\d*\.?\d+|\d+)")
_IMAGE_END: Final = re.compile(rb"[" + SPACE + rb"]EI(?=[" + SPACE + rb"]|\Z)")
_BLANKS: Final = bytes([0, 9, 10, 12, 13, 32])
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MAX_DEPTH: Final = 32
_MAX_OPERANDS: Final = 512
"""Operands that may wait for an operator: far more than any operator takes, but DeviceN colours and dash arrays."""
_DIGITS: Final = frozenset(b"0123456789.+-")
_OCTAL: Final = frozenset(b"01234567")


def iter_operations(  # noqa: C901, PLR0912 - one branch per kind of token; a call for each would double the cost
    data: bytes,
) -> Iterator[tuple[bytes, list[Operand]]]:
    """Yield each operator of the content stream *data* with the operands before it; inline images are skipped.

    The list of operands is the same one each time, emptied after the operator: take what is needed at once.
    An inline image is yielded as the operator `EI` with its dictionary's keys and values as operands.
    """
    operands: list[Operand] = []
    target = operands
    stack: list[list[Operand]] = []
    tokens = _TOKEN.finditer(data)
    while True:
        for match in tokens:
            kind = match.lastindex
            if kind == _NUMBER:
                target.append(float(match[1]))
            elif kind == _STRING:
                target.append(match[2])
            elif kind == _OPERATOR:
                word = match[7]
                if word[0] in _DIGITS:
                    target.append(read_loose_number(word))
                elif word == b"ID":
                    yield b"EI", operands
                    operands.clear()
                    tokens = _TOKEN.finditer(data, _skip_image(data, match.end()))
                    break
                elif not stack:
                    yield word, operands
                    operands.clear()
            elif kind == _NAME:
                target.append(read_name(match[5]))
            elif kind == _HEX:
                target.append(read_hex(match[6]))
            elif kind == _ESCAPED:
                target.append(read_string(match[8]))
            elif kind == _NESTED:
                end = find_string_end(data, match.end())
                target.append(read_string(data[match.end() : end]))
                # An expression cannot count brackets without end: go on behind the string.
                tokens = _TOKEN.finditer(data, end + 1)
                break
            elif kind in {_OPEN, _OPEN_DICT}:
                if len(stack) < _MAX_DEPTH:
                    stack.append(target)
                    target = []
            elif kind is not None and stack:
                closed = target if kind == _CLOSE else _pair(target)
                target = stack.pop()
                target.append(closed)
            if len(operands) > _MAX_OPERANDS:
                operands.clear()
        else:
            return


def read_string(raw: bytes) -> bytes:
    """Undo the escapes of a literal string. Source: ISO 32000-1, table 3."""
    return _ESCAPE.sub(_unescape, raw) if b"\\" in raw or b"\r" in raw else raw


def _unescape(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped is None:
        return b"\n"
    if escaped[0] in _OCTAL:
        return bytes([int(escaped, 8) & 0xFF])
    return b"" if escaped in {b"\n", b"\r", b"\r\n"} else _ESCAPES.get(escaped, escaped)


def find_string_end(data: bytes, at: int) -> int:
    """Return the place of the bracket that closes the string begun before *at*; the end of *data* without one."""
    depth = 1
    for match in _BRACKET.finditer(data, at):
        if match[0] == b"(":
            depth += 1
        elif match[0] == b")":
            depth -= 1
            if not depth:
                return match.start()
    return len(data)


def read_hex(raw: bytes) -> bytes:
    digits = raw.translate(None, _BLANKS)
    return unhexlify(digits + b"0" if len(digits) % 2 else digits)


def read_name(raw: bytes) -> str:
    """Return the name that *raw* writes, its #xx escapes undone."""
    if b"#" in raw:
        raw = _NAME_ESCAPE.sub(lambda match: unhexlify(match[1]), raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def read_loose_number(word: bytes) -> float:
    found = _LOOSE_NUMBER.match(word)
    if found is None:
        return 0.0
    return -float(found[1]) if word.startswith(b"-") else float(found[1])


def _skip_image(data: bytes, at: int) -> int:
    end = _IMAGE_END.search(data, at)
    return end.end() if end else len(data)


def _pair(items: list[Operand]) -> dict[str, Operand]:
    return {key: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, str)}
