"""PDF streams, inflated within bounds: pdfminer's own decoder inflates whatever it is told to."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any, Final

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdftypes import PDFStream, int_value
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from ats_audit.extract._budget import Budget
from ats_audit.extract._pdf_faults import FAULTS

_CHUNK: Final = 65_536
_MAX_FILTERS: Final = 8
_END_OF_RUNS: Final = 128
_TIFF: Final = 2
_PNG: Final = 10
_Decode = Callable[[bytes, Budget], bytes]


class GuardedStream(PDFStream):
    """A PDF stream that pays for what it inflates; damaged data gives what can still be read of it."""

    budget: Budget
    is_damaged: bool = False
    """Some of its data could not be decoded; known once it was asked for."""

    def decode(self) -> None:
        """Undo encryption and filters. A picture's filter ends the chain: its bytes are not needed."""
        data = self.rawdata or b""
        try:
            if self.decipher and self.objid is not None and self.genno is not None:
                data = self.decipher(self.objid, self.genno, data, self.attrs)
            filters = self.get_filters()[:_MAX_FILTERS]
        except FAULTS:
            data, filters, self.is_damaged = b"", [], True
        for name, params in filters:
            decode = _FILTERS.get(name.name if isinstance(name, PSLiteral) else "")
            if decode is None:
                break
            try:
                data = decode(data, self.budget)
                data = _undo_predictor(data, params if isinstance(params, dict) else {})
            except FAULTS:
                data, self.is_damaged = b"", True
        self.data = data
        self.rawdata = None


def _inflate(data: bytes, budget: Budget) -> bytes:
    try:
        return _inflate_as(data, budget, zlib.MAX_WBITS)
    except zlib.error:
        pass
    # Some writers leave out the two header bytes, or damage them.
    return _inflate_as(data[2:], budget, -zlib.MAX_WBITS)


def _inflate_as(data: bytes, budget: Budget, wbits: int) -> bytes:
    """Inflate *data*; a fault after the first bytes ends it, a fault at once is raised."""
    inflater = zlib.decompressobj(wbits)
    parts: list[bytes] = []
    size = 0
    waiting = data
    while waiting and not inflater.eof:
        piece, waiting = waiting[:_CHUNK], waiting[_CHUNK:]
        while piece:
            try:
                part = inflater.decompress(piece, _CHUNK * 16)
            except zlib.error:
                if not size:
                    raise
                return b"".join(parts)
            size += len(part)
            budget.check_stream(size)
            budget.spend_inflated(len(part))
            parts.append(part)
            piece = inflater.unconsumed_tail
    return b"".join(parts)


def _undo_lzw(data: bytes, budget: Budget) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for part in LZWDecoder(io.BytesIO(data)).run():
            size += len(part)
            budget.check_stream(size)
            budget.spend_inflated(len(part))
            parts.append(part)
    except FAULTS:
        # A code beyond the table: what came before it is good.
        pass
    return b"".join(parts)


def _undo_runs(data: bytes, budget: Budget) -> bytes:
    """Undo RunLengthDecode. Source: ISO 32000-1, 7.4.5."""
    parts: list[bytes] = []
    size = at = 0
    while at < len(data) and data[at] != _END_OF_RUNS:
        length = data[at]
        if length < _END_OF_RUNS:
            part = data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            part = data[at + 1 : at + 2] * (257 - length)
            at += 2
        size += len(part)
        budget.check_stream(size)
        parts.append(part)
    budget.spend_inflated(size)
    return b"".join(parts)


def _undo_ascii85(data: bytes, _budget: Budget) -> bytes:
    return ascii85decode(data)


def _undo_hex(data: bytes, _budget: Budget) -> bytes:
    return asciihexdecode(data)


_FILTERS: Final[dict[str | bytes, _Decode]] = {
    "FlateDecode": _inflate,
    "Fl": _inflate,
    "LZWDecode": _undo_lzw,
    "LZW": _undo_lzw,
    "ASCII85Decode": _undo_ascii85,
    "A85": _undo_ascii85,
    "ASCIIHexDecode": _undo_hex,
    "AHx": _undo_hex,
    "RunLengthDecode": _undo_runs,
    "RL": _undo_runs,
}


def _undo_predictor(data: bytes, params: dict[str, Any]) -> bytes:
    predictor = int_value(params.get("Predictor", 1))
    if predictor != _TIFF and predictor < _PNG:
        return data
    colors = int_value(params.get("Colors", 1))
    columns = int_value(params.get("Columns", 1))
    bits = int_value(params.get("BitsPerComponent", 8))
    if colors < 1 or bits < 1 or not 1 <= columns * colors * bits <= 8 * max(len(data), 1):
        return data
    if predictor == _TIFF:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(predictor, colors, columns, bits, data)
