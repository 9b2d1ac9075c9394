"""A small lexicon folder that keeps every law, for tests to break one law at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PLATFORM = """\
- id: electronic-data-capture
  name: Electronic data capture
  tier: B
  acronym: EDC
  expansion: Electronic Data Capture
  source: {title: "FDA guidance", url: "https://www.fda.gov/", year: 2024}
  examples:
    match:
      - "Cleaned data in [[EDC]]"
      - "[[Electronic Data Capture]] systems"
    no_match:
      - "EDM festival crew"
- id: medidata-rave
  name: Medidata Rave
  tier: A
  aliases:
    - {text: Rave, policy: context, near: [EDC, Query]}
  formerly: [Medidata Solutions Rave]
  implies: [electronic-data-capture]
  distinct_from: [redcap]
  source: {title: "Vendor", url: "https://www.medidata.com/", year: 2026}
  examples:
    match:
      - "Built studies in [[Medidata Rave]]"
      - "EDC: [[Rave]]"
    no_match:
      - "Rave reviews from patients"
- id: redcap
  name: REDCap
  tier: A
  implies: [electronic-data-capture]
  source: {title: "Vendor", url: "https://projectredcap.org/", year: 2026}
  examples:
    match:
      - "Designed [[REDCap]] surveys"
      - "Tools: [[REDCap]]"
    no_match:
      - "Wore a red hat"
"""

REGULATION = """\
- id: ich-e6-r2
  name: ICH E6(R2)
  tier: C
  implies: [ich-gcp]
  source: {title: "ICH", url: "https://www.ich.org/", year: 2016}
  examples:
    match:
      - "Trained in [[ICH E6(R2)]]"
      - "[[ICH E6 R2]] compliant"
    no_match:
      - "Seat E6"
- id: ich-e6-r3
  name: ICH E6(R3)
  tier: C
  implies: [ich-gcp]
  supersedes: [ich-e6-r2]
  source: {title: "ICH", url: "https://www.ich.org/", year: 2025}
  examples:
    match:
      - "Trained in [[ICH E6(R3)]]"
      - "[[ICH E6 R3]] compliant"
    no_match:
      - "Seat E6"
- id: ich-gcp
  name: ICH-GCP
  tier: C
  expansion: Good Clinical Practice
  aliases:
    - {text: GCP, policy: context, near: [clinical, trial, ICH]}
  context: {never: [cloud, BigQuery]}
  source: {title: "ICH", url: "https://www.ich.org/", year: 2025}
  examples:
    match:
      - "[[ICH-GCP]] certified"
      - "[[Good Clinical Practice]]"
    no_match:
      - "GCP and BigQuery in the cloud"
"""

ROLE = """\
id: cra
title: Clinical Research Associate
titles: [CRA]
domain: Clinical Research & Ops
onet: [{code: 11-9121.01, title: Clinical Research Coordinators, nearest: true}]
pathway: clinical-research
requirements:
  - any_of: [ich-gcp]
    weight: core
    why: The standard for trials.
  - any_of: [electronic-data-capture]
    weight: important
    why: Trial data live there.
  - name: A named EDC product
    any_of: [medidata-rave, redcap]
    weight: nice
    why: Sponsors ask for the system by name.
"""

PATHWAYS = """\
tiers:
  - {id: A, name: Digital health literacy, meaning: Electronic records.}
  - {id: B, name: Data literacy, meaning: Reading data.}
  - {id: C, name: Compliance, meaning: Rules.}
pathways:
  - {id: clinical-research, domain: Clinical Research & Ops, study_time: 3 to 6 months, core: [ich-gcp]}
"""

FILES = {
    "lexicon.yaml": 'version: "2026.11"\n',
    "pathways.yaml": PATHWAYS,
    "prose/headings.yaml": "skills: [skills, technical skills]\nexperience: [experience]\n",
    "prose/phrases.yaml": (
        "- {text: hard-working, instead: Name a result.}\n- {text: tech-savvy, instead: Name the system.}\n"
    ),
    "prose/issuers.yaml": (
        "held: [certified since, license no]\n"
        "issuers:\n"
        "  - {name: ACRP, names: [Association of Clinical Research Professionals], domains: [acrpnet.org]}\n"
        "  - {name: SOCRA, domains: [socra.org]}\n"
    ),
    "prose/parsers.yaml": (
        "- {name: Openly, source: {title: Its rules, url: 'https://example.com/', year: 2026}, "
        "accepts: {skills: [skills, technical skills]}}\n"
        "- {name: Plainly, source: {title: Its rules, url: 'https://example.com/', year: 2026}, "
        "accepts: {skills: [technical skills]}}\n"
    ),
    "prose/verbs.yaml": (
        "- {text: assisted with, stronger: [drafted, collected]}\n- {text: worked on, stronger: [built]}\n"
    ),
    "confusables.yaml": "- {one: medidata-rave, other: redcap, why: Two products.}\n",
    "competencies/platform.yaml": PLATFORM,
    "competencies/regulation.yaml": REGULATION,
    "roles/cra.yaml": ROLE,
    "english.txt": "epic\nphlebotomy\nrave\ntableau\n",
    "deny.txt": "suppose\n",
}


def write_lexicon(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the small lexicon below *folder*, with files replaced, added, or (None) left out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return folder


def changed(name: str, old: str, new: str) -> dict[str, str | None]:
    """The change of one passage in one file; the passage must stand there once."""
    assert FILES[name].count(old) == 1, f"{old!r} stands {FILES[name].count(old)} times in {name}"
    return {name: FILES[name].replace(old, new)}


EXTRA = """\
- id: {id}
  name: {name}
  tier: A
{more}  source: {{title: "Vendor", url: "https://example.com/", year: 2026}}
  examples:
    match:
      - "Uses [[{name}]]"
      - "[[{name}]] daily"
    no_match:
      - "Nothing here"
"""


def extra(key: str, name: str, more: str = "") -> dict[str, str | None]:
    """One more platform, sorted behind the others."""
    return {"competencies/platform.yaml": PLATFORM + EXTRA.format(id=key, name=name, more=more)}
