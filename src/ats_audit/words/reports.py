"""What the report on one résumé says around findings, plan and suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import (
    AskKind,
    BlockKind,
    Effort,
    MediaType,
    ReadingKind,
    Rung,
    SectionKind,
    Severity,
    Weight,
)
from ats_audit.words.forms import count as count  # noqa: PLC0414 # `words.count`, for pages too

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ats_audit.words.forms import Plural

TITLE: Final = "Audit of {name}"
ROLE: Final = "{title} ({id})"
JOB: Final = "Job advert: {title} ({name})"
JOB_UNTITLED: Final = "Job advert: {name}"
NO_NAME: Final = "(no name)"
MORE: Final = "…"

MEDIA_TYPES: Final[Mapping[MediaType, str]] = {
    MediaType.PDF: "PDF",
    MediaType.DOCX: "Word document",
    MediaType.TEXT: "Plain text",
    MediaType.MARKDOWN: "Markdown",
}
PAGES: Final[Plural] = ("1 page", "{n} pages")
WORD_COUNT: Final[Plural] = ("1 word", "{n:,} words")
READER: Final = "read with {reader}"
READER_OF_TEXT: Final = "read as it stands"
ENGINE: Final = "ats-audit {version}, lexicon {lexicon} ({sha})"

# The score

SCORE_HEADING: Final = "Score"
SCORE: Final = "{score} of 100"
SCORE_MEANING: Final = (
    "How much of what {target} the résumé shows, counted from the evidence below. It is our own fixed "
    "measure: the same file always gets the same number. It is not the score of any applicant tracking system."
)
ROLE_ASKS: Final = "this role asks for"
JOB_ASKS: Final = "this job advert asks for"
BOTH_ASK: Final = "this job advert and this role ask for"
WORST: Final = "Worst reading: {score} of 100. {parser}"
WORST_SAME: Final = "Worst reading: the same. Every way of reading the file that was tried finds as much."
WORST_LOWER: Final = "Worst reading: {score} of 100."
READINGS: Final[Mapping[ReadingKind, str]] = {
    ReadingKind.FULL: "That is all that a person can see, in the order in which a person reads it.",
    ReadingKind.STREAM: "That is what a parser finds that takes the text in the order in which the file stores it.",
    ReadingKind.STRICT: (
        "That is what a parser finds that reads straight across the page, and leaves out headers, footers and text "
        "boxes."
    ),
}
READINGS_OF_WORD: Final[Mapping[ReadingKind, str]] = {
    **READINGS,
    ReadingKind.STREAM: (
        "That is what a parser finds that takes paragraphs and tables, and leaves out headers, footers and text boxes."
    ),
    ReadingKind.STRICT: (
        "That is what a parser finds that takes plain paragraphs, and leaves out tables, headers, footers and text "
        "boxes."
    ),
}
AT_RISK: Final = "At risk of being lost: {names}."
TALLY: Final = "{shown} of {all} shown in full"
TALLY_PARTLY: Final = "{shown} of {all} shown in full, {part} in part"

# Requirements

REQUIREMENTS_HEADING: Final = "What the role asks for"
JOB_REQUIREMENTS_HEADING: Final = "What the job advert asks for"
BOTH_REQUIREMENTS_HEADING: Final = "What the job advert and the role ask for"
WEIGHTS: Final[Mapping[Weight, str]] = {
    Weight.CORE: "Core",
    Weight.IMPORTANT: "Important",
    Weight.NICE: "Nice to have",
}
WEIGHT_MEANS: Final[Mapping[Weight, str]] = {
    Weight.CORE: "Without these the role cannot be done.",
    Weight.IMPORTANT: "Usually asked for.",
    Weight.NICE: "A bonus, and no loss where missing.",
}
RUNGS: Final[Mapping[Rung, str]] = {
    Rung.DEMONSTRATED: "demonstrated",
    Rung.CREDENTIALED: "credentialed",
    Rung.LISTED: "listed",
    Rung.LEARNING: "learning",
    Rung.LAPSED: "lapsed",
    Rung.NEGATED: "ruled out",
    Rung.ABSENT: "missing",
}
NEAR: Final = "misspelt"
RUNG_MEANINGS: Final[Mapping[Rung, str]] = {
    Rung.DEMONSTRATED: "stands in a work, project or volunteering entry; counts in full",
    Rung.CREDENTIALED: "a certification named as held; counts in full",
    Rung.LISTED: "named, but not in an entry that shows you using it; counts in part",
    Rung.LEARNING: "named as studied or aimed for; counts in part",
    Rung.LAPSED: "named as held once and expired; counts for little",
    Rung.NEGATED: "named as something you do not have; does not count",
    Rung.ABSENT: "not found in the text; does not count",
}
NEAR_MEANING: Final = "a literal search would not find it; counts in part"
LEGEND: Final = "{state}: {meaning}"
POINTS: Final = "{points} of {possible}"
POINTS_HEADING: Final = "Points"
STATE_HEADING: Final = "State"
REQUIREMENT_HEADING: Final = "Requirement"
EVIDENCE_HEADING: Final = "Evidence"
QUOTE: Final = '"{quote}"'
WRITTEN: Final = 'written "{surface}"'
VIA: Final = "by way of {name}"
OLDER: Final = "an older version, {name}"
WHY: Final = "Why: {why}"
WHY_EACH: Final = "Why each is asked for: ats-audit roles {role}"
ASKED: Final[Mapping[AskKind, str]] = {
    AskKind.REQUIRED: 'The advert requires it: "{quote}"',
    AskKind.PREFERRED: 'The advert prefers it: "{quote}"',
    AskKind.DUTY: 'The advert names it: "{quote}"',
}
ANY_OF: Final = "Any one of: {names}."
SECTIONS: Final[Mapping[SectionKind, str]] = {
    SectionKind.CONTACT: "top of the page",
    SectionKind.SUMMARY: "summary",
    SectionKind.SKILLS: "skills",
    SectionKind.EXPERIENCE: "experience",
    SectionKind.PROJECTS: "projects",
    SectionKind.EDUCATION: "education",
    SectionKind.CERTIFICATIONS: "certifications",
    SectionKind.TRAINING: "training",
    SectionKind.PUBLICATIONS: "publications",
    SectionKind.AWARDS: "awards",
    SectionKind.LANGUAGES: "languages",
    SectionKind.VOLUNTEERING: "volunteering",
    SectionKind.MEMBERSHIPS: "memberships",
    SectionKind.INTERESTS: "interests",
    SectionKind.REFERENCES: "references",
    SectionKind.OTHER: "another section",
}
PAGE: Final = "page {page}"
PLACED: Final = "{what} ({place})"

# What else a job advert says

JOB_HEADING: Final = "What else the advert says"
JOB_COUNT: Final = "Read from the advert"
JOB_COUNTS: Final[Mapping[AskKind, Plural]] = {
    AskKind.REQUIRED: ("1 required", "{n} required"),
    AskKind.PREFERRED: ("1 preferred", "{n} preferred"),
    AskKind.DUTY: ("1 named among the duties", "{n} named among the duties"),
}
JOB_EXPERIENCE: Final = "Experience"
JOB_YEARS: Final[Plural] = ("1 year", "{n:g} years")
JOB_MONTHS: Final[Plural] = ("1 month", "{n} months")
JOB_EDUCATION: Final = "Education"
JOB_UNCHECKED: Final = "Not checked here, and not in the score"
JOB_MORE: Final[Plural] = ("and 1 more", "and {n} more")
ASK_KINDS: Final[Mapping[AskKind, str]] = {
    AskKind.REQUIRED: "required",
    AskKind.PREFERRED: "preferred",
    AskKind.DUTY: "named",
}
JOB_QUOTED: Final = '"{quote}" ({kind})'
JOB_EXPERIENCE_QUOTED: Final = '{years}: "{quote}" ({kind})'

# Findings

FINDINGS_HEADING: Final = "What to mend"
NO_FINDINGS: Final = "Nothing was found that needs mending."
SEVERITIES: Final[Mapping[Severity, Plural]] = {
    Severity.ERROR: ("1 error", "{n} errors"),
    Severity.WARNING: ("1 warning", "{n} warnings"),
    Severity.INFO: ("1 note", "{n} notes"),
}
FIX: Final = "Fix: {fix}"
SOURCE: Final = "Source: {source}"

# Plan

PLAN_HEADING: Final = "First steps"
PLAN_NOTE: Final = "Each gain is for that edit alone. Make an edit only where it is true."
NO_PLAN: Final = "No edit would raise the score."
GAIN: Final = "+{gain}"
GAIN_HEADING: Final = "Gain"
EFFORT_HEADING: Final = "Effort"
ACTION_HEADING: Final = "Step"
EFFORTS: Final[Mapping[Effort, str]] = {
    Effort.EDIT: "minutes",
    Effort.WRITE: "an hour",
    Effort.LEARN: "study",
}
MORE_STEPS: Final[Plural] = (
    "and 1 more step: ask for --format markdown or json",
    "and {n} more steps: ask for --format markdown or json",
)
PATHWAY: Final = "Study that leads to this role: {domain}, at least {time}."

# Suggestion

SUGGESTION_HEADING: Final = "Suggested section"
SUGGESTION_NOTE: Final = (
    "Built only from what the résumé shows. Check each word, then paste it below your summary, in plain lines, "
    "outside of any table or text box. If you have a skills section already, make one of the two: keep what is true "
    "and stands only there."
)
NO_SUGGESTION: Final = "The résumé shows no competency of this role yet, so there is nothing truthful to suggest."
FOLDED: Final = "Long lines are folded to fit the screen; with -o FILE each stays whole."
ADVICE_HEADING: Final = "Before you paste it"
ADVICE: Final[tuple[str, ...]] = (
    "Name a platform as certified only if you hold the certificate, and say who issued it and when.",
    (
        "Beside each competency that you used at work, put a measured result in the entry itself: how many sites, "
        "records, claims or queries, how fast, how exact."
    ),
    "Leave out words that anybody could write, such as tech-savvy.",
)
HEADING_ADVICE: Final = (
    'Some parsers look for a heading with the word Skills, and pass over others. "Technical Skills" suits them too '
    '(in the command: --heading "Technical Skills").'
)

# Add only if true

QUESTIONS_HEADING: Final = "Add only if true"
QUESTIONS_NOTE: Final = "Not found in the résumé. Add one only if your honest answer is yes."
MORE_QUESTIONS: Final[Plural] = (
    "and 1 more: ask for --format markdown or json",
    "and {n} more: ask for --format markdown or json",
)

SKIPPED_HEADING: Final = "Not checked"

# The web page

PAGE_LANGUAGE: Final = "en"
PAGE_TITLE: Final = "{name}: {score} of 100"
EYEBROW: Final = "Résumé audit"
FOR: Final = "for"
OF_100: Final = "of 100"
SKIP_TO_REPORT: Final = "Skip to the report"
CONTENTS: Final = "Contents"
THEME: Final = "Dark"
BAR: Final = "Of 100 points: {parts}."
BAR_PART: Final = "{state} {points}"
BAR_OPEN: Final = "not earned"
FIRST_HEADING: Final = "Do this first"
NOTHING_FIRST: Final = "Nothing that would raise the score was found. Read the notes below, and keep it current."
AT_STAKE: Final = "{points} points at stake"
POINTS_GAINED: Final = "+{points} points"
SEE_FINDING: Final = "finding {number}"
LOST_HEADING: Final = "What a parser would lose"
LOST_NOTE: Final = "Three ways in which parsers go about a file, and the score that each leaves."
LOST_NAMES: Final = "Lost or weakened in at least one of them:"
READING_NAMES: Final[Mapping[ReadingKind, str]] = {
    ReadingKind.FULL: "As a person reads it",
    ReadingKind.STREAM: "In the order of the file",
    ReadingKind.STRICT: "Line by line, body only",
}
READING_NAMES_OF_WORD: Final[Mapping[ReadingKind, str]] = {
    ReadingKind.FULL: "As a person reads it",
    ReadingKind.STREAM: "Paragraphs and tables",
    ReadingKind.STRICT: "Plain paragraphs only",
}
SHOW_IN_RESUME: Final = "show in the résumé"
SHOW: Final = "show"
MISSING_FOLDED: Final[Plural] = (
    "1 more that is missing, worth {{points}} points",
    "{n} more that are missing, worth {{points}} points together",
)
MORE_FOLDED: Final[Plural] = ("Show 1 more", "Show {n} more")
EFFORT_HEADINGS: Final[Mapping[Effort, str]] = {
    Effort.EDIT: "Minutes: the evidence stands in the text already",
    Effort.WRITE: "An hour: true work that the text does not tell yet",
    Effort.LEARN: "Study",
}
ALL_STEPS_HEADING: Final = "Every step, and what it gains"
PASTE_HEADING: Final = "The section to paste"
COPY: Final = "Copy"
COPIED: Final = "Copied"
RESUME_HEADING: Final = "The résumé"
RESUME_NOTE: Final = "Marked where each competency stands; numbers in the margin lead to what to mend."
PAGE_PICTURE: Final = "Page {page} of the résumé as a picture"
PAGE_LABEL: Final = "Page {page}"
MARK: Final = "{name}: {state}"
OTHER: Final = "not asked for"
OTHER_MEANING: Final = "a competency of the lexicon that is not asked for here"
FLAG: Final = "Finding {number}: {title}"
PLAIN_TEXT_HEADING: Final = "The text as it was read"
PAGES_NOT_DRAWN: Final = "The pages could not be drawn, so the text stands here as it was read."
BLOCKS: Final[Mapping[BlockKind, str]] = {
    BlockKind.TABLE: "table",
    BlockKind.TEXTBOX: "text box",
    BlockKind.HEADER: "page header",
    BlockKind.FOOTER: "page footer",
    BlockKind.FOOTNOTE: "footnote",
}
ABOUT_HEADING: Final = "About this report"
ABOUT_LEGEND: Final = "What the states mean"
ABOUT_FILE: Final = "File"
ABOUT_MADE_BY: Final = "Made by"
ABOUT_DIGEST: Final = "SHA-256 of the file"

# Annotations

FINDING_TITLE: Final = "{code} {title}"
SARIF_RULE: Final = "{title}: something in the résumé that is worth mending."
SARIF_HELP: Final = "{title}: what it is, why it matters, how sure it is and how to mend it stands at {address}"
SARIF_HELP_MARKDOWN: Final = "**{title}**: [what it is, why it matters, how sure it is and how to mend it]({address})"
SARIF_MESSAGE: Final = "{message} {fix}"
GITHUB_SCORE: Final = "{score} of 100; worst reading {worst}"

# Findings that are left out

IGNORED: Final[Plural] = (
    "{{name}} is not told: the configuration ignores it",
    "{{name}} is not told {n} times: the configuration ignores it",
)
IGNORED_REASON: Final = "{told} ({reason})"
