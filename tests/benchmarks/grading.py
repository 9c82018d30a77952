"""How fast submissions are graded, and what that costs:  python tests/benchmarks/grading.py [N]

With --each [NAME ...] instead of N: the CPU for an answer to each of these exercises or to all, the
dearest first.

Each row is N submissions, all of them right, so that nothing waits for a time-out. "alone" is the
same checks by one pytest process each, on a few of them. CPU is that of all processes together, per
submission: on a busy machine it says more than the wall clock. Memory is the largest sum over all
processes, without what they share.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bpcourse.checking.exercise import exercises, read
from bpcourse.grading.assignment.catalogue import Catalogue
from bpcourse.grading.assignment.grading_settings import Settings
from bpcourse.grading.judges.judge_process import JudgeProcess
from bpcourse.grading.judges.pool import Pool
from bpcourse.grading.sandbox.protections import LANDLOCK, NAMESPACES, PROCESSES, SECCOMP
from bpcourse.grading.submissions.intake import Submission

SHORT = Path(__file__).parents[1] / "grading" / "exercises" / "short"
OPEN = dict.fromkeys([NAMESPACES, PROCESSES, LANDLOCK, SECCOMP], "left out for the benchmark")
SETTINGS = Settings()
ENOUGH = 0.5  # seconds of CPU after which an answer has been judged often enough
ALONE = 5  # submissions that are graded by one pytest process for each exercise
TICK = os.sysconf("SC_CLK_TCK")


def main(count):
    short = tuple(read(path.parent) for path in sorted(SHORT.glob("*/exercise.toml")))
    every = exercises()
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    print(f"{cores} cores, load before it began {load:.1f}, {count} submissions in each row\n")
    print("exercises   isolation   jobs   per second   ms CPU   memory MB, first and last quarter")
    for name, chosen, share in (("four short", short, 1), (f"all {len(every)}", every, 5)):
        for told, without in (("all layers", None), ("limits", OPEN)):
            for jobs in sorted({1, cores}):
                row = measure(chosen, count // share, jobs, without)
                print(f"{name:10}  {told:10}  {jobs:4}   {row}")
    print(f"{'four short':10}  {'alone':10}  {1:4}   {alone(short):10.2f}")


def measure(chosen, count, jobs, without):
    """One row: submissions per second, CPU for each, and memory early and late."""
    answers = {exercise.name: exercise.solution for exercise in chosen}
    tasks = ((Submission(str(i), str(i), dict(answers)), i) for i in range(count))
    with Pool(Catalogue(chosen), Settings(), jobs=jobs, without=without, weak=True) as pool:
        for judge in pool.judges:
            pool.wait_for(judge)
        with Watcher(os.getpid()) as watcher:
            began = time.perf_counter()
            for judged in pool.run(tasks):
                assert all(verdict.state == "passed" for verdict in judged.verdicts)
            seconds = time.perf_counter() - began
    cpu = watcher.cpu / count * 1000
    first, last = watcher.memory()
    return f"{count / seconds:10.1f}   {cpu:6.1f}   {first:.0f}, {last:.0f}"


def each(chosen):
    """A row for each exercise: ms of CPU for an answer that is right, its load and checks alone.

    The answers are judged one after the other in one child, so that a fork costs nothing here; and
    judge and child keep to one core, as they do with as many jobs as cores.
    """
    core = min(os.sched_getaffinity(0))
    limits = {"seconds": SETTINGS.timeout, "memory": SETTINGS.memory << 20}
    with JudgeProcess([e.folder for e in chosen], core=core, **limits, weak=True) as judge:
        judge.wait()
        found = {exercise.name: _cpu_for(judge, exercise) * 1000 for exercise in chosen}
    for name in sorted(found, key=found.get, reverse=True):
        print(f"{name:20} {found[name]:8.1f}")
    print(f"{'on average':20} {sum(found.values()) / len(found):8.1f}")


def _cpu_for(judge, exercise):
    """Seconds of CPU for one answer; the very first pays for what is made once, and is left out."""
    for count in (1, 3, 10, 30, 100):
        before = _cpu_below()
        verdicts = judge.judge([(exercise.name, exercise.solution)] * count, seed=count)
        cpu = _cpu_below() - before
        assert all(verdict.state == "passed" for verdict in verdicts), exercise.name
        if count > 1 and cpu > ENOUGH:
            break
    return cpu / count


def _cpu_below():
    return sum(map(_cpu_of, below(os.getpid())))


class Watcher:
    """Looks at all processes below this one from time to time: their CPU and their memory."""

    def __init__(self, root):
        self.root, self.samples, self.over = root, [], threading.Event()

    def __enter__(self):
        self.before = self._cpu()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()
        self.cpu = self._cpu() - self.before

    def _look(self):
        while not self.over.wait(0.5):
            self.samples.append(sum(map(_private_memory, below(self.root))) / 1e6)

    def _cpu(self):
        """Seconds of these processes, and of those that they have waited for."""
        return sum(map(_cpu_of, [self.root, *below(self.root)]))

    def memory(self):
        quarter = max(1, len(self.samples) // 4)
        return max(self.samples[:quarter], default=0), max(self.samples[-quarter:], default=0)


def below(pid):
    """All processes that descend from this one."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(c) for c in children] + [d for c in children for d in below(int(c))]


def _cpu_of(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK


def _private_memory(pid):
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def alone(chosen):
    """Submissions per second where pytest is started anew for each exercise, without plugins."""
    began = time.perf_counter()
    bare = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ALONE):
            for exercise in chosen:
                Path(folder, "conftest.py").write_text(CONFTEST.format(exercise=exercise))
                Path(folder, exercise.checks.name).write_bytes(exercise.checks.read_bytes())
                Path(folder, "answer.py").write_text(exercise.solution)
                command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
                command += [exercise.checks.name]
                quiet = {"stdout": subprocess.DEVNULL, "env": bare}
                subprocess.run(command, cwd=folder, check=True, **quiet)
    return ALONE / (time.perf_counter() - began)


CONFTEST = """
import answer, numpy, pytest

@pytest.fixture
def {exercise.name}():
    return answer.{exercise.name}

@pytest.fixture
def rng():
    return numpy.random.default_rng(0)
"""


if __name__ == "__main__":
    if "--each" in sys.argv:
        names = sys.argv[sys.argv.index("--each") + 1 :]
        each([exercise for exercise in exercises() if not names or exercise.name in names])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
