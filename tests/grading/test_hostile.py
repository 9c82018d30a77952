"""Whatever a submission does, it gets no point, and its neighbours get theirs."""

import os
import time
from pathlib import Path

import pytest

from bpcourse.checking.time_limit import PATIENCE
from bpcourse.grading.judges.judge_process import JudgeProcess

from .conftest import MEMORY, SHORT

FILES = sorted(Path(__file__).with_name("hostile").glob("*/*.py.txt"))
HOW_MANY = os.environ.get("BPCOURSE_HOSTILE", "")  # "few", or "all" with fewer layers, too
CHOSEN = FILES[::9] if HOW_MANY == "few" else FILES
NAMES = [f"{path.parent.name}-{path.name.removesuffix('.py.txt')}" for path in CHOSEN]
HONEST = next(exercise for exercise in SHORT if exercise.name == "squash")
SECONDS = 2  # of computing; many of them never come to an end
LEFT = [
    *(Path(folder, "bpcourse-was-here") for folder in ("/tmp", "/var/tmp", "/dev/shm", "/")),
    *(Path(folder, "numpy.py") for folder in ("/tmp", "/var/tmp", "/dev/shm", "/")),
]


@pytest.fixture(scope="module")
def judge():
    """With all layers that this machine has."""
    with JudgeProcess([e.folder for e in SHORT], seconds=SECONDS, memory=MEMORY) as process:
        yield process


def below(pid):
    """All processes that descend from this one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children] + [d for c in children for d in below(int(c))]


def test_there_are_at_least_eighty_of_them():
    assert len(FILES) >= 80


@pytest.mark.parametrize("path", CHOSEN, ids=NAMES)
def test_it_earns_nothing_and_harms_nobody(path, judge, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_TEST", "42")
    honest = [("squash", HONEST.solution)]
    began = time.monotonic()
    before, *_ = judge.judge(honest, 1)
    hostile, neighbour = judge.judge([("squash", path.read_text("utf-8")), ("msd", MSD)], 1)
    after, *_ = judge.judge(honest, 1)
    assert before.state == "passed"
    assert hostile.state in ("failed", "stopped", "todo"), hostile
    assert neighbour.state == "passed", "the submission's own other exercise is judged alone"
    assert after.state == "passed", after
    assert all(finding.message for finding in hostile.findings if finding.outcome == "no")
    assert time.monotonic() - began < 2 * PATIENCE * SECONDS + 20
    assert not [file for file in LEFT if file.exists()]


MSD = next(exercise for exercise in SHORT if exercise.name == "msd").solution


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="it counts processes in /proc; run it on Linux"
)
def test_no_process_stays_behind(judge):
    """After an answer there are the judge, the fork server in its two halves, and nobody else."""
    for name in ("daemon", "child_process", "threads"):
        path = next(p for p in FILES if p.name == f"{name}.py.txt")
        judge.judge([("squash", path.read_text("utf-8"))], 1)
    judge.judge([("squash", HONEST.solution)], 1)
    deadline = time.monotonic() + 60  # a busy machine is slow, not broken
    while len(below(judge.pid)) > 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(below(judge.pid)) <= 2
    assert os.getpid() not in below(judge.pid)
