"""The failures of ats-audit: what went wrong, whose fault it is, and what to do.

Messages are our own words and numbers. They never hold résumé text, file names or the text of a foreign
exception, so they may be logged, sent over a pipe or shown to a stranger as they are.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class AtsAuditError(Exception):
    """Anything that ats-audit refuses to do; catch this one at the edge of your program."""

    code: ClassVar[str] = "error"
    """Stable kebab-case name of the failure, for logs, rows and problem documents."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Say what happened in *message*, and in *hint* what the person can do about it."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the hint: the default would call the class with the message alone."""
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(
    cls: type[AtsAuditError], message: str, hint: str, more: Mapping[str, str] = MappingProxyType({})
) -> AtsAuditError:
    return cls(message, hint=hint, **more)


class DocumentError(AtsAuditError):
    """A document, résumé or job advert, is at fault. Exit code 3."""

    code = "document"


class UnreadableSourceError(DocumentError):
    """The file is missing, is a folder, or may not be read."""

    code = "unreadable-source"


class EmptyDocumentError(DocumentError):
    """The file holds no bytes, or no characters."""

    code = "empty-document"


class UnsupportedFormatError(DocumentError):
    """The bytes are of a kind that is not read; the hint names the way out."""

    code = "unsupported-format"


class EncryptedDocumentError(DocumentError):
    """The file needs a password to be opened."""

    code = "encrypted-document"


class CorruptDocumentError(DocumentError):
    """The file claims to be of a kind but cannot be read as such."""

    code = "corrupt-document"


class NoTextLayerError(DocumentError):
    """The pages are pictures: a parser finds no text at all."""

    code = "no-text-layer"


class LimitExceededError(DocumentError):
    """The file asks for more than a `Limits` value allows; the message names the limit."""

    code = "limit-exceeded"

    def __init__(self, message: str, *, hint: str = "", limit: str = "") -> None:
        """As for every failure; *limit* is the name of the field of `Limits`, "" where there is none."""
        super().__init__(message, hint=hint)
        self.limit = limit

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the limit."""
        return (_rebuild, (type(self), self.message, self.hint, {"limit": self.limit}))


class ExtractionTimeoutError(DocumentError):
    """Reading the file took longer than allowed, and was stopped."""

    code = "timeout"


class ExtractionCrashError(DocumentError):
    """The reader of the file died: out of memory, or a fault in a native library."""

    code = "crash"


class NoRequirementsError(DocumentError):
    """The job advert asks for nothing that the lexicon knows, and there is no role to fall back on."""

    code = "no-requirements"

    @classmethod
    def of_advert(cls) -> NoRequirementsError:
        """The failure, in its own words."""
        return cls(
            "The job advert asks for nothing that the lexicon knows.",
            hint="Check that the file is the advert itself, or name a role as well.",
        )


class NothingToSuggestError(DocumentError):
    """The résumé shows no competency of what it is audited for, so there is no section to write into it."""

    code = "nothing-to-suggest"


class LexiconError(AtsAuditError):
    """The lexicon, or a name looked up in it, is at fault. Exit code 2."""

    code = "lexicon"


class UnknownRoleError(LexiconError):
    """No role of that id; the hint offers the nearest ones."""

    code = "unknown-role"


class UnknownCompetencyError(LexiconError):
    """No competency of that id."""

    code = "unknown-competency"


class InvalidLexiconError(LexiconError):
    """A lexicon file breaks a law; the message has one `file:line:col: what` per line."""

    code = "invalid-lexicon"


class MissingExtraError(AtsAuditError):
    """What was asked for needs a library that is not installed; the hint has the pip command."""

    code = "missing-extra"


class BatchError(AtsAuditError):
    """A batch cannot be started, or cannot go on: its inputs, its output or its workers are at fault, no document."""

    code = "batch"


DOCUMENT_ERRORS: tuple[type[DocumentError], ...] = (
    UnreadableSourceError,
    EmptyDocumentError,
    UnsupportedFormatError,
    EncryptedDocumentError,
    CorruptDocumentError,
    NoTextLayerError,
    LimitExceededError,
    ExtractionTimeoutError,
    ExtractionCrashError,
    NoRequirementsError,
)
"""Every concrete failure of a document, for tables that must be complete."""
