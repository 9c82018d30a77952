"""The repaired net_answers is judged against the rule, also where the bug can hide."""

import numpy as np

from bpcourse.checking.draws import net, numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

STILL = "The bug is still there: what enters the net depends on the other rows of the batch."
INNOCENT = "That line was right: between the layers stands tanh, and after the last one nothing."


def rule(params, X):
    return passes(params, X)


def passes(params, X, layer=lambda A, W, b: A @ W + b, f=np.tanh, last=lambda Z: Z):
    A = X
    for W, b in params:
        Z = layer(A, W, b)
        A = f(Z)
    return last(Z)


def slips(params, X):
    mean, spread = X.mean(axis=0), X.std(axis=0)
    others = [
        X - mean,
        (X - mean) / np.where(spread > 0, spread, 1.0),
        X - X.mean(),
        X / np.abs(X).max(),
        X / np.abs(X).max(axis=0),
        X - X.min(axis=0),
        X - X[:1],
    ]
    return [
        *(Slip("still_there", STILL, passes(params, other)) for other in others),
        Slip(
            "centres_the_row",
            "Now each row is centred by itself: what enters the first layer is X as it is.",
            passes(params, X - X.mean(axis=1, keepdims=True)),
        ),
        Slip(
            "centres_the_sums",
            "Now the sums are centred over the batch: the rows still depend on each other.",
            passes(params, X, layer=lambda A, W, b: centred(A @ W + b)),
        ),
        Slip(
            "centres_the_sums",
            "Now the sums are centred over the batch: the rows still depend on each other.",
            passes(params, X, layer=lambda A, W, b: centred(A @ W) + b),
        ),
        Slip("activates_the_input", INNOCENT, passes(params, np.tanh(X))),
        Slip("activates_last", INNOCENT, passes(params, X, last=np.tanh)),
        Slip("no_activation", INNOCENT, passes(params, X, f=lambda Z: Z)),
        Slip("other_activation", INNOCENT, passes(params, X, f=lambda Z: np.maximum(Z, 0.0))),
        Slip(
            "no_bias",
            "The bias was right, and is missing now.",
            passes(params, X, layer=lambda A, W, b: A @ W),
        ),
        Slip(
            "answers_centred",
            "Now the answers are centred: the rows still depend on each other.",
            centred(passes(params, X)),
        ),
        Slip(
            "first_layer_alone",
            "Only the first layer is left: go through all of them.",
            passes(params[:1], X),
        ),
    ]


def centred(Z):
    return Z - Z.mean(axis=0)


def draw(rng, sizes, n, scale=1.0):
    params = net(rng, sizes)
    W, b = params[-1]
    params[-1] = scale * W, scale * b
    return params, numbers(rng, n, sizes[0])


HAND = [
    (
        np.array([[0.5, -1.0, 0.25], [0.75, 0.5, -1.5]]),
        np.array([0.25, -0.5, 0.125]),
    ),
    (np.array([[1.0, -0.5], [0.5, 2.0], [-1.5, 0.25]]), np.array([0.5, -0.25])),
]
BATCH = np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, 0.25], [2.0, 1.0]])
RULE = Rule(
    "net_answers",
    rule,
    result="the result",
    draw=draw,
    sizes={
        "2-3-1, n = 5": ((2, 3, 1), 5),
        "3-4-3-2, n = 4": ((3, 4, 3, 2), 4),
        "one layer, 2-2, n = 3": ((2, 2), 3),
    },
    hand={"A batch of four samples is answered row by row.": (HAND, BATCH)},
    edges={
        "One sample alone gets the answer that it gets in a batch.": [
            (HAND, BATCH[:1]),
            (HAND, BATCH[1:2]),
        ],
        "A batch whose mean is 0 is no exception, and neither are equal rows.": [
            (HAND, BATCH - BATCH.mean(axis=0)),
            (HAND, np.repeat(BATCH[1:2], 3, axis=0)),
        ],
    },
    slips=slips,
    tip="Ask of each line: does one row of what comes out need the other rows?",
)
globals().update(checks_of(__file__, RULE))
