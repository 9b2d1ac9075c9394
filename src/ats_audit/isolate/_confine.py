"""What the parser-only process gives up before it sees a document: files, network, programs.

Linux alone knows Landlock (5.13) and seccomp; elsewhere the limits of the process and the parent's clock remain.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import struct
import sys
import sysconfig
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGES: Final = (
    "ats_audit",
    "cryptography",
    "docx",
    "lxml",
    "numpy",
    "pdfminer",
    "PIL",
    "pypdfium2",
    "pypdfium2_raw",
)
"""Packages whose files may still be read: modules and tables that they load late."""
SYSTEM_FOLDERS: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/fonts")
"""Shared libraries, and the fonts with which pages are drawn."""

_MOST_FILES: Final = 64
_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILES_TOO: Final = _READ_FILE | _READ_FOLDER
_FILE_RIGHTS: Final = ((5, 16), (3, 15), (2, 14), (1, 13))
"""How many rights over files each version of Landlock knows: all of them are taken away."""
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_TCP: Final = 0b11
"""Binding and connecting."""
_SCOPES: Final = 0b11
"""Abstract sockets of other processes, and signals to them."""


def confine_process(*, whole_path: bool = False) -> dict[str, int]:
    """Give up files, network and programs, for good; say what was given up, by name and version.

    The calling thread must be the only one. Modules and tables of `PACKAGES` can still be read afterwards, with
    *whole_path* those of all packages.
    """
    _limit_resources()
    if not sys.platform.startswith("linux"):
        return {}
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return {}
    return {"landlock": _lock_files(libc, _FILES_TOO if whole_path else _READ_FOLDER), "seccomp": _filter_calls(libc)}


def _limit_resources() -> None:
    """No file is written, no core is dumped, few files are open; where the system has resource limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES))


def _lock_files(libc: ctypes.CDLL, on_path: int) -> int:
    """Landlock: only our own code can be read, nothing written or run. Return its version, 0 where there is none."""
    version: int = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return 0
    rights = (1 << next(count for since, count in _FILE_RIGHTS if version >= since)) - 1
    attributes = struct.pack("=Q", rights)
    if version >= _NETWORK_SINCE:
        attributes += struct.pack("=Q", _TCP)
    if version >= _SCOPES_SINCE:
        attributes += struct.pack("=Q", _SCOPES)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return 0
    try:
        for path, allowed in _list_readable(on_path):
            _allow(libc, ruleset, path, allowed)
        return version if libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0 else 0
    finally:
        os.close(ruleset)


def _list_readable(on_path: int) -> Iterator[tuple[str, int]]:
    """Folders and what may be done beneath each."""
    for name in ("stdlib", "platstdlib"):
        yield sysconfig.get_path(name), _FILES_TOO
    for folder in SYSTEM_FOLDERS:
        yield folder, _FILES_TOO
    for package in PACKAGES:
        with contextlib.suppress(ImportError, ValueError):
            spec = find_spec(package)
            for folder in (spec.submodule_search_locations or ()) if spec else ():
                yield folder, _FILES_TOO
    # Python looks through the folders of its path for a module's name; of the parser the files in them stay shut.
    for folder in sys.path:
        yield folder, on_path


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, allowed: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC | os.O_DIRECTORY)
    except OSError:
        return
    try:
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", allowed, folder), 0)
    finally:
        os.close(folder)


_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000
_KILL: Final = 0x80000000
_LOAD: Final = 0x20
_IF_EQUAL, _IF_SET, _IF_AT_LEAST = 0x15, 0x45, 0x35
_RETURN: Final = 0x06
_AT_NUMBER, _AT_MACHINE, _AT_FIRST_ARGUMENT = 0, 4, 16
_OTHER_ABI: Final = 0x40000000
_THREAD: Final = 0x00010000

_MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CALLS: Final = {
    # socket, socketpair, connect, bind, ptrace, execve, mount, unshare, keyctl, perf_event_open, process_vm_readv,
    # process_vm_writev, setns, bpf, execveat, userfaultfd, io_uring_setup, pidfd_getfd; fork and vfork; clone; clone3
    "x86_64": (
        (41, 53, 42, 49, 101, 59, 165, 272, 250, 298, 310, 311, 308, 321, 322, 323, 425, 438, 57, 58),
        56,
        435,
    ),
    "aarch64": ((198, 199, 203, 200, 117, 221, 40, 97, 219, 241, 270, 271, 268, 280, 281, 282, 425, 438), 220, 435),
}
"""Numbers of the refused system calls. Source: arch/x86/entry/syscalls/syscall_64.tbl and asm-generic/unistd.h."""


def _filter_calls(libc: ctypes.CDLL) -> int:
    """Seccomp: no socket, no program, no other process. Return 1 if it holds, 0 where it cannot."""
    machine = platform.machine()
    if machine not in _MACHINES:
        return 0
    filter_ = b"".join(_write_filter(machine))
    program = ctypes.create_string_buffer(filter_, len(filter_))
    header = struct.pack("@HP", len(filter_) // 8, ctypes.addressof(program))
    return int(libc.prctl(_SET_SECCOMP, 2, header, 0, 0) == 0)


def _write_filter(machine: str) -> Iterable[bytes]:
    refused, clone, clone3 = _CALLS[machine]

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    yield step(_LOAD, _AT_MACHINE)
    yield step(_IF_EQUAL, _MACHINES[machine], 1, 0)
    yield step(_RETURN, _KILL)
    yield step(_LOAD, _AT_NUMBER)
    yield step(_IF_AT_LEAST, _OTHER_ABI, 0, 1)
    yield step(_RETURN, _REFUSE | errno.EPERM)
    for number in refused:
        yield step(_IF_EQUAL, number, 0, 1)
        yield step(_RETURN, _REFUSE | errno.EPERM)
    # The C library falls back on clone, whose flags can be looked at: threads may be made, processes not.
    yield step(_IF_EQUAL, clone3, 0, 1)
    yield step(_RETURN, _REFUSE | errno.ENOSYS)
    yield step(_IF_EQUAL, clone, 0, 3)
    yield step(_LOAD, _AT_FIRST_ARGUMENT)
    yield step(_IF_SET, _THREAD, 1, 0)
    yield step(_RETURN, _REFUSE | errno.EPERM)
    yield step(_RETURN, _ALLOW)
