"""What a candidate must be to count: the rules that keep look-alikes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ats_audit.match.keys import Gap, classify_gap
from ats_audit.match.patterns import is_name
from ats_audit.model import Kind, Policy

if TYPE_CHECKING:
    from ats_audit.match.candidates import Candidate
    from ats_audit.match.keys import Units
    from ats_audit.match.patterns import Pattern
    from ats_audit.match.vocabulary import Reading

_LINES_EVERY = 4
"""An alias may run over one line break, and over one more for every so many units."""
_SHORTEST_LONE = 5
_ONE_EDIT_LONE = 7
"""A lone word or name of fewer letters is corrected only where two neighbours are swapped, or one stands twice."""
_LETTERS_PER_EDIT = 7
_SHORTEST_BEFORE_NUMBER = 3
_LONGEST_NAME = 3
"""Words of a person's name."""
_APART = frozenset("|-–—•·(")
_POSTNOMINALS = re.compile(
    r"PhD|PharmD|M[ADS]|MSc|M[BH]A|MPH|MSN|B[AS]|BSc|BSN|D?NP|DO|PA|RN|LPN|CPC|CCS|RHI[AT]|CCR[ACP]|CMA|PMP"
)
"""What follows a name and a comma at the head of a résumé."""
_COMMA = re.compile(r"\s*,\s*")
_LONGEST_ADDRESS = 250
_NO_ADDRESS = " \n\t\r,;()"
"""White space, and signs that no address has at its end."""
_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|net|edu|io)/", re.IGNORECASE)


def admits(candidate: Candidate, units: Units) -> bool:
    """Whether a candidate keeps every rule of spelling, case, gaps and surroundings."""
    pattern, first, last = candidate.pattern, candidate.first, candidate.last
    text, start, end = units.text, units.starts[first], units.ends[last - 1]
    found = units.surfaces[first:last]
    return (
        _whole(pattern, text, start, end, found[-1])
        and (last - first == 1 or _together(pattern, found, units.gaps[first + 1 : last]))
        and (pattern.policy is Policy.ANY or _cased(pattern, found, split=candidate.split))
        and _numbered(pattern, found[-1], split=candidate.split)
        and (candidate.edits == 0 or _corrigible(candidate, found))
        and not ("." not in pattern.alias and _in_address(text, start, end))
    )


def _whole(pattern: Pattern, text: str, start: int, end: int, last: str) -> bool:
    """A match never cuts a run of letters and digits, but for a version number: GAMP5, HL7v2."""
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_&"):
        return False
    if end == len(text):
        return True
    after = text[end]
    if after.isdigit():
        return len(pattern.surfaces[-1]) >= _SHORTEST_BEFORE_NUMBER
    if after.isalpha():
        return last.isdigit() and after == "v" and text[end + 1 : end + 2].isdigit()
    return after not in "_&+#" or (after in "+#" and len(pattern.surfaces[-1]) > 1)


def _together(pattern: Pattern, found: list[str], gaps: list[str]) -> bool:
    """The units of a phrase stand together: no sentence, list item or table cell ends within."""
    lines = 0
    for right, between in zip(found[1:], gaps, strict=True):
        if between == " ":  # as most are
            continue
        gap = classify_gap(between)
        if gap is Gap.BREAK:
            # credentials are parted by level: "SAS Certified Specialist: Base Programming"
            level = pattern.kind is Kind.CERTIFICATION and between == ": "
            if not (level or (pattern.breaks and _COMMA.fullmatch(between))):
                return False
        elif gap is Gap.BRACKET:
            # a revision or a part may stand in brackets where the alias has none: "E6 (R2)", "Epic (Ambulatory)"
            revision = right.isdigit() or len(right) == 1
            part = pattern.kind is Kind.PLATFORM and between == " (" and right[0].isupper()
            if not (pattern.brackets or revision or part):
                return False
        elif gap is Gap.WRAP:
            lines += 1
    return lines <= 1 + len(found) // _LINES_EVERY


def _cased(pattern: Pattern, found: list[str], *, split: bool) -> bool:
    policy = pattern.policy
    if policy is Policy.CAP:
        return found[0] != found[0].lower()
    return _as_written(pattern, found, split=split) or (policy is Policy.CONTEXT and _shouted(pattern, found))


def _as_written(pattern: Pattern, found: list[str], *, split: bool) -> bool:
    if split or len(found) != len(pattern.surfaces):
        return _same("".join(pattern.surfaces), "".join(found))
    return all(
        _same(written, here) if is_name(written) else here[0].isupper() or not written[0].isupper()
        for written, here in zip(pattern.surfaces, found, strict=True)
    )


def _same(written: str, found: str) -> bool:
    return found in (written, written + "s") or written == found + "s" or found.isdigit() or written.isdigit()


def _shouted(pattern: Pattern, found: list[str]) -> bool:
    """A capitalised name in a line of capitals: EPIC, MEDIDATA RAVE."""
    return pattern.letters > _SHORTEST_BEFORE_NUMBER and all(here.isupper() or not here.isalpha() for here in found)


def _numbered(pattern: Pattern, found: str, *, split: bool) -> bool:
    """Products have no plural: Excels, Agiles, redcaps; an acronym has one only as CRFs or crfs."""
    written = pattern.surfaces[-1]
    if found[-1] not in "sS" or written[-1] in "sS" or len(found) <= 1:
        return True
    if found.lower() == written.lower() or split:
        return not split
    if pattern.acronym:
        capitals = found[-1] == "s" and found[-2].isupper()
        return capitals or (written.isupper() and (found.islower() or found.isupper()))
    if is_name(written):
        return found[-1] == "s" and found[-2].isupper()
    return len(pattern.keys) > 1 or pattern.policy is Policy.ANY


def _corrigible(candidate: Candidate, found: list[str]) -> bool:
    """Whether a misspelling is near enough for what it would be credited as."""
    pattern, edits = candidate.pattern, candidate.edits
    if pattern.policy in (Policy.CASE, Policy.CONTEXT):
        return False
    if len(pattern.keys) > 1:
        return edits <= max(1, pattern.letters // _LETTERS_PER_EDIT)
    word = "".join(found).lower()
    size = min(len(word), pattern.letters)
    if size < _SHORTEST_LONE:
        return False
    if size < _ONE_EDIT_LONE:
        key = pattern.keys[0]
        return edits == 1 and (sorted(word) == sorted(key) or (len(word) >= _ONE_EDIT_LONE and _doubles(word, key)))
    return True


def _doubles(word: str, key: str) -> bool:
    """Whether a word is a key with one of its letters written twice: "RedCapp"."""
    return any(word[at] == word[at - 1] and word[:at] + word[at + 1 :] == key for at in range(1, len(word)))


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether `[start, end)` is part of an e-mail or web address."""
    if (start == 0 or text[start - 1] in _NO_ADDRESS) and (end == len(text) or text[end] in _NO_ADDRESS):
        return False
    found = _ADDRESS.search(text, max(0, start - _LONGEST_ADDRESS), end + _LONGEST_ADDRESS)
    if found is None:
        return False
    low = max(0, start - _LONGEST_ADDRESS)
    while start > low and not text[start - 1].isspace():
        start -= 1
    high = min(len(text), end + _LONGEST_ADDRESS)
    while end < high and not text[end].isspace():
        end += 1
    return _ADDRESS.search(text, start, end) is not None


def count_name(units: Units, readings: list[Reading]) -> int:
    """How many words at the head of the text may be a person's name: two or three, capitalised, set apart."""
    count = 0
    for surface, gap in zip(units.surfaces[: _LONGEST_NAME + 1], units.gaps, strict=False):
        if (count and gap not in {" ", ". "}) or not (surface[0].isupper() and surface.isalpha()):
            break
        count += 1
    gap = units.gaps[count]
    titled = gap == ", " and count < len(units) and _POSTNOMINALS.fullmatch(units.surfaces[count])
    alone = titled or not gap or "\n" in gap or not _APART.isdisjoint(gap)
    unknown = any(reading.key is None and not reading.corrections for reading in readings[:count])
    return count if alone and unknown and 1 < count <= _LONGEST_NAME else 0


def is_of_person(candidate: Candidate, units: Units, readings: list[Reading]) -> bool:
    """Whether a word that needs context stands among words that the lexicon does not know: "Sarah Cox"."""
    if candidate.pattern.policy is not Policy.CONTEXT or candidate.last - candidate.first > 1:
        return False
    if not (units.surfaces[candidate.first].istitle() or "".join(units.surfaces[: len(readings)]).isupper()):
        return False
    return all(
        at == candidate.first or len(reading.plain) == 1 or (reading.key is None and not reading.corrections)
        for at, reading in enumerate(readings)
    )
