"""Write the pages on roles, competencies and words into docs/; with --check, only say whether they are current.

python scripts/write_docs.py [--check] [--docs FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ats_audit.lexicon import Lexicon
from ats_audit.model import AliasOrigin, Kind, Policy, SectionKind, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ats_audit.model import Alias, Competency, Occupation, Requirement, Role

DOCS = Path(__file__).parents[1] / "docs"
FOLDERS = ("competencies", "roles")
"""Folders of which every Markdown file is written here."""
NOTICE = "<!-- Written by scripts/write_docs.py from lexicons/; edit there. -->\n"
MAX_WAYS = 6
"""Ways to write a competency that the page of a role shows; the page of its kind shows all."""
MAX_NEAR = 5
"""Context words that a page shows of a longer list."""

KINDS: Mapping[Kind, tuple[str, str]] = {
    Kind.REGULATION: ("Regulations", "Laws, rules and official guidelines."),
    Kind.STANDARD: ("Standards", "Standards of data, reporting and practice."),
    Kind.CODING_SYSTEM: ("Coding systems", "Code sets, classifications and dictionaries. Names only: never a code."),
    Kind.PLATFORM: ("Platforms", "Classes of systems, and products; a product implies its class."),
    Kind.METHOD: ("Methods", "What people do."),
    Kind.CERTIFICATION: ("Certifications", "Credentials, each with the body that gives it."),
    Kind.ANALYTICS: ("Analytics", "Languages, tools and methods of working with data."),
}
WEIGHTS: Mapping[Weight, tuple[str, str]] = {
    Weight.CORE: ("Core", "Without these the role cannot be done; each weighs 3."),
    Weight.IMPORTANT: ("Important", "Usually asked for; each weighs 2."),
    Weight.NICE: ("Nice to have", "A bonus, and no loss where missing."),
}
POLICIES: Mapping[Policy, str] = {
    Policy.ANY: "",
    Policy.CASE: "in these letters",
    Policy.CAP: "not in lower case",
    Policy.CONTEXT: "in these letters, beside words such as",
}
LEGEND = """\
Case, spaces, hyphens, slashes and a plural *s* never matter, and British and American spelling count alike, unless a
remark says otherwise:

- **in these letters**: only as written here, apart from a plural *s*. SAS is a language, "Sas" is a name.
- **not in lower case**: Tableau is a product, "tableau" is a word.
- **in these letters, beside words such as ...**: only as written, and only where one of the words stands on the line or
  in the list.

Formerly: an earlier name. It is found, and the report gives the present one. Includes: whoever has this has that too.
"""


def main(argv: list[str]) -> int:
    """Write or check; 1 when a page is stale, missing, or of nothing any more."""
    parser = argparse.ArgumentParser(description="Write the pages on roles and competencies.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is stale")
    parser.add_argument("--docs", type=Path, default=DOCS)
    arguments = parser.parse_args(argv)
    pages = dict(iter_pages(Lexicon.load()))
    stale = sorted(find_stale(arguments.docs, pages))
    if arguments.check:
        if stale:
            print(f"stale: {', '.join(stale)}; run python scripts/write_docs.py", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        path = arguments.docs / name
        if name in pages:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[name], encoding="utf-8")
        else:
            path.unlink()
    return 0


def find_stale(docs: Path, pages: Mapping[str, str]) -> Iterator[str]:
    """Names below *docs* that do not hold what *pages* say, or that *pages* do not have."""
    for name, content in pages.items():
        path = docs / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            yield name
    for folder in FOLDERS:
        for path in (docs / folder).glob("*.md"):
            if f"{folder}/{path.name}" not in pages:
                yield f"{folder}/{path.name}"


def iter_pages(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Name below docs/ and text of each page."""
    yield "roles/README.md", "\n".join(_roles_index(lexicon))
    for role in lexicon.roles:
        yield f"roles/{role.id}.md", "\n".join(_role_page(role, lexicon))
    yield "competencies/README.md", "\n".join(_competencies_index(lexicon))
    asked_by: dict[str, list[Role]] = defaultdict(list)
    for role in lexicon.roles:
        for competency in dict.fromkeys(one for asked in role.requirements for one in asked.any_of):
            asked_by[competency].append(role)
    yield "words.md", "\n".join(_words_page(lexicon))
    for kind in Kind:
        yield f"competencies/{kind}.md", "\n".join(_kind_page(kind, lexicon, asked_by))


def _roles_index(lexicon: Lexicon) -> Iterator[str]:
    yield NOTICE
    yield f"# The {len(lexicon.roles)} roles\n"
    yield "What each role asks for, with the reason of every requirement and the ways to write it on a résumé.\n"
    for pathway in lexicon.pathways:
        yield f"## {_plain(pathway.domain)}\n"
        yield f"Study time: at least {pathway.study_time}. Core of the pathway: {_all_linked(pathway.core, lexicon)}.\n"
        yield "| Role | Also called | Requirements |"
        yield "|---|---|---|"
        for role in lexicon.roles:
            if role.pathway.id == pathway.id:
                titles = _plain(", ".join(role.titles[:4]))
                yield f"| [{_plain(role.title)}]({role.id}.md) | {titles} | {len(role.requirements)} |"
        yield ""


def _role_page(role: Role, lexicon: Lexicon) -> Iterator[str]:
    yield NOTICE
    yield f"# {_plain(role.title)}\n"
    yield f"Check a résumé against it: `ats-audit resume.pdf --role {role.id}`\n"
    yield f"- **Also called**: {_plain(', '.join(role.titles))}"
    yield f"- **Domain**: {_plain(role.domain)}"
    if role.onet:
        yield f"- **O\\*NET occupation**: {'; '.join(map(_onet, role.onet))}"
    if role.esco:
        yield f"- **ESCO occupation**: {'; '.join(map(_occupation, role.esco))}"
    yield f"- **Pathway**: {_plain(role.pathway.domain)}, study time at least {role.pathway.study_time}"
    yield f"- **Core of the pathway**: {_all_linked(role.pathway.core, lexicon)}\n"
    yield (
        "How a requirement earns points is told in [scoring](../scoring.md), and what the remarks in brackets mean "
        "under [how to read the tables](../competencies/README.md#how-to-read-the-tables).\n"
    )
    for weight in Weight:
        asked = [requirement for requirement in role.requirements if requirement.weight is weight]
        if asked:
            title, meaning = WEIGHTS[weight]
            yield f"## {title} ({len(asked)})\n"
            yield f"{meaning}\n"
            yield "| Requirement | Why | Ways to write it |"
            yield "|---|---|---|"
            yield from (_requirement_row(requirement, lexicon) for requirement in asked)
            yield ""
    yield "## By tier\n"
    for tier in lexicon.tiers:
        names = [
            _plain(requirement.name)
            for requirement in role.requirements
            if any(lexicon.competency(one).tier == tier.id for one in requirement.any_of)
        ]
        yield f"**Tier {tier.id}, {_plain(tier.name)}** ({len(names)}): {', '.join(names)}.\n"


def _requirement_row(requirement: Requirement, lexicon: Lexicon) -> str:
    entries = [lexicon.competency(one) for one in requirement.any_of]
    if len(entries) == 1:
        name, ways = _linked(entries[0], text=requirement.name), _ways(entries[0])
    else:
        name = _plain(requirement.name)
        ways = "Any of: " + ", ".join(_linked(entry) for entry in entries)
    return f"| {name} | {_plain(requirement.why)} | {ways} |"


def _ways(entry: Competency) -> str:
    """The best way in bold, and a few more."""
    skipped = {entry.label, entry.name, entry.acronym, entry.expansion} if entry.label != entry.name else {entry.name}
    others = [alias for alias in entry.aliases if alias.origin is not AliasOrigin.FORMER and alias.text not in skipped]
    shown = [f"**{_plain(entry.label)}**", *(_way(alias) for alias in others[: MAX_WAYS - 1])]
    more = len(others) - (MAX_WAYS - 1)
    return ", ".join(shown) + (f", and {more} more" if more > 0 else "")


def _competencies_index(lexicon: Lexicon) -> Iterator[str]:
    yield NOTICE
    aliases = sum(len(entry.aliases) for entry in lexicon.competencies)
    yield "# Competencies\n"
    yield f"Edition {lexicon.version}: {len(lexicon.competencies):,} competencies, {aliases:,} ways to write them.\n"
    yield "| Kind | Competencies | What it holds |"
    yield "|---|---|---|"
    for kind, (title, meaning) in KINDS.items():
        count = sum(entry.kind is kind for entry in lexicon.competencies)
        yield f"| [{title}]({kind}.md) | {count} | {meaning} |"
    yield "\n## Tiers\n"
    for tier in lexicon.tiers:
        yield f"- **{tier.id}, {_plain(tier.name)}.** {_plain(tier.meaning)}"
    yield f"\n## How to read the tables\n\n{LEGEND}"


def _kind_page(kind: Kind, lexicon: Lexicon, asked_by: Mapping[str, list[Role]]) -> Iterator[str]:
    title, meaning = KINDS[kind]
    yield NOTICE
    yield f"# {title}\n"
    yield f"{meaning} How to read the table stands [here](README.md#how-to-read-the-tables).\n"
    yield "| Competency | Tier | Ways to write it | Formerly | Includes | Roles that ask for it | Source |"
    yield "|---|---|---|---|---|---|---|"
    for entry in lexicon.competencies:
        if entry.kind is kind:
            yield "| " + " | ".join(_competency_cells(entry, lexicon, asked_by[entry.id])) + " |"
    yield ""


def _competency_cells(entry: Competency, lexicon: Lexicon, roles: Iterable[Role]) -> Iterator[str]:
    former = [alias for alias in entry.aliases if alias.origin is AliasOrigin.FORMER]
    yield f'<a id="{entry.id}"></a>{_plain(entry.name)}'
    yield entry.tier
    yield ", ".join(_way(alias) for alias in entry.aliases if alias.origin is not AliasOrigin.FORMER)
    yield ", ".join(map(_way, former))
    yield _all_linked(entry.implies, lexicon)
    yield ", ".join(f"[{role.id}](../roles/{role.id}.md)" for role in roles)
    yield f"[{_plain(entry.source.title)}]({entry.source.url}), {entry.source.year}"


def _words_page(lexicon: Lexicon) -> Iterator[str]:
    yield NOTICE
    yield "# Words of a résumé\n"
    yield "Headings that parsers accept, phrases that say nothing, and weak openings of a bullet.\n"
    yield "## Headings\n"
    sources = "; ".join(f"[{_plain(one.name)}]({one.source.url})" for one in lexicon.parsers)
    yield (
        f"A parser files what stands under a heading that it knows. The rules of these can be read: {sources}. "
        "Vendors of applicant tracking systems publish no such lists. A number says how many of the "
        f"{len(lexicon.parsers)} accept a heading by its words; a heading without one is known to this project, and "
        "may be passed over by others.\n"
    )
    yield "| Section | Accepted | Known here only |"
    yield "|---|---|---|"
    for kind in SectionKind:
        ours = sorted(text for text, of in lexicon.headings if of is kind)
        accepted = lexicon.headings_of(kind)
        if ours:
            counted = ", ".join(f"{_plain(text)} ({_count(text, kind, lexicon)})" for text in accepted)
            yield f"| {kind} | {counted} | {_plain(', '.join(text for text in ours if text not in accepted))} |"
    yield "\n## Phrases to avoid\n"
    yield "| Phrase | What to write instead |"
    yield "|---|---|"
    yield from (f"| {_plain(phrase.text)} | {_plain(phrase.instead)} |" for phrase in lexicon.phrases)
    yield "\n## Weak openings of a bullet\n"
    yield "| Opening | Verbs that say what was done |"
    yield "|---|---|"
    yield from (f"| {_plain(opener.text)} | {_plain(', '.join(opener.stronger))} |" for opener in lexicon.openers)
    yield ""


def _count(text: str, kind: SectionKind, lexicon: Lexicon) -> int:
    return sum((text, kind) in parser.accepts for parser in lexicon.parsers)


def _way(alias: Alias) -> str:
    remark = POLICIES[alias.policy]
    if alias.policy is Policy.CONTEXT:
        remark = f"{remark} {', '.join(alias.near[:MAX_NEAR])}"
    return f"{_plain(alias.text)} (*{_plain(remark)}*)" if remark else _plain(alias.text)


def _all_linked(ids: Iterable[str], lexicon: Lexicon) -> str:
    return ", ".join(_linked(lexicon.competency(one)) for one in ids)


def _linked(entry: Competency, *, text: str | None = None) -> str:
    return f"[{_plain(text or entry.name)}](../competencies/{entry.kind}.md#{entry.id})"


def _onet(row: Occupation) -> str:
    return f"[{_occupation(row)}](https://www.onetonline.org/link/summary/{row.code})"


def _occupation(row: Occupation) -> str:
    return f"{_plain(row.title)} ({row.code}{', the nearest' if row.nearest else ''})"


def _plain(text: str) -> str:
    """*text* without a meaning to Markdown, for a cell of a table."""
    for sign in "\\|*_[]`<":
        text = text.replace(sign, f"\\{sign}")
    return text


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
