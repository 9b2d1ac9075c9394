"""The English of a résumé, and names in it."""

import re

import pytest

from ats_audit.judge.english import English, respell, tell_english
from ats_audit.judge.wording import COMMON
from ats_audit.lexicon import Lexicon

BRITISH, AMERICAN = English(ise=True, words=True), English(ise=False, words=False)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("organised a vaccination programme", BRITISH),
        ("organized a vaccination program", AMERICAN),
        ("randomised 40 patients", BRITISH),
        ("a centre with its own labelling", BRITISH),
        ("randomized 40 patients in a screening programme", English(ise=False, words=True)),
        ("advised on, revised and supervised exercises that comprised otherwise precise enterprise work", AMERICAN),
        ("won a prize for the size of a resized sample", AMERICAN),
        ("organised, organized and randomized", AMERICAN),
        ("Marketing Authorisation Application, International Council for Harmonisation", AMERICAN),
        ("", AMERICAN),
    ],
)
def test_most_words_tell_the_english(text: str, english: English) -> None:
    assert tell_english(text) == english


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("Randomization", "Randomisation"),
        ("Centralized monitoring", "Centralised monitoring"),
        ("Product labeling", "Product labelling"),
        ("Tumor response assessment", "Tumour response assessment"),
        ("Program management", "Programme management"),
        ("SAS programming", "SAS programming"),
        ("Sample size and power calculation", "Sample size and power calculation"),
        ("Medical coding", "Medical coding"),
    ],
)
def test_common_words_follow_the_english(american: str, british: str) -> None:
    assert respell(american, BRITISH) == british
    assert respell(american, AMERICAN) == american


def test_common_names_of_the_lexicon_are_american_so_that_they_can_follow() -> None:
    odd = re.compile(r"[a-z]{3}is(?:ed?|ing|ation)\b|programme\b|\b(?:tum|col|lab|behavi)our|centre\b|[bd]elling\b")
    labels = [one.label for one in Lexicon.load().competencies if one.kind in COMMON]
    found = [label for label in labels if odd.search(label)]
    assert not [label for label in found if not re.search(r"(?i)superv|rev|exerc|adv|franch|enterpr", label)]
