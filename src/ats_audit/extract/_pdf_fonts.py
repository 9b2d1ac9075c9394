"""PDF fonts through pdfminer, with own ToUnicode maps and bounded tables; glyphs are looked up once each."""

from __future__ import annotations

import io
import re
import struct
from binascii import unhexlify
from contextlib import suppress
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from pdfminer.cmapdb import CMap, FileUnicodeMap, IdentityCMap
from pdfminer.encodingdb import EncodingDB, name2unicode
from pdfminer.pdffont import (
    PDFCIDFont,
    PDFFont,
    PDFTrueTypeFont,
    PDFType1Font,
    PDFType3Font,
    TrueTypeFont,
)
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSLiteral

from ats_audit.extract._clean import SOFT_HYPHEN, UNMAPPED, clean_text, is_icon
from ats_audit.extract._pdf_faults import FAULTS
from ats_audit.extract._pdf_objects import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ats_audit.extract._budget import Budget

_MAX_CODE: Final = 0xFFFF
_MAX_TARGET: Final = 64
"""Code points that one glyph may stand for: the longest ligatures have a handful."""
_WIDTH_RANGE: Final = 3
_VERTICAL_RANGE: Final = 5
_BOLD_NAMES: Final = re.compile("bold|black|heavy|semibold|demi|-bd", re.IGNORECASE)
_ICON_NAMES: Final = re.compile(
    r"(?i:awesome|simple-?icons|academicons|phosphor|ionicons|icomoon|glyphicons|octicons|entypo|linearicons|typicons|"
    r"remixicon|feather|themify|devicon|fontello|weathericons|material-?(?:icons|symbols))"
    r"|(?:^|[^A-Za-z])[Ii]cons?(?![a-z])|[a-z]Icons?(?![a-z])"
)
"""Names of fonts that hold icons and no letters. Source: the icon fonts of public résumé templates."""
_SUBSET: Final = re.compile(r"[A-Z]{6}\+")
_SOFT_HYPHEN_CODE: Final = 0xAD
"""A hyphen in WinAnsiEncoding (ISO 32000-1, annex D.2, note 6), for which pdfminer has a space."""
_FORCE_BOLD: Final = 1 << 18

_SECTION: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)(?:end\1|\Z)", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_PUT: Final = re.compile(rb"\bdup\s+(\d{1,3})\s*/([^\s()<>\[\]{}/%]+)\s+put\b")
_IDENTITIES: Final = frozenset({"Adobe-Identity", "Adobe-UCS"})


class Glyph(NamedTuple):
    """What a character code shows."""

    text: str
    """Clean text; empty for an icon or an invisible character."""
    width: float
    """In text space for a font size of 1."""
    trouble: int
    """0, or one of `UNMAPPED_GLYPH` and `ICON_GLYPH`."""


UNMAPPED_GLYPH: Final = 1
ICON_GLYPH: Final = 2


def _is_word(raw: Any) -> bool:
    """Tell whether a glyph of an icon font says in letters what it shows, as ligatures of icon fonts do."""
    return isinstance(raw, str) and (raw.isspace() or (len(raw) > 1 and raw.isascii() and raw.isprintable()))


class Typeface:
    """A font of the file as the text device needs it."""

    __slots__ = ("_font", "_is_iconic", "bold", "is_simple", "is_vertical", "known", "name")

    def __init__(self, font: PDFFont) -> None:
        self._font = font
        self.known: dict[int, Glyph] = {}
        """The glyphs that have been looked up so far, by code."""
        self.is_vertical = font.is_vertical()
        self.is_simple = not font.is_multibyte()
        # A font without a descriptor is called "unknown", whatever it says of itself.
        names = (font.fontname if "FontName" in font.descriptor else None, getattr(font, "basefont", None))
        self.name = _SUBSET.sub("", next((name for name in names if isinstance(name, str)), ""))
        self._is_iconic = _ICON_NAMES.search(self.name) is not None
        self.bold = bool(_BOLD_NAMES.search(self.name) or font.flags & _FORCE_BOLD)

    def glyph(self, code: int) -> Glyph:
        """Return what *code* shows; a code that the font does not tell shows U+FFFD."""
        glyph = self.known.get(code)
        if glyph is None:
            glyph = self.known[code] = self._look_up(code)
        return glyph

    def _look_up(self, code: int) -> Glyph:
        raw = self._text_of(code)
        if code == _SOFT_HYPHEN_CODE and raw == " " and self.is_simple:
            raw = SOFT_HYPHEN
        width = self._width_of(code)
        if self._is_iconic and not _is_word(raw):
            # Whatever letter or bullet its code happens to be in another font.
            return Glyph("", width, ICON_GLYPH)
        if not isinstance(raw, str) or "\x00" in raw or UNMAPPED in raw:
            return Glyph(UNMAPPED, width, UNMAPPED_GLYPH)
        return Glyph(clean_text(raw), width, ICON_GLYPH if is_icon(raw) else 0)

    def _text_of(self, code: int) -> Any:
        try:
            return self._font.to_unichr(code)
        except FAULTS:
            return "\x00"

    def _width_of(self, code: int) -> float:
        try:
            width = float(self._font.char_width(code))
        except FAULTS:
            return 0.0
        return width if isfinite(width) else 0.0

    def decode(self, string: bytes) -> Sequence[int]:
        """Return the codes in *string*."""
        try:
            return tuple(self._font.decode(string))
        except FAULTS:
            return ()


class FontShelf(PDFResourceManager):
    """The fonts of one document, each made once, when it is first used."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget
        self._faces: dict[object, Typeface] = {}

    def face(self, key: object, spec: Mapping[str, Any]) -> Typeface:
        """Return the font that *spec* describes, known under *key*."""
        face = self._faces.get(key)
        if face is None:
            self._budget.check_time()
            face = self._faces[key] = self._make_face(spec)
        return face

    def _make_face(self, spec: Mapping[str, Any]) -> Typeface:
        """Make a font; one that cannot be made is read by the standard encoding."""
        try:
            return Typeface(self._make_font(spec))
        except FAULTS:
            return Typeface(self._make_font({}))

    def _make_font(self, spec: Mapping[str, Any]) -> Any:
        subtype = name_of(spec.get("Subtype"))
        if subtype == "Type0":
            return self._make_composite(spec)
        if subtype.startswith("CIDFont"):
            return self._with_map(PDFCIDFont, spec)
        if subtype == "TrueType":
            return self._with_map(PDFTrueTypeFont, spec)
        if subtype == "Type3":
            return self._with_map(PDFType3Font, spec)
        return self._with_map(PDFType1Font, spec)

    def _make_composite(self, spec: Mapping[str, Any]) -> Any:
        descendants = list_value(spec.get("DescendantFonts"))
        if not descendants:
            raise ValueError
        whole = dict(dict_value(descendants[0]))
        whole.update({key: resolve1(spec[key]) for key in ("Encoding", "ToUnicode") if key in spec})
        for key, numbers in (("W", _WIDTH_RANGE), ("W2", _VERTICAL_RANGE)):
            if key in whole:
                whole[key] = _bound_widths(list_value(whole[key]), numbers, self._budget)
        font = self._with_map(PDFCIDFont, whole)
        if type(font.cmap) is CMap and not font.cmap.code2cid:
            # An encoding of the file's own, which pdfminer does not read; nearly all of them are the identity.
            font.cmap = IdentityCMap(WMode=0)
        return font

    def _with_map(self, kind: type[Any], spec: Mapping[str, Any]) -> Any:
        """Make the font without its tables of glyphs and codes, which are ours to read."""
        whole = dict(spec)
        stream = resolve1(whole.get("ToUnicode"))
        if isinstance(stream, PDFStream):
            del whole["ToUnicode"]
        # Unpacking the font file costs more than the page, and most fonts have a map.
        descriptor = dict(dict_value(whole.get("FontDescriptor")))
        files = {key: descriptor.pop(key, None) for key in ("FontFile", "FontFile2")}
        if "FontDescriptor" in whole:
            whole["FontDescriptor"] = descriptor
        self._budget.spend_font_entries(len(list_value(whole.get("Widths"))))
        encoding = whole.get("Encoding")
        if kind is not PDFCIDFont:
            whole.pop("Encoding", None)
        font = kind(self, whole)
        if isinstance(stream, PDFStream):
            font.unicode_map = read_unicode_map(stream.get_data(), self._budget)
        if kind is not PDFCIDFont:
            plain = LIT("WinAnsiEncoding" if kind is PDFTrueTypeFont else "StandardEncoding")
            font.cid2unicode = _GlyphNames(encoding, files["FontFile"], plain, self._budget)
        elif font.unicode_map is None and font.cidcoding in _IDENTITIES and files["FontFile2"] is not None:
            font.unicode_map = _read_font_file(resolve1(files["FontFile2"]), self._budget)
        return font


class _GlyphNames:
    """What the codes of a simple font mean by the names of its glyphs; worked out when a map does not know a code."""

    def __init__(self, encoding: object, file: object, plain: PSLiteral, budget: Budget) -> None:
        self._sources = (encoding, file, plain, budget)

    def __getitem__(self, code: int) -> str:
        return self._table[code]

    @cached_property
    def _table(self) -> Mapping[int, str]:
        named, file, plain, budget = self._sources
        encoding, program = resolve1(named), resolve1(file)
        if encoding is None and isinstance(program, PDFStream):
            return _read_program(program.get_data(), budget)
        if not isinstance(encoding, dict):
            return EncodingDB.get_encoding(name_of(encoding or plain))
        differences = list_value(encoding.get("Differences"))
        budget.spend_font_entries(len(differences))
        base = name_of(encoding.get("BaseEncoding", plain))
        return EncodingDB.get_encoding(base, [resolve1(one) for one in differences])


def _read_program(data: bytes, budget: Budget) -> dict[int, str]:
    """Return the encoding of a Type 1 font program. Source: Adobe Type 1 Font Format, 2.2."""
    table: dict[int, str] = {}
    for code, name in _PUT.findall(data[: data.find(b"eexec")]):
        budget.spend_font_entries(1)
        with suppress(KeyError, ValueError):
            table[int(code)] = name2unicode(name.decode("latin-1"))
    return table


class _BoundedTrueType(TrueTypeFont):
    """A TrueType font that pays for the ranges of its tables before it walks them."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__("", io.BytesIO(data))
        self._budget = budget

    def parse_cmap_format_4(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        """Read ranges of 16-bit codes."""
        at = fp.tell()
        count = struct.unpack(">6xH", fp.read(8))[0] // 2
        fp.seek(at + 12)
        lasts = struct.unpack(f">{count}H", fp.read(2 * count))
        fp.seek(2, io.SEEK_CUR)
        firsts = struct.unpack(f">{count}H", fp.read(2 * count))
        self._budget.spend_font_entries(sum(max(0, last - first) for first, last in zip(firsts, lasts, strict=True)))
        fp.seek(at)
        super().parse_cmap_format_4(fp, char2gid)

    def parse_cmap_format_12(self, fp: BinaryIO, char2gid: dict[int, int]) -> None:
        """Read ranges of 32-bit codes."""
        at = fp.tell()
        count = struct.unpack(">10xI", fp.read(14))[0]
        for _ in range(count):
            first, last = struct.unpack(">II4x", fp.read(12))
            self._budget.spend_font_entries(1 + max(0, last - first))
        fp.seek(at)
        super().parse_cmap_format_12(fp, char2gid)


def _read_font_file(file: object, budget: Budget) -> FileUnicodeMap | None:
    """Return what the glyphs of an embedded TrueType font mean, by its own table of codes."""
    if not isinstance(file, PDFStream):
        return None
    try:
        return _BoundedTrueType(file.get_data(), budget).create_unicode_map()
    except FAULTS:
        return None


def _bound_widths(widths: Any, numbers: int, budget: Budget) -> list[Any]:
    """Return the /W or /W2 array without ranges beyond the last possible code; *numbers* make up a range."""
    kept: list[Any] = []
    waiting: list[Any] = []
    for item in map(resolve1, widths):
        waiting.append(item)
        if isinstance(item, list):
            kept += waiting[-2:]
            waiting = []
        elif len(waiting) == numbers:
            first, last = waiting[:2]
            if isinstance(first, int) and isinstance(last, int) and 0 <= first <= last:
                waiting[1] = min(last, _MAX_CODE)
                budget.spend_font_entries(max(waiting[1] - first, 0))
                kept += waiting
            waiting = []
    return kept


def read_unicode_map(data: bytes, budget: Budget) -> FileUnicodeMap:
    """Return the map from character codes to text that the ToUnicode stream *data* holds.

    Source: Adobe Technical Note 5411. Codes beyond 16 bits and targets beyond any ligature are left out.
    """
    unicode_map = FileUnicodeMap()
    known = unicode_map.cid2unichr
    for kind, body in _SECTION.findall(data):
        items = _read_items(body)
        budget.spend_font_entries(len(items))
        if kind == b"bfchar":
            for source, target in zip(items[::2], items[1::2], strict=False):
                if isinstance(source, bytes) and isinstance(target, bytes):
                    _map_code(known, int.from_bytes(source), target)
            continue
        for first, last, target in zip(items[::3], items[1::3], items[2::3], strict=False):
            if isinstance(first, bytes) and isinstance(last, bytes):
                _map_range(known, int.from_bytes(first), int.from_bytes(last), target, budget)
    return unicode_map


def _read_items(body: bytes) -> list[bytes | list[bytes]]:
    items: list[bytes | list[bytes]] = []
    inner: list[bytes] | None = None
    for match in _HEX.finditer(body):
        if match[2]:
            inner = []
        elif match[3]:
            if inner is not None:
                items.append(inner)
            inner = None
        else:
            digits = b"".join(match[1].split())
            value = unhexlify(digits + b"0" if len(digits) % 2 else digits)
            (items if inner is None else inner).append(value)
    return items


def _map_range(known: dict[int, str], first: int, last: int, target: bytes | list[bytes], budget: Budget) -> None:
    last = min(last, _MAX_CODE)
    budget.spend_font_entries(max(last - first, 0))
    if isinstance(target, list):
        for code, single in zip(range(first, last + 1), target, strict=False):
            _map_code(known, code, single)
        return
    head, tail = target[:-2], int.from_bytes(target[-2:])
    for code in range(first, last + 1):
        value = tail + code - first
        _map_code(known, code, head + (value & _MAX_CODE).to_bytes(2))


def _map_code(known: dict[int, str], code: int, target: bytes) -> None:
    if code > _MAX_CODE or len(target) > 2 * _MAX_TARGET:
        return
    if len(target) == 1:
        target = b"\x00" + target
    text = target.decode("utf-16-be", "replace")
    if text == "\u00a0" and known.get(code) == " ":
        return
    known[code] = text
