"""What the tests of runs share."""

from __future__ import annotations

import pytest
from fakes import FakeAuditor
from reports import make_lexicon

from ats_audit.cli import _commands


@pytest.fixture
def fake_auditor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command open an auditor that reads nothing, in an environment without wishes."""
    monkeypatch.setattr(_commands, "open_auditor", FakeAuditor)
    monkeypatch.setattr(_commands, "load_lexicon", lambda _: make_lexicon())
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
