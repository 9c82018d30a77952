"""The repaired net_grads is judged by nudging, and by the rule where the bug can hide."""

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.checking.compare import agrees, parts_of, same
from bpcourse.checking.given import unchanged

NAMES = "dW1, db1, dW2, db2"
SIZES = [(6, 2, 3, 1), (4, 3, 3, 3), (1, 2, 4, 2)]


def data(rng, n, n_in, hidden, k):
    X, y = rng.normal(size=(n, n_in)), rng.normal(size=(n, k))
    W1, W2 = rng.normal(size=(n_in, hidden)), rng.normal(size=(hidden, k))
    return X, y, W1, rng.normal(size=hidden), W2, rng.normal(size=k)


def loss(X, y, W1, b1, W2, b2):
    return np.mean((np.tanh(X @ W1 + b1) @ W2 + b2 - y) ** 2)


def gradients(
    X, y, W1, b1, W2, b2, slope=lambda Z: 1 - np.tanh(Z) ** 2, delta=lambda E: 2 * E / E.size
):
    Z1 = X @ W1 + b1
    A1 = np.tanh(Z1)
    dZ2 = delta(A1 @ W2 + b2 - y)
    dZ1 = dZ2 @ W2.T * slope(Z1)
    return X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)


SLIPS = [
    (
        "The bug is still there: the slope is taken from the sum, not from the output.",
        {"slope": lambda Z: 1 - Z**2},
    ),
    ("Now the slope is gone altogether: something has to stand there.", {"slope": lambda Z: 1}),
    ("That is the output, and not its slope.", {"slope": np.tanh}),
    ("The output has to be squared: 1 − a² and not 1 − a.", {"slope": lambda Z: 1 - np.tanh(Z)}),
    ("That is a², without the 1 −.", {"slope": lambda Z: np.tanh(Z) ** 2}),
    ("That is the slope of the sigmoid.", {"slope": lambda Z: np.tanh(Z) * (1 - np.tanh(Z))}),
    ("That is the slope of ReLU, but the net has tanh.", {"slope": lambda Z: Z > 0}),
    (
        "tanh is applied twice: A1 is the output already.",
        {"slope": lambda Z: 1 - np.tanh(np.tanh(Z)) ** 2},
    ),
    (
        "The output delta was innocent: it has the factor 2 and the mean over all elements.",
        {"delta": lambda E: E / E.size},
    ),
    (
        "The output delta was innocent: it has the factor 2 and the mean over all elements.",
        {"delta": lambda E: 2 * E},
    ),
    (
        "The output delta was innocent: it is output minus target.",
        {"delta": lambda E: -2 * E / E.size},
    ),
]


def ask(net_grads, values):
    X, y, W1, b1, W2, b2 = values
    with unchanged(X=X, y=y, W1=W1, b1=b1, W2=W2, b2=b2):
        return parts_of(net_grads(*values), NAMES)


def compare(got, values):
    right = gradients(*values)
    for i in (2, 3, 0, 1):
        if agrees(got[i], right[i]):
            continue
        slips = [(sentence, gradients(*values, **slip)[i]) for sentence, slip in SLIPS]
        slips += [
            (
                "The bias collects over all samples: it was a sum, and right.",
                right[i] / len(values[0]),
            ),
        ]
        tip = "Go back to the program with the bug, and change one line only."
        same(got[i], right[i], NAMES.split(", ")[i], slips, tip)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "n = {}, {}-{}-{}".format(*size))
def test_follows_the_rule(net_grads, rng, size):
    """All four gradients follow the rule."""
    values = data(rng, *size)
    compare(ask(net_grads, values), values)


def test_agrees_with_nudging(net_grads, rng):
    """All four gradients agree with nudging."""
    values = data(rng, 5, 2, 3, 2)
    got = ask(net_grads, values)
    for part, array, name in zip(got, values[2:], NAMES.split(", "), strict=True):
        same(part, numerical_gradient(lambda _: loss(*values), array), name)


def test_large_sums_do_no_harm(net_grads, rng):
    """A saturated unit hardly lets anything back, whatever its sum."""
    X, y, W1, b1, W2, b2 = data(rng, 4, 2, 3, 1)
    values = (X, y, 30 * W1, b1, W2, b2)
    same(
        ask(net_grads, values)[1],
        gradients(*values)[1],
        "db1",
        tip="The slope of tanh is between 0 and 1, also where its sum is large.",
    )
