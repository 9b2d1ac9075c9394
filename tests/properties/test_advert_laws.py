"""The laws of reading job adverts, for any advert made of the usual parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from judging import make_competency, make_document, make_lexicon, make_scan

from ats_audit.judge import read_advert
from ats_audit.model import Kind, Reading, ReadingKind, Weight

if TYPE_CHECKING:
    import random

    from ats_audit.model import Advert

NAMES = ("Epic", "Rave", "SQL", "HIPAA", "CPC", "ICD-10-CM")
LEXICON = make_lexicon(
    [
        make_competency("Epic", kind=Kind.PLATFORM),
        make_competency("Rave", kind=Kind.PLATFORM),
        make_competency("SQL", kind=Kind.ANALYTICS),
        make_competency("HIPAA", kind=Kind.REGULATION),
        make_competency("CPC", kind=Kind.CERTIFICATION),
        make_competency("ICD-10-CM", kind=Kind.CODING_SYSTEM),
    ]
)
HEADINGS = {
    "required": ("Minimum Qualifications", "Requirements:", "What you will bring", "MUST-HAVES"),
    "preferred": ("Preferred Qualifications", "Nice to have", "Bonus points for"),
    "duty": ("Responsibilities", "What you will do", "Key Duties"),
}
SENTENCES = ("Works with {}.", "Daily use of {}", "{} in a clinic of 40 beds.", "Experience with {}")
ASIDES = (
    "We are an equal opportunity employer and give no thought to who knows {}.",
    "Benefits include medical, dental and vision insurance, and a class in {}.",
    "Send your CV to the {} team to apply.",
    "Our mission is to bring {} to everybody.",
    "A background check covers your records in {}.",
    "Deliberate attempts to falsify what you say of {} end your application.",
    "We are a leading provider of {} services.",
    "Salary: $52,000 - $61,000, and {} pays for itself.",
)
ASIDE_HEADINGS = ("About us", "Benefits", "How to apply", "Equal Opportunity")

Block = tuple[str, str, tuple[str, ...]]
"""How the part asks, its heading, and its lines."""


def lines_of(kind: str) -> st.SearchStrategy[Block]:
    sentence = st.tuples(st.sampled_from(SENTENCES), st.sampled_from(NAMES)).map(lambda pair: pair[0].format(pair[1]))
    lines = st.lists(sentence, min_size=1, max_size=4).map(tuple)
    return st.tuples(st.just(kind), st.sampled_from(HEADINGS[kind]), lines)


parts = st.lists(st.sampled_from(tuple(HEADINGS)).flatmap(lines_of), min_size=1, max_size=5)
asides = st.lists(
    st.tuples(
        st.sampled_from(ASIDE_HEADINGS),
        st.lists(st.tuples(st.sampled_from(ASIDES), st.sampled_from(NAMES)), min_size=1, max_size=3),
    ),
    max_size=3,
)


def write(blocks: list[Block]) -> list[str]:
    return ["\n".join([heading, *(f"- {line}" for line in lines)]) for _, heading, lines in blocks]


def read(*blocks: str) -> Advert:
    text = "Coder wanted\n\n" + "\n\n".join(blocks) + "\n"
    document = make_document([Reading(kind=kind, text=text, sections=()) for kind in ReadingKind])
    return read_advert(document, make_scan(LEXICON)(text), LEXICON, name="advert.txt")


def asked(advert: Advert) -> set[tuple[tuple[str, ...], str]]:
    return {
        (tuple(requirement.any_of), ask.kind.value)
        for requirement, ask in zip(advert.requirements, advert.asks, strict=True)
    }


@settings(max_examples=20)
@given(parts, asides, st.randoms(use_true_random=False))
def test_what_is_said_of_the_employer_changes_nothing_wherever_it_stands(
    blocks: list[Block], said: list[tuple[str, list[tuple[str, str]]]], shuffler: random.Random
) -> None:
    written = write(blocks)
    about = ["\n".join([heading, *(line.format(name) for line, name in lines)]) for heading, lines in said]
    mixed = [*written, *about]
    shuffler.shuffle(mixed)
    assert asked(read(*mixed)) == asked(read(*written))


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(ASIDES), st.sampled_from(NAMES)), max_size=8))
def test_an_advert_of_nothing_else_asks_for_nothing(said: list[tuple[str, str]]) -> None:
    assert asked(read(*(line.format(name) for line, name in said))) == set()


@settings(max_examples=20)
@given(parts, st.randoms(use_true_random=False))
def test_the_order_of_its_parts_changes_nothing(blocks: list[Block], shuffler: random.Random) -> None:
    written = write(blocks)
    shuffled = written[:]
    shuffler.shuffle(shuffled)
    assert asked(read(*shuffled)) == asked(read(*written))


@settings(max_examples=20)
@given(parts)
def test_each_name_is_asked_for_once_as_firmly_as_it_ever_is(blocks: list[Block]) -> None:
    expected: dict[str, str] = {}
    for firmness in ("duty", "preferred", "required"):
        for kind, _, lines in blocks:
            if kind == firmness:
                expected |= {name.lower(): kind for name in NAMES for line in lines if name in line}
    # Named among the duties and preferred besides: to be preferred it must not be needed, so the wish is told.
    assert asked(read(*write(blocks))) == {((name,), kind) for name, kind in expected.items()}


@settings(max_examples=20)
@given(parts, asides)
def test_every_requirement_quotes_the_advert_and_weighs_as_it_is_asked_for(
    blocks: list[Block], said: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    about = ["\n".join([heading, *(line.format(name) for line, name in lines)]) for heading, lines in said]
    written = [*write(blocks), *about]
    text = "Coder wanted\n\n" + "\n\n".join(written) + "\n"
    advert = read(*written)
    weights = {"required": Weight.CORE, "preferred": Weight.NICE, "duty": Weight.IMPORTANT}
    for requirement, ask in zip(advert.requirements, advert.asks, strict=True):
        assert text[ask.quote.start : ask.quote.end] == ask.quote.text
        assert LEXICON.competency(requirement.any_of[0]).name in ask.quote.text
        assert requirement.weight is weights[ask.kind.value]
    assert len({requirement.id for requirement in advert.requirements}) == len(advert.requirements)
