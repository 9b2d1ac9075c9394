"""What isolation costs, and whether memory stays flat: one `Auditor` with its child over many varied documents.

python benchmarks/service/isolation.py [--documents 5000] [--json]
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import time
import zipfile
from pathlib import Path

from tables import Table

from ats_audit import Auditor, Limits
from ats_audit.extract import extract_document
from ats_audit.isolate import IsolatedReader

SAMPLES = Path(__file__).parents[2] / "samples"
ROUNDS = 150
FIRST = 500
MOST_DIFFERENT = 0.05
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def resident(pid: int | str) -> int:
    """Resident memory of a process, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def make_document(chance: random.Random, number: int) -> bytes:
    """A document that nobody has seen: its names, numbers and half of its words are new."""
    words = ["REDCap", "Medidata Rave", "ICH-GCP", "SDTM", "ICD-10-CM", "Epic", "HIPAA", "SAS", "eTMF", "Veeva Vault"]
    lines = [f"Person {chance.randrange(10**9):x}", "Experience", "Coordinator, Example Hospital, 2019 - 2023"]
    for _ in range(30):
        new = " ".join(f"w{chance.randrange(10**12):x}" for _ in range(5))
        lines.append(f"- Used {chance.choice(words)} with {new}.")
    if number % 3:
        return "\n".join(lines).encode()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>',
        )
    return held.getvalue()


def measure_overhead() -> list[tuple[str, float, float]]:
    """For each sample: wall milliseconds here, and what the child adds to them; medians over pairs of readings."""
    rows = []
    with IsolatedReader() as reader:
        for name in ("cra-strong.pdf", "cra-strong.docx", "cra-strong.txt"):
            content = (SAMPLES / name).read_bytes()
            there, here = [], []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                reader.extract(content, limits=Limits())
                there.append(time.perf_counter() - began)
                began = time.perf_counter()
                extract_document(content)
                here.append(time.perf_counter() - began)
            added = [child - own for child, own in zip(there, here, strict=True)]
            rows.append((name, statistics.median(here[5:]) * 1000, statistics.median(added[5:]) * 1000))
    return rows


def measure_memory(documents: int) -> tuple[int, int]:
    """Resident kB of this process after the first documents and after all."""
    chance = random.Random(11)  # noqa: S311 # the same documents each time
    pdfs = [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))]
    first = 0
    with Auditor(isolation="process") as auditor:
        for number in range(documents):
            content = pdfs[number % len(pdfs)] if number % 10 == 0 else make_document(chance, number)
            auditor.audit(content, role="cra")
            if number + 1 == FIRST:
                first = resident("self")
        return first, resident("self")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    table = Table("service-isolation", options.json)
    for name, here, cost in measure_overhead():
        note = f"{here + cost:.1f} against {here:.1f} ms"
        table.tell(f"isolation of {name}, warm", "<= 1 ms", f"{cost:+.2f} ms", ok=cost <= 1.0, note=note)
    early, late = measure_memory(options.documents)
    growth = late / early - 1
    table.tell(
        f"resident after {options.documents} documents against {FIRST}",
        "<= 5 %",
        f"{growth * 100:+.1f} % ({late / 1024:.0f} MiB)",
        ok=growth <= MOST_DIFFERENT,
    )
    table.finish()


if __name__ == "__main__":
    main()
