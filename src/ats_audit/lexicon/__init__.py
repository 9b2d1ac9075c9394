"""The catalogue: data files -> `Lexicon`, checked against the laws of its content."""

from ats_audit.lexicon._lexicon import Lexicon, TierMeaning
from ats_audit.lexicon._load import (
    CheckedLexicon,
    Confusable,
    Example,
    check_lexicon,
    compile_lexicon,
    dump_lexicon,
    load_headings,
    load_lexicon,
    parse_lexicon,
)
from ats_audit.lexicon._schemas import iter_schemas
from ats_audit.lexicon._yaml import Violation

__all__ = [
    "CheckedLexicon",
    "Confusable",
    "Example",
    "Lexicon",
    "TierMeaning",
    "Violation",
    "check_lexicon",
    "compile_lexicon",
    "dump_lexicon",
    "iter_schemas",
    "load_headings",
    "load_lexicon",
    "parse_lexicon",
]
