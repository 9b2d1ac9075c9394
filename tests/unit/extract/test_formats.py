"""The kind of a file is told by its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from files import make_docx, make_pdf, make_zip, p, show
from reading import read

from ats_audit.errors import EmptyDocumentError, EncryptedDocumentError, UnsupportedFormatError
from ats_audit.extract._formats import Format, tell_format
from ats_audit.model import MediaType

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.4 and so on", Format.PDF),
        (b"\x00" * 1023 + b"%PDF-1.4", Format.PDF),
        (b"\x00" * 1024 + b"%PDF-1.4", Format.TEXT),
        (b"junk " * 300 + b"%PDF-1.4", Format.TEXT),
        (b"PK\x03\x04rest", Format.ZIP),
        (OLE, Format.OLE),
        (b"BM is short for bone marrow", Format.TEXT),
        (b"GIF8 is no word, but text", Format.TEXT),
        (b"RIFF raff", Format.TEXT),
        (b"plain", Format.TEXT),
    ],
)
def test_the_first_bytes_tell_the_format(content: bytes, expected: Format) -> None:
    assert tell_format(content) is expected


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a\x00\x01", "GIF"),
        (b"II*\x00", "TIFF"),
        (b"BM\x00\x00", "BMP"),
        (b"RIFF1234WEBPVP8", "WebP"),
        (b"\x00\x00\x00\x18ftypheic", "picture or film"),
        (b"  <!DOCTYPE HTML><p>", "web page"),
        (b"\xef\xbb\xbf<html>", "web page"),
        (b"%!PS-Adobe", "PostScript"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_a_known_foreign_format_is_named_with_the_way_out(content: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=name) as caught:
        tell_format(content)
    assert caught.value.hint


def test_suffixes_do_not_count(tmp_path: Path) -> None:
    from ats_audit.extract._extract import load_content
    from ats_audit.model import Limits

    path = tmp_path / "resume.docx"
    path.write_bytes(make_pdf(show("Hello there")))
    assert read(load_content(path, limits=Limits())).media_type is MediaType.PDF


def test_a_docx_named_pdf_is_read_as_docx() -> None:
    assert read(make_docx(p("Hello"))).media_type is MediaType.DOCX


def test_old_word_files_and_locked_ones_are_told_apart() -> None:
    with pytest.raises(UnsupportedFormatError, match=r"\.doc"):
        read(OLE + b"WordDocument" * 20)
    with pytest.raises(EncryptedDocumentError):
        read(OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize("content", [b"", b"   \n\t ", b"\xef\xbb\xbf", "\u2003\n".encode()])
def test_nothing_is_never_an_empty_resume(content: bytes) -> None:
    with pytest.raises(EmptyDocumentError):
        read(content)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "OpenDocument"),
        ({"Index/Document.iwa": b"x"}, "Pages"),
        ({"readme.txt": "hello"}, "zip archive"),
    ],
)
def test_other_zip_files_are_named(members: dict[str, str], message: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=message):
        read(make_zip(members))


def test_a_workbook_is_no_word_file() -> None:
    content = make_docx(p("x"), main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
    with pytest.raises(UnsupportedFormatError, match="Excel"):
        read(content)
