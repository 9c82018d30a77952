"""layer_stats is judged layer by layer, for several activations and depths."""

import numpy as np

from bpcourse.checking.draws import fixed_net, fixed_samples, net, numbers
from bpcourse.checking.promises import LARGE, SMALL, checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def relu(Z):
    return np.maximum(Z, 0.0)


def linear(Z):
    return Z


def root_mean_square(A):
    return np.sqrt(np.mean(A**2))


def one_less(A):
    """The standard deviation with 1 / (N - 1)."""
    return np.std(A) * np.sqrt(A.size / max(A.size - 1, 1))


def rule(params, X, act):
    return stats(outputs(params, X, act))


def outputs(params, X, act, layer=lambda A, W, b: A @ W + b, enters=lambda A, X: A, last=linear):
    """What each layer hands on; a slip may have another layer, or let other things enter."""
    found, A = [], X
    for i, (W, b) in enumerate(params):
        Z = layer(enters(A, X), W, b)
        A = act(Z) if i + 1 < len(params) else last(Z)
        found.append(A)
    return found


def stats(arrays, mean=np.mean, std=np.std):
    return [(float(mean(A)), float(std(A))) for A in arrays]


def sums(params, X, act):
    """The sums of each layer, before its activation."""
    entering = [X, *outputs(params, X, act)[:-1]]
    return [A @ W + b for A, (W, b) in zip(entering, params, strict=True)]


def slips(params, X, act):
    A = outputs(params, X, act)
    X = np.asarray(X, dtype=float)
    entering = [X, *A[:-1]]
    right = stats(A)
    W = [W for W, _ in params]
    n_in = len(W[0])
    is_square = {matrix.shape for matrix in W} == {(n_in, n_in)}
    found = [
        Slip(
            "of_weights",
            "These are the numbers of the weights: look at what the layer hands on.",
            stats(W),
        ),
        Slip(
            "of_sums",
            "These are the sums before the activation: a layer hands on what comes after it.",
            stats(sums(params, X, act)),
        ),
        Slip(
            "no_activation",
            "The activation is missing: each layer but the last hands on act(Z).",
            stats(outputs(params, X, linear)),
        ),
        Slip(
            "last_activated",
            "The last layer hands on its sums as they are, without the activation.",
            stats(outputs(params, X, act, last=act)),
        ),
        Slip(
            "includes_input",
            "X is measured, too: it enters the first layer, and no layer hands it on.",
            stats([X, *A]),
        ),
        Slip(
            "includes_input",
            "X is measured, too: it enters the first layer, and no layer hands it on.",
            stats(entering),
        ),
        Slip("ends_early", "The last layer is missing.", stats(A[:-1])),
        Slip("no_bias", "b is missing.", stats(outputs(params, X, act, lambda A, W, b: A @ W))),
        Slip(
            "ddof_1",
            "That divides by one less than the number of numbers. Here it is divided by all.",
            stats(A, std=one_less),
        ),
        Slip("variance", "That is the variance: the standard deviation is its root.",
             stats(A, std=np.var)),
        Slip(
            "not_centred",
            "That is the root of the mean square: the mean has to be taken off first.",
            stats(A, std=root_mean_square),
        ),
        Slip("median", "That is the median, and not the mean.", stats(A, mean=np.median)),
        Slip("sum", "That is the sum, and not the mean.", stats(A, mean=np.sum)),
        Slip(
            "mean_of_sizes",
            "That is the mean of the sizes: signs count in a mean.",
            stats(A, mean=lambda A: np.mean(np.abs(A))),
        ),
        Slip(
            "mean_distance",
            "That is the mean distance from the mean: the distances have to be squared.",
            stats(A, std=lambda A: np.mean(np.abs(A - A.mean()))),
        ),
        Slip("range", "That is the largest number minus the smallest.", stats(A, std=np.ptp)),
        Slip(
            "parts_swapped",
            "In each pair the mean comes first, and then the standard deviation.",
            [(std, mean) for mean, std in right],
        ),
        *(
            Slip(
                "over_samples",
                "That is taken for each unit alone, and then their mean: take all numbers at once.",
                stats(A, std=lambda A, axis=axis: np.mean(np.std(A, axis=axis))),
            )
            for axis in (0, 1)
        ),
        Slip(
            "first_sample",
            "Only the first sample is looked at: take all rows.",
            stats([one[:1] for one in A]),
        ),
        Slip("list_reversed", "The list is the wrong way round: the first layer comes first.",
             right[::-1]),
        Slip("two_lists", "These are two lists: the result is one list of pairs.",
             ([mean for mean, _ in right], [std for _, std in right])),
    ]  # fmt: skip
    if is_square:
        told = "Each layer gets X: after the first one it is what the layer before hands on."
        found += [
            Slip("not_passed_on", told, stats(outputs(params, X, act, enters=lambda A, X: X))),
            Slip(
                "transposed_weights",
                "The matrices are square, so it fits, but W must not be transposed.",
                stats(outputs(params, X, act, lambda A, W, b: A @ W.T + b)),
            ),
            Slip(
                "backwards",
                "The layers are taken from the last to the first.",
                stats(outputs(params[::-1], X, act)),
            ),
        ]
    return found


def draw(rng, sizes, n, act, size):
    params = [(W, size * b) for W, b in net(rng, sizes)]
    return params, size * numbers(rng, n, sizes[0]), act


def fixed(sizes, n, act, *, scale=1.0):
    """A net without chance: its numbers come from the sine of their places."""
    return fixed_net(sizes), scale * fixed_samples(n, sizes[0]), act


RULE = Rule(
    "layer_stats",
    rule,
    result=["the result", {"mean": "the mean of layer {i}", "std": "the std of layer {i}"}],
    order=lambda path: path[0],
    draw=draw,
    sizes={
        "two layers, ReLU": ((3, 4, 2), 5, relu, 1.0),
        "one layer, numbers around 1e-9": ((3, 2), 3, relu, SMALL),
        "four layers, ReLU, numbers around 1e6": ((2, 4, 3, 4, 1), 3, relu, LARGE),
        "three layers, tanh": ((2, 4, 3, 3), 4, np.tanh, 1.0),
        "four layers, another activation": ((4, 3, 4, 2, 3), 4, np.sin, 1.0),
    },
    hand={
        "With two layers of different widths it follows the rule.": [
            fixed((2, 3, 2), 3, relu),
            fixed((3, 2, 4), 3, np.tanh),
        ],
        "With three layers it follows the rule, whatever the activation.": [
            fixed((3, 3, 3, 3), 4, relu),
            fixed((3, 3, 3, 3), 4, np.tanh),
            fixed((3, 3, 3, 3), 4, np.square),
        ],
    },
    edges={
        "A net of one layer has no activation at all.": [
            fixed((3, 2), 4, relu),
            fixed((2, 3), 2, np.tanh),
        ],
        "A single sample, and a single unit, are no exception.": [
            fixed((2, 3, 2), 1, np.tanh),
            fixed((2, 1, 1), 3, np.tanh),
        ],
        "An activation that returns its own argument is no exception.": fixed(
            (2, 3, 3, 2), 3, linear
        ),
        "Where a layer hands on equal numbers, their standard deviation is 0.": [
            fixed((2, 3, 2), 3, np.zeros_like),
            fixed((2, 3, 2), 3, np.tanh),
        ],
    },
    slips=slips,
    tip="Print what each layer hands on for the example of the task, and compute its mean by hand.",
)
globals().update(checks_of(__file__, RULE))
