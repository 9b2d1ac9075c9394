"""How job adverts speak: their headings, the words with which they ask, and what they say of everything else.

Each table is a list of small regular expressions, tried whole or anywhere as its note says, without regard to case.
Made from US federal announcements and the usual build of private adverts; measured by benchmarks/judge/run_adverts.py.
"""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Part(StrEnum):
    """The parts of an advert that are told apart."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    DUTIES = "duties"
    ASIDE = "aside"
    """The employer, its offer, its legal duties, and how to apply: nothing that it asks of a person's skills."""


class Cue(StrEnum):
    """What words of asking say."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    WAIVED = "waived"
    """Named, and not asked for."""


def _either(*words: str) -> str:
    return "|".join(words)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(_either(*words), re.IGNORECASE)


_QUALITY = _either(
    r"minimum|min\.?|basic|required|mandatory|essential|key|must[- ]have|job|position|role|candidate|core",
    r"technical",
    r"professional|necessary|your|our|the|these|general|relevant|related|other|special|speciali[sz]ed|work",
    r"grade|level",
    r"individual|occupational|selective|clinical|computer|demonstrated|entry|functional|hard|soft",
)
_WISHED = "preferred|desired|desirable|optional|bonus|nice[- ]to[- ]have|good[- ]to[- ]have|advantageous|ideal|added"
_ASKED = _either(
    r"qualifications?|requirements?|skills?(?:[- ]?sets?)?|experiences?|education|knowledge|abilit(?:y|ies)",
    r"eligibility",
    r"competenc(?:y|ies|es)|certifications?|certificates?|licen[sc]es?|licensure|credentials?|criteria",
    r"training|factors?",
    r"attributes|expertise|background|profile|must[- ]haves?|ksas?|prerequisites|essentials",
)
_NAMED = rf"(?:(?:{_QUALITY}) )*(?:{_ASKED})"
_LIST = rf"{_NAMED}(?:(?: ?(?:,|/|&|\+|-|–|and/or|and|or))+ ?{_NAMED})*"
"""A heading made of the words of asking: "Minimum Qualifications", "Skills & Experience"."""
_WORK = r"duties|responsibilit(?:y|ies)|tasks|accountabilit(?:y|ies)|functions|deliverables|activities|assignments?"

HEADINGS: Mapping[Part, re.Pattern[str]] = MappingProxyType(
    {
        Part.ASIDE: _any(
            r"about (?!(?:the|this) (?:role|job|position|opportunity|work)|you\b).{2,40}",
            r"who we are",
            r"our (?:company|mission|vision|culture|values|story|commitment|benefits|offer|client|team)\b.{0,20}",
            r"company (?:overview|description|profile|summary|information)",
            r"why (?:join|work|choose|us|you).{0,40}",
            r"(?:the )?(?:employee )?benefits.{0,30}|perks.{0,20}|(?:what )?we (?:offer|provide)",
            r"what we.{0,8} offer.{0,12}",
            r"what(?:'s|’s| is) in it for you|what you.{0,3}ll get",
            r"(?:total )?(?:compensation|remuneration|rewards)\b.{0,30}|(?:base )?(?:salary|pay)\b.{0,25}",
            r"(?:an )?equal (?:opportunity|employment).{0,40}|eeo.{0,30}",
            r"(?:our )?(?:commitment to )?(?:diversity|inclusion|belonging)\b.{0,40}",
            r"disclaimer|notices?|(?:additional|other|further|legal|important) (?:information|notices?|details)",
            r"(?:how|where|ready) to apply.{0,20}|to apply|apply now|next steps|contact(?: us| details| information)?",
            r"application (?:process|instructions?|deadline|procedure)|(?:recruitment|hiring|selection) process",
            r"(?:data )?privacy.{0,20}|(?:reasonable )?accommodations?.{0,20}|e-?verify.{0,15}|agency.{0,30}notice",
            r"(?:physical|environmental|mental) (?:demands?|requirements?|conditions?).{0,25}",
            r"work(?:ing)? (?:environment|conditions?|authori[sz]ation|schedule|hours|location)",
            r"conditions of employment",
            r"location|employment type|job type|job function|seniority level|industr(?:y|ies)",
            r"(?:fraud|recruitment) (?:alert|warning).{0,20}|certification of information accuracy",
        ),
        Part.PREFERRED: _any(
            rf"(?:(?:{_QUALITY})\s+)*(?:{_WISHED})(?:\s+{_LIST})?(?: (?:include|are))?",
            rf"{_LIST}\s+(?:preferred|desired|desirable)",
            r"nice[- ]to[- ]haves?.{0,20}|good[- ]to[- ]haves?|desirables?|assets?|preference|extra credit",
            r"bonus(?: points| skills)?(?: if you.{0,15}| for)?",
            r"(?:it.?s )?(?:a |big )?plus(?:es)?(?: points)?(?: if.{0,15})?",
            r"(?:what )?(?:would|will) (?:set you apart|be (?:a plus|great|nice))|what sets you apart",
            r"even better if.{0,12}",
            r"(?:you )?might also have|it would be (?:great|nice) if.{0,20}|stand ?out (?:skills|if)",
            r"additional (?:qualifications|skills)",
        ),
        Part.DUTIES: _any(
            rf"(?:(?:key|main|core|primary|essential|major|principal|general|specific|job|position|role|your|"
            rf"the|daily|typical|other|"
            rf"day[- ]to[- ]day)\s+)*(?:{_WORK})(?:\s*(?:and|&|/|,)\s*(?:(?:key|essential|main)\s+)?(?:{_WORK}))*"
            r"(?: (?:include|of the (?:role|job|position)|for this (?:role|position)))?",
            r"what you.{0,6} (?:will |be )?(?:do|doing|own|work on).{0,12}|in this role.{0,20}",
            r"(?:about )?(?:the|this) (?:role|job|position|opportunity|work)",
            r"(?:role|job|position) (?:summary|overview|purpose|description|profile|details|scope)|overview",
            r"summary|purpose|scope",
            r"(?:a )?(?:typical )?day.{0,3}(?:to.day|in the life).{0,12}",
            r"your (?:role|impact|mission|day|work|responsibilities)",
            r"how you.{0,4} (?:will )?make an impact|what.{0,3} (?:the )?job (?:is|involves)",
        ),
        Part.REQUIRED: _any(
            rf"{_LIST}(?:\s+(?:required|needed|needs|sought|include|are|(?:for|of) (?:this|the) (?:role|job|"
            rf"position)))?",
            r"(?:(?:what|who) )?we.{0,4} (?:are )?(?:look|search)ing for.{0,16}|we require|what.{0,3} required",
            r"what it takes",
            r"what you.{0,6} (?:will )?(?:need|bring|have).{0,22}|(?:who|what) you are|about you|do you have.{0,24}",
            r"you (?:have|bring|are|must have|will have|should have|need)",
            r"your (?:profile|skills|background|experience)",
            r"must[- ]haves?|required|essentials?|minimum|person specification|selection criteria",
            r"(?:the )?ideal candidate.{0,14}|to be (?:successful|considered).{0,24}|to succeed.{0,20}",
            r"(?:you.{0,4} )?might be a (?:great )?fit if.{0,12}",
        ),
    }
)
"""What the headings of each part are called, to be matched whole; the parts stand in the order in which to try them."""

TRAILING: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    (
        Cue.WAIVED,
        _any(
            r"\b(?:is|are) (?:not|n[o']t) (?:strictly )?(?:required|necessary|needed|mandatory|essential|a must)\b",
            r"\bnot (?:strictly )?(?:required|necessary|needed|mandatory)\b",
        ),
    ),
    (
        Cue.PREFERRED,
        _any(
            r"\b(?:(?:is|are|would be|will be|considered)\s+)?"
            r"(?:(?:an?\s+)?(?:strongly|highly|much|definite|big|huge|strong|added|distinct|real)\s+)*"
            r"(?:preferred|desired|desirable|a plus|plus\b(?=\s*[.;,)]|\s*$)|an asset|an? (?:added |"
            r"distinct )?advantage|"
            r"advantageous|beneficial|helpful|a bonus|nice[- ]to[- ]have|welcomed?|optional)\b",
            r"\bwould be (?:great|nice|good|ideal)\b|\bpreferably\b(?=\s*[.;)]|\s*$)",
        ),
    ),
    (
        Cue.REQUIRED,
        _any(
            r"(?<!as )\b(?:(?:is|are)\s+)?(?:(?:strictly|absolutely)\s+)?(?:required|mandatory|essential|"
            r"a must|compulsory)\b"
            r"(?! (?:by|to|for|document|report|field|element|data|information|form|train|supporting|cod))",
        ),
    ),
)
"""Words of asking that stand behind what they ask for: "CPC required". Searched for in order; no two overlap."""

LEADING: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    (Cue.WAIVED, _any(r"\bno (?:prior |previous )?(?=[\w -]{0,40}\b(?:required|necessary|needed)\b)")),
    (
        Cue.PREFERRED,
        _any(
            r"\bideally\b|\bpreferably\b|\bpreference (?:will be |is )?(?:given )?(?:to|for)\b|\bdesir(?:ed|able)\s*:",
            r"\bwe(?:.d| would) (?:love|like|prefer|welcome)\b|\bbonus (?:points )?(?:for|if)\b|\bnice to have:?",
            r"\b(?:it|this) (?:is|would be) (?:a plus|great|nice) if\b",
            r"\bprefer(?:s|red)?(?:\s+(?:qualifications?|skills?|experience|certifications?|candidates?|"
            r"education))?\s*"
            r"(?::|with\b|include\b)",
        ),
    ),
    (
        Cue.REQUIRED,
        _any(
            r"\bmust\b|\brequires?\b(?! (?:a )?(?:long|frequent|occasional|sitting|standing|travel))|\brequired?\s*:",
            r"\b(?:is|are) required to\b|\bneeds? to\b|\bat least\b|\bminimum(?: of)?\b|\bnecessary\s*:",
            r"\byou(?:.ll| will)? (?:need|have|hold|possess|bring)\b|\bwe (?:need|require|expect)\b",
            r"\bcandidates? (?:should|will) (?:have|possess|hold|be)\b|\bdo you (?:have|possess|hold)\b",
        ),
    ),
)
"""Words of asking that stand before what they ask for: "must hold the CPC"."""

ASIDE = _any(
    r"equal (?:opportunity|employment)|\beeo\b|\beoe\b|without regard to|regardless of (?:race|age|gender|sex)",
    r"protected veteran|veterans?.? preference|all qualified applicants|affirmative action|sexual orientation",
    r"do not discriminate|reasonable accommodation|drug[- ]free|e-?verify",
    r"background (?:check|investigation|screening)",
    r"\b401\s?\(?k\)?|paid (?:time off|holidays?|leave|vacation)|annual leave|\bpto\b|tuition|parental leave|pension",
    r"(?:medical|dental|vision|life),? (?:dental|vision|and|insurance|&)",
    r"(?:health|life|disability) (?:insurance\b(?! portab)|cover\b)",
    r"(?:our|competitive|generous|comprehensive|full|great) (?:\w+ ){0,2}benefits|(?:salary|pay) range",
    r"base (?:salary|pay)",
    r"[$£€]\s?\d[\d,.]+ ?k?\s?(?:-|–|to|per|/|an? )|relocation|visa sponsorship",
    r"(?:click|submit|send|email|upload).{0,40}(?:apply|r[eé]sum[eé]|cv\b|cover letter|application)",
    r"apply (?:now|today|online|at|via|through)|visit our|follow us|learn more about us",
    r"we are (?:an? )?(?:[\w-]+ ){0,3}(?:company|organi[sz]ation|leader|provider|team|network|start-?up|cro|"
    r"firm|hospital|employer)",
    r"\bis (?:an? |the )?(?:[\w-]+,? ){0,4}(?:leader|leading|provider|company|organi[sz]ation|start-?up|"
    r"employer|pioneer)",
    r"our (?:mission|vision|values|culture|purpose) |founded in|headquartered",
    r"we (?:believe|celebrate|value|are (?:committed|proud|passionate|dedicated|on a mission))",
    r"deliberate attempts|falsif|false(?:, fictitious,)? or fraudulent|subject to (?:evaluation|verification)",
    r"\byour r[eé]sum[eé]\b|\bapplication package|your (?:responses|cv)\b|you must submit|transcripts?\b",
    r"unsolicited r[eé]sum",
    r"you (?:will be |may be )?(?:disqualified|considered ineligible)",
    r"(?:please )?select (?:the|only|one|from|[“\"']?yes|all)|\bi (?:certify|understand|agree|acknowledge)\b",
    r"\bmy (?:eligibilit|not being considered)|requirements?,? gs-\d",
    r"choose the (?:one|response)|recruitment (?:agenc|fraud)|probationary|selective service|sf-?50|dd-?214",
    r"vaccin|immuni[sz]ation|citizen",
    r"hours worked per week|start/end dates|\bseries and grade\b|as detailed as possible|individual job title",
    r"be verified|reference checks?\b|pre-employment|(?:for|to) this vacancy|best describes you\b|in the text ?box",
    r"web ?site at|proficient in (?:basic |spoken |written )|\bmake assumptions\b|18 u\.?s\.?c|accredit\w+ council for",
)
"""Sentences that speak of the employer, its offer, the law or the way to apply, wherever these words stand."""

TASKS = _any(r"select the (?:one )?(?:statement|response) that\b.*\btask")
"""A line of a federal questionnaire after which the tasks of the job stand."""
ONE_OF = _any(r"\b(?:one|any|either)(?: or more)?(?: of (?:the|these|our))?\b[^.]{0,60}\Z", r"\beither\b")
"""An opening, up to its colon, after which a list of alternatives follows."""
ONE_OF_NEAR = _any(r"\b(?:at least one|one or more|any one|one of|any of|either)\b(?! (?:year|month))[^;.]*\Z")
"""The same before names in one sentence: "at least one EDC system (Rave, InForm)"."""
SUCH_AS = _any(r"\b(?:such as|e\.?g\.?|for example|like|for instance|i\.e\.)", r"\binclud(?:e|es|ing)\b")
"""Words after which examples stand: "an EDC system such as Rave"."""
ACCEPTING = _any(r"\b(?:certifications?|certificates?|credentials?) (?:include|includes|are|accepted)\b")
"""Words before the certificates that are accepted; one of them is enough."""
COURSES = _any(r"\b(?:semester|credit|course) hours?(?= in\b)|\bfield of study(?= in\b)|\bcourse ?work(?= in\b)")
"""Other words than a degree behind which a subject of study stands."""
ISSUED_BY = _any(r"\b(?:certif|credential|licens)[^.;:]*\b(?:through|by|from|via)\b[^.;:]*\Z")
"""Words before the name of a body that gives a certificate, which is then no membership that is asked for."""
OF_CERTIFICATE = re.compile(r" (?:(?:and|or) \w+ )?(?i:certifications?|certificates?|credentials?)\b")
"""Words right behind a name that make it the subject of a certificate."""
OR_SIMILAR = _any(
    r"[\s,)]{0,4}(?:and/)?or (?:an? |any |some )?(?:other |another )?"
    r"(?:similar|equivalent|comparable|other|another|related|like)\b"
)
"""Words right behind names that let other things of their class do as well."""

NUMBERS: Mapping[str, float] = MappingProxyType(
    {
        name: float(number)
        for number, name in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), start=1
        )
    }
)
"""Numbers that adverts write out."""
_WRITTEN_OUT = "|".join(NUMBERS)
YEARS = _any(
    rf"(?<![\w$£€.])(?P<number>\d{{1,2}}(?:\.5)?|{_WRITTEN_OUT})(?: ?\( ?\d{{1,2}} ?\))?"
    rf"(?: ?\+| ?(?:-|–|—|to|or) ?(?:\d{{1,2}}|more|{_WRITTEN_OUT})\+?)?(?: ?\( ?\d{{1,2}} ?\))?(?: plus)?[\s-]{{0,3}}"
    r"(?P<unit>years?|yrs?|months?)\b['’]?"
)
"""A stretch of years or months."""
EXPERIENCE = _any(r"\bexperience", r"\bworking (?:in|with|as)", r"\bin an? [\w -]{2,30}\b(?:role|position|capacity)")
"""What makes a stretch of years one of experience."""
DEGREE = _any(
    r"\b(?:bachelor|master|associate|doctor)(?:['’]?s['’]?|ate)?(?: of [a-z]+)?"
    r"(?:[ ,/]+(?:or|and)? ?(?:higher|graduate|advanced))*[ -]+(?:degree|in\b)",
    r"\b(?:bachelor|master)['’]?s?['’]?(?= (?:degree|or|required|preferred|level)\b)",
    r"\b(?:B\.?S\.?c?|B\.?A|M\.?S\.?c?|M\.?A|MBA|MPH|MHA|Ph\.?D|Pharm\.?D)\b\.?(?=/| or | in |,? degree)",
    r"\bPh\.?D\b|\bPharm\.?D\b|\bhigh school (?:diploma|graduate|degree)|\bGED\b|\b(?:life|health) sciences? degree",
    r"\b(?:university|college|advanced|undergraduate|graduate|postgraduate|baccalaureate|four[- ]year|"
    r"two[- ]year) degree",
    r"\bdegree in\b",
)
"""Degrees and diplomas."""
FIELD = _any(
    r"[\w\s'’.]{0,24}\b(?:in|of)\s+(?:(?!and\b|with\b|plus\b)[\w'’/-]{1,30}\s?){1,6}"
    r"(?:(?:, | or |, or )(?:(?!and\b|with\b)[\w'’/-]{1,30} ?){1,5})*"
)
"""The subject of a degree, right behind it."""
