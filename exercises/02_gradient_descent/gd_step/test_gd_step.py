"""gd_step is judged by hand, on arrays of all shapes, and on what it must leave untouched."""

import numpy as np
import pytest

from bpcourse.checking.compare import list_of, same
from bpcourse.checking.given import independent, unchanged

SHAPES = [((3,), ()), ((2, 3), (3,), (3, 1)), ((1,),), ((2, 2), (2, 2), ())]
STEP = "That is the step. The new value is the old one minus the step."


def ask(gd_step, params, grads, lr):
    with unchanged(params=params, grads=grads):
        return list_of(gd_step(params, grads, lr), len(params), "the result")


def compare(got, params, grads, lr):
    """Every parameter against the rule, and the known slips, as the values they give."""
    for i, (new, w, dw) in enumerate(zip(got, params, grads, strict=True)):
        slips = [
            ("The sign is wrong: you walk uphill, to a larger loss.", w + lr * dw),
            ("lr is missing: a step is the gradient times the learning rate.", w - dw),
            (STEP, lr * dw),
            (STEP, -lr * dw),
            ("The parameter has not moved.", w),
            ("Without brackets: products come before differences.", (w - lr) * dw),
            (
                "That shrinks it by a part of itself; the step is lr * dw alone.",
                w - lr * dw * w,
            ),
            ("A steeper slope means a longer step, not only its sign.", w - lr * np.sign(dw)),
            ("A larger rate means a longer step: multiply by it.", w - dw / lr),
            ("That is twice the step.", w - 2 * lr * dw),
            ("Gradient number i belongs to parameter number i.", w - lr * np.mean(grads[0])),
        ]
        tip = "The rule is w - lr * dw, for each parameter with its own gradient."
        same(new, w - lr * dw, f"parameter {i}", slips, tip)


def numbers(rng, shapes):
    """An array for each shape; a plain number where the shape is ()."""
    return [rng.normal(size=shape) if shape else float(rng.normal()) for shape in shapes]


def test_one_number_by_hand(gd_step):
    """From 2.0, with slope -0.5 and rate 0.1, it goes to 2.05."""
    params, grads = [np.array([2.0])], [np.array([-0.5])]
    compare(ask(gd_step, params, grads, 0.1), params, grads, 0.1)


@pytest.mark.parametrize("shapes", SHAPES, ids=lambda shapes: " and ".join(map(str, shapes)))
def test_moves_every_parameter(gd_step, rng, shapes):
    """It moves every parameter by its own gradient, whatever the shapes."""
    params, grads, lr = numbers(rng, shapes), numbers(rng, shapes), float(rng.uniform(0.2, 0.8))
    compare(ask(gd_step, params, grads, lr), params, grads, lr)


def test_whole_numbers_may_move_by_fractions(gd_step):
    """A parameter that starts as whole numbers may move by fractions."""
    params, grads = [np.array([1, 2, 3])], [np.array([0.5, 0.25, -0.5])]
    compare(ask(gd_step, params, grads, 0.5), params, grads, 0.5)


def test_leaves_what_it_is_given(gd_step, rng):
    """The old list and its arrays stay as they were."""
    params, grads = [rng.normal(size=(2, 3)), 1.5], [rng.normal(size=(2, 3)), -0.5]
    got = ask(gd_step, params, grads, 0.1)
    assert got is not params, "You return the list that you were given.\nReturn a new one."
    independent(got, "the result", params=params, grads=grads)
