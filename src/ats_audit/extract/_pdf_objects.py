"""PDF objects through pdfminer, with the loops bounded that a hostile file could keep turning."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFNoValidXRef, PDFXRef, PDFXRefStream
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, PSLiteral

from ats_audit.extract._pdf_faults import FAULTS
from ats_audit.extract._pdf_syntax import GuardedParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pdfminer.pdfparser import PDFParser

    from ats_audit.extract._budget import Budget

_MAX_HOPS: Final = 32
"""References that lead from one to the next before they count as a loop."""
_MAX_SECTIONS: Final = 512
"""Cross-reference sections: one for each time the file was saved."""
_MAX_TREE_NODES: Final = 20_000
_MAX_TREE_DEPTH: Final = 200
_DIGITS: Final = 10
"""Of the highest object number or place that a file can have."""
_NEAR: Final = 64
"""Bytes by which an object may stand behind the place that its table tells."""

_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,10})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj\b")
_TRAILER: Final = re.compile(rb"\btrailer\b")
_TABLE: Final = re.compile(rb"[\x00\t\n\f\r ]*xref(?=[\x00\t\n\f\r ])")
_RANGE: Final = re.compile(rb"[\x00\t\n\f\r ]*(\d{1,10})[ \t]+(\d{1,10})[ \t]*[\r\n]+")
_ENTRY: Final = re.compile(rb"[\x00\t\n\f\r ]*(\d{1,20})[ \t]+(\d{1,10})[ \t]+([nf])\b")
_START: Final = re.compile(rb"startxref[\x00\t\n\f\r ]*(\d{1,10})\b")
_INHERITED: Final = ("Resources", "MediaBox", "CropBox", "Rotate")
_PAGE: Final = LIT("Page")
_CATALOG: Final = LIT("Catalog")
_OBJECT_STREAM: Final = LIT("ObjStm")
_TABLE_STREAM: Final = LIT("XRef")
_KEYWORD_TRAILER: Final = KWD(b"trailer")
_FIELDS: Final = 3
_WIDEST_FIELD: Final = 8
"""Fields of an entry in a cross-reference stream, and bytes of each. Source: ISO 32000-1, 7.5.8.2."""


class _Table(PDFXRef):
    """A cross-reference table, or what looking for objects finds where the file's own is missing or false."""

    def read(self, parser: GuardedParser, at: int) -> None:
        """Read the table whose first section begins at *at*, and the trailer behind it.

        Raises:
            PDFNoValidXRef: there is none.
        """
        content = parser.content
        while (section := _RANGE.match(content, at)) is not None:
            at = section.end()
            first, count = int(section[1]), int(section[2])
            for objid in range(first, first + count):
                entry = _ENTRY.match(content, at)
                if entry is None:
                    break
                at = entry.end()
                parser.budget.spend_objects(1)
                if entry[3] == b"n":
                    self.offsets[objid] = (None, int(entry[1]), int(entry[2]))
        parser.seek(at)
        if parser.nexttoken()[1] is not _KEYWORD_TRAILER:
            raise PDFNoValidXRef
        trailer = parser.nextobject()[1]
        if not isinstance(trailer, dict):
            raise PDFNoValidXRef
        self.trailer.update(trailer)

    def scan(self, parser: GuardedParser) -> None:
        """Note every object of the file, the last one of each number, and every trailer."""
        content = parser.content
        for match in _OBJECT.finditer(content):
            parser.budget.spend_objects(1)
            self.offsets[int(match[1])] = (None, match.start(), int(match[2]))
        for match in _TRAILER.finditer(content):
            try:
                found, _ = parser.read_object(match.end())
            except (PSEOF, PDFSyntaxError):
                continue
            if isinstance(found, dict):
                self.trailer.update(found)


class _StreamTable(PDFXRefStream):
    """A cross-reference stream."""

    def read(self, stream: PDFStream) -> None:
        """Take over the table in *stream*.

        Raises:
            PDFNoValidXRef: its entries have no width, or it is none.
        """
        widths = list_value(stream.get("W"))
        index = [int_value(number) for number in list_value(stream.get("Index"))] or [0, int_value(stream.get("Size"))]
        if (
            stream.get("Type") is not _TABLE_STREAM
            or len(widths) != _FIELDS
            or not all(isinstance(width, int) and 0 <= width <= _WIDEST_FIELD for width in widths)
            or not sum(widths)
        ):
            raise PDFNoValidXRef
        self.fl1, self.fl2, self.fl3 = widths
        self.entlen = sum(widths)
        self.ranges = list(zip(index[::2], index[1::2], strict=False))
        self.trailer = stream.attrs
        self.data = stream.get_data()


class GuardedDocument(PDFDocument):
    """A document whose references, tables and pages come to an end."""

    def __init__(self, parser: GuardedParser, *, scan: bool = False) -> None:
        self.budget = parser.budget
        self._guarded = parser
        self._scan = scan
        self._sections: set[int] = set()
        self._resolving: set[int] = set()
        self._packed: dict[int, tuple[GuardedParser, list[tuple[int, int]]]] = {}
        if scan:
            self._init_scanned(parser)
        else:
            super().__init__(parser, fallback=False)

    def _init_scanned(self, parser: GuardedParser) -> None:
        table = _Table()
        # `find_xref` refuses when scanning: the attributes stand, and no table is loaded.
        with suppress(PDFSyntaxError):
            super().__init__(parser, fallback=False)
        table.scan(parser)
        self.xrefs = [table]
        self._add_packed(table)
        self._find_root(table)

    def _add_packed(self, table: _Table) -> None:
        """Add the objects that stand in object streams, and the trailers of cross-reference streams."""
        if "Encrypt" in table.trailer:
            self._open_encrypted(table.trailer)
        for objid in list(table.offsets):
            stream = self._try_object(objid)
            if not isinstance(stream, PDFStream):
                continue
            if "Root" in stream.attrs:
                table.trailer.update({key: stream.attrs[key] for key in ("Root", "Encrypt", "ID") if key in stream})
                if "Encrypt" in stream.attrs:
                    self._open_encrypted(stream.attrs)
            if stream.get("Type") is _OBJECT_STREAM:
                for index, (packed, _) in enumerate(self._unpack(objid, stream)[1]):
                    table.offsets.setdefault(packed, (objid, index, 0))

    def _find_root(self, table: _Table) -> None:
        root = dict_value(table.trailer.get("Root"))
        if "Pages" not in root:
            catalogs = (self._try_object(objid) for objid in list(table.offsets))
            root = next((found for found in catalogs if isinstance(found, dict) and found.get("Type") is _CATALOG), {})
        if not root:
            raise PDFSyntaxError
        self.catalog = root

    def _open_encrypted(self, trailer: dict[str, Any]) -> None:
        ids = list_value(trailer["ID"]) if "ID" in trailer else (b"", b"")
        self.encryption = (ids, dict_value(trailer["Encrypt"]))
        self._initialize_password("")

    def _try_object(self, objid: int) -> object:
        try:
            return self.getobj(objid)
        except PDFObjectNotFound:
            return None

    def find_xref(self, parser: PDFParser) -> int:
        """Return where the last cross-reference table stands; none where objects are to be looked for."""
        del parser  # `_guarded`, by the name of its base class
        content = self._guarded.content
        start = None if self._scan else _START.match(content, max(content.rfind(b"startxref"), 0))
        if start is None:
            raise PDFNoValidXRef
        return int(start[1])

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        """Read the table at *start* and those before it, each once."""
        del parser
        waiting = [start]
        while waiting:
            start = waiting.pop()
            if start in self._sections or len(self._sections) > _MAX_SECTIONS:
                continue
            self._sections.add(start)
            table = self._read_table(start)
            xrefs.append(table)
            trailer = table.get_trailer()
            # The last is read first: what a hybrid file keeps in a stream, then what was saved before.
            waiting += [int_value(trailer[key]) for key in ("Prev", "XRefStm") if key in trailer]

    def _read_table(self, start: int) -> _Table | _StreamTable:
        parser = self._guarded
        word = _TABLE.match(parser.content, start)
        if word is not None:
            table = _Table()
            table.read(parser, word.end())
            return table
        header = _OBJECT.search(parser.content, start, start + _NEAR)
        if header is None:
            raise PDFNoValidXRef
        stream = parser.read_object(header.end())[0]
        if not isinstance(stream, PDFStream):
            raise PDFNoValidXRef
        stream.set_objid(int(header[1]), int(header[2]))
        stream.decipher = None
        packed = _StreamTable()
        packed.read(stream)
        return packed

    def getobj(self, objid: int) -> object:
        """Return the object, or that to which its references lead; loops lead nowhere."""
        for _ in range(_MAX_HOPS):
            found = self._look_up(objid)
            if not isinstance(found, PDFObjRef):
                return found
            objid = found.objid
        raise PDFObjectNotFound

    def _look_up(self, objid: int) -> object:
        if objid in self._resolving:
            raise PDFObjectNotFound
        self._resolving.add(objid)
        try:
            return super().getobj(objid)
        except FAULTS:
            # Whatever is wrong with it, it is not there; every viewer goes on without it.
            raise PDFObjectNotFound from None
        finally:
            self._resolving.discard(objid)

    def _getobj_parse(self, pos: int, objid: int) -> object:
        """Return the object whose header stands at *pos*, or shortly behind."""
        parser = self._guarded
        header = _OBJECT.search(parser.content, pos, pos + _NEAR)
        if header is not None and int(header[1]) == objid:
            return parser.read_object(header.end())[0]
        # The table is wrong about this one: look where it really is.
        if objid not in self._found:
            raise PDFSyntaxError
        return parser.read_object(self._found[objid])[0]

    @cached_property
    def _found(self) -> dict[int, int]:
        """Where the last object of each number begins, by looking for it."""
        return {int(match[1]): match.end() for match in _OBJECT.finditer(self._guarded.content)}

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        """Return one object of an object stream; the others stay unread."""
        parser, places = self._unpack(stream.objid, stream)
        # The index is a hint; the number counts.
        if not 0 <= index < len(places) or places[index][0] != objid:
            index = next((at for at, (number, _) in enumerate(places) if number == objid), -1)
            if index < 0:
                raise PDFSyntaxError
        return parser.read_value(places[index][1])[0]

    def _unpack(self, key: int | None, stream: PDFStream) -> tuple[GuardedParser, list[tuple[int, int]]]:
        """Return a parser over an object stream, and the number and place of each object in it."""
        known = self._packed.get(key) if key is not None else None
        if known is not None:
            return known
        parser = GuardedParser(stream.get_data(), self.budget)
        parser.set_document(self)
        first, count = int_value(stream.get("First")), int_value(stream.get("N"))
        head = parser.content[: max(first, 0)].split()[: 2 * max(count, 0)]
        numbers = [int(number[:_DIGITS]) for number in head if number.isdigit()]
        places = [(number, first + at) for number, at in zip(numbers[::2], numbers[1::2], strict=False)]
        if key is not None:
            self._packed[key] = parser, places
        return parser, places


def open_pdf(content: bytes, budget: Budget) -> GuardedDocument:
    """Return the PDF in *content* by its own tables."""
    return GuardedDocument(GuardedParser(content, budget))


def scan_pdf(content: bytes, budget: Budget) -> GuardedDocument:
    """Return the PDF in *content* by looking for its objects."""
    return GuardedDocument(GuardedParser(content, budget), scan=True)


def list_pages(document: GuardedDocument) -> list[PDFPage]:
    """Return the pages in order; a broken branch of the page tree is left out.

    Raises:
        LimitExceededError: there are more pages than allowed, and part of them would not do.
    """
    pages: list[PDFPage] = []
    for objid, attrs in _walk_tree(document):
        try:
            pages.append(PDFPage(document, objid, attrs, None))
        except FAULTS:
            continue
        if not document.budget.partial:
            document.budget.check_pages(len(pages))
    return pages


def _walk_tree(document: GuardedDocument) -> Iterator[tuple[int, dict[str, Any]]]:
    seen: set[int] = set()
    waiting: list[tuple[object, dict[str, Any], int]] = [(document.catalog.get("Pages"), {}, 0)]
    while waiting and len(seen) < _MAX_TREE_NODES:
        reference, inherited, depth = waiting.pop()
        objid = reference.objid if isinstance(reference, PDFObjRef) else -len(seen) - 1
        if objid in seen or depth > _MAX_TREE_DEPTH:
            continue
        seen.add(objid)
        node = _try_dict(reference)
        attrs = {**inherited, **node}
        kids = _try_list(node.get("Kids"))
        if kids and node.get("Type") is not _PAGE:
            passed: dict[str, Any] = {key: attrs[key] for key in _INHERITED if key in attrs}
            waiting.extend((kid, passed, depth + 1) for kid in reversed(kids[:_MAX_TREE_NODES]))
        elif node.get("Type") is _PAGE or "Contents" in node:
            yield objid, attrs


def _try_dict(reference: object) -> dict[str, Any]:
    found = resolve1(reference)
    return found if isinstance(found, dict) else {}


def _try_list(reference: object) -> list[Any]:
    found = resolve1(reference)
    return list(found) if isinstance(found, list) else []


def name_of(value: object) -> str:
    """Return the text of a PDF name, "" for anything else."""
    value = resolve1(value)
    if not isinstance(value, PSLiteral):
        return ""
    return value.name if isinstance(value.name, str) else value.name.decode("latin-1")


def dict_of(value: Any) -> Mapping[str, Any]:
    """Return a PDF dictionary, or that of a stream; an empty one for anything else."""
    found = resolve1(value)
    if isinstance(found, PDFStream):
        return found.attrs
    return found if isinstance(found, dict) else {}


def list_of(value: Any) -> Sequence[Any]:
    """Return a PDF array; an empty one for anything else."""
    found = resolve1(value)
    return found if isinstance(found, list) else list_value(found)
