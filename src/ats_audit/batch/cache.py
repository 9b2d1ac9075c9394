"""The extraction cache: what was read and found of each file, so that an edit of the lexicon reads nothing again.

It holds résumé text. It is made only when asked for, readable for its owner alone, and may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import zlib
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ats_audit.batch.rows import reweigh_row
from ats_audit.errors import DOCUMENT_ERRORS, BatchError, DocumentError
from ats_audit.isolate import BrokenPipeToChildError, pack_document, unpack_document
from ats_audit.judge import Balance, Bullet
from ats_audit.lexicon import Lexicon, dump_lexicon, load_headings, parse_lexicon
from ats_audit.match import Reach, Trace, find_changed, find_reworded
from ats_audit.model import CompetencyId, Requirement, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ats_audit.batch.columns import Row
    from ats_audit.batch.job import Job
    from ats_audit.model import Competency, Document

_VERSION: Final = 2
_LIBRARIES: Final = ("pdfminer.six", "python-docx", "lxml", "pypdfium2")
"""Whose versions may change what is read of a file."""
_ERRORS: Final = {error.code: error for error in DOCUMENT_ERRORS}
_TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by ats-audit. It holds résumé text; see --cache.\n"
"""Source: https://bford.info/cachedir/"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of a file under some lexicon."""

    lexicon_sha256: str
    row: Row
    trace: Trace
    """Of all its readings together."""
    balance: Balance


def encode_finding(finding: Finding) -> bytes:
    """The finding as JSON."""
    told = {
        "lexicon": finding.lexicon_sha256,
        "row": finding.row,
        "credits": finding.balance.credits,
        "bullets": finding.balance.bullets,
        **{name: sorted(words) for name, words in finding.trace._asdict().items()},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def decode_finding(content: bytes) -> Finding:
    """What `encode_finding` wrote.

    Raises:
        ValueError: It did not write this; KeyError or TypeError likewise.
    """
    told = json.loads(content)
    return Finding(
        lexicon_sha256=told["lexicon"],
        row=told["row"],
        trace=Trace(*(frozenset(told[name]) for name in Trace._fields)),
        balance=Balance(
            credits=tuple(map(tuple, told["credits"])),
            bullets=tuple(Bullet(tuple(ids), measured) for ids, measured in told["bullets"]),
        ),
    )


class ExtractionCache:
    """A folder of documents and findings. Several processes may share it: entries appear whole or not at all."""

    def __init__(self, folder: str, job: Job) -> None:
        """Open the folder, or make it.

        Raises:
            BatchError: It cannot be made.
        """
        self._root = Path(folder)
        self._readers = _digest([_VERSION, job.engine_version, _reader_versions(), asdict(job.limits), job.partial])
        self._job = _digest([self._readers, job.sha256_apart_from_lexicon])
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not (self._root / "CACHEDIR.TAG").exists():
                self._write(self._root / "CACHEDIR.TAG", _TAG.encode())
        except OSError as error:
            raise BatchError(
                f"the cache cannot be written ({os.strerror(error.errno or 0)})", hint="Name another folder."
            ) from error

    def read_document(self, sha256: str) -> Document | None:
        """The document that was read from the file with that digest; None where none was.

        Raises:
            DocumentError: What reading it said then.
        """
        content = self._read(self._place("documents", self._readers, sha256))
        if content is None:
            return None
        if content.startswith(b"!"):
            told = json.loads(content[1:])
            raise _ERRORS[told["code"]](told["message"], hint=told["hint"])
        with contextlib.suppress(BrokenPipeToChildError):
            return unpack_document(content)
        return None

    def keep_document(self, sha256: str, document: Document) -> None:
        """Remember a document."""
        self._keep(self._place("documents", self._readers, sha256), pack_document(document))

    def keep_error(self, sha256: str, error: DocumentError) -> None:
        """Remember that the file with that digest is refused."""
        told = {"code": error.code, "message": error.message, "hint": error.hint}
        self._keep(self._place("documents", self._readers, sha256), b"!" + json.dumps(told).encode())

    def read_finding(self, sha256: str) -> Finding | None:
        """What was found of the file with that digest, by a job that differs in the lexicon at most."""
        content = self._read(self._place("findings", self._job, sha256))
        if content is None:
            return None
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return decode_finding(content)
        return None

    def keep_finding(self, sha256: str, finding: Finding) -> None:
        """Remember a finding."""
        self._keep(self._place("findings", self._job, sha256), encode_finding(finding))

    def read_lexicon(self, sha256: str) -> Lexicon | None:
        """The lexicon with that digest, if it was kept."""
        content = self._read(self._root / "lexicons" / sha256)
        if content is None:
            return None
        with contextlib.suppress(ValueError, KeyError, TypeError):
            lexicon = parse_lexicon(content.decode())
            if lexicon.sha256 == sha256:
                return lexicon
        return None

    def keep_lexicon(self, lexicon: Lexicon) -> None:
        """Remember a lexicon: later ones are compared with it."""
        place = self._root / "lexicons" / lexicon.sha256
        if not place.exists():
            self._keep(place, dump_lexicon(lexicon).encode())

    def _place(self, sort: str, stamp: str, sha256: str) -> Path:
        key = _digest([stamp, sha256])
        return self._root / sort / key[:2] / key[2:]

    def _read(self, place: Path) -> bytes | None:
        with contextlib.suppress(OSError, zlib.error):
            return zlib.decompress(place.read_bytes())
        return None

    def _keep(self, place: Path, content: bytes) -> None:
        # A cache that is full or read-only is slow, and no failure of the document at hand.
        with contextlib.suppress(OSError):
            for folder in (place.parent.parent, place.parent):
                folder.mkdir(exist_ok=True, mode=0o700)  # with parents=True they would have the mode of the day
            self._write(place, zlib.compress(content, 1))

    def _write(self, place: Path, content: bytes) -> None:
        temporary = place.with_name(f".{place.name[:20]}.{secrets.token_hex(4)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            temporary.replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


class LexiconEdit:
    """What the edit from one lexicon to another means for rows of one role."""

    def __init__(self, old: Lexicon, new: Lexicon, role: str) -> None:
        """Compare the two."""
        self._reach: Reach | None = None
        self._reweighed: tuple[Requirement, ...] | None = None
        """The requirements, where their weights changed."""
        kept_apart = {"version", "sha256", "competencies", "roles", "deny"}
        if any(
            getattr(old, one.name) != getattr(new, one.name)
            for one in fields(Lexicon)
            if one.init and one.name not in kept_apart
        ):
            return  # issuers, phrases: what judging reads of every résumé
        asked, asked_now = (old.role(role).requirements, new.role(role).requirements)
        if [*map(_unweighed, asked)] != [*map(_unweighed, asked_now)]:
            return
        changed = find_changed(old, new)
        wanted = {one for requirement in asked for one in requirement.any_of} & changed
        if any(_told_apart(old.competency(one)) != _told_apart(new.competency(one)) for one in wanted):
            return
        if [one.weight for one in asked] != [one.weight for one in asked_now]:
            self._reweighed = asked_now
        self._reach = Reach(old, new, concerned=_upstream(changed - find_reworded(old, new), (old, new)))

    def touches(self, finding: Finding) -> bool:
        """Whether the row may have to change in more than its stamp; False only if it has not."""
        return self._reach is None or self._reach.touches(finding.trace)

    def renew(self, finding: Finding) -> Row:
        """The row of a file that the edit does not touch, apart from its stamp."""
        if self._reweighed is None:
            return finding.row
        return reweigh_row(finding.row, finding.balance, self._reweighed)


def _unweighed(requirement: Requirement) -> Requirement:
    """All of it that touches a row beyond what weighing does."""
    return replace(requirement, why="", weight=Weight.CORE)


def _told_apart(competency: Competency) -> tuple[object, ...]:
    """All that judging reads of what a role asks for and a text does not have: what in the text looks like it."""
    return competency.name, competency.acronym, competency.distinct_from


def _upstream(changed: Iterable[CompetencyId], lexicons: tuple[Lexicon, Lexicon]) -> frozenset[CompetencyId]:
    """*changed*, and all from which judging can come to them: what implies them, and what they supersede."""
    leads: dict[CompetencyId, set[CompetencyId]] = {}
    for lexicon in lexicons:
        for one in lexicon.competencies:
            for implied in one.implies:
                leads.setdefault(CompetencyId(implied), set()).add(one.id)
            # From an old edition judging looks at the new one, and from the new one at those that it replaces.
            for older in one.supersedes:
                leads.setdefault(one.id, set()).add(CompetencyId(older))
                leads.setdefault(CompetencyId(older), set()).add(one.id)
    found = set(changed)
    waiting = list(found)
    while waiting:
        for lead in leads.get(waiting.pop(), ()):
            if lead not in found:
                found.add(lead)
                waiting.append(lead)
    return frozenset(found)


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=1)
def _reader_versions() -> list[str]:
    """What may change how a file is read while our own version stays: libraries, and the catalogue of headings."""
    from importlib.metadata import version

    return [*map(version, _LIBRARIES), _digest(sorted(load_headings().items()))]
