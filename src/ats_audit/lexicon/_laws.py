"""The constitution of the lexicon: each law is one pure function from a source tree to violations."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ats_audit.lexicon._compiled_tree import CompiledTree
from ats_audit.lexicon._keys import fold_alias
from ats_audit.lexicon._name_laws import plain_phrases_name_no_standard
from ats_audit.lexicon._prose_laws import PROSE_LAWS, out_of_order
from ats_audit.lexicon._relation_laws import RELATION_LAWS, reachable, targets_of
from ats_audit.lexicon._role_laws import ROLE_LAWS
from ats_audit.model import Kind, Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.lexicon._entries import CompetencyEntry
    from ats_audit.lexicon._lexicon import Lexicon
    from ats_audit.lexicon._read import Placed, SourceTree
    from ats_audit.lexicon._yaml import Path_, Violation

SHORT_ALIAS = 4
"""A lone alias of fewer letters collides with too much: of 151 acronyms 109 pairs differ by one letter."""
LONG_WORD = 8
"""An English word of this many letters has one sense in a résumé (phlebotomy, informatics), shorter ones do not."""
LICENSED_CODE = re.compile(r"(?<![\d,.$-])(?:\d{5}|[A-Z]\d{4}|\d{4}[FTU])(?![\d,.%-])")
"""How a procedure code looks: five digits, or four and a letter. The content of these systems is licensed."""
STANDARD_NUMBER = re.compile(r"\b(?:ISO|IEC|EN|BS|AAMI|ASTM|IEEE)[\s/A-Z-]*\d+", re.IGNORECASE)
"""The number of a standard (ISO 13485, ISO/IEC 42001), which is no code."""


def check_laws(tree: SourceTree, base: Lexicon | None) -> list[Violation]:
    """Every violation of every law in *tree*.

    Args:
        tree: The files to check.
        base: The lexicon beneath an overlay; None where *tree* must be a complete one.
    """
    compiled = CompiledTree(tree, base)
    violations = [violation for law in LAWS for violation in law(tree, compiled)]
    violations.extend(violation for law in PROSE_LAWS for violation in law(tree))
    if base is None:
        violations.extend(_is_complete(tree))
        violations.extend(_every_competency_is_reachable(tree, compiled))
    else:
        violations.extend(_is_an_overlay(tree, base))
    return violations


def _ids_are_unique(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    first: dict[str, str] = {}
    for _, placed in tree.competencies:
        if placed.entry.id in first:
            yield placed.violation(f"id {placed.entry.id!r} stands already in {first[placed.entry.id]}", "id")
        else:
            first[placed.entry.id] = placed.file.name


def _entries_are_sorted(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    yield from out_of_order(((placed, placed.entry.id) for _, placed in tree.competencies), "id")


def _references_exist(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    for placed, target, path in _references(tree):
        if target not in compiled.all:
            yield placed.violation(f"there is no competency {target!r}", *path)
    for _, entry in tree.competencies:
        for field in ("implies", "supersedes", "distinct_from"):
            if entry.entry.id in targets_of(entry.entry, field):
                yield entry.violation("an entry does not refer to itself", field)


def _references(tree: SourceTree) -> Iterator[tuple[Placed[Any], str, Path_]]:
    """Every id that the tree refers to, with the entry that does and the path below it."""
    for _, placed in tree.competencies:
        for field in ("implies", "supersedes", "distinct_from"):
            for index, target in enumerate(targets_of(placed.entry, field)):
                yield placed, target, (field, index)
    for role in tree.roles:
        for number, requirement in enumerate(role.entry.requirements):
            for index, target in enumerate(requirement.any_of):
                yield role, target, ("requirements", number, "any_of", index)
    yield from _references_of_files(tree)


def _references_of_files(tree: SourceTree) -> Iterator[tuple[Placed[Any], str, Path_]]:
    if tree.pathways:
        for number, pathway in enumerate(tree.pathways.entry.pathways):
            for index, target in enumerate(pathway.core):
                yield tree.pathways, target, ("pathways", number, "core", index)
    if tree.issuers:
        for number, issuer in enumerate(tree.issuers.entry.issuers):
            for index, target in enumerate(issuer.gives):
                yield tree.issuers, target, ("issuers", number, "gives", index)


def _an_alias_belongs_to_one_competency(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    owners: dict[tuple[str, ...], list[tuple[str, Policy]]] = defaultdict(list)
    for key, entry in compiled.all.items():
        for alias in entry.aliases:
            owners[fold_alias(alias.text)].append((key, alias.policy))
    for _, placed in tree.competencies:
        own = compiled.own[placed.entry.id]
        for alias in own.aliases:
            shared = owners[fold_alias(alias.text)]
            others = sorted({key for key, _ in shared if key != own.id})
            if others and any(policy is not Policy.CONTEXT for _, policy in shared):
                message = (
                    f"alias {alias.text!r} belongs to {', '.join(others)} too: "
                    "both need policy context under aliases, with words that tell them apart"
                )
                yield placed.violation(message, *_alias_path(placed.entry, alias.text))


def _aliases_are_written_once(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    for _, placed in tree.competencies:
        entry = placed.entry
        given = {fold_alias(text) for text in (entry.name, entry.acronym, entry.expansion, *entry.formerly) if text}
        seen: dict[tuple[str, ...], Policy] = {}
        for index, alias in enumerate(entry.aliases):
            key = fold_alias(alias.text)
            if not key:
                yield placed.violation(f"alias {alias.text!r} has neither letter nor digit", "aliases", index)
            elif key in seen and Policy.ANY in (alias.policy, seen[key]):
                message = (
                    f"alias {alias.text!r} is the same as an earlier one: case, separators and plural do not matter"
                )
                yield placed.violation(message, "aliases", index)
            elif key in given and alias.policy is Policy.ANY and "policy" not in alias.model_fields_set:
                message = f"alias {alias.text!r} is known already from name, acronym, expansion or formerly"
                yield placed.violation(message, "aliases", index)
            seen[key] = alias.policy


def _ambiguous_aliases_have_a_policy(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    for _, placed in tree.competencies:
        for alias in compiled.own[placed.entry.id].aliases:
            tokens = fold_alias(alias.text)
            letters = "".join(character for character in alias.text if character.isalpha())
            if len(tokens) != 1 or alias.policy is not Policy.ANY:
                continue
            path = _alias_path(placed.entry, alias.text)
            if len(letters) < SHORT_ALIAS:
                yield placed.violation(f"alias {alias.text!r} is shorter than four letters: give it a policy", *path)
            elif len(letters) < LONG_WORD and alias.text.casefold() in tree.english:
                yield placed.violation(f"alias {alias.text!r} is an English word: give it a policy", *path)


def _alias_path(entry: CompetencyEntry, text: str) -> tuple[str | int, ...]:
    for index, alias in enumerate(entry.aliases):
        if fold_alias(alias.text) == fold_alias(text):
            return ("aliases", index)
    for field in ("acronym", "expansion", "name"):
        if getattr(entry, field) == text:
            return (field,)
    return ("formerly",)


def _context_policies_have_context(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    for _, placed in tree.competencies:
        for index, alias in enumerate(placed.entry.aliases):
            if alias.policy is Policy.CONTEXT and not (alias.near or placed.entry.context.near):
                message = f"alias {alias.text!r} has policy context: say in `near` which words"
                yield placed.violation(message, "aliases", index)
            elif alias.near and alias.policy is not Policy.CONTEXT:
                message = f"alias {alias.text!r} has `near` words, which only policy context reads"
                yield placed.violation(message, "aliases", index)


def _acronym_and_expansion_differ(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    for _, placed in tree.competencies:
        entry = placed.entry
        if entry.acronym and entry.expansion and len(entry.expansion) <= len(entry.acronym):
            yield placed.violation("the expansion must be longer than the acronym", "expansion")


def _relations_agree(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    for law in RELATION_LAWS:
        yield from law(tree, compiled.all)


def _plain_phrases_name_no_standard(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    yield from plain_phrases_name_no_standard(tree, compiled.own, compiled.all)


def _no_licensed_content(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    for _, placed in tree.competencies:
        entry = placed.entry
        texts = [entry.name, *(alias.text for alias in entry.aliases), *entry.examples.match, *entry.examples.no_match]
        codes = {code for text in texts for code in LICENSED_CODE.findall(STANDARD_NUMBER.sub("", text))}
        for code in sorted(codes):
            yield placed.violation(f"{code!r} looks like a procedure code: ship names of systems, never codes")


def _methods_say_what_is_done(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    for kind, placed in tree.competencies:
        if placed.entry.done and placed.entry.ask:
            yield placed.violation("has `done` and `ask`: the question that `ask` gives is the one asked", "done")
        elif kind is Kind.METHOD and not (placed.entry.done or placed.entry.ask or compiled.is_overlay):
            message = "say in `done` what whoever has it has done, to follow 'Have you': 'closed a trial site'"
            yield placed.violation(message)


def _certifications_have_an_issuer(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    for kind, placed in tree.competencies:
        host = urlsplit(placed.entry.source.url).netloc
        known = any(host == domain or host.endswith(f".{domain}") for domain in compiled.domains)
        if kind is Kind.CERTIFICATION and compiled.domains and not known:
            yield placed.violation(f"no issuer in prose/issuers.yaml has the domain {host!r}", "source", "url")


def _confusables_stay_apart(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    implied = {key: entry.implies for key, entry in compiled.all.items()}
    yield from out_of_order(((pair, f"{pair.entry.one} {pair.entry.other}") for pair in tree.confusables), "one")
    for pair in tree.confusables:
        one, other = pair.entry.one, pair.entry.other
        for field, key in (("one", one), ("other", other)):
            if key not in compiled.all:
                yield pair.violation(f"there is no competency {key!r}", field)
        if one >= other:
            yield pair.violation(f"{other!r} must stand before {one!r}, as two ids of a pair do", "other")
        if one not in compiled.all or other not in compiled.all:
            continue
        if other in reachable(one, implied) or one in reachable(other, implied):
            yield pair.violation(f"{one!r} and {other!r} are kept apart here, but one implies the other", "other")
        theirs = {fold_alias(alias.text) for alias in compiled.all[other].aliases}
        for alias in compiled.all[one].aliases:
            if fold_alias(alias.text) in theirs:
                yield pair.violation(f"{one!r} and {other!r} are kept apart here, but share {alias.text!r}", "other")


def _every_competency_is_reachable(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    reached = _serving(tree, compiled)
    for _, placed in tree.competencies:
        if placed.entry.id not in reached and not placed.entry.catalogue_only:
            yield placed.violation("no role asks for it or for what it earns: ask for it, or mark it catalogue_only")
        elif placed.entry.id in reached and placed.entry.catalogue_only:
            yield placed.violation("is marked catalogue_only, but a role reaches it", "catalogue_only")


def _serving(tree: SourceTree, compiled: CompiledTree) -> set[str]:
    """Ids that roles ask for, those that earn one of them, and those that one of them includes."""
    asked = {key for role in tree.roles for item in role.entry.requirements for key in item.any_of}
    includes = {key: (*entry.implies, *entry.supersedes) for key, entry in compiled.all.items()}
    earned_by: dict[str, list[str]] = defaultdict(list)
    for key, entry in compiled.all.items():
        for target in entry.implies:
            earned_by[target].append(key)
        for target in entry.supersedes:
            earned_by[key].append(target)
            earned_by[target].append(key)
    return asked.union(*(reachable(key, edges) for key in asked for edges in (includes, earned_by)))


def _is_an_overlay(tree: SourceTree, base: Lexicon) -> Iterator[Violation]:
    known = {entry.id for entry in base.competencies} | {role.id for role in base.roles}
    for index, retired in enumerate(tree.about.entry.retire if tree.about else ()):
        if tree.about and retired not in known:
            near = get_close_matches(retired, sorted(known), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            yield tree.about.violation(f"there is no {retired!r} to retire{hint}", "retire", index)
    own = {role.entry.id for role in tree.roles}
    gone = set(tree.about.entry.retire) if tree.about else set()
    for role in base.roles:
        asked = {key for requirement in role.requirements for key in requirement.any_of}
        if tree.about and asked <= gone and role.id not in gone | own:
            yield tree.about.violation(f"leaves the role {role.id!r} nothing to ask for: retire it as well", "retire")
    if tree.headings:
        message = "headings belong to the reading of files, which knows the built-in ones alone: leave the file out"
        yield tree.headings.violation(message)


def _is_complete(tree: SourceTree) -> Iterator[Violation]:
    from ats_audit.lexicon._yaml import Violation

    for name, value in (
        ("lexicon.yaml", tree.about),
        ("pathways.yaml", tree.pathways),
        ("prose/headings.yaml", tree.headings),
        ("prose/issuers.yaml", tree.issuers),
    ):
        if value is None and not any(violation.file == name for violation in tree.violations):
            yield Violation(file=name, line=1, column=1, message="is missing")


LAWS: tuple[Callable[[SourceTree, CompiledTree], Iterator[Violation]], ...] = (
    _ids_are_unique,
    _entries_are_sorted,
    _references_exist,
    _relations_agree,
    _an_alias_belongs_to_one_competency,
    _aliases_are_written_once,
    _ambiguous_aliases_have_a_policy,
    _context_policies_have_context,
    _acronym_and_expansion_differ,
    _plain_phrases_name_no_standard,
    _no_licensed_content,
    _methods_say_what_is_done,
    *ROLE_LAWS,
    _certifications_have_an_issuer,
    _confusables_stay_apart,
)
"""The laws of competencies and roles, in the order in which a curator meets them."""
