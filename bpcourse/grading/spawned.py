"""Spawned: a room for systems without name spaces, where a fork does not carry NumPy over.

Every child is a new process with limits, as far as the system has them, and a folder of its own.
It is slower, and protects less; `layers` says what is missing.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress

from ..checking.runner import THREADS, kill_with_all_it_started
from . import wire
from .layers import DEFAULT_BOX, FOLDER, LIMITS, MEANING, SESSION, Layers, import_paths
from .proxy import Lost
from .room import ENVIRONMENT, ERRORS, GRACE, START, Ending

BOOT = (
    "import sys, json; wish = json.loads(sys.argv[1]); sys.path[:] = wish['path']; "
    "from bpcourse.grading.spawned import main; main(wish)"
)
NEEDED = ("SYSTEMROOT", "TEMP", "TMP")  # without these no program starts on Windows


class SpawnedRoom:
    """As a Room, with a new process for each child."""

    def __init__(self, *, seconds, memory, hidden=(), without=None):
        self.request = {"seconds": seconds, "memory": memory, "box": DEFAULT_BOX}
        self.cell = None
        why = f"there is none on {sys.platform}"
        present = {LIMITS, SESSION} if os.name == "posix" else {SESSION}
        self.missing = {name: why for name in MEANING if name not in present}
        self.missing[FOLDER] = "nothing keeps it from writing elsewhere"
        self.missing.update(without or {})

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.cell:
            self.close()

    @property
    def layers(self):
        return Layers(self.missing)

    def open(self, answers=1):
        self.cell = PipeCell(self.request | {"answers": answers}, LIMITS not in self.missing)
        return self.cell

    def close(self):
        self.ending()

    def ending(self):
        cell, self.cell = self.cell, None
        return cell.close()


class PipeCell:
    """The two pipes to one child. A second thread ends it when its time is up."""

    def __init__(self, request, limited):
        self.seconds, self.late, self.gone = request["seconds"] + GRACE, False, False
        self.folder = tempfile.mkdtemp(prefix="bpcourse-")
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the child lives
        wish = json.dumps({"path": import_paths(), "limited": limited} | request)
        kept = {name: os.environ[name] for name in NEEDED if name in os.environ}
        home = {"HOME": self.folder, "TMPDIR": self.folder}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", BOOT, wish],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=kept | ENVIRONMENT | dict.fromkeys(THREADS, "1") | home,
            cwd=self.folder,
            start_new_session=True,
        )
        self.clock = None
        self.starting = True
        self.start_clock()

    def start_clock(self):
        """The next answer begins; the first one has the start of the process before it."""
        self._stop_clock()
        seconds = self.seconds + (START if self.starting else 0)
        self.clock = threading.Timer(seconds, self._time_is_up)
        self.clock.daemon = True
        self.clock.start()

    def _stop_clock(self):
        if self.clock:
            self.clock.cancel()

    def _time_is_up(self):
        self.late = True
        self._kill()

    def _kill(self):
        kill_with_all_it_started(self.process)

    def send(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except OSError:
            self.gone = True
            raise Lost from None

    def receive(self):
        message = wire.read_frame(self._read)
        if self.starting:
            self.starting = False
            self.start_clock()
        return message

    def _read(self, size):
        data = self.process.stdout.read(size)
        if len(data) < size:
            self.gone = True
            raise Lost
        return data

    def close(self):
        """End the child and all in its session; how it ended."""
        if self.gone:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.2)  # it is ending by itself: let it say how
        self._stop_clock()
        self._kill()
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()
        self.errors.seek(0)
        words = self.errors.read(ERRORS).decode("utf-8", "replace")
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return Ending(status=status, errors=words)


def main(wish):
    """The child: its channel is what it was given as input and output, which it then loses."""
    from . import child
    from .asnew import AsNew

    channel_in, channel_out = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    if wish["limited"]:
        from .worker import limit, memory_used

        limit(wish, memory_used(), own_users=False)
    child.listen_to_last_words()
    child.run(channel_in, channel_out, AsNew())
