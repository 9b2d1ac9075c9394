"""The zip archive of a DOCX, read within bounds: sizes that a file declares are not believed."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn
from urllib.parse import unquote

from ats_audit.errors import (
    CorruptDocumentError,
    EncryptedDocumentError,
    LimitExceededError,
    UnsupportedFormatError,
)

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

    from ats_audit.extract._budget import Budget

_ENCRYPTED: Final = 0x1
_ENTRY: Final = b"PK\x01\x02"
_LOCAL: Final = b"PK\x03\x04"
_LOCAL_SIZE: Final = 30
_RAW_DEFLATE: Final = -15
_MAIN_RELATION: Final = "officeDocument"
_WORD_MAIN: Final = re.compile(r"wordprocessingml|ms-word")
_DOCTYPE: Final = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E", re.IGNORECASE)
_NODES: Final = (b"<", b'="', b"='")
_TOO_MUCH: Final = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT: more than 256 levels, or more than 10 MB of text in one node."""
_NO_MEMORY: Final = 2
"""libxml2's XML_ERR_NO_MEMORY, which lxml reports as if the file were at fault."""
_PROLOGUE: Final = 4_096
_PIECE: Final = 1_024

_OTHER_KINDS: Final = (
    ("spreadsheetml", "an Excel workbook"),
    ("presentationml", "a PowerPoint file"),
    ("visio", "a Visio drawing"),
)
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_SAVE_HINT: Final = "Save it as DOCX or PDF and send that file."
_AGAIN_HINT: Final = "Open it in Word and save it again as DOCX."


class BrokenPartError(Exception):
    """A part that is not there, or is damaged; never leaves this floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A line of a part's relationships."""

    id: str
    kind: str
    """Last word of the relation's type: `header`, `footnotes`, `officeDocument`."""
    target: str
    """Name of the part in the archive; empty for what lies outside."""
    address: str = ""
    """What lies outside, as the file has it."""


class Archive:
    """The parts of a DOCX by name, each inflated only when it is asked for."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Check the directory of the archive.

        Raises:
            DocumentError: not a zip after all, encrypted, or with more parts than allowed.
        """
        self._budget = budget
        self._content = memoryview(content)
        # A directory of two hundred thousand entries costs seconds to read: its signatures are counted first.
        if content.count(_ENTRY) > budget.limits.archive_members:
            raise _too_much(f"holds more than {budget.limits.archive_members:,} parts")
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, IndexError):
            raise broken() from None
        self._members = {_plain_name(info.filename): info for info in infos}
        self._lower: dict[str, zipfile.ZipInfo] | None = None
        _check_entries(infos)

    def names(self) -> list[str]:
        """Return the names of the parts."""
        return list(self._members)

    def holds(self, name: str) -> bool:
        """Tell whether there is a part *name*; case does not count, as in Word."""
        return self._find(name) is not None

    def _find(self, name: str) -> zipfile.ZipInfo | None:
        found = self._members.get(name)
        if found is None:
            if self._lower is None:
                self._lower = {known.lower(): info for known, info in self._members.items()}
            found = self._lower.get(name.lower())
        return found

    def load(self, name: str) -> bytes:
        """Return the bytes of the part *name*.

        Raises:
            BrokenPartError: there is no such part, or it is damaged.
            LimitExceededError: it inflates to more than allowed.
        """
        packed, info = self._find_packed(name)
        content = bytes(packed) if info.compress_type == zipfile.ZIP_STORED else self._inflate(packed)
        self._budget.check_stream(len(content))
        self._budget.spend_inflated(len(content))
        self._budget.check_ratio(len(self._content))
        if zlib.crc32(content) != info.CRC:
            raise BrokenPartError
        return content

    def _find_packed(self, name: str) -> tuple[memoryview, zipfile.ZipInfo]:
        info = self._find(name)
        if info is None or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BrokenPartError
        start = info.header_offset
        head = bytes(self._content[start : start + _LOCAL_SIZE])
        if len(head) < _LOCAL_SIZE or not head.startswith(_LOCAL):
            raise BrokenPartError
        start += _LOCAL_SIZE + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        return self._content[start : start + info.compress_size], info

    def _inflate(self, packed: memoryview) -> bytes:
        stream = zlib.decompressobj(_RAW_DEFLATE)
        try:
            content = stream.decompress(packed, self._budget.limits.stream_bytes + 1)
            if not stream.eof and len(content) <= self._budget.limits.stream_bytes:
                raise BrokenPartError
        except zlib.error:
            raise BrokenPartError from None
        return content

    def parse(self, name: str, *, without: tuple[bytes, bytes] | None = None) -> _Element:
        """Return the XML of the part *name*; a document type, and with it every entity, is refused.

        What stands between the two marks of *without* may be left out, where that leaves sound XML.

        Raises:
            BrokenPartError: no such part, or no XML.
            CorruptDocumentError: XML with a document type.
            LimitExceededError: more, larger or deeper XML than allowed.
        """
        content = self.load(name)
        most = self._budget.limits.xml_nodes
        if len(content) > most and sum(map(content.count, _NODES)) > most:
            raise _too_much(f"holds more than {most:,} elements and attributes in one part")
        if without is not None:
            try:
                return parse_xml(_cut_out(content, *without))
            except BrokenPartError:
                # The marks met something that only looked like an element: the whole part decides.
                pass
        return parse_xml(content)

    def parse_start(self, name: str) -> tuple[_Element, LimitExceededError | None]:
        """Return the XML of the part *name* as far as the limits allow, and the limit that ended it.

        Raises:
            BrokenPartError: no such part, or no XML.
            CorruptDocumentError: XML with a document type.
            LimitExceededError: nothing of it can be had.
        """
        try:
            return self.parse(name), None
        except LimitExceededError as error:
            root = parse_start(self._load_start(name))
            if root is None:
                raise
            return root, error

    def _load_start(self, name: str) -> bytes:
        """Return the first bytes of a part that is known to be too much: as many as one part may have."""
        packed, info = self._find_packed(name)
        most = self._budget.most_inflated(len(self._content))
        if info.compress_type == zipfile.ZIP_STORED:
            content = bytes(packed[:most])
        else:
            try:
                content = zlib.decompressobj(_RAW_DEFLATE).decompress(packed, most)
            except zlib.error:
                raise BrokenPartError from None
        return _first_nodes(content, self._budget.limits.xml_nodes)

    def list_relations(self, part: str) -> list[Relation]:
        """Return the relationships of *part* ("" for those of the whole file); none where they cannot be read."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.holds(path):
            return []
        relations: list[Relation] = []
        for element in self.parse(path):
            outside = element.get("TargetMode", "").lower() == "external"
            target = "" if outside else resolve_target(part, element.get("Target", ""))
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            address = element.get("Target", "") if outside else ""
            relations.append(Relation(id=element.get("Id", ""), kind=kind, target=target, address=address))
        return relations

    def find_main(self) -> str:
        """Return the name of the Word document in the archive.

        Raises:
            UnsupportedFormatError: it is another kind of file in a zip.
            CorruptDocumentError: it has no main part.
            BrokenPartError: what names the main part is damaged.
        """
        if self.holds("mimetype") and self.load("mimetype").startswith(_OPEN_DOCUMENT):
            raise UnsupportedFormatError("The file is an OpenDocument file, which is not read.", hint=_SAVE_HINT)
        targets = [one.target for one in self.list_relations("") if one.kind == _MAIN_RELATION and one.target]
        main = next((target for target in targets if self.holds(target)), None)
        if main is None and self.holds("word/document.xml"):
            main = "word/document.xml"
        if main is None:
            self._refuse_unknown()
        declared = self._declared_kind(main)
        for word, kind in _OTHER_KINDS:
            if word in declared and not _WORD_MAIN.search(declared):
                raise UnsupportedFormatError(f"The file is {kind}, which is not read.", hint=_SAVE_HINT)
        return main

    def _refuse_unknown(self) -> NoReturn:
        if self.holds("[Content_Types].xml"):
            raise CorruptDocumentError("The DOCX has no main document in it.", hint=_AGAIN_HINT)
        if any(name.endswith(".iwa") for name in self._members):
            raise UnsupportedFormatError("The file is a Pages document, which is not read.", hint=_SAVE_HINT)
        raise UnsupportedFormatError(
            "The file is a zip archive without a Word document in it.", hint="Unpack it and send the résumé alone."
        )

    def _declared_kind(self, part: str) -> str:
        if not self.holds("[Content_Types].xml"):
            return ""
        types = self.parse("[Content_Types].xml")
        own = [one.get("ContentType", "") for one in types if one.get("PartName", "").lower() == f"/{part}".lower()]
        return own[0] if own else ""


def parse_xml(content: bytes) -> _Element:
    """Return the root of the XML in *content*, see `Archive.parse`."""
    from lxml import etree

    # A document type stands before the first element: near the start, or behind comments that are long on purpose.
    if _DOCTYPE.search(content, 0, _PROLOGUE):
        raise _has_doctype()
    try:
        root = etree.fromstring(content, _make_parser(recover=False))
    except etree.XMLSyntaxError as error:
        if _DOCTYPE.search(content):
            raise _has_doctype() from None
        code = getattr(error, "code", 0)
        if code == _NO_MEMORY:
            raise MemoryError from None
        if code == _TOO_MUCH:
            raise _too_much("is nested deeper, or holds longer text in one run, than any Word file") from None
        raise BrokenPartError from None
    except ValueError:
        raise BrokenPartError from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _has_doctype()
    return root


def parse_start(content: bytes) -> _Element | None:
    """Return the root of XML that is cut off, with as much as stands in *content*; None where that is nothing.

    Raises:
        CorruptDocumentError: it declares a document type.
    """
    from lxml import etree

    if _DOCTYPE.search(content):
        raise _has_doctype()
    try:
        root: _Element | None = etree.fromstring(content, _make_parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _make_parser(*, recover: bool) -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def _first_nodes(content: bytes, most: int) -> bytes:
    """Return as much of some XML as has not more than *most* elements and attributes."""
    if len(content) <= most:
        return content
    seen = at = 0
    while at < len(content):
        piece = content[at : at + _PIECE]
        seen += sum(map(piece.count, _NODES))
        if seen > most:
            return content[:at]
        at += _PIECE
    return content


def _cut_out(content: bytes, begin: bytes, end: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while (start := content.find(begin, at)) >= 0 and (stop := content.find(end, start)) >= 0:
        parts.append(content[at:start])
        at = stop + len(end)
    return b"".join((*parts, content[at:]))


def resolve_target(part: str, target: str) -> str:
    """Return the part that *target* names, as seen from *part*; names never leave the archive."""
    plain = unquote(target).replace("\\", "/")
    joined = plain if plain.startswith("/") else posixpath.join("/", posixpath.dirname(part), plain)
    return posixpath.normpath(joined).lstrip("/")


def _check_entries(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise EncryptedDocumentError(
            "The archive is locked with a password.", hint="Remove the password and save the file again."
        )
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise _too_much("holds parts that overlap")
        end = info.header_offset + info.compress_size


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _has_doctype() -> CorruptDocumentError:
    return CorruptDocumentError("The DOCX declares a document type, which no Word file does.", hint=_AGAIN_HINT)


def broken() -> CorruptDocumentError:
    """Return the error of a file that is no sound DOCX."""
    return CorruptDocumentError("The file says that it is a DOCX, and cannot be read as one.", hint=_AGAIN_HINT)


def _too_much(what: str) -> LimitExceededError:
    return LimitExceededError(f"The DOCX {what}.", hint=_AGAIN_HINT)
