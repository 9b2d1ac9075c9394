"""One run of the command: parse, do, and turn whatever happens into a line and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from ats_audit.cli._console import Console, OutputClosedError, OutputFailedError
from ats_audit.cli._exit import Exit
from ats_audit.cli._parser import HelpAsked, UsageError, parse_arguments
from ats_audit.errors import AtsAuditError, DocumentError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


def main() -> NoReturn:
    """Run the command with the arguments of the process, and end the process with its exit code."""
    # What is imported and built stays: looking through it for garbage costs a tenth of a run.
    gc.set_threshold(100_000, 20, 20)
    sys.exit(int(run(sys.argv[1:])))


def run(argv: Sequence[str]) -> Exit:
    """Run the command with *argv*, the words behind its name; with `--debug` an internal error is raised."""
    console = Console(sys.stdin, sys.stdout, sys.stderr, os.environ)
    try:
        return _run(argv, console)
    except OutputClosedError:
        console.abandon_output()
        return Exit.PIPE
    except KeyboardInterrupt:
        console.complain("interrupted")
        return Exit.INTERRUPTED


def _run(argv: Sequence[str], console: Console) -> Exit:
    try:
        arguments = parse_arguments(argv)
    except HelpAsked as help_:
        console.write(str(help_))
        return Exit.DONE
    except UsageError as error:
        console.complain(str(error))
        return Exit.USAGE
    try:
        return _do(arguments, console)
    except (UsageError, OutputFailedError) as error:
        console.complain(str(error))
        return Exit.USAGE
    except AtsAuditError as error:
        return _refuse(error, arguments, console)
    except OutputClosedError:
        raise
    except Exception as error:
        # The last door: whatever was not foreseen must end in one line that says nothing of the résumé.
        if arguments.debug:
            raise
        console.complain(_describe_fault(error))
        return Exit.INTERNAL


def _do(arguments: Namespace, console: Console) -> Exit:
    from ats_audit.cli._commands import COMMANDS

    return COMMANDS[arguments.command](arguments, console)


def _refuse(error: AtsAuditError, arguments: Namespace, console: Console) -> Exit:
    from ats_audit.cli._sources import describe

    if not isinstance(error, DocumentError):
        console.complain(describe(error))
        return Exit.USAGE
    resume = getattr(arguments, "resume", None)
    console.complain(f"{resume}: {describe(error)}" if resume else describe(error))
    return Exit.DOCUMENT


def _describe_fault(error: Exception) -> str:
    """Type and place of an error, and what to do; never its message, which may quote the résumé."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = ""
    if trace is not None:
        place = f" in {trace.tb_frame.f_globals.get('__name__', '?')}, line {trace.tb_lineno}"
    return (
        f"internal error ({type(error).__name__}{place}). This is a fault of ats-audit, not of your file: "
        "please report this line; --debug shows the traceback, which may quote the résumé"
    )
