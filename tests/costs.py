"""What each lesson, exercise and experiment costs:  pytest --costs

A test that is run for one of them is counted for it. What is started once for many tests, as
JupyterLab and its browser are, is counted for none.

    wall    seconds that a worker is busy or waits
    cpu     seconds of computing, by the worker and all that it has started: the same on a busy
            machine
    of run  seconds by which the whole run is longer: the wall, shared by all workers
"""

import time
from collections import defaultdict
from math import inf
from pathlib import Path

import psutil
import pytest

from bpcourse import experiments
from bpcourse.checking.exercise import Exercise
from bpcourse.content import content

BAR = 45  # seconds by which a lesson and all that belongs to it may make the run longer
LESSONS = sorted(path.stem for path in content("notebooks", "src").glob("[0-9]*.py"))


def subject(item):
    """The lesson for which a test is run, and the exercise or experiment, else "the lesson".

    None if the test is run for all of them.
    """
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    for value in parameters:
        if isinstance(value, Exercise):
            return value.lesson, value.name
        # whatever else is a parameter is not made a text: that of some hostile value has no end
        name = value if isinstance(value, str) else getattr(value, "stem", None)
        name = name or getattr(value, "__name__", None)
        if name in experiments.modules():
            return _lesson_of_experiment(name), name
        for part in (name, *(value.parts if isinstance(value, Path) else ())):
            if part in LESSONS:
                return part, "the lesson"
    return None


def _lesson_of_experiment(name):
    """The folder of an experiment is named like its lesson, without the number."""
    folder = experiments.modules()[name].split(".")[1]
    return next((lesson for lesson in LESSONS if lesson.partition("_")[2] == folder), folder)


def cpu_seconds():
    """What this process and all that descend from it have computed so far."""
    total, own = 0.0, psutil.Process()
    for process in (own, *own.children(recursive=True)):
        try:
            total += sum(process.cpu_times()[:4])  # its own and those of its ended children
        except psutil.Error:
            continue  # it has just ended, and its parent counts it
    return total


class Costs:
    """Adds up the seconds of all tests, and prints them as a table at the end."""

    def __init__(self):
        self.of_lessons = defaultdict(lambda: [0.0, 0.0])  # (lesson, part): wall, cpu
        self.of_tests = defaultdict(lambda: [0.0, 0.0])  # the name of a test, for all it is run for
        self.of_others = defaultdict(lambda: [0.0, 0.0])  # the name of a test that is for all
        self.shared = [0.0, 0.0]
        self.workers = set()
        self.depth = 0  # of fixtures that are shared and use each other
        self.began = 0.0

    # ---- where the tests run ----

    def pytest_collection_modifyitems(self, items):
        for item in items:
            item.user_properties.append(("subject", subject(item)))
        self.began = cpu_seconds()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        """Measure what a shared fixture takes: it would be counted for whoever comes first."""
        if fixturedef.scope == "function":
            return (yield)
        self.depth += 1
        began = time.perf_counter(), cpu_seconds()
        try:
            return (yield)
        finally:
            self.depth -= 1
            if self.depth == 0:
                took = time.perf_counter() - began[0], max(0.0, cpu_seconds() - began[1])
                request._pyfuncitem.user_properties.append(("shared", took))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call):
        """Measure what the whole test took, when it has given back all that it had replaced.

        Before, `open` or the clock may be the test's own.
        """
        report = yield
        if call.when != "teardown":
            return report
        now = cpu_seconds()
        # what a process has computed is forgotten where a stranger ends it, as Chromium its pages
        report.user_properties.append(("cpu", max(0.0, now - self.began)))
        self.began = now
        return report

    # ---- where they are counted ----

    def pytest_runtest_logreport(self, report):
        self.workers.add(getattr(report, "worker_id", ""))
        told = dict(report.user_properties)
        took = [report.duration, told.get("cpu", 0.0)]
        if report.when != "call":
            part = ("setup", "teardown").index(report.when)  # which tells the wall, which the cpu
            for shared in (value for name, value in report.user_properties if name == "shared"):
                self.shared[part] += shared[part]
                took[part] = max(0.0, took[part] - shared[part])
        name = report.nodeid.partition("[")[0]
        subject = told["subject"]
        counted = self.of_lessons[tuple(subject)] if subject else self.of_others[name]
        for sums in (counted, self.of_tests[name]):
            sums[:] = [a + b for a, b in zip(sums, took, strict=True)]

    def pytest_terminal_summary(self, terminalreporter):
        def write(name, took, bar=inf):
            wall, cpu = took
            of_run = wall / max(1, len(self.workers))  # where no test was run there are none
            note = f"  more than {bar}" if of_run > bar else ""
            terminalreporter.write_line(f"{name:76}{wall:8.1f}{cpu:8.1f}{of_run:8.1f}{note}")

        def write_tests(costs, least):
            for name, took in sorted(costs.items(), key=lambda pair: -max(pair[1])):
                if max(took) > least:
                    write(f"    {name.partition('tests/')[2][-72:]}", took)

        terminalreporter.section("costs")
        terminalreporter.write_line(f"{'seconds':76}{'wall':>8}{'cpu':>8}{'of run':>8}")
        for lesson in sorted({lesson for lesson, _ in self.of_lessons}):
            parts = {part: took for (of, part), took in self.of_lessons.items() if of == lesson}
            total = _added(parts.values())
            write(lesson, total, BAR)
            for part, took in sorted(parts.items(), key=lambda pair: -max(pair[1])):
                write(f"    {part}", took)
        write("what is started once", self.shared)
        write("tests that are not of one lesson", _added(self.of_others.values()))
        write_tests(self.of_others, 1)
        write("all tests, each with all that it is run for", _added(self.of_tests.values()))
        write_tests(self.of_tests, 10)


def _added(pairs):
    return [sum(column) for column in zip(*pairs, strict=True)] or [0.0, 0.0]
