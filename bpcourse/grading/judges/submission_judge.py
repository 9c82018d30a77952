"""Submission judge: the answers of one submission, one after the other, by proxy in a sandbox.

The checks are those of the notebook, and so is the judge. What it calls lives in another process,
with no rights; what comes back is data.
"""

import ast
import gc
import os
import signal
import time
import traceback
import warnings
from contextlib import suppress
from functools import partial
from pathlib import Path

from ...checking.exercise import read
from ...checking.judging import terminations
from ...checking.judging.deadline import deadline
from ...checking.judging.judge import with_judge
from ...checking.report import Finding
from ...checking.time_limit import TimeIsUp
from ...python_process import Parent
from ..remote.proxies import Conversation
from ..results.verdict import Verdict
from ..sandbox.channel import Sandbox
from ..sandbox.spawned import SpawnedSandbox

THINKING = 5  # seconds of computing that the checks themselves may take, beside the answer's
MEMORY = 4 << 30  # bytes for a judge: an answer's arrays are at most 64 MB, but checks copy them


class NotJudged(Exception):
    """The machine, and not the answer, is why there is no verdict; the text says what is known."""


class SubmissionJudge:
    """Judges submissions by `judge`, with their answers in `sandbox`."""

    def __init__(self, judge, sandbox):
        self.judge, self.sandbox = judge, sandbox
        self.seconds = sandbox.request["seconds"]
        self.classes = {n for n, exercise in judge.exercises.items() if _defines_a_class(exercise)}

    def verdicts(self, answers, seed, rehearsal=False):
        """Yields a Verdict on each of the `answers`, pairs of an exercise's name and a source.

        They are one submission's, and share a child as long as they pass and leave no trace in it.
        Raises Refused where a check asks for what cannot be had, NotJudged where the machine fails.
        """
        sandbox = self.sandbox
        for i, (name, source) in enumerate(answers):
            options = {"seed": seed, "rehearsal": rehearsal}
            try:
                verdict = self._verdict(name, source, len(answers) - i, options)
            except terminations.Again:
                if sandbox.channel:
                    sandbox.close()
                verdict = self._verdict(name, source, len(answers) - i, options, last=True)
            spoilt = verdict.state != "passed"  # who knows what else it has done there
            if sandbox.channel and (spoilt or self.judge.private[name]):
                sandbox.close()  # nor may what it has seen of private checks reach the next report
            yield verdict
        if sandbox.channel:
            sandbox.close()

    def _verdict(self, name, source, left, options, last=False):
        """The Verdict on one answer. Raises Again where a new child may tell more."""
        began, verdict = time.perf_counter(), Verdict(name, seed=options["seed"])
        channel = self.sandbox.channel or self.sandbox.open(left)
        channel.start_clock()
        try:
            with deadline(self.seconds + THINKING), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._judge(source, channel, verdict, options)
        except terminations.Refused:
            self.sandbox.close()
            raise
        except terminations.Lost as error:
            verdict.findings.append(self._bad_end(name, source, channel, error, last))
        except TimeIsUp as late:  # of the checks, which an answer keeps from ending
            self._end_badly(verdict, partial(terminations.endless, late=late))
        except MemoryError:
            self._end_badly(verdict, terminations.too_large)
        except Exception:
            self.sandbox.close()
            raise NotJudged(traceback.format_exc()) from None
        verdict.crashed = any(finding.check == terminations.CHECK for finding in verdict.findings)
        verdict.seconds = round(time.perf_counter() - began, 4)
        return verdict

    def _judge(self, source, channel, verdict, options):
        name = verdict.exercise
        conversation = Conversation(channel, self.seconds, arithmetic=name in self.classes)
        told = {"tell": verdict.findings.append, "tell_further": verdict.further.append}

        def work(judge):
            facts = options | told | {"filename": f"{name}.py"}
            verdict.names = judge.judge(name, source, conversation, **facts)

        try:
            if self.judge.is_repeatable(name):
                work(self.judge)
            else:
                self.judge.anew(name, work)
        finally:
            conversation.end()

    def _end_badly(self, verdict, how):
        verdict.findings.append(how(self.judge.exercises[verdict.exercise]))
        self.sandbox.close()

    def _bad_end(self, name, source, channel, error, last):
        """What to say of a child that is gone, or had to be ended.

        Raises Again where the machine may have failed: the child has run nothing, was killed from
        outside, or has waited: a busy machine may not have served it. NotJudged if it has run
        nothing again.
        """
        exercise, ending = self.judge.exercises[name], self.sandbox.ending()
        if not channel.started and last:
            raise NotJudged(f"no process could be shut in for the answer ({ending.errors[-500:]})")
        if not channel.started:
            raise terminations.Again
        if error.why:
            message = (
                f"{exercise.name} gave back something that cannot be read: {error.why}.\n"
                "Return plain numbers, lists or arrays."
            )
            return Finding(terminations.CHECK, "no", message)
        killed = ending.status == -signal.SIGKILL and ending.cpu < self.seconds and not channel.late
        waited = channel.late and channel.late.waited
        if (killed or waited) and not last:
            raise terminations.Again
        facts = (ending.status, ending.errors, source, f"{name}.py", channel.late)
        return terminations.of_process(exercise, *facts)


def _defines_a_class(exercise):
    return any(isinstance(node, ast.ClassDef) for node in ast.parse(exercise.stub).body)


# ---- the process ----


def main():
    """Judge what is asked through the standard input. The first message is the order."""
    parent = Parent()
    requests = iter(parent)
    order = next(requests)
    if order["core"] is not None:
        os.sched_setaffinity(0, {order["core"]})
    with suppress(ValueError, OSError, ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    exercises = [read(Path(folder)) for folder in order["exercises"]]
    private = [(name, Path(path)) for name, path in order["private"]]
    with_judge(exercises, partial(_serve, parent, requests, order), private)


def _serve(parent, requests, order, judge):
    gc.collect()
    gc.freeze()  # what is loaded is looked at no more
    gc.set_threshold(20_000)  # frames are many small lists, and hold no circles
    hidden = [*order["hidden"], *order["exercises"]]
    options = {name: order[name] for name in ("seconds", "memory", "without")}
    with (SpawnedSandbox if order["spawn"] else Sandbox)(hidden=hidden, **options) as sandbox:
        parent.say({"missing": sandbox.missing, "broken": judge.broken()})
        submissions = SubmissionJudge(judge, sandbox)
        for request in requests:
            if sandbox.missing and not order["weak"]:
                parent.say({"failed": "its answers could not be shut in completely"})
                continue
            try:
                verdicts = list(submissions.verdicts(**request))
            except terminations.Refused as refused:
                parent.say({"refused": str(refused)})
            except NotJudged as error:
                parent.say({"failed": str(error)})
            else:
                parent.say({"verdicts": [verdict.to_data() for verdict in verdicts]})
