"""The catalogue of words: nothing in it that is never said, and nothing said that is not in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ats_audit.words import judging, layout, reports

if TYPE_CHECKING:
    from types import ModuleType

SOURCES = Path(reports.__file__).parents[1]


@pytest.mark.parametrize("catalogue", [reports, judging, layout], ids=lambda catalogue: catalogue.__name__)
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
import re, sys
from dataclasses import replace
from html import unescape
from ats_audit.words import judging, reports

def mark(value):
    if isinstance(value, str):
        return f"⟦{value}⟧" if re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", value)) else value
    if isinstance(value, tuple):
        parts = map(mark, value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, dict):
        return {key: mark(one) for key, one in value.items()}
    return value

for module in (judging, reports):
    for name, value in vars(module).items():
        if name.isupper() and name not in {"PAGE_LANGUAGE"}:
            setattr(module, name, mark(value))

from ats_audit import Auditor, render
from ats_audit.judge import DEFAULT_HEADING
RESUME = """Jane Example, RN
jane@example.com | (555) 010-0199

Summary
Tech-savvy research nurse. No experience with Medidata Rave. ACLS expired 2020.

Skills
REDCap, EDC, HIPPA, Source data verification, ICH E6(R2), 3M 360 Encompass, ICD-11, CPC-A

Experience
Research Nurse, Example Hospital, 2012 - 2013
- Responsible for Medidata CTMS entry

Research Nurse, Example Clinic, 2022 - Present
- Responsible for informed consent of study participants
- Helped with IRB submissions and informed consent, informed consent, informed consent, informed consent
- Reported adverse events and adverse events
- Resolved data queries at the site
- Monitored sites and source documents

Certifications and training
CCRC exam, expected 2027; studying SDTM
"""
with Auditor() as auditor:
    lexicon = auditor.lexicon
    names = {text for one in lexicon.competencies for text in (one.name, one.label, *(a.text for a in one.aliases))}
    roles = lexicon.roles
    names |= {text for role in roles for asked in role.requirements for text in (asked.name, asked.why)}
    names |= {one.title for one in roles} | {one.ask for one in lexicon.competencies if one.ask}
    names |= {one.instead for one in lexicon.phrases} | {DEFAULT_HEADING, "document"}
    names |= {line.lstrip("- ") for line in RESUME.splitlines()}
    names = {name for name in names if len(name) > 2}
    own = {"s", *re.findall(r"[A-Za-z]+", RESUME)}
    for target in ({"role": "cra"}, {"job": b"Coder\n\nRequirements\n- ICD-10-CM\n- Epic\nNice to have\n- CPC\n"}):
        report = auditor.audit_text(RESUME, **target)
        report = replace(report, findings=tuple(one for one in report.findings if one.code.startswith("ATS-P")))
        names |= {item.text for group in report.suggestion.groups for item in group.items}
        print("\n".join(sorted({one.code for one in report.findings})), file=sys.stderr)
        for format_ in ("markdown", "html"):
            document = auditor.read(RESUME.encode()) if format_ == "html" else None
            text = unescape(render(report, format=format_, document=document))
            if format_ == "html":
                text = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", text, flags=re.DOTALL)
                text = re.sub(r'<section[^>]*id="resume".*?</section>', " ", text, flags=re.DOTALL)
                text = re.sub(r"<[^>]*>", " ", text)
            depth, outside = 0, []
            for character in text:
                depth += (character == "⟦") - (character == "⟧")
                outside.append(character if depth == 0 and character != "⟧" else "\n")
            assert depth == 0
            plain = "".join(outside).replace("\\", "")
            for name in sorted(names, key=len, reverse=True):
                plain = plain.replace(name, "\n")
            addresses = r"https?://\S+|[\w.]+\.(?:org|com|gov|eu|int|ca|so|edu)\S*"
            plain = re.sub(addresses + r"|ATS-P\d\d|--?[a-z-]+|\b[0-9a-f]{12,}\b", " ", plain)
            for run in re.findall(r"[A-Za-z][A-Za-z ,'.]{3,}[A-Za-z]", plain):
                if not own.issuperset(re.findall(r"[A-Za-z]+", run)):
                    print(format_, repr(run))
'''


@pytest.mark.slow
def test_no_sentence_of_a_report_stands_outside_of_the_catalogue() -> None:
    """Everything in the catalogue is put in brackets; what then stands outside of them must be data, not words."""
    ended = subprocess.run([sys.executable, "-c", _PSEUDO], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert len(set(ended.stderr.split())) >= 12, "the sample must show most findings"
    assert ended.stdout.splitlines() == []
