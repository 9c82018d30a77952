"""Verdict: what the judge found about one answer, as data that can be sent and kept."""

from dataclasses import dataclass, field

from ...checking.report import Finding, Report


@dataclass
class Verdict:
    """One answer to one exercise, judged."""

    exercise: str
    findings: list = field(default_factory=list)  # what the learner's own check would say
    further: list = field(default_factory=list)  # what the teacher's private checks say
    names: list = field(default_factory=list)  # of all checks, as pytest knows them
    seed: int = 0
    seconds: float = 0.0
    crashed: bool = False  # it had to be stopped, or stopped everything itself

    @property
    def report(self):
        """As the learner sees it in the notebook."""
        return Report(self.exercise, self.findings, seed=self.seed)

    @property
    def state(self):
        """One of the words passed, failed, stopped, todo."""
        outcomes = {finding.outcome for finding in self.findings + self.further}
        if "no" in outcomes or not outcomes:
            return "stopped" if self.crashed else "failed"
        return "todo" if "todo" in outcomes else "passed"

    def to_data(self):
        """To be written as JSON at once: it shares what the Verdict holds."""
        findings, further = map(vars, self.findings), map(vars, self.further)
        return vars(self) | {"findings": [*findings], "further": [*further]}

    @classmethod
    def from_data(cls, data):
        findings = [Finding(**finding) for finding in data["findings"]]
        further = [Finding(**finding) for finding in data["further"]]
        return cls(**data | {"findings": findings, "further": further})
