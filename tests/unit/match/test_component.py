"""The spaCy component works in anyone's pipeline and agrees with the matcher."""

import importlib.metadata
import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from marks import Names, name
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ats_audit.errors import InvalidLexiconError
from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.match.component import CompetencyMatcher, load_pipeline, make_competencies
from ats_audit.match.phrases import Phrasebook
from ats_audit.match.tokenizer import UnitTokenizer

TEXT = "Managed  CTMS and eTMF (ICD-10-CM/PCS)\n\nCPC (in progress);\tPharmacovigilence"


@pytest.fixture(scope="module")
def ours() -> Language:
    return load_pipeline()


@pytest.fixture(scope="module")
def foreign() -> Language:
    nlp = spacy.blank("de")
    nlp.add_pipe("ats_audit_competencies")
    return nlp


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Lexicon.load())


@pytest.fixture(scope="module")
def mentions(matcher: Matcher) -> list[tuple[str, str]]:
    return [(mention.competency, mention.text) for mention in matcher.match_text(TEXT)]


def spans(doc: Doc) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in doc.spans["competencies"]]


def test_our_pipeline_finds_what_the_matcher_finds(ours: Language, mentions: list[tuple[str, str]]) -> None:
    assert spans(ours(TEXT)) == mentions
    assert len(mentions) > 4


def test_another_tokenizer_takes_whole_tokens_at_the_same_places(mentions: list[tuple[str, str]]) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("ats_audit_competencies", config={"spans_key": "found"})
    doc = nlp(TEXT)
    for span, record, (competency, surface) in zip(doc.spans["found"], doc.user_data["found"], mentions, strict=True):
        assert span.label_ == record["competency"] == competency
        assert surface in span.text
        assert TEXT[record["start"] : record["end"]] == surface


def test_the_factory_is_declared_as_an_entry_point_and_named_in_the_project() -> None:
    declared = importlib.metadata.EntryPoint(
        "ats_audit_competencies", "ats_audit.match.component:make_competencies", "spacy_factories"
    )
    assert declared.load() is make_competencies


def test_records_and_spans_survive_serialisation(ours: Language) -> None:
    doc = ours(TEXT)
    copy = Doc(ours.vocab).from_bytes(doc.to_bytes())
    assert spans(copy) == spans(doc)
    assert copy.user_data["competencies"] == doc.user_data["competencies"]


def test_a_pipeline_is_kept_on_disk_in_bytes_and_pickled(ours: Language, tmp_path: Path) -> None:
    ours.to_disk(tmp_path)
    expected = spans(ours(TEXT))
    assert spans(spacy.load(tmp_path)(TEXT)) == expected
    assert spans(load_pipeline().from_bytes(ours.to_bytes())(TEXT)) == expected
    assert spans(pickle.loads(pickle.dumps(ours))(TEXT)) == expected  # noqa: S301 - our own bytes


def test_a_pipe_of_texts_gives_each_its_own(ours: Language) -> None:
    docs = list(ours.pipe(["CTMS", "nothing", TEXT]))
    assert [len(doc.spans["competencies"]) for doc in docs][:2] == [1, 0]
    assert spans(docs[2]) == spans(ours(TEXT))


def test_results_outlive_a_memory_zone(ours: Language) -> None:
    with ours.memory_zone():
        records = ours(TEXT).user_data["competencies"]
    assert [record["competency"] for record in records] == [
        record["competency"] for record in ours(TEXT).user_data["competencies"]
    ]


def test_a_broken_overlay_is_refused(tmp_path: Path) -> None:
    (tmp_path / "competencies").mkdir()
    (tmp_path / "competencies" / "platform.yaml").write_text("- id: [\n")
    with pytest.raises(InvalidLexiconError):
        load_pipeline(lexicon=tmp_path)


@pytest.mark.parametrize("text", ["", " ", "a", "  a  b ", "ICD-10CM,\n\n x\ty", "Größe – ①", "a\u00a0b"])
def test_the_tokenizer_loses_no_character(text: str) -> None:
    assert UnitTokenizer(spacy.blank("xx").vocab)(text).text == text


def test_the_tokenizer_splits_letters_from_digits() -> None:
    (doc,) = UnitTokenizer(spacy.blank("xx").vocab).pipe(["ICD-10CM codes"])
    assert [token.text for token in doc] == ["ICD", "-", "10", "CM", "codes"]


def test_a_span_of_nothing_is_left_out() -> None:
    nlp = spacy.blank("en")
    component = CompetencyMatcher(Matcher(Names((name("edc", "EDC"),))))
    assert len(component(nlp("")).spans["competencies"]) == 0


PIECES = (
    "CTMS",
    " and ",
    "eTMF",
    "ICD-10-CM",
    "/PCS",
    "\n",
    "\n\n",
    " (",
    ")",
    "no ",
    ", ",
    "Medi-\ndata Rave",
    "é",
    "®",
    "\t",
)


@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_every_pipeline_keeps_the_records_of_the_matcher(
    ours: Language, foreign: Language, matcher: Matcher, text: str
) -> None:
    found = matcher.match_text(text)
    expected = [(one.start, one.end, one.competency, one.assertion.value) for one in found]
    for nlp in (ours, foreign):
        doc = nlp(text)
        records = doc.user_data["competencies"]
        assert [(r["start"], r["end"], r["competency"], r["assertion"]) for r in records] == expected
        for span, record in zip(doc.spans["competencies"], records, strict=True):
            assert span.start_char <= record["start"] < record["end"] <= span.end_char
    assert spans(ours(text)) == [(one.competency, one.text) for one in found]


KEYS = st.sampled_from(("icd", "10", "cm", "pcs", "data", "plan"))


@settings(max_examples=100, deadline=None)
@given(
    phrases=st.lists(st.lists(KEYS, min_size=1, max_size=4).map(tuple), min_size=1, unique=True),
    keys=st.lists(st.one_of(KEYS, st.none()), min_size=1, max_size=20),
)
def test_the_exact_pass_finds_the_spans_that_a_phrase_matcher_finds(
    phrases: list[tuple[str, ...]], keys: list[str | None]
) -> None:
    vocab = Vocab()
    matcher = PhraseMatcher(vocab)
    matcher.add("alias", [Doc(vocab, words=list(phrase)) for phrase in phrases])
    theirs = [(start, end) for _, start, end in matcher(Doc(vocab, words=[key or "-" for key in keys]))]
    assert sorted(Phrasebook(phrases).find(keys)) == sorted(theirs)
