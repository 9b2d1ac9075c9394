"""JSON Schemas of the lexicon files, for editors: generated from the models that read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def iter_schemas() -> Iterator[tuple[str, str]]:
    """Yield (file name, JSON text) of each schema, as `lexicons/_schema/` holds them."""
    from pydantic import TypeAdapter

    from ats_audit.lexicon._entries import (
        CompetencyEntry,
        ConfusableEntry,
        HeadingsFile,
        IssuersFile,
        LexiconFile,
        OpenerEntry,
        ParserEntry,
        PathwaysFile,
        PhraseEntry,
        RoleEntry,
    )

    shapes: tuple[tuple[str, Any], ...] = (
        ("competencies", tuple[CompetencyEntry, ...]),
        ("confusables", tuple[ConfusableEntry, ...]),
        ("headings", HeadingsFile),
        ("issuers", IssuersFile),
        ("lexicon", LexiconFile),
        ("parsers", tuple[ParserEntry, ...]),
        ("pathways", PathwaysFile),
        ("phrases", tuple[PhraseEntry, ...]),
        ("role", RoleEntry),
        ("verbs", tuple[OpenerEntry, ...]),
    )
    for name, shape in shapes:
        schema = TypeAdapter(shape).json_schema()
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        yield f"{name}.json", json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
