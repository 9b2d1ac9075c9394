"""What lives through a fork: objects that hold locks or children are mended in the new process before it goes on."""

from __future__ import annotations

import functools
import os
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

_mended: weakref.WeakKeyDictionary[Any, Callable[[Any], None]] = weakref.WeakKeyDictionary()


def mend_after_fork(one: _T, mend: Callable[[_T], None]) -> None:
    """Have *mend* called with *one* in every process that is forked from this one, as long as *one* lives.

    Neither the threads that held its locks nor the children that it started came along. *mend* must not refer to *one*
    itself: a function of its class does not.
    """
    if hasattr(os, "register_at_fork"):
        _hook_once()
    _mended[one] = mend


@functools.cache
def _hook_once() -> None:
    os.register_at_fork(after_in_child=_mend_all)


def _mend_all() -> None:
    for one, mend in list(_mended.items()):
        mend(one)
