"""`ats-audit` with readers that take poison, here and in the workers of every engine.

A document that begins with a word of `POISON` makes its reader hang, loop, end, crash or take all memory: what no file
is known to do to ours, and some file will. Needs this folder and that of the service's benchmarks on PYTHONPATH, so
that an engine's workers find them too. This module is also what those workers and readers run.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ats_audit.engines._engine import Task

NAME = "poisoned"


def main(*told: str) -> None:
    """Serve as a worker of a batch, or, told nothing, as a reader."""
    if told:
        from ats_audit.batch import _worker
        from ats_audit.isolate import _reader

        _reader._CHILD = NAME  # noqa: SLF001 # the one way to poison a reader
        _worker.main(*told)
    else:
        from poison_child import POISON  # before the reader gives files up

        from ats_audit.isolate import _child

        read = _child._TASKS["extract"]  # noqa: SLF001 # as above

        def extract(content: bytes, *order: Any) -> tuple[dict[str, Any], bytes]:
            act = POISON.get(content[:4])
            if act is not None:
                act()
            answer: tuple[dict[str, Any], bytes] = read(content, *order)
            return answer

        _child._TASKS = {**_child._TASKS, "extract": extract}  # noqa: SLF001 # as above
        _child.main()


def run_task(task: Task) -> dict[str, Any]:
    """What an engine's worker does in place of its task."""
    from ats_audit.batch import pool
    from ats_audit.engines import _engine

    pool._WORKER = NAME  # noqa: SLF001 # as above
    return _engine.run_task(task)


def poison(engine: str | None) -> None:
    """Have all that this process starts take poison."""
    from ats_audit.batch import pool

    pool._WORKER = NAME  # noqa: SLF001 # as above
    if engine is not None:
        # By its name: what an engine pickles of `__main__` its workers do not find.
        import_module(f"ats_audit.engines._{engine}").run_task = import_module(NAME).run_task


if __name__ == "__main__":
    from ats_audit.cli import run

    words = sys.argv[1:]
    poison(words[words.index("--engine") + 1] if "--engine" in words else None)
    sys.exit(run(words))
