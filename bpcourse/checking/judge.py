"""Judge: run the pytest checks of an exercise on one answer, and tell each finding as it comes.

The learner's object arrives in the checks as a fixture of its own name; `rng` is another, seeded
anew for every check.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from . import endings
from .answer import AnswerError, load
from .chance import generator
from .deadline import TimeIsUp
from .explain import explain, place, raised_in, traceback_of
from .report import Finding
from .surroundings import Printed, PrintedTooMuch, surroundings

# The plugins left out write files, draw terminals, or collect garbage for a second at the end.
LEFT_OUT = (
    "cacheprovider",
    "junitxml",
    "terminal",
    "threadexception",
    "unraisableexception",
    "warnings",
)
PYTEST_OPTIONS = [
    "--noconftest",
    "--assert=plain",
    "--capture=no",
    "--import-mode=importlib",
    *("-c", str(Path(__file__).with_name("checks.ini"))),
    *(word for name in LEFT_OUT for word in ("-p", f"no:{name}")),
]

RUNS = "Your code can be run."
STUMBLED = """\
This check can make nothing of what your function gave back ({error}).
Compare kind and shape with what the task asks for."""


def judge(exercise, source, filename, *, seed, tell, notebook_names=()):
    """Call `tell` with a Finding for every check of `exercise`, run on `source`.

    `filename` is the answer's name in tracebacks. `seed` makes the random data.
    """
    printed = Printed()
    teller = Teller(exercise, filename, printed, notebook_names)
    with surroundings(printed):
        try:
            objects = load(source, filename, exercise.defines)
        except NotImplementedError:
            tell(Finding(RUNS, "todo"))
            return
        except AnswerError as error:
            tell(teller.finding(RUNS, error))
            return
        watcher = _Watcher(tell, teller, printed)
        answers = _fixtures(dict(zip(exercise.defines, objects, strict=True)))
        options = [*PYTEST_OPTIONS, str(exercise.checks)]
        code = pytest.main(options, plugins=[_Random(seed), answers, watcher])
    if not watcher.expected:
        raise RuntimeError(f"pytest found no checks ({code!r}).\n{watcher.trouble}")
    if watcher.count < watcher.expected and not watcher.ended_badly:
        tell(endings.unfinished(exercise, watcher.count, watcher.expected))


class _Random:
    """The fixture `rng`."""

    def __init__(self, seed):
        self.seed = seed

    @pytest.fixture
    def rng(self, request):
        return generator(self.seed, request.node.name)


def _fixtures(objects):
    """A plugin with a fixture for each of the learner's objects."""

    def fixture(name, value):
        @pytest.fixture(name=name)
        def give(self):
            return value

        return give

    return type("Answers", (), {name: fixture(name, value) for name, value in objects.items()})()


class _Watcher:
    """The pytest plugin that turns each check's end into a Finding."""

    def __init__(self, tell, teller, printed):
        self.tell, self.teller, self.printed = tell, teller, printed
        self.count = self.expected = 0
        self.ended_badly = False
        self.trouble = ""  # why the checks could not be loaded

    def pytest_collectreport(self, report):
        if report.failed:
            self.trouble += report.longreprtext

    def pytest_collection_finish(self, session):
        self.expected = len(session.items)

    def pytest_runtest_setup(self, item):
        self.printed.start()

    @pytest.hookimpl(tryfirst=True)  # before pytest's own, which takes its time over tracebacks
    def pytest_runtest_makereport(self, item, call):
        if call.when == "call" or call.excinfo:
            self.count += 1
            self.tell(self._finding(item, call.excinfo and call.excinfo.value))
        outcome = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

    def pytest_keyboard_interrupt(self, excinfo):
        if not isinstance(excinfo.value, pytest.Session.Interrupted):  # that was this watcher
            self.ended_badly = True
            self.tell(self.teller.finding(endings.CHECK, excinfo.value))

    def _finding(self, item, error):
        finding = self.teller.of_check(sentence_of(item), error)
        if finding.check == endings.CHECK:
            self.ended_badly = True
            item.session.shouldstop = "it would end as badly in the next check"
        return finding


def sentence_of(item):
    """The docstring's first line, and the case where there are several, as in "… [n = 1]"."""
    sentence = (item.function.__doc__ or item.name).strip().splitlines()[0]
    case = re.search(r"\[(.+)\]$", item.name)
    return f"{sentence} [{case[1]}]" if case else sentence


class Teller:
    """Turns the error with which the learner's code or a check ended into a Finding."""

    def __init__(self, exercise, filename, printed, notebook_names):
        self.exercise, self.filename = exercise, filename
        self.printed, self.notebook_names = printed, notebook_names

    def of_check(self, check, error):
        """What one check found; `error` is what it ended with, or None."""
        if error is None:
            return Finding(check, "ok")
        if isinstance(error, NotImplementedError):
            return Finding(check, "todo")
        return self.finding(check, error)

    def finding(self, check, error):
        cause = error.cause if isinstance(error, AnswerError) else error
        where = place(cause, self.filename) if cause else ""
        match cause:
            case TimeIsUp():
                return endings.endless(self.exercise, where)
            case MemoryError():
                return replace(endings.too_large(self.exercise), place=where)
            case PrintedTooMuch():
                return endings.prints_without_end(self.exercise, self.printed.shown())
        traceback = traceback_of(cause, self.filename) if cause else ""
        printed = self.printed.shown()
        return Finding(check, "no", self._message(error, cause, where), where, traceback, printed)

    def _message(self, error, cause, where):
        """What the check says, or what Python says in the words of the course."""
        by_check = isinstance(error, AssertionError) and not raised_in(error, self.filename)
        unread = isinstance(error, AnswerError) and cause is None
        if by_check or unread:
            return str(error)
        if not where and not isinstance(error, AnswerError):
            return STUMBLED.format(error=f"{type(cause).__name__}: {cause}")
        return explain(cause, self.notebook_names)
