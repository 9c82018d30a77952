"""Runs on: which experiments run on the code of which exercise. Nothing that draws is loaded."""

from .. import experiments
from ..checking.mine import home, passing


def news(report):
    """A sentence for each experiment that can run on the learner's code now that it is right."""
    if report.outcome != "ok":
        return []
    told = []
    for name in experiments.modules():
        used = dict.fromkeys(home(part).name for part in getattr(experiments, name).runs_on)
        missing = [one for one in used if passing(one) is None]
        if report.exercise in used and not missing:
            told.append(f"The picture `{name}` can run on your code now: choose yours below it.")
        elif report.exercise in used:
            told.append(f"The picture `{name}` can run on your code when {_all(missing)} too.")
    return told


def _all(names):
    quoted = [f"`{name}`" for name in names]
    return f"{' and '.join(quoted)} {'passes' if len(names) == 1 else 'pass'}"
