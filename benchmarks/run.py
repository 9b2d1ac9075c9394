"""Run the benchmarks and write what was seen into docs/benchmarks.md.

    python benchmarks/run.py [--all | --only NAME...] [--material FOLDER] [--compare] [--list]

Each block of docs/benchmarks.md between `<!-- measured NAME -->` and `<!-- end -->` is written anew with what the
benchmark of that name prints, and so is the block of that name in docs/model-card.md; the prose around stays. Without
`--all` those are left out that take minutes, or install much. With `--compare` nothing is written: every figure is
held against the one that stands there, counts exactly, times within 35 % or one of their last digit, and small
differences of times within 1 ms or 5 points of a percentage. FOLDER holds the material that does not ship with the
project, in gold/, foreign/, layout/, hostile/, adverts.jsonl, confusables.tsv and onet/; a benchmark whose material
is missing is left as it stands, and said so. One that fails is told, and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "benchmarks.md"
PAGES = (PAGE, ROOT / "docs" / "model-card.md")
"""Where blocks may stand; each benchmark has one on the first."""
README = ROOT / "README.md"
BRIEF = re.compile(r"<!-- peers -->\n.*?<!-- end -->", re.DOTALL)
NUMBER = re.compile(
    r"(?P<within>within )?(?<![\w.])(?P<sign>[+-]?)(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?P<unit>\s?(?:ms|s|MB|MiB|×|%)(?!\w))?"
)
NOISE = 0.35
"""How far a time, a memory or a ratio of times may be from the one written: two shared cores swing that much."""
NOISE_OF_DIFFERENCE = {"ms": 1.0, "%": 5.0}
"""How far a figure may be that is itself the small difference of two such: "+0.7 ms", "within 3 %"."""
BLOCK = re.compile(r"<!-- measured (?P<name>[a-z-]+) -->\n.*?<!-- end -->", re.DOTALL)


class BenchmarkError(Exception):
    """A benchmark told nothing."""


@dataclass(frozen=True)
class Benchmark:
    """One script, and how it is called."""

    name: str
    words: tuple[str, ...]
    """Script below benchmarks/ and its arguments; `{gold}` and the like stand for material."""
    minutes: float = 1.0
    """About how long it takes on two cores."""
    heavy: bool = False
    """Left out unless asked for by name: it installs gigabytes or takes long."""
    swings: bool = False
    """Its figures are times or hang on times, units or not."""


BENCHMARKS = (
    Benchmark("cold-start", ("cold_start.py", "samples/cra-strong.pdf", "--runs", "9"), swings=True),
    Benchmark("passages", ("quality/run_passages.py",)),
    Benchmark("roles", ("quality/run_roles.py",)),
    Benchmark("resumes", ("quality/run_resumes.py",)),
    Benchmark("resumes-held", ("quality/run_resumes.py", "--part", "held")),
    Benchmark("pooled", ("quality/run_pooled.py",)),
    Benchmark("look-alikes", ("quality/run_pairs.py",)),
    Benchmark("assertion-later", ("quality/run_assertion.py", "--part", "later")),
    Benchmark("assertion-held", ("quality/run_assertion.py", "--part", "held")),
    Benchmark("gold", ("quality/run_gold.py", "{gold}")),
    Benchmark("look-alikes-foreign", ("quality/run_pairs.py", "{pairs}")),
    Benchmark("foreign", ("quality/run_foreign.py", "{foreign}", "--inventory", "{gold}")),
    Benchmark("speed", ("speed/run_match.py", "{resumes}", "--rounds", "5", "--only", "ours"), swings=True),
    Benchmark("speed-engines", ("speed/run_match.py", "--subset", "60", "--rounds", "2"), minutes=6, heavy=True),
    Benchmark("extraction", ("extraction/measure.py", "{layout}"), swings=True),
    Benchmark("phrases", ("extraction/run_phrases.py", "{layoutpdf}", "{golddocs}")),
    Benchmark("labels", ("extraction/run_labels.py", "{layout}", "{golddocs}", "{hostile}")),
    Benchmark("hyphens", ("extraction/run_hyphens.py",)),
    Benchmark("undated", ("extraction/run_undated.py", "{layout}", "{resumes}", "{foreign}")),
    Benchmark("hidden", ("extraction/hidden.py", "{layout}", "{gold}")),
    Benchmark("memory", ("extraction/memory.py", "{layout}")),
    Benchmark("sweep", ("extraction/sweep.py", "{hostile}"), minutes=4, heavy=True),
    Benchmark("docx-words", ("extraction/docx_words.py", "{layout}", "{hostile}")),
    Benchmark("docx-cpu", ("extraction/docx_cpu.py", "{layout}"), swings=True),
    Benchmark("survive", ("hostile/survive.py", "{hostile}"), minutes=12, heavy=True, swings=True),
    Benchmark("fuzz", ("hostile/fuzz.py", "--minutes", "30", "--seed", "7"), minutes=30, heavy=True, swings=True),
    Benchmark("openapi", ("hostile/openapi.py", "--minutes", "15"), minutes=15, heavy=True, swings=True),
    Benchmark("isolation", ("service/isolation.py",), minutes=4, heavy=True, swings=True),
    Benchmark("service-load", ("service/load.py",), minutes=6, heavy=True, swings=True),
    Benchmark("lexicon-load", ("lexicon_load.py",), swings=True),
    Benchmark("onet", ("coverage/measure.py", "onet", "{onet}")),
    Benchmark("adverts", ("judge/run_adverts.py", "{adverts}")),
    Benchmark("judge-cost", ("judge/run_cost.py",), swings=True),
    Benchmark("report", ("report/measure.py",), swings=True),
    Benchmark("batch", ("batch/measure.py", "throughput"), minutes=5, heavy=True, swings=True),
    Benchmark("batch-growth", ("batch/measure.py", "growth"), minutes=6, heavy=True, swings=True),
    Benchmark("batch-again", ("batch/measure.py", "again", "--documents", "1000"), minutes=3, heavy=True, swings=True),
    Benchmark("batch-engines", ("batch/engines.py",), minutes=9, heavy=True, swings=True),
    Benchmark("batch-kills", ("batch/kills.py",), minutes=3, heavy=True, swings=True),
    Benchmark("peers", ("peers/run.py",), minutes=10, heavy=True),
)
MATERIAL = {
    "gold": "gold",
    "resumes": "gold/resumes",
    "golddocs": "gold/docs",
    "foreign": "foreign",
    "layout": "layout",
    "layoutpdf": "layout/pdf",
    "hostile": "hostile",
    "adverts": "adverts.jsonl",
    "pairs": "confusables.tsv",
    "onet": "onet",
}


def fill(benchmark: Benchmark, material: Path | None) -> list[str] | None:
    """The command line with its material; None where that is missing."""
    words: list[str] = []
    for word in benchmark.words:
        wanted = re.fullmatch(r"\{(\w+)\}", word)
        if wanted is None:
            words.append(word)
            continue
        path = material / MATERIAL[wanted[1]] if material else None
        if path is None or not path.exists():
            return None
        words.append(str(path.resolve()))
    return words


def show(benchmark: Benchmark) -> str:
    """The command as a reader would type it."""
    words = [MATERIAL[word[1:-1]].upper() if word.startswith("{") else word for word in benchmark.words]
    return f"`python benchmarks/{' '.join(words)}`"


def measure(benchmark: Benchmark, words: list[str]) -> tuple[str, str]:
    """What the benchmark saw, as Markdown, and what of it the README shows."""
    script = HERE / words[0]
    speaks_json = "--json" in script.read_text(encoding="utf-8")
    command = [sys.executable, str(script), *(["--json"] if speaks_json else []), *words[1:]]
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1"}
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if not ended.stdout.strip():
        raise BenchmarkError(
            f"{benchmark.name} printed nothing and ended with {ended.returncode}: {ended.stderr[-2000:]}"
        )
    if speaks_json:
        content = json.loads(ended.stdout.strip().splitlines()[-1])
        body, brief = content.get("markdown") or table(content["rows"]), content.get("brief", "")
    else:
        brief = ""
        body = f"```text\n{ended.stdout.strip()}\n```"
    return f"{show(benchmark)}\n\n{body}", brief


def table(rows: list[dict[str, object]]) -> str:
    """Rows as a table that says which target was missed."""
    lines = ["| measured | target | seen |", "|---|---|---|"]
    for row in rows:
        missed = ": **missed**" if row.get("ok") is False else ""
        note = f" ({row['note']})" if row.get("note") else ""
        lines.append(f"| {row['measure']}{note} | {row.get('target') or '–'} | {row['seen']}{missed} |")
    return "\n".join(lines).replace("\\|", "|")


def write(name: str, block: str, brief: str) -> None:
    """Put a block where it belongs on each page, and *brief* into the README."""
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        path.write_text(BLOCK.sub(lambda old: block if old["name"] == name else old[0], page), encoding="utf-8")
    if brief:
        page = README.read_text(encoding="utf-8")
        README.write_text(
            BRIEF.sub(f"<!-- peers -->\n{brief}\n<!-- end -->".replace("\\", "\\\\"), page), encoding="utf-8"
        )


def compare(name: str, written: str, seen: str, *, swings: bool) -> list[str]:
    """The lines of *seen* that say something else than *written* does, beyond the noise of times."""
    told = []
    before, after = written.strip().splitlines(), seen.strip().splitlines()
    if len(before) != len(after):
        told.append(f"{name}: {len(after)} lines, {len(before)} written")
    for old, new in zip(before, after, strict=False):
        if not alike(old, new, swings=swings):
            told.append(f"{name}:\n  written {old}\n  seen    {new}")
    return told


def alike(old: str, new: str, *, swings: bool) -> bool:
    """The same words, the same counts, and times within the noise."""
    if NUMBER.sub("#", old.replace(": **missed**", "")) != NUMBER.sub("#", new.replace(": **missed**", "")):
        return False
    for one, other in zip(NUMBER.finditer(old), NUMBER.finditer(new), strict=True):
        was, now = value_of(one), value_of(other)
        unit = (one["unit"] or "").strip()
        timed = swings or unit not in {"", "%"}
        noise = NOISE * max(abs(was), abs(now)) if timed else 0
        if timed and unit:  # what is told to a tenth is no nearer than a tenth
            noise = max(noise, 1.001 * 10.0 ** -len(one["digits"].partition(".")[2]))
        if timed and (one["sign"] or one["within"]):
            noise = max(noise, NOISE_OF_DIFFERENCE.get(unit, 0))
        if abs(now - was) > noise:
            return False
    return True


def value_of(number: re.Match[str]) -> float:
    """The figure with its sign."""
    return float(number["sign"] + number["digits"].replace(",", ""))


def main() -> int:
    """Run what was asked for, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="the heavy ones too: about 80 minutes on two idle cores")
    which.add_argument("--only", nargs="+", metavar="NAME", help="these benchmarks, the heavy ones too")
    parser.add_argument("--material", type=Path, metavar="FOLDER")
    parser.add_argument("--compare", action="store_true", help="write nothing; tell what differs from what is written")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and run none")
    options = parser.parse_args()
    known = {benchmark.name for benchmark in BENCHMARKS}
    if unknown := set(options.only or ()) - known:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if options.list:
        for benchmark in BENCHMARKS:
            print(f"{benchmark.name:20} {benchmark.minutes:5.1f} min  {show(benchmark)}")
        return 0
    places = {match["name"]: match[0] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}
    if set(places) != known:
        raise SystemExit(f"blocks of {PAGE.name} and benchmarks differ: {', '.join(sorted(set(places) ^ known))}")
    chosen = [one for one in BENCHMARKS if (one.name in options.only if options.only else options.all or not one.heavy)]
    return run_all(chosen, options.material, written=places if options.compare else None)


def run_all(benchmarks: list[Benchmark], material: Path | None, written: dict[str, str] | None) -> int:
    """Run them, and write what they saw, or hold it against what is *written*; 1 where it differs, or one failed."""
    agreed = differing = failed = 0
    for benchmark in benchmarks:
        words = fill(benchmark, material)
        if words is None:
            print(f"{benchmark.name}: material is missing, left as it stands", file=sys.stderr)
            continue
        print(f"{benchmark.name} ...", file=sys.stderr, flush=True)
        try:
            seen, brief = measure(benchmark, words)
        except BenchmarkError as error:
            print(error, file=sys.stderr, flush=True)
            failed += 1
            continue
        block = f"<!-- measured {benchmark.name} -->\n{seen}\n<!-- end -->"
        if written is None:
            write(benchmark.name, block, brief)
        elif told := compare(benchmark.name, written[benchmark.name], block, swings=benchmark.swings):
            print("\n".join(told), flush=True)
            differing += 1
        else:
            agreed += 1
    if written is not None:
        print(f"{agreed} blocks agree, {differing} differ, {failed} failed")
    return 1 if differing or failed else 0


if __name__ == "__main__":
    sys.exit(main())
