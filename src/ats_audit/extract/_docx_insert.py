"""The suggested section put into the candidate's own résumé, in the styles of its other sections."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from ats_audit.extract._docx_file import W, WordFile, list_texts
from ats_audit.extract._sections import normalise_heading
from ats_audit.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from ats_audit.model import Document, Limits, Section, SectionLines

_NOT_COPIED: Final = ("sectPr", "numPr", "framePr", "pageBreakBefore", "pPrChange", "rPr")
"""Properties of a model paragraph that belong to it alone; those of its mark may hold changes."""
_RUN_NOT_COPIED: Final = ("rPrChange", "ins", "del", "vanish", "webHidden")
_BOLD: Final = ("b", "bCs")
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def insert_section(content: bytes, document: Document, section: SectionLines, limits: Limits) -> bytes:
    """The Word document in *content* with *section* after its summary, else before its first section; a new file.

    The heading looks like the heading behind it, the lines like a plain paragraph of the summary. Where a section of
    that name stands already, the lines come first in it, without another heading. All else is kept.

    Args:
        content: The file.
        document: What was read of it.
        section: What to put in.
        limits: What the file may cost.

    Raises:
        UnsupportedFormatError: *content* is no Word document.
        CorruptDocumentError: It can be read, but not be written again.
    """
    file = WordFile(content, document, limits)
    following = _find_following(document)
    model_heading = None if following is None else file.find(following.heading_start)
    model_line = _find_model_line(file, document)
    heading_text = _text_of(model_heading)
    heading = section.heading.upper() if heading_text and heading_text == heading_text.upper() else section.heading
    paragraphs = [
        _write(model_line, [(f"{name}: ", True), (items, False)], is_heading=False) for name, items in section.lines
    ]
    namesake = _find_namesake(file, document, section.heading)
    if namesake is None:
        place = _find_place(file, document, model_heading)
        paragraphs.insert(0, _write(model_heading, [(heading, False)], is_heading=True))
    else:
        place = namesake.getnext()
    for paragraph in paragraphs:
        if place is None:
            file.body.append(paragraph)
        else:
            place.addprevious(paragraph)
    return file.save()


def _find_namesake(file: WordFile, document: Document, heading: str) -> _Element | None:
    """The paragraph of the body that is a heading of the same name; None where it stands in a table or a text box."""
    for one in document.full.sections:
        written = document.text[one.heading_start : one.heading_end]
        if normalise_heading(written) == normalise_heading(heading):
            found = file.find(one.heading_start)
            if found is not None and file.top_of(found) is found and _text_of(found) == written.strip():
                return found
    return None


def _find_following(document: Document) -> Section | None:
    """The section before which the new one belongs: the one after the summary, else the first with a heading."""
    headed = [one for one in document.full.sections if one.heading_end > one.heading_start]
    for index, one in enumerate(headed):
        if one.kind is SectionKind.SUMMARY:
            return headed[index + 1] if index + 1 < len(headed) else None
    return headed[0] if headed else None


def _find_place(file: WordFile, document: Document, heading: _Element | None) -> _Element | None:
    """The child of the body before which the section goes, None for its end: never inside of a table or a text box.

    A parser that leaves those out must find it; so of a heading that stands in one it is what stands before the whole.
    """
    if heading is not None:
        return file.top_of(heading)
    # The summary is the last section, or there is no heading at all: the end of the text.
    last = file.find(max(len(document.text.rstrip()) - 1, 0))
    top = None if last is None else file.top_of(last)
    return None if top is None else top.getnext()


def _find_model_line(file: WordFile, document: Document) -> _Element | None:
    """A plain paragraph to look like: of the summary, else the first of running text that any section has."""
    sections = sorted(document.full.sections, key=lambda one: one.kind is not SectionKind.SUMMARY)
    for one in sections:
        if one.kind is SectionKind.CONTACT:
            continue
        for paragraph in _paragraphs_in(file, document, one):
            properties = paragraph.find(f"{W}pPr")
            if properties is None or properties.find(f"{W}numPr") is None:
                return paragraph
    return None


def _paragraphs_in(file: WordFile, document: Document, section: Section) -> Iterator[_Element]:
    start = section.start
    for line in document.text[section.start : section.end].splitlines(keepends=True):
        found = file.find(start) if line.strip() else None
        if found is not None:
            yield found
        start += len(line)


def _text_of(paragraph: _Element | None) -> str:
    return "" if paragraph is None else "".join(text for _, _, text in list_texts(paragraph)).strip()


def _write(model: _Element | None, pieces: list[tuple[str, bool]], *, is_heading: bool) -> _Element:
    """A new paragraph that looks like *model*; pieces that are marked are bold, and of a heading only if it is new."""
    from docx.oxml.parser import OxmlElement

    paragraph: _Element = OxmlElement("w:p")
    properties = None if model is None else model.find(f"{W}pPr")
    if properties is not None:
        paragraph.append(_without(properties, _NOT_COPIED))
    look = _run_look(model)
    for text, is_bold in pieces:
        run: _Element = OxmlElement("w:r")
        run_look = OxmlElement("w:rPr") if look is None else _without(look, () if is_heading else _BOLD)
        if is_bold or (is_heading and model is None):
            _embolden(run_look)
        if len(run_look):
            run.append(run_look)
        written: _Element = OxmlElement("w:t")
        written.text = text
        written.set(_XML_SPACE, "preserve")
        run.append(written)
        paragraph.append(run)
    return paragraph


def _without(properties: _Element, names: Sequence[str]) -> _Element:
    """A copy of *properties* but for those of *names*."""
    copied = deepcopy(properties)
    for name in names:
        for found in copied.findall(f"{W}{name}"):
            copied.remove(found)
    return copied


def _embolden(run_look: _Element) -> None:
    """Make a run bold; in the order of the schema bold stands right behind style and fonts."""
    from docx.oxml.parser import OxmlElement

    at = sum(child.tag in {f"{W}rStyle", f"{W}rFonts"} for child in run_look)
    for name in reversed(_BOLD):
        run_look.insert(at, OxmlElement(f"w:{name}"))


def _run_look(model: _Element | None) -> _Element | None:
    """The properties of the run that says most of the model."""
    if model is None:
        return None
    lengths: dict[_Element, int] = {}
    for run, _, text in list_texts(model):
        lengths[run] = lengths.get(run, 0) + len(text)
    if not lengths:
        return None
    look = max(lengths, key=lambda run: lengths[run]).find(f"{W}rPr")
    if look is None:
        return None
    return _without(look, _RUN_NOT_COPIED)
