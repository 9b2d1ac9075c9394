"""How much of what the outside world asks for the lexicon knows.

    python benchmarks/coverage/measure.py [--json] onet FOLDER    O*NET: technologies of the roles' occupations
    python benchmarks/coverage/measure.py [--json] adverts FILE   job adverts, by role: terms in capitals, and finds

FOLDER holds technology_skills.tsv, the rows of O*NET's "Technology Skills" with columns "O*NET-SOC Code", "Title",
"Example", "Hot Technology" and "In Demand". FILE is JSON lines with "id", "role" and "text". What is not known and need
not be stands in reasons.yaml, with the reason; a reason that nothing needs any more is told, too.

Exit 1 where less than 95 % of the technologies in demand of any mapped occupation are known or reasoned.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ats_audit.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TARGET = 0.95
"""Share of an occupation's technologies in demand that must be known or reasoned."""
MIN_ADVERTS = 2
"""A term in capitals that fewer adverts use is a name or an accident."""
REASONS = Path(__file__).parent / "reasons.yaml"

_WORDS = re.compile(r"[^\W_]+|[+#&]")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*")
_TERM = re.compile(
    r"(?<![\w/.-])[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:[-/&+][A-Za-z0-9]+)*(?!\w)"
    r"|(?<=[a-z,;:)] )(?:[A-Z][a-z]+[- ](?:(?:of|for|and|in|the) )?){1,5}[A-Z][a-z]+(?!\w)"
)
"""Acronyms with two capitals or more, and runs of capitalised words inside a sentence."""


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """What the lexicon need not know, and what it knows by another name."""

    known_as: Mapping[str, str]
    """Technology -> id of the competency."""
    left_out: Mapping[str, str]
    """Technology -> key of the reason."""
    terms: frozenset[str]
    """Terms of adverts that are no competencies."""
    patterns: tuple[re.Pattern[str], ...]
    """Forms of such terms."""


@dataclass(kw_only=True)
class Tally:
    """What was counted for one occupation or role."""

    title: str
    known: set[str] = field(default_factory=set)
    reasoned: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        """Everything that was counted."""
        return len(self.known) + len(self.reasoned) + len(self.missed)

    @property
    def settled(self) -> float:
        """Share that is known or reasoned, 0.0 to 1.0; 1.0 of nothing."""
        return 1 - len(self.missed) / self.total if self.total else 1.0


def main(argv: list[str]) -> int:
    """Measure and print; 1 below the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("onet").add_argument("folder", type=Path)
    commands.add_parser("adverts").add_argument("file", type=Path)
    arguments = parser.parse_args(argv)
    lexicon, reasons = Lexicon.load(), load_reasons(REASONS)
    if arguments.json:
        rows = (
            rows_of_technologies(read_technologies(arguments.folder / "technology_skills.tsv"), lexicon, reasons)
            if arguments.command == "onet"
            else rows_of_adverts(read_adverts(arguments.file), lexicon, reasons)
        )
        print(json.dumps({"benchmark": f"coverage_{arguments.command}", "rows": rows}))
        return 1 if any(row["ok"] is False for row in rows) else 0
    if arguments.command == "onet":
        return report_technologies(read_technologies(arguments.folder / "technology_skills.tsv"), lexicon, reasons)
    report_adverts(read_adverts(arguments.file), lexicon, reasons)
    return 0


def load_reasons(path: Path) -> Reasons:
    """Read the file of reasons, in which every reason that is used is explained."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    technologies = content["technologies"]
    left_out = {row["name"]: row["reason"] for row in technologies if "reason" in row}
    unexplained = sorted(set(left_out.values()) - set(content["reasons"]))
    if unexplained:
        raise ValueError(f"reasons without an explanation: {', '.join(unexplained)}")
    return Reasons(
        known_as={row["name"]: row["known_as"] for row in technologies if "known_as" in row},
        left_out=left_out,
        terms=frozenset(term for terms in content["terms"].values() for term in terms),
        patterns=tuple(re.compile(pattern) for pattern in content["patterns"]),
    )


def read_technologies(path: Path) -> list[dict[str, str]]:
    """The rows of O*NET's table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def read_adverts(path: Path) -> list[dict[str, str]]:
    """The adverts of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def fold(text: str) -> tuple[str, ...]:
    """*text* as words in lower case: case, separators and brackets do not matter."""
    return tuple(word.lower() for word in _WORDS.findall(text))


def spellings(technology: str) -> Iterator[str]:
    """*technology* as O*NET writes it, without "software" behind it, and both halves of "Expansion ACRONYM"."""
    yield technology
    bare = technology.removesuffix(" software")
    yield bare
    expansion, _, acronym = bare.rpartition(" ")
    initials = "".join(word[0] for word in fold(expansion))
    if _ACRONYM.fullmatch(acronym) and _within(re.sub(r"\W|\d", "", acronym).lower(), initials, expansion):
        yield expansion
        yield acronym


def _within(acronym: str, initials: str, expansion: str) -> bool:
    """Whether *acronym* stands for *expansion*: its letters come in order, the first one as an initial."""
    letters = iter(expansion.lower())
    return acronym[:1] in initials and all(letter in letters for letter in acronym)


def tally_technologies(
    rows: Iterable[Mapping[str, str]], flag: str, lexicon: Lexicon, reasons: Reasons
) -> dict[str, Tally]:
    """Code -> tally of the technologies that carry *flag*, of the occupations that the lexicon's roles name."""
    known = {fold(alias.text) for entry in lexicon.competencies for alias in entry.aliases}
    ids = {entry.id for entry in lexicon.competencies}
    mapped = {row.code: row.title for role in lexicon.roles for row in role.onet}
    tallies = {code: Tally(title=title) for code, title in sorted(mapped.items())}
    for row in rows:
        tally = tallies.get(row["O*NET-SOC Code"])
        if tally is None or row[flag] != "Y":
            continue
        technology = row["Example"]
        if reasons.known_as.get(technology) in ids or any(fold(text) in known for text in spellings(technology)):
            tally.known.add(technology)
        elif technology in reasons.left_out:
            tally.reasoned.add(technology)
        else:
            tally.missed.add(technology)
    return tallies


def report_technologies(rows: list[dict[str, str]], lexicon: Lexicon, reasons: Reasons) -> int:
    """Print the shares; 1 where an occupation in demand is below the target."""
    below = False
    used: set[str] = set()
    for flag, target in (("In Demand", TARGET), ("Hot Technology", 0.0)):
        tallies = tally_technologies(rows, flag, lexicon, reasons)
        print(f"\n{flag}\n{'occupation':52} known  with reason  missing  settled")
        for code, tally in tallies.items():
            used |= tally.reasoned | tally.missed
            print(
                f"{code} {tally.title[:40]:41} {len(tally.known):3}/{tally.total:<3} {len(tally.reasoned):8} "
                f"{len(tally.missed):10} {tally.settled:9.0%}"
            )
            below |= tally.settled < target
        for technology in sorted({one for tally in tallies.values() for one in tally.missed}):
            print(f"  missing: {technology}")
        for technology in sorted({one for tally in tallies.values() for one in tally.reasoned}):
            print(f"  left out as {reasons.left_out[technology]}: {technology}")
    for technology in sorted(set(reasons.left_out) - used):
        print(f"  a reason that nothing needs: {technology}")
    return 1 if below else 0


def rows_of_technologies(rows: list[dict[str, str]], lexicon: Lexicon, reasons: Reasons) -> list[dict[str, object]]:
    """The technologies in demand, a row for each occupation."""
    return [
        {
            "measure": f"O*NET technologies in demand, {code} {tally.title}",
            "target": f">= {TARGET:.0%}",
            "seen": f"{tally.settled:.0%} of {tally.total}",
            "ok": tally.settled >= TARGET,
            "note": ", ".join(sorted(tally.missed)),
        }
        for code, tally in tally_technologies(rows, "In Demand", lexicon, reasons).items()
    ]


def rows_of_adverts(adverts: list[dict[str, str]], lexicon: Lexicon, reasons: Reasons) -> list[dict[str, object]]:
    """The terms in capitals of job adverts, a row for each role."""
    tallies, found = tally_adverts(adverts, lexicon, reasons)
    return [
        {
            "measure": f"terms of {len(found[role])} job adverts, {role}",
            "target": "",
            "seen": f"{tally.settled:.0%} of {tally.total}",
            "ok": None,
            "note": ", ".join(sorted(tally.missed)),
        }
        for role, tally in tallies.items()
    ]


def tally_adverts(
    adverts: list[dict[str, str]], lexicon: Lexicon, reasons: Reasons
) -> tuple[dict[str, Tally], dict[str, list[int]]]:
    """Role -> tally of its terms in capitals, and role -> competencies found in each of its adverts."""
    from ats_audit.match import Matcher

    matcher = Matcher(lexicon)
    found: dict[str, list[int]] = defaultdict(list)
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    known: set[tuple[str, str]] = set()
    for advert in adverts:
        role, text = advert["role"], advert["text"]
        mentions = matcher.match_text(text)
        found[role].append(len({mention.competency for mention in mentions}))
        for term in _TERM.finditer(text):
            seen[role, term[0]].add(advert["id"])
            if any(mention.start < term.end() and term.start() < mention.end for mention in mentions):
                known.add((role, term[0]))
    tallies = {role: Tally(title=role) for role in sorted(found)}
    for (role, term), ids in seen.items():
        if (role, term) in known:
            tallies[role].known.add(term)
        elif len(ids) >= MIN_ADVERTS and not is_no_competency(term, reasons):
            tallies[role].missed.add(term)
    return tallies, found


def report_adverts(adverts: list[dict[str, str]], lexicon: Lexicon, reasons: Reasons) -> None:
    """Print, by role, competencies found an advert, and the share of the terms in capitals that are known."""
    tallies, found = tally_adverts(adverts, lexicon, reasons)
    print("role          adverts  competencies each  terms known  missing  known")
    for role, tally in tallies.items():
        counts = found[role]
        print(
            f"{role:13} {len(counts):7} {sum(counts) / len(counts):18.1f} {len(tally.known):12} "
            f"{len(tally.missed):8} {tally.settled:6.0%}"
        )
        for term in sorted(tally.missed):
            print(f"  missing: {term}")


@cache
def read_english() -> frozenset[str]:
    """The lexicon's list of English words."""
    return frozenset((REASONS.parents[2] / "lexicons" / "english.txt").read_text(encoding="utf-8").split())


def is_no_competency(term: str, reasons: Reasons) -> bool:
    """Whether the file of reasons says that *term* is none, or it is a common word in capitals."""
    shouted = term.isupper() and term.lower() in read_english()
    return shouted or term in reasons.terms or any(pattern.fullmatch(term) for pattern in reasons.patterns)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
