"""What a format shows of the résumé itself, beside what was found in it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ats_audit.cli._output import WITH_DOCUMENT, WITH_PAGES
from ats_audit.cli._sources import STDIN
from ats_audit.errors import DocumentError

if TYPE_CHECKING:
    from ats_audit.auditor import Auditor
    from ats_audit.cli._console import Console
    from ats_audit.model import Document, PagePicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a format shows of the résumé itself."""

    document: Document | None = None
    pages: tuple[PagePicture, ...] = ()


def look_at(auditor: Auditor, resume: str, form: str, console: Console) -> Look:
    """The document and the pictures that *form* asks for; a page that cannot be drawn is shown as text instead."""
    if form not in WITH_DOCUMENT:
        return Look()
    source = console.open_input().read() if resume == STDIN else resume
    document = auditor.read(source)
    if form not in WITH_PAGES:
        return Look(document=document)
    pages: tuple[PagePicture, ...] = ()
    with contextlib.suppress(DocumentError):
        pages = auditor.draw(source)
    return Look(document=document, pages=pages)
