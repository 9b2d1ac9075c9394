"""The command for coaches: many résumés on one page."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.batch.items import fetch_content
from ats_audit.batch.sources import Inputs, iter_items
from ats_audit.cli._exit import Exit
from ats_audit.cli._output import make_folder, write_file
from ats_audit.cli._parser import UsageError
from ats_audit.cli._sources import check_target, describe, open_auditor, read_advert
from ats_audit.errors import DocumentError
from ats_audit.judge import make_cohort
from ats_audit.model import AuditFailure, Limits

if TYPE_CHECKING:
    import argparse

    from ats_audit.auditor import Auditor
    from ats_audit.cli._console import Console
    from ats_audit.model import Advert, AuditReport, Cohort


def audit_cohort(arguments: argparse.Namespace, console: Console) -> Exit:
    """Audit every document and write one page about them all; a document that cannot be read is told, and left out."""
    check_target(arguments)
    _check_outputs(arguments)
    from ats_audit.report import render_cohort

    with open_auditor(arguments) as auditor:
        if arguments.role is not None:
            auditor.lexicon.role(arguments.role)
        advert = read_advert(arguments, auditor, console)
        if advert is None and arguments.job is not None:
            return Exit.DOCUMENT
        reports, failures, contents = _audit(arguments, auditor, advert, console)
        if not reports:
            console.complain("no document could be audited")
            return Exit.DOCUMENT
        cohort = make_cohort(reports, failures)
        links = _write_reports(arguments, auditor, cohort, contents) if arguments.reports else {}
    page = render_cohort(cohort, names=arguments.names, links=links)
    if arguments.output is None:
        console.write(page)
    else:
        write_file(arguments.output, page)
    if arguments.key is not None:
        write_file(arguments.key, _key(cohort))
    return Exit.DOCUMENT if failures else Exit.DONE


def _check_outputs(arguments: argparse.Namespace) -> None:
    if arguments.reports and arguments.output is None:
        raise UsageError("--reports needs -o FILE: the reports stand in a folder beside it")
    for path in (arguments.output, arguments.key):
        if path is not None and not Path(path).parent.is_dir():
            raise UsageError("the folder of the output file does not exist")


def _audit(
    arguments: argparse.Namespace, auditor: Auditor, advert: Advert | None, console: Console
) -> tuple[list[AuditReport], list[AuditFailure], dict[str, bytes]]:
    """The reports, the failures, and the bytes of each document by digest where reports of their own are asked for."""
    reports: list[AuditReport] = []
    failures: list[AuditFailure] = []
    contents: dict[str, bytes] = {}
    for item in iter_items(Inputs(paths=tuple(arguments.paths))):
        name = Path(item.doc_id).name
        try:
            content = fetch_content(item, Limits())
            report = auditor.audit(content, role=arguments.role, job=advert, name=name)
        except DocumentError as error:
            console.complain(f"{item.doc_id}: {describe(error)}")
            failures.append(AuditFailure(name=name, code=error.code, message=error.message, hint=error.hint))
            continue
        reports.append(report)
        if arguments.reports:
            contents[report.document.sha256] = content
    return reports, failures, contents


def _write_reports(
    arguments: argparse.Namespace, auditor: Auditor, cohort: Cohort, contents: dict[str, bytes]
) -> dict[str, str]:
    """A page for each person in a folder beside the output, and its address by alias.

    Without names the page goes by the alias and leaves the résumé itself out; its quotes are still the person's words.
    """
    from ats_audit.report import Format, render_report

    folder = Path(arguments.output).with_suffix("").with_name(f"{Path(arguments.output).stem}-reports")
    make_folder(folder)
    links: dict[str, str] = {}
    for person in cohort.people:
        report = person.report
        document = auditor.read(contents[report.document.sha256]) if arguments.names else None
        if not arguments.names:
            report = replace(report, document=replace(report.document, name=person.alias))
        file = folder / f"{person.alias}.html"
        write_file(str(file), render_report(report, format=Format.HTML, document=document))
        links[person.alias] = f"{folder.name}/{file.name}"
    return links


def _key(cohort: Cohort) -> str:
    """Which alias is which file, as CSV."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("person", "file"))
    for person in sorted(cohort.people, key=lambda person: person.report.document.name):
        name = person.report.document.name
        # A spreadsheet takes a cell that begins so for a formula.
        writer.writerow((person.alias, f"'{name}" if name.startswith(("=", "+", "-", "@")) else name))
    return table.getvalue()
