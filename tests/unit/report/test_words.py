"""The catalogue of words: nothing in it that is never said, and nothing said that is not in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ats_audit.words import judging, layout, listings, reports

if TYPE_CHECKING:
    from types import ModuleType

SOURCES = Path(reports.__file__).parents[1]


@pytest.mark.parametrize("catalogue", [reports, listings, judging, layout], ids=lambda catalogue: catalogue.__name__)
def test_every_word_of_the_catalogue_is_said_somewhere(catalogue: ModuleType) -> None:
    place = Path(str(catalogue.__file__))
    said = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(SOURCES.rglob("*"))
        if path.suffix in {".py", ".html"} and path != place
    )
    own = place.read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z][A-Z_0-9]+): Final", own, flags=re.MULTILINE)
    assert len(names) > 20
    unsaid = [
        name
        for name in names
        if not re.search(rf"\bwords\.{name}\b|\b{name}\b", said) and len(re.findall(rf"\b{name}\b", own)) == 1
    ]
    assert unsaid == []


_PSEUDO = r'''
import json, re, sys
from dataclasses import replace
from html import unescape
from ats_audit.words import judging, layout, listings, reports

GAP = re.compile(r"(\{\{[^{}]*\}\}|\{[^{}]*\})")

def bracket(part):
    return part if GAP.match(part) or not re.search("[A-Za-z]", part) else f"⟦{part}⟧"

def mark(value):
    if isinstance(value, str):
        return "".join(map(bracket, GAP.split(value)))
    if isinstance(value, tuple):
        parts = map(mark, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, dict):
        return {key: mark(one) for key, one in value.items()}
    return value

for module in (judging, layout, listings, reports):
    for name, value in vars(module).items():
        if name.isupper() and name not in {"PAGE_LANGUAGE"}:
            setattr(module, name, mark(value))

from ats_audit import Auditor, render
from ats_audit.judge import DEFAULT_HEADING, make_cohort
from ats_audit.model import AuditFailure, Block, BlockKind, Fact, FactKind, Link, ReadingKind, SectionKind
from ats_audit.report import Display, Format, list_remarks, list_section
from ats_audit.report import render_cohort, render_ranking, render_role, render_roles

HEAD = "Jane Example, RN\njane@example.com | (555) 010-0199\n"
RESUME = HEAD + """
Summary
Tech-savvy research nurse. No experience with Medidata Rave. ACLS expired 2020.

Skills
REDCap, EDC, HIPPA, Source data verification, ICH E6(R2), 3M 360 Encompass, ICD-11, CPC-A

Experience
Research Nurse, Example Hospital, 2012 - 2013
- Responsible for Medidata CTMS entry

Study Coordinator, Northwind Research
- Filed essential documents

Research Nurse, Example Clinic, 2022 - Present
- Responsible for informed consent of study participants
- Helped with IRB submissions and informed consent, informed consent, informed consent, informed consent
- Reported adverse events and adverse events
- Resolved data queries at the site
- Monitored sites and source documents

Certifications and training
CCRC exam, expected 2027; studying SDTM
"""
BARE = "# Jane Example\n\n# Summary\nNurse\n\n# My Journey\n\n➢ REDCap\n❖ EDC\n" + "nurse " * 2100

def read_poorly(auditor):
    """A document with every layout fact there is, contacts where no parser looks, and a reading that loses things."""
    document = auditor.read(RESUME.encode())
    facts = [Fact(kind=kind, count=2_900_000, page=number % 3 or None) for number, kind in enumerate(FactKind)]
    strict = auditor.read(RESUME.replace("REDCap, ", "").replace("Experience\n", "").encode()).full
    mail = RESUME.index("jane@")
    return replace(
        document,
        facts=tuple(facts),
        links=(
            Link(target="mailto:nurse@example.com", start=mail, end=mail + len("jane@example.com")),
            Link(target="https://www.linkedin.com/in/nurse-example"),
        ),
        blocks=(Block(start=0, end=len(HEAD), kind=BlockKind.HEADER), Block(start=len(HEAD), end=len(RESUME))),
        readings=(*document.readings[:-1], replace(strict, kind=ReadingKind.STRICT)),
    )

SPOKEN = {"text", "markdown"}

def iter_spoken(value):
    """The sentences of a SARIF log; the rest of it is names and numbers."""
    if isinstance(value, dict):
        yield from (one for key, one in value.items() if key in SPOKEN and isinstance(one, str))
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from iter_spoken(one)

def render_all(report, document):
    terminal = render(report, format="text", display=Display(width=2_000, terminal=True, colour=True))
    yield "terminal", re.sub(r"\x1b\[[0-9;]*m", "", terminal)
    yield "sarif", "\n".join(iter_spoken(json.loads(render(report, format="sarif", document=document))))
    commands = render(report, format="github", document=document).splitlines()
    yield "github", "\n".join(f"{re.search('title=([^:]*)', one)[1]}\n{one.split('::', 2)[2]}" for one in commands)
    for format_ in ("markdown", "html", "text"):
        shown = document if format_ == "html" else None
        yield format_, unescape(render(report, format=format_, document=shown, display=Display(width=2_000)))
    section = list_section(report)
    yield "docx", "\n".join([section.heading, *(f"{name}: {items}" for name, items in section.lines)])
    yield "docx-review", "\n".join(remark.text for remark in list_remarks(report))

def render_listings(auditor, old, new):
    display = Display(width=2_000)
    yield "roles", render_roles(auditor.lexicon, width=2_000)
    for role in auditor.lexicon.roles:
        yield f"role {role.id}", render_role(role, lexicon=auditor.lexicon, width=2_000)
    reports = [auditor.audit(one, role="cra") for one in (old, new)]
    failure = AuditFailure(name="resume.pdf", code="encrypted", message="", hint="")
    for named in (False, True):
        cohort = make_cohort(reports, [failure])
        links = {one.alias: "a" for one in cohort.people}
        yield "html cohort", unescape(render_cohort(cohort, names=named, links=links))
    yield "scan", render(auditor.scan(new), display=display)
    yield "ranking", render_ranking(auditor.rank(new), format=Format.TEXT, display=display)
    for format_ in ("markdown", "text"):
        for first, second in ((old, new), (new, old)):
            comparison = auditor.compare(first, second, role="cra")
            yield f"comparison {format_}", unescape(render(comparison, format=format_, display=display))

with Auditor() as auditor:
    lexicon = auditor.lexicon
    names = {text for one in lexicon.competencies for text in (one.name, one.label, *(a.text for a in one.aliases))}
    roles = lexicon.roles
    names |= {text for role in roles for asked in role.requirements for text in (asked.name, asked.why)}
    names |= {text for one in roles for text in (one.id, one.title)}
    names |= {text for one in lexicon.competencies for text in (one.ask, one.done) if text}
    names |= {text for one in lexicon.openers for text in (one.text, *one.stronger)}
    names |= {text for one in lexicon.pathways for text in (one.domain, one.study_time)}
    names |= {one.instead for one in lexicon.phrases} | {DEFAULT_HEADING, "document"}
    names |= {heading.title() for kind in SectionKind for heading in lexicon.headings_of(kind)[:1]}
    names |= {name[:1].lower() + name[1:] for name in names}
    names |= {line.lstrip("- ") for line in RESUME.splitlines()}
    names |= {text for one in roles for text in (one.domain, *one.titles)}
    names |= {one.title for role in roles for one in (*role.onet, *role.esco)}
    names |= {text for one in lexicon.tiers for text in (one.name, one.meaning)}
    names |= {one.text for one in lexicon.phrases} | {"O*NET", "ESCO", "resume.pdf"}
    names |= {one.domain.upper() for one in lexicon.pathways}
    names = {name for name in names if len(name) > 2}
    own = {"s", *re.findall(r"[A-Za-z]+", RESUME + BARE), "Coder"}
    poor, bare = read_poorly(auditor), auditor.read(BARE.encode())
    cra, job = {"role": "cra"}, {"job": b"Coder\n\nRequirements\n- ICD-10-CM\n- Epic\nNice to have\n- CPC\n"}
    for document, target in ((poor, cra), (poor, job), (bare, cra), (replace(bare, pages=5), job)):
        report = auditor.audit(document, **target)
        names |= {item.text for group in report.suggestion.groups for item in group.items}
        print("\n".join(sorted({one.code for one in report.findings})), file=sys.stderr)
        listings_too = render_listings(auditor, bare, poor) if document is poor and target is cra else ()
        for format_, text in (*render_all(report, document), *listings_too):
            if format_.startswith("html"):
                text = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", text, flags=re.DOTALL)
                text = re.sub(r'<section[^>]*id="resume".*?</section>', " ", text, flags=re.DOTALL)
                text = re.sub(r"<[^>]*>", " ", text)
            depth, outside = 0, []
            for character in text:
                depth += (character == "⟦") - (character == "⟧")
                outside.append(character if depth == 0 and character != "⟧" else "\n")
            assert depth == 0, format_
            addresses = r"https?://\S+|[\w.]+\.(?:org|com|gov|eu|int|ca|co|so|edu|ai|io|info|news)\b\S*"
            plain = re.sub(addresses, " ", "".join(outside).replace("\\", ""))
            for name in sorted(names, key=len, reverse=True):
                plain = plain.replace(name, "\n")
            plain = re.sub(r"ATS-[LP]\d\d|--?[a-z-]+|\b[0-9a-f]{12,}\b", " ", plain)
            for run in re.findall(r"[A-Za-z][A-Za-z ,'.]{3,}[A-Za-z]", plain):
                if not own.issuperset(re.findall(r"[A-Za-z]+", run)):
                    print(format_, repr(run))
'''


@pytest.mark.slow
def test_no_sentence_of_a_report_stands_outside_of_the_catalogue() -> None:
    """All of the catalogue but its gaps is put in brackets; what then stands outside must be data, not words."""
    ended = subprocess.run([sys.executable, "-c", _PSEUDO], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    told = set(ended.stderr.split())
    assert set(layout.TITLES) <= told, "the sample must show every finding about the file and its form"
    assert len(told & set(judging.TITLES)) >= 12, "the sample must show most findings about the wording"
    assert ended.stdout.splitlines() == []
