"""Findings that the owner of a résumé has decided to live with, left out of its report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ats_audit.report._neutral import neutralise
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.model import AuditReport, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """One decision to leave findings out."""

    code: str
    """The code of the findings, such as "ATS-P07"."""
    text: str = ""
    """What the message has to say, in any case; empty for every finding of the code."""
    reason: str = ""
    """Why, in the owner's words; the report repeats it."""

    def covers(self, finding: Finding) -> bool:
        """Whether the decision is about *finding*."""
        return finding.code == self.code and self.text.casefold() in finding.message.casefold()


def leave_out(report: AuditReport, ignores: Sequence[Ignore]) -> tuple[AuditReport, frozenset[int]]:
    """The report without the findings that *ignores* cover, which it names as not told; and which of them covered any.

    The score, the plan and the suggestion are the same: what is ignored is not mended.
    """
    counts: Counter[int] = Counter()
    kept = []
    titles: dict[int, str] = {}
    for finding in report.findings:
        covering = [number for number, ignore in enumerate(ignores) if ignore.covers(finding)]
        if covering:
            counts.update(covering[:1])
            titles.setdefault(covering[0], finding.title)
        else:
            kept.append(finding)
    told = tuple(_describe(ignores[number], titles[number], counts[number]) for number in sorted(counts))
    changed = replace(report, findings=tuple(kept), skipped_checks=(*report.skipped_checks, *told))
    return changed, frozenset(counts)


def _describe(ignore: Ignore, title: str, count: int) -> str:
    name = words.FINDING_TITLE.format(code=ignore.code, title=title)
    told = words.count(count, words.IGNORED).format(name=name)
    return words.IGNORED_REASON.format(told=told, reason=neutralise(ignore.reason)) if ignore.reason else told
