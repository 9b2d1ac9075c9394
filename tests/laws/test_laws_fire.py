"""Every law of the lexicon fires on its bad file, at the right place, and on nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ats_audit.lexicon import check_lexicon
from lexicons import EXTRA, PLATFORM, ROLE, changed, extra, write_lexicon

if TYPE_CHECKING:
    from pathlib import Path

    from ats_audit.lexicon import Violation

PARSER = """\
- name: {name}
  source: {{title: "Its rules", url: "https://example.com/", year: 2026}}
  accepts: {{{kind}: [{heading}]}}
"""


BROKEN: list[tuple[str, dict[str, str | None], tuple[str, str], str]] = [
    (
        "unknown key",
        changed("lexicon.yaml", "version", "edition"),
        ("lexicon.yaml", 'edition: "2026.11"'),
        "version: is missing",
    ),
    (
        "misspelt key of an entry",
        changed("competencies/platform.yaml", "formerly", "formally"),
        ("competencies/platform.yaml", "[Medidata Solutions Rave"),
        "formally: no such key is known here",
    ),
    ("missing file", {"pathways.yaml": None}, ("pathways.yaml", ""), "is missing"),
    ("foreign file", {"competencies/notes.md": "x"}, ("competencies/notes.md", "x"), "no lexicon file has this name"),
    ("no such kind", {"competencies/tools.yaml": "[]"}, ("competencies/tools.yaml", "[]"), "'tools' is no kind"),
    (
        "not a list",
        {"competencies/method.yaml": "id: x\n"},
        ("competencies/method.yaml", "id: x"),
        "must be a list of entries",
    ),
    ("broken YAML", {"competencies/method.yaml": "- id: [x\n"}, ("competencies/method.yaml", ""), "did not find"),
    (
        "key twice",
        {"lexicon.yaml": 'version: "1"\nversion: "2"\n'},
        ("lexicon.yaml", 'version: "2"'),
        "key 'version' stands twice",
    ),
    (
        "a date without quotes",
        {"lexicon.yaml": "version: 2026-11-01\n"},
        ("lexicon.yaml", "2026-11-01"),
        "put it in quotes",
    ),
    (
        "a reference",
        {"pathways.yaml": "tiers: &t []\npathways: *t\n"},
        ("pathways.yaml", "&t []"),
        "write the value out",
    ),
    (
        "role file named otherwise",
        {"roles/cra.yaml": None, "roles/monitor.yaml": ROLE},
        ("roles/monitor.yaml", "cra"),
        "must bear its id",
    ),
    (
        "id twice",
        {"competencies/method.yaml": EXTRA.format(id="redcap", name="Redcapping", more="")},
        ("competencies/platform.yaml", "redcap"),
        "id 'redcap' stands already in",
    ),
    (
        "not sorted",
        extra("a-first", "Zebra Platform"),
        ("competencies/platform.yaml", "a-first"),
        "'a-first' must stand before 'redcap'",
    ),
    (
        "phrases not sorted",
        {"prose/phrases.yaml": "- {text: b, instead: x}\n- {text: a, instead: x}\n"},
        ("prose/phrases.yaml", "a"),
        "'a' must stand before 'b'",
    ),
    (
        "dangling implies",
        changed("competencies/regulation.yaml", "supersedes: [ich-e6-r2]", "supersedes: [ich-e6-r1]"),
        ("competencies/regulation.yaml", "ich-e6-r1]"),
        "there is no competency 'ich-e6-r1'",
    ),
    (
        "dangling requirement",
        changed("roles/cra.yaml", "any_of: [ich-gcp]", "any_of: [ich-gpc]"),
        ("roles/cra.yaml", "ich-gpc]"),
        "there is no competency 'ich-gpc'",
    ),
    (
        "dangling pathway core",
        changed("pathways.yaml", "core: [ich-gcp]", "core: [gcp]"),
        ("pathways.yaml", "gcp]}"),
        "there is no competency 'gcp'",
    ),
    (
        "self-reference",
        extra("zelta", "Zelta", "  distinct_from: [zelta]\n"),
        ("competencies/platform.yaml", "[zelta]"),
        "does not refer to itself",
    ),
    (
        "cycle in implies",
        extra("zelta", "Zelta", "  implies: [zeta]\n")
        | {"competencies/method.yaml": EXTRA.format(id="zeta", name="Zeta", more="  implies: [zelta]\n")},
        ("competencies/method.yaml", "[zelta]"),
        "the chain leads back to 'zeta'",
    ),
    (
        "distinct from what it implies",
        extra("zelta", "Zelta", "  implies: [redcap]\n  distinct_from: [electronic-data-capture]\n"),
        ("competencies/platform.yaml", "electronic-data-capture]"),
        "which it implies",
    ),
    (
        "older version distinct from its successor",
        changed(
            "competencies/regulation.yaml",
            '  source: {title: "ICH", url: "https://www.ich.org/", year: 2016}',
            '  distinct_from: [ich-e6-r3]\n  source: {title: "ICH", url: "https://www.ich.org/", year: 2016}',
        ),
        ("competencies/regulation.yaml", "ich-e6-r3]"),
        "'ich-e6-r2' is superseded and earns part of 'ich-e6-r3'",
    ),
    (
        "successor distinct from the older version",
        changed(
            "competencies/regulation.yaml",
            "  supersedes: [ich-e6-r2]\n",
            "  supersedes: [ich-e6-r2]\n  distinct_from: [ich-e6-r2]\n",
        ),
        ("competencies/regulation.yaml", "ich-e6-r2]"),
        "'ich-e6-r2' is superseded and earns part of 'ich-e6-r3'",
    ),
    (
        "a skill that is merely likely",
        extra("zelta", "Zelta", "  implies: [data-hygiene]\n")
        | {
            "competencies/method.yaml": EXTRA.format(
                id="data-hygiene", name="Data hygiene", more="  done: kept data clean\n"
            )
        },
        ("competencies/platform.yaml", "data-hygiene]"),
        "implies 'data-hygiene' of kind method, which no name of 'Zelta' says",
    ),
    (
        "a language behind a product, where only an alias says it",
        extra("zelta", "Zelta", "  aliases: [Zelta Wave]\n  implies: [wave]\n")
        | {
            "competencies/analytics.yaml": EXTRA.format(
                id="wave", name="Wave", more="  aliases: [{text: Wave, policy: case}]\n"
            )
        },
        ("competencies/platform.yaml", "wave]"),
        "implies 'wave' of kind analytics, which no name of 'Zelta' says",
    ),
    (
        "alias of two, joined alike",
        extra("zelta", "Zelta", "  aliases: [redcaps]\n"),
        ("competencies/platform.yaml", "redcaps]"),
        "belongs to redcap too",
    ),
    (
        "alias known from the name",
        extra("zelta", "Zelta", "  aliases: [ZELTA]\n"),
        ("competencies/platform.yaml", "ZELTA]"),
        "is known already from name",
    ),
    (
        "alias twice",
        extra("zelta", "Zelta", "  aliases: [Zelta Cloud, zelta-cloud]\n"),
        ("competencies/platform.yaml", "zelta-cloud]"),
        "is the same as an earlier one",
    ),
    (
        "alias of signs only",
        extra("zelta", "Zelta", '  aliases: ["--"]\n'),
        ("competencies/platform.yaml", '"--"]'),
        "has neither letter nor digit",
    ),
    (
        "English word without policy",
        extra("tableau", "Tableau"),
        ("competencies/platform.yaml", "Tableau"),
        "is an English word",
    ),
    (
        "short alias without policy",
        extra("zelta", "Zelta", "  aliases: [ZC]\n"),
        ("competencies/platform.yaml", "ZC]"),
        "is shorter than four letters",
    ),
    (
        "context without words",
        extra("zelta", "Zelta", "  aliases: [{text: ZLT, policy: context}]\n"),
        ("competencies/platform.yaml", "{text: ZLT, policy: cont"),
        "say in `near` which words",
    ),
    (
        "words without context",
        extra("zelta", "Zelta", "  aliases: [{text: ZLT, policy: case, near: [x]}]\n"),
        ("competencies/platform.yaml", "{text: ZLT, policy: case"),
        "which only policy context reads",
    ),
    (
        "expansion shorter than the acronym",
        extra("zelta", "Zelta", "  acronym: ZLTA\n  expansion: Zel\n"),
        ("competencies/platform.yaml", "Zel"),
        "must be longer than the acronym",
    ),
    (
        "a licensed code",
        extra("zelta", "Zelta", "  aliases: [visit 99999]\n"),
        ("competencies/platform.yaml", "id: zelta"),
        "looks like a procedure code",
    ),
    (
        "a method that does not say what is done",
        {"competencies/method.yaml": EXTRA.format(id="zeta", name="Zeta", more="")},
        ("competencies/method.yaml", "id: zeta"),
        "say in `done` what whoever has it has done",
    ),
    (
        "a deed beside a question",
        extra("zelta", "Zelta", '  done: used Zelta\n  ask: "Used it?"\n'),
        ("competencies/platform.yaml", "used Zelta"),
        "has `done` and `ask`",
    ),
    (
        "a deed that is a sentence",
        extra("zelta", "Zelta", "  done: Used Zelta.\n"),
        ("competencies/platform.yaml", "Used Zelta."),
        "should match pattern",
    ),
    (
        "all core",
        changed("roles/cra.yaml", "weight: important", "weight: core"),
        ("roles/cra.yaml", "- any_of: [ich-gcp]"),
        "no requirement is important",
    ),
    (
        "mostly core",
        changed("roles/cra.yaml", "weight: nice", "weight: core"),
        ("roles/cra.yaml", "- any_of: [ich-gcp]"),
        "more than half",
    ),
    (
        "a product alone",
        changed("roles/cra.yaml", "any_of: [medidata-rave, redcap]", "any_of: [redcap]"),
        ("roles/cra.yaml", "name: A named EDC produc"),
        "'redcap' is a product",
    ),
    (
        "a plain phrase that names a product",
        changed("competencies/platform.yaml", "aliases:\n", "aliases:\n    - online case books\n"),
        ("competencies/platform.yaml", "online case books"),
        "is a plain phrase without a word of 'Medidata Rave'",
    ),
    (
        "a plain phrase that names a rule",
        changed(
            "competencies/regulation.yaml",
            "  name: ICH E6(R2)\n  tier: C\n",
            "  name: ICH E6(R2)\n  tier: C\n  aliases:\n    - conduct of trials\n",
        ),
        ("competencies/regulation.yaml", "conduct of trials"),
        "is a plain phrase without a word of 'ICH E6(R2)'",
    ),
    (
        "alternatives without a name",
        changed("roles/cra.yaml", "  - name: A named EDC product\n    any_of", "  - any_of"),
        ("roles/cra.yaml", "any_of: [medidata-rave"),
        "name what the alternatives have in common",
    ),
    (
        "competency twice in a role",
        changed("roles/cra.yaml", "any_of: [medidata-rave, redcap]", "any_of: [medidata-rave, redcap, ich-gcp]"),
        ("roles/cra.yaml", "ich-gcp]"),
        "'ich-gcp' stands twice",
    ),
    (
        "reason twice",
        changed("roles/cra.yaml", "Trial data live there.", "The standard for trials."),
        ("roles/cra.yaml", "The standard for trials."),
        "the same reason stands twice",
    ),
    (
        "tier missing",
        changed("roles/cra.yaml", "any_of: [ich-gcp]", "any_of: [redcap]"),
        ("roles/cra.yaml", "- any_of: [redcap]"),
        "no requirement is of tier C",
    ),
    (
        "no such pathway",
        changed("roles/cra.yaml", "pathway: clinical-research", "pathway: clinical"),
        ("roles/cra.yaml", "clinical"),
        "there is no pathway 'clinical'",
    ),
    (
        "heading in two kinds",
        {"prose/headings.yaml": "skills: [skills]\neducation: [skills]\n"},
        ("prose/headings.yaml", "skills]"),
        "stands already under skills",
    ),
    (
        "heading in capitals",
        {"prose/headings.yaml": "skills: [Skills]\n"},
        ("prose/headings.yaml", "Skills]"),
        "must be in lower case",
    ),
    (
        "a parser that accepts what the catalogue of headings has elsewhere",
        {"prose/parsers.yaml": PARSER.format(name="Openly", kind="education", heading="skills")},
        ("prose/parsers.yaml", "skills]"),
        "no heading 'skills' under education",
    ),
    (
        "parsers not sorted",
        {
            "prose/parsers.yaml": PARSER.format(name="Openly", kind="skills", heading="skills")
            + PARSER.format(name="Able", kind="skills", heading="skills")
        },
        ("prose/parsers.yaml", "Able"),
        "'Able' must stand before 'Openly'",
    ),
    (
        "one match example",
        {"competencies/platform.yaml": PLATFORM.replace('      - "Tools: [[REDCap]]"\n', "")},
        ("competencies/platform.yaml", '- "Designed'),
        "examples.match: needs more entries",
    ),
    (
        "no source",
        {"competencies/method.yaml": EXTRA.format(id="zeta", name="Zeta", more="").replace("  source:", "  origin:")},
        ("competencies/method.yaml", "id: zeta"),
        "source: is missing",
    ),
    (
        "a title of another role",
        {
            "roles/monitor.yaml": ROLE.replace("id: cra", "id: monitor").replace(
                "Clinical Research Associate", "Monitor"
            )
        },
        ("roles/monitor.yaml", "CRA"),
        "title 'CRA' belongs to the role 'cra' already",
    ),
    (
        "a title twice",
        changed("roles/cra.yaml", "titles: [CRA]", "titles: [CRA, clinical research associate]"),
        ("roles/cra.yaml", "clinical research associate]"),
        "stands twice in this role",
    ),
    (
        "a competency that no role reaches",
        extra("zelta", "Zelta"),
        ("competencies/platform.yaml", "id: zelta"),
        "no role asks for it or for what it earns",
    ),
    (
        "a mark on a competency that a role reaches",
        changed("competencies/platform.yaml", "  name: REDCap\n", "  name: REDCap\n  catalogue_only: true\n"),
        ("competencies/platform.yaml", "true"),
        "is marked catalogue_only, but a role reaches it",
    ),
    (
        "openers not sorted",
        {"prose/verbs.yaml": "- {text: worked on, stronger: [built]}\n- {text: aided, stronger: [built]}\n"},
        ("prose/verbs.yaml", "aided"),
        "'aided' must stand before 'worked on'",
    ),
    (
        "opener in capitals",
        {"prose/verbs.yaml": "- {text: Worked on, stronger: [built]}\n"},
        ("prose/verbs.yaml", "Worked on"),
        "must be in lower case",
    ),
    (
        "opener that is a phrase",
        {"prose/verbs.yaml": "- {text: hard-working, stronger: [built]}\n"},
        ("prose/verbs.yaml", "hard-working"),
        "stands in prose/phrases.yaml already",
    ),
    (
        "weak advice",
        changed("prose/verbs.yaml", "stronger: [built]", "stronger: [built, assisted with]"),
        ("prose/verbs.yaml", "assisted with]"),
        "is a weak opener itself",
    ),
    (
        "advice twice",
        changed("prose/verbs.yaml", "stronger: [built]", "stronger: [built, built]"),
        ("prose/verbs.yaml", "built]"),
        "'built' stands twice",
    ),
    (
        "words of holding in capitals",
        changed("prose/issuers.yaml", "license no]", "License no]"),
        ("prose/issuers.yaml", "License no]"),
        "must be in lower case",
    ),
    (
        "words of holding not sorted",
        changed("prose/issuers.yaml", "[certified since, license no]", "[license no, certified since]"),
        ("prose/issuers.yaml", "certified since]"),
        "must stand before 'license no'",
    ),
    (
        "issuers not sorted",
        changed("prose/issuers.yaml", "{name: SOCRA", "{name: ABC"),
        ("prose/issuers.yaml", "ABC"),
        "'ABC' must stand before 'ACRP'",
    ),
    (
        "issuer named twice",
        changed("prose/issuers.yaml", "names: [Association", "names: [acrp, Association"),
        ("prose/issuers.yaml", "acrp"),
        "'acrp' stands twice for this issuer",
    ),
    (
        "domain of two issuers",
        changed("prose/issuers.yaml", "[socra.org]", "[acrpnet.org]"),
        ("prose/issuers.yaml", "acrpnet.org]"),
        "domain 'acrpnet.org' stands twice",
    ),
    (
        "certification without an issuer",
        {"competencies/certification.yaml": EXTRA.format(id="zcp", name="Zelta Certified Professional", more="")},
        ("competencies/certification.yaml", '"https://example.com/"'),
        "no issuer in prose/issuers.yaml has the domain 'example.com'",
    ),
    (
        "issuer that gives what does not exist",
        changed("prose/issuers.yaml", "[socra.org]", "[socra.org], gives: [redcat]"),
        ("prose/issuers.yaml", "redcat]"),
        "there is no competency 'redcat'",
    ),
    (
        "issuers missing",
        {"prose/issuers.yaml": None},
        ("prose/issuers.yaml", ""),
        "is missing",
    ),
    (
        "confusable that does not exist",
        changed("confusables.yaml", "other: redcap", "other: redcat"),
        ("confusables.yaml", "redcat"),
        "there is no competency 'redcat'",
    ),
    (
        "confusables in the wrong order",
        changed("confusables.yaml", "{one: medidata-rave, other: redcap", "{one: redcap, other: medidata-rave"),
        ("confusables.yaml", "medidata-rave"),
        "'medidata-rave' must stand before 'redcap'",
    ),
    (
        "confusables not sorted",
        {
            "confusables.yaml": "- {one: medidata-rave, other: redcap, why: x}\n"
            "- {one: ich-e6-r2, other: ich-e6-r3, why: x}\n"
        },
        ("confusables.yaml", "ich-e6-r2"),
        "must stand before 'medidata-rave redcap'",
    ),
    (
        "confusables of which one implies the other",
        changed("confusables.yaml", "one: medidata-rave, other: redcap", "one: ich-e6-r3, other: ich-gcp"),
        ("confusables.yaml", "ich-gcp"),
        "but one implies the other",
    ),
    (
        "confusables that share an alias",
        changed(
            "competencies/platform.yaml", "  name: REDCap\n", "  name: REDCap\n  aliases: [{text: Rave, policy: cap}]\n"
        ),
        ("confusables.yaml", "redcap"),
        "but share 'Rave'",
    ),
]


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [pytest.param(changes, place, message, id=name) for name, changes, place, message in BROKEN],
)
def test_a_law_fires_on_its_bad_file(
    tmp_path: Path, changes: dict[str, str | None], place: tuple[str, str], message: str
) -> None:
    checked = check_lexicon(write_lexicon(tmp_path, changes), whole=True)
    assert checked.lexicon is None
    said = [violation for violation in checked.violations if message in violation.message]
    assert said, [str(violation) for violation in checked.violations]
    assert (said[0].file, _passage(tmp_path, said[0])[: len(place[1])]) == place


def _passage(folder: Path, violation: Violation) -> str:
    """The text that stands at the violation's line and column; empty past the end of the file."""
    path = folder / violation.file
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    return lines[violation.line - 1][violation.column - 1 :] if violation.line <= len(lines) else ""
