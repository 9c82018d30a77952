"""dropout_backward is judged by its rule: dA is dout times the mask of the way forward."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(dout, mask):
    return dout * mask


def draw(rng, *shape, scale=1.0):
    p = (0.2, 0.5, 0.8)[rng.integers(3)]
    return scale * numbers(rng, *shape), (rng.random(shape) >= p) / (1 - p)


def slips(dout, mask):
    kept = mask > 0
    return [
        Slip("no_mask", "The mask is missing: what was dropped gets no gradient.", 1.0 * dout),
        Slip("scale_missing", "The factor 1 / (1 − p) is missing: it is in the mask.", dout * kept),
        Slip("scale_twice", "The factor 1 / (1 − p) counts twice: it is in the mask already.",
             dout * mask**2),
        Slip("mask_from_dout", "That is the gate of ReLU: the mask decides here, not the sign.",
             dout * (dout > 0)),
        Slip("mask_from_dout", "That is the gate of ReLU: the mask decides here, not the sign.",
             dout * mask * (dout > 0)),
        Slip("zero_where_kept", "The gradient is 0 where a number was kept: it should be where it "
             "was dropped.", dout * ~kept),
        Slip("divides", "Divided by the mask: a product has the other factor as its slope.",
             dout / mask),
        Slip("divides", "Divided by the mask: a product has the other factor as its slope.",
             np.where(kept, dout / np.where(kept, mask, 1.0), 0.0)),
        Slip("returns_mask", "That is the mask: dout is missing.", 1.0 * mask),
        Slip("sign", "The sign is turned: the slope of a product is the other factor, as it is.",
             -dout * mask),
        Slip("added", "That is the sum of both: take the product.", dout + mask),
    ]  # fmt: skip


RULE = Rule(
    "dropout_backward",
    rule,
    result="dA",
    draw=draw,
    sizes={"(4, 3)": (4, 3), "(5,)": (5,), "(2, 3, 2)": (2, 3, 2)},
    hand={
        "What was dropped gets no gradient, and what was kept gets it times 1 / (1 − p).": [
            (np.array([[1.5, -2.0, 3.0], [-0.5, 0.25, 4.0]]),
             np.array([[1.25, 0.0, 1.25], [1.25, 1.25, 0.0]])),
            (np.array([[1.5, -2.0, 3.0], [-0.5, 0.25, -4.0]]),
             np.array([[0.0, 5.0, 0.0], [5.0, 0.0, 0.0]])),
        ],
    },
    edges={
        "A mask of ones, as in use, lets everything through.": (
            np.array([2.0, -3.0]), np.ones(2),
        ),
        "Where everything was dropped, nothing goes back.": [
            (np.array([[2.0, -3.0]]), np.zeros((1, 2))),
            (np.array([[2.0, -3.0]]), np.array([[2.0, 0.0]])),
        ],
        "A gradient of 0 stays 0.": [
            (np.zeros(3), np.array([1.25, 0.0, 1.25])),
            (np.array([0.0, 1.0, 2.0]), np.array([1.25, 0.0, 1.25])),
        ],
        "One number alone is an array, too.": (np.array([[3.0]]), np.array([[5.0]])),
    },
    whole=[
        (np.array([[3, -2], [4, 1]]), np.array([[1.25, 0.0], [0.0, 1.25]])),
        (np.array([[1.5, -2.25], [4.0, 1.0]]), np.array([[2, 0], [0, 2]])),
    ],
    slips=slips,
    tip="dA is dout times the mask, number by number.",
)  # fmt: skip
globals().update(checks_of(__file__, RULE))
