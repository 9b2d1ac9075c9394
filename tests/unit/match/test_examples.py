"""Examples of the lexicon are borne out by the matcher, or reported."""

import pytest
from marks import Names, name

from ats_audit.match import Matcher, check_confusables, check_examples
from ats_audit.match.abbreviations import iter_definitions
from ats_audit.match.examples import parse_marks
from ats_audit.match.keys import split_units
from ats_audit.match.lines import Lines
from ats_audit.model import CompetencyId

EDC, PV = CompetencyId("edc"), CompetencyId("pv")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Names((name("edc", "EDC", "edc system"), name("pv", "pharmacovigilance"))))


@pytest.mark.parametrize(
    ("competency", "text", "must_match", "wrong"),
    [
        (EDC, "Built an [[EDC]]", True, None),
        (PV, "[[Pharmacovigilence~]] lead", True, None),
        (EDC, "EDM crew", False, None),
        (EDC, "Built an EDC", True, "needs at least one"),
        (EDC, "An [[EDC]]", False, "has no [[marks]]"),
        (EDC, "An EDC", False, "must not be: 'EDC' at 3"),
        (EDC, "An [[EDM]]", True, "not found: 'EDM' at 3"),
        (EDC, "An [[EDC~]]", True, "'EDC' at 3 (as a misspelling); found: 'EDC' at 3"),
        (EDC, "An [[EDC]] and EDC", True, "must not be: 'EDC' at 11"),
        (EDC, "An [[EDC", True, "unbalanced"),
    ],
)
def test_an_example_is_checked(
    matcher: Matcher,
    competency: CompetencyId,
    text: str,
    must_match: bool,  # noqa: FBT001 - a column of the table above
    wrong: str | None,
) -> None:
    found = list(check_examples(matcher, [(competency, text, must_match)]))
    if wrong is None:
        assert found == []
    else:
        assert [index for index, _ in found] == [0]
        assert wrong in found[0][1]


def test_confusables_are_kept_apart_both_ways(matcher: Matcher) -> None:
    examples = [(EDC, "[[EDC]] work", True), (PV, "[[EDC]] work", True), (PV, "other", False)]
    assert list(check_confusables(matcher, [(PV, EDC)], examples)) == [
        (0, "'EDC' in an example of pv is taken for edc")
    ]
    assert list(check_confusables(matcher, [(EDC, PV)], examples[:1])) == []


def test_marks_are_taken_out() -> None:
    assert parse_marks("a [[b c]] [[d~]]") == ("a b c d", ((2, 5, False), (6, 7, True)))


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        ("the Google Cloud Platform (GCP) team", [("gcp", "Google Cloud Platform")]),
        ("Case Report Forms (CRFs)", [("crf", "Case Report Forms")]),
        ("GCP (Google Cloud Platform)", [("gcp", "Google Cloud Platform")]),
        ("CRFs (case report forms)", [("crf", "case report forms")]),
        ("Ran it. Serious Adverse Event (SAE)", [("sae", "Serious Adverse Event")]),
        ("E-mail client (EC)", [("ec", "E-mail client")]),
        ("databases (SQL)", []),
        ("(SQL)", []),
        ("tools (for all)", []),
        ("lower (abc) case", []),
        ("Word (Word Excel)", []),
        ("AB (something else entirely)", []),
        ("SQL (S/Q/L, some quick language)", []),
    ],
)
def test_a_text_explains_its_abbreviations(text: str, definitions: list[tuple[str, str]]) -> None:
    assert [tuple(found) for found in iter_definitions(text)] == definitions


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One two\nThree", ["One two\n", "Three"]),
        ("worked with\nRave", ["worked with\nRave"]),
        ("did this\nand that", ["did this\nand that"]),
        ("Ends here.\nand more", ["Ends here.\n", "and more"]),
        ("x" * 70 + "\nWraps", ["x" * 70 + "\nWraps"]),
        ("x" * 70 + "\n• Item", ["x" * 70 + "\n", "• Item"]),
        ("One sentence. Another one", ["One sentence.", " Another one"]),
        ("Dr. Smith e.g. Rave", ["Dr. Smith e.g. Rave"]),
        ("a\n\nb", ["a\n", "\n", "b"]),
    ],
)
def test_wrapped_lines_are_joined_and_items_kept_apart(text: str, lines: list[str]) -> None:
    found = Lines(split_units(text), [])
    ends = [*found.starts[1:], len(text)]
    assert [text[start:end] for start, end in zip(found.starts, ends, strict=True)] == lines
