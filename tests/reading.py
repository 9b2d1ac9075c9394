"""Reading with a small catalogue of headings of its own, without the lexicon."""

from __future__ import annotations

from ats_audit.extract._extract import read_content
from ats_audit.model import Document, Limits, SectionKind

HEADINGS = {
    "summary": SectionKind.SUMMARY,
    "skills": SectionKind.SKILLS,
    "technical skills": SectionKind.SKILLS,
    "experience": SectionKind.EXPERIENCE,
    "professional experience": SectionKind.EXPERIENCE,
    "education": SectionKind.EDUCATION,
    "certifications": SectionKind.CERTIFICATIONS,
    "honors & awards": SectionKind.AWARDS,
    "projects": SectionKind.PROJECTS,
}


def read(content: bytes, *, partial: bool = False, **limits: float) -> Document:
    """The document in *content*, within the default limits but for those given."""
    return read_content(content, limits=Limits(**limits), headings=HEADINGS, partial=partial)  # type: ignore[arg-type]
