"""What the laws look at: a tree's competencies, compiled, beside those beneath them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.lexicon._compile import compile_competency

if TYPE_CHECKING:
    from ats_audit.lexicon._lexicon import Lexicon
    from ats_audit.lexicon._read import SourceTree
    from ats_audit.model import Competency


class CompiledTree:
    """The tree's competencies beside those beneath them."""

    def __init__(self, tree: SourceTree, base: Lexicon | None) -> None:
        retired = set(tree.about.entry.retire) if tree.about else set()
        self.is_overlay = base is not None
        self.own = {placed.entry.id: compile_competency(kind, placed.entry) for kind, placed in tree.competencies}
        below = {entry.id: entry for entry in base.competencies if entry.id not in retired} if base else {}
        self.all: dict[str, Competency] = below | self.own
        own_issuers = tree.issuers.entry.issuers if tree.issuers else ()
        self.domains = {domain for issuer in own_issuers for domain in issuer.domains}
        self.domains |= {domain for issuer in base.issuers for domain in issuer.domains} if base else set()
