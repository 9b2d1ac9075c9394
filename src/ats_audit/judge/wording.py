"""What is said of competencies by kind: the question to ask oneself, and the line on which a section lists it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.judge.rules import name_either
from ats_audit.model import AliasOrigin, Kind, Policy
from ats_audit.words import judging as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.model import Competency, Mention


class Group(NamedTuple):
    """One line of the proposed section."""

    name: str
    plain: str
    """What to call it where a scanner takes a word of the name for a competency."""
    kinds: tuple[Kind, ...]
    with_courses: str
    """What to call it where it lists a training as well as certificates; empty where it lists neither."""


GROUPS: tuple[Group, ...] = tuple(
    Group(*words.GROUP_NAMES[kinds[0]], kinds, words.WITH_COURSES.get(kinds[0], ""))
    for kinds in (
        (Kind.REGULATION,),
        (Kind.STANDARD, Kind.CODING_SYSTEM),
        (Kind.PLATFORM,),
        (Kind.METHOD,),
        (Kind.ANALYTICS,),
        (Kind.CERTIFICATION,),
    )
)
"""The lines of the proposed section, in order; every kind stands in one."""

_LAWS = re.compile(
    r"(?!Section\b).*(?:\b(?:Act|Regulation|[Rr]ule|Guide|Report|Directive|Document|Code|form|principles)\Z"
    r"|\b(?:Conditions|Guidelines|Declaration) (?:of|for)\b)"
)
"""Names of rules that take an article."""
_CERTIFYING = re.compile(r"\b(?:certification|certificate|credential|license)\Z")


COMMON = frozenset({Kind.METHOD, Kind.ANALYTICS})
"""Kinds whose names are mostly common words."""
_RULES = frozenset({Kind.REGULATION, Kind.STANDARD})
"""Kinds that hold laws and other texts."""

NOT_WRITTEN = frozenset({AliasOrigin.FORMER, AliasOrigin.MISSPELLING})
"""Ways to write a competency that nobody should take up."""


def form_in_list(competency: Competency) -> str:
    """How to write *competency* where nothing around it says what is meant: its label, unless that needs context.

    "Lean" among skills may be anything, "Lean methodology" is one thing.
    """
    policies = {alias.text: alias.policy for alias in competency.aliases if alias.origin not in NOT_WRITTEN}
    own = {policies.get(text) for text in (competency.name, competency.acronym, competency.expansion) if text}
    if own != {Policy.CONTEXT}:
        return competency.label
    return next((text for text, policy in policies.items() if policy is not Policy.CONTEXT), competency.label)


def right_spelling(mention: Mention, competency: Competency) -> str:
    """How to write what *mention* misspells, as it stands there: common words stay small, and a plural stays one."""
    right, surface = mention.alias, mention.text
    if competency.kind in COMMON and surface[:1].islower() and right[:1].isupper() and right[1:2].islower():
        right = right[0].lower() + right[1:]
    if surface[-1:] == "s" != right[-1:] and right[-1:].islower() and competency.kind in COMMON:
        right += "s"
    return right


MAX_ALTERNATIVES = 3
"""Most alternatives that a sentence names; the first ones are the best known."""


def question_for(alternatives: Sequence[Competency]) -> str:
    """The question to ask oneself before adding one of *alternatives*: its own, else of its deed, else of its kind."""
    first = alternatives[0]
    if len(alternatives) == 1 and first.ask:
        return first.ask
    done = [one.done for one in alternatives[:MAX_ALTERNATIVES] if one.done]
    if len(done) == min(len(alternatives), MAX_ALTERNATIVES):
        return words.DEED.format(done=name_either(done, more=len(alternatives) > len(done)))
    if len(alternatives) == 1:
        return words.QUESTIONS[first.kind].format(named=name_in_running_text(first))
    named = [name_in_running_text(one) for one in alternatives[:MAX_ALTERNATIVES]]
    return words.QUESTIONS[first.kind].format(named=name_either(named, more=len(alternatives) > len(named)))


def name_in_running_text(competency: Competency) -> str:
    """The name of *competency* within a sentence: common words begin small, a law or a certificate has its article.

    A name is made of common words where any way to write it counts in either letter case: "Java" does not, so that
    "Java programming" keeps its capital.
    """
    name = competency.name
    first, _, rest = name.partition(" ")
    common = rest[:1].islower() or (not rest and competency.kind is Kind.METHOD)
    if competency.kind in COMMON and first[1:].islower() and common:
        proper = {alias.text.split()[0] for alias in competency.aliases if alias.policy is not Policy.ANY}
        name = name if first in proper else name[0].lower() + name[1:]
    elif competency.kind is Kind.CERTIFICATION and _CERTIFYING.search(name):
        name = f"{'an' if name[0] in 'AEIO' else 'a'} {name}"
    elif competency.kind in _RULES and _LAWS.match(name):
        name = f"the {name}"
    return name


def name_alternatives(alternatives: Sequence[Competency]) -> str:
    """The names of up to `MAX_ALTERNATIVES` of them: "A, B or C", with a sign that there are more."""
    names = [one.name for one in alternatives[:MAX_ALTERNATIVES]]
    return name_either(names, more=len(alternatives) > len(names))
