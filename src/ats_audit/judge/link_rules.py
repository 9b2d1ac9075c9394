"""Rules about links: what a click opens, and a parser that reads text never sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ats_audit.judge.passages import find_email, find_phone
from ats_audit.judge.rules import Hit, Rule
from ats_audit.model import PagePlace, Severity, WholeDocument
from ats_audit.words import layout as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ats_audit.judge.grounds import Grounds
    from ats_audit.model import Link, Place

HRFLOW = "https://developers.hrflow.ai/changelog/profile-parsing-api-new-urls-parsing"
"""HrFlow's own page on the addresses and profiles that its parser finds in résumés and files by kind."""

_LINKEDIN: Final = re.compile(
    r"https?://(?:\w{2,3}\.)?linkedin\.com/(?P<short>(?:in|pub)/(?P<name>[\w.%-]{2,100}))", re.IGNORECASE
)
_ORCID: Final = re.compile(r"https?://(?:www\.)?orcid\.org/(?P<name>\d{4}-\d{4}-\d{4}-\d{3}[\dX])", re.IGNORECASE)
_NO_DIGIT: Final = re.compile(r"\D")
_ENOUGH_DIGITS: Final = 9


def _address_of(link: Link) -> str | None:
    """The e-mail address to which a link writes; None where it is no such link."""
    scheme, _, rest = link.target.partition(":")
    address = unquote(rest.partition("?")[0])
    whole = scheme.casefold() == "mailto" and find_email(address) == (0, len(address))
    return address if whole else None


def _email_of(link: Link, text: str) -> str | None:
    address = _address_of(link)
    return None if address is None or find_email(text) is not None else address


def _phone_of(link: Link, text: str) -> str | None:
    scheme, _, rest = link.target.partition(":")
    number = unquote(rest.partition(";")[0])
    dialled = scheme.casefold() == "tel" and len(_NO_DIGIT.sub("", number)) >= _ENOUGH_DIGITS
    span = find_phone(number) if dialled and find_phone(text) is None else None
    return None if span is None else number[slice(*span)]


def _linkedin_of(link: Link, text: str) -> str | None:
    found = _LINKEDIN.match(link.target)
    squeezed = "".join(text.casefold().split())
    if found is None or ("linkedin" in squeezed and unquote(found["name"]).casefold() in squeezed):
        return None
    return f"linkedin.com/{found['short']}"


def _orcid_of(link: Link, text: str) -> str | None:
    found = _ORCID.match(link.target)
    return None if found is None or found["name"].upper() in text else f"orcid.org/{found['name']}"


_CONTACTS: Final[tuple[tuple[str, Callable[[Link, str], str | None]], ...]] = (
    (words.EMAIL, _email_of),
    (words.PHONE, _phone_of),
    (words.LINKEDIN, _linkedin_of),
    (words.ORCID, _orcid_of),
)


def _place_of(link: Link, grounds: Grounds) -> Place:
    if link.start is not None and link.end is not None:
        return grounds.place(link.start, link.end)
    return WholeDocument() if link.page is None else PagePlace(page=link.page)


def _check_behind(grounds: Grounds) -> Iterator[Hit]:
    for name, contact_of in _CONTACTS:
        found = ((link, contact_of(link, grounds.text)) for link in grounds.document.links)
        link, contact = next(((link, contact) for link, contact in found if contact is not None), (None, None))
        if link is not None:
            yield Hit(
                message=words.ONLY_LINKED.message.format(contact=name),
                fix=words.ONLY_LINKED.fix.format(written=contact),
                place=_place_of(link, grounds),
            )


def _check_elsewhere(grounds: Grounds) -> Iterator[Hit]:
    for link in grounds.document.links:
        address = _address_of(link)
        shown = grounds.text[link.start : link.end] if link.start is not None else ""
        span = find_email(shown)
        if address is not None and span is not None and shown[slice(*span)].casefold() != address.casefold():
            yield Hit(
                message=words.LINKED_ELSEWHERE.message.format(shown=shown[slice(*span)], address=address),
                fix=words.LINKED_ELSEWHERE.fix,
                place=_place_of(link, grounds),
            )
            return


LINK_RULES: tuple[Rule, ...] = (
    Rule(
        code="ATS-L21",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L21"],
        source=HRFLOW,
        check=_check_behind,
    ),
    Rule(
        code="ATS-L22",
        severity=Severity.WARNING,
        title=words.TITLES["ATS-L22"],
        source="",
        check=_check_elsewhere,
    ),
)
