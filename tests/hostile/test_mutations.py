"""Spoilt files: each is a sound document or one typed error, and the same case is always the same file."""

from __future__ import annotations

from random import Random

import pytest
from files import make_pdf
from mutations import LINES, make_seeds, mutate
from reading import read
from soundness import assert_sound

from ats_audit.errors import DocumentError

SEEDS = make_seeds()


def case(name: str, number: int) -> bytes:
    return mutate(name, SEEDS[name], Random(f"test/{name}/{number}"))  # noqa: S311 - repeatable on purpose


def survive(name: str, numbers: range) -> None:
    for number in numbers:
        try:
            document = read(case(name, number), seconds=20.0)
        except DocumentError as error:
            message = error.message + error.hint
        else:
            message = ""
            assert_sound(document)
        assert "Jane" not in message, number


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_what_is_spoilt_is_sound(name: str) -> None:
    text = read(SEEDS[name]).text
    assert all(line in text for line in LINES)


def test_a_case_is_always_the_same_file() -> None:
    assert [case(name, 7) for name in SEEDS] == [case(name, 7) for name in SEEDS]
    assert sum(case(name, number) != SEEDS[name] for name in SEEDS for number in range(20)) > 140


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_spoilt_file_is_a_document_or_a_typed_error(name: str) -> None:
    survive(name, range(25))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_many_spoilt_files_are_documents_or_typed_errors(name: str) -> None:
    survive(name, range(25, 500))


def flat(*texts: str) -> str:
    """Lines in a font that the page does not have: they are as wide as nothing."""
    return "".join(f"BT /F9 11 Tf 1 0 0 1 0 {y} Tm ({text}) Tj ET " for y, text in texts_at(texts))


def texts_at(texts: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(10 if number % 2 == 0 else 600 - 20 * number, text) for number, text in enumerate(texts)]


FOUND = {
    # Each was found by mutation, and made small.
    "ends of lines in a chain": make_pdf(flat("one", "far", "two", "away", "from", "all", "three")),
}


@pytest.mark.parametrize("name", sorted(FOUND))
def test_what_mutation_found_is_mended(name: str) -> None:
    assert_sound(read(FOUND[name]))
