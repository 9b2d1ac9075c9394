"""What is said of competencies by kind: the question to ask oneself, and the line on which a section lists it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.model import AliasOrigin, Kind, Policy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ats_audit.model import Competency


class Group(NamedTuple):
    """One line of the proposed section."""

    name: str
    plain: str
    """What to call it where a scanner takes a word of the name for a competency."""
    kinds: tuple[Kind, ...]


GROUPS: tuple[Group, ...] = (
    Group("Regulatory frameworks", "Regulation", (Kind.REGULATION,)),
    Group("Standards & coding systems", "Standards & code sets", (Kind.STANDARD, Kind.CODING_SYSTEM)),
    Group("Platforms", "Software", (Kind.PLATFORM,)),
    Group("Methods", "Practice", (Kind.METHOD,)),
    Group("Analytics", "Data", (Kind.ANALYTICS,)),
    Group("Certifications", "Credentials", (Kind.CERTIFICATION,)),
)
"""The lines of the proposed section, in order; every kind stands in one."""

QUESTIONS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.REGULATION: "Has your work come under {label}, and can you say on which study, site or audit, and what it "
        "meant for what you did?",
        Kind.STANDARD: "Have you produced or checked work to {label}, and can you name the deliverable?",
        Kind.CODING_SYSTEM: "Have you assigned or audited codes in {label} yourself, and can you say in which setting?",
        Kind.PLATFORM: "Have you logged in to {label} and done work in it, and can you say what and where?",
        Kind.METHOD: "Have you carried out {label} yourself, and can you describe one case from start to end?",
        Kind.CERTIFICATION: "Do you hold {label} today, and can an employer verify it with the issuing body?",
        Kind.ANALYTICS: "Have you used {label} on real data, and can you name the question that it answered?",
    }
)
"""What to ask oneself before adding a competency of each kind; an employer will ask the same."""


DEED = "Have you {done}, and can you describe one example from start to end?"
"""What to ask instead where the lexicon says what whoever has a competency has done."""

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


MAX_ALTERNATIVES = 3
"""Most alternatives that a sentence names; the first ones are the best known."""


def question_for(alternatives: Sequence[Competency]) -> str:
    """The question to ask oneself before adding one of *alternatives*: its own, else of its deed, else of its kind."""
    first = alternatives[0]
    if len(alternatives) == 1 and first.ask:
        return first.ask
    done = [one.done for one in alternatives[:MAX_ALTERNATIVES] if one.done]
    if len(done) == min(len(alternatives), MAX_ALTERNATIVES):
        return DEED.format(done=_either(done, more=len(alternatives) > len(done)))
    if len(alternatives) == 1:
        return QUESTIONS[first.kind].format(label=first.label)
    return QUESTIONS[first.kind].format(label=f"any of {name_alternatives(alternatives)}")


def name_alternatives(alternatives: Sequence[Competency]) -> str:
    """The names of up to `MAX_ALTERNATIVES` of them: "A, B or C", with a sign that there are more."""
    names = [one.name for one in alternatives[:MAX_ALTERNATIVES]]
    return _either(names, more=len(alternatives) > len(names))


def _either(words: Sequence[str], *, more: bool) -> str:
    """*words* as "A, B or C"; with *more*, as "A, B, C or the like"."""
    if more:
        return f"{', '.join(words)} or the like"
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
