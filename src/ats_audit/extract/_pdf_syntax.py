"""The syntax of PDF objects: pdfminer's objects from one regular expression, in time linear in the bytes.

pdfminer's own parser takes a call for each token and copies unfinished strings again and again; the objects that come
out are the same (`tests/properties/test_pdf_reference.py` compares them).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, int_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, PSKeyword, PSLiteral

from ats_audit.extract._pdf_streams import GuardedStream
from ats_audit.extract._pdf_tokens import (
    REGULAR,
    SPACE,
    find_string_end,
    read_hex,
    read_loose_number,
    read_name,
    read_string,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ats_audit.extract._budget import Budget

_BLANK: Final = rb"(?:[" + SPACE + rb"]++|%[^\r\n]*+)*+"
_GAP: Final = rb"(?:[" + SPACE + rb"]++|%[^\r\n]*+[\r\n])++"
_TOKEN: Final = re.compile(
    _BLANK + rb"(?:"
    rb"(\d{1,10})" + _GAP + rb"\d{1,5}" + _GAP + rb"R(?!" + REGULAR + rb")"  # 1 reference
    rb"|([+-]?\d++)(?!\.)"  # 2 integer
    rb"|([+-]?(?:\d++\.\d*+|\.\d++))"  # 3 real
    rb"|/(" + REGULAR + rb"*+)"  # 4 name
    rb"|(<<)|(>>)|(\[)|(\])"  # 5 to 8
    rb"|\(([^()\\\r]*+)\)"  # 9 string without anything special in it
    rb"|<([0-9A-Fa-f" + SPACE + rb"]*+)>"  # 10 hexadecimal string
    rb"|(\()"  # 11 any other string
    rb"|(" + REGULAR + rb"++)"  # 12 keyword
    rb"|(.))",  # 13 what stands in no object
    re.DOTALL,
)
(
    _REFERENCE,
    _INTEGER,
    _REAL,
    _NAME,
    _OPEN_DICT,
    _CLOSE_DICT,
    _OPEN,
    _CLOSE,
    _STRING,
    _HEX,
    _BRACKET,
    _KEYWORD,
    _OTHER,
) = range(1, 14)
_STREAM: Final = re.compile(_BLANK + rb"stream(?:[ \t]*(?:\r\n?|\n))?")
_END: Final = re.compile(rb"[" + SPACE + rb"]*endstream")
_LONGEST_NUMBER: Final = 18
_MAX_DEPTH: Final = 256
"""Arrays and dictionaries within each other; pdfminer walks them by recursion afterwards."""
_TICK: Final = 4_096
"""Tokens of one object between two payments."""
_CONSTANTS: Final[dict[bytes, object]] = {b"true": True, b"false": False, b"null": None}
_ENDS: Final = frozenset({b"endobj", b"obj", b"stream", b"endstream", b"xref", b"trailer", b"startxref"})
"""Keywords that end an object however many of its brackets are still open."""


class GuardedParser(PDFParser):
    """A parser over bytes in memory that pays for its tokens and hands out bounded streams."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        self.content = content
        self.budget = budget
        self._no_end_from = len(content)
        super().__init__(io.BytesIO(content))

    def seek(self, pos: int) -> None:
        """Go to *pos*; all of the file is the buffer."""
        super().seek(pos)
        self.buf = self.content
        self.bufpos = 0
        self.charpos = min(max(pos, 0), len(self.content))

    def fillbuf(self) -> bool:
        """Tell that the buffer is the same, within the time allowed."""
        self.budget.check_time()
        if self.charpos >= len(self.buf):
            raise PSEOF
        return False

    def nexttoken(self) -> tuple[int, Any]:
        """Return the next token and its place."""
        match = _TOKEN.match(self.content, self.charpos)
        if match is None:
            self.charpos = len(self.content)
            raise PSEOF
        kind = match.lastindex or _OTHER
        if kind == _REFERENCE:
            # Asked for one by one, the parts of a reference are numbers.
            at, self.charpos = match.start(1), match.end(1)
            return at, int(match[1])
        at = match.start(kind)
        found, self.charpos = self._read_single(match, kind)
        return at, found

    def _read_single(self, match: re.Match[bytes], kind: int) -> tuple[Any, int]:
        end = match.end()
        if kind == _BRACKET:
            close = find_string_end(self.content, end)
            return read_string(self.content[end:close]), close + 1
        return _MAKERS[kind](match[kind]), end

    def nextobject(self) -> tuple[int, Any]:
        """Return the next object and the place at which it was looked for."""
        at = self.charpos
        found, self.charpos = self.read_object(at)
        return at, found

    def read_object(self, at: int) -> tuple[Any, int]:
        """Return the object that begins at *at* and the place behind it; a dictionary takes its stream along.

        Raises:
            PSEOF: the file ends within the object.
            PDFSyntaxError: there is none, or it is nested too deep.
        """
        found, end = self.read_value(at)
        if type(found) is dict:
            match = _STREAM.match(self.content, end)
            if match is not None:
                return self._read_stream(found, match.end())
        return found, end

    def read_value(self, at: int) -> tuple[Any, int]:  # noqa: C901, PLR0912 - one branch per kind of token
        """Return the object at *at*, which is no stream, and the place behind it."""
        content, document = self.content, self.doc
        scan = _TOKEN.match
        target: list[Any] = []
        stack: list[tuple[list[Any], bool]] = []
        tokens = 0
        while True:
            match = scan(content, at)
            if match is None:
                raise PSEOF
            tokens += 1
            if not tokens % _TICK:
                self.budget.spend_objects(_TICK)
            kind = match.lastindex
            at = match.end()
            if kind == _NAME:
                target.append(LIT(read_name(match[_NAME])))
            elif kind == _REFERENCE:
                target.append(PDFObjRef(document, int(match[_REFERENCE])))
            elif kind == _INTEGER:
                target.append(_integer(match[_INTEGER]))
            elif kind in {_OPEN_DICT, _OPEN}:
                if len(stack) >= _MAX_DEPTH:
                    raise PDFSyntaxError
                stack.append((target, kind == _OPEN_DICT))
                target = []
                continue
            elif kind in {_CLOSE_DICT, _CLOSE}:
                if not stack:
                    raise PDFSyntaxError
                target = _close(stack, target)
            elif kind == _KEYWORD and match[_KEYWORD] in _ENDS:
                if not stack:
                    raise PDFSyntaxError
                at = match.start(_KEYWORD)
                while stack:
                    target = _close(stack, target)
            elif kind == _KEYWORD and match[_KEYWORD][0] in b"+-.0123456789":
                target.append(read_loose_number(match[_KEYWORD]))
            elif kind != _OTHER:
                single, at = self._read_single(match, kind or _OTHER)
                target.append(single)
            if not stack and target:
                self.budget.spend_objects(1 + tokens % _TICK)
                return target[0], at

    def _read_stream(self, attrs: dict[str, Any], start: int) -> tuple[GuardedStream, int]:
        """Return the stream whose bytes begin at *start*; a false length gives way to the word at its end."""
        length = max(int_value(attrs.get("Length")), 0)
        end = start + length
        if _END.match(self.content, end) is None:
            found = -1 if start >= self._no_end_from else self.content.find(b"endstream", start)
            if found < 0:
                self._no_end_from = min(self._no_end_from, start)
                if not 0 < length <= len(self.content) - start:
                    raise PSEOF
            else:
                end = found
        assert self.doc is not None  # noqa: S101 - a parser belongs to a document
        stream = GuardedStream(attrs, self.content[start:end], self.doc.decipher)
        stream.budget = self.budget
        return stream, end


def _integer(text: bytes) -> int:
    return int(text) if len(text) <= _LONGEST_NUMBER else 0


def _name(text: bytes) -> PSLiteral:
    return LIT(read_name(text))


def _keyword(text: bytes) -> Any:
    return _CONSTANTS[text] if text in _CONSTANTS else KWD(text)


_MAKERS: Final[Mapping[int, Callable[[bytes], Any]]] = {
    _INTEGER: _integer,
    _REAL: float,
    _NAME: _name,
    _STRING: bytes,
    _HEX: read_hex,
    _KEYWORD: _keyword,
    _OPEN_DICT: KWD,
    _CLOSE_DICT: KWD,
    _OPEN: KWD,
    _CLOSE: KWD,
    _OTHER: KWD,
}


def _close(stack: list[tuple[list[Any], bool]], items: list[Any]) -> list[Any]:
    """Put the closed array or dictionary of *items* where it belongs, and return that place."""
    target, is_dict = stack.pop()
    target.append(_pair(items) if is_dict else items)
    return target


def _pair(items: list[Any]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    at = 0
    while at + 1 < len(items):
        key, value = items[at], items[at + 1]
        if type(key) is not PSLiteral:
            # A key that is no name: as every viewer does, the next name is the next key.
            at += 1
            continue
        if value is not None and type(value) is not PSKeyword:
            pairs[key.name] = value  # type: ignore[index]
        at += 2
    return pairs
