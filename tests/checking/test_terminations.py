"""Whatever an answer does, its check comes to an end with a sentence that names the exercise."""

import sys

import pytest

from bpcourse import python_process
from bpcourse.checking.exercise import find
from bpcourse.checking.judging import limits, process_limit, runner, terminations
from bpcourse.checking.judging import worker as worker_module
from bpcourse.checking.time_limit import PATIENCE

START = "import numpy as np\n\n\ndef gd_step(params, grads, lr):\n"


def single_worker():
    """A worker as on Windows and macOS: it judges one answer itself, and ends."""
    worker_module.FORKS = False
    limits.MEMORY >>= 2  # to fill a whole GB may take seconds
    worker_module.main()


SINGLE = f"{__name__}:single_worker"


@pytest.fixture(params=["forking", "single"])
def worker(request):
    worker = runner.Worker(runner.WORKER if request.param == "forking" else SINGLE)
    yield worker
    worker.kill()


def judged(worker, source):
    report = runner.Report("gd_step", seed=1)
    worker.judge(find("gd_step"), source, "gd_step.py", [], report)
    return report


@pytest.mark.parametrize(
    ("body", "words", "line"),
    [
        ("import os\n    os._exit(0)", "gd_step ended the process it ran in (status 0).", ""),
        ("import os\n    os._exit(7)", "gd_step ended the process it ran in (status 7).", ""),
        (
            "import ctypes\n    ctypes.string_at(0)",
            "gd_step made Python itself crash",
            "line 6:  ctypes.string_at(0)",
        ),
        (
            # reserved at first, which costs no time; filled where only that counts
            "more = [np.empty(1 << 26) for _ in range(4)]\n"
            "    return [np.ones(1 << 24) for _ in range(40)]",
            "gd_step needs more than the 1 GB of memory that an exercise may use",
            "",
        ),
        (
            "return [np.ones((1 << 40, 1 << 40))]",  # NumPy refuses it before it asks for memory
            "Is one of its arrays far too large?",
            "line 5:  return [np.ones((1 << 40, 1 << 40))]",
        ),
        (
            "for _ in range(50 * 1024):\n        print('x' * 1023)",
            "gd_step prints without end: it was stopped after 1 MB.",
            "",
        ),
        (
            "while True:\n        try: print('x' * 1000)\n        except Exception: pass",
            "gd_step prints without end",
            "",
        ),
        (
            "import sys\n    sys.modules['pytest'].exit('enough')",
            "Your code stopped with Exit: enough",
            "",
        ),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "line 5:  raise KeyboardInterrupt"),
    ],
)
def test_it_comes_to_a_bad_end_that_is_told(worker, body, words, line):
    report = judged(worker, f"{START}    {body}\n")
    assert report.outcome == "no"
    assert terminations.is_bad(report)
    assert words in str(report)
    assert line in str(report)
    assert "gd_step" in str(report)


@pytest.mark.parametrize(
    "source",
    [
        f"{START}    while True:\n        pass\n",
        f"{START}    while True:\n        try: x = 1\n        except BaseException: x = 2\n",
        "while True:\n    pass\n",
    ],
    ids=["loop", "loop that catches all", "loop outside"],
)
def test_an_endless_loop_is_stopped_and_found(source):
    """In a worker of its own each, since it may be killed."""
    worker = runner.Worker()
    report = judged(worker, source)
    worker.kill()
    told = "gd_step did not come to an end within 5 s of computing, so it was stopped."
    assert told in str(report)
    assert "line" in report.findings[-1].place


def test_an_answer_that_waits_is_stopped_by_the_clock(monkeypatch):
    """The worker has the usual patience, and here the judge has less."""
    monkeypatch.setattr(runner, "GRACE", 2 - PATIENCE * limits.SECONDS)
    worker = runner.Worker()
    report = judged(worker, f"{START}    import time\n    time.sleep(600)\n")
    assert report.findings[-1].kind == "waits"
    assert "gd_step did not come to an end within 20 s, so it was stopped." in str(report)
    assert "Does it wait" in str(report)
    assert not worker.alive


def worker_without_alarm():
    """As on Windows: a thread looks at the time of computing."""
    process_limit.HAS_ALARM = worker_module.FORKS = False
    limits.SECONDS = 0.5
    worker_module.main()


def test_without_an_alarm_an_endless_loop_is_stopped_and_found_too():
    worker = runner.Worker(f"{__name__}:worker_without_alarm")
    report = judged(worker, f"{START}    while True:\n        pass\n")
    worker.kill()
    assert report.findings[-1].kind == "endless"
    assert "line" in report.findings[-1].place


def test_a_worker_that_does_not_even_stop_itself_is_killed(monkeypatch):
    """The judge's patience ends before the worker's."""
    monkeypatch.setattr(runner, "GRACE", 0.5 - PATIENCE * limits.SECONDS)
    worker = runner.Worker()
    report = judged(worker, f"{START}    while True: pass\n")
    assert "did not come to an end" in str(report)
    assert not worker.alive


def test_the_next_answer_is_judged_as_if_nothing_had_happened():
    worker = runner.Worker()
    for body in ("import os; os._exit(1)", "np.float64 = None; return params"):
        assert judged(worker, f"{START}    {body}\n").outcome == "no"
    assert judged(worker, find("gd_step").solution).outcome == "ok"
    worker.kill()


def test_input_has_nobody_to_ask(worker):
    report = judged(worker, f"{START}    return input('?')\n")
    assert "input() has nobody to ask" in str(report)


def test_exit_is_explained(worker):
    report = judged(worker, f"{START}    exit()\n")
    assert "exit() and sys.exit() end the whole program" in str(report)
    assert "line 5:  exit()" in str(report)


def test_a_fault_of_the_course_is_not_blamed_on_the_learner(worker, tmp_path):
    folder = tmp_path / "gd_step"
    folder.mkdir()
    for file in find("gd_step").folder.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / "test_gd_step.py").write_text("import no_such_module\n")
    report = runner.Report("gd_step")
    from bpcourse.checking.exercise import read

    worker.judge(read(folder), find("gd_step").solution, "gd_step.py", [], report)
    assert "a fault of the course, not of your code" in str(report)
    assert "no_such_module" in str(report)


def test_an_interrupted_check_says_so(monkeypatch):
    worker = runner.Worker()

    def interrupted(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(worker.process, "receive", interrupted)
    assert "The check of gd_step was interrupted" in str(judged(worker, "x = 1"))
    assert not worker.alive


# ---- where no process can be started ----


@pytest.fixture
def in_place(monkeypatch):
    """As in a browser's kernel: no process, no signals."""
    monkeypatch.setattr(sys, "platform", "emscripten")


def test_in_place_the_same_checks_are_run(in_place):
    exercise = find("gd_step")
    assert runner.warm_worker() is None
    assert runner.run(exercise, exercise.solution).outcome == "ok"
    wrong = exercise.mistake("uphill")
    assert "you walk uphill" in str(runner.run(exercise, wrong))


@pytest.mark.parametrize(
    "source", [f"{START}    while True:\n        pass\n", "while True:\n    pass\n"]
)
def test_in_place_an_endless_loop_is_stopped(in_place, source, monkeypatch):
    monkeypatch.setattr("bpcourse.checking.judging.limits.SECONDS", 0.3)
    report = runner.run(find("gd_step"), source)
    assert "did not come to an end" in str(report)
    assert "line" in report.findings[-1].place


def test_in_place_output_and_exit_are_stopped_too(in_place):
    report = runner.run(find("gd_step"), f"{START}    while True: print('x' * 10000)\n")
    assert "prints without end" in str(report)
    assert "end the whole program" in str(runner.run(find("gd_step"), f"{START}    exit()\n"))


def test_where_a_process_cannot_be_started_it_is_done_in_place(monkeypatch):
    def refuse(*arguments, **options):
        raise OSError("no processes here")

    monkeypatch.setattr(runner, "_worker", None)
    monkeypatch.setattr(python_process.subprocess, "Popen", refuse)
    assert runner.run(find("gd_step"), find("gd_step").solution).outcome == "ok"
