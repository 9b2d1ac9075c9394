"""Abbreviations that a text itself explains: "Google Cloud Platform (GCP)".

Source: Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text",
Pacific Symposium on Biocomputing 2003.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKETED = re.compile(r"\(\s*([^()\n]{2,80}?)\s*\)")
_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z][A-Za-z0-9&/-]{1,9})\s*\)")
_BEFORE_SIGN = re.compile(r"\b([A-Za-z][A-Za-z0-9]{1,9})\s*[(=–—-]")
_SHORT_FORM = re.compile(r"[A-Za-z][A-Za-z0-9&/-]{1,9}")
_SHORT_BEFORE = re.compile(r"\b([A-Za-z][A-Za-z0-9]{1,9})\s*$")
_SIGN = re.compile(r"=|(?<=[A-Z0-9s][ \t])[-–—](?=[ \t][A-Za-z])")
_LONGEST_SHORT = 12
"""Characters before a sign in which a short form and the blanks behind it stand."""
_SMALL = frozenset(("of", "and", "for", "the", "in", "on", "to", "a"))
_BREAK = re.compile(r"[.;:!?•|()\[\]]|\n\s*\n")
_WORD = re.compile(r"\S+")
_LONG_WINDOW = 120
_LONG_WORD = 10
"""Letters from which one word may be the long form of two letters: "photovoltaic (PV)"."""
_SHORTEST = 2


class Definition(NamedTuple):
    """A short form and the long form that the text gives for it."""

    short: str
    """In lower case, without a plural s."""
    long: str


def iter_definitions(text: str) -> Iterator[Definition]:
    """Definitions of the form "long form (SF)", "SF (long form)" and "SF = long form" in a cleaned text."""
    yield from _iter_bracketed(text)
    for match in _SIGN.finditer(text):
        found = _SHORT_BEFORE.search(text, max(0, match.start() - _LONGEST_SHORT), match.start())
        short = found.group(1).removesuffix("s") if found else ""
        if found and sum(letter.isupper() for letter in short) > 1:
            long = _spelt_out(short, text[match.end() : match.end() + _LONG_WINDOW].lstrip())
            if long:
                yield Definition(short.lower(), long)


def _iter_bracketed(text: str) -> Iterator[Definition]:
    for match in _BRACKETED.finditer(text):
        inside = match.group(1)
        before = text[max(0, match.start() - _LONG_WINDOW) : match.start()]
        if _SHORT_FORM.fullmatch(inside) and sum(letter.isupper() for letter in inside) > 1:
            short = inside.removesuffix("s") if inside[:-1].isupper() else inside
            long = _long_form(short, _candidate(before, short))
            if long:
                yield Definition(short.lower(), long)
        elif " " in inside:
            found = _SHORT_BEFORE.search(before)
            if found and sum(letter.isupper() for letter in found.group(1)) > 1:
                short = found.group(1).removesuffix("s")
                long = _long_form(short, inside)
                if long and len(long) == len(inside):
                    yield Definition(short.lower(), long)


def _spelt_out(short: str, after: str) -> str:
    """The words at the beginning of *after* whose initials are *short*; empty where they are not."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    broken = _BREAK.search(after)
    for word in _WORD.finditer(after, 0, broken.start() if broken else len(after)):
        said = word.group().lower()
        if said[0] == letters[0]:
            letters.pop(0)
            if not letters:
                return after[: word.end()].rstrip(",")
        elif said not in _SMALL:
            return ""
    return ""


def _candidate(before: str, short: str) -> str:
    """The words in front of a bracket that may be the long form: within the sentence, a bounded number."""
    sentence = _BREAK.split(before)[-1].strip()
    most = min(len(short) + 5, len(short) * 2)
    words = sentence.rsplit(None, most)
    return sentence[len(words[0]) :].lstrip() if len(words) > most else sentence


def _long_form(short: str, candidate: str) -> str:
    """The shortest end of *candidate* whose letters hold those of *short* in order; empty where there is none."""
    at = len(candidate) - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        while at >= 0 and (candidate[at].lower() != letter or (index == 0 and at > 0 and candidate[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
        at -= 1
    long = candidate[at + 1 :]
    return long if " " in long or "-" in long or (len(short) == _SHORTEST and len(long) >= _LONG_WORD) else ""


def list_short_forms(text: str) -> set[str]:
    """All that `iter_definitions` may find to be explained, and more: its short forms, whatever the long ones say."""
    found = {match.group(1) for place in (_IN_BRACKETS, _BEFORE_SIGN) for match in place.finditer(text)}
    lower = {short.lower() for short in found if sum(letter.isupper() for letter in short) > 1}
    return lower | {short.removesuffix("s") for short in lower}
