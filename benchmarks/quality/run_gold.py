"""Score the matcher on a folder of annotated résumés.

    python benchmarks/quality/run_gold.py FOLDER [--errors N]

FOLDER holds `gold.jsonl`, `gold_aliases.json`, `resumes/` and a scorer `eval.py`. The map from our ids to the names
of the gold set is made from names and aliases alone: an id stands for every gold name that, or one of whose aliases,
reads as one of the ways in which the lexicon writes that id. No table is kept by hand.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ats_audit import Auditor
from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import Assertion, Mention


def fold(name: str) -> str:
    """Case and punctuation away, as the scorer does."""
    return re.sub(r"[^a-z0-9+#]+", " ", name.lower()).strip()


def map_names(lexicon: Lexicon, folder: Path) -> dict[str, set[str]]:
    """For each of our ids the gold names that it stands for."""
    inventory = {
        mention["canonical"]
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        if line.strip()
        for mention in json.loads(line)["mentions"]
    }
    ways: dict[str, set[str]] = {}
    for name, aliases in json.loads((folder / "gold_aliases.json").read_text(encoding="utf-8")).items():
        if name in inventory:
            for way in (name, *aliases):
                ways.setdefault(fold(way), set()).add(name)
    for name in inventory:
        ways.setdefault(fold(name), set()).add(name)
    return {
        entry.id: found
        for entry in lexicon.competencies
        if (found := {name for alias in entry.aliases for name in ways.get(fold(alias.text), ())})
    }


def core_names(folder: Path) -> set[str]:
    """Gold names of the field's own kinds, general tools, payers and clinical skills left out."""
    general = {"general_tool", "general_method", "payer", "clinical_skill"}
    return {
        mention["canonical"]
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        if line.strip()
        for mention in json.loads(line)["mentions"]
        if mention["kind"] not in general
    }


def rows_of(known: dict[str, Any], every: dict[str, Any]) -> list[dict[str, object]]:
    """What the scorer saw, over terms that the lexicon knows and over all, as rows of a benchmark."""

    def figures(one: dict[str, float]) -> str:
        return f"F1 {one['F']:.3f}, P {one['P']:.3f}, R {one['R']:.3f}"

    mention, document = known["mention"], known["document"]
    asked = [
        ("mentions, terms that the lexicon knows", "F1 ≥ 0.90, P ≥ 0.94", figures(mention),
         mention["F"] >= 0.90 and mention["P"] >= 0.94),
        ("documents, terms that the lexicon knows", "F1 ≥ 0.93", figures(document), document["F"] >= 0.93),
        ("decoys taken", "0", f"{every['decoys_hit']} of {every['decoys']}", every["decoys_hit"] == 0),
        ("mentions, all terms", None, figures(every["mention"]), None),
        ("documents, all terms", None, figures(every["document"]), None),
    ]  # fmt: skip
    return [{"measure": name, "target": target, "seen": seen, "ok": ok, "note": ""} for name, target, seen, ok in asked]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="how many errors of each sort to list")
    parser.add_argument("--bare", action="store_true", help="match the text alone; else scan the file, with sections")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lexicon = Lexicon.load()
    if options.bare:
        matcher = Matcher(lexicon)

        def find(path: Path) -> tuple[Mention, ...]:
            return matcher.match_text(path.read_bytes().decode("utf-8"))
    else:
        auditor = Auditor()

        def find(path: Path) -> tuple[Mention, ...]:
            return auditor.scan(path).mentions

    names = map_names(lexicon, options.folder)
    status = {Assertion.ASSERTED: "asserted", Assertion.NEGATED: "negated"}
    with tempfile.TemporaryDirectory() as scratch:
        predicted, table, covers = (Path(scratch, name) for name in ("predicted.jsonl", "map.tsv", "covers.txt"))
        with predicted.open("w", encoding="utf-8") as out:
            for line in (options.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
                file = json.loads(line)["file"]
                mentions = [
                    {
                        "start": mention.start,
                        "end": mention.end,
                        "canonical": mention.competency,
                        "status": status.get(mention.assertion, "aspirational"),
                    }
                    for mention in find(options.folder / file)
                    if mention.competency in names
                ]
                out.write(json.dumps({"file": file, "mentions": mentions}) + "\n")
        table.write_text("".join(f"{ours}\t{theirs}\n" for ours in names for theirs in sorted(names[ours])))
        covers.write_text("".join(f"{ours}\n" for ours in names))
        command = [sys.executable, str(options.folder / "eval.py"), str(predicted), "--gold"]
        command += [str(options.folder / "gold.jsonl"), "--aliases", str(options.folder / "gold_aliases.json")]
        command += ["--map", str(table), "--errors", str(options.errors)]
        parts = (("terms that the lexicon knows", ["--covers", str(covers)]), ("all terms", []))
        if options.json:
            seen = [subprocess.run([*command, *extra, "--json"], check=True, capture_output=True) for _, extra in parts]
            known, every = (json.loads(one.stdout.splitlines()[-1]) for one in seen)
            print(json.dumps({"benchmark": "quality-gold", "rows": rows_of(known, every)}))
            return 0
        for title, extra in parts:
            print(f"## {title}", flush=True)
            subprocess.run([*command, *extra], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
