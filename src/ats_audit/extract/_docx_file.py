"""A Word document opened for writing: its paragraphs by the lines that a reader knows, and the file that it becomes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import CorruptDocumentError, UnsupportedFormatError
from ats_audit.extract._budget import Budget
from ats_audit.extract._docx_archive import Archive, BrokenPartError
from ats_audit.model import MediaType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from lxml.etree import _Element

    from ats_audit.model import Document, Limits

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Time of every member of a written file: the same résumé gives the same bytes."""
_BLANKS: Final = re.compile(r"\s+")
_SKIPPED: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText"})


class WordFile:
    """A Word document and what was read of it."""

    def __init__(self, content: bytes, document: Document, limits: Limits) -> None:
        """Open *content*, of which *document* was read.

        Raises:
            UnsupportedFormatError: It is no Word document.
            CorruptDocumentError: It can be read, but not be written again.
            LimitExceededError: One of its parts, read or not, is more than *limits* allows.
        """
        if document.media_type is not MediaType.DOCX:
            raise UnsupportedFormatError(
                "Only a Word document can be written anew with the section or with comments.",
                hint="Save the résumé as DOCX; or take --format section, and paste it.",
            )
        _check_parts(content, limits)
        self.word = _open(content)
        self._document = document
        self._paragraphs = [(_text_of(one), one) for one in self.body.iter(f"{W}p")]

    @property
    def body(self) -> _Element:
        """The element that holds the paragraphs and tables."""
        body: _Element = self.word.element.body
        return body

    def find(self, offset: int) -> _Element | None:
        """The paragraph in which the code point at *offset* of the full reading stands; None outside of the body."""
        text = self._document.text
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        line = text[start : end if end >= 0 else len(text)]
        if not line.strip():
            return None
        before = text[:start].split("\n")[:-1].count(line)
        for wanted in (_fold(line), _fold(line.partition(" ")[2]), *map(_fold, line.split("\t"))):
            # A list label stands before the text of its paragraph, and the cells of a row in one line.
            exact = [one for said, one in self._paragraphs if said == wanted and wanted]
            if exact:
                return exact[min(before, len(exact) - 1)]
        parts = [one for said, one in self._paragraphs if said and (said in _fold(line) or _fold(line) in said)]
        return parts[0] if parts else None

    def top_of(self, paragraph: _Element) -> _Element:
        """The child of the body in which *paragraph* stands: itself, or a table, or what holds its text box."""
        top = paragraph
        while (parent := top.getparent()) is not None and parent is not self.body:
            top = parent
        return top

    def save(self) -> bytes:
        """The file. Parts that are not known to the library are written as they were."""
        written = io.BytesIO()
        self.word.save(written)
        packed = io.BytesIO()
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return packed.getvalue()


def list_texts(paragraph: _Element) -> Iterator[tuple[_Element, _Element, str]]:
    """The runs of a paragraph with each of their texts, in order; not those of text boxes in it."""
    for run in paragraph.iter(f"{W}r"):
        if _paragraph_of(run) is not paragraph or _is_skipped(run, paragraph):
            continue
        for text in run:
            if text.tag == f"{W}t":
                yield run, text, text.text or ""
            elif text.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
                yield run, text, " "


def _text_of(paragraph: _Element) -> str:
    return _fold("".join(text for _, _, text in list_texts(paragraph)))


def _fold(text: str) -> str:
    return _BLANKS.sub(" ", text).strip().casefold()


def _paragraph_of(run: _Element) -> _Element | None:
    parent = run.getparent()
    while parent is not None and parent.tag != f"{W}p":
        parent = parent.getparent()
    return parent


def _is_skipped(run: _Element, paragraph: _Element) -> bool:
    parent = run.getparent()
    while parent is not None and parent is not paragraph:
        if parent.tag in _SKIPPED:
            return True
        parent = parent.getparent()
    return False


def _check_parts(content: bytes, limits: Limits) -> None:
    """Load every part within the limits first: the library would load them all without any."""
    archive = Archive(content, Budget(limits))
    try:
        for name in archive.names():
            archive.load(name)
    except BrokenPartError as error:
        raise _unwritable() from error


def _unwritable() -> CorruptDocumentError:
    # The reader of this project forgives more than the library that writes.
    return CorruptDocumentError(
        "The DOCX can be read, but not be written again as it is.", hint="Open it in Word and save it as DOCX."
    )


def _open(content: bytes) -> WordDocument:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        word: Any = docx.Document(io.BytesIO(content))
        _ = word.element.body.tag
    except (PackageNotFoundError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise _unwritable() from error
    document: WordDocument = word
    return document
