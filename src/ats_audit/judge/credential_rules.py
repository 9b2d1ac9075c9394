"""Rules about credentials, and about what the writer says of having a competency at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.judge.ladder import HELD, names_issuer
from ats_audit.judge.passages import has_year, line_at
from ats_audit.judge.rules import Hit, Rule, name_all
from ats_audit.model import Kind, Rung, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.judge.grounds import Grounds
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
        yield Hit(
            message=f"{competency.name} reads as in progress or hoped for.",
            fix=f'Write when: "{competency.label}, expected" with month and year. Once you hold it, drop the word.',
            place=grounds.place_of(mention),
            competency=competency.id,
        )
    if intended:
        one = len(intended) == 1
        yield Hit(
            message=f"{name_all([competency.name for competency, _ in intended])} {'reads' if one else 'read'} as in "
            "progress or hoped for.",
            fix=f"Say in a project or job what you have done with {'it' if one else 'each'} so far; that counts more "
            "than the intention.",
            place=grounds.place_of(intended[0][1]),
            competency=intended[0][0].id if one else None,
        )


def _check_lapsed(grounds: Grounds) -> Iterator[Hit]:
    for competency, mention in _at_rung(grounds, Rung.LAPSED):
        yield Hit(
            message=f"{competency.name} reads as expired or lapsed.",
            fix="Renew it and give the new year, or leave it out; if the skill behind it is current, show it in a job.",
            place=grounds.place_of(mention),
            competency=competency.id,
            source=competency.source.url if competency.kind is Kind.CERTIFICATION else None,
        )


def _check_negated(grounds: Grounds) -> Iterator[Hit]:
    denied = list(_at_rung(grounds, Rung.NEGATED))
    if denied:
        one = len(denied) == 1
        yield Hit(
            message=f"{name_all([competency.name for competency, _ in denied])} {'reads' if one else 'read'} as what "
            "you do not have yourself, or what somebody else has.",
            fix="A résumé tells what you have: leave it out. If you do have it and this is a misreading, say so "
            'without "no", "not" or "without".',
            place=grounds.place_of(denied[0][1]),
            competency=denied[0][0].id if one else None,
        )


def _check_apprentice(grounds: Grounds) -> Iterator[Hit]:
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        names = f"{competency.name} {competency.expansion or ''}".lower()
        held = grounds.standings[competency_id].rung in HELD
        if competency.kind is Kind.CERTIFICATION and "apprentice" in names and held:
            yield Hit(
                message=f"{competency.name} is an apprentice status: certified, and not yet experienced.",
                fix="Count every month of the work that your certifying body accepts, send it the proof as soon as you "
                "have enough, and write the full credential from then on. Until then keep the status as it is.",
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


def _check_undated(grounds: Grounds) -> Iterator[Hit]:
    lacking: dict[str, list[CompetencyId]] = {"year": [], "issuer": []}
    # A membership is named after its body, which needs no issuer.
    bodies = {name for issuer in grounds.lexicon.issuers for name in issuer.names}
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        is_body = competency.name in bodies or competency.acronym in bodies
        if competency.kind is Kind.CERTIFICATION and not is_body and grounds.standings[competency_id].rung in HELD:
            entries = [_entry(grounds, mention) for mention in mentions]
            if not any(map(has_year, entries)):
                lacking["year"].append(competency_id)
            if not any(names_issuer(entry, competency, grounds.lexicon) for entry in entries):
                lacking["issuer"].append(competency_id)
    found = sorted({*lacking["year"], *lacking["issuer"]}, key=lambda one: grounds.mentioned[one][0].start)
    if found:
        parts = [
            f"without {lack}: {name_all([_short(grounds.lexicon.competency(one)) for one in competencies])}"
            for lack, competencies in lacking.items()
            if competencies
        ]
        label = grounds.lexicon.competency(found[0]).label
        yield Hit(
            message=f"{'Certification' if len(found) == 1 else 'Certifications'} {'; '.join(parts)}.",
            fix=f'Give {"it" if len(found) == 1 else "each"} a line of its own under "Certifications": "{label}, '
            'issuing body, year", and the number or expiry date where there is one.',
            place=grounds.place_of(grounds.mentioned[found[0]][0]),
            competency=found[0] if len(found) == 1 else None,
        )


def _short(competency: Competency) -> str:
    return competency.acronym or competency.name


CREDENTIAL_RULES: tuple[Rule, ...] = (
    Rule(code="ATS-P08", severity=Severity.INFO, title="In progress", source="", check=_check_learning),
    Rule(code="ATS-P09", severity=Severity.WARNING, title="Lapsed", source="", check=_check_lapsed),
    Rule(code="ATS-P10", severity=Severity.INFO, title="Said not to have", source="", check=_check_negated),
    Rule(code="ATS-P11", severity=Severity.INFO, title="Apprentice status", source="", check=_check_apprentice),
    Rule(
        code="ATS-P12",
        severity=Severity.INFO,
        title="Certification without issuer or year",
        source=CERTIFICATIONS,
        check=_check_undated,
    ),
)
