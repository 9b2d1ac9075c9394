"""A cohort as one self-contained web page without a script: who shows what, what most lack, and each person's steps."""

from __future__ import annotations

import base64
import hashlib
import statistics
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ats_audit.model import Rung, Weight
from ats_audit.report._gaps import is_shown
from ats_audit.report._html_assets import load_asset
from ats_audit.report._neutral import neutralise
from ats_audit.report._outline import describe_engine, describe_targets, format_points
from ats_audit.words import listings
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

    from ats_audit.model import AuditFailure, AuditReport, Cohort, Judgement, Person, SharedGap

_GAPS: Final = 15
"""Shared gaps that the page lists; the map has them all."""
_STEPS: Final = 3
"""Steps that it tells for each person."""
_HELD: Final = frozenset({Rung.DEMONSTRATED, Rung.CREDENTIALED, Rung.LISTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One requirement of the map."""

    name: str
    full: str
    """How many show it in full: "3 of 12"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGroup:
    """The requirements of one weight."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """What one person shows of one requirement."""

    tone: str
    """Name of a shape and a colour: a rung, or "near"."""
    state: str
    first: bool
    """Whether a new weight begins here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """One person: a row of the map, and a part of the page."""

    id: str
    name: str
    score: str
    width: float
    """The score, for a bar of 100."""
    cells: tuple[CellView, ...]
    at_risk: str
    core: str
    bridge: str
    steps: tuple[tuple[str, str, str], ...]
    """Gain, effort and action."""
    skipped: tuple[str, ...]
    """What could not be checked."""
    href: str | None
    """Address of the full report, relative to the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """One requirement that many lack."""

    name: str
    weight: str
    missing: str
    weak: str
    points: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortView:
    """The whole page."""

    title: str
    targets: tuple[str, ...]
    summary: str
    privacy: str
    engine: str
    groups: tuple[ColumnGroup, ...]
    legend: tuple[tuple[str, str, str], ...]
    """Tone, state and meaning of each sign that the map has."""
    people: tuple[PersonView, ...]
    gaps: tuple[GapView, ...]
    failures: tuple[str, ...]


def render_cohort(cohort: Cohort, *, names: bool = False, links: Mapping[str, str] | None = None) -> str:
    """The cohort as a page.

    Args:
        cohort: People judged against one target.
        names: Whether people go by the names of their files; otherwise by their aliases, and no name is on the page.
        links: Addresses of full reports by alias, relative to the page; people without one have no link.
    """
    return _template().render(page=view_cohort(cohort, names=names, links=links or {}))


def view_cohort(cohort: Cohort, *, names: bool, links: Mapping[str, str]) -> CohortView:
    """What the page shows, in order."""
    first = cohort.people[0].report
    targets = describe_targets(first)
    order = _order(first)
    return CohortView(
        title=listings.COHORT_TITLE.format(target=targets[0]),
        targets=targets,
        summary=_summary([person.report.score.full for person in cohort.people]),
        privacy=listings.COHORT_NAMED if names else listings.COHORT_ANONYMOUS,
        engine=describe_engine(first.engine),
        groups=_groups(cohort, order),
        legend=_legend(cohort),
        people=tuple(_person(person, order, names=names, href=links.get(person.alias)) for person in cohort.people),
        gaps=_gaps(cohort),
        failures=tuple(_failure(failure, names=names) for failure in cohort.failures),
    )


def _summary(scores: list[float]) -> str:
    median = format_points(statistics.median_low(scores))
    if len(scores) == 1:
        return listings.COHORT_ONE.format(median=median)
    return listings.COHORT_SUMMARY.format(
        people=words.count(len(scores), listings.COHORT_PEOPLE),
        lowest=format_points(min(scores)),
        highest=format_points(max(scores)),
        median=median,
    )


def _order(report: AuditReport) -> tuple[int, ...]:
    """Places of the requirements: core first, then as the report has them."""
    weights = tuple(Weight)
    places = range(len(report.judgements))
    return tuple(sorted(places, key=lambda at: weights.index(report.judgements[at].requirement.weight)))


def _groups(cohort: Cohort, order: tuple[int, ...]) -> tuple[ColumnGroup, ...]:
    first = cohort.people[0].report
    groups: list[ColumnGroup] = []
    for weight in Weight:
        columns = tuple(
            Column(
                name=neutralise(first.judgements[at].requirement.name),
                full=listings.COHORT_OF.format(
                    n=sum(is_shown(person.report.judgements[at]) for person in cohort.people), all=len(cohort.people)
                ),
            )
            for at in order
            if first.judgements[at].requirement.weight is weight
        )
        if columns:
            groups.append(ColumnGroup(title=words.WEIGHTS[weight], columns=columns))
    return tuple(groups)


def _tone(judgement: Judgement) -> str:
    return "near" if judgement.evidence.near else judgement.evidence.rung.value


def _state(judgement: Judgement) -> str:
    return words.NEAR if judgement.evidence.near else words.RUNGS[judgement.evidence.rung]


def _legend(cohort: Cohort) -> tuple[tuple[str, str, str], ...]:
    shown = {_tone(one) for person in cohort.people for one in person.report.judgements}
    signs = [(rung.value, words.RUNGS[rung], words.RUNG_MEANINGS[rung]) for rung in Rung]
    signs.insert(3, ("near", words.NEAR, words.NEAR_MEANING))
    return tuple(sign for sign in signs if sign[0] in shown)


def _person(person: Person, order: tuple[int, ...], *, names: bool, href: str | None) -> PersonView:
    report = person.report
    asked = [report.judgements[at] for at in order]
    known = {evidence.competency.id: evidence.competency.name for evidence in report.evidence}
    lacking = [
        neutralise(one.requirement.name)
        for one in asked
        if one.requirement.weight is Weight.CORE and one.evidence.rung not in _HELD
    ]
    at_risk = ", ".join(neutralise(known.get(one, one)) for one in report.score.at_risk)
    return PersonView(
        id=person.alias.lower(),
        name=neutralise(report.document.name) if names else person.alias,
        score=format_points(report.score.full),
        width=report.score.full,
        cells=tuple(
            CellView(
                tone=_tone(one),
                state=_state(one),
                first=at > 0 and one.requirement.weight is not asked[at - 1].requirement.weight,
            )
            for at, one in enumerate(asked)
        ),
        at_risk=words.AT_RISK.format(names=at_risk) if at_risk else "",
        core=listings.COHORT_CORE.format(names=", ".join(lacking)) if lacking else listings.COHORT_NO_CORE,
        skipped=tuple(neutralise(check) for check in report.skipped_checks),
        bridge=listings.COHORT_BRIDGE.format(score=format_points(report.bridge.score)) if report.bridge.steps else "",
        steps=tuple(
            (words.GAIN.format(gain=format_points(step.gain)), words.EFFORTS[step.effort], neutralise(step.action))
            for step in report.plan[:_STEPS]
        ),
        href=href,
    )


def _gaps(cohort: Cohort) -> tuple[GapView, ...]:
    most = max((gap.points for gap in cohort.gaps), default=1.0)
    return tuple(_gap(gap, len(cohort.people), most) for gap in cohort.gaps[:_GAPS])


def _gap(gap: SharedGap, people: int, most: float) -> GapView:
    requirement = gap.judgements[0].requirement
    return GapView(
        name=neutralise(requirement.name),
        weight=words.WEIGHTS[requirement.weight],
        missing=listings.COHORT_OF.format(n=gap.missing, all=people),
        weak=listings.COHORT_OF.format(n=gap.weak, all=people),
        points=format_points(gap.points),
        width=round(100 * gap.points / most, 2),
    )


def _failure(failure: AuditFailure, *, names: bool) -> str:
    said = f"{failure.message.rstrip('.')}. {failure.hint}".strip()
    return neutralise(f"{failure.name}: {said}" if names else said)


@cache
def _template() -> Template:
    """The template, compiled once a process."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    style = load_asset("report.css") + load_asset("cohort.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(load_asset), keep_trailing_newline=True
    )
    environment.globals.update(
        words=words,
        listings=listings,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704 # ours, and holds nothing that would end its element
    )
    return environment.get_template("cohort.html")
