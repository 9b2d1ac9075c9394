"""ats-resume-scorer with the aliases of the benchmark as its documented custom skills database."""

from __future__ import annotations

import json
import tempfile

from ats_resume_scorer import ResumeParser
from spoken import aliases, speak

with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
    json.dump({"healthcare": aliases()}, file)
    file.flush()
    parser = ResumeParser(file.name)
speak(lambda path: parser.parse_resume(path).skills)
