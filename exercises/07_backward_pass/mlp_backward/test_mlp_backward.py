"""mlp_backward is judged by hand, layer by layer on random nets, and by nudging every number."""

import itertools

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.checking.compare import agrees, list_of, parts_of, same
from bpcourse.checking.given import independent, unchanged

FORWARD = {
    "relu": lambda Z: np.maximum(Z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),
}
SLOPE = {
    "relu": lambda A: (A > 0) * 1.0,  # all from the output A, as books do
    "tanh": lambda A: 1 - A**2,
    "sigmoid": lambda A: A * (1 - A),
}
SIZES = {
    "one layer": (3, 2),
    "two layers": (3, 4, 2),
    "square": (3, 3, 3, 3),
    "deep": (2, 4, 3, 4, 2),
}


def nets(*names):
    """Nets to ask about: some sizes and an activation each, as in "deep, tanh"."""
    pairs = [name.split(", ") for name in names]
    cases = [(SIZES[sizes], kind) for sizes, kind in pairs]
    return pytest.mark.parametrize(("sizes", "kind"), cases, ids=names)


def forward(params, X, kind):
    """What a forward pass remembers: A[i] enters layer i, Z[i] is its sum. The last is linear."""
    cache = {"A": [X], "Z": [], "kind": kind}
    for i, (W, b) in enumerate(params):
        cache["Z"].append(cache["A"][i] @ W + b)
        if i + 1 < len(params):
            cache["A"].append(FORWARD[kind](cache["Z"][i]))
    return cache


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def loss_of(Z, y):
    if y.ndim == 2:
        return np.mean((Z - y) ** 2)
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


def output_delta(Z, y):
    if y.ndim == 2:
        return 2 * (Z - y) / Z.size
    return (softmax(Z) - np.eye(Z.shape[1])[y]) / len(y)


def back(params, cache, dZ, go=None):
    """The gradients, last layer last; `go` is how a slip passes back, by default as is right."""
    A, grads = cache["A"], []
    for i in reversed(range(len(params))):
        grads.insert(0, (A[i].T @ dZ, dZ.sum(axis=0)))
        if i:
            step = go or (lambda dZ, i: (dZ @ params[i][0].T) * SLOPE[cache["kind"]](A[i]))
            dZ = step(dZ, i)
    return grads


def known_slips(params, cache, y):
    """Sentences, each with the gradients of all layers which that slip gives."""
    A, Z, kind = cache["A"], cache["Z"], cache["kind"]
    n, k = Z[-1].shape
    delta = output_delta(Z[-1], y)

    def passing(go):
        return back(params, cache, delta, go)

    slips = [
        ("Every number is right but for its sign: the delta is output minus target.", -delta),
        (f"That is n = {n} times it: the 1/n of the loss is missing in the delta.", n * delta),
        (f"That is 1/n of it, with n = {n}: the mean is taken again on the way.", delta / n),
    ]
    if y.ndim == 2:
        slips += [
            ("That is half of it: the square brings a factor 2.", delta / 2),
            ("The mean runs over all n times k elements, not only over the samples.", k * delta),
            (
                "The loss is the mean over all elements: here the delta is a plain difference.",
                Z[-1] - y,
            ),
            ("y holds numbers: the loss is the mean squared error.", (softmax(Z[-1]) - y) / n),
        ]
    else:
        P, Y = softmax(Z[-1]), np.eye(k)[y]
        slips += [
            (
                "y holds labels: the delta is softmax minus one-hot, not the sums minus it.",
                2 * (Z[-1] - Y) / Z[-1].size,
            ),
            ("The one-hot is missing: for the true class, 1 is taken off.", P / n),
            ("That is p (1 − p): with cross-entropy the delta is p − one-hot.", P * (1 - P) / n),
            ("Softmax is missing: the sums are no probabilities.", (Z[-1] - Y) / n),
            (
                "Softmax runs along each row, over the classes.",
                (np.exp(Z[-1]) / np.exp(Z[-1]).sum(axis=0) - Y) / n,
            ),
        ]
    slips = [(sentence, back(params, cache, wrong)) for sentence, wrong in slips]
    W = [W for W, _ in params]
    slope = SLOPE[kind]
    slips += [
        (
            "The slope of the activation is missing on the way back.",
            passing(lambda dZ, i: dZ @ W[i].T),
        ),
        (
            "The slope is taken at Z and not at the activation's output.",
            passing(lambda dZ, i: (dZ @ W[i].T) * slope(Z[i - 1])),
        ),
        (
            "The slope is there, but the way back through W is missing.",
            passing(lambda dZ, i: slope(A[i]) * dZ.sum(axis=1, keepdims=True)),
        ),
        (
            "The activation is used where its slope should be.",
            passing(lambda dZ, i: (dZ @ W[i].T) * A[i]),
        ),
        (
            'Whatever the kind, the slope of ReLU is used: look at cache["kind"].',
            passing(lambda dZ, i: (dZ @ W[i].T) * (Z[i - 1] > 0)),
        ),
        (
            "After the last layer there is no activation, so no slope either.",
            back(params, cache, delta * SLOPE[kind](FORWARD[kind](Z[-1]))),
        ),
    ]
    if len({matrix.shape for matrix in W}) == 1 and W[0].shape[0] == W[0].shape[1]:
        slips += [
            (
                "The matrices are square, so it fits, but W has to be transposed.",
                passing(lambda dZ, i: (dZ @ W[i]) * slope(A[i])),
            ),
            (
                "The slope is that of the layer you come from: use the one you go to.",
                passing(lambda dZ, i: (dZ @ W[i].T) * slope(FORWARD[kind](Z[i]))),
            ),
            (
                "It goes back through the weights of the layer before: use those of layer i.",
                passing(lambda dZ, i: (dZ @ W[i - 1].T) * slope(A[i])),
            ),
        ]
    return slips


def net(rng, sizes, n, kind, labels):
    params = [
        (rng.normal(size=(i, o)) / np.sqrt(i), rng.normal(size=o) / 2)
        for i, o in itertools.pairwise(sizes)
    ]
    cache = forward(params, rng.normal(size=(n, sizes[0])), kind)
    y = rng.integers(sizes[-1], size=n) if labels else rng.normal(size=(n, sizes[-1]))
    return params, cache, y


def ask(mlp_backward, params, cache, y):
    with unchanged(params=params, A=cache["A"], Z=cache["Z"], y=y):
        grads = list_of(mlp_backward(params, dict(cache), y), len(params), "the result")
    return [parts_of(pair, "dW, db", f"entry {i}") for i, pair in enumerate(grads)]


def agree(one, other):
    """Are two lists of pairs the same?"""
    pairs = [(a, b) for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True)]
    return all(agrees(a, b) for a, b in pairs)


def compare(got, params, cache, y):
    """From the last layer to the first: where the first difference is, there is the slip."""
    right = back(params, cache, output_delta(cache["Z"][-1], y))
    if agree(got, right):
        return
    assert not agree(got, right[::-1]), (
        "The list is the wrong way round.\n"
        "Entry i belongs to params[i]: put each new pair in front."
    )
    slips = known_slips(params, cache, y)
    for i in reversed(range(len(params))):
        for part, name in ((0, "dW"), (1, "db")):
            known = [(sentence, grads[i][part]) for sentence, grads in slips]
            if name == "db":
                mean = right[i][1] / len(y)
                known.insert(0, ("The bias collects dZ over all rows: a sum, not a mean.", mean))
            tip = f"Layer {i} is the first one, seen from the end, that differs from the rule."
            same(got[i][part], right[i][part], f"{name} of layer {i}", known, tip)


def test_two_layers_by_hand(mlp_backward):
    """For one sample and two weights it gives what you get with a pencil."""
    params = [(np.array([[0.5]]), np.zeros(1)), (np.array([[-3.0]]), np.zeros(1))]
    cache, y = forward(params, np.array([[2.0]]), "relu"), np.array([[1.0]])
    compare(ask(mlp_backward, params, cache, y), params, cache, y)


@nets("one layer, relu", "two layers, relu", "square, relu", "deep, tanh")
def test_numbers_with_the_mean_squared_error(mlp_backward, rng, sizes, kind):
    """With the mean squared error it follows the rule, for any depth and activation."""
    params, cache, y = net(rng, sizes, 5, kind, labels=False)
    compare(ask(mlp_backward, params, cache, y), params, cache, y)


@nets("one layer, relu", "square, tanh", "deep, relu", "deep, sigmoid")
def test_labels_with_cross_entropy(mlp_backward, rng, sizes, kind):
    """With softmax and cross-entropy it follows the rule, for any depth and activation."""
    params, cache, y = net(rng, sizes, 4, kind, labels=True)
    compare(ask(mlp_backward, params, cache, y), params, cache, y)


@pytest.mark.parametrize("labels", [False, True], ids=["numbers", "labels"])
def test_agrees_with_nudging(mlp_backward, rng, labels):
    """It agrees with nudging every weight and bias of a net, to 7 digits."""
    params, cache, y = net(rng, (2, 3, 2), 1, "tanh", labels)
    got = ask(mlp_backward, params, cache, y)
    for i, pair in enumerate(params):
        for part, array, name in zip(got[i], pair, ("dW", "db"), strict=True):
            nudged = numerical_gradient(
                lambda _: loss_of(forward(params, cache["A"][0], "tanh")["Z"][-1], y), array
            )
            same(part, nudged, f"{name} of layer {i}")


def test_large_sums_do_no_harm(mlp_backward, rng):
    """Softmax of sums around 1000 holds no nan."""
    X, y = rng.uniform(1, 2, size=(3, 2)), rng.integers(3, size=3)
    params = [(np.array([[1000.0, 0.0, -1000.0], [0.0, 1000.0, 500.0]]), np.zeros(3))]
    cache = forward(params, X, "relu")
    with np.errstate(all="ignore"):
        got = ask(mlp_backward, params, cache, y)
    right = back(params, cache, output_delta(cache["Z"][-1], y))
    tip = "Take the largest of its row off each sum before np.exp: softmax stays the same."
    same(got[0][0], right[0][0], "dW of layer 0", tip=tip)


def test_leaves_what_it_is_given(mlp_backward, rng):
    """It leaves params, cache and y as they were."""
    params, cache, y = net(rng, (2, 2, 2), 2, "relu", labels=False)
    got = ask(mlp_backward, params, cache, y)
    independent(got, "the result", params=params, A=cache["A"], Z=cache["Z"])
