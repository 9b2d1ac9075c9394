"""The audit for a terminal: colour and symbols, nothing wider than the screen. The only module that sees rich."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ats_audit.model import Rung, Severity
from ats_audit.report._outline import outline_report
from ats_audit.report._plain import QUESTIONS, STEPS
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from ats_audit.model import AuditReport
    from ats_audit.report._display import Display
    from ats_audit.report._outline_parts import (
        FindingGroup,
        JobPart,
        Outline,
        RequirementGroup,
        RequirementRow,
        ScoreBox,
    )

_BAR: Final = 40
_MARKS: Final[Mapping[Rung, tuple[str, str]]] = {
    Rung.DEMONSTRATED: ("●", "green"),
    Rung.CREDENTIALED: ("●", "green"),
    Rung.LISTED: ("◐", "yellow"),
    Rung.LEARNING: ("◔", "cyan"),
    Rung.LAPSED: ("◔", "magenta"),
    Rung.NEGATED: ("○", "red"),
    Rung.ABSENT: ("○", "red"),
}
"""Symbol and colour of each rung; the word beside them says the same to those who see neither."""
_NEAR_MARK: Final = ("≈", "yellow")
_SEVERITIES: Final[Mapping[Severity, tuple[str, str]]] = {
    Severity.ERROR: ("✖", "red"),
    Severity.WARNING: ("▲", "yellow"),
    Severity.INFO: ("•", "cyan"),
}
_GOOD: Final = 75.0
_FAIR: Final = 50.0
_STATE: Final = max(map(len, (*words.RUNGS.values(), words.NEAR)))
"""Columns of the longest state."""
_INDENT: Final = 1 + 2 + _STATE + 2
"""Columns before the name of a requirement: symbol and state, each with its gap."""
_QUOTE_MARGIN: Final = 1 + _INDENT + 2
"""Columns that a quote cannot have: the margin, the indent, and its marks."""


def render_terminal(report: AuditReport, display: Display) -> str:
    """The audit with symbols, and with ANSI colours where *display* has them; lines of at most its width."""
    outline = outline_report(report, brief=True, quote_width=display.width - _QUOTE_MARGIN)
    console = Console(
        file=io.StringIO(),
        width=display.width,
        force_terminal=True,
        color_system="standard" if display.colour else None,
        no_color=not display.colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        _environ={},
    )
    with console.capture() as capture:
        for part in _parts(outline, display.width):
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def _parts(outline: Outline, width: int) -> Iterator[RenderableType]:
    yield Text(outline.title, style="bold")
    yield Text("\n".join(outline.targets), style="bold")
    yield Text(f"{outline.about}\n{outline.engine}", style="dim")
    yield from _section(words.SCORE_HEADING, _score(outline.score, width))
    yield from _section(outline.requirements_heading, _requirements(outline))
    if outline.job:
        yield from _section(words.JOB_HEADING, _job(outline.job))
    yield from _section(words.FINDINGS_HEADING, _findings(outline.findings))
    yield from _section(words.PLAN_HEADING, _plan(outline))
    yield from _section(words.SUGGESTION_HEADING, _suggestion(outline, width))
    if outline.questions:
        yield from _section(words.QUESTIONS_HEADING, _questions(outline))
    if outline.skipped:
        yield from _section(words.SKIPPED_HEADING, [_bullets(outline.skipped)])


def _section(heading: str, parts: Iterator[RenderableType] | list[RenderableType]) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(heading, style="bold cyan"), align="left", style="cyan")
    for part in parts:
        yield Padding(part, (0, 0, 0, 1))


def _score(score: ScoreBox, width: int) -> Iterator[RenderableType]:
    colour = "green" if score.full >= _GOOD else "yellow" if score.full >= _FAIR else "red"
    length = min(_BAR, width - len(score.headline) - 4)
    filled = round(score.full / 100 * length)
    yield Text.assemble(
        (score.headline, f"bold {colour}"), "  ", ("━" * filled, colour), ("━" * (length - filled), "dim")
    )
    yield Text(score.meaning, style="dim")
    yield Text()
    yield Text(score.worst)
    if score.at_risk:
        yield Text(score.at_risk, style="yellow")
    if score.tallies:
        yield Text()
        grid = _grid()
        grid.add_column()
        grid.add_column(ratio=1)
        for label, tally in score.tallies:
            grid.add_row(Text(label, style="bold"), Text(tally))
        yield grid


def _requirements(outline: Outline) -> Iterator[RenderableType]:
    for number, group in enumerate(outline.groups):
        if number:
            yield Text()
        yield Text(group.title, style="bold")
        yield from _iter_rows(group)
    if outline.legend:
        yield Text()
        yield Text("\n".join(outline.legend), style="dim")


def _iter_rows(group: RequirementGroup) -> Iterator[RenderableType]:
    """Each requirement as one line of columns, and its evidence below, as wide as the screen allows."""
    for row in group.rows:
        grid = _grid()
        grid.add_column(width=1)
        grid.add_column(width=_STATE)
        grid.add_column(ratio=1)
        grid.add_column(justify="right", no_wrap=True)
        symbol, colour = _mark(row)
        grid.add_row(
            Text(symbol, style=colour), Text(row.state, style=colour), Text(row.name), Text(row.points, style="dim")
        )
        yield grid
        if row.detail:
            yield Padding(Text(row.detail, style="dim"), (0, 0, 0, _INDENT))


def _mark(row: RequirementRow) -> tuple[str, str]:
    return _NEAR_MARK if row.near else _MARKS[row.rung]


def _job(parts: tuple[JobPart, ...]) -> Iterator[RenderableType]:
    for part in parts:
        yield Text(part.label, style="bold")
        yield _bullets(part.items)


def _findings(groups: tuple[FindingGroup, ...]) -> Iterator[RenderableType]:
    if not groups:
        yield Text(words.NO_FINDINGS, style="green")
    for number, group in enumerate(groups):
        if number:
            yield Text()
        symbol, colour = _SEVERITIES[group.severity]
        yield Text(group.title, style=f"bold {colour}")
        grid = _grid()
        grid.add_column(width=1)
        grid.add_column(ratio=1)
        for row in group.rows:
            place = f" ({row.place})" if row.place else ""
            lines = [Text.assemble((row.title, "bold"), place, "  ", (row.code, "dim"))]
            for item in row.items:
                lines.append(Text(item.message))
                if item.fix:
                    lines.append(Text(words.FIX.format(fix=item.fix), style="green"))
            lines += [Text(words.SOURCE.format(source=source), style="dim", overflow="fold") for source in row.sources]
            grid.add_row(Text(symbol, style=colour), Group(*lines))
        yield grid


def _plan(outline: Outline) -> Iterator[RenderableType]:
    if not outline.steps:
        yield Text(words.NO_PLAN)
        return
    yield Text(words.PLAN_NOTE, style="dim")
    grid = _grid()
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    for step in outline.steps[:STEPS]:
        grid.add_row(Text(step.gain, style="bold green"), Text(step.effort, style="dim"), Text(step.action))
    yield grid
    if len(outline.steps) > STEPS:
        yield Text(words.count(len(outline.steps) - STEPS, words.MORE_STEPS), style="dim")
    if outline.pathway:
        yield Text(outline.pathway)


def _suggestion(outline: Outline, width: int) -> Iterator[RenderableType]:
    if not outline.suggestion:
        yield Text(words.NO_SUGGESTION)
        return
    yield Text(words.SUGGESTION_NOTE, style="dim")
    yield Text()
    heading, *lines = outline.suggestion
    yield Text(heading, style="bold")
    for line in lines:
        group, colon, items = line.partition(": ")
        yield Text.assemble((group + colon, "cyan"), items) if colon else Text(line)
    if any(len(line) > width - 1 for line in outline.suggestion):
        yield Text()
        yield Text(words.FOLDED, style="dim")
    yield Text()
    yield Text(words.ADVICE_HEADING, style="bold")
    yield _bullets(outline.advice)


def _questions(outline: Outline) -> Iterator[RenderableType]:
    yield Text(words.QUESTIONS_NOTE, style="dim")
    grid = _grid()
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for row in outline.questions[:QUESTIONS]:
        grid.add_row(Text("?", style="cyan"), Group(Text(row.text, style="bold"), Text(row.question)))
    yield grid
    if len(outline.questions) > QUESTIONS:
        yield Text(words.count(len(outline.questions) - QUESTIONS, words.MORE_QUESTIONS), style="dim")


def _bullets(lines: tuple[str, ...]) -> Table:
    grid = _grid()
    grid.add_column(width=1)
    grid.add_column(ratio=1)
    for line in lines:
        grid.add_row(Text("•", style="cyan"), Text(line))
    return grid


def _grid() -> Table:
    return Table.grid(padding=(0, 2, 0, 0), expand=True)
