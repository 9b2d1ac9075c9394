"""Names of people, places and firms that look like misspelt words of the lexicon."""

from __future__ import annotations

from pathlib import Path

import pytest

from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher

NAMES = (Path(__file__).parents[3] / "lexicons" / "names.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Lexicon.load())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_misspelt_competency(matcher: Matcher, name: str) -> None:
    name = name.title()
    assert not matcher.match_text(f"{name} Example\n12 Main Street, {name}\n{name} Hospital, reporting to Dr. {name}\n")


@pytest.mark.parametrize("text", ["Sae Example", "Dr. Hyland", "Clerk, 12 Pecos Street", "Example MedTech Ltd"])
def test_a_name_that_reads_like_a_product_is_none(matcher: Matcher, text: str) -> None:
    assert not matcher.match_text(text)


def test_the_products_themselves_are_found(matcher: Matcher) -> None:
    found = matcher.match_text("SAE's, PECOS and CAQH files; Hyland document imaging; MEDITECH")
    assert {mention.competency for mention in found} >= {
        "adverse-event-reporting",
        "provider-credentialing",
        "onbase",
        "meditech",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Sarah Cox\nBiostatistician: regression, SAS, survival",
        "WILLOW BENNETT | Epic pharmacy analyst, inpatient pharmacy",
        "Willow A. Bennett, PharmD - Epic pharmacy builds",
        "Lorenzo Rossi\nNHS trust, EPR analyst, patient records",
    ],
)
def test_the_name_at_the_head_is_the_person(matcher: Matcher, text: str) -> None:
    assert not {"Cox", "WILLOW", "Willow", "Lorenzo"} & {mention.text for mention in matcher.match_text(text)}


@pytest.mark.parametrize(
    ("text", "competency"),
    [
        ("Cox regression and SAS for survival analysis", "survival-analysis"),
        ("Epic Willow analyst, inpatient pharmacy", "epic-willow"),
        ("Willow, Beaker: Epic pharmacy and laboratory builds", "epic-willow"),
        ("Trained Cox models in SAS for survival analysis", "survival-analysis"),
        ("Supported CSRs, narratives and eCTD Module 5", "clinical-study-report"),
        ("Built Willow, Beaker and Epic Cadence", "epic-willow"),
        ("Castor EDC builds for two trials", "castor-edc"),
    ],
)
def test_a_product_at_the_head_is_the_product(matcher: Matcher, text: str, competency: str) -> None:
    assert competency in {mention.competency for mention in matcher.match_text(text)}
