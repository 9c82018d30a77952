"""The repaired net_grads is judged against the rule, also where the bug can hide."""

import numpy as np

from bpcourse.checking.draws import net, numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(X, y, W1, b1, W2, b2):
    return gradients(X, y, W1, b1, W2, b2)


def loss(X, y, W1, b1, W2, b2):
    return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - y) ** 2)


def gradients(
    X,
    y,
    W1,
    b1,
    W2,
    b2,
    slope=lambda Z: 1 - np.tanh(Z) ** 2,
    delta=lambda E: 2 * E / E.size,
    activate=np.tanh,
):
    Z1 = X @ W1 + b1
    A1 = activate(Z1)
    dZ2 = delta(A1 @ W2 + b2 - y)
    dZ1 = dZ2 @ W2.T * slope(Z1)
    return X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)


WAS_RIGHT = "The output delta was right: it has the factor 2, and the mean over all elements."
SLIPS = [
    (
        "still_there",
        "The bug is still there: the slope is taken from the sum, not from the output.",
        {"slope": lambda Z: 1 - Z**2},
    ),
    (
        "no_slope",
        "Now the slope is gone altogether: something has to stand there.",
        {"slope": lambda Z: 1},
    ),
    ("activation", "That is the output, and not its slope.", {"slope": np.tanh}),
    (
        "not_squared",
        "The output has to be squared: 1 − a² and not 1 − a.",
        {"slope": lambda Z: 1 - np.tanh(Z)},
    ),
    ("square_alone", "That is a², without the 1 −.", {"slope": lambda Z: np.tanh(Z) ** 2}),
    ("plus", "The slope is 1 − a², not 1 + a².", {"slope": lambda Z: 1 + np.tanh(Z) ** 2}),
    ("turned", "The slope is 1 − a², not a² − 1.", {"slope": lambda Z: np.tanh(Z) ** 2 - 1}),
    (
        "sigmoid",
        "That is the slope of the sigmoid.",
        {"slope": lambda Z: np.tanh(Z) * (1 - np.tanh(Z))},
    ),
    ("relu", "That is the slope of ReLU, but the net has tanh.", {"slope": lambda Z: Z > 0}),
    (
        "tanh_twice",
        "tanh is applied twice: A1 is the output already.",
        {"slope": lambda Z: 1 - np.tanh(np.tanh(Z)) ** 2},
    ),
    ("slope_twice", "The slope is used twice.", {"slope": lambda Z: (1 - np.tanh(Z) ** 2) ** 2}),
    (
        "power_two_outside",
        "The square belongs to the output alone: 1 − a², not (1 − a)².",
        {"slope": lambda Z: (1 - np.tanh(Z)) ** 2},
    ),
    (
        "cut_at_zero",
        "Where the sum is large, the slope of tanh is small, but it comes from the output.",
        {"slope": lambda Z: np.clip(1 - Z**2, 0, 1)},
    ),
    ("delta_halved", WAS_RIGHT, {"delta": lambda E: E / E.size}),
    ("delta_summed", WAS_RIGHT, {"delta": lambda E: 2 * E}),
    ("delta_over_samples", WAS_RIGHT, {"delta": lambda E: 2 * E / len(E)}),
    (
        "delta_turned",
        "The output delta was right: it is output minus target.",
        {"delta": lambda E: -2 * E / E.size},
    ),
    (
        "other_activation",
        "The forward pass was right: the net has tanh.",
        {"activate": lambda Z: np.maximum(Z, 0), "slope": lambda Z: Z > 0},
    ),
    (
        "other_activation",
        "The forward pass was right: the net has tanh.",
        {
            "activate": lambda Z: 1 / (1 + np.exp(-Z)),
            "slope": lambda Z: 1 / (1 + np.exp(-Z)) * (1 - 1 / (1 + np.exp(-Z))),
        },
    ),
]


def slips(X, y, W1, b1, W2, b2):
    given = X, y, W1, b1, W2, b2
    dW1, db1, dW2, db2 = rule(*given)
    n = len(X)
    stale = gradients(*given, slope=lambda Z: 1 - Z**2)
    mean = "The bias collects over all samples: it was a sum, and right."
    return [
        *(Slip(name, told, gradients(*given, **slip)) for name, told, slip in SLIPS),
        Slip("bias_mean", mean, db1=db1 / n),
        Slip("bias_mean", mean, db1=db1 / n, db2=db2 / n),
        Slip("bias_mean", mean, (*stale[:1], stale[1] / n, dW2, db2 / n)),
        Slip("mean_again", "The 1/n is in the output delta already.", dW1=dW1 / n, db1=db1 / n),
    ]


def draw(rng, n, n_in, hidden, k, scale=1.0):
    (W1, b1), (W2, b2) = net(rng, (n_in, hidden, k))
    return numbers(rng, n, n_in), scale * numbers(rng, n, k), W1, b1, scale * W2, scale * b2


HAND = (
    np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, 0.25], [2.0, 1.0]]),
    np.array([[1.0, 0.5], [-2.0, 1.0], [0.25, -1.5], [3.0, 2.0]]),
    np.array([[0.5, -1.0, 0.25], [0.75, 0.5, -1.5]]),
    np.array([0.25, -0.5, 0.125]),
    np.array([[1.0, -0.5], [0.5, 2.0], [-1.5, 0.25]]),
    np.array([0.5, -0.25]),
)
RULE = Rule(
    "net_grads",
    rule,
    result={name: name for name in ("dW1", "db1", "dW2", "db2")},
    order=lambda path: ("dW2", "db2", "dW1", "db1").index(path[0]),
    draw=draw,
    sizes={
        "n = 6, 2-3-1": (6, 2, 3, 1),
        "n = 4, 3-3-3": (4, 3, 3, 3),
        "n = 1, 2-4-2": (1, 2, 4, 2),
    },
    hand={"All four gradients follow the rule.": HAND},
    edges={
        "Where a sum is far from 0, almost nothing passes back.": (
            *HAND[:2],
            8 * HAND[2],
            *HAND[3:],
        )
    },
    whole=[
        (
            np.array([[1, -2], [2, 1], [-1, 1]]),
            np.array([[1], [-2], [3]]),
            np.array([[1, -1], [2, 1]]),
            np.array([1, -1]),
            np.array([[2], [-1]]),
            np.array([1]),
        )
    ],
    single=False,  # to nudge tanh is a right answer, and float32 is too coarse for that
    slips=slips,
    loss=loss,
    by=("W1", "b1", "W2", "b2"),
    tip={
        "dW2": "In the program with the bug dW2 and db2 were right: compare the lines up to there.",
        "db2": "In the program with the bug dW2 and db2 were right: compare the lines up to there.",
        "dW1": "dW2 is right, and so are the lines up to it: dW1 comes from dZ1, dZ1 from dA1.",
        "db1": "dW1 is right, so dZ1 is, too: db1 is its sum over the samples.",
    },
)
globals().update(checks_of(__file__, RULE))
