"""Room: where answers run, seen from the judge. It opens a cell for each and closes it for good.

with Room(seconds=5) as room:
    cell = room.open()
    …                       cell.send(bytes), cell.receive()
    ending = room.close()   the child is gone, with all it had started
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass

from ..checking import limits
from ..checking.runner import THREADS
from . import wire
from .layers import DEFAULT_BOX, MEANING, Layers, import_paths
from .proxy import Lost

GRACE = 0.3  # seconds beyond the limit, in which a child writes down where it is; then it is ended
START = 60  # seconds that a worker may need to start, on a busy machine
WORDS = 1 << 16
AT_ONCE = 1 << 16  # bytes: most frames are far shorter, so they come in one piece
ERRORS = 1 << 16  # bytes of a child's last words that are read
BOOT = (
    "import sys, json; wish = json.loads(sys.argv[2]); sys.path[:] = wish['path']; "
    "from bpcourse.grading.worker import main; main(int(sys.argv[1]), wish)"
)
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MPLBACKEND": "agg", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Ending:
    """How a child ended, and what it has used."""

    status: int = 0
    errors: str = ""  # its last words
    cpu: float = 0.0  # seconds
    memory: int = 0  # bytes


class Room:
    """A worker, and what it may do. Raises OSError where no process can be started."""

    def __init__(self, *, seconds=limits.SECONDS, memory=limits.MEMORY, hidden=(), without=None):
        self.request = {"do": "fork", "seconds": seconds, "memory": memory, "box": DEFAULT_BOX}
        self.hidden = [str(path) for path in hidden]
        self.without = dict(without or {})  # layer → why it is left out
        self.process = None
        self.cell = None
        self.unsettled = False  # a child is being ended, and the worker has not told yet
        self._start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()

    @property
    def layers(self):
        return Layers(self.missing)

    def _start(self):
        """Start a worker; where half a layer fails, another one without that layer."""
        for _ in MEANING:
            answer = self._try_to_start()
            if "missing" in answer:
                self.missing = answer["missing"]
                return
            self.without[answer["failed"]] = answer["why"]
        raise OSError("no worker could be started")

    def _try_to_start(self):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        told = {"hidden": self.hidden, "without": self.without}
        wish = json.dumps({"path": import_paths()} | told)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", BOOT, str(theirs.fileno()), wish],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=ENVIRONMENT | dict.fromkeys(THREADS, "1"),
            cwd=os.sep,
            start_new_session=True,
        )
        theirs.close()
        self.control = ours
        ours.settimeout(START)
        return self._hear()

    def _hear(self):
        data = self.control.recv(WORDS)
        if not data:
            raise OSError("the worker has ended")
        return json.loads(data)

    def open(self, answers=1):
        """A new child for so many answers, waiting for its first frame."""
        self.request["answers"] = answers
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        errors = _anonymous_file()
        message = json.dumps(self.request).encode()
        try:
            self._settle()
            socket.send_fds(self.control, [message], [theirs.fileno(), errors])
        except OSError:  # it was killed, from outside: start another
            self.end()
            self._start()
            socket.send_fds(self.control, [message], [theirs.fileno(), errors])
        theirs.close()
        self.cell = Cell(ours, errors, self.request["seconds"] + GRACE)
        return self.cell

    def close(self):
        """End the child. Whoever wants to know how it ended, asks `ending` instead."""
        cell, self.cell = self.cell, None
        with suppress(OSError):
            self.control.send(b'{"do": "end"}')
            self.unsettled = True
        cell.close()

    def ending(self):
        """End the child; how it ended by itself, or that it had to be stopped."""
        cell, self.cell = self.cell, None
        if cell.gone:
            time.sleep(0.02)  # it is ending by itself: let it say how
        try:
            self.control.send(b'{"do": "end"}')
            self.unsettled = True
            told = self._settle()
        except OSError:
            self.end()
            self._start()
            told = {"status": -signal.SIGKILL, "cpu": 0.0, "memory": 0}
        return Ending(errors=cell.close(), **told)

    def _settle(self):
        """Hear what the worker says of the last child."""
        if self.unsettled:
            self.unsettled = False
            return self._hear()
        return None

    def end(self):
        """End the worker, and whatever it holds."""
        if self.process:
            with suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.control.close()
            self.process = None


class Cell:
    """The wire to one child, with a clock that runs from the start."""

    def __init__(self, sock, errors, seconds):
        self.socket, self.errors, self.seconds = sock, errors, seconds
        self.gone = self.late = False
        self.heard = bytearray()  # and not yet read
        self.start_clock()

    def start_clock(self):
        """The next answer begins."""
        self.end = time.monotonic() + self.seconds

    def send(self, data):
        self._wait()
        try:
            self.socket.sendall(data)
        except TimeoutError:
            raise self._is_late() from None
        except OSError:
            raise self._is_gone() from None

    def receive(self):
        """The next frame: its message, and its bytes."""
        return wire.read_frame(self._read)

    def _read(self, size):
        while len(self.heard) < size:
            self._wait()
            try:
                part = self.socket.recv(max(AT_ONCE, min(size, 1 << 20)))
            except TimeoutError:
                raise self._is_late() from None
            except OSError:
                raise self._is_gone() from None
            if not part:
                raise self._is_gone()
            self.heard += part
        data = bytes(self.heard[:size])
        del self.heard[:size]
        return data

    def _wait(self):
        left = self.end - time.monotonic()
        if left <= 0:
            raise self._is_late()
        self.socket.settimeout(left)

    def _is_late(self):
        self.late = True
        return Lost()

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
