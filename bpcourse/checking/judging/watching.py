"""Watching: the checks of an answer up to the first that fails, and the call in which it fails.

A check may ask many times. So first it is run as it is and its calls are counted, which costs
little; then once more, with the one call watched line by line.
"""

from ..report import Finding
from ..tracing.axis_letters import letters_of
from ..tracing.beside import beside
from ..tracing.recorder import Recorder, Stopped
from .terminations import LOOPS

SECONDS = 0.4  # of computing in one check; who needs more is watched there
LONG = "It takes longer than it is watched here. How it ends is in its report."


class Watching:
    """One answer that is watched; `options` are those of Judge.judge."""

    def __init__(self, judge, exercise, source, runner, *, filename, tell, **options):
        self.judge, self.exercise, self.source, self.runner = judge, exercise, source, runner
        self.filename, self.tell, self.options = filename, tell, options

    def call(self):
        """The call in which the first check fails that does; where all pass, one of the first."""
        checks = self.judge.checks[self.exercise.name]
        for check in checks:
            counted = Recorder(self.filename, self.source, number=0, seconds=SECONDS)
            finding, error = self._run(check, counted)
            if finding is None or finding.outcome == "ok":
                continue
            is_late = isinstance(error, Stopped)
            number = failing(counted.results, error) or int(is_late)  # perhaps not yet called
            finding, call = self._watch(check, number, is_late, finding)
            if finding.outcome == "ok":  # it was only slow
                continue
            self.tell(finding)
            return call
        for check in checks:
            finding, call = self._watch(check, 1, False, Finding(check.sentence, "ok"))
            if call:
                self.tell(finding)
                return call
        return None

    def _watch(self, check, number, is_late, finding):
        """What that check finds while call `number` of it is watched, and the call."""
        if not number:
            return finding, None
        options = {"is_endless": is_late, "letters": letters_of(self.exercise.stub)}
        recorder = Recorder(self.filename, self.source, number, **options)
        watched, error = self._run(check, recorder)
        call = recorder.as_data()
        if call is None or watched is None:  # an answer that is another each time
            return finding, None
        if isinstance(error, Stopped):
            if not recorder.may_be_endless:
                return Finding(check.sentence, "late", LONG), call
            return Finding(check.sentence, "no", self.exercise.when_endless or LOOPS), call
        again = failing(recorder.results, error)
        if is_late and error and again != number:  # it has come to its end, and then another failed
            return self._watch(check, again, False, watched)
        part = getattr(error, "part", None)
        call["beside"] = beside(part, recorder.results[number - 1]) if part else None
        return watched, call

    def _run(self, check, recorder):
        """The Finding of one check, or None where it is left out, and the error it ended with."""
        findings, errors = [], [None]
        with recorder:
            self.judge.judge(
                self.exercise.name, self.source, self.runner, filename=self.filename,
                tell=findings.append, which=lambda one: one is check, ended=errors.append,
                **self.options,
            )  # fmt: skip
        return (findings or [None])[0], errors[-1]


def failing(results, error):
    """Which call, counted from 1, has given what is wrong: by default the last one."""
    part = getattr(error, "part", None)
    for number, result in enumerate(results, start=1):
        if part is not None and holds(result, part.got):
            return number
    return len(results)


def holds(result, got):
    """Is this the result, or a part of it?"""
    if result is got:
        return True
    parts = result.values() if isinstance(result, dict) else result
    return isinstance(result, list | tuple | dict) and any(holds(part, got) for part in parts)
