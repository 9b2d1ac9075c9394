"""ats-resume-scorer with its own skills."""

from __future__ import annotations

from ats_resume_scorer import ResumeParser
from spoken import speak

parser = ResumeParser()
speak(lambda path: parser.parse_resume(path).skills)
