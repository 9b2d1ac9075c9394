"""PDF objects through pdfminer, with the loops bounded that a hostile file could keep turning."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

from pdfminer.pdfdocument import PDFDocument, PDFNoValidXRef, PDFXRef
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFStreamParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSLiteral

from ats_audit.extract._pdf_streams import GuardedStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.extract._budget import Budget

_MAX_HOPS: Final = 32
"""References that lead from one to the next before they count as a loop."""
_MAX_SECTIONS: Final = 512
"""Cross-reference sections: one for each time the file was saved."""
_MAX_TREE_NODES: Final = 20_000
_MAX_TREE_DEPTH: Final = 200
_TAIL: Final = 1_024

_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,10})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj\b")
_TRAILER: Final = re.compile(rb"\btrailer\b")
_INHERITED: Final = ("Resources", "MediaBox", "CropBox", "Rotate")
_PAGE: Final = LIT("Page")
_CATALOG: Final = LIT("Catalog")
_OBJECT_STREAM: Final = LIT("ObjStm")


class GuardedParser(PDFParser):
    """A parser that looks at the clock with every buffer and hands out bounded streams."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        self.budget = budget
        super().__init__(io.BytesIO(content))

    def fillbuf(self) -> bool:
        """Read on, within the time allowed."""
        if self.charpos < len(self.buf):
            return False
        self.budget.check_time()
        return super().fillbuf()

    def push(self, *objs: Any) -> None:
        """Take parsed objects; streams become bounded ones."""
        for _, parsed in objs:
            if type(parsed) is PDFStream:
                parsed.__class__ = GuardedStream
                cast("GuardedStream", parsed).budget = self.budget
        super().push(*objs)


class _ScannedXRef(PDFXRef):
    """A cross-reference table made by looking for objects, where the file's own is missing or false."""

    def load(self, parser: PDFParser) -> None:
        content = parser.fp.getvalue()  # type: ignore[attr-defined]
        for match in _OBJECT.finditer(content):
            self.offsets[int(match[1])] = (None, match.start(), int(match[2]))
        for match in _TRAILER.finditer(content):
            parser.seek(match.end())
            try:
                _, found = parser.nextobject()
            except PSEOF:
                continue
            if isinstance(found, dict):
                self.trailer.update(found)


class GuardedDocument(PDFDocument):
    """A document whose references, tables and pages come to an end."""

    def __init__(self, parser: GuardedParser, *, scan: bool = False) -> None:
        self.budget = parser.budget
        self._scan = scan
        self._sections: set[int] = set()
        self._resolving: set[int] = set()
        super().__init__(parser, fallback=False) if not scan else self._init_scanned(parser)

    def _init_scanned(self, parser: GuardedParser) -> None:
        table = _ScannedXRef()
        # `find_xref` refuses when scanning: the attributes stand, and no table is loaded.
        with suppress(PDFSyntaxError):
            super().__init__(parser, fallback=False)
        parser.fallback = True
        table.load(parser)
        self.xrefs = [table]
        self._add_packed(table)
        self._find_root(table)

    def _add_packed(self, table: _ScannedXRef) -> None:
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
                for index, packed in enumerate(self._list_packed(stream)):
                    table.offsets.setdefault(packed, (objid, index, 0))

    def _list_packed(self, stream: PDFStream) -> list[int]:
        count = int_value(stream.get("N", 0))
        parser = PDFStreamParser(stream.get_data())
        numbers: list[int] = []
        try:
            while len(numbers) < 2 * count:
                _, number = parser.nextobject()
                if not isinstance(number, int):
                    break
                numbers.append(number)
        except PSEOF:
            pass
        return numbers[::2]

    def _find_root(self, table: _ScannedXRef) -> None:
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
        except (PDFObjectNotFound, PDFSyntaxError, PSEOF, ValueError, TypeError, KeyError):
            return None

    def find_xref(self, parser: PDFParser) -> int:
        """Return where the last cross-reference table stands; none where objects are to be looked for."""
        if self._scan:
            raise PDFNoValidXRef
        return super().find_xref(parser)

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        """Read the table at *start* and those before it, each once."""
        if start in self._sections or len(self._sections) > _MAX_SECTIONS:
            return
        self._sections.add(start)
        super().read_xref_from(parser, start, xrefs)

    def getobj(self, objid: int) -> object:
        """Return the object, or that to which its references lead; loops lead nowhere."""
        if objid in self._resolving:
            raise PDFObjectNotFound
        self._resolving.add(objid)
        try:
            found = super().getobj(objid)
        finally:
            self._resolving.discard(objid)
        hops = 0
        while isinstance(found, PDFObjRef):
            hops += 1
            if hops > _MAX_HOPS or found.objid == objid:
                raise PDFObjectNotFound
            found = super().getobj(found.objid)
        return found


def open_pdf(content: bytes, budget: Budget) -> GuardedDocument:
    """Return the PDF in *content* by its own tables."""
    return GuardedDocument(GuardedParser(content, budget))


def scan_pdf(content: bytes, budget: Budget) -> GuardedDocument:
    """Return the PDF in *content* by looking for its objects."""
    return GuardedDocument(GuardedParser(content, budget), scan=True)


def list_pages(document: GuardedDocument) -> list[PDFPage]:
    """Return the pages in order; a broken branch of the page tree is left out.

    Raises:
        LimitExceededError: there are more pages than allowed.
    """
    pages: list[PDFPage] = []
    for objid, attrs in _walk_tree(document):
        pages.append(PDFPage(document, objid, attrs, None))
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
    try:
        return dict_value(reference)
    except (PDFSyntaxError, PSEOF, ValueError, TypeError, KeyError):
        return {}


def _try_list(reference: object) -> list[Any]:
    try:
        return list(list_value(reference))
    except (PDFSyntaxError, PSEOF, ValueError, TypeError, KeyError):
        return []


def name_of(value: object) -> str:
    """Return the text of a PDF name, "" for anything else."""
    value = resolve1(value)
    if not isinstance(value, PSLiteral):
        return ""
    return value.name if isinstance(value.name, str) else value.name.decode("latin-1")
