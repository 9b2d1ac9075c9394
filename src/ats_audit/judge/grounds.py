"""The grounds of a judgement: the text, what stands in it, and what it earns, made once and read by every step."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ats_audit.judge.ladder import judge_strongest
from ats_audit.judge.passages import Passages
from ats_audit.judge.scoring import Claims, judge_evidence, judge_points, judge_requirements, total
from ats_audit.model import BlockKind, ReadingKind, Score, TextPlace, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ats_audit.judge.ladder import Ladder, Standings, Strongest
    from ats_audit.judge.target import Target
    from ats_audit.lexicon import Lexicon
    from ats_audit.model import CompetencyId, Document, Evidence, Judgement, Mention, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All that findings, plan and suggestion rest on. Immutable."""

    document: Document
    target: Target
    lexicon: Lexicon
    ladder: Ladder
    mentions: tuple[Mention, ...]
    """Those of the full reading, in order of the text."""
    mentioned: Mapping[CompetencyId, tuple[Mention, ...]]
    """The same, by competency."""
    standings: Standings
    """Of the full reading."""
    strongest: Strongest
    """The same, each with the mentions that stand so."""
    claims: Claims
    """Of the full reading."""
    weaker: Mapping[ReadingKind, Claims]
    """Of the other readings."""
    score: Score
    judgements: tuple[Judgement, ...]
    evidence: tuple[Evidence, ...]
    weights: Mapping[CompetencyId, Weight]
    """The alternatives of the requirements, each with the greatest weight that asks for it."""
    serving: frozenset[CompetencyId]
    """Competencies that stand in the text and satisfy a requirement, themselves or by what they imply."""
    passages: Passages = field(repr=False)
    """Of the full reading."""
    _block_starts: tuple[int, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """Text of the full reading."""
        return self.document.text

    def block_kind_at(self, offset: int) -> BlockKind:
        """What sort of block holds the code point at *offset* of the full reading; body where none does."""
        index = bisect_right(self._block_starts, offset) - 1
        if index >= 0 and offset < self.document.blocks[index].end:
            return self.document.blocks[index].kind
        return BlockKind.BODY

    def place(self, start: int, end: int) -> TextPlace:
        """A span of the full reading, with its page."""
        return TextPlace(start=start, end=end, page=self.document.page_at(start))

    def place_of(self, mention: Mention) -> TextPlace:
        """Where *mention* stands."""
        return self.place(mention.start, mention.end)


def lay_grounds(
    document: Document,
    mentions: Mapping[ReadingKind, tuple[Mention, ...]],
    target: Target,
    lexicon: Lexicon,
    ladder: Ladder,
) -> Grounds:
    """Judge every reading of *document*, and keep what the later steps need.

    A reading for which *mentions* has no entry counts as one without mentions.
    """
    ordered = tuple(
        sorted(mentions.get(ReadingKind.FULL, ()), key=lambda mention: (mention.start, mention.end, mention.competency))
    )
    strongest = judge_strongest(document.full, ordered, lexicon)
    standings = {one: standing for one, (standing, _) in strongest.items()}
    full = ladder.claims(standings)
    weaker: dict[ReadingKind, Claims] = {}
    mentioned: dict[CompetencyId, tuple[Mention, ...]] = {}
    for mention in ordered:
        mentioned[mention.competency] = (*mentioned.get(mention.competency, ()), mention)
    passages = Passages(document.text, ordered)
    evidence = judge_evidence(target.requirements, full, mentioned, strongest, passages, ladder)
    judgements = judge_requirements(target, full, evidence)
    scores: dict[ReadingKind, float] = {ReadingKind.FULL: total(judgement.points for judgement in judgements)}
    for reading in document.readings:
        found = mentions.get(reading.kind, ())
        if reading.kind is ReadingKind.FULL:
            continue
        if reading.text == document.text and _alike(found, mentions.get(ReadingKind.FULL, ())):
            weaker[reading.kind] = full  # most files read the same either way
            scores[reading.kind] = scores[ReadingKind.FULL]
            continue
        shown = judge_strongest(reading, found, lexicon)
        weaker[reading.kind] = ladder.claims({one: standing for one, (standing, _) in shown.items()})
        scores[reading.kind] = total(judge_points(target.requirements, weaker[reading.kind]))
    weights = greatest_weights(target.requirements)
    return Grounds(
        document=document,
        target=target,
        lexicon=lexicon,
        ladder=ladder,
        mentions=ordered,
        mentioned=mentioned,
        standings=standings,
        strongest=strongest,
        claims=full,
        weaker=weaker,
        score=Score(
            full=scores[ReadingKind.FULL],
            worst=min(scores.values()),
            readings=tuple((reading.kind, scores[reading.kind]) for reading in document.readings),
            at_risk=_at_risk(mentioned, full, weaker),
        ),
        judgements=judgements,
        evidence=evidence,
        weights=weights,
        serving=frozenset(
            competency
            for competency in mentioned
            if competency in weights or not weights.keys().isdisjoint(ladder.reached_from(competency))
        ),
        passages=passages,
        _block_starts=tuple(block.start for block in document.blocks),
    )


def _alike(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """Whether both are the same mentions; the page, which only the full reading knows, is no matter of judging."""
    return len(one) == len(other) and all(
        (mine.start, mine.end, mine.competency, mine.method, mine.assertion, mine.section)
        == (its.start, its.end, its.competency, its.method, its.assertion, its.section)
        for mine, its in zip(one, other, strict=True)
    )


def greatest_weights(requirements: Iterable[Requirement]) -> dict[CompetencyId, Weight]:
    """The alternatives of *requirements*, each with the greatest weight that asks for it, the greatest first."""
    order = tuple(Weight)
    weights: dict[CompetencyId, Weight] = {}
    for requirement in sorted(requirements, key=lambda asked: order.index(asked.weight)):
        for competency in requirement.any_of:
            weights.setdefault(competency, requirement.weight)
    return weights


def _at_risk(
    mentioned: Mapping[CompetencyId, object], full: Claims, weaker: Mapping[ReadingKind, Claims]
) -> tuple[CompetencyId, ...]:
    """Competencies that stand in the full reading and earn less credit in another; sorted by id."""
    return tuple(
        competency
        for competency in sorted(mentioned)
        if any(
            (found[competency].credit if competency in found else 0.0) < full[competency].credit
            for found in weaker.values()
        )
    )
