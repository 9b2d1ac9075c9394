"""WordprocessingML by local names: Strict files use other namespaces than the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The usual namespace, tried first."""
_MAX_DIGITS: Final = 12
_OFF: Final = frozenset({"0", "false", "off", "none"})


class Names(dict[object, str]):
    """The local names of tags, each cut once: `names[element.tag]`."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


def local(element: _Element) -> str:
    """Return the name of *element* without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: _Element, name: str) -> Iterator[_Element]:
    """Yield the direct children of that local name."""
    return element.iterchildren(f"{{*}}{name}")


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first direct child of that local name."""
    return None if element is None else next(element.iterchildren(f"{{*}}{name}"), None)


def attribute(element: _Element | None, name: str) -> str:
    """Return the attribute of that local name, "" without one."""
    if element is None:
        return ""
    value = element.get(_WORD + name)
    if value is not None:
        return value
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def value_of(element: _Element | None) -> str:
    """Return the `w:val` of *element*."""
    return attribute(element, "val")


def whole_number(text: str, *, default: int = 0) -> int:
    """Return *text* as a number, *default* where it is none."""
    try:
        return int(text[:_MAX_DIGITS])
    except ValueError:
        return default


def is_on(element: _Element | None) -> bool | None:
    """Return what a toggle such as `w:b` says: None where it is not there."""
    return None if element is None else value_of(element).lower() not in _OFF
