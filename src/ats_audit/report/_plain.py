"""The audit for a pipe or a file: ASCII layout, no colour, the same for everybody."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from ats_audit.report._outline import outline_report
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ats_audit.model import AuditReport
    from ats_audit.report._outline_parts import FindingGroup, FindingRow, JobPart, Outline, RequirementGroup, ScoreBox

STEPS: Final = 5
"""Steps of the plan that text shows; the other formats have them all."""
QUESTIONS: Final = 8
"""Questions that text shows; the other formats have them all."""
_INDENT: Final = "  "
_STATE: Final = 14
"""Columns for the state of a requirement: the longest word, and two spaces."""
_GAIN: Final = 7
_EFFORT: Final = 9


def render_plain(report: AuditReport, width: int) -> str:
    """The audit as lines of at most *width* columns, but for web addresses and the lines to be pasted."""
    outline = outline_report(report, brief=True, quote_width=width - len(_INDENT) - _STATE - 2)
    lines = [
        *wrap(outline.title, width),
        *(line for target in outline.targets for line in wrap(target, width)),
        "",
        *wrap(outline.about, width),
        *wrap(outline.engine, width),
        *_score(outline.score, width),
        *_requirements(outline, width),
        *_job(outline.job, width),
        *_findings(outline.findings, width),
        *_plan(outline, width),
        *_suggestion(outline, width),
        *_questions(outline, width),
        *list_skipped(outline.skipped, width),
    ]
    return "\n".join(lines) + "\n"


def wrap(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """*text* folded between words, behind *first* on its first line and *rest* (or as many spaces) on the others."""
    later = " " * len(first) if rest is None else rest
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def underline(heading: str) -> tuple[str, str, str]:
    """A heading with a blank line before it and a rule of hyphens beneath."""
    return "", heading.upper(), "-" * len(heading)


def _score(score: ScoreBox, width: int) -> Iterator[str]:
    yield from underline(words.SCORE_HEADING)
    yield score.headline
    yield from wrap(score.meaning, width)
    yield ""
    yield from wrap(score.worst, width)
    if score.at_risk:
        yield from wrap(score.at_risk, width)
    yield ""
    label_width = max((len(label) for label, _ in score.tallies), default=0)
    for label, tally in score.tallies:
        yield from wrap(tally, width, first=f"{_INDENT}{label:<{label_width}}  ")


def _requirements(outline: Outline, width: int) -> Iterator[str]:
    yield from underline(outline.requirements_heading)
    for number, group in enumerate(outline.groups):
        if number:
            yield ""
        yield from _group(group, width)
    if outline.legend:
        yield ""
        for line in outline.legend:
            yield from wrap(line, width, first=_INDENT, rest=_INDENT * 2)


def _group(group: RequirementGroup, width: int) -> Iterator[str]:
    yield group.title
    for row in group.rows:
        head = f"{_INDENT}{row.state:<{_STATE}}"
        name = wrap(row.name, width - len(row.points) - 2, first=head)
        yield f"{name[0]:<{width - len(row.points)}}{row.points}"
        yield from name[1:]
        if row.detail:
            yield from wrap(row.detail, width, first=" " * len(head))


def _job(parts: tuple[JobPart, ...], width: int) -> Iterator[str]:
    if not parts:
        return
    yield from underline(words.JOB_HEADING)
    for part in parts:
        if len(part.items) == 1:
            yield from wrap(f"{part.label}: {part.items[0]}", width, first="- ")
            continue
        yield from wrap(f"{part.label}:", width, first="- ")
        for item in part.items:
            yield from wrap(item, width, first="  - ")


def _findings(groups: Iterable[FindingGroup], width: int) -> Iterator[str]:
    yield from underline(words.FINDINGS_HEADING)
    empty = True
    for group in groups:
        if not empty:
            yield ""
        empty = False
        yield group.title
        for row in group.rows:
            yield from _finding(row, width)
    if empty:
        yield words.NO_FINDINGS


def _finding(row: FindingRow, width: int) -> Iterator[str]:
    title = words.PLACED.format(what=row.title, place=row.place) if row.place else row.title
    yield from wrap(f"{row.code}  {title}", width, first=_INDENT, rest=_INDENT * 2)
    for item in row.items:
        yield from wrap(item.message, width, first=_INDENT * 2)
        if item.fix:
            yield from wrap(words.FIX.format(fix=item.fix), width, first=_INDENT * 2)
    for source in row.sources:
        yield from wrap(words.SOURCE.format(source=source), width, first=_INDENT * 2)


def _plan(outline: Outline, width: int) -> Iterator[str]:
    yield from underline(words.PLAN_HEADING)
    if not outline.steps:
        yield words.NO_PLAN
        return
    yield from wrap(words.PLAN_NOTE, width)
    for step in outline.steps[:STEPS]:
        yield from wrap(step.action, width, first=f"{_INDENT}{step.gain:<{_GAIN}}{step.effort:<{_EFFORT}}")
    if len(outline.steps) > STEPS:
        yield from wrap(words.count(len(outline.steps) - STEPS, words.MORE_STEPS), width, first=_INDENT)
    if outline.pathway:
        yield from wrap(outline.pathway, width)


def _suggestion(outline: Outline, width: int) -> Iterator[str]:
    yield from underline(words.SUGGESTION_HEADING)
    if not outline.suggestion:
        yield from wrap(words.NO_SUGGESTION, width)
        return
    yield from wrap(words.SUGGESTION_NOTE, width)
    yield ""
    yield from outline.suggestion
    yield ""
    yield words.ADVICE_HEADING
    for line in outline.advice:
        yield from wrap(line, width, first="- ")


def _questions(outline: Outline, width: int) -> Iterator[str]:
    if not outline.questions:
        return
    yield from underline(words.QUESTIONS_HEADING)
    yield from wrap(words.QUESTIONS_NOTE, width)
    for row in outline.questions[:QUESTIONS]:
        yield from wrap(f"{row.text}: {row.question}", width, first="- ")
    if len(outline.questions) > QUESTIONS:
        yield from wrap(words.count(len(outline.questions) - QUESTIONS, words.MORE_QUESTIONS), width)


def list_skipped(skipped: Sequence[str], width: int) -> Iterator[str]:
    """What was not checked, under its heading; nothing where all was."""
    if not skipped:
        return
    yield from underline(words.SKIPPED_HEADING)
    for check in skipped:
        yield from wrap(check, width, first="- ")
