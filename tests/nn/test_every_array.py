"""Whatever array enters the maths gives what the formula gives, or a sentence says why it cannot.

All public names are gone through. A new one fails here until a line of the tables says how arrays
enter it, or that none does.
"""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import bpcourse as bp
from bpcourse import datasets, plotting

from .public import PUBLIC, SEEN, is_a_sentence

X = np.array([[0, 1, 1], [1, 0, 2], [2, 3, 1], [1, 1, 0]])  # (4, 3), whole numbers
LABELS = np.array([1, 0, 1, 1])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def column(X, j):
    """Of the same kind as X, also where that is a list; X itself where there is no such column."""
    if isinstance(X, list):
        return [row[j] for row in X]
    return X[:, j] if np.ndim(X) == 2 and np.shape(X)[1] > j else X


def pair(X):
    """The first two columns."""
    if isinstance(X, list):
        return [row[:2] for row in X]
    return X[:, :2] if np.ndim(X) == 2 else X


def rng():
    return np.random.default_rng(0)


def dense():
    return bp.Dense(3, 3, rng=rng())


def layer_calls(make):
    """Each way into a layer, as a function of what enters."""

    def backward(dY):
        layer = make()
        layer.forward(np.ones(np.shape(dY)))
        dX = layer.backward(dY)
        return [dX, *(w.grad for w in bp.parameters(layer))]

    return {
        "forward": lambda X: make().forward(X),
        "predict": lambda X: make().predict(X),
        "backward": backward,
    }


def loss_calls(make, targets):
    return {
        "forward": lambda Y: make().forward(Y, targets(Y)),
        "backward": lambda Y: (loss := make(), loss.forward(Y, targets(Y)), loss.backward())[2],
    }


def numbers_like(Y):
    return np.full(np.shape(Y), 0.5)


def labels_like(Y):
    return LABELS[: np.shape(Y)[0]] if np.ndim(Y) else LABELS


def target_calls(make):
    return {
        "targets": lambda t: make().forward(np.full(np.shape(t), 0.5), t),
        "gradient": lambda t: (
            loss := make(),
            loss.forward(np.full(np.shape(t), 0.5), t),
            loss.backward(),
        )[2],
    }


def stepped(make):
    """What an optimizer makes of a layer whose gradient is what enters."""

    def step(dW):
        layer = bp.Dense(4, 3, rng=rng())
        optimizer = make()
        for _ in range(2):
            layer.dW, layer.db = dW, np.zeros(3)
            optimizer.step(layer)
        return layer.W

    return {"dW": step}


def with_gradient(act):
    def call(dW):
        layer = bp.Dense(4, 3, rng=rng())
        layer.dW, layer.db = dW, np.zeros(3)
        returned = act(layer)
        return [layer.dW] if returned is None else [layer.dW, returned]

    return {"dW": call}


def trained(X):
    net = bp.Dense(3, 2, rng=rng())
    options = {"rng": rng(), "epochs": 2, "batch_size": 3}
    return [bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.01), X, pair(X), **options), net.W]


def epoch(X):
    options = {"rng": rng(), "epochs": 1}
    return list(bp.epochs(dense(), bp.MeanSquaredError(), bp.SGD(0.01), X, X, **options))


def swept(X):
    options = {"rng": rng(), "batch_size": 2, "steps": 5}
    return bp.lr_range_test(dense(), bp.MeanSquaredError(), bp.SGD, X, X, **options)[:3]


def gradient_of_squares(w):
    return bp.numerical_gradient(lambda w: np.sum(w**2), w, h=0.01)


def drawn(make):
    """The data of what was drawn, and its words."""

    def call(X):
        ax = make(X)
        data = [np.asarray(line.get_xydata(), dtype=float) for line in ax.lines]
        return [*data, ax.description]

    return {"data": call}


def picture_of_a_plane(X):
    net = bp.Dense(2, 1, rng=rng())
    n = np.shape(X)[0] if np.ndim(X) else 1
    return plotting.decision_map(net, pair(X), np.zeros((n, 1)), resolution=5)


# Every public name that takes an array, with the ways in which it does.
ARRAYS = {
    "Dense": layer_calls(dense),
    "Network": layer_calls(lambda: bp.Network(dense(), bp.ReLU(), dense())),
    "Sigmoid": layer_calls(bp.Sigmoid),
    "Tanh": layer_calls(bp.Tanh),
    "ReLU": layer_calls(bp.ReLU),
    "LeakyReLU": layer_calls(lambda: bp.LeakyReLU(0.1)),
    "Softmax": layer_calls(bp.Softmax),
    "BatchNorm": layer_calls(lambda: bp.BatchNorm(3)),
    "Dropout": layer_calls(lambda: bp.Dropout(0.5, rng=rng())),
    "MeanSquaredError": loss_calls(bp.MeanSquaredError, numbers_like)
    | target_calls(bp.MeanSquaredError),
    "BinaryCrossEntropy": loss_calls(bp.BinaryCrossEntropy, numbers_like)
    | target_calls(bp.BinaryCrossEntropy)
    | {"predict": bp.BinaryCrossEntropy().predict},
    "SoftmaxCrossEntropy": loss_calls(bp.SoftmaxCrossEntropy, labels_like)
    | {"predict": bp.SoftmaxCrossEntropy().predict},
    "CrossEntropy": loss_calls(bp.CrossEntropy, labels_like),
    "SGD": stepped(lambda: bp.SGD(0.1)),
    "Momentum": stepped(lambda: bp.Momentum(0.1)),
    "Nesterov": stepped(lambda: bp.Nesterov(0.1)),
    "RMSprop": stepped(lambda: bp.RMSprop(0.1)),
    "Adam": stepped(lambda: bp.Adam(0.1)),
    "AdamW": stepped(lambda: bp.AdamW(0.1)),
    "Clipped": stepped(lambda: bp.Clipped(bp.SGD(0.1), max_norm=1)),
    "SoftThresholded": stepped(lambda: bp.SoftThresholded(bp.SGD(0.1), lam=0.1)),
    "clip_by_norm": with_gradient(lambda layer: bp.clip_by_norm(layer, 0.5)),
    "clip_by_value": with_gradient(lambda layer: bp.clip_by_value(layer, 0.5)),
    "global_norm": with_gradient(bp.global_norm),
    "L1": with_gradient(bp.L1(0.1).backward),
    "L2": with_gradient(bp.L2(0.1).backward),
    "batches": {"X": lambda X: list(bp.batches(X, X, 2, rng=rng()))},
    "epochs": {"X": epoch},
    "fit": {"X": trained},
    "check_gradients": {
        "X": lambda X: [c.claimed for c in bp.check_gradients(dense(), X, rng())],
    },
    "numerical_gradient": {"w": gradient_of_squares},
    "relative_error": {"a": lambda a: bp.relative_error(a, np.ones(np.shape(a)))},
    "soft_threshold": {"w": lambda w: bp.soft_threshold(w, 0.5)},
    "mlp_forward": {
        "X": lambda X: bp.mlp_forward([(np.ones((3, 2)), np.ones(2))], X, "tanh")["Z"],
    },
    "layer_stats": {"X": lambda X: bp.layer_stats(bp.Network(dense(), bp.Tanh()), X)[1][1:]},
    "lr_range_test": {"X": swept},
    "datasets.split": {"X": lambda X: datasets.split(X, X, rng=rng())[0][0]},
    "datasets.Standardiser": {
        "made from": lambda X: datasets.Standardiser(X)(np.ones((2, 3))),
        "called on": lambda Z: datasets.Standardiser(X)(Z),
    },
    "datasets.standardise": {"X": datasets.standardise},
    "datasets.mislabel": {"labels": lambda X: datasets.mislabel(column(X, 0), 0.5, rng=rng())},
    "plotting.confusion_matrix": drawn(
        lambda X: plotting.confusion_matrix(column(X, 0), column(X, 1))
    ),
    "plotting.decision_map": drawn(picture_of_a_plane),
    "plotting.descent_map": drawn(
        lambda X: plotting.descent_map(lambda w: np.sum(w**2, axis=-1), pair(X))
    ),
    "plotting.digit_grid": drawn(lambda X: plotting.digit_grid(X, labels_like(X))),
    "plotting.line_fit": drawn(lambda X: plotting.line_fit(column(X, 0), column(X, 1), 2.0, 1.0)),
    "plotting.loss_curve": drawn(lambda X: plotting.loss_curve(column(X, 0))),
}

# Every other public name, and why no array enters there.
NO_ARRAYS = {
    "errors": "ShapeError TrainingError",
    "base classes": "Layer Optimizer",
    "made of numbers": "Value EarlyStopping Constant StepDecay ExponentialDecay Cosine OneCycle "
    "WarmupCosine",
    "takes a network": "parameters save load",
    "makes arrays": "he_normal lecun_normal xavier_normal initializers.constant "
    "initializers.he_normal initializers.lecun_normal initializers.scaled initializers.small "
    "initializers.xavier_normal initializers.zeros datasets.circles datasets.lines datasets.sine "
    "datasets.spirals datasets.two_moons datasets.xor datasets.digits datasets.penguins "
    "datasets.wine",
    "draws a network, a graph or a function": "plotting.activation_curve plotting.gradient_flow "
    "plotting.computation_graph plotting.network_diagram plotting.weight_histograms "
    "plotting.tangent plotting.as_html plotting.show",
}


def test_every_public_name_is_in_the_tables():
    listed = [*ARRAYS, *SEEN, *" ".join(NO_ARRAYS.values()).split()]
    assert sorted(listed) == sorted(PUBLIC)


CALLS = {f"{name}, {way}": call for name, calls in ARRAYS.items() for way, call in calls.items()}
PROBABILITIES = re.compile(r"CrossEntropy, (forward|backward|targets|gradient)$")


def entering(name):
    """What is handed over: logits and data may be any numbers, probabilities from 0 to 1."""
    if name.startswith("plotting.digit_grid"):
        return X.reshape(3, 4)
    if PROBABILITIES.search(name) and not name.startswith("SoftmaxCross"):
        return np.minimum(X, 1)
    return X


KINDS = {
    "int64": lambda X: X.astype(np.int64),
    "uint8": lambda X: X.astype(np.uint8),
    "int8": lambda X: X.astype(np.int8),
    "float16": lambda X: X.astype(np.float16),
    "float32": lambda X: X.astype(np.float32),
    "big-endian": lambda X: X.astype(">f8"),
    "np.matrix": lambda X: np.asmatrix(X.astype(float)),
    "masked": lambda X: np.ma.masked_equal(X.astype(float), 2),
    "a list": lambda X: X.tolist(),
    "complex": lambda X: X.astype(complex),
    "text": lambda X: X.astype(str),
    "objects": lambda X: X.astype(object),
}


def flat(result):
    """All numbers of a result in one row, whatever it is made of; texts as they are."""
    if isinstance(result, str):
        return [result]
    if isinstance(result, list | tuple):
        return [number for part in result for number in flat(part)]
    return np.ravel(np.asarray(result).astype(complex).real).tolist()


def same(result, expected, rel):
    if isinstance(result, Exception):
        return False
    result, expected = flat(result), flat(expected)
    return len(result) == len(expected) and all(
        a == b if isinstance(b, str) else a == pytest.approx(b, rel=rel, nan_ok=True)
        for a, b in zip(result, expected, strict=True)
    )


def takes_labels(name):
    return name in ("datasets.mislabel, labels", "plotting.confusion_matrix, data")


def outcome(call, given):
    """What comes of it; None for one of our sentences."""
    try:
        return call(given)
    except Exception as error:
        return None if is_a_sentence(error) else error


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("name", CALLS)
def test_numbers_of_any_kind_give_what_the_formula_gives_or_a_sentence(name):
    call, given = CALLS[name], entering(name)
    expected, wrong = call(given if takes_labels(name) else given.astype(float)), {}
    for kind, change in KINDS.items():
        result = outcome(call, change(given))
        rel = 1e-3 if kind == "float32" else 1e-9
        if result is not None and not same(result, expected, rel):
            wrong[kind] = result
    assert wrong == {}


SHAPES = {
    "no rows": lambda X: X[:0],
    "one row": lambda X: X[:1],
    "no columns": lambda X: X[:, :0],
    "one column": lambda X: X[:, :1],
    "one sample": lambda X: X[0],
    "a single number": lambda X: X[0, 0],
    "a stack of tables": lambda X: X[np.newaxis],
}


@pytest.mark.parametrize("name", CALLS)
def test_a_table_of_any_size_gives_numbers_or_a_sentence(name):
    """And no warning, which in the tests is an error."""
    given, wrong = entering(name), {}
    given = given if takes_labels(name) else given.astype(float)
    for shape, change in SHAPES.items():
        result = outcome(CALLS[name], change(given))
        if isinstance(result, Exception) or any(
            x != x for x in flat([] if result is None else result)
        ):
            wrong[shape] = result
    assert wrong == {}
