"""On a cluster every submission has exactly one result, the same as on one machine."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

pytest.importorskip(
    "distributed", reason='needs distributed: python -m pip install "bpcourse[grading]"'
)

from distributed import Client

from bpcourse.errors import UserError
from bpcourse.grading.assignment.catalogue import catalogue
from bpcourse.grading.judges.cluster import Cluster, pack, unpack
from bpcourse.grading.judges.pool import Judged
from bpcourse.grading.results.store import Results
from bpcourse.grading.run import grade
from bpcourse.grading.sandbox.protections import Protections

from .test_grade import EXERCISES, GOOD, WRONG, hand_in

COUNT = 120
COMMON = ("--host", "127.0.0.1", "--no-dashboard")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler and two workers, each a process of its own, on loopback."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    scheduler = start(folder, "scheduler", "--port", "0", "--scheduler-file", file)
    words = ("--nthreads", "1", "--no-nanny", "--scheduler-file", file)
    workers = [start(folder, "worker", *words) for _ in range(2)]
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]
    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(len(workers), timeout=60)
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait(30)


def start(folder, what, *words):
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{what}", *words, *COMMON],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )


def scores(out):
    with Results(out) as results:
        return {
            result.origin: {name: verdict.state for name, verdict in result.verdicts.items()}
            for result in results.all()
        }


def test_with_a_worker_killed_in_the_middle_all_results_are_those_of_one_machine(cluster, tmp_path):
    address, workers = cluster
    folder = tmp_path / "handed in"
    for i in range(COUNT):
        source = WRONG if i % 5 == 0 else GOOD["squash"]
        hand_in(folder, f"student {i:03}", {"squash": f"{source}# {i}\n", "msd": GOOD["msd"]})
    hand_in(folder, "nobody", {"other": "x = 1"})
    kept = []
    keep = Results.keep

    def watched(self, submission, *arguments, **named):
        kept.append(submission.origin)
        if len(kept) == 20:
            os.kill(workers[0].pid, signal.SIGKILL)
        return keep(self, submission, *arguments, **named)

    options = {"exercises": EXERCISES, "timeout": 3, "say": lambda *_, **__: None}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Results, "keep", watched)
        grade(folder, tmp_path / "cluster", dask=address, **options)
    assert workers[0].wait(10) == -signal.SIGKILL
    assert len(kept) == len(set(kept)) == COUNT + 1
    grade(folder, tmp_path / "local", jobs=1, **options)
    assert scores(tmp_path / "cluster") == scores(tmp_path / "local")


def test_what_the_cluster_has_lost_is_tried_again_at_the_end(cluster, tmp_path, monkeypatch):
    address, _ = cluster
    for i in range(20):
        hand_in(tmp_path / "in", f"student {i:02}", {"squash": f"{GOOD['squash']}# {i}\n"})
    judged, losses = Cluster._judged, []

    def lose_the_first(self, batch, future, result):
        if losses:
            return judged(self, batch, future, result)
        losses.extend(batch)
        return [Judged(*task, [], 0.0, Protections(), "lost.") for task in batch]

    monkeypatch.setattr(Cluster, "_judged", lose_the_first)
    options = {"exercises": EXERCISES, "say": lambda *_, **__: None}
    grade(tmp_path / "in", tmp_path / "out", dask=address, **options)
    assert losses
    assert list(scores(tmp_path / "out").values()) == [{"squash": "passed"}] * 20


def test_a_scheduler_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("bpcourse.grading.judges.cluster.CONNECT", 1)
    hand_in(tmp_path / "in", "ada", GOOD)
    with pytest.raises(UserError, match=r"There is no Dask scheduler at tcp://127\.0\.0\.1:9"):
        grade(tmp_path / "in", tmp_path / "out", dask="tcp://127.0.0.1:9", exercises=EXERCISES)


def test_no_model_answer_and_no_mistake_travels(tmp_path):
    chosen = catalogue()
    unpack(pack(chosen), tmp_path)
    names = {path.name for path in tmp_path.rglob("*.py")}
    assert "solution.py" not in names
    assert {path.name for path in tmp_path.rglob("*.toml")} == {"exercise.toml"}
    assert names == {"stub.py", *(exercise.checks.name for exercise in chosen.exercises)}
