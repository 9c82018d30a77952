"""Direct: an answer is loaded into this very process, and its functions are called as they are."""

from ..answer import load
from .judge import with_judge


class Direct:
    """The judge's runner for such an answer."""

    def load(self, source, filename, defines):
        return load(source, filename, defines)

    def begin_check(self, private):
        """There is nothing to prepare."""

    def end_check(self):
        """Nothing can have been lost."""


def judge_directly(exercise, source, **options):
    """Collect the checks and judge one answer; `options` are those of Judge.judge."""
    with_judge([exercise], lambda judge: answer_directly(judge, exercise, source, **options))


def answer_directly(judge, exercise, source, **options):
    """Judge one answer. Raises RuntimeError where the checks cannot be loaded."""
    for reason in judge.broken().values():
        raise RuntimeError(f"pytest found no checks.\n{reason}")
    judge.judge(exercise.name, source, Direct(), **options)
