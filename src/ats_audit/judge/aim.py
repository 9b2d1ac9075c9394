"""What an audit is for: a role, a job advert, or both, with what its report says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ats_audit.errors import NoRequirementsError
from ats_audit.judge.target import make_target, target_of
from ats_audit.model import RoleSummary

if TYPE_CHECKING:
    from ats_audit.judge.ladder import Ladder
    from ats_audit.judge.target import Target
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Advert, JobSummary, Role

NOTHING_ASKED = "The job advert asks for nothing that the lexicon knows; the role alone was judged."
"""Stands among the skipped checks of such a report."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What an audit is for."""

    target: Target
    role: Role | None
    advert: Advert | None

    @property
    def role_summary(self) -> RoleSummary | None:
        """What a report says of the role."""
        role = self.role
        if role is None:
            return None
        return RoleSummary(
            id=role.id,
            title=role.title,
            pathway_domain=role.pathway.domain,
            study_time=role.pathway.study_time,
        )

    @property
    def job_summary(self) -> JobSummary | None:
        """What a report says of the advert."""
        return self.advert.summary if self.advert else None

    @property
    def unasked(self) -> tuple[str, ...]:
        """What could not be checked because nobody asked for it."""
        return (NOTHING_ASKED,) if self.advert is not None and not self.advert.requirements else ()


def aim_at(role: Role) -> Aim:
    """A role by itself."""
    return Aim(target_of(role), role, None)


def make_aim(role: Role | None, advert: Advert | None, lexicon: Lexicon, ladder: Ladder) -> Aim:
    """What *role* and *advert* ask for together.

    Raises:
        NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no *role*.
        ValueError: Neither *role* nor *advert*.
    """
    if advert is None:
        if role is None:
            raise ValueError("an audit needs a role, a job advert, or both")
        return aim_at(role)
    if role is None and not advert.requirements:
        raise NoRequirementsError.of_advert()
    return Aim(make_target(role, advert, lexicon, ladder), role, advert)
