"""One service: its settings, counters, children, and what every request needs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ats_audit.service._audits import Audits
from ats_audit.service._intake import Intake
from ats_audit.service._keys import RateLimit, find_key
from ats_audit.service._logs import Log
from ats_audit.service._metrics import Metrics
from ats_audit.service._problems import Problem

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from starlette.requests import Request

    from ats_audit.service._settings import ServiceSettings


class Service:
    """What stands behind the routes. Enter it to have its children ready; else they start with the first document."""

    def __init__(self, settings: ServiceSettings, *, log: Log | None = None) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.log = log or Log()
        self.audits = Audits(settings, self.metrics)
        self.intake = Intake(settings)
        self._rates = RateLimit(settings.requests_per_minute)

    async def __aenter__(self) -> Self:
        """Start the children."""
        await self.audits.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End them."""
        await self.audits.close()

    def admit(self, request: Request) -> str | None:
        """The name of the key that *request* presents in a header; None where the service needs none.

        Raises:
            Problem: It presents none, or a wrong one.
        """
        if not self.settings.keys:
            return None
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        presented = credentials.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
        if not presented:
            raise Problem("key-missing", hint="Send it as Authorization: Bearer KEY, or as X-API-Key: KEY.")
        return self.admit_key(request, presented)

    def admit_key(self, request: Request, presented: str) -> str:
        """The name of the key *presented*.

        Raises:
            Problem: There is no such key.
        """
        found = find_key(self.settings.keys, presented)
        if found is None:
            raise Problem("key-wrong")
        request.state.key = found.name
        return found.name

    def charge(self, key: str | None, documents: int = 1) -> None:
        """Count *documents* against the share of a key.

        Raises:
            Problem: Its share is used up.
        """
        wait = self._rates.take(key, documents) if key else 0.0
        if wait:
            raise Problem("rate-limited", headers={"Retry-After": str(int(wait) + 1)})
