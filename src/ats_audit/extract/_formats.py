"""What kind of file these bytes are, by their content alone."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from ats_audit.errors import UnsupportedFormatError


class Format(Enum):
    """A kind of file that is told apart here, whether or not it is read."""

    PDF = auto()
    ZIP = auto()
    """A zip archive: DOCX if its main part is a Word document."""
    OLE = auto()
    """A compound file: an old .doc, or an encrypted DOCX."""
    TEXT = auto()
    """Anything else; the reader decides whether it decodes as text."""


PDF_WITHIN: Final = 1_024
"""How far into a file the PDF header may stand. Source: ISO 32000-1, implementation note 13 of appendix H."""

_PDF_HINT: Final = "Save it as PDF or DOCX and send that file."
_SCAN_HINT: Final = (
    "Send the document from which it was made, as PDF or DOCX: a picture holds no text that a parser finds."
)

_FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"{\\rtf", "an RTF document", _PDF_HINT),
    (b"%!PS", "a PostScript file", "Convert it to PDF and send that file."),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", _SCAN_HINT),
    (b"\xff\xd8\xff", "a JPEG picture", _SCAN_HINT),
    (b"GIF8", "a GIF picture", _SCAN_HINT),
    (b"II*\x00", "a TIFF picture", _SCAN_HINT),
    (b"MM\x00*", "a TIFF picture", _SCAN_HINT),
    (b"BM", "a BMP picture", _SCAN_HINT),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and send the résumé alone."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and send the résumé alone."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and send the résumé alone."),
    (b"<?xml", "an XML file", _PDF_HINT),
    (b"<html", "a web page", "Print it to PDF and send that file."),
    (b"<!doctype html", "a web page", "Print it to PDF and send that file."),
)
_ANY_CASE: Final = b"<"
_BINARY: Final = frozenset({b"BM", b"GIF8"})
"""Signatures that are also words: they count only where the bytes are no text."""

_RIFF: Final = (b"RIFF", b"WEBP", 8)
_FTYP: Final = (b"ftyp", 4)
_SIGNATURES: Final[tuple[tuple[bytes, Format], ...]] = (
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OLE),
)


def tell_format(content: bytes) -> Format:
    """Return the format of *content* by its first bytes; a file's name and suffix do not count.

    Raises:
        UnsupportedFormatError: the bytes are of a known kind that is not read.
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if b"%PDF-" in content[: PDF_WITHIN + len(b"%PDF-") - 1]:
        return Format.PDF
    _refuse_foreign(content)
    return Format.TEXT


def _refuse_foreign(content: bytes) -> None:
    head = content[:PDF_WITHIN].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, name, hint in _FOREIGN:
        start = head[: len(signature)]
        if signature.startswith(_ANY_CASE):
            start = start.lower()
        if start == signature and not (signature in _BINARY and b"\x00" not in content[:PDF_WITHIN]):
            raise UnsupportedFormatError(f"The file is {name}, which is not read.", hint=hint)
    mark, kind, at = _RIFF
    if head.startswith(mark) and head[at:].startswith(kind):
        raise UnsupportedFormatError("The file is a WebP picture, which is not read.", hint=_SCAN_HINT)
    mark, at = _FTYP
    if head[at:].startswith(mark):
        raise UnsupportedFormatError("The file is a picture or film, which is not read.", hint=_SCAN_HINT)
