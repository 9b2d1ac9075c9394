"""A scan, a ranking and the catalogue as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.model import Assertion, Effort, Kind, Method, Weight
from ats_audit.report._gaps import decisive_gaps, is_shown, role_of
from ats_audit.report._neutral import neutralise
from ats_audit.report._outline import describe_document, describe_engine, document_name, format_points
from ats_audit.report._plain import list_skipped, underline, wrap
from ats_audit.words import listings
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import (
        AuditReport,
        Bridge,
        Competency,
        CompetencyId,
        Mention,
        ScanReport,
    )

_ROLES = 5
"""Roles that a ranking tells about; of the others it gives the score."""
_SHARED = 6
"""Requirements that a ranking names as shared."""
_GAPS = 3
"""Gaps that a ranking names for each role."""
_INDENT = "  "


def render_scan_plain(scan: ScanReport, *, lexicon: Lexicon, width: int) -> str:
    """The competencies of a scan by kind, each with what the text says of it and where."""
    found: dict[CompetencyId, list[Mention]] = {}
    for mention in scan.mentions:
        found.setdefault(mention.competency, []).append(mention)
    lines = [
        *wrap(listings.SCAN_TITLE.format(name=document_name(scan.document)), width),
        "",
        *wrap(describe_document(scan.document), width),
        *wrap(describe_engine(scan.engine), width),
        "",
        words.count(len(found), listings.SCAN_COUNT) if found else listings.SCAN_NONE,
    ]
    competencies = sorted((lexicon.competency(known) for known in found), key=lambda entry: entry.name.casefold())
    for kind in Kind:
        ours = [entry for entry in competencies if entry.kind is kind]
        if ours:
            lines += underline(listings.KINDS[kind])
        for entry in ours:
            lines += wrap(_scan_line(entry, found[entry.id]), width, first=_INDENT, rest=_INDENT * 2)
    lines += list_skipped([neutralise(check) for check in scan.skipped_checks], width)
    return "\n".join(lines) + "\n"


def _scan_line(entry: Competency, mentions: Sequence[Mention]) -> str:
    notes = [words.count(len(mentions), listings.SCAN_TIMES)]
    notes += dict.fromkeys(words.SECTIONS[mention.section] for mention in mentions if mention.section is not None)
    notes += dict.fromkeys(
        listings.ASSERTED_AS[mention.assertion] for mention in mentions if mention.assertion is not Assertion.ASSERTED
    )
    misspelt = dict.fromkeys(neutralise(mention.text) for mention in mentions if mention.method is Method.FUZZY)
    if misspelt:
        notes.append(
            listings.MISSPELT_AS.format(surfaces=", ".join(words.QUOTE.format(quote=each) for each in misspelt))
        )
    return f"{neutralise(entry.name)}: {', '.join(notes)}"


def render_ranking_plain(reports: Sequence[AuditReport], *, width: int) -> str:
    """The roles of one résumé in the order given, each with the gaps that cost most; *reports* has at least one."""
    first = reports[0]
    lines = [
        *wrap(listings.RANK_TITLE.format(name=document_name(first.document)), width),
        "",
        *wrap(describe_document(first.document), width),
        *wrap(describe_engine(first.engine), width),
        "",
        *wrap(listings.RANK_NOTE, width),
    ]
    for report in reports[:_ROLES]:
        lines += ["", *_ranked(report, width)]
    if len(reports) > _ROLES:
        lines += underline(listings.RANK_OTHERS)
    for report in reports[_ROLES:]:
        lines += _ranked_briefly(report, width)
    lines += list_skipped([neutralise(check) for check in first.skipped_checks], width)
    return "\n".join(lines) + "\n"


def _ranked(report: AuditReport, width: int) -> Iterator[str]:
    score = f"{format_points(report.score.full):>5}  "
    title = words.ROLE.format(title=neutralise(role_of(report).title), id=role_of(report).id)
    yield from wrap(title, width, first=score)
    needed = [judgement for judgement in report.judgements if judgement.requirement.weight is not Weight.NICE]
    indent = " " * len(score)
    shown = listings.RANK_SHOWN.format(shown=sum(is_shown(judgement) for judgement in needed), all=len(needed))
    yield from wrap(shown, width, first=indent)
    names = [neutralise(judgement.requirement.name) for judgement in needed if is_shown(judgement)]
    if names:
        more = [words.count(len(names) - _SHARED, listings.RANK_MORE_GAPS)] if len(names) > _SHARED else []
        yield from wrap(listings.RANK_SHARED.format(names=", ".join([*names[:_SHARED], *more])), width, first=indent)
    gaps = decisive_gaps(report)
    if not gaps:
        yield from wrap(listings.RANK_NO_GAPS, width, first=indent)
        return
    named = [
        listings.RANK_GAP.format(name=neutralise(gap.requirement.name), points=format_points(gap.possible - gap.points))
        for gap in gaps[:_GAPS]
    ]
    if len(gaps) > _GAPS:
        named.append(words.count(len(gaps) - _GAPS, listings.RANK_MORE_GAPS))
    yield from wrap(listings.RANK_GAPS.format(gaps=", ".join(named)), width, first=indent)
    yield from wrap(_bridge(report.bridge), width, first=indent)


def _ranked_briefly(report: AuditReport, width: int) -> Iterator[str]:
    score = f"{format_points(report.score.full):>5}  "
    title = words.ROLE.format(title=neutralise(role_of(report).title), id=role_of(report).id)
    yield from wrap(title, width, first=score)


def _bridge(bridge: Bridge) -> str:
    if not bridge.steps:
        return listings.RANK_NO_BRIDGE
    efforts = [step.effort for step in bridge.steps]
    return listings.RANK_BRIDGE.format(
        steps=words.count(len(efforts), listings.RANK_STEPS),
        score=format_points(bridge.score),
        efforts=", ".join(
            words.count(efforts.count(effort), listings.RANK_EFFORTS[effort]) for effort in Effort if effort in efforts
        ),
    )


def render_lexicon(lexicon: Lexicon) -> str:
    """The competencies by kind, one on a line: id, tier, name, and how many ways there are to write it."""
    column = max((len(entry.id) for entry in lexicon.competencies), default=0) + 2
    lines = [
        listings.LEXICON_TITLE.format(version=lexicon.version, sha=lexicon.sha256),
        words.count(len(lexicon.competencies), listings.SCAN_COUNT),
    ]
    for kind in Kind:
        ours = [entry for entry in lexicon.competencies if entry.kind is kind]
        if ours:
            lines += underline(f"{listings.KINDS[kind]} ({len(ours)})")
        for entry in ours:
            aliases = words.count(len(entry.aliases), listings.ALIASES)
            lines.append(f"{entry.id:<{column}}{entry.tier}  {entry.name} ({aliases})")
    return "\n".join(lines) + "\n"
