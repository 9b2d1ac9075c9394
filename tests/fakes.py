"""An auditor that reads nothing, and a standard output that is a terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports import make_ask, make_empty_report, make_job_report, make_lexicon, make_report, make_scan

from ats_audit.errors import (
    CorruptDocumentError,
)
from ats_audit.model import Advert, Block, Document, MediaType, PagePicture, Reading, ReadingKind, Remark, SectionLines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Self

    from ats_audit.lexicon import Lexicon
    from ats_audit.model import AuditReport, ScanReport

PRIVATE = "Jane Doe of 12 Secret Street"


class FakeAuditor:
    """Answers by the name of the source."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        """Take what the command asks for."""
        self.options = vars(arguments)

    @property
    def lexicon(self) -> Lexicon:
        return make_lexicon()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read_advert(self, source: Any, *, name: str | None) -> Advert:
        summary = make_job_report().job
        assert summary is not None
        if Path(source).stem == "corrupt":
            raise CorruptDocumentError("the file is cut off", hint="Export it again.")
        requirements = () if Path(source).stem == "empty" else make_lexicon().role("cra").requirements
        ask = make_ask("Epic a plus.")
        return Advert(
            summary=replace(summary, name=Path(source).name),
            requirements=requirements,
            asks=tuple(ask for _ in requirements),
        )

    def audit(
        self, source: Any, *, role: str | None = None, job: Advert | None = None, name: str | None = None
    ) -> AuditReport:
        if isinstance(source, Document):
            source = source.reader
        if hasattr(source, "read"):
            source = source.read().decode()
        match Path(source).stem:
            case "corrupt":
                raise CorruptDocumentError("the file is cut off", hint="Export it again.")
            case "crash":
                raise RuntimeError(PRIVATE)
            case "interrupt":
                raise KeyboardInterrupt
            case "weak":
                report = make_empty_report()
            case _:
                report = make_report() if job is None else make_job_report(job=job.summary)
        heading = self.options.get("heading") or report.suggestion.heading
        return replace(
            report,
            document=replace(report.document, name=name or Path(source).name),
            suggestion=replace(report.suggestion, heading=heading),
        )

    def rank(self, source: Any, *, name: str | None) -> tuple[AuditReport, ...]:
        return self.audit(source, role="cra", name=name), make_empty_report()

    def scan(self, source: Any, *, name: str | None) -> ScanReport:
        return replace(make_scan(), document=self.audit(source, role="cra", name=name).document)

    def write_section(self, source: Any, section: SectionLines) -> bytes:
        return f"PK section of {source}: {section.heading}".encode()

    def write_remarks(self, source: Any, remarks: tuple[Remark, ...]) -> bytes:
        return f"PK {len(remarks)} remarks on {source}".encode()

    def draw(self, source: Any) -> tuple[PagePicture, ...]:
        if "undrawn" in str(source):
            raise CorruptDocumentError("the pages cannot be drawn")
        return ()

    def read(self, source: Any) -> Document:
        self.audit(source, role="cra", name=None)
        readings = tuple(Reading(kind=kind, text=f"{kind}\x1b[31m\n\nend", sections=()) for kind in ReadingKind)
        return Document(
            sha256=make_report().document.sha256,
            media_type=MediaType.PDF,
            reader=str(source),
            pages=1,
            readings=readings,
            blocks=(Block(start=0, end=4),),
            words=(),
            facts=(),
        )


class Terminal(io.TextIOWrapper):
    """A standard output that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        """Collect bytes."""
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding)

    def isatty(self) -> bool:
        return True


def failing(error: Exception) -> Callable[..., Any]:
    """What raises *error* whatever it is asked."""

    def fail(*_: Any, **__: Any) -> Any:
        raise error

    return fail
