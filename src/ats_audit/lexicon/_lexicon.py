"""The catalogue itself, and how it is looked up."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from ats_audit.errors import UnknownCompetencyError, UnknownRoleError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from ats_audit.model import Competency, GenericPhrase, HeadingParser, Issuer, Pathway, Role, SectionKind, WeakOpener


@dataclass(frozen=True, slots=True, kw_only=True)
class TierMeaning:
    """What one of the mission's three tiers stands for."""

    id: str
    name: str
    meaning: str


class Stored(Protocol):
    """Competencies and roles that are decoded when they are asked for."""

    @property
    def competency_ids(self) -> Collection[str]:
        """Sorted."""
        ...

    @property
    def role_ids(self) -> Collection[str]:
        """Sorted."""
        ...

    def read_competency(self, competency_id: str) -> Competency:
        """The competency of that id, which is one of `competency_ids`."""
        ...

    def read_role(self, role_id: str) -> Role:
        """The role of that id, which is one of `role_ids`."""
        ...


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
    openers: tuple[WeakOpener, ...] = ()
    """Weak openings of a bullet, sorted."""
    issuers: tuple[Issuer, ...] = ()
    """Bodies that certify, sorted by name."""
    held: tuple[str, ...] = ()
    """Words in lower case that say that a credential is held, such as "license no"; sorted."""
    headings: tuple[tuple[str, SectionKind], ...]
    """Section headings in lower case, sorted."""
    parsers: tuple[HeadingParser, ...] = ()
    """Parsers whose rules for headings can be read, sorted by name."""
    deny: tuple[str, ...]
    """English words in lower case that must never be taken for a misspelt alias, sorted."""
    _competency_by_id: dict[str, Competency] = field(init=False, repr=False, compare=False)
    """Of a stored lexicon those that were asked for."""
    _role_by_id: dict[str, Role] = field(init=False, repr=False, compare=False)
    _issuers: dict[tuple[str, str], tuple[Issuer, ...]] = field(init=False, repr=False, compare=False)
    """Of the competencies that were asked for, by id and source."""
    _stored: Stored | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index what is looked up."""
        object.__setattr__(self, "_competency_by_id", {entry.id: entry for entry in self.competencies})
        object.__setattr__(self, "_role_by_id", {role.id: role for role in self.roles})
        object.__setattr__(self, "_issuers", {})
        object.__setattr__(self, "_stored", None)

    def reading(self, stored: Stored) -> Lexicon:
        """The same lexicon with the entries of *stored*, each decoded when it is first asked for."""
        lexicon = replace(self, competencies=(), roles=())
        object.__setattr__(lexicon, "_stored", stored)
        object.__delattr__(lexicon, "competencies")  # an empty slot leads to __getattr__, once
        object.__delattr__(lexicon, "roles")
        return lexicon

    if not TYPE_CHECKING:  # a type checker would take any name for an attribute

        def __getattr__(self, name: str) -> tuple[Competency, ...] | tuple[Role, ...]:
            """Decode all competencies, or all roles, of a stored lexicon when they are first asked for."""
            if name == "competencies":
                entries = tuple([self.competency(key) for key in self._stored.competency_ids])
            elif name == "roles":
                entries = tuple([self.role(key) for key in self._stored.role_ids])
            else:
                raise AttributeError(name, name=name, obj=self)
            object.__setattr__(self, name, entries)
            return entries

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
        known = self._competency_by_id
        if competency_id not in known:
            ids = self._stored.competency_ids if self._stored else known.keys()
            if self._stored is None or competency_id not in ids:
                raise UnknownCompetencyError(
                    f"unknown competency {_shown(competency_id)}",
                    hint=_nearest(competency_id, ids, "ats-audit lexicon list"),
                )
            # Two threads may decode the same one: both get the first that was kept.
            known.setdefault(competency_id, self._stored.read_competency(competency_id))
        return known[competency_id]

    def role(self, role_id: str) -> Role:
        """The role of that id.

        Raises:
            UnknownRoleError: There is none; the hint offers the nearest ones.
        """
        known = self._role_by_id
        if role_id not in known:
            ids = self._stored.role_ids if self._stored else known.keys()
            if self._stored is None or role_id not in ids:
                raise UnknownRoleError(f"unknown role {_shown(role_id)}", hint=self._hint_role(role_id))
            known.setdefault(role_id, self._stored.read_role(role_id))
        return known[role_id]

    def _hint_role(self, written: str) -> str:
        """The role that bears *written* as one of its titles; else those whose ids come nearest."""
        for role in self.roles:
            if written.casefold() in {title.casefold() for title in (role.title, *role.titles)}:
                return f"{role.title} is the role {role.id}. See: ats-audit roles"
        return _nearest(written, [role.id for role in self.roles], "ats-audit roles")

    def issuers_of(self, competency: Competency) -> tuple[Issuer, ...]:
        """The bodies that give *competency*: the one on whose pages its source stands, and others that name it."""
        place = competency.id, competency.source.url
        known = self._issuers.get(place)
        if known is None:
            host = urlsplit(competency.source.url).netloc
            known = self._issuers[place] = tuple(
                issuer
                for issuer in self.issuers
                if competency.id in issuer.gives
                or any(host == domain or host.endswith(f".{domain}") for domain in issuer.domains)
            )
        return known

    def headings_of(self, kind: SectionKind) -> tuple[str, ...]:
        """Headings of *kind* that known parsers accept, lower case: what most accept first, then the shortest."""
        counts: dict[str, int] = {}
        for parser in self.parsers:
            for text, of in parser.accepts:
                if of == kind:
                    counts[text] = counts.get(text, 0) + 1
        return tuple(sorted(counts, key=lambda text: (-counts[text], len(text), text)))


def digest(content: str) -> str:
    """SHA-256 hex digest of *content* as UTF-8."""
    return hashlib.sha256(content.encode()).hexdigest()


def _shown(name: str) -> str:
    """Quote a name that a person typed, short enough for one line and without control characters."""
    return ascii(name if len(name) <= 40 else name[:40] + "...")  # noqa: PLR2004


def _nearest(name: str, known: Iterable[str], listing: str) -> str:
    near = difflib.get_close_matches(name.lower().replace("_", "-").replace(" ", "-"), list(known), n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}? See: {listing}"
    return f"See: {listing}"
