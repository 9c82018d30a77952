"""Initializers: where the weights start, small enough to be calm and large enough to be heard.

W  (n_in, n_out)

Each is called as `he_normal(n_in, n_out, rng=rng)`, and handed to a layer as
`Dense(n_in, n_out, init=he_normal, rng=rng)`. So a function of your own can take its place.
"""

import numpy as np

__all__ = ["constant", "he_normal", "lecun_normal", "small", "xavier_normal", "zeros"]


def zeros(n_in, n_out, *, rng=None, dtype=np.float64):
    """W = 0. All units of a layer stay alike for ever: good for showing exactly that."""
    return np.zeros((n_in, n_out), dtype)


def constant(value):
    """W = value everywhere; the units stay alike as well.

    >>> bp.initializers.constant(0.5)(1, 2)
    array([[0.5, 0.5]])
    """

    def init(n_in, n_out, *, rng=None, dtype=np.float64):
        return np.full((n_in, n_out), value, dtype)

    return init


def small(scale=0.01):
    """Normal numbers with that standard deviation, whatever the size of the layer."""

    def init(n_in, n_out, *, rng, dtype=np.float64):
        return _normal(n_in, n_out, scale**2, rng, dtype)

    return init


def lecun_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 1 / n_in: a sum of n_in inputs varies as much as one input.

    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.6.
    """
    return _normal(n_in, n_out, 1 / n_in, rng, dtype)


def xavier_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 2 / (n_in + n_out): calm in both directions. For tanh.

    Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
    networks" (2010), equation 16, there as a uniform distribution of the same variance.
    """
    return _normal(n_in, n_out, 2 / (n_in + n_out), rng, dtype)


def he_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 2 / n_in: twice as much, since ReLU silences half. For ReLU.

    Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers" (2015), equation 10.
    """
    return _normal(n_in, n_out, 2 / n_in, rng, dtype)


def _normal(n_in, n_out, variance, rng, dtype):
    return (rng.normal(size=(n_in, n_out)) * np.sqrt(variance)).astype(dtype, copy=False)
