from __future__ import annotations

import re
from pathlib import Path

import pytest

from ats_audit.judge import RULES, Rule, bullet_rules, prose_rules, structure_rules
from ats_audit.judge.ladder import CREDITS, NEAR_SHARE, SUPERSEDED_SHARE
from ats_audit.judge.passages import MAX_QUOTE
from ats_audit.judge.plan import COSTS, PRACTISING_SHARE
from ats_audit.judge.rules import MAX_NAMED
from ats_audit.judge.scoring import NICE_POINTS, WEIGHTS
from ats_audit.judge.suggestion import MAX_ITEMS

DOCS = Path(__file__).parents[3] / "docs"
SCORING = (DOCS / "scoring.md").read_text(encoding="utf-8")
FINDINGS = (DOCS / "findings.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (ATS-[LP]\d\d [^\n]+)\n(.*?)(?=^## |\Z)", FINDINGS, re.MULTILINE | re.DOTALL))


def test_every_code_has_its_section_and_every_section_its_code_in_one_order() -> None:
    assert list(SECTIONS) == [f"{rule.code} {rule.title}" for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_section_says_what_why_how_sure_and_how_to_mend_and_names_the_source(rule: Rule) -> None:
    section = SECTIONS[f"{rule.code} {rule.title}"]
    assert f"Severity: {rule.severity}." in section
    assert re.findall(r"^\*\*(.+?)\.\*\*", section, re.MULTILINE) == ["What", "Why", "How sure", "How to mend"]
    assert re.findall(r"Source: <(.+)>", section) == [rule.source] * bool(rule.source)


def test_every_constant_stands_in_the_page_on_scoring_with_its_value() -> None:
    rows = [
        *(f"| {rung} |" for rung in CREDITS),
        *(f"| {credit} |" for credit in CREDITS.values()),
        *(f"| weight {weight} | {value} |" for weight, value in WEIGHTS.items()),
        f"**Near: half.** A probable misspelling earns {NEAR_SHARE} ",
        f"an older version earns {SUPERSEDED_SHARE} of its successor",
        f"| most points of all nice ones together | {NICE_POINTS} |",
        f"| cost of edit, write, learn | {', '.join(f'{cost:g}' for cost in COSTS.values())} |",
        f"| shows the role in work | {PRACTISING_SHARE} |",
        f"| most items | {MAX_ITEMS} |",
        f"| longest quote | {MAX_QUOTE} code points |",
        f"| names told in a grouped finding | {MAX_NAMED} |",
        f"| pages | {structure_rules.MAX_PAGES} |",
        f"| words, where there are no pages | {structure_rules.MAX_WORDS:,} |",
        f"| words from which headings are missed | {structure_rules.MIN_WORDS_FOR_HEADINGS} |",
        f"| {prose_rules.STUFFED_TIMES} within {prose_rules.STUFFED_SPAN} code points |",
        f"| {prose_rules.STUFFED_COUNT}, {prose_rules.STUFFED_SHARE:.0%}".replace("%", " %"),
        f"| {bullet_rules.MIN_BULLETS}, {bullet_rules.MEASURED_SHARE:.0%}".replace("%", " %"),
        f"| years | {bullet_rules.OLD_YEARS} |",
    ]
    assert [row for row in rows if row not in SCORING] == []
