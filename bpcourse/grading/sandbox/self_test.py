"""Self-test: what this machine can do to shut answers in. It is tried, not asked.

For each thing that an answer could do, an answer is run that tries it.
"""

import os
import platform
import socket
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...checking.judging.terminations import Lost
from ..remote.proxies import Conversation
from .channel import Sandbox
from .protections import (
    FOLDER,
    LANDLOCK,
    LIMITS,
    NAMESPACES,
    PRIVILEGES,
    PROCESSES,
    SECCOMP,
)
from .spawned import SpawnedSandbox
from .syscalls import LINUX


@dataclass(frozen=True)
class Attempt:
    """Something that an answer may try, and the layers of which each alone prevents it.

    Those in `sometimes` prevent it with newer kernels only.
    """

    what: str
    body: str  # of a function, which returns True where it has succeeded
    prevented_by: tuple = ()
    sometimes: tuple = ()

    def should_succeed(self, present):
        """Should it succeed where these layers are present? None where that depends."""
        if set(self.prevented_by).intersection(present):
            return False
        return None if set(self.sometimes).intersection(present) else True


ATTEMPTS = [
    Attempt("write into its own folder", "open('probe', 'w').close(); return True"),
    Attempt(
        "read the list of users",
        "return bool(open('/etc/passwd').read())",
        (NAMESPACES, LANDLOCK),
    ),
    Attempt(
        "read your files, such as other submissions or private checks",
        "return open({file!r}).read() == 'private'",
        (NAMESPACES, LANDLOCK),
    ),
    Attempt(
        "write into your files, such as the results",
        "open({written!r}, 'a').write('x'); return True",
        (NAMESPACES, LANDLOCK),
    ),
    Attempt(
        "leave a file behind",
        "open({left!r}, 'w').close(); return True",
        (NAMESPACES, LANDLOCK),
    ),
    Attempt(
        "reach a program on this machine over the network",
        "socket.create_connection(('127.0.0.1', {port}), 2); return True",
        (NAMESPACES, SECCOMP),
        (LANDLOCK,),
    ),
    Attempt(
        "start a process",
        "pid = os.fork(); pid or os._exit(0); return True",
        (SECCOMP,),
    ),
    Attempt(
        "see other processes",
        "return len([p for p in os.listdir('/proc') if p.isdigit()]) > 1",
        (NAMESPACES, LANDLOCK),
    ),
    Attempt(
        "send a signal to the process that started it",
        "os.kill(os.getppid() or -1, 0); return True",
        (PROCESSES, SECCOMP),
        (LANDLOCK,),
    ),
    Attempt(
        "gain rights by a program that has more",
        "return 'NoNewPrivs:\\t1' not in open('/proc/self/status').read() "
        "if os.path.exists('/proc/self/status') else prctl(39) == 0",
        (PRIVILEGES,),
    ),
    Attempt("use 4 GB of memory", "return np.empty(1 << 32, 'u1').nbytes > 0", (LIMITS,)),
    Attempt(
        "write 100 MB",
        "file = open('large', 'wb')\n    for _ in range(100): file.write(bytes(1 << 20))\n"
        "    file.flush(); return True",
        (LIMITS, FOLDER),
    ),
]
HEAD = """\
import ctypes, os, socket
import numpy as np


def prctl(option):
    return ctypes.CDLL(None).prctl(option, 0, 0, 0, 0)


def attempt():
    """


def examine(say=print):
    """Say what was tried and what came of it; returns 0 if answers are shut in completely."""
    say(f"Grading on {platform.system()} {platform.release()}, {platform.machine()}")
    with (Sandbox if LINUX else SpawnedSandbox)(seconds=5, memory=1 << 30) as sandbox:
        for line in sandbox.protections.told():
            say(f"  {line}")
        say("What an answer tries:")
        leaks = []
        for attempt, could in outcomes(sandbox):
            allowed = not attempt.prevented_by
            if could and not allowed:
                leaks.append(attempt.what)
            verdict = "can" if could else "cannot"
            say(f"  {'ok   ' if could == allowed else 'NOTE '}    it {verdict} {attempt.what}")
        complete = sandbox.protections.complete and not leaks
    if complete:
        say("Answers are shut in completely: submissions of strangers can be graded here.")
        return 0
    say(
        "Answers are not shut in completely, so `bpcourse grade` refuses to run them here, unless\n"
        "--allow-weak-isolation is given: docs/grading.md says what an answer could do then.\n"
        "Grade on Linux 5.13 or later, where user name spaces are allowed."
    )
    return 1


def outcomes(sandbox):
    """Yields each Attempt, and whether an answer could do it in this sandbox."""
    with _something_to_steal() as facts:
        for attempt in ATTEMPTS:
            yield attempt, _could(sandbox, HEAD + attempt.body.format(**facts))


@contextmanager
def _something_to_steal():
    """A private file, one to write into, a place for one to be left, and a port that listens."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        private, written = Path(folder, "private"), Path(folder, "results")
        private.write_text("private")
        written.write_text("")
        left = Path(tempfile.gettempdir(), f"bpcourse-left-{os.getpid()}")
        facts = {"file": str(private), "written": str(written), "left": str(left)}
        try:
            yield facts | {"port": server.getsockname()[1]}
        finally:
            left.unlink(missing_ok=True)


def _could(sandbox, source):
    """Did the answer do what it attempts?"""
    conversation = Conversation(sandbox.open(), 5)
    try:
        (attempt,) = conversation.load(source, "attempt.py", {"attempt": ()})
        return attempt() is True
    except (Exception, Lost):
        return False
    finally:
        sandbox.close()
