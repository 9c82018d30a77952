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
        """Yields a Judged for each of the `tasks`, pairs of a submission and a seed.

        The next task is fetched while the judges work, so that none of them waits for a disk.
        """
        tasks, busy, done = iter(tasks), {}, []
        ahead = next(tasks, None)
        while ahead or busy:
            idle = next((bench for bench in self.benches if bench not in busy), None)
            given = ahead and idle
            if given and ahead[0].answers:
                busy[idle] = _Work(ahead)
                self._ask(idle, busy[idle])
            elif given:
                done.append(Judged(*ahead, [], 0.0, Layers()))
            yield from done
            done = []
            if given:
                ahead = next(tasks, None)
            else:
                done = self._wait(busy)
        yield from done

    def _wait(self, busy):
        """Wait a while; a Judged for each bench that has finished, which is no longer busy."""
        readable, _, _ = select.select(list(busy), [], [], 0.5)
        heard = {bench: self._hear(bench, busy[bench], bench in readable) for bench in busy}
        for bench in [bench for bench, judged in heard.items() if judged]:
            del busy[bench]
        return list(filter(None, heard.values()))

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
