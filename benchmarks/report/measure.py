"""What it costs to put a report into each form, warm, and how large the web page is.

python benchmarks/report/measure.py [RESUME] [--role ROLE] [--runs N] [--json]

RESUME is a PDF of two pages, by default a sample. Times are those of this process, CPU and wall, medians of N runs;
drawing runs in this process too, so that its CPU time counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit import Auditor, render
from ats_audit.report import Format, list_remarks, list_section

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
MOST_MS = 250.0
MOST_BYTES = 1_500_000


def measure(run: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median CPU and wall time of *run* in milliseconds, after one run that warms up."""
    run()
    cpu, wall = [], []
    for _ in range(runs):
        began, started = time.process_time(), time.perf_counter()
        run()
        cpu.append((time.process_time() - began) * 1e3)
        wall.append((time.perf_counter() - started) * 1e3)
    return statistics.median(cpu), statistics.median(wall)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("resume", nargs="?", type=Path, default=ROOT / "samples" / "healthcare-operations-lead.pdf")
    parser.add_argument("--role", default="healthcare-operations-lead")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    with Auditor() as auditor:
        content = options.resume.read_bytes()
        document = auditor.read(content)
        report = auditor.audit(document, role=options.role, name=options.resume.name)

        def page() -> str:
            return render(report, format="html", document=document, pages=auditor.draw(content))

        cpu, wall = measure(page, options.runs)
        size = len(page().encode())
        rows.append(
            {
                "measure": f"HTML with the pictures of {document.pages} pages, CPU",
                "target": f"<= {MOST_MS:.0f} ms",
                "seen": f"{cpu:.0f} ms (wall {wall:.0f})",
                "ok": cpu <= MOST_MS,
                "note": "drawing included",
            }
        )
        rows.append(
            {
                "measure": "size of that page",
                "target": f"<= {MOST_BYTES / 1e6:.1f} MB",
                "seen": f"{size / 1e6:.2f} MB",
                "ok": size <= MOST_BYTES,
                "note": "",
            }
        )
        for form in Format:
            cpu, _ = measure(lambda form=form: render(report, format=form, document=document), options.runs)  # type: ignore[misc]
            rows.append(
                {"measure": f"{form.value}, CPU", "target": "", "seen": f"{cpu:.1f} ms", "ok": None, "note": ""}
            )
        word = (ROOT / "samples" / "cra-strong.docx").read_bytes()
        audited = auditor.audit(word, role="cra")
        for name, run in (
            ("docx, CPU", lambda: auditor.write_section(word, list_section(audited))),
            ("docx-review, CPU", lambda: auditor.write_remarks(word, list_remarks(audited))),
        ):
            cpu, _ = measure(run, options.runs)
            rows.append({"measure": name, "target": "", "seen": f"{cpu:.1f} ms", "ok": None, "note": "cra-strong.docx"})
    if options.json:
        print(json.dumps({"benchmark": "report", "rows": rows}))
        return
    width = max(len(row["measure"]) for row in rows)
    for row in rows:
        verdict = {True: "ok", False: "MISSED", None: ""}[row["ok"]]
        print(f"{row['measure']:<{width}}  {row['seen']:<22} {row['target']:<10} {verdict}")


if __name__ == "__main__":
    main()
