"""The command line: which words and options there are. Loads nothing but argparse, so that help comes at once."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from ats_audit.cli._values import (
    read_count,
    read_heading,
    read_port,
    read_score,
    read_seconds,
    read_threshold,
    read_width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

FORMATS: Final = ("text", "markdown", "json", "jsonl", "html", "sarif", "github", "section", "section-markdown")
"""The values of `ats_audit.report.Format`, written out because importing them costs half of what help may take."""
FILE_FORMATS: Final = ("docx", "docx-review")
"""Forms that are the candidate's own Word file, written anew."""
SCAN_FORMATS: Final = ("text", "json", "jsonl")
ROW_FORMATS: Final = ("parquet", "csv", "jsonl")
HOLDS: Final = ("auto", "bytes", "base64", "path", "text")
ENGINES: Final = ("ray", "spark", "dask")
SEVERITIES: Final = ("error", "warning", "info")
READINGS: Final = ("full", "stream", "strict")
SCHEMAS: Final = ("report", "scan", "rank", "compare", "row")
COMPARISON_FORMATS: Final = ("text", "markdown", "json", "jsonl")


class UsageError(Exception):
    """The command line does not make sense."""


class HelpAsked(Exception):  # noqa: N818 # not a failure: the help is the answer
    """Help was asked for; the argument is its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A word of the command line."""

    name: str
    """Empty for the audit itself, which needs no word."""
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]


class _Parser(argparse.ArgumentParser):
    """An argument parser that neither prints nor exits."""

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong, and where help is."""
        raise UsageError(f"{message} (see: {self.prog} --help)")


class _Help(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help="show this help")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise HelpAsked(parser.format_help())


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The command line as a namespace with `command`, `debug`, and what the command asks for.

    The first word is a command if it is one by name; anything else is a résumé to audit.

    Raises:
        UsageError: It does not make sense; the message says why.
        HelpAsked: It asks for help.
    """
    words = list(argv)
    leading = 0
    while leading < len(words) and words[leading] == "--debug":
        leading += 1
    name = words[leading] if leading < len(words) else ""
    command = next((known for known in COMMANDS if known.name and known.name == name), COMMANDS[0])
    if command.name:
        del words[leading]
    parser = make_parser(command)
    if command.name:
        parsed = parser.parse_intermixed_args(words) if command.name == "batch" else parser.parse_args(words)
    else:
        # Résumés may stand between options; argparse then stumbles over "--", behind which all are résumés.
        end = words.index("--") if "--" in words else len(words)
        parsed = parser.parse_intermixed_args(words[:end])
        parsed.resumes += words[end + 1 :]
    parsed.command = command.name
    return parsed


def make_parser(command: Command) -> argparse.ArgumentParser:
    """The parser of one command."""
    parser = _Parser(
        prog=f"ats-audit {command.name}".rstrip(),
        description=command.summary,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    parser.add_argument("-h", "--help", action=_Help)
    return parser


def _audit(parser: argparse.ArgumentParser) -> None:
    parser.usage = "ats-audit RESUME... [--role ROLE] [--job FILE] [options]\n       ats-audit COMMAND ..."
    parser.add_argument("resumes", nargs="*", metavar="RESUME", help="PDF, DOCX, plain text or Markdown; - is stdin")
    _add_target(parser)
    parser.add_argument(
        "--format",
        choices=(*FORMATS, *FILE_FORMATS),
        default="text",
        metavar="FORMAT",
        help="text (default), markdown, json (of several résumés: an array), jsonl (a line for each résumé), "
        "html (a page with the résumé beside the report), sarif (for code scanning), github (annotations of a "
        "workflow), section or section-markdown (the suggested section alone), docx (the résumé itself, a Word file, "
        "with the section put in) or docx-review (with comments)",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to FILE, never to the résumé itself; html and docx of several résumés go into a folder",
    )
    parser.add_argument(
        "--fail-under", type=read_score, metavar="N", help="end with exit code 1 if a score is below N (0 to 100)"
    )
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, help="end with exit code 1 if a finding is that severe, or more"
    )
    parser.add_argument("--heading", type=read_heading, metavar="TEXT", help="heading of the suggested section")
    _add_reading(parser)
    _add_lexicon(parser)
    parser.add_argument(
        "--config", metavar="FILE", help="take FILE instead of ats-audit.toml in this folder, if there is one"
    )
    _add_width(parser)
    parser.add_argument("--version", action="store_true", help="show the versions of engine and lexicon")
    names = max(len(command.name) for command in COMMANDS)
    listing = "\n".join(f"  {command.name:<{names}}  {command.summary}" for command in COMMANDS[1:])
    parser.epilog = (
        f"commands:\n{listing}\n\n"
        "exit codes: 0 done, 1 below --fail-under or a finding of --fail-on, 2 usage, configuration\n"
        "or lexicon, 3 a file could not be read, 4 internal error. A file that is named like a command\n"
        "is reached by ./NAME."
    )


def _rank(parser: argparse.ArgumentParser) -> None:
    _add_resume(parser)
    parser.add_argument("--format", choices=SCAN_FORMATS, default="text", help="text (default), json or jsonl")
    _add_lexicon(parser)
    _add_width(parser)


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "old", metavar="OLD", help="the résumé as it was: PDF, DOCX, plain text or Markdown; - is stdin"
    )
    parser.add_argument("new", metavar="NEW", help="the résumé as it is now")
    _add_target(parser)
    parser.add_argument(
        "--format", choices=COMPARISON_FORMATS, default="text", help="text (default), markdown, json or jsonl"
    )
    _add_reading(parser)
    _add_lexicon(parser)
    _add_width(parser)


def _cohort(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="files, folders (with their subfolders), globs and zip archives"
    )
    _add_target(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write the page to FILE")
    parser.add_argument("--names", action="store_true", help="show file names; otherwise people go by codes")
    parser.add_argument("--key", metavar="FILE", help="write which code is which file to FILE, as CSV")
    parser.add_argument(
        "--reports",
        action="store_true",
        help="write everybody's full report as well, in a folder beside FILE; reports quote the résumés",
    )
    _add_reading(parser)
    _add_lexicon(parser)


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", metavar="ROLE", help="id of the role, such as cra; see: ats-audit roles")
    parser.add_argument(
        "--job", metavar="FILE", help="a job advert, in any of these formats; its requirements come before the role's"
    )


def _text(parser: argparse.ArgumentParser) -> None:
    _add_resume(parser)
    parser.add_argument(
        "--reading",
        choices=READINGS,
        default="full",
        help="full: as a person reads it (default); stream: in the order of the file; "
        "strict: straight across columns, without headers, footers and text boxes",
    )


def _roles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", nargs="?", metavar="ROLE", help="show what this role asks for")
    _add_lexicon(parser)
    _add_width(parser)


def _lexicon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=("check", "list", "schema"),
        help="check: test the files of DIR against every law; list: show all competencies; "
        "schema: show the JSON Schemas of the files, or write them into DIR",
    )
    parser.add_argument("directory", nargs="?", metavar="DIR", help="a folder shaped like lexicons/")


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", choices=SCHEMAS, default="report", help="which one (default: report)")


def _batch(parser: argparse.ArgumentParser) -> None:
    parser.usage = "ats-audit batch PATH... [--role ROLE] [--job FILE] -o OUT [options]"
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="files, folders, globs, .zip archives, and tables (.parquet, .csv, .jsonl) with a column of documents; "
        "- reads a list of paths from standard input; s3:// and gs:// work too",
    )
    _add_target(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        required=True,
        help="a file ending in .parquet, .csv or .jsonl, or a folder, which gets a part for each shard",
    )
    parser.add_argument("--format", choices=ROW_FORMATS, help="of the parts of a folder (default: parquet)")
    parser.add_argument("--with-report", action="store_true", help="a column with each whole report, as JSON")
    _add_partial(parser)
    more = parser.add_argument_group("again")
    more.add_argument("--resume", action="store_true", help="go on with an unfinished run, where there is one")
    more.add_argument("--overwrite", action="store_true", help="begin anew, whatever stands there")
    more.add_argument(
        "--changed-only",
        action="store_true",
        help="take over the rows of the earlier output of that name for files that did not change",
    )
    more.add_argument("--earlier", metavar="OUT", help="with --changed-only: that output, if it has another name")
    more.add_argument(
        "--cache",
        metavar="DIR",
        help="keep extracted texts in DIR: after an edit of the lexicon nothing is read again. They are résumé text",
    )
    tables = parser.add_argument_group("tables")
    tables.add_argument("--column", metavar="NAME", help="the column with the documents (default: by its name)")
    tables.add_argument("--id-column", metavar="NAME", help="the column with the ids (default: doc_id or id)")
    tables.add_argument("--holds", choices=HOLDS, default="auto", help="what the column holds (default: auto)")
    pace = parser.add_argument_group("running")
    pace.add_argument(
        "--workers", type=read_count, metavar="N", help="documents at a time (default: one for each core)"
    )
    pace.add_argument("--timeout", type=read_seconds, metavar="S", help="seconds for one document (default: 60)")
    pace.add_argument(
        "--shard",
        type=read_count,
        metavar="N",
        help="documents of a shard (default: 1000, with an engine fewer where there are few)",
    )
    pace.add_argument("--engine", choices=ENGINES, help="have an engine run the shards, instead of this machine")
    pace.add_argument("--address", metavar="ADDRESS", help="of the engine's cluster (default: one on this machine)")
    pace.add_argument(
        "--fail-on-errors",
        type=read_threshold,
        metavar="N",
        default=1,
        help="end with exit code 3 if N documents or more could not be audited (default: 1; 0: never)",
    )
    pace.add_argument("-q", "--quiet", action="store_true", help="no progress and no summary")
    _add_lexicon(parser)


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument(
        "--port", type=read_port, default=8000, metavar="N", help="port (default: 8000; 0: any free one)"
    )
    parser.add_argument(
        "--slots", type=read_count, metavar="N", help="résumés worked on at a time (default: the cores)"
    )
    parser.add_argument(
        "--waiting", type=read_count, metavar="N", help="résumés that may wait (default: twice the slots)"
    )
    parser.add_argument(
        "--keys",
        metavar="FILE",
        help="let in only who has a key of FILE; needed on any other address than this machine's",
    )
    parser.add_argument("--new-key", metavar="NAME", help="show a new key and its line for the file of keys, and end")
    parser.add_argument(
        "--per-minute", type=read_count, default=120, metavar="N", help="résumés that each key may send a minute (120)"
    )
    parser.add_argument(
        "--host-name", action="append", metavar="NAME", help="a name under which the service may be called; repeatable"
    )
    parser.add_argument("--no-page", action="store_true", help="serve the JSON interface alone")
    _add_lexicon(parser)


def _add_resume(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("resume", metavar="RESUME", help="PDF, DOCX, plain text or Markdown; - is stdin")
    _add_reading(parser)


def _add_partial(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--partial", action="store_true", help="where a file meets a limit, take what was read until then, and say so"
    )


def _add_reading(parser: argparse.ArgumentParser) -> None:
    _add_partial(parser)
    parser.add_argument(
        "--ocr", action="store_true", help="recognise pages that are pictures; needs the extra ocr and tesseract"
    )


def _add_lexicon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lexicon", metavar="DIR", help="lay the files of DIR over the built-in lexicon")


def _add_width(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--width", type=read_width, metavar="N", help="columns of text (default: the terminal's, or 80)"
    )


COMMANDS: Final = (
    Command(
        name="",
        summary="Audit résumés against the competencies of a healthcare-tech role, from evidence alone.",
        add_arguments=_audit,
    ),
    Command(name="batch", summary="Audit many résumés into a table, a row each; can be resumed.", add_arguments=_batch),
    Command(name="rank", summary="Order all roles by how well one résumé shows them.", add_arguments=_rank),
    Command(name="compare", summary="Show what an edit of a résumé won and lost.", add_arguments=_compare),
    Command(name="cohort", summary="Show on one page what a group of people lacks.", add_arguments=_cohort),
    Command(name="scan", summary="Find every competency of the lexicon, without a role.", add_arguments=_rank),
    Command(name="text", summary="Show the text that a parser sees.", add_arguments=_text),
    Command(name="roles", summary="List the roles, or show what one asks for.", add_arguments=_roles),
    Command(name="lexicon", summary="Check, list or describe lexicon files.", add_arguments=_lexicon),
    Command(name="schema", summary="Show the JSON Schema of a report.", add_arguments=_schema),
    Command(name="serve", summary="Serve the web page and the JSON interface.", add_arguments=_serve),
)
"""All commands, the audit itself first."""
