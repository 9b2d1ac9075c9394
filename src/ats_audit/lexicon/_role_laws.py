"""The laws of roles: what they ask for is spread, fair and said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.lexicon._name_laws import is_product
from ats_audit.model import Tier, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.lexicon._compiled_tree import CompiledTree
    from ats_audit.lexicon._entries import RoleEntry
    from ats_audit.lexicon._read import Placed, SourceTree
    from ats_audit.lexicon._yaml import Path_, Violation


def _roles_ask_sensibly(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    for role in tree.roles:
        entry = role.entry
        yield from _requirements_are_fair(role, compiled)
        if compiled.is_overlay:
            # An employer may ask for its own product, and for as little as it likes.
            continue
        weights = [requirement.weight for requirement in entry.requirements]
        for weight in (Weight.CORE, Weight.IMPORTANT):
            if weight not in weights:
                yield role.violation(f"no requirement is {weight}: weights must be spread", "requirements")
        if weights.count(Weight.CORE) * 2 > len(weights):
            yield role.violation("more than half of the requirements are core: then none is", "requirements")
        named = [compiled.all[key] for item in entry.requirements for key in item.any_of if key in compiled.all]
        for tier in Tier:
            if all(competency.tier is not tier for competency in named):
                yield role.violation(f"no requirement is of tier {tier}", "requirements")


def _requirements_are_fair(role: Placed[RoleEntry], compiled: CompiledTree) -> Iterator[Violation]:
    seen: set[str] = set()
    reasons: set[str] = set()
    for index, requirement in enumerate(role.entry.requirements):
        for position, key in enumerate(requirement.any_of):
            if key in seen:
                message = f"{key!r} stands twice in this role"
                yield role.violation(message, "requirements", index, "any_of", position)
            seen.add(key)
        if requirement.why in reasons:
            yield role.violation("the same reason stands twice in this role", "requirements", index, "why")
        reasons.add(requirement.why)
        if len(requirement.any_of) > 1 and requirement.name is None:
            yield role.violation("name what the alternatives have in common", "requirements", index)
        only = compiled.all.get(requirement.any_of[0])
        if len(requirement.any_of) == 1 and only and not compiled.is_overlay and is_product(only, compiled.all):
            message = f"{only.id!r} is a product: ask for its class, or for any of several products"
            yield role.violation(message, "requirements", index)


def _titles_belong_to_one_role(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    if compiled.is_overlay:
        # An employer's own kind of CRA bears the titles of a CRA.
        return
    first: dict[str, str] = {}
    for role in tree.roles:
        own: set[str] = set()
        for index, title in enumerate((role.entry.title, *role.entry.titles)):
            place: Path_ = ("titles", index - 1) if index else ("title",)
            if title.casefold() in own:
                yield role.violation(f"title {title!r} stands twice in this role", *place)
            elif title.casefold() in first:
                yield role.violation(f"title {title!r} belongs to the role {first[title.casefold()]!r} already", *place)
            own.add(title.casefold())
        first |= dict.fromkeys(own - first.keys(), role.entry.id)


def _role_ids_and_pathways(tree: SourceTree, compiled: CompiledTree) -> Iterator[Violation]:
    del compiled
    known = {pathway.id for pathway in tree.pathways.entry.pathways} if tree.pathways else set()
    for role in tree.roles:
        if known and role.entry.pathway not in known:
            yield role.violation(f"there is no pathway {role.entry.pathway!r}", "pathway")


ROLE_LAWS: tuple[Callable[[SourceTree, CompiledTree], Iterator[Violation]], ...] = (
    _roles_ask_sensibly,
    _role_ids_and_pathways,
    _titles_belong_to_one_role,
)
"""In the order in which a curator meets them."""
