"""ats-audit: asserted competencies of a scan."""

from __future__ import annotations

from spoken import speak

from ats_audit import Auditor

auditor = Auditor()


def read(path: str) -> set[str]:
    """Ids, marked as such: they need no look-up among aliases."""
    return {f"id:{mention.competency}" for mention in auditor.scan(path).mentions if mention.assertion == "asserted"}


speak(read)
