"""Trace: the call in which an answer fails its check, line by line."""

from dataclasses import dataclass

from ..errors import UserError
from .exercise import find
from .judging import runner
from .judging.terminations import RUNS
from .report import Finding
from .tracing import trace_text
from .workspace import here


@dataclass
class Trace:
    """What was seen of one call, and what the check said about it."""

    exercise: str
    seed: int  # replays the random data
    finding: Finding  # of the check
    call: dict  # see tracing.recorder

    def __str__(self):
        return trace_text.as_text(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self)}


def trace(name, *, seed=None, workspace=None):
    """The Trace of the saved answer to the exercise `name`, on the first check that fails.

    Where all pass it is that of the first check. `seed` replays the random data of an earlier
    report. Nothing is written down as an attempt. Raises UserError where there is no answer yet, or
    nothing in it is called; ExerciseError where there is no such exercise.
    """
    exercise, workspace = find(name), workspace or here()
    source = workspace.answer(name)
    if source is None:
        raise UserError(
            f"There is no answer to {name} yet, so there is nothing to watch.\n"
            f"Write it into {workspace.answer_path(name)}, or in its lesson."
        )
    return trace_of(exercise, source, filename=str(workspace.answer_path(name)), seed=seed)


def trace_of(exercise, source, *, filename=None, seed=None):
    """The same for a text at hand."""
    filename = filename or f"{exercise.name}.py"
    report = runner.run(exercise, source, filename=filename, seed=seed)
    outcomes = [finding.outcome for finding in report.findings]
    place = next((i for i, outcome in enumerate(outcomes) if outcome != "ok"), 0)
    finding = report.findings[place]
    if finding.outcome == "todo":
        raise UserError(f"{exercise.name} is still to be written, so there is nothing to watch.")
    if finding.check == RUNS:
        told = f"{exercise.name} cannot be watched before it can be run.\n{finding.message}"
        raise UserError(told)
    watch = {"sentence": finding.check, "place": place}
    options = {"filename": filename, "seed": report.seed}
    call = runner.run(exercise, source, watch=watch, **options).call
    if call is None:
        raise UserError(
            f"The check that fails calls no function of {exercise.name}, so there is nothing to "
            f"watch.\n{finding.message}"
        )
    return Trace(exercise.name, report.seed, finding, call)
