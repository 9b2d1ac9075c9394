"""Odd and malformed files, one process each: text or one typed error, and text wherever another engine finds some.

    python benchmarks/extraction/sweep.py FOLDER... [--json] [--verbose] [--part 1/2]

Each file is read by `extract_document` in a process with 1 GiB of address space and 20 seconds; where that gives no
text, by the second reader too, as the command does. A PDF in which we find less than 20 characters is read by pypdfium2
and, where it is installed, by pdftotext: either finding 20 or more is a loss. Only counts and names are printed.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from ats_audit.errors import DOCUMENT_ERRORS

ADDRESS_SPACE = 1 << 30
SECONDS = 20
ENOUGH = 20
CODES = {error.code for error in DOCUMENT_ERRORS}


def confine() -> None:
    """Hold the process that is about to start to its memory."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def run(*words: str) -> tuple[int | None, str]:
    """Exit code and output of this script's own child; None for one that had to be killed."""
    try:
        ended = subprocess.run(
            [sys.executable, __file__, *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            preexec_fn=confine,
        )
    except subprocess.TimeoutExpired:
        return None, ""
    return ended.returncode, ended.stdout.strip()


def read_here(path: Path, how: str) -> str:
    """What *how* makes of *path*: a number of characters, or the code of an error."""
    from ats_audit.errors import DocumentError
    from ats_audit.extract import extract_document, rescue_document

    if how == "pdfium":
        from pypdfium2 import PdfDocument

        document = PdfDocument(path)
        found = (page.get_textpage().get_text_range() for page in document)
        return str(sum(len("".join(text.split())) for text in found))
    try:
        document = extract_document(path) if how == "first" else rescue_document(path)
    except DocumentError as error:
        return error.code
    return str(len("".join(document.text.split())))


def others_find(path: Path) -> str:
    """The engine that finds text in *path*, "" where none does."""
    code, answer = run("--read", "pdfium", str(path))
    if code == 0 and answer.isdecimal() and int(answer) >= ENOUGH:
        return "pypdfium2"
    if program := shutil.which("pdftotext"):
        ended = subprocess.run([program, str(path), "-"], capture_output=True, check=False, timeout=SECONDS)
        if len(b"".join(ended.stdout.split())) >= ENOUGH:
            return "pdftotext"
    return ""


def sweep(path: Path) -> tuple[str, str]:
    """The outcome of *path*, and which engine found text that we did not."""
    code, answer = run("--read", "first", str(path))
    outcome = "too slow" if code is None else "died" if code else answer
    is_pdf = b"%PDF-" in path.read_bytes()[:1_029]
    if is_pdf and not outcome.isdecimal() and outcome != "encrypted":
        code, answer = run("--read", "second", str(path))
        if code == 0 and answer.isdecimal():
            return "text by the second reader", ""
    if outcome.isdecimal() and int(outcome) >= ENOUGH:
        return "text", ""
    shown = "less than 20 characters" if outcome.isdecimal() else outcome
    return shown, others_find(path) if is_pdf and outcome != "encrypted" else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="name what every file came to")
    parser.add_argument("--part", default="1/1", metavar="N/M", help="the Nth of M equal shares of the files")
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(read_here(Path(options.read[1]), options.read[0]))
        return
    files = [path for folder in options.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    files = [path for path in files if path.suffix not in {".tsv", ".md", ".txt"}]
    number, shares = map(int, options.part.split("/"))
    outcomes: Counter[str] = Counter()
    lost: list[str] = []
    for path in files[number - 1 :: shares]:
        outcome, engine = sweep(path)
        outcomes[outcome] += 1
        if engine:
            lost.append(f"{path.name} ({engine})")
        if options.verbose:
            print(f"{path.name:<60}{outcome:<28}{engine}", flush=True)
    wrong = sum(
        count for name, count in outcomes.items() if not name.startswith(("text", "less")) and name not in CODES
    )
    told = ", ".join(f"{name} {count}" for name, count in outcomes.most_common())
    rows = [
        {
            "measure": f"{outcomes.total()} odd files, one process each, 1 GiB, 20 s: neither text nor one typed error",
            "target": "none",
            "seen": str(wrong),
            "ok": not wrong,
            "note": told,
        },
        {
            "measure": "of the PDFs without 20 characters of text, another engine finds as many",
            "target": "none",
            "seen": str(len(lost)),
            "ok": not lost,
            "note": ", ".join(lost),
        },
    ]
    if options.json:
        print(json.dumps({"benchmark": "extraction/sweep", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']}: {row['seen']} ({row['note']})")


if __name__ == "__main__":
    main()
