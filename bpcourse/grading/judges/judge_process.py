"""Judge process: a process in which a judge works. It gets submissions and gives back verdicts.

The judge has a process of its own because pytest, in which it works, wants one for itself; and
because the grading goes on whatever happens to it.
"""

import queue
import time

from ...checking import time_limit
from ...errors import UserError
from ...python_process import PythonProcess
from ..results.verdict import Verdict
from ..sandbox.protections import Protections
from ..sandbox.syscalls import LINUX

MAIN = "bpcourse.grading.judges.submission_judge:main"
START_AGAIN = 8  # seconds beside those of an answer, for a new child and for the checks
START = 90  # seconds that a judge and its sandbox may need to start, on a busy machine
PATIENCE = 15  # seconds beyond all limits, after which a judge that says nothing is ended


class JudgeError(Exception):
    """The judge itself ended. The text says what is known about it."""


class ChecksError(Exception):
    """A check asks for something that cannot be had here; the text says which, and what to do."""


class JudgeProcess:
    """The judge's process, seen from those who have submissions.

    `exercises` are folders, `private` pairs of an exercise's name and a file of further checks.
    What it says comes to `inbox`, which several of them may share.
    """

    def __init__(
        self, exercises, *, seconds, memory, private=(), hidden=(), without=None, core=None,
        spawn=not LINUX, weak=False, inbox=None,
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
            "weak": weak,  # answers are run even if they cannot be shut in completely
        }
        self.inbox = queue.Queue() if inbox is None else inbox
        self.start()

    def start(self):
        """Start the process; returns at once. It may be asked before it is ready."""
        self.process = PythonProcess(MAIN, inbox=self.inbox)
        self.process.send(self.order)
        self.protections = None  # what protects from the answers; told when it is ready
        self.busy = False
        self.due = time.monotonic() + START  # when it should have said something

    @property
    def pid(self):
        return self.process.pid

    def ask(self, answers, seed, rehearsal=False):
        """Have these answers judged: pairs of an exercise's name and a source.

        In a rehearsal private checks are told like the others.
        """
        each = time_limit.PATIENCE * self.order["seconds"] + START_AGAIN
        seconds = PATIENCE + 2 * len(answers) * each
        seconds += START if self.protections is None else 0
        self.busy, self.due = True, time.monotonic() + seconds
        self.process.send({"answers": answers, "seed": seed, "rehearsal": rehearsal})

    def hear(self, message):
        """Take a message that it has sent; returns the Verdicts, if it holds them, or None.

        Raises JudgeError if the process has ended, ChecksError if a check cannot be run like this,
        UserError if the checks cannot be loaded.
        """
        if message is None:
            raise JudgeError(f"the judge has ended (status {self.process.wait()})")
        if broken := message.get("broken"):
            name, why = next(iter(broken.items()))
            raise UserError(f"The checks of {name} cannot be used, so nothing was graded:\n{why}")
        if "missing" in message:
            self.protections = Protections(message["missing"])
            return None
        self.busy = False
        if "failed" in message:
            raise JudgeError(message["failed"])
        if "refused" in message:
            raise ChecksError(message["refused"])
        return [Verdict.from_data(verdict) for verdict in message["verdicts"]]

    def wait(self):
        """Wait until it is ready."""
        while self.protections is None:
            self._hear_next()

    def judge(self, answers, seed):
        """Have answers judged, and wait for the Verdicts."""
        self.ask(answers, seed)
        verdicts = None
        while verdicts is None:
            verdicts = self._hear_next()
        return verdicts

    def _hear_next(self):
        try:
            process, message = self.inbox.get(timeout=max(0.01, self.due - time.monotonic()))
        except queue.Empty:
            raise JudgeError("the judge did not come to an end") from None
        return self.hear(message) if process is self.process else None

    def end(self):
        """End the process, and the sandbox with it."""
        if self.busy:
            self.process.kill()
        else:
            self.process.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()
