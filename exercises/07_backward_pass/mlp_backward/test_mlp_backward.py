"""mlp_backward is judged layer by layer, for numbers and labels, all kinds and depths."""

import numpy as np

from bpcourse.checking.draws import fixed_net, fixed_samples, net, numbers
from bpcourse.checking.promises import LARGE, SMALL, checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip
from bpcourse.nn.mlp import KINDS, mlp_forward

SLOPE = {  # all from the output A, as books do
    "relu": lambda A: (A > 0) * 1.0,
    "tanh": lambda A: 1 - A**2,
    "sigmoid": lambda A: A * (1 - A),
}


def softmax(Z, shift=lambda Z: Z.max(axis=1, keepdims=True)):
    E = np.exp(Z - shift(Z))
    return E / E.sum(axis=1, keepdims=True)


def loss(params, cache, y):
    Z = mlp_forward(params, cache["A"][0], cache["kind"])["Z"][-1]
    if y.ndim == 2:
        return np.mean((Z - y) ** 2)
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


def output_delta(Z, y):
    if y.ndim == 2:
        return 2 * (Z - y) / Z.size
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)


def rule(params, cache, y):
    return back(params, cache, output_delta(cache["Z"][-1], y))


def back(params, cache, dZ, go=None):
    """The gradients, last layer last; `go` is how a slip passes back, by default as is right."""
    A, grads = cache["A"], []
    for layer in reversed(range(len(params))):
        grads.insert(0, (A[layer].T @ dZ, dZ.sum(axis=0)))
        if layer:
            step = go or (
                lambda dZ, layer: (dZ @ params[layer][0].T) * SLOPE[cache["kind"]](A[layer])
            )
            dZ = step(dZ, layer)
    return grads


def wrong_deltas(Z, y):
    """What output deltas are often taken for: id, sentence, value."""
    n, k = Z.shape
    delta = output_delta(Z, y)
    overflow = "np.exp of a large sum is infinite: take the largest of its row off each sum first."
    yield (
        "sign",
        "Every number is right but for its sign: the delta is output minus target.",
        -delta,
    )
    yield "no_mean", "The 1/n of the loss is missing in the delta.", n * delta
    yield "mean_again", "The mean is taken twice: the 1/n is in the delta already.", delta / n
    if y.ndim == 2:
        yield "half", "That is half of it: the square brings a factor 2.", delta / 2
        yield (
            "mean_over_samples",
            "The mean runs over all n times k elements, not only over the samples.",
            k * delta,
        )
        yield (
            "plain_difference",
            "Here the delta is a plain difference: the loss is the mean of its squares.",
            Z - y,
        )
        yield (
            "softmax_of_numbers",
            "y holds numbers: the loss is the mean squared error.",
            (softmax(Z) - y) / n,
        )
        return
    P, Y = softmax(Z), np.eye(k)[y]
    yield (
        "squared_error",
        "y holds labels: the delta is softmax minus one-hot, not the sums minus it.",
        2 * (Z - Y) / Z.size,
    )
    yield "no_one_hot", "The one-hot is missing: for the true class, 1 is taken off.", P / n
    yield (
        "softmax_slope",
        "That is p (1 − p): with cross-entropy the delta is p − one-hot.",
        P * (1 - P) / n,
    )
    yield (
        "softmax_slope",
        "That is p (1 − p): with cross-entropy the delta is p − one-hot.",
        (P - Y) * P * (1 - P) / n,
    )
    yield "no_softmax", "Softmax is missing: the sums are no probabilities.", (Z - Y) / n
    yield (
        "softmax_of_columns",
        "Softmax runs along each row, over the classes.",
        (softmax(Z.T).T - Y) / n,
    )
    yield (
        "softmax_of_columns",
        "Softmax runs along each row, over the classes.",
        (np.exp(Z) / np.exp(Z).sum(axis=0) - Y) / n,
    )
    yield (
        "softmax_of_all",
        "Each row has a softmax of its own: its numbers add up to 1.",
        (np.exp(Z) / np.exp(Z).sum() - Y) / n,
    )
    yield "overflows", overflow, (softmax(Z, lambda Z: 0) - Y) / n
    yield "overflows", overflow, (softmax(Z, lambda Z: Z.mean(axis=1, keepdims=True)) - Y) / n
    yield (
        "shifted_by_all",
        "Each row is shifted by its own largest sum, not by that of all rows.",
        (softmax(Z, np.max) - Y) / n,
    )
    if y.max() + 1 < k:
        few = "The one-hot table has too few columns where the last class does not come up."
        yield "few_classes", few, np.full((n, y.max() + 1), np.nan)


def slips(params, cache, y):
    A, Z, kind = cache["A"], cache["Z"], cache["kind"]
    delta, slope = output_delta(Z[-1], y), SLOPE[kind]
    right = rule(params, cache, y)
    W = [W for W, _ in params]

    def passing(id, sentence, go):
        return Slip(id, sentence, back(params, cache, delta, go))

    found = [
        Slip(name, told, back(params, cache, wrong))
        for name, told, wrong in wrong_deltas(Z[-1], y)
        if wrong.shape == delta.shape
    ]
    found += [
        Slip(
            "bias_mean",
            "The bias collects dZ over all rows: a sum, not a mean.",
            [(dW, db / len(y)) for dW, db in right],
        ),
        Slip(
            "pairs_turned",
            "In each pair dW comes first, and then db.",
            [(db, dW) for dW, db in right],
        ),
        Slip(
            "last_layer_only",
            "Only the last layer has a gradient: go on to the layers before it.",
            [*((0 * dW, 0 * db) for dW, db in right[:-1]), right[-1]],
        ),
        Slip(
            "after_the_last",
            "After the last layer there is no activation, so no slope either.",
            back(params, cache, delta * slope(KINDS[kind](Z[-1]))),
        ),
        passing(
            "no_slope",
            "The slope of the activation is missing on the way back.",
            lambda dZ, layer: dZ @ W[layer].T,
        ),
        passing(
            "slope_of_sums",
            "The rule for the output A is used at the sums Z.",
            lambda dZ, layer: (dZ @ W[layer].T) * slope(Z[layer - 1]),
        ),
        passing(
            "no_way_back",
            "The slope is there, but the way back through W is missing.",
            lambda dZ, layer: slope(A[layer]) * dZ.sum(axis=1, keepdims=True),
        ),
        passing(
            "activation",
            "The activation is used where its slope should be.",
            lambda dZ, layer: (dZ @ W[layer].T) * A[layer],
        ),
        passing(
            "mean_on_the_way",
            "The mean is taken again on the way: the 1/n is in the output delta.",
            lambda dZ, layer: (dZ @ W[layer].T) * slope(A[layer]) / len(y),
        ),
    ]
    if kind != "relu":
        told = 'Whatever the kind, the slope of ReLU is used: look at cache["kind"].'
        found += [
            passing("always_relu", told, lambda dZ, layer: (dZ @ W[layer].T) * (Z[layer - 1] > 0)),
            passing("always_relu", told, lambda dZ, layer: (dZ @ W[layer].T) * (A[layer] > 0)),
        ]
    if len(W) > 1 and len({matrix.shape for matrix in W}) == 1 and W[0].shape[0] == W[0].shape[1]:
        found += [
            passing(
                "not_transposed",
                "The matrices are square, so it fits, but W has to be transposed.",
                lambda dZ, layer: (dZ @ W[layer]) * slope(A[layer]),
            ),
            passing(
                "slope_of_next",
                "The slope is that of the layer you come from: use the one you go to.",
                lambda dZ, layer: (dZ @ W[layer].T) * slope(KINDS[kind](Z[layer])),
            ),
            passing(
                "weights_before",
                "It goes back through the weights of the layer before: use those of layer l.",
                lambda dZ, layer: (dZ @ W[layer - 1].T) * slope(A[layer]),
            ),
        ]
    return found


def draw(rng, sizes, n, kind, labels, size):
    params = net(rng, sizes)
    W, b = params[-1]
    params[-1] = size * W, size * b
    y = rng.integers(sizes[-1], size=n) if labels else size * numbers(rng, n, sizes[-1])
    return params, mlp_forward(params, numbers(rng, n, sizes[0]), kind), y


def fixed(sizes, kind, y, *, X=None, last=None):
    """A net without chance: its numbers come from the sine of their places."""
    params = fixed_net(sizes)
    params = params if last is None else [*params[:-1], last]
    X = 2 * fixed_samples(len(y), sizes[0]) if X is None else X
    return params, mlp_forward(params, X, kind), y


def in_whole_numbers(cache):
    """The same cache, in arrays of whole numbers."""
    return {key: [a.astype(int) for a in cache[key]] for key in "AZ"} | {"kind": cache["kind"]}


NUMBERS = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0], [2.0, 0.0, 1.5], [-1.0, 0.5, 2.5]])
LABELS = np.array([2, 0, 1, 2])
STEEP = (np.array([[1000.0, 1001.0, 999.5], [0.5, -1.0, 0.25]]), np.zeros(3))
LOUD = (np.array([[2000.0, -1500.0, 500.0], [-900.0, 1200.0, 2000.0]]), np.zeros(3))
LARGE_ROWS = np.array([[1.0, 1.0], [1.0, -2.0], [1.0, 0.0]])
ODD_ROWS = np.array([[0.0, 1.0], [-1.0, 2.0], [0.0, -1.0]])
WHOLE = [(np.array([[1, -2], [3, 1]]), np.array([1, -1])), (np.array([[2], [-1]]), np.array([1]))]
ROWS, HALVES = np.array([[1, 2], [3, -1], [2, 2]]), np.array([[0.5], [1.25], [2.0]])
FAR_APART = np.array([[1.0, 1000.0], [1.0, -2.0], [-1.0, 1500.0]])  # within a row
RULE = Rule(
    "mlp_backward",
    rule,
    result=["the result", {"dW": "dW of layer {i}", "db": "db of layer {i}"}],
    order=lambda path: -path[0],
    draw=draw,
    sizes={
        "two layers, relu, numbers": ((3, 4, 2), 5, "relu", False, 1.0),
        "one layer, relu, numbers around 1e-9": ((3, 2), 3, "relu", False, SMALL),
        "four layers, tanh, numbers around 1e6": ((2, 4, 3, 4, 2), 3, "tanh", False, LARGE),
        "three layers, sigmoid, labels": ((2, 4, 3, 3), 4, "sigmoid", True, 1.0),
        "four layers, relu, labels": ((2, 3, 4, 3, 3), 4, "relu", True, 1.0),
    },
    hand={
        "With the mean squared error it follows the rule, from the last layer on.": [
            fixed((3, 3, 3, 3), "tanh", NUMBERS),
            fixed((3, 3, 3, 3), "relu", NUMBERS),
        ],
        "With labels, softmax and cross-entropy it follows the rule, from the last layer on.": [
            fixed((3, 3, 3, 3), "sigmoid", LABELS),
            fixed((2, 4, 3), "relu", LABELS),
        ],
    },
    edges={
        "A single sample, and a single layer, are no exception.": [
            fixed((2, 3, 2), "tanh", NUMBERS[:1, :2]),
            fixed((2, 3), "relu", LABELS),
        ],
        "A class that no label names is no exception.": fixed(
            (2, 3, 4), "relu", np.array([1, 0, 1])
        ),
        "Sums around 1000, and rows of very different size, do no harm.": [
            Case(*fixed((2, 3), "relu", LABELS[:3], X=X, last=STEEP), quiet=True)
            for X in (LARGE_ROWS, ODD_ROWS, FAR_APART)
        ]
        + [Case(*fixed((2, 2, 3), "tanh", LABELS[:3], last=LOUD), quiet=True)],
    },
    whole=[(WHOLE, in_whole_numbers(mlp_forward(WHOLE, ROWS, "relu")), HALVES)],
    slips=slips,
    loss=loss,
    by=("params",),
    tip={
        "dW": "Its layer is the first one, seen from the end, that differs from the rule.",
        "db": "Its layer is the first one, seen from the end, that differs from the rule.",
    },
)
globals().update(checks_of(__file__, RULE))
