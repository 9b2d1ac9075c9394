"""What is said of competencies by kind: the question to ask oneself, and the line on which a section lists it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ats_audit.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ats_audit.model import Competency

GROUPS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "Regulatory frameworks": (Kind.REGULATION,),
        "Standards & coding systems": (Kind.STANDARD, Kind.CODING_SYSTEM),
        "Platforms": (Kind.PLATFORM,),
        "Methods": (Kind.METHOD,),
        "Analytics": (Kind.ANALYTICS,),
        "Certifications": (Kind.CERTIFICATION,),
    }
)
"""The lines of the proposed section, in order, with the kinds that each one holds; every kind stands in one."""

QUESTIONS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.REGULATION: "Have you worked under {label}, and can you say on which study, site or audit it governed "
        "what you did?",
        Kind.STANDARD: "Have you produced or checked work to {label}, and can you name the deliverable?",
        Kind.CODING_SYSTEM: "Have you assigned or audited codes in {label} yourself, and can you say in which setting?",
        Kind.PLATFORM: "Have you logged in to {label} and done work in it, and can you say what and where?",
        Kind.METHOD: "Have you carried out {label} yourself, and can you describe one case from start to end?",
        Kind.CERTIFICATION: "Do you hold {label} today, and can an employer verify it with the issuing body?",
        Kind.ANALYTICS: "Have you used {label} on real data, and can you name the question that it answered?",
    }
)
"""What to ask oneself before adding a competency of each kind; an employer will ask the same."""


def question_for(competency: Competency) -> str:
    """The question to ask oneself before adding *competency*: its own, else the one of its kind."""
    return competency.ask or QUESTIONS[competency.kind].format(label=competency.label)
