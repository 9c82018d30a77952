"""A collected check: a test function that pytest has found, to be run on one answer after another.

Most checks are plain functions that ask for nothing but the learner's objects, `rng` and their own
cases; they are called directly, which takes a tenth of the time. Whatever else pytest offers
(fixtures, marks, classes, setup of a module) is left to pytest's own protocol.
"""

import inspect
import re
from types import FunctionType

import pytest

from ..explain import calls
from . import terminations
from .seeding import generator

LEFT_OUT = object()  # the outcome of a check that is skipped, or expected to fail
NOT_RUN = (pytest.skip.Exception, pytest.xfail.Exception)
INTERRUPTS = (KeyboardInterrupt, pytest.exit.Exception)
FIXTURE = pytest.fixture(lambda: None)  # what a fixture looks like in this version of pytest


class CollectedCheck:
    """One check. `following` is the one after it, for which pytest keeps shared fixtures."""

    def __init__(self, item, following, names, plugin):
        self.item, self.following, self.plugin = item, following, plugin
        self.name = item.originalname if hasattr(item, "originalname") else item.name
        self.sentence = sentence_of(item)
        self.parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        self.is_plain = self._looks_plain(names)
        self.arguments = list(inspect.signature(item.obj).parameters) if self.is_plain else []

    @property
    def draws(self):
        """Does it ask for random numbers? What does not asks the same whatever the seed."""
        return "rng" in self.item.fixturenames

    def _looks_plain(self, names):
        """Does it ask for nothing but the learner's names, `rng` and its own cases?"""
        given = {*names, "rng", "request", *self.parameters}  # `rng` asks for the request
        return (
            type(self.item) is pytest.Function
            and type(self.item.obj) is FunctionType
            and not inspect.iscoroutinefunction(self.item.obj)
            and given.issuperset(self.item.fixturenames)
            and "request" not in inspect.signature(self.item.obj).parameters
            and all(map(_is_list_of_cases, self.item.iter_markers()))
            and not any(map(_is_fixture, vars(self.item.module).values()))
        )

    def run(self, filename):
        """The error it ended with, None, or LEFT_OUT; `filename` is the answer's."""
        error = self._call() if self.is_plain else self._run_by_pytest()
        if isinstance(error, NOT_RUN) and not _passes_through(error, filename):
            return LEFT_OUT
        return error

    def _call(self):
        values = {}
        for name in self.arguments:
            if name in self.parameters:
                values[name] = self.parameters[name]
            elif name == "rng":
                values[name] = generator(self.plugin.seed, self.item.name)
            else:
                values[name] = self.plugin.objects[name]
        try:
            self.item.obj(**values)
        except terminations.FINAL:
            raise
        except BaseException as error:
            return error
        return None

    def _run_by_pytest(self):
        reports = self.plugin.reports = []
        following = self.following and self.following.item
        try:
            self.item.ihook.pytest_runtest_protocol(item=self.item, nextitem=following)
        except INTERRUPTS as error:  # pytest would stop here
            return error
        failed = [report for report in reports if report.failed]
        for report in reports:
            if isinstance(report.error, terminations.FINAL):
                raise report.error
        if failed:
            return failed[0].error or AssertionError(f"The check itself: {failed[0].longrepr}.")
        skipped = [report.error or pytest.skip.Exception() for report in reports if report.skipped]
        return _as_not_run(skipped[0]) if skipped else None


def _as_not_run(error):
    """An expected failure counts as not run, whatever error it was."""
    return error if isinstance(error, NOT_RUN) else pytest.xfail.Exception()


def _passes_through(error, filename):
    """Was it raised by the answer itself, or by what the answer has called?"""
    return any(call.filename == filename for call in calls(error))


def _is_list_of_cases(mark):
    """Is it a mark that gives each case its values directly, and not through a fixture?"""
    return mark.name == "parametrize" and len(mark.args) == 2 and "indirect" not in mark.kwargs


def _is_fixture(thing):
    if type(thing) is not type(FIXTURE):
        return False
    return type(thing) is not FunctionType or vars(FIXTURE).keys() <= vars(thing).keys()


def sentence_of(item):
    """The docstring's first line, and the case where there are several, as in "… [n = 1]"."""
    sentence = (item.obj.__doc__ or item.name).strip().splitlines()[0]
    case = re.search(r"\[(.+)\]$", item.name)
    return f"{sentence} [{case[1]}]" if case else sentence
