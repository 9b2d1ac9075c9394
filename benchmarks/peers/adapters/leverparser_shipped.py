"""leverparser with its own skills; it takes no others."""

from __future__ import annotations

from pyresume import ResumeParser
from spoken import speak

parser = ResumeParser()
speak(lambda path: [skill.name for skill in parser.parse(path).skills])
