"""Fork server: a process that holds Python and NumPy, shut in, and forks a child for every answer.

It is told what to do through one socket, and knows nothing of exercises, checks or submissions:

    {"do": "fork", …} with two file descriptors     a child serves on the first, and writes its
                                                    last words (a crash, a time-out) to the second
    {"do": "begin"}                                 the child begins with its next answer
    {"do": "tell"}                                  seconds that it has computed since then
    {"do": "end"}                                   the child and all it has started are gone
"""

import gc
import json
import os
import shutil
import signal
import socket
import tempfile
import traceback
from contextlib import suppress
from functools import partial
from pathlib import Path

from ...python_process import memory_used, seconds_of
from ..remote import child
from . import landlock, namespaces, seccomp, syscalls
from .pristine import Pristine
from .protections import (
    FOLDER,
    LANDLOCK,
    LIMITS,
    MESSAGE_BYTES,
    NAMESPACES,
    PRIVILEGES,
    PROCESSES,
    SECCOMP,
    hidden_paths,
    readable_paths,
    without,
)

NOT_SHUT_IN = 71  # the status of a child that could not be shut in, and so ran nothing
FILES = 64  # open files of a child
THREADS = 48  # and processes, of which it can start none


def main():
    """Serve on the socket that is the standard input, until it is closed.

    First it is told which layers to leave out, and what to hide.
    """
    control = socket.socket(fileno=os.dup(0))
    options = json.loads(control.recv(MESSAGE_BYTES))
    _load_what_answers_use()
    server = _ForkServer(control, options)
    server.enter()
    child.listen_to_last_words()  # here, so that no child has to
    gc.collect()
    gc.set_threshold(20_000, 50, 100)  # to look for garbage is to touch memory, and so to copy it
    gc.freeze()  # what is loaded is never looked at again, so its pages stay shared with children
    server.say({"missing": server.missing})
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 2)
        if not data:
            os._exit(0)
        request = json.loads(data)
        if request["do"] == "fork":
            server.fork(request, *descriptors)
        elif request["do"] == "begin":
            server.begin()
        elif request["do"] == "tell":
            server.say({"computed": server.computed() - server.computed_before})
        else:
            server.say(server.end())


def _load_what_answers_use():
    """So that no child has to."""
    with suppress(ImportError):  # there is none on Windows
        import resource  # noqa: F401
    import math  # noqa: F401
    import random  # noqa: F401

    import numpy.linalg
    import numpy.random  # noqa: F401


class _ForkServer:
    """What surrounds the answers, and the one child that runs them."""

    def __init__(self, control, options):
        self.control, self.options = control, options
        self.missing = dict(options["without"])
        self.processes = None
        self.ruleset, self.filter = None, None
        self.child, self.folder = None, None
        self.computed_before = 0.0  # seconds, when the child began with its answer
        self.used = 0  # bytes, before any answer

    def say(self, message):
        self.control.send(json.dumps(message).encode())

    def enter(self):
        """Shut this process in, as far as the system can."""
        if syscalls.LINUX:
            syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
            syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
        self.used = memory_used()
        hidden = hidden_paths(*self.options["hidden"])
        readable = readable_paths(hidden)
        self._try(NAMESPACES, partial(namespaces.enter_namespaces, readable, hidden), fatal=True)
        if NAMESPACES in self.missing:
            self.missing.setdefault(PROCESSES, "it needs name spaces")
        self._try(PROCESSES, self._enter_processes, fatal=True)
        if NAMESPACES not in self.missing:
            namespaces.bound_capabilities()
        os.environ.update(HOME=namespaces.PRIVATE_FOLDER, TMPDIR=namespaces.PRIVATE_FOLDER)
        self.new = Pristine()
        inside = ["/"] if NAMESPACES not in self.missing else [*without(readable, hidden)]
        self.inside = inside
        if PRIVILEGES in self.missing:
            for name in (LANDLOCK, SECCOMP):
                self.missing.setdefault(name, f"it needs {PRIVILEGES}")
        for name, attempt in ((LANDLOCK, self._try_landlock), (SECCOMP, self._try_seccomp)):
            self._try(name, attempt)
        if NAMESPACES in self.missing and LANDLOCK in self.missing:
            self.missing.setdefault(FOLDER, "nothing keeps it from writing elsewhere")

    def _try(self, name, attempt, fatal=False):
        if name in self.missing:
            return
        try:
            attempt()
        except (OSError, AttributeError, ValueError) as error:
            why = str(error) or type(error).__name__
            if fatal:  # half a world is none: the judge starts another without it
                self.say({"failed": name, "why": why})
                os._exit(3)
            self.missing[name] = why

    def _enter_processes(self):
        self.processes = namespaces.Processes()

    def _try_landlock(self):
        landlock.version()
        if NAMESPACES not in self.missing:
            places = (namespaces.PLACE, *namespaces.DEVICES)
            import fcntl

            ruleset = landlock.rules(self.inside, places)
            self.ruleset = fcntl.fcntl(ruleset, fcntl.F_DUPFD_CLOEXEC, 10)  # out of the way of 0-3

    def _try_seccomp(self):
        """In a child, since there is no way back."""
        pid = os.fork()
        if not pid:
            with suppress(BaseException):
                syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
                seccomp.enter(seccomp.program(os.getpid()))
                os._exit(0)
            os._exit(1)
        if os.waitpid(pid, 0)[1]:
            raise OSError("the kernel takes no filter")
        self.filter = seccomp.program(1)  # what it is in a process space of its own

    # ---- one child ----

    def fork(self, request, channel, errors):
        if NAMESPACES in self.missing:
            self.folder = tempfile.mkdtemp(prefix="bpcourse-")
        self.child = self.processes.fork() if self.processes else os.fork()
        if not self.child:
            try:
                self._become_child(request, channel, errors)
            except BaseException:
                for place in (errors, 2):  # before and after its descriptors were put in order
                    with suppress(OSError):
                        os.write(place, traceback.format_exc().encode())
            finally:
                os._exit(NOT_SHUT_IN)  # nothing of this may go on in the name of this process
        os.close(channel)
        os.close(errors)
        self.computed_before = 0.0

    def begin(self):
        self.computed_before = self.computed()

    def computed(self):
        """Seconds that the child has computed, in all its threads."""
        return (self.child and seconds_of(self.child)) or 0.0

    def _become_child(self, request, channel, errors):
        if LIMITS not in self.missing:
            limit(request, self.used, NAMESPACES not in self.missing)
        os.setsid()
        if syscalls.LINUX:
            syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
        _place(channel, errors)
        if self.folder is None:
            namespaces.enter_private_folder(request["folder"])
            self.folder = namespaces.PRIVATE_FOLDER
            namespaces.drop_capabilities()
        os.chdir(self.folder)
        if os.environ["HOME"] != self.folder:
            os.environ.update(HOME=self.folder, TMPDIR=self.folder)
        if PRIVILEGES not in self.missing:
            syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
        if LANDLOCK not in self.missing:
            places = (self.folder, *namespaces.DEVICES)
            landlock.enter(self.ruleset or landlock.rules(self.inside, places))
        os.closerange(4, 4096)
        if SECCOMP not in self.missing:
            seccomp.enter(self.filter if self.processes else seccomp.program(os.getpid()))
        child.run(3, 3, self.new)

    def end(self):
        """Stop the child and whatever it has started; how it ended and what it used."""
        if self.child is None:
            return {"status": 0, "cpu": 0.0, "memory": 0}
        for kill in (os.kill, os.killpg):
            with suppress(OSError):
                kill(self.child, signal.SIGKILL)
        _, status, used = os.wait4(self.child, 0)
        self.child = None
        if not self.processes and syscalls.LINUX:
            _end_orphans()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
        kilobytes = used.ru_maxrss if syscalls.LINUX else used.ru_maxrss // 1024
        return {
            "status": os.waitstatus_to_exitcode(status),
            "cpu": used.ru_utime + used.ru_stime,
            "memory": kilobytes << 10,
        }


def limit(request, used, own_users, files=FILES):
    """The limits that the system itself keeps."""
    import resource

    limits = {
        "RLIMIT_AS": request["memory"] + used,
        "RLIMIT_CPU": int(request["seconds"] * request["answers"]) + 2,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": request["folder"],
        "RLIMIT_NOFILE": files,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    if own_users:  # else all processes of this user would count
        limits["RLIMIT_NPROC"] = THREADS
    for name, value in limits.items():
        with suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))


def _place(channel, errors):
    """The child's file descriptors: nothing to read, nowhere to print, its errors, its channel."""
    channel, errors = os.dup(channel), os.dup(errors)  # out of the way of 0 to 3
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor, place in ((null, 0), (null, 1), (errors, 2), (channel, 3)):
        os.dup2(descriptor, place)


def _end_orphans():
    """What a child has left behind comes to this process, which ends it."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while True:
        with suppress(OSError):
            for child in map(int, children.read_text().split()):
                os.kill(child, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
