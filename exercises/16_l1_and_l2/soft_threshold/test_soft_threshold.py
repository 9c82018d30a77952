"""soft_threshold is judged against the rule, and so is one step with it."""

import numpy as np

from bpcourse.checking.draws import numbers, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

AMOUNTS = (0.5625, 0.8125, 1.1875)  # exact, and no size that is drawn


def rule(w, t):
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


def draw(rng, shape, scale=1.0):
    return scale * numbers(rng, *shape), scale * AMOUNTS[rng.integers(len(AMOUNTS))]


def slips(w, t):
    size, sign = np.abs(w), np.sign(w)
    found = [
        Slip(
            "hard",
            "That is a hard threshold: small numbers become 0, but large ones stay as they are. "
            "Here all of them move.",
            np.where(size > t, w, 0.0),
        ),
        Slip(
            "hard",
            "That is a hard threshold: small numbers become 0, but large ones stay as they are. "
            "Here all of them move.",
            np.where(size >= t, w, 0.0),
        ),
        Slip(
            "taken_part",
            "That is the part that is taken off, at most t: return what is left.",
            np.clip(w, -t, t),
        ),
        Slip(
            "no_sign",
            "Negative numbers come out positive: keep the sign of each.",
            np.maximum(size - t, 0),
        ),
        Slip(
            "hops_over",
            "Small numbers hop over 0: what would pass it has to stop at 0.",
            w - t * sign,
        ),
        Slip(
            "hops_over",
            "Small numbers hop over 0: what would pass it has to stop at 0.",
            np.where(w >= 0, w - t, w + t),
        ),
        Slip(
            "factor",
            "Every number is multiplied by 1 - t, as L2 does it: here each moves by the amount t.",
            w * (1 - t),
        ),
        Slip(
            "positive_only",
            "Negative numbers all become 0: they move towards 0, too.",
            np.maximum(w - t, 0),
        ),
        Slip("twice", "They move by 2 t: the amount is t.", rule(w, 2 * t)),
        Slip("half", "They move by t / 2: the amount is t.", rule(w, t / 2)),
        Slip(
            "away",
            "They move away from 0: towards 0 is minus for positive numbers, plus for others.",
            w + t * sign,
        ),
        Slip("one_side", "t is subtracted from all: negative numbers have to move up.", w - t),
        Slip(
            "one_side",
            "t is subtracted from all: negative numbers have to move up.",
            np.where(size > t, w - t, 0.0),
        ),
        Slip("not_moved", "Nothing has moved.", 1.0 * w),
        Slip(
            "small_ones_stay",
            "What is smaller than t has not moved: it becomes 0.",
            np.where(size > t, w - t * sign, w),
        ),
        Slip("sizes_only", "Those are the sizes after the move, without max and sign.", size - t),
        Slip(
            "turned_sign",
            "The signs are turned: they are those of w.",
            -rule(w, t),
        ),
    ]
    if np.any(size == 0):
        divided = "At a weight of 0 that divides 0 by 0, which is nan: np.sign gives 0 there."
        found += [
            Slip("zero_by_zero", divided, w / size * np.maximum(size - t, 0)),
            Slip("zero_by_zero", divided, w * np.maximum(1 - t / size, 0)),
        ]
    return found


EDGE = np.array([0.99, 1.0, 1.01, -0.99, -1.0, -1.01])
ALL = np.array([-3.0, -0.5, 0.0, 0.5, 1.0, 2.0])
SOFT = Rule(
    "soft_threshold",
    rule,
    result="the result",
    draw=draw,
    sizes={"(6,)": ((6,),), "(3, 4)": ((3, 4),), "(2, 2, 3)": ((2, 2, 3),)},
    hand={
        "Followed by hand, each number moves by t towards 0.": [
            (np.array([-3.0, -0.5, 0.25, 0.6, 1.5, 2.25]), 0.7),
            (ALL, 1.0),
        ],
    },
    edges={
        "At the border, and just beside it, it arrives at 0 or stops a little before it.": (
            EDGE,
            1.0,
        ),
        "A number of 0 stays 0, and with t = 0 nothing moves.": [
            Case(np.array([0.0, -0.0, 1.5]), 0.3, quiet=True),
            Case(np.array([0.0, -2.0, 1.5]), 0.0, quiet=True),
        ],
        "Where all are small, all become exactly 0.": (np.array([[0.1, -0.2], [0.05, 0.3]]), 0.4),
        "A single number in an array, and a large t, are no exception.": [
            (np.array([2.5]), 0.4),
            (np.array([[-2.5]]), 300.0),
        ],
    },
    whole=[
        (np.array([3, -1, 0, 5]), 0.75),
        (np.array([[4, -3], [1, -2]]), 2),
    ],
    slips=slips,
    tip="The size becomes |w| - t, but not below 0, and the sign stays.",
)


# ---- the step ----


def step(w, g, lr, lam):
    return rule(w - lr * g, lr * lam)


def draw_step(rng, shape, scale=1.0):
    lam = scale * AMOUNTS[rng.integers(len(AMOUNTS))]
    return scale * numbers(rng, *shape), scale * numbers(rng, *shape), rate(rng), lam


def step_slips(w, g, lr, lam):
    moved = w - lr * g
    lam_alone = "The amount is lam: in a step with the rate lr it is lr * lam."
    hops = "That is a step along the gradient of L1: small weights hop over 0 and are never 0."
    factor = "That is L2, which takes a part of each weight: L1 takes the amount lr * lam."
    return [
        *(slip for slip in slips(moved, lr * lam) if slip.id != "not_moved"),
        Slip("lam_alone", lam_alone, rule(moved, lam)),
        Slip("lr_alone", "The amount is lr alone: it is lr * lam.", rule(moved, lr)),
        Slip(
            "wrong_order",
            "The threshold comes before the step along g: first the gradient, then the threshold.",
            rule(w, lr * lam) - lr * g,
        ),
        Slip("no_gradient", "g has no effect: first comes the step w - lr * g.", rule(w, lr * lam)),
        Slip("no_threshold", "That is plain descent: the soft threshold is missing.", moved),
        Slip("no_rate", "g is not multiplied by lr: the step is lr * g.", rule(w - g, lr * lam)),
        Slip("uphill", "The step along g is added: it is subtracted.", rule(w + lr * g, lr * lam)),
        Slip("along_gradient", hops, w - lr * (g + lam * np.sign(w))),
        Slip("factor", factor, w - lr * (g + lam * w)),
        Slip(
            "cut_gradient",
            "The threshold is applied to the gradient: it belongs to the weights after the step.",
            w - lr * rule(g, lam),
        ),
        Slip(
            "cut_gradient",
            "The threshold is applied to the gradient: it belongs to the weights after the step.",
            w - rule(lr * g, lr * lam),
        ),
        Slip(
            "amount_squared",
            "lr is in the amount twice: it is lr * lam.",
            rule(moved, lr**2 * lam),
        ),
        Slip("half", "The amount is a half of lr * lam.", rule(moved, lr * lam / 2)),
    ]


STEP = Rule(
    "l1_step",
    step,
    result="the result of the step",
    draw=draw_step,
    sizes={"(6,)": ((6,),), "(3, 4)": ((3, 4),)},
    hand={
        "Followed by hand, the gradient comes first, and then the threshold.": (
            np.array([2.0, -0.3, 0.2, -1.6, 0.9, 0.05]),
            np.array([1.5, 0.4, -2.0, -0.7, 3.0, 0.1]),
            0.3,
            0.8,
        ),
    },
    edges={
        "Where the gradient is 0, it is the threshold alone.": Case(
            np.array([1.0, -0.2, 0.0, 0.1]), np.zeros(4), 0.3, 0.5, quiet=True
        ),
        "With lam = 0 it is plain gradient descent.": (
            np.array([1.0, -0.2, 0.4]),
            np.array([0.5, 1.0, -3.0]),
            0.3,
            0.0,
        ),
        "A weight of 0 moves only where the gradient is larger than lam.": (
            np.array([0.0, 0.0, 0.0, 0.0]),
            np.array([0.79, -0.8, 0.81, -2.0]),
            0.3,
            0.8,
        ),
        "A rate above 1, and a single weight, are no exception.": [
            (np.array([[2.0, -3.0]]), np.array([[0.25, -0.5]]), 3.0, 0.4),
            (np.array([0.7]), np.array([-0.6]), 0.3, 0.2),
        ],
    },
    whole=[(np.array([3, -1, 0, 5]), np.array([1, 2, -3, -1]), 0.3, 2)],
    slips=step_slips,
    tip="It is soft_threshold(w - lr * g, lr * lam).",
)
globals().update(checks_of(__file__, SOFT, STEP))
