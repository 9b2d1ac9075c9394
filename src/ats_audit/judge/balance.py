"""What of a judgement hangs on the weights of requirements: enough to weigh it anew without the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.judge.bullet_rules import UNMEASURED, Bullet, is_core, is_unmeasured, list_bullets
from ats_audit.judge.grounds import greatest_weights
from ats_audit.judge.scoring import judge_credits, possible_points, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import Requirement


class Weighed(NamedTuple):
    """What weights make of a balance."""

    full: float
    """Score of the full reading."""
    worst: float
    """The lowest score of all readings."""
    points: tuple[float, ...]
    """Of each requirement, unrounded, in their order."""
    hanging: Mapping[str, bool]
    """Codes of the findings that hang on weights, and whether each is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What requirements earn before they are weighed. All else that a row tells is the same under any weights."""

    credits: tuple[tuple[float, ...], ...]
    """Credit of each requirement, 0.0 to 1.0: for the full reading, and for others that differ from it."""
    bullets: tuple[Bullet, ...]
    """Bullets about work in which something stands that a requirement names."""

    @classmethod
    def of(cls, grounds: Grounds) -> Balance:
        """The balance of what was judged."""
        asked = grounds.target.requirements
        each = [judge_credits(asked, claims) for claims in (grounds.claims, *grounds.weaker.values())]
        return cls(credits=tuple(dict.fromkeys(each)), bullets=tuple(list_bullets(grounds).values()))

    def weigh(self, requirements: Sequence[Requirement]) -> Weighed:
        """What *requirements* make of it: those that it was made with, in their order, with any weights."""
        worth = possible_points(requirements)
        points = [tuple(one * credit for one, credit in zip(worth, each, strict=True)) for each in self.credits]
        scores = [total(each) for each in points]
        return Weighed(scores[0], min(scores), points[0], {UNMEASURED: self._is_unmeasured(requirements)})

    def _is_unmeasured(self, requirements: Sequence[Requirement]) -> bool:
        weights = greatest_weights(requirements)
        return is_unmeasured([bullet for bullet in self.bullets if is_core(bullet, weights)])
