"""The fast matcher finds what a slow and obvious one finds; and laws that hold for every text."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marks import Names, name

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.match.assertion import is_cue, judge_line
from ats_audit.match.candidates import find_candidates
from ats_audit.match.clean import clean_text
from ats_audit.match.guards import admits
from ats_audit.match.keys import split_units
from ats_audit.match.lines import Lines
from ats_audit.match.sense import select_candidates
from ats_audit.match.spelling import spell
from ats_audit.model import Assertion, Kind, Policy

WORDS = ("data", "date", "plan", "study", "report", "monitor", "moniter", "clinical", "safety", "protocol",
         "randomization", "pharmacology", "management", "managements", "verification")  # fmt: skip
TOGETHER = (" ", "  ", "-", "/", "\n", " / ")
APART = (", ", ". ", "; ", "\n\n", " • ", "\t")


class Hit(NamedTuple):
    first: int
    last: int
    alias: str
    edits: int


def distance(one: str, other: str) -> int:
    """Edits from one word to another, a swap of neighbours being one (optimal string alignment)."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def may_be_near(form: str, other: str) -> bool:
    """Nothing is corrected whose first letter is another, but for two letters swapped at the beginning."""
    return form[0] == other[0] or (len(form) == len(other) and form[:2] == other[1::-1])


def readings(surface: str, vocabulary: set[str]) -> list[tuple[str, int]]:
    """What a word may stand for, best first: itself if known, else up to four near words."""
    word = surface.lower()
    spelt = spell(word)
    if spelt in vocabulary:
        return [(spelt, 0)]
    if len(word) < 4 or (len(word) < 6 and surface.isupper()):
        return []
    most = 2 if len(word) >= 9 else 1
    found = []
    for other in vocabulary:
        edits = min((distance(form, other) for form in (spelt, word) if may_be_near(form, other)), default=99)
        if 0 < edits <= most:
            found.append((edits, other))
    return [(other, edits) for edits, other in sorted(found)[:4]]


def fits_policy(alias: str, policy: Policy, span: list[str], edits: int) -> bool:
    """Case and number, as the policy of an alias asks."""
    written = alias.split()
    if policy is not Policy.ANY and len(span) == 1 and span[0][-1] in "sS" and written[-1][-1] not in "sS":
        return False
    if policy is Policy.CAP:
        return span[0] != span[0].lower()
    if policy is Policy.CASE:
        return not edits and all(
            found[0].isupper() or not wanted[0].isupper() for wanted, found in zip(written, span, strict=True)
        )
    return True


def is_near(alias: str, keys: tuple[str, ...], span: list[str], edits: int) -> bool:
    """Whether a misspelling is near enough for what it would be credited as."""
    if len(span) > 1:
        return edits <= max(1, sum(map(len, alias.split())) // 7)
    word = span[0].lower()
    shorter = min(len(word), len(alias))
    twice = len(word) >= 7 and any(one == two and word[:at] + word[at + 1 :] == keys[0]
                                   for at, (one, two) in enumerate(pairwise(word)))  # fmt: skip
    return shorter >= 7 or (shorter >= 5 and edits == 1 and (sorted(word) == sorted(keys[0]) or twice))


def reference(aliases: dict[str, Policy], words: list[str], gaps: list[str]) -> list[Hit]:
    """Try every span against every alias; then let the longest win."""
    keyed = {alias: tuple(spell(word.lower()) for word in alias.split()) for alias in aliases}
    vocabulary = {key for keys in keyed.values() for key in keys}
    options = [readings(word, vocabulary) for word in words]
    hits: list[Hit] = []
    for alias, keys in keyed.items():
        size = len(keys)
        for first in range(len(words) - size + 1):
            last = first + size
            between = gaps[first : last - 1]
            if any(gap in APART for gap in between) or between.count("\n") > 1 + size // 4:
                continue
            edits = [
                sum(edits for _, edits in choice)
                for choice in product(*options[first:last])
                if tuple(key for key, _ in choice) == keys
                # at most one word of a phrase is read otherwise than at its best
                and sum(one != every[0] for one, every in zip(choice, options[first:last], strict=True)) <= 1
            ]
            if not edits:
                continue
            least = min(edits)
            span = words[first:last]
            if fits_policy(alias, aliases[alias], span, least) and (not least or is_near(alias, keys, span, least)):
                hits.append(Hit(first, last, alias, least))
    hits.sort(key=lambda hit: (hit.first - hit.last, hit.edits, hit.first, list(aliases).index(hit.alias)))
    chosen: list[Hit] = []
    for hit in hits:
        if all(hit.last <= other.first or other.last <= hit.first for other in chosen):
            chosen.append(hit)
    return sorted(chosen)


def misspell(word: str, how: str, at: int) -> str:
    at = 1 + at % (len(word) - 2)
    match how:
        case "drop":
            return word[:at] + word[at + 1 :]
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "change":
            return word[:at] + "x" + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case _:
            return word


class Case(NamedTuple):
    aliases: dict[str, Policy]
    words: list[str]
    gaps: list[str]


INVENTED = st.text("acdeimnorst", min_size=5, max_size=7)
"""Short enough that no two of them make a third."""
CASES = (str.lower, str.lower, str.lower, str.capitalize, str.upper)
POLICIES = st.sampled_from((Policy.ANY, Policy.ANY, Policy.CAP, Policy.CASE))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A generated lexicon, and a text made of it: misspelt, cut short, in any case, and mixed with other words."""
    pool = st.sampled_from([*WORDS, *draw(st.lists(INVENTED, max_size=6))])
    phrases = st.lists(st.tuples(pool, st.booleans()), min_size=1, max_size=4).map(
        lambda words: " ".join(word.capitalize() if capital else word for word, capital in words)
    )
    # aliases with the same keys are one alias: the lexicon's laws forbid the second
    unique = {
        tuple(spell(word) for word in alias.lower().split()): alias for alias in draw(st.lists(phrases, min_size=1))
    }
    aliases = {alias: draw(POLICIES) for alias in sorted(unique.values())}
    words: list[str] = []
    gaps: list[str] = []
    for phrase in draw(st.lists(st.one_of(st.sampled_from(sorted(aliases)), phrases), min_size=1, max_size=5)):
        written = draw(st.sampled_from(CASES))
        for word in phrase.split():
            how = draw(st.sampled_from(("none", "none", "none", "drop", "swap", "change", "double")))
            words.append(written(misspell(word.lower(), how, draw(st.integers(0, 9)))))
            gaps.append(draw(st.sampled_from((" ", " ", " ", *TOGETHER, *TOGETHER, *APART))))
    return Case(aliases, words, gaps[:-1])


@settings(max_examples=150, deadline=None)
@given(case=cases())
def test_the_fast_matcher_equals_the_obvious_one(case: Case) -> None:
    equal_to_reference(case)


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None)
@given(case=cases())
def test_the_fast_matcher_equals_the_obvious_one_on_many_more(case: Case) -> None:
    equal_to_reference(case)


def equal_to_reference(case: Case) -> None:
    names, words, gaps = case
    text = "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=True))
    # the competency is named so that ties are broken as in the reference
    matcher = Matcher(Names(tuple(name(f"c{at:02}", (alias, names[alias])) for at, alias in enumerate(names))))
    units = split_units(text)
    readings = matcher._vocabulary.read_all(units.surfaces)
    found = find_candidates(units, readings, matcher._vocabulary, matcher._phrasebook, matcher._patterns)
    found = [candidate for candidate in found if not candidate.split and admits(candidate, units)]
    chosen = select_candidates(found, Lines(units, [reading.plain for reading in readings]), matcher._senses, ())
    fast = [Hit(hit.first, hit.last, hit.pattern.alias, hit.edits) for hit in chosen]
    assert fast == reference(names, words, gaps)


@pytest.fixture(scope="module")
def built_in() -> Matcher:
    return Matcher(Lexicon.load())


PIECES = ("ICD-10-CM", "/PCS", "Medi-\ndata Rave", "GCP", " (", ")", "no ", "experience", "\n\n", "• ", ", ", " and ",
          "Pharmacovigilence", "e-CRF", "SAP", "ﬁ", "®", "\u200b", "Â ", "â€™", "CPC", " in progress", "Phase I-III",
          "R", "&", "D", "123", "(expired)", "Good Clinial Practice", "\t", "é", "İ", "'s", ".")  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_every_mention_quotes_the_text_and_stands_in_order(built_in: Matcher, text: str) -> None:
    mentions = built_in.match_text(text)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert 0 < mention.similarity <= 1
    places = [(mention.start, mention.end, mention.competency) for mention in mentions]
    assert places == sorted(set(places))
    assert built_in.match_text(text) == mentions


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_every_cleaned_span_has_a_place_in_the_original(text: str) -> None:
    clean = clean_text(text)
    assert "\u00ad" not in clean.text
    last = 0
    for at in range(len(clean.text)):
        start, end = clean.original(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start
    assert len(clean.text.lower()) == len(clean.text)


CUES = (
    "no", "not", "without", "never", "lacks", "experience", "training", "certified", "seeking", "plan", "to",
    "learn", "learning", "currently", "in progress", "expected", "pending", "(expired)", "formerly",
    "colleagues", "who", "held", "working towards", "in training", "candidate", "underway", "yet to", "use",
    "a", "role", "as", ",", ";", "but", ":", "-", "none", "enrolled in", "new to me", "is", "built", "and",
    "undergoing", "self-study", "out of date", "being trained", "to be completed", "i have", "haven't", "n/a",
    "(", ")",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    words=st.lists(st.one_of(st.just("SDTM"), st.sampled_from(CUES)), min_size=1, max_size=9),
    kind=st.sampled_from((Kind.CERTIFICATION, Kind.STANDARD)),
)
def test_a_line_without_a_cue_asserts(words: list[str], kind: Kind) -> None:
    line = " ".join(words)
    mentions = [(match.start(), match.end(), kind) for match in re.finditer("SDTM", line)]
    if not any(is_cue(word.lower()) for word in split_units(line).surfaces):
        assert set(judge_line(line, mentions, range(len(mentions)))) <= {Assertion.ASSERTED}
