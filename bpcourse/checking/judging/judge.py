"""The judge: it holds the checks of some exercises and runs them on one answer after another.

pytest collects the checks once. The learner's objects arrive in them as fixtures of their own
names; `rng` is another, seeded anew for every check. How an answer is reached is the business of a
runner: in this process (`runner`), or by proxy in a sandbox (`bpcourse.grading.remote`).

    runner.load(source, filename, defines)   the answer's objects, in the order of `defines`
    runner.begin_check(private)              a check begins
    runner.end_check()                       it is over; raises Lost if the answer's process is gone
"""

import secrets
import shutil
import sys
import tempfile
import traceback
import warnings
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ..answer import AnswerError
from ..explain import explain
from ..report import Finding
from ..time_limit import TimeIsUp
from . import limits, terminations
from .capture import Printed, capture
from .collected_check import INTERRUPTS, LEFT_OUT, NOT_RUN, CollectedCheck
from .module_state import ModuleState
from .seeding import generator
from .teller import Teller

# The plugins left out write files, draw terminals, or collect garbage for a second at the end.
PLUGINS_LEFT_OUT = (
    "cacheprovider",
    "faulthandler",
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
    *(word for name in PLUGINS_LEFT_OUT for word in ("-p", f"no:{name}")),
]

RUNS = terminations.RUNS
FURTHER = "A further check of this exercise."


def with_judge(exercises, work, further=()):
    """Call `work(judge)` with a Judge of these exercises, inside pytest; returns its result.

    `further` are pairs of an exercise's name and a file of private checks for it.
    """
    plugin = _Plugin(exercises, work, further)
    files = list(dict.fromkeys([*(e.checks for e in exercises), *(path for _, path in further)]))
    scratch = Path(tempfile.gettempdir(), f"bpcourse-checks-{secrets.token_hex(8)}")
    options = [*PYTEST_OPTIONS, f"--basetemp={scratch}", *map(str, files)]
    try:
        with _read_anew(files), capture(plugin.printed):
            code = pytest.main(options, plugins=[plugin, plugin.answers()])
    finally:
        shutil.rmtree(scratch, ignore_errors=True)  # what checks have written into tmp_path
    if plugin.error:
        raise plugin.error
    if not plugin.has_run:
        raise RuntimeError(f"pytest did not begin ({code!r}).")
    return plugin.result


@contextmanager
def _read_anew(files):
    """Inside, these files are imported from their texts; afterwards all modules are as before."""
    wrote, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    paths = {str(file.absolute()) for file in files}
    before = _taken_out(paths)
    try:
        with warnings.catch_warnings():  # of marks that pytest does not know
            warnings.simplefilter("ignore", pytest.PytestWarning)
            yield
    finally:
        sys.dont_write_bytecode = wrote
        _taken_out(paths)
        sys.modules.update(before)


def _taken_out(paths):
    """Take the modules that were read from these files out of Python's list; returns them."""
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    return {name: sys.modules.pop(name) for name, file in files.items() if file in paths}


class _Plugin:
    """The pytest plugin with the fixtures; its `work` takes the place of pytest's own loop."""

    def __init__(self, exercises, work, further):
        self.exercises, self.work, self.further = exercises, work, further
        self.printed = Printed()
        self.objects, self.seed = {}, 0  # of the answer that is being judged
        self.reports = []  # of the check that pytest is running
        self.troubles = {}  # place → why the checks there could not be loaded
        self.has_run, self.result, self.error = False, None, None

    def answers(self):
        """A further plugin, with a fixture for each name that an answer defines."""
        names = {name for exercise in self.exercises for name in exercise.defines}
        return type("Answers", (), {name: self._fixture(name) for name in names})()

    def _fixture(self, name):
        @pytest.fixture(name=name)
        def give(_):
            return self.objects[name]

        return give

    @pytest.fixture
    def rng(self, request):
        return generator(self.seed, request.node.name)

    def pytest_collectreport(self, report):
        if report.failed:
            self.troubles[report.nodeid.lstrip("./")] = report.longreprtext

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        self.has_run = True
        try:
            self.result = self.work(Judge(self, session.items))
        except BaseException as error:
            self.error = error
        return True

    @pytest.hookimpl(tryfirst=True)  # before pytest's own, which takes its time over tracebacks
    def pytest_runtest_makereport(self, item, call):
        error = call.excinfo and call.excinfo.value
        outcome = "skipped" if isinstance(error, NOT_RUN) else "failed" if error else "passed"
        facts = (item.nodeid, item.location, {}, outcome, None, call.when)
        return pytest.TestReport(*facts, error=error)

    def pytest_runtest_logreport(self, report):
        self.reports.append(report)


class Judge:
    """The checks of some exercises, ready to judge one answer after another."""

    def __init__(self, plugin, items):
        self.plugin = plugin
        self.exercises = {exercise.name: exercise for exercise in plugin.exercises}
        self.items = {}  # path → what pytest has found there
        for item in items:
            self.items.setdefault(item.path, []).append(item)
        self.checks, self.private, self.states = {}, {}, {}
        for name, exercise in self.exercises.items():
            paths = [path for other, path in plugin.further if other == name]
            self.checks[name] = self._collected(exercise, [exercise.checks])
            self.private[name] = self._collected(exercise, paths)
            modules = [check.item.module for check in self.checks[name] + self.private[name]]
            self.states[name] = list(map(ModuleState, dict.fromkeys(modules)))

    def _collected(self, exercise, paths):
        checks, following = [], None
        for path in reversed(paths):
            found = []
            for item in reversed(self.items.get(path.absolute(), [])):
                found.append(CollectedCheck(item, following, exercise.defines, self.plugin))
                following = found[-1]
            if not all(check.is_plain for check in found):
                for check in found:
                    check.is_plain = False  # the setup of a module belongs to all of its checks
            checks += found
        return checks[::-1]

    def broken(self):
        """The exercises whose checks could not be loaded, and why."""
        files = [(name, exercise.checks) for name, exercise in self.exercises.items()]
        reasons = {}
        for name, path in [*files, *self.plugin.further]:
            if path.absolute() not in self.items:
                troubles, place = self.plugin.troubles, path.as_posix()
                told = [why for end, why in troubles.items() if place.endswith(end)]
                reasons[name] = told[0] if told else f"There are none in {path}."
        return reasons

    def is_repeatable(self, name):
        """Would another answer be judged by these checks as if it were the first one?

        Not where they use what pytest keeps between checks, or have changed their own modules.
        """
        checks = self.checks[name] + self.private[name]
        as_before = all(state.is_as_before() for state in self.states[name])
        return as_before and all(check.is_plain for check in checks)

    def anew(self, name, work):
        """Call `work` with a judge of this exercise alone, whose checks are collected anew."""
        further = [pair for pair in self.plugin.further if pair[0] == name]
        return with_judge([self.exercises[name]], work, further)

    def judge(
        self, name, source, runner, *, filename, seed, tell, tell_further=None, notebook_names=(),
        rehearsal=False, which=lambda check: True, ended=lambda error: None,
    ):  # fmt: skip
        """Call `tell` with a Finding for each check, and `tell_further` for each private one.

        `filename` is the answer's name in tracebacks; `seed` makes the random data. In a rehearsal,
        which the teacher sees, all checks are visible. `which` says of each visible check whether
        it is run, and `ended` is called with the error it ended with, or None. Returns the names of
        all checks that count, those that were run first. Raises Lost where the answer's process is
        gone in the middle of a visible check, Refused where a check asks for what cannot be had.
        """
        exercise, tell = self.exercises[name], _bounded(tell)
        self.plugin.printed.start()
        teller = Teller(exercise, filename, self.plugin.printed, notebook_names)
        try:
            objects = runner.load(source, filename, exercise.defines)
        except NotImplementedError:
            tell(Finding(RUNS, "todo"))
            return []
        except AnswerError as error:
            tell(teller.finding(RUNS, error))
            return []
        except terminations.FINAL:
            raise
        except BaseException as error:  # of an odd object, when it is asked how it is called
            tell(teller.finding(RUNS, AnswerError(explain(error), error)))
            return []
        self.plugin.objects = dict(zip(exercise.defines, objects, strict=True))
        self.plugin.seed = seed
        visible, private = self.checks[name], self.private[name] if tell_further else []
        if rehearsal:
            visible, private = visible + private, []
        visible = [check for check in visible if which(check)]
        names = [check.name for check in visible + private]
        if self._visible(visible, runner, teller, tell, names, ended):
            self._private(private, runner, teller, tell_further, names)
        if not names:
            reason = f"None of the checks in {exercise.checks} is run here: all are skipped."
            tell(terminations.fault(exercise, reason))
        return names

    def _visible(self, checks, runner, teller, tell, names, ended):
        """Run the visible checks; False where the answer has come to a bad end."""
        for check in checks:
            error = self._run(check, runner, teller.filename, private=False)
            if error is LEFT_OUT:
                names.remove(check.name)
                continue
            ended(error)
            sentence = terminations.CHECK if isinstance(error, INTERRUPTS) else check.sentence
            finding = teller.of_check(sentence, error)
            tell(finding)
            if finding.check == terminations.CHECK:
                return False
        return True

    def _private(self, checks, runner, teller, tell, names):
        """Run the private checks."""
        for check in checks:
            try:
                error = self._run(check, runner, teller.filename, private=True)
            except terminations.Lost as lost:
                error = lost
            if error is LEFT_OUT:
                names.remove(check.name)
                continue
            tell(_told_in_private(check, error))
            if isinstance(error, (terminations.Lost, TimeIsUp)):
                return

    def _run(self, check, runner, filename, private):
        """The error with which a check ended, None, or LEFT_OUT."""
        self.plugin.printed.start()
        runner.begin_check(private)
        try:
            error = check.run(filename)
            runner.end_check()
        except terminations.Refused as refused:
            place = f"The check {check.name} in {check.item.path.name}"
            raise terminations.Refused(f"{place} {refused}") from None
        return error


def _bounded(tell):
    """The same, for findings whose texts are cut to a bounded length: some are the answer's own."""
    left = limits.TOLD_IN_ALL

    def tell_bounded(finding):
        nonlocal left
        length = limits.TOLD if left > 0 else limits.IN_SHORT
        texts = {name: text for name, text in vars(finding).items() if isinstance(text, str)}
        cut = {name: f"{t[:length]} …" for name, t in texts.items() if len(t) > length + 2}
        left -= sum(map(len, (texts | cut).values()))
        tell(replace(finding, **cut) if cut else finding)

    return tell_bounded


def _told_in_private(check, error):
    """What the student reads of a private check: what the teacher wrote into its file.

    A message that a library has made may show what was asked and expected, so it is not told.
    """
    if error is None:
        return Finding(FURTHER, "ok")
    calls = traceback.extract_tb(error.__traceback__)
    own = isinstance(error, AssertionError) and calls and calls[-1].filename == str(check.item.path)
    return Finding(FURTHER, "no", (own and str(error)) or check.sentence)
