"""What an audit finds: mentions, evidence, score, findings, plan and suggestion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ats_audit.model.advert import Ask, JobSummary
from ats_audit.model.document import MediaType, Quote, ReadingKind, SectionKind
from ats_audit.model.lexicon import Competency, CompetencyId, Requirement, RoleId

if TYPE_CHECKING:
    from ats_audit.model.document import Document


class Method(StrEnum):
    """How a mention was found."""

    EXACT = "exact"
    """The alias as it stands, apart from case, separators, plural and spelling variants."""
    FUZZY = "fuzzy"
    """A probable misspelling of the alias."""


class Assertion(StrEnum):
    """What the writer says about a competency."""

    ASSERTED = "asserted"
    LEARNING = "learning"
    """Pursued, in progress, expected, or hoped for."""
    NEGATED = "negated"
    """Denied, or said of somebody else."""
    LAPSED = "lapsed"
    """Held once, expired since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in a text where a competency stands."""

    competency: CompetencyId
    start: int
    """First code point, 0-based, into the text that was given."""
    end: int
    """One past the last code point."""
    text: str
    """The surface: exactly `given_text[start:end]`."""
    alias: str
    """The alias of the lexicon that was recognised, as the lexicon writes it."""
    method: Method
    similarity: float
    """1.0 for an exact mention, else below: 1 - edits / letters of the alias."""
    assertion: Assertion
    section: SectionKind | None
    """None where the text has no sections."""
    page: int | None


class Rung(StrEnum):
    """The evidence ladder, best first."""

    DEMONSTRATED = "demonstrated"
    """Asserted in an entry of experience, projects or volunteering."""
    CREDENTIALED = "credentialed"
    """A certification named as held."""
    LISTED = "listed"
    """Asserted elsewhere: skills list, summary, headline."""
    LEARNING = "learning"
    LAPSED = "lapsed"
    NEGATED = "negated"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the text shows for one competency: the best of its mentions."""

    competency: Competency
    rung: Rung
    near: bool
    """True where every mention at this rung is a probable misspelling."""
    credit: float
    """0.0 to 1.0, see `ats_audit.judge`."""
    mentions: tuple[Mention, ...]
    """Mentions of the competency itself, in order of the text."""
    via: CompetencyId | None
    """The competency whose mentions earn this evidence by implying it; None where it stands itself."""
    quote: Quote | None = None
    """The passage around the first mention on this rung; None where the competency does not stand in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One requirement of a role or a job advert against the text."""

    requirement: Requirement
    evidence: Evidence
    """The best among the requirement's alternatives."""
    points: float
    """What it adds to the score, in points of 100."""
    possible: float
    """What it would add at full credit."""
    asked: Ask | None = None
    """Where the job advert asks for it; None where it comes from the role alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well a résumé shows what a role asks for; 0 to 100, our own deterministic measure."""

    full: float
    worst: float
    """The lowest over all readings."""
    readings: tuple[tuple[ReadingKind, float], ...]
    at_risk: tuple[CompetencyId, ...]
    """Competencies that earn credit in the full reading and less in another."""


class Severity(StrEnum):
    """How much a finding costs the candidate."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlace:
    """A half-open span of code points of the full reading."""

    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlace:
    """A page as a whole, 1-based."""

    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeDocument:
    """The document as a whole."""


Place = TextPlace | PagePlace | WholeDocument
"""Where a finding stands; there is no finding without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to mend."""

    code: str
    """Stable: `ATS-Lnn` for layout, `ATS-Pnn` for prose."""
    severity: Severity
    title: str
    message: str
    """What is there."""
    fix: str
    """What to do."""
    place: Place
    source: str
    """URL of the ground for the claim, or the name of the document; empty for plain arithmetic of ours."""
    competency: CompetencyId | None = None


class Effort(StrEnum):
    """What an edit asks of the candidate, least first."""

    EDIT = "edit"
    """Minutes: the evidence stands in the text already."""
    WRITE = "write"
    """An hour: true work that the text does not tell yet."""
    LEARN = "learn"
    """Weeks or months of study."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One edit and what it gains."""

    requirement: CompetencyId
    """Handle of the requirement that it serves."""
    competency: CompetencyId
    """The alternative that the action is about."""
    gain: float
    """Points of 100, got by judging again with the edit made."""
    action: str
    """In words, for the candidate."""
    effort: Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """What stands between a résumé and the core of what is asked for."""

    steps: tuple[PlanStep, ...]
    """Those of the plan that serve core requirements which the text does not show as held, in their order."""
    score: float
    """The score of the full reading with all of them made, 0 to 100, got by judging again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedItem:
    """One competency of the proposed section."""

    competency: CompetencyId
    text: str
    """As the section writes it."""
    quote: Quote
    """The evidence, from the résumé."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedGroup:
    """One line of the proposed section."""

    name: str
    items: tuple[SuggestedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A competency that is missing, and what to ask oneself before adding it."""

    competency: CompetencyId
    text: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The proposed Technical Core Competencies section, from evidence alone."""

    heading: str
    groups: tuple[SuggestedGroup, ...]
    text: str
    """The section as plain lines, ready to paste."""
    add_only_if_true: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineVersions:
    """What made a report; the same versions and the same bytes give the same report."""

    version: str
    lexicon_version: str
    lexicon_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSummary:
    """The file, as a report names it."""

    name: str
    """Base name of the path, or what the caller said."""
    sha256: str
    media_type: MediaType
    reader: str
    pages: int | None
    words: int

    @classmethod
    def of(cls, document: Document, name: str) -> DocumentSummary:
        """Of *document*, under *name*."""
        return cls(
            name=name,
            sha256=document.sha256,
            media_type=document.media_type,
            reader=document.reader,
            pages=document.pages,
            words=len(document.text.split()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSummary:
    """The role, as a report names it."""

    id: RoleId
    title: str
    pathway_domain: str
    study_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a résumé shows of what it was judged against. Immutable; `AuditReport` adds what to do about it."""

    engine: EngineVersions
    document: DocumentSummary
    role: RoleSummary | None
    """None where the résumé was judged against a job advert alone; never None where `job` is."""
    job: JobSummary | None
    """None where the résumé was judged against a role alone."""
    score: Score
    judgements: tuple[Judgement, ...]
    """One per requirement: those of the advert in its order, then those of the role in the order of the role."""
    evidence: tuple[Evidence, ...]
    """Every competency that stands in the text or belongs to a requirement; sorted by id."""
    findings: tuple[Finding, ...]
    """Worst first, then in order of the text."""
    skipped_checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport(Assessment):
    """Everything that an audit found. Immutable; renders to any format."""

    plan: tuple[PlanStep, ...]
    """The most points per effort first."""
    bridge: Bridge
    suggestion: Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReport:
    """All competencies of the lexicon in one document, without a role."""

    engine: EngineVersions
    document: DocumentSummary
    text_sha256: str
    """Hex digest of the UTF-8 bytes of the text that offsets point into."""
    mentions: tuple[Mention, ...]
    skipped_checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFailure:
    """A document of a batch that could not be audited: the failure as a value."""

    name: str
    code: str
    message: str
    hint: str
