"""Small lexicons, roles and résumés for tests of judging: what was found is written inside the text.

`[[id|surface]]` is a mention of the competency `id`. A sign behind the id says more: `~` a probable misspelling,
`+` in progress, `-` negated, `!` lapsed. A line `# experience` opens a section of that kind, and `# other: My path`
gives it a heading of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ats_audit.extract._entries import WITH_ENTRIES, list_entries
from ats_audit.extract._lines import Line, Placed
from ats_audit.judge import Verdict, judge_document, target_of
from ats_audit.lexicon import Lexicon
from ats_audit.model import (
    Alias,
    AliasOrigin,
    Assertion,
    Block,
    Competency,
    CompetencyId,
    Document,
    Entry,
    Fact,
    GenericPhrase,
    Issuer,
    Kind,
    Link,
    MediaType,
    Mention,
    Method,
    Pathway,
    Policy,
    Reading,
    ReadingKind,
    Requirement,
    Role,
    RoleId,
    Section,
    SectionKind,
    Source,
    Tier,
    WeakOpener,
    Weight,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_MARK = re.compile(r"\[\[(?P<id>[a-z0-9-]*[a-z0-9])(?P<sign>[~+!-]?)\|(?P<surface>[^\]]+)\]\]")
_HEADING = re.compile(r"# (?P<kind>[a-z]+)(?:: (?P<title>.+))?\Z")
_ASSERTIONS = {"+": Assertion.LEARNING, "-": Assertion.NEGATED, "!": Assertion.LAPSED}
PATHWAY = Pathway(id="research", domain="Clinical Research & Ops", study_time="3 to 6 months", core=())


def make_competency(  # noqa: PLR0913 - a competency has many fields, and each test names one or two
    name: str,
    *,
    id: str | None = None,  # noqa: A002
    kind: Kind = Kind.METHOD,
    acronym: str | None = None,
    expansion: str | None = None,
    aliases: Iterable[str] = (),
    formerly: Iterable[str] = (),
    implies: Iterable[str] = (),
    supersedes: Iterable[str] = (),
    distinct_from: Iterable[str] = (),
    ask: str | None = None,
    url: str = "https://www.example.org/entry",
) -> Competency:
    """A competency; without `id` it is the name in kebab case."""
    ways = [(name, AliasOrigin.NAME)]
    ways += [(text, AliasOrigin.ACRONYM) for text in (acronym,) if text]
    ways += [(text, AliasOrigin.EXPANSION) for text in (expansion,) if text]
    ways += [(text, AliasOrigin.ALIAS) for text in aliases]
    ways += [(text, AliasOrigin.FORMER) for text in formerly]
    unique = {text.lower(): Alias(text=text, policy=Policy.ANY, origin=origin) for text, origin in reversed(ways)}
    return Competency(
        id=CompetencyId(id or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")),
        name=name,
        kind=kind,
        tier=Tier.C,
        acronym=acronym,
        expansion=expansion,
        aliases=tuple(reversed(unique.values())),
        never=(),
        implies=tuple(map(CompetencyId, implies)),
        supersedes=tuple(map(CompetencyId, supersedes)),
        distinct_from=tuple(map(CompetencyId, distinct_from)),
        ask=ask,
        source=Source(title="An invented page", url=url, year=2026),
    )


def make_lexicon(
    competencies: Iterable[Competency],
    *,
    phrases: Iterable[tuple[str, str]] = (),
    openers: Iterable[tuple[str, tuple[str, ...]]] = (),
    issuers: Iterable[Issuer] = (),
    held: Iterable[str] = (),
    roles: Iterable[Role] = (),
) -> Lexicon:
    """A lexicon of just these entries."""
    return Lexicon(
        version="test",
        sha256="0" * 64,
        competencies=tuple(competencies),
        roles=tuple(roles),
        pathways=(PATHWAY,),
        tiers=(),
        phrases=tuple(GenericPhrase(text=text, instead=instead) for text, instead in phrases),
        openers=tuple(WeakOpener(text=text, stronger=stronger) for text, stronger in openers),
        issuers=tuple(issuers),
        held=tuple(held),
        headings=(),
        deny=(),
    )


def asks(weight: str, *any_of: str, name: str | None = None) -> Requirement:
    """A requirement of any of these competencies."""
    return Requirement(
        name=name or any_of[0], any_of=tuple(map(CompetencyId, any_of)), weight=Weight(weight), why="For the test."
    )


def make_role(*requirements: Requirement, id: str = "monitor", pathway: Pathway = PATHWAY) -> Role:  # noqa: A002
    """A role that asks for these."""
    return Role(
        id=RoleId(id),
        title="Monitor",
        titles=(),
        domain="Clinical Research & Ops",
        onet=(),
        esco=(),
        pathway=pathway,
        requirements=requirements,
    )


def read_marked(marked: str, lexicon: Lexicon, kind: ReadingKind) -> tuple[Reading, tuple[Mention, ...]]:
    """The plain text of *marked* with its sections, and the mentions that its marks say."""
    text = ""
    sections: list[Section] = []
    mentions: list[Mention] = []
    for line in marked.strip("\n").split("\n"):
        heading = _HEADING.match(line)
        if heading:
            title = heading["title"] or heading["kind"].capitalize()
            sections.append(
                Section(
                    kind=SectionKind(heading["kind"]),
                    heading_start=len(text),
                    heading_end=len(text) + len(title),
                    start=len(text) + len(title) + 1,
                    end=0,
                )
            )
            text += title + "\n"
            continue
        if not sections:
            sections.append(Section(kind=SectionKind.CONTACT, heading_start=0, heading_end=0, start=0, end=0))
        last = 0
        for mark in _MARK.finditer(line):
            text += line[last : mark.start()]
            last = mark.end()
            mentions.append(_mention(mark, len(text), sections[-1].kind, lexicon))
            text += mark["surface"]
        text += line[last:] + "\n"
    assert "[[" not in text, "an unclosed mark"
    ends = [*(section.heading_start for section in sections[1:]), len(text)]
    closed = tuple(
        replace(section, end=end, entries=_list_entries(text, section, end))
        for section, end in zip(sections, ends, strict=True)
    )
    return Reading(kind=kind, text=text, sections=closed), tuple(mentions)


def _list_entries(text: str, section: Section, end: int) -> tuple[Entry, ...]:
    """The entries that the reader of texts finds in the body of *section*."""
    if section.kind not in WITH_ENTRIES:
        return ()
    lines = re.finditer(r"[^\n]+", text[section.start : end])
    placed = [
        Placed(section.start + one.start(), section.start + one.end(), Line(text=one[0], gap=one.start() == 0))
        for one in lines
    ]
    return list_entries(text, placed, section.kind, end)


def _mention(mark: re.Match[str], start: int, section: SectionKind, lexicon: Lexicon) -> Mention:
    competency = lexicon.competency(mark["id"])
    surface = mark["surface"]
    alias = next((one.text for one in competency.aliases if one.text.lower() == surface.lower()), competency.name)
    near = mark["sign"] == "~"
    return Mention(
        competency=competency.id,
        start=start,
        end=start + len(surface),
        text=surface,
        alias=alias,
        method=Method.FUZZY if near else Method.EXACT,
        similarity=0.9 if near else 1.0,
        assertion=_ASSERTIONS.get(mark["sign"], Assertion.ASSERTED),
        section=section,
        page=None,
    )


def make_scan(lexicon: Lexicon) -> Callable[[str], tuple[Mention, ...]]:
    """A scanner that finds every alias of *lexicon* as it stands, the longest and leftmost first; case matters not."""
    owners = {alias.text.lower(): one.id for one in lexicon.competencies for alias in one.aliases}
    texts = sorted(owners, key=lambda text: (-len(text), text))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, texts)) + r")(?!\w)", re.IGNORECASE)

    def scan(text: str) -> tuple[Mention, ...]:
        return tuple(
            Mention(
                competency=owners[found[0].lower()],
                start=found.start(),
                end=found.end(),
                text=found[0],
                alias=found[0],
                method=Method.EXACT,
                similarity=1.0,
                assertion=Assertion.ASSERTED,
                section=None,
                page=None,
            )
            for found in pattern.finditer(text)
        )

    return scan


def make_document(
    readings: Iterable[Reading],
    *,
    facts: Iterable[Fact] = (),
    links: Iterable[Link] = (),
    blocks: Iterable[Block] = (),
    pages: int | None = None,
    words: Iterable[Word] = (),
) -> Document:
    """A document with these readings."""
    return Document(
        sha256="0" * 64,
        media_type=MediaType.TEXT,
        reader="text",
        pages=pages,
        readings=tuple(readings),
        blocks=tuple(blocks),
        words=tuple(words),
        facts=tuple(facts),
        links=tuple(links),
    )


def judge_marked(  # noqa: PLR0913 - each test names one or two
    marked: str,
    role: Role,
    lexicon: Lexicon,
    *,
    weaker: Mapping[ReadingKind, str] | None = None,
    facts: Iterable[Fact] = (),
    links: Iterable[Link] = (),
    blocks: Iterable[Block] = (),
    pages: int | None = None,
    scan: Callable[[str], tuple[Mention, ...]] | None = None,
    heading: str | None = None,
) -> Verdict:
    """The verdict on a marked text; `weaker` holds readings that differ from it."""
    texts = dict.fromkeys(ReadingKind, marked) | dict(weaker or {})
    read = {kind: read_marked(text, lexicon, kind) for kind, text in texts.items()}
    document = make_document(
        (reading for reading, _ in read.values()), facts=facts, links=links, blocks=blocks, pages=pages
    )
    mentions = {kind: found for kind, (_, found) in read.items()}
    scan = scan or make_scan(lexicon)
    if heading is None:
        return judge_document(document, mentions, target_of(role), lexicon, scan=scan)
    return judge_document(document, mentions, target_of(role), lexicon, scan=scan, heading=heading)


def codes_of(verdict: Verdict) -> list[str]:
    """The codes of the findings, in their order."""
    return [finding.code for finding in verdict.findings]
