"""train_step is judged against the rule, and by what comes of its own results."""

import numpy as np

from bpcourse.checking.compare import parts_of
from bpcourse.checking.draws import net, numbers
from bpcourse.checking.promises import SMALL, checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.values import fresh
from bpcourse.checking.wrong import Slip, Wrong


def rule(params, X, y, lr):
    return step(params, X, y, lr)


def step(params, X, y, lr, *, slip=""):
    """The right step, or the one which that slip takes."""
    A = [X]
    for W, b in params[:-1]:
        A.append(np.maximum(A[-1] @ W + b, 0.0))
    W, b = params[-1]
    Y = A[-1] @ W + b
    if slip == "last relu":
        Y = np.maximum(Y, 0.0)
    factor = {"no 2": 1, "uphill": -2}.get(slip, 2)
    dZ = factor * (Y - y) / {"sum": 1, "samples": len(y)}.get(slip, y.size)
    if slip == "last gate":
        dZ = dZ * (Y > 0)
    new = [None] * len(params)
    for i in reversed(range(len(params))):
        W, b = params[i]
        dW, db = gradients(A[i], dZ, slip, is_last=i + 1 == len(params))
        new[i] = (dW, db) if slip == "gradients" else (W - lr * dW, b - lr * db)
        dZ = dZ @ (new[i][0] if slip == "new weights" else W).T
        dZ = dZ * {"no gates": 1.0, "activation": A[i]}.get(slip, A[i] > 0)
    return new, float(np.mean((Y - y) ** 2))


def gradients(A, dZ, slip, is_last):
    """dW and db of one layer, or what a slip makes of them."""
    n = len(dZ)
    by = {"mean again": (n, n), "bias mean": (1, n)}.get(slip, (1, 1))
    times = {"bias stays": (1, 0), "weights stay": (0, 1)}.get(slip, (1, 1))
    if slip == "last only" and not is_last:
        times = (0, 0)
    return times[0] * (A.T @ dZ) / by[0], times[1] * dZ.sum(axis=0) / by[1]


SLIPS = {
    "new_weights": (
        "new weights",
        "It passes back through weights that have moved already: go back with the old.",
    ),
    "uphill": ("uphill", "The sign is wrong: the steps lead to a larger loss."),
    "half": ("no 2", "That is half a step: the square brings a factor 2."),
    "sum": ("sum", "The step is too long by the number of elements: the loss is their mean."),
    "mean_over_samples": (
        "samples",
        "The mean runs over all n times k elements, not over the samples only.",
    ),
    "mean_again": (
        "mean again",
        "The mean is taken twice: the 1/n is in the output delta already.",
    ),
    "bias_mean": ("bias mean", "The bias collects dZ over all rows: a sum, not a mean."),
    "no_gates": (
        "no gates",
        "The gates are missing on the way back: where A is 0, nothing passes.",
    ),
    "activation": (
        "activation",
        "The activation is used where its slope should be: 1 where A is above 0.",
    ),
    "last_relu": ("last relu", "There is no activation after the last layer."),
    "last_gate": (
        "last gate",
        "There is no activation after the last layer, so no gate on the way back.",
    ),
    "bias_stays": ("bias stays", "The biases have not moved."),
    "weights_stay": ("weights stay", "The weights have not moved."),
    "gradients": (
        "gradients",
        "These are the gradients: the new parameters are the old ones minus lr times them.",
    ),
    "last_only": ("last only", "Only the last layer has moved."),
}


def slips(params, X, y, lr):
    new, before = rule(params, X, y, lr)
    _, after = step(new, X, y, lr)
    Y = X
    for i, (W, b) in enumerate(params):
        Y = (np.maximum(Y, 0) if i else Y) @ W + b
    E = Y - y
    found = [
        Slip(name, told, step(params, X, y, lr, slip=slip)) for name, (slip, told) in SLIPS.items()
    ]
    for slip in list(found):  # the same, where the loss is right
        found.append(Slip(slip.id, slip.sentence, params=slip.value[0]))
    return [
        *found,
        Slip("loss_after", "That is the loss after the step: measure before you move.", loss=after),
        Slip(
            "loss_summed",
            "That is the sum of the squares: the loss is their mean over all elements.",
            loss=float(np.sum(E**2)),
        ),
        Slip(
            "loss_halved",
            "That is half of it: the loss is the mean of the squares, without a half.",
            loss=before / 2,
        ),
        Slip(
            "loss_over_samples",
            "The mean runs over all n times k elements.",
            loss=float(np.sum(E**2)) / len(y),
        ),
        Slip(
            "loss_unsquared",
            "Those are the errors themselves: square them before the mean.",
            loss=float(np.mean(E)),
        ),
        Slip("loss_root", "That is the root of the loss.", loss=float(np.sqrt(before))),
        Slip(
            "loss_absolute",
            "That is the mean of the sizes of the errors: square them.",
            loss=float(np.mean(np.abs(E))),
        ),
        Slip(
            "list_reversed",
            "The list is the wrong way round: its first pair belongs to the first layer.",
            params=new[::-1],
        ),
        Slip("nothing_moves", "Nothing has moved: these are the old parameters.", params=params),
        Slip(
            "no_rate",
            "The step is lr times the gradient: lr is missing.",
            params=step(params, X, y, 1.0)[0],
        ),
    ]


def draw(rng, sizes, n, scale=1.0):
    params = net(rng, sizes)
    W, b = params[-1]
    params[-1] = scale * W, scale * b
    rate = 0.125 / max(1.0, scale**2)
    return params, numbers(rng, n, sizes[0]), scale * numbers(rng, n, sizes[-1]), rate


HAND = (
    [
        (np.array([[1.0, -1.0, 0.5], [0.5, 2.0, 0.25]]), np.array([0.25, -0.5, 0.125])),
        (
            np.array([[1.0, -0.5, 0.5], [0.75, 0.5, -1.0], [-2.0, 1.0, 0.25]]),
            np.array([0.5, 0.25, -0.125]),
        ),
        (np.array([[1.0, 0.5], [-0.5, 1.0], [0.25, -1.5]]), np.array([0.125, -0.25])),
    ],
    np.array([[1.0, 2.0], [-1.0, 0.5], [2.0, -1.0]]),
    np.array([[1.0, -1.0], [0.5, 2.0], [-1.5, 0.25]]),
    0.25,
)
RULE = Rule(
    "train_step",
    rule,
    result={
        "params": ["the list of parameters", {"W": "W of layer {i}", "b": "b of layer {i}"}],
        "loss": "the loss",
    },
    order=lambda path: 0 if path[0] == "loss" else 1000 - path[1],
    draw=draw,
    sizes={
        "two layers": ((2, 4, 1), 6),
        "one layer": ((3, 2), 4),
        "four layers": ((2, 5, 4, 3, 2), 5),
        "square layers": ((3, 3, 3), 4),
    },
    hand={"With three samples and three layers, all weights and biases move as they should.": HAND},
    edges={
        "A single sample is no exception.": (HAND[0], HAND[1][:1], HAND[2][:1], 0.25),
        "However small a sum is, its sign decides whether a gate is open.": [
            ([(W, 0 * b) for W, b in HAND[0]], SMALL * HAND[1], HAND[2], 0.25),
            HAND,
        ],
        "Where every answer is right, nothing moves, and the loss is 0.": (
            [(np.array([[2.0]]), np.array([1.0])), (np.array([[0.5]]), np.array([-1.0]))],
            np.array([[1.0], [2.0]]),
            np.array([[0.5], [1.5]]),
            0.25,
        ),
    },
    whole=[
        (
            [
                (np.array([[1, -2], [3, 1]]), np.array([1, -1])),
                (np.array([[2], [-1]]), np.array([1])),
            ],
            np.array([[1, 2], [3, -1], [2, 2]]),
            np.array([[3], [1], [2]]),
            0.125,
        )
    ],
    slips=slips,
    tip={
        "loss": "It is the mean of (Y - y) ** 2, over all elements.",
        "params": "Its layer is the first one, seen from the end, that differs from the rule.",
    },
)
globals().update(checks_of(__file__, RULE))


def test_step_after_step(train_step):
    """What one step returns the next one takes: after four steps the net is where it should be."""
    params, X, y, lr = fresh(HAND)
    right = HAND[0]
    for _ in range(4):
        params, _ = parts_of(train_step(params, X, y, lr / 4), "params, loss")
        right, _ = rule(right, X, y, lr / 4)
    compared = RULE.compare((params, 0.0), Case(*HAND, expected=(right, 0.0)))
    if not compared.right:
        raise Wrong(*compared.seen())
