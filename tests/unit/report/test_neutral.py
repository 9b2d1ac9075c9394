"""Text of strangers, made harmless."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ats_audit.report import mask_controls, neutralise, neutralise_lines
from ats_audit.report._neutral import escape_json
from ats_audit.report._quotes import clip

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
DANGEROUS = {"Cc", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain words", "plain words"),
        ("Ärzte, 履歴書, naïve", "Ärzte, 履歴書, naïve"),
        ("  two\n\tlines\u2028more ", "two lines more"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("क्\u200dष", "क्\u200dष"),
        ("\uf0b7 bullet", "□ bullet"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\x9b2J", "\\x9b2J"),
    ],
)
def test_one_line_is_shown_without_what_could_steer_it(given_text: str, shown: str) -> None:
    assert neutralise(given_text) == shown


@given(ANY)
def test_no_dangerous_character_is_left(text: str) -> None:
    assert not {unicodedata.category(each) for each in neutralise(text)} & DANGEROUS
    assert not {unicodedata.category(each) for each in neutralise_lines(text) if each not in "\n\t"} & DANGEROUS


@given(ANY)
def test_a_harmless_line_stays_as_it_is(text: str) -> None:
    once = neutralise(text)
    assert neutralise(once) == once


@given(ANY)
def test_masking_keeps_every_offset(text: str) -> None:
    masked = mask_controls(text)
    assert len(masked) == len(text)
    assert not {unicodedata.category(each) for each in masked if each not in "\n\t"} & DANGEROUS
    assert all(after in {before, "\ufffd"} for before, after in zip(text, masked, strict=True))


@given(ANY)
def test_escaping_json_keeps_the_value(text: str) -> None:
    escaped = escape_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(escaped) == json.loads(json.dumps({"text": text}))
    assert escaped.encode("utf-8")


def test_lines_and_tabs_are_kept_where_they_may_be() -> None:
    assert neutralise_lines("a\tb\r\n\x1bc") == "a\tb\n\\x1bc"


@pytest.mark.parametrize(
    ("text", "span", "width", "clipped"),
    [
        ("short text", "text", 40, "short text"),
        ("one two three four five six", "one", 12, "one two…"),
        ("one two three four five six", "six", 12, "…five six"),
        ("one two three four five six", "three", 16, "…two three four…"),
        ("one two three", "two", 3, "…two…"),
        ("unbroken" * 5 + "X" + "unbroken" * 5, "X", 11, "…okenXunbr…"),
    ],
)
def test_a_quote_is_cut_between_words_around_its_span(text: str, span: str, width: int, clipped: str) -> None:
    start = text.index(span)
    assert "".join(clip(text, start, start + len(span), width)) == clipped


@given(ANY, ANY, ANY, st.integers(24, 80))
def test_a_cut_quote_keeps_its_span_and_its_width(before: str, middle: str, after: str, width: int) -> None:
    clipped = "".join(clip(before + middle + after, len(before), len(before) + len(middle), width))
    assert neutralise(middle) in clipped
    assert len(clipped) <= max(width, len(neutralise(middle)) + 2)
