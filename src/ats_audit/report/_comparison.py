"""A comparison as plain text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.report._markdown import escape
from ats_audit.report._neutral import neutralise
from ats_audit.report._outline import describe_engine, describe_targets, document_name, format_points
from ats_audit.report._plain import list_skipped, underline, wrap
from ats_audit.words import listings
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.model import Comparison, CompetencyId, Finding, Judgement, Shift

_COLUMNS = (
    words.POINTS_HEADING,
    words.REQUIREMENT_HEADING,
    listings.COMPARE_OLD_HEADING,
    listings.COMPARE_NEW_HEADING,
)
_GAIN = 8
"""Columns for the points of a shift."""


def render_comparison_plain(comparison: Comparison, *, width: int) -> str:
    """What an edit won and lost, as lines of at most *width* columns."""
    lines = [
        *wrap(_title(comparison), width),
        *(line for target in describe_targets(comparison.new) for line in wrap(target, width)),
        "",
        *wrap(describe_engine(comparison.new.engine), width),
        "",
    ]
    for sentence in _iter_sentences(comparison):
        lines += wrap(sentence, width)
    for heading, shifts in _parts(comparison):
        lines += underline(heading)
        for shift in shifts:
            lines += wrap(_shift(shift), width, first=f"{format_change(shift.points):>{_GAIN - 2}}  ")
    for heading, findings in _findings(comparison):
        lines += underline(heading)
        for finding in findings:
            lines += wrap(_finding(finding), width, first="- ")
    lines += list_skipped(_skipped(comparison), width)
    return "\n".join(lines) + "\n"


def render_comparison_markdown(comparison: Comparison) -> str:
    """The same as GitHub-flavoured Markdown."""
    blocks = [
        f"# {escape(_title(comparison))}",
        *(f"**{escape(target)}**" for target in describe_targets(comparison.new)),
        *(escape(sentence) for sentence in _iter_sentences(comparison)),
    ]
    for heading, shifts in _parts(comparison):
        blocks.append(f"## {heading}")
        blocks.append(
            "\n".join(
                [
                    f"| {' | '.join(_COLUMNS)} |",
                    "| ---: | --- | --- | --- |",
                    *(
                        f"| {format_change(shift.points)} | {escape(neutralise(shift.new.requirement.name))} "
                        f"| {_state(shift.old)} | {_state(shift.new)} |"
                        for shift in shifts
                    ),
                ]
            )
        )
    for heading, findings in _findings(comparison):
        blocks += [f"## {heading}", "\n".join(f"- {escape(_finding(finding))}" for finding in findings)]
    if skipped := _skipped(comparison):
        blocks += [f"## {words.SKIPPED_HEADING}", "\n".join(f"- {escape(check)}" for check in skipped)]
    blocks.append(escape(describe_engine(comparison.new.engine)) + ".")
    return "\n\n".join(blocks) + "\n"


def format_change(points: float) -> str:
    """Points with their sign and one decimal: "+1.5", "-0.3", "0.0"."""
    shown = format_points(points)
    return f"+{shown}" if points > 0 and float(shown) != 0 else shown


def _title(comparison: Comparison) -> str:
    return listings.COMPARE_TITLE.format(
        old=document_name(comparison.old.document), new=document_name(comparison.new.document)
    )


def _iter_sentences(comparison: Comparison) -> Iterator[str]:
    old, new = comparison.old.score, comparison.new.score
    yield listings.COMPARE_SCORE.format(
        old=format_points(old.full), new=format_points(new.full), change=format_change(comparison.full)
    )
    yield listings.COMPARE_WORST.format(
        old=format_points(old.worst), new=format_points(new.worst), change=format_change(comparison.worst)
    )
    if comparison.old.document.sha256 == comparison.new.document.sha256:
        yield listings.COMPARE_SAME_FILE
    elif not comparison.won and not comparison.lost:
        yield listings.COMPARE_NOTHING
    if comparison.no_longer_at_risk:
        yield listings.COMPARE_NO_LONGER_AT_RISK.format(names=_names(comparison, comparison.no_longer_at_risk))
    if comparison.newly_at_risk:
        yield listings.COMPARE_AT_RISK.format(names=_names(comparison, comparison.newly_at_risk))


def _names(comparison: Comparison, competencies: Sequence[CompetencyId]) -> str:
    known = {
        evidence.competency.id: evidence.competency.name
        for report in (comparison.old, comparison.new)
        for evidence in report.evidence
    }
    return ", ".join(neutralise(known.get(one, one)) for one in competencies)


def _parts(comparison: Comparison) -> Iterator[tuple[str, tuple[Shift, ...]]]:
    parts = ((listings.COMPARE_WON, comparison.won), (listings.COMPARE_LOST, comparison.lost))
    yield from (part for part in parts if part[1])


def _findings(comparison: Comparison) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    parts = ((listings.COMPARE_ARISEN, comparison.arisen), (listings.COMPARE_MENDED, comparison.mended))
    yield from (part for part in parts if part[1])


def _skipped(comparison: Comparison) -> list[str]:
    return [
        listings.COMPARE_SKIPPED.format(name=document_name(report.document), check=neutralise(check))
        for report in (comparison.old, comparison.new)
        for check in report.skipped_checks
    ]


def _shift(shift: Shift) -> str:
    return listings.COMPARE_SHIFT.format(
        name=neutralise(shift.new.requirement.name), old=_state(shift.old), new=_state(shift.new)
    )


def _state(judgement: Judgement) -> str:
    state = words.RUNGS[judgement.evidence.rung]
    return listings.COMPARE_STATE_NEAR.format(state=state) if judgement.evidence.near else state


def _finding(finding: Finding) -> str:
    return listings.COMPARE_FINDING.format(
        code=finding.code, title=neutralise(finding.title), message=neutralise(finding.message)
    )
