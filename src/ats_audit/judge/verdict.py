"""The verdict on a résumé: judging from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ats_audit.judge.bullet_rules import BULLET_RULES
from ats_audit.judge.credential_rules import CREDENTIAL_RULES
from ats_audit.judge.form_rules import FORM_RULES
from ats_audit.judge.grounds import Grounds, lay_grounds
from ats_audit.judge.ladder import Ladder
from ats_audit.judge.layout_rules import LAYOUT_RULES
from ats_audit.judge.link_rules import LINK_RULES
from ats_audit.judge.plan import judge_plan
from ats_audit.judge.prose_rules import PROSE_RULES
from ats_audit.judge.rules import Rule, judge_findings
from ats_audit.judge.structure_rules import STRUCTURE_RULES
from ats_audit.judge.suggestion import DEFAULT_HEADING, judge_suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ats_audit.judge.target import Target
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import (
        Bridge,
        Document,
        Evidence,
        Finding,
        Judgement,
        Mention,
        PlanStep,
        ReadingKind,
        Score,
        Suggestion,
    )

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (*LAYOUT_RULES, *STRUCTURE_RULES, *LINK_RULES, *FORM_RULES, *PROSE_RULES, *BULLET_RULES, *CREDENTIAL_RULES),
        key=lambda rule: rule.code,
    )
)
"""Every rule, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a résumé is worth to a role, why, and what to do about it."""

    score: Score
    judgements: tuple[Judgement, ...]
    """One per requirement, in the order of the target."""
    evidence: tuple[Evidence, ...]
    """Every competency that stands in the text or belongs to a requirement; sorted by id."""
    findings: tuple[Finding, ...]
    """Worst first, then in order of the text."""
    plan: tuple[PlanStep, ...]
    """The most points per effort first."""
    bridge: Bridge
    suggestion: Suggestion


def assess_document(
    document: Document,
    mentions: Mapping[ReadingKind, tuple[Mention, ...]],
    target: Target,
    lexicon: Lexicon,
    *,
    ladder: Ladder | None = None,
) -> tuple[Grounds, tuple[Finding, ...]]:
    """What *mentions* show of *target*, and what is to be mended: `judge_document` without plan and suggestion.

    Raises:
        UnknownCompetencyError: A mention or a requirement names what *lexicon* does not hold.
    """
    grounds = lay_grounds(document, mentions, target, lexicon, ladder or Ladder(lexicon))
    return grounds, judge_findings(grounds, RULES)


def judge_document(
    document: Document,
    mentions: Mapping[ReadingKind, tuple[Mention, ...]],
    target: Target,
    lexicon: Lexicon,
    *,
    scan: Callable[[str], tuple[Mention, ...]],
    ladder: Ladder | None = None,
    heading: str = DEFAULT_HEADING,
) -> Verdict:
    """Judge what *mentions* show of *target*: the same input gives the same verdict.

    Args:
        document: The résumé with its readings.
        mentions: What was found in each reading; spans are half-open code points into that reading's text. A reading
            without an entry counts as one in which nothing was found.
        target: What to judge against; its competencies stand in *lexicon*.
        lexicon: The catalogue from which the mentions come.
        scan: Finds mentions in any text; reads the proposed section again. Called a few times, with plain short texts.
        ladder: That of *lexicon*, to judge many résumés with; None to make one for this.
        heading: First line of the proposed section.

    Raises:
        UnknownCompetencyError: A mention or a requirement names what *lexicon* does not hold.
    """
    grounds, findings = assess_document(document, mentions, target, lexicon, ladder=ladder)
    plan, bridge = judge_plan(grounds)
    return Verdict(
        score=grounds.score,
        judgements=grounds.judgements,
        evidence=grounds.evidence,
        findings=findings,
        plan=plan,
        bridge=bridge,
        suggestion=judge_suggestion(grounds, scan, heading),
    )
