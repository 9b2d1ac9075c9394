"""Files -> Lexicon: the compiled built-in one, overlays, checking and compiling."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ats_audit.errors import InvalidLexiconError
from ats_audit.lexicon._codec import LAYOUT, decode_lexicon, encode_lexicon, read_headings
from ats_audit.lexicon._lexicon import digest
from ats_audit.lexicon._locate import (
    COMPILED_NAME,
    ENGLISH_NAME,
    digest_sources,
    locate_checkout,
    read_compiled,
    stamp_sources,
    write_compiled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ats_audit.lexicon._lexicon import Lexicon
    from ats_audit.lexicon._read import SourceTree
    from ats_audit.lexicon._yaml import Violation
    from ats_audit.model import CompetencyId, SectionKind

MAX_SHOWN = 50
"""Violations that an error message lists; `ats-audit lexicon check` lists all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A line of an entry's examples, for the matcher to try."""

    competency: CompetencyId
    text: str
    """With the places of the competency marked `[[so]]`, or `[[so~]]` for a misspelling."""
    must_match: bool
    place: Violation
    """Where the line stands; `message` is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusable:
    """Two competencies that look alike: where an example marks the one, the other must not be found."""

    one: CompetencyId
    other: CompetencyId
    place: Violation
    """Where the pair stands; `message` is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLexicon:
    """What `check_lexicon` found."""

    violations: tuple[Violation, ...]
    """All of them, in order of file and line."""
    lexicon: Lexicon | None
    """None where there are violations."""
    examples: tuple[Example, ...]
    """Examples of the checked files' own entries."""
    confusables: tuple[Confusable, ...] = ()
    """Pairs that the matcher must keep apart."""


def load_lexicon(directory: Path | None = None) -> Lexicon:
    """See `Lexicon.load`."""
    if directory is None:
        marks, head, *lines = _built_in().split(b"\n")
        return decode_lexicon(head, lines, sha256=json.loads(marks)["sha256"])
    checked = check_lexicon(directory)
    if checked.lexicon is None:
        raise _invalid(checked.violations)
    return checked.lexicon


def dump_lexicon(lexicon: Lexicon) -> str:
    """*lexicon* as text that `parse_lexicon` reads, on whichever machine; its SHA-256 is `lexicon.sha256`."""
    return encode_lexicon(
        version=lexicon.version,
        competencies=lexicon.competencies,
        roles=lexicon.roles,
        pathways=lexicon.pathways,
        tiers=lexicon.tiers,
        phrases=lexicon.phrases,
        openers=lexicon.openers,
        issuers=lexicon.issuers,
        held=lexicon.held,
        headings=lexicon.headings,
        parsers=lexicon.parsers,
        deny=lexicon.deny,
    )


def parse_lexicon(text: str) -> Lexicon:
    """The lexicon that `dump_lexicon` wrote."""
    head, *lines = text.encode().split(b"\n")
    return decode_lexicon(head, lines, sha256=digest(text))


def load_headings() -> Mapping[str, SectionKind]:
    """The built-in catalogue of section headings: heading in lower case -> kind of section."""
    return dict(read_headings(_built_in().split(b"\n", 2)[1]))


def check_lexicon(directory: Path | None = None, *, whole: bool = False) -> CheckedLexicon:
    """Check the files of *directory* against every law; without one, those of the checkout that this runs from.

    Args:
        directory: A folder shaped like `lexicons/`.
        whole: Whether *directory* is a complete lexicon of its own; otherwise it is laid over the built-in one.

    Raises:
        InvalidLexiconError: *directory* is no folder, or there is none and the package runs installed.
    """
    from ats_audit.lexicon._laws import check_laws
    from ats_audit.lexicon._read import read_tree

    checkout = locate_checkout()
    whole = whole or directory is None or (checkout is not None and directory.resolve() == checkout.resolve())
    if directory is None:
        if checkout is None:
            raise InvalidLexiconError(
                "the built-in lexicon was checked when this package was built",
                hint="Name the folder of an overlay to check.",
            )
        directory = checkout
    if not directory.is_dir():
        raise InvalidLexiconError("the lexicon folder does not exist", hint="Name a folder shaped like lexicons/.")
    tree = read_tree(directory)
    base = None if whole else load_lexicon()
    if base is not None:
        tree.english |= frozenset((read_compiled(ENGLISH_NAME) or b"").decode().split())
    violations = [*tree.violations, *check_laws(tree, base)]
    if violations:
        return CheckedLexicon(violations=tuple(sorted(violations)), lexicon=None, examples=())
    return CheckedLexicon(
        violations=(),
        lexicon=_merge(tree, base),
        examples=tuple(_examples(tree)),
        confusables=tuple(_confusables(tree)),
    )


def compile_lexicon(directory: Path) -> dict[str, str]:
    """The files that the wheel carries, name -> text, made from the complete lexicon in *directory*.

    Raises:
        InvalidLexiconError: A file breaks a law.
    """
    from ats_audit.lexicon._laws import check_laws
    from ats_audit.lexicon._read import read_tree

    # Taken before reading: what is edited meanwhile has another stamp later, and is compiled again.
    marks = {"layout": LAYOUT, "sources_stamp": stamp_sources(directory), "sources_sha256": digest_sources(directory)}
    tree = read_tree(directory)
    violations = [*tree.violations, *check_laws(tree, None)]
    if violations:
        raise _invalid(tuple(sorted(violations)))
    content = _encode(tree, None)
    return {
        COMPILED_NAME: json.dumps({"sha256": digest(content), **marks}) + "\n" + content,
        ENGLISH_NAME: "\n".join(sorted(tree.english)),
    }


def _built_in() -> bytes:
    """The compiled built-in lexicon: a line of marks, then what `encode_lexicon` wrote."""
    compiled = read_compiled(COMPILED_NAME)
    checkout = locate_checkout()
    if checkout is not None and (compiled is None or not _is_current(compiled, checkout)):
        files = compile_lexicon(checkout)
        # A read-only checkout works too, only slower: the cache is a convenience for curators.
        with contextlib.suppress(OSError):
            for name, text in files.items():
                write_compiled(name, text)
        compiled = files[COMPILED_NAME].encode()
    if compiled is None:
        raise InvalidLexiconError(
            "the package holds no compiled lexicon", hint="Install it again: pip install ats-audit"
        )
    return compiled


def _is_current(compiled: bytes, checkout: Path) -> bool:
    """Whether *compiled* comes from the files of *checkout*; where only their times differ, it is told the new ones."""
    end = compiled.index(b"\n")
    marks = json.loads(compiled[:end])
    if marks.get("layout") != LAYOUT:
        return False
    stamp = stamp_sources(checkout)
    if marks["sources_stamp"] == stamp:
        return True
    if marks["sources_sha256"] != digest_sources(checkout):
        return False
    with contextlib.suppress(OSError):
        write_compiled(COMPILED_NAME, json.dumps({**marks, "sources_stamp": stamp}) + compiled[end:].decode())
    return True


def _invalid(violations: tuple[Violation, ...]) -> InvalidLexiconError:
    lines = [str(violation) for violation in violations[:MAX_SHOWN]]
    if len(violations) <= MAX_SHOWN:
        return InvalidLexiconError("\n".join(lines))
    lines.append(f"and {len(violations) - MAX_SHOWN} more")
    return InvalidLexiconError("\n".join(lines), hint="See all of them: ats-audit lexicon check FOLDER")


def _merge(tree: SourceTree, base: Lexicon | None) -> Lexicon:
    return parse_lexicon(_encode(tree, base))


def _encode(tree: SourceTree, base: Lexicon | None) -> str:
    from ats_audit.lexicon._compile import (
        compile_competency,
        compile_issuer,
        compile_opener,
        compile_parser,
        compile_pathway,
        compile_phrase,
        compile_role,
        compile_tier,
    )
    from ats_audit.lexicon._overlay import keep_competency, keep_issuer, keep_pathway, keep_role

    retired = set(tree.about.entry.retire) if tree.about else set()
    below = base.competencies if base else ()
    competencies = {entry.id: keep_competency(entry, retired) for entry in below if entry.id not in retired}
    for kind, placed in tree.competencies:
        entry = compile_competency(kind, placed.entry)
        competencies[entry.id] = entry
    pathways = {pathway.id: keep_pathway(pathway, retired) for pathway in base.pathways} if base else {}
    if tree.pathways:
        pathways |= {entry.id: compile_pathway(entry) for entry in tree.pathways.entry.pathways}
    names: dict[str, str] = {key: entry.name for key, entry in competencies.items()}
    roles = {role.id: keep_role(role, retired) for role in base.roles if role.id not in retired} if base else {}
    for placed_role in tree.roles:
        role = compile_role(placed_role.entry, pathways, names)
        roles[role.id] = role
    phrases = {phrase.text: phrase for phrase in base.phrases} if base else {}
    phrases |= {placed.entry.text: compile_phrase(placed.entry) for placed in tree.phrases}
    openers = {opener.text: opener for opener in base.openers} if base else {}
    openers |= {placed.entry.text: compile_opener(placed.entry) for placed in tree.openers}
    issuers = {issuer.name: keep_issuer(issuer, retired) for issuer in base.issuers} if base else {}
    held = set(base.held) if base else set()
    if tree.issuers:
        issuers |= {entry.name: compile_issuer(entry) for entry in tree.issuers.entry.issuers}
        held |= set(tree.issuers.entry.held)
    headings = dict(base.headings) if base else {}
    if tree.headings:
        headings |= dict(tree.headings.entry.items())
    parsers = {parser.name: parser for parser in base.parsers} if base else {}
    parsers |= {placed.entry.name: compile_parser(placed.entry) for placed in tree.parsers}
    own = tree.about.entry.version if tree.about else "overlay"
    tiers = (
        [compile_tier(entry) for entry in tree.pathways.entry.tiers] if tree.pathways else base.tiers if base else ()
    )
    return encode_lexicon(
        version=f"{base.version}+{own}" if base else own,
        competencies=competencies.values(),
        roles=roles.values(),
        pathways=pathways.values(),
        tiers=tiers,
        phrases=phrases.values(),
        openers=openers.values(),
        issuers=issuers.values(),
        held=held,
        headings=headings.items(),
        parsers=parsers.values(),
        deny={*(base.deny if base else ()), *tree.deny},
    )


def _confusables(tree: SourceTree) -> list[Confusable]:
    from ats_audit.model import CompetencyId

    return [
        Confusable(
            one=CompetencyId(placed.entry.one), other=CompetencyId(placed.entry.other), place=placed.violation("")
        )
        for placed in tree.confusables
    ]


def _examples(tree: SourceTree) -> list[Example]:
    from ats_audit.model import CompetencyId

    return [
        Example(
            competency=CompetencyId(placed.entry.id),
            text=text,
            must_match=field == "match",
            place=placed.violation("", "examples", field, index),
        )
        for _, placed in tree.competencies
        for field in ("match", "no_match")
        for index, text in enumerate(getattr(placed.entry.examples, field))
    ]
