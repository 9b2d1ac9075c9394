"""Texts with the expected finds written inside: `"Managed [[ctms|CTMS]] and [[pv~|Pharmacovigilence]]"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.model import (
    Alias,
    AliasOrigin,
    Assertion,
    Competency,
    CompetencyId,
    Kind,
    Method,
    Policy,
    Source,
    Tier,
)

if TYPE_CHECKING:
    from ats_audit.match import Matcher

_MARK = re.compile(r"\[\[(?P<id>[a-z0-9-]+)(?P<how>[~?!^]*)\|(?P<surface>[^\[\]|]+)\]\]")
_ASSERTIONS = {"": Assertion.ASSERTED, "?": Assertion.LEARNING, "!": Assertion.NEGATED, "^": Assertion.LAPSED}
_SOURCE = Source(title="Invented", url="https://example.com/", year=2026)


class Found(NamedTuple):
    """One mention, as far as a mark can say it."""

    start: int
    end: int
    competency: str
    near: bool
    assertion: Assertion


class Names(NamedTuple):
    """A lexicon of a few entries; what `Matcher` needs of one."""

    competencies: tuple[Competency, ...]
    deny: tuple[str, ...] = ()


def read_marks(marked: str, *, without: bool = False) -> tuple[str, tuple[Found, ...]]:
    """The text without marks, and what they say.

    In a mark, `~` stands for a misspelling, `?` for learning, `!` for negated and `^` for lapsed. A text without a
    mark checks nothing unless it is meant to: say so with *without*.
    """
    text, found, done = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        surface, how = match["surface"], match["how"]
        found.append(
            Found(
                len(text),
                len(text) + len(surface),
                match["id"],
                "~" in how,
                _ASSERTIONS[how.replace("~", "")],
            )
        )
        text += surface
        done = match.end()
    text += marked[done:]
    if "[[" in text or "]]" in text:
        raise ValueError(f"unbalanced marks: {marked!r}")
    if bool(found) is without:
        raise ValueError(f"marks where none are meant, or none where some are: {marked!r}")
    return text, tuple(found)


def expect(matcher: Matcher, marked: str, *, without: bool = False) -> None:
    """Assert that exactly what is marked is found."""
    text, wanted = read_marks(marked, without=without)
    mentions = matcher.match_text(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    found = tuple(
        Found(mention.start, mention.end, mention.competency, mention.method is Method.FUZZY, mention.assertion)
        for mention in mentions
    )
    assert found == wanted


def name(
    competency: str,
    *aliases: str | tuple[str, Policy],
    kind: Kind = Kind.PLATFORM,
    near: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
) -> Competency:
    """An entry; an alias without a policy has `any`, and *near* belongs to those of policy `context`."""
    pairs = [(alias, Policy.ANY) if isinstance(alias, str) else alias for alias in aliases]
    return Competency(
        id=CompetencyId(competency),
        name=pairs[0][0],
        kind=kind,
        tier=Tier.A,
        acronym=None,
        expansion=None,
        aliases=tuple(
            Alias(text=text, policy=policy, origin=AliasOrigin.ALIAS, near=near if policy is Policy.CONTEXT else ())
            for text, policy in pairs
        ),
        never=never,
        implies=(),
        supersedes=(),
        distinct_from=(),
        ask=None,
        source=_SOURCE,
    )
