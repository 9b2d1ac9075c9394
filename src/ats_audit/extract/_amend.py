"""The entries for writing into a résumé: bytes in, the bytes of a new file out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.extract._extract import extract_document
from ats_audit.model import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.model import Remark, SectionLines


def write_section(content: bytes, section: SectionLines, *, limits: Limits = Limits()) -> bytes:  # noqa: B008 - frozen
    """The Word document in *content* with *section* put in behind its summary, in its own styles.

    Raises:
        DocumentError: *content* cannot be read, is no Word document, or cannot be written again.
    """
    from ats_audit.extract._docx_insert import insert_section

    return insert_section(content, extract_document(content, limits=limits), section, limits)


def write_remarks(content: bytes, remarks: Sequence[Remark], *, limits: Limits = Limits()) -> bytes:  # noqa: B008
    """The Word document in *content* with a comment for each of *remarks*.

    Raises:
        DocumentError: *content* cannot be read, is no Word document, or cannot be written again.
    """
    from ats_audit.extract._docx_remarks import add_remarks

    return add_remarks(content, extract_document(content, limits=limits), remarks, limits)
