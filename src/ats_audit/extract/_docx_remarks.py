"""Remarks written into a copy of the résumé as Word comments, each at its place."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, cast

from ats_audit.extract._docx_file import W, WordFile, list_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from ats_audit.model import Document, Limits, Remark

AUTHOR: Final = "ats-audit"
INITIALS: Final = "ats"
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BOX: Final = f"{W}txbxContent"


def add_remarks(content: bytes, document: Document, remarks: Sequence[Remark], limits: Limits) -> bytes:
    """The Word document in *content* with a comment for each remark; a new file, whose text is the same.

    What stands in a header, a footer or a note is commented at the first line, and what stands in a text box at the
    paragraph that holds it: Word has no comments there.

    Raises:
        UnsupportedFormatError: *content* is no Word document.
        CorruptDocumentError: It can be read, but not be written again.
    """
    from docx.text.run import Run

    file = WordFile(content, document, limits)
    for remark in remarks:
        first, last = _find_runs(file, document, remark)
        body: Any = file.word._body  # noqa: SLF001 # the parent of its paragraphs
        runs = [Run(cast("Any", run), body) for run in (first, last)]
        comment = file.word.add_comment(runs, text=remark.text, author=AUTHOR, initials=INITIALS)
        # The library writes the time of day; the same résumé gives the same bytes.
        dated: _Element = comment._comment_elm  # noqa: SLF001
        dated.attrib.pop(f"{W}date", "")
    return file.save()


def _find_runs(file: WordFile, document: Document, remark: Remark) -> tuple[_Element, _Element]:
    """The first and the last run that a remark is about."""
    paragraph = None if remark.span is None else file.find(remark.span[0])
    if paragraph is None or remark.span is None:
        return (_any_run(file),) * 2
    box = next(paragraph.iterancestors(_BOX), None)
    if box is not None:
        holder = next(box.iterancestors(f"{W}r"), None)
        return (holder if holder is not None else _any_run(file),) * 2
    surface = document.text[slice(*remark.span)].partition("\n")[0]
    return _cut_out(paragraph, surface, _times_before(document.text, remark.span[0], surface))


def _times_before(text: str, start: int, surface: str) -> int:
    """How often *surface* stands before it in its own line."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line.count(surface) if surface else 0


def _cut_out(paragraph: _Element, surface: str, before: int) -> tuple[_Element, _Element]:
    """The runs that say *surface*, cut where it begins and ends; where it is not found, those of the paragraph."""
    pieces = list(list_texts(paragraph))
    if not pieces:
        run = paragraph.makeelement(f"{W}r")
        paragraph.append(run)
        return run, run
    said = "".join(text for _, _, text in pieces)
    start = -1
    for _ in range(before + 1):
        found = said.find(surface, start + 1) if surface else -1
        start = found if found >= 0 else start
    if start < 0:
        return pieces[0][0], pieces[-1][0]
    _split(paragraph, start)
    _split(paragraph, start + len(surface))
    inside = []
    at = 0
    for run, _, text in list_texts(paragraph):
        if at + len(text) > start and at < start + len(surface):
            inside.append(run)
        at += len(text)
    return inside[0], inside[-1]


def _split(paragraph: _Element, offset: int) -> None:
    """Part the run in which *offset* falls into two that look alike, unless a run begins there."""
    at = 0
    for run, text, said in list_texts(paragraph):
        if at < offset < at + len(said) and text.tag == f"{W}t":
            rest = run.makeelement(run.tag)
            look = run.find(f"{W}rPr")
            if look is not None:
                rest.append(deepcopy(look))
            tail = text.makeelement(text.tag)
            text.text, tail.text = said[: offset - at], said[offset - at :]
            for part in (text, tail):
                part.set(_XML_SPACE, "preserve")
            following = list(text.itersiblings())
            rest.append(tail)
            rest.extend(following)
            run.addnext(rest)
            return
        at += len(said)
    # A run of one text that begins before and ends at a boundary of another element stays whole.


def _any_run(file: WordFile) -> _Element:
    """The first run of the body that says something; where there is none, a new one at its start."""
    for paragraph in file.body.iter(f"{W}p"):
        if next(paragraph.iterancestors(_BOX), None) is None:
            for run, _, text in list_texts(paragraph):
                if text.strip():
                    return run
    first = next(file.body.iter(f"{W}p"), None)
    if first is None:
        first = file.body.makeelement(f"{W}p")
        file.body.insert(0, first)
    run = first.makeelement(f"{W}r")
    first.append(run)
    return run
