"""What each command does: a few lines between the arguments and the floors below."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ats_audit.cli._config import apply_config, load_config
from ats_audit.cli._exit import Exit
from ats_audit.cli._look import amend, has_section, look_at
from ats_audit.cli._output import APART, Audited, is_same_file, open_output, write_file
from ats_audit.cli._parser import SEVERITIES, UsageError
from ats_audit.cli._sources import (
    STDIN,
    check_target,
    describe,
    label_of,
    load_lexicon,
    name_of,
    open_auditor,
    read_advert,
    source_of,
)
from ats_audit.errors import DocumentError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

    from ats_audit.cli._console import Console
    from ats_audit.lexicon import CheckedLexicon
    from ats_audit.model import AuditReport


def audit(arguments: argparse.Namespace, console: Console) -> Exit:
    """Audit every résumé; one that cannot be read is a line on standard error, and the others go on."""
    if arguments.version:
        return _version(arguments, console)
    config = load_config(arguments.config)
    apply_config(arguments, config)
    _check_audit(arguments)
    _refuse_terminal(arguments, console)
    display = console.display(arguments.width, to_file=arguments.output is not None)
    output = open_output(arguments.format, arguments.output, arguments.resumes, display, console.write)
    outcome = Exit.DONE
    useful: set[int] = set()
    from ats_audit.report import leave_out

    with open_auditor(arguments) as auditor:
        if arguments.role is not None:
            auditor.lexicon.role(arguments.role)  # an unknown role is said once, before any résumé is opened
        advert = read_advert(arguments, auditor, console)
        if advert is None and arguments.job is not None:
            return Exit.DOCUMENT
        for resume in arguments.resumes:
            try:
                look = look_at(auditor, resume, arguments.format, console)
                source = look.document or look.source
                report = auditor.audit(
                    source, role=arguments.role, job=advert, name=name_of(resume) or Path(resume).name
                )
                report, used = leave_out(report, config.ignores)
                useful |= used
                file = amend(auditor, look, report, arguments.format)
            except DocumentError as error:
                console.complain(f"{label_of(resume)}: {describe(error)}")
                outcome = Exit.DOCUMENT
                continue
            output.add(Audited(resume=resume, report=report, document=look.document, pages=look.pages, file=file))
            if arguments.format == "docx" and has_section(look.document, report.suggestion.heading):
                console.complain(
                    f"{label_of(resume)}: the lines stand first in its section of that name: take out what is twice"
                )
            if _is_below(report, arguments):
                outcome = max(outcome, Exit.BELOW)
    output.finish()
    if outcome < Exit.DOCUMENT:
        for number in sorted(set(range(len(config.ignores))) - useful):
            console.complain(f"{config.name}: ignore {number + 1} ({config.ignores[number].code}) matches no finding")
    return outcome


def _is_below(report: AuditReport, arguments: argparse.Namespace) -> bool:
    """Whether the score or a finding is worse than the command line or the configuration allows."""
    if arguments.fail_under is not None and report.score.full < arguments.fail_under:
        return True
    if arguments.fail_on is None:
        return False
    failing = SEVERITIES[: SEVERITIES.index(arguments.fail_on) + 1]
    return any(finding.severity.value in failing for finding in report.findings)


def rank(arguments: argparse.Namespace, console: Console) -> Exit:
    """Audit one résumé for every role."""
    from ats_audit.report import Format, render_ranking

    with open_auditor(arguments) as auditor:
        reports = auditor.rank(source_of(arguments.resume, console), name=name_of(arguments.resume))
    display = console.display(arguments.width)
    console.write(render_ranking(reports, format=Format(arguments.format), display=display))
    return Exit.DONE


def compare(arguments: argparse.Namespace, console: Console) -> Exit:
    """Audit two texts of one résumé: what the edit won and lost."""
    check_target(arguments)
    if [arguments.old, arguments.new, arguments.job].count(STDIN) > 1:
        raise UsageError("standard input can be read only once (see: ats-audit compare --help)")
    from ats_audit.judge import compare_reports
    from ats_audit.report import Format, render_comparison

    with open_auditor(arguments) as auditor:
        if arguments.role is not None:
            auditor.lexicon.role(arguments.role)
        advert = read_advert(arguments, auditor, console)
        if advert is None and arguments.job is not None:
            return Exit.DOCUMENT
        reports = []
        for resume in (arguments.old, arguments.new):
            try:
                source = source_of(resume, console)
                reports.append(auditor.audit(source, role=arguments.role, job=advert, name=name_of(resume)))
            except DocumentError as error:
                console.complain(f"{label_of(resume)}: {describe(error)}")
                return Exit.DOCUMENT
    display = console.display(arguments.width)
    found = compare_reports(*reports)
    console.write(render_comparison(found, format=Format(arguments.format), display=display))
    return Exit.DONE


def cohort(arguments: argparse.Namespace, console: Console) -> Exit:
    """Audit a group of people for one page about them all."""
    from ats_audit.cli._cohort import audit_cohort

    return audit_cohort(arguments, console)


def scan(arguments: argparse.Namespace, console: Console) -> Exit:
    """Find every competency in one résumé."""
    from ats_audit.report import Format, render_scan

    with open_auditor(arguments) as auditor:
        found = auditor.scan(source_of(arguments.resume, console), name=name_of(arguments.resume))
        lexicon = auditor.lexicon
    display = console.display(arguments.width)
    console.write(render_scan(found, lexicon=lexicon, format=Format(arguments.format), display=display))
    return Exit.DONE


def text(arguments: argparse.Namespace, console: Console) -> Exit:
    """Write one reading of a résumé: into a pipe code point by code point, on a terminal without control characters."""
    from ats_audit.report import mask_controls

    with open_auditor(arguments) as auditor:
        document = auditor.read(source_of(arguments.resume, console))
    for check in document.skipped:
        console.complain(f"{label_of(arguments.resume)}: {check}")
    found = next(reading.text for reading in document.readings if reading.kind.value == arguments.reading)
    console.write(mask_controls(found).rstrip("\n") + "\n" if console.is_terminal else found)
    return Exit.DONE


def roles(arguments: argparse.Namespace, console: Console) -> Exit:
    """List the roles, or show one."""
    from ats_audit.report import render_role, render_roles

    lexicon = load_lexicon(arguments.lexicon)
    width = console.display(arguments.width).width
    if arguments.role is None:
        console.write(render_roles(lexicon, width=width))
    else:
        console.write(render_role(lexicon.role(arguments.role), lexicon=lexicon, width=width))
    return Exit.DONE


def lexicon(arguments: argparse.Namespace, console: Console) -> Exit:
    """Check, list or describe the files of a lexicon."""
    actions: Mapping[str, Callable[[str | None, Console], Exit]] = {
        "check": _check_lexicon,
        "list": _list_lexicon,
        "schema": _write_lexicon_schemas,
    }
    return actions[arguments.action](arguments.directory, console)


def batch(arguments: argparse.Namespace, console: Console) -> Exit:
    """Audit many documents into a table."""
    from ats_audit.cli._batch import audit_batch

    return audit_batch(arguments, console, lexicon=load_lexicon(arguments.lexicon) if arguments.lexicon else None)


def schema(arguments: argparse.Namespace, console: Console) -> Exit:
    """Show the JSON Schema of a report, a scan, a ranking, or a row of a batch."""
    if arguments.name == "row":
        from ats_audit.batch import row_schema

        console.write(row_schema())
        return Exit.DONE
    from ats_audit.report import load_schema

    console.write(load_schema(arguments.name))
    return Exit.DONE


def serve(arguments: argparse.Namespace, console: Console) -> Exit:
    """Serve the web page and the JSON interface until told to stop."""
    from ats_audit.cli._serve import serve

    return serve(arguments, console)


def _check_audit(arguments: argparse.Namespace) -> None:
    help_ = "(see: ats-audit --help)"
    if not arguments.resumes:
        raise UsageError(f"name a résumé {help_}")
    check_target(arguments)
    if [*arguments.resumes, arguments.job].count(STDIN) > 1:
        raise UsageError(f"standard input can be read only once {help_}")
    if arguments.output is None:
        return
    if any(is_same_file(arguments.output, source) for source in (*arguments.resumes, arguments.job) if source):
        raise UsageError("the output file would overwrite a file that is read; name another one")
    if not Path(arguments.output).parent.is_dir():
        raise UsageError("the folder of the output file does not exist")


def _refuse_terminal(arguments: argparse.Namespace, console: Console) -> None:
    """A page of markup and pictures is no sight for a terminal."""
    suffix = APART.get(arguments.format)
    if suffix is not None and arguments.output is None and console.is_terminal:
        raise UsageError(f"{arguments.format} is not for a terminal: name a file with -o report{suffix}")


def _version(arguments: argparse.Namespace, console: Console) -> Exit:
    from ats_audit.version import __version__

    catalogue = load_lexicon(arguments.lexicon)
    console.write(f"ats-audit {__version__}, lexicon {catalogue.version} (sha256 {catalogue.sha256})\n")
    return Exit.DONE


def _check_lexicon(directory: str | None, console: Console) -> Exit:
    from ats_audit.lexicon import check_lexicon

    checked = check_lexicon(None if directory is None else Path(directory))
    violations = [*map(str, checked.violations), *_failed_examples(checked)]
    for violation in violations:
        console.write(f"{violation}\n")
    if violations or checked.lexicon is None:
        count = len(violations)
        console.complain(f"{count} violation{'' if count == 1 else 's'} of the lexicon's laws")
        return Exit.USAGE
    found = checked.lexicon
    console.write(
        f"No violations: lexicon {found.version}, competencies {len(found.competencies)}, roles {len(found.roles)}, "
        f"examples {len(checked.examples)}.\n"
    )
    return Exit.DONE


def _failed_examples(checked: CheckedLexicon) -> Iterator[str]:
    """What the matcher does not bear out of examples and confusables; tried only where every law is kept."""
    if checked.lexicon is None or not checked.examples:
        return
    from ats_audit.match import Matcher, check_confusables, check_examples

    matcher = Matcher(checked.lexicon)
    tried = [(example.competency, example.text, example.must_match) for example in checked.examples]
    for index, message in check_examples(matcher, tried):
        example = checked.examples[index]
        yield str(replace(example.place, message=f"the example of {example.competency} fails: {message}"))
    pairs = [(pair.one, pair.other) for pair in checked.confusables]
    for index, message in check_confusables(matcher, pairs, tried):
        yield str(replace(checked.confusables[index].place, message=message))


def _list_lexicon(directory: str | None, console: Console) -> Exit:
    from ats_audit.report import render_lexicon

    console.write(render_lexicon(load_lexicon(directory)))
    return Exit.DONE


def _write_lexicon_schemas(directory: str | None, console: Console) -> Exit:
    from ats_audit.lexicon import iter_schemas

    schemas = dict(iter_schemas())
    if directory is None:
        whole = {name: json.loads(content) for name, content in schemas.items()}
        console.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        return Exit.DONE
    if not Path(directory).is_dir():
        raise UsageError("the folder for the schemas does not exist")
    for name, content in schemas.items():
        write_file(str(Path(directory) / name), content)
        console.write(f"{name}\n")
    return Exit.DONE


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace, Console], Exit]]] = {
    "": audit,
    "batch": batch,
    "rank": rank,
    "compare": compare,
    "cohort": cohort,
    "scan": scan,
    "text": text,
    "roles": roles,
    "lexicon": lexicon,
    "schema": schema,
    "serve": serve,
}
"""What to call for each command of the parser."""
