"""Right: the textbook sigmoid, which overflows to the right value; slopes as functions."""

import numpy as np


def tanh_slope(Z):
    a = np.tanh(Z)
    return (1.0 + a) * (1.0 - a)


def sigmoid_slope(Z):
    with np.errstate(over="ignore"):
        s = 1.0 / (1.0 + np.exp(-1.0 * Z))
    return s - s * s


def act_backward(dA, Z, kind):
    rule = dict(relu=lambda Z: np.heaviside(Z, 0.5), tanh=tanh_slope, sigmoid=sigmoid_slope)
    return np.multiply(dA, rule[kind](np.asarray(Z, dtype=float)))
