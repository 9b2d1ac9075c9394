"""The matcher: a text in, mentions out."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ats_audit.match.assertion import REACH_BEFORE, REACH_BEHIND, judge_line
from ats_audit.match.candidates import find_candidates
from ats_audit.match.clean import clean_text
from ats_audit.match.coordination import expand_coordinations
from ats_audit.match.guards import admits, count_name, is_of_person
from ats_audit.match.hyphens import Hyphens
from ats_audit.match.keys import split_units
from ats_audit.match.lines import Lines
from ats_audit.match.patterns import Patterns
from ats_audit.match.phrases import Phrasebook
from ats_audit.match.sense import Senses, select_candidates
from ats_audit.match.vocabulary import Vocabulary
from ats_audit.model import Assertion, Mention, Method, ReadingKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ats_audit.match.candidates import Candidate
    from ats_audit.match.clean import CleanText
    from ats_audit.match.patterns import Catalogue
    from ats_audit.match.vocabulary import Reading as WordReading
    from ats_audit.model import Document, Reading, Section


class Matcher:
    """Finds the competencies of a lexicon in texts.

    A matcher may be shared between threads, and pickles as its lexicon. It needs no spaCy; the component does.
    """

    def __init__(self, lexicon: Catalogue) -> None:
        """Compile *lexicon*; about 10 microseconds an alias."""
        self._lexicon = lexicon
        self._patterns = Patterns(lexicon)
        self._vocabulary = Vocabulary(self._patterns, frozenset(lexicon.deny))
        self._hyphens = Hyphens(self._patterns)
        self._phrasebook = Phrasebook(self._patterns)
        self._senses = Senses(self._patterns)

    def __reduce__(self) -> tuple[type[Matcher], tuple[Catalogue]]:
        return (Matcher, (self._lexicon,))

    def match_text(self, text: str, *, sections: Sequence[Section] = ()) -> tuple[Mention, ...]:
        """All mentions in *text*, ordered by start, end and competency.

        Offsets are half-open code points into *text* itself: `text[m.start:m.end] == m.text`. Mentions overlap only
        where one word belongs to two names ("medical billing and coding"). With *sections*, spans into the same
        text, each mention knows its section.
        """
        clean = self._hyphens.close(clean_text(text))
        units = split_units(clean.text)
        readings = self._vocabulary.read_all(units.surfaces)
        found = find_candidates(units, readings, self._vocabulary, self._phrasebook, self._patterns)
        named = count_name(units, readings)
        found = [
            one
            for one in found
            if admits(one, units) and not (one.last <= named and is_of_person(one, units, readings[:named]))
        ]
        if not found:
            return ()
        lines = Lines(units, [reading.plain for reading in readings])
        parts = tuple(
            lines.between(clean.cleaned(section.heading_start), clean.cleaned(section.end)) for section in sections
        )
        chosen = select_candidates(found, lines, self._senses, parts)
        chosen = expand_coordinations(chosen, units, self._vocabulary, self._patterns)
        mentions = [
            _mention(text, clean, lines, candidate, assertion, sections)
            for candidate, assertion in zip(chosen, _judge(chosen, lines, readings), strict=True)
        ]
        return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.competency)))

    def match_document(self, document: Document) -> dict[ReadingKind, tuple[Mention, ...]]:
        """All mentions in each reading of a document."""
        matched: dict[str, tuple[Mention, ...]] = {}
        for reading in document.readings:
            # Most files read the same in all three ways; the full reading, which knows pages, comes first.
            if reading.text not in matched:
                matched[reading.text] = self.match_reading(document, reading)
        return {reading.kind: matched[reading.text] for reading in document.readings}

    def match_reading(self, document: Document, reading: Reading) -> tuple[Mention, ...]:
        """All mentions in one reading of a document, with section, and page for the full reading."""
        mentions = self.match_text(reading.text, sections=reading.sections)
        if reading.kind is not ReadingKind.FULL or document.pages is None:
            return mentions
        from dataclasses import replace

        return tuple(replace(mention, page=document.page_at(mention.start)) for mention in mentions)


def _judge(chosen: list[Candidate], lines: Lines, readings: list[WordReading]) -> list[Assertion]:
    """The assertion of each candidate, judged line by line; a line without a cue asserts."""
    starts, ends = lines.units.starts, lines.units.ends
    cues = [at for at, reading in enumerate(readings) if reading.cue]
    results = [Assertion.ASSERTED] * len(chosen)
    if not cues:
        return results
    by_line: dict[tuple[int, int], list[int]] = {}
    for at, candidate in enumerate(chosen):
        by_line.setdefault(lines.span(starts[candidate.first]), []).append(at)
    for (start, end), places in by_line.items():
        first, last = lines.between(start, end)
        here = cues[bisect_left(cues, first) : bisect_left(cues, last)]
        if here:  # a cue within a name says nothing: "Apprentice", "Training"
            named = {unit for at in places for unit in range(chosen[at].first, chosen[at].last)}
            here = [at for at in here if at not in named]
        doubtful = [
            index
            for index, at in enumerate(places)
            if bisect_left(here, chosen[at].first - REACH_BEFORE) < bisect_left(here, chosen[at].last + REACH_BEHIND)
        ]
        if not doubtful:
            continue
        spans = [
            (starts[chosen[at].first] - start, min(ends[chosen[at].last - 1], end) - start, chosen[at].pattern.kind)
            for at in places
        ]
        courses = [index for index in doubtful if chosen[places[index]].pattern.is_course]
        judged = judge_line(lines.text[start:end], spans, doubtful, courses=courses)
        for index, assertion in zip(doubtful, judged, strict=True):
            results[places[index]] = assertion
    return results


def _mention(
    text: str,
    clean: CleanText,
    lines: Lines,
    candidate: Candidate,
    assertion: Assertion,
    sections: Sequence[Section],
) -> Mention:
    start, end = clean.original(*_span(candidate, lines))
    pattern = candidate.pattern
    edits = max(candidate.edits, pattern.misspelt)
    return Mention(
        competency=pattern.competency,
        start=start,
        end=end,
        text=text[start:end],
        alias=pattern.alias,
        method=Method.FUZZY if edits else Method.EXACT,
        similarity=round(max(0.0, 1 - edits / pattern.letters), 4) if edits else 1.0,
        assertion=assertion,
        section=next((part.kind for part in sections if part.heading_start <= start < part.end), None),
        page=None,
    )


def _span(candidate: Candidate, lines: Lines) -> tuple[int, int]:
    """Characters of a candidate; a bracket opened inside is closed: "E6(R2)"."""
    start, end = lines.units.starts[candidate.first], lines.units.ends[candidate.last - 1]
    if lines.text[end : end + 1] == ")" and lines.text.count("(", start, end) > lines.text.count(")", start, end):
        end += 1
    return start, end
