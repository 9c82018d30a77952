"""Pool: judges on this machine, each in a process of its own, kept busy."""

import os
import select
import time

from .bench import Bench, JudgeError
from .layers import Layers

RETRIES = 1  # a judge that ends by itself is replaced, and asked once more


class Judged:
    """A submission and what the judge says of it."""

    def __init__(self, submission, seed, verdicts, seconds, layers):
        self.submission, self.seed, self.verdicts = submission, seed, verdicts
        self.seconds, self.layers = seconds, layers


class Pool:
    """So many judges of one catalogue."""

    def __init__(self, catalogue, settings, *, jobs, hidden=(), without=None):
        options = {
            "seconds": settings.timeout,
            "memory": settings.memory << 20,
            "private": catalogue.private,
            "hidden": hidden,
            "without": without,
        }
        self.benches = [Bench(catalogue.folders, core=core, **options) for core in _cores(jobs)]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for bench in self.benches:
            bench.end()

    def layers(self):
        """What protects here; waits until the first judge is ready."""
        self.benches[0].wait()
        return self.benches[0].layers

    def run(self, tasks):
        """Yields a Judged for each of the `tasks`, pairs of a submission and a seed."""
        tasks, busy = iter(tasks), {}
        waiting = True
        while waiting or busy:
            for bench in self.benches:
                while waiting and bench not in busy:
                    task = next(tasks, None)
                    if task is None:
                        waiting = False
                    elif not task[0].answers:
                        yield Judged(*task, [], 0.0, Layers())
                    else:
                        busy[bench] = _Work(task)
                        self._ask(bench, busy[bench])
            readable, _, _ = select.select(list(busy), [], [], 0.5) if busy else ([], [], [])
            for bench in list(busy):
                done = self._hear(bench, busy[bench], bench in readable)
                if done:
                    del busy[bench]
                    yield done

    def _ask(self, bench, work):
        work.began = time.perf_counter()
        submission, seed = work.task
        try:
            if bench.layers is None:
                bench.wait()
            bench.ask(0, list(submission.answers.items()), seed)
        except JudgeError as error:
            work.lost = error

    def _hear(self, bench, work, readable):
        try:
            if work.lost:
                raise work.lost
            if not readable and time.monotonic() < bench.due:
                return None
            verdicts = bench.hear()
            if verdicts is None:
                return None
        except JudgeError as error:
            bench.end()
            bench.start()
            work.lost, work.tries = None, work.tries + 1
            if work.tries <= RETRIES:
                self._ask(bench, work)
                return None
            work.task[0].trouble = f"It could not be judged: {error}. Grade it by hand."
            verdicts = []
        seconds = time.perf_counter() - work.began
        return Judged(*work.task, verdicts, seconds, bench.layers or Layers())


def _cores(jobs):
    """A core for each judge, where each can have one of its own; else None.

    A judge and its child take turns, and to wake another core takes longer than what they say.
    """
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return cores if len(cores) == jobs > 1 else [None] * jobs


class _Work:
    """A task under way."""

    def __init__(self, task):
        self.task, self.tries, self.lost, self.began = task, 0, None, 0.0
