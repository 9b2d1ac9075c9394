"""Set the peers beside ats-audit on the sample résumés, each in an environment of its own, in one run.

    python benchmarks/peers/run.py [--envs FOLDER] [--only NAME...] [--json]

FOLDER keeps the environments (default: a temporary one; the first run installs some 2 GB from PyPI). Every engine that
takes a list of words gets all aliases of our lexicon; the others run as shipped. What an engine reports is looked up
among those aliases: what is none is counted as outside the field, neither right nor wrong. A class that a competency
implies counts with it, for every engine and for the gold alike.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ats_audit import Lexicon

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLES = ROOT / "samples"
HARD = {
    "two columns": ("clinical-data-associate-sidebar.pdf", "cra-career-changer.pdf"),
    "text boxes": ("medical-coder-textboxes.docx",),
}
"""Layouts that parsers are known to lose."""
PATIENCE = 1800
"""Seconds for one engine and all samples."""


@dataclass(frozen=True)
class Engine:
    """One row of the table."""

    name: str
    adapter: str
    """File below adapters/; empty where the engine is not run."""
    requires: tuple[str, ...]
    licence: str
    note: str = ""


ENGINES = (
    Engine("ats-audit", "ats_audit_scan.py", (str(ROOT),), "Apache-2.0"),
    Engine(
        "spaCy PhraseMatcher LOWER",
        "spacy_phrasematcher.py",
        ("spacy==3.8.18", "pdfminer.six", "python-docx"),
        "MIT",
        "our aliases",
    ),
    Engine(
        "rapidfuzz partial_ratio ≥ 90",
        "rapidfuzz_partial.py",
        ("rapidfuzz==3.14.6", "pdfminer.six", "python-docx"),
        "MIT",
        "our aliases",
    ),
    Engine(
        "spaczz FuzzyMatcher", "spaczz_fuzzy.py", ("spaczz==0.6.1", "pdfminer.six", "python-docx"), "MIT", "our aliases"
    ),
    Engine(
        "ats-resume-scorer, its skills",
        "ats_resume_scorer_shipped.py",
        ("ats-resume-scorer==2.0.0",),
        "MIT",
        "as shipped",
    ),
    Engine(
        "ats-resume-scorer, our aliases",
        "ats_resume_scorer_custom.py",
        ("ats-resume-scorer==2.0.0",),
        "MIT",
        "our aliases",
    ),
    Engine("leverparser", "leverparser_shipped.py", ("leverparser==0.1.0",), "MIT", "as shipped"),
    Engine(
        "ats-resume-checker",
        "ats_resume_checker_advert.py",
        ("ats-resume-checker==0.2.0",),
        "MIT",
        "an advert of our aliases",
    ),
    Engine("pydparser", "pydparser_custom.py", ("pydparser==1.0.4",), "MIT declared", "our aliases"),
    Engine("pyresparser", "pyresparser_custom.py", ("pyresparser==1.0.6",), "GPL-3.0", "our aliases"),
    Engine("cvz 0.1.7", "", (), "none declared", "not run: without a licence nobody is granted its use"),
)


@dataclass
class Result:
    """What one engine did with all samples."""

    engine: Engine
    refused: str = ""
    """Why there are no figures."""
    right: int = 0
    wanted: int = 0
    false: int = 0
    claimed: int = 0
    """Of the false ones: named in the résumé, but denied, hoped for, expired or somebody else's."""
    outside: int = 0
    hard: dict[str, float] = field(default_factory=dict)
    milliseconds: float = 0.0
    cold: float = 0.0
    megabytes: float = 0.0


class Field:
    """What counts as which competency."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.ways: dict[str, set[str]] = {}
        self.aliases: list[str] = []
        for competency in lexicon.competencies:
            for alias in competency.aliases:
                self.aliases.append(alias.text)
                self.ways.setdefault(fold(alias.text), set()).add(competency.id)
        self.implied = {competency.id: set(competency.implies) for competency in lexicon.competencies}
        self.aliases = sorted(set(self.aliases))

    def close(self, ids: set[str]) -> set[str]:
        """*ids* with all that they imply."""
        closed, waiting = set(ids), list(ids)
        while waiting:
            fresh = self.implied.get(waiting.pop(), set()) - closed
            closed |= fresh
            waiting += fresh
        return closed

    def read(self, found: list[str]) -> tuple[set[str], int]:
        """Competencies that strings stand for, and how many stand for none."""
        ids: set[str] = set()
        outside = 0
        for surface in found:
            named = {surface.removeprefix("id:")} if surface.startswith("id:") else self.ways.get(fold(surface), set())
            ids |= named
            outside += not named
        return self.close(ids), outside


def fold(surface: str) -> str:
    """Case, hyphens and spaces away, as generous to every engine as can be."""
    return re.sub(r"[^\w+#]+", "", surface.lower())


def install(engine: Engine, envs: Path) -> Path:
    """The interpreter of the engine's environment, made where it is missing."""
    home = envs / re.sub(r"\W+", "-", " ".join(Path(word).name for word in engine.requires))
    python = home / "bin" / "python"
    done = home / "installed"
    if not done.exists() or engine.name == "ats-audit":
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *engine.requires]
        subprocess.run(pip, check=True, capture_output=True)
        done.touch()
    return python


def run(
    engine: Engine, envs: Path, samples: list[Path], field_: Field, gold: dict[str, dict[str, list[str]]]
) -> Result:
    """Run one engine on all samples and hold its answers against the gold."""
    result = Result(engine)
    if not engine.adapter:
        result.refused = engine.note
        return result
    try:
        python = install(engine, envs)
    except subprocess.CalledProcessError:
        result.refused = "does not install"
        return result
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "aliases.json"
        listing.write_text(json.dumps(field_.aliases), encoding="utf-8")
        command = [python, HERE / "adapters" / engine.adapter, listing, *samples]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, text=True)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            result.refused = f"took more than {PATIENCE} s for {len(samples)} files"
            return result
    answers = [answer for answer in parse(out) if "path" in answer]
    failures = {answer["failure"] for answer in answers if answer["failure"]}
    if process.returncode or all(answer["failure"] for answer in answers):
        result.refused = explain(err, failures)
        return result
    held_by_layout: dict[str, list[int]] = {layout: [0, 0] for layout in HARD}
    for answer in answers:
        name = Path(answer["path"]).name
        said = gold[name.rsplit(".", 1)[0]]
        held = field_.close(set(said["held"]))
        denied = field_.close(set(said.get("not_held", []))) - held
        found, outside = field_.read(answer["found"])
        result.right += len(found & held)
        result.wanted += len(held)
        result.false += len(found - held)
        result.claimed += len(found & denied)
        result.outside += outside
        for layout, files in HARD.items():
            if name in files:
                held_by_layout[layout][0] += len(found & held)
                held_by_layout[layout][1] += len(held)
    result.hard = {layout: right / wanted for layout, (right, wanted) in held_by_layout.items()}
    result.milliseconds = 1000 * statistics.median(answer["cpu"] for answer in answers)
    result.cold, result.megabytes = measure_cold(python, engine, samples[0], field_)
    return result


def explain(err: str, failures: set[str]) -> str:
    """Why an engine gave no answer at all."""
    last = [line for line in err.splitlines() if re.match(r"\w*(Error|Exception)\b", line.strip())]
    kind = next(iter(failures), "") or (last[-1].split(":")[0].strip() if last else "dies")
    offline = kind == "LookupError" or any(word in err for word in ("nltk", "spacy download", "Can't find model"))
    return f"does not run offline ({kind}: it downloads data)" if offline else f"does not run ({kind})"


def measure_cold(python: Path, engine: Engine, sample: Path, field_: Field) -> tuple[float, float]:
    """Wall seconds and peak MB of a process that reads one file, twice, from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "aliases.json"
        listing.write_text(json.dumps(field_.aliases), encoding="utf-8")
        words = [str(word) for word in (python, HERE / "adapters" / engine.adapter, listing, sample)]
        start = time.monotonic()
        ended = subprocess.run(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, text=True, check=True
        )
        took = time.monotonic() - start
        return took, next(answer["peak"] for answer in parse(ended.stdout) if "peak" in answer)


def parse(out: str) -> list[dict[str, Any]]:
    """What an adapter said, among what its engine may have printed."""
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


LINKS = {
    "spaCy": "https://spacy.io",
    "rapidfuzz": "https://github.com/rapidfuzz/RapidFuzz",
    "spaczz": "https://github.com/gandersen101/spaczz",
    "ats-resume-scorer": "https://pypi.org/project/ats-resume-scorer/",
    "leverparser": "https://pypi.org/project/leverparser/",
}
BRIEF = (0, 2, 3, 5, 6, 7, 10)
"""Columns of the table that the README shows."""
COLUMNS = (
    "engine",
    "words",
    "found",
    "false",
    "of these not held",
    "two columns",
    "text boxes",
    "CPU per résumé",
    "cold start, one file",
    "peak memory",
    "better than ats-audit in found, false or time",
)


def tell(results: list[Result]) -> str:
    """The table, as Markdown."""
    return write_table([list(COLUMNS), *cells_of(results)])


def tell_briefly(results: list[Result]) -> str:
    """The engines that run, with a link to each and fewer columns."""
    ran = [result for result in results if not result.refused]
    table = [[cells[column] for column in BRIEF] for cells in [list(COLUMNS), *cells_of(ran)]]
    for cells in table[1:]:
        address = next((link for name, link in LINKS.items() if cells[0].startswith(name)), None)
        cells[0] = f"[{cells[0]}]({address})" if address else f"**{cells[0]}**"
    return write_table(table)


def write_table(table: list[list[str]]) -> str:
    """Rows of cells as Markdown, the first being the head."""
    head, *body = [f"| {' | '.join(cells)} |" for cells in table]
    return "\n".join([head, "|---" * len(table[0]) + "|", *body])


def cells_of(results: list[Result]) -> list[list[str]]:
    """A row of cells for each engine."""
    ours = ours_among(results)
    rows: list[list[str]] = []
    for result in results:
        engine = result.engine
        if result.refused:
            cells = [engine.name, f"{result.refused}; licence: {engine.licence}"] + [""] * (len(COLUMNS) - 2)
        else:
            cells = [
                engine.name,
                engine.note or "own lexicon",
                f"{result.right} of {result.wanted} ({result.right / result.wanted:.0%})",
                str(result.false),
                str(result.claimed),
                f"{result.hard['two columns']:.0%}",
                f"{result.hard['text boxes']:.0%}",
                f"{result.milliseconds:.0f} ms",
                f"{result.cold:.1f} s",
                f"{result.megabytes:.0f} MB",
                ", ".join(leads(result, ours)) or "–",
            ]
        rows.append(cells)
    return rows


def ours_among(results: list[Result]) -> Result | None:
    """What ats-audit did, if it was asked."""
    return next((result for result in results if result.engine.name == "ats-audit"), None)


def leads(result: Result, ours: Result | None) -> list[str]:
    """What *result* does better than *ours*."""
    if ours is None or result is ours:
        return []
    better = {
        "found": result.right > ours.right,
        "false": result.false < ours.false,
        "time": result.milliseconds < ours.milliseconds,
    }
    return [name for name, is_better in better.items() if is_better]


def rows_of(results: list[Result]) -> list[dict[str, object]]:
    """The table, for the command that runs all benchmarks."""
    ours = ours_among(results)
    made: list[dict[str, object]] = []
    for result in results:
        seen, ok, target = result.refused, None, ""
        if not result.refused:
            seen = (
                f"{result.right} of {result.wanted} found, {result.false} false, {result.milliseconds:.0f} ms, "
                f"{result.megabytes:.0f} MB; two columns {result.hard['two columns']:.0%}, "
                f"text boxes {result.hard['text boxes']:.0%}"
            )
        if not result.refused and ours is not None and result is not ours:
            target = "behind ats-audit in found, false and time"
            ok = not leads(result, ours)
        note = result.engine.note
        made.append({"measure": result.engine.name, "target": target, "seen": seen, "ok": ok, "note": note})
    return made


def main() -> int:
    """Run the engines and tell the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--envs", type=Path, help="keep the environments here")
    parser.add_argument("--only", nargs="*", help="engines whose name holds one of these")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    field_ = Field(Lexicon.load())
    gold = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))
    samples = sorted(
        path for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".docx", ".txt", ".md"} and path.stem in gold
    )
    with tempfile.TemporaryDirectory() as folder:
        envs = (options.envs or Path(folder)).resolve()
        results = [
            run(engine, envs, samples, field_, gold)
            for engine in ENGINES
            if not options.only or any(word in engine.name for word in options.only)
        ]
    if options.json:
        told = {"rows": rows_of(results), "markdown": tell(results), "brief": tell_briefly(results)}
        print(json.dumps({"benchmark": "peers", **told}, ensure_ascii=False))
    else:
        print(tell(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
