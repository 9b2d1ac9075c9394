"""Evidence as a person wants to see it: a short quote, where it stands, and by which name it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ats_audit.model import Assertion, Method, Rung, SectionKind
from ats_audit.report._neutral import neutralise
from ats_audit.words import reports as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ats_audit.model import AuditReport, CompetencyId, Evidence, Judgement, Mention, Quote

_LEAST: Final = 24
"""Characters that a quote keeps at least, however narrow the display."""
_ASSERTIONS: Final[Mapping[Rung, Assertion]] = {
    Rung.LEARNING: Assertion.LEARNING,
    Rung.LAPSED: Assertion.LAPSED,
    Rung.NEGATED: Assertion.NEGATED,
}
_SECTIONS: Final[Mapping[Rung, frozenset[SectionKind]]] = {
    Rung.DEMONSTRATED: frozenset({SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING}),
    Rung.CREDENTIALED: frozenset({SectionKind.CERTIFICATIONS, SectionKind.EDUCATION, SectionKind.TRAINING}),
}
"""Where the mentions of a rung usually stand; elsewhere is not wrong, only second best."""
_ANYWHERE: Final = frozenset(SectionKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A quote of the résumé, cut to fit, and what is to be said of it."""

    before: str
    surface: str
    """The mention itself."""
    after: str
    notes: tuple[str, ...]
    """By which name it counts, and where it stands."""
    mention: Mention | None
    """None where nothing stands in the text; the quote is empty then."""


class QuoteBook:
    """The names, mentions and quotes of one report, ready to be looked up."""

    def __init__(self, report: AuditReport, width: int) -> None:
        """Take up *report*; quotes are cut to *width* characters."""
        self.width = max(width, _LEAST)
        self._evidence: dict[CompetencyId, Evidence] = {
            **{judgement.evidence.competency.id: judgement.evidence for judgement in report.judgements},
            **{evidence.competency.id: evidence for evidence in report.evidence},
        }
        # What the suggestion quotes comes first: of the strongest mentions it prefers the one with a figure.
        self._quotes: tuple[Quote, ...] = (
            *(item.quote for group in report.suggestion.groups for item in group.items),
            *(evidence.quote for evidence in self._evidence.values() if evidence.quote),
        )

    def name(self, competency: CompetencyId) -> str:
        """Name of a competency of the report; its id where the report does not know it."""
        evidence = self._evidence.get(competency)
        return neutralise(evidence.competency.name) if evidence else str(competency)

    def evidence(self, judgement: Judgement) -> str:
        """The quote that earns a requirement its state, and where it stands; for evidence that is not absent."""
        passage = self.passage(judgement)
        parts = ", ".join(passage.notes)
        if passage.mention is None:
            return parts
        quote = words.QUOTE.format(quote=passage.before + passage.surface + passage.after)
        return f"{quote} ({parts})" if parts else quote

    def passage(self, judgement: Judgement) -> Passage:
        """What `evidence` says, in its parts."""
        evidence = judgement.evidence
        source = self._evidence.get(evidence.via, evidence) if evidence.via else evidence
        notes = [*self._way(judgement)]
        mention = self._best_mention(source, evidence)
        if mention is None:
            return Passage(before="", surface="", after="", notes=tuple(notes), mention=None)
        if evidence.near and self._is_quoted(mention):
            notes.append(words.WRITTEN.format(surface=neutralise(mention.text)))
        if mention.section is not None:
            notes.append(words.SECTIONS[mention.section])
        if mention.page is not None:
            notes.append(words.PAGE.format(page=mention.page))
        before, surface, after = self._quote(mention)
        return Passage(before=before, surface=surface, after=after, notes=tuple(notes), mention=mention)

    def _way(self, judgement: Judgement) -> Iterator[str]:
        """By which competency a requirement is met, where its own name does not say so."""
        evidence = judgement.evidence
        if evidence.via is not None:
            form = words.OLDER if evidence.via in evidence.competency.supersedes else words.VIA
            yield form.format(name=self.name(evidence.via))
        elif evidence.competency.name != judgement.requirement.name:
            yield neutralise(evidence.competency.name)

    def _best_mention(self, source: Evidence, evidence: Evidence) -> Mention | None:
        """The mention that stands on the rung of *evidence*; of several the one that the suggestion quotes."""
        return min(
            source.mentions,
            key=lambda mention: (
                mention.assertion is not _ASSERTIONS.get(evidence.rung, Assertion.ASSERTED),
                (mention.method is Method.FUZZY) is not evidence.near,
                mention.section not in _SECTIONS.get(evidence.rung, _ANYWHERE),
                not self._is_quoted(mention),
                mention.start,
            ),
            default=None,
        )

    def _is_quoted(self, mention: Mention) -> bool:
        return self._covering(mention) is not None

    def _covering(self, mention: Mention) -> Quote | None:
        """The longest passage quoted by the suggestion in which *mention* stands."""
        return max(
            (quote for quote in self._quotes if quote.start <= mention.start and mention.end <= quote.end),
            key=lambda quote: quote.end - quote.start,
            default=None,
        )

    def _quote(self, mention: Mention) -> tuple[str, str, str]:
        quote = self._covering(mention)
        if quote is None:
            return "", neutralise(mention.text), ""
        return clip(quote.text, mention.start - quote.start, mention.end - quote.start, self.width)


def shorten(text: str, width: int) -> str:
    """*text* on one harmless line of at most *width* characters, cut between words with an ellipsis."""
    return _first(neutralise(text), width)


def clip(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """What stands before, in and after a span of *text*, harmless and in all about *width* characters of one line.

    Cut between words where it can be, with an ellipsis on each side that is cut.
    """
    before, middle, after = neutralise_edges(text, start, end)
    spare = width - len(middle)
    if len(before) + len(after) <= spare:
        return before, middle, after
    room = max(spare // 2, 0)
    left = min(len(before), max(room, spare - len(after)))
    right = max(min(len(after), spare - left), 0)
    return _last(before, left), middle, _first(after, right)


def neutralise_edges(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, in and after a span, each harmless, with the spaces between them kept."""
    before, middle, after = text[:start], text[start:end], text[end:]
    return (
        neutralise(before + "|")[:-1],
        neutralise(middle),
        neutralise("|" + after)[1:],
    )


def _last(text: str, length: int) -> str:
    """The end of *text*: at most *length* characters with the ellipsis, whole words where there is room for one."""
    if len(text) <= length:
        return text
    cut = len(text) - max(length - 1, 0)
    kept = text[cut:]
    if not text[cut - 1].isspace():
        _, space, whole = kept.partition(" ")
        kept = whole if space else kept
    return words.MORE + kept


def _first(text: str, length: int) -> str:
    """The beginning of *text*, likewise."""
    if len(text) <= length:
        return text
    cut = max(length - 1, 0)
    kept = text[:cut]
    if not text[cut].isspace():
        whole, space, _ = kept.rpartition(" ")
        kept = whole if space else kept
    return kept + words.MORE
