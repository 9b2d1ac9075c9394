"""Finding the competencies of a lexicon in a text. The only floor that sees spaCy and RapidFuzz."""

from ats_audit.match.examples import check_confusables, check_examples
from ats_audit.match.matcher import Matcher

__all__ = ["Matcher", "check_confusables", "check_examples"]
