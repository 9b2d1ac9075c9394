"""What reading a document takes of memory, above the process that stands idle.

    python benchmarks/extraction/memory.py FOLDER... [--json]

Each file is read in a process of its own, which has everything imported that reading imports; the figure is the
largest resident size while reading, less the size before.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

TARGET = 80.0
SUFFIXES = (".pdf", ".docx")
_PAGES = resource.getpagesize()


def resident() -> float:
    """Resident size of this process now, in MiB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGES / (1 << 20)


def measure_here(path: Path) -> float:
    """MiB that reading *path* takes above what this process has, the imports done by reading a line of each kind."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
    from files import make_docx, make_pdf, p, show

    from ats_audit.errors import DocumentError
    from ats_audit.extract import extract_document

    for small in (make_pdf(show("Skills")), make_docx(p("Skills"))):
        extract_document(small)
    content = path.read_bytes()
    # The peak of starting up must not hide that of reading.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = resident()
    with contextlib.suppress(DocumentError):
        extract_document(content)
    high = next(
        line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")
    )
    return int(high.split()[1]) / 1024 - before


def measure(path: Path) -> float:
    command = [sys.executable, __file__, "--one", str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(measure_here(options.folders[0]))
        return
    files = [path for folder in options.folders for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES]
    rows = []
    for suffix in SUFFIXES:
        seen = {path.name: measure(path) for path in files if path.suffix == suffix}
        if not seen:
            continue
        worst = max(seen, key=lambda name: seen[name])
        rows.append(
            {
                "measure": f"peak memory above the idle process, {len(seen)} {suffix[1:].upper()}, worst",
                "target": f"≤ {TARGET:.0f} MiB",
                "seen": f"{seen[worst]:.1f} MiB; median {statistics.median(seen.values()):.1f} MiB",
                "ok": seen[worst] <= TARGET,
                "note": worst,
            }
        )
    if options.json:
        print(json.dumps({"benchmark": "extraction/memory", "rows": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['measure']:<60}{row['target']:<12}{row['seen']}  {row['note']}")


if __name__ == "__main__":
    main()
