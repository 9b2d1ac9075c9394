"""Bytes in, `Document` out: the floor that knows file formats, and the only one that sees their libraries."""

from ats_audit.extract._amend import write_remarks, write_section
from ats_audit.extract._extract import (
    extract_document,
    extract_recognised,
    extract_text,
    load_content,
    load_readers,
    recognise_document,
    recognise_words,
    require_ocr,
    rescue_document,
)
from ats_audit.extract._pages import draw_pages, draw_scans

__all__ = [
    "draw_pages",
    "draw_scans",
    "extract_document",
    "extract_recognised",
    "extract_text",
    "load_content",
    "load_readers",
    "recognise_document",
    "recognise_words",
    "require_ocr",
    "rescue_document",
    "write_remarks",
    "write_section",
]
