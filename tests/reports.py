"""Audit and scan reports made by hand, for tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ats_audit.judge import compare_reports
from ats_audit.lexicon import Lexicon
from ats_audit.model import (
    Ask,
    AskKind,
    Assertion,
    AuditReport,
    Bridge,
    Comparison,
    Competency,
    CompetencyId,
    DocumentSummary,
    Effort,
    EngineVersions,
    Evidence,
    ExperienceAsked,
    Finding,
    JobSummary,
    Judgement,
    Kind,
    MediaType,
    Mention,
    Method,
    Occupation,
    OpenQuestion,
    PagePlace,
    Pathway,
    PlanStep,
    Quote,
    ReadingKind,
    Requirement,
    Role,
    RoleId,
    RoleSummary,
    Rung,
    ScanReport,
    Score,
    SectionKind,
    Severity,
    Source,
    SuggestedGroup,
    SuggestedItem,
    Suggestion,
    TextPlace,
    Tier,
    Weight,
    WholeDocument,
)

ENGINE = EngineVersions(version="0.1.0", lexicon_version="2026.11", lexicon_sha256="ab" * 32)
DOCUMENT = DocumentSummary(
    name="resume.pdf", sha256="cd" * 32, media_type=MediaType.PDF, reader="pdfminer.six", pages=2, words=1234
)
ROLE = RoleSummary(
    id=RoleId("cra"),
    title="Clinical Research Associate",
    pathway_domain="Clinical Research & Ops",
    study_time="3 to 6 months",
)


def make_competency(name: str, **changes: Any) -> Competency:
    """A platform of tier A by that name."""
    plain = Competency(
        id=CompetencyId(name.lower().replace(" ", "-")),
        name=name,
        kind=Kind.PLATFORM,
        tier=Tier.A,
        acronym=None,
        expansion=None,
        aliases=(),
        never=(),
        implies=(),
        supersedes=(),
        distinct_from=(),
        ask=None,
        source=Source(title="A source", url="https://example.com/", year=2026),
    )
    return replace(plain, **changes)


def make_mention(competency: Competency, **changes: Any) -> Mention:
    """An exact mention of the competency's name at offset 100, in experience on page 1."""
    start = changes.pop("start", 100)
    text = changes.pop("text", competency.name)
    plain = Mention(
        competency=competency.id,
        start=start,
        end=start + len(text),
        text=text,
        alias=competency.name,
        method=Method.EXACT,
        similarity=1.0,
        assertion=Assertion.ASSERTED,
        section=SectionKind.EXPERIENCE,
        page=1,
    )
    return replace(plain, **changes)


def make_evidence(competency: Competency, rung: Rung = Rung.DEMONSTRATED, **changes: Any) -> Evidence:
    """Evidence by one mention, or by none where *rung* is absent."""
    earned = {Rung.DEMONSTRATED: 1.0, Rung.CREDENTIALED: 1.0, Rung.LISTED: 0.7, Rung.LEARNING: 0.3, Rung.LAPSED: 0.2}
    plain = Evidence(
        competency=competency,
        rung=rung,
        near=False,
        credit=earned.get(rung, 0.0),
        mentions=() if rung is Rung.ABSENT else (make_mention(competency),),
        via=None,
    )
    return replace(plain, **changes)


def make_judgement(
    evidence: Evidence, weight: Weight = Weight.CORE, *, possible: float = 6.0, **changes: Any
) -> Judgement:
    """A requirement that asks for this very competency."""
    requirement = Requirement(
        name=changes.pop("name", evidence.competency.name),
        any_of=changes.pop("any_of", (evidence.competency.id,)),
        weight=weight,
        why=changes.pop("why", "Trials run on it."),
    )
    points = evidence.credit * possible
    return Judgement(requirement=requirement, evidence=evidence, points=points, possible=possible, **changes)


RAVE = make_competency("Medidata Rave EDC")
EDC = make_competency("Electronic data capture", kind=Kind.METHOD, tier=Tier.B)
REDCAP = make_competency("REDCap")
GCP = make_competency("ICH-GCP", kind=Kind.REGULATION, tier=Tier.C)
GCP_OLD = make_competency("ICH E6 R2", kind=Kind.REGULATION, tier=Tier.C)
GCP_NEW = make_competency("ICH E6 R3", kind=Kind.REGULATION, tier=Tier.C, supersedes=(GCP_OLD.id,))
CTMS = make_competency("CTMS")
CCRA = make_competency("CCRA", kind=Kind.CERTIFICATION, tier=Tier.C)
SAS = make_competency("SAS", kind=Kind.ANALYTICS, tier=Tier.B)
SDTM = make_competency("SDTM", kind=Kind.STANDARD, tier=Tier.B)
EPIC = make_competency("Epic EHR")

BULLET = (
    "Monitored 14 sites of a Phase III oncology study and resolved 400 queries a month in Medidata Rave EDC, "
    "two days faster than the plan asked for"
)
BULLET_START = 500


def step_to(competency: CompetencyId, *, gain: float = 6.0, action: str = "Do thing 0.") -> PlanStep:
    """A step of minutes that serves the requirement of this very competency."""
    return PlanStep(requirement=competency, competency=competency, gain=gain, action=action, effort=Effort.EDIT)


def make_report(**changes: Any) -> AuditReport:
    """A report that has one of everything."""
    start = BULLET_START + BULLET.index("Medidata Rave EDC")
    rave = make_evidence(
        RAVE, mentions=(make_mention(RAVE, start=20, section=SectionKind.SKILLS), make_mention(RAVE, start=start))
    )
    edc = make_evidence(EDC, mentions=(), via=RAVE.id)
    gcp = make_evidence(GCP, Rung.LISTED, mentions=(make_mention(GCP, section=SectionKind.SKILLS, page=None),))
    old = make_evidence(GCP_OLD)
    new = make_evidence(GCP_NEW, mentions=(), via=GCP_OLD.id, credit=0.5)
    ctms = make_evidence(
        CTMS,
        near=True,
        credit=0.5,
        mentions=(make_mention(CTMS, text="CTSM", method=Method.FUZZY, similarity=0.75),),
    )
    ccra = make_evidence(
        CCRA,
        Rung.LEARNING,
        mentions=(make_mention(CCRA, assertion=Assertion.LEARNING, section=SectionKind.EDUCATION),),
    )
    lapsed = make_evidence(SAS, Rung.LAPSED, mentions=(make_mention(SAS, assertion=Assertion.LAPSED, section=None),))
    negated = make_evidence(SDTM, Rung.NEGATED, mentions=(make_mention(SDTM, assertion=Assertion.NEGATED),))
    absent = make_evidence(EPIC, Rung.ABSENT)
    quote = Quote(text=BULLET, start=BULLET_START, end=BULLET_START + len(BULLET))
    plain = AuditReport(
        engine=ENGINE,
        document=DOCUMENT,
        role=ROLE,
        job=None,
        score=Score(
            full=62.4,
            worst=48.1,
            readings=((ReadingKind.FULL, 62.4), (ReadingKind.STREAM, 60.0), (ReadingKind.STRICT, 48.1)),
            at_risk=(GCP.id, RAVE.id),
        ),
        judgements=(
            make_judgement(absent, any_of=(EPIC.id, REDCAP.id), name="A record system", why="Sites run on it."),
            make_judgement(edc),
            make_judgement(gcp),
            make_judgement(new, Weight.IMPORTANT),
            make_judgement(ctms, Weight.IMPORTANT),
            make_judgement(rave, Weight.IMPORTANT, any_of=(REDCAP.id, RAVE.id), name="A named EDC product"),
            make_judgement(ccra, Weight.NICE, possible=1.0),
            make_judgement(lapsed, Weight.NICE, possible=1.0),
            make_judgement(negated, Weight.NICE, possible=1.0),
        ),
        evidence=tuple(
            sorted(
                (absent, ccra, ctms, edc, gcp, lapsed, negated, new, old, rave, make_evidence(REDCAP, Rung.ABSENT)),
                key=lambda evidence: evidence.competency.id,
            )
        ),
        findings=(
            Finding(
                code="ATS-L05",
                severity=Severity.ERROR,
                title="Text box",
                message="Two competencies stand only in a text box.",
                fix="Move them into the body.",
                place=PagePlace(page=2),
                source="https://example.com/text-boxes",
            ),
            Finding(
                code="ATS-P03",
                severity=Severity.WARNING,
                title="Probable misspelling",
                message='"CTSM" probably means CTMS.',
                fix="Write CTMS.",
                place=TextPlace(start=100, end=104, page=1),
                source="",
                competency=CTMS.id,
            ),
            Finding(
                code="ATS-L11",
                severity=Severity.INFO,
                title="Long document",
                message="The résumé has more words than most.",
                fix="",
                place=WholeDocument(),
                source="The style guide",
            ),
        ),
        plan=tuple(
            PlanStep(
                requirement=EPIC.id, competency=EPIC.id, gain=6.0 - number, action=f"Do thing {number}.", effort=effort
            )
            for number, effort in enumerate([Effort.EDIT, Effort.WRITE, *[Effort.LEARN] * 5])
        ),
        bridge=Bridge(steps=(step_to(EPIC.id),), score=68.4),
        suggestion=Suggestion(
            heading="Technical Core Competencies",
            groups=(
                SuggestedGroup(
                    name="Platforms",
                    items=(SuggestedItem(competency=RAVE.id, text="Medidata Rave EDC", quote=quote),),
                ),
            ),
            text="Technical Core Competencies\nPlatforms: Medidata Rave EDC",
            add_only_if_true=tuple(
                OpenQuestion(competency=EPIC.id, text=f"Thing {number}", question="Have you charted in it?")
                for number in range(9)
            ),
        ),
        skipped_checks=("Boxes were not looked at: the format has none.",),
    )
    return replace(plain, **changes)


def make_empty_report() -> AuditReport:
    """A report on a résumé that shows nothing, and in which there is nothing to mend."""
    absent = make_evidence(EPIC, Rung.ABSENT)
    return make_report(
        score=Score(full=0.0, worst=0.0, readings=tuple((kind, 0.0) for kind in ReadingKind), at_risk=()),
        judgements=(make_judgement(absent),),
        evidence=(absent,),
        findings=(),
        plan=(),
        bridge=Bridge(steps=(), score=0.0),
        suggestion=Suggestion(heading="Technical Core Competencies", groups=(), text="", add_only_if_true=()),
        skipped_checks=(),
    )


def make_comparison() -> Comparison:
    """An edit that shows the missing record system and mends the misspelling, and breaks nothing."""
    old = make_report()
    shown = make_judgement(
        make_evidence(EPIC), any_of=(EPIC.id, REDCAP.id), name="A record system", why="Sites run on it."
    )
    score = replace(old.score, full=68.4, worst=54.1, at_risk=(RAVE.id,))
    new = replace(
        old,
        document=replace(old.document, name="resume-2.pdf", sha256="ce" * 32),
        score=score,
        judgements=(shown, *old.judgements[1:]),
        findings=tuple(finding for finding in old.findings if finding.code != "ATS-P03"),
    )
    return compare_reports(old, new)


ADVERT = "Two years of monitoring. ICH E6 required. Epic a plus. Own car."


def make_ask(passage: str, kind: AskKind = AskKind.REQUIRED) -> Ask:
    """The place of *passage* in `ADVERT`."""
    start = ADVERT.index(passage)
    return Ask(kind=kind, quote=Quote(text=passage, start=start, end=start + len(passage)))


def make_job_report(**changes: Any) -> AuditReport:
    """The same résumé judged against an advert alone; *changes* may bring the role back."""
    report = make_report()
    asks = {
        GCP.id: make_ask("ICH E6 required."),
        EPIC.id: make_ask("Epic a plus.", AskKind.PREFERRED),
        EDC.id: make_ask("monitoring", AskKind.DUTY),
    }
    job = JobSummary(
        name="advert.txt",
        sha256="12" * 32,
        media_type=MediaType.TEXT,
        words=12,
        title="Site Monitor",
        experience=(ExperienceAsked(years=2.0, ask=make_ask("Two years of monitoring.")),),
        education=(),
        unchecked=(make_ask("Own car.", AskKind.DUTY),),
    )
    judgements = tuple(replace(judgement, asked=asks.get(judgement.requirement.id)) for judgement in report.judgements)
    return replace(report, **{"role": None, "job": job, "judgements": judgements, **changes})


def make_hostile_report(nasty: str) -> AuditReport:
    """A report in which every field that can come from a stranger's file says *nasty*."""
    report = make_report()
    competency = make_competency("Medidata Rave EDC")
    mention = make_mention(competency, text=nasty, start=BULLET_START)
    evidence = make_evidence(competency, mentions=(mention,))
    quote = Quote(text=nasty, start=BULLET_START, end=BULLET_START + len(nasty))
    item = SuggestedItem(competency=competency.id, text="Medidata Rave EDC", quote=quote)
    return replace(
        report,
        document=replace(report.document, name=nasty),
        job=JobSummary(
            name=nasty,
            sha256="12" * 32,
            media_type=MediaType.TEXT,
            words=1,
            title=nasty,
            experience=(ExperienceAsked(years=2.0, ask=Ask(kind=AskKind.REQUIRED, quote=quote)),),
            education=(Ask(kind=AskKind.PREFERRED, quote=quote),),
            unchecked=(Ask(kind=AskKind.DUTY, quote=quote),),
        ),
        judgements=(
            make_judgement(evidence, asked=Ask(kind=AskKind.REQUIRED, quote=quote)),
            make_judgement(make_evidence(CTMS, near=True, mentions=(make_mention(CTMS, text=nasty),))),
        ),
        evidence=(evidence,),
        findings=tuple(
            replace(finding, title=nasty, message=nasty, fix=nasty, source=nasty) for finding in report.findings
        ),
        plan=(replace(report.plan[0], action=nasty),),
        bridge=Bridge(steps=(step_to(EPIC.id, action=nasty),), score=68.4),
        suggestion=replace(
            report.suggestion,
            groups=(SuggestedGroup(name="Platforms", items=(item,)),),
            text=f"Technical Core Competencies\n{nasty}",
            add_only_if_true=(OpenQuestion(competency=EPIC.id, text=nasty, question=nasty),),
        ),
        skipped_checks=(nasty,),
    )


def make_scan(**changes: Any) -> ScanReport:
    """A scan with a misspelt, a plain and a studied competency."""
    plain = ScanReport(
        engine=ENGINE,
        document=DOCUMENT,
        text_sha256="ef" * 32,
        mentions=(
            make_mention(RAVE, start=10, section=SectionKind.SKILLS),
            make_mention(RAVE, start=90, text="Medidta Rave EDC", method=Method.FUZZY, similarity=0.9375),
            make_mention(CCRA, start=200, assertion=Assertion.LEARNING, section=SectionKind.EDUCATION, page=None),
            make_mention(SAS, start=300, section=None),
        ),
    )
    return replace(plain, **changes)


def make_lexicon() -> Lexicon:
    """All competencies of this module, and one role that asks for some of them."""
    competencies = [value for value in globals().values() if isinstance(value, Competency)]
    pathway = Pathway(id="research", domain="Clinical Research & Ops", study_time="3 to 6 months", core=())
    role = Role(
        id=RoleId("cra"),
        title="Clinical Research Associate",
        titles=("CRA", "Clinical Monitor"),
        domain="Clinical Research & Ops",
        onet=(Occupation(code="11-9121.01", title="Clinical Research Coordinators", nearest=True),),
        esco=(Occupation(code="2211.1", title="Researcher", nearest=False),),
        pathway=pathway,
        requirements=(
            Requirement(
                name="A named EDC product",
                any_of=(RAVE.id, REDCAP.id),
                weight=Weight.CORE,
                why="Trials run on it.",
            ),
            Requirement(name="CCRA", any_of=(CCRA.id,), weight=Weight.NICE, why="It shows experience."),
        ),
    )
    return Lexicon(
        version="2026.11",
        sha256="ab" * 32,
        competencies=tuple(sorted(competencies, key=lambda entry: entry.id)),
        roles=(role,),
        pathways=(pathway,),
        tiers=(),
        phrases=(),
        headings=(),
        deny=(),
    )
