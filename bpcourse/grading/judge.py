"""Judge: the trusted side. It holds the exercises' pytest checks and runs them on stand-ins.

pytest is started once. It collects the checks of all exercises, and instead of running them once it
goes through them again for every answer that comes, with new data from the answer's own seed.

    serve(exercises, work)               calls work(judge), inside pytest
    judge.verdicts(answers, seed, room)  Verdicts, word for word those of the check in the notebook
"""

import ast
import gc
import inspect
import linecache
import time
import traceback
import warnings

import pytest

from ..checking import endings
from ..checking.answer import AnswerError
from ..checking.chance import generator
from ..checking.deadline import TimeIsUp, deadline
from ..checking.judge import PYTEST_OPTIONS, RUNS, Teller, sentence_of
from ..checking.report import Finding
from ..checking.surroundings import Printed, surroundings
from .proxy import Conversation, Lost
from .verdict import Verdict

FURTHER = "A further check of this exercise."
THINKING = 5  # seconds that the checks themselves may take, beside the answer's


class PrintedThere(Printed):
    """What the student's code has printed, as the child tells it."""

    def told(self, text, length):
        self.text, self.length = text[:4000], max(0, min(length, 1 << 40))


def serve(exercises, work, extra=()):
    """Call `work(judge)` with a Judge of these exercises, inside pytest; what it returns.

    `extra` are pairs of an exercise's name and a further file of checks for it.
    """
    plugin = _Loop(exercises, work, extra)
    files = [*(e.checks for e in exercises), *(path for _, path in extra)]
    with surroundings(Printed()):
        code = pytest.main([*PYTEST_OPTIONS, *map(str, files)], plugins=[plugin])
    if plugin.error:
        raise plugin.error
    if not plugin.done:
        raise RuntimeError(f"pytest did not begin ({code!r}).\n{plugin.trouble}")
    return plugin.result


class _Loop:
    """The plugin that takes the place of pytest's own loop over the checks."""

    def __init__(self, exercises, work, extra):
        self.exercises, self.work, self.extra = exercises, work, extra
        self.objects, self.seed = {}, 0  # of the answer that is being judged
        self.items = {}  # path → its checks
        self.trouble = {}  # path → why its checks could not be loaded
        self.done, self.result, self.error = False, None, None
        for name in {name for exercise in exercises for name in exercise.defines}:
            setattr(self, name, self._fixture(name))

    def _fixture(self, name):
        @pytest.fixture(name=name)
        def give():
            return self.objects[name]

        return give

    @pytest.fixture
    def rng(self, request):
        return generator(self.seed, request.node.name)

    def pytest_collectreport(self, report):
        if report.failed:
            self.trouble[report.nodeid.lstrip("./")] = report.longreprtext

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        items = {}
        for item in session.items:
            items.setdefault(str(item.path), []).append(_Check(item, self))
        self.items = items
        judge = Judge(self, items)
        gc.collect()
        gc.freeze()  # what is loaded is looked at no more
        gc.set_threshold(20_000)  # frames are many small lists, and hold no circles
        try:
            self.result = self.work(judge)
        except BaseException as error:
            self.error = error
        self.done = True
        return True


class _Check:
    """One check, ready to be run again and again."""

    def __init__(self, item, loop):
        self.item, self.loop = item, loop
        self.name, self.sentence = item.name, sentence_of(item)
        self.parameters = dict(item.callspec.params) if hasattr(item, "callspec") else {}
        self.wanted = list(inspect.signature(item.function).parameters)

    def is_plain(self, names):
        """Does it ask for nothing but the learner's names, `rng` and its own cases?"""
        given = {*names, "rng", "request", *self.parameters}
        marks = {mark.name for mark in self.item.iter_markers()}
        plain = given.issuperset(self.item.fixturenames) and marks <= {"parametrize"}
        return plain and self.item.cls is None and not inspect.iscoroutinefunction(self.item.obj)

    def run(self, objects):
        """Run it; returns the error it ended with, or None."""
        try:
            if self.is_simple:
                self._call(objects)
            else:
                return self._run_by_pytest()
        except Lost:
            raise
        except BaseException as error:
            return error
        return None

    def _call(self, objects):
        values = {}
        for name in self.wanted:
            if name in self.parameters:
                values[name] = self.parameters[name]
            else:
                values[name] = (
                    generator(self.loop.seed, self.name) if name == "rng" else objects[name]
                )
        self.item.obj(**values)

    def _run_by_pytest(self):
        """With all that pytest offers: fixtures, marks, classes."""
        seen = []

        class Watcher:
            @pytest.hookimpl(tryfirst=True)
            def pytest_runtest_makereport(self, item, call):
                if call.excinfo:
                    seen.append(call.excinfo.value)
                outcome = "failed" if call.excinfo else "passed"
                return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)

        plugins, watcher = self.item.config.pluginmanager, Watcher()
        plugins.register(watcher)
        try:
            self.item.ihook.pytest_runtest_protocol(item=self.item, nextitem=None)
        finally:
            plugins.unregister(watcher)
        for error in seen:
            if isinstance(error, Lost):
                raise error
        return seen[0] if seen else None


class Judge:
    """Judges answers to the exercises, one after the other."""

    def __init__(self, loop, items):
        self.loop = loop
        self.exercises = {exercise.name: exercise for exercise in loop.exercises}
        self.checks = {name: items.get(str(e.checks), []) for name, e in self.exercises.items()}
        self.classes = {n for n, exercise in self.exercises.items() if _defines_a_class(exercise)}
        self.private = {name: [] for name in self.exercises}
        for name, path in loop.extra:
            self.private[name] += items.get(str(path), [])
        for name, exercise in self.exercises.items():
            for check in self.checks[name] + self.private[name]:
                check.is_simple = check.is_plain(exercise.defines)

    def broken(self):
        """The exercises whose checks could not be loaded, and why."""
        found = {}
        files = [(name, exercise.checks) for name, exercise in self.exercises.items()]
        for name, path in [*files, *self.loop.extra]:
            if str(path) not in self.loop.items:
                told = [
                    text
                    for place, text in self.loop.trouble.items()
                    if path.as_posix().endswith(place)
                ]
                found[name] = told[0] if told else f"There are none in {path}."
        return found

    def verdicts(self, answers, seed, room):
        """Yields a Verdict on each of the `answers`, pairs of an exercise's name and a source.

        They are one submission's, and share a child as long as they pass and leave no trace in it.
        """
        for i, (name, source) in enumerate(answers):
            began = time.perf_counter()
            fresh = room.cell is None
            verdict = self._verdict(name, source, seed, room, len(answers) - i)
            if verdict is None and not fresh:
                room.close()
                verdict = self._verdict(name, source, seed, room, len(answers) - i)
            spoilt = verdict.state != "passed"  # who knows what else it has done there
            if room.cell and (spoilt or self.private[name]):
                room.close()  # nor may what it has seen of private checks reach the next report
            verdict.seconds = round(time.perf_counter() - began, 4)
            yield verdict
        if room.cell:
            room.close()

    def _verdict(self, name, source, seed, room, left):
        """The Verdict on one answer; None where the child is no longer as new."""
        exercise, filename = self.exercises[name], f"{name}.py"
        verdict = Verdict(name, seed=seed)
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        printed = PrintedThere()
        teller = Teller(exercise, filename, printed, ())
        cell = room.cell or room.open(left)
        cell.start_clock()
        conversation = Conversation(cell, printed, arithmetic=name in self.classes)
        self.loop.seed = seed
        seconds = room.request["seconds"]
        tell = verdict.findings.append
        try:
            with deadline(seconds + THINKING), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                if not self._run(exercise, source, seconds, conversation, teller, verdict):
                    return None
        except Lost as error:
            tell(_bad_end(exercise, source, filename, cell, error, room))
        except TimeIsUp:
            tell(endings.endless(exercise))
            room.close()
        except Exception:
            tell(endings.fault(exercise, traceback.format_exc()))
            room.close()
        verdict.crashed = any(finding.check == endings.CHECK for finding in verdict.findings)
        return verdict

    def _run(self, exercise, source, seconds, conversation, teller, verdict):
        """Add the findings to the verdict; False where the child cannot be used."""
        tell = verdict.findings.append
        try:
            objects = conversation.load(source, teller.filename, exercise.defines, seconds)
        except NotImplementedError:
            tell(Finding(RUNS, "todo"))
            return True
        except AnswerError as error:
            tell(teller.finding(RUNS, error))
            return True
        if objects is None:
            return False
        checks = self.checks[exercise.name] + self.private[exercise.name]
        verdict.names = [check.item.originalname for check in checks]
        self.loop.objects = dict(zip(exercise.defines, objects, strict=True))
        for check in self.checks[exercise.name]:
            conversation.scene()
            error = check.run(self.loop.objects)
            if isinstance(error, KeyboardInterrupt):
                tell(teller.finding(endings.CHECK, error))
                return True
            finding = teller.of_check(check.sentence, error)
            tell(finding)
            if finding.check == endings.CHECK:
                return True
        for check in self.private[exercise.name]:
            conversation.scene()
            verdict.further.append(_further(check, check.run(self.loop.objects)))
        return True


def _defines_a_class(exercise):
    return any(isinstance(node, ast.ClassDef) for node in ast.parse(exercise.stub).body)


def _further(check, error):
    """What a private check says: the teacher's words, and nothing that the answer made up."""
    if error is None:
        return Finding(FURTHER, "ok")
    by_check = isinstance(error, AssertionError) and not hasattr(error, "calls_elsewhere")
    return Finding(FURTHER, "no", str(error) if by_check and str(error) else check.sentence)


def _bad_end(exercise, source, filename, cell, error, room):
    """What to say of a child that is gone, or had to be ended."""
    ending = room.ending()
    if error.why:
        message = (
            f"{exercise.name} gave back something that cannot be read: {error.why}.\n"
            "Return plain numbers, lists or arrays."
        )
        return Finding(endings.CHECK, "no", message)
    late = "Timeout (" if cell.late else ""
    return endings.of_process(exercise, ending.status, late + ending.errors, source, filename)
