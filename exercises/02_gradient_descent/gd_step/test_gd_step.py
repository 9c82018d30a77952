"""gd_step is judged against the rule, on arrays of all shapes and on plain numbers."""

import numpy as np

from bpcourse.checking.draws import number, numbers, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(params, grads, lr):
    return [w - lr * dw for w, dw in zip(params, grads, strict=True)]


def draw(rng, shapes, scale=1.0):
    """An array for each shape; a plain number where the shape is ()."""
    params, grads = (
        [scale * (numbers(rng, *shape) if shape else number(rng)) for shape in shapes]
        for _ in range(2)
    )
    return params, grads, rate(rng)


def slips(params, grads, lr):
    def wrong(id, sentence, step):
        return Slip(id, sentence, [step(w, dw) for w, dw in zip(params, grads, strict=True)])

    right = rule(params, grads, lr)
    the_step = "That is the step. The new value is the old one minus the step."
    brackets = "Without brackets: products come before differences."
    return [
        wrong(
            "uphill",
            "The sign is wrong: you walk uphill, to a larger loss.",
            lambda w, dw: w + lr * dw,
        ),
        wrong(
            "no_rate",
            "lr is missing: a step is the gradient times the learning rate.",
            lambda w, dw: w - dw,
        ),
        wrong("step_only", the_step, lambda w, dw: lr * dw),
        wrong("step_only", the_step, lambda w, dw: -lr * dw),
        wrong("not_moved", "The parameter has not moved.", lambda w, dw: w),
        wrong("brackets", brackets, lambda w, dw: (w - lr) * dw),
        wrong("brackets", brackets, lambda w, dw: (w - dw) * lr),
        wrong(
            "shrinks",
            "That shrinks it by a part of itself; the step is lr * dw alone.",
            lambda w, dw: w - lr * dw * w,
        ),
        wrong(
            "sign_only",
            "A larger slope means a longer step: the sign alone is not enough.",
            lambda w, dw: w - lr * np.sign(dw),
        ),
        wrong(
            "divided_by_rate",
            "A larger rate means a longer step: multiply by it.",
            lambda w, dw: w - dw / lr,
        ),
        wrong("twice", "That is twice the step.", lambda w, dw: w - 2 * lr * dw),
        wrong("half", "That is half the step.", lambda w, dw: w - lr * dw / 2),
        wrong(
            "one_length",
            "Every step is equally long: it should be lr times the gradient.",
            lambda w, dw: w - lr * dw / np.sqrt(np.sum(dw**2)),
        ),
        wrong(
            "one_gradient",
            "Gradient number i belongs to parameter number i.",
            lambda w, dw: w - lr * np.mean(grads[0]),
        ),
        Slip("first_only", "Only the first parameter has moved.", [right[0], *params[1:]]),
    ]


RULE = Rule(
    "gd_step",
    rule,
    result=["the result", "parameter {i}"],
    draw=draw,
    sizes={
        "(2, 3), (3,) and a number": (((2, 3), (3,), ()),),
        "one array (4,)": (((4,),),),
        "(2, 2), (2, 2) and (3, 1)": (((2, 2), (2, 2), (3, 1)),),
    },
    hand={
        "Followed by hand, an array and a number go where they should.": (
            [np.array([2.0, -1.5, 0.5]), 4.0],
            [np.array([-0.5, 3.0, 1.25]), -2.0],
            0.2,
        )
    },
    edges={
        "Where the slope is 0, nothing moves.": (
            [np.array([1.0, -2.0]), 3.0],
            [np.array([0.0, 0.0]), 0.0],
            0.5,
        ),
        "Two parameters of one shape do not mix.": (
            [np.array([1.0, 2.0]), np.array([3.0, 4.0])],
            [np.array([0.5, 0.25]), np.array([-1.0, 2.0])],
            0.5,
        ),
    },
    slips=slips,
    tip="The rule is w - lr * dw, for each parameter with its own gradient.",
)
globals().update(checks_of(__file__, RULE))
