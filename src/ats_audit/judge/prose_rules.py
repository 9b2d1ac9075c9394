"""Rules about the wording: what is said so that a search, or a reader, does not take it in."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

from ats_audit.judge.form_rules import by_place
from ats_audit.judge.ladder import HELD
from ats_audit.judge.passages import TOKEN, words_of
from ats_audit.judge.rules import MAX_NAMED, Hit, Rule, name_all, quote_times
from ats_audit.match.spelling import spell
from ats_audit.model import Kind, Rung, SectionKind, Severity
from ats_audit.words import judging as words
from ats_audit.words.judging import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.judge.grounds import Grounds
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import Competency, CompetencyId, Evidence, Mention

CLICHES = "http://www.suehill.com/cv-sins-cliches/"
"""Recruiters on phrases that tell nothing about a candidate, with a survey."""
STUFFING = "https://boulosolutions.com/keyword-stuffed-resumes-a-recruiters-perspective"
"""Recruiters on résumés that repeat keywords."""

STUFFED_TIMES = 4
"""So many mentions of one competency..."""
STUFFED_SPAN = 120
"""...within so many code points are no sentence of a person."""
STUFFED_COUNT = 10
"""From so many mentions on..."""
STUFFED_SHARE = 0.04
"""...a competency that makes up more than this share of all words is repeated for a machine."""

_JOINT = re.compile(r"[\s\-‐‑‒–]*")


def _ways_to_say(phrase: str) -> tuple[tuple[str, ...], ...]:
    """The words of a phrase as British and American writers both spell them, apart and as one word."""
    words = tuple(map(_spelt, words_of(phrase)))
    return (words, ("".join(words),)) if len(words) > 1 else (words,)


@lru_cache(maxsize=16_384)
def _spelt(word: str) -> str:
    """*word* in lower case and one spelling; a plural stays one: "team players" may be people that one leads."""
    word = word.lower()
    return word if word.endswith("s") else spell(word)


def _stand_together(text: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but spaces and hyphens stands between *tokens*."""
    return all(_JOINT.fullmatch(text, left.end(), right.start()) for left, right in pairwise(tokens))


def _index_phrases(lexicon: Lexicon) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The ways to say each generic phrase by their first word, each with what to write instead."""
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase in lexicon.phrases:
        for way in _ways_to_say(phrase.text):
            known.setdefault(way[0], []).append((way, phrase.instead))
    return known


def _check_generic(grounds: Grounds) -> Iterator[Hit]:
    known = grounds.ladder.remember(("phrases",), partial(_index_phrases, grounds.lexicon))
    said = list(map(_spelt, TOKEN.findall(grounds.text)))
    begun = [
        (at, way, instead)
        for at, word in enumerate(said)
        if word in known
        for way, instead in known[word]
        if tuple(said[at : at + len(way)]) == way
    ]
    tokens = list(TOKEN.finditer(grounds.text)) if begun else []
    spans: dict[tuple[tuple[str, ...], str], list[tuple[int, int]]] = {}
    for at, way, instead in begun:
        found = tokens[at : at + len(way)]
        if _stand_together(grounds.text, found):
            spans.setdefault((way, instead), []).append((found[0].start(), found[-1].end()))
    told = [(*places[0], instead, len(places)) for (_, instead), places in spans.items()]
    kept: list[tuple[int, int, str, int]] = []
    for one in sorted(told, key=lambda one: (one[0], -one[1])):
        if not kept or one[0] >= kept[-1][1]:  # else a longer phrase that opens earlier says it already
            kept.append(one)
    for start, stop, instead, count in kept[:MAX_NAMED]:
        surface = " ".join(grounds.text[start:stop].split())
        message = words.GENERIC.format(what=quote_times(surface, count))
        yield Hit(message=message, fix=instead, place=grounds.place(start, stop))


def _check_superseded(grounds: Grounds) -> Iterator[Hit]:
    for competency, mentions in grounds.mentioned.items():
        successors = grounds.ladder.successors_of(competency)
        held = any(grounds.claims[one].via is None for one in successors if one in grounds.claims)
        if successors and not held and grounds.standings[competency].credit > 0:
            last = [one for one in successors if not grounds.ladder.successors_of(one)] or successors[-1:]
            newest = sorted(
                map(grounds.lexicon.competency, last), key=lambda one: (one.id not in grounds.weights, one.id)
            )
            names = [one.name for one in newest]
            name = grounds.lexicon.competency(competency).name
            yield Hit(
                message=words.SUPERSEDED.message.format(name=name, newest=name_all(names)),
                fix=words.SUPERSEDED.fix.format(written=words.OR_QUOTED.join(names)),
                place=grounds.place_of(mentions[0]),
                competency=competency,
                source=newest[0].source.url,
            )


def _check_bare(grounds: Grounds) -> Iterator[Hit]:
    bare = [
        competency
        for competency in grounds.serving
        if grounds.claims[competency].standing.rung is Rung.LISTED
        and grounds.lexicon.competency(competency).kind is not Kind.CERTIFICATION
        and not grounds.ladder.successors_of(competency)  # told as superseded
        and any(mention.section is not SectionKind.CONTACT for mention in grounds.mentioned[competency])
    ]
    if bare:
        bare = by_place(grounds, bare)
        yield Hit(
            message=words.BARE.message.format(names=name_all([grounds.lexicon.competency(one).name for one in bare])),
            fix=words.BARE.fix,
            place=grounds.place_of(grounds.mentioned[bare[0]][0]),
            competency=bare[0] if len(bare) == 1 else None,
        )


def _check_stuffed(grounds: Grounds) -> Iterator[Hit]:
    length = max(1, len(grounds.text.split()))
    for competency, mentions in grounds.mentioned.items():
        last = STUFFED_TIMES - 1
        crowded = next(
            (
                first
                for first, fourth in zip(mentions, mentions[last:], strict=False)
                if fourth.end - first.start <= STUFFED_SPAN
            ),
            None,
        )
        share = sum(len(mention.text.split()) for mention in mentions) / length
        if crowded is None and (len(mentions) < STUFFED_COUNT or share <= STUFFED_SHARE):
            continue
        name = grounds.lexicon.competency(competency).name
        yield Hit(
            message=words.STUFFED.message.format(name=name, n=len(mentions)),
            fix=words.STUFFED.fix,
            place=grounds.place_of(crowded or mentions[0]),
            competency=competency,
        )


def _check_implied_only(grounds: Grounds) -> Iterator[Hit]:
    implied = [
        judgement.evidence
        for judgement in grounds.judgements
        if judgement.evidence.via is not None
        # What is only being learnt shows nothing yet.
        and judgement.evidence.rung in HELD
        and len(judgement.requirement.any_of) == 1
        and not judgement.evidence.mentions
        and grounds.claims[judgement.evidence.competency.id].share == 1.0
        and not _is_law_by_law(judgement.evidence, grounds)
        and not _is_spelt_in(judgement.evidence.competency, grounds.mentioned.get(judgement.evidence.via, ()))
    ]
    if implied:
        pairs = [(one.competency.label, one.via) for one in implied if one.via is not None]
        named = [words.BY.format(name=label, via=grounds.lexicon.competency(via).name) for label, via in pairs]
        yield Hit(
            message=words.IMPLIED_ONLY.message.format(names=name_all(named)),
            fix=words.IMPLIED_ONLY.fix,
            place=grounds.place_of(grounds.mentioned[pairs[0][1]][0]),
            competency=implied[0].competency.id if len(implied) == 1 else None,
        )


def _is_spelt_in(competency: Competency, mentions: Sequence[Mention]) -> bool:
    """Whether a name of *competency* stands in a longer one that was found: ICD-10 in "ICD-10-CM"."""
    names = "|".join(re.escape(alias.text) for alias in competency.aliases)
    return any(re.search(rf"(?<!\w)(?:{names})(?!\w)", mention.text, re.IGNORECASE) for mention in mentions)


def _is_law_by_law(evidence: Evidence, grounds: Grounds) -> bool:
    """Whether a law shows the body of law that it is part of: HIPAA is data privacy law, and nobody writes so."""
    via = grounds.lexicon.competency(evidence.via or evidence.competency.id)
    return via.kind is Kind.REGULATION and evidence.competency.kind is not Kind.STANDARD


def _check_look_alike(grounds: Grounds) -> Iterator[Hit]:
    known = grounds.ladder.remember(("look-alikes",), partial(_index_look_alikes, grounds.lexicon))
    others = [
        grounds.lexicon.competency(one)
        for one in grounds.mentioned
        if one not in grounds.serving and grounds.standings[one].credit > 0
    ]
    for judgement in grounds.judgements:
        if judgement.evidence.credit > 0:
            continue
        message = words.LOOK_ALIKE_OF_ADVERT if judgement.asked else words.LOOK_ALIKE_OF_ROLE
        for wanted_id in (one for one in judgement.requirement.any_of if others and one in known):
            wanted = grounds.lexicon.competency(wanted_id)
            other = next((one for one in others if one.id in known[wanted_id]), None)
            if other is not None:
                yield Hit(
                    message=message.format(wanted=wanted.name, other=other.name),
                    fix=words.LOOK_ALIKE_FIX.format(wanted=wanted.name, label=wanted.label),
                    place=grounds.place_of(grounds.mentioned[other.id][0]),
                    competency=wanted.id,
                    source=wanted.source.url,
                )
                break


def _index_look_alikes(lexicon: Lexicon) -> dict[CompetencyId, set[CompetencyId]]:
    """For each competency those that the lexicon tells from it although they begin alike: ICD-11 and ICD-10-CM."""
    known: dict[CompetencyId, set[CompetencyId]] = {}
    for one in lexicon.competencies:
        for other in map(lexicon.competency, one.distinct_from):
            if _begin_alike(one, other):
                known.setdefault(one.id, set()).add(other.id)
                known.setdefault(other.id, set()).add(one.id)
    return known


def _begin_alike(one: Competency, other: Competency) -> bool:
    """Whether the names of the two begin with the same word."""
    first, second = (
        {TOKEN.findall(name.lower())[0] for name in (entry.name, entry.acronym) if name} for entry in (one, other)
    )
    return not first.isdisjoint(second)


PROSE_RULES: tuple[Rule, ...] = (
    Rule(code="ATS-P01", severity=Severity.INFO, title=TITLES["ATS-P01"], source=CLICHES, check=_check_generic),
    Rule(code="ATS-P04", severity=Severity.WARNING, title=TITLES["ATS-P04"], source="", check=_check_superseded),
    Rule(code="ATS-P07", severity=Severity.WARNING, title=TITLES["ATS-P07"], source="", check=_check_bare),
    Rule(code="ATS-P13", severity=Severity.WARNING, title=TITLES["ATS-P13"], source=STUFFING, check=_check_stuffed),
    Rule(code="ATS-P14", severity=Severity.INFO, title=TITLES["ATS-P14"], source="", check=_check_implied_only),
    Rule(code="ATS-P15", severity=Severity.WARNING, title=TITLES["ATS-P15"], source="", check=_check_look_alike),
)
