"""Measure batches: throughput, growth, and re-audits from the cache.

    python benchmarks/batch/measure.py [throughput] [growth] [again] [--documents N] [--rounds N] [--json]

Documents are the samples over and over, each with a few bytes of its own at its end, so that no two are the same file.
Throughput is measured in rounds, batch and loops by turns, from the moment that all processes are warm; medians count.
Engines and kills have scripts of their own beside this one.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from material import ROLE, Timed, make_documents, measured, print_rows, read_rows, time_run
from timed import look

from ats_audit.batch.plan import SHARD_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.batch import Run


def per_document(runs: list[Timed], what: Callable[[Timed], float]) -> float:
    """Median over *runs*, in milliseconds a document."""
    return 1000 * median(what(run) / run.documents for run in runs)


def throughput(work: Path, count: int, rounds: int) -> Iterator[dict[str, Any]]:
    documents = make_documents(work / "in", count)
    warm = make_documents(work / "warm", 60)
    batches, loops, makers = [], [], []
    for turn in range(rounds):
        batches.append(time_run("batch", warm, documents, work / f"out-{turn}", "2"))
        loops.append(time_run("loop", warm, documents))
        makers.append(time_run("rows", warm, documents))
    wall, cpu = per_document(batches, lambda run: run.wall), per_document(batches, lambda run: run.cpu)
    for name, runs, target in (
        ("the plain loop, which makes whole reports", loops, 1.8),
        ("a plain loop that makes the same rows", makers, None),
    ):
        other_wall, other_cpu = per_document(runs, lambda run: run.wall), per_document(runs, lambda run: run.cpu)
        gain = other_wall / wall
        yield measured(
            f"{count:,} documents, 2 slots against {name}, on one core",
            f"≥ {target} ×" if target else "–",
            f"{gain:.2f} ×",
            gain >= target if target else None,
            f"{1000 / wall:.1f} against {1000 / other_wall:.1f} documents a second; median of {rounds}",
        )
        yield measured(
            f"processor time a document beyond {name}, all processes together",
            "≤ 1 ms",
            f"{cpu - other_cpu:+.2f} ms",
            cpu - other_cpu <= 1,
            f"{cpu:.1f} against {other_cpu:.1f} ms; of it {per_document(batches, lambda run: run.own_cpu):.2f} ms "
            "in the process that plans and writes",
        )
    yield measured("documents an hour of one core", "–", f"{3_600_000 / cpu:,.0f}", None, "by processor time")
    yield measured(
        "start-up of 2 workers with 60 documents", "–", f"{median(run.start for run in batches):.1f} s", None
    )


def growth(work: Path, count: int, _: int) -> Iterator[dict[str, Any]]:
    warm = make_documents(work / "warm", 60)
    seen = []
    for size in (count // 4, count // 2, count, count * 2, count * 4):
        documents = make_documents(work / f"in-{size}", size)
        seen.append(time_run("batch", warm, documents, work / str(size), "2"))
        shutil.rmtree(documents)
    small, large = seen[0], seen[-1]
    sizes = f"{small.documents:,} to {large.documents:,} documents"
    for name, what in (("processor time", lambda run: run.cpu), ("wall time", lambda run: run.wall)):
        each = [1000 * what(run) / run.documents for run in seen]
        swing = max(each) / min(each) - 1
        yield measured(
            f"{name} a document, {sizes}",
            "the same within 10 %",
            f"within {100 * swing:.0f} %",
            swing <= 0.1,
            f"{', '.join(f'{one:.1f}' for one in each)} ms",
        )
    full = next(run for run in seen if run.documents >= SHARD_DOCUMENTS)
    yield measured(
        f"memory of the parent process, {full.documents:,} to {large.documents:,} documents",
        "flat",
        f"{full.memory:.0f} to {large.memory:.0f} MB",
        large.memory - full.memory < 10,
        ", ".join(f"{run.memory:.0f} MB at {run.documents:,}" for run in seen)
        + f"; it holds the rows of a shard, of {SHARD_DOCUMENTS:,} documents at most",
    )


def change(start: str, old: str, new: str) -> Callable[[str], str]:
    """An edit of the first line of a compiled lexicon that begins so."""

    def edit(text: str) -> str:
        lines = text.split("\n")
        at = next(at for at, line in enumerate(lines) if line.startswith(start))
        assert old in lines[at]
        lines[at] = lines[at].replace(old, new, 1)
        return "\n".join(lines)

    return edit


def add_alias(key: str, alias: str) -> Callable[[str], str]:
    """An edit that gives a competency one alias more."""
    return change(f'["{key}",', ',[["', f',[["{alias}","any","alias",[]],["')


def add_entry(text: str) -> str:
    """An edit that adds a competency, which is like Complion but for its names."""
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith('["complion",'))
    more = lines[at].replace('"complion"', '"complion-zyntrial"').replace("Complion", "Zyntrial ISF")
    # The first line lists the ids, those of the entries of all further lines.
    head = lines[0].replace('"complion"', '"complion","complion-zyntrial"', 1)
    return "\n".join([head, *lines[1 : at + 1], more, *lines[at + 1 :]])


EDITS: dict[str, tuple[Callable[[str], str], bool]] = {
    "an alias more of a platform that no sample names": (add_alias("complion", "Complion Zyntrial"), True),
    "an alias more of an eTMF that the role asks for and no sample names": (
        add_alias("phlex-etmf", "PhlexTMF Zyntrial"),
        True,
    ),
    "an alias more of REDCap, which the role asks for and most samples name": (
        add_alias("redcap", "REDCap Zyntrial"),
        True,
    ),
    "a competency more, which no sample names": (add_entry, True),
    "the reason of a requirement of the role": (change('["cra",', '"core","', '"core","Edited: '), True),
    "another weight of a requirement of another role": (change('["medical-coder",', '"core"', '"important"'), True),
    "another weight of a requirement of the role": (change('["cra",', '"core"', '"important"'), True),
    "another acronym of a platform that one sample in 13 names": (
        change('["florence-ebinders",', '"platform","C",null', '"platform","C","FEB"'),
        True,
    ),
    "an alias more of REDCap, whose words stand in most samples": (add_alias("redcap", "clinical REDCap"), False),
    "an alternative more of a requirement of the role": (
        change('["cra",', '["ich-gcp"]', '["ich-gcp","complion"]'),
        False,
    ),
}
"""Each with whether the target is for it: an edit that touches most documents costs matching and judging them again."""


def again(work: Path, count: int, _: int) -> Iterator[dict[str, Any]]:
    from ats_audit.batch import BatchRequest, Inputs, open_run, run_shards
    from ats_audit.batch.pool import WorkerPool
    from ats_audit.lexicon import Lexicon, dump_lexicon, parse_lexicon

    documents, warm = make_documents(work / "in", count), make_documents(work / "warm", 60)
    old = Lexicon.load()

    def audit(name: str, lexicon: Lexicon, *, cached: bool = True) -> tuple[float, float]:
        """Wall and processor seconds from the moment that all processes are warm."""
        cache = str(work / "cache") if cached else None

        def plan(folder: Path, output: str) -> Run:
            asked = BatchRequest(inputs=Inputs(paths=(str(folder),)), output=output, role=ROLE, cache=cache)
            return open_run(asked, lexicon=lexicon)

        def finish(run: Run) -> None:
            run.finish(sum(run_shards(run.pending(), job=run.job, pool=pool), start=run.count_done()))

        first = plan(warm, str(work / f"warm-{name}.parquet"))
        with WorkerPool(first.job, slots=2) as pool:
            finish(first)
            started, (spent, _) = time.monotonic(), look()
            finish(plan(documents, str(work / f"{name}.parquet")))
            return time.monotonic() - started, look()[0] - spent

    wall, cpu = audit("first", old)
    shutil.copytree(work / "cache", work / "kept")
    size = sum(one.stat().st_size for one in (work / "kept").rglob("*") if one.is_file())
    yield measured(
        f"first run of {count:,} documents with an empty cache",
        "–",
        f"{wall:.1f} s",
        None,
        f"{1000 * cpu / count:.1f} ms of processor a document; the cache takes {size / count / 1024:.0f} KB of each",
    )
    for number, (name, (edit, asked)) in enumerate(EDITS.items()):
        shutil.rmtree(work / "cache")
        shutil.copytree(work / "kept", work / "cache")
        new = parse_lexicon(edit(dump_lexicon(old)))
        assert new.sha256 != old.sha256, name
        wall_again, cpu_again = audit(f"edit-{number}", new)
        audit(f"plain-{number}", new, cached=False)
        same = read_rows(work / f"edit-{number}.parquet") == read_rows(work / f"plain-{number}.parquet")
        yield measured(
            f"re-audit after an edit: {name}",
            "≥ 10 ×" if asked else "–",
            f"{wall / wall_again:.1f} ×",
            wall / wall_again >= 10 and same if asked else None,
            f"processor {cpu / cpu_again:.1f} ×: {1000 * cpu_again / count:.2f} ms a document; "
            f"rows as without a cache: {'yes' if same else 'NO'}",
        )


MEASURES = {"throughput": throughput, "growth": growth, "again": again}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[[], *MEASURES], help="what to measure; all of it by default")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    def rows() -> Iterator[dict[str, Any]]:
        for name in options.names or MEASURES:
            with tempfile.TemporaryDirectory() as folder:
                yield from MEASURES[name](Path(folder), options.documents, options.rounds)

    print_rows("batch", rows(), as_json=options.json)


if __name__ == "__main__":
    main()
