"""What learners write in several lessons fits together, however each of them has written it."""

import re

import numpy as np
import pytest

from bpcourse import numerical_gradient, relative_error
from bpcourse.checking.answer import load
from bpcourse.checking.exercise import find
from bpcourse.content import content

SIZES = [(3, 4), (4, 2), (2, 3)]


def all_right(name):
    """Each right answer to that exercise: its name, and the function."""
    exercise = find(name)
    for title, source in ({"solution": exercise.solution} | exercise.right).items():
        [function] = load(source, f"{title}.py", {name: exercise.defines[name]})
        yield title, function


@pytest.mark.parametrize("kind", ["relu", "tanh", "sigmoid"])
def test_any_forward_pass_and_any_backward_pass_give_the_slopes_of_the_loss(kind, rng):
    X = rng.normal(size=(5, 3))
    params = [(rng.normal(size=size), rng.normal(size=size[1])) for size in SIZES]
    for target in (rng.normal(size=(5, 3)), rng.integers(3, size=5)):
        nudged = nudged_gradients(params, X, kind, target)
        for forward_by, mlp_forward in all_right("mlp_forward"):
            cache = mlp_forward(params, X, kind)
            for backward_by, mlp_backward in all_right("mlp_backward"):
                claims = [dw for pair in mlp_backward(params, cache, target) for dw in pair]
                for claim, slope in zip(claims, nudged, strict=True):
                    error = relative_error(claim, slope).max()
                    assert error < 1e-6, (forward_by, backward_by)


def nudged_gradients(params, X, kind, target):
    [mlp_forward] = [function for by, function in all_right("mlp_forward") if by == "solution"]

    def loss(_):
        Z = mlp_forward(params, X, kind)["Z"][-1]
        if target.ndim == 2:
            return np.mean((Z - target) ** 2)
        return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), target])

    return [numerical_gradient(loss, array) for pair in params for array in pair]


@pytest.mark.parametrize("lesson", ["07_backward_pass", "11_vanishing_gradients"])
def test_later_lessons_run_on_the_forward_pass_that_the_learner_has_written(lesson):
    """Nowhere else in them a batch goes through a layer of a net and into a cache."""
    text = content("notebooks", "src", f"{lesson}.py").read_text(encoding="utf-8")
    assert 'bp.mine("mlp_forward")' in text
    assert not re.search(r"""["'][AZ]["']\]\.append""", text)
