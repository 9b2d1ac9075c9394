"""The law that keeps plain phrases from naming a standard, a rule, a credential or a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.lexicon._keys import LITTLE_WORDS, fold_alias
from ats_audit.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ats_audit.lexicon._entries import CompetencyEntry
    from ats_audit.lexicon._read import SourceTree
    from ats_audit.lexicon._yaml import Violation
    from ats_audit.model import Competency

_NAMED = frozenset((Kind.STANDARD, Kind.REGULATION, Kind.CERTIFICATION, Kind.CODING_SYSTEM))
"""Kinds whose entries are one thing with a name of its own; a platform is where it implies another."""


def is_product(competency: Competency, known: Mapping[str, Competency]) -> bool:
    """Whether *competency* is a product and no class of them: it implies another platform."""
    kinds = (known[key].kind for key in competency.implies if key in known)
    return competency.kind is Kind.PLATFORM and Kind.PLATFORM in kinds


def plain_phrases_name_no_standard(
    tree: SourceTree, own: Mapping[str, Competency], known: Mapping[str, Competency]
) -> Iterator[Violation]:
    """Whoever writes "human factors engineering" has not written IEC 62366.

    A phrase in small letters is an alias of a named thing only where it has a word of its names, or says in `because`
    why it names that thing and no other.
    """
    for kind, placed in tree.competencies:
        entry = placed.entry
        if kind not in _NAMED and not is_product(own[entry.id], known):
            continue
        names = _words(entry)
        for index, alias in enumerate(entry.aliases):
            plain = alias.text.islower() and not any(letter.isdigit() for letter in alias.text)
            if not plain or len(fold_alias(alias.text)) == 1 or alias.because:
                continue
            if names.isdisjoint(fold_alias(alias.text)):
                message = (
                    f"alias {alias.text!r} is a plain phrase without a word of {entry.name!r}: move it to a competency "
                    "that claims no more, or say in `because` why it names this"
                )
                yield placed.violation(message, "aliases", index)


def _words(entry: CompetencyEntry) -> frozenset[str]:
    names = (entry.name, entry.acronym, entry.expansion, *entry.formerly)
    return frozenset(word for name in names if name for word in fold_alias(name)) - LITTLE_WORDS
