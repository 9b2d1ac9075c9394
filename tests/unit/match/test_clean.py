"""Cleaning folds what printers and converters did, and keeps the way back."""

import pytest

from ats_audit.match.clean import clean_text
from ats_audit.match.keys import Gap, classify_gap, numeral, split_units
from ats_audit.match.spelling import spell


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("ICH–GCP", "ICH-GCP"),
        ("Investigator’s", "Investigator's"),
        ("Medidata® Rave™", "Medidata Rave"),
        ("Med\u00adDRA", "MedDRA"),
        ("De\ufb01ne-XML", "Define-XML"),
        ("ＥＤＣ", "EDC"),
        ("zero\u200bwidth", "zerowidth"),
        ("HCPCSÂ\xa0coding", "HCPCS coding"),
        ("HCPCSÂ coding", "HCPCS coding"),
        ("the sponsorâ€™s CRF", "the sponsor's CRF"),
        ("Ménière", "Ménière"),
        ("Me\u0301nie\u0300re", "Ménière"),
        ("naÃ¯ve", "naïve"),
        ("Ã€ la carteâ\u0080", "À la carteâ\u0080"),
        ("İstanbul", "Istanbul"),
        ("line\u2028next", "line\nnext"),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str) -> None:
    assert clean_text(text).text == cleaned


def test_a_cleaned_span_points_back_to_what_was_written() -> None:
    text = "Used Medi\u00addata® Rave™ and De\ufb01ne-XML"
    clean = clean_text(text)
    for surface, original in (("Medidata Rave", "Medi\u00addata® Rave"), ("Define", "De\ufb01ne")):
        at = clean.text.index(surface)
        start, end = clean.original(at, at + len(surface))
        assert text[start:end] == original


def test_half_a_ligature_points_back_to_the_whole_of_it() -> None:
    clean = clean_text("a\ufb01b")
    assert clean.text == "afib"
    assert clean.original(1, 2) == clean.original(2, 3) == (1, 2)


def test_an_original_offset_has_a_cleaned_one_at_or_after_it() -> None:
    text = "x\u200b\u200by \ufb01 z"
    clean = clean_text(text)
    for wanted in "xyz":
        assert clean.text[clean.cleaned(text.index(wanted))] == wanted
    assert clean_text("plain").cleaned(3) == 3
    assert clean.cleaned(len(text)) == len(clean.text)


@pytest.mark.parametrize(
    ("between", "gap"),
    [
        ("", Gap.NONE),
        (" ", Gap.SPACE),
        ("  ", Gap.SPACE),
        ("'s ", Gap.SPACE),
        ("-", Gap.MARK),
        (" / ", Gap.MARK),
        (".", Gap.MARK),
        ("-\n", Gap.WRAP),
        ("\r\n", Gap.WRAP),
        (" (", Gap.BRACKET),
        (") ", Gap.BRACKET),
        (", ", Gap.BREAK),
        (". ", Gap.BREAK),
        ("\n\n", Gap.BREAK),
        ("\n- ", Gap.BREAK),
        (" • ", Gap.BREAK),
        ("\t", Gap.BREAK),
        ("     ", Gap.BREAK),
    ],
)
def test_a_gap_has_a_kind(between: str, gap: Gap) -> None:
    assert classify_gap(between) is gap


def test_units_are_letters_digits_and_signs_but_no_possessive_s() -> None:
    assert [unit.surface for unit in split_units("ICD-10CM, C++ & SAP's R2")] == [
        "ICD", "10", "CM", "C", "+", "+", "&", "SAP", "R", "2",
    ]  # fmt: skip


def test_a_roman_numeral_counts_only_behind_a_word_that_takes_one() -> None:
    assert numeral("iii", "phase") == "3"
    assert numeral("iii", "henry") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("randomisation", "randomization"),
        ("centralised", "centralized"),
        ("practise", "practice"),
        ("programme", "program"),
        ("labelling", "labeling"),
        ("haematology", "hematology"),
        ("centre", "center"),
        ("studies", "study"),
        ("analyses", "analysis"),
        ("processes", "process"),
        ("queries", "query"),
        ("databases", "database"),
    ],
)
def test_variants_of_a_word_share_a_spelling(one: str, other: str) -> None:
    assert spell(one) == spell(other)


@pytest.mark.parametrize("word", ["sas", "status", "access", "analysis"])
def test_a_word_that_only_looks_plural_keeps_its_s(word: str) -> None:
    assert spell(word) == word
