"""The log of a service under test."""

from __future__ import annotations

import io
import json
from typing import Any


class Lines:
    """What the service wrote to its log."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.all()[-1]
