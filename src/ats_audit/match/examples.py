"""Examples with the expected finds written inside: `"Built in [[Medidata Rave]] and [[Redcpa~]]"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ats_audit.model import Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ats_audit.match.matcher import Matcher
    from ats_audit.model import CompetencyId

_MARK = re.compile(r"\[\[([^\[\]~]+)(~?)\]\]")


class MarkedText(NamedTuple):
    """A line without its marks, and the spans that were marked."""

    text: str
    spans: tuple[tuple[int, int, bool], ...]
    """Half-open code points, and whether the mark says that it is a misspelling."""


def parse_marks(marked: str) -> MarkedText:
    """Take the marks out of an example.

    Raises:
        ValueError: A mark is empty, nested, or not closed.
    """
    text = ""
    spans: list[tuple[int, int, bool]] = []
    done = 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        spans.append((len(text), len(text) + len(match.group(1)), bool(match.group(2))))
        text += match.group(1)
        done = match.end()
    text += marked[done:]
    if "[[" in text or "]]" in text:
        raise ValueError("unbalanced [[ ]]")
    return MarkedText(text, tuple(spans))


def check_examples(matcher: Matcher, examples: Iterable[tuple[CompetencyId, str, bool]]) -> Iterator[tuple[int, str]]:
    """Examples that the matcher does not bear out, as (index, what is wrong).

    Each example is a competency, a line with marks, and whether it must match. Where it must, the marked spans are
    exactly those at which this competency is found; where it must not, it is found nowhere and nothing is marked.
    """
    for index, (competency, marked, must_match) in enumerate(examples):
        try:
            text, spans = parse_marks(marked)
        except ValueError as error:
            yield index, str(error)
            continue
        if must_match and not spans:
            yield index, "a match example needs at least one [[mark]]"
            continue
        if spans and not must_match:
            yield index, "a no_match example has no [[marks]]"
            continue
        wanted = set(spans)
        found = {
            (mention.start, mention.end, mention.method is Method.FUZZY)
            for mention in matcher.match_text(text)
            if mention.competency == competency
        }
        missed = [_shown(text, span) for span in sorted(wanted - found)]
        extra = [_shown(text, span) for span in sorted(found - wanted)]
        if missed:
            yield index, f"not found: {', '.join(missed)}" + (f"; found: {', '.join(extra)}" if extra else "")
        elif extra:
            yield index, f"found, but must not be: {', '.join(extra)}"


def check_confusables(
    matcher: Matcher,
    pairs: Iterable[tuple[CompetencyId, CompetencyId]],
    examples: Iterable[tuple[CompetencyId, str, bool]],
) -> Iterator[tuple[int, str]]:
    """Pairs that the matcher does not keep apart, as (index, what is wrong).

    Where a match example of the one is marked, the other is not found: neither is taken for the other.
    """
    lines: dict[CompetencyId, list[MarkedText]] = {}
    for competency, marked, must_match in examples:
        if must_match:
            lines.setdefault(competency, []).append(parse_marks(marked))
    for index, pair in enumerate(pairs):
        for one, other in (pair, pair[::-1]):
            for text, spans in lines.get(one, ()):
                for mention in matcher.match_text(text):
                    overlaps = any(mention.start < end and start < mention.end for start, end, _ in spans)
                    if mention.competency == other and overlaps:
                        yield index, f"{mention.text!r} in an example of {one} is taken for {other}"


def _shown(text: str, span: tuple[int, int, bool]) -> str:
    start, end, misspelt = span
    return f"{text[start:end]!r} at {start}" + (" (as a misspelling)" if misspelt else "")
