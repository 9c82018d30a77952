"""Trace: the call in which an answer fails its check, line by line."""

from dataclasses import dataclass

from ..errors import UserError
from .exercise import find
from .judging import runner
from .judging.terminations import CHECK, RUNS
from .report import Finding
from .tracing import trace_page, trace_text
from .workspace import here


@dataclass
class Trace:
    """What was seen of one call, and what the check said about it."""

    source: str  # the code that was watched
    call: dict  # see tracing.call_record
    exercise: str = ""  # none for a function that is no answer
    seed: int = 0  # replays the random data
    finding: Finding | None = None  # of the check

    def __str__(self):
        return trace_text.as_text(self)

    def as_html(self):
        """The call to be stepped through, as HTML that needs nothing else."""
        return trace_page.as_html(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/html": self.as_html()}


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
    report = runner.run(exercise, source, filename=filename, seed=seed, watch=True)
    finding = report.findings[-1] if report.findings else None
    if finding and finding.outcome == "todo":
        raise UserError(f"{exercise.name} is still to be written, so there is nothing to watch.")
    if finding and finding.check == RUNS:
        told = f"{exercise.name} cannot be watched before it can be run.\n{finding.message}"
        raise UserError(told)
    if report.call is None:
        told = f"{exercise.name} cannot be watched: {_why_not(finding)}"
        raise UserError(f"{told}\n{finding.message if finding else ''}".rstrip())
    return Trace(source, report.call, exercise.name, report.seed, finding)


def _why_not(finding):
    if finding and finding.check == CHECK:
        return "it came to a bad end before there was anything to show."
    return "none of its lines is run in the check that fails."
