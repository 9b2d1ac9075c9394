"""The matcher as a component of spaCy, for pipelines of our own and of others.

    nlp = spacy.blank("en")
    nlp.add_pipe("ats_audit_competencies")
    doc = nlp("Managed CTMS and eTMF")
    [(span.text, span.label_) for span in doc.spans["competencies"]]

spaCy finds the factory through the entry point of this package; nothing needs to be imported. In a process that lives
long, call the pipeline within `nlp.memory_zone()`: tokenizers put every new word into the vocabulary, and only a zone
takes it out again. The records outlive the zone, documents and spans do not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span, SpanGroup

from ats_audit.lexicon import Lexicon
from ats_audit.match.matcher import Matcher
from ats_audit.match.tokenizer import TOKENIZER

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPANS_KEY = "competencies"


class CompetencyMatcher:
    """Fills `doc.spans[spans_key]` with the competencies of a text.

    The label of a span is the id of the competency, its kb_id the alias that was recognised. A mention that ends
    within a token of the pipeline's tokenizer takes the whole token. The plain records, with offsets into the text,
    method, similarity and assertion, stand beside it in `doc.user_data[spans_key]`, one dictionary for each span and
    in the same order, because attributes of spans are lost where two spans share their offsets.
    """

    def __init__(self, matcher: Matcher, *, spans_key: str = SPANS_KEY) -> None:
        self._matcher = matcher
        self._spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Set the spans and records of one document."""
        spans: list[Span] = []
        records: list[dict[str, str | int | float]] = []
        for mention in self._matcher.match_text(doc.text):
            span = doc.char_span(
                mention.start, mention.end, mention.competency, kb_id=mention.alias, alignment_mode="expand"
            )
            if span is None:
                continue
            spans.append(span)
            records.append(
                {
                    "competency": mention.competency,
                    "start": mention.start,
                    "end": mention.end,
                    "alias": mention.alias,
                    "method": mention.method.value,
                    "similarity": mention.similarity,
                    "assertion": mention.assertion.value,
                }
            )
        doc.spans[self._spans_key] = SpanGroup(doc, name=self._spans_key, spans=spans)
        doc.user_data[self._spans_key] = records
        return doc

    def to_disk(self, _path: Path | str, **_: object) -> None:
        """Nothing to keep: the configuration of the pipeline names the lexicon."""

    def from_disk(self, _path: Path | str, **_: object) -> CompetencyMatcher:
        """Nothing to restore."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep."""
        return b""

    def from_bytes(self, _bytes: bytes, **_: object) -> CompetencyMatcher:
        """Nothing to restore."""
        return self


@Language.factory(
    "ats_audit_competencies",
    default_config={"lexicon": None, "spans_key": SPANS_KEY},
    assigns=["doc.spans"],
    retokenizes=False,
)
def make_competencies(nlp: Language, name: str, lexicon: str | None, spans_key: str) -> CompetencyMatcher:
    """Make the component.

    Args:
        nlp: The pipeline; any language and any tokenizer will do.
        name: The name under which the pipeline knows the component.
        lexicon: Folder with an overlay of the built-in lexicon; None for the built-in one alone.
        spans_key: Key in `doc.spans` and `doc.user_data`.

    Raises:
        InvalidLexiconError: A file of the overlay breaks a law.
    """
    del nlp, name
    matcher = Matcher(Lexicon.load(Path(lexicon) if lexicon else None))
    return CompetencyMatcher(matcher, spans_key=spans_key)


def load_pipeline(*, lexicon: Path | None = None) -> Language:
    """The pipeline of this package: a blank English one with our tokenizer and this component.

    Raises:
        InvalidLexiconError: A file of the overlay *lexicon* breaks a law.
    """
    import spacy

    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("ats_audit_competencies", config={"lexicon": str(lexicon) if lexicon else None})
    return nlp


__all__ = ["SPANS_KEY", "CompetencyMatcher", "load_pipeline", "make_competencies"]
