"""Report: what a check of an answer has found. How it looks is in report_view.

Outcomes are three: "todo" (not written yet), "no" and "ok"; and "late", where an answer is watched
and was not seen to its end.
"""

from dataclasses import dataclass, field

from . import cause, report_view


@dataclass
class Finding:
    """What one check found."""

    check: str  # the sentence that the check claims
    outcome: str
    message: str = ""  # what was seen, and which rule it breaks
    place: str = ""  # where in the learner's code
    traceback: str = ""
    printed: str = ""  # what the learner's code printed meanwhile
    kind: str = ""  # the id of what was seen, as "no_return"
    about: str = ""  # of which case, as "With whole numbers in X"
    offered: list = field(default_factory=list)  # the known mistakes that would show here
    fitting: dict = field(default_factory=dict)  # those that give what was seen, and their sentence
    tip: str = ""  # the next step, where no cause is known


@dataclass
class Report:
    """All findings on one answer. Shows itself in a terminal and in a notebook."""

    exercise: str
    findings: list = field(default_factory=list)
    seed: int = 0  # replays the random data
    insight: str = ""  # what it was good for, once it is right
    notices: list = field(default_factory=list)  # what else to know: not saved, what comes next
    call: dict | None = None  # what was seen of a call that was watched; see tracing.call_record

    @property
    def outcome(self):
        """The worst that was found; "no" before "todo", because something was written."""
        return report_view.worst({finding.outcome for finding in self.findings} or {"no"})

    @property
    def cause(self):
        """The sentence of the one known mistake that explains what was seen, or an empty text."""
        return cause.cause_of(self.findings)[1]

    @property
    def mistake(self):
        """The id of the mistake that was made, or an empty text where it is not known."""
        return cause.mistake_of(self.findings)

    @property
    def headline(self):
        return report_view.headline(self)

    def __str__(self):
        return report_view.as_text(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/html": report_view.as_html(self)}
