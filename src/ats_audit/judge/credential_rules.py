"""Rules about credentials, and about what the writer says of having a competency at all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import HELD, names_issuer
from ats_audit.judge.passages import has_year, line_at
from ats_audit.judge.rules import Hit, Rule, name_all
from ats_audit.model import Kind, Rung, Severity
from ats_audit.words import judging as words
from ats_audit.words.judging import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.judge.grounds import Grounds
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Competency, CompetencyId, Mention

CERTIFICATIONS = "https://www.themuse.com/advice/list-certifications-on-resume-examples"
"""A careers site on how to list a certification."""


def _at_rung(grounds: Grounds, rung: Rung) -> Iterator[tuple[Competency, Mention]]:
    """What stands at *rung* at best and matters: it serves the role, or is a certification; in order of the text."""
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        matters = competency_id in grounds.serving or competency.kind is Kind.CERTIFICATION
        if matters and grounds.claims[competency_id].standing.rung is rung:
            yield competency, mentions[0]


def _check_learning(grounds: Grounds) -> Iterator[Hit]:
    intended: list[tuple[Competency, Mention]] = []
    for competency, mention in _at_rung(grounds, Rung.LEARNING):
        if competency.kind is not Kind.CERTIFICATION:
            intended.append((competency, mention))
            continue
        if _is_body(competency, grounds):
            continue  # it is named as the issuer of what is in progress
        yield Hit(
            message=words.IN_PROGRESS[0].format(names=competency.name),
            fix=words.CERTIFICATE_IN_PROGRESS_FIX.format(label=competency.label),
            place=grounds.place_of(mention),
            competency=competency.id,
        )
    if intended:
        several = len(intended) > 1
        names = name_all([competency.name for competency, _ in intended])
        yield Hit(
            message=words.IN_PROGRESS[several].format(names=names),
            fix=words.IN_PROGRESS_FIX[several],
            place=grounds.place_of(intended[0][1]),
            competency=None if several else intended[0][0].id,
        )


def _check_lapsed(grounds: Grounds) -> Iterator[Hit]:
    for competency, mention in _at_rung(grounds, Rung.LAPSED):
        yield Hit(
            message=words.LAPSED.message.format(name=competency.name),
            fix=words.LAPSED.fix,
            place=grounds.place_of(mention),
            competency=competency.id,
            source=competency.source.url if competency.kind is Kind.CERTIFICATION else None,
        )


def _check_negated(grounds: Grounds) -> Iterator[Hit]:
    denied = list(_at_rung(grounds, Rung.NEGATED))
    if denied:
        several = len(denied) > 1
        yield Hit(
            message=words.NOT_HAD[several].format(names=name_all([competency.name for competency, _ in denied])),
            fix=words.NOT_HAD_FIX,
            place=grounds.place_of(denied[0][1]),
            competency=None if several else denied[0][0].id,
        )


def _check_apprentice(grounds: Grounds) -> Iterator[Hit]:
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        names = f"{competency.name} {competency.expansion or ''}".lower()
        held = grounds.standings[competency_id].rung in HELD
        if competency.kind is Kind.CERTIFICATION and "apprentice" in names and held:
            yield Hit(
                message=words.APPRENTICE.message.format(name=competency.name),
                fix=words.APPRENTICE.fix,
                place=grounds.place_of(mentions[0]),
                competency=competency_id,
                source=competency.source.url,
            )


def _entry(grounds: Grounds, mention: Mention) -> str:
    """The line of *mention*, and the next one where that names nothing else: a certificate often takes two."""
    start, end = line_at(grounds.text, mention.start)
    if end < len(grounds.text):
        following, last = line_at(grounds.text, end + 1)
        if not any(following <= other.start < last for other in grounds.mentions):
            end = last
    return grounds.text[start:end]


def _names_of_bodies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(name for issuer in lexicon.issuers for name in issuer.names)


def _is_body(competency: Competency, grounds: Grounds) -> bool:
    """Whether it is a membership, which is named after its body and needs no issuer."""
    bodies = grounds.ladder.remember(("bodies",), partial(_names_of_bodies, grounds.lexicon))
    return competency.name in bodies or competency.acronym in bodies


def _check_undated(grounds: Grounds) -> Iterator[Hit]:
    yearless: list[CompetencyId] = []
    unissued: list[CompetencyId] = []
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        if (
            competency.kind is Kind.CERTIFICATION
            and not _is_body(competency, grounds)
            and grounds.standings[competency_id].rung in HELD
        ):
            entries = [_entry(grounds, mention) for mention in mentions]
            if not any(map(has_year, entries)):
                yearless.append(competency_id)
            if not any(names_issuer(entry, competency, grounds.lexicon) for entry in entries):
                unissued.append(competency_id)
    found = sorted({*yearless, *unissued}, key=lambda one: grounds.mentioned[one][0].start)
    if found:
        parts = [
            lack.format(names=name_all([_short(grounds.lexicon.competency(one)) for one in competencies]))
            for lack, competencies in ((words.WITHOUT_YEAR, yearless), (words.WITHOUT_ISSUER, unissued))
            if competencies
        ]
        message, fix = words.UNDATED.of(len(found))
        yield Hit(
            message=message.format(parts=words.SEMICOLON.join(parts)),
            fix=fix.format(label=grounds.lexicon.competency(found[0]).label),
            place=grounds.place_of(grounds.mentioned[found[0]][0]),
            competency=found[0] if len(found) == 1 else None,
        )


def _short(competency: Competency) -> str:
    return competency.acronym or competency.name


CREDENTIAL_RULES: tuple[Rule, ...] = (
    Rule(code="ATS-P08", severity=Severity.INFO, title=TITLES["ATS-P08"], source="", check=_check_learning),
    Rule(code="ATS-P09", severity=Severity.WARNING, title=TITLES["ATS-P09"], source="", check=_check_lapsed),
    Rule(code="ATS-P10", severity=Severity.INFO, title=TITLES["ATS-P10"], source="", check=_check_negated),
    Rule(code="ATS-P11", severity=Severity.INFO, title=TITLES["ATS-P11"], source="", check=_check_apprentice),
    Rule(
        code="ATS-P12",
        severity=Severity.INFO,
        title=TITLES["ATS-P12"],
        source=CERTIFICATIONS,
        check=_check_undated,
    ),
)
