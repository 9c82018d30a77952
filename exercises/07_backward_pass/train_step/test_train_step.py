"""train_step is judged by hand, on random nets, and by whether a net learns with it."""

import itertools

import numpy as np
import pytest

from bpcourse.checking.compare import agrees, list_of, number_of, parts_of, same
from bpcourse.checking.given import independent, unchanged

SIZES = {"one layer": (3, 2), "two layers": (2, 4, 1), "square": (3, 3, 3), "deep": (2, 5, 4, 3, 2)}


def forward(params, X, last=lambda Z: Z):
    A = [X]
    for W, b in params[:-1]:
        A.append(np.maximum(A[-1] @ W + b, 0.0))
    W, b = params[-1]
    return A, last(A[-1] @ W + b)


def step(params, X, y, lr, *, slip=""):
    """The right step, or the one which that slip takes."""
    last = (lambda Z: np.maximum(Z, 0.0)) if slip == "last relu" else (lambda Z: Z)
    A, Y = forward(params, X, last)
    dZ = {"no 2": 1, "uphill": -2}.get(slip, 2) * (Y - y)
    dZ = dZ / {"sum": 1, "samples": len(y)}.get(slip, y.size)
    new = [None] * len(params)
    for i in reversed(range(len(params))):
        W, b = params[i]
        dW, db = A[i].T @ dZ, dZ.sum(axis=0)
        if slip == "mean again":
            dW, db = dW / len(y), db / len(y)
        if slip == "bias stays":
            db = 0 * db
        if slip == "weights stay":
            dW = 0 * dW
        if slip == "last only" and i + 1 < len(params):
            dW, db = 0 * dW, 0 * db
        new[i] = (W - lr * dW, b - lr * db)
        dZ = dZ @ (new[i][0] if slip == "new weights" else W).T
        if slip != "no gates":
            dZ = dZ * (A[i] > 0)
    return new, np.mean((Y - y) ** 2)


SLIPS = {
    "new weights": "It passes back through weights that have moved already: go back with the old.",
    "uphill": "The sign is wrong: it walks uphill.",
    "no 2": "That is half a step: the square brings a factor 2.",
    "sum": "The step is too long by the number of elements: the loss is their mean.",
    "samples": "The mean runs over all n times k elements, not over the samples only.",
    "mean again": "The mean is taken twice: the 1/n is in the output delta already.",
    "no gates": "The gates are missing on the way back: where A is 0, nothing passes.",
    "last relu": "There is no activation after the last layer.",
    "bias stays": "The biases have not moved.",
    "weights stay": "The weights have not moved.",
    "last only": "Only the last layer has moved.",
}


def net(rng, sizes, n=6):
    params = [
        (rng.normal(size=(i, o)), rng.normal(size=o) / 2) for i, o in itertools.pairwise(sizes)
    ]
    return params, rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[-1]))


def ask(train_step, params, X, y, lr):
    with unchanged(params=params, X=X, y=y):
        new, loss = parts_of(train_step(params, X, y, lr), "params, loss")
    new = list_of(new, len(params), "the list of parameters")
    return [parts_of(pair, "W, b", f"entry {i}") for i, pair in enumerate(new)], loss


def compare(got, params, X, y, lr):
    new, loss = got
    right, before = step(params, X, y, lr)
    if agrees(loss, before) and agree(new, right):
        return
    after = step(right, X, y, lr)[1]
    E = forward(params, X)[1] - y
    slips = [
        ("That is the loss after the step: measure before you move.", after),
        ("That is the sum of the squares: the loss is their mean over all elements.", np.sum(E**2)),
        ("That is half of it: the loss is the mean of the squares, without a half.", before / 2),
        ("The mean runs over all n times k elements.", np.sum(E**2) / len(y)),
        ("Those are the errors themselves: square them before the mean.", np.mean(E)),
        ("That is the root of the loss.", np.sqrt(before)),
        (
            "There is no activation after the last layer.",
            step(params, X, y, lr, slip="last relu")[1],
        ),
    ]
    same(number_of(loss, "the loss"), before, "the loss", slips, "It is the mean of (Y - y) ** 2.")
    grads = [((W - V) / lr, (b - c) / lr) for (W, b), (V, c) in zip(params, right, strict=True)]
    known = [(sentence, step(params, X, y, lr, slip=slip)[0]) for slip, sentence in SLIPS.items()]
    known += [
        (
            "These are the gradients: the new parameters are the old ones minus lr times them.",
            grads,
        ),
        ("Nothing has moved: these are the old parameters.", params),
        ("The step is lr times the gradient: lr is missing.", step(params, X, y, 1.0)[0]),
    ]
    known.sort(key=lambda slip: not agree(new, slip[1]))  # what explains all of it comes first
    for i in reversed(range(len(params))):
        for part, name in ((0, "W"), (1, "b")):
            slips = [(sentence, wrong[i][part]) for sentence, wrong in known]
            slips = [s for s in slips if not np.allclose(s[1], right[i][part])]
            tip = f"Layer {i} is the first one, seen from the end, that differs from the rule."
            same(new[i][part], right[i][part], f"{name} of layer {i}", slips, tip)


def agree(one, other):
    """Are two lists of pairs the same?"""
    pairs = [(a, b) for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True)]
    return all(agrees(a, b) for a, b in pairs)


def test_two_weights_by_hand(train_step):
    """With the weights 2 and 3, x = 1, y = 0 and lr = 0.01 they become 1.64 and 2.76."""
    params = [(np.array([[2.0]]), np.zeros(1)), (np.array([[3.0]]), np.zeros(1))]
    X, y = np.array([[1.0]]), np.array([[0.0]])
    compare(ask(train_step, params, X, y, 0.01), params, X, y, 0.01)


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_follows_the_rule(train_step, rng, sizes):
    """On random nets every weight and bias moves by its own gradient."""
    params, X, y = net(rng, sizes)
    compare(ask(train_step, params, X, y, 0.1), params, X, y, 0.1)


def test_one_sample(train_step, rng):
    """It works for a batch with a single sample, too."""
    params, X, y = net(rng, (2, 3, 1), n=1)
    compare(ask(train_step, params, X, y, 0.1), params, X, y, 0.1)


def learn(train_step, params, X, y):
    """The losses of 10 steps."""
    losses = []
    for _ in range(10):
        params, loss = parts_of(train_step(params, X, y, 0.1), "params, loss")
        losses.append(number_of(loss, "the loss"))
    return losses


def test_a_net_learns_with_it(train_step, rng):
    """With 10 such steps a net learns the shape of a bowl."""
    X = np.linspace(-1, 1, 21)[:, np.newaxis]
    y, params = X**2, None
    while params is None or learn(step, params, X, y)[-1] > 0.06:  # one start in 1000 is too bad
        params = [
            (rng.normal(size=(i, o)) / np.sqrt(i), np.zeros(o))
            for i, o in itertools.pairwise((1, 32, 1))
        ]
    losses = learn(train_step, params, X, y)
    told = f"The loss goes from {losses[0]:.3g} to {losses[-1]:.3g}, and should end below 0.07."
    assert losses[-1] < 0.07, told


def test_leaves_what_it_is_given(train_step, rng):
    """The old parameters stay as they were, and the new ones are arrays of their own."""
    params, X, y = net(rng, (2, 2, 2))
    new, _ = ask(train_step, params, X, y, 0.1)
    independent(new, "the result", params=params)
