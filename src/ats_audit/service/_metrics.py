"""Counters of one service, in a registry of its own: two services in one process count apart."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily

from ats_audit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from prometheus_client import Metric

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """What a service counts; no label ever holds what a client chose."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "ats_audit_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._request_seconds = Histogram(
            "ats_audit_request_duration_seconds",
            "From the first byte of a request to the last of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._documents = Counter(
            "ats_audit_documents",
            "Documents, by kind and by what became of them.",
            ("format", "outcome"),
            registry=self._registry,
        )
        self._document_seconds = Histogram(
            "ats_audit_document_duration_seconds",
            "Time of a document in all, with waiting, and in its stages.",
            ("stage",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._waiting = Gauge("ats_audit_waiting", "Documents that wait for a slot.", registry=self._registry)
        self._busy = Gauge("ats_audit_busy", "Documents in work, by stage.", ("stage",), registry=self._registry)
        version = Gauge("ats_audit_info", "The version that runs.", ("version",), registry=self._registry)
        version.labels(__version__).set(1)

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request by its route as it is declared."""
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def count_document(self, kind: str, outcome: str, seconds: float) -> None:
        """Count a document."""
        self._documents.labels(kind, outcome).inc()
        self._document_seconds.labels("all").observe(seconds)

    def time(self, stage: str) -> AbstractContextManager[object]:
        """Measure a stage, and count who is in it."""
        return _Stage(self._document_seconds.labels(stage), self._busy.labels(stage))

    def watch(
        self,
        readers: Callable[[], Mapping[str, int]],
        workers: Callable[[], Mapping[str, int]],
        waiting: Callable[[], float],
    ) -> None:
        """Report how often children were replaced, and how many documents are waiting."""
        self._waiting.set_function(waiting)
        self._registry.register(_Restarts({"reader": readers, "worker": workers}))

    def render(self) -> bytes:
        """All of it, in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Stage:
    def __init__(self, seconds: Histogram, busy: Gauge) -> None:
        self._seconds = seconds
        self._busy = busy

    def __enter__(self) -> None:
        self._began = monotonic()
        self._busy.inc()

    def __exit__(self, *error: object) -> None:
        self._busy.dec()
        self._seconds.observe(monotonic() - self._began)


class _Restarts:
    """Reads the pools' own counts when somebody asks."""

    def __init__(self, pools: Mapping[str, Callable[[], Mapping[str, int]]]) -> None:
        self._pools = pools

    def collect(self) -> Iterator[Metric]:
        family = CounterMetricFamily(
            "ats_audit_restarts", "Child processes replaced, by kind and reason.", labels=("process", "reason")
        )
        for process, count in self._pools.items():
            for reason, times in sorted(count().items()):
                family.add_metric((process, reason), times)
        yield family
