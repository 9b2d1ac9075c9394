"""Isolated reading inside the workers of Dask, which are daemonic processes beneath a nanny."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "samples"

pytestmark = [pytest.mark.engines, pytest.mark.slow]


def test_a_worker_beneath_a_nanny_reads_in_children_of_its_own() -> None:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'ats-audit[dask]'")

    def audit(contents: list[bytes]) -> dict[str, object]:
        import multiprocessing
        import os
        import signal

        from ats_audit import Auditor
        from ats_audit.errors import DocumentError

        codes: list[object] = []
        with Auditor(isolation="process") as auditor:
            for content in contents:
                try:
                    codes.append(auditor.audit(content, role="cra").score.full)
                except DocumentError as error:
                    codes.append(error.code)
                # One that is killed from outside costs nobody an answer, here either.
                pool = auditor._reader._child._pool  # type: ignore[union-attr]
                os.kill(pool._idle[-1].pid, signal.SIGKILL)
            pids = [process.pid for process in pool._known]
        return {"daemonic": multiprocessing.current_process().daemon, "codes": codes, "pids": pids}

    good = (SAMPLES / "cra-strong.pdf").read_bytes()
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        tasks = [client.submit(audit, [good, b"%PDF-1.7\nnothing", good], pure=False) for _ in range(2)]
        answers = client.gather(tasks)
    for answer in answers:
        assert answer["daemonic"]
        first, bad, again = answer["codes"]
        assert (bad, again) == ("corrupt-document", first)
        assert first > 50
    pids = [pid for answer in answers for pid in answer["pids"]]
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            break
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
