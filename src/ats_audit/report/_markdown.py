"""The audit as GitHub-flavoured Markdown: complete, and with every foreign character that means something escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ats_audit.report._outline import outline_report
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ats_audit.model import AuditReport
    from ats_audit.report._outline_parts import FindingGroup, JobPart, Outline, RequirementRow, ScoreBox

_QUOTE_WIDTH: Final = 160
_COLUMNS: Final = (words.STATE_HEADING, words.REQUIREMENT_HEADING, words.POINTS_HEADING, words.EVIDENCE_HEADING)
_HEADING_ROW: Final = f"| {' | '.join(_COLUMNS)} |"
_MEANINGFUL: Final = re.compile(r"[\\`*_\[\]<>&|~$#{}]")
_AT_START: Final = re.compile(r"^([-+=])|^(\d+)(?=[.)](?:\s|$))")
_PLAIN_LINK: Final = re.compile(r"https?://[^\s<>]+")
_BARE_LINK: Final = re.compile(r"(?i)\b(?:(https?|ftp|mailto|xmpp):|(www)\.)")


def render_markdown(report: AuditReport) -> str:
    """The whole audit; paragraphs are not folded."""
    outline = outline_report(report, brief=False, quote_width=_QUOTE_WIDTH)
    blocks = [
        f"# {escape(outline.title)}",
        *(f"**{escape(target)}**" for target in outline.targets),
        f"{escape(outline.about)}. {escape(outline.engine)}.",
        *_score(outline.score),
        *_requirements(outline),
        *_job(outline.job),
        *_findings(outline.findings),
        *_plan(outline),
        *_suggestion(outline),
        *_questions(outline),
        *_skipped(outline),
    ]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """*text*, one line, so that Markdown shows it as it is: no markup, no HTML, no entity, no link, no table cell."""
    escaped = _AT_START.sub(
        lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", _MEANINGFUL.sub(r"\\\g<0>", text)
    )
    return _BARE_LINK.sub(lambda found: f"{found[1]}&#58;" if found[1] else f"{found[2]}&#46;", escaped)


def fence(lines: Iterable[str]) -> str:
    """*lines* as a code block, whatever back-ticks they hold."""
    body = "\n".join(lines)
    ticks = max((len(run) for run in re.findall(r"`+", body)), default=0)
    bar = "`" * max(3, ticks + 1)
    return f"{bar}text\n{body}\n{bar}"


def _score(score: ScoreBox) -> Iterator[str]:
    yield f"## {words.SCORE_HEADING}"
    yield f"**{escape(score.headline)}**"
    yield escape(score.meaning)
    worst = escape(score.worst)
    if score.at_risk:
        worst += f" {escape(score.at_risk)}"
    yield worst
    if score.tallies:
        yield "\n".join(f"- {escape(label)}: {escape(tally)}" for label, tally in score.tallies)


def _requirements(outline: Outline) -> Iterator[str]:
    yield f"## {outline.requirements_heading}"
    for group in outline.groups:
        yield f"### {escape(group.title)}"
        yield "\n".join(
            [
                _HEADING_ROW,
                "| --- | --- | --- | --- |",
                *(
                    f"| {escape(row.state)} | {escape(row.name)} | {escape(row.points)} | {escape(_evidence(row))} |"
                    for row in group.rows
                ),
            ]
        )
    if outline.legend:
        yield "\n".join(f"- {escape(line)}" for line in outline.legend)


def _job(parts: tuple[JobPart, ...]) -> Iterator[str]:
    if not parts:
        return
    yield f"## {words.JOB_HEADING}"
    for part in parts:
        yield f"**{escape(part.label)}**"
        yield "\n".join(f"- {escape(item)}" for item in part.items)


def _evidence(row: RequirementRow) -> str:
    """Evidence, and where the advert asks for it if that is not said already."""
    return row.detail if row.asked in row.detail else f"{row.detail}. {row.asked}"


def _findings(groups: tuple[FindingGroup, ...]) -> Iterator[str]:
    yield f"## {words.FINDINGS_HEADING}"
    if not groups:
        yield words.NO_FINDINGS
    for group in groups:
        yield f"### {escape(group.title)}"
        for row in group.rows:
            place = f" ({escape(row.place)})" if row.place else ""
            lines = [f"- **{row.code} {escape(row.title)}**{place}"]
            for item in row.items:
                lines.append(escape(item.message))
                if item.fix:
                    lines.append(escape(words.FIX.format(fix=item.fix)))
            lines += [words.SOURCE.format(source=_link(source)) for source in row.sources]
            yield "  \n  ".join(lines)


def _link(source: str) -> str:
    return f"<{source}>" if _PLAIN_LINK.fullmatch(source) else escape(source)


def _plan(outline: Outline) -> Iterator[str]:
    yield f"## {words.PLAN_HEADING}"
    if not outline.steps:
        yield words.NO_PLAN
        return
    yield escape(words.PLAN_NOTE)
    yield "\n".join(
        [
            f"| {words.GAIN_HEADING} | {words.EFFORT_HEADING} | {words.ACTION_HEADING} |",
            "| --- | --- | --- |",
            *(f"| {step.gain} | {escape(step.effort)} | {escape(step.action)} |" for step in outline.steps),
        ]
    )
    if outline.pathway:
        yield escape(outline.pathway)


def _suggestion(outline: Outline) -> Iterator[str]:
    yield f"## {words.SUGGESTION_HEADING}"
    if not outline.suggestion:
        yield escape(words.NO_SUGGESTION)
        return
    yield escape(words.SUGGESTION_NOTE)
    yield fence(outline.suggestion)
    yield f"{words.ADVICE_HEADING}:"
    yield "\n".join(f"- {escape(line)}" for line in outline.advice)


def _questions(outline: Outline) -> Iterator[str]:
    if not outline.questions:
        return
    yield f"## {words.QUESTIONS_HEADING}"
    yield escape(words.QUESTIONS_NOTE)
    yield "\n".join(f"- **{escape(row.text)}**: {escape(row.question)}" for row in outline.questions)


def _skipped(outline: Outline) -> Iterator[str]:
    if not outline.skipped:
        return
    yield f"## {words.SKIPPED_HEADING}"
    yield "\n".join(f"- {escape(check)}" for check in outline.skipped)
