"""What is said beside the report on one résumé: scan, ranking, comparison, cohort, roles, and the lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.model import Effort, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ats_audit.words.forms import Plural

# Scan

SCAN_TITLE: Final = "Competencies in {name}"
SCAN_COUNT: Final[Plural] = ("1 competency", "{n} competencies")
SCAN_NONE: Final = "No competency of the lexicon was found."
SCAN_TIMES: Final[Plural] = ("once", "{n} times")
ASSERTED_AS: Final[Mapping[str, str]] = {"learning": "learning", "negated": "ruled out", "lapsed": "lapsed"}
MISSPELT_AS: Final = "misspelt as {surfaces}"
KINDS: Final[Mapping[Kind, str]] = {
    Kind.REGULATION: "Regulations",
    Kind.STANDARD: "Standards",
    Kind.CODING_SYSTEM: "Coding systems",
    Kind.PLATFORM: "Platforms",
    Kind.METHOD: "Methods",
    Kind.CERTIFICATION: "Certifications",
    Kind.ANALYTICS: "Analytics",
}

# Ranking

RANK_TITLE: Final = "Roles nearest to {name}"
RANK_NOTE: Final = (
    "Best first, out of 100 points each. Shared is what the résumé shows already; the bridge is the least that gives "
    "it every core requirement, and the score that it would have then."
)
RANK_SHARED: Final = "Shared: {names}"
RANK_BRIDGE: Final = "Bridge: {steps} to {score}: {efforts}"
RANK_NO_BRIDGE: Final = "Bridge: none needed, nothing core is missing."
RANK_STEPS: Final[Plural] = ("1 step", "{n} steps")
RANK_EFFORTS: Final[Mapping[Effort, Plural]] = {
    Effort.EDIT: ("1 to mend", "{n} to mend"),
    Effort.WRITE: ("1 to write, if true", "{n} to write, if true"),
    Effort.LEARN: ("1 to learn", "{n} to learn"),
}
RANK_OTHERS: Final = "Further away"
RANK_GAPS: Final = "Gaps: {gaps}"
RANK_GAP: Final = "{name} ({points})"
RANK_NO_GAPS: Final = "No gaps in what is core or important."
RANK_MORE_GAPS: Final[Plural] = ("and 1 more", "and {n} more")
RANK_SHOWN: Final = "{shown} of {all} core and important requirements shown"

# Comparison

COMPARE_TITLE: Final = "{old} and {new} compared"
COMPARE_SCORE: Final = "{old} to {new} of 100 ({change})"
COMPARE_WORST: Final = "Worst reading: {old} to {new} ({change})"
COMPARE_WON: Final = "Won"
COMPARE_LOST: Final = "Lost"
COMPARE_NOTHING: Final = "No requirement is shown better or worse."
COMPARE_SHIFT: Final = "{name}: {old} to {new}"
COMPARE_MENDED: Final = "Mended"
COMPARE_ARISEN: Final = "New to mend"
COMPARE_AT_RISK: Final = "Newly at risk of being lost: {names}."
COMPARE_NO_LONGER_AT_RISK: Final = "No longer at risk: {names}."
COMPARE_FINDING: Final = "{code} {title}: {message}"
COMPARE_SKIPPED: Final = "{name}: {check}"
COMPARE_STATE_NEAR: Final = "{state}, misspelt"
COMPARE_SAME_FILE: Final = "Both files are the same, byte for byte."
COMPARE_OLD_HEADING: Final = "Before"
COMPARE_NEW_HEADING: Final = "After"

# Cohort

COHORT_TITLE: Final = "Cohort: {target}"
COHORT_EYEBROW: Final = "Cohort audit"
COHORT_PEOPLE: Final[Plural] = ("1 person", "{n} people")
COHORT_SUMMARY: Final = "{people}, {lowest} to {highest} of 100, half of them at {median} or above"
COHORT_ONE: Final = "1 person, {median} of 100"
COHORT_ANONYMOUS: Final = (
    "Names are left out. Each person goes by a code made from the bytes of their file: the same file has the same code "
    "in every cohort."
)
COHORT_NAMED: Final = "People go by the names of their files: handle this page as you would the résumés."
COHORT_MAP: Final = "Who shows what"
COHORT_MAP_NOTE: Final = (
    "One row for each person, best score first; one column for each requirement. Scroll sideways to see them all."
)
COHORT_PERSON: Final = "Person"
COHORT_SCORE: Final = "Score"
COHORT_FULL: Final = "Shown in full"
COHORT_GAPS: Final = "What most of them lack"
COHORT_GAPS_NOTE: Final = "The requirements that cost the group most, in points of 100 for each person."
COHORT_NO_GAPS: Final = "Everybody shows every requirement in full."
COHORT_MISSING: Final = "Missing"
COHORT_WEAK: Final = "In part"
COHORT_COST: Final = "Points each"
COHORT_OF: Final = "{n} of {all}"
COHORT_EACH: Final = "Person by person"
COHORT_CORE: Final = "Core not shown: {names}."
COHORT_NO_CORE: Final = "Every core requirement is shown."
COHORT_BRIDGE: Final = "With these in place: {score} of 100."
COHORT_REPORT: Final = "Full report"
COHORT_REPORTS_NOTE: Final = "Full reports quote the résumés."
COHORT_FAILED: Final = "Not read"
COHORT_FAILED_NOTE: Final[Plural] = ("1 file could not be audited.", "{n} files could not be audited.")
COHORT_LEGEND: Final = "Signs"
COHORT_TOP: Final = "Back to the map"

# Roles

ROLE_ALSO: Final = "Also called: {titles}."
ROLE_ALSO_MORE: Final = "Also called: {titles}, and {n} more."
ROLE_DOMAIN: Final = "Domain: {domain}."
ROLE_PATHWAY: Final = "Study: {domain}, at least {time}. Its core competencies: {core}."
ROLE_BESIDE: Final = "Others on this pathway: {titles}."
ROLES_ASK: Final = "What one asks for, and why: ats-audit roles ROLE"
REQUIREMENT: Final = "{name} [{tiers}]"
REQUIREMENTS: Final[Plural] = ("1 requirement", "{n} requirements")
ROLE_TIERS: Final = "The tiers [A, B, C]"
ROLE_TIER: Final = "{id}  {name} ({count})"
ROLE_PHRASES: Final = "Phrases to avoid"
ROLE_PHRASES_NOTE: Final = (
    "They say nothing that an employer can check. A report names those in your résumé, and says what to write instead:"
)
ROLE_OCCUPATION: Final = "{scheme} {code}, {title}"
ROLE_NEAREST: Final = "{occupation} (the nearest there is)"

# The lexicon

LEXICON_TITLE: Final = "Lexicon {version} (sha256 {sha})"
ALIASES: Final[Plural] = ("1 alias", "{n} aliases")
