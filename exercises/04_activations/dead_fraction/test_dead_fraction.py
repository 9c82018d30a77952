"""dead_fraction is judged on layers with all kinds of columns that may be taken for dead ones."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

BELOW = "An output below 0 is an output: only exactly 0, on every sample, is dead."


def rule(A):
    return float(np.mean(np.all(A == 0, axis=0)))


def draw(rng, n, units, dead, scale=1.0):
    """About half of the outputs are 0, in `dead` units or one more all, and in no other unit."""
    A = numbers(rng, n, units) * (rng.random((n, units)) < 0.5)
    awake = rng.integers(n, size=units)
    A[awake, np.arange(units)] = numbers(rng, units)
    A[:, rng.permutation(units)[: dead + rng.integers(2)]] = 0.0
    return (scale * A,)


def slips(A):
    is_dead = np.all(A == 0, axis=0)
    n, units = A.shape
    share, number = np.mean(is_dead), np.sum(is_dead)

    def part(condition):
        return float(np.mean(condition))

    return [
        Slip(
            "any_zero",
            "A unit counts here as soon as one output is 0: dead is 0 on every sample.",
            part(np.any(A == 0, axis=0)),
        ),
        Slip(
            "share_of_zeros",
            "That is the share of zeros in the whole table: the share of units is asked for.",
            part(A == 0),
        ),
        Slip(
            "dead_samples",
            "Rows are samples, and columns are units: go over the samples, axis 0.",
            part(np.all(A == 0, axis=1)),
        ),
        Slip(
            "dead_samples",
            "Rows are samples, and columns are units: go over the samples, axis 0.",
            part(np.any(A == 0, axis=1)),
        ),
        Slip(
            "sum_zero",
            "A sum may be 0 although its numbers are not: 2 and −2 cancel.",
            part(np.sum(A, axis=0) == 0),
        ),
        Slip("largest_zero", BELOW, part(np.max(A, axis=0) == 0)),
        Slip("smallest_zero", BELOW, part(np.min(A, axis=0) == 0)),
        Slip("below_zero", BELOW, part(np.all(A <= 0, axis=0))),
        Slip("below_zero", BELOW, part(np.sum(A, axis=0) <= 0)),
        Slip("below_zero", BELOW, part(np.mean(A <= 0, axis=0) == 1)),
        *(
            Slip(
                "small_counts",
                "A tiny output is not 0: the unit answers, and it can learn.",
                part(np.all(np.abs(A) < least, axis=0)),
            )
            for least in (1e-1, 1e-2, 1e-3, 1e-4, 1e-6)
        ),
        *(
            Slip(
                "small_counts",
                "A tiny output is not 0: the unit answers, and it can learn.",
                part(np.abs(np.mean(A, axis=0)) < least),
            )
            for least in (1e-1, 1e-2, 1e-3, 1e-6)
        ),
        Slip(
            "small_counts",
            "A tiny output is not 0: the unit answers, and it can learn.",
            part(np.all(np.isclose(A, 0), axis=0)),
        ),
        Slip(
            "small_counts",
            "A tiny output is not 0: the unit answers, and it can learn.",
            part(np.sum(A**2, axis=0) == 0),
        ),
        Slip(
            "number",
            "That is how many units are dead: divide by how many there are.",
            float(number),
        ),
        Slip("percent", "That is the share in per cent: it should go from 0 to 1.", 100 * share),
        Slip("alive", "That is the share of units that are alive.", 1 - share),
        Slip("alive", "That is the share of units that are alive.", part(np.all(A != 0, axis=0))),
        Slip("alive", "That is the number of units that are alive.", float(units - number)),
        Slip("first_sample", "That looks at the first sample only.", part(A[0] == 0)),
        Slip("last_sample", "That looks at the last sample only.", part(A[-1] == 0)),
        Slip("over_samples", "Divide by the number of units, the columns.", number / n),
        Slip(
            "over_all",
            "Divide by the number of units, not by that of all numbers.",
            number / A.size,
        ),
        Slip(
            "constant",
            "A unit that gives the same number each time is not dead.",
            part(np.std(A, axis=0) == 0),
        ),
        Slip(
            "cut", "A whole number is left: divide with `/`, not with `//`.", float(number // units)
        ),
        Slip("per_living", "Divide by the number of all units.", number / max(units - number, 1)),
    ]


# dead, dead, once, cancels, never above 0, always below 0, always 2, tiny, mixed, always above 0
LAYER = np.array(
    [
        [0, 0, 0.0, 1.5, -1.0, -0.5, 2.0, 1e-9, 0.0, 3.00],
        [0, 0, 0.0, 0.0, 0.0, -2.0, 2.0, 0.0, 1.0, 0.50],
        [0, 0, 0.0, -1.5, -3.0, -1.0, 2.0, 1e-9, -2.5, 1.25],
        [0, 0, 4.0, 0.0, -0.5, -0.25, 2.0, 1e-9, 3.0, 2.00],
    ]
)
RULE = Rule(
    "dead_fraction",
    rule,
    result="the share",
    draw=draw,
    sizes={
        "6 samples, 5 units": (6, 5, 2),
        "4 samples, 8 units": (4, 8, 3),
        "5 samples, 3 units": (5, 3, 1),
    },
    hand={
        "Of ten units that look alike in one way or another, two are dead.": [
            (LAYER,),
            (np.array([[1.5, -2.0, 0.0], [-1.5, 2.0, 3.0]]),),
            (np.array([[1e-9, 0.0, 0.05], [0.0, 0.0, 0.0], [1e-12, 0.0, 0.005]]),),
            (np.array([[1e-200, 0.0, 0.5], [0.0, 0.0, 0.0]]),),  # too small for its square
            (np.array([[-1.0, 0.0], [0.0, 0.0], [-0.5, 0.0]]),),
        ],
        "After a ReLU, where no output is below 0, it counts the dead ones.": [
            (np.array([[0.0, 0.5, 0.0, 0.0], [0.0, 0.0, 1.5, 0.0], [0.0, 2.0, 0.0, 0.0]]),),
            (np.array([[0.0, 1.0], [2.0, 0.0], [1.5, 0.0], [0.5, 0.0]]),),
            (np.array([[1.5, 0.0], [2.0, 0.0], [0.0, 1.0]]),),
        ],
    },
    edges={
        "Where no unit is dead it is 0, and where all are it is 1.": [
            (np.array([[1.0, 0.0], [0.0, 2.0]]),),
            (np.zeros((3, 2)),),
            (np.array([[1.0, 0.5], [0.25, 2.0]]),),
        ],
        "A single sample, or a single unit, is no exception.": [
            (np.array([[0.0, 3.0, -1.0, 0.0, 0.5]]),),
            (np.array([[0.0], [0.0], [1.0]]),),
            (np.array([[0.0], [0.0]]),),
        ],
    },
    slips=slips,
    tip="For each column: is it 0 in every row? Then the share of columns for which it is.",
)
globals().update(checks_of(__file__, RULE))
