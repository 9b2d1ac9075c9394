"""Rules about how a competency is written: short or long form alone, a former name, a wrong spelling."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.judge.ladder import HELD
from ats_audit.judge.rules import MAX_NAMED, Hit, Rule, name_all, quote_times
from ats_audit.judge.wording import right_spelling
from ats_audit.model import AliasOrigin, Method, Severity, Weight
from ats_audit.words import judging as words
from ats_audit.words.judging import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import Competency, CompetencyId, Mention
    from ats_audit.words.forms import SaidOf

ACRONYMS = "https://www.lutherwood.ca/employment/blog/2021/ditch-the-acronyms"
"""A public employment service on acronyms in a résumé."""
MAX_SOUGHT = 60
"""Nobody searches for a name of more letters: "International Classification of Diseases, Tenth Revision, ..."."""

_TOKEN = re.compile(r"[^\W_]+")


def _key(text: str) -> str:
    """*text* as its words alone, lower case, with a space on either side of each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "


def by_place(grounds: Grounds, competencies: list[CompetencyId]) -> list[CompetencyId]:
    """Core ones first, then in order of the text."""
    order = tuple(Weight)
    return sorted(
        competencies,
        key=lambda one: (
            order.index(grounds.weights.get(one, Weight.NICE)),
            grounds.mentioned[one][0].start,
            one,
        ),
    )


class _Forms(NamedTuple):
    """The two forms of a competency as keys, and what sort of name each of its aliases is."""

    acronym: str
    expansion: str
    origins: dict[str, AliasOrigin]


def _forms_of(competency: Competency) -> _Forms:
    return _Forms(
        _key(competency.acronym or "").rstrip(),
        _key(competency.expansion or "").rstrip(),
        {alias.text: alias.origin for alias in competency.aliases},
    )


def _written(forms: _Forms, mentions: tuple[Mention, ...]) -> tuple[bool, bool]:
    """Whether the acronym stands in the text, and whether the expansion does."""
    acronym = expansion = False
    for mention in mentions:
        origin, surface = forms.origins.get(mention.alias), _key(mention.text)
        acronym |= origin is AliasOrigin.ACRONYM or forms.acronym in surface
        expansion |= origin is AliasOrigin.EXPANSION or forms.expansion in surface
    return acronym, expansion


def _half_written(grounds: Grounds, *, acronym: bool) -> list[CompetencyId]:
    """Competencies of the role that stand as acronym alone, or (with *acronym* false) as expansion alone."""
    found: list[CompetencyId] = []
    for competency_id in grounds.serving:
        competency = grounds.lexicon.competency(competency_id)
        held = grounds.standings[competency_id].rung in HELD
        if held and competency.acronym and competency.expansion and len(competency.expansion) <= MAX_SOUGHT:
            forms = grounds.ladder.remember(("written", competency_id), partial(_forms_of, competency))
            written = _written(forms, grounds.mentioned[competency_id])
            if written == (acronym, not acronym):
                found.append(competency_id)
    return by_place(grounds, found)


def _check_acronym_only(grounds: Grounds) -> Iterator[Hit]:
    found = _half_written(grounds, acronym=True)
    names = [str(grounds.lexicon.competency(one).acronym) for one in found]
    yield from _half_written_hit(grounds, found, names, words.ACRONYM_ONLY)


def _check_expansion_only(grounds: Grounds) -> Iterator[Hit]:
    found = _half_written(grounds, acronym=False)
    names = [str(grounds.lexicon.competency(one).expansion) for one in found]
    yield from _half_written_hit(grounds, found, names, words.LONG_FORM_ONLY)


def _pair(competency: Competency) -> str:
    """Both forms and no more: "Institutional Review Board (IRB)", whatever else the name says."""
    expansion = competency.expansion or competency.name
    first = expansion.split()[0]
    return f"{expansion[0].upper() + expansion[1:] if first.islower() else expansion} ({competency.acronym})"


def _half_written_hit(
    grounds: Grounds, competencies: list[CompetencyId], names: list[str], said: SaidOf
) -> Iterator[Hit]:
    if competencies:
        labels = [_pair(grounds.lexicon.competency(one)) for one in competencies[:MAX_NAMED]]
        message, fix = said.of(len(names))
        yield Hit(
            message=message.format(names=name_all(names)),
            fix=fix.format(labels=words.SEMICOLON.join(labels)),
            place=grounds.place_of(grounds.mentioned[competencies[0]][0]),
            competency=competencies[0] if len(competencies) == 1 else None,
        )


def _former_names(competency: Competency) -> frozenset[str]:
    return frozenset(alias.text for alias in competency.aliases if alias.origin is AliasOrigin.FORMER)


def _check_former(grounds: Grounds) -> Iterator[Hit]:
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        former = grounds.ladder.remember(("former", competency_id), partial(_former_names, competency))
        if former and all(mention.alias in former for mention in mentions):
            yield Hit(
                message=words.FORMER.message.format(surface=mentions[0].text, name=competency.name),
                fix=words.FORMER.fix.format(name=competency.name, alias=mentions[0].alias),
                place=grounds.place_of(mentions[0]),
                competency=competency_id,
                source=competency.source.url,
            )


def _check_misspelt(grounds: Grounds) -> Iterator[Hit]:
    misspelt: dict[tuple[str, str], list[Mention]] = {}
    for mention in grounds.mentions:
        if mention.method is Method.FUZZY:
            misspelt.setdefault((" ".join(mention.text.split()), mention.alias), []).append(mention)
    for (surface, _), mentions in misspelt.items():
        right = right_spelling(mentions[0], grounds.lexicon.competency(mentions[0].competency))
        yield Hit(
            message=words.MISSPELT.message.format(what=quote_times(surface, len(mentions)), right=right),
            fix=words.MISSPELT.fix.format(right=right),
            place=grounds.place_of(mentions[0]),
            competency=mentions[0].competency,
        )


FORM_RULES: tuple[Rule, ...] = (
    Rule(
        code="ATS-P02",
        severity=Severity.INFO,
        title=TITLES["ATS-P02"],
        source=ACRONYMS,
        check=_check_acronym_only,
    ),
    Rule(
        code="ATS-P03",
        severity=Severity.INFO,
        title=TITLES["ATS-P03"],
        source=ACRONYMS,
        check=_check_expansion_only,
    ),
    Rule(code="ATS-P05", severity=Severity.INFO, title=TITLES["ATS-P05"], source="", check=_check_former),
    Rule(code="ATS-P06", severity=Severity.WARNING, title=TITLES["ATS-P06"], source="", check=_check_misspelt),
)
