"""Direct: an answer is loaded into this very process, and its functions are called as they are."""

from ..answer import load
from ..tracing.stoppable import stoppable
from .judge import with_judge


class Direct:
    """The judge's runner for such an answer."""

    def __init__(self, change=None):
        self.options = {"change": change} if change else {}  # see answer.load

    def load(self, source, filename, defines):
        return load(source, filename, defines, **self.options)

    def begin_check(self, private):
        """There is nothing to prepare."""

    def end_check(self):
        """Nothing can have been lost."""


def judge_directly(exercise, source, **options):
    """Collect the checks and judge one answer; `options` are those of answer_directly."""
    return with_judge([exercise], lambda judge: answer_directly(judge, exercise, source, **options))


def answer_directly(judge, exercise, source, *, watch=False, **options):
    """Judge one answer; `options` are those of Judge.judge.

    With `watch` only as far as the first check that fails, and what is returned is the call in
    which that fails (see tracing.call_record), or None. Raises RuntimeError where the checks cannot
    be loaded.
    """
    for reason in judge.broken().values():
        raise RuntimeError(f"pytest found no checks.\n{reason}")
    if watch:
        from .watching import Watching  # only a few answers are watched

        return Watching(judge, exercise, source, Direct(stoppable), **options).call()
    judge.judge(exercise.name, source, Direct(), **options)
    return None
