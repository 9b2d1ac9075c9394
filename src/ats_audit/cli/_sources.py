"""What commands share: the files that they read, what they are judged against, and the auditor that does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ats_audit.cli._parser import UsageError
from ats_audit.errors import DocumentError, NoRequirementsError

if TYPE_CHECKING:
    import argparse
    from typing import BinaryIO

    from ats_audit.auditor import Auditor
    from ats_audit.cli._console import Console
    from ats_audit.errors import AtsAuditError
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Advert

STDIN: Final = "-"
STDIN_NAME: Final = "stdin"


def describe(error: AtsAuditError) -> str:
    """Message and hint as sentences on one line; several violations of a lexicon keep a line each."""
    message = error.message.rstrip()
    if "\n" in message:
        return f"the lexicon breaks its laws\n{message}\n{error.hint}".rstrip()
    if not error.hint:
        return message
    return f"{message if message.endswith(('.', '!', '?')) else f'{message}.'} {error.hint}"


def check_target(arguments: argparse.Namespace) -> None:
    """Refuse a command line without anything to judge against."""
    if arguments.role is None and arguments.job is None:
        raise UsageError(
            "say for which role with --role ROLE (see: ats-audit roles), or for which advert with --job FILE"
        )


def read_advert(arguments: argparse.Namespace, auditor: Auditor, console: Console) -> Advert | None:
    """The job advert of the command line; None where there is none, or it cannot be read and that has been said."""
    if arguments.job is None:
        return None
    try:
        advert = auditor.read_advert(source_of(arguments.job, console), name=name_of(arguments.job))
    except DocumentError as error:
        console.complain(f"{label_of(arguments.job)}: {describe(error)}")
        return None
    if not advert.requirements and arguments.role is None:
        console.complain(f"{label_of(arguments.job)}: {describe(NoRequirementsError.of_advert())}")
        return None
    return advert


def load_lexicon(directory: str | None) -> Lexicon:
    """The built-in lexicon, with the overlay in *directory* if there is one."""
    from ats_audit.lexicon import Lexicon

    return Lexicon.load(None if directory is None else Path(directory))


def open_auditor(arguments: argparse.Namespace) -> Auditor:
    """An auditor that reads files in a child process, as the command line asks for.

    Raises:
        MissingExtraError: Pages are to be recognised, and what does it is not installed.
    """
    from ats_audit.auditor import Auditor

    directory = getattr(arguments, "lexicon", None)
    heading = getattr(arguments, "heading", None)
    more = {} if heading is None else {"heading": heading}
    return Auditor(
        lexicon=None if directory is None else load_lexicon(directory),
        isolation="process",
        partial=arguments.partial,
        ocr=arguments.ocr,
        **more,
    )


def source_of(resume: str, console: Console) -> str | BinaryIO:
    """A path as it is, or standard input."""
    return console.open_input() if resume == STDIN else resume


def name_of(resume: str) -> str | None:
    """What a report calls the source; None for the name of its file."""
    return STDIN_NAME if resume == STDIN else None


def label_of(resume: str) -> str:
    """What a message calls the source."""
    return STDIN_NAME if resume == STDIN else resume
