"""What a format shows of the résumé itself, beside what was found in it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ats_audit.cli._output import WITH_DOCUMENT, WITH_PAGES
from ats_audit.cli._sources import STDIN, source_of
from ats_audit.errors import DocumentError, NothingToSuggestError

if TYPE_CHECKING:
    from typing import BinaryIO

    from ats_audit.auditor import Auditor
    from ats_audit.cli._console import Console
    from ats_audit.model import AuditReport, Document, PagePicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a format shows of the résumé itself."""

    source: str | bytes | BinaryIO
    """The file; bytes where it is needed twice and can be read but once."""
    document: Document | None = None
    pages: tuple[PagePicture, ...] = ()


def look_at(auditor: Auditor, resume: str, form: str, console: Console) -> Look:
    """The document and the pictures that *form* asks for; a page that cannot be drawn is shown as text instead."""
    if form not in WITH_DOCUMENT:
        return Look(source=source_of(resume, console))
    source = console.open_input().read() if resume == STDIN else resume
    document = auditor.read(source)
    if form not in WITH_PAGES:
        return Look(source=source, document=document)
    pages: tuple[PagePicture, ...] = ()
    with contextlib.suppress(DocumentError):
        pages = auditor.draw(source)
    return Look(source=source, document=document, pages=pages)


def amend(auditor: Auditor, look: Look, report: AuditReport, form: str) -> bytes:
    """The new Word document of a format that is one, else nothing.

    Raises:
        DocumentError: There is nothing to write into it, or it cannot be written.
    """
    from ats_audit.report import list_remarks, list_section

    if form == "docx-review":
        return auditor.write_remarks(look.source, list_remarks(report))
    if form != "docx":
        return b""
    section = list_section(report)
    if not section.lines:
        raise NothingToSuggestError(
            "The résumé shows nothing of what is asked for, so there is no section to write.",
            hint="Take --format docx-review, which says what is missing.",
        )
    return auditor.write_section(look.source, section)


def has_section(document: Document | None, heading: str) -> bool:
    """Whether the résumé has a section of that heading already."""
    return document is not None and any(
        document.text[one.heading_start : one.heading_end].strip(" :").casefold() == heading.casefold()
        for one in document.full.sections
    )
