"""Orchestration: a source in, a report out. What happens in each step is said on the floors below."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from ats_audit.errors import AtsAuditError
from ats_audit.isolate import mend_after_fork
from ats_audit.judge import (
    DEFAULT_HEADING,
    Aim,
    Balance,
    Ladder,
    aim_at,
    assess_document,
    compare_reports,
    judge_document,
    make_aim,
    make_assessment,
    make_report,
    read_advert,
    tell_engine,
)
from ats_audit.lexicon import Lexicon
from ats_audit.match import Matcher
from ats_audit.model import (
    Advert,
    AuditFailure,
    Comparison,
    Document,
    DocumentSummary,
    Limits,
    ScanReport,
)
from ats_audit.source import UNNAMED, File, Source, SourceReader, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from ats_audit.judge import Grounds
    from ats_audit.model import Assessment, AuditReport, Mention, PagePicture, ReadingKind, Remark, SectionLines


def audit(
    source: Source,
    *,
    role: str | None = None,
    job: Source | Advert | None = None,
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
) -> AuditReport:
    """Audit one résumé for one role, one job advert, or both. For more than one, keep an `Auditor`.

    Args:
        source: PDF, DOCX, plain text or Markdown; told apart by content, never by suffix.
        role: Id of a role, such as "cra"; `Auditor().lexicon.roles` has them all. None needs a *job*.
        job: A job advert in any of the formats of *source*; its requirements come first, and those of *role* fill
            in what it leaves unsaid.
        lexicon: Another catalogue than the built-in one.
        limits: What the document may cost.

    Raises:
        DocumentError: A file cannot be read; each subclass has a stable `code`, a message and a hint.
        NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no *role*.
        UnknownRoleError: No such role.
        ValueError: Neither *role* nor *job*.
    """
    with Auditor(lexicon=lexicon, limits=limits) as auditor:
        return auditor.audit(source, role=role, job=job)


class Auditor:
    """Audits many résumés with one lexicon. Build it once and share it between threads; close it when done.

    A process that is forked from yours may use it too: it starts children of its own.
    """

    def __init__(
        self,
        *,
        lexicon: Lexicon | None = None,
        limits: Limits | None = None,
        isolation: Literal["process", "none"] = "none",
        slots: int = 1,
        heading: str = DEFAULT_HEADING,
        partial: bool = False,
        ocr: bool = False,
    ) -> None:
        """Prepare; lexicon and matcher are made when first needed.

        Args:
            lexicon: The catalogue; None for the built-in one.
            limits: What one document may cost; None for the defaults.
            isolation: "process" reads files in a child process that can be killed: the right choice for files
                from strangers. "none" reads them in this process.
            slots: How many documents may be read at a time under "process".
            heading: Heading of the suggested section.
            partial: Where a file meets a limit, judge what was read until then; the report's `skipped_checks` say so.
            ocr: Recognise the pages of files that hold no text, with tesseract (extra `ocr`): seconds a page.

        Raises:
            MissingExtraError: *ocr* is asked for and not installed.
        """
        self._reader = SourceReader(limits or Limits(), isolation=isolation, slots=slots, partial=partial, ocr=ocr)
        self._heading = heading
        self._lock = threading.RLock()
        self._lexicon = lexicon
        self._matcher: Matcher | None = None
        self._ladder: Ladder | None = None
        mend_after_fork(self, Auditor._free_lock)

    @property
    def lexicon(self) -> Lexicon:
        """The catalogue in use."""
        with self._lock:
            if self._lexicon is None:
                self._lexicon = Lexicon.load()
            return self._lexicon

    @property
    def matcher(self) -> Matcher:
        """The matcher over that catalogue."""
        with self._lock:
            if self._matcher is None:
                self._matcher = Matcher(self.lexicon)
            return self._matcher

    @property
    def ladder(self) -> Ladder:
        """What earns what in that catalogue."""
        with self._lock:
            if self._ladder is None:
                self._ladder = Ladder(self.lexicon)
            return self._ladder

    def audit(
        self,
        source: Source,
        *,
        role: str | None = None,
        job: Source | Advert | None = None,
        name: str | None = None,
    ) -> AuditReport:
        """Audit one résumé for one role, one job advert, or both.

        Raises:
            DocumentError: A file cannot be read.
            NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no *role*.
            UnknownRoleError: No such role.
            ValueError: Neither *role* nor *job*.
        """
        wanted = self._aim(role, job)
        document, known_as = self._open(source)
        return self._judge(document, self.matcher.match_document(document), wanted, name or known_as)

    def assess(
        self, source: Source, *, role: str | None = None, job: Source | Advert | None = None, name: str | None = None
    ) -> Assessment:
        """As `audit`, without plan and suggestion: what the rows of a batch tell, for about two thirds of the cost.

        Raises:
            DocumentError: As for `audit`.
            NoRequirementsError: As for `audit`.
            UnknownRoleError: As for `audit`.
            ValueError: As for `audit`.
        """
        aim = self._aim(role, job)
        document, known_as = self._open(source)
        return self._assess(document, self.matcher.match_document(document), aim, name or known_as)[0]

    def assess_balance(
        self, source: Source, *, role: str | None = None, job: Source | Advert | None = None, name: str | None = None
    ) -> tuple[Assessment, Balance]:
        """As `assess`, with what it takes to weigh the requirements anew when nothing but their weights changed."""
        aim = self._aim(role, job)
        document, known_as = self._open(source)
        assessment, grounds = self._assess(document, self.matcher.match_document(document), aim, name or known_as)
        return assessment, Balance.of(grounds)

    async def aaudit(
        self,
        source: Source,
        *,
        role: str | None = None,
        job: Source | Advert | None = None,
        name: str | None = None,
    ) -> AuditReport:
        """As `audit`, in a thread: the event loop goes on meanwhile.

        Under "process" reading costs the loop nothing, and as many résumés are read side by side as there are slots.
        """
        return await asyncio.to_thread(self.audit, source, role=role, job=job, name=name)

    def audit_text(
        self, text: str, *, role: str | None = None, job: Source | Advert | None = None, name: str = UNNAMED
    ) -> AuditReport:
        """Audit a résumé that is text already; offsets point into *text* itself.

        Raises:
            DocumentError: The text is empty or too long, or the advert cannot be read.
            NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no *role*.
            UnknownRoleError: No such role.
            ValueError: Neither *role* nor *job*.
        """
        wanted = self._aim(role, job)
        document = self._reader.read_text(text)
        return self._judge(document, self.matcher.match_document(document), wanted, name)

    def audit_many(
        self, sources: Iterable[Source], *, role: str | None = None, job: Source | Advert | None = None
    ) -> Iterator[AuditReport | AuditFailure]:
        """Audit résumés in order; one that cannot be audited is an `AuditFailure` in its place.

        Under "process" as many files as there are slots are read ahead while this thread matches and judges; for more
        than one core's worth of work, and for millions, see `ats_audit.batch`.

        Raises:
            DocumentError: The advert cannot be read; said, like the others, before the first résumé is read.
            NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no *role*.
            UnknownRoleError: No such role.
            ValueError: Neither *role* nor *job*.
        """
        return self._audit_each(sources, self._aim(role, job))

    def read_advert(self, source: Source, *, name: str | None = None) -> Advert:
        """Read a job advert once, to audit many résumés against it.

        Raises:
            DocumentError: The file cannot be read.
        """
        document, known_as = self._open(source)
        mentions = self.matcher.match_text(document.text)
        return read_advert(document, mentions, self.lexicon, name=name or known_as)

    def _audit_each(self, sources: Iterable[Source], aim: Aim) -> Iterator[AuditReport | AuditFailure]:
        _ = self.matcher  # else every thread that reads ahead would wait for it
        for source, open_ in self._reader.open_ahead(sources):
            try:
                document, known_as = open_()
                yield self._judge(document, self.matcher.match_document(document), aim, known_as)
            except AtsAuditError as error:
                yield AuditFailure(name=name_of(source), code=error.code, message=error.message, hint=error.hint)

    def rank(self, source: Source, *, name: str | None = None) -> tuple[AuditReport, ...]:
        """Audit one résumé for every role; best full score first, then by id.

        Raises:
            DocumentError: The file cannot be read.
        """
        document, known_as = self._open(source)
        mentions = self.matcher.match_document(document)
        # Sorting is stable: of equal scores the first id comes first.
        roles = sorted(self.lexicon.roles, key=lambda role: role.id)
        reports = [self._judge(document, mentions, aim_at(role), name or known_as) for role in roles]
        return tuple(sorted(reports, key=lambda report: -report.score.full))

    def compare(
        self, old: Source, new: Source, *, role: str | None = None, job: Source | Advert | None = None
    ) -> Comparison:
        """Audit two texts of one résumé for the same target: what the edit won and lost.

        Raises:
            DocumentError: A file cannot be read.
            NoRequirementsError: The advert asks for nothing that the lexicon knows, and there is no *role*.
            UnknownRoleError: No such role.
            ValueError: Neither *role* nor *job*.
        """
        advert = self._advert(job)
        return compare_reports(self.audit(old, role=role, job=advert), self.audit(new, role=role, job=advert))

    def scan(self, source: Source, *, name: str | None = None) -> ScanReport:
        """Find every competency of the lexicon in one document.

        Raises:
            DocumentError: The file cannot be read.
        """
        document, known_as = self._open(source)
        return ScanReport(
            engine=tell_engine(self.lexicon),
            document=DocumentSummary.of(document, name or known_as),
            text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
            mentions=self.matcher.match_reading(document, document.full),
            skipped_checks=document.skipped,
        )

    def read(self, source: File) -> Document:
        """Read one document without auditing it.

        Raises:
            DocumentError: The file cannot be read.
        """
        content, _ = self._reader.load(source)
        return self._reader.read(content)

    def draw(self, source: File) -> tuple[PagePicture, ...]:
        """Draw the first pages of a PDF, for a report that shows them; empty for formats without pages.

        Under "process" it happens in the child, as reading does: a file that can be read may still be more than the
        library that draws can bear.

        Raises:
            DocumentError: The pages cannot be drawn.
        """
        content, _ = self._reader.load(source)
        return self._reader.draw(content)

    def write_section(self, source: File, section: SectionLines) -> bytes:
        """A new Word document: the one in *source* with *section* behind its summary, in its own styles.

        `ats_audit.report.list_section` makes the section of a report.

        Raises:
            DocumentError: The file cannot be read, is no Word document, or cannot be written again.
        """
        content, _ = self._reader.load(source)
        return self._reader.write_section(content, section)

    def write_remarks(self, source: File, remarks: Sequence[Remark]) -> bytes:
        """A new Word document: the one in *source* with a comment for each of *remarks*.

        `ats_audit.report.list_remarks` makes the remarks of a report.

        Raises:
            DocumentError: As for `write_section`.
        """
        content, _ = self._reader.load(source)
        return self._reader.write_remarks(content, remarks)

    def close(self) -> None:
        """End the child processes, if any; the auditor may be used again and starts new ones."""
        self._reader.close()

    def __enter__(self) -> Self:
        """Return the auditor itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _free_lock(self) -> None:
        """After a fork: whoever held the lock did not come along."""
        self._lock = threading.RLock()

    def _open(self, source: Source) -> tuple[Document, str]:
        """The document, read unless it was before, and what to call it."""
        if isinstance(source, Document) or not self._reader.is_isolated or self._matcher is not None:
            return self._reader.open(source)
        content, known_as = self._reader.load(source)
        # The child reads while this process builds the matcher.
        with ThreadPoolExecutor(max_workers=1) as pool:
            reading = pool.submit(self._reader.read, content)
            _ = self.matcher
            return reading.result(), known_as

    def _judge(
        self, document: Document, mentions: Mapping[ReadingKind, tuple[Mention, ...]], aim: Aim, name: str
    ) -> AuditReport:
        verdict = judge_document(
            document,
            mentions,
            aim.target,
            self.lexicon,
            scan=self.matcher.match_text,
            ladder=self.ladder,
            heading=self._heading,
        )
        return make_report(verdict, document, aim, self.lexicon, name=name)

    def _assess(
        self, document: Document, mentions: Mapping[ReadingKind, tuple[Mention, ...]], aim: Aim, name: str
    ) -> tuple[Assessment, Grounds]:
        grounds, findings = assess_document(document, mentions, aim.target, self.lexicon, ladder=self.ladder)
        assessment = make_assessment(grounds, findings, document, aim, self.lexicon, name=name)
        return assessment, grounds

    def _aim(self, role: str | None, job: Source | Advert | None) -> Aim:
        """What *role* and *job* ask for together."""
        wanted = None if role is None else self.lexicon.role(role)
        return make_aim(wanted, self._advert(job), self.lexicon, self.ladder)

    def _advert(self, job: Source | Advert | None) -> Advert | None:
        return job if job is None or isinstance(job, Advert) else self.read_advert(job)
