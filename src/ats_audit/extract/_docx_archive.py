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
    from lxml.etree import _Element

    from ats_audit.extract._budget import Budget

_CHUNK: Final = 65_536
_ENCRYPTED: Final = 0x1
_READ_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MAIN_RELATION: Final = "officeDocument"
_WORD_MAIN: Final = re.compile(r"wordprocessingml|ms-word")
_DOCTYPE: Final = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E", re.IGNORECASE)

_XML_HEAD: Final = 64
_XML_MARKS: Final = b"\xef\xbb\xbf\xff\xfe\x00\t\n\r "

_OTHER_KINDS: Final = (
    ("spreadsheetml", "an Excel workbook"),
    ("presentationml", "a PowerPoint file"),
    ("visio", "a Visio drawing"),
)
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_SAVE_HINT: Final = "Save it as DOCX or PDF and send that file."
_AGAIN_HINT: Final = "Open it in Word and save it again as DOCX."


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A line of a part's relationships."""

    id: str
    kind: str
    """Last word of the relation's type: `header`, `footnotes`, `officeDocument`."""
    target: str
    """Name of the part in the archive; empty for what lies outside."""


class Archive:
    """The parts of a DOCX by name."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Check the directory of the archive.

        Raises:
            DocumentError: not a zip after all, encrypted, or larger than allowed.
        """
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = {_plain_name(info.filename): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
            raise _broken() from None
        self._check_sizes(len(content))

    def _check_sizes(self, size: int) -> None:
        infos = self._zip.infolist()
        limits = self._budget.limits
        if len(infos) > limits.archive_members:
            raise _too_much(f"holds more than {limits.archive_members:,} parts")
        if sum(info.file_size for info in infos) > min(limits.inflated_bytes, limits.archive_ratio * size):
            raise _too_much("grows out of all proportion when it is unpacked")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise EncryptedDocumentError(
                "The archive is locked with a password.", hint="Remove the password and save the file again."
            )
        end = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.header_offset < end:
                raise _too_much("holds parts that overlap")
            end = info.header_offset + info.compress_size

    def names(self) -> list[str]:
        """Return the names of the parts."""
        return list(self._members)

    def holds(self, name: str) -> bool:
        """Tell whether there is a part *name*; case does not count, as in Word."""
        return self._find(name) is not None

    def _find(self, name: str) -> zipfile.ZipInfo | None:
        found = self._members.get(name)
        if found is None:
            lower = name.lower()
            found = next((info for known, info in self._members.items() if known.lower() == lower), None)
        return found

    def load(self, name: str) -> bytes:
        """Return the bytes of the part *name*.

        Raises:
            CorruptDocumentError: there is no such part, or it is damaged.
            LimitExceededError: it inflates to more than allowed.
        """
        info = self._find(name)
        if info is None or info.compress_type not in _READ_METHODS:
            raise _broken()
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as member:
                while part := member.read(_CHUNK):
                    size += len(part)
                    self._budget.check_stream(size)
                    self._budget.spend_inflated(len(part))
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise _broken() from None
        return b"".join(parts)

    def check(self, name: str) -> None:
        """Read the part *name* through once, and raise what `load` and `parse` would on it."""
        info = self._find(name)
        if info is None or info.is_dir():
            return
        content = self.load(name)
        is_xml = name.lower().endswith((".xml", ".rels")) or content[:_XML_HEAD].lstrip(_XML_MARKS).startswith(b"<?xml")
        if is_xml and _DOCTYPE.search(content):
            raise _has_doctype()

    def parse(self, name: str) -> _Element:
        """Return the XML of the part *name*; a document type, and with it every entity, is refused.

        Raises:
            CorruptDocumentError: no such part, or no XML, or XML with a document type.
        """
        return parse_xml(self.load(name))

    def list_relations(self, part: str) -> list[Relation]:
        """Return the relationships of *part* ("" for those of the whole file); none where they cannot be read."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.holds(path):
            return []
        relations: list[Relation] = []
        for element in self.parse(path):
            if not isinstance(element.tag, str):
                continue
            outside = element.get("TargetMode", "").lower() == "external"
            target = "" if outside else resolve_target(part, element.get("Target", ""))
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            relations.append(Relation(id=element.get("Id", ""), kind=kind, target=target))
        return relations

    def find_main(self) -> str:
        """Return the name of the Word document in the archive.

        Raises:
            UnsupportedFormatError: it is another kind of file in a zip.
            CorruptDocumentError: it has no main part.
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

    if _DOCTYPE.search(content):
        raise _has_doctype()
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _broken() from None


def resolve_target(part: str, target: str) -> str:
    """Return the part that *target* names, as seen from *part*; names never leave the archive."""
    plain = unquote(target).replace("\\", "/")
    joined = plain if plain.startswith("/") else posixpath.join("/", posixpath.dirname(part), plain)
    return posixpath.normpath(joined).lstrip("/")


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _has_doctype() -> CorruptDocumentError:
    return CorruptDocumentError("The DOCX declares a document type, which no Word file does.", hint=_AGAIN_HINT)


def _broken() -> CorruptDocumentError:
    return CorruptDocumentError("The file says that it is a DOCX, and cannot be read as one.", hint=_AGAIN_HINT)


def _too_much(what: str) -> LimitExceededError:
    return LimitExceededError(f"The DOCX {what}.", hint=_AGAIN_HINT)
