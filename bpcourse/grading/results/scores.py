"""Scores: from what was found to points."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Score:
    """The points for one exercise, and how it stands."""

    exercise: str
    points: float | None  # None as long as it could not be judged
    of: float
    state: str  # passed, failed, stopped, todo, missing: as the judge found it; or unjudged
    comment: str = ""  # by hand
    by_hand: bool = False  # the points are the teacher's own

    @property
    def told(self):
        """The points in words."""
        return "not judged yet" if self.points is None else f"{self.points:g} of {self.of:g}"

    @property
    def all_of_it(self):
        """Has it all points?"""
        return self.points >= self.of if self.by_hand else self.state == "passed"


def score(exercise, verdict, settings, left=1.0, given=None):
    """The Score of a verdict, or of none; `left` is the part of the points that lateness leaves.

    Points that are `given` by hand stay as they are.
    """
    found = _judged(exercise, verdict, settings, left)
    if given is None:
        return found
    points = found.points if given.points is None else given.points
    return replace(found, points=points, comment=given.comment, by_hand=given.points is not None)


def unjudged(score):
    """The same for what could not be judged: it has no points yet, unless they are by hand."""
    return score if score.by_hand else replace(score, points=None, state="unjudged")


def _judged(exercise, verdict, settings, left):
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
