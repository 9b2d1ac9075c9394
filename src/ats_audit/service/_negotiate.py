"""Which form of a report a client wants: by `format`, or by Accept (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ats_audit.report import SCAN_FORMATS, Format
from ats_audit.service._problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "json": "application/json",
    "html": "text/html",
    "markdown": "text/markdown",
    "text": "text/plain",
    "sarif": "application/sarif+json",
    "jsonl": "application/jsonl",
    "section": "text/plain",
    "section-markdown": "text/markdown",
}
"""The first is what a client gets that does not care; of two of one type the earlier."""

WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD_FORMS: Final = ("docx", "docx-review")
"""The candidate's own Word file with the suggested section in it, or with remarks in its margin."""

SUFFIXES: Final[Mapping[str, str]] = {
    "json": "json",
    "html": "html",
    "markdown": "md",
    "text": "txt",
    "sarif": "sarif",
    "docx": "docx",
    "docx-review": "docx",
    "jsonl": "jsonl",
    "section": "txt",
    "section-markdown": "md",
}
"""Ends of the names under which forms are saved."""


def choose_word(asked: str | None, accept: str) -> str:
    """The Word form that is wanted; empty for none."""
    if asked is None:
        return WORD_FORMS[0] if accept.strip() == WORD_TYPE else ""
    return asked if asked in WORD_FORMS else ""


def list_forms(*, of_report: bool) -> tuple[Format, ...]:
    """The forms that can be had, best first."""
    known = {form.value: form for form in (Format if of_report else SCAN_FORMATS)}
    return tuple(known[name] for name in MEDIA_TYPES if name in known)


def content_type(form: Format) -> str:
    """The Content-Type of a form."""
    media_type = MEDIA_TYPES[form.value]
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def choose_form(asked: str | None, accept: str, forms: Sequence[Format], *, words: Sequence[str] = ()) -> Format:
    """The form named by *asked*, or else the one that *accept* likes best; equals go to the earlier form.

    *words* are what else may be asked for here, to be told with *forms* where there is none of that name.

    Raises:
        Problem: There is none.
    """
    if asked is not None:
        for form in forms:
            if form.value == asked:
                return form
        names = ", ".join((*(form.value for form in forms), *words))
        raise Problem("unknown-format", hint=f"There are {names}.")
    if not accept.strip():
        return forms[0]
    ranges = [_parse_range(one) for one in accept.split(",")]
    quality, _, best = max(
        ((_quality(MEDIA_TYPES[form.value], ranges), -place, form) for place, form in enumerate(forms)),
        key=lambda one: one[:2],
    )
    if quality <= 0:
        raise Problem("not-acceptable", hint=f"There are {', '.join(MEDIA_TYPES[form.value] for form in forms)}.")
    return best


def _parse_range(text: str) -> tuple[str, float]:
    media_range, *parameters = (part.strip().lower() for part in text.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return media_range, quality


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers *media_type*; 0.0 if none does."""
    family = media_type.partition("/")[0]
    for covering in (media_type, f"{family}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == covering]
        if found:
            return max(found)
    return 0.0
