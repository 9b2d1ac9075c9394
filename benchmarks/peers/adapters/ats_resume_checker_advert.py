"""ats-resume-checker against an advert that names every alias of the benchmark: it has no list of its own."""

from __future__ import annotations

from ats_resume_checker.analyzer import analyze_resume
from spoken import aliases, speak

advert = ", ".join(aliases())
speak(lambda path: analyze_resume(path, advert)["matched_keywords"])
