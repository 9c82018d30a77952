"""Shut-in kernel: one for a student's notebook, shut in as an answer is.

It speaks through sockets in a small folder, the only thing from outside into which it can write.
"""

import json
import os
import signal
import sys
from pathlib import Path

from ...checking.workspace import VARIABLE
from ...content import PACKAGE, content
from ...python_process import memory_used
from ..sandbox import landlock, namespaces, seccomp, syscalls
from ..sandbox.fork_server import limit
from ..sandbox.protections import outermost, readable_paths

MEMORY = 3 << 30  # bytes of address space: pictures are drawn in it
SECONDS = 240  # of CPU
FOLDER_BYTES = 64 << 20  # bytes that it may write
FILES = 512  # open ones: a kernel has some for each of its sockets


def main(options):
    """Enter, and become the kernel. What cannot be entered ends it: it never runs in the open."""
    connection = json.loads(Path(sys.argv[2]).read_text())
    used = memory_used()
    course = [PACKAGE, content("exercises"), content("notebooks")]
    readable = outermost([*readable_paths(()), *map(str, course)])
    namespaces.enter_namespaces(readable, options["hidden"], writable=[options["sockets"]])
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)  # who started it may be stopped
    namespaces.Processes()
    namespaces.bound_capabilities()
    allowed = {"memory": MEMORY, "seconds": SECONDS, "answers": 1, "folder": FOLDER_BYTES}
    limit(allowed, used, True, FILES)
    namespaces.enter_private_folder(FOLDER_BYTES)
    namespaces.drop_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    places = (namespaces.PLACE, *namespaces.DEVICES, options["sockets"])
    landlock.enter(landlock.rules(["/"], places))
    seccomp.enter(seccomp.program(os.getpid(), sockets=True))
    _become_kernel(connection)


def _become_kernel(connection):
    names = ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR")
    home = dict.fromkeys(names, namespaces.PRIVATE_FOLDER)
    os.environ.clear()
    os.environ.update(home | {VARIABLE: namespaces.PRIVATE_FOLDER, "LANG": "C.UTF-8"})
    Path("connection.json").write_text(json.dumps(connection))
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(["-f", "connection.json"])
