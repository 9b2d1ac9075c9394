"""Finding the competencies of a lexicon in a text. The only floor that sees spaCy and RapidFuzz."""

from ats_audit.match.examples import check_confusables, check_examples
from ats_audit.match.matcher import Matcher
from ats_audit.match.reach import Reach, Trace, find_changed, find_reworded, trace_texts

__all__ = [
    "Matcher",
    "Reach",
    "Trace",
    "check_confusables",
    "check_examples",
    "find_changed",
    "find_reworded",
    "trace_texts",
]
