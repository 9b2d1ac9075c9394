"""What a report holds about requirements that are met, half met or open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import Weight

if TYPE_CHECKING:
    from ats_audit.model import AuditReport, Judgement, RoleSummary

_NOTHING: Final = 0.005
"""Points that no format shows: less than half of the last digit."""


def is_shown(judgement: Judgement) -> bool:
    """Whether the requirement earns all its points."""
    return judgement.possible - judgement.points < _NOTHING


def is_partly_shown(judgement: Judgement) -> bool:
    """Whether the requirement earns some of its points."""
    return judgement.points > _NOTHING and not is_shown(judgement)


def role_of(report: AuditReport) -> RoleSummary:
    """The role of a report that is one of a ranking.

    Raises:
        ValueError: The report has none: it was judged against an advert alone.
    """
    if report.role is None:
        raise ValueError("a ranking is made of reports on roles")
    return report.role


def decisive_gaps(report: AuditReport) -> tuple[Judgement, ...]:
    """Core and important requirements that lack points: the most points first, then in the order of the role."""
    open_ones = [
        judgement
        for judgement in report.judgements
        if judgement.requirement.weight is not Weight.NICE and not is_shown(judgement)
    ]
    return tuple(sorted(open_ones, key=lambda judgement: judgement.points - judgement.possible))
