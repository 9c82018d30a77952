"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

from functools import cache

import numpy as np

from bpcourse.checking.mine import reference
from bpcourse.nn.mlp import mlp_forward

h = 1e-6  # a nudge


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


def relu(z):
    return np.maximum(z, 0.0)


def both_slopes(x, w1, w2, y):
    """Of the squared error of w2 relu(w1 x), with respect to w1 and to w2."""
    return (
        slope(lambda w: (w2 * relu(w * x) - y) ** 2, w1),
        slope(lambda w: (w * relu(w1 * x) - y) ** 2, w2),
    )


def blank_update():
    x, w1, w2, y, lr = 1.0, 3.0, 2.0, 5.0, 0.1
    dw1, dw2 = both_slopes(x, w1, w2, y)
    moved = w2 - lr * dw2
    through_moved = 2 * (w2 * w1 * x - y) * moved * x
    slips = w1 + lr * dw1, w1 - dw1, w1 - lr * dw2, w1 - lr * through_moved
    return w1 - lr * dw1, dw1, dw2, moved, slips


def blank_delta():
    output, target = 4 * relu(-2.0 * -1), 10
    delta = slope(lambda out: (out - target) ** 2, output)
    return delta, output, target, output - target


def blank_pass_back():
    x, w1, w2, y = -1.0, -2.0, 4.0, 10.0
    at_sum = slope(lambda z: (w2 * relu(z) - y) ** 2, w1 * x)
    dw1, dw2 = both_slopes(x, w1, w2, y)
    return at_sum, blank_delta()[0], w2, w1, dw1, dw2, at_sum * w1 * x


def through_two_gates():
    dA, slopes = np.array([2.0, 3.0]), np.array([0.5, 1.0])
    return (dA * slopes)[1], dA, slopes, dA @ slopes, dA[1] * slopes[0]


def square_entry():
    X, R = np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [1, 1]])
    dW = np.zeros((2, 2))
    for place in np.ndindex(2, 2):
        E = np.zeros((2, 2))
        E[place] = h
        dW[place] = (np.sum(R * (X @ E)) - np.sum(R * (X @ -E))) / (2 * h)
    return dW, X @ R, R @ X, X * R


def bias_sum():
    R = np.array([[1.0, 2], [3, 4], [5, 6]])
    return [slope(lambda b, j=j: np.sum(R[:, j] * b), 0.0) for j in range(2)], R.sum(axis=1)


def old_weights():
    x, w1, w2, y, lr = 1.0, 2.0, 3.0, 0.0, 0.1
    dw1, dw2 = both_slopes(x, w1, w2, y)
    output = w2 * relu(w1 * x)
    delta, moved = 2 * (output - y), w2 - lr * dw2
    return dw1, output, delta, lr, moved, delta * moved * x, dw1 / 2, dw2


def sum_of_losses():
    return 128 / 16, np.sqrt(128 / 16)


def products_of_a_weight():
    return [], 3 * 6


# ---- what the text of the lesson states, by its headings ----


def which_weight_matters_more():
    dw1, dw2 = both_slopes(2.0, 0.5, -3.0, 1.0)
    return 0.1, dw1, dw2, dw1 / dw2


def one_path_worked_in_full():
    x, w1, w2, y, lr = 2.0, 0.5, -3.0, 1.0, 0.01
    dw1, dw2 = both_slopes(x, w1, w2, y)
    output = w2 * relu(w1 * x)
    delta = 2 * (output - y)
    first = w1, (output - y) ** 2, delta, delta * w2, dw1, lr, lr * dw1, lr * dw2
    updated = w1 - lr * dw1, w2 - lr * dw2

    x, w1, w2, y = 1.0, 3.0, 2.0, 5.0
    output = w2 * relu(w1 * x)
    last_left = y, w1 * x, output, (output - y) ** 2, both_slopes(x, w1, w2, y)

    x, w1, w2, y = -1.0, -2.0, 4.0, 10.0
    output = w2 * relu(w1 * x)
    two_blanks = w2, y, w1 * x, output, (output - y) ** 2
    return first, updated, last_left, two_blanks


def if_you_want_more():
    return 1000


def from_scratch():
    """The largest curvature at the rate 0.05 (see _curvatures), and 2 / rate for both rates."""
    grown = np.median(_curvatures()[5:])
    assert abs(grown - 2 / 0.05) < 1
    slow, fast = _training(0.01)[1], _training(0.05)[1]
    assert not np.any(np.diff(slow) > 0)
    assert np.sum(np.diff(fast) > 0) > 500
    return 0.01, 0.05, grown, 2 / grown, 2 / 0.01


def pace_of_learning():
    """What is left of the loss after every hundred steps: little, more, less, and then more."""
    losses = _training(0.01)[1]
    left = losses[100::100] / losses[:-100:100]
    lowest = 1 + np.argmin(left[1:])  # where it is fast again
    assert left[0] < left[lowest] < left[1]
    assert left[-1] > left[1]
    return []


def _spirals():
    """The points of the lesson, and its net as it starts: what its seed gives at that place."""
    turn = np.linspace(0.5, 5.5, 60)
    arm = np.column_stack([turn * np.cos(turn), turn * np.sin(turn)]) / 3
    rng = np.random.default_rng(7)
    for n_in, n_out in ((2, 16), (16, 16), (16, 1)):
        rng.normal(size=(n_in, n_out)), rng.normal(size=n_out)
    rng.normal(size=(8, 2)), rng.normal(size=(8, 1))
    sizes = (2, 24), (24, 24), (24, 1)
    params = [(rng.normal(size=s) * np.sqrt(2 / s[0]), np.zeros(s[1])) for s in sizes]
    return np.vstack([arm, -arm]), np.repeat([[1.0], [-1.0]], 60, axis=0), params


@cache
def _training(lr):
    """The parameters every 100 steps, and the loss before each of 2000."""
    X, y, params = _spirals()
    train_step, kept, losses = reference("train_step"), [], []
    for step in range(2000):
        if step % 100 == 0:
            kept.append(params)
        params, loss = train_step(params, X, y, lr)
        losses.append(loss)
    return kept, np.array(losses)


def _curvatures():
    """The largest curvature of the loss every 100 steps at the rate 0.05, by power iteration."""
    X, y, _ = _spirals()
    mlp_backward = reference("mlp_backward")

    def gradient(params):
        pairs = mlp_backward(params, mlp_forward(params, X, "relu"), y)
        return [g for pair in pairs for g in pair]

    found, small = [], 1e-5
    for params in _training(0.05)[0]:
        rng = np.random.default_rng(0)
        w = [array for pair in params for array in pair]
        v = [rng.normal(size=array.shape) for array in w]
        for _ in range(30):
            length = np.sqrt(sum(np.sum(part**2) for part in v))
            v = [part / length for part in v]
            ends = []
            for side in (small, -small):
                moved = [array + side * part for array, part in zip(w, v, strict=True)]
                ends.append(gradient(list(zip(moved[::2], moved[1::2], strict=True))))
            v = [(up - down) / (2 * small) for up, down in zip(*ends, strict=True)]
        found.append(np.sqrt(sum(np.sum(part**2) for part in v)))
    return np.array(found)


# ---- the worked steps of the exercises ----


def dense_backward():
    X, W, dZ = np.array([[2.0, 5]]), np.array([[3.0], [4]]), np.array([[10.0]])
    return X, W, dZ, X.T @ dZ, dZ @ W.T


def act_backward():
    z, from_behind, largest = 0.5, 4, 1000
    dz = slope(lambda z: from_behind * np.tanh(z), z)
    return z, from_behind, np.tanh(z), slope(np.tanh, z), dz, largest


def mlp_backward():
    x, w1, w2, y = 1.0, 2.0, -3.0, 4.0
    output = w2 * relu(w1 * x)
    delta = slope(lambda out: (out - y) ** 2, output)
    at_sum = slope(lambda z: (w2 * relu(z) - y) ** 2, w1 * x)
    return y, output, (output - y) ** 2, delta, both_slopes(x, w1, w2, y), at_sum


def train_step():
    x, w1, w2, y, lr = 1.0, 2.0, 3.0, 0.0, 0.01
    output = w2 * w1 * x
    dw1, dw2 = both_slopes(x, w1, w2, y)
    moved = w1 - lr * dw1, w2 - lr * dw2
    return lr, output, output**2, 2 * output, dw1, dw2, lr * dw1, lr * dw2, moved
