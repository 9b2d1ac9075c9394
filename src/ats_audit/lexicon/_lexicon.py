"""The catalogue itself, and how it is looked up."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ats_audit.errors import UnknownCompetencyError, UnknownRoleError

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.model import Competency, GenericPhrase, Pathway, Role, SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TierMeaning:
    """What one of the mission's three tiers stands for."""

    id: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Competencies and roles, checked and ready for matching. Immutable; safe to share between threads."""

    version: str
    """Edition of the content, such as "2026.11"; an overlay adds its own behind a plus sign."""
    sha256: str
    """Hex digest of the whole content: two lexicons with the same digest give the same reports."""
    competencies: tuple[Competency, ...]
    """Sorted by id."""
    roles: tuple[Role, ...]
    """Sorted by id."""
    pathways: tuple[Pathway, ...]
    tiers: tuple[TierMeaning, ...]
    phrases: tuple[GenericPhrase, ...]
    """Generic phrases to avoid, sorted."""
    headings: tuple[tuple[str, SectionKind], ...]
    """Section headings in lower case, sorted."""
    deny: tuple[str, ...]
    """English words in lower case that must never be taken for a misspelt alias, sorted."""
    _competency_by_id: dict[str, Competency] = field(init=False, repr=False, compare=False)
    _role_by_id: dict[str, Role] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index what is looked up by id."""
        object.__setattr__(self, "_competency_by_id", {entry.id: entry for entry in self.competencies})
        object.__setattr__(self, "_role_by_id", {role.id: role for role in self.roles})

    @classmethod
    def load(cls, directory: Path | None = None) -> Lexicon:
        """Load the built-in lexicon, with the files of *directory* laid over it.

        An overlay has the shape of `lexicons/`: an entry with a known id replaces it, a new one is added, and
        `lexicon.yaml` may `retire` ids. The same laws hold as for the built-in content.

        Raises:
            InvalidLexiconError: A file of *directory* breaks a law; all violations stand in the message.
        """
        from ats_audit.lexicon._load import load_lexicon

        return load_lexicon(directory)

    def competency(self, competency_id: str) -> Competency:
        """The competency of that id.

        Raises:
            UnknownCompetencyError: There is none.
        """
        try:
            return self._competency_by_id[competency_id]
        except KeyError:
            raise UnknownCompetencyError(
                f"unknown competency {_shown(competency_id)}",
                hint=_nearest(competency_id, self._competency_by_id, "ats-audit lexicon list"),
            ) from None

    def role(self, role_id: str) -> Role:
        """The role of that id.

        Raises:
            UnknownRoleError: There is none; the hint offers the nearest ones.
        """
        try:
            return self._role_by_id[role_id]
        except KeyError:
            raise UnknownRoleError(
                f"unknown role {_shown(role_id)}", hint=_nearest(role_id, self._role_by_id, "ats-audit roles")
            ) from None


def digest(content: str) -> str:
    """SHA-256 hex digest of *content* as UTF-8."""
    return hashlib.sha256(content.encode()).hexdigest()


def _shown(name: str) -> str:
    """Quote a name that a person typed, short enough for one line and without control characters."""
    return ascii(name if len(name) <= 40 else name[:40] + "...")  # noqa: PLR2004


def _nearest(name: str, known: dict[str, object] | dict[str, Competency] | dict[str, Role], listing: str) -> str:
    near = difflib.get_close_matches(name.lower().replace("_", "-").replace(" ", "-"), list(known), n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}? See: {listing}"
    return f"See: {listing}"
