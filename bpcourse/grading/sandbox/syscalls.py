"""Syscalls: the calls into Linux that Python has no words for."""

import ctypes
import os
import platform
import sys

LINUX = sys.platform == "linux"
MACHINE = platform.machine()

# number of each call on the two kinds of machines; the newer ones are the same everywhere
NUMBERS = {
    "x86_64": {"pivot_root": 155, "capset": 126},
    "aarch64": {"pivot_root": 41, "capset": 91},
}
SAME = {
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
    "pidfd_open": 434,
}

NEWNS, NEWUTS, NEWIPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
NEWUSER, NEWPID, NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC = 1, 2, 4, 32, 4096, 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 24, 36, 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def call(name, *arguments):
    """Call a function of the C library, or a system call by its name; OSError where it fails."""
    known = SAME.get(name) or NUMBERS.get(MACHINE, {}).get(name)
    if not LINUX:
        raise OSError(f"{name} is known to Linux only")
    if known is None and name in NUMBERS["x86_64"]:
        raise OSError(f"{name} has no known number on {MACHINE}")
    if known is not None:
        result = _libc.syscall(known, *map(_word, arguments))
    else:
        result = getattr(_libc, name)(*map(_word, arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def _word(value):
    """Numbers as whole machine words: a system call reads all 64 bits."""
    if isinstance(value, int):
        return ctypes.c_ulong(value & (1 << 64) - 1)
    return os.fsencode(value) if isinstance(value, str | os.PathLike) else value


def mount(source, target, kind=None, flags=0, options=None):
    call("mount", source, target, kind, flags, options)


def prctl(option, *arguments):
    call("prctl", option, *arguments, *[0] * (4 - len(arguments)))
