from __future__ import annotations

import pytest
from judging import make_competency, make_lexicon, read_marked

from ats_audit.judge.passages import (
    MAX_QUOTE,
    Passages,
    find_email,
    find_phone,
    has_serial,
    has_year,
    iter_lines,
    line_at,
)
from ats_audit.model import Mention, ReadingKind

LEXICON = make_lexicon([make_competency("ICD-10-CM"), make_competency("EDC")])


def mentions_in(marked: str) -> tuple[str, tuple[Mention, ...]]:
    reading, mentions = read_marked(marked, LEXICON, ReadingKind.FULL)
    return reading.text, mentions


def shown(text: str, span: tuple[int, int]) -> str:
    return text[slice(*span)]


def test_a_line_ends_before_its_line_end() -> None:
    text = "one\ntwo\nthree"
    assert [shown(text, line_at(text, offset)) for offset in (0, 3, 4, 12)] == ["one", "one", "two", "three"]
    assert [shown(text, span) for span in iter_lines(text, 0, len(text))] == ["one", "two", "three"]


@pytest.mark.parametrize("sign", ["•", "-", "*", "o", "–", "  ▪"])
def test_a_bullet_takes_its_wrapped_lines_with_it_and_leaves_its_sign_out(sign: str) -> None:
    text = f"Site Monitor\n{sign} Resolved queries\n  in the EDC of\nnine sites\n{sign} Wrote letters\n"
    for word in ("Resolved", "EDC", "nine"):
        bullet = shown(text, Passages(text).bullet_at(text.index(word)))
        assert bullet == "Resolved queries\n  in the EDC of\nnine sites"


def test_a_bullet_stops_at_a_blank_line_and_at_the_next_entry() -> None:
    text = "• Resolved queries\n\nEDC Specialist\n• Wrote letters\nAnother Employer\n"
    assert shown(text, Passages(text).bullet_at(text.index("EDC"))) == "EDC Specialist"
    assert shown(text, Passages(text).bullet_at(text.index("Wrote"))) == "Wrote letters"


def test_a_full_line_goes_on_below_with_a_capital_and_a_short_one_does_not() -> None:
    full = "• Resolved queries with site staff and the data managers of the sponsor in"
    wrapped = f"{full}\nEDC and on paper\n"
    assert shown(wrapped, Passages(wrapped).bullet_at(wrapped.index("EDC"))) == wrapped[2:].strip()
    assert shown(wrapped, Passages(wrapped).bullet_at(wrapped.index("Resolved"))) == wrapped[2:].strip()
    short = "• Resolved queries\nEDC Specialist\n"
    assert shown(short, Passages(short).bullet_at(short.index("EDC"))) == "EDC Specialist"
    assert shown(short, Passages(short).bullet_at(short.index("Resolved"))) == "Resolved queries"


def test_of_a_bullet_over_very_many_lines_the_nearest_are_quoted() -> None:
    text = "• one\n" + "on and\n" * 6 + "on in EDC\n"
    assert shown(text, Passages(text).bullet_at(text.index("EDC"))) == "on and\n" * 3 + "on in EDC"


def test_text_without_bullets_is_quoted_sentence_by_sentence() -> None:
    text = "Experience\nWrote letters. Resolved queries\nin the EDC. Then went\non to lead\n\nAide\n"
    assert shown(text, Passages(text).bullet_at(text.index("EDC"))) == "Resolved queries\nin the EDC."
    assert shown(text, Passages(text).bullet_at(text.index("lead"))) == "Then went\non to lead"
    assert shown(text, Passages(text).bullet_at(text.index("Wrote"))) == "Wrote letters."
    assert shown(text, Passages(text).bullet_at(text.index("Aide"))) == "Aide"


def test_a_quote_is_exactly_what_stands_in_the_text() -> None:
    text, (mention,) = mentions_in("# experience\n• Cleaned forms in [[edc|EDC]] at nine sites")
    quote = Passages(text).quote_at(mention)
    assert quote.text == text[quote.start : quote.end] == "Cleaned forms in EDC at nine sites"


@pytest.mark.parametrize("before", [0, 10, 60])
def test_a_long_quote_is_cut_at_words_around_the_mention(before: int) -> None:
    text, (mention,) = mentions_in("left " * before + "[[edc|EDC]] " + "right " * 70)
    quote = Passages(text).quote_at(mention)
    assert quote.text == text[quote.start : quote.end]
    assert "EDC" in quote.text
    assert len(quote.text) <= MAX_QUOTE
    assert set(quote.text.split()) <= {"left", "EDC", "right"}


def test_a_mention_longer_than_a_quote_may_be_is_quoted_whole() -> None:
    text, (mention,) = mentions_in(f"a [[edc|{'EDC ' * 80}x]] b")
    assert Passages(text).quote_at(mention).text == mention.text


@pytest.mark.parametrize(
    ("line", "measured"),
    [
        ("Resolved 400 queries in EDC", True),
        ("Cut denials by 12%", True),
        ("Saved $1.2M a year", True),
        ("EDC work from 2019 to 2023", False),
        ("Coded charts in [[icd-10-cm|ICD-10-CM]]", False),
        ("Phase III oncology", False),
        ("Worked to E6(R2) at COVID-19 sites", False),
    ],
)
def test_a_figure_is_a_number_that_is_no_year_and_no_part_of_a_name(line: str, measured: bool) -> None:  # noqa: FBT001
    text, mentions = mentions_in(line)
    assert Passages(text, mentions).is_measured((0, len(text))) is measured


def test_years_and_certificate_numbers_are_told_from_other_figures() -> None:
    assert has_year("CPC, AAPC, 2021")
    assert not has_year("Order 120215")
    assert has_serial("CPC, no. 01234567")
    assert has_serial("Licence # RN123456")
    assert not has_serial("No 3 errors")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to jo.bloggs@example.com today", "jo.bloggs@example.com"),
        ("jo at example dot com", None),
    ],
)
def test_an_email_address_is_found(text: str, found: str | None) -> None:
    span = find_email(text)
    assert (shown(text, span) if span else None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phone: (555) 010-0199", "(555) 010-0199"),
        ("+44 20 7946 0000 London", "+44 20 7946 0000"),
        ("2019 - 2023", None),
        ("2019-05 - 2023-06", None),
        ("in 2021 we had 400 queries", None),
        ("2015.2019.2021", None),
    ],
)
def test_a_phone_number_is_found_and_dates_are_none(text: str, found: str | None) -> None:
    span = find_phone(text)
    assert (shown(text, span) if span else None) == found
