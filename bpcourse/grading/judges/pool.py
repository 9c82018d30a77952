"""Pool: judges on this machine, each in a process of its own, kept busy."""

import os
import queue
import time

from ...errors import UserError
from ..sandbox.protections import Protections
from .judge_process import ChecksError, JudgeError, JudgeProcess

TRIES = 2  # a judge that ends by itself is replaced and asked once more, at once
ROUNDS = 2  # and what is lost even so is tried again when all others are done


class Judged:
    """A submission and what the judge says of it; `lost` says why it could not be judged."""

    def __init__(self, submission, seed, verdicts, seconds, protections, lost=""):
        self.submission, self.seed, self.verdicts = submission, seed, verdicts
        self.seconds, self.protections, self.lost = seconds, protections, lost


def in_rounds(judge_all, tasks):
    """Yields a Judged for each of the `tasks`, as `judge_all(tasks)` does.

    What is lost with its judge, through no fault of the answer, is tried again at the end.
    """
    for last in [False] * (ROUNDS - 1) + [True]:
        again = []
        for judged in judge_all(tasks):
            if judged.lost and not last:
                again.append((judged.submission, judged.seed))
            else:
                yield judged
        tasks = again


class Pool:
    """So many judges of one catalogue."""

    def __init__(self, catalogue, settings, *, jobs, hidden=(), without=None, weak=False):
        self.inbox = queue.Queue()  # what all of them say
        options = {
            "seconds": settings.timeout,
            "memory": settings.memory << 20,
            "private": catalogue.private,
            "hidden": hidden,
            "without": without,
            "weak": weak,
            "inbox": self.inbox,
        }
        self.judges = [JudgeProcess(catalogue.folders, core=core, **options)
                       for core in _cores(jobs)]  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for judge in self.judges:
            judge.end()

    def protections(self):
        """What protects here; waits until the first judge is ready."""
        return self.wait_for(self.judges[0]).protections

    def wait_for(self, judge):
        """The judge, when it is ready. UserError where it cannot be started."""
        try:
            while judge.protections is None:
                speaker, message = self._next_message()
                if speaker:
                    speaker.hear(message)
                elif time.monotonic() > judge.due:
                    _late()
        except JudgeError as error:
            raise UserError(f"No judge could be started: {error}.") from None
        return judge

    def rehearse(self, exercises):
        """Judge the model answers, where there are some.

        UserError where a check cannot be run here, or rejects the answer that the teacher wrote.
        """
        found = [e for e in exercises if (e.folder / "solution.py").is_file()]
        judge, verdicts = self.wait_for(self.judges[0]), None
        judge.ask([(e.name, e.solution) for e in found], seed=1, rehearsal=True)
        try:
            while verdicts is None:
                speaker, message = self._next_message()
                if speaker:
                    verdicts = speaker.hear(message)
                elif time.monotonic() > judge.due:
                    _late()
        except ChecksError as error:
            raise UserError(f"{error}\nNothing was graded.") from None
        except JudgeError as error:
            raise UserError(
                f"The checks could not be tried on the model answers: {error}."
            ) from None
        for verdict in verdicts:
            if verdict.state not in ("passed", "todo"):
                raise UserError(
                    f"The checks of {verdict.exercise} reject its model answer, so nothing was "
                    f"graded. Correct the check or solution.py:\n{verdict.report}"
                )

    def run(self, tasks):
        """Yields a Judged for each of the `tasks`, pairs of a submission and a seed."""
        return in_rounds(self._round, tasks)

    def _round(self, tasks):
        """The same, once.

        The next task is fetched while the judges work, so that none of them waits for a disk.
        """
        tasks, busy = iter(tasks), {}
        ahead = next(tasks, None)
        while ahead or busy:
            if ahead and not ahead[0].answers:
                yield Judged(*ahead, [], 0.0, Protections())
                ahead = next(tasks, None)
                continue
            idle = next((judge for judge in self.judges if judge not in busy), None)
            if ahead and idle:
                busy[idle] = _Work(ahead)
                self._ask(idle, busy[idle])
                ahead = next(tasks, None)
            else:
                yield from self._wait(busy)

    def _ask(self, judge, work):
        work.began = work.began or time.perf_counter()
        submission, seed = work.task
        judge.ask(list(submission.answers.items()), seed)

    def _wait(self, busy):
        """Wait for the next message; yields a Judged where one has finished and is free again."""
        judge, message = self._next_message()
        if judge is not None:
            yield from self._hear(judge, busy, lambda: judge.hear(message))
        for judge in [judge for judge in busy if time.monotonic() > judge.due]:
            yield from self._hear(judge, busy, _late)

    def _next_message(self):
        """A judge and what it says; None and None where there is nothing to hear for a while."""
        try:
            process, message = self.inbox.get(timeout=0.5)
        except queue.Empty:
            return None, None
        return next((judge for judge in self.judges if judge.process is process), None), message

    def _hear(self, judge, busy, verdicts_of):
        lost = ""
        try:
            verdicts = verdicts_of()
            if verdicts is None:
                return
        except ChecksError as error:
            verdicts, lost = [], str(error)
        except JudgeError as error:
            judge.process.kill()
            judge.start()
            work = busy.get(judge)
            if work is None:
                return
            work.tries += 1
            if work.tries < TRIES:
                self._ask(judge, work)
                return
            verdicts, lost = [], f"{error}."
        work = busy.pop(judge)
        seconds = time.perf_counter() - work.began
        yield Judged(*work.task, verdicts, seconds, judge.protections or Protections(), lost)


def _late():
    raise JudgeError("the judge did not come to an end")


def _cores(jobs):
    """A core for each judge, where each can have one of its own; else None.

    A judge and its child take turns, and to wake another core takes longer than what they say.
    """
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return cores if len(cores) == jobs > 1 else [None] * jobs


class _Work:
    """A task under way."""

    def __init__(self, task):
        self.task, self.tries, self.began = task, 0, 0.0
