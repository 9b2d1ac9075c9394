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

_NUM: Final = rb"[+-]?(?:\d++\.?\d*+|\.\d++)"
_BLANK: Final = rb"[\t\n\f\r ]"
"""Blanks at which `bytes.split` parts too: numbers parted by zero bytes are read one by one."""
_END: Final = rb"(?=[" + SPACE + rb"()<>\[\]{}/%]|\Z)"
_TOKEN: Final = re.compile(
    # Whole operations, as nearly all producers write nearly all of theirs:
    rb"((?:" + _NUM + _BLANK + rb"++){0,6}+)([A-Za-z'\"][A-Za-z0-9*]*+)" + _END  # 1, 2 numbers and their operator
    + rb"|<([0-9A-Fa-f]*+)>" + _BLANK + rb"*+Tj" + _END  # 3 hexadecimal string, shown
    + rb"|\(([^()\\\r]*+)\)" + _BLANK + rb"*+Tj" + _END  # 4 string without anything special in it, shown
    + rb"|\[((?:[^\[\]()<>%/A-Za-z]++|\((?:[^()\\\r]++|\\[^\r])*+\)|<[0-9A-Fa-f]*+>)*+)\]" + _BLANK + rb"*+TJ" + _END
    # 5 strings and shifts, shown
    + rb"|/(" + REGULAR + rb"*+)" + _BLANK + rb"++(?:(" + _NUM + rb")" + _BLANK + rb"++)?([A-Za-z][\w*]*+)" + _END
    # 6, 7, 8 name, perhaps a number, operator
    # What is left, token by token:
    + rb"|(" + _NUM + _END + rb")"  # 9 number
    + rb"|\(([^()\\\r]*+)\)"  # 10 string without anything special in it
    + rb"|(\[)|(\])"  # 11, 12 array
    + rb"|/(" + REGULAR + rb"*+)"  # 13 name
    + rb"|<([0-9A-Fa-f" + SPACE + rb"]*+)>"  # 14 hexadecimal string
    + rb"|(" + REGULAR + rb"++)"  # 15 operator, or a malformed number
    + rb"|\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+)\)"  # 16 string with escapes or brackets
    + rb"|(\()"  # 17 string with brackets in brackets, or without an end
    + rb"|(<<)|(>>)"  # 18, 19 dictionary
    + rb"|%[^\r\n]*+",
    re.DOTALL,
)  # fmt: skip
(
    _NUMBERS,
    _OPERATION,
    _HEX_SHOWN,
    _SHOWN,
    _ARRAY_SHOWN,
    _NAMED,
    _NAMED_NUMBER,
    _NAMED_OPERATION,
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
) = range(1, 20)

_ITEM: Final = re.compile(rb"\(((?:[^()\\]++|\\.)*+)\)|<([0-9A-Fa-f]*+)>|([^()<>" + SPACE + rb"]++)", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_BRACKET: Final = re.compile(rb"\\.|[()]", re.DOTALL)
_NAME_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_LOOSE_NUMBER: Final = re.compile(rb"[+-]*(\d*\.?\d+|\d+)")
_IMAGE_END: Final = re.compile(rb"[" + SPACE + rb"]EI(?=[" + SPACE + rb"]|\Z)")
_BLANKS: Final = bytes([0, 9, 10, 12, 13, 32])
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OCTETS: Final = {b"%03o" % number: bytes([number & 0xFF]) for number in range(0o1000)}
_MAX_DEPTH: Final = 32
_MAX_OPERANDS: Final = 512
"""Operands that may wait for an operator: far more than any operator takes, but DeviceN colours and dash arrays."""
_DIGITS: Final = frozenset(b"0123456789.+-")
_OCTAL: Final = frozenset(b"01234567")


def iter_operations(  # noqa: C901, PLR0912, PLR0915 - one branch per kind of token; calls would double the cost
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
            word = b""
            if kind == _OPERATION:
                numbers, word = match.group(_NUMBERS, _OPERATION)
                if numbers:
                    target.extend(map(float, numbers.split()))
            elif kind == _HEX_SHOWN:
                target.append(read_hex(match[_HEX_SHOWN]))
                word = b"Tj"
            elif kind == _SHOWN:
                target.append(match[_SHOWN])
                word = b"Tj"
            elif kind == _ARRAY_SHOWN:
                target.append(_read_items(match[_ARRAY_SHOWN]))
                word = b"TJ"
            elif kind == _NAMED_OPERATION:
                name, number, word = match.group(_NAMED, _NAMED_NUMBER, _NAMED_OPERATION)
                target.append(read_name(name))
                if number is not None:
                    target.append(float(number))
            elif kind == _NUMBER:
                target.append(float(match[_NUMBER]))
            elif kind == _STRING:
                target.append(match[_STRING])
            elif kind == _OPERATOR:
                word = match[_OPERATOR]
                if word[0] in _DIGITS:
                    target.append(read_loose_number(word))
                    word = b""
            elif kind == _NAME:
                target.append(read_name(match[_NAME]))
            elif kind == _HEX:
                target.append(read_hex(match[_HEX]))
            elif kind == _ESCAPED:
                target.append(read_string(match[_ESCAPED]))
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
            if word == b"ID":
                yield b"EI", operands
                operands.clear()
                tokens = _TOKEN.finditer(data, _skip_image(data, match.end()))
                break
            if word and not stack:
                yield word, operands
                operands.clear()
            elif len(operands) > _MAX_OPERANDS:
                operands.clear()
        else:
            return


def _read_items(body: bytes) -> list[Operand]:
    """Return the strings and numbers in the brackets of a `TJ`."""
    items: list[Operand] = []
    for plain, digits, number in _ITEM.findall(body):
        if number:
            try:
                items.append(float(number))
            except ValueError:
                items.append(read_loose_number(number))
        elif digits:
            items.append(unhexlify(digits + b"0" if len(digits) % 2 else digits))
        else:
            items.append(read_string(plain) if b"\\" in plain else plain)
    return items


def read_string(raw: bytes) -> bytes:
    """Undo the escapes of a literal string. Source: ISO 32000-1, table 3."""
    head, *parts = raw.split(b"\\")
    if b"\r" not in raw:
        read = [head]
        for part in parts:
            octet = _OCTETS.get(part[:3])
            if octet is None:
                break
            read += (octet, part[3:])
        else:
            # Nothing but numbers of three digits, which some producers write for every letter.
            return b"".join(read)
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
