"""Whatever a submission does, it gets no point, and its neighbours get theirs."""

import os
import time
from pathlib import Path

import pytest

from .conftest import SECONDS, SHORT

FILES = sorted(Path(__file__).with_name("hostile").glob("*/*.py.txt"))
NAMES = [f"{path.parent.name}-{path.name.removesuffix('.py.txt')}" for path in FILES]
HONEST = next(exercise for exercise in SHORT if exercise.name == "sigmoid")
LEFT = [
    *(Path(folder, "bpcourse-was-here") for folder in ("/tmp", "/var/tmp", "/dev/shm", "/")),
    *(Path(folder, "numpy.py") for folder in ("/tmp", "/var/tmp", "/dev/shm", "/")),
]


def below(pid):
    """All processes that descend from this one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children] + [d for c in children for d in below(int(c))]


def test_there_are_at_least_eighty_of_them():
    assert len(FILES) >= 80


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_it_earns_nothing_and_harms_nobody(path, bench, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_TEST", "42")
    honest = [("sigmoid", HONEST.solution)]
    began = time.monotonic()
    before, *_ = bench.judge(honest, 1)
    hostile, neighbour = bench.judge([("sigmoid", path.read_text("utf-8")), ("mse", MSE)], 1)
    after, *_ = bench.judge(honest, 1)
    assert before.state == "passed"
    assert hostile.state in ("failed", "stopped", "todo"), hostile
    assert neighbour.state == "passed", "the submission's own other exercise is judged alone"
    assert after.state == "passed", after
    assert all(finding.message for finding in hostile.findings if finding.outcome == "no")
    assert time.monotonic() - began < 3 * SECONDS + 20
    assert not [file for file in LEFT if file.exists()]


MSE = next(exercise for exercise in SHORT if exercise.name == "mse").solution


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes through /proc")
def test_no_process_stays_behind(bench):
    """After an answer there are the judge, the worker in its two halves, and nobody else."""
    for name in ("daemon", "child_process", "threads"):
        path = next(p for p in FILES if p.name == f"{name}.py.txt")
        bench.judge([("sigmoid", path.read_text("utf-8"))], 1)
    bench.judge([("sigmoid", HONEST.solution)], 1)
    deadline = time.monotonic() + 5
    while len(below(bench.process.pid)) > 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(below(bench.process.pid)) <= 2
    assert os.getpid() not in below(bench.process.pid)
