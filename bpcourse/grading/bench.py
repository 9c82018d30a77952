"""Bench: a process in which a judge sits. It gets submissions and gives back verdicts.

The judge runs in a process of its own because pytest, in which it works, wants one for itself; and
because the grading goes on whatever happens to it.
"""

import json
import os
import secrets
import select
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from ..checking.exercise import read
from ..checking.runner import THREADS, kill_with_all_it_started
from ..trouble import Trouble
from .layers import Layers, import_paths
from .system import LINUX
from .verdict import Verdict

START = 90  # seconds that a judge and its worker may need to start, on a busy machine
MEMORY = 4 << 30  # bytes for a judge: an answer's arrays are at most 64 MB, but checks copy them
PATIENCE = 15  # seconds beyond all limits, after which a judge that says nothing is ended
BOOT = "import sys; from bpcourse.grading.bench import main; main(sys.argv[1])"


class JudgeError(Exception):
    """The judge itself ended. The text says what is known about it."""


class Bench:
    """The judge's process, seen from those who have submissions.

    `exercises` are folders, `private` pairs of an exercise's name and a file of further checks.
    """

    def __init__(
        self, exercises, *, seconds, memory, private=(), hidden=(), without=None, core=None,
        spawn=not LINUX,
    ):  # fmt: skip
        self.order = {
            "exercises": [str(folder) for folder in exercises],
            "private": [[name, str(path)] for name, path in private],
            "seconds": seconds,
            "memory": memory,
            "hidden": [str(path) for path in hidden],
            "without": without or {},
            "core": core,  # the one that it keeps to; None for any
            "spawn": spawn,  # a new process for each child, where a fork does not do
        }
        self.process = None
        self.pending = None  # the number of the request that is being judged
        self.start()

    def start(self):
        """Start the process; returns at once, and `ready` tells when it can be asked."""
        path = os.pathsep.join(import_paths())
        environment = os.environ | dict.fromkeys(THREADS, "1") | {"PYTHONPATH": path}
        command = [sys.executable, "-P", "-c", BOOT]
        options = {"stdin": subprocess.DEVNULL, "env": environment, "start_new_session": True}
        if os.name == "posix":
            self.socket, theirs = socket.socketpair()
            command.append(str(theirs.fileno()))
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], **options)
            theirs.close()
        else:
            self._start_by_port(command, options)
        self.buffer = b""
        self.layers = self.pending = None
        self.due = time.monotonic() + START
        self._send(self.order)

    def _start_by_port(self, command, options):
        """Where sockets are not inherited, it comes to a port of ours and says a word first."""
        word = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(START)
            place = f"{server.getsockname()[1]}:{word}"
            self.process = subprocess.Popen([*command, place], **options)
            while True:
                self.socket, _ = server.accept()
                self.socket.settimeout(5)
                if self.socket.recv(len(word), socket.MSG_WAITALL) == word.encode():
                    return
                self.socket.close()

    def _send(self, message):
        self.socket.setblocking(True)
        try:
            self.socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise JudgeError(f"the judge has ended ({error})") from None

    def fileno(self):
        return self.socket.fileno()

    def ask(self, number, answers, seed):
        """Have these answers judged: pairs of an exercise's name and a source."""
        self.pending = number
        seconds = self.order["seconds"]
        self.due = time.monotonic() + PATIENCE + 2 * len(answers) * (seconds + 8)
        self._send({"number": number, "answers": answers, "seed": seed})

    def hear(self):
        """What there is to hear now: None, or the Verdicts; JudgeError where it has ended."""
        if time.monotonic() > self.due:
            raise JudgeError("the judge did not come to an end")
        self.socket.setblocking(False)
        try:
            part = self.socket.recv(1 << 20)
        except BlockingIOError:
            return None
        except OSError as error:
            raise JudgeError(f"the judge has ended ({error})") from None
        if not part:
            raise JudgeError(f"the judge has ended (status {self.process.wait()})")
        self.buffer += part
        if not self.buffer.endswith(b"\n"):
            return None
        message, self.buffer = json.loads(self.buffer), b""
        if broken := message.get("broken"):
            name, why = next(iter(broken.items()))
            raise Trouble(f"The checks of {name} cannot be used, so nothing was graded:\n{why}")
        if "missing" in message:
            self.layers = Layers(message["missing"])
            self.due = float("inf")
            return None
        self.pending, self.due = None, float("inf")
        return [Verdict.from_data(verdict) for verdict in message["verdicts"]]

    def wait(self):
        """Wait for what comes next, as `hear`."""
        while True:
            select.select([self.socket], [], [], 1.0)
            heard = self.hear()
            if heard is not None or (self.pending is None and self.layers is not None):
                return heard

    def judge(self, answers, seed):
        """Have answers judged, and wait for the Verdicts."""
        if self.layers is None:
            self.wait()
        self.ask(0, answers, seed)
        return self.wait()

    def end(self):
        """End the process, and the worker with it."""
        kill_with_all_it_started(self.process)
        self.process.wait()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()


def main(place):
    """The process itself. `place` is the number of a socket, or a port and a word to say there."""
    from .judge import serve

    with _connected(place) as judged, judged.makefile("rb") as requests:
        order = json.loads(requests.readline())
        if order["core"] is not None:
            os.sched_setaffinity(0, {order["core"]})
        exercises = [read(Path(folder)) for folder in order["exercises"]]
        private = [(name, Path(path)) for name, path in order["private"]]
        with suppress(ValueError, OSError, ImportError):
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        serve(exercises, lambda judge: _work(judge, order, judged, requests), private)


def _connected(place):
    port, _, word = place.partition(":")
    if not word:
        return socket.socket(fileno=int(place))
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.sendall(word.encode())
    return connection


def _work(judge, order, judged, requests):
    if order["spawn"]:
        from .spawned import SpawnedRoom as Room
    else:
        from .room import Room

    hidden = [*order["hidden"], *order["exercises"]]
    options = {name: order[name] for name in ("seconds", "memory", "without")}
    with Room(hidden=hidden, **options) as room:
        _say(judged, {"missing": room.missing, "broken": judge.broken()})
        for line in requests:
            request = json.loads(line)
            verdicts = judge.verdicts(request["answers"], request["seed"], room)
            told = [verdict.to_data() for verdict in verdicts]
            _say(judged, {"number": request["number"], "verdicts": told})


def _say(judged, message):
    judged.sendall(json.dumps(message).encode() + b"\n")
