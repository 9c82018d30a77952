"""Activations: the nonlinear functions between layers. Without them, many layers are like one.

    X  (n, k)  what enters        Y = f(X)  (n, k)        dX = dY * f'(X)

Each works on every number by itself, except Softmax, which works on a row. A dY that does not have
the shape of X raises ShapeError.
"""

import numpy as np

from .arrays import as_floats, require_floats
from .layers import Layer
from .settings import require_number
from .shapes import ShapeError, require_matrix, require_same_shape


def sigmoid(X):
    """1 / (1 + e^-X), for X of any shape: only e^-|X| is computed, which never overflows."""
    X = as_floats("X", X)
    E = np.exp(-np.abs(X))
    return np.where(X >= 0, 1, E) / (1 + E)


def softmax(X):
    """e^X / sum of e^X, row by row. X (n, k)"""
    X = require_matrix("X", X, "softmax")
    if X.shape[1] == 0:
        raise ShapeError(
            f"X has shape {X.shape}: there is no column that a softmax could give anything to.\n"
            "Give one logit for each class."
        )
    E = np.exp(X - X.max(axis=1, keepdims=True))  # (n, k); shifting a row changes nothing
    return E / E.sum(axis=1, keepdims=True)


class Activation(Layer):
    """The base of the activations here: dX = dY * slope.

    `bounds` are the two numbers between which all of Y lies, if there are such numbers.
    """

    bounds: tuple[float, float] | None = None

    def backward(self, dY):
        dY = require_same_shape("dY", dY, "X", self.X)
        return dY * self.slope()

    def slope(self):
        """Return f'(X), at the X of the last `forward`."""
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}()"


class Sigmoid(Activation):
    """f(x) = 1 / (1 + e^-x)        f'(x) = f(x) (1 - f(x)), at most 1/4

    Source: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors"
    (1986).
    """

    bounds = (0.0, 1.0)

    def forward(self, X):
        self.X = require_floats("X", X)
        self.Y = sigmoid(self.X)
        return self.Y

    def slope(self):
        return self.Y * (1 - self.Y)


class Tanh(Activation):
    """f(x) = tanh(x)        f'(x) = 1 - f(x)^2

    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.4, which says why
    a sigmoid around 0 learns faster, and recommends 1.7159 tanh(2x/3).
    """

    bounds = (-1.0, 1.0)

    def forward(self, X):
        self.X = require_floats("X", X)
        self.Y = np.tanh(self.X)
        return self.Y

    def slope(self):
        return 1 - self.Y**2


class ReLU(Activation):
    """f(x) = max(x, 0)        f'(x) = 1 where x > 0, else 0 (at 0 either would do)

    Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010).
    """

    def forward(self, X):
        self.X = require_floats("X", X)
        self.Y = np.maximum(self.X, 0)
        return self.Y

    def slope(self):
        return np.sign(self.Y)  # 1 or 0, and nan where X is nan


class LeakyReLU(Activation):
    """f(x) = x where x > 0, else leak x        f'(x) = 1 where x > 0, else leak

    `leak` is at least 0 and at most 1. With a leak above 0 no slope is 0, so no unit stops
    learning. Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic
    models" (2013).
    """

    def __init__(self, leak=0.01):
        meaning = "the slope where x is below 0"
        self.leak = require_number("leak", leak, meaning, at_least=0, at_most=1)

    def forward(self, X):
        self.X = require_floats("X", X)
        return np.where(self.X > 0, self.X, self.leak * self.X)

    def slope(self):
        slope = np.where(self.X > 0, 1, self.leak).astype(self.X.dtype, copy=False)
        return np.where(np.isnan(self.X), self.X, slope)

    def __repr__(self):
        return f"LeakyReLU({self.leak:g})"


class Softmax(Layer):
    """y_i = e^x_i / sum_j e^x_j, in every row        dy_i / dx_j = y_i ((i = j) - y_j)

    Every output depends on every input of its row, so dX sums over a whole Jacobian (k, k):
    dx_j = sum_i dy_i y_i ((i = j) - y_j) = y_j (dy_j - sum_i dy_i y_i).
    In place of a Softmax before a CrossEntropy use SoftmaxCrossEntropy, which is more exact.
    Raises ShapeError unless X is a matrix. Source: Bridle, "Training stochastic model recognition
    algorithms as networks can lead to maximum mutual information estimation of parameters" (1990).

    >>> bp.Softmax().forward(np.log([[1.0, 3.0]]))
    array([[0.25, 0.75]])
    """

    def forward(self, X):
        self.Y = softmax(require_matrix("X", X, self))
        return self.Y

    def backward(self, dY):
        dY = require_same_shape("dY", dY, "Y", self.Y)
        return self.Y * (dY - np.sum(dY * self.Y, axis=1, keepdims=True))

    def jacobians(self):
        """Return dY / dX at the last `forward`, a matrix for each row: (n, k, k)."""
        Y = self.Y
        return Y[:, :, np.newaxis] * (np.eye(Y.shape[1]) - Y[:, np.newaxis, :])

    def __repr__(self):
        return "Softmax()"
