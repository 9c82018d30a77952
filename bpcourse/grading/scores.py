"""Scores: from what was found to points."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """The points for one exercise, and how it stands."""

    exercise: str
    points: float
    of: float
    state: str  # passed, failed, stopped, todo, missing


def score(exercise, verdict, settings, left=1.0):
    """The Score of a verdict, or of none; `left` is the part of the points that lateness leaves."""
    most = settings.points_for(exercise)
    if verdict is None:
        return Score(exercise.name, 0.0, most, "missing")
    share = 1.0 if verdict.state == "passed" else 0.0
    if verdict.state == "failed" and settings.partial:
        share = _share(verdict, settings.weights.get(exercise.name, {}))
    return Score(exercise.name, round(most * share * left, 4), most, verdict.state)


def _share(verdict, weights):
    """The weight of the checks that pass, of all. One that was not run does not pass."""
    found = [finding.outcome == "ok" for finding in verdict.findings + verdict.further]
    found += [False] * (len(verdict.names) - len(found))
    each = [weights.get(name, 1.0) for name in verdict.names]
    passed = sum(weight for weight, ok in zip(each, found, strict=False) if ok)
    return passed / sum(each) if sum(each) else 0.0
