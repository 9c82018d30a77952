"""The sandbox, seen from the judge: it opens a channel to a new process for each answer.

with Sandbox(seconds=5) as sandbox:
    channel = sandbox.open()
    …                       channel.send(bytes), channel.receive()
    ending = sandbox.close()   the child is gone, with all it had started
"""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass

from ...checking.judging import limits
from ...checking.judging.terminations import Lost
from ...checking.time_limit import PATIENCE, TimeIsUp
from ...python_process import end, start
from ..remote import wire
from ..remote.child import AT_ONCE, STARTED
from .protections import FOLDER_BYTES, MEANING, MESSAGE_BYTES, Protections

GRACE = 0.3  # seconds beyond the limit, in which a child writes down where it is; then it is ended
LOOK = 0.1  # seconds at least from one look at what a child has computed to the next
START = 60  # seconds that a fork server may need to start, on a busy machine
ERRORS = 1 << 16  # bytes of a child's last words that are read
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MPLBACKEND": "agg"}


@dataclass(frozen=True)
class Ending:
    """How a child ended, and what it has used."""

    status: int = 0
    errors: str = ""  # its last words
    cpu: float = 0.0  # seconds
    memory: int = 0  # bytes


class Sandbox:
    """A fork server, and what it may do. Raises OSError where no process can be started."""

    def __init__(self, *, seconds=limits.SECONDS, memory=limits.MEMORY, hidden=(), without=None):
        self.request = {"do": "fork", "seconds": seconds, "memory": memory, "folder": FOLDER_BYTES}
        self.hidden = [str(path) for path in hidden]
        self.without = dict(without or {})  # layer → why it is left out
        self.process = self.missing = None
        self.channel = None
        self.unsettled = False  # a child is being ended, and the fork server has not told yet
        self._start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()

    @property
    def protections(self):
        return Protections(self.missing)

    def _start(self):
        """Start a fork server; where half a layer fails, another one without that layer.

        Raises OSError where one that takes the place of another would protect less.
        """
        for _ in MEANING:
            answer = self._try_to_start()
            if "missing" in answer:
                if self.missing is not None and answer["missing"].keys() - self.missing.keys():
                    raise OSError("a new sandbox would protect less than the one before")
                self.missing = answer["missing"]
                return
            self.without[answer["failed"]] = answer["why"]
        raise OSError("no fork server could be started")

    def _try_to_start(self):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.process = start(
            "bpcourse.grading.sandbox.fork_server:main",
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            environment=ENVIRONMENT,
            cwd=os.sep,
        )
        theirs.close()
        self.control = ours
        ours.settimeout(START)
        # not as arguments, which the answers could read
        ours.send(json.dumps({"hidden": self.hidden, "without": self.without}).encode())
        return self._hear()

    def _hear(self):
        data = self.control.recv(MESSAGE_BYTES)
        if not data:
            raise OSError("the fork server has ended")
        return json.loads(data)

    def open(self, answers=1):
        """A new child for so many answers, waiting for its first frame."""
        self.request["answers"] = answers
        try:
            self._settle()
            self.channel = self._open()
        except OSError:  # the fork server was killed, from outside: start another
            self.end()
            self._start()
            self.channel = self._open()
        return self.channel

    def _open(self):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        errors = _anonymous_file()
        try:
            message = json.dumps(self.request).encode()
            socket.send_fds(self.control, [message], [theirs.fileno(), errors])
        except OSError:
            ours.close()
            os.close(errors)
            raise
        finally:
            theirs.close()
        return Channel(ours, errors, self.request["seconds"], self._computed)

    def _computed(self, anew=False):
        """Seconds that the child has computed since the last answer began, or begins `anew` here.

        Raises OSError where the fork server has ended.
        """
        self.control.send(b'{"do": "begin"}' if anew else b'{"do": "tell"}')
        return 0.0 if anew else self._hear()["computed"]

    def close(self):
        """End the child. Whoever wants to know how it ended, asks `ending` instead."""
        channel, self.channel = self.channel, None
        with suppress(OSError):
            self.control.send(b'{"do": "end"}')
            self.unsettled = True
        channel.close()

    def ending(self):
        """End the child; how it ended by itself, or that it had to be stopped."""
        channel, self.channel = self.channel, None
        if channel.gone:
            time.sleep(0.02)  # it is ending by itself: let it say how
        try:
            self.control.send(b'{"do": "end"}')
            self.unsettled = True
            told = self._settle()
        except OSError:
            self.end()
            self._start()
            told = {"status": -signal.SIGKILL, "cpu": 0.0, "memory": 0}
        return Ending(errors=channel.close(), **told)

    def _settle(self):
        """Hear what the fork server says of the last child."""
        if self.unsettled:
            self.unsettled = False
            return self._hear()
        return None

    def end(self):
        """End the fork server, and whatever it holds."""
        if self.process:
            end(self.process)
            self.control.close()
            self.process = None


class Channel:
    """The wire to one child, and a look at its time of computing where it does not answer.

    An answer may compute for `seconds`, and take PATIENCE times as long by the clock. What it has
    computed is told by `computed(anew)`, and is asked only when it could be too much.
    """

    def __init__(self, sock, errors, seconds, computed, now=time.monotonic):
        self.socket, self.errors, self.seconds = sock, errors, seconds
        self.computed, self.now = computed, now
        self.gone = self.started = False
        self.late = None  # the TimeIsUp for which the child has to be ended
        self.frames = wire.Frames(self._more)
        self.start_clock()

    def start_clock(self):
        """The next answer begins."""
        if self.started:  # the first one has a child that has computed nothing
            self._ask_computed(anew=True)
        self.began = self.now()
        self.look_at = self.began + self.seconds + GRACE

    def send(self, data):
        left = memoryview(data)
        while left:
            left = left[self._try(self.socket.send, left) or 0 :]

    def receive(self):
        """The next frame: its message, and its bytes."""
        if not self.started:
            self.started = self.frames.byte() == STARTED
        return self.frames.next()

    def _more(self, size):
        part = None
        while part is None:
            part = self._try(self.socket.recv, max(AT_ONCE, min(size, 1 << 20)))
        if not part:
            raise self._is_gone()
        return part

    def _try(self, act, argument):
        """What comes of it, or None where time has passed, but is not up."""
        left = self.look_at - self.now()
        if left <= 0:
            self._look()
            return None
        self.socket.settimeout(left)
        try:
            return act(argument)
        except TimeoutError:
            return None
        except OSError:
            raise self._is_gone() from None

    def _look(self):
        """Raise Lost where the answer has computed or waited for too long; else look again later.

        In GRACE the child writes down where it is.
        """
        computed, passed = self._ask_computed(), self.now() - self.began
        left = self.seconds + GRACE - computed, PATIENCE * self.seconds + GRACE - passed
        if min(left) <= 0:
            self.late = TimeIsUp(self.seconds, waited=left[0] > 0)
            raise Lost
        self.look_at = self.now() + max(LOOK, min(left))

    def _ask_computed(self, anew=False):
        try:
            return self.computed(anew)
        except OSError:
            raise self._is_gone() from None

    def _is_gone(self):
        self.gone = True
        return Lost()

    def close(self):
        """Close the wire; the child's last words."""
        self.socket.close()
        os.lseek(self.errors, 0, os.SEEK_SET)
        words = os.read(self.errors, ERRORS).decode("utf-8", "replace")
        os.close(self.errors)
        return words


def _anonymous_file():
    """A file without a name, in memory where that can be."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("errors", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
