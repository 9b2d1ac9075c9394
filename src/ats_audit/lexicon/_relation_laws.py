"""The laws of what a competency implies, supersedes and is distinct from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ats_audit.lexicon._keys import LITTLE_WORDS, fold_alias
from ats_audit.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ats_audit.lexicon._entries import CompetencyEntry
    from ats_audit.lexicon._read import SourceTree
    from ats_audit.lexicon._yaml import Violation
    from ats_audit.model import Competency


def targets_of(entry: CompetencyEntry, relation: str) -> tuple[str, ...]:
    """The ids that *entry* names under *relation*, in their order."""
    if relation == "implies":
        return tuple(implied.id for implied in entry.implies)
    return entry.supersedes if relation == "supersedes" else entry.distinct_from


def reachable(start: str, edges: Mapping[str, Iterable[str]]) -> set[str]:
    """All ids to which *edges* lead from *start*, itself only where they lead back."""
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        target = waiting.pop()
        if target not in seen:
            seen.add(target)
            waiting.extend(edges.get(target, ()))
    return seen


def _relations_have_no_cycle(tree: SourceTree, known: Mapping[str, Competency]) -> Iterator[Violation]:
    for relation in ("implies", "supersedes"):
        edges = {key: getattr(entry, relation) for key, entry in known.items()}
        for _, placed in tree.competencies:
            if placed.entry.id in reachable(placed.entry.id, edges):
                yield placed.violation(f"{relation}: the chain leads back to {placed.entry.id!r}", relation)


def _distinct_things_do_not_imply_each_other(tree: SourceTree, known: Mapping[str, Competency]) -> Iterator[Violation]:
    edges = {key: entry.implies for key, entry in known.items()}
    for _, placed in tree.competencies:
        implied = reachable(placed.entry.id, edges)
        for index, target in enumerate(placed.entry.distinct_from):
            if target in implied:
                message = f"distinct_from {target!r}, which it implies: one of the two is wrong"
                yield placed.violation(message, "distinct_from", index)


def _an_older_version_is_not_kept_from_its_successor(
    tree: SourceTree, known: Mapping[str, Competency]
) -> Iterator[Violation]:
    """What supersedes another grants part of its credit, and of what it implies; distinct_from would take it back."""
    newer: dict[str, list[str]] = defaultdict(list)
    for key, entry in known.items():
        for older in entry.supersedes:
            newer[older].append(key)
    onward = {key: (*newer.get(key, ()), *entry.implies) for key, entry in known.items()}
    granted = {
        older: set(successors).union(*(reachable(one, onward) for one in successors))
        for older, successors in newer.items()
    }
    for _, placed in tree.competencies:
        own = placed.entry.id
        for index, target in enumerate(placed.entry.distinct_from):
            for old, gained in ((own, target), (target, own)):
                if gained in granted.get(old, ()):
                    message = (
                        f"distinct_from {target!r}, but {old!r} is superseded and earns part of {gained!r}: "
                        "keep the two apart in confusables.yaml alone"
                    )
                    yield placed.violation(message, "distinct_from", index)


def _implications_across_kinds_have_a_reason(tree: SourceTree, known: Mapping[str, Competency]) -> Iterator[Violation]:
    """Whoever has Oracle Database has not shown SQL.

    A thing implies its class freely where both are of one kind. A thing of another kind it implies only where its own
    names say so ("Prior authorization portal"), or with a `because`. A certification is exempt: it implies what its
    issuer examines, of whatever kind.
    """
    for kind, placed in tree.competencies:
        if kind is Kind.CERTIFICATION:
            continue
        words = frozenset(word for form in _names(placed.entry) for word in _words(form))
        for index, implied in enumerate(placed.entry.implies):
            target = known.get(implied.id)
            if target is None or target.kind is kind or implied.because:
                continue
            if not any(form and form <= words for form in (_words(alias.text) for alias in target.aliases)):
                message = (
                    f"implies {implied.id!r} of kind {target.kind}, which no name of {placed.entry.name!r} says: "
                    "take it out where it is merely likely, or say in `because` why nobody has only the one"
                )
                yield placed.violation(message, "implies", index)


def _names(entry: CompetencyEntry) -> tuple[str, ...]:
    names = (entry.name, entry.acronym, entry.expansion, *entry.formerly)
    return tuple(name for name in names if name)


def _words(text: str) -> frozenset[str]:
    """The words of *text* that say something, without a plural s."""
    return frozenset(word.rstrip("s") or word for word in fold_alias(text)) - LITTLE_WORDS


RELATION_LAWS: tuple[Callable[[SourceTree, Mapping[str, Competency]], Iterator[Violation]], ...] = (
    _relations_have_no_cycle,
    _distinct_things_do_not_imply_each_other,
    _an_older_version_is_not_kept_from_its_successor,
    _implications_across_kinds_have_a_reason,
)
"""What `check_laws` asks of the relations between competencies, the simplest first."""
