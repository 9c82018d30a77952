"""Kernel: one for a student's notebook, shut in as an answer is. It speaks through sockets in a
small folder, the only thing from outside into which it can write.
"""

import json
import os
import signal
from pathlib import Path

from ..checking.workspace import VARIABLE
from ..content import PACKAGE, content
from . import landlock, namespaces, seccomp, system
from .layers import outermost, readable_paths
from .worker import limit, memory_used

MEMORY = 3 << 30  # bytes of address space: pictures are drawn in it
SECONDS = 240  # of CPU
BOX = 64 << 20  # bytes that it may write
FILES = 512  # open ones: a kernel has some for each of its sockets


def main(connection_file, wish):
    """Enter, and become the kernel. What cannot be entered ends it: it never runs in the open."""
    connection = json.loads(Path(connection_file).read_text())
    used = memory_used()
    course = [PACKAGE, content("exercises"), content("notebooks")]
    readable = outermost([*readable_paths(()), *map(str, course)])
    namespaces.enter_world(readable, wish["hidden"], writable=[wish["sockets"]])
    system.prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL)  # who started it may be stopped
    namespaces.Processes()
    namespaces.bound_capabilities()
    limit({"memory": MEMORY, "seconds": SECONDS, "answers": 1, "box": BOX}, used, True, FILES)
    namespaces.enter_box(BOX)
    namespaces.drop_capabilities()
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    places = (namespaces.PLACE, *namespaces.DEVICES, wish["sockets"])
    landlock.enter(landlock.rules(["/"], places))
    seccomp.enter(seccomp.program(os.getpid(), sockets=True))
    _become_kernel(connection)


def _become_kernel(connection):
    home = dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"), namespaces.BOX)
    os.environ.clear()
    os.environ.update(home | {VARIABLE: namespaces.BOX, "LANG": "C.UTF-8"})
    Path("connection.json").write_text(json.dumps(connection))
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(["-f", "connection.json"])
