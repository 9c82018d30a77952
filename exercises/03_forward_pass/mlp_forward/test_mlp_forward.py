"""mlp_forward is judged layer by layer: what entered, its sums, for all kinds and depths."""

import numpy as np

from bpcourse.checking.draws import fixed_net, fixed_samples, net, numbers
from bpcourse.checking.promises import LARGE, SMALL, checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

ACTIVATION = {
    "relu": lambda Z: np.maximum(Z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),
}


def rule(params, X, kind):
    return passes(params, X, ACTIVATION[kind], kind)


def passes(params, X, f, kind, layer=lambda A, W, b: A @ W + b, enters=None):
    """The cache; a slip may have another layer, or other things that enter the next one."""
    A, Z, entering = [X], [], X
    for W, b in params:
        Z.append(layer(entering, W, b))
        A.append(f(Z[-1]))
        entering = enters(A, Z) if enters else A[-1]
    return {"A": A[:-1], "Z": Z, "kind": kind}


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def slips(params, X, kind):
    f, right = ACTIVATION[kind], rule(params, X, kind)
    A, Z, last = right["A"], right["Z"], right["Z"][-1]
    n_in = len(params[0][0])
    is_square = {(n_in, n_in)} == {W.shape for W, _ in params}

    def cache(A=A, Z=Z):
        return {"A": A, "Z": Z, "kind": kind}

    found = [
        Slip(
            "activates_last",
            "After the last layer there is no activation: its sums are the answer.",
            cache(Z=[*Z[:-1], f(last)]),
        ),
        Slip(
            "softmax_at_end",
            "After the last layer nothing follows, no softmax either: its sums are the answer.",
            cache(Z=[*Z[:-1], softmax(last)]),
        ),
        Slip(
            "activates_input",
            "What enters the first layer is X itself, without an activation.",
            passes(params, f(X), f, kind),
        ),
        Slip(
            "outputs_for_sums",
            "Z holds what the activation made of the sums: it should hold the sums themselves.",
            cache(Z=[*A[1:], last]),
        ),
        Slip(
            "outputs_for_sums",
            "Z holds what the activation made of the sums: it should hold the sums themselves.",
            cache(Z=[*A[1:], f(last)]),
        ),
        Slip(
            "no_activation",
            "No activation is used between the layers.",
            passes(params, X, lambda Z: Z, kind),
        ),
        Slip(
            "sums_go_on",
            "What enters the next layer is the activation of the sums, not the sums.",
            passes(params, X, f, kind, enters=lambda A, Z: Z[-1]),
        ),
        Slip(
            "sums_in_A",
            "A should hold what enters each layer: the activation of the sums, not the sums.",
            cache(A=[X, *Z[:-1]]),
        ),
        *(
            Slip(
                "one_layer_on",
                "A is one layer ahead: A[l] is what enters layer l, so A[0] is X.",
                cache(A=[*A[1:], out]),
            )
            for out in (last, f(last))
        ),
        *(
            Slip(
                "answer_in_A",
                "A has one entry too many: what leaves the last layer enters no other one.",
                cache(A=[*A, out]),
            )
            for out in (last, f(last))
        ),
        Slip(
            "A_without_X",
            "X is missing in A: it is what enters the first layer.",
            cache(A=A[1:]),
        ),
        Slip(
            "Z_without_last",
            "The sums of the last layer are missing in Z.",
            cache(Z=Z[:-1]),
        ),
        Slip(
            "one_array",
            "All entries of Z are the same array, the last one: each layer has its own sums.",
            cache(Z=[last] * len(Z)),
        ),
        Slip("answer_alone", "That is the answer alone: return the whole cache.", last),
        Slip("no_bias", "b is missing.", passes(params, X, f, kind, layer=lambda A, W, b: A @ W)),
        Slip(
            "Z_without_bias",
            "The sums in Z should have b in them.",
            cache(Z=[a @ W for a, (W, _) in zip(A, params, strict=True)]),
        ),
        Slip(
            "list_reversed",
            "It is the wrong way round: entry 0 belongs to the layer that X enters.",
            cache(A=A[::-1], Z=Z[::-1]),
        ),
    ]
    if kind == "relu":
        told = "ReLU writes into the array of the sums, and Z loses them: make a new array."
        found.append(Slip("relu_in_place", told, cache(Z=[*A[1:], last])))
        found.append(Slip("relu_in_place", told, cache(Z=[*A[1:], f(last)])))
    if kind == "sigmoid":
        told = "The sigmoid is 1 / (1 + exp(-Z)): there, the minus is missing."
        found.append(Slip("sigmoid_sign", told, passes(params, X, lambda Z: f(-Z), kind)))
    for other, g in ACTIVATION.items():
        told = f"Whatever the kind, the activation is {other}: look at `kind`."
        if other != kind:
            found.append(Slip(f"always_{other}", told, passes(params, X, g, kind)))
    if is_square and len(X) == n_in:
        told = "X comes first: in X @ W the columns of X meet the rows of W."
        found.append(
            Slip("weights_first", told, passes(params, X, f, kind, lambda A, W, b: W @ A + b))
        )
    if is_square:
        first, backwards = [params[0]] * len(params), params[::-1]
        found += [
            Slip(
                "always_X",
                "Every layer gets X: after the first one, it is what left the layer before.",
                passes(params, X, f, kind, enters=lambda A, Z: X),
            ),
            Slip(
                "first_weights",
                "All layers use the weights of the first one.",
                passes(first, X, f, kind),
            ),
            Slip(
                "backwards",
                "The layers are taken from the last to the first.",
                passes(backwards, X, f, kind),
            ),
            Slip(
                "transposed_weights",
                "The matrices are square, so it fits, but W must not be transposed.",
                passes(params, X, f, kind, layer=lambda A, W, b: A @ W.T + b),
            ),
            Slip(
                "elementwise",
                "`*` multiplies number by number: the sums are a matrix product, `@`.",
                passes(params, X, f, kind, layer=elementwise),
            ),
        ]
    return found


def elementwise(A, W, b):
    return A * W + b if A.shape == W.shape else np.full(A.shape, np.nan)


def draw(rng, sizes, n, kind, size):
    params = [(W, size * b) for W, b in net(rng, sizes)]
    return params, size * numbers(rng, n, sizes[0]), kind


def fixed(sizes, n, kind, *, scale=1.0):
    """A net without chance: its numbers come from the sine of their places."""
    return fixed_net(sizes), scale * fixed_samples(n, sizes[0]), kind


def by_layer(path):
    """The first difference on the way is told first: what entered a layer, then its sums."""
    return (path[1], path[0]) if len(path) == 2 else (np.inf, path[0])


RULE = Rule(
    "mlp_forward",
    rule,
    result={"A": ["the list A", "A[{i}]"], "Z": ["the list Z", "Z[{i}]"], "kind": "kind"},
    order=by_layer,
    draw=draw,
    sizes={
        "two layers, relu": ((3, 4, 2), 5, "relu", 1.0),
        "one layer, relu, numbers around 1e-9": ((3, 2), 3, "relu", SMALL),
        "four layers, relu, numbers around 1e6": ((2, 4, 3, 4, 1), 3, "relu", LARGE),
        "three layers, tanh": ((2, 4, 3, 3), 4, "tanh", 1.0),
        "four layers, sigmoid": ((4, 3, 4, 2, 3), 4, "sigmoid", 1.0),
    },
    hand={
        "With two layers of different widths it follows the rule.": [
            fixed((2, 3, 1), 3, "relu"),
            fixed((3, 2, 4), 3, "tanh"),
        ],
        "With three layers and each kind of activation it follows the rule.": [
            fixed((3, 3, 3, 3), 3, "relu"),
            fixed((3, 3, 3, 3), 3, "tanh"),
            fixed((3, 3, 3, 3), 3, "sigmoid"),
        ],
    },
    edges={
        "A net of one layer has no activation at all.": [
            fixed((3, 2), 4, "relu"),
            fixed((2, 3), 2, "sigmoid"),
        ],
        "A single sample is no exception.": [
            fixed((2, 3, 2), 1, "tanh"),
            fixed((2, 1, 1), 1, "relu"),
        ],
        "Sums around 1000 do no harm.": [
            fixed((2, 3, 2), 3, "relu", scale=1000.0),
            fixed((2, 3, 2), 3, "tanh", scale=1000.0),
        ],
    },
    slips=slips,
    may_hold=("params", "X"),
    tip={
        "A": "A[0] is X, and each further entry is the activation of the sums of the layer before.",
        "Z": "What entered this layer is right, and its sums are A[l] @ W + b.",
    },
)
globals().update(checks_of(__file__, RULE))
