"""What findings about the wording, the plan and the suggestion say: sentences with named gaps.

What has two forms has that for one and that for any other number; `{n}` is the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import AskKind, Kind, Rung
from ats_audit.words.forms import Said, SaidOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ats_audit.words.forms import Plural

# Lists within a sentence

BETWEEN: Final = ", "
AND: Final = "{first} and {last}"
AND_MORE: Final = "{first} and {n} more"
OR: Final = "{first} or {last}"
OR_MORE: Final = "{first} or the like"
OR_QUOTED: Final = '" or "'
SEMICOLON: Final = "; "
QUOTED: Final = '"{text}"'
TIMES: Final = "{what} ({n} times)"
BY: Final = "{name} (by {via})"

# Findings about the wording

TITLES: Final[Mapping[str, str]] = {
    "ATS-P01": "Generic phrase",
    "ATS-P02": "Acronym only",
    "ATS-P03": "Long form only",
    "ATS-P04": "Superseded version",
    "ATS-P05": "Former name",
    "ATS-P06": "Probable misspelling",
    "ATS-P07": "Listed without evidence",
    "ATS-P08": "In progress",
    "ATS-P09": "Lapsed",
    "ATS-P10": "Said not to have",
    "ATS-P11": "Apprentice status",
    "ATS-P12": "Certification without issuer or year",
    "ATS-P13": "Stuffing",
    "ATS-P14": "Shown but not named",
    "ATS-P15": "Look-alike",
    "ATS-P16": "Core work without figures",
    "ATS-P17": "Only in an old entry",
    "ATS-P18": "Weak opening",
}
GENERIC: Final = "{what} tells a reader nothing."
ACRONYM_ONLY: Final = SaidOf(
    (
        "Written as acronym only: {names}. A search for the other form does not find it.",
        "Written as acronym only: {names}. A search for the other form does not find them.",
    ),
    (
        "Write both once, where it first stands: {labels}.",
        "Write both once, where each first stands: {labels}.",
    ),
)
LONG_FORM_ONLY: Final = SaidOf(
    (
        "Written as long form only: {names}. A search for the other form does not find it.",
        "Written as long form only: {names}. A search for the other form does not find them.",
    ),
    ACRONYM_ONLY.fix,
)
SUPERSEDED: Final = Said(
    "{name} has been superseded by {newest}, which the text does not name.",
    'If you know what changed, write "{written}" beside it; if not, take a refresher first and then write it with '
    "the year.",
)
FORMER: Final = Said(
    '"{surface}" is a former name of {name}.',
    'Write "{name} (formerly {alias})", so that a search for either finds it.',
)
MISSPELT: Final = Said(
    '{what} looks like a misspelling of "{right}"; a literal search does not find it.',
    'Write "{right}". If you meant something else, leave it as it is.',
)
BARE: Final = Said(
    "Listed, but shown in no job or project: {names}.",
    "For each one that you have used, say in a bullet of the job what you did and what came of it. Remove what you "
    "could not talk about in an interview.",
)
STUFFED: Final = Said(
    "{name} is written {n} times, more than a reader needs.",
    "Keep it once in the skills section and once in each job where you used it. Repeating it adds nothing to this "
    "score, and puts readers off.",
)
IMPLIED_ONLY: Final = Said(
    "Shown, but never named: {names}. A search for the words themselves does not find it.",
    "Write the words once, beside what shows it or in the skills section.",
)
LOOK_ALIKE_OF_ADVERT: Final = "The job advert asks for {wanted}. {other} in the text is something else."
LOOK_ALIKE_OF_ROLE: Final = "The role asks for {wanted}. {other} in the text is something else."
LOOK_ALIKE_FIX: Final = 'If you have worked with {wanted} as well, write "{label}" where you did.'
UNMEASURED: Final[Mapping[int, str]] = {
    0: "Of {n} lines that show the core of the role, none gives a figure.",
    1: "Of {n} lines that show the core of the role, 1 gives a figure.",
    2: "Of {n} lines that show the core of the role, {measured} give a figure.",
}
"""By the number of lines that give one, 2 for any greater number."""
UNMEASURED_FIX: Final = (
    "Give the strongest two or three a true figure: how many sites, charts, queries or studies, how often, how fast, "
    "or how accurate."
)
OLD: Final = Said(
    "Named only in an entry that ended {years} years or more before the latest: {names}.",
    "If you still use it, say so in a recent job or in the skills section. If not, leave it there.",
)
WEAK_OPENERS: Final[Plural] = (
    "1 line opens without saying what you did: {names}.",
    "{n} lines open without saying what you did: {names}.",
)
WEAK_OPENERS_FIX: Final = "Open with the verb of your own part, as far as it is true: {advice}."
STRONGER: Final = 'for "{text}" {verbs}'

# Findings about credentials, and about having a competency at all

IN_PROGRESS: Final[Plural] = (
    "{names} reads as in progress or hoped for.",
    "{names} read as in progress or hoped for.",
)
IN_PROGRESS_FIX: Final[Plural] = (
    "Say in a project or job what you have done with it so far; that counts more than the intention.",
    "Say in a project or job what you have done with each so far; that counts more than the intention.",
)
CERTIFICATE_IN_PROGRESS_FIX: Final = (
    'Write when: "{label}, expected" with month and year. Once you hold it, drop the word.'
)
LAPSED: Final = Said(
    "{name} reads as expired or lapsed.",
    "Renew it and give the new year, or leave it out; if the skill behind it is current, show it in a job.",
)
NOT_HAD: Final[Plural] = (
    "{names} reads as what you do not have yourself, or what somebody else has.",
    "{names} read as what you do not have yourself, or what somebody else has.",
)
NOT_HAD_FIX: Final = (
    "A résumé tells what you have: leave it out. If you do have it and this is a misreading, say so without "
    '"no", "not" or "without".'
)
APPRENTICE: Final = Said(
    "{name} is an apprentice status: certified, and not yet experienced.",
    "Count every month of the work that your certifying body accepts, send it the proof as soon as you have enough, "
    "and write the full credential from then on. Until then keep the status as it is.",
)
WITHOUT_YEAR: Final = "without year: {names}"
WITHOUT_ISSUER: Final = "without issuer: {names}"
UNDATED: Final = SaidOf(
    ("Certification {parts}.", "Certifications {parts}."),
    (
        (
            'Give it a line of its own under "Certifications": "{label}, issuing body, year", and the number or '
            "expiry date where there is one."
        ),
        (
            'Give each a line of its own under "Certifications": "{label}, issuing body, year", and the number or '
            "expiry date where there is one."
        ),
    ),
)

# Plan

REFRESH: Final = 'Refresh {old}: once you know what changed, write "{new}" beside it.'
MEND: Final = 'Mend the spelling: write "{right}" where "{surface}" stands.'
CERTIFICATE_LINE: Final = 'Give {name} a line under "Certifications", with issuing body and year.'
SHOW_AT_WORK: Final = (
    "Show {name} at work: in a bullet of the job where you used it, say what you did, how much, and what came of it."
)
TAKE_UP: Final[Mapping[Rung, str]] = {
    Rung.LEARNING: "Finish {name}, and list it under skills without the hedge.",
    Rung.LAPSED: "Renew {name}, and list it under skills without the hedge.",
}
TAKE_UP_CERTIFICATE: Final[Mapping[Rung, str]] = {
    Rung.LEARNING: 'Finish {name}; then give it a line under "Certifications", with issuing body and year.',
    Rung.LAPSED: 'Renew {name}; then give it a line under "Certifications", with issuing body and year.',
}
EARN: Final = 'Earn {what}; if you hold it already, give it a line under "Certifications", with issuing body and year.'
ASK_FIRST: Final = '{question} If so, write "{form}" in a bullet of the job where that was.'
ASK_FIRST_OF_SEVERAL: Final = "{question} If so, name it in a bullet of the job where that was."
CLASS_SHOWN: Final = "You show {name}. {rest}"
LEARN_METHOD: Final = (
    "{name}: if you have done it at work, show it in a bullet of that job, which earns more; if not, learn it, and "
    "{listed}."
)
LEARN: Final = (
    "{name}: if you have used it at work, show it in a bullet of that job, which earns more; if not, learn it, and "
    "{listed}."
)
LIST_IT: Final = "list it under skills"
LIST_IT_AS: Final = 'list it under skills as "{form}"'
NAMED_WITH: Final = "{name} ({alternatives})"

# Suggestion

GROUP_NAMES: Final[Mapping[Kind, Plural]] = {
    Kind.REGULATION: ("Regulatory frameworks", "Regulation"),
    Kind.STANDARD: ("Standards & coding systems", "Standards & code sets"),
    Kind.PLATFORM: ("Platforms", "Software"),
    Kind.METHOD: ("Methods", "Practice"),
    Kind.ANALYTICS: ("Analytics", "Data"),
    Kind.CERTIFICATION: ("Certifications", "Credentials"),
}
"""The name of each line, and a plainer one for where a scanner takes a word of the first for a competency."""
WITH_COURSES: Final[Mapping[Kind, str]] = {Kind.CERTIFICATION: "Certifications & training"}
"""The name of a line that lists a training too, which is no certificate."""
QUESTIONS: Final[Mapping[Kind, str]] = {
    Kind.REGULATION: "Has your work come under {named}, and can you say on which study, site or audit, and what it "
    "meant for what you did?",
    Kind.STANDARD: "Have you produced or checked work to {named}, and can you name the deliverable?",
    Kind.CODING_SYSTEM: "Have you assigned or audited codes in {named} yourself, and can you say in which setting?",
    Kind.PLATFORM: "Have you worked in {named} yourself, and can you say where, and what you did in it?",
    Kind.METHOD: "Have you worked on {named} yourself, and can you describe one case from start to end?",
    Kind.CERTIFICATION: "Do you hold {named} today, and can an employer verify it with the issuing body?",
    Kind.ANALYTICS: "Have you used {named} on real data, and can you name a question that it answered?",
}
"""What to ask oneself before adding a competency of each kind; an employer will ask the same."""
DEED: Final = "Have you {done}, and can you describe one example from start to end?"
"""What to ask instead where the lexicon says what whoever has a competency has done."""

# Job adverts

WHY_ASKED: Final[Mapping[AskKind, str]] = {
    AskKind.REQUIRED: "The job advert requires it.",
    AskKind.DUTY: "The job advert names it among the work to be done.",
    AskKind.PREFERRED: "The job advert prefers it.",
}
"""The reason of a requirement that comes from an advert."""
