"""What all tests share: the option that renews golden files, and one auditor for the whole run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import hypothesis
import pytest

from ats_audit import Auditor

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to write golden files where nobody reads the difference."""
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused in CI: a person has to read what changes")
    # No test is timed: a busy machine is no fault of the code.
    hypothesis.settings.register_profile("untimed", deadline=None)
    hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def auditor() -> Iterator[Auditor]:
    """One auditor with the built-in lexicon, reading files in this process."""
    with Auditor() as shared:
        yield shared
