"""Trial: many answers judged one after the other in this process, for authors.

It is as fast as the checks themselves, because pytest is started once. So it is for answers that we
know: nothing here is shut in, and what one answer changes the next one finds changed.
"""

import warnings

from ..checking.judging.deadline import deadline
from ..checking.judging.direct import Direct
from ..checking.judging.judge import with_judge
from ..checking.judging.terminations import endless
from ..checking.report import Report
from ..checking.time_limit import TimeIsUp

SECONDS = 2  # that one answer may take


def with_trials(exercises, work, seconds=SECONDS):
    """Call `work(trial)` with a Trial of these exercises, and return what it returns."""
    return with_judge(exercises, lambda judge: work(Trial(judge, seconds)))


def every(check):
    """All checks."""
    return True


def drawn(check):
    """The checks that draw their data, which the seed decides."""
    return check.draws


def fixed(check):
    """The checks whose data are the same under every seed."""
    return not check.draws


class Trial:
    """Judges one answer after another: `trial(exercise, source, seed)` is the Report on it."""

    def __init__(self, judge, seconds):
        self.judge, self.seconds = judge, seconds

    def has(self, exercise, which):
        """Are there such checks?"""
        return any(map(which, self.judge.checks[exercise.name]))

    def __call__(self, exercise, source, seed=1, which=every):
        filename = f"{exercise.name}.py"
        report = Report(exercise.name, seed=seed)
        tell = report.findings.append
        options = {"filename": filename, "seed": seed, "tell": tell, "which": which}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                with deadline(self.seconds, filename):
                    self.judge.judge(exercise.name, source, Direct(), **options)
            except TimeIsUp as late:  # outside the answer's own lines
                report.findings.append(endless(exercise, late=late))
        return report
