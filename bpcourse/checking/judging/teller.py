"""The teller: whatever a check ended with becomes a Finding, in the words of the course."""

import re
from dataclasses import replace

from ..answer import AnswerError
from ..explain import explain, kind_of, place, raised_in, traceback_of
from ..report import Finding
from ..time_limit import TimeIsUp
from ..wrong import Wrong
from . import terminations
from .capture import PrintedTooMuch

# what NumPy says before it asks for memory: in a browser, where Python has 32 bits, of a gigabyte
LARGER_THAN_ANY = re.compile(r"Maximum allowed dimension exceeded|array is too big")
STUMBLED = """\
This check can make nothing of what your function gave back ({error}).
Compare kind and shape with what the task asks for."""


class Teller:
    """Turns the error with which the learner's code or a check ended into a Finding."""

    def __init__(self, exercise, filename, printed, notebook_names):
        self.exercise, self.filename = exercise, filename
        self.printed, self.notebook_names = printed, notebook_names

    def of_check(self, check, error):
        """What one check found; `error` is what it ended with, or None."""
        if error is None:
            return Finding(check, "ok")
        if isinstance(error, NotImplementedError):
            return Finding(check, "todo")
        return self.finding(check, error)

    def finding(self, check, error):
        cause = error.cause if isinstance(error, AnswerError) else error
        where = place(cause, self.filename) if cause else ""
        match cause:
            case TimeIsUp():
                return terminations.endless(self.exercise, where, cause)
            case MemoryError():
                return replace(terminations.too_large(self.exercise), place=where)
            case ValueError() if LARGER_THAN_ANY.match(str(cause)):
                return replace(terminations.too_large(self.exercise), place=where)
            case PrintedTooMuch():
                return terminations.prints_without_end(self.exercise, self.printed.shown())
        finding = Finding(check, "no", place=where, printed=self.printed.shown())
        finding.traceback = traceback_of(cause, self.filename) if cause else ""
        self._tell(finding, error, cause)
        return finding

    def _tell(self, finding, error, cause):
        """Add what the check says, or what Python says in the words of the course."""
        if isinstance(error, Wrong):
            finding.message, finding.kind, finding.about = error.seen, error.kind, error.about
            finding.offered, finding.fitting, finding.tip = error.offered, error.fitting, error.tip
        elif isinstance(error, AssertionError) and not raised_in(error, self.filename):
            finding.message = str(error)
        elif isinstance(error, AnswerError) and cause is None:
            finding.message, finding.kind = str(error), "cannot_be_run"
        elif not finding.place and not isinstance(error, AnswerError):
            finding.message = STUMBLED.format(error=f"{type(cause).__name__}: {cause}")
            finding.kind = "odd"
        else:
            finding.message = explain(cause, self.notebook_names, self.filename)
            finding.kind = kind_of(cause)
