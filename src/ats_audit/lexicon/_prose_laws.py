"""The laws of the prose lexicons: headings, phrases, weak openers, issuers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ats_audit.lexicon._keys import fold_alias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ats_audit.lexicon._read import Placed, SourceTree
    from ats_audit.lexicon._yaml import Violation


def out_of_order(entries: Iterable[tuple[Placed[Any], str]], key: str) -> Iterator[Violation]:
    """A violation at *key* for each entry of a file that does not come after the one before it."""
    last: dict[str, str] = {}
    for placed, value in entries:
        before = last.get(placed.file.name)
        if before is not None and value <= before:
            yield placed.violation(f"{value!r} must stand before {before!r}, and once: entries are sorted", key)
        last[placed.file.name] = value


def _headings_belong_to_one_kind(tree: SourceTree) -> Iterator[Violation]:
    if tree.headings is None:
        return
    first: dict[str, str] = {}
    for field in type(tree.headings.entry).model_fields:
        for index, text in enumerate(getattr(tree.headings.entry, field)):
            if text != text.casefold():
                yield tree.headings.violation(f"heading {text!r} must be in lower case", field, index)
            if text in first:
                yield tree.headings.violation(f"heading {text!r} stands already under {first[text]}", field, index)
            first.setdefault(text, field)


def _phrases_and_openers_are_sorted(tree: SourceTree) -> Iterator[Violation]:
    yield from out_of_order(((placed, placed.entry.text) for placed in tree.phrases), "text")
    yield from out_of_order(((placed, placed.entry.text) for placed in tree.openers), "text")


def _an_opener_is_no_phrase_and_no_advice(tree: SourceTree) -> Iterator[Violation]:
    phrases = {fold_alias(placed.entry.text) for placed in tree.phrases}
    openers = {fold_alias(placed.entry.text) for placed in tree.openers}
    for placed in tree.openers:
        entry = placed.entry
        if entry.text != entry.text.casefold():
            yield placed.violation(f"opener {entry.text!r} must be in lower case", "text")
        if fold_alias(entry.text) in phrases:
            yield placed.violation(f"opener {entry.text!r} stands in prose/phrases.yaml already", "text")
        for index, verb in enumerate(entry.stronger):
            if fold_alias(verb) in openers:
                yield placed.violation(f"{verb!r} is a weak opener itself", "stronger", index)
            if verb in entry.stronger[:index]:
                yield placed.violation(f"{verb!r} stands twice", "stronger", index)


def _words_of_holding_are_sorted(tree: SourceTree) -> Iterator[Violation]:
    held = tree.issuers.entry.held if tree.issuers else ()
    for index, text in enumerate(held):
        if tree.issuers and text != text.casefold():
            yield tree.issuers.violation(f"{text!r} must be in lower case", "held", index)
        if tree.issuers and index and text <= held[index - 1]:
            message = f"{text!r} must stand before {held[index - 1]!r}, and once: entries are sorted"
            yield tree.issuers.violation(message, "held", index)


def _issuers_are_sorted_and_apart(tree: SourceTree) -> Iterator[Violation]:
    if tree.issuers is None:
        return
    issuers = tree.issuers.entry.issuers
    domains: set[str] = set()
    for number, issuer in enumerate(issuers):
        if number and issuer.name.casefold() <= issuers[number - 1].name.casefold():
            message = f"{issuer.name!r} must stand before {issuers[number - 1].name!r}, and once: entries are sorted"
            yield tree.issuers.violation(message, "issuers", number, "name")
        # Two bodies may share an acronym: AHA is the hospital and the heart association.
        names = [fold_alias(name) for name in (issuer.name, *issuer.names)]
        for index, name in enumerate(issuer.names):
            if names[index + 1] in names[: index + 1]:
                yield tree.issuers.violation(
                    f"{name!r} stands twice for this issuer", "issuers", number, "names", index
                )
        for index, domain in enumerate(issuer.domains):
            if domain in domains:
                yield tree.issuers.violation(f"domain {domain!r} stands twice", "issuers", number, "domains", index)
            domains.add(domain)


def _parsers_accept_known_headings(tree: SourceTree) -> Iterator[Violation]:
    yield from out_of_order(((placed, placed.entry.name) for placed in tree.parsers), "name")
    known = dict(tree.headings.entry.items()) if tree.headings else {}
    for placed in tree.parsers:
        for field in type(placed.entry.accepts).model_fields:
            for index, text in enumerate(getattr(placed.entry.accepts, field)):
                if known and known.get(text) != field:
                    message = f"prose/headings.yaml has no heading {text!r} under {field}"
                    yield placed.violation(message, "accepts", field, index)


PROSE_LAWS: tuple[Callable[[SourceTree], Iterator[Violation]], ...] = (
    _headings_belong_to_one_kind,
    _parsers_accept_known_headings,
    _phrases_and_openers_are_sorted,
    _an_opener_is_no_phrase_and_no_advice,
    _words_of_holding_are_sorted,
    _issuers_are_sorted_and_apart,
)
"""All of them, in the order in which a curator meets them."""
