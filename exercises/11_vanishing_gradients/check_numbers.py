"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

import numpy as np

from bpcourse.checking.mine import reference
from bpcourse.experiments import DepthMeter
from bpcourse.nn.mlp import mlp_forward

h = 1e-6  # a nudge


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


STEEPEST = max(slope(sigmoid, z) for z in np.linspace(-3, 3, 601))


def blank_sigmoid():
    to_layer_2 = slope(lambda z2: 2 * (sigmoid(z2) - 0.5), 0.0)
    to_layer_1 = slope(lambda z1: 2 * (sigmoid(2 * (sigmoid(z1) - 0.5)) - 0.5), 0.0)
    return to_layer_1, to_layer_2, STEEPEST, STEEPEST**2, 1 / STEEPEST


def blank_tanh_two():
    return slope(lambda z2: 8 * 0.5 * np.tanh(z2), 0.0), STEEPEST


def blank_tanh_one():
    to_layer_1 = slope(lambda z1: 8 * 0.5 * np.tanh(0.5 * np.tanh(z1)), 0.0)
    return to_layer_1, blank_tanh_two(), 8, 0.5


def ten_sigmoids():
    layers = 10
    return STEEPEST**layers, STEEPEST, layers, layers * STEEPEST, STEEPEST / layers


def signs_of_trouble():
    return 40000 / 0.3


def norm_or_value():
    g = np.array([0.4, 20.0])
    return *(g * 2 / np.linalg.norm(g)), *np.clip(g, -2, 2)


def clipped_error():
    return slope(lambda e: np.clip(e, -1, 1) ** 2, 5.0), slope(lambda e: e**2, 5.0)


def what_arrives():
    _, data = DepthMeter().data(depth=10, steps=200)
    assert data.norms[0, 0] < data.norms[-1, 0] / 10_000
    return [], STEEPEST


# ---- what the text of the lesson states, by its headings ----


def twenty_people_in_a_row():
    lowest, highest, factors = 0.01, 100, 19
    band = lowest ** (1 / factors), highest ** (1 / factors)
    return lowest, highest, 0.5**factors, 2**factors, band


def what_multiplies_on_the_way_back():
    to_layer_2 = slope(sigmoid, 0.0)
    bias = -sigmoid(0.0)
    return sigmoid(0.0), bias, to_layer_2, to_layer_2 * slope(sigmoid, 0.0), STEEPEST


def the_depth_meter():
    """Ten sigmoid layers in 2000 steps: the loss stays at 1, and the ratio does not."""
    _, data = DepthMeter().data(depth=10, steps=2000)
    ratio = data.norms[0] / data.norms[-1]
    assert ratio[0] < 1e-4
    assert np.all(np.abs(ratio[5:] - 1.4) < 0.1)
    assert np.all(np.abs(data.loss[1:] - 1) < 0.01)
    return STEEPEST, ratio[-1], data.loss[-1]


def which_layers_move():
    """12 sigmoid layers: how far each layer's weights move in 1000 steps, as a part of them."""
    return [], _moved(12, 1000)


def _moved(depth, steps):
    rng = np.random.default_rng(1)
    X = rng.normal(size=(60, 2))
    y = np.sign(X[:, :1] * X[:, 1:])
    sizes = [(2, 16), *[(16, 16)] * (depth - 2), (16, 1)]
    params = [(rng.normal(size=s) * np.sqrt(2 / sum(s)), np.zeros(s[1])) for s in sizes]
    start, train = params, reference("mlp_backward")
    for _ in range(steps):
        grads = train(params, mlp_forward(params, X, "sigmoid"), y)
        params = [
            (W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]
    moved = [
        np.linalg.norm(W - V) / np.linalg.norm(V)
        for (W, _), (V, _) in zip(params, start, strict=True)
    ]
    assert moved[-1] > 0.05 > 0.005 > max(moved[:-3])
    return depth, steps


# ---- the worked steps of the exercises ----


def global_norm():
    arrays = [np.array([1.0, 2, 2, 0]), np.array([4.0])]
    squares = [array**2 for array in arrays]
    total = sum(map(np.sum, squares))
    norms = [np.linalg.norm(array) for array in arrays]
    return squares, [np.sum(one) for one in squares], total, np.sqrt(total), norms, sum(norms)


def clip_by_norm():
    g, limit, longer = np.array([6.0, 8.0]), 5, 20
    norm = np.linalg.norm(g)
    return g, limit, g**2, norm, limit / norm, limit / norm * g, longer, longer / norm


def clip_by_value():
    g, norms, border = [0.5, -7, 3], [4e-6, 2e-4, 3e-2], 1000
    return g, norms, border, norms[-1] / norms[0], 8e200


def careful_descent():
    lengths, fares, limit = [100, 0.01], [80, 2], 5
    return lengths, fares, limit, [min(limit, fare) for fare in fares]
