"""The suggestion says what the résumé shows, and nothing else: on résumés made from the whole lexicon."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from ats_audit.judge.wording import NOT_WRITTEN
from ats_audit.model import Assertion, Method, Rung

if TYPE_CHECKING:
    from ats_audit import Auditor, AuditReport
    from ats_audit.model import Competency

SAMPLES = Path(__file__).parents[2] / "samples"
HELD = {Rung.DEMONSTRATED, Rung.CREDENTIALED, Rung.LISTED}
WORK = (
    "• Used {} in {} studies and cut the time per case by {} %.",
    "• Responsible for {} across {} sites.",
    "• Worked with {} and trained {} colleagues in it.",
    "• Checked {} records a week against {}.",
)
OTHER = (
    "Currently learning {}.",
    "No experience with {}.",
    "{} (in progress)",
    "{} - expired 2019",
    "I would like to work with {} one day.",
)


def _write(random: Random, competency: Competency) -> str:
    """One of the ways in which a résumé writes it, seldom with two letters swapped."""
    ways = [alias.text for alias in competency.aliases if alias.origin not in NOT_WRITTEN] + [competency.label]
    text = random.choice(ways)
    if len(text) > 8 and random.random() < 0.08:
        at = random.randrange(2, len(text) - 3)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def _resume(random: Random, auditor: Auditor) -> tuple[str, str]:
    """An invented résumé, and the role that it is for."""
    role = random.choice(auditor.lexicon.roles)
    wanted = [one for asked in role.requirements for one in asked.any_of]
    ids = random.sample(wanted, k=min(len(wanted), random.randrange(1, 25)))
    everything = auditor.lexicon.competencies
    chosen = [auditor.lexicon.competency(one) for one in ids] + random.sample(everything, k=random.randrange(0, 20))
    random.shuffle(chosen)
    skills, work, held, other = [], [], [], []
    for competency in chosen:
        written = _write(random, competency)
        place = random.random()
        if place < 0.4:
            skills.append(written)
        elif place < 0.75:
            template = random.choice(WORK)
            parts = [written, str(random.randrange(2, 90)), str(random.randrange(3, 60))]
            if template.startswith("• Checked"):
                parts = [str(random.randrange(20, 900)), written]
            work.append(template.format(*parts[: template.count("{}")]))
        elif place < 0.9:
            held.append(f"{written}, {random.randrange(2012, 2026)}")
        else:
            other.append(random.choice(OTHER).format(written))
    lines = ["Alex Invented", "alex@example.com | +1 555 0100", ""]
    lines += ["Summary", *other, ""] if other else []
    lines += ["Experience", "Specialist, Example Hospital, 2019 - 2025", *work, ""] if work else []
    lines += ["Skills", ", ".join(skills), ""] if skills else []
    lines += ["Certifications", *held, ""] if held else []
    return "\n".join(lines) + "\n", role.id


def _check(auditor: Auditor, text: str, report: AuditReport) -> int:
    """Hold the suggestion of *report* to its word; how many items it has."""
    items = [item for group in report.suggestion.groups for item in group.items]
    listed = [item.competency for item in items]
    assert len(set(listed)) == len(listed)
    found = auditor.matcher.match_text(report.suggestion.text) if items else ()
    assert {mention.competency for mention in found} == set(listed)
    assert all(mention.method is Method.EXACT for mention in found)
    assert all(mention.assertion is Assertion.ASSERTED for mention in found)
    evidence = {one.competency.id: one for one in report.evidence}
    for item in items:
        shown = evidence[item.competency]
        assert shown.rung in HELD, item
        assert text[item.quote.start : item.quote.end] == item.quote.text
        sources = (shown, evidence[shown.via]) if shown.via else (shown,)
        mentions = [mention for source in sources for mention in source.mentions]
        assert any(item.quote.start <= one.start < item.quote.end for one in mentions), item
        assert report.suggestion.text.count(item.text) >= 1
    open_ids = {question.competency for question in report.suggestion.add_only_if_true}
    assert open_ids.isdisjoint(listed)
    return len(items)


@pytest.mark.parametrize("golden", sorted((SAMPLES / "expected").glob("*.json")), ids=lambda path: path.stem)
def test_the_suggestion_for_each_sample_is_found_again_and_evidenced(auditor: Auditor, golden: Path) -> None:
    document = auditor.read(SAMPLES / golden.stem)
    role = json.loads(golden.read_text(encoding="utf-8"))["role"]["id"]
    _check(auditor, document.text, auditor.audit(document, role=role))


def _check_many(auditor: Auditor, seeds: range) -> None:
    items = 0
    for seed in seeds:
        text, role = _resume(Random(seed), auditor)  # noqa: S311 # invented résumés, not secrets
        items += _check(auditor, text, auditor.audit_text(text, role=role))
    assert items > 3 * len(seeds)


def test_the_suggestion_for_generated_resumes_is_found_again_and_evidenced(auditor: Auditor) -> None:
    _check_many(auditor, range(20))


@pytest.mark.slow
def test_the_suggestion_for_500_generated_resumes_is_found_again_and_evidenced(auditor: Auditor) -> None:
    _check_many(auditor, range(500))
