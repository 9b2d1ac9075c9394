"""Rules as values: what a finding is called, how much it costs, what it rests on, and the check that finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from ats_audit.model import Finding, PagePlace, Place, Severity, TextPlace, WholeDocument
from ats_audit.words import judging as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import CompetencyId

MAX_NAMED = 8
"""Most things that one grouped finding names; the rest are counted."""

_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that a check found."""

    message: str
    """What is there."""
    fix: str
    """What to do, in words that a candidate can act on."""
    place: Place
    competency: CompetencyId | None = None
    source: str | None = None
    """URL, where a better ground than the rule's own is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sort of finding. The check is pure: the same grounds give the same hits."""

    code: str
    """Stable; the heading of its section in docs/findings.md."""
    severity: Severity
    title: str
    source: str
    """URL of a published page that the rule rests on; empty for plain arithmetic of ours."""
    check: Callable[[Grounds], Iterator[Hit]]

    def findings(self, grounds: Grounds) -> Iterator[Finding]:
        """What the check finds, as findings."""
        for hit in self.check(grounds):
            yield Finding(
                code=self.code,
                severity=self.severity,
                title=self.title,
                message=hit.message,
                fix=hit.fix,
                place=hit.place,
                source=self.source if hit.source is None else hit.source,
                competency=hit.competency,
            )


def judge_findings(grounds: Grounds, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """All findings of *rules*: worst first, then in order of the text, then by code."""
    found = [finding for rule in rules for finding in rule.findings(grounds)]
    return tuple(sorted(found, key=_order))


def name_all(names: Sequence[str]) -> str:
    """*names* in one phrase: "A, B and C"; beyond `MAX_NAMED` the rest are counted."""
    shown = list(names[:MAX_NAMED])
    if len(names) > len(shown):
        return words.AND_MORE.format(first=words.BETWEEN.join(shown), n=len(names) - len(shown))
    if len(shown) < 2:  # noqa: PLR2004 # two names are the first that need a word between them
        return "".join(shown)
    return words.AND.format(first=words.BETWEEN.join(shown[:-1]), last=shown[-1])


def name_either(names: Sequence[str], *, more: bool = False) -> str:
    """*names* as "A, B or C"; with *more*, as "A, B, C or the like"."""
    if more:
        return words.OR_MORE.format(first=words.BETWEEN.join(names))
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    return words.OR.format(first=words.BETWEEN.join(names[:-1]), last=names[-1])


def quote_times(surface: str, count: int) -> str:
    """*surface* in quotes, with how often it stands there if more than once."""
    quoted = words.QUOTED.format(text=surface)
    return words.TIMES.format(what=quoted, n=count) if count > 1 else quoted


def _order(finding: Finding) -> tuple[int, int, int, str, str, str]:
    place = finding.place
    match place:
        case TextPlace(start=start, page=shown):
            page = shown or 0
        case PagePlace(page=page):
            start = -1
        case WholeDocument():
            page, start = 0, -1
        case _:
            assert_never(place)
    return _SEVERITIES.index(finding.severity), page, start, finding.code, finding.competency or "", finding.message
