"""Landlock: from now on this process reads here, writes there, and touches no other file.

The rules are made once, in the fork server; each child puts itself under them, and cannot leave.
"""

import os
import struct

from .syscalls import call

READ = 1 << 0 | 1 << 2 | 1 << 3  # execute (to map a library), read a file, read a folder
ALL_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
FILES_ONLY = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
TCP = 0b11  # bind and connect, since version 4
SCOPES = 0b11  # abstract sockets and signals of others, since version 6


def version():
    """The version the kernel has; OSError where it has none."""
    return call("landlock_create_ruleset", None, 0, 1)


def rules(readable, writable):
    """A file descriptor of the rules: read in these folders and files, write in those."""
    known = version()
    everything = max(mask for since, mask in ALL_BY_VERSION.items() if since <= known)
    fields = [everything]
    fields += [TCP] if known >= 4 else []
    fields += [SCOPES] if known >= 6 else []
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = call("landlock_create_ruleset", attributes, len(attributes), 0)
    for path in readable:
        _allow(ruleset, path, READ & everything)
    for path in writable:
        _allow(ruleset, path, everything & ~(1 << 0))  # nothing written is ever executed
    return ruleset


def _allow(ruleset, path, access):
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no permission
    try:
        if not os.path.isdir(path):  # noqa: PTH112 - a device or a file, not a folder
            access &= FILES_ONLY
        attributes = struct.pack("=Qi", access, place)
        call("landlock_add_rule", ruleset, 1, attributes, 0)
    finally:
        os.close(place)


def enter(ruleset):
    """Come under the rules; needs no_new_privs."""
    call("landlock_restrict_self", ruleset, 0)
