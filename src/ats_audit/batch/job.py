"""What a run asks of every document, in a form that travels to other processes and machines."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ats_audit.batch.columns import ROW_VERSION
from ats_audit.model import Limits
from ats_audit.version import __version__

if TYPE_CHECKING:
    from ats_audit.lexicon import Lexicon

SECONDS = 60.0
"""Wall time for one document from opening to row; reading it has the tighter limit of `Limits`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The same for all documents of a run. Rows of one file under jobs with one `sha256` are equal."""

    role: str | None
    """Id of the role; None where there is an advert alone."""
    lexicon_version: str
    lexicon_sha256: str
    lexicon: str | None = None
    """Where the compiled lexicon stands, as a path or URL; None for the built-in one."""
    advert: str | None = None
    """Where the job advert stands that documents are judged against, as a path or URL; None where there is none."""
    advert_sha256: str | None = None
    """Hex digest of that file."""
    engine_version: str = __version__
    limits: Limits = field(default_factory=Limits)
    seconds: float = SECONDS
    """Wall time for one document, from opening to row; above 0."""
    report: bool = False
    """Whether rows carry the whole report."""
    partial: bool = False
    """Whether of a file that meets a limit what was read until then is audited."""
    cache: str | None = None
    """Folder of the extraction cache; None for none."""

    @classmethod
    def of(cls, lexicon: Lexicon, *, role: str | None, limits: Limits | None = None, report: bool = False) -> Job:
        """The job of auditing for *role* with the built-in *lexicon*.

        Raises:
            UnknownRoleError: No such role.
        """
        return cls(
            role=None if role is None else lexicon.role(role).id,
            lexicon_version=lexicon.version,
            lexicon_sha256=lexicon.sha256,
            limits=limits or Limits(),
            report=report,
        )

    @property
    def sha256(self) -> str:
        """Hex digest of all that a row depends on, the document apart."""
        return self._digest(replace(self, lexicon=None, advert=None, cache=None))

    @property
    def sha256_apart_from_lexicon(self) -> str:
        """Hex digest of all that a row depends on, document and lexicon apart."""
        return self._digest(replace(self, lexicon=None, advert=None, cache=None, lexicon_sha256="", lexicon_version=""))

    @staticmethod
    def _digest(job: Job) -> str:
        content = {"row": ROW_VERSION, **job.encode()}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def encode(self) -> dict[str, Any]:
        """The job as plain JSON."""
        return asdict(self)

    @classmethod
    def decode(cls, content: dict[str, Any]) -> Job:
        """What `encode` wrote."""
        return cls(**{**content, "limits": Limits(**content["limits"])})
