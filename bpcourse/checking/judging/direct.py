"""Direct: an answer is loaded into this very process, and its functions are called as they are."""

from ..answer import load
from ..tracing.recorder import Recorder
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
    """Collect the checks and judge one answer; `options` are those of answer_directly."""
    return with_judge([exercise], lambda judge: answer_directly(judge, exercise, source, **options))


def answer_directly(judge, exercise, source, *, watch=None, **options):
    """Judge one answer; `options` are those of Judge.judge.

    With `watch`, which is {"sentence": that of a check, "place": its number}, only that check is
    run, and what is returned are the facts of its last call (see tracing.recorder), or None. The
    place counts where no check has such a sentence: where an answer came to no end, only the place
    is known. Raises RuntimeError where the checks cannot be loaded.
    """
    for reason in judge.broken().values():
        raise RuntimeError(f"pytest found no checks.\n{reason}")
    if watch is None:
        judge.judge(exercise.name, source, Direct(), **options)
        return None
    checks = judge.checks[exercise.name]
    named = [check for check in checks if check.sentence == watch["sentence"]]
    chosen = (named or checks[watch["place"] :] or checks[-1:])[0]
    with Recorder(options["filename"], source) as recorder:
        judge.judge(exercise.name, source, Direct(), which=lambda one: one is chosen, **options)
    return recorder.call and recorder.call.as_data(recorder.count)
