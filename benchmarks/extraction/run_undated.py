"""Jobs without dates: are they told where the dates were taken out, and let pass where they stand?

    python benchmarks/extraction/run_undated.py FOLDER... [--json] [--verbose]

Of every file with a dated job whose post and employer are recognised, the dates of all jobs are cut out of the text;
ATS-L23 has to say so. As they are, the files with such jobs have to pass. The samples are taken in as well.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit import Auditor
from ats_audit.errors import DocumentError
from ats_audit.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.model import Document, Entry

SAMPLES = Path(__file__).parents[2] / "samples"
SUFFIXES = frozenset({".pdf", ".docx", ".txt"})
CODE = "ATS-L23"
FOUND = 0.8


def list_jobs(document: Document) -> list[Entry]:
    """The jobs of the full reading."""
    sections = [section for section in document.full.sections if section.kind is SectionKind.EXPERIENCE]
    return [entry for section in sections for entry in section.entries]


def cut_dates(document: Document) -> str:
    """The text without the dates of its jobs; where they stood between two names, a tab keeps these apart."""
    text = document.text
    for entry in reversed(list_jobs(document)):
        if entry.period is not None:
            before = text[: entry.period.start].rstrip(" \t|,–—-(")
            behind = text[entry.period.end :].removeprefix(")").lstrip(" \t|,–—-")
            between = before and behind and before[-1] != "\n" != behind[0]
            text = before + ("\t" if between else "") + behind
    return text


def iter_files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object for docs/benchmarks.md")
    parser.add_argument("--verbose", action="store_true", help="name the files that are not told, or told as they are")
    options = parser.parse_args()
    auditor = Auditor()
    role = auditor.lexicon.roles[0].id
    files = [path for path in SAMPLES.iterdir() if path.suffix in SUFFIXES]
    dated = told = false = read = 0
    for path in [*sorted(files), *iter_files(options.folders)]:
        try:
            document = auditor.read(path)
        except DocumentError:
            continue
        jobs = list_jobs(document)
        if not any(job.period and job.title and job.employer for job in jobs):
            continue
        read += 1
        if not all(job.period for job in jobs if job.title and job.employer):
            continue  # one of its own has no dates: it is no file to cut
        alarm = any(finding.code == CODE for finding in auditor.audit(document, role=role).findings)
        found = any(finding.code == CODE for finding in auditor.audit_text(cut_dates(document), role=role).findings)
        dated, told, false = dated + 1, told + found, false + alarm
        if options.verbose and (alarm or not found):
            print("told as it is" if alarm else "not told", path.name)
    rows = [
        {
            "measure": "files whose jobs lost their dates, of which ATS-L23 says so",
            "target": f"≥ {FOUND:.0%}",
            "seen": f"{told} of {dated}",
            "ok": dated > 0 and told / dated >= FOUND,
            "note": "",
        },
        {
            "measure": "files with dated jobs of which ATS-L23 says so as they are",
            "target": "none",
            "seen": f"{false} of {dated}",
            "ok": false == 0,
            "note": f"{read - dated} more have a job without dates of their own" if read > dated else "",
        },
    ]
    if options.json:
        print(json.dumps({"benchmark": "extraction/undated", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} (target {row['target']}) {row['note']}")


if __name__ == "__main__":
    main()
