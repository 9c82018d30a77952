"""Runs on: which experiments run on the code of which exercise. Nothing that draws is loaded."""

from .. import experiments
from ..checking.mine import home, passing


def news(report):
    """A sentence for each experiment that can run on the learner's code now that it is right.

    Those that take each function alone say themselves which ones are the learner's.
    """
    if report.outcome != "ok":
        return []
    told = []
    for name in experiments.modules():
        experiment = getattr(experiments, name)
        if experiment.each_alone:
            continue
        used = dict.fromkeys(home(part).name for part in experiment.runs_on)
        if report.exercise not in used:
            continue
        if missing := [one for one in used if passing(one) is None]:
            told.append(f"The picture `{name}` can run on your code when {_all(missing)} too.")
        else:
            told.append(f"The picture `{name}` can run on your code now: choose yours below it.")
    return told


def _all(names):
    quoted = [f"`{name}`" for name in names]
    return f"{' and '.join(quoted)} {'passes' if len(names) == 1 else 'pass'}"
