"""Comparing reports: the same target, two texts or many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import HELD
from ats_audit.judge.scoring import DECIMALS
from ats_audit.model import Cohort, Comparison, Person, SharedGap, Shift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ats_audit.model import AuditFailure, AuditReport, Finding, Judgement

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that nobody mistakes for one another."""
_LETTERS = 5
"""Letters of an alias: 24 million of them, so that two of a thousand people share one in one of fifty cohorts."""
_NOTHING = 0.005
"""Points that no report shows."""


def compare_reports(old: AuditReport, new: AuditReport) -> Comparison:
    """What the text of *new* wins and loses over that of *old*.

    Raises:
        ValueError: They were not judged against the same target with the same lexicon.
    """
    _check_target((old, new))
    shifts = [
        Shift(old=before, new=after, points=after.points - before.points)
        for before, after in zip(old.judgements, new.judgements, strict=True)
    ]
    gone, come = _differ(old.findings, new.findings)
    return Comparison(
        old=old,
        new=new,
        full=round(new.score.full - old.score.full, DECIMALS),
        worst=round(new.score.worst - old.score.worst, DECIMALS),
        won=tuple(sorted((one for one in shifts if one.points > _NOTHING), key=lambda one: -one.points)),
        lost=tuple(sorted((one for one in shifts if one.points < -_NOTHING), key=lambda one: one.points)),
        mended=gone,
        arisen=come,
        no_longer_at_risk=tuple(one for one in old.score.at_risk if one not in new.score.at_risk),
        newly_at_risk=tuple(one for one in new.score.at_risk if one not in old.score.at_risk),
    )


def make_cohort(reports: Iterable[AuditReport], failures: Iterable[AuditFailure] = ()) -> Cohort:
    """*reports* as one group.

    Raises:
        ValueError: There are no reports, or they were not judged against the same target with the same lexicon.
    """
    everyone = tuple(reports)
    _check_target(everyone)
    people = sorted(_name(everyone), key=lambda person: (-person.report.score.full, person.alias))
    columns = zip(*(person.report.judgements for person in people), strict=True)
    gaps = [gap for gap in map(_gap, columns) if gap.missing or gap.weak]
    return Cohort(
        people=tuple(people),
        gaps=tuple(sorted(gaps, key=lambda gap: -gap.points)),
        failures=tuple(failures),
    )


def alias_of(sha256: str) -> str:
    """The alias of the file with this digest (hex): "P-" and `_LETTERS` letters or digits."""
    number = int(sha256, 16)
    letters = ""
    for _ in range(_LETTERS):
        number, index = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[index]
    return f"P-{letters}"


def _name(reports: Sequence[AuditReport]) -> list[Person]:
    """Each report with its alias; files that are alike, or share one by chance, are numbered."""
    seen: Counter[str] = Counter()
    people: list[Person] = []
    for report in sorted(reports, key=lambda report: (report.document.sha256, report.document.name)):
        alias = alias_of(report.document.sha256)
        seen[alias] += 1
        people.append(Person(alias=alias if seen[alias] == 1 else f"{alias}-{seen[alias]}", report=report))
    return people


def _gap(judgements: Sequence[Judgement]) -> SharedGap:
    lacking = [one for one in judgements if one.possible - one.points > _NOTHING]
    missing = sum(one.evidence.rung not in HELD for one in lacking)
    return SharedGap(
        judgements=tuple(judgements),
        missing=missing,
        weak=len(lacking) - missing,
        points=sum(one.possible - one.points for one in lacking) / len(judgements),
    )


def _check_target(reports: Sequence[AuditReport]) -> None:
    if not reports:
        raise ValueError("there is no report to compare")
    first = reports[0]
    wanted = (first.engine, first.role, first.job, [one.requirement for one in first.judgements])
    for report in reports[1:]:
        if (report.engine, report.role, report.job, [one.requirement for one in report.judgements]) != wanted:
            raise ValueError("reports can be compared only where target, lexicon and version are the same")


def _differ(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that are gone, and those that have come.

    A finding that only says its old thing in other words, because it counts or names something else now, has neither
    gone nor come.
    """
    gone, come = _without(old, new, _said), _without(new, old, _said)
    counts = Counter(one.code for one in old), Counter(one.code for one in new)
    told_once = {one.code for one in gone if counts[0][one.code] == counts[1][one.code] == 1}
    return (
        tuple(one for one in gone if one.code not in told_once),
        tuple(one for one in come if one.code not in told_once),
    )


def _without(
    ours: Sequence[Finding], theirs: Sequence[Finding], key: Callable[[Finding], object]
) -> tuple[Finding, ...]:
    """*ours* but for as many of each *key* as stand among *theirs*."""
    left = Counter(map(key, theirs))
    kept: list[Finding] = []
    for finding in ours:
        if left[key(finding)] > 0:
            left[key(finding)] -= 1
        else:
            kept.append(finding)
    return tuple(kept)


def _said(finding: Finding) -> tuple[str, str | None, str]:
    return finding.code, finding.competency, finding.message
