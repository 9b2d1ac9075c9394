"""A run: its plan, what is done of it, and how its parts become one output."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ats_audit.batch import storage
from ats_audit.batch.columns import list_columns
from ats_audit.batch.earlier import PART, Earlier
from ats_audit.batch.formats import RowFormat, merge_files, tell_row_format
from ats_audit.batch.items import absolute
from ats_audit.batch.job import Job
from ats_audit.batch.shards import SHARD_SUFFIX, Shard, Tally, count_rows, unwritable
from ats_audit.batch.sources import iter_items
from ats_audit.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ats_audit.batch.items import Item
    from ats_audit.batch.sources import Inputs

SHARD_DOCUMENTS: Final = 1_000
"""Documents of a shard: about ten seconds on two cores, which is what a killed run loses at most."""
_FEWEST: Final = 25
"""Documents that a shard keeps where there are to be many: each shard costs an engine some hundredths of a second."""
MANIFEST: Final = "manifest.json"
UNFINISHED: Final = ".unfinished"
"""How the name of the folder ends in which the parts of a single output file wait for each other."""
_LEXICON: Final = "lexicon.jsonl"
_ADVERT: Final = "advert"
"""What the workers of a run need beside its inputs."""
_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A planned run. Everything it needs stands in its folder, so that any machine that sees that can take part."""

    output: str
    """Path or URL: of the one file of rows, or of the folder of its parts."""
    folder: str
    """Where plan, manifest and parts stand."""
    form: RowFormat
    job: Job
    documents: int
    shards: tuple[Shard, ...]
    inputs_sha256: str
    """Hex digest of ids and places of all documents, in order."""
    request_sha256: str
    """Hex digest of the paths and options that were asked for."""
    finished: Tally | None = None
    """How it ended, where its output is complete and nothing is left to do."""

    @property
    def is_folder(self) -> bool:
        """Whether the output is a folder of parts."""
        return self.folder == self.output

    def pending(self) -> list[Shard]:
        """The shards that have no output yet, in order."""
        if self.finished is not None:
            return []
        done = set(storage.list_files(self.folder))
        return [shard for shard in self.shards if _base(shard.target) not in done]

    def count_done(self) -> Tally:
        """How the audits of all finished shards ended."""
        if self.finished is not None:
            return self.finished
        done = set(storage.list_files(self.folder))
        tally = Tally()
        for shard in self.shards:
            if _base(shard.target) in done:
                tally += count_rows(shard)
        return tally

    def finish(self, tally: Tally) -> None:
        """Make the output of the parts, and leave nothing else but the manifest.

        Raises:
            BatchError: A part is missing, or the output cannot be written.
        """
        if self.finished is not None:
            return
        if self.pending():
            raise BatchError("the run is not complete", hint="Go on with --resume.")
        manifest = {**self._manifest(), "state": "done", **tally.encode()}
        try:
            if not self.is_folder:
                merge_files(
                    [shard.target for shard in self.shards],
                    self.output,
                    self.form,
                    list_columns(report=self.job.report),
                )
            storage.write_file(manifest_of(self.output), _dump(manifest))
            if self.is_folder:
                storage.remove_temporaries(self.folder)
                storage.remove_tree(storage.join(self.folder, "inputs"))
                for name in (_LEXICON, _ADVERT):
                    storage.remove_file(storage.join(self.folder, name))
            else:
                # The manifest first: what is killed from here on leaves a finished run, and a folder to clear away.
                storage.remove_file(storage.join(self.folder, MANIFEST))
                storage.remove_tree(self.folder)
                storage.remove_temporaries_of(self.output)
        except OSError as error:
            raise unwritable(error) from error

    def save(self) -> None:
        """Write the manifest: from now on the run can be resumed."""
        storage.write_file(storage.join(self.folder, MANIFEST), _dump({**self._manifest(), "state": "running"}))

    def _manifest(self) -> dict[str, Any]:
        return {
            "manifest_version": _VERSION,
            "job": self.job.encode(),
            "job_sha256": self.job.sha256,
            "inputs_sha256": self.inputs_sha256,
            "request_sha256": self.request_sha256,
            "format": self.form.value,
            "documents": self.documents,
            "shards": [shard.documents for shard in self.shards],
        }


def manifest_of(output: str) -> str:
    """Where the manifest of a finished output stands: in the folder of parts, or beside the file."""
    return f"{output}.{MANIFEST}" if tell_row_format(output) else storage.join(output, MANIFEST)


def plan_run(  # noqa: PLR0913 - what a run is made of
    inputs: Inputs,
    output: str,
    *,
    job: Job,
    form: RowFormat,
    lexicon: str | None = None,
    advert: bytes | None = None,
    shard_documents: int = SHARD_DOCUMENTS,
    shards_wanted: int = 1,
    earlier: str | None = None,
    on_item: Callable[[], None] | None = None,
) -> Run:
    """List the documents, cut them into shards, and write the plan; whatever stood there of an unfinished run goes.

    Args:
        inputs: What to audit.
        output: File of rows, or folder of parts.
        job: What to do with each document; its `lexicon` and `advert` are set here.
        form: Format of the rows.
        lexicon: The compiled lexicon as text, where it is not the built-in one.
        advert: Content of the job advert, where there is one.
        shard_documents: Documents of a shard.
        shards_wanted: How many shards there are to be, smaller ones where documents are few.
        earlier: An earlier output: its rows are taken over where file and job are the same.
        on_item: Called for each document found.

    Raises:
        BatchError: There is nothing to audit, a path is not there, ids are not unique, or the plan cannot be written.
    """
    folder = folder_of(output)
    try:
        _clear(folder, whole=folder != output)
        storage.make_folder(folder)
        storage.make_folder(storage.join(folder, "inputs"))
        if lexicon is not None:
            job = replace(job, lexicon=absolute(storage.join(folder, _LEXICON)))
            storage.write_file(storage.join(folder, _LEXICON), lexicon.encode())
        if advert is not None:
            job = replace(job, advert=absolute(storage.join(folder, _ADVERT)))
            storage.write_file(storage.join(folder, _ADVERT), advert)
        digest = hashlib.sha256()
        shards: list[Shard] = []
        documents = 0
        with closing(Earlier(earlier, job)) as known:
            for chunk in _cut(_distinct(iter_items(inputs), on_item), shard_documents, shards_wanted):
                lines = []
                for item in chunk:
                    digest.update(_dump(item.encode()))
                    lines.append(_dump(replace(item, before=known.row(item.doc_id)).encode()))
                shard = _shard(folder, form, len(shards), len(chunk))
                storage.write_file(shard.source, b"\n".join(lines) + b"\n")
                shards.append(shard)
                documents += len(chunk)
        if not documents:
            _clear(folder, whole=folder != output)
            raise BatchError("there are no documents to audit", hint="The folders and lists that were named are empty.")
        run = Run(
            output=output,
            folder=folder,
            form=form,
            job=job,
            documents=documents,
            shards=tuple(shards),
            inputs_sha256=digest.hexdigest(),
            request_sha256=digest_request(inputs),
        )
        run.save()
    except OSError as error:
        raise unwritable(error) from error
    return run


def find_run(output: str) -> Run | None:
    """The unfinished run that is to make *output*; None where there is none.

    Raises:
        BatchError: Its manifest cannot be read.
    """
    return _read_run(output, storage.join(folder_of(output), MANIFEST), state="running")


def find_finished(output: str) -> Run | None:
    """The finished run that made *output*; None where there is none. What it left when it was killed is removed.

    Raises:
        BatchError: Its manifest cannot be read.
    """
    run = _read_run(output, manifest_of(output), state="done") if holds_output(output) else None
    if run is not None and not run.is_folder:
        storage.remove_tree(run.folder)
        storage.remove_temporaries_of(output)
    return run


def _read_run(output: str, name: str, *, state: str) -> Run | None:
    folder = folder_of(output)
    try:
        if not storage.exists(name):
            return None
        content = json.loads(storage.read_file(name))
        if content["state"] != state:
            return None
        if content["manifest_version"] != _VERSION:
            raise BatchError("the unfinished run is of another version", hint="Begin anew with --overwrite.")
        form = RowFormat(content["format"])
        return Run(
            output=output,
            folder=folder,
            form=form,
            job=Job.decode(content["job"]),
            documents=content["documents"],
            shards=tuple(_shard(folder, form, at, count) for at, count in enumerate(content["shards"])),
            inputs_sha256=content["inputs_sha256"],
            request_sha256=content["request_sha256"],
            finished=Tally.decode(content) if state == "done" else None,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BatchError("the manifest of the run cannot be read", hint="Begin anew with --overwrite.") from error


def check_resumable(run: Run, job: Job, inputs: Inputs, form: RowFormat) -> None:
    """Make sure that to go on with *run* gives what a clean run of the same command would.

    Raises:
        BatchError: Lexicon, version, options or inputs are not those that it was begun with.
    """
    known = run.job
    if known.lexicon_sha256 != job.lexicon_sha256:
        reason = f"the lexicon has changed since ({known.lexicon_version} then, {job.lexicon_version} now)"
    elif known.engine_version != job.engine_version:
        reason = f"it was begun by ats-audit {known.engine_version}, and this is {job.engine_version}"
    elif known.sha256 != job.sha256 or run.form is not form:
        reason = "it was begun with another role, advert or options"
    elif run.request_sha256 != digest_request(inputs):
        reason = "it was begun with other inputs"
    else:
        return
    raise BatchError(f"the run cannot be resumed: {reason}", hint="Begin anew with --overwrite.")


def folder_of(output: str) -> str:
    """Where the parts of *output* stand while the run goes on."""
    return f"{output}{UNFINISHED}" if tell_row_format(output) else output.rstrip("/")


def holds_output(output: str) -> bool:
    """Whether a finished output stands there, or anything else that a run would write over."""
    if tell_row_format(output):
        return storage.exists(output)
    return any(name.startswith(PART) or name == MANIFEST for name in storage.list_files(output.rstrip("/")))


def digest_request(inputs: Inputs) -> str:
    """Hex digest of what a person asked for."""
    asked = (inputs.paths, inputs.listed, inputs.column, inputs.id_column, inputs.holds)
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


class _Seen:
    """Which ids were met. Holds eight bytes of each one's digest: 70 MB for a million."""

    def __init__(self) -> None:
        self._digests: set[int] = set()

    def add(self, name: str) -> bool:
        """Whether *name* is new."""
        digest = int.from_bytes(hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest())
        if digest in self._digests:
            return False
        self._digests.add(digest)
        return True


def _distinct(items: Iterable[Item], on_item: Callable[[], None] | None) -> Iterator[Item]:
    """Each file once, however often it was named.

    Raises:
        BatchError: Two different documents bear one id.
    """
    ids, places = _Seen(), _Seen()
    for item in items:
        place = json.dumps([item.path, item.member, item.at, item.cell, item.fault])
        if ids.add(item.doc_id):
            places.add(f"{item.doc_id}\0{place}")
            if on_item is not None:
                on_item()
            yield item
        elif places.add(f"{item.doc_id}\0{place}"):
            raise BatchError(
                f"two documents bear the id {item.doc_id[:80]!r}", hint="Name another column with --id-column."
            )


def _cut(items: Iterable[Item], most: int, wanted: int) -> Iterator[list[Item]]:
    """Chunks of *most* items, or of fewer where that makes *wanted* of them; `_FEWEST` are enough for one."""
    coming = iter(items)
    first = list(islice(coming, most * wanted))
    size = min(most, max(_FEWEST, -(-len(first) // wanted)))
    return _chunk(chain(first, coming), size)


def _chunk(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _shard(folder: str, form: RowFormat, at: int, documents: int) -> Shard:
    return Shard(
        source=storage.join(storage.join(folder, "inputs"), f"{at:06d}{SHARD_SUFFIX}"),
        target=storage.join(folder, f"{PART}{at:06d}.{form.value}"),
        documents=documents,
    )


def _clear(folder: str, *, whole: bool) -> None:
    """Remove what an earlier run left in *folder*: all of it, or what a folder of parts holds of ours."""
    if whole:
        storage.remove_tree(folder)
        return
    for name in storage.list_files(folder):
        if name.startswith(PART) or name in {MANIFEST, _LEXICON, _ADVERT}:
            storage.remove_file(storage.join(folder, name))
    storage.remove_temporaries(folder)
    storage.remove_tree(storage.join(folder, "inputs"))


def _base(name: str) -> str:
    return name.rsplit("/", 1)[-1] if storage.is_url(name) else Path(name).name


def _dump(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode("ascii")
