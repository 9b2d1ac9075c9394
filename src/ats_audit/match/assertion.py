"""What the writer says about a competency: held, being learnt, lapsed, or denied.

Phrase lists do not carry over to unseen sentences. A rule here is a cue (no, lacking, seeking, expected) together with
a word of competence (experience, certified, to learn) in one clause, and a bar against what merely looks alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from ats_audit.model import Assertion, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

_REACH = 400
"""Characters beyond which nothing in a line speaks of a mention; keeps a line of a megabyte from costing its square."""
_LONGEST_LIST = 60
"""Mentions of one list that share what follows it."""
_LISTED = re.compile(r"[\s,/&]*(?:and|or)?[\s,/&]*")
_MENTION = "¤"
"""Fills the places of mentions, so that a list of them counts as no words at all."""

_NOUNS = (
    r"(?:experience|exposure|training|knowledge|background|familiarity|skills?|expertise|proficiency|certifications?"
    r"|certificates?|credentials?|licen[sc]es?|understanding|qualifications?|coursework|involvement|competenc\w+)"
)
_VERBS = (
    r"(?:used?|using|work(?:ed|ing|s)?|held|hold|had|train(?:ed)?|certified|credentialed|qualified|experienced|skilled"
    r"|proficient|familiar|versed|exposed|competent|coded|programmed"
    r"|perform(?:ed)?|conduct(?:ed)?|handled|administered|learn(?:ed|t)?|studied|taken|touched|encountered|completed|obtained|earned|practi[cs]ed|accredited|know|knows|knew"
    r"|extends?|includes?|covers?)"
)
_HAVING = f"(?:{_NOUNS}|{_VERBS}|hands-on)"
_NOT = (
    r"(?:no(?!\s+(?:later|more|less|fewer|longer|doubt|matter|one)\b|\.)|without|never|neither|nor|none|zero|cannot"
    r"|not(?!\s+(?:only|just|merely|limited|least|to mention)\b)|(?:do|does|did|have|has|had|is|are|am|was)n't"
    r"|haven't|lack(?:s|ed|ing)?(?:\s+of)?|absence of|(?:little|limited)\s+(?:to|or)\s+no|little)"
)
_DENIED_BEFORE = re.compile(
    rf"\b{_NOT}(?:\W+\w+){{0,3}}?\W+{_HAVING}\b(?:\W+\w+){{0,9}}\W*$"
    r"|\b(?:unfamiliar|inexperienced|untrained|unskilled|uncertified|unversed)\b(?:\W+\w+){0,8}\W*$"
    r"|\b(?:lack(?:s|ed|ing)?|neither|absence of)\b(?:\W+\w+){0,5}\W*$"
    r"|\byet to (?:use|work|learn|earn|obtain|complete|gain|take|be)\b(?:\W+\w+){0,6}\W*$"
)
_NO_BEFORE = re.compile(rf"\b{_NOT}(?:\W+\w+){{0,5}}\W*$")
_NO_OPENS = re.compile(r"^\W*(?:no|without)\W*$")
_HAVING_AFTER = re.compile(rf"^\W*(?:\w+\W+){{0,5}}?{_NOUNS}\b")
_NOT_CLOSE = re.compile(r"(?:\b(?:not|never|nor|none of \w+)|n't)(?:\W+(?:a|an|yet|currently|\w+ly))?\W*$")
_HELD_AFTER = re.compile(r"^\W*(?:certified|trained|credentialed|qualified|experienced|licensed)\b")
_DENIED_AFTER = re.compile(
    rf"^\W*(?:{_NOUNS})?\s*[:=(–-]+\s*(?:none|nil|n/a|no|not (?:yet |currently )?{_HAVING}|not yet"
    rf"|(?:no|never|not|without)(?:\W+\w+){{0,2}}?\W+{_HAVING})\b"
    rf"|^\W*(?:\w+\W+){{0,5}}?(?:never|not|\w+n't)\W+(?:\w+\W+){{0,2}}?(?:{_VERBS}|part of|among)\b"
    rf"|^\W*(?:is|are|remains?)\s+(?:new|unfamiliar|unknown)\s+to\s+me\b"
)
_SHARED_AFTER = re.compile(rf"^\W*(?:{_NOUNS})?\s*[:=–-]\s*(?:none|nil|n/a|no|never|not)\b")

_WISH = (
    r"(?:(?<!sought-)(?<!\w)(?:wants?|wanting|hop(?:e|es|ing)|aim(?:s|ing)?|seek(?:s|ing)?|eager|keen|interest(?:ed)?"
    r"|aspir(?:e|es|ing|ation)|intend(?:s|ing)?|would (?:like|love)|looking|desir(?:e|es|ing)|wish(?:es|ing)?"
    r"|goals?|ambition|objective|willing|hopeful|motivated|ready|excited|curious|open|dream"
    r"|(?:i|to|and|currently|also) plan|plans to|planning|considering|target(?:ing)?))"
)
_GAINING = (
    r"(?:learn\w*|gain\w*|earn\w*|obtain\w*|acquir\w*|attain\w*|get|becom\w*|complet\w*|develop\w*|study\w*"
    r"|train(?:ed|ing)?|transition\w*|mov\w*|work|pursu\w*|tak(?:e|ing)|sit|break|enter\w*|grow|build|expand|pass"
    r"|achiev\w*|certif\w*|start\w*|explor\w*|cross-train\w*|upskill\w*|add|begin|join\w*|master\w*"
    r"|positions?|roles?|jobs?|careers?|opportunit\w+|employment|internships?|placement|exposure|entry|post)"
)
_WISHED_BEFORE = re.compile(rf"\b{_WISH}\b(?:\W+\w+){{0,6}}?\W+{_GAINING}\b((?:\W+\w+){{0,9}}\W*)$")
_WISH_BEFORE = re.compile(rf"\b{_WISH}\b((?:\W+\w+){{0,7}}\W*)$")
_WISHED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:positions?|roles?|jobs?|careers?|opportunit\w+|employment|internships?|certifications?"
    r"|credentials?|training|apprenticeships?|placement|exam|skills|work)\b"
)
_USING = re.compile(
    r"\b(?:my|where|which|that|who|utili[sz]\w*|use|using|leverag\w*|apply\w*|bring\w*|contribut\w*|draw\w*|offer\w*"
    r"|requir\w*|demonstrated|proven|extensive|strong|years?|expertise|skilled|share|experienced)\b"
)
_ONGOING_BEFORE = re.compile(
    r"(?:(?<!machine )(?<!deep )(?<!\be-)\blearning"
    r"(?!\s+(?:management|systems?|modules?|leads?|coordinators?|specialists?|teams?|platforms?))"
    r"|\b(?:self-)?studying|\bself-study|\benrol?led (?:in|on|for|at)\b|\bpursuing|\bshadow(?:ed|ing)"
    r"|\b(?:working|studying|training|building|progress(?:ing)?) towards?|\bcurrently training|\bnext (?:step|goal)"
    r"|\b(?:taking|attending|started|signed up for|registered for|booked on)(?:\W+(?:an?|the|my|\w+ing|online|evening"
    r"|weekend|first))*\W+(?:class(?:es)?|course|boot ?camp|workshop|program(?:me)?|lessons?)"
    r"|\bin training|\bbeing trained|\bundergoing|\bupskilling|\bbeginner|\bstudent of|\bteaching myself"
    r"|\b(?:trainee|aspiring|future(?!-)|prospective)\b|\btraining in progress)\b((?:\W+\w+){0,9}\W*)$"
)
_EXAM_BEFORE = re.compile(
    r"\b(?:prepar(?:e|ing|ation)|working on|completing|taking|attending|sit(?:ting)?|scheduled|registered|awaiting"
    r"|expect(?:s|ed|ing)?|anticipat\w+|candidate for|eligible|pending|upcoming|planned|track to)\b"
    r"((?:\W+\w+){0,6}\W*)$"
)
_LEARNING_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:in[ -]progress(?! (?:of|reports?|notes?))|under ?way|in training"
    r"|(?:to be|being) (?:completed|obtained)|currently (?:enrolled|studying|pursuing|learning|training)"
    r"|(?:still |currently |now )learning|beginner|observ(?:ed|ation) only)\b"
)
_EXPECTED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:expected|anticipated|pending|planned|scheduled|candidate|eligible|student|trainee|upcoming"
    r"|apprentice|ongoing|awaiting|exam in)\b"
)
_ASIDE_AFTER = re.compile(
    r"^(?:\s+(?:certification|training|course|exam))?\s*[(\[–:-]\s*(?:\w+\W+){0,2}?"
    r"(?:expected|anticipated|pending|planned|scheduled|ongoing|upcoming|eligible|learning|studying|enrolled)\b"
)
_IN_PROGRESS_AFTER = re.compile(
    r"^(?:\s+(?:certification|certificate|training|course(?:work)?|exam|class|program(?:me)?))?\s*[,(\[–:-]"
    r"\s*(?:currently |still |now )?"
    r"(?:in[ -]progress(?! (?:of|reports?|notes?))|expected|anticipated|to be completed)\b"
)
_LAPSED_BEFORE = re.compile(
    r"\b(?:expired|lapsed|former(?:ly)?|inactive|no longer|previously|used to|once|revoked|surrendered)\b"
    r"(?:\W+(?:a|an|the|certified|hold|held|active|credentialed|as|in|by|registered|licensed|my)){0,3}\W*$"
)
_LAPSED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?<!never )(?<!not )(?:expired|lapsed|inactive|(?:not|never) renewed"
    r"|no longer (?:active|valid|held|current|certified)|out of date|out-of-date|revoked)\b"
)
_EXPIRED_ASIDE = re.compile(
    r"^(?:\s+(?:certification|certificate|training|course))?\s*[,(\[–:-]\s*(?:now |since )?"
    r"(?:expired|lapsed|inactive)\b"
)
_PEOPLE = (
    r"(?:colleagues?|team(?:mates?)?|staff|members|employees|physicians|nurses|others|students|interns|candidates|coders"
    r"|people|applicants|clients|vendors|trainees|analysts|residents|peers|hires|graduates|associates|participants)"
)
_OTHERS_HOLD = re.compile(
    rf"\b{_PEOPLE}\W+(?:(?:who|that)\W+(?:\w+\W+){{0,2}}?(?:held|hold|earned|passed|obtained|possess\w*"
    rf"|lack\w*)|holding|possessing|lacking)\b(?:\W+\w+){{0,6}}\W*$"
)
_OTHERS_WISH = re.compile(rf"\b{_PEOPLE}\b(?:\W+\w+){{0,2}}\W*$")
_CUES = re.compile(
    r"n't\b|\b(?:no|not|nor|none|nil|n/a|never|neither|without|zero|cannot|lack|absence|little|limited|inexperienced"
    r"|un(?:familiar|trained|skilled|certified|versed|known|der ?way|dergo)|yet|new|who|that|holding|possess|want"
    r"|hop[ei]|aim|seek|eager|keen|interest|aspir|intend|would|look|desir|wish|goal|ambition|objective|willing|motivated"
    r"|ready|excited|curious|open|dream|plan|consider|target|learn|study|self|enrol|pursu|toward|progress|train|being|next|signed|booked|started"
    r"|shadow|observ|upskill|beginner|student|teaching|future|prospective|prepar|working|complet|taking|attend|sit|schedul|regist|await"
    r"|expect|anticipat|candidate|eligible|pending|upcoming|track|to be|current|still|now|ongoing|apprentice|exam"
    r"|expired|lapsed|inactive|former|previously|used to|once|revoked|surrendered|out)"
)
"""Without one of these in its clause a mention is asserted; spares most mentions the rules above."""
_CLAUSE = re.compile(
    r";|\s[–—]\s(?=i\b)|\b(?:but|however|although|though|whereas|while|yet(?!\s+(?:to|certified))|except)\b"
    r"|,\s*(?:and\s+)?(?=(?:skilled|proficient|experienced|strong|certified|expert|fluent|have|has|had|holds?|holding|now"
    r"|currently|led|managed|built|using|plus|resulting|ensuring"
    r"|(?!expir|laps|expect|anticipat|schedul|plann|revok|enroll?)\w{3,}ed)\b)"
)


def judge_line(line: str, mentions: Sequence[tuple[int, int, Kind]]) -> list[Assertion]:
    """What a line says about each of its mentions.

    Args:
        line: One line or sentence.
        mentions: Half-open spans of the line with the kind of their competency, in order, not overlapping.
    """
    lower = _mask(line.lower(), mentions)
    clauses = [match.span() for match in _CLAUSE.finditer(lower)]
    begins, ends = [start for start, _ in clauses], [end for _, end in clauses]
    cues = [match.start() for match in _CUES.finditer(lower)]
    results: list[Assertion] = []
    for at, (start, end, kind) in enumerate(mentions):
        opened = bisect_right(ends, start)
        closed = bisect_left(begins, end)
        left = max(ends[opened - 1] if opened else 0, start - _REACH)
        right = min(begins[closed] if closed < len(begins) else len(lower), end + _REACH)
        if bisect_left(cues, left) == bisect_left(cues, right):
            results.append(Assertion.ASSERTED)
            continue
        last = end
        for following, follows, _ in mentions[at + 1 : at + 1 + _LONGEST_LIST]:
            if _LISTED.fullmatch(lower, last, following) is None:
                break
            last = follows
        behind = lower[last : max(last, min(right, last + _REACH))] if last > end else ""
        results.append(_judge(lower[left:start], lower[end:right], behind, kind))
    return results


def _mask(lower: str, mentions: Sequence[tuple[int, int, Kind]]) -> str:
    """The line with every mention replaced by as many fillers."""
    parts: list[str] = []
    done = 0
    for start, end, _ in mentions:
        parts += (lower[done:start], _MENTION * (end - max(start, done)))
        done = max(done, end)
    return "".join(parts) + lower[done:]


def _judge(before: str, after: str, behind: str, kind: Kind) -> Assertion:
    """*behind* follows the list in which the mention stands, where it is not the last item of one."""
    certified = kind is Kind.CERTIFICATION
    if _EXPIRED_ASIDE.search(after) or (
        certified and (_LAPSED_BEFORE.search(before) or _LAPSED_AFTER.search(_aside(after)))
    ):
        return Assertion.LAPSED
    if _denied(before, after) or _SHARED_AFTER.search(behind):
        return Assertion.NEGATED
    if _wished(before, after) or _ongoing(before, after, behind, certified=certified):
        return Assertion.LEARNING
    return Assertion.ASSERTED


def _aside(after: str) -> str:
    """Up to the next mention or the end of a bracket: what is said of this one alone."""
    for at, letter in enumerate(after):
        if letter == _MENTION or (letter == ")" and "(" in after[:at]):
            return after[:at]
        if letter == "," and "(" not in after[:at]:
            return after[:at] if at > 1 else after
    return after


def _denied(before: str, after: str) -> bool:
    if _DENIED_BEFORE.search(before) or _OTHERS_HOLD.search(before):
        return True
    if _NO_BEFORE.search(before) and _HAVING_AFTER.search(after):
        return True
    if _NOT_CLOSE.search(before) and _HELD_AFTER.search(after):
        return True
    if _NO_OPENS.search(before) and not after.strip(" .,)" + _MENTION):
        return True
    return _DENIED_AFTER.search(_aside(after)) is not None


def _wished(before: str, after: str) -> bool:
    for pattern in (_WISHED_BEFORE, _WISH_BEFORE):
        found = pattern.search(before)
        if (
            found
            and not _USING.search(before, found.start())
            and not _OTHERS_WISH.search(before[: found.start()])
            and (pattern is _WISHED_BEFORE or _WISHED_AFTER.search(after))
        ):
            return True
    return False


def _ongoing(before: str, after: str, behind: str, *, certified: bool) -> bool:
    for pattern in (_ONGOING_BEFORE, _EXAM_BEFORE) if certified else (_ONGOING_BEFORE,):
        found = pattern.search(before)
        if found and not _USING.search(found.group(1)) and not _OTHERS_WISH.search(before[: found.start()]):
            return "renew" not in before + after
    here = _aside(after)
    if _IN_PROGRESS_AFTER.search(after) or _LEARNING_AFTER.search(behind):
        return "renew" not in here
    if _LEARNING_AFTER.search(here) or _ASIDE_AFTER.search(here):
        return "renew" not in here
    return certified and _EXPECTED_AFTER.search(here) is not None
