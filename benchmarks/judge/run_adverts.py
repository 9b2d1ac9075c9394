"""Score the reading of job adverts against what a person marked in them.

    python benchmarks/judge/run_adverts.py [ADVERTS.jsonl] [--errors] [--json]

adverts_gold.json names for each advert the competencies that it asks for, by the way in which it does. The invented
ones stand in samples/adverts; the others, US federal announcements, are looked up by id in ADVERTS.jsonl (fields id,
text). A requirement that was read is right if any of its alternatives was marked; a marked competency is found if any
requirement has it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ats_audit import Auditor

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples" / "adverts"
TARGETS = {"precision": 0.90, "recall": 0.85, "kind": 0.90}


@dataclass
class Tally:
    """What was read in some adverts, and what was marked."""

    adverts: int = 0
    read: int = 0
    right: int = 0
    """Requirements of which any alternative was marked."""
    as_marked: int = 0
    """Of those, how many are asked for as marked."""
    marked: int = 0
    found: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, read: list[tuple[tuple[str, ...], str]], gold: dict[str, list[str]]) -> None:
        """Count what was *read* of one advert against what *gold* marks in it."""
        kind_of = {one: kind for kind, ids in reversed(gold.items()) for one in ids}
        self.adverts += 1
        self.read += len(read)
        self.marked += len(kind_of)
        for any_of, kind in read:
            kinds = {kind_of[one] for one in any_of if one in kind_of}
            self.right += bool(kinds)
            self.as_marked += kind in kinds
            if not kinds:
                self.errors.append(f"{name}: read, not marked: {'|'.join(any_of)} ({kind})")
            elif kind not in kinds:
                self.errors.append(f"{name}: read as {kind}, marked {'/'.join(sorted(kinds))}: {'|'.join(any_of)}")
        seen = {one for any_of, _ in read for one in any_of}
        self.found += len(seen & set(kind_of))
        self.errors += [f"{name}: marked, not read: {one} ({kind_of[one]})" for one in sorted(set(kind_of) - seen)]

    def rows(self, label: str) -> list[dict[str, object]]:
        """Shares with their targets."""
        shares = {
            "precision": (self.right, self.read),
            "recall": (self.found, self.marked),
            "kind": (self.as_marked, self.right),
        }
        return [
            {
                "measure": f"{label}: {name}",
                "target": f">= {TARGETS[name]:.2f}",
                "seen": f"{part / whole:.3f} ({part} of {whole})" if whole else "nothing to count",
                "ok": part / whole >= TARGETS[name] if whole else None,
                "note": f"{self.adverts} adverts",
            }
            for name, (part, whole) in shares.items()
        ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("adverts", type=Path, nargs="?")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    gold = json.loads((HERE / "adverts_gold.json").read_text(encoding="utf-8"))
    federal: dict[str, str] = {}
    if options.adverts is not None:
        lines = options.adverts.read_text(encoding="utf-8").splitlines()
        federal = {one["id"]: one["text"] for one in map(json.loads, lines)}
    auditor = Auditor()
    tallies = {"invented, private": Tally(), "US federal": Tally()}
    for name, marked in gold.items():
        if name not in federal and not (SAMPLES / name).is_file():
            continue
        text = federal.get(name) or (SAMPLES / name).read_text(encoding="utf-8")
        advert = auditor.read_advert(text.encode(), name=name)
        read = [
            (tuple(requirement.any_of), ask.kind.value)
            for requirement, ask in zip(advert.requirements, advert.asks, strict=True)
        ]
        tallies["US federal" if name in federal else "invented, private"].add(name, read, marked)
    rows = [row for label, tally in tallies.items() if tally.adverts for row in tally.rows(label)]
    if options.json:
        print(json.dumps({"benchmark": "adverts", "rows": rows}))
        return 0
    for row in rows:
        state = {True: "met", False: "missed", None: "-"}[row["ok"]]  # type: ignore[index]
        print(f"{row['measure']:<32}{row['seen']:<22}{row['target']:<9}{state:<8}{row['note']}")
    if options.errors:
        print("\n".join(error for tally in tallies.values() for error in tally.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
