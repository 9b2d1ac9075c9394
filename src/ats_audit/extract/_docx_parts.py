"""The parts of a DOCX that hold text: opened with python-docx, and without it where it refuses."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ats_audit.errors import CorruptDocumentError
from ats_audit.extract._docx_archive import Archive, parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from ats_audit.extract._budget import Budget

_WANTED: Final = frozenset(
    {"header", "footer", "footnotes", "endnotes", "numbering", "styles", "settings", "diagramData"}
)
_UNREAD: Final = frozenset({"aFChunk", "oleObject", "package", "vbaProject"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The XML of a Word document, part by part."""

    reader: str
    """Which library opened it: `python-docx`, or `lxml`."""
    main: _Element
    related: Mapping[str, _Element] = field(default_factory=dict)
    """Parts of the main document by relation id: headers, footers, diagrams."""
    named: Mapping[str, _Element] = field(default_factory=dict)
    """Those of which there is one, by kind: styles, numbering, footnotes, endnotes, settings."""
    inner: Mapping[str, Mapping[str, _Element]] = field(default_factory=dict)
    """By relation id of a header or footer: its own related parts."""
    unread: int = 0
    """Embedded documents, objects and macros, which are not read."""


def open_parts(content: bytes, budget: Budget) -> Parts:
    """Return the parts of the DOCX in *content*.

    Raises:
        DocumentError: not a Word document, encrypted, corrupt, or beyond a limit.
    """
    archive = Archive(content, budget)
    main = archive.find_main()
    # python-docx inflates every part without a bound of its own: each is inflated within bounds before, and XML
    # with a document type refused.
    for name in archive.names():
        archive.check(name)
    opened = _open_with_python_docx(content)
    return opened if opened is not None else _open_with_lxml(archive, main)


def _open_with_python_docx(content: bytes) -> Parts | None:
    """Return the parts as python-docx has them; None where it refuses the file."""
    import docx

    try:
        part = docx.Document(io.BytesIO(content)).part
        related = _collect_rels(part)
        inner = {key: _collect_rels(rel.target_part)[0] for key, rel in part.rels.items() if _is_marginal(rel)}
    except Exception:  # noqa: BLE001 - it raises KeyError, ValueError, AttributeError and more on files that Word opens
        return None
    elements, named, unread = related
    return Parts(reader="python-docx", main=part.element, related=elements, named=named, inner=inner, unread=unread)


def _is_marginal(rel: Any) -> bool:
    return not rel.is_external and rel.reltype.rsplit("/", 1)[-1] in {"header", "footer"}


def _collect_rels(part: Any) -> tuple[dict[str, _Element], dict[str, _Element], int]:
    elements: dict[str, _Element] = {}
    named: dict[str, _Element] = {}
    unread = 0
    for key, rel in part.rels.items():
        kind = rel.reltype.rsplit("/", 1)[-1]
        unread += kind in _UNREAD
        if rel.is_external or kind not in _WANTED:
            continue
        target = rel.target_part
        element = getattr(target, "element", None)
        elements[key] = named[kind] = parse_xml(target.blob) if element is None else element
    return elements, named, unread


def _open_with_lxml(archive: Archive, main: str) -> Parts:
    elements, named, unread = _collect_parts(archive, main)
    inner = {
        relation.id: _collect_parts(archive, relation.target)[0]
        for relation in archive.list_relations(main)
        if relation.kind in {"header", "footer"}
    }
    return Parts(reader="lxml", main=archive.parse(main), related=elements, named=named, inner=inner, unread=unread)


def _collect_parts(archive: Archive, part: str) -> tuple[dict[str, _Element], dict[str, _Element], int]:
    elements: dict[str, _Element] = {}
    named: dict[str, _Element] = {}
    unread = 0
    for relation in archive.list_relations(part):
        unread += relation.kind in _UNREAD
        if relation.kind not in _WANTED or not archive.holds(relation.target):
            continue
        try:
            element = archive.parse(relation.target)
        except CorruptDocumentError:
            # A damaged part beside a sound main document: Word offers to repair it, and shows the rest.
            unread += 1
            continue
        elements[relation.id] = named[relation.kind] = element
    return elements, named, unread
