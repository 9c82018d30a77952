"""Spawned: a sandbox for systems without name spaces, where a fork does not carry NumPy over.

Every child is a new process with limits, as far as the system has them, and a folder of its own.
It is slower, and protects less; `protections` says what is missing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress

from ...checking.judging.terminations import Lost
from ...checking.time_limit import PATIENCE, TimeIsUp
from ...python_process import end, end_tree, memory_used, seconds_of, start
from ..remote import wire
from ..remote.child import AT_ONCE, STARTED
from .channel import ENVIRONMENT, ERRORS, GRACE, LOOK, START, Ending
from .protections import FOLDER, FOLDER_BYTES, LIMITS, MEANING, SESSION, Protections

try:
    import resource
except ImportError:  # there is none on Windows
    resource = None

NEEDED = ("SYSTEMROOT", "TEMP", "TMP")  # without these no program starts on Windows


class SpawnedSandbox:
    """As a Sandbox, with a new process for each child."""

    def __init__(self, *, seconds, memory, hidden=(), without=None):
        self.request = {"seconds": seconds, "memory": memory, "folder": FOLDER_BYTES}
        self.channel = None
        why = f"there is none on {sys.platform}"
        present = {LIMITS, SESSION} if os.name == "posix" else {SESSION}
        self.missing = {name: why for name in MEANING if name not in present}
        self.missing[FOLDER] = "nothing keeps it from writing elsewhere"
        self.missing.update(without or {})

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.channel:
            self.close()

    @property
    def protections(self):
        return Protections(self.missing)

    def open(self, answers=1):
        self.channel = PipeChannel(self.request | {"answers": answers}, LIMITS not in self.missing)
        return self.channel

    def close(self):
        self.ending()

    def ending(self):
        channel, self.channel = self.channel, None
        return channel.close()


class PipeChannel:
    """The two pipes to one child. A second thread ends it when its time is up."""

    def __init__(self, request, limited):
        self.seconds, self.late, self.gone = request["seconds"], None, False
        self.folder = tempfile.mkdtemp(prefix="bpcourse-")
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the child lives
        kept = {name: os.environ[name] for name in NEEDED if name in os.environ}
        home = {"HOME": self.folder, "TMPDIR": self.folder}
        self.process = start(
            "bpcourse.grading.sandbox.spawned:main",
            {"limited": limited} | request,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            environment=kept | ENVIRONMENT | home,
            cwd=self.folder,
        )
        self.clock, self.cpu_before = None, _cpu_of_children()
        self.began, self.computed_before = 0.0, 0.0
        self.started, self.frames = False, wire.Frames(self._more)
        self.start_clock()

    def start_clock(self):
        """The next answer begins; the first one has the start of the process before it."""
        self._stop_clock()
        start = 0 if self.started else START
        self.began, self.computed_before = time.monotonic() + start, self._computed()
        self._look_after(self.seconds + GRACE + start)

    def _computed(self):
        """Seconds that the child has computed; those of the clock where nobody tells them."""
        computed = seconds_of(self.process.pid)
        return time.monotonic() if computed is None else computed

    def _look_after(self, seconds):
        self.clock = threading.Timer(seconds, self._look)
        self.clock.daemon = True
        self.clock.start()

    def _stop_clock(self):
        if self.clock:
            self.clock.cancel()

    def _look(self):
        """End the child if it has computed or waited for too long; else look again later."""
        computed, passed = self._computed() - self.computed_before, time.monotonic() - self.began
        left = self.seconds + GRACE - computed, PATIENCE * self.seconds + GRACE - passed
        if min(left) > 0:
            self._look_after(max(LOOK, min(left)))
        else:
            self.late = TimeIsUp(self.seconds, waited=left[0] > 0)
            end_tree(self.process.pid)

    def send(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except OSError:
            self.gone = True
            raise Lost from None

    def receive(self):
        if not self.started:
            self.started = self.frames.byte() == STARTED
            self.start_clock()
        return self.frames.next()

    def _more(self, size):
        part = self.process.stdout.read1(max(AT_ONCE, min(size, 1 << 20)))
        if not part:
            self.gone = True
            raise Lost
        return part

    def close(self):
        """End the child and all in its session; how it ended."""
        if self.gone:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)  # it is ending by itself: let it say how
        self._stop_clock()
        end(self.process)
        status, cpu = self.process.returncode, _cpu_of_children() - self.cpu_before
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()
        self.errors.seek(0)
        words = self.errors.read(ERRORS).decode("utf-8", "replace")
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return Ending(status, words, cpu)


def _cpu_of_children():
    """Seconds that all processes have used for which this one has waited; 0 where unknown."""
    if resource is None:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(options):
    """The child: its channel is what it was given as input and output, which it then loses."""
    from ..remote import child
    from .pristine import Pristine

    channel_in, channel_out = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    if options["limited"]:
        from .fork_server import limit

        limit(options, memory_used(), own_users=False)
    child.listen_to_last_words()
    child.run(channel_in, channel_out, Pristine())
