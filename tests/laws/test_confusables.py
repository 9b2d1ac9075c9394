"""What looks alike is told apart by the matcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ats_audit.lexicon import check_lexicon
from ats_audit.match import Matcher, check_confusables
from ats_audit.model import CompetencyId
from lexicons import write_lexicon

if TYPE_CHECKING:
    from pathlib import Path

RAVE, REDCAP = CompetencyId("medidata-rave"), CompetencyId("redcap")


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    lexicon = check_lexicon(write_lexicon(tmp_path), whole=True).lexicon
    assert lexicon is not None
    return Matcher(lexicon)


def test_a_pair_of_which_one_is_found_at_the_marks_of_the_other_is_named(matcher: Matcher) -> None:
    examples = [(RAVE, "Built in [[Medidata Rave]]", True), (RAVE, "Surveys in [[REDCap]]", True)]
    for pair in ((RAVE, REDCAP), (REDCAP, RAVE)):
        assert list(check_confusables(matcher, [(RAVE, RAVE), pair], examples))[-1] == (
            1,
            "'REDCap' in an example of medidata-rave is taken for redcap",
        )


def test_a_pair_that_stands_side_by_side_in_an_example_is_told_apart(matcher: Matcher) -> None:
    examples = [
        (RAVE, "EDC: [[Medidata Rave]], REDCap", True),
        (REDCAP, "EDC: Medidata Rave, [[REDCap]]", True),
        (RAVE, "REDCap surveys", False),
    ]
    assert list(check_confusables(matcher, [(RAVE, REDCAP)], examples)) == []


def test_the_pairs_of_the_built_in_lexicon_are_told_apart() -> None:
    checked = check_lexicon()
    assert checked.lexicon is not None
    assert len(checked.confusables) > 100
    pairs = [(pair.one, pair.other) for pair in checked.confusables]
    examples = [(example.competency, example.text, example.must_match) for example in checked.examples]
    assert list(check_confusables(Matcher(checked.lexicon), pairs, examples)) == []
