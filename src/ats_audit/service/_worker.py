"""The process that matches, judges and writes: a document that was read elsewhere in, a report out.

Files never reach it: they are read in a process of their own, which may fail. What is slow here is ended by the parent.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ats_audit.auditor import Auditor
from ats_audit.errors import AtsAuditError, NothingToSuggestError
from ats_audit.isolate import (
    BrokenPipeToChildError,
    confine_process,
    open_pipes,
    pack_remarks,
    pack_section,
    read_message,
    unpack_document,
    unpack_pictures,
    write_message,
)
from ats_audit.report import Format, list_remarks, list_section, render_ranking, render_report, render_scan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO

    from ats_audit.model import AuditReport, Document

MODULE = __name__
"""What a pool has to run."""


def main(lexicon: str = "") -> None:
    """Serve the pipes of this process until the parent closes them; *lexicon* is the folder of an overlay."""
    from ats_audit.lexicon import Lexicon

    requests, answers = open_pipes()
    auditor = Auditor(lexicon=Lexicon.load(Path(lexicon) if lexicon else None))
    _warm_up(auditor)
    # What is loaded stays: the collector need not look through it again.
    gc.collect()
    gc.freeze()
    confinement = confine_process(whole_path=True)
    write_message(answers, {"ready": os.getpid(), "confinement": confinement})
    serve(auditor, requests, answers)


def serve(auditor: Auditor, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until their stream ends."""
    while True:
        try:
            request, payload = read_message(requests)
        except BrokenPipeToChildError:
            return
        write_message(answers, *answer(auditor, request, payload))


def answer(auditor: Auditor, request: Mapping[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
    """Do what *request* asks for with the packed document in *payload*: a summary, and the report in its form."""
    try:
        document, job, drawn = _split(payload, *request["sizes"])
        form = Format(request["format"])
        match request["task"]:
            case "scan":
                scan = auditor.scan(document, name=request["name"])
                text = render_scan(scan, lexicon=auditor.lexicon, format=form)
            case "rank":
                text = render_ranking(auditor.rank(document, name=request["name"]), format=form)
            case _:
                advert = auditor.read_advert(job, name=request["job"]) if job else None
                report = auditor.audit(document, role=request["role"], job=advert, name=request["name"])
                if request["word"]:
                    order = _order(report, request["word"])
                    return {"kind": document.media_type.value, "pages": document.pages, "order": order}, b""
                pages = unpack_pictures(request["pictures"], drawn) if drawn else ()
                text = render_report(report, format=form, document=document, pages=pages)
    except AtsAuditError as error:
        return {"error": {"code": error.code, "message": error.message, "hint": error.hint}}, b""
    except BrokenPipeToChildError:
        # A reader that was taken over by a file can send anything.
        return {"error": {"code": "crash", "message": "The reader of the file died on it.", "hint": ""}}, b""
    except (RecursionError, MemoryError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # A fault of ours must cost neither the process nor a word of the résumé: its kind and place, no more.
        return {"fault": _describe(error)}, b""
    return {"kind": document.media_type.value, "pages": document.pages}, text.encode()


def _order(report: AuditReport, word: str) -> Any:
    """What shall stand in the Word file.

    Raises:
        NothingToSuggestError: There is no section to write.
    """
    if word == "docx-review":
        return pack_remarks(list_remarks(report))
    section = list_section(report)
    if not section.lines:
        raise NothingToSuggestError(
            "The résumé shows nothing of what is asked for, so there is no section to write.",
            hint="Ask for docx-review, which says what is missing.",
        )
    return pack_section(section)


def _split(payload: bytes, document: int, job: int) -> tuple[Document, Document | None, bytes]:
    """The résumé, the advert if there is one, and the pictures' contents."""
    end = document + job
    advert = unpack_document(payload[document:end]) if job else None
    return unpack_document(payload[:document]), advert, payload[end:]


def _describe(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
    return f"{type(error).__name__} {place}".strip()


def _warm_up(auditor: Auditor) -> None:
    """Do everything once, so that the first résumé finds all modules loaded and all tables built."""
    text = "Jane Example\nExperience\nNurse, 2020 - 2022\n- Entered data in REDCap under ICH-GCP.\n"
    roles = auditor.lexicon.roles
    if roles:
        report = auditor.audit_text(text, role=roles[0].id)
        for form in Format:
            render_report(report, format=form)
