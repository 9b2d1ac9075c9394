"""Rules about the wording: what is said so that a search, or a reader, does not take it in."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import HELD
from ats_audit.judge.passages import is_bullet, iter_lines, opening_at
from ats_audit.judge.rules import MAX_NAMED, Hit, Rule, name_all
from ats_audit.judge.wording import right_spelling
from ats_audit.match.spelling import spell
from ats_audit.model import AliasOrigin, Kind, Method, Rung, SectionKind, Severity, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import Competency, CompetencyId, Evidence, Mention

CLICHES = "http://www.suehill.com/cv-sins-cliches/"
"""Recruiters on phrases that tell nothing about a candidate, with a survey."""
ACRONYMS = "https://www.lutherwood.ca/employment/blog/2021/ditch-the-acronyms"
"""A public employment service on acronyms in a résumé."""
STUFFING = "https://boulosolutions.com/keyword-stuffed-resumes-a-recruiters-perspective"
"""Recruiters on résumés that repeat keywords."""
SCOPE_AND_RESULTS = "https://machias.edu/career-services/career-center/current-students-alumni/resume-writing/"
"""A university's career centre: a résumé tells scope and results."""
OPENERS = "https://www.candidate.so/glossary/action-verbs"
"""A glossary for candidates, with a list of weak openers."""

STUFFED_TIMES = 4
"""So many mentions of one competency..."""
STUFFED_SPAN = 120
"""...within so many code points are no sentence of a person."""
STUFFED_COUNT = 10
"""From so many mentions on..."""
STUFFED_SHARE = 0.04
"""...a competency that makes up more than this share of all words is repeated for a machine."""
MIN_BULLETS = 4
"""With fewer bullets about the core of the role there is nothing to say about figures in them."""
MEASURED_SHARE = 0.25
"""Below this share of bullets with a figure, the finding is made."""
MAX_SOUGHT = 60
"""Nobody searches for a name of more letters: "International Classification of Diseases, Tenth Revision, ..."."""
OLD_YEARS = 8
"""Years between the end of an entry and the newest year of the résumé from which on the entry is old."""

_WORK = frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING})
_TOKEN = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s\-‐‑‒–]*")
_RANGE = re.compile(
    r"(?:19|20)\d\d(?:/\d\d?)?[ \t]*(?:-|–|—|to|until)[ \t]*"
    r"(?:(?P<open>present|current|now|today|date)|(?:[A-Za-z]{3,9}\.?[ \t]+|\d\d?/)?(?P<end>(?:19|20)\d\d))",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_024)
def _words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of the lexicon, lower case."""
    return tuple(_TOKEN.findall(phrase.lower()))


@lru_cache(maxsize=1_024)
def _ways_to_say(phrase: str) -> tuple[tuple[str, ...], ...]:
    """The words of a phrase as British and American writers both spell them, apart and as one word."""
    words = tuple(map(_spelt, _words_of(phrase)))
    return (words, ("".join(words),)) if len(words) > 1 else (words,)


def _spelt(word: str) -> str:
    """*word* in one spelling; a plural stays one: "team players" may be people that one leads."""
    return word if word.endswith("s") else spell(word)


def _stand_together(text: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but spaces and hyphens stands between *tokens*."""
    return all(_JOINT.fullmatch(text, left.end(), right.start()) for left, right in pairwise(tokens))


def _key(text: str) -> str:
    """*text* as its words alone, lower case, with a space on either side of each."""
    return f" {' '.join(_TOKEN.findall(text.lower()))} "


def _by_place(grounds: Grounds, competencies: list[CompetencyId]) -> list[CompetencyId]:
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


def _check_generic(grounds: Grounds) -> Iterator[Hit]:
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase in grounds.lexicon.phrases:
        for way in _ways_to_say(phrase.text):
            known.setdefault(way[0], []).append((way, phrase.instead))
    tokens = list(_TOKEN.finditer(grounds.text))
    said = [_spelt(token[0].lower()) for token in tokens]
    spans: dict[tuple[tuple[str, ...], str], list[tuple[int, int]]] = {}
    for at, word in enumerate(said):
        for way, instead in known.get(word, ()):
            found = tokens[at : at + len(way)]
            if tuple(said[at : at + len(way)]) == way and _stand_together(grounds.text, found):
                spans.setdefault((way, instead), []).append((found[0].start(), found[-1].end()))
    told = [(*places[0], instead, len(places)) for (_, instead), places in spans.items()]
    kept: list[tuple[int, int, str, int]] = []
    for one in sorted(told, key=lambda one: (one[0], -one[1])):
        if not kept or one[0] >= kept[-1][1]:  # else a longer phrase that opens earlier says it already
            kept.append(one)
    for start, stop, instead, count in kept[:MAX_NAMED]:
        surface = " ".join(grounds.text[start:stop].split())
        again = f" ({count} times)" if count > 1 else ""
        yield Hit(message=f'"{surface}"{again} tells a reader nothing.', fix=instead, place=grounds.place(start, stop))


def _written(competency: Competency, mentions: tuple[Mention, ...]) -> tuple[bool, bool]:
    """Whether the acronym stands in the text, and whether the expansion does."""
    origins = {alias.text: alias.origin for alias in competency.aliases}
    acronym, expansion = _key(competency.acronym or "").rstrip(), _key(competency.expansion or "").rstrip()
    surfaces = [(_key(mention.text), origins.get(mention.alias)) for mention in mentions]
    return (
        any(acronym in surface or origin is AliasOrigin.ACRONYM for surface, origin in surfaces),
        any(expansion in surface or origin is AliasOrigin.EXPANSION for surface, origin in surfaces),
    )


def _half_written(grounds: Grounds, *, acronym: bool) -> list[CompetencyId]:
    """Competencies of the role that stand as acronym alone, or (with *acronym* false) as expansion alone."""
    found: list[CompetencyId] = []
    for competency_id in grounds.serving:
        competency = grounds.lexicon.competency(competency_id)
        held = grounds.standings[competency_id].rung in HELD
        if held and competency.acronym and competency.expansion and len(competency.expansion) <= MAX_SOUGHT:
            written = _written(competency, grounds.mentioned[competency_id])
            if written == (acronym, not acronym):
                found.append(competency_id)
    return _by_place(grounds, found)


def _check_acronym_only(grounds: Grounds) -> Iterator[Hit]:
    yield from _half_written_hit(grounds, _half_written(grounds, acronym=True), "acronym")


def _check_expansion_only(grounds: Grounds) -> Iterator[Hit]:
    yield from _half_written_hit(grounds, _half_written(grounds, acronym=False), "long form")


def _half_written_hit(grounds: Grounds, competencies: list[CompetencyId], form: str) -> Iterator[Hit]:
    if competencies:
        entries = [grounds.lexicon.competency(one) for one in competencies]
        names = [str(entry.acronym if form == "acronym" else entry.expansion) for entry in entries]
        labels = "; ".join(entry.label for entry in entries[:MAX_NAMED])
        yield Hit(
            message=f"Written as {form} only: {name_all(names)}. A search for the other form does not find "
            f"{'it' if len(names) == 1 else 'them'}.",
            fix=f"Write both once, where {'it first stands' if len(names) == 1 else 'each first stands'}: {labels}.",
            place=grounds.place_of(grounds.mentioned[competencies[0]][0]),
            competency=competencies[0] if len(competencies) == 1 else None,
        )


def _check_superseded(grounds: Grounds) -> Iterator[Hit]:
    for competency, mentions in grounds.mentioned.items():
        successors = grounds.ladder.successors_of(competency)
        held = any(grounds.claims[one].via is None for one in successors if one in grounds.claims)
        if successors and not held and grounds.standings[competency].credit > 0:
            last = [one for one in successors if not grounds.ladder.successors_of(one)] or successors[-1:]
            newest = sorted(
                map(grounds.lexicon.competency, last), key=lambda one: (one.id not in grounds.weights, one.id)
            )
            labels = '" or "'.join(one.name for one in newest)
            yield Hit(
                message=f"{grounds.lexicon.competency(competency).name} has been superseded by "
                f"{name_all([one.name for one in newest])}, which the text does not name.",
                fix=f'If you know what changed, write "{labels}" beside it; if not, take a refresher first and then '
                "write it with the year.",
                place=grounds.place_of(mentions[0]),
                competency=competency,
                source=newest[0].source.url,
            )


def _check_former(grounds: Grounds) -> Iterator[Hit]:
    for competency_id, mentions in grounds.mentioned.items():
        competency = grounds.lexicon.competency(competency_id)
        former = {alias.text for alias in competency.aliases if alias.origin is AliasOrigin.FORMER}
        if all(mention.alias in former for mention in mentions):
            yield Hit(
                message=f'"{mentions[0].text}" is a former name of {competency.name}.',
                fix=f'Write "{competency.name} (formerly {mentions[0].alias})", so that a search for either finds it.',
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
        times = f" ({len(mentions)} times)" if len(mentions) > 1 else ""
        yield Hit(
            message=f'"{surface}"{times} looks like a misspelling of "{right}"; a literal search does not find it.',
            fix=f'Write "{right}". If you meant something else, leave it as it is.',
            place=grounds.place_of(mentions[0]),
            competency=mentions[0].competency,
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
        bare = _by_place(grounds, bare)
        yield Hit(
            message=f"Listed, but shown in no job or project: "
            f"{name_all([grounds.lexicon.competency(one).name for one in bare])}.",
            fix="For each one that you have used, say in a bullet of the job what you did and what came of it. "
            "Remove what you could not talk about in an interview.",
            place=grounds.place_of(grounds.mentioned[bare[0]][0]),
            competency=bare[0] if len(bare) == 1 else None,
        )


def _check_stuffed(grounds: Grounds) -> Iterator[Hit]:
    words = max(1, len(grounds.text.split()))
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
        share = sum(len(mention.text.split()) for mention in mentions) / words
        if crowded is None and (len(mentions) < STUFFED_COUNT or share <= STUFFED_SHARE):
            continue
        name = grounds.lexicon.competency(competency).name
        yield Hit(
            message=f"{name} is written {len(mentions)} times, more than a reader needs.",
            fix="Keep it once in the skills section and once in each job where you used it. Repeating it adds "
            "nothing to this score, and puts readers off.",
            place=grounds.place_of(crowded or mentions[0]),
            competency=competency,
        )


def _check_implied_only(grounds: Grounds) -> Iterator[Hit]:
    implied = [
        judgement.evidence
        for judgement in grounds.judgements
        if judgement.evidence.via is not None
        and len(judgement.requirement.any_of) == 1
        and not judgement.evidence.mentions
        and grounds.claims[judgement.evidence.competency.id].share == 1.0
        and not _is_law_by_law(judgement.evidence, grounds)
        and not _is_spelt_in(judgement.evidence.competency, grounds.mentioned.get(judgement.evidence.via, ()))
    ]
    if implied:
        pairs = [(one.competency.label, one.via) for one in implied if one.via is not None]
        named = [f"{label} (by {grounds.lexicon.competency(via).name})" for label, via in pairs]
        yield Hit(
            message=f"Shown, but never named: {name_all(named)}. A search for the words themselves does not find it.",
            fix="Write the words once, beside what shows it or in the skills section.",
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
    others = [
        grounds.lexicon.competency(one)
        for one in grounds.mentioned
        if one not in grounds.serving and grounds.standings[one].credit > 0
    ]
    for judgement in grounds.judgements:
        if judgement.evidence.credit > 0:
            continue
        asker = "The job advert" if judgement.asked else "The role"
        for wanted in (grounds.lexicon.competency(one) for one in judgement.requirement.any_of):
            other = next((one for one in others if _looks_like(one, wanted)), None)
            if other is not None:
                yield Hit(
                    message=f"{asker} asks for {wanted.name}. {other.name} in the text is something else.",
                    fix=f'If you have worked with {wanted.name} as well, write "{wanted.label}" where you did.',
                    place=grounds.place_of(grounds.mentioned[other.id][0]),
                    competency=wanted.id,
                    source=wanted.source.url,
                )
                break


def _looks_like(one: Competency, other: Competency) -> bool:
    """Whether the lexicon tells the two apart, and their names begin with the same word: ICD-11 and ICD-10-CM."""
    if one.id not in other.distinct_from and other.id not in one.distinct_from:
        return False
    first, second = (
        {_TOKEN.findall(name.lower())[0] for name in (entry.name, entry.acronym) if name} for entry in (one, other)
    )
    return not first.isdisjoint(second)


def _check_unmeasured(grounds: Grounds) -> Iterator[Hit]:
    bullets: dict[tuple[int, int], Mention] = {}
    for mention in grounds.mentions:
        if mention.section is SectionKind.EXPERIENCE and grounds.weights.get(mention.competency) is Weight.CORE:
            bullets.setdefault(grounds.passages.bullet_at(mention.start), mention)
    plain = [span for span in bullets if not grounds.passages.is_measured(span)]
    measured = len(bullets) - len(plain)
    if len(bullets) >= MIN_BULLETS and measured < MEASURED_SHARE * len(bullets):
        yield Hit(
            message=f"Of {len(bullets)} lines that show the core of the role, {measured or 'none'} "
            f"{'gives' if measured <= 1 else 'give'} a figure.",
            fix="Give the strongest two or three a true figure: how many sites, charts, queries or studies, how often, "
            "how fast, or how accurate.",
            place=grounds.place(*plain[0]),
        )


def _check_old(grounds: Grounds) -> Iterator[Hit]:
    starts, ends = _entry_years(grounds)
    newest = max(ends, default=0)
    old: list[CompetencyId] = []
    for competency in grounds.serving:
        mentions = grounds.mentioned[competency]
        at = bisect_right(starts, mentions[0].start) - 1
        alone = len(mentions) == 1 and mentions[0].section is SectionKind.EXPERIENCE
        if alone and at >= 0 and newest - ends[at] >= OLD_YEARS:
            old.append(competency)
    if old:
        old = _by_place(grounds, old)
        yield Hit(
            message=f"Named only in an entry that ended {OLD_YEARS} years or more before the latest: "
            f"{name_all([grounds.lexicon.competency(one).name for one in old])}.",
            fix="If you still use it, say so in a recent job or in the skills section. If not, leave it there.",
            place=grounds.place_of(grounds.mentioned[old[0]][0]),
            competency=old[0] if len(old) == 1 else None,
        )


def _entry_years(grounds: Grounds) -> tuple[list[int], list[int]]:
    """Where the dated entries of experience begin, and the year in which each ended; "present" is the newest year.

    Where the reading of the file told no entries apart, a line with a range of years begins one.
    """
    dated: list[tuple[int, int | None]] = []
    for section in grounds.document.full.sections:
        if section.kind is SectionKind.EXPERIENCE:
            dated += (
                (entry.start, entry.period.last.year if entry.period.last else None)
                for entry in section.entries
                if entry.period is not None
            )
            if any(entry.period is not None for entry in section.entries):
                continue
            for start, end in iter_lines(grounds.text, section.start, section.end):
                found = None if is_bullet(grounds.text, start) else _RANGE.search(grounds.text, start, end)
                if found:
                    dated.append((start, int(found["end"]) if found["end"] else None))
    years = [int(year) for found in _RANGE.finditer(grounds.text) for year in re.findall(r"(?:19|20)\d\d", found[0])]
    newest = max(years, default=0)
    return [start for start, _ in dated], [newest if year is None else year for _, year in dated]


def _check_weak_openers(grounds: Grounds) -> Iterator[Hit]:
    openers = {_words_of(opener.text): opener for opener in grounds.lexicon.openers}
    longest = max(map(len, openers), default=0)
    first_words = {words[0] for words in openers}
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end in _iter_openings(grounds):
        first = _TOKEN.search(grounds.text, start, end)
        if first is None or first[0].lower() not in first_words:
            continue
        words = list(islice(_TOKEN.finditer(grounds.text, start, end), longest))
        for count in range(len(words), 0, -1):
            opener = openers.get(tuple(word[0].lower() for word in words[:count]))
            if opener is not None:
                found.setdefault(opener.text, []).append((start, words[count - 1].end()))
                break
    if found:
        known = {opener.text: opener for opener in openers.values()}
        spans = [span for places in found.values() for span in places]
        named = [f'"{text}"' + (f" ({len(places)} times)" if len(places) > 1 else "") for text, places in found.items()]
        advice = [f'for "{text}" {_either(known[text].stronger)}' for text in list(found)[:MAX_NAMED]]
        yield Hit(
            message=f"{len(spans)} {'line opens' if len(spans) == 1 else 'lines open'} without saying what you did: "
            f"{name_all(named)}.",
            fix=f"Open with the verb of your own part, as far as it is true: {'; '.join(advice)}.",
            place=grounds.place(*min(spans)),
        )


def _iter_openings(grounds: Grounds) -> Iterator[tuple[int, int]]:
    """Spans of lines of work behind their bullet signs: bullets, and lines that open with a capital."""
    for section in grounds.document.full.sections:
        if section.kind in _WORK:
            for start, end in iter_lines(grounds.text, section.start, section.end):
                opening = opening_at(grounds.text, start)
                if is_bullet(grounds.text, start) or grounds.text[opening:end][:1].isupper():
                    yield opening, end


def _either(verbs: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(verbs[:-1]), verbs[-1])))


PROSE_RULES: tuple[Rule, ...] = (
    Rule(code="ATS-P01", severity=Severity.INFO, title="Generic phrase", source=CLICHES, check=_check_generic),
    Rule(code="ATS-P02", severity=Severity.INFO, title="Acronym only", source=ACRONYMS, check=_check_acronym_only),
    Rule(code="ATS-P03", severity=Severity.INFO, title="Long form only", source=ACRONYMS, check=_check_expansion_only),
    Rule(code="ATS-P04", severity=Severity.WARNING, title="Superseded version", source="", check=_check_superseded),
    Rule(code="ATS-P05", severity=Severity.INFO, title="Former name", source="", check=_check_former),
    Rule(code="ATS-P06", severity=Severity.WARNING, title="Probable misspelling", source="", check=_check_misspelt),
    Rule(code="ATS-P07", severity=Severity.WARNING, title="Listed without evidence", source="", check=_check_bare),
    Rule(code="ATS-P13", severity=Severity.WARNING, title="Stuffing", source=STUFFING, check=_check_stuffed),
    Rule(code="ATS-P14", severity=Severity.INFO, title="Shown but not named", source="", check=_check_implied_only),
    Rule(code="ATS-P15", severity=Severity.WARNING, title="Look-alike", source="", check=_check_look_alike),
    Rule(
        code="ATS-P16",
        severity=Severity.INFO,
        title="Core work without figures",
        source=SCOPE_AND_RESULTS,
        check=_check_unmeasured,
    ),
    Rule(code="ATS-P17", severity=Severity.INFO, title="Only in an old entry", source="", check=_check_old),
    Rule(code="ATS-P18", severity=Severity.INFO, title="Weak opening", source=OPENERS, check=_check_weak_openers),
)
