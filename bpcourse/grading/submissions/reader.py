"""Reader: what was handed in is opened in a process of its own, with limits on time and memory.

Whatever a file does to the one who opens it becomes a sentence on its own row, and the next one is
opened by a new process. What comes back is JSON; nothing that was handed in is run.
"""

import base64
import math
import os
import pickle
import queue
import signal
from dataclasses import asdict

from ...python_process import Parent, PythonProcess, limit_memory
from . import intake

SECONDS = 10.0  # of work for one submission; the largest honest one takes a tenth of that
PATIENCE = 60.0  # seconds on the clock, on a busy machine
MEMORY = 1 << 30  # bytes, beside those of Python
OUT_OF_MEMORY = 77  # the status of a process for which it was too much


class Reader:
    """Reads the entries of a Collection, as answers to these exercises.

    With `notebooks` also their whole text is brought back.
    """

    def __init__(
        self, exercises, *, notebooks=False, seconds=SECONDS, patience=PATIENCE, memory=MEMORY
    ):
        # pickled by us and for us: nothing of a stranger's is in it
        self.order = {"exercises": _packed(exercises), "memory": memory, "notebooks": notebooks}
        self.seconds, self.patience, self.memory = seconds, patience, memory
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process:
            self.process.close()

    def read(self, entry, *, until=math.inf):
        """As intake.read, from outside. Where it cannot be read, the Submission says why."""
        if self.process is None:
            self.process = PythonProcess("bpcourse.grading.submissions.reader:main")
            self.process.send(self.order)
        self.process.send({"entry": _packed(entry), "until": until, "seconds": self.seconds})
        try:
            told = self.process.receive(self.patience)
        except queue.Empty:
            told = {"trouble": f"It could not be read within {self.patience:g} s.", "unread": True}
            self.process.kill()
        if told is None:
            told = {"trouble": self._ending(self.process.wait())}
        if "answers" not in told:
            self.process.kill()
            self.process = None
            return intake.unread(entry, **told)
        return intake.Submission(**told)

    def _ending(self, status):
        if hasattr(signal, "SIGPROF") and status == -signal.SIGPROF:
            return f"To read it takes more than {self.seconds:g} s, so it was not read."
        if status == OUT_OF_MEMORY:
            return f"To read it takes more than {self.memory >> 20} MB, so it was not read."
        return f"Whoever tries to read it crashes (status {status}), so it was not read."


def _packed(thing):
    return base64.b64encode(pickle.dumps(thing)).decode()


def _unpacked(text):
    return pickle.loads(base64.b64decode(text))


def main():
    """What the process does: read what it is asked to, one after the other."""
    parent = Parent()
    requests = iter(parent)
    order = next(requests)
    exercises = _unpacked(order["exercises"])
    limit_memory(order["memory"])
    for request in requests:
        _limit_time(request["seconds"])
        try:
            submission = intake.read(_unpacked(request["entry"]), exercises, until=request["until"])
            if not order["notebooks"]:
                submission.notebooks.clear()
            parent.say(asdict(submission))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        _limit_time(0)


def _limit_time(seconds):
    """Be ended by the system after so many seconds of work; 0 for none."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
