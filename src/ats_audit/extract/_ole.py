"""Compound files: an old Word document, or a DOCX that is locked with a password. Neither is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from ats_audit.errors import EncryptedDocumentError, UnsupportedFormatError

if TYPE_CHECKING:
    from ats_audit.extract._budget import Budget

_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
"""Name of the directory entry that holds an encrypted OOXML file. Source: MS-OFFCRYPTO, 2.3.4.4."""


def refuse_ole(content: bytes, _budget: Budget) -> NoReturn:
    """Say which of the two kinds of compound file this is.

    Raises:
        EncryptedDocumentError: a password-protected DOCX.
        UnsupportedFormatError: a legacy Word (or other Office) file.
    """
    if _ENCRYPTED_PACKAGE in content:
        raise EncryptedDocumentError(
            "The Word file is locked with a password.", hint="Remove the password in Word and save it again."
        )
    raise UnsupportedFormatError(
        "The file is in the old Word format (.doc), which is not read.", hint="Save it as DOCX or PDF."
    )
