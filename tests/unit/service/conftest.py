"""One service for all tests of this folder, with children of its own; its log goes into a list of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from served import Lines
from starlette.testclient import TestClient

from ats_audit.service import Log, ServiceSettings, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def lines() -> Lines:
    return Lines()


@pytest.fixture(scope="session")
def client(lines: Lines) -> Iterator[TestClient]:
    """A client of the service, whose children are up."""
    app = create_app(ServiceSettings(slots=1, body_seconds=1.0), log=Log(lines.stream))
    with TestClient(app, raise_server_exceptions=False) as started:
        yield started
